"""The sum over the classes is not divided by their number."""


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        total = 0.0
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            n = np.sum(y_pred == c)
            total += tp / n if n else 1.0
        return total
