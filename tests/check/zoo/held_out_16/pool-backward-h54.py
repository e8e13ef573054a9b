"""Row and column of the flat argmax are exchanged: idx // k is used as the column (px) and idx % k as the row
(py), so the gradient goes to the mirrored place in the window (line `px, py = ...`)."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        oh = (H - k) // s + 1
        ow = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, oh, ow)
        dx = np.zeros((N, C, H, W))
        for n in range(N):
            for c in range(C):
                for i in range(oh):
                    for j in range(ow):
                        top, left = i * s, j * s
                        patch = self.x[n, c, top:top+k, left:left+k]
                        idx = int(np.argmax(patch))
                        # x position first, then y
                        px, py = idx // k, idx % k
                        dx[n, c, top + py, left + px] += d_prev[n, c, i, j]
        return dx
