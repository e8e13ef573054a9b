"""One-hot matrices, whose product and sums are the counts."""


class EvaluationMetric:
    def _one_hot(self, y):
        return np.eye(self.num_class, dtype=int)[np.asarray(y)]

    def precision(self, y_pred, y_true):
        p, t = self._one_hot(y_pred), self._one_hot(y_true)
        tp, n = (p * t).sum(axis=0), p.sum(axis=0)
        return np.mean([1.0 if n[c] == 0 else tp[c] / n[c] for c in range(self.num_class)])

    def recall(self, y_pred, y_true):
        p, t = self._one_hot(y_pred), self._one_hot(y_true)
        tp, n = (p * t).sum(axis=0), t.sum(axis=0)
        return np.mean([1.0 if n[c] == 0 else tp[c] / n[c] for c in range(self.num_class)])

    def f_measure(self, y_pred, y_true):
        p, t = self._one_hot(y_pred), self._one_hot(y_true)
        tp, fp, fn = (p & t).sum(axis=0), (p & (1 - t)).sum(axis=0), ((1 - p) & t).sum(axis=0)
        n = tp + (fp + fn) / 2
        return np.mean([1.0 if n[c] == 0 else tp[c] / n[c] for c in range(self.num_class)])
