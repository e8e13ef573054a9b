"""What a contained process sees and may, and that the check itself is the same there as at home."""

import os
import re
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import undergrad
from tests.check.conftest import PLAIN, SHORT
from undergrad.check.files import judge_file
from undergrad.course.containment import described
from undergrad.errors import UndergradError, UsageError
from undergrad.sandbox import started
from undergrad.sandbox.containment import trusted as trusted_module
from undergrad.sandbox.containment.bubblewrap import Bubblewrap
from undergrad.sandbox.containment.choice import CONTAINMENTS, choose, why_not
from undergrad.sandbox.containment.landlock import Landlock, without
from undergrad.sandbox.containment.launch import Job, Launch, Trusting
from undergrad.sandbox.containment.parcel import contents, parcel, size_of
from undergrad.sandbox.containment.trusted import trusted
from undergrad.sandbox.process import StudentProcess
from undergrad.sandbox.worker import system_calls
from undergrad.sandbox.worker.parcel import lay_out, opened
from undergrad.sandbox.worker.script import Script


@pytest.fixture(autouse=True)
def limits_as_they_are(monkeypatch):
    """A contained file cannot say to a test that it has reached its loop; it is endless, so any limit will do."""
    monkeypatch.setattr(StudentProcess, "wait", staticmethod(threading.Condition.wait_for))
    monkeypatch.setattr(started, "_LAST_WORDS", 5.0)  # some say none on purpose


def _works(kind):
    """A containment; the test is left out, in one line, where the system has none.

    It fails instead for bubblewrap where UNDERGRAD_REQUIRE_BUBBLEWRAP says that the system allows it.
    """
    must_work = kind is Bubblewrap and os.environ.get("UNDERGRAD_REQUIRE_BUBBLEWRAP")
    leave_out = pytest.fail if must_work else pytest.skip
    try:
        containment = kind()
    except UsageError as error:
        leave_out(str(error))
    if reason := why_not(containment):
        leave_out(f"{containment.name} does not work here: {reason}")
    return containment


@pytest.fixture(params=CONTAINMENTS, ids=lambda kind: kind.__name__)
def containment(request):
    return _works(request.param)


def called(folder, body, containment, **options):
    """The outcome of a method with the body, and the process's foreign flag."""
    path = Path(folder) / "Answer.py"
    path.write_text(
        f"import os, sys, signal\nimport numpy as np\nclass A:\n    def m(self):\n        {body}\n", "utf-8"
    )
    script = Script()
    script.call(script.new("A"), "m")
    with StudentProcess(path, containment=containment, **options) as process:
        assert process.contents.failure is None
        return process.run(script)[-1]


def test_right_file_passes(tmp_path, containment):
    path = tmp_path / "Answer.py"
    path.write_text(PLAIN, encoding="utf-8")
    inside, outside = (judge_file(path, SHORT, seed=3, containment=kind) for kind in (containment, None))
    assert inside.report(SHORT, "en").ok
    assert inside.report(SHORT, "en").records == outside.report(SHORT, "en").records


def test_files_of_its_own(tmp_path, containment):
    """Modules and data beside the file are there, what it writes is not in the folder that the teacher has."""
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "data.txt").write_text("2.5", encoding="utf-8")
    (tmp_path / "helper.py").write_text("def read(): return float(open('deeper/data.txt').read())", encoding="utf-8")
    outcome = called(tmp_path, "import helper; open('new', 'w').close(); return helper.read()", containment)
    assert outcome.array == 2.5
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["Answer.py", "deeper", "helper.py"]


@pytest.mark.parametrize(
    ("body", "type_", "message"),
    [
        ("os.abort()", "signal", "SIGABRT"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "signal", "SIGKILL"),
        ("os._exit(134)", "exit code", "134"),
        ("os._exit(0)", "exit code", "0"),
    ],
)
def test_how_it_ended_is_said(tmp_path, containment, body, type_, message):
    failure = called(tmp_path, body, containment).failure
    assert (failure.kind, failure.type, failure.message) == ("crash", type_, message)
    assert (failure.line.number if failure.line else 0) == (5 if message == "SIGABRT" else 0)


def test_line_of_an_endless_loop(tmp_path, containment):
    failure = called(tmp_path, "any(iter(int, 1))", containment, limit=0.2).failure
    assert (failure.kind, failure.type, failure.line.number) == ("timeout", "timeout", 5)


def test_environment_is_its_own(tmp_path, containment, monkeypatch):
    monkeypatch.setenv("COURSE_TOKEN", "x")
    body = "return float('COURSE_TOKEN' in os.environ or os.environ['HOME'] == " + repr(str(Path.home())) + ")"
    assert called(tmp_path, body, containment).array == 0.0


def test_descriptors_are_its_own(tmp_path, containment, monkeypatch):
    """One that slips through to the worker is closed there: behind it lies a file of others."""
    (tmp_path / "look.py").write_text(
        "import os, stat\n"
        "def regular(number):\n"
        "    try: return stat.S_ISREG(os.fstat(number).st_mode)\n"
        "    except OSError: return False\n",
        encoding="utf-8",
    )
    start = type(containment).launch
    with open(__file__, encoding="utf-8") as file:

        def launch(self, job):
            plain = start(self, job)
            return replace(plain, pass_fds=(*plain.pass_fds, file.fileno()))

        monkeypatch.setattr(type(containment), "launch", launch)
        body = "from look import regular; return np.array([n for n in range(256) if regular(n)])"
        assert called(tmp_path, body, containment).array.size == 0


