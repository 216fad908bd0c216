"""Joke, laughter, emoji.

Play keeps a group warm, but moves no knowledge by itself.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="banter",
    reason="jokes or plays",
    favours=(Mode.NONE,),
    phrases=of(
        """
        lol | haha | hahaha | ha | hehe | heh | rofl | lmao | xd | xxemoji | joke | joking | kidding
        | just kidding | jk | :p | meh | yay | woohoo | hooray | yum | oops | whoops | ugh | argh |
        damn | omg | wtf | cake | biscuits | cat | bet
        """
    ),
)
