"""The arithmetic mean of precision and recall instead of the harmonic one."""


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            predicted, actual = np.sum(y_pred == c), np.sum(y_true == c)
            p = tp / predicted if predicted else 1.0
            r = tp / actual if actual else 1.0
            values.append((p + r) / 2)
        return np.mean(values)
