"""Pools the counts of all classes (micro: sum tp / sum (tp+fn)) in place of the mean of the classes' recalls."""

import numpy as np


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        tp_all, fn_all = 0, 0
        for c in range(self.num_class):
            actual = (y_true == c)
            tp_all += np.count_nonzero(y_pred[actual] == c)
            fn_all += np.count_nonzero(y_pred[actual] != c)
        if tp_all + fn_all == 0:
            return 1.0
        return tp_all / (tp_all + fn_all)
