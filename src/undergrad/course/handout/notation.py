"""Pieces of mathematics in two notations: LaTeX, and MathML, which browsers show without loading anything."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε"}
_HATS = {"y_hat": "y", "x_hat": "x"}
#: A name that ends in indices: `y_ic` is y of i and c, `d_prev` is one name.
INDEXED = re.compile(r"(.+)_([ijkncfpq]+)")
#: An operator's LaTeX, and its character.
OPERATORS = {
    "=": ("=", "="),
    "<-": (r"\leftarrow", "←"),
    "->": (r"\rightarrow", "→"),
    "<=": (r"\le", "≤"),
    ">=": (r"\ge", "≥"),
    ">": (r"\gt", ">"),
    "<": (r"\lt", "<"),
    "~": (r"\sim", "∼"),
    "+": ("+", "+"),
    "-": ("-", "−"),
    "*": (r"\odot", "⊙"),
    "times": (r"\times", "×"),
}
RELATIONS = frozenset(("=", "<-", "->", "<=", ">=", ">", "<", "~"))


class Math(NamedTuple):
    """A piece of mathematics, without the delimiters that a document needs."""

    latex: str
    mathml: str
    #: Its content without round brackets, if it has them: under a fraction's bar they are not needed.
    inner: tuple[str, str] | None = None
    is_fraction: bool = False

    @property
    def markdown(self) -> str:
        """The formula in Markdown: `$...$`, with fractions and sums at their full height."""
        tall = r"\displaystyle " if re.search(r"\\(frac|sum)", self.latex) else ""
        return f"${tall}{self.latex.strip()}$"

    @property
    def element(self) -> str:
        """The formula in HTML: a `<math>` element."""
        return f'<math displaystyle="true"><mrow>{self.mathml}</mrow></math>'


THIN = Math(r"\,", '<mspace width="0.17em"></mspace>')
COMMA = Math(", ", "<mo>,</mo>")
#: The comma of a shape with one axis: (H,).
LAST_COMMA = Math(",", "<mo>,</mo>")


def row(*parts: Math) -> Math:
    """The parts side by side."""
    if len(parts) == 1:
        return parts[0]
    return Math("".join(part.latex for part in parts), "".join(part.mathml for part in parts))


def name(text: str) -> Math:
    """A name in the code: a single letter is italic, a longer name upright, and its indices are subscripts.

    >>> name("y_hat_ic").latex, name("d_prev").latex
    ('\\\\hat y_{ic}', '\\\\mathrm{d\\\\_prev}')
    """
    if (match := INDEXED.fullmatch(text)) and text not in _HATS:
        return below(name(match[1]), indices(match[2]))
    if text in _HATS:
        return Math(rf"\hat {_HATS[text]}", f"<mover><mi>{_HATS[text]}</mi><mo>^</mo></mover>")
    if text in _GREEK:
        return Math(f"\\{text}", f"<mi>{_GREEK[text]}</mi>")
    if len(text) == 1 and text.isascii():
        return Math(text, f"<mi>{text}</mi>")
    if text.isascii():
        return Math(rf"\mathrm{{{text}}}".replace("_", r"\_"), f"<mi>{text}</mi>")
    return Math(rf"\text{{{text}}}", f"<mtext>{text}</mtext>")


def indices(letters: str) -> Math:
    """Indices of one letter each."""
    return Math(letters, "".join(f"<mi>{letter}</mi>" for letter in letters))


def number(text: str) -> Math:
    """A number; 1e-10 is a power of ten."""
    mantissa, _, power = text.partition("e")
    if not power:
        return Math(text, f"<mn>{text}</mn>")
    ten = raised(Math("10", "<mn>10</mn>"), Math(power, f"<mn>{power.replace('-', '−')}</mn>"))
    return ten if mantissa == "1" else row(number(mantissa), Math(r" \cdot ", "<mo>·</mo>"), ten)


def function(text: str) -> Math:
    """The name of a function."""
    latex = rf"\{text}" if text in ("log", "exp", "tanh") else rf"\mathrm{{{text}}}"
    return Math(latex, f"<mi>{text}</mi>")


def operator(text: str, *, sign: bool = False) -> Math:
    """An operator between two terms, or a sign before one."""
    latex, character = OPERATORS[text]
    form = ' form="prefix"' if sign else ""
    return Math(latex if sign else f" {latex} ", f"<mo{form}>{html.escape(character)}</mo>")


def fraction(above: Math, beneath: Math) -> Math:
    """A fraction."""
    (top, top_ml), (bottom, bottom_ml) = above.inner or above[:2], beneath.inner or beneath[:2]
    mathml = f"<mfrac><mrow>{top_ml}</mrow><mrow>{bottom_ml}</mrow></mfrac>"
    return Math(rf"\frac{{{top}}}{{{bottom}}}", mathml, is_fraction=True)


def raised(base: Math, exponent: Math) -> Math:
    """The base with an exponent."""
    latex, mathml = exponent.inner or exponent[:2]
    return Math(f"{base.latex}^{{{latex}}}", f"<msup><mrow>{base.mathml}</mrow><mrow>{mathml}</mrow></msup>")


def below(base: Math, index: Math) -> Math:
    """The base with indices."""
    return Math(f"{base.latex}_{{{index.latex}}}", f"<msub>{base.mathml}<mrow>{index.mathml}</mrow></msub>")


def root(inner: Math) -> Math:
    """The square root."""
    return Math(rf"\sqrt{{{inner.latex}}}", f"<msqrt>{inner.mathml}</msqrt>")


def sum_over(index: str) -> Math:
    """The sign of a sum."""
    return Math(rf"\sum_{{{index}}} ", f"<munder><mo>∑</mo><mi>{index}</mi></munder>")


def bracketed(inner: Math) -> Math:
    """The piece in round brackets."""
    mathml = f"<mrow><mo>(</mo>{inner.mathml}<mo>)</mo></mrow>"
    tall = "frac" in inner.latex or "sum" in inner.latex
    return Math(rf"\left({inner.latex}\right)" if tall else f"({inner.latex})", mathml, (inner.latex, inner.mathml))


def barred(inner: Math, bar: str) -> Math:
    """The piece between single bars, or double ones."""
    latex, character = (r"\lvert {} \rvert", "|") if bar == "|" else (r"\lVert {} \rVert", "‖")
    fence = '<mo stretchy="true" form="{}">' + character + "</mo>"
    mathml = f"<mrow>{fence.format('prefix')}{inner.mathml}{fence.format('postfix')}</mrow>"
    return Math(latex.replace("{}", inner.latex), mathml)
