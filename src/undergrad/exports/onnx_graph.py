"""Builds an ONNX graph node by node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: The version of the operators. It has all of them in float64 too, its softmax is along an axis, and every runtime
#: since 2020 supports it (ONNX 1.8). Later versions change nothing useful for these operators.
OPSET = 13
#: The version of the file format that came with it; a runtime refuses later versions than its own.
IR_VERSION = 7


class Graph:
    """A graph under construction, for numbers of one dtype. A value is identified by its name."""

    def __init__(self, onnx: Any, dtype: np.dtype[Any], reserved: Sequence[str]) -> None:
        self.dtype = dtype
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._onnx, self._names = onnx, set(reserved)

    def add(self, operator: str, *values: str, name: str, **attributes: Any) -> str:
        """Add a node; its value gets a name like `name`, or exactly `name` if that was reserved for an output."""
        result = self.free(name)
        self.nodes.append(self._onnx.helper.make_node(operator, list(values), [result], name=result, **attributes))
        return result

    def output(self, operator: str, *values: str, name: str, **attributes: Any) -> str:
        """Add the node of an output of the graph, whose name was reserved."""
        self.nodes.append(self._onnx.helper.make_node(operator, list(values), [name], name=name, **attributes))
        return name

    def numbers(self, array: Any, name: str) -> str:
        """A constant of the graph's dtype."""
        return self._constant(np.ascontiguousarray(array, self.dtype).reshape(np.shape(array)), name)

    def whole(self, array: Any, name: str) -> str:
        """A constant of whole numbers: sizes."""
        return self._constant(np.asarray(array, np.int64), name)

    def places(self, array: NDArray[Any], name: str) -> str:
        """A constant of places in a sample, possibly as many as pixels, in half the bytes."""
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
        """ONNX's number for a dtype; object stands for texts."""
        texts = np.dtype(dtype) == object
        return int(
            self._onnx.TensorProto.STRING if texts else self._onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        )

    def info(self, name: str, kind: int, shape: Sequence[int | str]) -> Any:
        """The description of an input or an output: its name, its type and its shape."""
        return self._onnx.helper.make_tensor_value_info(name, kind, shape)

    def free(self, name: str) -> str:
        """A unique name similar to `name`."""
        while name in self._names:
            name += "_"
        self._names.add(name)
        return name

    def _constant(self, array: NDArray[Any], name: str) -> str:
        name = self.free(name)
        self.constants.append(self._onnx.numpy_helper.from_array(array, name))
        return name


def label_type(classes: NDArray[Any] | None) -> Any:
    """The dtype of predicted labels: object for texts; int64 if they are only class numbers."""
    kind = "i" if classes is None else classes.dtype.kind
    return {"O": object, "U": object, "b": np.bool_, "i": np.int64, "u": np.int64}.get(kind, np.float64)
