"""F of a class is made of its precision and recall, which are kept in lists; Python's own sum and len."""


class EvaluationMetric:
    def _lists(self, y_pred, y_true):
        p, r = [], []
        for c in range(self.num_class):
            tp = sum(1 for a, b in zip(y_pred, y_true) if a == c and b == c)
            predicted = sum(1 for a in y_pred if a == c)
            actual = sum(1 for b in y_true if b == c)
            p.append(tp / predicted if predicted else 1)
            r.append(tp / actual if actual else 1)
        return p, r

    def precision(self, y_pred, y_true):
        p, _ = self._lists(y_pred, y_true)
        return sum(p) / len(p)

    def recall(self, y_pred, y_true):
        _, r = self._lists(y_pred, y_true)
        return sum(r) / len(r)

    def f_measure(self, y_pred, y_true):
        p, r = self._lists(y_pred, y_true)
        f = [2 * a * b / (a + b) if a + b > 0 else 0 for a, b in zip(p, r)]
        return sum(f) / len(f)
