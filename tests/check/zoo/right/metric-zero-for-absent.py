"""0 / 0 counts as 0, by np.divide with where."""


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        tp, predicted, actual = self.counts(y_pred, y_true)
        return float(np.divide(tp, predicted, out=np.zeros(self.num_class), where=predicted != 0).mean())

    def recall(self, y_pred, y_true):
        tp, predicted, actual = self.counts(y_pred, y_true)
        return float(np.divide(tp, actual, out=np.zeros(self.num_class), where=actual != 0).mean())

    def f_measure(self, y_pred, y_true):
        tp, predicted, actual = self.counts(y_pred, y_true)
        return float(np.divide(2 * tp, predicted + actual, out=np.zeros(self.num_class), where=predicted + actual != 0).mean())

    def counts(self, y_pred, y_true):
        size = self.num_class
        tp = np.bincount(y_true[y_true == y_pred], minlength=size)
        return tp, np.bincount(y_pred, minlength=size), np.bincount(y_true, minlength=size)
