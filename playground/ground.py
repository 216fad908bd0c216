"""All parts of one playground, wired together."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.clock import PlayClock
from playground.delivery.http import HttpSender
from playground.delivery.pump import Pump
from playground.delivery.socket import SocketHub
from playground.events import envelope, events_of, wanted
from playground.faults import Faults
from playground.ids import Ids
from playground.limits import Limits
from playground.manifest import AppManifest
from playground.modals import Views
from playground.model import Fact
from playground.oauth import Client, Tokens
from playground.seed import seeded
from playground.traffic import Traffic
from playground.triggers import ResponseUrls, Triggers
from playground.types import Json
from playground.workspace import Workspace


@dataclass
class Ground:
    """The parts. `scopes` are granted now (from the manifest, changeable by tests)."""

    clock: PlayClock
    workspace: Workspace
    manifest: AppManifest
    scopes: frozenset[str]
    tokens: Tokens
    views: Views
    triggers: Triggers
    response_urls: ResponseUrls
    faults: Faults
    limits: Limits
    traffic: Traffic
    pump: Pump
    client: Client
    secrets: Ids
    base_url: str = ""
    tour: Json | None = None
    app_tokens_scopes: frozenset[str] = field(
        default_factory=lambda: frozenset({"connections:write"})
    )

    def set_base_url(self, url: str) -> None:
        """Tell the parts under which address the server is reached (without a slash at the end)."""
        self.base_url = url
        self.response_urls.base = url
        self.pump.hub.base = url
        self.workspace.files_url = url

    def on_fact(self, fact: Fact) -> None:
        """Send the events that a fact gives rise to."""
        for event in events_of(self.workspace, fact):
            if wanted(self.workspace, self.manifest, self.scopes, event):
                name = str(event.inner["type"])
                self.pump.event(name, envelope(self.workspace, event))

    def app_shape(self, person: str | None = None) -> Json:
        """API.md, App."""
        ws, manifest, pump = self.workspace, self.manifest, self.pump
        direct = ws.direct([person, ws.app_user]) if person else None
        return {
            "id": ws.app_id,
            "name": manifest.name,
            "bot_id": ws.bot_id,
            "bot_user_id": ws.app_user,
            "dm_channel": direct.id if direct else None,
            "installed": ws.installed,
            "home_tab": manifest.home_tab,
            "messages_tab": manifest.messages_tab,
            "messages_writable": manifest.messages_writable,
            "description": manifest.description,
            "color": manifest.color,
            "sockets": pump.hub.count,
            "request_url": pump.http.request_url,
            "connected": pump.connected,
        }


def build_ground(
    manifest: AppManifest, *, seed: int = 1, start: float | None = None, speed: float = 1.0
) -> Ground:
    """A fresh playground. `start`: play time at the beginning (epoch s; None: now); `speed`: of its
    clock.
    """
    clock = PlayClock(start, speed)
    ws = seeded(clock, manifest, seed=seed)
    faults = Faults()
    traffic = Traffic(clock.now)
    ids = ws.ids
    tokens = Tokens(
        bot=f"xoxb-{ids.digits()}-{ids.digits()}-{ids.token()}",
        app=f"xapp-1-{ws.app_id}-{ids.digits()}-{ids.hex(64)}",
        signing=ids.hex(),
    )
    hub = SocketHub(ids, ws.app_id)
    pump = Pump(hub, HttpSender(tokens.signing), clock, faults, traffic)
    ground = Ground(
        clock=clock,
        workspace=ws,
        manifest=manifest,
        scopes=manifest.scopes,
        tokens=tokens,
        views=Views(ws),
        triggers=Triggers(ids, clock.real),
        response_urls=ResponseUrls(ids, clock.real),
        faults=faults,
        limits=Limits(clock.real),
        traffic=traffic,
        pump=pump,
        client=Client(
            id=f"{ids.digits()}.{ids.digits()}",
            secret=ids.hex(),
            redirect_urls=manifest.redirect_urls,
            rotates=manifest.rotates,
        ),
        secrets=ids,
    )
    ws.listeners.append(ground.on_fact)
    return ground
