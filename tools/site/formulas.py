"""Formulas as docstrings write them, ``dW = x^T d_prev + reg_lambda W``, as TeX.

A formula is read by these rules, from the weakest tie to the strongest; docs/why/site.md has them for people:

    a = b, a < b, a <- b      relations and assignment
    a + b, a - b              sums
    a * b                     elementwise products
    a / b                     a fraction of everything written side by side: d_prev W / N is the whole product over N
    a b, f(a), sum_k a        side by side: matrix products, functions, sums
    a^b, a_ic, a'             powers (x^T is the transpose), indices, and another a

Words such as `where` and `else` are text. A name of several letters is one name; some have a sign of their own (SIGNS).
"""

from __future__ import annotations

import re

#: Names with a mathematical sign. Every other name of several letters is written upright.
SIGNS = {
    "alpha": r"\alpha",
    "beta": r"\beta",
    "beta_1": r"\beta_1",
    "beta_2": r"\beta_2",
    "d_prev": r"\delta",
    "dbeta": r"\mathrm{d}\beta",
    "dgamma": r"\mathrm{d}\gamma",
    "epsilon": r"\varepsilon",
    "gamma": r"\gamma",
    "gradient": "g",
    "learning_rate": r"\eta",
    "Loss": "L",
    "m_hat": r"\hat{m}",
    "momentum": r"\mu",
    "reg_lambda": r"\lambda",
    "v_hat": r"\hat{v}",
    "velocity": "v",
    "weight_decay": r"\omega",
    "variance": r"\sigma^2",
    "x_hat": r"\hat{x}",
    "y_hat": r"\hat{y}",
}
_FUNCTIONS = {
    "exp": r"\exp",
    "log": r"\log",
    "max": r"\max",
    "sign": r"\operatorname{sign}",
    "sum": r"\sum",
    "tanh": r"\tanh",
}
#: Names of several letters that have indices.
_ARRAYS = ("out", "windows")
_TEXT = ("and", "else", "for", "if", "where")
_RELATIONS = {"=": "=", "<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq", "<-": r"\leftarrow"}
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:e-?\d+)?)|([A-Za-z]\w*'?)|(<-|<=|>=|\|\||[-+*/^=<>|(),]))")
_BEGINS_WITH_WORD = re.compile(r"\\mathrm\{[^}]{2,}\}")
_ENDS_IN_WORD = re.compile(_BEGINS_WITH_WORD.pattern + r"(?:[_^]\{(?:[^{}]|\{[^{}]*\})*\}|')*$")
_ENDS_IN_FUNCTION = re.compile(r"\\(?:exp|log|max|sum|tanh|operatorname\{sign\})(?:[_^]\{[^}]*\})*$")
_DERIVATIVE = re.compile(r"d([A-Za-z]\w*)/d([A-Za-z]\w*)")


class FormulaError(ValueError):
    """A formula that the rules cannot read; the message says where."""


def tex(formula: str) -> str:
    """The formula as TeX. FormulaError if it follows no rule.

    >>> tex("dW = x^T d_prev + reg_lambda W")
    '\\\\mathrm{d}W = x^{\\\\mathsf{T}} \\\\delta + \\\\lambda W'
    >>> tex("1 / (1 + exp(-z))")
    '\\\\frac{1}{1 + \\\\exp(-z)}'
    """
    return _Reader(formula).whole()


class _Reader:
    """Parses one formula from left to right; each method parses the construct of its name and returns it as TeX."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.tokens = _tokens(formula)
        self.place = 0
        self.within_bars: list[str] = []  # the bars that are open: the same bar closes them

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def expect(self, token: str) -> None:
        if self.next != token:
            raise self.error(f"has no {token!r}")
        self.take()

    def error(self, what: str) -> FormulaError:
        where = f"before {self.next!r}" if self.next else "at its end"
        return FormulaError(f"the formula {self.formula!r} {what} {where}")

    def whole(self) -> str:
        written = self.sentence()
        if self.next:
            raise self.error("cannot be read")
        return _with_sizes(written)

    def sentence(self) -> str:
        """Relations with words and commas between them."""
        parts = []
        while self.next and self.next != ")":
            if self.next == ",":
                parts.append(self.take())
            elif self.next in _TEXT:
                parts.append(rf"\text{{ {self.take()} }}")
            else:
                parts.append(self.relation())
        if not parts:
            raise self.error("has nothing")
        return re.sub(r" ,", ",", " ".join(parts))

    def relation(self) -> str:
        parts = [self.sum()]
        while self.next in _RELATIONS:
            parts += [_RELATIONS[self.take()], self.sum()]
        return " ".join(parts)

    def sum(self) -> str:
        sign = self.take() if self.next in ("-", "+") else ""
        written = sign + self.elementwise()
        while self.next in ("-", "+"):
            written += f" {self.take()} {self.elementwise()}"
        return written

    def elementwise(self) -> str:
        parts = [self.fraction()]
        while self.next == "*":
            self.take()
            parts.append(self.fraction())
        return r" \odot ".join(parts)

    def fraction(self) -> str:
        over = self.side_by_side()
        while self.next == "/":
            self.take()
            under = self.side_by_side()
            if under.find(r"\sum") > 0:  # 1/N sum_i a, which would be 1 / (N sum_i a)
                raise FormulaError(
                    f"the formula {self.formula!r} has a sum below a fraction's bar; if the fraction is a factor of "
                    "the sum, put it into parentheses"
                )
            over = rf"\frac{{{_bare(over)}}}{{{_bare(under)}}}"
        return over

    def side_by_side(self) -> str:
        written = self.power()
        while self.begins():
            left, right = written, self.power()
            # Without a space the name "pad" behind a 2 would be one word with it. TeX puts one around a function.
            is_word = (_ENDS_IN_WORD.search(left) and right[0] != "(") or _BEGINS_WITH_WORD.match(right)
            written = left + (r" \, " if is_word and not _ENDS_IN_FUNCTION.search(left) else " ") + right
        return written

    def begins(self) -> bool:
        """Whether a factor begins here."""
        if self.next in ("|", "||"):
            return self.within_bars[-1:] != [self.next]
        return self.next == "(" or (self.next[:1].isalnum() and self.next not in _TEXT)

    def power(self) -> str:
        base = self.atom()
        if self.next != "^":
            return base
        self.take()
        base = f"({base})" if _is_one_fraction(base) else base
        sign = self.take() if self.next == "-" else ""
        exponent = r"\mathsf{T}" if self.next == "T" and self.take() else _bare(self.atom())
        return rf"{base}^{{{sign}{exponent}}}"

    def atom(self) -> str:
        if self.next in ("|", "||"):
            return self.bars()
        if self.next == "(":
            return self.parentheses()
        if not self.begins():
            raise self.error("has nothing")
        token = self.take()
        if token[0].isdigit():
            return _number(token)
        derivative = _DERIVATIVE.fullmatch(token)
        if derivative:
            return rf"\frac{{\partial {_name(derivative[1])}}}{{\partial {_name(derivative[2])}}}"
        if token == "sqrt":
            return rf"\sqrt{{{_bare(self.parentheses())}}}"
        return _name(token) + (self.parentheses() if token in _FUNCTIONS and self.next == "(" else "")

    def bars(self) -> str:
        bar = self.take()
        self.within_bars.append(bar)
        inside = self.relation()
        self.expect(bar)
        self.within_bars.pop()
        side = r"\Vert" if bar == "||" else r"\vert"  # and not "|", which would end a cell of a table
        return rf"\left{side} {inside} \right{side}"

    def parentheses(self) -> str:
        self.expect("(")
        outside, self.within_bars = self.within_bars, []
        inside = self.sentence()
        self.expect(")")
        self.within_bars = outside
        # A fraction needs no parentheses.
        return inside if _is_one_fraction(inside) else f"({inside})"


def _tokens(formula: str) -> list[str]:
    tokens: list[str] = []
    place = 0
    while place < len(formula.rstrip()):
        derivative = _DERIVATIVE.match(formula, place + len(formula[place:]) - len(formula[place:].lstrip()))
        match = derivative or _TOKEN.match(formula, place)
        if match is None:
            raise FormulaError(f"the formula {formula!r} has a sign that no rule knows, at {formula[place:].strip()!r}")
        tokens.append(match[0].strip())
        place = match.end()
    return tokens


def _number(token: str) -> str:
    digits, _, exponent = token.partition("e")
    if not exponent:
        return digits
    return (rf"{digits} \cdot " if digits != "1" else "") + f"10^{{{int(exponent)}}}"


def _name(name: str) -> str:
    if name.endswith("'"):
        return f"{_name(name[:-1])}'"
    if name in SIGNS:
        return SIGNS[name]
    if name in _FUNCTIONS:
        return _FUNCTIONS[name]
    stem, _, index = name.rpartition("_")
    has_index = stem in SIGNS or stem in _FUNCTIONS or stem in _ARRAYS or len(stem) == 1
    if has_index and (len(index) <= 2 or index.isdigit()):
        return f"{_name(stem)}_{{{index}}}"
    if len(name) == 2 and name[0] == "d":  # dW, db, dx: a gradient by this package's names
        return rf"\mathrm{{d}}{name[1]}"
    if len(name) == 1:
        return name
    escaped = name.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"


def _bare(written: str) -> str:
    """Remove parentheses around the whole: a fraction's bar, a root and an exponent do not need them."""
    if not (written.startswith("(") and written.endswith(")")):
        return written
    depth = 0
    for place, sign in enumerate(written):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place < len(written) - 1:
            return written
    return written[1:-1]


def _with_sizes(written: str) -> str:
    """Make parentheses as tall as their content if that is a fraction."""
    opened: list[int] = []
    tall: dict[int, str] = {}
    for place, sign in enumerate(written):
        if sign == "(":
            opened.append(place)
        elif sign == ")":
            begin = opened.pop()
            if r"\frac" in written[begin:place]:
                tall |= {begin: r"\left(", place: r"\right)"}
    return "".join(tall.get(place, sign) for place, sign in enumerate(written))


def _is_one_fraction(written: str) -> bool:
    if not written.startswith(r"\frac{"):
        return False
    depth, groups = 0, 0
    for place, sign in enumerate(written):
        depth += (sign == "{") - (sign == "}")
        if sign == "}" and depth == 0:
            groups += 1
            if groups == 2:
                return place == len(written) - 1
    return False
