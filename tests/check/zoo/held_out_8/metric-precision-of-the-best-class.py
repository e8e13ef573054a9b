"""The greatest precision of a class."""


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        best = 0.0
        for c in range(self.num_class):
            called = np.sum(y_pred == c)
            right = np.sum((y_pred == c) & (y_true == c))
            best = max(best, right / called if called else 1.0)
        return best
