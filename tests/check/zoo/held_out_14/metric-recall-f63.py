"""Counts the true negatives as well, (tp + tn) / n for each class, which is the one-against-rest accuracy and not
recall."""

import numpy as np


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        total = 0.0
        for c in range(self.num_class):
            guess = (y_pred == c)
            truth = (y_true == c)
            total += np.mean(guess == truth)
        return total / self.num_class
