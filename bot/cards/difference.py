"""A readable difference of two texts, word by word, as mrkdwn. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.slack.blocks import escape

# Lines and words; each line's end is a word of its own, since signs cannot span lines.
_WORD = re.compile(r"\n|[^\s]+")
# A run of words is cut so that even escaped (five characters for each "&") it fits in a section.
RUN_MOST = 500
CHUNK_MOST = 2900


def difference(before: str, after: str) -> list[str]:
    """What left is struck out, what came is bold, the rest stands: mrkdwn in pieces.

    Each piece fits in one section (3,000 characters) and is escaped: people's words do nothing.
    """
    return list(_chunks(_runs(before, after)))


def _runs(before: str, after: str) -> Iterator[str]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag in ("replace", "delete"):
            yield from _marked(old[a:b], "~")
        if tag in ("replace", "insert"):
            yield from _marked(new[c:d], "*")
        if tag == "equal":
            yield from _marked(new[c:d], "")


def _marked(words: list[str], sign: str) -> Iterator[str]:
    for line in _lines(words):
        text = escape(_tame(line, sign))
        yield "\n" if line == "\n" else f"{sign}{text}{sign}"


def _tame(line: str, sign: str) -> str:
    # A sign inside the words would end the marking early.
    return line.replace(sign, {"~": "∼", "*": "∗"}[sign]) if sign else line


def _lines(words: list[str]) -> Iterator[str]:
    """Runs of words on one line, none longer than RUN_MOST characters, and the lines' ends."""
    run = ""
    for word in words:
        pieces = [word[n : n + RUN_MOST] for n in range(0, len(word), RUN_MOST)]
        for piece in pieces:
            if piece == "\n" or len(run) + len(piece) >= RUN_MOST:
                if run:
                    yield run
                run = ""
            if piece == "\n":
                yield piece
            else:
                run = f"{run} {piece}" if run else piece
    if run:
        yield run


def _chunks(runs: Iterator[str]) -> Iterator[str]:
    chunk = ""
    for run in runs:
        if len(chunk) + len(run) + 1 > CHUNK_MOST:
            yield chunk
            chunk = ""
        space = "" if not chunk or chunk.endswith("\n") or run == "\n" else " "
        chunk += space + run
    if chunk.strip():
        yield chunk
