"""A contract's line of mathematics, typeset.

The lines are text, as the check prints them: `dW = x^T d_prev + reg_lambda W`, with words between. Words stay text, and
mathematics is read by the usual rules. So there is no second formula that could differ from the one in the check's
report.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from undergrad.course.handout.notation import INDEXED, Math
from undergrad.course.handout.reader import FUNCTIONS, Reader, Token

#: Names that are mathematics in every line, in addition to those of the contract.
_NAMES = frozenset(
    (
        *("out", "dz", "dx", "dW", "db", "dw", "loss", "x_hat", "y_hat", "d_prev", "reg_lambda", "learning_rate"),
        *("alpha", "beta", "gamma", "delta", "epsilon", "dgamma", "dbeta", "lr", "grad", "times"),
        *("tp", "fp", "fn", "precision", "recall"),
    )
)
#: A word beside an arithmetic operator is a term: `x - mean`.
_TERM = re.compile(r"\b[A-Za-z]+(?= [-+/] )|(?<= [-+/] )[A-Za-z]+\b")
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<code>[A-Za-z]\w*\.[A-Za-z]\w*\([^()]*\))"  # layer.backward(d_prev, reg_lambda)
    r"|(?P<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
    r"|(?P<word>[A-Za-z]{2,}(?:-[A-Za-z]{2,})+|[A-Za-z]+'s)"  # cross-entropy, window's
    r"|(?P<indexed>[가-힣]+_[a-z]+)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)"
    r"|(?P<operator><-|->|<=|>=|\|\||[-+*/^=<>~|(),])"
    r"|(?P<other>[^\W\d_]+|.)"
)
#: A statement is a list of pieces: words, in Markdown, and mathematics.
Statement = list[str | Math]


def typeset(line: str, names: Collection[str] = ()) -> list[Statement]:
    """The statements of a line, separated by semicolons; `names` are the contract's names, besides single letters.

    >>> [[words, formula]] = typeset("the result is -(1/N) sum_i y_i")
    >>> words, formula.latex
    ('the result is ', '-\\\\frac{1}{N}\\\\,\\\\sum_{i} y_{i}')
    """
    return [list(_pieces(statement, names)) for statement in re.split(r";\s+", line)]


def _pieces(statement: str, names: Collection[str]) -> Iterator[str | Math]:
    run: list[Token] = []
    words = ""
    for token in _tokens(statement, names):
        if token.kind == "math":
            if not run and (words := words + " " * token.spaced):
                yield words
            run, words = [*run, token], ""
            continue
        if run:
            yield Reader(run).whole()
        run = []
        words += " " * token.spaced + (f"`{token.text}`" if token.kind == "code" else token.text)
    if run:
        yield Reader(run).whole()
    elif words:
        yield words


def _tokens(statement: str, names: Collection[str]) -> list[Token]:
    tokens: list[Token] = []
    spaced = False
    names = {*names, *_TERM.findall(statement)}
    text = re.sub(r"\b([A-Za-z]) x \1(?![A-Za-z_])", r"\1 times \1", statement)  # k x k
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "space":
            spaced = True
            continue
        kind = _kind(str(match.lastgroup), match[0], text[match.end() : match.end() + 1], names)
        tokens.append(Token(match[0], kind, spaced))
        spaced = False
    return _words_in_brackets(tokens)


def _kind(group: str, text: str, follows: str, names: Collection[str]) -> str:
    if group == "name":
        match = INDEXED.fullmatch(text)
        is_called = text in FUNCTIONS and (follows == "(" or text == "log")
        is_name = len(text) == 1 or text in _NAMES or text in names or match is not None
        return "math" if is_name or is_called else "words"
    return {"number": "math", "indexed": "math", "operator": "math", "code": "code"}.get(group, "words")


def _words_in_brackets(tokens: list[Token]) -> list[Token]:
    """Mark brackets around words as words, and commas outside of mathematical brackets."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for i, token in enumerate(tokens):
        if token.text == "(":
            opened.append(i)
        elif token.text == ")" and opened:
            pairs[opened.pop()] = i
    depth = 0
    closings = set()
    marked = list(tokens)
    for i, token in enumerate(tokens):
        if i in pairs and all(part.kind == "math" for part in tokens[i : pairs[i]]):
            closings.add(pairs[i])
            depth += 1
        elif i in closings:
            depth -= 1
        elif token.text in ("(", ")") or (token.text == "," and not depth):
            marked[i] = token._replace(kind="words")
    return marked
