"""The Korean letters that the site brings along: all that its pages need, under a name of their own."""

from __future__ import annotations

import base64
import importlib.util
import io
import re
from pathlib import Path

import pytest

hangul = pytest.importorskip("tools.site.hangul", exc_type=ImportError)

if importlib.util.find_spec("koreanize_matplotlib") is None:
    pytest.skip("the fonts are not installed", allow_module_level=True)

STATIC = Path(__file__).parents[2] / "tools" / "site" / "static"


def fonts(style_sheet):
    """Each font of a style sheet with its weight."""
    from fontTools.ttLib import TTFont

    for weight, font in re.findall(r"font-weight: (\d+);\s+src: url\(data:font/woff2;base64,([^)]+)\)", style_sheet):
        yield int(weight), TTFont(io.BytesIO(base64.b64decode(font)))


def test_the_letters_of_pages_are_the_korean_ones_each_once():
    assert hangul.letters(["<p>신경망 network</p>", "경사, 『망』 ㄱ"]) == "『』ㄱ경망사신"


def test_the_font_has_these_letters_in_both_weights_and_its_own_name():
    text = "신경망의 기울기를 구합니다. 『』ㄱ".replace(" ", "").replace(".", "")
    weights = []
    for weight, font in fonts(hangul.style_sheet(text)):
        weights.append(weight)
        assert {chr(code) for code in font.getBestCmap()} == set(text)
        names = {record.nameID: record.toUnicode() for record in font["name"].names}
        assert "nanum" not in (names[1] + names[4] + names[6]).lower()  # reserved by its licence
        assert "SIL Open Font License" in names[13]
    assert weights == [400, 700]


def test_a_letter_that_the_font_lacks_is_named():
    with pytest.raises(LookupError, match=r"NanumGothic\.ttf has no letter .$"):
        hangul.style_sheet("가\U00010000")


def test_the_site_uses_it_after_the_letters_of_the_system():
    style = (STATIC / "undergrad.css").read_text("utf-8")
    for kind in ("base", "monospace"):
        families = re.search(rf"--pst-font-family-{kind}-system:(.*?);", style, re.DOTALL)[1]
        assert families.index("Noto Sans") < families.index(f'"{hangul.FAMILY}"')
