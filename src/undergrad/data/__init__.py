"""Bytes to arrays: the data sets with a name, the user's own files, splits and scaling.

>>> from undergrad.data import load_dataset
>>> load_dataset("mnist-10k")
<Dataset mnist-10k: 10000 training and 10000 test samples of shape (28, 28), uint8, 10 classes>
"""

from undergrad.data.dataset import Dataset
from undergrad.data.fetch import fetch
from undergrad.data.load import available, describe, load_dataset
from undergrad.data.scaling import Scaling
from undergrad.data.split import batches, split
from undergrad.data.table.inputs import read_inputs
from undergrad.data.table.load import load_table

__all__ = [
    "Dataset",
    "Scaling",
    "available",
    "batches",
    "describe",
    "fetch",
    "load_dataset",
    "load_table",
    "read_inputs",
    "split",
]
