"""P R / (P + R) without the factor 2."""


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            both = np.sum(y_pred == c) + np.sum(y_true == c)
            values.append(tp / both if both else 1.0)
        return np.mean(values)
