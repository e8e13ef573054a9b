"""What happens inside a network while it learns."""

from undergrad.insight.records import Insight, InsightEpoch, InsightHead, LayerEpoch, LayerShape, Verdict

__all__ = ["Insight", "InsightEpoch", "InsightHead", "LayerEpoch", "LayerShape", "Verdict"]
