"""The site's search: English as Sphinx has it, and Korean.

Sphinx takes a word for what stands between two spaces, and finds it by a part of it only from three letters on. In
Korean, particles hang on the word (손실을, 손실이), many words have two syllables, and compounds are written without a
space. So each run of two to six syllables within a word is a term of its own: 손실 finds 손실을 and 교차손실.
"""

from __future__ import annotations

import re

from sphinx.search.en import SearchEnglish

_HANGUL = re.compile(r"[가-힣]+")
_LENGTHS = range(2, 7)  # syllables; a longer word that is asked for is found by Sphinx as a part of the whole one


class SearchEnglishAndKorean(SearchEnglish):
    """Splits texts into words as above; the browser's side needs no other rule than Sphinx's own."""

    lang = "en-ko"
    language_name = "English"  # so is the stemmer called that Sphinx gives to the browser

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
