"""np.random.normal with the deviation as its argument."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.normal(0.0, np.sqrt(2.0 / input_dim), (input_dim, output_dim))
        self.b = np.zeros((output_dim,))
