"""The columns of a table on the page: what was done with each, and what each is worth to the networks."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from undergrad.data.table.cells import DATE_RULES, NUMBER_RULES
from undergrad.data.table.column import NOTHING_ELSE, REASONS, STEPS, USED, ColumnPlan, Step
from undergrad.data.table.load import load_table
from undergrad.data.table.plan import TablePlan
from undergrad.display.languages import LANGUAGES
from undergrad.experiments import DataSpec, Experiment, Network, run_experiment
from undergrad.experiments.importance import load_importance
from undergrad.insight import ColumnImportance, Importances
from undergrad.outputs import CLASSES, output_named
from undergrad.report.column_words import COLUMN_WORDS, KOREAN_ABOUT
from undergrad.report.columns import column_rows, treatment, worth_about, worth_notes, worth_others
from undergrad.report.folder import content_md
from undergrad.report.page import columns as page_columns
from undergrad.report.page import of_comparison, page_data, page_html
from undergrad.report.page.columns import columns_md
from undergrad.report.words import say, say_of


@pytest.fixture(scope="module")
def of_table(tmp_path_factory):
    """What the page of a network and a line on a table of 24 used columns is about, and the table."""
    rng, path = np.random.default_rng(0), tmp_path_factory.mktemp("table") / "table.csv"
    x, city = rng.normal(size=(240, 23)).round(4), rng.choice(["Busan", "Seoul", "<b>Jeju</b>"], 240)
    labels = np.where(x[:, 0] + 2 * (city == "Seoul") > 0.7, "yes", "no")
    names = [*(f"measured {number}" for number in range(23)), "city", "same", "label"]
    rows = [",".join(map(str, (*row, c, 1, label))) for row, c, label in zip(x, city, labels, strict=True)]
    path.write_text("\n".join([",".join(names), *rows]) + "\n")
    numbers = {"epochs": 20, "learning_rate": 0.01, "batch_size": 10}
    networks = tuple(
        Network(name=name, layers=layers, output="logistic", optimizer="adam", **numbers)
        for name, layers in (("net", "fc(8), relu"), ("line", ""))
    )
    out, dataset = tmp_path_factory.mktemp("out"), load_table(path)
    experiment = Experiment(name="table", data=DataSpec(dataset=str(path)), networks=networks, seeds=(0, 1))
    return of_comparison(run_experiment(experiment, dataset, out), out)


@pytest.fixture(scope="module")
def table_page(of_table, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page_html(page_data(of_table)), "utf-8")
    return path


def test_the_page_has_what_the_runs_of_the_first_seed_kept(of_table):
    told = page_data(of_table)["worth"]
    assert [run["name"] for run in told["runs"]] == ["net, seed 0", "line, seed 0"]
    for run, shown in zip(of_table.runs, told["runs"], strict=False):
        kept = load_importance(run.folder)
        assert shown["bars"] == [[c.name, c.fall, c.low, c.high] for c in kept.columns[:20]]
        assert {bar[0] for bar in shown["bars"][:2]} == {"measured 0", "city"}
        assert shown["others"]["en"] == f"And 4 others, of which each is worth at most {kept.columns[20].fall:.4f}."
    assert "AUC" in told["about"]["en"]
    assert "10 repeats over 40 rows" in told["about"]["en"]


def test_the_columns_and_what_was_done_with_them_are_in_both_languages_and_in_markdown(of_table):
    told = page_data(of_table)["columns"]
    assert told["en"]["rows"][-2:] == [
        ["city", "category", "3", "0", "3 features, 0 or 1 each"],
        ["same", "constant", "1", "0", "left out: the same in all rows"],
    ]
    assert told["ko"]["rows"][-1] == ["same", "상수", "1", "0", "제외: 모든 행에서 같음"]
    for language in LANGUAGES:
        page = content_md(of_table, language)
        assert f"## {say('columns', language)}\n\n| {' | '.join(told[language]['columns'])} |" in page
        assert f"| {' | '.join(told[language]['rows'][-1])} |" in page
        assert f"\n\n{say('worth_of', language, name='line, seed 0')}:\n\n| " in page
        first = load_importance(of_table.runs[0].folder).columns[0]
        assert f"| {first.name} | {first.fall:.4f} | {first.low:.4f} .. {first.high:.4f} |" in page


def test_of_a_search_the_chosen_are_told_by_their_ranks(of_table, searched):
    names = [run.name for run in searched.runs]
    runs = tuple(replace(run, name=name) for run, name in zip(of_table.runs, names, strict=False))
    search = replace(searched, runs=runs, output=of_table.output)
    for language in LANGUAGES:
        lines = columns_md(search, language)
        assert [
            line for line in lines if line in [f"{say('worth_of', language, name=say(n, language))}:" for n in names]
        ]
    assert [run["name"] for run in page_data(search)["worth"]["runs"]] == names


def test_runs_of_arrays_and_runs_that_kept_nothing_have_neither(content, of_table, monkeypatch):
    data = page_data(content)
    assert data["columns"] is data["worth"] is None
    assert say("columns", "en") not in content_md(content, "en").split("\n")
    monkeypatch.setattr(page_columns, "load_importance", lambda folder: None)
    data = page_data(of_table)
    assert data["worth"] is None
    assert data["columns"] is not None
    gone = replace(of_table, runs=tuple(replace(run, folder=None) for run in of_table.runs))
    assert page_data(gone)["columns"] is None


def test_of_a_table_of_pixels_no_columns_are_listed(of_table, monkeypatch):
    plan = TablePlan.plain(["a", "b"], pixels=True)
    read = page_columns.read_model

    def of_pixels(path):
        stored = read(path)
        return replace(stored, about=msgspec.structs.replace(stored.about, table=plan))

    monkeypatch.setattr(page_columns, "read_model", of_pixels)
    assert page_data(of_table)["columns"] is None


def test_each_kind_step_reason_and_rule_has_words():
    kinds = (*USED, "identifier", "text", "constant", "dropped")
    wanted = {*(f"kind_{kind}" for kind in kinds), *(f"step_{step}" for step in STEPS)}
    assert {key for key in COLUMN_WORDS if key.startswith(("kind_", "step_"))} == wanted
    assert set(KOREAN_ABOUT) == {*REASONS, *NUMBER_RULES, *DATE_RULES}


def test_what_is_done_with_a_column_is_said_step_by_step():
    date = ColumnPlan(
        name="day", kind="date", written="month/day/year", could_be="day/month/year", clock=True, indicator=True
    )
    assert treatment(date) == (
        "standardised, with its place in year, week and day, missing becomes the median and a feature; read as "
        "month/day/year; could be day/month/year"
    )
    assert treatment(date) == date.treatment
    assert "월/일/연 순서로 읽음; 일/월/연 순서일 수도 있음" in treatment(date, "ko")
    category = ColumnPlan(name="city", kind="category", categories=("Seoul",), indicator=True, other=True)
    assert treatment(category) == "1 feature, 0 or 1, missing is one besides, the rest is one besides"
    assert treatment(ColumnPlan(name="n", kind="number", written="decimal comma")) == (
        "standardised; written with decimal comma"
    )
    only = ColumnPlan(name="n", kind="number", why=NOTHING_ELSE, far=1e9)
    assert treatment(only) == f"standardised; it numbers the rows, but there is nothing else; {only.doubt}"
    assert treatment(only, "ko").startswith("표준화; 이유: 행 번호이지만 다른 열이 없음; 1e+09 값이")
    assert treatment(ColumnPlan(name="n", kind="dropped")) == "left out"
    assert treatment(ColumnPlan(name="n", kind="dropped"), "ko") == "제외"
    later = ColumnPlan(name="n", kind="later", why="something new")  # of a later version
    assert treatment(later, "ko") == "제외: something new"
    assert later.steps == (Step("left_out", "something new"),)


def test_how_cells_are_written_is_said_of_a_table_as_it_is_read(tmp_path):
    rows = [f'0{day}/0{month}/2024,"{day},5",{day % 3},{day % 2}' for month in range(1, 10) for day in range(1, 10)]
    path = tmp_path / "written.csv"
    path.write_text("\n".join(["day,price,number,label", *rows]) + "\n")
    day, price, number = column_rows(load_table(path).table)
    assert day[-1].endswith("; read as month/day/year; could be day/month/year")
    assert price[-1] == "standardised; written with decimal comma"
    assert number[-1] == "standardised"


def test_of_many_columns_neighbours_that_are_alike_share_a_row():
    columns = [ColumnPlan(name=f"x{number}", kind="number", distinct=number, missing=1) for number in range(40)]
    plan = TablePlan(columns=(*columns, ColumnPlan(name="id", kind="identifier", why=REASONS[3], distinct=9)))
    assert column_rows(plan) == [
        ["x0 to x39 (40)", "number", "0 to 39", "40", "standardised"],
        ["id", "identifier", "9", "0", "left out: it numbers the rows"],
    ]
    assert len(column_rows(TablePlan(columns=tuple(columns[:30])))) == 30


def worth(*falls, **fields):
    columns = tuple(
        ColumnImportance(name=f"x{number}", fall=fall, low=fall - 0.01, high=fall + 0.01)
        for number, fall in enumerate(falls)
    )
    numbers = {"value": 0.9, "over_chance": 0.5, "reached": 1.0, "rows": 40, "of_rows": 40, "repeats": 10}
    return Importances(**{**numbers, **fields}, columns=columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_thinned_is_said(language):
    measure = CLASSES.measure
    said = worth_about(worth(0.1, rows=2000, of_rows=12345, repeats=3), measure, language)
    assert "2,000" in said
    assert "12,345" in said
    assert "12,345" not in worth_about(worth(0.1, rows=2000, of_rows=2000), measure, language)
    [note] = worth_notes("net", worth(too_many=54321), measure, language)
    assert "54,321" in note
    assert worth_others(worth(*[0.1] * 20), measure, language) is None
    assert "12.00 %" in worth_others(worth(*[0.12] * 23), measure, language)
    assert "1.235" in worth_others(worth(*[1.23456] * 23), output_named("absolute").measure, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_that_alone_carries_nearly_everything_is_named(language):
    [note] = worth_notes("net", worth(0.5, 0.01), CLASSES.measure, language)
    assert "'x0'" in note
    assert CLASSES.measure.words[language] in note
    assert worth_notes("net", worth(0.2, 0.01), CLASSES.measure, language) == []


def test_bars_lie_where_their_numbers_are(visit, table_page, of_table):
    opened = visit(table_page)
    told = page_data(of_table)["worth"]["runs"][0]["bars"]
    chart = opened.locator("#worth-0")
    bars = chart.locator("rect").evaluate_all(
        "all => all.map(bar => [bar.x.baseVal.value, bar.width.baseVal.value, bar.className.baseVal])"
    )
    whiskers = chart.locator("path.whisker").evaluate_all(
        "all => all.map(path => path.getBBox()).map(b => [b.x, b.width])"
    )
    zero = float(chart.locator("line.axis").get_attribute("x1"))
    per_unit = bars[0][1] / told[0][1]
    for (x, width, kind), (start, length), (_, fall, low, high) in zip(bars, whiskers, told, strict=True):
        assert width == pytest.approx(max(1, abs(fall) * per_unit), abs=1e-3)
        assert min(x, x + width) == pytest.approx(zero + min(0, fall) * per_unit, abs=1e-3)
        assert (start, length) == pytest.approx((zero + low * per_unit, (high - low) * per_unit), abs=0.2)
        assert kind == ("bar" if low > 0 else "bar doubtful")
    names = chart.locator("title").evaluate_all("all => all.map(title => title.textContent)")
    assert names == [bar[0] for bar in told]


def test_the_numbers_are_there_as_a_table_and_the_languages_change(visit, table_page, of_table):
    opened = visit(table_page)
    opened.locator("#worth-1-details summary").click()
    name, fall, low, high = page_data(of_table)["worth"]["runs"][1]["bars"][0]
    cells = opened.locator("#worth-1-table-region tbody tr").first.locator("th, td").all_inner_texts()
    assert cells == [name, f"{fall:.4f}", f"{low:.4f} … {high:.4f}"]
    opened.click("#language-ko")
    assert opened.locator("#worth-title").inner_text() == say("worth", "ko")
    head = opened.locator("#worth-1-table-region thead th").nth(1).inner_text()
    assert head == say_of(output_named("logistic").measure, "worth_fall", "ko")
    assert opened.locator("#columns tbody tr").last.inner_text().split("\t")[1] == "상수"


@pytest.mark.parametrize(("width", "scheme", "language"), [(400, "dark", "ko"), (1400, "light", "en")])
def test_it_fits_the_window_and_axe_finds_nothing_serious(visit, table_page, axe, width, scheme, language):
    opened = visit(table_page, width=width, scheme=scheme)
    opened.click(f"#language-{language}")
    opened.locator("#worth-0-details summary").click()
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    opened.evaluate(axe)
    for section in ("#worth", "#columns"):
        found = opened.evaluate("async (name) => (await axe.run(name)).violations", section)
        assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []


def test_a_name_that_is_too_long_keeps_both_ends_and_its_whole_text(visit, of_table, tmp_path):
    data = page_data(of_table)
    long = [f"what was measured on the third day in the house number {number}" for number in (1, 2)]
    data["worth"]["runs"][0]["bars"] = [[name, 0.1, None, None] for name in (*long, "온도" * 40)]
    path = tmp_path / "long.html"
    path.write_text(page_html(data), "utf-8")
    chart = visit(path, width=400).locator("#worth-0")
    shown = chart.locator("g > text[text-anchor=end]").all_text_contents()
    assert len(set(shown)) == 3
    assert all("…" in name for name in shown)
    assert shown[0].endswith("1")
    assert chart.locator("title").first.evaluate("title => title.textContent") == long[0]
    lefts = chart.locator("g > text[text-anchor=end]").evaluate_all("all => all.map(text => text.getBBox().x)")
    assert min(lefts) >= 0
    assert chart.locator("path.whisker").count() == 0
