"""The model card: what the shipped pipeline learned from, how well it does, where it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.seci.calibration import Calibration
from bot.seci.metrics import calibration_error, f1_of, macro_f1
from bot.seci.ripeness import RipenessRules
from bot.seci.types import Mode

from .run import HeldBack
from .talk import Thread


def model_card(
    threads: Sequence[Thread],
    held: HeldBack,
    calibration: Calibration,
    rules: RipenessRules,
    mark: str,
) -> str:
    """Write the card in Markdown; ``mark`` is the fingerprint."""
    truth = [mode.value for mode in held.truth]
    shares = [
        calibration.apply(dict(zip((m.value for m in Mode), row, strict=True)))
        for row in held.raw.tolist()
    ]
    guess = [max(share, key=share.__getitem__).value for share in shares]
    right = [t == g for t, g in zip(truth, guess, strict=True)]
    sure = [max(share.values()) for share in shares]
    counts = Counter(truth)
    lines = [
        "# Model card: ba_seci",
        "",
        "Reads what a message in team chat mainly does with knowledge: socialization,",
        "externalization, combination, internalization, or none. A spaCy pipeline: tokenizer, cue",
        "detectors, a sparse linear categorizer over words, cues and signs of context; calibrated;",
        "it abstains below a threshold.",
        "",
        f"- Learned from: this project's own corpus (`training/corpus`), {len(threads)} threads,",
        f"  {len(truth)} messages, {len({t.trade for t in threads})} trades; written for the",
        "  purpose, English only.",
        f"- Labels: {', '.join(f'{name} {count}' for name, count in counts.most_common())}.",
        f"- Trained by: `python -m training`; fingerprint `{mark}`.",
        "",
        "## Figures on held-back trades of the corpus (whole trades left out, in folds)",
        "",
        "| label | F1 |",
        "|---|---|",
        *(f"| {mode.value} | {f1_of(truth, guess, mode.value):.3f} |" for mode in Mode),
        f"| macro | {macro_f1(truth, guess):.3f} |",
        "",
        f"Calibration error {calibration_error(right, sure):.3f} (10 bins); calibrated on the",
        "same talk made stranger, so it is too modest here. Confident from "
        f"{calibration.threshold} on.",
        "",
        "These figures flatter: the corpus is written, real talk is not. Figures on real talk are",
        "in docs/reading.md.",
        "",
        "## Limits",
        "",
        "- English only; other languages are mostly read as `none` or abstained from.",
        "- Socialization and internalization are rare and read worst.",
        "- It reads what is written, up to 3,000 characters of it; sarcasm, pictures and files are",
        "  beyond it.",
        "- It must not be used to judge people.",
        "",
        "## What counts for ripeness",
        "",
        "Log-odds per unit of each feature (bot/seci/ripeness.py explains them):",
        "",
        *(
            f"- {name}: {weight:+.2f}"
            for name, weight in sorted(rules.ripe.weights.items(), key=lambda x: -abs(x[1]))
        ),
        "",
    ]
    return "\n".join(lines)
