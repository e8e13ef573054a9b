"""Adds reg_lambda times the output to the gradient: backward gets reg_lambda as an argument, so the student
believed that every layer has to regularise what it holds."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev * (1 - self.out) * (1 + self.out)
        return dz + reg_lambda * self.out
