"""What a notebook shows: well-formed HTML that nothing can break out of, and figures of the right data."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pytest

from undergrad import ClassifierModel, FCLayer, ReLU, SoftmaxLayer, fit, fully_connected
from undergrad.architecture import short
from undergrad.errors import ModelError
from undergrad.experiments import DataSpec, Experiment, Network, load_comparison, load_history, run_experiment
from undergrad.insight import load_insight
from undergrad.training import Epoch, History


class Page(HTMLParser):
    """Fails where tags do not close in order; keeps the texts of each table's cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.captions: list[str] = []
        self.bold: list[int] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        assert tag in ("table", "caption", "thead", "tbody", "tr", "th", "td"), f"a tag that no table has: {tag}"
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
            if ("style", "font-weight:bold") in attrs:
                self.bold.append(len(self.rows) - 1)
        elif tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] == "caption":
            self.captions.append(data)
        else:
            self.rows[-1][-1] += data


def history(accuracies) -> History:
    return History(Epoch(n, 1 / n, 0.9 / n, 0.9, accuracy, 0.5) for n, accuracy in enumerate(accuracies, 1))


@pytest.fixture(scope="module")
def fitted(small):
    model = fully_connected(36, [40], 5, "tanh", rng=np.random.default_rng(0))
    return fit(model, small, epochs=4, learning_rate=0.2, batch_size=32)


def test_a_history_shows_about_ten_epochs_with_the_best_in_bold():
    page = Page(history([*np.linspace(0.1, 0.9, 77), *np.linspace(0.8, 0.5, 26)])._repr_html_())
    [caption] = page.captions
    assert "103 epochs" in caption
    assert len(page.rows) <= 14
    shown = [int(row[0]) for row in page.rows[1:]]
    assert {1, 77, 103} <= set(shown)
    assert shown == sorted(shown)
    [bold] = page.bold
    assert page.rows[bold] == ["77", f"{1 / 77:.4f}", "0.9000", "0.9000", "0.5000"]


@pytest.mark.parametrize("count", [0, 1, 2, 11])
def test_histories_of_any_length_show_themselves(count):
    some = history([0.5] * count)
    page = Page(some._repr_html_())
    assert len(page.rows) - 1 <= count
    assert len(some.plot().axes) == 2  # the measure and the loss


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_epochs_are_whole_numbers_on_the_axis(count):
    axes = history([0.5] * count).plot().axes[-1]
    axes.figure.canvas.draw()
    low, high = axes.get_xlim()
    ticks = [tick for tick in axes.get_xticks() if low <= tick <= high]
    assert ticks
    assert all(tick == int(tick) for tick in ticks)
    assert len({tick.get_text() for tick in axes.get_xticklabels()}) == len(axes.get_xticks())


def test_a_history_is_a_list_whose_slices_are_histories():
    whole = history([0.1, 0.5, 0.5, 0.2])
    assert whole == list(whole)
    assert whole.best.epoch == 2
    tail = whole[2:]
    assert isinstance(tail, History)
    assert [epoch.epoch for epoch in tail] == [3, 4]
    assert isinstance(whole[0], Epoch)


def test_a_trainings_plot_has_its_history(fitted):
    lines = {line.get_label(): line for line in fitted.plot().axes[0].lines}
    for label, field in (("validation", "val_measure"), ("training", "train_measure")):
        assert list(lines[label].get_xdata()) == [1, 2, 3, 4]
        assert list(lines[label].get_ydata()) == [getattr(epoch, field) for epoch in fitted.history]


def test_a_training_shows_history_model_and_classes(fitted, small):
    page = Page(fitted._repr_html_())
    cells = [cell for row in page.rows for cell in row]
    assert "FCLayer(36, 40)" in cells
    assert ", ".join(small.class_names) in cells
    assert any("4 epochs" in caption for caption in page.captions)
    assert any("1,685 parameters" in caption for caption in page.captions)


def test_a_comparison_shows_its_rows_and_plots_its_histories_wherever_its_folder_is_moved(small, tmp_path):
    networks = tuple(Network(name=a, layers=str(short((8,), a)), epochs=2) for a in ("relu", "tanh"))
    experiment = Experiment(name="test", data=DataSpec(dataset="small"), networks=networks, seeds=(0, 1))
    made = run_experiment(experiment, small, tmp_path / "first")
    (tmp_path / "first").rename(tmp_path / "second")
    comparison = load_comparison(tmp_path / "second")
    page = Page(comparison._repr_html_())
    [pair] = made.differences
    assert page.captions == ["test: small; seeds 0, 1", "differences in test accuracy: paired t-test over seeds"]
    assert page.rows[0][-1] == "spread over seeds"
    assert [[*row[:5], row[6]] for row in page.rows[1:3]] == [
        [
            *(r.network, r.activation, f"{r.best_val_measure:.4f}", str(r.best_epoch), f"{r.test:.4f}"),
            f"{r.test_spread:.4f}",
        ]
        for r in made.rows
    ]
    assert page.rows[4] == [
        *(pair.first, pair.second, f"{100 * pair.difference:.2f}", f"{pair.p_value:.4f}"),
        "yes" if pair.exceeds_chance else "no",
    ]
    lines = {line.get_label(): list(line.get_ydata()) for line in comparison.plot().axes[0].lines}
    for name in ("relu", "tanh"):
        stored = load_history(str(tmp_path / "second" / f"{name}-seed0"))
        assert lines[f"{name}, validation"] == [epoch.val_measure for epoch in stored]


