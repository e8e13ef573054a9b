"""Precision divides by the samples of the class instead of those predicted as it: that is recall."""


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        total = 0
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            n = np.sum(y_true == c)
            total += 1 if n == 0 else tp / n
        return total / self.num_class
