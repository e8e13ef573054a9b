"""The specificity: of what is not of the class, how much is not called so."""


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tn = np.sum((y_pred != c) & (y_true != c))
            negatives = np.sum(y_true != c)
            values.append(tn / negatives if negatives else 1.0)
        return np.mean(values)
