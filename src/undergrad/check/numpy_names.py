"""Names that NumPy has removed: since when, and what to write instead."""

from __future__ import annotations

import difflib
import re
import sys

import numpy as np

#: Name in numpy -> the version that removed it, and what does the same in every version since 1.26.
NAMES: dict[str, tuple[str, str]] = {
    # Names of Python's own types, and what they were once taken for.
    "int": ("1.24", "int, or np.int64"),
    "float": ("1.24", "float, or np.float64"),
    "bool": ("1.24", "bool, or np.bool_"),
    "complex": ("1.24", "complex, or np.complex128"),
    "object": ("1.24", "object"),
    "str": ("1.24", "str, or np.str_"),
    "long": ("1.24", "int, or np.int64"),
    "unicode": ("1.24", "str, or np.str_"),
    "asscalar": ("1.23", "x.item()"),
    "float_": ("2.0", "np.float64"),
    "complex_": ("2.0", "np.complex128"),
    "longfloat": ("2.0", "np.longdouble"),
    "singlecomplex": ("2.0", "np.complex64"),
    "cfloat": ("2.0", "np.complex128"),
    "string_": ("2.0", "np.bytes_"),
    "unicode_": ("2.0", "np.str_"),
    "bool8": ("2.0", "np.bool_"),
    "int0": ("2.0", "np.intp"),
    "uint0": ("2.0", "np.uintp"),
    "object0": ("2.0", "np.object_"),
    "Inf": ("2.0", "np.inf"),
    "Infinity": ("2.0", "np.inf"),
    "infty": ("2.0", "np.inf"),
    "PINF": ("2.0", "np.inf"),
    "NINF": ("2.0", "-np.inf"),
    "NaN": ("2.0", "np.nan"),
    "PZERO": ("2.0", "0.0"),
    "NZERO": ("2.0", "-0.0"),
    "product": ("2.0", "np.prod"),
    "cumproduct": ("2.0", "np.cumprod"),
    "alltrue": ("2.0", "np.all"),
    "sometrue": ("2.0", "np.any"),
    "round_": ("2.0", "np.round"),
    "asfarray": ("2.0", "np.asarray(x, dtype=float)"),
    "mat": ("2.0", "np.array, with @ for the product of matrices"),
    "msort": ("2.0", "np.sort(x, axis=0)"),
    "math": ("2.0", "import math, or NumPy's own functions such as np.exp"),
    "find_common_type": ("2.0", "np.result_type"),
    "issubsctype": ("2.0", "np.issubdtype"),
    "cast": ("2.0", "np.asarray(x, dtype=dtype)"),
    "disp": ("2.0", "print"),
    "trapz": ("2.4", "scipy.integrate.trapezoid, or np.trapezoid from NumPy 2.0 on"),
    "in1d": ("2.4", "np.isin"),
    "row_stack": ("2.5", "np.vstack"),
}
#: The same for methods of an array.
METHODS: dict[str, tuple[str, str]] = {
    "ptp": ("2.0", "np.ptp(x)"),
    "itemset": ("2.0", "x[index] = value"),
    "newbyteorder": ("2.0", "x.view(x.dtype.newbyteorder(order))"),
    "tostring": ("2.3", "x.tobytes()"),
}

_MODULE = re.compile(r"module '(numpy[\w.]*)' has no attribute '(\w+)'|cannot import name '(\w+)' from '(numpy[\w.]*)'")
_NUMPY_SAYS = re.compile(r"`np\.(\w+)` was removed in the NumPy ([\d.]+) release\.? ?(.*)")
_METHOD = re.compile(r"'numpy\.ndarray' object has no attribute '(\w+)'|`(\w+)` was removed from the ndarray class")


def removed_name(message: str) -> str:
    """What the message of an AttributeError or ImportError says, if it is of a removed name of NumPy; else nothing.

    >>> removed_name("module 'numpy' has no attribute 'product'")
    'uses np.product, which was removed in NumPy 2.0; write np.prod'
    """
    if found := _METHOD.search(message):
        name = found[1] or found[2]
        return _sentence(f"the array method {name}", *METHODS[name]) if name in METHODS else ""
    told = _NUMPY_SAYS.search(message)
    name = told[1] if told else _in_numpy(message)
    if name in NAMES:
        return _sentence(f"np.{name}", *NAMES[name])
    if told:
        return (
            f"uses np.{name}, which was removed in NumPy {told[2]}. NumPy says: {told[3] or 'there is no substitute'}"
        )
    return ""


def unknown_name(message: str) -> str:
    """The same for a name that NumPy does not have: misspelt, or of another version."""
    found = _MODULE.search(message)
    if not found:
        return ""
    module, name = found[1] or found[4], found[2] or found[3]
    short, known = module.replace("numpy", "np", 1), dir(sys.modules.get(module, np))
    if name in known:
        return f"does not find {short}.{name}, which NumPy has; is a file called {module}.py taken for NumPy?"
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {short}.{near[0]}?" if near else "; is it spelt right, or from another version?"
    return f"uses {short}.{name}, which NumPy {np.__version__} does not have{hint}"


def _in_numpy(message: str) -> str:
    found = _MODULE.search(message)
    return (found[2] or found[3]) if found and "numpy" in (found[1], found[4]) else ""


def _sentence(what: str, version: str, instead: str) -> str:
    return f"uses {what}, which was removed in NumPy {version}; write {instead}"
