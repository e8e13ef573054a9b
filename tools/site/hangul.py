"""Letters for the Korean pages: the part of a font that they need, within a style sheet, for systems that have none.

A browser does not let a page on a disk load a font file, so the style sheet contains the font, made from NanumGothic
of the package `koreanize-matplotlib`.
"""

from __future__ import annotations

import base64
import importlib.util
import io
import re
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

#: The font family that the site's style sheet names after those of the system.
FAMILY = "undergrad Hangul"
#: Korean syllables and letters, and the punctuation of East Asia.
HANGUL = re.compile("[\u1100-\u11ff\u3000-\u303f\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uff00-\uffef]")

_WEIGHTS = {400: "NanumGothic.ttf", 700: "NanumGothicBold.ttf"}
_LICENCE = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1. "
    "This license is available with a FAQ at: https://openfontlicense.org"
)
_HEAD = """\
/* Made from NanumGothic, Copyright (c) 2011 NHN Corporation; only the letters of these pages are left in it.
   {licence} */
"""
_FACE = """\
@font-face {{
  font-family: "{family}";
  font-weight: {weight};
  src: url(data:font/woff2;base64,{font}) format("woff2");
}}
"""


def letters(pages: Iterable[str]) -> str:
    """The Korean letters of the pages, each once, in their order."""
    return "".join(sorted({letter for page in pages for letter in HANGUL.findall(page)}))


def style_sheet(text: str) -> str:
    """A style sheet with the font for the letters of `text`, in both weights. LookupError for one that it lacks."""
    faces = [
        _FACE.format(family=FAMILY, weight=weight, font=base64.b64encode(_font(name, text)).decode())
        for weight, name in _WEIGHTS.items()
    ]
    return _HEAD.format(licence=_LICENCE) + "".join(faces)


def _fonts() -> Path:
    package = importlib.util.find_spec("koreanize_matplotlib")  # not imported: that changes matplotlib's settings
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the letters for Korean pages need the package koreanize-matplotlib")
    return Path(package.origin).parent / "fonts"


def _font(name: str, text: str) -> bytes:
    font = TTFont(_fonts() / name)
    if missing := {letter for letter in text if ord(letter) not in font.getBestCmap()}:
        raise LookupError(f"{name} has no letter {' '.join(sorted(missing))}")
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[0, 7])
    tables = font.keys()
    options.drop_tables += [tag for tag in tables if tag.startswith("TSI")]  # notes of the program that hinted it
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    # The name is reserved for the font as it was.
    for number, value in ((1, FAMILY), (4, FAMILY), (6, FAMILY.replace(" ", "")), (13, _LICENCE)):
        font["name"].setName(value, number, 3, 1, 0x409)
    font.flavor = "woff2"
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()
