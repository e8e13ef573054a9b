"""A hostile file, what would be an escape, and what became of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.course.hostile.scene import ESCAPED, PLAIN, Scene

#: An index of what has got out: a sentence, empty where nothing has.
Escape = Callable[[Scene], str]

IN_FORWARD = """
class Sigmoid(Sigmoid):
    def forward(self, z):
        import os, signal
        {}
        return super().forward(z)
"""


@dataclass(frozen=True)
class Case:
    """A file; what is an escape in addition to what always is one; and what it could harm where it is not contained."""

    name: str
    source: str
    escape: Escape = lambda scene: ""
    #: Keys of sentences, of which one must be in force, or this is not tried: it would harm who tries it.
    only_with: tuple[str, ...] = ()
    options: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of a case."""

    escaped: str
    happened: str


def at_import(body: str) -> str:
    """A right file that does something else before."""
    guarded = f"try:\n{_indented(body)}\nexcept Exception as error:\n    print(error)\n"
    return f"{PLAIN}\nimport os, signal, sys, time\n{guarded}"


def in_forward(body: str) -> str:
    """A right file whose Sigmoid does something else first."""
    return PLAIN + IN_FORWARD.format(_indented(body, 8).strip())


def may_try(case: Case, containment: Any) -> bool:
    """Whether nobody but the file itself can be harmed."""
    return not case.only_with or bool({*case.only_with} & {*containment.in_force})


def tried(case: Case, containment: object) -> Outcome:
    """Run the case in a scene of its own."""
    with tempfile.TemporaryDirectory() as folder, Scene(Path(folder)) as scene:
        scene.run(case.source, containment, **case.options)
        escaped = [entry for entry in (always(scene), case.escape(scene)) if entry]
        assert scene.report is not None
        happened = next((record.message for record in scene.report.failures), "every method passes")
        return Outcome("; ".join(escaped), " ".join(happened.split()))


def always(scene: Scene) -> str:
    """What no file may have done."""
    findings = {
        "it says that it got out": ESCAPED in scene.output,
        "something of others has come out": scene.token in scene.output.replace(scene.mark, ""),
        "it has written where it may not": bool({entry.name for entry in scene.open.iterdir()} - {"kept", "socket"}),
        "it has changed a file of others": any(
            not path.is_file() or path.read_text("utf-8") != scene.token
            for path in (scene.other, scene.home, scene.open / "kept")
        ),
        "it has reached the network": bool(scene.contacted()),
        "a process of others is gone": scene.victim.poll() is not None,
        "a process of its own goes on": bool(scene.alive()),
        "the checker has grown": scene.growth > 2**28,
    }
    return "; ".join(name for name, true in findings.items() if true)


def never_passes(scene: Scene) -> str:
    """The file is wrong, so its method must not be right."""
    return "a wrong method passes" if scene.verdict() == "pass" else ""


def must_pass(scene: Scene) -> str:
    """What it tried costs nothing: the rest of the file is right."""
    return "" if scene.verdict() == "pass" else "a right method does not pass"


def others_pass(scene: Scene) -> str:
    """The methods that it left alone are right."""
    wrong = [name for name in ("ReLU.forward", "Tanh.forward", "FCLayer.forward") if scene.verdict(name) != "pass"]
    return f"{', '.join(wrong)} lost" if wrong else ""


def _indented(body: str, width: int = 4) -> str:
    return "\n".join(" " * width + line for line in body.strip("\n").splitlines())
