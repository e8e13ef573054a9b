"""The one training loop, and what it leaves behind."""

from undergrad.training.evaluation import Accuracy, accuracy
from undergrad.training.fit import Fit, fit
from undergrad.training.history import Epoch, History
from undergrad.training.hyperparameters import Hyperparameters, generators
from undergrad.training.trained import TrainedModel, load_model

__all__ = [
    "Accuracy",
    "Epoch",
    "Fit",
    "History",
    "Hyperparameters",
    "TrainedModel",
    "accuracy",
    "fit",
    "generators",
    "load_model",
]
