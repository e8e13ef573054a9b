"""Squares the kept output in place (*=), "to save a line", so that self.out and the array which forward had
handed out are no longer the output."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        self.out *= self.out
        return d_prev * (1 - self.out)
