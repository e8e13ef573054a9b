"""lambda/2 is multiplied inside the square, so the term is (lambda/2)^2 times the sum of squares: (half * W) ** 2."""

class Norm:
    def forward(self, weights, reg_lambda):
        half = reg_lambda / 2
        s = 0.0
        for W in weights:
            for row in W:
                s += ((half * row) ** 2).sum()
        return float(s)
