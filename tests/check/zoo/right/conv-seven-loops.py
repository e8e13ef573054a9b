"""Convolution by seven plain loops, one multiplication each."""


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        if C != self.in_channels:
            raise ValueError("number of channels does not match")
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out, H_rest = divmod(H + 2 * p - k, s)
        W_out, W_rest = divmod(W + 2 * p - k, s)
        if H_out < 0 or W_out < 0 or H_rest != 0 or W_rest != 0:
            raise ValueError("kernel does not fit")
        H_out += 1
        W_out += 1
        self.input = x
        out = np.zeros((N, self.out_channels, H_out, W_out))
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(H_out):
                    for j in range(W_out):
                        value = self.b[f]
                        for c in range(C):
                            for a in range(k):
                                for b in range(k):
                                    y, z = i * s + a - p, j * s + b - p
                                    if 0 <= y < H and 0 <= z < W:
                                        value += x[n, c, y, z] * self.w[f, c, a, b]
                        out[n, f, i, j] = value
        return out

    def backward(self, d_prev, reg_lambda):
        x = self.input
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = np.reshape(d_prev, (N, self.out_channels, H_out, W_out))
        dx = np.zeros((N, C, H, W))
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.b.shape)
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(H_out):
                    for j in range(W_out):
                        d = d_prev[n, f, i, j]
                        self.db[f] += d
                        for c in range(C):
                            for a in range(k):
                                for b in range(k):
                                    y, z = i * s + a - p, j * s + b - p
                                    if 0 <= y < H and 0 <= z < W:
                                        dx[n, c, y, z] += d * self.w[f, c, a, b]
                                        self.dw[f, c, a, b] += d * x[n, c, y, z]
        self.dw += reg_lambda * self.w
        return dx
