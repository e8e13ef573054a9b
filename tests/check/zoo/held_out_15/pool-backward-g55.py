"""Row and column of the maximum are swapped: divmod(index, k) gives (row, column) but it is unpacked as "col,
row", so the gradient goes to the transposed place in the window."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros((N, C, H, W))
        n_idx, c_idx = np.indices((N, C))
        for i in range(Ho):
            for j in range(Wo):
                win = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, k * k)
                col, row = np.divmod(win.argmax(axis=2), k)
                np.add.at(dx, (n_idx, c_idx, i * s + row, j * s + col), d_prev[:, :, i, j])
        return dx
