from __future__ import annotations

import multiprocessing

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

# The time of an example says something about the machine, not about the code.
SETTINGS = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}
# The same examples in each run, so that what has passed passes; `pytest --hypothesis-profile explore` draws others.
settings.register_profile("undergrad", derandomize=True, **SETTINGS)
settings.register_profile("explore", derandomize=False, **SETTINGS)
settings.load_profile("undergrad")


@pytest.fixture(scope="session", autouse=True)
def surroundings():
    """What a user's environment says about terminal and language: 80 columns without colours, and no language."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "MPLBACKEND"):
            patched.delenv(name, raising=False)
        patched.setenv("COLUMNS", "80")
        yield


@pytest.fixture(scope="session", autouse=True)
def no_process_is_left():
    """When the last test has ended, and whatever it shared with others is closed, their processes have ended too."""
    yield
    left = multiprocessing.active_children()
    assert not left, f"tests have left processes behind: {left}"


@pytest.fixture(scope="session", autouse=True)
def compiled(surroundings):
    """The cpu engine, compiled before the first test: commands say so on stderr, and tests read that."""
    from undergrad.engines import machine_code

    machine_code.ready(np.dtype("float32"))


@pytest.fixture(scope="session")
def small():
    """A data set that a small network learns in a few epochs: noisy copies of five random 6 x 6 images."""
    from undergrad import Dataset

    rng = np.random.default_rng(0)
    prototypes = rng.integers(0, 256, (5, 6, 6))

    def draw(n: int) -> tuple[np.ndarray, np.ndarray]:
        labels = rng.integers(0, 5, n)
        noisy = prototypes[labels] + rng.normal(0, 60, (n, 6, 6))
        return noisy.clip(0, 255).astype(np.uint8), labels

    return Dataset.from_arrays(*draw(300), *draw(200), name="small")


@pytest.fixture
def cli(capsys, tmp_path, monkeypatch):
    """The command in this process, in an empty folder: its exit code, and what it prints on stdout and stderr."""
    from undergrad.cli.main import main

    monkeypatch.chdir(tmp_path)

    def call(*argv: object) -> tuple[int, str, str]:
        code = main([str(word) for word in argv])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call
