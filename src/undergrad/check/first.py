"""The first checks: is it there, what does it return, are the numbers right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from undergrad.check import compare
from undergrad.check.asking import Answer, ask, generator
from undergrad.check.compare import relative_error
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.formula import Fit, search
from undergrad.check.records import Record
from undergrad.check.say import asked, numbers, said, shape_of
from undergrad.check.script import Failure, NDArray, Outcome, Script

if TYPE_CHECKING:
    from undergrad.check.judge import Judge


_MISSING: tuple[str, ...] = ("missing-attribute",)
_LOST = {"dW": "w-grad-missing", "db": "bias-grad-missing", "loss": "model-loss-not-kept"}


def exists(judge: Judge, exercise: Exercise) -> Iterator[Record]:
    """The class is there and is one; so is the method; and it can be called as the contract says."""
    entry = judge.classes.get(exercise.cls)
    if entry is None:
        told = f"the file has no class {exercise.cls}"
        yield _record(exercise, "exists", "fail", message=told, causes=("missing-class",), math="")
        return
    if entry["kind"] != "class":
        told = f"{exercise.cls} is not a class, but a {entry['kind']}"
        yield _record(exercise, "exists", "fail", message=told, causes=("not-a-class",), math="")
        return
    if exercise.method not in entry["methods"]:
        told = f"the class {exercise.cls} has no method {exercise.method}"
        yield _record(exercise, "exists", "fail", message=told, causes=("missing-method",), math="")
        return
    signature = entry["methods"][exercise.method]
    count = len(exercise.arguments)
    if signature is not None and not signature["least"] <= count <= signature["most"]:
        wanted = f"{exercise.method}({', '.join(exercise.arguments)})"
        told = f"it must be callable as {wanted}, but is written {exercise.method}{signature['text']}"
        more: dict[str, Any] = {"expected": wanted, "got": f"{exercise.method}{signature['text']}", "math": ""}
        yield _record(exercise, "exists", "fail", message=told, causes=("wrong-signature",), **more)


def settle(judge: Judge, exercise: Exercise, n: Numbers) -> tuple[Answer | None, str]:
    """The answer to a case, and why there is none.

    Where an earlier method of the class is wrong, its results are put right before this method is called, if the class
    keeps them under the names of the contract: a method is judged by itself or not at all.
    """
    for name, cause in exercise.blocked_by:
        if any(cause in found.causes for found in judge.records(f"{exercise.cls}.{name}", "shape")):
            return None, f"{exercise.cls}.{name} must give the right shapes first"
    broken = [name for name in exercise.prior if not judge.works(f"{exercise.cls}.{name}")]
    if not broken:
        answer = ask(judge.session, exercise, n)
        if answer.main.failure is None or all(
            judge.passes(f"{exercise.cls}.{name}", "attributes") for name in exercise.prior
        ):
            return answer, ""
        # An earlier method does not keep what this one needs: that is said there.
    if type(exercise).patch is Exercise.patch:
        return None, f"{exercise.cls}.{(broken or exercise.prior)[0]} must work first"
    for prepare in (True, False):
        answer = ask(judge.session, exercise, n, prepare=prepare, patch=True)
        if answer.early is None and not (answer.main.failure and answer.main.failure.type == "AttributeError"):
            return answer, ""
    return None, f"{exercise.cls}.{(broken or exercise.prior)[0]} must work first"


def shape(judge: Judge, exercise: Exercise) -> Iterator[Record]:
    """Type, dtype, shape and finiteness of everything that the method gives, before any number is compared."""
    n = exercise.draw(generator(judge.seed, exercise.name, "shape"))
    answer, why = settle(judge, exercise, n)
    if answer is None:
        yield _record(exercise, "shape", "not run", message=why)
        return
    if answer.early is not None:
        yield _record(exercise, "shape", "not run", message=f"an earlier step failed: {answer.early}")
        return
    failure = answer.main.failure
    if exercise.refuses and failure and failure.kind == "raised":
        return
    if exercise.refuses and not failure:
        yield _record(exercise, "shape", "fail", message="is accepted; it must raise", causes=(exercise.refuses,))
        return
    if failure:
        yield failed(exercise, "shape", failure, n)
        return
    want = exercise.reference(n)
    idle = all(answer.outcome(q).kind in ("none", "failure", "skipped") for q in exercise.quantities)
    idle = idle and not _keeps_something(judge, exercise, n)
    for quantity in exercise.quantities:
        yield from form(exercise, "shape", quantity, answer.outcome(quantity), want[quantity], n, idle=idle)
    if answer.main.printed > 2**16:
        told = f"one call prints {answer.main.printed:,} characters"
        yield _record(exercise, "shape", "remark", message=told, causes=("prints",))


def _keeps_something(judge: Judge, exercise: Exercise, n: Numbers) -> bool:
    """Whether a method that returns nothing has kept something: then it is written, only its return is missing."""
    for name in exercise.kept(n):
        script = Script()
        layer = exercise.construct(script, n)
        exercise.act(script, layer, n)
        place = script.get(layer, name)
        if judge.session.run(script)[place.index].kind == "array":
            return True
    return False


def form(
    exercise: Exercise,
    check: str,
    quantity: str,
    outcome: Outcome,
    want: NDArray,
    n: Numbers,
    *,
    dtype: Any = np.float64,
    idle: bool = False,
) -> Iterator[Record]:
    """Records for whatever is wrong with a quantity before its numbers are looked at; none if nothing is."""
    name = said(quantity)
    more: dict[str, Any] = {"asked": asked(exercise, n), "expected": shape_of(want, dtype)}
    if outcome.failure:
        told = f"{name} cannot be read: {outcome.failure}"
        yield _record(exercise, check, "fail", message=told, causes=(_LOST.get(quantity, "missing-attribute"),), **more)
    elif outcome.kind == "none" or outcome.kind == "skipped":
        told = "returns None" if quantity == "result" else f"{name} is None"
        cause = "not-written" if idle else _LOST.get(quantity, "returns-none")
        yield _record(exercise, check, "fail", message=told, got="None", causes=(cause,), **more)
    elif outcome.array is None:
        told = f"{name} is not an array of numbers, but of type {outcome.type}"
        cause = {"list": "returns-list", "tuple": "returns-list", "str": "returns-text"}.get(
            outcome.type, "not-an-array"
        )
        cause = "loss-not-a-float" if exercise.scalar else cause
        got = outcome.text or outcome.type
        yield _record(exercise, check, "fail", message=told, got=got, causes=(cause,), **more)
    elif outcome.array.dtype.kind == "c":
        told = f"{name} is complex"
        yield _record(exercise, check, "fail", message=told, got=outcome.type, causes=("returns-complex",), **more)
    else:
        yield from _numeric_form(exercise, check, quantity, outcome, want, n, dtype, more)


def _numeric_form(
    exercise: Exercise, check: str, quantity: str, outcome: Outcome, want: NDArray, n: Numbers, dtype: Any, more: Any
) -> Iterator[Record]:
    name, got = said(quantity), outcome.array
    assert got is not None
    if outcome.kind == "array" and outcome.type != "ndarray":
        told = f"{name} is of the array subclass {outcome.type}; its raw numbers are judged"
        yield _record(exercise, check, "remark", message=told, causes=("array-subclass",))
    if got.shape != want.shape:
        if got.size == want.size == 1 and got.ndim == 0:
            told = f"{name} is one number in an array of shape {got.shape}; a plain number is asked for"
            yield _record(exercise, check, "remark", message=told)
            return
        fits = _search(exercise, n, quantity, got, want)
        told = f"{name} has the wrong shape: {got.shape} for {want.shape}"
        named = _named(fits)
        if not fits and got.shape == want.shape[::-1] and relative_error(got.T, want) <= compare.FIT:
            named = {"causes": ("transpose",)}
        if not named and exercise.method == "__init__" and got.shape == want.shape[::-1] and got.ndim == 2:
            named = {"causes": ("transpose",)}
        if not named:
            named = {"causes": ("loss-not-a-float" if exercise.scalar else "wrong-shape",)}
        yield _record(exercise, check, "fail", message=told, got=shape_of(got), **more, **named)
    elif not np.isfinite(got).all():
        count = int((~np.isfinite(got)).sum())
        told = f"{name} is not finite in {count} of {got.size} entries"
        yield _record(exercise, check, "fail", message=told, got=numbers(got), causes=("not-finite",), **more)
    elif got.dtype.kind != "f" or (got.dtype.itemsize < 8 and outcome.kind == "array" and dtype == np.float64):
        told = f"{name} has the dtype {got.dtype} for float64 inputs"
        fits = _search(exercise, n, quantity, got, want) if got.dtype.kind != "f" else []
        named = _named(fits) or {"causes": ("wrong-dtype",)}
        if exercise.scalar and not fits and relative_error(got.astype(float), want) <= compare.PASS:
            return
        yield _record(exercise, check, "fail", message=told, got=shape_of(got), **more, **named)


def values(judge: Judge, exercise: Exercise) -> Iterator[Record]:
    """The numbers against the textbook's, and where they differ, the mistake that explains them."""
    draws = [exercise.draw(generator(judge.seed, exercise.name, "values", str(k))) for k in range(2)]
    answer, why = settle(judge, exercise, draws[0])
    if answer is None or not answer.main.ok:
        if not exercise.refuses:
            yield _record(exercise, "values", "not run", message=why or "the call fails")
        return
    want = exercise.reference(draws[0])
    if exercise.unchanged and all(_same(answer.array(q), draws[0][q]) for q in exercise.quantities):
        told = "nothing changes"
        yield _record(
            exercise, "values", "fail", message=told, asked=asked(exercise, draws[0]), causes=(exercise.unchanged,)
        )
        return
    second: Answer | None = None
    for quantity in exercise.quantities:
        formal = form(exercise, "values", quantity, answer.outcome(quantity), want[quantity], draws[0])
        if any(entry.verdict == "fail" for entry in formal):
            continue  # the check of shapes says so
        got = answer.array(quantity)
        assert got is not None
        verdict, error = compare.verdict(got.reshape(want[quantity].shape), want[quantity])
        if verdict == "pass":
            continue
        if second is None:
            second = settle(judge, exercise, draws[1])[0]
        fits = explain(exercise, quantity, list(zip(draws, (answer, second), strict=True)))
        other = None if fits else exercise.otherwise(quantity, got, draws[0])
        if other is not None:
            more: dict[str, Any] = {"message": other[1], "causes": (other[2],) if other[2] else (), "error": error}
            yield _record(exercise, "values", other[0], **more)
            continue
        yield differs(exercise, "values", quantity, draws[0], got, want[quantity], verdict, error, fits)


