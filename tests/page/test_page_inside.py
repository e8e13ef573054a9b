"""What the page shows of the inside of networks: measures and what they are, units, verdicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from undergrad.display.languages import LANGUAGES
from undergrad.report.page import page_data, page_html
from undergrad.report.words import say

HISTOGRAM = "#activity button[data-value='activity derivative_histogram']"


@pytest.fixture
def show(visit, tmp_path):
    """Opens a page about something."""

    def show(content, **options):
        path = tmp_path / "page.html"
        path.write_text(page_html(page_data(content)), "utf-8")
        return visit(path, **options)

    return show


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_says_what_it_is(visit, page, language):
    opened = visit(page)
    opened.click(f"#language-{language}")
    for section, count in (("gradients", 6), ("activity", 7)):
        buttons = opened.locator(f"#{section} [data-action=measure]")
        assert buttons.count() == count
        for index in range(count):
            buttons.nth(index).click()
            measure = buttons.nth(index).get_attribute("data-value").split(" ")[1]
            assert opened.locator(f"#{section} > .about").inner_text() == say(f"about_{measure}", language)
    assert "dead units are counted too" in say("about_near_dead", "en")


def test_units_by_their_derivative_are_a_map_with_values_and_a_table(visit, page):
    opened = visit(page)
    opened.click(HISTOGRAM)
    maps = opened.locator("#activity svg.chart")
    assert maps.count() == 3 * 2  # the last layer has no units to judge
    assert maps.nth(3).get_attribute("aria-label") == "units by their mean derivative: relu, fc2"
    # After epoch e, e - 1 of four units are in the highest tenth, and the others in the lowest: none is in between.
    chart = opened.locator("#activity-1-1")
    drawn = chart.evaluate(
        """chart => Object.fromEntries([...chart.querySelectorAll('path')].map(
            path => [path.getAttribute('class'), path.getAttribute('d').split('Z').length - 1]))"""
    )
    assert drawn == {"h5": 2, "h7": 2, "h8": 2, "h9": 2}  # a quarter, a half, three quarters, all
    chart.focus()
    opened.keyboard.press("End")
    opened.keyboard.press("ArrowLeft")
    said = opened.locator("#announce").inner_text()
    assert said.startswith("epoch 4: 0.9–1 3; 0.8–0.9 0; ")
    assert said.endswith("; 0–0.1 1")
    opened.keyboard.press("Escape")
    chart.hover(position={"x": 60, "y": 50})
    assert opened.locator("#tip tr").first.locator("td").all_text_contents() == ["0.9–1", "0"]
    opened.locator("#activity-1-1-details summary").click()
    opened.locator("#activity-1-1-details tbody tr").last.wait_for()
    rows = opened.locator("#activity-1-1-details tbody tr").all_inner_texts()
    assert [row.split()[0::10] for row in rows] == [[str(e), str(5 - e)] for e in (1, 2, 3, 4, 5)]


def test_layers_of_a_run_share_a_row_of_verdicts_and_each_kind_is_defined_once(visit, page):
    opened = visit(page)
    rows = opened.locator("#gradients table").last.locator("tbody tr").all_inner_texts()
    assert len(rows) == 3 * 2
    assert rows[1].split("\t") == [
        *("sigmoid", "steps too small", "warning", "fc1, fc2", "2-5", "1.00e-5", "3 (fc2)"),
        "norm of dW 0.25, norm of W 12.5",
    ]
    assert opened.locator("#gradients .notes li").all_inner_texts() == [
        "vanishing gradient: Gradient at the first layer / gradient at the last < 0.01 (severe). "
        "Source: Hochreiter 1991.",
        "steps too small: size of a step / size of W < 0.0002 (warning). Source: Karpathy.",
    ]
    opened.click("#language-ko")
    assert opened.locator("#gradients .notes li").last.inner_text() == (
        "너무 작은 갱신: 갱신 크기 / W의 크기 < 0.0002 (경고). 출처: Karpathy."
    )


def test_a_row_of_verdicts_is_no_taller_than_two_lines_in_a_narrow_window(visit, page):
    opened = visit(page, width=400)
    heights = (
        opened.locator("#gradients table")
        .last.locator("tbody tr")
        .evaluate_all("rows => rows.map(row => row.offsetHeight)")
    )
    assert max(heights) < 70


def test_where_nothing_was_recorded_the_page_says_so_once(show, content):
    opened = show(replace(content, runs=tuple(replace(run, insight=None) for run in content.runs)))
    assert opened.locator("main").inner_text().count(say("no_insight", "en")) == 1
    assert opened.locator("#activity").count() == 0


def test_runs_without_a_record_are_named(show, content):
    first, *others = content.runs
    opened = show(replace(content, runs=(first, *(replace(run, insight=None) for run in others))))
    text = opened.locator("main").inner_text()
    assert text.count(say("no_insight_of", "en", names="relu, tanh")) == 1
    assert say("no_insight", "en") not in text


def test_of_a_run_without_an_epoch_it_is_not_said_that_nothing_was_recorded(show, content):
    runs = tuple(replace(run, insight=None, result=None, folder=None, history=()) for run in content.runs)
    opened = show(replace(content, runs=runs, comparison=None))
    assert opened.locator("#gradients").count() == 0
