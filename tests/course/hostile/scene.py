"""What a hostile file is let loose on: things of others that it must not read, change, reach or end."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from undergrad.check import Assignment, Report
from undergrad.check.assignment import Item
from undergrad.check.files import judge_file

PLAIN = (Path(__file__).parents[2] / "check" / "zoo" / "base.py").read_text("utf-8")
ASSIGNMENT = Assignment(
    name="hostile",
    checks={"speed": "off"},
    methods=tuple(
        Item(name=name, points=1.0) for name in ("ReLU.forward", "Sigmoid.forward", "Tanh.forward", "FCLayer.forward")
    ),
)
#: What a file prints when it has done what it must not.
ESCAPED = "ESCA" + "PED"
MEMORY = 512 * 2**20


class Scene:
    """A context manager. Its folder holds the submission, another one's, a home, and a place where nobody may write."""

    def __init__(self, folder: Path) -> None:
        self.token = secrets.token_hex(8)
        #: Of the processes, each of which has it in its command.
        self.mark = f"hostile_{self.token}"
        self.folder = folder.resolve()
        self.file = self.folder / "mine" / f"{self.mark}.py"
        self.other, self.home = self.folder / "other" / "Answer.py", self.folder / "home" / "token.txt"
        self.open = self.folder / "open"
        self.said: list[str] = []
        self._sockets: list[socket.socket] = []
        self.report: Report | None = None
        self.growth = 0
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Scene:
        for path in (self.file, self.other, self.home, self.open / "kept"):
            path.parent.mkdir(parents=True)
            path.write_text(self.token, encoding="utf-8")
        self.open.chmod(0o777)
        self.folder.chmod(0o755)
        self._stack.enter_context(environment("COURSE_TOKEN", self.token))
        self.victim = self._stack.enter_context(
            subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        )
        self._stack.callback(self.victim.kill)
        self._listen(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self._listen(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self._listen(socket.AF_UNIX, socket.SOCK_DGRAM, str(self.open / "socket"))
        (self.open / "socket").chmod(0o777)
        self._listen(socket.AF_UNIX, socket.SOCK_DGRAM, f"\0{self.mark}")
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(self, source: str, containment: object, **options: object) -> None:
        """Judge the file with the source."""
        self.file.write_text(self.filled(source), encoding="utf-8")
        before = held()
        limits = {"limit": 1.0, "import_limit": 5.0, "memory": MEMORY, "total": 20.0, "seed": 1}
        judgement = judge_file(self.file, ASSIGNMENT, containment=containment, echo=self._listen_to, **limits | options)
        self.growth = held() - before
        self.report = judgement.report(ASSIGNMENT, "en")

    def filled(self, source: str) -> str:
        """The source, in which `@name@` stands for an attribute of the scene."""
        for name in ("other", "home", "open", "folder", "mark"):
            source = source.replace(f"@{name}@", str(getattr(self, name)))
        for name, value in {"victim": self.victim.pid, "checker": os.getpid(), "ports": self.ports}.items():
            source = source.replace(f"@{name}@", str(value))
        return source

    def _listen_to(self, piece: str) -> None:
        if sum(map(len, self.said)) < 2**20:
            self.said.append(piece)

    @property
    def ports(self) -> list[int]:
        return [entry.getsockname()[1] for entry in self._sockets if entry.family == socket.AF_INET]

    @property
    def output(self) -> str:
        """All that came out, and all that the report says."""
        return "".join(self.said) + (self.report.to_json() if self.report else "")

    def verdict(self, name: str = "Sigmoid.forward") -> str:
        """pass, fail, remark or not run."""
        assert self.report is not None
        return next((verdict for method, verdict, _ in self.report.methods() if method == name), "not run")

    def alive(self) -> list[int]:
        """The processes of the file that are there, in whichever namespace."""
        there = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                state = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
                if self.mark.encode() in (folder / "cmdline").read_bytes() and state not in "ZX":
                    there.append(int(folder.name))
        return there

    def _listen(self, family: int, kind: int, address: object) -> None:
        listener = self._stack.enter_context(socket.socket(family, kind))
        listener.bind(address)
        if kind == socket.SOCK_STREAM:
            listener.listen()
        self._sockets.append(listener)

    def contacted(self) -> list[str]:
        """The addresses at which something has come."""
        reached = []
        for listener in self._sockets:
            listener.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                if listener.type == socket.SOCK_STREAM:
                    listener.accept()[0].close()
                else:
                    listener.recv(1)
                reached.append(str(listener.getsockname()))
        return reached


def held() -> int:
    """Bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def environment(name: str, value: str):
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