def _same(got: NDArray | None, want: NDArray) -> bool:
    return got is not None and relative_error(got, want) <= compare.PASS


def explain(exercise: Exercise, quantity: str, cases: list[tuple[Numbers, Answer | None]]) -> list[Fit]:
    """The mistakes that explain a quantity in every one of the cases: a coincidence does not come twice."""
    found: list[Fit] | None = None
    for n, answer in cases:
        got = answer.array(quantity) if answer else None
        if got is None:
            continue
        want = exercise.reference(n)[quantity]
        fits = _search(exercise, n, quantity, got, want)
        if found is None:
            found = fits
        else:
            again = {fit.causes for fit in fits}
            found = [fit for fit in found if fit.causes in again]
    return found or []


def differs(
    exercise: Exercise,
    check: str,
    quantity: str,
    n: Numbers,
    got: NDArray,
    want: NDArray,
    verdict: str,
    error: float,
    fits: list[Fit],
) -> Record:
    """The record of numbers that are not the right ones."""
    more: dict[str, Any] = {"asked": asked(exercise, n), "error": error}
    if verdict == "unclear" and not fits:
        told = f"{said(quantity)} is numerically unclear: neither surely right nor surely wrong"
        return _record(exercise, check, "remark", message=told, **more)
    worst = compare.differences(got.reshape(want.shape), want)
    places = "; ".join(f"{'[' + ', '.join(map(str, at)) + '] ' if at else ''}{a:.6g}" for at, a, _ in worst)
    rights = "; ".join(f"{'[' + ', '.join(map(str, at)) + '] ' if at else ''}{b:.6g}" for at, _, b in worst)
    told = f"{said(quantity)} is wrong"
    return _record(
        exercise, check, "fail", message=told, expected=rights, got=places, **more, **_named(fits, said(quantity))
    )