@pytest.fixture(scope="module")
def recorded(small, tmp_path_factory):
    """The folder of an experiment with a deep sigmoid network, whose gradient vanishes, and a network of one layer."""
    networks = (
        Network(name="deep", layers=", ".join(["fc(8), sigmoid"] * 6), epochs=3),
        Network(name="flat", layers="", epochs=1, learning_rate=0.1),
    )
    folder = tmp_path_factory.mktemp("recorded")
    run_experiment(
        Experiment(name="test", data=DataSpec(dataset="small"), networks=networks), small, folder, insight=True
    )
    return folder


def test_what_was_recorded_shows_its_verdicts_and_plots_the_gradient_of_each_layer(recorded):
    insight = load_insight(str(recorded / "deep-seed0"))
    assert insight == load_insight(recorded / "deep-seed0")
    page = Page(insight._repr_html_())
    assert page.captions == ["3 epochs of 7 layers"]
    assert [row[:3] for row in page.rows[1:]] == [
        [verdict.name.replace("_", " "), verdict.severity, verdict.layer or "all"] for verdict in insight.verdicts
    ]
    assert page.rows[1][0] == "vanishing"
    assert "first_to_last < 0.01" in page.rows[1]
    [axes] = insight.plot("deep").axes
    assert axes.get_yscale() == "log"
    assert axes.figure.get_suptitle() == "deep"
    for place, line in enumerate(axes.lines):
        assert line.get_label() == f"fc{place + 1}"
        assert list(line.get_xdata()) == [1, 2, 3]
        assert list(line.get_ydata()) == [epoch.layers[place].upstream_norm for epoch in insight.epochs]


def test_what_was_recorded_without_a_verdict_says_so(recorded):
    insight = load_insight(recorded / "flat-seed0")
    assert insight.verdicts == ()
    page = Page(insight._repr_html_())
    assert page.captions == ["1 epoch of 1 layer"]
    assert page.rows == [["verdicts"], ["no problems were found"]]


def test_names_cannot_break_out_of_the_table():
    model = ClassifierModel()
    model.add_layer("</td><script>alert(1)</script>", FCLayer(2, 3))
    page = Page(model._repr_html_())
    assert page.rows[1][0] == "</td><script>alert(1)</script>"
    assert page.rows[2] == ["softmax", "missing", "3", "0"]


def test_a_models_plot_counts_every_entry_of_its_arrays(fitted):
    panels = fitted.trained.model.plot("all").axes
    parameters = fitted.trained.model.parameters()
    assert [axes.get_ylabel() for axes in panels] == list(parameters)
    for axes, array in zip(panels, parameters.values(), strict=True):
        assert sum(bar.get_height() for bar in axes.patches) == array.size


def test_a_trained_models_plot_shows_the_units_with_the_greatest_weights_as_images(fitted):
    W = fitted.trained.model.parameters()["fc1.W"]
    *tiles, scale = fitted.trained.plot().axes
    assert scale.get_label() == "<colorbar>"
    units = [int(axes.get_title()) for axes in tiles]
    assert sorted(units) == units == sorted(np.argsort(-np.linalg.norm(W, axis=0))[:32])
    limits = set()
    for axes, unit in zip(tiles, units, strict=True):
        [image] = axes.images
        np.testing.assert_array_equal(image.get_array(), W[:, unit].reshape(6, 6))
        limits.add(image.get_clim())
    assert limits == {(-np.abs(W).max(), np.abs(W).max())}


def test_weights_of_samples_that_are_no_images_are_one_picture(small):
    from undergrad.data import Dataset

    x_train, x_test = small.x_train.reshape(300, 36), small.x_test.reshape(200, 36)
    flat = Dataset.from_arrays(x_train, small.y_train, x_test, small.y_test)
    model = fully_connected(36, [4], 5, "relu", rng=np.random.default_rng(0))
    trained = fit(model, flat, epochs=1).trained
    axes = trained.plot().axes[0]
    np.testing.assert_array_equal(axes.images[0].get_array(), trained.model.parameters()["fc1.W"])
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("unit", "feature")


def test_a_model_without_weights_is_told_so(fitted):
    from undergrad.training import TrainedModel

    model = ClassifierModel()
    model.add_layer("relu", ReLU())
    model.add_layer("softmax", SoftmaxLayer())
    bare = TrainedModel(model, fitted.trained.scaling, (6, 6), fitted.trained.class_names)
    with pytest.raises(ModelError, match="no layer of the model has weights that can be drawn"):
        bare.plot()


def test_figures_show_themselves_without_a_backend_and_nobody_else_loads_matplotlib(fitted):
    assert fitted.plot()._repr_png_().startswith(b"\x89PNG")
    shown = "undergrad.fit, undergrad.ClassifierModel()._repr_html_()"
    probe = f"import sys, undergrad; {shown}; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
