"""Lists an untrusted zip archive: nothing is unpacked before its size, kind and name are known."""

from __future__ import annotations

import contextlib
import datetime
import functools
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from undergrad.course.intake.limits import (
    GREATEST_RATIO,
    LARGEST_DIRECTORY,
    LARGEST_INNER_ARCHIVE,
    MOST_ENTRIES,
    SMALLEST_BOMB,
)
from undergrad.course.intake.listing import Entry, Listing, Unreadable, is_junk, kept_parts
from undergrad.course.intake.names import leads_out, shown
from undergrad.course.sentences import say
from undergrad.display.languages import Text

_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError,
    NotImplementedError, ValueError, OverflowError, MemoryError,
)  # fmt: skip
_UTF8, _ENCRYPTED = 0x800, 0x1
_TIME_EXTRA, _PATH_EXTRA = 0x5455, 0x7075
_PIECE = 2**20
_END, _END64, _LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_LONGEST_END = 22 + 0xFFFF
_UNIX = 3


def open_archive(stack: contextlib.ExitStack, entry: Entry, source: str) -> Listing:
    """The archive in `entry` as a listing, which can be read until `stack` is closed.

    `source` is its place. An archive that cannot be read has a `problem`; no exception is raised.
    """
    label = shown(entry.name)
    try:
        file = _on_disk(stack, entry)
        _refuse_large_directory(file, label)
        archive = stack.enter_context(zipfile.ZipFile(file))
    except Unreadable as error:
        return Listing(f"{source}!", problem=error.why)
    except _BROKEN as error:
        return Listing(f"{source}!", problem=say("broken-archive", what=label, why=_reason(error)))
    if len(archive.infolist()) > MOST_ENTRIES:
        return Listing(f"{source}!", problem=say("too-many-entries", what=label, most=MOST_ENTRIES))
    if _overlap(archive):
        return Listing(f"{source}!", problem=say("overlapping", what=label))
    entries: dict[str, Entry] = {}
    twice: list[str] = []
    for info in archive.infolist():
        if (file_entry := _entry(archive, info)) is None:
            continue
        if file_entry.path in entries and not file_entry.is_folder:
            twice.append(file_entry.path)
        entries[file_entry.path] = file_entry
    above = {parent for path in entries for parent in _parents(path)}
    listed = [each for path, each in sorted(entries.items()) if not (each.is_folder and path in above)]
    remarks = [say("entry-twice", what=shown(path)) for path in sorted(set(twice))[:5]]
    return Listing(f"{source}!", tuple(listed), remarks=tuple(remarks))


def _parents(path: str) -> Iterator[str]:
    """The folders above a path."""
    while path := path.rpartition("/")[0]:
        yield path


def _on_disk(stack: contextlib.ExitStack, entry: Entry) -> IO[bytes]:
    """The archive's bytes in a file: its own, or a temporary one if it is inside another archive."""
    if entry.trouble:
        raise Unreadable(entry.trouble)
    if entry.place is not None:
        return stack.enter_context(open(entry.place, "rb"))
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    file.write(entry.read(LARGEST_INNER_ARCHIVE))
    file.seek(0)
    return file


def _refuse_large_directory(file: IO[bytes], label: str) -> None:
    """Raise Unreadable if the list of entries by itself would fill the memory: zipfile reads it as a whole."""
    size = file.seek(0, 2)
    start = max(0, size - _LONGEST_END - 56 - 20)
    file.seek(start)
    end = file.read()
    file.seek(0)
    at = end.rfind(_END)
    if at < 0 or len(end) < at + 22:
        return  # zipfile reports that it is not an archive
    directory = struct.unpack_from("<L", end, at + 12)[0]
    locator = end.rfind(_LOCATOR64, 0, at)
    record = end.rfind(_END64, 0, at)
    if locator >= 0 and record >= 0 and len(end) >= record + 48:
        directory = struct.unpack_from("<Q", end, record + 40)[0]
    if directory > LARGEST_DIRECTORY:
        raise Unreadable(say("too-many-entries", what=label, most=MOST_ENTRIES))


