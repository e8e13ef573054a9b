"""Chooses the Python file to judge, by rules; a remark names each rule that had to choose."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from undergrad.check.submission import is_answer
from undergrad.course.intake.collecting import COLLECTOR, collector
from undergrad.course.intake.imports import Module, reachable, read_module
from undergrad.course.intake.limits import MOST_PARSED
from undergrad.course.intake.names import shown
from undergrad.course.sentences import say
from undergrad.display.languages import Text

_BACKUP = re.compile(
    r"\(\d+\)|~\d*$|(^|[\s_.-])(copy|old|older|backup|back|bak|orig|original|prev|previous|tmp|temp|draft|save[ds]?|unused)"
    r"(?=$|[\s_.\d-])|복사본|사본|백업|이전|옛날|구버전|원본|임시",
    re.IGNORECASE,
)
_MOST_NAMED = 5
_STARTS = {
    b"PK\x03\x04": "starts-as-zip", b"%PDF": "starts-as-pdf", b"\x89PNG": "starts-as-picture",
    b"\xff\xfe": "starts-as-utf16", b"\xfe\xff": "starts-as-utf16",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """The file to judge, or why there is none."""

    file: str = ""
    problem: Text | None = None
    remarks: tuple[Text, ...] = ()
    #: Files to write beside the student's, by path.
    additions: tuple[tuple[str, bytes], ...] = ()


def choose_file(files: Mapping[str, bytes], asked: Collection[str], *, from_notebooks: Collection[str] = ()) -> Choice:
    """The file to judge among the Python `files`, by path, for an assignment that asks for the names `asked`.

    It is the file from which one can reach all asked names that any file defines. Preferred are `Answer.py`, then a
    Python file over one made `from_notebooks`, one that is not a backup copy, and one that is not deeper than others.
    If no file reaches all names, a module that collects them is added. If the rules leave two files, a person must
    choose.
    """
    modules: dict[str, Module] = {}
    rest = MOST_PARSED
    for path, content in sorted(files.items(), key=lambda item: len(item[1])):
        rest -= len(content)
        modules[path] = read_module(path, content, asked, parse=rest >= 0)
    own = {path: module for path, module in modules.items() if not module.is_test}
    if not own:
        return Choice(problem=say("only-tests", names=_named(modules)))
    defining = {path: module for path, module in own.items() if module.defines}
    if not defining:
        return _without_asked(files, own)
    backups = {path for path in defining if is_backup(path)}
    # Names that only backups define also count: a person would look there.
    current = {path: module for path, module in own.items() if path not in backups} if backups < set(defining) else own
    defined = frozenset(name for path, module in current.items() for name in module.defines)
    reached = reachable(current)
    complete = [path for path in current if reached[path] >= defined]
    collectable = {path: current[path] for path in current if current[path].defines}
    idle = [path for path in complete if current[path].defines or not current[path].does_work]
    if not idle or all(current[path].is_relative for path in idle):
        return _collected(files, collectable, reached, defined, backups)
    file, why = _best(files, idle, current, from_notebooks)
    if file is None:
        return Choice(problem=say("several-files", names=_named(idle)))
    others = sorted(path for path in defining if path != file and not _feeds(path, file, current, reached))
    if others and set(others) <= backups:
        why = "chosen-current"
    remarks = [say(why, file=shown(file), names=_named(others))] if others else []
    if damage := _damage(files[file]):
        return Choice(problem=say(damage, file=shown(file)), remarks=tuple(remarks))
    return Choice(file, remarks=tuple(remarks))


def _without_asked(files: Mapping[str, bytes], own: Mapping[str, Module]) -> Choice:
    """The only file, about which the check will then report, or the one called Answer.py."""
    answers = [path for path in own if _is_answer(path)]
    file = next(iter(own)) if len(own) == 1 else answers[0] if len(answers) == 1 else None
    if file is None:
        return Choice(problem=say("none-of-asked", names=_named(own)))
    if not files[file].strip():
        return Choice(problem=say("empty-file", file=shown(file)))
    damage = _damage(files[file])
    return Choice(problem=say(damage, file=shown(file))) if damage else Choice(file)


def _best(
    files: Mapping[str, bytes], complete: list[str], modules: Mapping[str, Module], notebooks: Collection[str]
) -> tuple[str | None, str]:
    """The complete file that the rules prefer, with the key of the sentence that names the rule."""
    if len(complete) == 1:
        return complete[0], "chosen-complete"
    top = min(path.count("/") for path in complete if not is_backup(path) or all(map(is_backup, complete)))
    most = max(len(modules[path].defines) for path in complete)
    rules: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("chosen-answer", _is_answer),
        ("chosen-python", lambda path: path not in notebooks),
        ("chosen-current", lambda path: not is_backup(path)),
        ("chosen-defines", lambda path: bool(modules[path].defines)),
        ("chosen-top", lambda path: path.count("/") <= top),
        ("chosen-most", lambda path: len(modules[path].defines) == most),
    )
    left = sorted(complete)
    for why, holds in rules:
        left = [path for path in left if holds(path)] or left
        if len(left) == 1:
            return left[0], why
    if len({files[path] for path in left}) == 1:
        return left[0], "chosen-same"
    return None, ""


def _collected(
    files: Mapping[str, bytes],
    defining: Mapping[str, Module],
    reached: Mapping[str, frozenset[str]],
    wanted: frozenset[str],
    backups: Collection[str],
) -> Choice:
    """Add a module beside the student's files from which every asked name can be reached."""
    origins: dict[str, str] = {}
    for name in sorted(wanted):
        definers = sorted(path for path, module in defining.items() if name in module.defines)
        chosen, _ = _best(files, definers, defining, ())
        if chosen is None:
            return Choice(problem=say("class-twice", name=name, names=_named(definers)))
        origins[name] = chosen
    text = collector(origins, defining)
    if text is None:
        return Choice(problem=say("not-collectable", names=_named(set(origins.values()))))
    remarks = [say("collected", file=COLLECTOR, names=_named(set(origins.values())))]
    others = sorted({*defining, *backups} - set(origins.values()))
    if others:
        remarks.append(say("not-taken", names=_named(others)))
    return Choice(COLLECTOR, remarks=tuple(remarks), additions=((COLLECTOR, text.encode()),))


def is_backup(path: str) -> bool:
    """Whether the name of a file or of its folder marks it as a copy or an earlier state.

    >>> is_backup("Answer (1).py"), is_backup("old/Answer.py"), is_backup("Answer.py"), is_backup("threshold.py")
    (True, True, False, False)
    """
    pure = PurePosixPath(path)
    return any(_BACKUP.search(part) for part in (*pure.parts[:-1], pure.stem))


def _feeds(path: str, file: str, modules: Mapping[str, Module], reached: Mapping[str, frozenset[str]]) -> bool:
    """Whether `file` imports the definitions of `path`."""
    if path not in modules:
        return False
    return not modules[path].defines & modules[file].defines and modules[path].defines <= reached[file]


def _is_answer(path: str) -> bool:
    return is_answer(PurePosixPath(path).name)


def _damage(content: bytes) -> str:
    """The key of the sentence that says why a file is not Python source; empty if it may be."""
    start = next((key for magic, key in _STARTS.items() if content.startswith(magic)), "")
    return start or ("holds-zeros" if b"\0" in content else "")


def _named(paths: Collection[str]) -> str:
    names = sorted(map(shown, paths))
    return ", ".join(names[:_MOST_NAMED]) + (f", ... ({len(names)})" if len(names) > _MOST_NAMED else "")