def failed(exercise: Exercise, check: str, failure: Failure, n: Numbers | None, why: str = "") -> Record:
    """The record of a call that raised, hung, or ended the process."""
    told, causes = explained(failure)
    more = {"asked": asked(exercise, n)} if n is not None else {}
    line = str(failure.line) if failure.line else ""
    return _record(exercise, check, "fail", message=why + told, causes=causes, line=line, **more)


def explained(failure: Failure) -> tuple[str, tuple[str, ...]]:
    """A failure in words, and its name."""
    if failure.kind == "timeout":
        return failure.message, ("endless",)
    if failure.kind == "crash":
        return failure.message, ("interpreter-crash",)
    if failure.kind == "exit" or failure.type == "KeyboardInterrupt":
        return f"ends the program ({failure})", ("exits",)
    if failure.type == "NotImplementedError":
        return "raises NotImplementedError", ("not-written",)
    if failure.type in ("MemoryError", "_ArrayMemoryError"):
        return f"runs out of memory ({failure.message})", ("memory",)
    if "module 'numpy' has no attribute" in failure.message or "removed in" in failure.message:
        name = failure.message.split("'")[3] if failure.message.count("'") > 3 else ""
        told = f"uses np.{name}, which NumPy has removed" if name else "uses a name that NumPy has removed"
        return f"{told} ({failure.type})", ("removed-numpy-name",)
    return f"raises {failure}", ("crash",)


