"""Finds the student in the name of a file or folder, in the course's own form and in those of platforms."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from undergrad.course.intake.limits import LONGEST_PART
from undergrad.course.intake.names import composed
from undergrad.course.intake.roster import Roster

#: Suffixes that describe the file and not its owner.
_SUFFIXES = re.compile(
    r"\.(zip|py|pyw|ipynb|pdf|docx?|hwpx?|odt|tar|gz|tgz|bz2|xz|7z|rar|alz|egg|txt|md|csv)$", re.IGNORECASE
)
_COPY = re.compile(
    r"(?:\s*\((?P<number>\d{1,3})\)|[\s_-]+(?:copy|복사본|사본)(?:[\s_-]*\d{1,3})?|\s*-\s*복사본(?:\s*\(\d+\))?)$",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"-(?P<number>\d{1,2})$")
_MOODLE = re.compile(
    r"^(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<rest>.*))?$", re.IGNORECASE | re.DOTALL
)
_CANVAS = re.compile(r"^(?P<name>[^\W_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<file>\d{3,})_(?P<rest>.+)$", re.DOTALL)
_CANVAS_ANONYMOUS = re.compile(r"^anon_(?P<late>LATE_)?(?P<id>\w{4,6})_(?P<file>\d+)_(?P<rest>.+)$", re.DOTALL)
_GRADESCOPE = re.compile(r"^submission_(?P<id>\d+)$")
_BLACKBOARD = re.compile(
    r"^(?P<title>.+?)_(?P<name>[^_]+)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<rest>.*)|\.txt)?$",
    re.DOTALL,
)
#: 2023-12345, 20231234, A0123456B; not inside a longer word.
_NUMBER = re.compile(r"(?<![A-Za-z0-9])(\d{4}-\d{4,6}|[A-Za-z]?\d{5,12}[A-Za-z]?)(?![A-Za-z0-9])")
_DATE = re.compile(r"^20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_BETWEEN = re.compile(r"[\s_\-.,+~()\[\]{}&]+")
_HANGUL_NAME = re.compile(r"^[가-힣]{2,5}$")
#: Words that are not names, without their digits.
_NOISE = {
    "hw", "homework", "assignment", "assign", "lab", "project", "proj", "report", "code", "codes", "answer", "answers",
    "final", "submission", "submit", "submitted", "solution", "sol", "src", "source", "late", "new", "old", "backup",
    "copy", "last", "v", "ver", "version", "fix", "fixed", "ml", "dl", "ai", "cs", "and", "the", "of", "file", "files",
    "main", "test", "document", "doc", "untitled", "download", "downloads", "submissions", "python", "notebook",
    "layers", "layer", "model", "network", "utils", "util", "activations", "participant", "participants", "참가자",
}  # fmt: skip
_HANGUL_NOISE = re.compile(
    r"과제|숙제|제출|보고서|최종|수정|코드|문서|파일|기말|중간|머신러닝|기계학습|딥러닝|인공지능|\d차|복사본|사본"
)


@dataclass(frozen=True)
class Identity:
    """The person who handed something in, as far as a name shows."""

    student_id: str = ""
    name: str = ""
    #: "moodle", "canvas", "gradescope" or "blackboard"; empty if the student or a teacher chose the name.
    platform: str = ""
    #: The platform's name or number for the person.
    platform_id: str = ""
    #: Whether the platform says that it came late.
    late: bool = False
    #: The time in the name, without a zone.
    submitted: datetime.datetime | None = None
    #: The name that the student gave the file, without the additions of a platform or a browser.
    file: str = ""
    #: Its number among several files of that name: the 1 in `Answer (1).py`, or in Canvas's `Answer-1.py`.
    version: int = 0

    @property
    def is_someone(self) -> bool:
        """Whether it identifies a person."""
        return bool(self.student_id or self.platform_id)


def identity_of(name: str, roster: Roster | None = None, noise: frozenset[str] = frozenset()) -> Identity:
    """The identity in the name of a file or folder. `noise` are further words that are not names, such as "hw3".

    >>> identity = identity_of("HW3_20231234_김민수.zip")
    >>> identity.student_id, identity.name
    ('20231234', '김민수')
    """
    name = composed(name[:LONGEST_PART]).strip()
    if match := _MOODLE.match(name):
        inner = _of_student(match["rest"] or "", roster, noise)
        whom = "" if _words(match["name"], noise) == "" else match["name"].strip()
        return _merged(inner, name=whom, platform="moodle", platform_id=match["id"])
    if match := _GRADESCOPE.match(name):
        return Identity(platform="gradescope", platform_id=match["id"])
    if match := _BLACKBOARD.match(name):
        inner = _of_student(match["rest"] or "", roster, noise)
        submitted = datetime.datetime.strptime(match["time"], "%Y-%m-%d-%H-%M-%S")
        return _merged(inner, platform="blackboard", platform_id=match["name"], submitted=submitted)
    match = _CANVAS_ANONYMOUS.match(name) or _CANVAS.match(name)
    if match and not _is_noise(match.groupdict().get("name", ""), noise):
        inner = _of_student(match["rest"], roster, noise, again=True)
        whom = inner.name if inner.student_id else match.groupdict().get("name", "")
        return _merged(inner, name=whom, platform="canvas", platform_id=match["id"], late=bool(match["late"]))
    return _of_student(name, roster, noise)


def _merged(inner: Identity, **fields: object) -> Identity:
    return Identity(**{field: getattr(inner, field) for field in Identity.__dataclass_fields__} | fields)


def _of_student(written: str, roster: Roster | None, noise: frozenset[str], *, again: bool = False) -> Identity:
    """The identity in a name that a student chose; with `again`, a `-1` at its end is the number of the attempt."""
    suffix = ""
    stem = written
    while match := _SUFFIXES.search(stem):
        stem, suffix = stem[: match.start()], match[0] + suffix
    version = 0
    while match := _COPY.search(stem) or (_AGAIN.search(stem) if again else None):
        number = match.groupdict().get("number")
        version, stem = max(version, int(number) if number else 1), stem[: match.start()]
        again = False
    student_id, before, after = _number_in(stem, roster, noise)
    student = roster.numbered(student_id) if roster else None
    name = student.name if student else _words(after, noise) or _words(before, noise, last=bool(student_id))
    if roster and not student and not student_id and (student := roster.named(name)):
        student_id, name = student.student_id, student.name
    return Identity(student_id=student_id, name=name, file=stem + suffix, version=version)


def _number_in(stem: str, roster: Roster | None, noise: frozenset[str]) -> tuple[str, str, str]:
    """The student number in a name, with the texts before and after it; empty and the whole name if there is none."""
    if roster:
        for match in re.finditer(r"[A-Za-z0-9]+(?:-\d+)?", stem):
            for number in dict.fromkeys((match[0], match[0].partition("-")[0])):
                if student := roster.numbered(number):
                    end = match.start() + len(number)
                    return student.student_id, stem[: match.start()], stem[end:]
    matches = [match for match in _NUMBER.finditer(stem) if match[0].casefold() not in noise]
    if not matches:
        return "", "", stem
    match = next((match for match in matches if not _DATE.match(match[0])), matches[0])
    return match[0], stem[: match.start()], stem[match.end() :]


def _words(text: str, noise: frozenset[str], *, last: bool = False) -> str:
    """The words of a text that may be a name, at most four; only Hangul if there is any.

    With `last` the text is before a number, where the course's own prefix may also be.
    """
    words = [word for word in _BETWEEN.split(text) if word and not _is_noise(word, noise)]
    hangul = [word for word in words if _HANGUL_NAME.match(word)]
    words = hangul or words
    return " ".join(words[-3:] if last else words) if len(words) <= 4 else ""


def _is_noise(word: str, noise: frozenset[str]) -> bool:
    lower = word.casefold()
    plain = lower.rstrip("0123456789")
    return not plain or plain in _NOISE or lower in noise or bool(_HANGUL_NOISE.search(lower))
