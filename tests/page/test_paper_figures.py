"""The figures for a paper: what they hold, in which language, in which colours."""

from __future__ import annotations

import io
import math
import re
import warnings

import pytest
from matplotlib.colors import to_hex, to_rgb

from undergrad.display import figures as drawing
from undergrad.report.figures import figures
from undergrad.report.page import page_data
from undergrad.report.words import say
from undergrad.tuning.space import PARAMETERS


def test_figures_for_a_paper_hold_the_same_numbers(content, searched):
    drawn = figures(content)
    assert set(drawn) == {"accuracy", "loss", "gradients", "activity", "dead", "confusion", "calibration"}
    [losses] = drawn["loss"].axes
    lines = {line.get_label(): list(line.get_ydata()) for line in losses.lines}
    parts = ("validation", "training")
    assert list(lines) == [f"{run}, {part}" for run in ("sigmoid", "relu", "tanh") for part in parts]
    assert lines["relu, validation"] == [epoch.val_loss for epoch in content.runs[1].history]
    assert lines["relu, training"] == [epoch.data_loss for epoch in content.runs[1].history]
    relu = drawn["gradients"].axes[1]
    assert relu.get_yscale() == "log"
    assert list(relu.lines[0].get_ydata()) == pytest.approx([epoch * 1e-3 for epoch in range(1, 6)])
    assert [line.get_label() for line in drawn["dead"].axes[0].lines] == ["fc1", "fc2"]
    counts = page_data(content)["runs"][2]["details"]["confusion"]
    written = [int(text.get_text()) for text in drawn["confusion"].axes[2].texts]
    assert written == [count for row in counts for count in row if count]


def test_the_figures_of_a_search_show_every_trial_and_what_mattered(searched):
    drawn = figures(searched)
    [bars] = drawn["importance"].axes
    told = searched.tuning.importances
    assert [bar.get_width() for bar in bars.patches] == [entry.share for entry in told]
    assert {entry.exceeds_chance for entry in told} == {True, False}
    fills = {entry.exceeds_chance: to_hex(bar.get_facecolor()) for entry, bar in zip(told, bars.patches, strict=True)}
    assert fills[True] == drawing.COLOURS[0].lower()
    red, green, blue = to_rgb(fills[False])
    assert max(red, green, blue) - min(red, green, blue) < 0.05
    [panel] = drawn["parallel"].axes
    names = [tick.get_text() for tick in panel.get_xticklabels()]
    assert names == ["width", "activation", "learning rate", "best validation accuracy"]
    lines = [line for line in panel.lines if len(line.get_xdata()) == len(names)]
    able = [trial for trial in searched.trials if trial.result.status != "failed"]
    reached = sorted(trial.result.best_val_measure for trial in able)
    heights = sorted(line.get_ydata()[-1] for line in lines)
    assert heights == pytest.approx([(value - reached[0]) / (reached[-1] - reached[0]) for value in reached])
    first = next(line for line in lines if line.get_label() == "1st")
    best = next(trial for trial in able if trial.number == searched.tuning.chosen[0].trial)
    rate = math.log(best.values["learning_rate"] / 0.02) / math.log(0.38 / 0.02)  # over all that was tried
    assert list(first.get_ydata()) == pytest.approx([1, ("relu", "tanh").index(best.values["activation"]), rate, 1])


def test_layers_have_other_colours_than_networks(content):
    for axes in figures(content)["gradients"].axes:
        layers = [to_hex(line.get_color()) for line in axes.lines]
        assert len(set(layers)) == 3
        assert not set(layers) & {colour.lower() for colour in drawing.COLOURS}


def test_figures_speak_the_language_of_the_report(content, searched):
    if drawing.KOREAN_FONT is None:
        pytest.skip("matplotlib finds no font with Korean letters")
    for about in (content, searched):
        names = {run.name for run in about.runs if about.tuning is None} | {"fc1", "fc2", "fc3", about.title}
        for name, figure in figures(about, "ko").items():
            axes = figure.axes[0]
            legend = axes.get_legend()
            told = [
                axes.get_xlabel(),
                axes.get_ylabel(),
                *(text.get_text() for text in (legend.texts if legend else ())),
            ]
            ticks = [tick.get_text() for tick in (*axes.get_xticklabels(), *axes.get_yticklabels())]
            told += [text for text in ticks if "10^{" not in text]
            words = {part for text in told for part in text.split(", ") if re.search("[a-zA-Z]{3}", part)} - names
            assert words <= {"dLoss/dz의 노름"}, name
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # a letter that no font has
                drawing.Drawing.savefig(figure, io.BytesIO(), format="svg")


@pytest.mark.usefixtures("drawn")
def test_without_a_korean_font_the_figures_are_english_and_one_sentence_says_so(cli, compared, tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "KOREAN_FONT", None)
    code, _, err = cli("report", compared[1], "-o", "one.html", "--figures", "--language", "ko")
    assert code == 0
    assert err.count("\n") == 1
    assert "the figures are in English, since matplotlib finds no font with Korean letters; install one" in err
    assert '<html lang="ko">' in (tmp_path / "one.html").read_text("utf-8")
    assert cli("report", compared[1], "-o", "two.html", "--figures", "--language", "en")[0] == 0
    assert (tmp_path / "one-loss.svg").read_bytes() == (tmp_path / "two-loss.svg").read_bytes()
    assert cli("report", compared[1], "-o", "one.html", "--language", "ko")[2] == ""


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_parameter_of_a_search_has_words(language):
    assert all("_" not in say(parameter, language) for parameter in PARAMETERS)


@pytest.mark.usefixtures("drawn")
def test_the_command_writes_figures_when_asked(cli, compared, tmp_path):
    code, out, _ = cli("report", compared[1] / "relu-seed0", "-o", "one.html", "--figures")
    assert code == 0
    assert "Wrote one-loss.svg" in out
    assert (tmp_path / "one-confusion.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "one-accuracy.svg").read_text("utf-8").startswith("<?xml")
