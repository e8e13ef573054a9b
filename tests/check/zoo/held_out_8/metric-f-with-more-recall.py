"""F with beta = 2."""


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            fp = np.sum((y_pred == c) & (y_true != c))
            fn = np.sum((y_pred != c) & (y_true == c))
            values.append(5 * tp / (5 * tp + 4 * fn + fp) if tp + fp + fn > 0 else 1.0)
        return np.mean(values)
