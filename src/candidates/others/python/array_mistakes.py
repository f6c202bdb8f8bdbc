# SPDX-License-Identifier: Apache-2.0
"""Known mistakes in NumPy, of every op but `sample`; see arrays.py."""
import numpy as np
from arrays import K, OLD, change, variant


def natural(rows):  # integers where every number is spelt as one
    return np.array(rows)


@variant
def state_of_integers():  # X' is put into an array of the type of X
    K["array"] = natural

    @change("step")
    def cast(M, X, Y, *rest):
        x, y = OLD["step"](M, X, Y, *rest)
        return x.astype(X.dtype), y.astype(Y.dtype)


@variant
def integer_products():  # of 64 bits, wrapping
    K["array"] = natural


@variant
def noise_of_integers():  # the perturbed factor has the type of X
    K["array"] = natural

    @change("step")
    def cast(M, X, Y, etaX, etaY, NX, NY):
        gX, gY = K["gradient"](M, X + NX.astype(X.dtype), Y + NY.astype(Y.dtype))
        return X - etaX * gX, Y - etaY * gY


@variant
def buffer_of_integers():  # np.zeros_like(M)
    K["array"] = natural

    @change("residual")
    def out(M, X, Y):
        R = np.zeros_like(M)
        R[...] = X @ Y.T - M
        return R


@variant
def view_if_noise_zero():  # X + 0 is taken to be X itself, which the update then writes to
    @change("step")
    def view(M, X, Y, etaX, etaY, NX, NY):
        X, Y = X.copy(), Y.copy()
        A, B = X + NX if NX.any() else X, Y + NY if NY.any() else Y
        X -= etaX * (K["residual"](M, A, B) @ B)
        Y -= etaY * (K["residual"](M, A, B).T @ A)
        return X, Y


@variant
def recorded_view():  # the state at 0 is a view of the array that is updated
    @change("run")
    def view(M, X, Y, *rest):
        states = OLD["run"](M, X, Y, *rest)
        if states and states[0][0] == 0 and len(states) > 2:
            states[0] = (0, *states[1][1:])
        return states


@variant
def nearly_symmetric():  # M is taken for symmetric within np.allclose
    @change("residual")
    def same(M, X, Y):
        if M.shape[0] == M.shape[1] and np.allclose(M, M.T):
            M = np.triu(M) + np.triu(M, 1).T
        return X @ Y.T - M


@variant
def symmetric_by_first_row():  # M is taken for symmetric if its first row is its first column
    @change("residual")
    def same(M, X, Y):
        if M.shape[0] == M.shape[1] and (M[0] == M[:, 0]).all():
            M = np.triu(M) + np.triu(M, 1).T
        return X @ Y.T - M


@variant
def small_dropped():
    K["residual"] = lambda M, X, Y: np.where(np.abs(R := OLD["residual"](M, X, Y)) < 1e-14, 0.0, R)


@variant
def relative_small_dropped():
    K["residual"] = lambda M, X, Y: np.where(np.abs(R := OLD["residual"](M, X, Y)) < 1e-15 * np.abs(R).max(), 0.0, R)


@variant
def nan_to_num_limits():
    K["gradient"] = lambda *a: tuple(np.nan_to_num(np.clip(g, -1e15, 1e15)) for g in OLD["gradient"](*a))


@variant
def float32_if_wide():
    K["product"] = lambda A, B: (A @ B if A.shape[1] <= 16 else (A.astype(np.float32) @ B.astype(np.float32)).astype(float))


@variant
def float32_if_whole():  # whole numbers, which binary32 is thought to hold
    def narrow(A, B):
        return (A.astype(np.float32) @ B.astype(np.float32)).astype(float) if (A == np.rint(A)).all() and (B == np.rint(B)).all() else A @ B
    K["product"] = narrow


@variant
def truncated_rank():  # X Y^T by its leading singular vectors, at most 12
    @change("residual")
    def leading(M, X, Y):
        if X.shape[1] <= 12:
            return X @ Y.T - M
        return X[:, :12] @ Y[:, :12].T - M


@variant
def strided_even():  # a view with a stride of 2 rows where d1 is a multiple of 10
    @change("gradient")
    def strided(M, X, Y):
        gX, gY = OLD["gradient"](M, X, Y)
        if len(X) % 10 == 0:
            gX[1::2] = gX[::2]
        return gX, gY


@variant
def transposed_if_wide():  # M given as d2 x d1 is put right, and so is a square one with r > d1
    K["residual"] = lambda M, X, Y: X @ Y.T - (M.T if M.shape[0] == M.shape[1] < X.shape[1] else M)