def test_textbook_is_not_there(tmp_path, containment):
    outcome = called(tmp_path, "import undergrad", containment)
    assert outcome.failure.type in ("TextbookError", "PermissionError")
    source = Path(undergrad.__file__).parent / "layers" / "__init__.py"
    assert called(tmp_path, f"open({str(source)!r})", containment).failure.type in (
        "FileNotFoundError",
        "PermissionError",
    )


def test_textbook_among_the_installed_packages(tmp_path, containment, monkeypatch):
    """Where it is installed beside others, they can be read and it cannot."""
    packages, mine = tmp_path / "packages", tmp_path / "mine"
    mine.mkdir()
    for name in ("other", "undergrad"):
        (packages / name).mkdir(parents=True)
        (packages / name / "text").write_text(name, encoding="utf-8")
    here = trusted()
    here = replace(here, trees=(*here.trees, packages.resolve()), hidden=(packages.resolve() / "undergrad",))
    monkeypatch.setattr(f"undergrad.sandbox.containment.{containment.name}.trusted", lambda: here)
    place = str(packages.resolve())
    assert called(mine, f"return float(len(open('{place}/other/text').read()))", containment).array == 5.0
    refused = called(mine, f"open('{place}/undergrad/text')", containment).failure
    assert refused.type in ("FileNotFoundError", "PermissionError")
    imported = called(mine, f"sys.path.insert(0, '{place}'); import undergrad.text", containment).failure
    assert imported.type in ("TextbookError", "PermissionError")


def test_memory_of_all_processes_together(tmp_path, containment):
    body = "keep = lambda: (np.ones(2**25), signal.pause()); [os.fork() or keep() for _ in range(5)]; signal.pause()"
    failure = called(tmp_path, body, containment, memory=2**30, limit=300.0).failure
    assert (failure.kind, failure.type, failure.message) == ("crash", "memory", "1")


def test_what_it_starts_ends_with_it(tmp_path, containment):
    """A daemon holds the pipe open, and yet the end is seen at once."""
    called(tmp_path, "os.fork() or (os.setsid(), os.fork() or signal.pause()); os._exit(3)", containment)
    mark = str(tmp_path).encode()
    there = [folder for folder in Path("/proc").glob("[0-9]*") if folder.name != str(os.getpid())]
    assert not [folder for folder in there if _command(folder).find(mark) >= 0]


def _command(folder):
    try:
        return (folder / "cmdline").read_bytes()
    except OSError:
        return b""


def test_package_cannot_be_allowed(tmp_path, containment):
    with pytest.raises(UsageError, match="a contained file cannot use the package"):
        StudentProcess(tmp_path / "Answer.py", containment=containment, allow_undergrad=True)


class Refusing(Trusting):
    name = "refusing"

    def launch(self, job: Job) -> Launch:
        plain = super().launch(job)
        return Launch(
            [sys.executable, "-c", "raise SystemExit('no namespace for you')"],
            plain.environment,
            (),
            handed_over=plain.handed_over,
        )


class Absent:
    def __init__(self):
        raise UsageError("it is not installed")


def test_first_that_works_is_chosen():
    assert choose(kinds=[Absent, Refusing, Trusting]).name == "none"
    with pytest.raises(UsageError) as caught:
        choose(kinds=[Absent, Refusing])
    assert "it is not installed; refusing does not work: " in str(caught.value)
    assert "no namespace for you" in str(caught.value)
    assert "--trust" in str(caught.value)
    assert choose(trust=True, kinds=[Absent, Refusing]).name == "none"


def test_sentences_are_there():
    """Each key of each containment has its sentence, and nothing is both contained and not."""
    for kind in (*CONTAINMENTS, Trusting):
        try:
            containment = kind()
        except UsageError:
            continue
        record = described(containment)
        assert len(record.in_force) == len(containment.in_force) > 2
        assert len(record.not_contained) == len(containment.not_contained) > 0
        assert all(text["en"].endswith(".") and text["ko"].endswith("다.") for text in record.in_force)
        bare = [
            {key.partition("contained-")[2] for key in keys}
            for keys in (containment.in_force, containment.not_contained)
        ]
        assert not bare[0] & bare[1]


@dataclass
class Clock:
    """Each look at it costs a second."""

    now: float = 0.0

    def __call__(self):
        self.now += 1.0
        return self.now


def test_time_of_all_calls_together(tmp_path):
    path = tmp_path / "Answer.py"
    path.write_text("class A:\n    def m(self): return 1.0\n", encoding="utf-8")
    script = Script()
    script.call(script.new("A"), "m")
    with StudentProcess(path, total=3.0, clock=Clock()) as process:
        assert process.contents.failure is None  # a second
        kinds = [[outcome.kind for outcome in process.run(script)] for _ in range(3)]
        assert kinds == [["object", "number"]] * 2 + [["failure", "skipped"]]
        failure = process.run(script)[0].failure
        assert (failure.kind, failure.type, failure.message) == ("timeout", "total", "3")
        assert process._worker is None


