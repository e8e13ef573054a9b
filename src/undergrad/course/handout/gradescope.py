"""The autograder that a teacher uploads to Gradescope: an archive with two scripts and the assignment.

Gradescope unpacks it into /autograder/source, runs setup.sh once as root while it builds an image, and for each
submission starts /autograder/run_autograder, which has to leave /autograder/results/results.json. Without that file,
Gradescope says so and gives no points, which is right if nothing could be judged.
"""

from __future__ import annotations

import shlex
import unicodedata
import zipfile
from importlib import resources
from pathlib import Path

import undergrad
from undergrad.check.assignment import load_assignment, shipped
from undergrad.course.handout.pack import zipped
from undergrad.errors import FileError, UsageError
from undergrad.files import read_whole, write_whole

#: The command that grades one submission and writes the file for Gradescope. The container has only this submission
#: and is thrown away, so the command may run without another containment: --trust.
GRADE = (
    "undergrad grade /autograder/submission --assignment /autograder/source/{assignment} "
    "--out /tmp/grades --language {language} --trust --gradescope /autograder/results/results.json"
)

_SETUP = """\
#!/usr/bin/env bash
# Run once, as root, while Gradescope builds the image: a Python that is new enough, and undergrad in it.
set -euo pipefail

find_python() {{
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" > /dev/null &&
            "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}}

apt-get update
apt-get install -y bubblewrap || echo "without bubblewrap: undergrad says what contains a submission instead"
if ! find_python > /dev/null; then
    apt-get install -y python3.12 python3.12-venv || apt-get install -y python3.11 python3.11-venv
fi
"$(find_python)" -m venv /autograder/venv
/autograder/venv/bin/pip install {requirement}
"""

_RUN = """\
#!/usr/bin/env bash
# Run for each submission.
set -euo pipefail
export PATH=/autograder/venv/bin:$PATH LC_ALL=C.UTF-8
{grade}
"""
_SCRIPTS = frozenset(("setup.sh", "run_autograder"))


def autograder(assignment: str, *, language: str, wheel: Path | None = None) -> bytes:
    """The archive for an assignment, by name or TOML file. It installs `wheel` or the version in the index.

    UsageError for an assignment that cannot be read, or a file that is not a wheel; FileError if it cannot be read.
    """
    task = load_assignment(assignment)
    name = f"{unicodedata.normalize('NFC', task.name)}.toml"
    requirement, files = f"'undergrad=={undergrad.__version__}'", {name: _text_of(assignment)}
    if wheel is not None:
        if wheel.suffix != ".whl" or not wheel.name.startswith("undergrad-"):
            raise UsageError(f"{wheel} is no wheel of undergrad; its name is like undergrad-0.1.0-py3-none-any.whl")
        files[wheel.name] = read_whole(wheel)
        requirement = f"/autograder/source/{wheel.name}"
    scripts = {
        "setup.sh": _SETUP.format(requirement=requirement),
        "run_autograder": _RUN.format(grade=GRADE.format(assignment=shlex.quote(name), language=language)),
    }
    return zipped({**files, **{name: text.encode() for name, text in scripts.items()}}, executable=_SCRIPTS)


def write_autograder(path: Path, content: bytes) -> Path:
    """Write the archive to `path`, which may be an earlier one. FileError if another file is there."""
    if path.exists() and not _is_autograder(path):
        raise FileError(f"{path} exists and is no autograder; choose another name with --out")
    return write_whole(path, content)


def _is_autograder(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return set(archive.namelist()) >= _SCRIPTS
    except (OSError, zipfile.BadZipFile):
        return False


def _text_of(assignment: str) -> bytes:
    if assignment in shipped():
        return (resources.files("undergrad.check") / "assignments" / f"{assignment}.toml").read_bytes()
    return read_whole(assignment)
