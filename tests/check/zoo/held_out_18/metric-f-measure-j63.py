"""`tp / (tp + fp + fn)`: the Jaccard index, the factor 2 of tp is forgotten above and below."""

import numpy as np


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        f = np.ones(self.num_class)
        for c in range(self.num_class):
            pred_c = (y_pred == c)
            true_c = (y_true == c)
            tp = np.logical_and(pred_c, true_c).sum()
            wrong = np.logical_xor(pred_c, true_c).sum()     # fp + fn
            if tp + wrong > 0:
                f[c] = tp / (tp + wrong)
        return f.mean()