def test_total_ends_a_call(tmp_path):
    """The call's own limit is far away."""
    failure = called(tmp_path, "any(iter(int, 1))", None, limit=1e6, total=0.5).failure
    assert (failure.kind, failure.type, failure.message) == ("timeout", "total", "0.5")


def test_parcel_holds_the_folder_and_no_more(tmp_path):
    """Links out of the folder, and pipes, are left out; a link inside counts as the file."""
    folder, secret = tmp_path / "mine", tmp_path / "secret"
    folder.mkdir()
    secret.write_text("x", encoding="utf-8")
    (folder / "이름.py").write_bytes(b"a\n{}\n")
    (folder / "inside").symlink_to("이름.py")
    (folder / "outside").symlink_to(secret)
    (folder / "above").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    assert [name for _, name in contents(folder)] == ["inside", "이름.py"]
    assert size_of(folder) == 10
    spec, file = opened(parcel(folder, {"a": 1}))
    lay_out(file, str(tmp_path / "copy"))
    assert spec == {"a": 1}
    assert {path.name: path.read_bytes() for path in (tmp_path / "copy").iterdir()} == dict.fromkeys(
        ["inside", "이름.py"], b"a\n{}\n"
    )


def test_parcel_has_a_limit(tmp_path):
    with open(tmp_path / "large", "wb") as file:
        file.truncate(2**29)
    with pytest.raises(UsageError, match="holds more than 256 MiB"):
        size_of(tmp_path)


def test_trusted_leaves_the_textbook_out(tmp_path, monkeypatch):
    """Installed among other packages, it is hidden there; developed in a prefix, its project is."""
    packages = tmp_path / "lib" / "site-packages"
    for name in ("undergrad", "other"):
        (packages / name / "sandbox").mkdir(parents=True)
    monkeypatch.setattr(trusted_module, "_PACKAGE", packages / "undergrad")
    monkeypatch.setattr(trusted_module.site, "getsitepackages", lambda: [str(packages)])
    here = trusted.__wrapped__()
    assert packages in here.trees
    assert here.hidden == (packages / "undergrad",)
    (packages / "pyproject.toml").touch()
    assert trusted.__wrapped__().hidden == (packages / "undergrad",)  # a folder cannot hide itself
    below = [path.relative_to(packages).as_posix() for path in without(packages, here.hidden)]
    assert below == ["other", "pyproject.toml"]


def test_trusted_names_have_no_links():
    here = trusted()
    for path in (*here.trees, *here.hidden):
        assert path == path.resolve()
    assert not [(a, b) for a in here.trees for b in here.trees if a != b and a.is_relative_to(b)]
    place = Path(sys.executable)
    links = dict(here.links)
    while place in links:
        place = place.parent / links[place]
    assert any(Path(sys.executable).resolve().is_relative_to(tree) for tree in here.trees)


@pytest.mark.skipif(not system_calls.can_refuse(), reason="the machine's calls are not known")
def test_filter_refuses_and_allows():
    """The filter as its own small interpreter reads it."""
    import struct

    program = [struct.unpack_from("=HBBI", entry) for entry in _pieces(system_calls.filter_for("x86_64"), 8)]

    def answer(number, argument=0, machine=0xC000003E):
        data, accumulator, place = {0: number, 4: machine, 16: argument}, 0, 0
        while True:
            code, if_so, if_not, value = program[place]
            place += 1
            if code == 0x20:
                accumulator = data[value]
            elif code == 0x06:
                return value & 0xFFFF if value != 0x7FFF0000 else 0
            else:
                true = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[code]
                place += if_so if true else if_not

    assert answer(0) == answer(1) == answer(257) == answer(53) == 0  # read, write, openat, socketpair
    assert answer(41) == answer(101) == answer(425) == 1
    assert answer(435) == 38
    assert (answer(56, 0x11), answer(56, 0x10000011)) == (0, 1)
    assert answer(0, machine=0x40000003) == 1
    assert answer(2**30) == 1


def _pieces(data, size):
    return [data[start : start + size] for start in range(0, len(data), size)]


def test_command_names_no_secret(tmp_path, monkeypatch):
    """What the program is told shows in the list of processes."""
    containment = _works(Bubblewrap)
    (tmp_path / "Answer.py").touch()
    launch = containment.launch(Job(tmp_path / "Answer.py", 0, os.dup(0), False))
    launch.started()
    os.close(launch.status)
    assert str(tmp_path) not in " ".join(launch.command)
    assert not {name for name in launch.environment if re.search("TOKEN|KEY|SECRET", name)}


def test_no_containment_elsewhere(monkeypatch):
    monkeypatch.setattr("undergrad.sandbox.containment.landlock.version", lambda: 0)
    with pytest.raises(UsageError, match="has no Landlock"):
        Landlock()
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(UndergradError, match="bwrap is not installed"):
        Bubblewrap()
