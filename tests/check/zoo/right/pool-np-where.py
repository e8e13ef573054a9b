"""Backward looks for the maximum with np.where and takes the first of what it finds."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        h, w = (H - k) // s + 1, (W - k) // s + 1
        grads = np.split(d_prev.reshape(N, C, h, w), N)
        dx = []
        for image, grad in zip(self.x, grads):
            d_image = np.zeros(image.shape)
            for c, channel in enumerate(image):
                for i in range(h):
                    for j in range(w):
                        window = channel[i * s:i * s + k, j * s:j * s + k]
                        rows, cols = np.where(window == np.amax(window))
                        d_image[c, i * s + rows[0], j * s + cols[0]] += grad[0, c, i, j]
            dx.append(d_image)
        return np.stack(dx)
