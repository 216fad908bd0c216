"""How a message was read, and why, in plain words; and the question what it really does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.seci.pipeline import SPECS
from bot.seci.types import Mode
from bot.slack.blocks import Block, context, divider, modal, said, section, select_input
from bot.slack.ids import Callback
from bot.texts import reading as texts
from models.message import Message

QUOTED = 140


def reading_form(messages: Sequence[Message], *, because: Sequence[str] = ()) -> Block:
    """The form for some messages. ``because``: why a thread was offered, if that was asked."""
    blocks: list[Block] = []
    if because:
        blocks.append(section(texts.WHY_REASONS.format(reasons=said(", ".join(because)))))
    for message in messages:
        blocks += [*([divider()] if blocks else []), *_message(message)]
    blocks.append(context(texts.LEARNS))
    title = texts.WHY_TITLE if because else texts.TITLE
    return modal(Callback.READING_FORM, title, blocks, submit=texts.SUBMIT, close=texts.CLOSE)


def _message(message: Message) -> list[Block]:
    mode = texts.MODES[message.mode or Mode.NONE]
    sure = texts.SURE if message.confident else texts.UNSURE
    lines = [texts.READ_AS.format(mode=mode, sure=sure), _reasons(message)]
    quoted = [context(f"“{said(message.text, QUOTED)}”")] if message.text else []
    question = select_input(
        f"{message.channel_id}:{message.ts}",
        texts.QUESTION,
        [(texts.MODES[each], each) for each in Mode],
        initial=message.mode,
        optional=False,
    )
    return [*quoted, section("\n".join(lines)), question]


def _reasons(message: Message) -> str:
    known = {spec.name: spec.reason for spec in SPECS}
    reasons = list(dict.fromkeys(known[name] for name in message.cues if name in known))
    return texts.BECAUSE.format(reasons=", ".join(reasons[:4])) if reasons else texts.NO_REASON


def answers_of(values: Mapping[str, Any]) -> list[tuple[str, str, Mode]]:
    """(channel, ts, mode) of each question answered in the form."""
    answers = []
    for block_id, value in values.items():
        channel_id, _, ts = block_id.partition(":")
        if ts and value in set(Mode):
            answers.append((channel_id, ts, Mode(value)))
    return answers
