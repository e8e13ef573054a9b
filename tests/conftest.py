from __future__ import annotations

import importlib.util
import itertools
import multiprocessing
import os
import shutil
import signal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

# The time of an example says something about the machine, not about the code.
SETTINGS = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}
# The same examples in each run, so that what has passed passes; `pytest --hypothesis-profile explore` draws others.
settings.register_profile("undergrad", derandomize=True, **SETTINGS)
settings.register_profile("explore", derandomize=False, **SETTINGS)
settings.register_profile("few", derandomize=True, max_examples=25, **SETTINGS)  # for another Python
settings.load_profile("undergrad")


@pytest.fixture
def hangups():
    """SIGHUP ends a process, in this one and in those that it starts, also where the tests run under nohup."""
    if os.name != "posix":
        yield
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


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


@pytest.fixture(scope="session", autouse=True)
def no_power_failure():
    """Nothing is brought to the disk itself: what that protects from would end the tests too."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_pictures():
    """A picture's file holds a number, another each time: drawing took a fifth of the suite. Gives what draws."""
    from undergrad.display import figures

    with pytest.MonkeyPatch.context() as patched:
        original, numbers = figures.pictures, itertools.count()
        patched.setattr(figures, "pictures", lambda _: {kind: b"%d" % next(numbers) for kind in ("svg", "png")})
        yield original


@pytest.fixture
def drawn(quick_pictures, monkeypatch):
    """Pictures are drawn in this test."""
    from undergrad.display import figures

    monkeypatch.setattr(figures, "pictures", quick_pictures)


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


def _lacking(what: str) -> None:
    """Skip; where a browser is required, fail."""
    if os.environ.get("UNDERGRAD_REQUIRE_BROWSER") == "1":
        pytest.fail(f"UNDERGRAD_REQUIRE_BROWSER is 1, but {what}")
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, one for all tests."""
    if importlib.util.find_spec("playwright") is None:
        _lacking("Playwright is not installed (pip install 'undergrad[browser]')")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, _BROWSERS)), None)
        if found is None and not Path(playwright.chromium.executable_path).exists():
            _lacking("there is no Chromium (install your system's, or run `playwright install chromium`)")
        with playwright.chromium.launch(executable_path=found) as launched:
            yield launched


@pytest.fixture
def visit(browser):
    """Opens a file; at the end, nothing may have been complained of, and nothing but the file requested."""
    contexts, complaints, requests, visited = [], [], [], []

    def visit(path: Path, *, width: int = 1400, scheme: str = "light"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        visited.append(path.resolve().as_uri())
        page.goto(visited[-1])
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(("blob:", "data:"))] == visited


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, from its npm package."""
    named = os.environ.get("UNDERGRAD_AXE", "node_modules/axe-core/axe.min.js")
    if not Path(named).is_file():
        _lacking("axe-core is not there (npm install axe-core; UNDERGRAD_AXE names its axe.min.js)")
    return Path(named).read_text("utf-8")
