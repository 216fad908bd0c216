"""Figures: measures, versions, dates and counts.

Recorded numbers are explicit knowledge.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="figures",
    reason="reports figures",
    favours=(Mode.COMBINATION,),
    phrases=of(
        """
        percent | % | kg | km | mm | cm | ms | gb | mb | kb | litres | liters | ml | mg | hours |
        minutes | seconds | degrees | version | ref | total | average | mean | median | count | per
        day | per week | per hour | so far | in total | out of | up from | down from | vs last | as
        of | times | rows | pieces | pcs | units | batch | serial | order no | figures | numbers |
        reading | readings | results | list | invoice
        """
    ),
)
