"""Amounts of money: a number with a currency's sign before or after it, in parentheses if it is negative."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

_CODES = (
    *("USD", "EUR", "GBP", "JPY", "CNY", "KRW", "CHF", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF"),
    *("RON", "INR", "BRL", "MXN", "ZAR", "TRY", "RUB", "SGD", "HKD", "TWD", "THB", "IDR", "MYR", "PHP", "VND", "ILS"),
)
_WORDS = ("US$", "A$", "C$", "R$", "원", "円", "元", "zł", "Kč", "kr", "Ft")
# The signs of Unicode's category Sc that are in use, and words and codes for currencies.
_SIGN = rf"{'|'.join(map(re.escape, (*_WORDS, *_CODES)))}|[$¢£¤¥\u20a0-\u20c0￦￥]"
_SPACE = r"[\u00a0\u202f\u2009 ]"
_SIGNED = re.compile(rf"[(+\-\s]*(?P<before>{_SIGN})[(+\-\s]*\d.*|.*\d\s*(?P<behind>{_SIGN})[)\s]*", re.DOTALL)
_SPLIT = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[+-])?\s*(?P<before>{_SIGN})?\s*(?P<inner_open>\()?\s*(?P<inner_minus>[+-])?"
    rf"(?P<amount>[\d.,'’\u00a0\u202f\u2009 ]*\d)\s*(?P<inner_close>\))?\s*(?P<behind>{_SIGN})?\s*(?P<close>\))?"
)
# Three digits after the only point or comma are thousands, not a fraction: no price has three decimals.
_POINT = re.compile(
    rf"([1-9]\d{{0,2}}((,\d{{3}})+|('\d{{3}})+|(’\d{{3}})+|({_SPACE}\d{{3}})+)|\d+)?(\.(?!\d{{3}}$)\d+)?"
)
_COMMA = re.compile(rf"([1-9]\d{{0,2}}((\.\d{{3}})+|({_SPACE}\d{{3}})+)|\d+)?(,(?!\d{{3}}$)\d+)?")
_LONGEST = 32  # characters of an amount; longer texts would only take time
_NAME = re.compile(r"currency(?: (?P<sign>\S+?))?(?P<comma> with decimal comma)?")


def currency_rules(texts: Mapping[str, int] | Iterable[str]) -> dict[str, Callable[[str], float | None]]:
    """Rules, by name, that may read `texts` as amounts; they are for the sign that most of the texts have.

    There are none if no text has a sign or parentheses. The values of a mapping say how often each text occurs.

    >>> rules = currency_rules(["$1,003.37", "($5)", "12"])
    >>> {name: rule("($1,234.50)") for name, rule in rules.items()}
    {'currency $': -1234.5, 'currency $ with decimal comma': None}
    """
    counts = signs_of(texts if isinstance(texts, Mapping) else dict.fromkeys(texts, 1))
    if not counts:
        return {}
    signs = [sign for sign in counts if sign] or [""]
    name = f"currency {max(signs, key=counts.__getitem__)}".rstrip()
    return {each: _rule(each) for each in (name, f"{name} with decimal comma")}


def signs_of(texts: Mapping[str, int]) -> dict[str, int]:
    """How many of `texts`, a mapping from text to its count, have each sign; "" stands for parentheses alone.

    >>> signs_of({"$5": 2, "5 €": 1, "(5)": 1, "5": 7})
    {'$': 2, '€': 1, '': 1}
    """
    counts: dict[str, int] = {}
    for text, count in texts.items():
        sign = _sign_of(text)
        if count and (sign or text.startswith("(")):
            counts[sign] = counts.get(sign, 0) + count
    return counts


def currency_rule(written: str) -> Callable[[str], float | None] | None:
    """The rule with that name; None for any other name."""
    return _rule(written) if _NAME.fullmatch(written) else None


def _sign_of(text: str) -> str:
    match = _SIGNED.fullmatch(text) if len(text) <= _LONGEST else None
    return "" if match is None else match["before"] or match["behind"]


def _rule(name: str) -> Callable[[str], float | None]:
    known = _NAME.fullmatch(name)
    assert known is not None  # names come from `currency_rules`
    sign, comma = known["sign"] or "", bool(known["comma"])

    def read(text: str) -> float | None:
        match = _SPLIT.fullmatch(re.sub(r"(\s)\s+", r"\1", text)) if len(text) <= _LONGEST else None
        if match is None:
            return None
        signs = [match[part] for part in ("before", "behind") if match[part]]
        minus = [match[part] for part in ("minus", "inner_minus", "open", "inner_open") if match[part]]
        closed = [match[part] for part in ("inner_close", "close") if match[part]]
        amount = match["amount"]
        if signs not in ([], [sign]) or len(minus) > 1 or len(closed) != minus.count("("):
            return None
        if not (_COMMA if comma else _POINT).fullmatch(amount):
            return None
        digits = re.sub(rf"['’]|{_SPACE}|{'[.]' if comma else ','}", "", amount).replace(",", ".")
        return -float(digits) if minus and minus[0] != "+" else float(digits)

    return read
