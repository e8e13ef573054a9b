"""The nodes of an ONNX graph, written one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: The version of the operators. All of them are there in float64 too, softmax is along an axis, and every runtime since
#: 2020 has it (ONNX 1.8). Later versions change nothing about these operators that is of use here.
OPSET = 13
#: The version of the file format that came with it; a runtime refuses one that is later than its own.
IR_VERSION = 7


class Graph:
    """A graph under construction, for numbers of one dtype. A value is known by its name."""

    def __init__(self, onnx: Any, dtype: np.dtype[Any], reserved: Sequence[str]) -> None:
        self.dtype = dtype
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._onnx, self._names = onnx, set(reserved)

    def add(self, operator: str, *values: str, name: str, **attributes: Any) -> str:
        """A node; what it gives is called like `name`, or exactly so where that was reserved for an output."""
        result = self.free(name)
        self.nodes.append(self._onnx.helper.make_node(operator, list(values), [result], name=result, **attributes))
        return result

    def output(self, operator: str, *values: str, name: str, **attributes: Any) -> str:
        """The node that gives an output of the graph, whose name was reserved."""
        self.nodes.append(self._onnx.helper.make_node(operator, list(values), [name], name=name, **attributes))
        return name

    def numbers(self, array: Any, name: str) -> str:
        """A constant of the graph's dtype."""
        return self._constant(np.ascontiguousarray(array, self.dtype).reshape(np.shape(array)), name)

    def whole(self, array: Any, name: str) -> str:
        """A constant of whole numbers: sizes."""
        return self._constant(np.asarray(array, np.int64), name)

    def places(self, array: NDArray[Any], name: str) -> str:
        """A constant of places in a sample, of which there may be as many as pixels, in half the bytes."""
        return self._constant(array.astype(np.int32), name)

    def choices(self, array: NDArray[Any], name: str) -> str:
        """A constant of class labels (C,): texts, truth values, whole numbers or any others as float64."""
        kind, helper = array.dtype.kind, self._onnx.helper
        if kind in "OU":
            texts = [str(entry).encode() for entry in array.tolist()]
            name = self.free(name)
            self.constants.append(helper.make_tensor(name, self._onnx.TensorProto.STRING, [len(texts)], texts))
            return name
        return self._constant(array.astype(label_type(array)), name)

    def type_of(self, dtype: Any) -> int:
        """ONNX's number of a dtype; object is that of texts."""
        texts = np.dtype(dtype) == object
        return int(
            self._onnx.TensorProto.STRING if texts else self._onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        )

    def info(self, name: str, kind: int, shape: Sequence[int | str]) -> Any:
        """What is said of an input or an output: its name, its type and its shape."""
        return self._onnx.helper.make_tensor_value_info(name, kind, shape)

    def free(self, name: str) -> str:
        """A name like that one which nothing else has."""
        while name in self._names:
            name += "_"
        self._names.add(name)
        return name

    def _constant(self, array: NDArray[Any], name: str) -> str:
        name = self.free(name)
        self.constants.append(self._onnx.numpy_helper.from_array(array, name))
        return name


def label_type(classes: NDArray[Any] | None) -> Any:
    """The dtype of predicted labels: object for texts; int64 where there are class numbers alone."""
    kind = "i" if classes is None else classes.dtype.kind
    return {"O": object, "U": object, "b": np.bool_, "i": np.int64, "u": np.int64}.get(kind, np.float64)
