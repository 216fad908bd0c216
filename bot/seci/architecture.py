"""The categorizer's architecture: a sparse linear model over words, cues and signs, softmax on
top.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model, SparseLinear_v2, chain
from thinc.types import Floats2d

from .features import FeatureOptions, Keys, Weights, features

_KEPT = "ba.features"


@registry.architectures("ba.SparseModes.v1")  # type: ignore[untyped-decorator]
def sparse_modes(
    length: int,
    words: float,
    bigrams: float,
    trigrams: float,
    suffixes: float,
    shapes: float,
    cues: float,
    pairs: float,
    signs: float,
    crosses: float,
    skeletons: float = 0.0,
    openings: float = 0.0,
    nO: int | None = None,
) -> Model[list[Doc], Floats2d]:
    """Make the model: ``length`` buckets to hash into; the rest as in FeatureOptions."""
    options = FeatureOptions(
        words,
        bigrams,
        trigrams,
        suffixes,
        shapes,
        cues,
        pairs,
        signs,
        crosses,
        skeletons,
        openings,
    )
    linear: Model[Any, Any] = SparseLinear_v2(nO=nO, length=length)
    model: Model[list[Doc], Floats2d] = chain(_extract(options), linear, _softmax())
    model.set_ref("output_layer", linear)
    model.attrs["multi_label"] = False
    return model


def _extract(options: FeatureOptions) -> Model[list[Doc], Any]:
    def forward(
        model: Model[Any, Any], docs: list[Doc], is_train: bool
    ) -> tuple[Any, Callable[[Any], Any]]:
        rows = [_remembered(doc, options) if is_train else features(doc, options) for doc in docs]
        lengths = np.array([len(keys) for keys, _ in rows], dtype=np.int32)
        keys = np.concatenate([keys for keys, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        return (keys, weights, lengths), lambda _: []

    return Model("ba_extract", forward)


def _remembered(doc: Doc, options: FeatureOptions) -> tuple[Keys, Weights]:
    """Give a Doc's features, worked out in the first epoch and kept on it for the others."""
    if _KEPT not in doc.user_data:
        doc.user_data[_KEPT] = features(doc, options)
    kept: tuple[Keys, Weights] = doc.user_data[_KEPT]
    return kept


def _softmax() -> Model[Floats2d, Floats2d]:
    """Softmax whose gradient is that of cross-entropy: truthful probabilities, not only the
    order.
    """

    def forward(
        model: Model[Any, Any], scores: Floats2d, is_train: bool
    ) -> tuple[Floats2d, Callable[[Any], Any]]:
        return model.ops.softmax(scores), lambda gradient: gradient

    return Model("ba_softmax", forward)
