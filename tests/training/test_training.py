import json
from collections import Counter

import numpy as np
import pytest

from bot.seci.calibration import Calibration, read_calibration
from bot.seci.reader import shipped_model
from bot.seci.types import Mode, Said, Utterance
from training import stress
from training.augment import augment
from training.calibrate import calibrate
from training.fingerprint import fingerprint
from training.restyle import restyled
from training.run import own_style, pairs_of, strangest
from training.talk import read_corpus


def test_the_shipped_pipeline_was_trained_from_this_corpus_config_and_code() -> None:
    meta = json.loads((shipped_model() / "meta.json").read_text(encoding="utf-8"))
    assert meta["ba_fingerprint"] == fingerprint(), "train again: python -m training"
    assert fingerprint() in (shipped_model() / "model_card.md").read_text(encoding="utf-8")


def test_the_shipped_pipeline_is_small() -> None:
    size = sum(path.stat().st_size for path in shipped_model().rglob("*") if path.is_file())
    assert size < 8_000_000


def test_calibration_finds_the_temperature() -> None:
    dice = np.random.default_rng(3)
    honest = dice.dirichlet([0.5] * 5, size=4000)
    truth = [list(Mode)[dice.choice(5, p=row)] for row in honest]
    bold = honest**3 / (honest**3).sum(axis=1, keepdims=True)
    learned = calibrate(bold, truth)
    assert learned.temperature < 0.5
    assert max(map(abs, learned.shift)) < 0.2


def test_calibration_does_not_shift_rare_modes_away() -> None:
    clueless = np.full((1000, 5), 0.2)
    truth = [Mode.SOCIALIZATION] * 100 + [Mode.NONE] * 900
    learned = calibrate(clueless, truth).apply(dict.fromkeys(Mode, 0.2))
    assert 0.15 < learned[Mode.SOCIALIZATION] < learned[Mode.NONE]


def test_calibration_sums_to_one_and_goes_through_json(tmp_path) -> None:  # type: ignore[no-untyped-def]
    calibration = Calibration(0.5, (0.1, 0.0, -0.2, 0.0, 0.1), 0.4)
    assert sum(calibration.apply({"none": 1.0}).values()) == pytest.approx(1.0)
    path = tmp_path / "calibration.json"
    path.write_text(calibration.to_json(), encoding="utf-8")
    assert read_calibration(path) == calibration


def test_augmenting_is_repeatable_and_keeps_labels() -> None:
    pairs = [
        (Utterance(Said("the quick oven forgets its heat too soon", "a")), Mode.EXTERNALIZATION)
    ] * 5
    once = augment(pairs, 2)
    assert once == augment(pairs, 2)
    assert len(once) == 15
    assert {mode for _, mode in once} == {Mode.EXTERNALIZATION}
    assert len({utterance.said.text for utterance, _ in once}) > 1


def test_rare_modes_are_copied_more_often() -> None:
    threads = read_corpus()[:40]
    pairs = [(Utterance(Said("we sat with the night crew")), mode) for mode in Mode]
    counts = Counter(mode for _, mode in augment(pairs, 1, own_style(threads)))
    assert counts[Mode.SOCIALIZATION] > counts[Mode.INTERNALIZATION] > counts[Mode.NONE]
    assert counts[Mode.EXTERNALIZATION] == min(counts.values()) == 4


def test_the_strangest_talk_keeps_labels_and_little_else() -> None:
    threads = read_corpus()[:200]
    style = own_style(threads)
    pairs = pairs_of(threads)[:300]
    odd = strangest(pairs, style)
    assert odd == strangest(pairs, style)
    assert [mode for _, mode in odd] == [mode for _, mode in pairs]
    known = {word.lower() for word in style.pool}
    words = {w for u, _ in odd for w in stress.WORD.findall(u.said.text) if len(w) > 6}
    assert len(words & known) < len(words) / 10


def test_stress_swaps_what_few_trades_say() -> None:
    common = stress.common_words(read_corpus())
    assert {"the", "because"} <= common
    pairs = [
        (Utterance(Said("the sphygmomanometer because", "a"), (Said("why?", "b"),)), Mode.NONE)
    ]
    ((strange, _),) = stress.stressed(pairs, common)
    assert "sphygmomanometer" not in strange.said.text
    assert strange.said.author == strange.context[0].author == ""


def test_restyling_is_repeatable_and_keeps_common_talk() -> None:
    threads = read_corpus()[:200]
    style = own_style(threads)
    pairs = pairs_of(threads)[:300]
    odd = restyled(pairs, style, 3)
    assert odd == restyled(pairs, style, 3)
    assert [mode for _, mode in odd] == [mode for _, mode in pairs]
    assert all(not utterance.said.author for utterance, _ in odd)
    assert sum(a[0].said.text != b[0].said.text for a, b in zip(odd, pairs, strict=True)) > 200
