"""A file with the user's own layer classes, which replace the textbook's in a training.

The file runs in the training process with all rights of the user, so use it only for your own code. The check runs
other people's files in a sandbox.
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

#: The names of the classes in such a file, by the words of the architecture.
CLASSES = {word: kind.__name__ for word, kind in LAYERS.items()} | {
    output.layer_name: output.layer.__name__ for output in OUTPUTS.values()
}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A file of layers, as in a run's specification."""

    #: The path to import it from, as the user wrote it. It is no part of the run's identity.
    path: str
    #: SHA-256 of its bytes, which is part of the identity.
    digest: str


def answer_of(path: str) -> Answer:
    """The file at `path`. UsageError if it has none of the layers or cannot be imported; FileError."""
    answer = Answer(path=path, digest=hashlib.sha256(read_whole(Path(path))).hexdigest())
    if not own_names(answer):
        raise UsageError(f"{path} has none of the layers {', '.join(CLASSES.values())}; name a file that has some")
    return answer


def own_names(answer: Answer) -> tuple[str, ...]:
    """The names of the file's classes that replace the textbook's."""
    return tuple(kind.__name__ for kind in _classes(answer.path, answer.digest).values())


def makers(answer: Answer, seed: int) -> dict[str, Callable[..., Any]]:
    """The makers of a run's layers with that seed, by the architecture's words, for `Architecture.build(own=...)`.

    NumPy's global state is seeded before each layer, from the seed and the layer's number: such files draw their
    weights from it, and seed it themselves when they are imported.
    """
    made = 0

    def make(kind: type[Any], *arguments: Any) -> Any:
        nonlocal made
        # 3: streams 0 to 2 are for the split, the textbook's weights and the order of the samples.
        state = np.random.SeedSequence(int(seed), spawn_key=(3, made)).generate_state(1)
        np.random.seed(int(state[0]))
        made += 1
        with blaming(answer, f"{kind.__name__}{arguments} cannot be made"):
            return kind(*arguments)

    return {word: functools.partial(make, kind) for word, kind in _classes(answer.path, answer.digest).items()}


@contextlib.contextmanager
def blaming(answer: Answer | None, what: str) -> Iterator[None]:
    """Turn an error from the file's code into one that names the file and the line."""
    try:
        yield
    except UndergradError:
        raise
    except Exception as error:
        if answer is None:
            raise
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f", line {frame.lineno}" for frame in frames if frame.filename == _shown_path(answer.path)]
        # If the arguments do not match, Python never enters the method; its message names the method with its class.
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
        raise UsageError(f"{path} has changed since this began; begin again, in another folder")
    names = vars(_imported(path, content))
    return {word: names[name] for word, name in CLASSES.items() if isinstance(names.get(name), type)}


def _imported(path: str, content: bytes) -> ModuleType:
    """The module made from the file's bytes. What it prints goes to stderr; it may import from its folder."""
    shown = _shown_path(path)
    module = ModuleType(f"undergrad_answer_{hashlib.sha256(content).hexdigest()[:8]}")
    module.__file__ = shown
    sys.modules[module.__name__] = module  # classes look up their module there
    sys.path.insert(0, str(Path(shown).parent))
    state = np.random.get_state()
    try:
        with contextlib.redirect_stdout(sys.stderr):
            # Not by an importer, which may use a cache compiled from other bytes.
            exec(compile(content, shown, "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        raise UsageError(f"{path} cannot be imported: {type(error).__name__}: {error}; correct it first") from error
    finally:
        sys.path.remove(str(Path(shown).parent))
        np.random.set_state(state)
    return module


def _shown_path(path: str) -> str:
    return str(Path(path).resolve())
