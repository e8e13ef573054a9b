"""The built site in a browser, from the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(browser, tmp_path_factory) -> Path:
    """The site that UNDERGRAD_SITE names, or one built now; the browser is asked for first: without one, none is."""
    if built := os.environ.get("UNDERGRAD_SITE"):
        return Path(built)
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "tools.site", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return out


def go_to(page, url: str) -> None:
    """Open a page and wait until its formulas are typeset."""
    page.goto(url)
    page.wait_for_function("!window.MathJax || window.MathJax.startup?.promise")
    page.evaluate("() => window.MathJax?.startup?.promise")


@pytest.fixture
def look(browser, site):
    """Opens a page of the site in a window of that width; at its end the page has complained of nothing."""
    contexts, complaints, strangers = [], [], []

    def look(page_name: str, width: int, scheme: str = "light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.on("request", lambda request: strangers.append(request.url))
        address, _, query = page_name.partition("?")
        go_to(page, (site / address).as_uri() + ("?" + query if query else ""))
        return page

    yield look
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in strangers if not url.startswith(("file:", "data:"))] == []
