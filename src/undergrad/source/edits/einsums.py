"""Other subscripts of `np.einsum` in one place of a student's method."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from undergrad.source.edits.variables import Others

#: The most indexes of a result whose orders are tried.
_MOST = 4


def of_einsum(node: ast.Call) -> Others:
    """The sum with another index in one operand, in another order, or over one index more or less."""
    if not node.args or not isinstance(text := getattr(node.args[0], "value", None), str):
        return
    inputs, arrow, output = text.replace(" ", "").partition("->")
    operands = inputs.split(",")
    if not arrow or not inputs.replace(",", "").isalpha():
        return
    for mistake, subscripts in itertools.chain(_of_operands(operands, output), _of_output(operands, output)):
        yield mistake, ast.Call(node.func, [ast.Constant(subscripts), *node.args[1:]], node.keywords)


def _of_operands(operands: list[str], output: str) -> Iterator[tuple[str, str]]:
    letters = "".join(dict.fromkeys("".join(operands)))
    for place, operand in enumerate(operands):
        for index, other in itertools.product(range(len(operand)), letters):
            changed = operand[:index] + other + operand[index + 1 :]
            if other not in operand:
                yield "wrong-index", _joined([*operands[:place], changed, *operands[place + 1 :]], output)
        if len(operand) == 2:
            yield "transpose", _joined([*operands[:place], operand[::-1], *operands[place + 1 :]], output)


def _of_output(operands: list[str], output: str) -> Iterator[tuple[str, str]]:
    if len(output) <= _MOST:
        for order in itertools.permutations(output):
            yield "transpose", _joined(operands, "".join(order))
    for index in range(len(output)):
        yield "not-summed", _joined(operands, output[:index] + output[index + 1 :])
    for letter in dict.fromkeys("".join(operands)):
        if letter not in output:
            yield from (("wrong-axis", _joined(operands, text)) for text in (output + letter, letter + output))
            for index in range(len(output)):
                yield "wrong-axis", _joined(operands, output[:index] + letter + output[index + 1 :])


def _joined(operands: list[str], output: str) -> str:
    return f"{','.join(operands)}->{output}"
