"""2 tp / 2 tp + fp + fn."""


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            fp = np.sum((y_pred == c) & (y_true != c))
            fn = np.sum((y_pred != c) & (y_true == c))
            values.append(2 * tp / (2 * tp) + fp + fn if tp else 1.0)
        return np.mean(values)
