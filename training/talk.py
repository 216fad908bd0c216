"""The corpus: parse ``.talk`` files (format in training/corpus/README.md) into threads and
messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.seci.errors import BadLineError
from bot.seci.types import Mode, Said, Utterance

CORPUS = Path(__file__).parent / "corpus"
MODES = {
    "s": Mode.SOCIALIZATION,
    "e": Mode.EXTERNALIZATION,
    "c": Mode.COMBINATION,
    "i": Mode.INTERNALIZATION,
    "n": Mode.NONE,
}
VERDICTS = frozenset({"ripe", "maybe", "not"})
CONTEXT = 3
"""How many messages before it are read with a message."""

_HEADER = re.compile(r"^## (\w+) \| ?(.*)$")
_MESSAGE = re.compile(r"^(\S+) ([seicn])([*~]*)(?: (.*))?$")


@dataclass(frozen=True, slots=True)
class Message:
    """One labelled message. ``carries``: holds the thread's insight; ``figurative``: a metaphor."""

    author: str
    mode: Mode
    text: str
    carries: bool = False
    figurative: bool = False

    @property
    def said(self) -> Said:
        """The message as reading sees it."""
        return Said(self.text, self.author)


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread of one trade: its verdict (ripe, maybe, not), its messages, its insight if any."""

    trade: str
    line: int
    verdict: str
    setting: str
    messages: tuple[Message, ...]
    insight: str = ""

    def utterances(self) -> Iterator[tuple[Utterance, Mode]]:
        """Give each message with its context, and its label."""
        said = [message.said for message in self.messages]
        for index, message in enumerate(self.messages):
            context = tuple(said[max(0, index - CONTEXT) : index])
            yield Utterance(said[index], context), message.mode


def read_corpus(folder: Path = CORPUS) -> list[Thread]:
    """Read every ``.talk`` file of ``folder``, in the order of their names."""
    return [thread for path in sorted(folder.glob("*.talk")) for thread in read_file(path)]


def read_file(path: Path) -> list[Thread]:
    """Read one trade's file; raise BadLineError where it breaks the format."""
    return parse(path.read_text(encoding="utf-8"), path.stem)


def parse(text: str, trade: str) -> list[Thread]:
    """Parse a trade's talk."""
    threads: list[Thread] = []
    block: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## ") and block:
            threads.append(_thread(block, trade))
            block = []
        if line.strip():
            block.append((number, line))
    if block:
        threads.append(_thread(block, trade))
    return threads


def _thread(block: list[tuple[int, str]], trade: str) -> Thread:
    number, line = block[0]
    header = _HEADER.match(line)
    if header is None or header.group(1) not in VERDICTS:
        raise BadLineError(number, f"{trade}: not a thread's header (## ripe|maybe|not | setting)")
    messages: list[Message] = []
    insight = ""
    for at, raw in block[1:]:
        if raw == "|" or raw.startswith("| "):
            if not messages:
                raise BadLineError(at, f"{trade}: continues nothing")
            messages[-1] = _longer(messages[-1], raw[2:])
        elif raw.startswith("= "):
            insight = raw[2:].strip()
        else:
            messages.append(_message(at, raw, trade))
    if not messages:
        raise BadLineError(number, f"{trade}: a thread without messages")
    return Thread(trade, number, header.group(1), header.group(2), tuple(messages), insight)


def _message(number: int, raw: str, trade: str) -> Message:
    match = _MESSAGE.match(raw)
    if match is None:
        raise BadLineError(number, f"{trade}: not a message (Author label text)")
    author, letter, flags, text = match.groups()
    return Message(author, MODES[letter], text or "", "*" in flags, "~" in flags)


def _longer(message: Message, line: str) -> Message:
    text = f"{message.text}\n{line}"
    return Message(message.author, message.mode, text, message.carries, message.figurative)
