"""The page of mistakes has each one that the check can name."""

from __future__ import annotations

import pytest

mistakes = pytest.importorskip("tools.site.mistakes", exc_type=ImportError)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_each_mistake_that_has_a_name_has_a_line_with_what_it_is_and_a_hint(language):
    from undergrad.check.catalogue import MISTAKES

    lines = mistakes.mistakes_table(language).splitlines()
    of_name = {line.split("`")[1]: line for line in lines if line.startswith("| `")}
    assert set(of_name) == set(MISTAKES)
    for name, mistake in MISTAKES.items():
        for text in (mistake.what[language], mistake.hint[language]):
            assert text.replace("|", "&#124;") in of_name[name]
