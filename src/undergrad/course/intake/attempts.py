"""Separates the attempts of one person, and decides which of them counts."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from undergrad.course.intake.archive import open_archive
from undergrad.course.intake.arrivals import Arrival
from undergrad.course.intake.kinds import kind_of, suffix_of
from undergrad.course.intake.limits import DEEPEST_ARCHIVE, MOST_INNER_ARCHIVES
from undergrad.course.intake.listing import Entry, Listing
from undergrad.course.intake.names import shown
from undergrad.course.sentences import say
from undergrad.display.languages import Text

#: The source of an attempt's time: the platform, the newest file in an archive, or the file's own time.
Clock = Literal["platform", "entries", "file", ""]


@dataclass(frozen=True)
class Attempt:
    """The files that one person handed in at one time."""

    source: str
    files: tuple[Entry, ...] = ()
    submitted: datetime.datetime | None = None
    clock: Clock = ""
    #: Its number among several with one name.
    version: int = 0
    #: Whether the platform says that it came late.
    marked_late: bool = False
    problem: Text | None = None
    remarks: tuple[Text, ...] = ()

    @property
    def has_code(self) -> bool:
        """Whether there is a Python file or a notebook in it."""
        return any(kind_of(file.name) in ("python", "notebook") for file in self.files)


@dataclass
class Attempts:
    """The attempts of one person, and the files that belong to all of them, such as a report."""

    zone: datetime.tzinfo | None
    each: list[Attempt] = field(default_factory=list)
    shared: list[Entry] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)
    _opened: int = 0

    def localised(self, moment: datetime.datetime | None) -> datetime.datetime | None:
        """The time with its zone: if it has none, the zone of the request, or else this machine's."""
        if moment is None or moment.tzinfo is not None:
            return moment
        return moment.replace(tzinfo=self.zone) if self.zone else moment.astimezone()

    def add_listing(self, stack: contextlib.ExitStack, listing: Listing, arrival: Arrival, depth: int = 0) -> None:
        """Add the contents of a folder or archive: one attempt, or one for each archive if all code is in archives."""
        source = listing.source.removesuffix("!").removesuffix("/") or arrival.source
        if listing.problem:
            self.add(Attempt(source, problem=listing.problem), arrival, [])
            return
        files = list(listing.files)
        inner = [file for file in files if kind_of(file.name) == "archive"]
        rest = [file for file in files if file not in inner]
        if not files:
            troubles = [entry.trouble for entry in listing.entries if entry.trouble]
            problem = troubles[0] if troubles else say("holds-nothing", what=shown(source))
            self.add(Attempt(source, problem=problem), arrival, [])
        elif any(kind_of(file.name) in ("python", "notebook") for file in rest) or not inner:
            remarks = [*listing.remarks, *(say("inner-archive-left", file=shown(file.path)) for file in inner[:3])]
            self.add(Attempt(source, tuple(rest), remarks=tuple(remarks)), arrival, rest)
        else:
            self.shared += rest
            self.remarks += listing.remarks
            for file in inner:
                self.add_archive(stack, file, f"{listing.source}{file.path}", arrival, depth + 1)

    def add_archive(
        self, stack: contextlib.ExitStack, entry: Entry, source: str, arrival: Arrival, depth: int = 0
    ) -> None:
        """Add the contents of the archive in `entry`."""
        self._opened += 1
        if depth > DEEPEST_ARCHIVE or self._opened > MOST_INNER_ARCHIVES:
            problem = say("nested-too-deep", what=shown(source), deepest=DEEPEST_ARCHIVE, most=MOST_INNER_ARCHIVES)
            if self._opened <= MOST_INNER_ARCHIVES + 1:
                self.add(Attempt(source, problem=problem), arrival, [])
            return
        before = len(self.each)
        self.add_listing(stack, open_archive(stack, entry, source), arrival, depth)
        self.each[before:] = [self._dated(attempt, entry) for attempt in self.each[before:]]

    def add_loose(self, arrivals: list[Arrival]) -> None:
        """Add single files: files of different names are one attempt, files of one name are several."""
        code: dict[str, list[tuple[Arrival, Entry]]] = {}
        for arrival in arrivals:
            assert isinstance(arrival.item, Entry)
            entry = replace(arrival.item, path=arrival.identity.file or arrival.item.name)
            kind = kind_of(entry.name)
            if kind in ("python", "notebook"):
                code.setdefault(entry.path.casefold(), []).append((arrival, entry))
            elif kind == "foreign archive":
                self.add(Attempt(arrival.source, problem=_foreign(entry)), arrival, [entry])
            else:
                self.shared.append(entry)
        for versions in code.values():
            versions.sort(key=lambda pair: (pair[0].identity.version, pair[0].source))
        for index in range(max(map(len, code.values()), default=0)):
            chosen = [versions[min(index, len(versions) - 1)] for versions in code.values()]
            entries = [entry for _, entry in chosen]
            newest = max((arrival for arrival, _ in chosen), key=lambda arrival: arrival.identity.version)
            self.add(Attempt(newest.source, tuple(entries), version=index), newest, entries)

    def add(self, attempt: Attempt, arrival: Arrival, files: Iterable[Entry]) -> None:
        """Add an attempt, with the platform's time, or else the newest of the `files`."""
        platform = arrival.record.created if arrival.record else arrival.identity.submitted
        version = attempt.version or arrival.identity.version
        attempt = replace(attempt, marked_late=arrival.identity.late, version=version)
        if platform:
            attempt = replace(attempt, submitted=self.localised(platform), clock="platform")
        else:
            for entry in files:
                attempt = self._dated(attempt, entry)
        self.each.append(attempt)

    def _dated(self, attempt: Attempt, entry: Entry) -> Attempt:
        """The attempt with the time of one of its files, if that is later and there is no better source."""
        clock: Clock = "entries" if entry.place is None else "file"
        moment = self.localised(entry.modified)
        if moment is None or attempt.clock == "platform" or (attempt.clock == "entries" and clock == "file"):
            return attempt
        if attempt.submitted and attempt.clock == clock and attempt.submitted >= moment:
            return attempt
        return replace(attempt, submitted=moment, clock=clock)


