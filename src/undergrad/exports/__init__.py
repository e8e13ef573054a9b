"""A trained model in the formats of others, and back: ONNX and PyTorch."""

from undergrad.exports.onnx_model import to_onnx
from undergrad.exports.torch_module import to_torch
from undergrad.exports.torch_state import from_torch

__all__ = ["from_torch", "to_onnx", "to_torch"]
