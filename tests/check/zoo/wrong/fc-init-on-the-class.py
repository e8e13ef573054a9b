"""W and b belong to the class: every layer has those of the last."""


class FCLayer:
    W = None
    b = None

    def __init__(self, input_dim, output_dim):
        FCLayer.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        FCLayer.b = np.zeros(output_dim)
