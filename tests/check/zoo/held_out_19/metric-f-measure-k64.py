"""Forgets the 2 before tp in numerator and denominator: tp/(tp+fp+fn) is the Jaccard index, not F."""

import numpy as np


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        scores = []
        for c in range(self.num_class):
            p, t = (y_pred == c), (y_true == c)
            both = np.logical_and(p, t).sum()
            wrong = np.logical_xor(p, t).sum()
            if both + wrong == 0:
                scores.append(1.0)
            else:
                scores.append(both / (both + wrong))
        return float(np.mean(scores))
