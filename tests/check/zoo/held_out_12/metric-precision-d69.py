"""False negatives are counted in place of false positives, so precision is really recall."""

import numpy as np

class EvaluationMetric:
    def precision(self, y_pred, y_true):
        total = 0.0
        for c in range(self.num_class):
            tp, fp = 0, 0
            for p, t in zip(y_pred, y_true):
                if t == c:
                    if p == c:
                        tp += 1
                    else:
                        fp += 1
            total += tp / (tp + fp) if tp + fp else 1.0
        return total / self.num_class
