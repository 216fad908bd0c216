"""Block Kit as the bot uses it: people's words are escaped and bounded on their way in, always.

Thin helpers over ``slack_sdk.models.blocks``, which knows Slack's shapes and most of its limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
    UserMultiSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

Block = dict[str, Any]

SECTION_MOST = 3000
HEADER_MOST = 150
BUTTON_MOST = 75
INPUT_MOST = 3000
_MARKS = str.maketrans("", "", "*`\x00")


def escape(text: str) -> str:
    """A person's words as mrkdwn that pings nobody and links nothing: ``& < >`` are escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\x00", "")


def clip(text: str, most: int) -> str:
    """At most ``most`` characters, cut at a word where one is near, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 0.6 else cut).rstrip() + "…"


def said(text: str, most: int = 600) -> str:
    """A person's words for a block: escaped, and at most ``most`` characters even so."""
    words = escape(clip(" ".join(text.split()) if "\n" not in text else text.strip(), most))
    return _whole(words, most) if words else ""


def plain(text: str) -> str:
    """A person's words for alt texts and notifications, which show marks as they are: without."""
    return " ".join(text.translate(_MARKS).split())


def section(text: str, accessory: InteractiveElement | None = None) -> Block:
    """A section of mrkdwn; words of people in it must have gone through ``said`` already."""
    block = SectionBlock(
        text=MarkdownTextObject(text=_whole(text, SECTION_MOST)), accessory=accessory
    )
    return _plain(block.to_dict())


def fields(texts: Sequence[str]) -> Block:
    """A section of up to ten short columns of mrkdwn."""
    objects = [MarkdownTextObject(text=_whole(text, 2000)) for text in texts[:10]]
    return _plain(SectionBlock(fields=list(objects)).to_dict())


def header(text: str) -> Block:
    """A heading in plain text."""
    return _plain(HeaderBlock(text=PlainTextObject(text=clip(text, HEADER_MOST))).to_dict())


def context(*texts: str) -> Block:
    """A line of small print."""
    elements = [MarkdownTextObject(text=_whole(text, 2000)) for text in texts[:10]]
    return _plain(ContextBlock(elements=list(elements)).to_dict())


def divider() -> Block:
    """A line between blocks."""
    return _plain(DividerBlock().to_dict())


def actions(*elements: InteractiveElement, block_id: str | None = None) -> Block:
    """A row of buttons and menus."""
    return _plain(ActionsBlock(elements=list(elements), block_id=block_id).to_dict())


def button(
    text: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    url: str | None = None,
    confirm: str | None = None,
) -> ButtonElement:
    """A button. ``value`` comes back when it is pressed (2,000 characters at most)."""
    asked = (
        ConfirmObject(title="Are you sure?", text=confirm, confirm="Yes", deny="No")
        if confirm
        else None
    )
    return ButtonElement(
        text=clip(text, BUTTON_MOST),
        action_id=action_id,
        value=value or None,
        style=style,
        url=url,
        confirm=asked,
    )


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> OverflowMenuElement:
    """The "…" menu: (text, value) of each entry."""
    return OverflowMenuElement(action_id=action_id, options=_options(options))


def select(
    action_id: str,
    options: Sequence[tuple[str, str]],
    *,
    initial: str | None = None,
    placeholder: str = "Choose",
) -> StaticSelectElement:
    """A menu of (text, value) to choose one from."""
    choices = _options(options)
    chosen = next((choice for choice in choices if choice.value == initial), None)
    return StaticSelectElement(
        action_id=action_id, options=choices, initial_option=chosen, placeholder=placeholder
    )


def _options(options: Sequence[tuple[str, str]]) -> list[Option]:
    return [
        Option(value=value, text=PlainTextObject(text=clip(text, 75))) for text, value in options
    ]


def text_input(
    block_id: str,
    label: str,
    *,
    initial: str = "",
    hint: str = "",
    placeholder: str = "",
    multiline: bool = False,
    optional: bool = True,
    most: int = INPUT_MOST,
    tell: bool = False,
) -> Block:
    """A question with a text field. The block's id is the field's action id too.

    ``tell``: pressing Enter in it sends an action, with all that the form holds.
    """
    element = PlainTextInputElement(
        action_id=block_id,
        initial_value=initial[:most] or None,
        multiline=multiline,
        max_length=most,
        placeholder=clip(placeholder, 150) or None,
        dispatch_action_config=(
            DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]) if tell else None
        ),
    )
    return _input(block_id, label, element, hint, optional, tell=tell)


def select_input(
    block_id: str,
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    initial: str | None = None,
    hint: str = "",
    optional: bool = True,
    tell: bool = False,
) -> Block:
    """A question with a menu. ``tell``: choosing sends an action, with all that the form holds."""
    element = select(block_id, options, initial=initial)
    return _input(block_id, label, element, hint, optional, tell=tell)


def channel_input(
    block_id: str, label: str, *, hint: str = "", initial: str = "", tell: bool = False
) -> Block:
    """A question for a channel, public or private, that the person is in."""
    element = ConversationSelectElement(
        action_id=block_id,
        placeholder="Choose a channel",
        initial_conversation=initial or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        default_to_current_conversation=None if initial else True,
    )
    return _input(block_id, label, element, hint, False, tell=tell)


def people_input(
    block_id: str, label: str, *, initial: Sequence[str] = (), hint: str = "", most: int = 10
) -> Block:
    """A question for people, none or several."""
    element = UserMultiSelectElement(
        action_id=block_id,
        placeholder="Choose people",
        initial_users=list(initial)[:most] or None,
        max_selected_items=most,
    )
    return _input(block_id, label, element, hint, True)


def date_input(block_id: str, label: str, *, initial: date | None = None, hint: str = "") -> Block:
    """A question for a day."""
    chosen = initial.isoformat() if initial else None
    element = DatePickerElement(action_id=block_id, initial_date=chosen)
    return _input(block_id, label, element, hint, True)


def element_input(
    block_id: str, label: str, element: Any, *, hint: str = "", optional: bool = False
) -> Block:
    """A question with any element of the SDK's; its action id should be the block's id."""
    return _input(block_id, label, element, hint, optional)


def _input(
    block_id: str, label: str, element: Any, hint: str, optional: bool, *, tell: bool = False
) -> Block:
    block = InputBlock(
        block_id=block_id,
        label=PlainTextObject(text=label),
        element=element,
        hint=PlainTextObject(text=hint) if hint else None,
        optional=optional,
        dispatch_action=True if tell else None,
    )
    return _plain(block.to_dict())


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Mapping[str, Any]],
    *,
    submit: str | None = None,
    close: str = "Close",
    private_metadata: str = "",
    notify_on_close: bool = False,
) -> Block:
    """A modal view: title, submit and close have 24 characters at most, blocks are at most 100."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": clip(title, 24)},
        "close": {"type": "plain_text", "text": clip(close, 24)},
        "blocks": list(blocks)[:100],
        "private_metadata": private_metadata[:3000],
        "notify_on_close": notify_on_close,
    }
    if submit is not None:
        view["submit"] = {"type": "plain_text", "text": clip(submit, 24)}
    return view


def _whole(text: str, most: int) -> str:
    """Mrkdwn within Slack's limit, never cut inside an escaped character or a link."""
    if len(text) <= most:
        return text or " "
    cut = text[: most - 1]
    for opening, closing in (("<", ">"), ("&", ";")):
        start = cut.rfind(opening)
        if start > cut.rfind(closing) and len(cut) - start < 500:
            cut = cut[:start]
    return cut + "…"


def _plain(block: Mapping[str, Any]) -> Block:
    return dict(block)
