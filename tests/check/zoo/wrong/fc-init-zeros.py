"""All weights are zero, so that all units of a layer stay the same."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.zeros((input_dim, output_dim))
        self.b = np.zeros(output_dim)
