"""`python -m training`: read the corpus, train, and write the shipped pipeline into
bot/seci/model.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from bot.seci.reader import shipped_model

from . import card, fingerprint, run, talk


def main() -> None:
    """Train and ship; minutes on two cores."""
    mark = fingerprint.fingerprint()
    threads = talk.read_corpus()
    with tempfile.TemporaryDirectory() as temporary:
        print(f"{len(threads)} threads; training, a fold at a time …", flush=True)
        nlp, held, calibration, rules = run.train_all(threads, Path(temporary))
        nlp.meta["name"] = "ba_seci"
        nlp.meta["description"] = "Reads what a chat message does with knowledge (SECI)."
        nlp.meta["license"] = "MIT"
        nlp.meta["performance"] = {}
        nlp.meta["ba_fingerprint"] = mark
        # Where it was trained is nobody's business, and another folder each time.
        nlp.config["paths"] |= {"train": None, "dev": None}
        built = Path(temporary) / "model"
        nlp.to_disk(built)
        (built / "calibration.json").write_text(calibration.to_json() + "\n", encoding="utf-8")
        (built / "ripeness.json").write_text(rules.to_json() + "\n", encoding="utf-8")
        text = card.model_card(threads, held, calibration, rules, mark)
        (built / "model_card.md").write_text(text, encoding="utf-8")
        _replace(shipped_model(), built)
    print(text)


def _replace(old: Path, new: Path) -> None:
    """Put ``new`` in the place of ``old``."""
    if old.exists():
        shutil.rmtree(old)
    shutil.copytree(new, old)


if __name__ == "__main__":
    main()
