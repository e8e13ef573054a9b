"""F is made of the mean precision and the mean recall, instead of being the mean of the classes' F."""


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        p = self.precision(y_pred, y_true)
        r = self.recall(y_pred, y_true)
        return 2 * p * r / (p + r) if p + r else 1.0
