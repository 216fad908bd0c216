import json
import os
from pathlib import Path

import pytest

from training import quality, split
from training.talk import Thread, read_corpus


@pytest.fixture(scope="module")
def corpus() -> list[Thread]:
    return read_corpus()


def chances(corpus: list[Thread]) -> float:
    """Short turns of phrase that two writers may hit on by chance: one in a thousand messages."""
    return sum(len(thread.messages) for thread in corpus) / 1_000


def test_it_is_large_and_wide(corpus: list[Thread]) -> None:
    assert sum(len(thread.messages) for thread in corpus) >= 4_000
    assert len({thread.trade for thread in corpus}) >= 12


def test_every_label_is_there_in_numbers(corpus: list[Thread]) -> None:
    counts = quality.label_counts(corpus)
    total = sum(counts.values())
    assert len(counts) == 5
    assert min(counts.values()) / total >= 0.05
    assert counts["externalization"] / total >= 0.3


def test_verdicts_are_balanced_and_their_insights_written(corpus: list[Thread]) -> None:
    ripe = [thread for thread in corpus if thread.verdict == "ripe"]
    assert 0.25 <= len(ripe) / len(corpus) <= 0.6
    for thread in ripe:
        assert thread.insight, f"{thread.trade}:{thread.line}"
        carrying = sum(message.carries for message in thread.messages)
        assert 1 <= carrying <= 3, f"{thread.trade}:{thread.line}"
    for thread in corpus:
        if thread.verdict == "not":
            assert not any(message.carries for message in thread.messages), (
                f"{thread.trade}:{thread.line}"
            )


def test_no_doubles(corpus: list[Thread]) -> None:
    assert len(quality.exact_doubles(corpus)) <= chances(corpus)
    assert len(quality.near_doubles(corpus)) <= chances(corpus)


def test_folds_keep_trades_whole_and_apart(corpus: list[Thread]) -> None:
    folds = split.folds(corpus)
    assert set().union(*folds) == {thread.trade for thread in corpus}
    assert sum(map(len, folds)) == len(set().union(*folds))
    assert folds == split.folds(list(reversed(corpus)))


def test_no_talk_leaks_between_folds(corpus: list[Thread]) -> None:
    seen: dict[str, int] = {}
    shared = set()
    for number, trades in enumerate(split.folds(corpus)):
        own = {
            shingle
            for thread in corpus
            if thread.trade in trades
            for message in thread.messages
            for shingle in quality.shingles(message.text)
        }
        shared |= {shingle for shingle in own if seen.setdefault(shingle, number) != number}
    assert len(shared) <= chances(corpus)


def test_nothing_is_taken_from_evaluation_talk(corpus: list[Thread]) -> None:
    own = quality.hashed(message.text for thread in corpus for message in thread.messages)
    known = quality.committed_hashes()
    assert len(known) > 1_000
    folder = os.environ.get("BA_EVAL_DIR")
    if folder:
        known |= quality.hashed(_evaluation(Path(folder)))
    assert not own & known


def _evaluation(folder: Path) -> list[str]:
    texts = []
    for name in ("messages.jsonl", "threads.jsonl"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            texts.extend([row.get("text", ""), *(one["text"] for one in row.get("messages", []))])
    return texts
