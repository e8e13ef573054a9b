"""What students read: complete in both languages, and never another thing than what judges them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest

from undergrad.check import load_assignment
from undergrad.check.assignment import CHECKS, parse_assignment, shipped
from undergrad.course.handout.classes import called, points_of
from undergrad.course.handout.documents import documents
from undergrad.course.handout.shapes import LIST, NUMBER, shapes_of
from undergrad.display.languages import LANGUAGES
from undergrad.errors import UsageError
from undergrad.exercises.table import exercise_called

HOMEWORKS = [name for name in shipped() if not name.startswith("book-")]
EVERY = [(name, language) for name in HOMEWORKS for language in LANGUAGES]
_VOID = {"meta", "br", "hr", "img", "mspace"}

OWN = """
title = "Two layers"

[task]
introduction = "Read **this** first."
rules = {en = "No loops.", ko = "반복문 금지."}
files = ["A1_STUDENTID_Name.zip"]

[[task.experiments]]
name = "x"
points = 7
run = {dataset = "mnist-10k", train_samples = 200, test_samples = 100, hidden = [8], activation = "tanh", epochs = 2}

[[method]]
name = "Tanh.forward"
points = 3
[[method]]
name = "FCLayer.backward"
points = {values = 10, batches = 2.5}
[[method]]
name = "FCLayer.update"
given = true
"""


def own(text: str = OWN):
    return parse_assignment(text, where="my.toml", name="my")


class Structure(HTMLParser):
    """Whether elements close in the order in which they were opened, and what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.loads: list[str] = []
        self.counts: dict[str, int] = {}

    def handle_starttag(self, tag, attributes):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.loads += [str(value) for name, value in attributes if name in ("src", "href", "srcset")]
        if tag not in _VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag):
        if tag not in _VOID:
            assert self.opened.pop() == tag


def structure(page: str) -> Structure:
    parser = Structure()
    parser.feed(page)
    parser.close()
    assert parser.opened == []
    return parser


def section(task: str, cls: str) -> str:
    """What the task says of a class."""
    parts = re.split(r"^### ", task, flags=re.MULTILINE)
    [part] = [part for part in parts if part.startswith(f"`{cls}(")]
    return part.split("\n## ")[0]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_method_that_is_asked_for_stands_there_with_its_points_and_shapes(name, language):
    assignment = load_assignment(name)
    task = documents(assignment, language)["task.md"]
    for cls, items in assignment.classes.items():
        for item in items:
            if item.given:
                assert re.search(rf"^- `{cls}`: .*`{exercise_called(item.name).method}`", task, flags=re.MULTILINE)
                continue
            text = section(task, cls)
            [row] = [line for line in text.splitlines() if line.startswith(f"| `{called(item.name)}` |")]
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            assert cells[-1] == (f"{points_of(item):g}" if item.points else "")
            terms = exercise_called(item.name).terms
            for quantity, shape in shapes_of(item.name).items():
                cell = cells[1] if quantity in terms.arguments and quantity not in terms.gives else " ".join(cells[1:])
                assert quantity == "result" or f"`{quantity}`" in cell or f"`self.{quantity}`" in cell
                assert shape in (NUMBER, LIST) or terms.elementwise or shape in cell
            assert not terms.math or f"\n- `{called(item.name)}`:" in text
    total = sum(map(points_of, assignment.methods))
    assert f" {total:g}" in task


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_page_loads_nothing_is_well_formed_and_has_each_formula_of_the_text(name, language):
    texts = documents(load_assignment(name), language)
    for file in ("task", "report"):
        if f"{file}.html" in texts:
            parser = structure(texts[f"{file}.html"])
            assert parser.loads == []
            formulas = re.findall(r"\$[^$\n]+\$", re.sub(r"`[^`]*`", "", texts[f"{file}.md"]))
            assert parser.counts.get("math", 0) == len(formulas)
            assert not re.search("[\ue000\ue001]", texts[f"{file}.html"])
            assert f'<html lang="{language}">' in texts[f"{file}.html"]


@pytest.mark.parametrize("name", HOMEWORKS)
def test_both_languages_are_whole_and_say_the_same_methods(name):
    assignment = load_assignment(name)
    english, korean = (documents(assignment, language) for language in LANGUAGES)
    assert english.keys() == korean.keys()
    for file, text in english.items():
        assert not re.search("[가-힣]", text), f"{file} in English has Korean in it"
        assert re.search("[가-힣]", korean[file])
    for file in ("task.md", "report.md"):
        if file in english:
            codes = [sorted(re.findall(r"`[^`\n]+`", texts[file])) for texts in (english, korean)]
            assert set(codes[0]) == set(codes[1])


def test_the_points_that_are_read_are_those_that_are_given():
    assignment = load_assignment("hw3")
    methods = tuple(
        msgspec.structs.replace(item, points=item.points + 1.5) if item.name == "Tanh.backward" else item
        for item in assignment.methods
    )
    changed = documents(msgspec.structs.replace(assignment, methods=methods), "en")["task.md"]
    assert "| 6.5 |" in section(changed, "Tanh")
    assert "Together 101.5 points" in changed


