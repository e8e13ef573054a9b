"""The classes are weighted by their number of samples."""


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        total = 0.0
        for c in range(self.num_class):
            n = np.sum(y_true == c)
            r = np.sum((y_pred == c) & (y_true == c)) / n if n else 1.0
            total += r * n / len(y_true)
        return total