def _overlap(archive: zipfile.ZipFile) -> bool:
    """Whether two entries share bytes of the archive, as in a bomb without nesting."""
    spans = sorted((info.header_offset, info.compress_size, len(info.orig_filename)) for info in archive.infolist())
    # 30 bytes of header and at least one byte for each character of the name.
    ends = [offset + 30 + length + size for offset, size, length in spans]
    return any(end > following[0] for end, following in zip(ends, spans[1:], strict=False))


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry | None:
    """The entry, or None for a file that nobody hands in on purpose."""
    written = _name(info)
    parts = kept_parts(written)
    if not parts or is_junk(parts):
        return None
    path = "/".join(parts)
    return Entry(
        path,
        info.file_size,
        _modified(info),
        functools.partial(_read, archive, info, shown(path)),
        trouble=_trouble(info, shown(path)),
        is_folder=written.endswith(("/", "\\")),
        led_out=leads_out(written),
    )


def _trouble(info: zipfile.ZipInfo, label: str) -> Text | None:
    """Why an entry is not read, according to the archive's own list."""
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _UNIX else 0
    if kind == stat.S_IFLNK:
        return say("is-a-link", what=label)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return say("is-a-device", what=label)
    if info.flag_bits & _ENCRYPTED:
        return say("locked", what=label)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return say("packed-otherwise", what=label)
    if info.file_size > SMALLEST_BOMB and info.file_size > GREATEST_RATIO * max(1, info.compress_size):
        return say("bomb", what=label, times=info.file_size // max(1, info.compress_size))
    return None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str, most: int) -> bytes:
    """The bytes of an entry, read in pieces, so that one that is larger than its stated size ends at `most`."""
    if info.file_size > most:
        raise Unreadable(say("file-too-large", what=label, most=most >> 20))
    pieces: list[bytes] = []
    length = 0
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                pieces.append(piece)
                length += len(piece)
                if length > most:
                    raise Unreadable(say("file-too-large", what=label, most=most >> 20))
    except _BROKEN as error:
        raise Unreadable(say("broken-entry", what=label, why=_reason(error))) from error
    if length != info.file_size:
        raise Unreadable(say("size-lies", what=label))
    return b"".join(pieces)


def _name(info: zipfile.ZipInfo) -> str:
    """An entry's name: UTF-8 if it is marked or valid as UTF-8; otherwise in the encoding of Korean Windows."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")  # the encoding with which zipfile has read it
    if path := _extra(info, _PATH_EXTRA):
        version, checksum = struct.unpack_from("<BL", path.ljust(5, b"\0"))
        if version == 1 and checksum == zlib.crc32(raw):
            raw = path[5:]
    for encoding in ("utf-8", "cp949"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return info.orig_filename


def _modified(info: zipfile.ZipInfo) -> datetime.datetime | None:
    """When the file was changed: with a time zone if the archive has it, else in local time."""
    extra = _extra(info, _TIME_EXTRA)
    if len(extra) >= 5 and extra[0] & 1:
        return datetime.datetime.fromtimestamp(struct.unpack_from("<l", extra, 1)[0], datetime.UTC)
    with contextlib.suppress(ValueError):
        modified = datetime.datetime(*info.date_time)
        return modified if modified.year > 1980 else None  # 1980 means an unknown time
    return None


def _extra(info: zipfile.ZipInfo, wanted: int) -> bytes:
    """The entry's extra field of that number; empty if it has none."""
    rest = info.extra
    while len(rest) >= 4:
        number, length = struct.unpack_from("<HH", rest)
        if number == wanted:
            return rest[4 : 4 + length]
        rest = rest[4 + length :]
    return b""


def _reason(error: BaseException) -> str:
    return shown(str(error) or type(error).__name__)
