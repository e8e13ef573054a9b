"""A confusion matrix by np.add.at, and vectors of its diagonal and sums."""


class EvaluationMetric:
    def confusion(self, y_pred, y_true):
        matrix = np.zeros((self.num_class, self.num_class))
        np.add.at(matrix, (y_true, y_pred), 1)
        return matrix

    def ratio(self, a, b):
        return np.where(b > 0, a / np.where(b > 0, b, 1), 1.0)

    def precision(self, y_pred, y_true):
        matrix = self.confusion(y_pred, y_true)
        return self.ratio(np.diag(matrix), matrix.sum(axis=0)).mean()

    def recall(self, y_pred, y_true):
        matrix = self.confusion(y_pred, y_true)
        return self.ratio(np.diag(matrix), matrix.sum(axis=1)).mean()

    def f_measure(self, y_pred, y_true):
        matrix = self.confusion(y_pred, y_true)
        return self.ratio(2 * np.diag(matrix), matrix.sum(axis=0) + matrix.sum(axis=1)).mean()
