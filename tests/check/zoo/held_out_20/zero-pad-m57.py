"""Pads with the edge pixels (mode='edge') rather than with zeros."""

import numpy as np


def zero_pad(x, pad):
    widths = ((0, 0), (0, 0), (pad, pad), (pad, pad))
    return np.pad(x, widths, mode='edge')
