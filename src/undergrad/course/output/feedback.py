"""Short feedback for a student, for the platforms: in Markdown, HTML or plain text.

It has the check's own sentences about its findings, but neither right numbers nor formulas: those are the solution.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, get_args

from undergrad.course.output.cells import number
from undergrad.course.records import MethodGrade, Row
from undergrad.course.sentences import say
from undergrad.display.languages import Language
from undergrad.display.terminal import on_one_line, visible
from undergrad.findings.paragraphs import label_of
from undergrad.findings.records import Record
from undergrad.findings.sentences import in_language, phrase
from undergrad.report import markdown

Form = Literal["md", "html", "text"]
FORMS: tuple[Form, ...] = get_args(Form)

_LONGEST = 600  # characters of one sentence: a text from a file may have any length
#: The fields that follow a record's message.
_SAID = (
    ("label-asked", "asked"),
    ("label-line", "line"),
    ("label-got", "got"),
    ("label-evidence", "evidence"),
    ("label-hint", "hint"),
)
#: The records that explain a method's verdict; the others list the tests that were skipped because of them.
_WHY = {"fail": ("fail", "remark"), "remark": ("remark",), "not run": ("not run",)}

#: A title and the sentences under it.
_Block = tuple[str, list[str]]


def feedback(row: Row, language: Language, form: Form) -> str:
    """The whole feedback: points, lateness, the comment, why a person must decide, and each method's findings."""
    worth_a_word = [method for method in row.methods if method.verdict != "pass"]
    blocks = [_head(row, language), *(_method(method, language) for method in worth_a_word)]
    if right := [_name(method, language) for method in row.methods if method.verdict == "pass" and method.max_points]:
        blocks.append(("", [f"{label_of('pass', language)}: {'; '.join(right)}"]))
    return _written(blocks, form)


def feedback_head(row: Row, language: Language, form: Form) -> str:
    """The feedback on the submission as a whole."""
    return _written([_head(row, language)], form)


def feedback_of(method: MethodGrade, language: Language, form: Form) -> str:
    """The feedback on one method, without its name; empty if nothing was found."""
    return _written([("", _sentences(method, language))], form)


def _head(row: Row, language: Language) -> _Block:
    if row.score is None:
        points = say("feedback-a-person", reason=row.reason)[language]
    else:
        points = say("feedback-points", score=number(row.score), total=number(row.max_score))[language]
    comment = say("feedback-comment", comment=row.comment)[language] if row.comment else ""
    judged = [_sentence(record, language) for record in row.of_file if record.verdict != "pass"]
    return "", [sentence for sentence in (points, row.late, comment, *judged) if sentence]


def _method(method: MethodGrade, language: Language) -> _Block:
    return f"{_name(method, language)}: {label_of(method.verdict, language)}", _sentences(method, language)


def _name(method: MethodGrade, language: Language) -> str:
    """The method with its points, if it has some."""
    if not method.max_points:
        return method.name
    points = say("feedback-of", score=number(method.points), total=number(method.max_points))[language]
    return f"{method.name} ({points})"


def _sentences(method: MethodGrade, language: Language) -> list[str]:
    """The findings, without repetitions."""
    shown = _WHY.get(method.verdict, ())
    return list(dict.fromkeys(_sentence(record, language) for record in method.records if record.verdict in shown))


def _sentence(record: Record, language: Language) -> str:
    texts = [_cut(record.message)]
    for key, field in _SAID:
        if value := getattr(record, field):
            texts.append(f"{in_language(phrase(key), language)}: {_cut(value)}")
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in texts if text)


def _cut(text: str) -> str:
    text = on_one_line(text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."


def _written(blocks: Sequence[_Block], form: Form) -> str:
    return _WRITERS[form]([block for block in blocks if block[0] or block[1]])


def _as_markdown(blocks: Sequence[_Block]) -> str:
    def lines() -> Iterator[str]:
        for title, sentences in blocks:
            if title:
                yield f"**{markdown.escaped(title)}**"
            yield from (markdown.paragraph(sentence) for sentence in sentences)

    return "\n\n".join(lines())


def _as_html(blocks: Sequence[_Block]) -> str:
    def lines() -> Iterator[str]:
        for title, sentences in blocks:
            if title:
                yield f"<p><strong>{_escaped(title)}</strong></p>"
            yield from (f"<p>{_escaped(sentence)}</p>" for sentence in sentences)

    return "".join(lines())


def _as_text(blocks: Sequence[_Block]) -> str:
    return "\n".join(
        "\n".join([*([visible(title)] if title else []), *(f"  {visible(s)}" if title else visible(s) for s in lines)])
        for title, lines in blocks
    )


def _escaped(text: str) -> str:
    return html.escape(visible(text)).replace("\n", "<br>")


_WRITERS: dict[Form, Callable[[Sequence[_Block]], str]] = {"md": _as_markdown, "html": _as_html, "text": _as_text}
