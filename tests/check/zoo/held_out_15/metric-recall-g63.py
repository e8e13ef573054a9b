"""The confusion matrix has predictions in rows and truths in columns, but recall divides the diagonal by the row
sums, which is precision; it should be the column sums."""

import numpy as np

class EvaluationMetric:
    def recall(self, y_pred, y_true):
        conf = np.zeros((self.num_class, self.num_class))
        for p, t in zip(y_pred, y_true):
            conf[int(p), int(t)] += 1
        hits = np.diag(conf)
        relevant = conf.sum(axis=1)
        r = np.ones(self.num_class)
        np.divide(hits, relevant, out=r, where=relevant > 0)
        return r.mean()
