"""Averages the slope of each unit over the batch before multiplying: the student reasoned that a unit has one
slope and that the batch's is the mean."""

import numpy as np


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        slope = np.mean(self.out * (1 - self.out), axis=0)
        return d_prev * slope
