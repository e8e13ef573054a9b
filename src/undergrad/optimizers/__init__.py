"""Optimizers: how far a parameter steps, given its gradient. One file each, without NumPy, since `--help` reads it."""

from undergrad.optimizers.adagrad import AdaGrad
from undergrad.optimizers.adam import Adam
from undergrad.optimizers.adamw import AdamW
from undergrad.optimizers.base import Memory, Optimizer
from undergrad.optimizers.rmsprop import RMSProp
from undergrad.optimizers.sgd import SGD
from undergrad.optimizers.table import OPTIMIZERS, parse_optimizer

__all__ = ["OPTIMIZERS", "SGD", "AdaGrad", "Adam", "AdamW", "Memory", "Optimizer", "RMSProp", "parse_optimizer"]
