"""A file with layer classes of one's own, which take the places of the textbook's in a training.

The file runs in the process that trains, with all that its user may do: it is for one's own code. The check, which is
for strangers' files, runs them elsewhere.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from undergrad.errors import UndergradError, UsageError
from undergrad.files import read_whole
from undergrad.layers import LAYERS
from undergrad.outputs import OUTPUTS

#: What the classes are called in such a file, by the words of the architecture.
CLASSES = {word: kind.__name__ for word, kind in LAYERS.items()} | {
    output.layer_name: output.layer.__name__ for output in OUTPUTS.values()
}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A file of layers, as a run's specification names it."""

    #: As it was given: it is imported from there. It is no part of the run's identity.
    path: str
    #: SHA-256 of its bytes, which are.
    digest: str


def answer_of(path: str) -> Answer:
    """The file at `path`. UsageError where it has none of the layers, or cannot be imported; FileError."""
    answer = Answer(path=path, digest=hashlib.sha256(read_whole(Path(path))).hexdigest())
    if not own_names(answer):
        raise UsageError(f"{path} has none of the layers {', '.join(CLASSES.values())}; name a file that has some")
    return answer


def own_names(answer: Answer) -> tuple[str, ...]:
    """The names of the file's classes that take the place of the textbook's."""
    return tuple(kind.__name__ for kind in _classes(answer.path, answer.digest).values())


def makers(answer: Answer, seed: int) -> dict[str, Callable[..., Any]]:
    """What makes the layers of a run with that seed, by the architecture's words: for `Architecture.build(own=...)`.

    NumPy's global state is seeded before each layer, as the seed and the number of the layer say: such files draw their
    weights from it, and seed it themselves when they are imported.
    """
    made = 0

    def make(kind: type[Any], *arguments: Any) -> Any:
        nonlocal made
        # 3: beside the split, the textbook's weights and the order of the samples.
        state = np.random.SeedSequence(int(seed), spawn_key=(3, made)).generate_state(1)
        np.random.seed(int(state[0]))
        made += 1
        with blaming(answer, f"{kind.__name__}{arguments} cannot be made"):
            return kind(*arguments)

    return {word: functools.partial(make, kind) for word, kind in _classes(answer.path, answer.digest).items()}


@contextlib.contextmanager
def blaming(answer: Answer | None, what: str) -> Iterator[None]:
    """Say of an error from the file's code that it is its, and in which line."""
    try:
        yield
    except UndergradError:
        raise
    except Exception as error:
        if answer is None:
            raise
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f", line {frame.lineno}" for frame in frames if frame.filename == _shown_path(answer.path)]
        # A method that takes other arguments is never entered, and Python names it with its class.
        called = any(f"{name}." in str(error) for name in CLASSES.values())
        if not lines and not (isinstance(error, TypeError) and called):
            raise
        raise UndergradError(
            f"{answer.path}{lines[-1] if lines else ''}: {what} ({type(error).__name__}: {error}); "
            "`undergrad check` says more about such a file"
        ) from error


@functools.lru_cache(maxsize=8)
def _classes(path: str, digest: str) -> dict[str, type[Any]]:
    content = read_whole(Path(path))
    if hashlib.sha256(content).hexdigest() != digest:
        raise UsageError(f"{path} is not what it was when this began; begin again, in another folder")
    names = vars(_imported(path, content))
    return {word: names[name] for word, name in CLASSES.items() if isinstance(names.get(name), type)}


def _imported(path: str, content: bytes) -> ModuleType:
    """The module of the file's bytes. What it prints goes to stderr; its folder is searched for what it imports."""
    shown = _shown_path(path)
    module = ModuleType(f"undergrad_answer_{hashlib.sha256(content).hexdigest()[:8]}")
    module.__file__ = shown
    sys.modules[module.__name__] = module  # where classes look for the module that they are of
    sys.path.insert(0, str(Path(shown).parent))
    state = np.random.get_state()
    try:
        with contextlib.redirect_stdout(sys.stderr):
            # Not by an importer, which may find what it compiled from other bytes.
            exec(compile(content, shown, "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        raise UsageError(f"{path} cannot be imported: {type(error).__name__}: {error}; correct it first") from error
    finally:
        sys.path.remove(str(Path(shown).parent))
        np.random.set_state(state)
    return module


def _shown_path(path: str) -> str:
    return str(Path(path).resolve())
