"""The one training loop, and what it leaves behind."""

from undergrad.settings import Hyperparameters
from undergrad.training.evaluation import Accuracy, accuracy
from undergrad.training.fit import Fit, fit
from undergrad.training.generators import generators
from undergrad.training.history import Epoch, History
from undergrad.training.trained import TrainedModel, load_model
from undergrad.training.watch import Scene, Watch

__all__ = [
    "Accuracy",
    "Epoch",
    "Fit",
    "History",
    "Hyperparameters",
    "Scene",
    "TrainedModel",
    "Watch",
    "accuracy",
    "fit",
    "generators",
    "load_model",
]
