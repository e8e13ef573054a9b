"""A trained model in the formats of others, and back: ONNX and PyTorch."""

from undergrad.exports.onnx_model import to_onnx

__all__ = ["to_onnx"]
