"""How the bot shows a channel's state: the introduction, and the answer to ``/ba``."""

from __future__ import annotations

from slack_sdk.models.blocks import InteractiveElement

from bot.ba.conduct import CONDUCT
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, context, section, select
from bot.slack.ids import Action
from bot.texts import ba as texts
from models.channel import Channel, Kind, Level

_BUTTONS = {
    Level.OFFERING: (texts.SWITCH_ON, Action.SWITCH_ON),
    Level.LISTENING: (texts.SWITCH_LISTEN, Action.SWITCH_LISTEN),
    Level.OFF: (texts.SWITCH_OFF, Action.SWITCH_OFF),
}
LEVEL_OF = {
    Action.SWITCH_ON: Level.OFFERING,
    Action.SWITCH_LISTEN: Level.LISTENING,
    Action.SWITCH_OFF: Level.OFF,
}


def introduction_blocks(
    settings: Settings, *, is_shared: bool, with_switch: bool = True
) -> list[Block]:
    """Who the bot is, what it would read and keep, and (until somebody used it) the switch."""
    text = texts.INTRODUCTION.format(
        days=settings.text_days, posts=_times(settings.posts_per_channel_per_day)
    )
    blocks = [section(text)]
    if is_shared:
        blocks.append(section(texts.SHARED_NOTE))
    if not with_switch:
        return [section(texts.INTRODUCTION_DONE), context(texts.INTRODUCTION_MORE)]
    on = button(texts.SWITCH_ON, Action.SWITCH_ON, style="primary")
    listen = button(texts.SWITCH_LISTEN, Action.SWITCH_LISTEN)
    return [*blocks, actions(on, listen), context(texts.INTRODUCTION_MORE)]


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def status_blocks(channel: Channel) -> list[Block]:
    """What the bot does in a channel, what kind of place it is and why, and the switches."""
    level = Level(channel.level)
    blocks = [section(texts.LEVELS[level])]
    if level != Level.OFF:
        blocks.append(section(kind_sentence(channel)))
    others = [_switch(each) for each in _BUTTONS if each != level]
    blocks.append(actions(*others, pin_menu(channel)))
    blocks.append(context(texts.INTRODUCTION_MORE))
    return blocks


def _switch(level: Level) -> InteractiveElement:
    confirm = texts.CONFIRM_OFF if level == Level.OFF else None
    return button(*_BUTTONS[level], confirm=confirm)


def pin_menu(channel: Channel) -> InteractiveElement:
    """The menu that pins a channel's kind."""
    options = [(texts.PIN_NONE, "auto"), *((_choice(kind), str(kind)) for kind in Kind)]
    return select(
        Action.PIN_KIND,
        options,
        initial=channel.pinned_kind or "auto",
        placeholder=texts.PIN_LABEL,
    )


def kind_sentence(channel: Channel) -> str:
    """What kind of place a channel is, why the bot thinks so, and what follows from it."""
    if not channel.conduct_kind:
        return (
            f"{texts.KIND_UNKNOWN} ({channel.kind_reason})"
            if channel.kind_reason
            else texts.KIND_UNKNOWN
        )
    kind = Kind(channel.conduct_kind)
    why = texts.KIND_PINNED if channel.pinned_kind else f"I think so {channel.kind_reason}."
    assert kind in CONDUCT
    said = {"kind": kind, "why": why, "conduct": texts.KIND_CONDUCT[kind]}
    return texts.KIND_IS.format(doing=texts.KIND_NAMES[kind], **said)


def _choice(kind: Kind) -> str:
    doing = texts.KIND_NAMES[kind]
    return texts.KIND_CHOICE.format(doing=doing[:1].upper() + doing[1:], kind=kind)
