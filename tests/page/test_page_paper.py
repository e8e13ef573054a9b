"""The page on paper: all of it, whatever the window was, with its pictures, and nothing cut off."""

from __future__ import annotations

import dataclasses
import io
import re
import unicodedata
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from page_help import GARMENTS, READ, of_classes

from undergrad.report.page import page_data, page_html

BEGIN_PRINTING = "window.dispatchEvent(new Event('beforeprint'))"


def pages(opened) -> list[str]:
    """The text of each page of paper."""
    from pypdf import PdfReader  # comes with Playwright, in the extra `browser`

    texts = [page.extract_text() for page in PdfReader(io.BytesIO(opened.pdf(format="A4"))).pages]
    return [unicodedata.normalize("NFKC", text) for text in texts]  # ligatures are the font's


@pytest.fixture
def six(content, small, tmp_path):
    """A page of six runs in a file."""
    again = (replace(run, name=f"{run.name} again") for run in content.runs)
    path = tmp_path / "six.html"
    path.write_text(page_html(page_data(replace(content, runs=(*content.runs, *again)), dataset=small)), "utf-8")
    return path


def test_paper_holds_the_whole_page_whatever_the_width_of_the_window(visit, six):
    printed = {width: pages(visit(six, width=width)) for width in (1400, 800, 400)}
    assert printed[1400] == printed[800] == printed[400]
    last = visit(six).locator("#specification > p").last.inner_text()
    assert "".join(printed[1400][-1].split()).endswith("".join(last.split()))
    assert len(re.findall(r"test sample \d", "".join(printed[1400]))) == 6 * 12


def test_after_printing_the_page_is_as_it_was(visit, page):
    opened = visit(page)
    before = opened.locator("body").inner_html()
    opened.pdf()
    opened.wait_for_function("before => document.body.innerHTML === before", arg=before)


def test_it_prints_without_its_controls_and_on_white(visit, page):
    opened = visit(page, scheme="dark")
    opened.emulate_media(media="print", color_scheme="dark")
    assert opened.locator("nav").is_hidden()
    assert opened.locator("#downloads").is_hidden()
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.locator("#measure").is_visible()
    counts = opened.locator("table.confusion td")
    assert set(counts.evaluate_all("cells => cells.map(cell => getComputedStyle(cell).printColorAdjust)")) == {"exact"}


def test_pictures_are_painted_for_paper_before_its_pages_are_laid_out(visit, page):
    opened = visit(page, scheme="dark")
    opened.evaluate(f"window.addEventListener('beforeprint', () => {{ window.painted = ({READ})('weights-0'); }})")
    opened.pdf()
    _, _, *pixels = opened.evaluate("window.painted")  # on white paper, a weight near 0 is light
    painted = np.reshape(pixels, (-1, 4))
    assert painted[painted[:, 3] == 255][:, :3].max() > 200
    _, _, *pixels = opened.evaluate(READ, "weights-1")
    painted = np.reshape(pixels, (-1, 4))
    middle = painted[painted[:, 3] == 255][:, :3]
    assert np.abs(middle.astype(int) - [0x1F, 0x24, 0x29]).sum(axis=1).min() < 30  # on the dark screen again


def test_a_caption_is_on_the_page_of_its_matrix(visit, content, tmp_path):
    again = (replace(run, name=f"{run.name} again") for run in content.runs)
    data = of_classes(page_data(replace(content, runs=(*content.runs, *again))), GARMENTS)
    path = tmp_path / "garments.html"
    path.write_text(page_html(data), "utf-8")
    printed = [text for text in pages(visit(path)) if "Confusion matrix of" in text]
    assert len(printed) > 1
    for text in printed:
        assert text.count("Confusion matrix of") == text.count("true \\") == text.count("Most often")


def test_the_specification_of_many_runs_fits_on_paper(visit, content, tmp_path):
    run = content.runs[0]
    networks = [
        dataclasses.replace(
            run.spec.network,
            name=f"a network of width {number}",
            learning_rate=0.1 + number / 1000,
            reg_lambda=number * 1e-6,
            optimizer=f"sgd(momentum={number / 100})",
            batch_size=32 + number,
            epochs=5 + number,
        )
        for number in range(15)
    ]
    runs = tuple(
        replace(run, name=network.name, spec=msgspec.structs.replace(run.spec, network=network)) for network in networks
    )
    path = tmp_path / "many.html"
    path.write_text(page_html(page_data(replace(content, runs=runs))), "utf-8")
    opened = visit(path, width=1400)
    opened.evaluate(BEGIN_PRINTING)
    opened.set_viewport_size({"width": 718, "height": 1000})
    opened.emulate_media(media="print")
    [own, shared] = opened.locator("#specification table").all()
    assert own.locator("tbody tr").count() == 15
    assert {"structure", "data"} <= set(shared.locator("tbody th").all_inner_texts())
    widths = opened.locator(".scroll > table").evaluate_all("tables => tables.map(table => table.offsetWidth)")
    assert 400 < max(widths) <= 718
