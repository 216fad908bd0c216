"""The two pages of ``/ba new``: what for, where, until when; then whom to ask."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk.models.blocks import DatePickerElement, RadioButtonsElement

from bot.ba.building import PEOPLE_MOST, PURPOSE_MOST, Plan
from bot.ba.mix_rules import Chosen
from bot.slack.blocks import (
    Block,
    channel_input,
    divider,
    element_input,
    modal,
    people_input,
    said,
    section,
    text_input,
)
from bot.slack.ids import Callback
from bot.texts import ba_new as texts
from models.card import Card

PURPOSE, CHANNEL, WHERE, ENDS, PEOPLE = (
    "ba_purpose",
    "ba_channel",
    "ba_where",
    "ba_ends",
    "ba_people",
)
WHOLE, THREAD = "whole", "thread"


def plan_form(*, channel_id: str, ends_on: date, in_thread: bool) -> Block:
    """The first page. ``in_thread``: what is proposed, a thread or the whole channel."""
    options = [_option(WHOLE, texts.WHOLE), _option(THREAD, texts.THREAD)]
    where = RadioButtonsElement(
        action_id=WHERE,
        options=options,
        initial_option=options[in_thread],
    )
    ends = DatePickerElement(action_id=ENDS, initial_date=ends_on.isoformat())
    return modal(
        Callback.BA_NEW,
        texts.TITLE,
        [
            section(texts.INTRO),
            text_input(
                PURPOSE,
                texts.PURPOSE,
                hint=texts.PURPOSE_HINT,
                multiline=True,
                optional=False,
                most=PURPOSE_MOST,
            ),
            channel_input(CHANNEL, texts.CHANNEL, hint=texts.CHANNEL_HINT, initial=channel_id),
            element_input(WHERE, texts.WHERE, where, hint=texts.WHERE_HINT),
            element_input(ENDS, texts.ENDS, ends, hint=texts.ENDS_HINT),
        ],
        submit=texts.NEXT,
        close="Cancel",
    )


def _option(value: str, text: str) -> Block:
    return {"value": value, "text": {"type": "plain_text", "text": text}}


def people_form(plan: Plan, chosen: Sequence[Chosen], cards: Mapping[int, Card]) -> Block:
    """The second page: those who are proposed, each with the reason, and the choice."""
    lines = [
        texts.PERSON.format(member=one.member_id, reasons=reasons(one, cards)) for one in chosen
    ]
    listed = [section("\n".join(f"• {line}" for line in lines))] if lines else []
    return modal(
        Callback.BA_NEW_PEOPLE,
        texts.PEOPLE_TITLE,
        [
            section(texts.PEOPLE_INTRO.format(purpose=quoted(plan.purpose))),
            divider(),
            section(texts.PEOPLE_FOUND if chosen else texts.PEOPLE_NONE),
            *listed,
            people_input(
                PEOPLE,
                texts.PEOPLE,
                initial=[one.member_id for one in chosen],
                hint=texts.PEOPLE_HINT,
                most=PEOPLE_MOST,
            ),
        ],
        submit=texts.BEGIN,
        close="Cancel",
        private_metadata=_packed(plan),
    )


def reasons(one: Chosen, cards: Mapping[int, Card]) -> str:
    """Why somebody is proposed: a card, and what they bring that the others do not."""
    card = f"*{said(' '.join(cards[one.trace.card_id].title.split()), 120)}*"
    told = [(texts.FOUND_FOR if one.trace.agreed else texts.WROTE).format(card=card)]
    if one.brings_place:
        told.append(texts.OTHER_PLACE)
    if one.brings_kind:
        told.append(texts.OTHER_KIND.format(kind=texts.KIND_WORDS[one.brings_kind]))
    return "; ".join(told)


def quoted(purpose: str) -> str:
    """A purpose as a quotation of one line."""
    return said(" ".join(purpose.split()), 700)


def _packed(plan: Plan) -> str:
    ends_on = plan.ends_on.isoformat() if plan.ends_on else ""
    packed = [plan.purpose[:PURPOSE_MOST], plan.channel_id, ends_on, plan.in_thread]
    return json.dumps(packed, ensure_ascii=False)


def unpacked(metadata: str) -> Plan:
    """The plan that a second page carries."""
    purpose, channel_id, ends_on, in_thread = json.loads(metadata)
    return Plan(str(purpose), str(channel_id), _day(ends_on), bool(in_thread))


@dataclass(frozen=True, slots=True)
class _Values:
    by_block: Mapping[str, Mapping[str, Any]]

    def of(self, block_id: str, name: str) -> Any:
        return (self.by_block.get(block_id) or {}).get(block_id, {}).get(name)


def _values(view: Mapping[str, Any]) -> _Values:
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    return _Values(values if isinstance(values, Mapping) else {})


def read_plan(view: Mapping[str, Any]) -> Plan:
    """What the first page holds."""
    values = _values(view)
    where = values.of(WHERE, "selected_option") or {}
    return Plan(
        str(values.of(PURPOSE, "value") or "").replace("\x00", ""),
        str(values.of(CHANNEL, "selected_conversation") or ""),
        _day(values.of(ENDS, "selected_date")),
        where.get("value") == THREAD,
    )


def read_people(view: Mapping[str, Any]) -> list[str]:
    """Whom the second page holds."""
    chosen = _values(view).of(PEOPLE, "selected_users")
    return [str(each) for each in chosen] if isinstance(chosen, list) else []


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
