"""Classes for the tests of the pages: rows of every kind, as many as are asked for."""

from __future__ import annotations

import datetime
from html.parser import HTMLParser

import numpy as np

from undergrad.check import load_assignment
from undergrad.course.records import (
    Attempt,
    ClassGrades,
    Containment,
    MethodGrade,
    Region,
    Row,
    SimilarPair,
    Training,
)
from undergrad.findings.records import Finding, Record, finish
from undergrad.findings.sentences import phrase

POINTS = {item.name: float(item.points) for item in load_assignment("hw3").methods if item.points}
FAMILY = ("김", "이", "박", "최", "정", "Kim", "Lee", "Schröder", "محمد", "O'Neill")
GIVEN = ("민준", "서연", "하늘", "Ji-woo", "Anna", "علي", "도윤")
CAUSES = ("missing-1-over-n", "transpose", "sign", "times-n", "relu-abs")
KST = datetime.timezone(datetime.timedelta(hours=9))
#: A teacher's text and what a student may call things: each is shown and none is markup.
HOSTILE = (
    "</script><script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    '"><svg onload="window.hit = 1">',
    "[a](javascript:window.hit=1)",
    "`a` | b | **c** <b>d</b> &lt; \n# e\n```\nf",
    "\u202egnp.exe\u2066 \x1b[2J \ud800",
    "=cmd|' /C calc'!A1",
)


def failure(name: str, cause: str, language: str = "en", **texts) -> Record:
    """A record of wrong numbers, in that language."""
    cls, method = name.split(".")
    fields = {
        "evidence": phrase("relative-error", error=1e-16),
        "line": "Answer.py:12  dW = x.T @ d_prev",
        "got": "shape (7, 5)",
        "asked": f"{cls}().{method}(z)",
        "code": f"import numpy as np\nfrom Answer import {cls}\nprint({cls}())",
    } | texts
    message = fields.pop("message", phrase("is-wrong", quantity="dW"))
    causes = (cause,) if cause else ()
    finding = Finding(cls=cls, method=method, check="values", verdict="fail", message=message, causes=causes, **fields)
    return finish(finding, language)


def remark(name: str, language: str = "en") -> Record:
    cls, method = name.split(".")
    slow = Finding(cls=cls, method=method, check="speed", verdict="remark", message="40 times slower", line="line 7")
    return finish(slow, language)


def method_of(name: str, verdict: str, language: str, cause: str = "sign") -> MethodGrade:
    cls, method = name.split(".")
    records: tuple[Record, ...] = (Record(cls=cls, method=method, check="values", verdict="pass"),)
    if verdict == "fail":
        records = (failure(name, cause, language),)
    elif verdict == "remark":
        records += (remark(name, language),)
    elif verdict == "not run":
        records = (
            Record(cls=cls, method=method, check="values", verdict="not run", message="the file did not import"),
        )
    points = POINTS[name] if verdict in ("pass", "remark") else 0.0
    return MethodGrade(name=name, verdict=verdict, points=points, max_points=POINTS[name], records=records)


def training_of(number: int) -> Training:
    textbook = tuple(float(loss) for loss in 2.3 * 0.9 ** np.arange(12))
    about = {"en": "Trained on 2,000 images of MNIST.", "ko": "MNIST 이미지 2,000장으로 학습했습니다."}
    if number % 9 == 8:
        return Training(about=about, why_not={"en": "A layer is wrong.", "ko": "틀린 층이 있습니다."})
    if number % 9 == 7:
        own = tuple(loss + 0.05 * place for place, loss in enumerate(textbook))
        return Training(about=about, losses=own, textbook_losses=textbook, parts_at=2, difference=0.3)
    return Training(
        about=about,
        losses=textbook[: 5 if number % 9 == 6 else 12],
        textbook_losses=textbook,
        cut=number % 9 == 6,
        slowness=1.5,
        accuracy=0.91,
        textbook_accuracy=0.91,
    )


