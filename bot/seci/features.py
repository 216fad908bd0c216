"""A Doc → numbered features for the categorizer: words, cues, signs and some of their pairs.

Every feature is a 64-bit key with a weight. Words weigh less the more there are, so that a long
message does not shout; cues and signs weigh the same in any message.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import NORM, SHAPE, SUFFIX
from spacy.strings import get_string_id
from spacy.tokens import Doc

from .cues.base import FOUND
from .signs import SIGNS
from .skeleton import sentence_starts, skeleton

Keys = npt.NDArray[np.uint64]
Weights = npt.NDArray[np.float32]

_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))
_SUFFIX_SALT, _SHAPE_SALT = np.uint64(0x51ED270B_27D4EB2F), np.uint64(0x2545F491_4F6CDD1D)

_OPENING_SALT, _SENTENCE_SALT = np.uint64(0x6A09E667_F3BCC909), np.uint64(0x3C6EF372_FE94F82B)


@dataclass(frozen=True, slots=True)
class FeatureOptions:
    """Which features are used, and the weight of each group (0 leaves it out)."""

    words: float = 1.0
    bigrams: float = 1.0
    trigrams: float = 0.0
    suffixes: float = 0.0
    shapes: float = 0.0
    cues: float = 1.0
    pairs: float = 0.0
    signs: float = 1.0
    crosses: float = 0.0
    skeletons: float = 0.0
    openings: float = 0.0


def features(doc: Doc, options: FeatureOptions) -> tuple[Keys, Weights]:
    """Give the keys of a Doc's features and their weights (same length, at least one)."""
    rows: list[tuple[Keys, float]] = [(_keys(["bias"]), 1.0)]
    if len(doc):
        rows.extend(_of_words(doc, options))
    cues, signs = cue_names(doc), doc.user_data.get(SIGNS) or []
    if options.cues and cues:
        rows.append((_keys(cues), options.cues))
    if options.pairs and len(cues) > 1:
        rows.append(
            (_keys([f"{a}&{b}" for i, a in enumerate(cues) for b in cues[:i]]), options.pairs)
        )
    if options.signs and signs:
        rows.append((_keys(signs), options.signs))
    if options.crosses and signs and cues:
        told = [sign for sign in signs if sign.startswith(("before:", "who:", "len:"))]
        rows.append((_keys([f"{a}@{b}" for a in cues for b in told]), options.crosses))
    keys = np.concatenate([row for row, _ in rows])
    each = np.array([weight for _, weight in rows], dtype=np.float32)
    return keys, np.repeat(each, [len(row) for row, _ in rows])


def cue_names(doc: Doc) -> list[str]:
    """Give the names of a Doc's cues, each once, sorted."""
    found: list[tuple[str, int, int]] | None = doc.user_data.get(FOUND)
    return sorted({name for name, _, _ in found}) if found else []


def _of_words(doc: Doc, options: FeatureOptions) -> list[tuple[Keys, float]]:
    table: npt.NDArray[Any] = doc.to_array([NORM, SUFFIX, SHAPE])
    words = table[:, 0]
    damp = 1.0 / float(np.sqrt(len(words)))
    rows: list[tuple[Keys, float]] = []
    with np.errstate(over="ignore"):
        if options.words:
            rows.append((np.unique(words), options.words * damp))
        if options.bigrams and len(words) > 1:
            pairs = words[:-1] * _MIX[0] ^ words[1:] * _MIX[1]
            rows.append((pairs, options.bigrams * damp))
        if options.trigrams and len(words) > 2:
            threes = words[:-2] * _MIX[0] ^ words[1:-1] * _MIX[1] ^ words[2:] * _MIX[2]
            rows.append((threes, options.trigrams * damp))
        if options.suffixes:
            rows.append((np.unique(table[:, 1]) ^ _SUFFIX_SALT, options.suffixes * damp))
        if options.shapes:
            rows.append((np.unique(table[:, 2]) ^ _SHAPE_SALT, options.shapes * damp))
        if len(words) > 1:
            bones = skeleton(words, table[:, 1])
            pairs = bones[:-1] * _MIX[2] ^ bones[1:] * _MIX[0]
            threes = pairs[:-1] * _MIX[1] ^ bones[2:]
            if options.skeletons:
                rows.append((pairs, options.skeletons * damp))
                rows.append((threes, options.skeletons * damp))
            if options.openings:
                rows.extend(_openings(bones, pairs, threes, options.openings))
    return rows


def _openings(bones: Keys, pairs: Keys, threes: Keys, weight: float) -> list[tuple[Keys, float]]:
    """Give how the message opens (its first three bones), and how each of its sentences does."""
    first = np.concatenate([bones[:1] * _MIX[1], pairs[:1], threes[:1]]) ^ _OPENING_SALT
    starts = sentence_starts(bones)
    starts = starts[starts < len(pairs)]
    each = np.concatenate([bones[starts] * _MIX[1], pairs[starts]]) ^ _SENTENCE_SALT
    return [(first, weight), (np.unique(each), weight / float(np.sqrt(len(starts) + 1)))]


def _keys(names: list[str]) -> Keys:
    return np.array([_key(name) for name in names], dtype=np.uint64)


@cache
def _key(name: str) -> int:
    """Give the key of a cue or sign; there are some hundreds of them, so they are remembered."""
    return int(get_string_id("ba:" + name))
