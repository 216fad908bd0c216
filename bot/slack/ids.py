"""Every id that Slack gives back to us: actions, blocks, callbacks, commands."""

from __future__ import annotations

from enum import StrEnum


class Command(StrEnum):
    """Slash commands."""

    BA = "/ba"
    CONCEPT = "/concept"


class Callback(StrEnum):
    """Callback ids of shortcuts and modals."""

    MAKE_CARD = "make_card"
    NEW_CARD = "new_card"
    CARD_FORM = "card_form"
    CARD_LOADING = "card_loading"
    WORDS_FORM = "practice_words"
    CORRECT_READING = "correct_reading"
    READING_FORM = "reading_form"


class Action(StrEnum):
    """Action ids. What an action is about stands in its value."""

    SWITCH_ON = "switch_on"
    SWITCH_LISTEN = "switch_listen"
    SWITCH_OFF = "switch_off"
    PIN_KIND = "pin_kind"
    MAKE_CARD = "make_card"
    REFUSE_OFFER = "refuse_offer"
    WHY_OFFER = "why_offer"
    SAVE_DRAFT = "save_draft"
    OPEN_DRAFT = "open_draft"
    DROP_DRAFT = "drop_draft"
    TRY_CARD = "try_card"
    ANSWER_USED = "answer_used"
    ANSWER_NOT_YET = "answer_not_yet"
    ANSWER_WORKED = "answer_worked"
    ANSWER_FAILED = "answer_failed"
    ADD_WORDS = "add_words"
    NUDGE_MENU = "nudge_menu"
    DIGEST_MENU = "digest_menu"
    DIGEST_PREVIEW = "digest_preview"
    DIGEST_AGAIN = "digest_again"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    UNMUTE = "unmute"
    OPEN_LINK = "open_link"


class CardBlock(StrEnum):
    """Block ids (and action ids) of the inputs of the card's form."""

    TITLE = "title"
    STATEMENT = "statement"
    METAPHOR = "metaphor"
    ANALOGY = "analogy"
    MODEL = "model"
    APPLIES_WHEN = "applies_when"
    NOT_THIS = "not_this"
    ASSET_KIND = "asset_kind"


class Refusal(StrEnum):
    """How long something is not wanted, and by whom; values of overflow menus."""

    ONCE = "once"
    WEEK = "week"
    MONTH = "month"
    CHANNEL = "channel"
    PERSON = "person"


# Under this event type the bot's posts carry their outbox key in Slack's message metadata.
METADATA_EVENT = "ba_outbox"
