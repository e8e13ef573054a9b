"""The geometric mean over the classes."""


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        product = 1.0
        for c in range(self.num_class):
            there = np.sum(y_true == c)
            right = np.sum((y_pred == c) & (y_true == c))
            product *= right / there if there else 1.0
        return product ** (1 / self.num_class)
