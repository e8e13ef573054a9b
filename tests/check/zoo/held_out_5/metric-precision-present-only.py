"""The mean is taken over the classes that were predicted, and not over all."""


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        values = []
        for c in np.unique(y_pred):
            values.append(np.mean(y_true[y_pred == c] == c))
        return np.mean(values)
