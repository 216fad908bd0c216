"""Home's practice buttons: my practice times, send me my log, erase my log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.practice.experiment_render import notice
from bot.practice.experiments import zone_of
from bot.practice.log import erase_log, export_log
from bot.practice.times import read_times, times_form, times_of
from bot.slack.ids import Action, Callback
from bot.texts import sharing as texts
from handlers.answers import tell
from handlers.context import Person, person_of
from handlers.home import show_home
from models.rhythm import get_rhythm, set_rhythm

if TYPE_CHECKING:
    from handlers.context import Ba

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register Home's practice buttons."""

    async def on_times(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = person_of(body)
        view = await open_times(ba, person)
        await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)
        await ack()

    async def on_keep(ack: AsyncAck, body: dict[str, Any]) -> None:
        errors = await keep_times(ba, body)
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        await ack(response_action="update", view=notice(texts.TIMES_KEPT))
        await show_home(ba, person_of(body))

    async def on_export(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await send_log(ba, person_of(body))

    async def on_erase(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            await erase_log(session, person.workspace_id, person.member_id, ba.clock.now())
        await ack()
        ba.poke()
        await tell(ba.gateway, person, texts.ERASED)
        await show_home(ba, person)

    app.action(Action.PRACTICE_TIMES.value)(on_times)
    app.view(Callback.TIMES_FORM.value)(on_keep)
    app.action(Action.EXPORT_PRACTICE.value)(on_export)
    app.action(Action.ERASE_PRACTICE.value)(on_erase)


async def open_times(ba: Ba, person: Person) -> dict[str, Any]:
    """The form for somebody's own times, filled in."""
    who = (person.workspace_id, person.member_id)
    async with ba.sessions() as session:
        rhythm = await get_rhythm(session, *who)
        zone = await zone_of(session, *who, ba.settings)
    return times_form(times_of(rhythm, ba.settings), zone, ba.clock.now())


async def keep_times(ba: Ba, body: Body) -> dict[str, str]:
    """Keep somebody's own times; what is wrong with them, by field."""
    person = person_of(body)
    who = (person.workspace_id, person.member_id)
    async with ba.sessions.begin() as session:
        zone = await zone_of(session, *who, ba.settings)
        times, errors = read_times(body["view"]["state"]["values"], zone, ba.clock.now())
        if times is not None:
            await set_rhythm(
                session,
                *who,
                begins=times.begins,
                ends=times.ends,
                days=times.days,
                away_until=times.away_until,
            )
    return errors


async def send_log(ba: Ba, person: Person) -> None:
    """Send somebody their practice log as a file, in a direct message."""
    async with ba.sessions() as session:
        log = await export_log(session, person.workspace_id, person.member_id)
    if log is None:
        await tell(ba.gateway, person, texts.EMPTY_LOG)
        return
    channel_id = await ba.gateway.open_direct(person.member_id)
    await ba.gateway.send_file(channel_id, "my-practice.json", log, texts.EXPORTED)
