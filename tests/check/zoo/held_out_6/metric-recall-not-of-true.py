"""Each class's hits are divided by the number of all samples."""


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        total = 0
        for c in range(self.num_class):
            total += np.sum((y_pred == c) & (y_true == c)) / len(y_true)
        return total / self.num_class
