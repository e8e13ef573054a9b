"""A specification in, a folder of results out."""

from undergrad.experiments.comparison import Comparison, Row, load_comparison
from undergrad.experiments.experiment import default_folder, run_experiment
from undergrad.experiments.jobs import Job, Listener, default_workers, together
from undergrad.experiments.networks import Network, as_folder_name, check_folder_name
from undergrad.experiments.run import RunResult, is_complete, load_history, load_result, run_folder
from undergrad.experiments.spec import DataSpec, Experiment, load_experiment, shipped

__all__ = [
    "Comparison",
    "DataSpec",
    "Experiment",
    "Job",
    "Listener",
    "Network",
    "Row",
    "RunResult",
    "as_folder_name",
    "check_folder_name",
    "default_folder",
    "default_workers",
    "is_complete",
    "load_comparison",
    "load_experiment",
    "load_history",
    "load_result",
    "run_experiment",
    "run_folder",
    "shipped",
    "together",
]
