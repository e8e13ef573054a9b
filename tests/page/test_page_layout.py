"""That everything can be read: nothing is cut off, covered, broken inside a word, or smaller than print."""

from __future__ import annotations

import itertools
from dataclasses import replace

import msgspec
import pytest
from page_help import GARMENTS, of_classes

from undergrad.display.languages import LANGUAGES
from undergrad.report.page import page_data, page_html
from undergrad.report.words import say

#: Words of the page's text that are broken from one line to the next.
BROKEN = """() => {
    const found = [], walker = document.createTreeWalker(document.getElementById('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const element = node.parentElement;
        if (!element.checkVisibility() || element.closest('.unseen, svg, .upright thead')) continue;
        for (const { index, 0: word } of node.data.matchAll(/[\\uac00-\\ud7a3]+/g)) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(word);
        }
    }
    return found;
}"""

#: How light the backgrounds of the table cells of each depth are, of 255.
LIGHTNESS = """() => Array.from({ length: 10 }, (_, depth) => {
    const cell = document.createElement('td');
    cell.className = `h${depth}`;
    document.querySelector('table.confusion tr').append(cell);
    const painted = depth ? getComputedStyle(cell) : getComputedStyle(document.body);
    const [red, green, blue] = painted.backgroundColor.match(/\\d+/g).map(Number);
    cell.remove();
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
})"""


@pytest.fixture
def write(tmp_path):
    """Puts a page's data into a file."""

    def write(data):
        path = tmp_path / "page.html"
        path.write_text(page_html(data), "utf-8")
        return path

    return write


def boxes(opened, selector: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each element."""
    found = [element.bounding_box() for element in opened.locator(selector).all()]
    return [(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]) for box in found]


@pytest.mark.parametrize("width", [1100, 1400, 1920])
@pytest.mark.parametrize("names", [tuple("0123456789"), GARMENTS], ids=["digits", "garments"])
def test_confusion_matrices_are_whole_and_lie_beside_each_other(visit, content, write, width, names):
    opened = visit(write(of_classes(page_data(content), names)), width=width)
    scrolled = ".matrices .scroll"
    assert opened.locator(scrolled).evaluate_all("all => all.every(box => box.scrollWidth <= box.clientWidth)")
    places = boxes(opened, scrolled)
    assert max(right for _, _, right, _ in places) <= width
    for one, other in itertools.combinations(places, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    corners = boxes(opened, "table.confusion tbody tr:last-child td:last-child")
    assert all(corner[2] <= place[2] + 1 for corner, place in zip(corners, places, strict=True))


def test_in_a_narrow_window_a_matrix_scrolls_and_says_so(visit, content, write):
    opened = visit(write(of_classes(page_data(content), GARMENTS + tuple(map(str, range(8))))), width=400)
    assert opened.evaluate("document.documentElement.scrollWidth") == 400
    box = opened.locator(".matrices .scroll").first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert box.get_attribute("data-more") is not None
    assert "gradient" in box.evaluate("box => getComputedStyle(box).maskImage")
    box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
    opened.wait_for_function("() => !document.querySelector('.matrices .scroll').hasAttribute('data-more')")


@pytest.mark.parametrize(("scheme", "direction"), [("light", -1), ("dark", 1)])
def test_the_more_the_stronger_the_colour(visit, page, scheme, direction):
    lightness = visit(page, scheme=scheme).evaluate(LIGHTNESS)
    assert all((after - before) * direction > 0 for before, after in itertools.pairwise(lightness))


def test_with_many_classes_it_is_said_once_that_there_is_no_matrix(visit, content, write):
    data = of_classes(page_data(content), tuple(map(str, range(30))))
    for run in data["runs"]:
        run["details"]["confusion"] = None
    text = visit(write(data)).locator("#confusion").inner_text()
    assert text.count(say("many_classes", "en", classes=30)) == 1
    assert say("confusion_help", "en") not in text
    assert text.count("Most often") == 3


def test_each_network_tells_how_many_of_its_units_are_pictured(visit, content, write):
    data = page_data(content)
    data["runs"][1]["details"]["weights"]["units"] = 128
    captions = visit(write(data)).locator("#weights figcaption").all_inner_texts()
    assert captions == ["sigmoid: 8 of 8 units", "relu: 8 of 128 units", "tanh: 8 of 8 units"]


@pytest.mark.parametrize("width", [400, 1400])
def test_no_korean_word_is_broken(visit, page, width):
    opened = visit(page, width=width)
    opened.click("#language-ko")
    assert opened.evaluate(BROKEN) == []


def test_a_search_is_legible_in_a_narrow_window(visit, searched, write):
    opened = visit(write(page_data(searched)), width=400)
    assert opened.evaluate("document.documentElement.scrollWidth") == 400
    [(_, top, _, bottom)] = boxes(opened, "#parallel")
    assert bottom - top > 300
    [letters] = {box[3] - box[1] > 9 for box in boxes(opened, "#parallel text")}
    assert letters


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_axis_name_is_beside_its_ticks(visit, content, write, language):
    history = [
        msgspec.structs.replace(epoch, val_measure=0.9912 + epoch.epoch / 10000, train_measure=0.9915)
        for epoch in content.runs[0].history
    ]
    opened = visit(write(page_data(replace(content, runs=(replace(content.runs[0], history=history),)))))
    opened.click(f"#language-{language}")
    name = next(box for box in boxes(opened, "#measure .axis-name") if box[3] - box[1] > box[2] - box[0])
    ticks = boxes(opened, "#measure .rules text[text-anchor=end]")
    assert len(opened.locator("#measure .rules text").first.text_content()) > 5
    assert name[2] < min(left for left, *_ in ticks)
    assert name[0] >= boxes(opened, "#measure")[0][0]


def test_one_epoch_is_one_tick(visit, content, write):
    runs = tuple(replace(run, history=run.history[:1], insight=None) for run in content.runs)
    opened = visit(write(page_data(replace(content, runs=runs))))
    assert opened.locator("#loss .rules text[text-anchor=middle]").all_text_contents() == ["1"]


@pytest.mark.parametrize("width", [400, 1400])
def test_names_at_the_ends_of_curves_are_whole_or_shortened(visit, content, write, width):
    long = replace(content.runs[1], name="a network with a name that is long")
    runs = (replace(content.runs[0], name="sigmoid, seed 0"), long, content.runs[2])
    opened = visit(write(page_data(replace(content, runs=runs))), width=width)
    right = boxes(opened, "#ratio")[0][2]
    assert all(box[2] <= right for box in boxes(opened, "#ratio .end"))
    names = opened.locator("#ratio .end").all_text_contents()
    assert {"sigmoid, seed 0", "tanh"} < set(names)
    assert any(name.endswith("…") for name in names) == (width == 400)


def test_the_tip_does_not_stay_when_the_page_is_scrolled(visit, page):
    opened = visit(page)
    opened.locator("#measure").hover(position={"x": 300, "y": 100})
    assert opened.locator("#tip").is_visible()
    opened.mouse.wheel(0, 3000)
    opened.locator("#tip").wait_for(state="hidden")
