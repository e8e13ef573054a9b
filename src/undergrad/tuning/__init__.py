"""A search for the best network: what to try, who does it, when to stop, what is chosen."""

from undergrad.tuning.cluster import Cluster
from undergrad.tuning.conclude import Chosen, Tuning, conclude, load_tuning, repeat, repetition
from undergrad.tuning.domains import Range
from undergrad.tuning.drive import Driver, Watcher
from undergrad.tuning.importance import Group, Importance
from undergrad.tuning.processes import Processes
from undergrad.tuning.search import STRATEGIES, Search, default_folder, load_search, parse_search
from undergrad.tuning.space import DEFAULT, Space, parse_space
from undergrad.tuning.store import Choice, Store
from undergrad.tuning.tables import table_space
from undergrad.tuning.workers import Work, WorkerDiedError, Workers

__all__ = [
    "DEFAULT",
    "STRATEGIES",
    "Choice",
    "Chosen",
    "Cluster",
    "Driver",
    "Group",
    "Importance",
    "Processes",
    "Range",
    "Search",
    "Space",
    "Store",
    "Tuning",
    "Watcher",
    "Work",
    "WorkerDiedError",
    "Workers",
    "conclude",
    "default_folder",
    "load_search",
    "load_tuning",
    "parse_search",
    "parse_space",
    "repeat",
    "repetition",
    "table_space",
]
