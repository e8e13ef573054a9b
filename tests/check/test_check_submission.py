"""What may be handed in: a file, a folder, a zip; and where in it the student's file is."""

import tempfile
import zipfile

import pytest

from tests.check.conftest import PLAIN
from undergrad.check.submission import student_file
from undergrad.errors import UsageError

CLASSES = ("ReLU", "FCLayer")
ONLY = ("--only", "ReLU.forward", "--seed", "1")


def zipped(path, entries):
    """A zip whose entries are named in CP949, without a mark that says so, as Korean Windows writes them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        raw = {}
        for number, (name, text) in enumerate(entries.items()):
            encoded = name.encode("cp949")
            placeholder = f"{number}".rjust(len(encoded), "q")
            raw[placeholder.encode()] = encoded
            archive.writestr(placeholder, text)
    content = path.read_bytes()
    for placeholder, encoded in raw.items():
        content = content.replace(placeholder, encoded)
    path.write_bytes(content)
    return path


def test_answer_is_the_default(cli, tmp_path):
    (tmp_path / "Answer.py").write_text(PLAIN, encoding="utf-8")
    code, out, err = cli("check", *ONLY)
    assert (code, err) == (0, "")
    assert out.startswith("Answer.py, seed 1\n")
    assert cli("check", "Answer.py", *ONLY)[1] == out


def test_default_that_is_not_there(cli):
    code, out, err = cli("check")
    assert (code, out) == (2, "")
    assert "there is no file Answer.py" in err


def test_folder(cli, tmp_path):
    folder = tmp_path / "homework 3"
    (folder / "code").mkdir(parents=True)
    (folder / "code" / "layers.py").write_text("import helper\n" + PLAIN, encoding="utf-8")
    (folder / "code" / "helper.py").write_text("def relu(z): return z * (z > 0)\n", encoding="utf-8")
    code, out, err = cli("check", "homework 3", *ONLY)
    assert (code, err) == (0, "")
    assert out.startswith("homework 3, seed 1\n")


def test_zip_of_korean_windows(cli, tmp_path):
    """What the file does is told with its own name, so that is read right."""
    zipped(tmp_path / "hw3.zip", {"숙제/과제.py": PLAIN + "1 / 0\n", "숙제/보고서.txt": "끝"})
    code, out, _ = cli("check", "hw3.zip", *ONLY)
    assert code == 1
    assert "FAIL     과제.py: on import, the file raises ZeroDivisionError" in out
    assert f"  line     과제.py, line {PLAIN.count(chr(10)) + 1}: 1 / 0" in out


def test_answer_goes_before_other_files(tmp_path):
    for name in ("old.py", "Answer.py"):
        (tmp_path / name).write_text("class ReLU: pass\n", encoding="utf-8")
    with student_file(tmp_path, CLASSES) as file:
        assert file == tmp_path / "Answer.py"


def test_two_candidates(cli, tmp_path):
    zipped(tmp_path / "hw3.zip", {"a/mine.py": "class ReLU: pass\n", "b/yours.py": "class FCLayer: pass\n"})
    code, out, err = cli("check", "hw3.zip")
    assert (code, out) == (2, "")
    assert "a/mine.py, b/yours.py" in err
    assert err.rstrip().endswith("name one of them")


def test_no_candidate(cli, tmp_path):
    zipped(tmp_path / "hw3.zip", {"a.py": "class Other: pass\n", "class ReLU.txt": "class ReLU: pass\n"})
    code, out, err = cli("check", "hw3.zip")
    assert (code, out) == (2, "")
    assert "hw3.zip holds no Python file with one of the classes of the assignment" in err


@pytest.mark.attack
def test_zip_that_grows(cli, tmp_path):
    zipped(tmp_path / "hw3.zip", {"Answer.py": b"\n" * (64 * 2**20 + 1)})
    assert (tmp_path / "hw3.zip").stat().st_size < 2**20
    code, out, err = cli("check", "hw3.zip")
    assert (code, out) == (2, "")
    assert "larger than 64 MiB" in err


@pytest.mark.attack
@pytest.mark.parametrize("name", ["../../Answer.py", "/Answer.py", "a/../../../Answer.py", "C:/Answer.py"])
def test_zip_that_reaches_out_of_its_folder(tmp_path, monkeypatch, name):
    place = tmp_path / "deep" / "deeper"
    place.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    archive = zipped(tmp_path / "hw3.zip", {name: "class ReLU: pass\n"})
    with student_file(archive, CLASSES) as file:
        assert file.name == "Answer.py"
        assert file.is_relative_to(place)
        assert "C:" not in file.parts
        assert set(tmp_path.rglob("*.py")) == {file}
    assert not list(place.iterdir())


def test_zip_that_is_cut_off(tmp_path):
    archive = zipped(tmp_path / "hw3.zip", {"Answer.py": "class ReLU: pass\n" * 1000})
    content = bytearray(archive.read_bytes())
    content[60] ^= 0xFF  # in the compressed text
    archive.write_bytes(content)
    with pytest.raises(UsageError, match=r"hw3\.zip cannot be read"), student_file(archive, CLASSES):
        pass
