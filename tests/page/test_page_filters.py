"""What each filter of a first convolution sees: the maps are those of the stored weights, in every window."""

from __future__ import annotations

import base64
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from page_help import READ

from undergrad.experiments import DataSpec, Experiment, Network, run_experiment
from undergrad.insight import feature_maps
from undergrad.report.page import of_comparison, page_data, page_html
from undergrad.report.page import samples as page_samples
from undergrad.report.words import say
from undergrad.training import load_model
from undergrad.training.model_file import read_model

LAYERS = {
    "many": "conv(18, 3), batch_norm, dropout(0.2), tanh, pool(2), fc(6), relu",
    "few": "conv(3, 3, pad=1), leaky_relu, fc(6), relu",
    "bare": "pool(2), conv(2, 2), fc(6), relu",
    "dense": "fc(6), relu",
}


@pytest.fixture(scope="module")
def images(small, data_file, tmp_path_factory):
    """What the page of networks of images and one that is none is about."""
    networks = tuple(Network(name=name, layers=text, epochs=2, learning_rate=0.02) for name, text in LAYERS.items())
    experiment = Experiment(name="images", data=DataSpec(dataset=str(data_file)), networks=networks)
    out = tmp_path_factory.mktemp("images")
    return of_comparison(run_experiment(experiment, small, out), out)


@pytest.fixture(scope="module")
def images_page(images, small, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page_html(page_data(images, dataset=small)), "utf-8")
    return path


def shown(content, dataset) -> dict[str, dict | None]:
    """What the page has of each run's filters."""
    data = page_data(content, dataset=dataset)
    return {run["name"]: run["details"]["filters"] for run in data["runs"]}


def convolved(x, w, b, pad=0):
    """Each filter laid on each window, in float64."""
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(x, ((0, 0), (pad, pad), (pad, pad))), w.shape[2:], axis=(1, 2)
    )
    return np.einsum("nijab,fab->nfij", windows, w[:, 0]) + b[:, None, None]


def expected(folder, x) -> np.ndarray:
    """The maps of the run's network by its formula."""
    arrays = {key: array.astype(np.float64) for key, array in read_model(folder / "model.safetensors").arrays.items()}
    x, w, b = x / 255, arrays["conv1.w"], arrays["conv1.b"]
    match folder.name.partition("-")[0]:
        case "many":
            mean, deviation, gamma, beta = (
                array[:, None, None]
                for array in (
                    arrays["batch_norm1.running_mean"],
                    np.sqrt(arrays["batch_norm1.running_variance"] + 1e-5),
                    arrays["batch_norm1.gamma"],
                    arrays["batch_norm1.beta"],
                )
            )
            return np.tanh((convolved(x, w, b) - mean) / deviation * gamma + beta)
        case "few":
            z = convolved(x, w, b, pad=1)
            return np.where(z > 0, z, 0.1 * z)
        case _:
            return convolved(x.reshape(-1, 3, 2, 3, 2).max(axis=(2, 4)), w, b)


def test_maps_are_those_of_the_stored_weights_in_evaluation(images, small):
    for run in images.runs[:3]:
        told = shown(images, small)[run.name]
        maps = expected(run.folder, small.x_test[told["rows"]])[:, told["numbers"]]
        assert told["largest"] == pytest.approx(np.abs(maps).max(), rel=1e-4)
        for place, of_filter in enumerate(told["maps"]):
            for column, picture in enumerate(of_filter):
                pixels = np.frombuffer(base64.b64decode(picture["bytes"]), np.uint8)
                assert (picture["count"], picture["height"], picture["width"]) == (1, *maps.shape[2:])
                part = (pixels.reshape(maps.shape[2:]).astype(float) - 128) / 127
                own = maps[column, place]
                np.testing.assert_allclose(part, np.sign(own) * np.sqrt(np.abs(own) / told["largest"]), atol=6e-3)


def test_they_are_of_samples_that_the_page_shows_and_what_is_left_out_is_counted(images, small):
    runs = {run["name"]: run["details"] for run in page_data(images, dataset=small)["runs"]}
    filters = {name: details["filters"] for name, details in runs.items()}
    assert filters["dense"] is None
    assert [filters[name]["layers"] for name in ("many", "few", "bare")] == [
        ("conv1", "batch_norm1", "dropout1", "tanh1"),
        ("conv1", "leaky_relu1"),
        ("conv1",),
    ]
    assert {name: (told["units"], len(told["filters"])) for name, told in filters.items() if told} == {
        "many": (18, 16),
        "few": (3, 3),
        "bare": (2, 2),
    }
    for name in ("many", "few", "bare"):
        told, worst = filters[name], [sample["row"] for sample in runs[name]["worst"]]
        assert told["rows"] == worst[:6]
        assert [len(of_filter) for of_filter in told["maps"]] == [6] * len(told["numbers"])
    w = read_model(images.runs[0].folder / "model.safetensors").arrays["conv1.w"]
    norms = np.linalg.norm(w.reshape(18, -1), axis=1)
    left_out = np.delete(norms, filters["many"]["numbers"])
    assert norms[filters["many"]["numbers"]].min() >= left_out.max()


