"""The false positives are counted."""


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            fp = np.sum((y_pred == c) & (y_true != c))
            fn = np.sum((y_pred != c) & (y_true == c))
            values.append(fp / (tp + fp) if tp + fp else 1.0)
        return np.mean(values)
