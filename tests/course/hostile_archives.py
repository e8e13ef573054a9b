"""Archives that attack whoever reads them: each with how it is made and what it would mean that it succeeded."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from undergrad.course.records import Submission

#: What a student's honest file would be.
ANSWER = "class ReLU:\n    def forward(self, z):\n        return z * (z > 0)\n"
MIB = 2**20


@dataclass(frozen=True)
class Outcome:
    """What came of reading one such archive."""

    submissions: list[Submission]
    #: The folder of all submissions, and the files in it by their path below it.
    root: Path
    files: dict[str, Path]

    def of(self, submission: Submission) -> dict[str, Path]:
        """The files of one submission."""
        start = f"{submission.key}/"
        return {path[len(start) :]: file for path, file in self.files.items() if path.startswith(start)}

    @property
    def only(self) -> Submission:
        """The one submission that there must be."""
        assert len(self.submissions) == 1
        return self.submissions[0]


@dataclass(frozen=True)
class HostileArchive:
    """One attack by an archive."""

    name: str
    #: Writes it to that path.
    make: Callable[[Path], None]
    #: What got out, or what was lost, beyond what `escaped` finds of any archive; empty where nothing did.
    escape: Callable[[Outcome], str]
    #: What it is called when it is handed in.
    file: str = "HW3_20231234_Kim.zip"


def escaped(outcome: Outcome, before: set[Path], after: set[Path], canary: bytes) -> str:
    """What of any archive would be an escape: something outside, no row, links, too much, a text that steers."""
    if outside := sorted(path for path in after - before if not path.is_relative_to(outcome.root)):
        return f"written outside: {outside[:3]}"
    if not outcome.submissions:
        return "no row"
    size = 0
    for path, file in outcome.files.items():
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            return f"{path} is no regular file"
        size += status.st_size
        if status.st_size < MIB and canary in file.read_bytes():
            return f"{path} holds what lies outside"
    if size > 65 * MIB or len(outcome.files) > 1_001:
        return f"{len(outcome.files)} files of {size} bytes"
    for submission in outcome.submissions:
        texts = [submission.key, submission.name, submission.student_id, submission.source]
        texts += [text for remark in (*submission.remarks, submission.problem) for text in remark.values()]
        if steering := [text for text in texts if any(not character.isprintable() for character in text)]:
            return f"a text that steers: {steering[0]!r}"
        if not submission.problem and not (outcome.root / submission.key / submission.file).is_file():
            return "a file to be judged that is not there"
        if submission.problem and not all(submission.problem.values()):
            return "a problem without a sentence"
    return ""


def archive(path: Path, entries: Iterable[tuple[str | zipfile.ZipInfo, str | bytes]]) -> None:
    """An archive of those entries, as Python writes it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in entries:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, (2023, 5, 1, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, content)


def packed(entries: Iterable[tuple[str | zipfile.ZipInfo, str | bytes]]) -> bytes:
    """The same in memory."""
    buffer = io.BytesIO()
    archive(buffer, entries)  # type: ignore[arg-type]
    return buffer.getvalue()


def raw_entry(name: bytes, content: bytes, *, size: int | None = None, flags: int = 0) -> tuple[bytes, bytes]:
    """Header and data of an entry, and its line in the directory but for the offset, with any size and any flags."""
    compressor = zlib.compressobj(1, zlib.DEFLATED, -15)
    data = compressor.compress(content) + compressor.flush()
    numbers = (zlib.crc32(content), len(data), len(content) if size is None else size)
    fields = struct.pack("<HHHHHLLLHH", 20, flags, 8, 0x6000, 0x56A1, *numbers, len(name), 0)
    local = b"PK\x03\x04" + fields + name + data
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHL", 0, 0, 0, 0)
    return local, central


def raw_archive(locals_: Iterable[bytes], directory: Iterable[tuple[bytes, int, bytes]]) -> bytes:
    """An archive of such headers, and of a directory of lines with the offset that each says and its name."""
    body = b"".join(locals_)
    lines = [line + struct.pack("<L", offset) + name for line, offset, name in directory]
    central = b"".join(lines)
    count = min(len(lines), 0xFFFF)
    return body + central + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count, count, len(central), len(body), 0)


