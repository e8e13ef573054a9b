"""The entry of the greatest absolute value is taken, which is not the greatest where it is negative."""

from numpy.lib.stride_tricks import sliding_window_view


class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k or (H - k) % s or (W - k) % s:
            raise ValueError("wrong input size")
        self.x = x
        windows = sliding_window_view(x, (k, k), axis=(2, 3))[:, :, ::s, ::s]
        windows = windows.reshape(windows.shape[:4] + (k * k,))
        best = np.argmax(np.abs(windows), axis=4)
        return np.take_along_axis(windows, best[..., None], axis=4)[..., 0]
