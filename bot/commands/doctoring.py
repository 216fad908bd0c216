"""``ba doctor``: look at everything, print each finding, say whether something is wrong."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import Clock, SystemClock
from bot.doctor.findings import Finding, is_well
from bot.doctor.model import Reads, look_at_model
from bot.doctor.slack import look_at_slack
from bot.doctor.stored import look_at_database
from bot.settings import Settings


async def examine(
    settings: Settings,
    say: Callable[[str], None],
    *,
    url: str = "",
    retry: bool = False,
    clock: Clock | None = None,
    load: Callable[[], Reads] | None = None,
) -> bool:
    """Print all findings as they come; True when nothing is wrong."""
    clock = clock or SystemClock()
    findings: list[Finding] = []

    def tell(found: list[Finding]) -> None:
        findings.extend(found)
        for finding in found:
            for line in finding.lines():
                say(line)

    tell(await look_at_slack(settings, clock, url))
    tell(await look_at_database(settings, clock, retry=retry))
    tell([look_at_model(load or _shipped)])
    fine = is_well(findings)
    say("All is well." if fine else "Something is wrong: see the lines with ✗.")
    return fine


def _shipped() -> Reads:
    from bot.seci.reader import load_reader

    return load_reader()
