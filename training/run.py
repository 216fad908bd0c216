"""Train everything: folds for honest predictions, calibration, ripeness, then the shipped
pipeline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from bot.seci.calibration import Calibration
from bot.seci.pipeline import make_doc
from bot.seci.reader import Reader
from bot.seci.ripeness import RipenessRules, Weights
from bot.seci.types import Mode, Reading

from . import calibrate, ripen, split, stress
from .augment import augment
from .docs import Labelled
from .fit import fit
from .restyle import Style, restyled, style_of
from .talk import Thread

COPIES = 1
STRANGE = 77
"""Seed of the restyling that the calibration is fitted on; training uses others."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What the fold pipelines say of each message of the corpus, none having learned its trade.

    ``strange`` has a row for each message restyled, then one for each restyled and stressed.
    """

    raw: Floats
    strange: Floats
    truth: tuple[Mode, ...]
    readers: tuple[tuple[frozenset[str], Language], ...]


def pairs_of(threads: Sequence[Thread]) -> list[Labelled]:
    """Give every message of ``threads`` with its context and label."""
    return [pair for thread in threads for pair in thread.utterances()]


def own_style(threads: Sequence[Thread]) -> Style:
    """Give the style made of the words of ``threads``."""
    return style_of(threads, stress.common_words(threads))


def held_back(
    threads: Sequence[Thread], folder: Path, overrides: Mapping[str, Any] | None = None
) -> HeldBack:
    """Train once per fold of trades and predict the trades left out; rows in the corpus's order."""
    parts: dict[str, Floats] = {}
    odd: dict[str, Floats] = {}
    odder: dict[str, Floats] = {}
    readers = []
    everyday = own_style(threads)
    for number, trades in enumerate(split.folds(threads)):
        learn = pairs_of([thread for thread in threads if thread.trade not in trades])
        check = pairs_of([thread for thread in threads if thread.trade in trades])
        style = own_style([thread for thread in threads if thread.trade not in trades])
        nlp = fit(augment(learn, COPIES, style), check[:50], folder / f"fold{number}", overrides)
        for trade in trades:
            own = pairs_of([thread for thread in threads if thread.trade == trade])
            parts[trade] = predict(nlp, own)
            odd[trade] = predict(nlp, restyled(own, everyday, STRANGE))
            odder[trade] = predict(nlp, strangest(own, everyday))
        readers.append((trades, nlp))
    order = dict.fromkeys(thread.trade for thread in threads)
    truth = tuple(mode for _, mode in pairs_of(threads))
    raw, *strange = (np.concatenate([by[trade] for trade in order]) for by in (parts, odd, odder))
    return HeldBack(raw, np.concatenate(strange), truth, tuple(readers))


def strangest(pairs: Sequence[Labelled], style: Style) -> list[Labelled]:
    """Give ``pairs`` restyled, and all their uncommon words made up: as far as we can get from
    what was learned. Real talk is further still, and confidence must not outrun it.
    """
    return stress.stressed(restyled(pairs, style, STRANGE + 1), style.common, STRANGE)


def predict(nlp: Language, pairs: Sequence[Labelled]) -> Floats:
    """Give the raw scores of ``pairs``: a row per message, a column per mode."""
    docs = nlp.pipe([make_doc(nlp, utterance) for utterance, _ in pairs])
    return np.array([[doc.cats[mode.value] for mode in Mode] for doc in docs])


def readings_of(
    threads: Sequence[Thread], held: HeldBack, calibration: Calibration
) -> list[list[Reading]]:
    """Read every thread by the pipeline that did not learn its trade."""
    nothing = RipenessRules(Weights(0.0, {}), Weights(0.0, {}), {})
    readers = [(trades, Reader(nlp, calibration, nothing)) for trades, nlp in held.readers]
    out = []
    for thread in threads:
        reader = next(reader for trades, reader in readers if thread.trade in trades)
        out.append(reader.read([utterance for utterance, _ in thread.utterances()]))
    return out


def train_all(
    threads: Sequence[Thread], folder: Path
) -> tuple[Language, HeldBack, Calibration, RipenessRules]:
    """Do the whole training in ``folder``; the last pipeline learns from all trades."""
    held = held_back(threads, folder)
    calibration = calibrate.calibrate(held.strange, held.truth * 2)
    rules = ripen.learn(threads, readings_of(threads, held, calibration))
    everything = pairs_of(threads)
    learn = augment(everything, COPIES, own_style(threads))
    nlp = fit(learn, everything[:50], folder / "all")
    return nlp, held, calibration, rules
