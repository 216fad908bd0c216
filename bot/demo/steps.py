"""The steps of the demo: what a person does, and how one sees that it happened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.demo.stage import PLAY, TALK_SPEED, Stage
from bot.slack.ids import Action, Callback
from bot.texts import demo as texts
from models.channel import Channel, Level
from models.message import Message
from models.practice import Practice, Review
from playground.client_person import Person
from playground.client_view import find_elements

Message_ = Mapping[str, Any]
# The people of the play who act: who switches on, who makes the card and tries it.
HOST, NEWCOMER = "yuko", "kenji"
CHANNEL = "#orders"
QUESTION = "what do we order when it rains?"


@dataclass(slots=True)
class Turn:
    """What the steps remember of one another."""

    stage: Stage
    host: Person | None = None
    me: Person | None = None
    seen: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """``prepare`` is done by the demo, ``act`` by the newcomer or else by the demo for them.

    ``happened`` gives words for the terminal once it can be seen, else "".
    """

    id: str
    words: tuple[str, str]
    prepare: Callable[[Turn], Awaitable[None]] | None
    act: Callable[[Turn], Awaitable[None]] | None
    happened: Callable[[Turn], Awaitable[str]]
    target: str = ""


async def invite(turn: Turn) -> None:
    """Start the play, hold it, and invite the bot into its channels."""
    await turn.stage.client.play(PLAY, "start")
    await turn.stage.client.play(PLAY, "pause")
    turn.host = await turn.stage.person(HOST)
    turn.me = await turn.stage.person(NEWCOMER)
    for channel in (CHANNEL, "#trying-it", "#figures-and-guides", "#behind-the-till"):
        await turn.host.invite(channel, "app")


async def is_introduced(turn: Turn) -> bool:
    """The bot said who it is where the newcomer is."""
    return turn.me is not None and bool(_with_button(turn.me, CHANNEL, Action.SWITCH_ON))


async def switch_on(turn: Turn) -> None:
    """A member presses Switch on."""
    assert turn.me is not None
    intro = _with_button(turn.me, CHANNEL, Action.SWITCH_ON)
    if intro is not None:
        await turn.me.press(intro, Action.SWITCH_ON)


async def is_on(turn: Turn) -> str:
    """The channel is switched on."""
    async with turn.stage.bot.sessions.begin() as session:
        query = select(Channel).where(Channel.name == "orders", Channel.level == Level.OFFERING)
        channel = await session.scalar(query)
    return "Ba introduced itself in #orders; Kenji switched it on" if channel else ""


async def talk(turn: Turn) -> None:
    """The others switch it on too; the play goes on, faster than life."""
    assert turn.host is not None
    for channel in ("#trying-it", "#figures-and-guides"):
        intro = _with_button(turn.host, channel, Action.SWITCH_LISTEN)
        if intro is not None:
            await turn.host.press(intro, Action.SWITCH_LISTEN)
    await turn.stage.client.clock(speed=TALK_SPEED)
    await turn.stage.client.play(PLAY, "resume")


async def is_read(turn: Turn) -> str:
    """The first thread is over, and each of its messages has a reading."""
    async with turn.stage.bot.sessions.begin() as session:
        query = (
            select(Message.mode, func.count())
            .where(Message.mode.is_not(None))
            .group_by(Message.mode)
            .order_by(Message.mode)
        )
        counts = {str(mode): int(count) for mode, count in await session.execute(query)}
        last = await session.scalar(
            select(Message).where(Message.text.contains("for squirrels on"))
        )
    if last is None or last.mode is None:
        return ""
    await turn.stage.client.play(PLAY, "pause")
    await turn.stage.client.clock(speed=1)
    told = ", ".join(f"{mode} {count}" for mode, count in counts.items())
    return f"{sum(counts.values())} messages read: {told}"


async def ask_kind(turn: Turn) -> None:
    """Somebody asks what kind of place this is."""
    assert turn.me is not None
    await turn.me.command(CHANNEL, "/ba")


async def kind_told(turn: Turn) -> str:
    """The bot said what kind of place it is, and why."""
    async with turn.stage.bot.sessions.begin() as session:
        channel = await session.scalar(select(Channel).where(Channel.name == "orders"))
    if channel is None or not channel.kind or turn.me is None:
        return ""
    shown = _with_button(turn.me, CHANNEL, Action.PIN_KIND)
    return f"#orders is {channel.kind}, {channel.kind_reason}" if shown else ""


async def half_an_hour(turn: Turn) -> None:
    """The thread is quiet for a while."""
    turn.stage.pass_time(timedelta(minutes=35))


async def press_make(turn: Turn) -> None:
    """Somebody takes the offer."""
    assert turn.me is not None
    offer = await _offer(turn)
    if offer is not None:
        await turn.me.press(offer, Action.MAKE_CARD)


async def form_open(turn: Turn) -> str:
    """The form is open, with a draft in it."""
    if turn.me is None or turn.me.modal is None:
        return ""
    view = turn.me.modal
    if view.get("callback_id") != Callback.CARD_FORM:
        return ""
    drafted = _initial(view, "statement")
    turn.seen["title"] = _initial(view, "title")
    return f"offered; the form opened with: “{drafted[:90]}”"


async def submit(turn: Turn) -> None:
    """The draft is completed and kept."""
    assert turn.me is not None
    if turn.me.modal is not None and turn.me.modal.get("callback_id") == Callback.CARD_FORM:
        await turn.me.submit(
            {
                "title": "Rainy evenings: order for squirrels",
                "applies_when": "Rain begins before the evening rush",
            }
        )


async def card_posted(turn: Turn) -> str:
    """The card stands in the thread."""
    card = await _in_thread(turn, Action.TRY_CARD)
    return "the card is posted in the thread" if card else ""


async def press_try(turn: Turn) -> None:
    """Somebody wants to try it."""
    assert turn.me is not None
    card = await _in_thread(turn, Action.TRY_CARD)
    if card is not None:
        await turn.me.press(card, Action.TRY_CARD)


async def trying(turn: Turn) -> str:
    """The review is stored."""
    async with turn.stage.bot.sessions.begin() as session:
        review = await session.scalar(select(Review).where(Review.is_active.is_(True)))
    return "Kenji tries it; Ba will ask in two days" if review else ""


async def two_days(turn: Turn) -> None:
    """Two days pass, until a working hour."""
    turn.stage.pass_time(timedelta(days=2))
    turn.stage.pass_until(None, 11)


async def press_used(turn: Turn) -> None:
    """Somebody answers the nudge."""
    nudge = _nudge(turn, Action.ANSWER_USED)
    if nudge is not None and turn.me is not None:
        await turn.me.press(nudge, Action.ANSWER_USED)


async def used(turn: Turn) -> str:
    """The answer is in the practice log."""
    async with turn.stage.bot.sessions.begin() as session:
        entry = await session.scalar(select(Practice))
    return "two days later Ba asked; Kenji used it" if entry else ""


async def ask(turn: Turn) -> None:
    """Somebody asks the bot."""
    assert turn.me is not None
    await turn.me.post(CHANNEL, f"@ba {QUESTION}")


async def answered(turn: Turn) -> str:
    """The answer shows the card."""
    assert turn.me is not None
    for message in turn.me.messages(CHANNEL):
        if QUESTION in str(message.get("text")):
            for reply in await turn.me.thread(CHANNEL, message["ts"]):
                if reply.get("bot_id") and find_elements(dict(reply), Action.TRY_CARD):
                    return "asked about rain, Ba answered with the card"
    return ""


async def monday(turn: Turn) -> None:
    """The week is over."""
    turn.stage.pass_until(0, 9)


async def digested(turn: Turn) -> str:
    """The digest is posted, with its picture."""
    assert turn.me is not None
    for message in turn.me.messages(CHANNEL):
        is_digest = bool(find_elements(dict(message), Action.DIGEST_MENU))
        if is_digest and any(block["type"] == "image" for block in message["blocks"]):
            return "the weekly digest is posted, with its picture"
    return ""


def _with_button(person: Person, channel: str, action: str) -> dict[str, Any] | None:
    """The newest message in a channel with such a button or menu."""
    for message in reversed(person.messages(channel)):
        if find_elements(message, action):
            return message
    return None


async def _in_thread(turn: Turn, action: str) -> dict[str, Any] | None:
    """The bot's message with such a button in the first thread of the play."""
    assert turn.me is not None
    for parent in turn.me.messages(CHANNEL):
        if parent.get("reply_count"):
            for reply in reversed(await turn.me.thread(CHANNEL, parent["ts"])):
                if find_elements(reply, action):
                    return reply
    return None


