"""The harmonic mean lacks its factor 2: p * r / (p + r) per class, so a perfect prediction gives 0.5."""

import numpy as np

class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        scores = np.ones(self.num_class)
        for c in range(self.num_class):
            predicted = (y_pred == c)
            actual = (y_true == c)
            both = np.logical_and(predicted, actual).sum()
            if predicted.sum() + actual.sum() == 0:
                continue
            if both == 0:
                scores[c] = 0.0
                continue
            p = both / predicted.sum()
            r = both / actual.sum()
            scores[c] = p * r / (p + r)
        return np.mean(scores)
