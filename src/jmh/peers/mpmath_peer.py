# SPDX-License-Identifier: Apache-2.0
"""mpmath, as users write it: matrices of mpf, the residual formed."""
import mpmath

import peer


class Natural:
    replicates = 1

    def __init__(self, p):
        mpmath.mp.prec = p.bits + 4
        self.t, self.columns = 0, p.r

        def matrix(numerators, columns):
            values = [mpmath.ldexp(mpmath.mpf(k), -p.bits) for k in numerators]
            return mpmath.matrix([values[n : n + columns] for n in range(0, len(values), columns)])

        self.M = matrix(p.m, p.d2)
        self.X, self.Y = matrix(p.x, p.r), matrix(p.y, p.r)
        self.noise = [(matrix(zx, p.r), matrix(zy, p.r)) for zx, zy in p.noise]
        self.eta = mpmath.ldexp(mpmath.mpf(p.eta), -p.bits)

    def run(self, steps):
        for _ in range(steps):
            Zx, Zy = self.noise[self.t % len(self.noise)]
            Xt, Yt = self.X + Zx, self.Y + Zy
            R = Xt * Yt.T - self.M
            self.X, self.Y = self.X - self.eta * (R * Yt), self.Y - self.eta * (R.T * Xt)
            self.t += 1

    def iterate(self, b):
        def exact(value):
            sign, mantissa, exponent, _ = value._mpf_
            return f"{'-' if sign else ''}{int(mantissa):x}:{int(exponent)}"

        return [exact(a[i, k]) for a in (self.X, self.Y) for i in range(a.rows) for k in range(a.cols)]


if __name__ == "__main__":
    peer.converse(f"mpmath {mpmath.__version__}, {mpmath.libmp.BACKEND} integers", {"natural": Natural})
