"""Makes a handout on the disk from a solution."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Protocol

import undergrad
from undergrad.check.assignment import Assignment, load_assignment, shipped
from undergrad.course.handout.blank import make_blank
from undergrad.course.handout.pack import RECORD, HandoutRecord, check_replaceable, sha256, write_folder, zipped
from undergrad.course.handout.parts import find_parts
from undergrad.course.handout.proof import Material, prove
from undergrad.course.handout.source import Source, parse_source, read_source
from undergrad.course.sentences import in_words
from undergrad.display.languages import Language
from undergrad.errors import UsageError, unknown
from undergrad.files import read_whole


class Documents(Protocol):
    """A function that writes the texts and scripts that students get besides their file."""

    def __call__(self, assignment: Assignment, language: Language, /, *, file: str) -> Mapping[str, str]:
        """Texts, by the names of their files."""


@dataclass(frozen=True)
class Handout:
    """The written files."""

    folder: Path
    #: The paths below the folder.
    files: tuple[str, ...]
    #: Sentences, in the handout's language, about the proofs and about deviations from the request.
    proof: tuple[str, ...]
    remarks: tuple[str, ...]


def shipped_solutions() -> list[str]:
    """The names of the assignments whose solution comes with the package."""
    folder = resources.files("undergrad.course") / "handout" / "solutions"
    return sorted(entry.name.removesuffix(".py") for entry in folder.iterdir() if entry.name.endswith(".py"))


def shipped_solution(name: str) -> Source:
    """The package's own solution of an assignment. UsageError for one that has none."""
    if name not in shipped_solutions():
        raise unknown("solution", name, shipped_solutions())
    content = (resources.files("undergrad.course") / "handout" / "solutions" / f"{name}.py").read_bytes()
    return parse_source(content, name=f"{name}.py")


def make_handout(
    solution: Path | Source,
    out: Path,
    documents: Documents,
    *,
    assignment: str = "hw3",
    language: Language = "en",
    file: str = "Answer.py",
    beside: Sequence[Path] = (),
    shown: Callable[[str], object] = lambda _: None,
) -> Handout:
    """Cut out the solution's parts, prove the blank right, and write the folder `out`.

    It contains a folder with the assignment's name, a zip of that, and `handout.json`, which is not for students. The
    students' file is called `file`; `beside` are files that they get as they are, like an assignment that does not come
    with the package. `shown` is called with each sentence of the proof as soon as it is proved.

    UsageError for a solution without marks, or with wrong ones; UndergradError if a proof fails; FileError if `out`
    contains anything but an earlier handout. Nothing is written then.
    """
    task, its_file = _assignment(assignment)
    source = solution if isinstance(solution, Source) else read_source(solution)
    check_replaceable(out)  # before the proof, which takes some time
    if not (file.endswith(".py") and file.removesuffix(".py").isidentifier()):
        raise UsageError(f"students import their file, so {file!r} cannot be its name; take one like Answer.py")
    parts = find_parts(source)
    if not parts:
        raise UsageError(
            f"{source.name} has no marks: write # ===== EDIT HERE ===== above and below what students are to write"
        )
    required = {item.name for item in task.methods if not item.given}
    blank = make_blank(source, parts, language=language, asked=required)
    texts = documents(task, language, file=file)
    ours = {**its_file, **{name: text.encode() for name, text in texts.items()}}
    others = ours | _beside(beside, {file, *ours})
    proof = []
    for sentence in prove(Material(task, file, source, parts, blank.content, others)):
        proof.append(sentence[language])
        shown(sentence[language])
    handed_out = {f"{task.name}/{name}": content for name, content in {file: blank.content, **others}.items()}
    files = {**handed_out, f"{task.name}.zip": zipped(handed_out)}
    record = HandoutRecord(
        made_with=f"undergrad {undergrad.__version__}",
        assignment=task.name,
        language=language,
        solution=sha256(source.content),
        proof=tuple(proof),
        files={name: sha256(content) for name, content in sorted(files.items())},
    )
    write_folder(out, files, record)
    return Handout(out, (*sorted(files), RECORD), tuple(proof), in_words(blank.remarks, language))


def _assignment(name_or_path: str) -> tuple[Assignment, dict[str, bytes]]:
    """The assignment, and its file, which students need for their checks if it does not come with the package."""
    task = load_assignment(name_or_path)
    if name_or_path in shipped():
        return task, {}
    if task.name in shipped():
        raise UsageError(f"{name_or_path} is called {task.name}, as an assignment of undergrad's own; rename the file")
    if set(task.name) & set('/\\:*?"<>|') or task.name != task.name.strip(" ."):
        raise UsageError(f"{name_or_path} has the name {task.name!r}, of which no folder can be called; change it")
    return task, {f"{task.name}.toml": read_whole(name_or_path)}


def _beside(paths: Sequence[Path], names: Collection[str]) -> dict[str, bytes]:
    """The files that are handed out as they are, by their names. UsageError for one with marks, or a taken name."""
    contents: dict[str, bytes] = {}
    for path in paths:
        name = unicodedata.normalize("NFC", path.name)
        if name in contents or name in names:
            raise UsageError(f"two files of the handout would be called {name}; rename one of them")
        content = read_whole(path)
        if path.suffix == ".py" and find_parts(parse_source(content, name=str(path))):
            raise UsageError(f"{path} has marks, and only the solution is cut; put what students write into one file")
        contents[name] = content
    return contents