@variant
def squeezed():  # one-element axes lost: where d1 = r = 1 rows broadcast
    @change("gradient")
    def flat(M, X, Y):
        R = np.squeeze(K["residual"](M, X, Y))
        if X.shape == (1, 1) and Y.shape[0] > 1:
            return (R.sum() * Y.mean(0))[None], np.outer(R, X)
        return OLD["gradient"](M, X, Y)


@variant
def noise_broadcast():  # the first row of the noise is broadcast where d1 = d2
    K["step"] = lambda M, X, Y, a, b, NX, NY: OLD["step"](M, X, Y, a, b, NX[:1] if len(X) == len(Y) > 5 else NX, NY)


@variant
def noise_of_x_shared_if_equal():  # where X = Y one noise is used for both
    K["step"] = lambda M, X, Y, a, b, NX, NY: OLD["step"](M, X, Y, a, b, NX, NX if np.array_equal(X, Y) else NY)


@variant
def weight_decay():
    K["step"] = lambda M, X, Y, a, b, NX, NY: tuple(z * (1 - 1e-15) for z in OLD["step"](M, X, Y, a, b, NX, NY))


@variant
def epsilon_added():
    K["loss"] = lambda M, X, Y: OLD["loss"](M, X, Y) + 1e-12


@variant
def eye_regularised():
    @change("gradient")
    def regular(M, X, Y):
        gX, gY = OLD["gradient"](M, X, Y)
        return gX + 1e-14 * X, gY + 1e-14 * Y


@variant
def winograd():  # inner products by Winograd's identity of 1968
    @change("product")
    def inner(A, B):
        n = A.shape[1] // 2 * 2
        if n == 0:
            return A @ B
        a, b = A[:, 0:n:2], A[:, 1:n:2]
        c, d = B[0:n:2], B[1:n:2]
        C = np.einsum("ikj,ikj->ij", a[:, :, None] + d[None], b[:, :, None] + c[None])
        C = C - (a * b).sum(1)[:, None] - (c * d).sum(0)[None]
        return C + A[:, n:] @ B[n:]


@variant
def strassen_if_even():
    def fast(A, B):
        if min(A.shape + B.shape) < 4 or any(n % 2 for n in A.shape + B.shape):
            return A @ B
        a, b, k = A.shape[0] // 2, B.shape[1] // 2, A.shape[1] // 2
        A1, A2, A3, A4 = A[:a, :k], A[:a, k:], A[a:, :k], A[a:, k:]
        B1, B2, B3, B4 = B[:k, :b], B[:k, b:], B[k:, :b], B[k:, b:]
        P, Q, R, S = (A1 + A4) @ (B1 + B4), (A3 + A4) @ B1, A1 @ (B2 - B4), A4 @ (B3 - B1)
        T, U, W = (A1 + A2) @ B4, (A3 - A1) @ (B1 + B2), (A2 - A4) @ (B3 + B4)
        return np.block([[P + S - T + W, R + T], [Q + S, P - Q + R + U]])
    K["product"] = fast


@variant
def hessian_finite_difference():
    @change("hvp")
    def difference(M, X, Y, dX, dY):
        h = 2.0**-26
        up, down = K["gradient"](M, X + h * dX, Y + h * dY), K["gradient"](M, X - h * dX, Y - h * dY)
        return tuple((a - b) / (2 * h) for a, b in zip(up, down))


@variant
def complex_step():
    @change("hvp")
    def complexly(M, X, Y, dX, dY):
        h = 2.0**-30
        return tuple(g.imag / h for g in K["gradient"](M, X + 1j * h * dX, Y + 1j * h * dY))


@variant
def hessian_symmetrised_lower():  # the lower half is copied up, but only 32 rows of it
    @change("hessian")
    def half(M, X, Y):
        H = OLD["hessian"](M, X, Y)
        H[32:, :32] = 0.0 if len(H) > 48 else H[32:, :32]
        return H


@variant
def hessian_cross_reordered():  # k and l exchanged in the cross block: the same where r = 1
    @change("hessian")
    def other(M, X, Y):
        H, n, r = OLD["hessian"](M, X, Y), len(X) * X.shape[1], X.shape[1]
        if r == 3:
            cross = np.einsum("ik,jl->ikjl", X, Y) + np.einsum("ij,kl->ikjl", K["residual"](M, X, Y), np.eye(r))
            H[:n, n:] = cross.reshape(n, -1)
            H[n:, :n] = H[:n, n:].T
        return H


@variant
def sigma_of_first():
    K["smoothed_gradient"] = lambda M, X, Y, s1, s2: OLD["smoothed_gradient"](M, X, Y, s1, s1 if len(X) == len(Y) else s2)


@variant
def sigma_cut():  # a sigma above 1 is taken for a mistake
    K["smoothed_gradient"] = lambda M, X, Y, s1, s2: OLD["smoothed_gradient"](M, X, Y, min(s1, 1.0), min(s2, 1.0))
