"""Converts trained models to ONNX and PyTorch, and PyTorch's weights back."""

from undergrad.exports.onnx_model import to_onnx
from undergrad.exports.torch_module import to_torch
from undergrad.exports.torch_state import from_torch

__all__ = ["from_torch", "to_onnx", "to_torch"]
