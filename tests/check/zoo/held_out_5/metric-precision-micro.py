"""The counts of all classes are added up before dividing, which is the accuracy (micro, not macro)."""


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        tp, predicted = 0, 0
        for c in range(self.num_class):
            tp += np.sum((y_pred == c) & (y_true == c))
            predicted += np.sum(y_pred == c)
        return tp / predicted
