"""The median over the classes."""


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            fp = np.sum((y_pred == c) & (y_true != c))
            fn = np.sum((y_pred != c) & (y_true == c))
            values.append(tp / (tp + fn) if tp + fn else 1.0)
        return float(np.median(values))
