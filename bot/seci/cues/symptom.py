"""Symptom: something fails.

A bare symptom is a recorded fact; with attempts it becomes practice.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="symptom",
    reason="reports a fault",
    favours=(
        Mode.COMBINATION,
        Mode.INTERNALIZATION,
    ),
    phrases=of(
        """
        error | errors | fails | failing | failed | failure | exception | crash | crashes | crashed
        | crashing | broken | broke | stuck | hang | hangs | hanging | warning | alarm | missing |
        can't | cannot | couldn't | unable to | won't | doesn't start | does not start | timeout |
        times out | timed out | leak | leaking | slow | slower | wrong | bug | bugs | denied | not
        found | no longer | stopped working | stopped | problem | problems | issue | issues |
        trouble | down again | again | faulty | red | complaint
        """
    ),
    least=1.0,
)
