"""The true negatives are counted as well: (TP + TN) / N of each class."""


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            tn = np.sum((y_pred != c) & (y_true != c))
            values.append((tp + tn) / len(y_true))
        return np.mean(values)
