"""The site's search: Sphinx's English search, and Korean.

For Sphinx a word is the text between two spaces, and a part of a word finds it only if it has three letters or more. In
Korean, particles are attached to the word (손실을, 손실이), many words have two syllables, and compounds have no
spaces. So each run of two to six syllables within a word is a term of its own: 손실 finds 손실을 and 교차손실.
"""

from __future__ import annotations

import re

from sphinx.search.en import SearchEnglish

_HANGUL = re.compile(r"[가-힣]+")
_LENGTHS = range(2, 7)  # syllables; Sphinx finds a longer search word as a part of a whole word


class SearchEnglishAndKorean(SearchEnglish):
    """Splits texts into words as above; the browser needs only Sphinx's own rules."""

    lang = "en-ko"
    language_name = "English"  # the name of the stemmer that Sphinx gives to the browser

    def split(self, input: str) -> list[str]:
        """The words of a text, and the parts of the Korean ones.

        >>> SearchEnglishAndKorean({}).split("the 고양이는")
        ['the', '고양이는', '고양', '양이', '이는', '고양이', '양이는']
        """
        words = super().split(input)
        parts = [
            run[begin : begin + length]
            for word in words
            for run in _HANGUL.findall(word)
            for length in _LENGTHS
            for begin in range(len(run) - length + 1)
        ]
        return list(dict.fromkeys([*words, *parts])) if parts else words
