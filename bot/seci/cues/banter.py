"""Joke, laughter, emoji.

Play keeps a group warm, but moves no knowledge by itself.
"""

from __future__ import annotations

from spacy.language import Language

from ..types import Mode
from .base import CueSpec, PhraseCue, of

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


@Language.factory("ba_cue_banter")
def create(nlp: Language, name: str) -> PhraseCue:
    """Make the component that finds this cue."""
    return PhraseCue(nlp, SPEC)
