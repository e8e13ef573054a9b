"""`for c in np.unique(y_pred)`: the mean is over the classes that were predicted; a class that is never predicted
(recall 0) is left out."""

import numpy as np


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        scores = []
        for c in np.unique(y_pred):
            members = (y_true == c)
            if members.sum() == 0:
                scores.append(1.0)
            else:
                scores.append(np.mean(y_pred[members] == c))
        return np.mean(scores)
