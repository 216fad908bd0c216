"""Pairing: offers or asks to watch, show, sit beside.

Apprenticeship passes tacit knowledge by being there.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="pairing",
    reason="offers or asks to learn side by side",
    favours=(Mode.SOCIALIZATION,),
    phrases=of(
        """
        shadow | shadowing | sit with | sit in | sit next to | sit beside | watch you | watch how |
        come along | tag along | come by | come and see | come and watch | come watch | show me |
        show you | shows you | i can show | happy to show | pair with | pair on | pairing | stand
        next to | stand beside | ride along | walk you through | walk me through | side by side | by
        my side | next to me | next to you | bring you | join me | join you | can i come | come over
        | visit | hand over hand | teach me | teach you | learn from you | from watching | watching
        him | watching her | watching you | taught me
        """
    ),
    least=1.3,
)
