# SPDX-License-Identifier: Apache-2.0
"""NumPy. Variants: natural (the residual is formed, as users write it), gram (no residual, results written in
place), batched (rank 1: 64 replicates as columns of a matrix product; else stacked matrices)."""
import numpy as np

import peer

BATCH = 64


class Data:
    def __init__(self, p):
        def matrix(numerators, columns):
            return np.ldexp(np.array(numerators, dtype=float), -p.bits).reshape(-1, columns)

        self.M = matrix(p.m, p.d2)
        self.X, self.Y = matrix(p.x, p.r), matrix(p.y, p.r)
        self.noise = [(matrix(zx, p.r), matrix(zy, p.r)) for zx, zy in p.noise]
        self.eta = float(np.ldexp(float(p.eta), -p.bits))


def natural(X, Y, M, eta, Zx, Zy):
    Xt, Yt = X + Zx, Y + Zy
    R = Xt @ Yt.T - M
    return X - eta * (R @ Yt), Y - eta * (R.T @ Xt)


class Natural:
    replicates = 1

    def __init__(self, p):
        self.p, self.t = Data(p), 0
        self.X, self.Y = self.p.X, self.p.Y

    def run(self, steps):
        X, Y, M, eta, noise = self.X, self.Y, self.p.M, self.p.eta, self.p.noise
        for t in range(self.t, self.t + steps):
            X, Y = natural(X, Y, M, eta, *noise[t % len(noise)])
        self.X, self.Y, self.t = X, Y, self.t + steps

    def iterate(self, b):
        return [float(v).hex() for a in (self.X, self.Y) for v in a.ravel()]


class Gram(Natural):
    def run(self, steps):
        X, Y, M, eta, noise = self.X.copy(), self.Y.copy(), self.p.M, self.p.eta, self.p.noise
        Xt, Yt, A, B, P, Q = (np.empty_like(a) for a in (X, Y, X, Y, X, Y))
        for t in range(self.t, self.t + steps):
            Zx, Zy = noise[t % len(noise)]
            np.add(X, Zx, out=Xt)
            np.add(Y, Zy, out=Yt)
            np.matmul(Xt, Yt.T @ Yt, out=A)
            np.matmul(M, Yt, out=P)
            np.matmul(Yt, Xt.T @ Xt, out=B)
            np.matmul(M.T, Xt, out=Q)
            A -= P
            A *= eta
            X -= A
            B -= Q
            B *= eta
            Y -= B
        self.X, self.Y, self.t = X, Y, self.t + steps


def columns_step(X, Y, M, eta, Xt, Yt):
    """Rank 1, a replicate a column: one update of all, in place; Xt and Yt are overwritten."""
    A = Xt * np.einsum("ij,ij->j", Yt, Yt)
    A -= M @ Yt
    B = Yt * np.einsum("ij,ij->j", Xt, Xt)
    B -= M.T @ Xt
    A *= eta
    B *= eta
    X -= A
    Y -= B


class Batched:
    replicates = BATCH

    def __init__(self, p):
        self.p, self.t, self.rank = Data(p), 0, p.r
        d, slots = self.p, len(self.p.noise)
        stack = (lambda parts: np.concatenate(parts, 1)) if p.r == 1 else np.stack
        self.X, self.Y = stack([d.X] * BATCH), stack([d.Y] * BATCH)
        # Replicate b uses slot (t + b) mod slots.
        self.noise = [
            tuple(stack([d.noise[(k + b) % slots][f] for b in range(BATCH)]) for f in (0, 1)) for k in range(slots)
        ]

    def run(self, steps):
        X, Y, M, eta, noise = self.X, self.Y, self.p.M, self.p.eta, self.noise
        for t in range(self.t, self.t + steps):
            Zx, Zy = noise[t % len(noise)]
            Xt, Yt = X + Zx, Y + Zy
            if self.rank == 1:
                columns_step(X, Y, M, eta, Xt, Yt)
            else:
                XtT, YtT = Xt.transpose(0, 2, 1), Yt.transpose(0, 2, 1)
                X -= eta * (Xt @ (YtT @ Yt) - M @ Yt)
                Y -= eta * (Yt @ (XtT @ Xt) - M.T @ Xt)
        self.t += steps

    def iterate(self, b):
        parts = (a[:, b] if self.rank == 1 else a[b] for a in (self.X, self.Y))
        return [float(v).hex() for a in parts for v in a.ravel()]


if __name__ == "__main__":
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    version = f"NumPy {np.__version__}, {blas.get('name')} {blas.get('version')}"
    peer.converse(version, {"natural": Natural, "gram": Gram, "batched": Batched})
