"""`python -m training.compare [names]`: arrangements side by side, on held-back trades. Slow (an
hour).

Each is trained by ``spacy train`` on three quarters of the trades and judged on the rest, as it
stands and
made stranger (training/restyle.py). Printed as rows of the table in docs/reading.md.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_config
from thinc.api import Config

from bot.seci.metrics import calibration_error, macro_f1
from bot.seci.normalize import normalize
from bot.seci.types import Mode

from . import split
from .augment import STYLED, augment
from .docs import Labelled
from .fit import CONFIG, fit
from .restyle import Style, restyled
from .run import STRANGE, own_style, pairs_of, predict
from .talk import read_corpus

_BOW = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "length": 65536,
    "ngram_size": 1,
    "no_output_layer": False,
}
_CNN = {
    "@architectures": "spacy.TextCatReduce.v1",
    "exclusive_classes": True,
    "use_reduce_first": False,
    "use_reduce_last": False,
    "use_reduce_max": True,
    "use_reduce_mean": True,
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 64,
        "depth": 2,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    },
}
_ENSEMBLE = {
    "@architectures": "spacy.TextCatEnsemble.v2",
    "linear_model": {**_BOW, "ngram_size": 2},
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 64,
            "rows": [2000, 1000, 1000],
            "attrs": ["NORM", "SUFFIX", "SHAPE"],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 64,
            "window_size": 1,
            "maxout_pieces": 3,
            "depth": 2,
        },
    },
}

Change = dict[str, Any]
_EVEN, _AVERAGES = "even", "averages"
"""Changes outside the model: two restyled copies of every mode; spaCy's ``use_averages``."""
VARIANTS: dict[str, tuple[Change, int, bool]] = {
    "spaCy bag-of-words, 1-grams": ({"model": _BOW}, 0, False),
    "spaCy bag-of-words, 1-2-grams": ({"model": {**_BOW, "ngram_size": 2}}, 0, False),
    "spaCy bag-of-words, 1-3-grams": ({"model": {**_BOW, "ngram_size": 3}}, 0, False),
    "spaCy bag-of-words, augmented": ({"model": _BOW}, 1, True),
    "spaCy CNN on HashEmbed": ({"model": _CNN}, 0, False),
    "spaCy ensemble (CNN + 1-2-grams)": ({"model": _ENSEMBLE}, 0, False),
    "ours: words only": ({"cues": 0.0, "signs": 0.0, "skeletons": 0.0, "openings": 0.0}, 0, False),
    "ours: cues and signs only": (
        {
            "words": 0.0,
            "bigrams": 0.0,
            "suffixes": 0.0,
            "shapes": 0.0,
            "skeletons": 0.0,
            "openings": 0.0,
        },
        0,
        False,
    ),
    "ours, not augmented": ({}, 0, False),
    "ours, typos and dropped words": ({}, 1, False),
    "ours (and swapped words, restyled copies)": ({}, 1, True),
    "ours, twice the typos": ({}, 2, True),
    "ours, without skeletons": ({"skeletons": 0.0}, 1, True),
    "ours, without suffixes and shapes": ({"suffixes": 0.0, "shapes": 0.0}, 1, True),
    "ours, without bigrams": ({"bigrams": 0.0}, 1, True),
    "ours, with trigrams": ({"trigrams": 3.0}, 1, True),
    "ours, without cues": ({"cues": 0.0}, 1, True),
    "ours, without signs": ({"signs": 0.0}, 1, True),
    "ours, with pairs of cues": ({"pairs": 0.5}, 1, True),
    "ours, with cues × signs": ({"crosses": 0.5}, 1, True),
    "ours, as many copies of every mode": ({_EVEN: True}, 1, True),
    "ours, weights not averaged over the steps": ({_AVERAGES: False}, 1, True),
    "ours, 16,384 buckets": ({"length": 16384}, 1, True),
    "ours, 65,536 buckets": ({"length": 65536}, 1, True),
}
"""Name → change of the config's model, altered copies of each message, and whether of strange ones
too."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What arrangements learn from and are judged on."""

    learn: list[Labelled]
    check: list[Labelled]
    strange: list[Labelled]
    style: Style


def ground() -> Ground:
    """Hold back the first of four folds of trades."""
    threads = read_corpus()
    held = split.folds(threads, 4)[0]
    rest = [thread for thread in threads if thread.trade not in held]
    check = pairs_of([thread for thread in threads if thread.trade in held])
    odd = [
        pair
        for pair in restyled(check, own_style(threads), STRANGE)
        if normalize(pair[0].said.text)
    ]
    return Ground(pairs_of(rest), check, odd, own_style(rest))


def main(names: Sequence[str]) -> None:
    """Train and judge the named arrangements (all by default), a row each."""
    on = ground()
    print("| arrangement | F1 | made stranger | its calibration error | docs/s | training s |")
    print("|---|---|---|---|---|---|", flush=True)
    for name in names or VARIANTS:
        print(f"| {name} | {_row(name, on)} |", flush=True)


def _row(name: str, on: Ground) -> str:
    change, copies, odd = VARIANTS[name]
    copied = dict.fromkeys(Mode, 2) if _EVEN in change else STYLED
    learn = augment(on.learn, copies, on.style if odd else None, copied)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        start = time.perf_counter()
        nlp = fit(learn, on.check[:50], folder, config=_config(change, folder))
        trained = time.perf_counter() - start
    start = time.perf_counter()
    plain, _ = _judge(nlp, on.check)
    speed = len(on.check) / (time.perf_counter() - start)
    strange, error = _judge(nlp, on.strange)
    return f"{plain:.3f} | {strange:.3f} | {error:.3f} | {speed:,.0f} | {trained:.0f}"


def _judge(nlp: Language, pairs: list[Labelled]) -> tuple[float, float]:
    raw = predict(nlp, pairs)
    labels = [mode.value for mode in Mode]
    guess = [labels[best] for best in raw.argmax(axis=1)]
    truth = [mode.value for _, mode in pairs]
    right = [t == g for t, g in zip(truth, guess, strict=True)]
    return macro_f1(truth, guess), calibration_error(right, raw.max(axis=1).tolist())


def _config(change: Change, folder: Path) -> Path:
    config: Config = load_config(CONFIG, interpolate=False)
    textcat = config["components"]["textcat"]
    if "model" in change:
        textcat["model"] = change["model"]
    else:
        outside = {_EVEN, _AVERAGES}
        textcat["model"].update({k: v for k, v in change.items() if k not in outside})
    config["training"]["optimizer"]["use_averages"] = change.get(_AVERAGES, True)
    config.to_disk(folder / "config.cfg")
    return folder / "config.cfg"


if __name__ == "__main__":
    main(sys.argv[1:])
