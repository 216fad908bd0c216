"""Forms and Home: checked, stacked, updated, published, with a real Bolt app behind."""

from __future__ import annotations

from typing import Any

import pytest

from playground.client import PlaygroundError
from playground.client_view import texts
from playground.harness import Playground
from playground.types import Json
from tests.playground.interactions.app import BUTTONS, App, fails, form, opened, plain


async def test_a_form_is_checked_and_sent(place: Playground, app: App, mari: Any) -> None:
    view = await opened(place, app, mari)
    assert view["root_view_id"] == view["id"]
    count = len(app.got)
    empty = await mari.submit()
    assert empty["errors"] == {"name": "Please complete this required field."}
    assert (await mari.submit({"name": "x" * 11}))["response_action"] == "errors"
    assert len(app.got) == count
    app.answer = {"response_action": "errors", "errors": {"name": "Taken"}}
    assert (await mari.submit({"name": "x"}))["errors"] == {"name": "Taken"}
    assert mari.modal
    app.answer = {}
    done = await mari.submit({"name": "Lamp", "kind": "b"})
    assert done["modals"] == []
    values = app.last["view"]["state"]["values"]
    assert values["name"]["name"] == {"type": "plain_text_input", "value": "Lamp"}
    assert values["kind"]["kind"]["selected_option"]["value"] == "b"
    assert app.last["view"]["private_metadata"] == "kept"
    assert app.last["view"]["hash"] == view["hash"]
    await place.client.until(lambda: mari.modal is None)


async def test_initial_values_count_until_touched(place: Playground, app: App, mari: Any) -> None:
    await opened(place, app, mari)
    await mari.submit({"name": "x"})
    values = app.last["view"]["state"]["values"]
    assert values["kind"]["kind"]["selected_option"]["value"] == "a"
    await opened(place, app, mari)
    await mari.submit({"name": "x", "kind": None})
    assert app.last["view"]["state"]["values"]["kind"]["kind"]["selected_option"] is None


async def test_stack_of_forms(place: Playground, app: App, mari: Any) -> None:
    await opened(place, app, mari, notify_on_close=True)
    for depth in (2, 3):
        app.answer = {
            "response_action": "push",
            "view": form(notify_on_close=True, external_id=f"e{depth}"),
        }
        assert len((await mari.submit({"name": "x"}))["modals"]) == depth
    with pytest.raises(PlaygroundError, match="push_limit_reached"):
        await mari.submit({"name": "x"})
    app.answer = {"response_action": "update", "view": form(title=plain("Changed"))}
    await mari.submit({"name": "x"})
    await place.client.until(lambda: mari.modal and "Changed" in texts(mari.modal))
    app.answer = {}
    app.got.clear()
    await mari.close_view()
    await place.idle()
    assert len(mari.modals) == 2
    await mari.close_view(clear=True)
    await place.idle()
    assert mari.modals == []
    assert [b["type"] for b in app.got] == ["view_closed"] * 2
    assert [b["is_cleared"] for b in app.got] == [True, True]


async def test_clear(place: Playground, app: App, mari: Any) -> None:
    await opened(place, app, mari)
    app.answer = {"response_action": "push", "view": form()}
    await mari.submit({"name": "x"})
    app.answer = {"response_action": "clear"}
    assert (await mari.submit({"name": "x"}))["modals"] == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nosuch": "x"}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
    ],
)
async def test_wrong_answers_keep_the_form(
    place: Playground, app: App, mari: Any, answer: Json
) -> None:
    await opened(place, app, mari)
    app.answer = answer
    with pytest.raises(PlaygroundError, match="trouble connecting"):
        await mari.submit({"name": "x"})
    assert mari.modal


async def test_triggers(place: Playground, app: App, mari: Any) -> None:
    views = app.client
    await mari.global_shortcut("go")
    trigger = app.last["trigger_id"]
    await views.views_open(trigger_id=trigger, view=form())
    assert await fails(views.views_open(trigger_id=trigger, view=form())) == "exchanged_trigger_id"
    place.ground.triggers.life = -1.0
    await mari.global_shortcut("go")
    late = app.last["trigger_id"]
    assert await fails(views.views_open(trigger_id=late, view=form())) == "expired_trigger_id"
    place.ground.triggers.life = 3.0
    await mari.global_shortcut("go")
    fresh = app.last["trigger_id"]
    assert await fails(views.views_push(trigger_id=fresh, view=form())) == "not_found"


async def test_updates_and_their_hash(place: Playground, app: App, mari: Any) -> None:
    views = app.client
    view = await opened(place, app, mari, external_id="mine")
    changed = await views.views_update(view_id=view["id"], hash=view["hash"], view=form())
    assert changed["view"]["hash"] != view["hash"]
    old = views.views_update(view_id=view["id"], hash=view["hash"], view=form())
    assert await fails(old) == "hash_conflict"
    by_name = await views.views_update(
        external_id="", view_id=view["id"], view=form(external_id="n")
    )
    assert by_name["view"]["external_id"] == "n"
    await views.views_update(external_id="n", view=form(external_id="n"))
    await mari.global_shortcut("go")
    twice = views.views_open(trigger_id=app.last["trigger_id"], view=form(external_id="n"))
    assert await fails(twice) == "duplicate_external_id"
    await mari.close_view(clear=True)
    assert await fails(views.views_update(view_id=view["id"], view=form())) == "not_found"


async def test_home(place: Playground, app: App, mari: Any) -> None:
    home: Json = {"type": "home", "blocks": [BUTTONS[0], BUTTONS[1]]}
    first = await app.client.views_publish(user_id=mari.id, view=home)
    await place.client.until(lambda: mari.home)
    old = first["view"]["hash"]
    await app.client.views_publish(user_id=mari.id, view=home, hash=old)
    assert (
        await fails(app.client.views_publish(user_id=mari.id, view=home, hash=old))
        == "hash_conflict"
    )
    await mari.press(mari.home, "yes")
    assert app.last["container"] == {"type": "view", "view_id": first["view"]["id"]}
    assert app.last["view"]["type"] == "home"
    assert "response_url" not in app.last
    place.ground.manifest.home_tab = False
    assert await fails(app.client.views_publish(user_id=mari.id, view=home)) == "not_enabled"