def test_a_new_assignment_gives_a_task_a_script_and_a_report():
    texts = documents(own(), "en", file="layers.py")
    assert list(texts) == ["README.md", "task.md", "task.html", "main.py", "report.md", "report.html"]
    task = texts["task.md"]
    assert task.startswith("# Two layers\n\nRead **this** first.\n")
    assert "<strong>this</strong>" in texts["task.html"]
    assert "| 12.5 |" in section(task, "FCLayer")
    assert "10 for the right numbers at the usual sizes, 2.5 for several batches" in task
    assert "undergrad check layers.py --assignment my.toml --points" in task
    assert "### Experiment (x) (7 points)" in task
    assert "`FCLayer(784, 8)` → `Tanh()` → `FCLayer(8, 10)` → `SoftmaxLayer()`" in task
    assert "200 training images and 100 test images" in task
    assert "No loops." in task
    assert "반복문 금지." in documents(own(), "ko")["task.md"]
    assert "- `A1_STUDENTID_Name.zip`" in task
    assert "Given" not in task
    assert "- `FCLayer`: `update`" in task
    for language in LANGUAGES:
        commands = re.findall(r"^```\n(.*)\n```$", documents(own(), language)["README.md"], flags=re.MULTILINE)
        assert commands == ["undergrad check Answer.py --assignment my.toml --points", "python main.py"]


def test_each_check_that_may_have_points_has_words():
    for check in CHECKS:
        text = OWN.replace("{values = 10, batches = 2.5}", f"{{{check} = 4}}")
        for language in LANGUAGES:
            assert "4" in section(documents(own(text), language)["task.md"], "FCLayer")


def test_without_experiments_there_is_no_script_and_no_report():
    text = OWN[: OWN.index("[[task.experiments]]")] + OWN[OWN.index("[[method]]") :]
    assert list(documents(own(text), "en")) == ["README.md", "task.md", "task.html"]
    assert "main.py" not in "".join(documents(own(text), "en").values())


@pytest.mark.parametrize(("formulas", "forward", "backward"), [("all", 1, 1), ("forward", 1, 0), ("none", 0, 0)])
def test_formulas_can_be_kept_back(formulas, forward, backward):
    task = documents(own(OWN.replace("[task]", f'[task]\nformulas = "{formulas}"')), "en")["task.md"]
    assert task.count("\n- `forward(z)`:") == forward
    assert task.count("\n- `backward(d_prev, reg_lambda)`:") == backward


def test_what_a_severity_makes_free_is_not_said_to_be_tried():
    assert "1-D" not in section(documents(load_assignment("hw3"), "en")["task.md"], "ReLU")
    asked = OWN.replace("[task]", '[checks]\ndimensions = "off"\nextremes = "remark"\n[task]', 1)
    assert "3-D" in section(documents(own(), "en")["task.md"], "Tanh")
    tanh = section(documents(own(asked), "en")["task.md"], "Tanh")
    assert "3-D" not in tanh
    assert "1000" not in tanh
    assert "batch of 1" in tanh


def test_a_text_of_the_teacher_is_no_html_and_a_report_has_a_row_for_each_best_network():
    text = OWN.replace("Read **this** first.", "Read <script>alert(1)</script> [a](javascript:alert(1)) first.")
    text = text.replace("points = 7", "best = 4")
    texts = documents(own(text), "en")
    assert "<script" not in texts["task.html"]
    assert structure(texts["task.html"]).loads == []
    assert len(re.findall(r"^\| \d \|", texts["report.md"], flags=re.MULTILINE)) == 4


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[task]", "[task]\nintro = 'x'", "unknown key in [task] of my.toml 'intro'; did you mean 'introduction'? .*"),
        ("points = 7", "point = 7", r"unknown key in a [[task.experiments]] of my.toml 'point'; .*"),
        ("points = 7", "points = -1", "in my.toml, the experiment x has -1 points; write a number, 0 or more"),
        ("points = 7", "points = nan", "in my.toml, the experiment x has nan points; write a number, 0 or more"),
        ("points = 7", "best = -1", "in my.toml, best of the experiment x is below 0; leave it out"),
        ('{en = "No loops.", ko = "반복문 금지."}', '{en = "No"}', "in my.toml, task.rules lacks the language ko; .*"),
        ('name = "x"', 'name = "x y"', "in my.toml, an experiment is called 'x y'; .*"),
        ("A1_STUDENTID", "../A1", "in my.toml, '../A1_Name.zip' in task.files is not a valid file name; .*"),
        ('"Read **this** first."', "3", "my.toml has a value of the wrong kind: .*introduction"),
    ],
)
def test_what_is_wrong_in_the_file_is_one_sentence(old, new, sentence):
    assert old in OWN
    with pytest.raises(UsageError) as caught:
        own(OWN.replace(old, new, 1))
    pattern = re.escape(sentence).replace(r"\.\*", ".*")
    assert re.fullmatch(pattern, str(caught.value)), caught.value
    assert "\n" not in str(caught.value)


def test_two_experiments_of_one_name_are_refused():
    entry = OWN[OWN.index("[[task.experiments]]") : OWN.index("[[method]]")]
    with pytest.raises(UsageError, match="has the experiment 'x' twice"):
        own(OWN.replace(entry, entry + entry))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("epochs = 2", 'epochs = 2, optimizer = "adam"', "the experiment x of my trains .* with optimizer 'adam'"),
        ("hidden = [8]", "hiden = [8]", "unknown key .*'hiden'"),
        ("mnist-10k", "mnits-10k", "unknown data set 'mnits-10k'"),
        ("run = {", 'run = "activation-mnist"  # {', "unknown experiment 'activation-mnist'"),
        ("epochs = 2", 'epochs = 2, output = "regression"', "the students' main script knows classes alone"),
    ],
)
def test_an_experiment_that_the_script_cannot_make_is_refused(old, new, sentence):
    with pytest.raises(UsageError, match=sentence):
        documents(own(OWN.replace(old, new, 1)), "en")


def test_a_chapter_of_the_book_is_no_homework():
    with pytest.raises(UsageError, match="an exercise of the book, whose chapter is the task"):
        documents(load_assignment("book-02"), "en")