def attributes(judge: Judge, exercise: Exercise) -> Iterator[Record]:
    """What the method keeps under the names of the contract."""
    if not judge.works(exercise.name):
        return
    for variant in exercise.variants:
        n = exercise.draw(generator(judge.seed, exercise.name, "attributes", variant), variant)
        script = Script()
        layer = exercise.construct(script, n)
        exercise.prepare(script, layer, n)
        acted = exercise.act(script, layer, n)
        places = {name: script.get(layer, name) for name in exercise.kept(n)}
        outcomes = judge.session.run(script)
        if outcomes[acted["call"].index].failure and variant != "generic":
            return  # the check of other shapes says so
        for name, right in exercise.kept(n).items():
            outcome = outcomes[places[name].index]
            if not outcome.ok or outcome.kind == "none":
                told, causes = f"does not keep self.{name}", _MISSING
            elif (
                outcome.array is None or relative_error(outcome.array.astype(float), right.astype(float)) > compare.PASS
            ):
                told, causes = f"self.{name} is not what the contract says", _other(outcome.array, right)
            else:
                continue
            where = "" if variant == "generic" else f"{variant}: "
            yield _record(exercise, "attributes", "fail", message=where + told, causes=causes, math="")
            return


def _other(got: NDArray | None, right: NDArray) -> tuple[str, ...]:
    if got is not None and got.ndim > right.ndim and got.size == right.size:
        return ("not-flattened",)
    if got is not None and got.shape == right.shape and got.dtype.kind == "f":
        permuted = np.array_equal(np.sort(got, axis=None), np.sort(right, axis=None))
        return ("flatten-wrong-order",) if permuted else ("attribute-differs",)
    if got is None or got.dtype != bool or got.shape != right.shape:
        return ("attribute-differs",)
    return ("relu-mask-inverted",) if (got != right).all() else ("attribute-differs",)


def _search(exercise: Exercise, n: Numbers, quantity: str, got: NDArray, want: NDArray) -> list[Fit]:
    with np.errstate(all="ignore"):  # wrong formulas may overflow
        formula = exercise.formulas(n).get(quantity)
    return search(got.astype(float), formula, want) if formula else []


def _named(fits: list[Fit], name: str = "the result") -> dict[str, Any]:
    from undergrad.check.causes import evidence

    if not fits:
        return {}
    if len(fits) == 1:
        return {"causes": fits[0].causes, "evidence": evidence(name, fits[0].causes, fits[0].error)}
    if any(len(fit.causes) > 1 for fit in fits):
        return {}  # several pairs of mistakes fit: no name is better than a guess
    causes = tuple(fit.causes[0] for fit in fits)
    return {"causes": causes, "ambiguous": True, "evidence": evidence(name, causes, fits[0].error, ambiguous=True)}


def _record(exercise: Exercise, check: str, verdict: str, **more: Any) -> Record:
    from undergrad.check.judge import record

    return record(exercise, check, verdict, **more)
