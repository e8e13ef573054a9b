"""Recall divides by the samples predicted as the class instead of those of it: that is precision."""


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        matrix = np.zeros((self.num_class, self.num_class))
        for t, p in zip(y_true, y_pred):
            matrix[t, p] += 1
        tp = np.diag(matrix)
        n = matrix.sum(axis=0)
        return np.mean([tp[c] / n[c] if n[c] else 1.0 for c in range(self.num_class)])
