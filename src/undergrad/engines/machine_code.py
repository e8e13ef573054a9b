"""The compiled engine as machine code: compiled once per computer, stored on disk, and loaded without Numba.

Numba has its own cache. But loading from it imports Numba and half of SciPy in every process, and unpickles the files.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import importlib.metadata
import logging
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import llvmlite.binding
import numpy as np

from undergrad.data.places import cache_folder
from undergrad.engines.object_files import packed, unpacked
from undergrad.engines.private import NotPrivateError, make_private_folder, read_private
from undergrad.engines.registers import processor
from undergrad.engines.tables import Data, Machine
from undergrad.errors import FileError
from undergrad.files import write_whole

# With it a thread yields its core to another: `barrier` calls it by this name.
if sys.platform == "win32":
    _give_up_core = ctypes.WinDLL("kernel32").SwitchToThread
else:
    _give_up_core = ctypes.CDLL(None).sched_yield
llvmlite.binding.add_symbol("undergrad_yield", ctypes.cast(_give_up_core, ctypes.c_void_p).value)

_SYMBOL = "undergrad_run"
#: More than the engine can have; a larger file is not read.
_MOST_BYTES = 2**24

#: Numba's functions take a place for the result, a place for an exception, and then the arguments; they return a
#: status, which is 0 without an exception.
_TYPE = ctypes.CFUNCTYPE(
    ctypes.c_int32,
    *[ctypes.c_void_p] * 2,
    *[ctypes.c_int64] * 2,
    *[ctypes.c_void_p] * (1 + len(Machine._fields) + len(Data._fields) + 2),
)


@functools.cache
def ready(dtype: np.dtype[Any]) -> Callable[..., int]:
    """`compiled.run.run` for arrays of `dtype`, with NumPy arrays for its pointers. The first call compiles it.

    It runs without the interpreter's lock.
    """
    function = _loaded(_kept(dtype))

    def run(thread: int, threads: int, *arguments: Any) -> int:
        done, exception = ctypes.c_int64(), ctypes.c_void_p()
        status = function(ctypes.addressof(done), ctypes.addressof(exception), thread, threads, *_flat(arguments))
        assert status == 0, f"the compiled engine ended with status {status}"
        return done.value

    return run


def _flat(arguments: tuple[Any, ...]) -> list[Any]:
    """Addresses for arrays, for a tuple those of its items, and everything else unchanged."""
    values: list[Any] = []
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            values.append(argument.__array_interface__["data"][0])
        elif isinstance(argument, tuple):
            values += _flat(argument)
        else:
            values.append(argument)
    return values


def _kept(dtype: np.dtype[Any]) -> bytes:
    """The machine code from the user's cache, or compiled; it is stored if only this user can write there."""
    folder, name, often = cache_folder(), _name(dtype), "once for this computer: ten to twenty seconds"
    is_private = True
    try:
        make_private_folder(folder)
        content = read_private(folder / name, most=_MOST_BYTES)
        code = content and unpacked(content, name, symbol=_SYMBOL, alike=_object_file(""))
        if code:
            return code
    except OSError:  # no file to read, or no place to write to
        pass
    except NotPrivateError as error:
        is_private, often = False, f"ten to twenty seconds in every process, since {error}"
    logging.getLogger("undergrad").warning("compiling the cpu engine for %s, %s", dtype, often)
    code = _compiled(dtype)
    if is_private:
        with contextlib.suppress(FileError):  # then every process has to compile
            write_whole(folder / name, packed(code, name), mode=0o644)
    return code


def _name(dtype: np.dtype[Any]) -> str:
    """The file's name, with a hash of everything that determines the machine code."""
    versions = [importlib.metadata.version(name) for name in ("numba", "llvmlite")]
    digest = hashlib.sha256(repr((versions, processor(), sys.platform, platform.machine(), str(dtype))).encode())
    for source in _sources():
        digest.update(source.read_bytes())
    return f"engine-{digest.hexdigest()[:32]}"


def _sources() -> list[Path]:
    """The files that determine the machine code: those that are compiled, and those with compiled-in constants."""
    here = Path(__file__)
    constants = (here.with_name(f"{name}.py") for name in ("tables", "registers", "units"))
    return [here, *constants, here.parents[1] / "layers" / "philox.py", *sorted(here.parent.glob("compiled/*.py"))]


def _compiled(dtype: np.dtype[Any]) -> bytes:
    """The object file: Numba translates `compiled.run.run` for LLVM, which optimises it for this processor."""
    module, machine = _translated(dtype), _machine()
    _optimise(module, machine)
    return bytes(machine.emit_object(module))


def _translated(dtype: np.dtype[Any]) -> Any:
    """LLVM's module of `compiled.run.run` for arrays of `dtype`, as Numba writes it, not optimised."""
    from numba import njit

    with _translating_only():
        from undergrad.engines.compiled import run as program
        from undergrad.engines.compiled.elementary import OPTIONS

        function = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)(program.run)
        function.compile(program.signature(dtype == np.float32))
        module = llvmlite.binding.parse_assembly(function.inspect_llvm(function.signatures[0]))
    external = llvmlite.binding.Linkage.external
    (run,) = (defined for defined in module.functions if not defined.is_declaration and defined.linkage == external)
    # A function called with another type than it was compiled for would read and write anywhere.
    assert len(list(run.arguments)) == len(_TYPE._argtypes_), "its signature is not the type that is called"
    run.name = _SYMBOL
    return module


@contextlib.contextmanager
def _translating_only() -> Iterator[None]:
    """A context in which Numba optimises nothing.

    It would optimise each function, and again in each of its callers: nearly all of two minutes.
    """
    from numba.core import config

    names = ("OPT", "LOOP_VECTORIZE", "SLP_VECTORIZE")
    before = {name: getattr(config, name) for name in names}
    config.OPT, config.LOOP_VECTORIZE, config.SLP_VECTORIZE = type(config.OPT)(0), 0, 0
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(config, name, value)


def _optimise(module: Any, machine: Any) -> None:
    """LLVM's passes, once over the whole module."""
    options = llvmlite.binding.PipelineTuningOptions(speed_level=3)
    options.loop_vectorization = options.loop_interleaving = options.slp_vectorization = True
    options.loop_unrolling = True
    passes = llvmlite.binding.create_pass_builder(machine, options)
    passes.getModulePassManager().run(module, passes)


def _object_file(assembly: str) -> bytes:
    """The object file that LLVM makes from an assembly text for this processor."""
    return bytes(_machine().emit_object(llvmlite.binding.parse_assembly(assembly)))


def _loaded(code: bytes) -> Callable[..., int]:
    """The function in an object file."""
    engine = llvmlite.binding.create_mcjit_compiler(llvmlite.binding.parse_assembly(""), _machine())
    engine.add_object_file(llvmlite.binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(_SYMBOL)
    assert address, f"the compiled engine has no function {_SYMBOL}"
    function = _TYPE(address)
    function.engine = engine  # type: ignore[attr-defined]  # it owns the code
    return function


def _machine() -> Any:
    """This processor's target, for code that is loaded and not linked."""
    llvmlite.binding.initialize_native_target()
    llvmlite.binding.initialize_native_asmprinter()
    name, features = processor()
    return llvmlite.binding.Target.from_default_triple().create_target_machine(
        cpu=name, features=features, opt=3, reloc="default", codemodel="jitdefault", jit=True
    )
