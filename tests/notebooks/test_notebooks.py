"""The notebooks: each runs from top to bottom, and a page and a file to download are made of it that say the same."""

from __future__ import annotations

import json
import re

import pytest

from tools.notebooks import worker
from tools.notebooks.cells import FOLDER, Cell, cells_of, notebooks
from tools.notebooks.ipynb import ipynb, write
from tools.notebooks.page import drawn, page
from tools.notebooks.run import NotebookError, run

pytest.importorskip("sklearn")
pytest.importorskip("pandas")

PAGES = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)


def outputs_of(*sources: str) -> list[list[list[str]]]:
    return [list(outputs) for outputs in run("a.md", [Cell("code", source) for source in sources]).outputs]


@PAGES
def test_every_notebook_runs_from_top_to_bottom_and_shows_tables_and_figures(path):
    finished = run(path.name, cells_of(path.read_text("utf-8")))
    shown = [output for outputs in finished.outputs for output in outputs]
    assert {"text", "html", "svg"} <= {output[0] for output in shown}
    assert "Warning" not in finished.complaints
    # Numbers are computed: a sentence between the cells has no accuracy typed into it.
    prose = "".join(cell.source for cell in finished.cells if cell.kind == "text")
    assert not re.search(r"\b\d+\.\d+ ?%|\b0\.\d{4,}\b", prose), path
    made = page(path.stem, finished)
    assert f'href="{path.stem}.ipynb"' in made
    assert "holds:" not in made
    assert made.count("<svg") == sum(output[0] == "svg" for output in shown)
    names = re.findall(r'\bid="([^"]+)"', made)
    assert len(names) == len(set(names))


@PAGES
def test_what_depends_on_the_result_is_held_by_it(path):
    cells = cells_of(path.read_text("utf-8"))
    claims = [cell for cell in cells if cell.kind == "claim"]
    assert len(claims) >= 3
    for cell in claims:
        compile(cell.source, "claim", "eval")


@PAGES
def test_no_output_lies_in_the_repository(path):
    assert not re.search(r"<svg|<table|image/png|!\[", path.read_text("utf-8"))


def test_the_files_to_download_are_jupyters_and_have_no_output(tmp_path):
    write(tmp_path)
    assert {file.stem for file in tmp_path.iterdir()} == {path.stem for path in notebooks()}
    for path in notebooks():
        made = json.loads((tmp_path / f"{path.stem}.ipynb").read_text("utf-8"))
        assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
        assert len({cell["id"] for cell in made["cells"]}) == len(made["cells"])
        code = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
        written = [cell.source for cell in cells_of(path.read_text("utf-8")) if cell.kind == "code"]
        assert ["".join(cell["source"]) for cell in code] == written
        # It is opened where no other page is, so it links to none, and where nobody checks, so it claims nothing.
        text = "".join("".join(cell["source"]) for cell in made["cells"] if cell["cell_type"] == "markdown")
        assert "](.." not in text
        assert ".md)" not in text
        assert "holds:" not in text


def test_jupyters_own_check_accepts_the_files(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    write(tmp_path)
    for file in tmp_path.iterdir():
        nbformat.validate(nbformat.read(file, as_version=4))


def test_links_to_other_pages_become_their_words():
    [cell] = json.loads(ipynb([Cell("text", "See [a](b.md), [c](https://example.org) and ![d](e.svg).")]))["cells"]
    assert cell["source"] == ["See a, [c](https://example.org) and ![d](e.svg)."]


def test_every_notebook_is_listed_among_the_tutorials():
    index = (FOLDER.parent / "tutorials" / "index.md").read_text("utf-8")
    assert len(notebooks()) == 5
    for path in notebooks():
        assert f"](../notebooks/{path.name})" in index
        assert f"\n../notebooks/{path.stem}\n" in index


def test_the_last_line_shows_itself_and_a_semicolon_keeps_it_back():
    assert outputs_of("x = 2\nx", "x;", "x + 1  # said", "None", "print(x)\nx") == [
        [["text", "2\n"]], [], [["text", "3\n"]], [], [["text", "2\n"], ["text", "2\n"]],
    ]  # fmt: skip


def test_what_is_displayed_and_printed_keeps_its_order():
    source = (
        "class Table:\n    def _repr_html_(self): return '<table></table>'\nprint('a')\ndisplay(Table())\nprint('b')"
    )
    assert outputs_of(source) == [[["text", "a\n"], ["html", "<table></table>"], ["text", "b\n"]]]


def test_an_open_figure_is_shown_once_and_closed():
    shown = outputs_of(
        "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.set(title='A < B', xlabel='x');", "1"
    )
    [figure] = shown[0]
    assert figure[0] == "svg"
    assert figure[2] == "Figure: A < B; x"
    assert shown[1] == [["text", "1\n"]]


def test_a_class_of_a_cell_has_its_source():
    written = "class A:\n    def f(self):\n        return 1"
    [_, [[_, shown]]] = outputs_of(written, "import inspect\nprint(inspect.getsource(A.f))")
    assert shown.strip() == "def f(self):\n        return 1"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([Cell("code", "x = 1\nx / 0")], "ZeroDivisionError"),
        ([Cell("code", "x = 1"), Cell("claim", "x == 2")], "what is said behind cell 1 does not hold: x == 2"),
        ([Cell("code", "x = ")], "SyntaxError"),
        ([Cell("code", "import os\nos._exit(3)")], "does not run to its end"),
    ],
)
def test_a_notebook_that_fails_is_named_with_the_reason(cells, expected):
    with pytest.raises(NotebookError, match=expected) as caught:
        run("name.md", cells)
    assert str(caught.value).startswith("name.md ")


def test_every_run_begins_with_nothing_in_an_empty_folder():
    first = "import os\nprint(os.listdir(), 'x' in globals())\nx = 1\nopen('left', 'w').close()"
    assert outputs_of(first) == outputs_of(first) == [[["text", "[] False\n"]]]


def test_nothing_that_a_library_prints_past_python_spoils_the_answer():
    assert outputs_of("import os\nwritten = os.write(1, b'noise')\n'a'") == [[["text", "'a'\n"]]]


def test_a_page_without_code_is_no_notebook():
    with pytest.raises(ValueError, match="no notebook"):
        cells_of("# Words\n")


def test_a_figure_takes_the_colour_of_the_text_and_leaves_the_page_alone():
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().plot([1, 2], color="#000000", label="a line")
    made = drawn(worker.svg(figure), "one-", worker.description(figure))
    assert 'aria-label="Figure: a line"' in made
    assert "#000000" not in made
    assert "<style" not in made
    assert "<metadata" not in made
    assert "#ffffff" not in made  # a background
    assert all(name.startswith("one-") for name in re.findall(r'\bid="([^"]+)"', made))
    assert all(name.startswith("one-") for name in re.findall(r'(?:href="|url\()#([^")]+)', made))
