"""Talk for the rules of ba: plain values, told by somebody who knows nothing of their numbers."""

from __future__ import annotations

import random

from bot.ba.axes import Heard
from models.channel import Kind

# How people talk in each kind of place: (what they mostly do, people per thread, seconds between
# messages, length, links).
STORIES = {
    Kind.ORIGINATING: ("socialization", 2, 60, 60, 0.02),
    Kind.DIALOGUING: ("externalization", 5, 90, 140, 0.05),
    Kind.SYSTEMIZING: ("combination", 4, 5000, 500, 0.8),
    Kind.EXERCISING: ("internalization", 1, 9000, 350, 0.3),
}
MODES = ["socialization", "externalization", "combination", "internalization"]


def talk(kind: Kind, seed: int, count: int = 120) -> list[Heard]:
    """Generated talk: three in five messages do what the place is for, the others anything."""
    dice = random.Random(seed)
    mode, people, pause, length, links = STORIES[kind]
    heard, at = [], 0.0
    for number in range(count):
        at += dice.expovariate(1 / pause)
        does = mode if dice.random() < 0.6 else dice.choice([*MODES, "none", None])
        heard.append(
            Heard(
                author=f"U{(number // 10) * 3 + dice.randrange(people)}",
                thread=f"t{number // 10}",
                at=at,
                mode=does,
                length=int(dice.gauss(length, length / 4)),
                links=int(dice.random() < links),
                files=0,
                mentions=int(dice.random() < 0.3),
            )
        )
    return heard


def said(author: str = "U1", thread: str = "t", at: float = 0, **more: object) -> Heard:
    """One message; a clear one of no kind, short, without anything."""
    base = {"mode": None, "length": 20, "links": 0, "files": 0, "mentions": 0}
    return Heard(author, thread, at, **{**base, **more})  # type: ignore[arg-type]
