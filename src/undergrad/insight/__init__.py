"""What happens inside a network while it learns: gradients, updates, units, and verdicts on them."""

from undergrad.insight.files import load_insight, save_insight
from undergrad.insight.recorder import Recorder
from undergrad.insight.records import Insight, InsightEpoch, InsightHead, LayerEpoch, LayerShape, Verdict
from undergrad.insight.verdicts import RULES, Rule, judge

__all__ = [
    "RULES",
    "Insight",
    "InsightEpoch",
    "InsightHead",
    "LayerEpoch",
    "LayerShape",
    "Recorder",
    "Rule",
    "Verdict",
    "judge",
    "load_insight",
    "save_insight",
]
