"""Groups files, folders and archives by the person who handed them in.

Only a teacher decides what is a class: a folder or archive on the command line, or one without a person's name. An
archive that somebody handed in belongs to that person, whatever the names in it are; so nobody can hand in for others.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from undergrad.check.submission import defined_names, is_answer
from undergrad.course.intake.archive import open_archive
from undergrad.course.intake.gradescope import METADATA, GradescopeRecord, read_metadata
from undergrad.course.intake.identity import Identity, identity_of
from undergrad.course.intake.imports import DEFINITION
from undergrad.course.intake.judged import is_backup
from undergrad.course.intake.kinds import kind_of
from undergrad.course.intake.limits import DEEPEST_ARCHIVE, LARGEST_FILE, MIB
from undergrad.course.intake.listing import Entry, Listing, Unreadable, entry_of_file, listing_of_folder
from undergrad.course.intake.names import composed, distinct
from undergrad.course.intake.people import certain_number
from undergrad.course.intake.roster import Roster
from undergrad.display.terminal import on_one_line


@dataclass(frozen=True)
class Arrival:
    """One file, folder or archive that somebody handed in."""

    item: Entry | Listing
    #: Its path below the command's argument, with `!` before the part inside an archive.
    source: str
    identity: Identity
    #: The folder of the arrival: arrivals of one folder may belong together.
    place: str
    record: GradescopeRecord | None = None


class Finder:
    """Finds the arrivals below paths. It opens archives, which stay open as long as `stack`."""

    def __init__(
        self, stack: contextlib.ExitStack, asked: Collection[str], roster: Roster | None, noise: frozenset[str]
    ) -> None:
        self._stack, self._asked, self._roster, self._noise = stack, asked, roster, noise

    def below(self, paths: Iterable[Path], without: Collection[Path]) -> list[Arrival]:
        """All arrivals below the paths, except the files and folders `without`, which are resolved paths."""
        paths = list(paths)
        alone, taken = len(paths) == 1, set[str]()
        folders = [path for path in paths if path.is_dir()]
        files = [path for path in paths if path not in folders]
        arrivals: list[Arrival] = []
        for path in folders:
            name = _name_of(path)
            source = "" if alone else f"{distinct(name, taken)}/"  # two folders may have the same name
            listing = listing_of_folder(path, source=source, without=without)
            if listing.entries or listing.problem or not alone:
                arrivals += self._of_given(name, listing, source, from_teacher=True)
        named = [(distinct(_name_of(path), taken), entry_of_file(path)) for path in files]
        nobody = not any(self._identity(entry.name).is_someone for _, entry in named)
        for source, entry in named:
            if alone or nobody:
                arrivals += self._of_given(entry.name, entry, source, from_teacher=alone)
            else:
                arrivals.append(Arrival(entry, source, self._identity(entry.name), ""))
        return arrivals

    def _of_given(self, name: str, item: Entry | Listing, source: str, *, from_teacher: bool) -> list[Arrival]:
        """The arrivals in a folder or archive that the teacher named: a class, or one submission."""
        if self._is_class(name, item, source, from_teacher=from_teacher):
            return self._of_class(self._opened(item, source, self._stack), depth=0)
        return [Arrival(item, source.removesuffix("/") or name, self._identity(name), "")]

    def _of_class(self, listing: Listing, depth: int) -> list[Arrival]:
        """The arrivals in a folder or archive of a class."""
        children = list(listing.children())
        if len(children) == 1 and depth < DEEPEST_ARCHIVE:
            (child,), source = children, _source(listing, children[0])
            if not self._identity(_name(child)).is_someone or self._is_class(_name(child), child, source):
                inner = self._opened(child, source, self._stack)
                if inner.entries and not inner.problem:
                    return self._of_class(inner, depth + 1)
        records = _records(children)
        identities = [self._identity(_name(child)) for child in children]
        nobody = not any(identity.is_someone for identity in identities)
        arrivals: list[Arrival] = []
        for child, identity in zip(children, identities, strict=True):
            source = _source(listing, child)
            if records and _name(child) == METADATA:
                continue
            if nobody and depth < DEEPEST_ARCHIVE and self._is_class(_name(child), child, source):
                arrivals += self._of_class(self._opened(child, source, self._stack), depth + 1)
            else:
                record = records.get(_name(child))
                arrivals.append(Arrival(child, source, identity, listing.source, record))
        return arrivals

    def _is_class(
        self, name: str, item: Entry | Listing, source: str, *, from_teacher: bool = False, depth: int = 0
    ) -> bool:
        """Whether the folder or archive called `name` contains submissions, and not the parts of one.

        If the name has a number, as a platform's export may, all names in it must be a platform's. If a teacher named
        it and it has no number, less is enough: a single person's name, or names without numbers.
        """
        somebodys = self._identity(name).is_someone
        with contextlib.ExitStack() as stack:
            listing = self._opened(item, source, stack)
            children = list(listing.children())
            identities = {_name(child): self._identity(_name(child)) for child in children if _name(child) != METADATA}
            of_platform = [bool(identity.platform) for identity in identities.values()]
            if any(of_platform) and (all(of_platform) or not somebodys):
                return True
            if len(children) == 1 and depth < DEEPEST_ARCHIVE:
                (child,), from_teacher = children, from_teacher and not somebodys
                if from_teacher and self._identity(_name(child)).is_someone:
                    return True
                inside = _source(listing, child)
                named = name if somebodys else _name(child)
                return self._is_class(named, child, inside, from_teacher=from_teacher, depth=depth + 1)
            if somebodys:
                return False
            people = {identity.student_id for identity in identities.values() if identity.student_id}
            if len(people) == 1 and from_teacher:  # an archive without a number is from somebody else
                others = [name for name, who in identities.items() if not who.is_someone and kind_of(name) == "archive"]
                people |= {*others} or ({"all"} if all(who.is_someone for who in identities.values()) else set())
            return len(people) > 1 or (from_teacher and not people and self._is_of_unknown(children))

    def _is_of_unknown(self, children: list[Entry | Listing]) -> bool:
        """Whether entries without a number are from several people: archives, or entries that each have asked names."""
        files = [child for child in children if isinstance(child, Entry)]
        if sum(kind_of(file.name) == "archive" for file in files) > 1:
            return not any(kind_of(file.name) == "python" for file in files)
        python = [file for file in files if kind_of(file.name) == "python"]
        candidates: list[tuple[str, list[Entry]]] = [(file.name, [file]) for file in python]
        if not python:
            candidates = [(_name(child), list(child.files)) for child in children if isinstance(child, Listing)]
        answers = [
            (name, self._asked_in(entries))
            for name, entries in candidates
            if not is_backup(name) and not is_answer(name)
        ]
        with_all = [name for name, names in answers if names]
        common = [names for _, names in answers if names]
        return len(with_all) > 1 and all(2 * len(names & common[0]) > len(common[0]) for names in common)

    def _asked_in(self, entries: list[Entry]) -> frozenset[str]:
        """The asked names that the Python files among the entries define."""
        names: frozenset[str] = frozenset()
        for entry in [entry for entry in entries if kind_of(entry.name) == "python"][:50]:
            with contextlib.suppress(Unreadable):  # the problem is reported when it is laid out
                names |= defined_names(entry.read(min(LARGEST_FILE, MIB)), self._asked, DEFINITION)
        return names

    def _opened(self, item: Entry | Listing, source: str, stack: contextlib.ExitStack) -> Listing:
        if isinstance(item, Listing):
            return item
        if kind_of(item.name) == "archive":
            return open_archive(stack, item, source)
        return Listing(source)

    def _identity(self, name: str) -> Identity:
        return identity_of(name, self._roster, self._noise)


def _records(children: list[Entry | Listing]) -> dict[str, GradescopeRecord]:
    for child in children:
        if isinstance(child, Entry) and child.name == METADATA:
            with contextlib.suppress(Unreadable):  # it is optional
                return read_metadata(child.read(LARGEST_FILE))
    return {}


def _name_of(path: Path) -> str:
    """The name of a path, even if that is `.`, with bytes that are not text made visible."""
    return on_one_line(composed(path.name or path.resolve().name))


def _name(child: Entry | Listing) -> str:
    return child.name if isinstance(child, Entry) else child.source.rstrip("/").rpartition("!")[2].rpartition("/")[2]


def _source(listing: Listing, child: Entry | Listing) -> str:
    return f"{listing.source}{child.path}" if isinstance(child, Entry) else child.source.removesuffix("/")


def grouped(arrivals: Iterable[Arrival], roster: Roster | None) -> Iterator[tuple[str, list[Arrival]]]:
    """The arrivals of each person, by a unique name of the group."""
    groups: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        groups.setdefault(_group(arrival, roster), []).append(arrival)
    yield from groups.items()


def _group(arrival: Arrival, roster: Roster | None) -> str:
    identity = arrival.identity
    if number := certain_number(arrival.identity, arrival.record, roster):
        return f"number {number}"
    if identity.platform:
        return f"{identity.platform} {identity.platform_id}"
    return f"name {arrival.place} {identity.file.rpartition('.')[0].casefold() or identity.file.casefold()}"
