"""Runs the cells of one notebook as Jupyter does, in a process that has nothing else to do.

Run by its path, it imports nothing of this repository. It reads [[number, [kind, source]], ...] as JSON from standard
input and writes [[output, ...], ...] to standard output, a list for each cell. An output is ["text", ...],
["html", ...] or ["svg", ..., description].
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import linecache
import os
import sys
import types
from typing import Any

Output = list[str]


class Run:
    """The cells so far: the names that they have made, and what the present one has shown."""

    def __init__(self) -> None:
        # Without a file, as in a kernel: processes that a cell starts do not run this file again.
        self.main = types.ModuleType("__main__")
        self.main.__dict__["display"] = self.show
        sys.modules["__main__"] = self.main
        self.outputs: list[Output] = []
        self.printed = io.StringIO()

    def code(self, number: int, source: str) -> list[Output]:
        """Run a cell; its last line shows itself, unless it ends with a semicolon."""
        name = f"<cell {number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        self.outputs, self.printed = [], io.StringIO()
        body = ast.parse(source, name).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) and not source.rstrip().endswith(";") else None
        with contextlib.redirect_stdout(self.printed):
            exec(compile(ast.Module(body, []), name, "exec"), self.main.__dict__)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), name, "eval"), self.main.__dict__)
                if value is not None:
                    self.main.__dict__["_"] = value
                    self.show(value)
            self._show_open_figures()
        self._flush()
        return self.outputs

    def claim(self, number: int, source: str) -> list[Output]:
        """AssertionError where the claim is not true."""
        if not eval(source, self.main.__dict__):
            raise AssertionError(f"what is said behind cell {number} does not hold: {source}")
        return []

    def show(self, *values: Any) -> None:
        """What `display` does: a figure as SVG, other things as HTML, or as text where they have none."""
        for value in values:
            self._flush()
            self.outputs.append(rendered(value))

    def _show_open_figures(self) -> None:
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            for number in pyplot.get_fignums():
                self.show(pyplot.figure(number))
            pyplot.close("all")

    def _flush(self) -> None:
        if text := self.printed.getvalue():
            self.outputs.append(["text", text])
            self.printed.seek(0)
            self.printed.truncate()


def rendered(value: Any) -> Output:
    """One output of a value."""
    if "matplotlib" in sys.modules:
        from matplotlib.figure import Figure

        if isinstance(value, Figure):
            return ["svg", svg(value), description(value)]
    if (to_html := getattr(value, "_repr_html_", None)) and (html := to_html()) is not None:
        return ["html", html]
    return ["text", f"{value!r}\n"]


def svg(figure: Any) -> str:
    """The figure without a background, the same bytes for the same figure."""
    import matplotlib

    file = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "undergrad"}):
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    text = file.getvalue()
    return text[text.index("<svg") :]


def description(figure: Any) -> str:
    """What a screen reader says of a figure: its titles, its axes and its curves."""
    parts = [figure.get_suptitle()]
    for axes in figure.axes:
        parts += [axes.get_title(), axes.get_ylabel(), axes.get_xlabel()]
        parts += [line.get_label() for line in axes.lines if not line.get_label().startswith("_")]
    return "Figure: " + "; ".join(dict.fromkeys(part for part in parts if part))


def main() -> None:
    """Run the cells of standard input."""
    cells = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints past Python is no answer
    run = Run()
    outputs = [getattr(run, kind)(number, source) if kind != "text" else [] for number, (kind, source) in cells]
    json.dump(outputs, answer)
    answer.close()


if __name__ == "__main__":
    main()
