"""A failure that looks like a success is said, and a success is never called a failure."""

from __future__ import annotations

import json

import numpy as np
import pytest

from undergrad.experiments import load_result
from undergrad.insight import DOUBTS, doubts
from undergrad.outputs import CLASSES
from undergrad.report.doubts import doubt_words
from undergrad.training import Epoch

TEN = np.repeat(np.arange(10), 100)
GUESS = float(np.log(10))


def epochs(*numbers: tuple[float, float, float]) -> list[Epoch]:
    """Epochs of (cross-entropy, L2 term, validation accuracy)."""
    return [Epoch(n, entropy + l2, entropy, acc, acc, 1.0) for n, (entropy, l2, acc) in enumerate(numbers, 1)]


def right(share: float, labels=TEN) -> np.ndarray:
    """Predictions of which that share is right, in every class alike."""
    wrong = np.random.default_rng(0).random(len(labels)) >= share
    return np.where(wrong, (labels + 1) % (labels.max() + 1), labels)


IMBALANCED = np.repeat([0, 1], [900, 100])
TABLE = {
    # --learning-rate 1000: the cross-entropy is near guessing, the weights are not
    "exploded weights": (epochs((2.31, 3.4e8, 0.1)), np.ones(1000, int), TEN, ("diverged", "one_class", "guessing")),
    "exploded outputs": (epochs((20.3, 0, 0.1), (20.7, 0, 0.1)), right(0.09), TEN, ("diverged", "guessing")),
    "wild, though better than guessing": (epochs((20.3, 0, 0.2), (15, 0, 0.3)), right(0.3), TEN, ("diverged",)),
    "good at first, then lost": (epochs((0.5, 0, 0.9), (20.7, 0, 0.1)), right(0.9), TEN, ("diverged",)),
    "stuck": (epochs((2.31, 0, 0.1), (GUESS, 0, 0.1)), np.zeros(1000, int), TEN, ("one_class", "guessing")),
    "too short": (epochs((2.35, 1e-5, 0.09), (2.306, 1e-5, 0.11)), right(0.11), TEN, ("guessing",)),
    "the largest class for all": (
        epochs((0.33, 0, 0.9)),
        np.zeros(1000, int),
        IMBALANCED,
        ("one_class", "guessing"),
    ),
    # The homework's sigmoid network after 100 epochs: 90 % of the cross-entropy of guessing, accuracy 0.58
    "the homework's sigmoid": (epochs((2.349, 1e-5, 0.08), (2.08, 1e-5, 0.606)), right(0.584), TEN, ()),
    "slow, and off its plateau": (epochs((2.349, 0, 0.08), (2.2978, 0, 0.142)), right(0.1447), TEN, ()),
    "a first epoch with a bad beginning": (epochs((5.0, 0, 0.85)), right(0.85), TEN, ()),
    "a good one under a large L2 term": (epochs((0.3, 500, 0.9)), right(0.9), TEN, ()),
    "imbalanced and learned": (epochs((0.1, 0, 0.97)), right(0.97, IMBALANCED), IMBALANCED, ()),
    "all right": (epochs((0.01, 0, 1)), TEN, TEN, ()),
    "a test set of one class": (epochs((0.01, 0, 1)), np.zeros(5, int), np.zeros(5, int), ()),
    "two test samples, both right": (epochs((0.6, 0, 1)), np.array([0, 1]), np.array([0, 1]), ()),
}


@pytest.mark.parametrize("case", TABLE)
def test_what_is_doubtful_is_said_and_nothing_else(case):
    history, predicted, labels, expected = TABLE[case]
    assert doubts(CLASSES, history, predicted, labels) == expected


def test_every_doubt_has_words_in_both_languages():
    for language in ("en", "ko"):
        assert len(set(doubt_words(DOUBTS, CLASSES, language))) == len(DOUBTS)
    assert doubt_words(["of another version"], CLASSES) == ["of another version"]


@pytest.fixture
def ruined(cli, small, tmp_path):
    """The folder of a comparison whose networks have learned nothing, and what was said of it."""
    np.savez(tmp_path / "d.npz", x=small.x_train, y=small.y_train)
    line = ("compare", "--dataset", "d.npz", "--hidden", "8", "--epochs", "3", "--activation", "tanh,relu")
    code, out, err = cli(*line, "--learning-rate", "1000", "--out", "o", "--quiet", "--workers", "1")
    return tmp_path / "o", code, out, err


@pytest.mark.attack
def test_a_quiet_failure_is_said_in_the_terminal_the_record_and_the_report(cli, ruined):
    folder, code, out, err = ruined
    assert code == 0
    assert "test" in out
    [tanh, relu] = err.splitlines()
    assert tanh.startswith("undergrad: tanh: diverged, its loss ended at more than twice that of guessing (lower the ")
    assert relu.startswith("undergrad: relu: ")
    assert "diverged" in load_result(folder / "tanh-seed0").warnings
    assert tanh.removeprefix("undergrad: ").replace("_", r"\_") in (folder / "report.md").read_text("utf-8")
    assert "diverged, its loss ended" in (folder / "report.html").read_text("utf-8")
    code, _, again = cli("report", "o")
    assert (code, again) == (0, err)
    assert "warning:          diverged, its loss ended" in cli("runs", "show", "o/tanh-seed0")[1]


def test_a_record_without_the_field_is_read(ruined):
    folder = ruined[0] / "tanh-seed0"
    record = json.loads((folder / "result.json").read_text("utf-8"))
    del record["warnings"], record["digests"]  # as version 0.1.0 wrote it
    (folder / "result.json").write_text(json.dumps(record), encoding="utf-8")
    assert load_result(folder).warnings == ()


@pytest.mark.attack
def test_a_search_that_chose_a_failure_says_so(cli, small, tmp_path):
    np.savez(tmp_path / "d.npz", x=small.x_train, y=small.y_train)
    toml = 'dataset = "d.npz"\nstrategy = "grid"\n[space]\nhidden = [[8], [4]]\nlearning_rate = 1000\nepochs = 2\n'
    (tmp_path / "s.toml").write_text(toml + 'activation = "tanh"\n', encoding="utf-8")
    code, _, err = cli("tune", "s.toml", "--quiet", "--workers", "1", "--out", "o")
    assert code == 0
    assert [line.split(":")[1] for line in err.splitlines()] == [" 1st", " 2nd"]
    assert all("diverged" in line for line in err.splitlines())
    assert "1st: diverged, its loss" in (tmp_path / "o" / "report.md").read_text("utf-8")
    assert cli("report", "o")[2] == err
