"""The trained pipeline: does it load, and does it read."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.doctor.findings import Finding, well, wrong
from bot.seci.types import Mode, Reading, Said, Utterance

_TRY = "It is like riding a bicycle: once you slow down, you fall."


class Reads(Protocol):
    """What is needed of a reader here."""

    def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        """Read messages."""
        ...


def look_at_model(load: Callable[[], Reads]) -> Finding:
    """Load the reader and let it read a sentence of ours."""
    subject = "Model"
    begun = time.perf_counter()
    try:
        reading = load().read([Utterance(Said(_TRY))])[0]
    except Exception as error:
        # Whatever is wrong with it, the bot cannot start: the type of the error says most.
        todo = "Install Ba again; in a source tree, train one: python -m training."
        return wrong(subject, f"does not load or read ({type(error).__name__}).", todo)
    if set(reading.scores) != set(Mode):
        return wrong(subject, "reads other modes than Ba knows.", "Install Ba again.")
    took = time.perf_counter() - begun
    return well(subject, f"loads and reads ({took:.1f} s).")
