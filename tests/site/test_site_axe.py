"""axe finds nothing serious on any kind of page of the site, in a narrow and a wide window, in both themes."""

from __future__ import annotations

import pytest

pytest.importorskip("sphinx")

#: A page of each kind, by what is special about it.
LOOKED_AT = {
    "start": "index.html",
    "mathematics": "book/layers.html",
    "a chapter": "book/01-a-network-as-a-function.html",
    "wide tables": "reference/figures.html",
    "names": "reference/api/layers.html",
    "a check in a notebook": "notebooks/check-your-gradient.html",
    "tables of two libraries in a notebook": "notebooks/table-with-the-estimator.html",
    "Korean": "ko/book/05-activation-functions.html",
    "steps": "tutorials/student.html",
    "task": "how-to/grade.html",
}
#: Hundreds of sections of the same kind, which axe takes a minute for.
LONG = [("reference/mistakes.html", 400, "dark"), ("ko/mistakes.html", 1300, "light")]
#: Each kind of page in both themes and at both widths; one also the other way round.
CASES = [
    *((page, width, scheme) for page in LOOKED_AT.values() for width, scheme in ((400, "dark"), (1300, "light"))),
    *((LOOKED_AT["steps"], width, scheme) for width, scheme in ((400, "light"), (1300, "dark"))),
    *LONG,
]


@pytest.mark.parametrize(("page_name", "width", "scheme"), CASES)
def test_axe_finds_nothing_serious(look, axe, page_name, width, scheme):
    page = look(page_name, width, scheme)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {preload: false})")["violations"]  # which would read files of the disk
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")] == []