def _link(name: str, target: str, kind: int = stat.S_IFLNK) -> tuple[zipfile.ZipInfo, str]:
    info = zipfile.ZipInfo(name, (2023, 5, 1, 12, 0, 0))
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info, target


def _flat_bomb(path: Path) -> None:
    archive(path, [("Answer.py", ANSWER), ("data.txt", bytes(80 * MIB))])


def _nested_bomb(path: Path) -> None:
    content = packed([("0.txt", bytes(8 * MIB))])
    for _ in range(4):
        content = packed([(f"{number}.zip", content) for number in range(16)])
    path.write_bytes(content)


def _overlapping_bomb(path: Path) -> None:
    local, central = raw_entry(b"a.txt", bytes(4 * MIB))
    path.write_bytes(raw_archive([local], [(central, 0, b"a.txt")] * 1000))


def _lying_size(path: Path) -> None:
    entries = [(b"Answer.py", ANSWER.encode(), None), (b"small.txt", bytes(20 * MIB), 10), (b"big.txt", b"x", 10 * MIB)]
    offset, locals_, directory = 0, [], []
    for name, content, size in entries:
        local, central = raw_entry(name, content, size=size)
        locals_.append(local)
        directory.append((central, offset, name))
        offset += len(local)
    path.write_bytes(raw_archive(locals_, directory))


def _huge_directory(path: Path) -> None:
    local, central = raw_entry(b"a", b"")
    path.write_bytes(raw_archive([local], [(central, 0, b"a")] * 750_000))


def _locked(path: Path) -> None:
    local, central = raw_entry(b"Answer.py", ANSWER.encode(), flags=1)
    path.write_bytes(raw_archive([local], [(central, 0, b"Answer.py")]))


def _duplicates(path: Path) -> None:
    entries = [(b"Answer.py", b"raise SystemExit\n"), (b"Answer.py", ANSWER.encode())]
    locals_ = [raw_entry(*entry) for entry in entries]
    directory = [(locals_[0][1], 0, b"Answer.py"), (locals_[1][1], len(locals_[0][0]), b"Answer.py")]
    path.write_bytes(raw_archive([local for local, _ in locals_], directory))


def _pickle(path: Path) -> None:
    # As pickle writes a call of os.system: whoever loads it makes the file `owned`.
    archive(
        path, [("Answer.py", ANSWER), ("weights.pkl", b"cos\nsystem\n(S'touch owned'\ntR."), ("Answer.pkl", b"\x80")]
    )


def _as_a_class(path: Path) -> None:
    other = "Lee_2_assignsubmission_file_/Answer.py"
    archive(path, [("Answer.py", ANSWER), (other, "forged = 1\n" + ANSWER), ("HW3_20239999_Choi.zip", "x")])


def _deep_code(path: Path) -> None:
    deep = f"{'-' * 100_000}1\n{'(' * 100_000}\nif {'a+' * 5_000}a:\n    pass\n"
    notebook = '{"cells": [{"cell_type": "code", "source": ["%%time\\n", ' + '"%%time\\n", ' * 3_000 + '"x = (1"]}]}'
    archive(path, [("Answer.py", ANSWER + deep), ("a.ipynb", "[" * 100_000), ("b.ipynb", notebook)])


def judged(outcome: Outcome) -> str:
    """Empty where there is one row and its honest answer is to be judged."""
    return "" if not outcome.only.problem and outcome.only.file.endswith("Answer.py") else f"lost: {outcome.only}"


def judged_and_said(word: str) -> Callable[[Outcome], str]:
    """As `judged`, where a remark holds the word too."""

    def escape(outcome: Outcome) -> str:
        said = [remark["en"] for remark in outcome.only.remarks]
        return judged(outcome) or ("" if any(word in remark for remark in said) else f"in silence: {said}")

    return escape


def refused_as(word: str) -> Callable[[Outcome], str]:
    """As `refused`, where the reason holds the word."""
    return lambda outcome: refused(outcome) or ("" if word in outcome.only.problem["en"] else f"{outcome.only.problem}")


def refused(outcome: Outcome) -> str:
    """Empty where there is one row, with a reason and nothing laid out."""
    return "" if outcome.only.problem and not outcome.files else f"taken: {outcome.only}"


