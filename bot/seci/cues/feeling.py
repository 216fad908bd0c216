"""Feeling: how the work felt.

Feel, taste and empathy pass between people without being argued.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="feeling",
    reason="says how it felt",
    favours=(Mode.SOCIALIZATION,),
    phrases=of(
        """
        i love | i loved | i hate | i hated | loved | hated | scared | afraid | felt | feels |
        feeling | proud | tired | exhausted | i miss | missed it | lost | struggled | struggle |
        frustrating | frustrated | so much fun | exciting | excited | horrible | terrible |
        terrifying | awful | nervous | anxious | panic | panicked | cried | crying | tears | shaking
        | embarrassed | ashamed | lonely | weird | strange | sick of | can't stand | couldn't sleep
        | nightmare | smell | smelled | smelt | sounded | in my bones | goosebumps | honestly |
        relief | relieved | heart | stomach | gut | sorry to hear | hang in there | you're not alone
        | same here | me too | god | hell | enjoyed | enjoy | amazing | scary | painful | stressful
        | stressed | stress | fantastic | gorgeous | beautiful | lovely | inspiring | inspired |
        impressed | impressive | pleased | grateful | happy | sad | bummed | worried sick | crazy |
        insane | fascinating | wonderful | delightful | frustration | frustrations | satisfying |
        rewarding | overwhelmed | overwhelming | intimidating | comfortable with | uncomfortable |
        love this | love that | love the | love how | favorite | favourite | really enjoyed | can't
        wait | looking forward | curious | passionate | burnt out | burned out
        """
    ),
    least=1.3,
)
