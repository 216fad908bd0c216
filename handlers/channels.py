"""``/ba`` and the switches: what the bot does in a channel, and who decides it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.ba.kinds import refresh_kind
from bot.ba.render import LEVEL_OF, status_blocks
from bot.ba.service import pin_kind, switch
from bot.errors import PersonError
from bot.people import fetch_membership
from bot.slack.blocks import escape, section
from bot.slack.ids import Action, Command
from bot.texts import ba as texts
from bot.texts import previewing as preview_texts
from handlers.answers import tell
from handlers.assets import open_assets, open_gaps
from handlers.ba_life import close, draw, reopen, status_of_life
from handlers.ba_new import new
from handlers.context import Ba, Person, action_value, person_of
from handlers.digest import preview
from handlers.helping import practice_report
from handlers.home import opt_in, opt_out
from handlers.kinds import why
from handlers.knows import found, who
from handlers.levers import lever_line, thank_by_command
from handlers.paths import teach
from handlers.pausing import pause, resume
from handlers.previewing import preview_offers
from handlers.producers import produce, producer_blocks
from handlers.vision import open_vision
from handlers.wander import wander
from models.channel import Level, ensure_channel, get_channel
from models.outbox import put

Body = Mapping[str, Any]
Words = Callable[[Ba, Person, str], Awaitable[None]]

_LEVEL_WORDS = {"on": Level.OFFERING, "listen": Level.LISTENING, "off": Level.OFF}


def register(app: AsyncApp, ba: Ba) -> None:
    """Register ``/ba``, the switches and the pin menu."""

    async def on_command(ack: AsyncAck, body: Body) -> None:
        word, _, rest = str(body.get("text") or "").strip().partition(" ")
        answer = COMMANDS.get(word.lower())
        if word.lower() in SLOW:
            # It takes longer than Slack waits, and may not be left in the outbox: see there.
            looking, slow = SLOW[word.lower()]
            await ack(looking)
            await slow(ba, person_of(body), rest.strip())
            return
        if answer is None:
            raise PersonError(texts.UNKNOWN.format(word=escape(word[:40])))
        await answer(ba, person_of(body), rest.strip())
        await ack()

    async def on_switch(ack: AsyncAck, body: Body) -> None:
        action_id = str(body["actions"][0]["action_id"])
        await switch_to(ba, person_of(body), LEVEL_OF[Action(action_id)])
        await ack()

    async def on_pin(ack: AsyncAck, body: Body) -> None:
        await set_kind(ba, person_of(body), action_value(body))
        await ack()

    app.command(Command.BA)(on_command)
    for action in LEVEL_OF:
        app.action(action)(on_switch)
    app.action(Action.PIN_KIND)(on_pin)


async def switch_to(ba: Ba, person: Person, level: Level) -> None:
    """Switch the bot in the channel at hand, for all to see."""
    await _know(ba, person)
    now = ba.clock.now()
    async with ba.sessions.begin() as session:
        before = await get_channel(session, person.workspace_id, person.channel_id)
        was = before.level if before is not None else None
        channel = await switch(
            session, person.workspace_id, person.channel_id, level, by=person.member_id, now=now
        )
        if was != level:
            await put(
                session,
                workspace_id=person.workspace_id,
                kind="switched",
                key=f"switched:{channel.id}:{now.timestamp()}",
                channel_id=channel.id,
                payload={"level": level, "by": person.member_id},
                now=now,
            )
    ba.poke()
    if was == level:
        await tell(ba.gateway, person, texts.LEVELS[level])


async def _know(ba: Ba, person: Person) -> None:
    """Know the person and their membership before a question about it is decided."""
    await fetch_membership(
        ba.sessions,
        ba.gateway,
        person.workspace_id,
        person.channel_id,
        person.member_id,
        ba.clock.now(),
    )


async def set_kind(ba: Ba, person: Person, word: str) -> None:
    """Pin the kind of the channel at hand, or let it be derived."""
    await _know(ba, person)
    async with ba.sessions.begin() as session:
        kind = await pin_kind(
            session,
            person.workspace_id,
            person.channel_id,
            word.lower(),
            by=person.member_id,
            now=ba.clock.now(),
        )
    done = texts.PINNED.format(doing=texts.KIND_NAMES[kind]) if kind else texts.UNPINNED
    await tell(ba.gateway, person, done)


async def _status(ba: Ba, person: Person, _: str) -> None:
    async with ba.sessions.begin() as session:
        channel = await get_channel(session, person.workspace_id, person.channel_id)
    if channel is None or not channel.is_member:
        raise PersonError(texts.NOT_IN_CHANNEL)
    if channel.level == Level.OFF:
        await tell(ba.gateway, person, texts.LEVELS[channel.level], status_blocks(channel))
        return
    await _know(ba, person)
    async with ba.sessions.begin() as session:
        channel = await ensure_channel(session, person.workspace_id, person.channel_id)
        await refresh_kind(session, channel, ba.clock.now())
        life = await status_of_life(session, ba, channel, person)
    people = [*await producer_blocks(ba, person), *await lever_line(ba, person)]
    blocks = [*status_blocks(channel), *life, *people]
    await tell(ba.gateway, person, texts.LEVELS[channel.level], blocks)


def _level(word: str) -> Words:
    async def answer(ba: Ba, person: Person, _: str) -> None:
        await switch_to(ba, person, _LEVEL_WORDS[word])

    return answer


async def _help(ba: Ba, person: Person, _: str) -> None:
    await tell(ba.gateway, person, texts.HELP)


async def _privacy(ba: Ba, person: Person, _: str) -> None:
    words = texts.PRIVACY.format(days=ba.settings.text_days)
    await tell(ba.gateway, person, words, [section(words)])


async def _forget(ba: Ba, person: Person, rest: str) -> None:
    if rest.lower() != "me":
        raise PersonError(texts.UNKNOWN.format(word="forget"))
    await opt_out(ba, person)


async def _remember(ba: Ba, person: Person, _: str) -> None:
    await opt_in(ba, person)


async def _digest(ba: Ba, person: Person, _: str) -> None:
    await preview(ba, person)


COMMANDS: Mapping[str, Words] = {
    "": _status,
    "help": _help,
    "privacy": _privacy,
    "set": set_kind,
    "why": why,
    "on": _level("on"),
    "listen": _level("listen"),
    "off": _level("off"),
    "digest": _digest,
    "pause": pause,
    "resume": resume,
    "forget": _forget,
    "remember": _remember,
    "teach": teach,
    "new": new,
    "close": close,
    "open": reopen,
    "map": draw,
    "practice": practice_report,
    "vision": open_vision,
    "assets": open_assets,
    "gaps": open_gaps,
    "produce": produce,
    "who": who,
    "found": found,
    "thank": thank_by_command,
    "wander": wander,
}
# Answered at once in these words; the rest follows.
SLOW: Mapping[str, tuple[str, Words]] = {"preview": (preview_texts.LOOKING, preview_offers)}
