"""Run ``spacy train`` on labelled utterances with this folder's config, quietly."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.train import train
from spacy.language import Language

from .docs import Labelled, write_docs

CONFIG = Path(__file__).parent / "config.cfg"


def fit(
    learn: Sequence[Labelled],
    check: Sequence[Labelled],
    folder: Path,
    overrides: Mapping[str, Any] | None = None,
    config: Path = CONFIG,
) -> Language:
    """Train on ``learn``; ``check`` is only scored. Write into ``folder``; give the last
    pipeline.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {"paths.train": folder / "train.spacy", "paths.dev": folder / "dev.spacy"}
    write_docs(learn, paths["paths.train"])
    write_docs(check, paths["paths.dev"])
    settings = {key: str(path) for key, path in paths.items()} | dict(overrides or {})
    with contextlib.redirect_stdout(io.StringIO()):
        train(config, folder / "trained", overrides=settings)
    return spacy.load(folder / "trained" / "model-last")
