"""Inputs with a value above 1 are divided by 255 in each FC layer ("pixels"), which also hits hidden activations:
flat = flat / 255."""

class FCLayer:
    def forward(self, x):
        flat = x.reshape(x.shape[0], -1)
        if flat.max() > 1:
            flat = flat / 255.0
        self.x = flat
        return self.x.dot(self.W) + self.b
