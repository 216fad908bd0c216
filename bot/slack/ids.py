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
    CARD_MERGE = "card_merge"
    CARD_HISTORY = "card_history"
    CARD_STANDING = "card_standing"
    CARD_FORM = "card_form"
    CARD_LOADING = "card_loading"
    WORDS_FORM = "practice_words"
    CORRECT_READING = "correct_reading"
    READING_FORM = "reading_form"
    PREDICT_FORM = "predict_form"
    RESULT_FORM = "result_form"
    SHARE_FORM = "share_form"
    CARD_DETAILS = "card_details"
    LINK_FORM = "link_form"
    POINT_FORM = "point_form"
    TIMES_FORM = "times_form"


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
    ADD_TO_CARD = "add_to_card"
    CARD_MENU = "card_menu"
    OPEN_CHANGE = "open_change"
    SHOW_REVISION = "show_revision"
    BRING_BACK = "bring_back"
    OLDER_REVISIONS = "older_revisions"
    STILL_TRUE = "still_true"
    NO_LONGER_TRUE = "no_longer_true"
    ASK_LATER = "ask_later"
    NEVER_ASK_TRUE = "never_ask_true"
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
    CARD_PRACTICE = "card_practice"
    EXPERIMENT_CAME = "experiment_came"
    EXPERIMENT_NOT = "experiment_not"
    EXPERIMENT_LATER = "experiment_later"
    EXPERIMENT_DROP = "experiment_drop"
    EXPERIMENT_WORDS = "experiment_words"
    SHARE_PRACTICE = "share_practice"
    CARD_FROM_PRACTICE = "card_from_practice"
    PRACTICE_TIMES = "practice_times"
    EXPORT_PRACTICE = "export_practice"
    ERASE_PRACTICE = "erase_practice"
    PATH_NEXT = "path_next"
    PATH_STOP = "path_stop"
    CARD_DETAILS = "card_details"
    LINK_CARDS = "link_cards"
    CHOOSE_CARDS = "choose_cards"
    CARD_PICTURE = "card_picture"
    FIND_ME = "find_me"
    SHARE_CARD = "share_card"
    SHARE_AGREE = "share_agree"
    SHARE_REFUSE = "share_refuse"
    PROMOTE_CARD = "promote_card"
    ERASE_CARD = "erase_card"
    ERASE_MINE = "erase_mine"
    FIND_NEXT = "find_next"
    FIND_PREVIOUS = "find_previous"
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
    ORIGIN = "origin"


class Refusal(StrEnum):
    """How long something is not wanted, and by whom; values of overflow menus."""

    ONCE = "once"
    WEEK = "week"
    MONTH = "month"
    CHANNEL = "channel"
    PERSON = "person"


# Under this event type the bot's posts carry their outbox key in Slack's message metadata.
METADATA_EVENT = "ba_outbox"