def _names_stay(outcome: Outcome) -> str:
    forbidden = set('<>:"|?*\\')
    bad = [path for path in outcome.files if forbidden & set(path) or not path.isprintable()]
    parts = [part for path in outcome.files for part in path.split("/")]
    bad += [part for part in parts if part.split(".")[0].lower() in ("con", "nul", "aux") or part[-1] in ". "]
    lower = [path.casefold() for path in outcome.files]
    return f"names: {bad}" if bad or len(set(lower)) < len(lower) else judged(outcome)


def _is_one_persons(outcome: Outcome) -> str:
    same = {submission.student_id for submission in outcome.submissions} == {"20231234"}
    return judged(outcome) if same else f"handed in for others: {outcome.submissions}"


_HOSTILE_NAMES = (
    "=cmd|' /C calc'!A0.txt", "+1+1.txt", "@SUM(1).txt", "<script>alert(1)</script>.txt", '"onmouseover="x.txt',
    "\x1b[2J\x1b[31mred.txt", "\u202egnp.exe", "a\nb.txt", "a\rb.txt", "\x00zero.txt", "con.txt", "nul", "aux.py.txt",
    "trailing. . ", "ANSWER.PY.txt", "answer.py.TXT", "a:b.txt", "a*?.txt", "x" * 5000 + ".txt",
    "d/" * 3000 + "deep.txt", "\ud7ff\ufeff.txt", "back\\slash\\..\\..\\x.txt",
)  # fmt: skip

HOSTILE = (
    HostileArchive("a bomb of zeros", _flat_bomb, judged_and_said("zip bomb")),
    HostileArchive("archives in archives in archives", _nested_bomb, refused_as("was not opened")),
    HostileArchive("files that share their bytes", _overlapping_bomb, refused_as("share the same bytes")),
    HostileArchive("sizes that lie", _lying_size, judged_and_said("damaged in its archive")),
    HostileArchive("a directory of 750,000 entries", _huge_directory, refused_as("lists more than")),
    HostileArchive(
        "paths that lead out",
        lambda path: archive(
            path,
            [("../../escape.txt", "x"), ("..\\..\\escape.txt", "y"), ("a/../../../Answer.py", ANSWER)],
        ),
        judged_and_said("led out of their folder"),
    ),
    HostileArchive(
        "absolute paths",
        lambda path: archive(path, [("/tmp/escape.txt", "x"), ("C:/escape.txt", "y"), ("\\\\host\\Answer.py", ANSWER)]),
        judged,
    ),
    HostileArchive(
        "links to files outside",
        lambda path: archive(
            path,
            [("Answer.py", ANSWER), _link("c.txt", "../../../canary"), _link("d", "../../.."), ("d/canary", "x")],
        ),
        judged_and_said("is a link"),
    ),
    HostileArchive(
        "a link as the file to be judged",
        lambda path: archive(path, [_link("Answer.py", str(path.parent.parent / "canary"))]),
        refused_as("is a link"),
    ),
    HostileArchive(
        "devices and pipes",
        lambda path: archive(
            path, [_link("Answer.py", "", stat.S_IFIFO), _link("b.py", "", stat.S_IFCHR), _link("c", "", stat.S_IFBLK)]
        ),
        refused_as("no regular file"),
    ),
    HostileArchive(
        "names that escape CSV, HTML, the terminal and the file system",
        lambda path: archive(path, [("Answer.py", ANSWER), *((name, "x") for name in _HOSTILE_NAMES)]),
        _names_stay,
    ),
    HostileArchive(
        "a name of its own that escapes",
        lambda path: archive(path, [("Answer.py", ANSWER)]),
        judged,
        file="HW3_20231234_=cmd()\u202e<b>.zip" if os.name == "nt" else "HW3_20231234_=cmd()\u202e<b>\x1b[2J\n.zip",
    ),
    HostileArchive(
        "10,000 files",
        lambda path: archive(path, [("Answer.py", ANSWER), *((f"{number}.txt", "x") for number in range(10_000))]),
        judged_and_said("9001"),
    ),
    HostileArchive("pickles", _pickle, lambda o: "loaded" if Path("owned").exists() else judged(o)),
    HostileArchive("one name twice", _duplicates, judged_and_said("more than once")),
    HostileArchive("a password", _locked, refused_as("password")),
    HostileArchive("a class in it, to hand in for others", _as_a_class, _is_one_persons),
    HostileArchive("code that is too deep to parse", _deep_code, judged),
)
