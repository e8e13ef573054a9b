"""What happens inside a network while it learns: gradients, updates, units, and verdicts on them."""

from undergrad.insight.claims import CLAIMS, Finding, Seen, findings
from undergrad.insight.files import load_insight, save_insight
from undergrad.insight.importance import ColumnImportance, Importances, column_importances
from undergrad.insight.maps import FeatureMaps, feature_maps
from undergrad.insight.outcome import DOUBTS, doubts
from undergrad.insight.recorder import Recorder
from undergrad.insight.records import Insight, InsightEpoch, InsightHead, LayerEpoch, LayerShape, Verdict
from undergrad.insight.verdicts import RULES, Rule, judge, worst_of

__all__ = [
    "CLAIMS",
    "DOUBTS",
    "RULES",
    "ColumnImportance",
    "FeatureMaps",
    "Finding",
    "Importances",
    "Insight",
    "InsightEpoch",
    "InsightHead",
    "LayerEpoch",
    "LayerShape",
    "Recorder",
    "Rule",
    "Seen",
    "Verdict",
    "column_importances",
    "doubts",
    "feature_maps",
    "findings",
    "judge",
    "load_insight",
    "save_insight",
    "worst_of",
]
