"""The one training loop, and its results: history, checkpoints and model files."""

from undergrad.outputs import ClassMetrics, Metrics, confusion, label_metrics, metrics
from undergrad.settings import Hyperparameters
from undergrad.training.epochs import Epoch
from undergrad.training.fit import Fit, fit
from undergrad.training.generators import generators
from undergrad.training.history import History
from undergrad.training.oversight import Oversight
from undergrad.training.tables import TableDefaults, fit_table, table_defaults
from undergrad.training.trained import TrainedModel, load_model
from undergrad.training.watch import Scene, Watch

__all__ = [
    "ClassMetrics",
    "Epoch",
    "Fit",
    "History",
    "Hyperparameters",
    "Metrics",
    "Oversight",
    "Scene",
    "TableDefaults",
    "TrainedModel",
    "Watch",
    "confusion",
    "fit",
    "fit_table",
    "generators",
    "label_metrics",
    "load_model",
    "metrics",
    "table_defaults",
]
