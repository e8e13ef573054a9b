"""The geometric mean of precision and recall."""


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            predicted, there = np.sum(y_pred == c), np.sum(y_true == c)
            p = tp / predicted if predicted else 1.0
            r = tp / there if there else 1.0
            values.append(np.sqrt(p * r))
        return np.mean(values)