def row_of(number: int, language: str = "en", **changed) -> Row:
    """One submission; the number decides of which kind."""
    rng = np.random.default_rng(number)
    waits = number % 11 == 5
    every = ("pass", "pass", "pass", "remark", "fail", "not run")
    methods = tuple(
        method_of(name, "not run" if waits else str(rng.choice(every)), language, str(rng.choice(CAUSES)))
        for name in POINTS
    )
    late = number % 13 == 3
    score = sum(method.points for method in methods)
    identity = f"2023{number:04}"
    name = f"{rng.choice(FAMILY)} {rng.choice(GIVEN)}"
    fields = {
        "key": f"s{number:03}",
        "student_id": identity,
        "name": name,
        "source": f"HW3_{identity}_{name}.zip",
        "file": "Answer.py",
        "documents": (f"HW3_{identity}.pdf",) if number % 4 else (),
        "submitted": datetime.datetime(2026, 3, 1, 12, number % 60, tzinfo=KST),
        "status": "needs a person" if waits else "graded",
        "reason": "input() in line 3 waits for somebody who types" if waits else "",
        "score": None if waits else score - late,
        "max_score": sum(POINTS.values()),
        "check_score": None if waits else score,
        "penalty": float(late),
        "late": "2 hours late: 1 point off." if late else "",
        "comment": "Nicely written." if number % 17 == 1 else "",
        "overridden": number % 19 == 1,
        "methods": methods,
        "remarks": ("An earlier submission was not taken.",) if number % 7 == 2 else (),
        "training": training_of(number),
        "attempts": (
            *([Attempt(alone=False, seconds=30.0, incidents=({"en": "timed out", "ko": "시간 초과"},))] * waits),
            Attempt(alone=waits, seconds=1.2),
        ),
    }
    return Row(**(fields | changed))


def class_of(count: int, language: str = "en", rows: tuple[Row, ...] | None = None, **changed) -> ClassGrades:
    rows = tuple(row_of(number, language) for number in range(count)) if rows is None else rows
    pairs = tuple(
        SimilarPair(
            first=rows[place].key,
            second=rows[place + 1].key,
            share=0.9 - place / 10,
            shared=120,
            stands_out=place == 0,
            regions=(
                Region(first_file="Answer.py", first_lines=(3, 6), second_file="Answer.py", second_lines=(10, 12)),
            ),
        )
        for place in range(min(4, len(rows) - 1))
    )
    fields = {
        "assignment": "hw3",
        "title": "Layers of a neural network",
        "language": language,
        "rows": rows,
        "points": POINTS,
        "seed": 271828,
        "containment": Containment(
            name="bubblewrap",
            in_force=({"en": "No network.", "ko": "네트워크 없음."},),
            not_contained=({"en": "Faults of the kernel.", "ko": "커널의 결함."},),
        ),
        "similar": pairs,
        "similar_about": "The threshold is 0.85, learned from 1,770 pairs." if pairs else "",
        "deadline": datetime.datetime(2026, 3, 1, 12, 30, tzinfo=KST),
        "made_with": "undergrad 0.1.0, 2026-03-02",
    }
    return ClassGrades(**(fields | changed))


def pages_of(grades: ClassGrades) -> dict[str, str]:
    return {row.key: f"students/{row.key}.html" for row in grades.rows}


def text_of(key: str, file: str) -> str:
    """The text of a file: every line says whose it is."""
    return "".join(f"{key} line {number} of {file}\n" for number in range(1, 41))


class Parsed(HTMLParser):
    """What a browser sees in a page: elements with their attributes, and the texts outside of style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.raw: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("style", "script"):
            self._open.append(tag)

    def handle_endtag(self, tag):
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data):
        if self._open:
            self.raw[self._open[-1]] = self.raw.get(self._open[-1], "") + data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]

    def values(self, tag: str, attribute: str) -> list[str]:
        return [
            str(attributes[attribute]) for name, attributes in self.elements if name == tag and attribute in attributes
        ]