async def _offer(turn: Turn) -> dict[str, Any] | None:
    return await _in_thread(turn, Action.MAKE_CARD)


def _nudge(turn: Turn, action: str) -> dict[str, Any] | None:
    assert turn.me is not None
    for channel in turn.me.channels.values():
        if channel.get("is_app_dm"):
            return _with_button(turn.me, channel["id"], action)
    return None


def _initial(view: Mapping[str, Any], block_id: str) -> str:
    for block in view["blocks"]:
        if block.get("block_id") == block_id:
            return str(block["element"].get("initial_value") or "")
    return ""


def _at(action: Action) -> str:
    """The page's mark of a button or menu, for the tour to point at."""
    return f'[data-action="{action}"]'


STEPS = (
    Step("invited", texts.INVITED, None, switch_on, is_on, _at(Action.SWITCH_ON)),
    Step("read", texts.READ, talk, None, is_read),
    Step("kind", texts.KIND, None, ask_kind, kind_told, "composer"),
    Step("offered", texts.OFFERED, half_an_hour, press_make, form_open, _at(Action.MAKE_CARD)),
    Step("form", texts.FORM, None, submit, card_posted, '[data-modal="submit"]'),
    Step("posted", texts.POSTED, None, press_try, trying, _at(Action.TRY_CARD)),
    Step("nudged", texts.NUDGED, two_days, press_used, used, _at(Action.ANSWER_USED)),
    Step("asked", texts.ASKED, None, ask, answered, "composer"),
    Step("digested", texts.DIGESTED, monday, None, digested),
)
