"""Per class accuracy instead of precision: true negatives are counted, (tp + tn) / N."""

import numpy as np
class EvaluationMetric:
    def precision(self, y_pred, y_true):
        scores = []
        n = len(y_true)
        for k in range(self.num_class):
            pred_k = (y_pred == k)
            true_k = (y_true == k)
            tp = np.logical_and(pred_k, true_k).sum()
            tn = np.logical_and(~pred_k, ~true_k).sum()
            scores.append((tp + tn) / n)
        return np.mean(scores)
