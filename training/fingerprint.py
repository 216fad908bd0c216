"""A hash of everything that decides what is learned: corpus, config, and the code that reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = (
    "training/corpus/*.talk",
    "training/config.cfg",
    "training/augment.py",
    "training/calibrate.py",
    "training/docs.py",
    "training/fit.py",
    "training/restyle.py",
    "training/ripen.py",
    "training/run.py",
    "training/split.py",
    "training/stress.py",
    "training/talk.py",
    "bot/seci/architecture.py",
    "bot/seci/calibration.py",
    "bot/seci/centrality.py",
    "bot/seci/cues/*.py",
    "bot/seci/features.py",
    "bot/seci/normalize.py",
    "bot/seci/pipeline.py",
    "bot/seci/ripeness.py",
    "bot/seci/signs.py",
    "bot/seci/skeleton.py",
)


def fingerprint(root: Path = ROOT) -> str:
    """Give the hash (sha256, hex) over names and contents of the sources, line ends apart."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