def attempts_of(stack: contextlib.ExitStack, arrivals: list[Arrival], zone: datetime.tzinfo | None) -> Attempts:
    """The attempts of one person; archives can be read until `stack` is closed."""
    attempts = Attempts(zone)
    loose: list[Arrival] = []
    for arrival in sorted(arrivals, key=lambda arrival: arrival.source):
        item = arrival.item
        if isinstance(item, Listing):
            attempts.add_listing(stack, item, arrival)
        elif item.is_folder:
            attempts.add_listing(stack, Listing(f"{arrival.source}/", (item,)), arrival)
        elif kind_of(item.name) == "archive":
            attempts.add_archive(stack, item, arrival.source, arrival)
        else:
            loose.append(arrival)
    attempts.add_loose(loose)
    with_code = [attempt for attempt in attempts.each if attempt.has_code]
    if with_code:  # readable files without code go with the others
        for attempt in attempts.each:
            if not attempt.has_code and attempt.files and not attempt.problem:
                attempts.shared += attempt.files
                attempts.remarks.append(say("no-code-in", what=shown(attempt.source)))
        attempts.each = [attempt for attempt in attempts.each if attempt.has_code or attempt.problem]
    if not attempts.each:
        newest = arrivals[0]
        attempts.add(Attempt(newest.source), newest, attempts.shared)
    return attempts


@dataclass(frozen=True)
class Decision:
    """The attempt that counts."""

    attempt: Attempt
    late: bool
    remarks: tuple[Text, ...]


def decide(attempts: list[Attempt], deadline: datetime.datetime | None) -> Decision:
    """Choose the last attempt before the deadline or, if there is none, the last of all, which is late."""
    ordered = sorted(attempts, key=lambda each: (_moment(each), each.version, each.source))
    in_time = [each for each in ordered if not _is_late(each, deadline)]
    attempt = (in_time or ordered)[-1]
    late = not in_time
    remarks: list[Text] = []
    for other in ordered:
        if other is not attempt:
            key = "later-one" if in_time and _is_late(other, deadline) else "earlier-one"
            remarks.append(say(key, source=shown(other.source), time=_written(other)))
    if len(ordered) > 1:
        same = [other for other in ordered if _moment(other) == _moment(attempt)]
        remarks.append(
            say("attempt-taken", source=shown(attempt.source), time=_written(attempt), clock=_clock(attempt))
        )
        if len(same) > 1:
            remarks.append(say("same-time"))
    elif deadline or late:
        remarks.append(say("handed-in", time=_written(attempt), clock=_clock(attempt)))
    if attempt.marked_late:
        remarks.append(say("marked-late"))
    return Decision(attempt, late, tuple(remarks))


def _is_late(attempt: Attempt, deadline: datetime.datetime | None) -> bool:
    if deadline is None or attempt.submitted is None or (attempt.marked_late and attempt.clock != "platform"):
        return attempt.marked_late
    return attempt.submitted > deadline


def _moment(attempt: Attempt) -> datetime.datetime:
    return attempt.submitted or datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _written(attempt: Attempt) -> Text:
    if attempt.submitted is None:
        return say("time-unknown")
    text = attempt.submitted.isoformat(" ", "seconds")
    return {"en": text, "ko": text}


def _clock(attempt: Attempt) -> Text:
    return say(f"clock-{attempt.clock or 'none'}")


def _foreign(entry: Entry) -> Text:
    return say("foreign-archive", what=shown(entry.name), kind=suffix_of(entry.name)[1:].upper())
