"""Where the compiled engine is kept, and what is never loaded from there."""

from __future__ import annotations

import hashlib
import os
import stat

import numpy as np
import pytest

from undergrad.engines import machine_code, object_files, private

FLOAT32 = np.dtype("float32")
NAME = machine_code._name(FLOAT32)
attack = pytest.mark.attack
needs_modes = pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner and mode here")


def object_file(symbol: str, value: int) -> bytes:
    return machine_code._object_file(f"define i32 @{symbol}() {{ ret i32 {value} }}")


#: Small, but of the kind that the engine is.
OURS, FOREIGN = object_file("undergrad_run", 1), object_file("undergrad_run", 2)


@pytest.fixture
def compilations(monkeypatch):
    """Compilations that are not done but counted."""
    counted = []
    monkeypatch.setattr(machine_code, "_compiled", lambda dtype: counted.append(dtype) or OURS)
    return counted


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("UNDERGRAD_CACHE", str(folder))
    return folder


def test_compilation_is_announced_once_and_kept_on_disk(cache, caplog, compilations):
    """That what is kept runs, without Numba, is for `test_numba_is_imported_to_compile_and_for_nothing_else`."""
    assert [machine_code._kept(FLOAT32) for _ in range(2)] == [OURS] * 2
    assert compilations == [FLOAT32]
    assert [record.getMessage() for record in caplog.records] == [
        "compiling the cpu engine for float32, once for this computer: ten to twenty seconds"
    ]
    assert [file.name for file in cache.iterdir()] == [NAME]


def test_each_type_and_processor_has_machine_code_of_its_own(cache, monkeypatch, compilations):
    machine_code._kept(FLOAT32)
    machine_code._kept(np.dtype("float64"))
    monkeypatch.setenv("NUMBA_CPU_NAME", "generic")
    machine_code._kept(np.dtype("float64"))
    assert len(compilations) == 3


@attack
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(object_files.packed(OURS, NAME)[:20], id="cut off in its head"),
        pytest.param(object_files.packed(OURS, NAME)[:-1] + b"!", id="another last byte"),
        pytest.param(hashlib.sha256(FOREIGN).digest() + FOREIGN, id="any file behind its digest"),
        pytest.param(object_files.packed(FOREIGN, "engine-of-another-name"), id="another file's content"),
        pytest.param(object_files.packed(b"undergrad_run\0" * 999, NAME), id="garbage with a right digest"),
        pytest.param(object_files.packed(OURS[:20] + b"\xff" * 999, NAME), id="garbage behind a right head"),
        pytest.param(object_files.packed(object_file("other", 2), NAME), id="no such function"),
        pytest.param(object_files.packed(OURS[:18] + b"\x28\0" + OURS[20:], NAME), id="another processor"),
        pytest.param(object_files.packed(OURS + b"\0" * 2**24, NAME), id="larger than any engine"),
    ],
)
def test_what_is_not_machine_code_of_ours_is_never_handed_on_but_compiled_anew(cache, compilations, content):
    (cache / NAME).write_bytes(content)
    assert [machine_code._kept(FLOAT32) for _ in range(2)] == [OURS] * 2
    assert len(compilations) == 1


def test_the_engine_needs_no_place_on_disk(tmp_path, monkeypatch, compilations):
    (tmp_path / "file").touch()  # not a folder: even root cannot write below it
    monkeypatch.setenv("UNDERGRAD_CACHE", str(tmp_path / "file"))
    assert [machine_code._kept(FLOAT32) for _ in range(2)] == [OURS] * 2
    assert len(compilations) == 2


@needs_modes
@pytest.mark.parametrize("umask", [0o000, 0o002, 0o077])
def test_what_was_kept_is_found_under_every_umask(tmp_path, monkeypatch, compilations, umask):
    monkeypatch.setenv("UNDERGRAD_CACHE", str(tmp_path / "new" / "cache"))
    before = os.umask(umask)
    try:
        machine_code._kept(FLOAT32)
        machine_code._kept(FLOAT32)
    finally:
        os.umask(before)
    assert len(compilations) == 1
    for place in (tmp_path / "new", tmp_path / "new" / "cache", tmp_path / "new" / "cache" / NAME):
        assert not stat.S_IMODE(place.stat().st_mode) & 0o022


