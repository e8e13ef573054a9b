"""The page as its reader meets it, in a real browser."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from page_help import READ

from undergrad.display.languages import LANGUAGES
from undergrad.experiments.predictions import load_predictions
from undergrad.outputs import CLASSES
from undergrad.report.page import page_data, page_html
from undergrad.report.words import say, say_of


def shown(page) -> list[str]:
    """The series of the accuracy chart."""
    return page.locator("#measure path.line").evaluate_all("lines => lines.map(line => line.dataset.series)")


@pytest.mark.parametrize("width", [400, 1400])
def test_nothing_sticks_out_of_the_page(visit, page, width):
    opened = visit(page, width=width)
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    assert opened.locator("section").count() == 11


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_serious_violation(visit, page, axe, scheme, language):
    opened = visit(page, scheme=scheme, width=1400 if scheme == "light" else 400)
    opened.click(f"#language-{language}")
    opened.locator("#measure-details summary").click()
    opened.evaluate(axe)
    found = opened.evaluate("async () => (await axe.run()).violations")
    serious = [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")]
    assert serious == []


def test_hovering_tells_the_values_of_the_epoch(visit, page, content):
    opened = visit(page)
    opened.locator("#measure").scroll_into_view_if_needed()
    box = opened.locator("#measure").bounding_box()
    opened.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.3 * box["height"])
    tip = opened.locator("#tip").inner_text()
    assert "epoch 3" in tip
    for run in content.runs:
        assert f"{100 * run.history[2].val_measure:.2f} %" in tip
        assert f"{100 * run.history[2].train_measure:.2f} %" in tip
    opened.mouse.move(5, 5)
    assert opened.locator("#tip").is_hidden()


def test_the_keyboard_reaches_the_values_and_says_them(visit, page, content):
    opened = visit(page)
    opened.locator("#loss").focus()
    opened.keyboard.press("End")
    opened.keyboard.press("ArrowLeft")
    said = opened.locator("#announce").inner_text()
    assert said.startswith("epoch 4: ")
    epoch = content.runs[1].history[3]
    assert f"relu, validation {epoch.val_loss:.4g}" in said
    assert f"relu, training {epoch.data_loss:.4g}" in said
    opened.keyboard.press("Escape")
    assert opened.locator("#tip").is_hidden()


def test_a_button_hides_a_series_and_shows_it_again(visit, page):
    opened = visit(page)
    before = shown(opened)
    assert len(before) == 6
    button = opened.get_by_role("button", name="relu")
    assert button.get_attribute("aria-pressed") == "true"
    button.focus()
    opened.keyboard.press("Space")
    assert button.get_attribute("aria-pressed") == "false"
    assert shown(opened) == [name for name in before if not name.startswith("relu")]
    assert opened.locator("#gradients svg.chart").count() == 3  # two networks and the ratio
    opened.get_by_role("button", name="training").click()
    assert shown(opened) == ["sigmoid, validation", "tanh, validation"]
    button.click()
    assert shown(opened) == ["sigmoid, validation", "relu, validation", "tanh, validation"]


def test_the_language_is_switched(visit, page):
    opened = visit(page)
    assert opened.evaluate("document.documentElement.lang") == "en"
    opened.get_by_role("button", name="한국어").click()
    assert opened.evaluate("document.documentElement.lang") == "ko"
    keys = ("results", "curves", "gradients", "activity", "weights", "confusion", "worst", "specification")
    titles = opened.locator("h2").all_inner_texts()
    said = [say_of(CLASSES.measure, key, "ko") for key in keys]
    assert [title for title in titles if title in said] == said
    assert opened.locator("#results th", has_text=say_of(CLASSES.measure, "test_measure", "ko")).count() == 1
    opened.get_by_role("button", name="English").click()
    assert opened.locator("#results-title").inner_text() == say("results", "en")


def test_new_data_keep_what_the_reader_has_chosen(visit, page, content, small):
    opened = visit(page)
    opened.click("#language-ko")
    opened.get_by_role("button", name="relu").click()
    opened.locator("#loss-details summary").click()
    opened.locator("#loss-details tbody tr").last.wait_for()
    opened.locator("#measure").focus()
    opened.keyboard.press("Home")
    half = replace(content, runs=tuple(replace(run, history=run.history[:3]) for run in content.runs))
    for told, points in ((half, 3), (content, 5)):
        opened.evaluate("data => render(data)", page_data(told, dataset=small))
        assert opened.evaluate("document.documentElement.lang") == "ko"
        assert [name for name in shown(opened) if "relu" in name] == []
        assert opened.locator("#loss-details tbody tr").count() == points
        assert opened.evaluate("document.activeElement.id") == "measure"
        assert opened.locator("#measure .cursor circle").count() == 4
        assert opened.locator("#measure path.line").first.get_attribute("d").count("L") == points - 1


def test_curves_are_where_their_values_are(visit, page, content):
    opened = visit(page)
    drawn = opened.locator("#measure path[data-series='tanh, validation']").get_attribute("d")
    ys = [float(point.split(" ")[1]) for point in drawn.replace("M", "L").split("L")[1:]]
    values = [epoch.val_measure for epoch in content.runs[2].history]
    slope, offset = np.polyfit(values, ys, 1)
    assert slope < 0
    np.testing.assert_allclose(slope * np.array(values) + offset, ys, atol=0.06)  # they are written with one decimal


def test_gradients_stand_on_one_logarithmic_scale(visit, page):
    opened = visit(page)
    heights = {}
    for run in (0, 1, 2):
        for layer in ("fc1", "fc2", "fc3"):
            path = opened.locator(f"#gradients-{run} path[data-series='{layer}']").get_attribute("d")
            heights[run, layer] = float(path[1:].split("L")[0].split(" ")[1])
    assert heights[0, "fc1"] == heights[1, "fc1"] == heights[2, "fc1"]
    decade = heights[0, "fc2"] - heights[0, "fc3"]
    assert decade > 10
    assert heights[0, "fc1"] - heights[0, "fc2"] == pytest.approx(decade, abs=0.2)
    opened.click("#activity button[data-value='activity dead']")
    assert opened.locator("#activity-0 path.line").count() == 2  # the last layer has no units to judge
    opened.click("#activity button[data-value='activity dormant']")
    assert opened.locator("#activity svg.chart").count() == 0
    assert "dormant units: relu: there is no such measure" in opened.locator("#activity").inner_text()
    assert "vanishing gradient" in opened.locator("#gradients table").last.inner_text()


def test_pictures_show_the_samples_and_the_weights(visit, page, content, small):
    opened = visit(page)
    told = load_predictions(content.runs[1].folder)
    row = opened.evaluate("view.data.runs[1].details.worst[0].row")
    own = told.probabilities[np.arange(len(told.labels)), told.labels]
    assert own[row] == own[told.predicted != told.labels].min()
    width, height, *pixels = opened.evaluate(READ, f"worst-1-{row}")
    assert (width, height) == (6, 6)
    np.testing.assert_array_equal(np.reshape(pixels, (6, 6, 4))[..., 0], 255 - small.x_test[row])
    _, _, *pixels = opened.evaluate(READ, "weights-1")
    assert len({tuple(pixel) for pixel in np.reshape(pixels, (-1, 4))}) > 50


def test_the_confusion_matrix_counts(visit, page, content):
    opened = visit(page)
    told = load_predictions(content.runs[0].folder)
    counts = np.zeros((5, 5), int)
    np.add.at(counts, (told.labels, told.predicted), 1)
    texts = opened.locator("table.confusion").first.locator("td").all_inner_texts()
    np.testing.assert_array_equal(np.reshape(list(map(int, texts)), (5, 5)), counts)


def test_its_data_are_downloaded_as_csv(visit, page, content):
    opened = visit(page)

    def rows(name: str) -> list[dict[str, str]]:
        with opened.expect_download() as waiting:
            opened.get_by_role("button", name=name).click()
        assert waiting.value.suggested_filename == name
        return list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8"))))

    history = rows("history.csv")
    assert [float(row["loss"]) for row in history if row["network"] == "relu"] == [
        epoch.loss for epoch in content.runs[1].history
    ]
    names = "network,seed,epoch,loss,cross_entropy,train_accuracy,val_accuracy,seconds,val_loss"
    assert ",".join(history[0]) == names
    assert [row["activation"] for row in rows("table.csv")] == ["sigmoid", "relu", "tanh"]
    insight = rows("insight.csv")
    assert len(insight) == 3 * 5 * 3
    assert [insight[6][f"derivative_histogram_{tenth}"] for tenth in (0, 1, 9)] == ["2", "0", "2"]  # fc1, epoch 3
    assert insight[8]["derivative_histogram_0"] == ""
    assert float(insight[0]["upstream_norm"]) == pytest.approx(1e-3)
    assert insight[0]["upstream_rms"] == ""
    assert sum(int(row["samples"]) for row in rows("confusion.csv")) == 3 * 200
    texts = ["=1+1", "@a", "'a", "-x", "-0.5", "a"]  # guarded as the command's own files are
    from undergrad.report.tabular import csv_text

    assert opened.evaluate("texts => csv([texts])", texts) == csv_text(texts, [])


def test_a_search_shows_every_trial_and_what_mattered(visit, searched, tmp_path):
    path = tmp_path / "search.html"
    path.write_text(page_html(page_data(searched)), encoding="utf-8")
    opened = visit(path)
    able = [trial for trial in searched.trials if trial.result.status != "failed"]
    assert opened.locator("#parallel polyline.trial").count() == len(able)
    assert opened.locator("#parallel polyline.chosen").count() == 3
    opened.locator("#parallel").focus()
    opened.keyboard.press("End")
    best = max(able, key=lambda trial: trial.result.best_val_measure)
    said = opened.locator("#announce").inner_text()
    assert said.startswith(f"trial {best.number}, complete: ")
    for key, value in (("width", best.values["width"]), ("learning rate", best.values["learning_rate"])):
        assert f"{key} {value:g}" in said
    box = opened.locator("#parallel").bounding_box()
    opened.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "trial" in opened.locator("#tip").inner_text()
    opened.locator("#parallel-details summary").click()
    opened.locator("#parallel-details tbody tr").last.wait_for()
    assert opened.locator("#parallel-details tbody tr").count() == len(searched.trials)
    widths = opened.locator("#search rect.bar").evaluate_all("bars => bars.map(bar => bar.width.baseVal.value)")
    shares = [importance.share for importance in searched.tuning.importances]
    assert np.argsort(widths).tolist() == np.argsort(shares).tolist()
    assert opened.locator("#results table >> nth=0 >> tbody th").all_inner_texts() == ["1st", "2nd", "3rd"]
    opened.click("#language-ko")
    assert opened.locator("#results table >> nth=0 >> tbody th").all_inner_texts() == ["1위", "2위", "3위"]
    assert "검증 정확도만으로" in opened.locator("#explanation").inner_text()


def test_no_text_is_taken_for_markup(visit, content, tmp_path):
    hostile = "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
    path = tmp_path / "hostile.html"
    runs = tuple(replace(run, name=hostile + run.name) for run in content.runs)
    path.write_text(page_html(page_data(replace(content, title=hostile, runs=runs))), encoding="utf-8")
    opened = visit(path)
    assert opened.locator("h1").inner_text() == hostile
    assert opened.title() == hostile
    assert opened.evaluate("window.hit") is None
    assert opened.locator("img").count() == 0


def test_a_page_says_itself_what_it_holds(page):
    text = page.read_text("utf-8")
    data = json.loads(text.split('type="application/json">')[1].split("</script>")[0])
    assert data["title"] == "three"
    assert len(data["runs"]) == 3