def test_of_large_maps_fewer_samples_are_shown(images, small, monkeypatch):
    monkeypatch.setattr("undergrad.report.page.filters._PIXELS", 16 * 4 * 4 * 2 + 1)
    told = shown(images, small)["many"]
    assert len(told["rows"]) == 2
    assert [len(of_filter) for of_filter in told["maps"]] == [2] * 16
    monkeypatch.setattr("undergrad.report.page.filters._PIXELS", 1)
    assert len(shown(images, small)["many"]["rows"]) == 1


def test_without_the_data_that_were_trained_on_there_are_none(images, small):
    for dataset in (None, replace(small, y_test=(small.y_test + 1) % 5)):
        assert set(shown(images, dataset).values()) == {None}


def test_layers_of_ones_own_are_named_and_not_run(images, small, monkeypatch):
    def of_own(path):
        stored = read_model(path)
        return replace(stored, about=msgspec.structs.replace(stored.about, own=("ConvolutionLayer", "Tanh")))

    monkeypatch.setattr(page_samples, "read_model", of_own)
    assert shown(images, small)["many"] == {"own": ["ConvolutionLayer", "Tanh"]}
    assert shown(images, small)["dense"] is None


def test_in_python_too(images, small):
    trained = load_model(images.runs[1].folder / "model.safetensors")
    made = feature_maps(trained, small.x_test[:4])
    assert made.layers == ("conv1", "leaky_relu1")
    np.testing.assert_allclose(made.maps, expected(images.runs[1].folder, small.x_test[:4]), rtol=1e-4, atol=1e-5)
    assert trained.model.mode == "training"
    assert feature_maps(load_model(images.runs[3].folder / "model.safetensors"), small.x_test[:4]) is None


def test_the_page_lays_each_map_beside_its_filter_and_under_its_sample(visit, images_page, images, small):
    opened = visit(images_page)
    told = shown(images, small)["few"]
    figure = opened.locator("#filters figure").nth(1)
    assert figure.locator("figcaption").inner_text() == say(
        "filters_of",
        "en",
        name="few",
        layers="conv1, leaky_relu1",
        shown=3,
        units=3,
        samples=6,
        worst=12,
        largest=f"{told['largest']:.4g}",
    )
    heads = figure.locator("thead canvas")
    assert heads.count() == 6
    row = told["rows"][2]
    assert heads.nth(2).get_attribute("aria-label").startswith(f"Test sample {row}, a ")
    _, _, *pixels = opened.evaluate(READ, heads.nth(2).get_attribute("id"))
    np.testing.assert_array_equal(np.reshape(pixels, (6, 6, 4))[..., 0], 255 - small.x_test[row])
    cell = figure.locator("tbody tr").nth(1).locator("td canvas").nth(2)
    assert cell.get_attribute("aria-label") == f"Filter 1 on test sample {row}"
    width, height, *pixels = opened.evaluate(READ, cell.get_attribute("id"))
    assert (width, height) == (6, 6)
    colours, own = np.reshape(pixels, (36, 4)), expected(images.runs[1].folder, small.x_test[[row]])[0, 1].ravel()
    # Orange is more red than blue, and the map has both signs.
    strong = np.abs(own) > 0.05 * told["largest"]
    np.testing.assert_array_equal(colours[strong, 0] > colours[strong, 2], own[strong] > 0)
    assert opened.locator("#filters figure").first.locator("tbody tr").count() == 16


@pytest.mark.parametrize(("width", "scheme", "language"), [(400, "dark", "ko"), (1400, "light", "en")])
def test_it_fits_the_window_and_axe_finds_nothing_serious(visit, images_page, axe, width, scheme, language):
    opened = visit(images_page, width=width, scheme=scheme)
    opened.click(f"#language-{language}")
    assert opened.locator("#filters-title").inner_text() == say("filters", language)
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    rights = opened.locator("#filters table").evaluate_all(
        "all => all.map(table => table.getBoundingClientRect().right)"
    )
    assert max(rights) <= width
    opened.evaluate(axe)
    found = opened.evaluate("async () => (await axe.run('#filters')).violations")
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []


def test_a_run_whose_layers_are_unknown_is_named(visit, images, small, tmp_path):
    data = page_data(images, dataset=small)
    unknown = data["runs"][0]["details"]["filters"] = {"own": ["ConvolutionLayer"]}
    path = tmp_path / "own.html"
    path.write_text(page_html(data), "utf-8")
    opened = visit(path)
    assert say("filters_own", "en", name="many", classes="ConvolutionLayer") in opened.locator("#filters").inner_text()
    assert opened.locator("#filters figure").count() == 2
    for run in data["runs"]:
        run["details"]["filters"] = unknown
    opened.evaluate("data => render(data)", data)
    assert say("filters_help", "en") not in opened.locator("#filters").inner_text()