@attack
@needs_modes
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o702])
@pytest.mark.parametrize("place", ["cache", "above"])
def test_foreign_machine_code_in_a_folder_that_others_may_write_to_is_not_run(
    tmp_path, monkeypatch, caplog, compilations, mode, place
):
    (tmp_path / "above" / "cache").mkdir(parents=True)
    cache = tmp_path / "above" / "cache"
    (cache / NAME).write_bytes(object_files.packed(FOREIGN, NAME))
    opened = cache if place == "cache" else cache.parent
    opened.chmod(mode)
    monkeypatch.setenv("UNDERGRAD_CACHE", str(cache))
    if (mode, place) == (0o1777, "above"):  # as /tmp: nobody else can put another folder in the cache's place
        assert machine_code._kept(FLOAT32) == FOREIGN
        return
    assert machine_code._kept(FLOAT32) == OURS
    assert compilations == [FLOAT32]
    (line,) = [record.getMessage() for record in caplog.records]
    assert line == (
        "compiling the cpu engine for float32, ten to twenty seconds in every process, since others may write to "
        f"{opened} (mode {mode:04o}); close it with `chmod go-w`, or let UNDERGRAD_CACHE name a folder of your own"
    )
    assert (cache / NAME).read_bytes() == object_files.packed(FOREIGN, NAME)


@attack
@needs_modes
@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_machine_code_that_others_may_write_to_is_replaced(cache, compilations, mode):
    (cache / NAME).write_bytes(object_files.packed(FOREIGN, NAME))
    (cache / NAME).chmod(mode)
    assert [machine_code._kept(FLOAT32) for _ in range(2)] == [OURS] * 2
    assert len(compilations) == 1


@attack
@needs_modes
@pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("place", ["file", "folder"])
def test_what_belongs_to_another_user_is_not_run(cache, caplog, compilations, place):
    (cache / NAME).write_bytes(object_files.packed(FOREIGN, NAME))
    os.chown(cache if place == "folder" else cache / NAME, 12345, 12345)
    assert machine_code._kept(FLOAT32) == OURS
    assert ("belongs to another user" in caplog.text) == (place == "folder")


@needs_modes
@pytest.mark.parametrize(("owner", "ours"), [(0, True), (1000, True), (1001, False)])
def test_what_belongs_to_this_user_or_to_root_is_trusted(monkeypatch, owner, ours):
    monkeypatch.setattr(private.os, "getuid", lambda: 1000)
    assert private._is_ours(os.stat_result((0o755, 0, 0, 1, owner, 0, 0, 0, 0, 0))) is ours


@attack
@needs_modes
def test_a_fifo_in_the_place_of_the_file_does_not_hang(cache, compilations):
    os.mkfifo(cache / NAME)
    assert [machine_code._kept(FLOAT32) for _ in range(2)] == [OURS] * 2
    assert len(compilations) == 1


@attack
@needs_modes
def test_a_link_in_the_place_of_the_file_is_not_followed(cache, tmp_path, compilations):
    (tmp_path / "elsewhere").write_bytes(object_files.packed(FOREIGN, NAME))
    (cache / NAME).symlink_to(tmp_path / "elsewhere")
    assert [machine_code._kept(FLOAT32) for _ in range(2)] == [OURS] * 2
    assert (tmp_path / "elsewhere").read_bytes() == object_files.packed(FOREIGN, NAME)


def test_a_cache_that_is_reached_through_a_link_is_the_folder_that_the_link_names(
    cache, tmp_path, monkeypatch, compilations
):
    machine_code._kept(FLOAT32)
    (tmp_path / "link").symlink_to(cache, target_is_directory=True)
    monkeypatch.setenv("UNDERGRAD_CACHE", str(tmp_path / "link"))
    machine_code._kept(FLOAT32)
    assert len(compilations) == 1


def test_where_files_have_no_owners_a_regular_file_is_read(cache, monkeypatch, compilations):
    (cache / NAME).write_bytes(object_files.packed(FOREIGN, NAME))
    (cache / NAME).chmod(0o666)
    monkeypatch.setattr(private, "has_owners", lambda: False)
    assert machine_code._kept(FLOAT32) == FOREIGN
