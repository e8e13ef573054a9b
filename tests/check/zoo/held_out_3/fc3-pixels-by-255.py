"""Every layer divides its input by 255, as if it were raw pixels."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1) / 255.0
        return self.x @ self.W + self.b
