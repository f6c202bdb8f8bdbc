#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Legal variants and known mistakes in NumPy: arrays.py VARIANT (../variants.tsv says which)."""
import json
import sys

import numpy as np

K = {}  # the functions of the candidate, which a variant changes
OLD = {}
V = {"plain": lambda: None}


def kernel(f):
    K[f.__name__] = OLD[f.__name__] = f
    return f


def variant(f):
    V[f.__name__.replace("_", "-")] = f
    return f


def change(name):
    def put(f):
        K[name] = f
        return f
    return put


@kernel
def array(rows):
    return np.array(rows, dtype=np.float64)


@kernel
def product(A, B):
    return A @ B


@kernel
def residual(M, X, Y):
    return K["product"](X, Y.T) - M


@kernel
def loss(M, X, Y):
    R = K["residual"](M, X, Y)
    return 0.5 * np.sum(R * R)


@kernel
def gradient(M, X, Y):
    R = K["residual"](M, X, Y)
    return K["product"](R, Y), K["product"](R.T, X)


@kernel
def hvp(M, X, Y, dX, dY):
    R, dR, p = K["residual"](M, X, Y), dX @ Y.T + X @ dY.T, K["product"]
    return p(dR, Y) + p(R, dY), p(dR.T, X) + p(R.T, dX)


@kernel
def hessian(M, X, Y):
    d1, d2, r = len(X), len(Y), X.shape[1]
    cross = np.einsum("il,jk->ikjl", X, Y) + np.einsum("ij,kl->ikjl", K["residual"](M, X, Y), np.eye(r))
    cross = cross.reshape(d1 * r, d2 * r)
    return np.block([[np.kron(np.eye(d1), Y.T @ Y), cross], [cross.T, np.kron(np.eye(d2), X.T @ X)]])


@kernel
def smoothed_gradient(M, X, Y, s1, s2):
    gX, gY = K["gradient"](M, X, Y)
    return gX + len(Y) * s2**2 * X, gY + len(X) * s1**2 * Y


@kernel
def smoothed_loss(M, X, Y, s1, s2):
    v1, v2 = len(X) * s1**2, len(Y) * s2**2
    return K["loss"](M, X, Y) + 0.5 * (v2 * np.sum(X * X) + v1 * np.sum(Y * Y) + X.shape[1] * v1 * v2)


@kernel
def step(M, X, Y, etaX, etaY, NX, NY):
    gX, gY = K["gradient"](M, X + NX, Y + NY)
    return X - etaX * gX, Y - etaY * gY


@kernel
def run(M, X, Y, etaX, etaY, NX, NY, record):
    states = []
    for t in range(len(NX) + 1):
        if t in record:
            states.append((t, X, Y))
        if t < len(NX):
            X, Y = K["step"](M, X, Y, etaX, etaY, NX[t], NY[t])
    return states


@kernel
def noises(X, Y, s1, s2, count, seed):
    rng = np.random.default_rng(seed)
    return s1 * rng.standard_normal((count, *X.shape)), s2 * rng.standard_normal((count, *Y.shape))


def sample(M, X, Y, etaX, etaY, s1, s2, count, seed):
    images = [K["step"](M, X, Y, etaX, etaY, nx, ny) for nx, ny in zip(*K["noises"](X, Y, s1, s2, count, seed))]
    return [x for x, _ in images], [y for _, y in images]


# ---- legal

@variant
def outer_products():
    K["product"] = lambda A, B: sum((np.outer(A[:, k], B[k]) for k in range(A.shape[1])), np.zeros((len(A), B.shape[1])))


@variant
def einsum():
    K["product"] = lambda A, B: np.einsum("ij,jk->ik", A, B)


@variant
def cumulative():
    K["product"] = lambda A, B: np.cumsum(A[:, :, None] * B[None], axis=1)[:, -1]


@variant
def fortran_order():
    K["array"] = lambda rows: np.asfortranarray(np.array(rows, dtype=float))


@variant
def long_double():  # x86: 64 bits of significand, rounded on printing
    K["array"] = lambda rows: np.array(rows, dtype=np.longdouble)


@variant
def stacked():  # one matrix product for both factors
    @change("gradient")
    def both(M, X, Y):
        n, R = len(X), K["residual"](M, X, Y)
        big = np.block([[np.zeros((n, n)), R], [R.T, np.zeros((len(Y), len(Y)))]]) @ np.vstack([X, Y])
        return big[:n], big[n:]


@variant
def residual_scaled():  # the step size in the residual
    @change("step")
    def scaled(M, X, Y, etaX, etaY, NX, NY):
        A, B = X + NX, Y + NY
        R = K["residual"](M, A, B)
        return X - (etaX * R) @ B, Y - (etaY * R).T @ A


@variant
def norm_squared():
    K["loss"] = lambda M, X, Y: 0.5 * np.linalg.norm(K["residual"](M, X, Y)) ** 2


@variant
def expanded_loss():
    K["loss"] = lambda M, X, Y: 0.5 * (np.sum((X.T @ X) * (Y.T @ Y)) - 2 * np.sum((M @ Y) * X) + np.sum(M * M))


@variant
def in_place_copies():
    @change("step")
    def copies(M, X, Y, etaX, etaY, NX, NY):
        A, B = X.copy(), Y.copy()
        A += NX
        B += NY
        R = K["residual"](M, A, B)
        X, Y = X.copy(), Y.copy()
        X -= etaX * (R @ B)
        Y -= etaY * (R.T @ A)
        return X, Y


# ---- mistakes

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


def drawn(f):
    K["noises"] = lambda *a: f(*OLD["noises"](*a))


@variant
def stratified():  # one draw from each of count layers, in random order: means are too good
    @change("noises")
    def layers(X, Y, s1, s2, count, seed):
        from statistics import NormalDist
        rng, inverse = np.random.default_rng(seed), np.vectorize(NormalDist().inv_cdf)

        def draw(a):
            u = (np.arange(count)[:, None] + rng.random((count, a.size))) / count
            return inverse(np.clip(rng.permuted(u, axis=0), 1e-12, 1 - 1e-12)).reshape(count, *a.shape)
        return s1 * draw(X), s2 * draw(Y)


@variant
def centred():  # the mean over the draws is taken off
    drawn(lambda a, b: (a - a.mean(0), b - b.mean(0)))


@variant
def few_repeated():  # one draw in fifty is the draw before
    def again(a, b):
        a[50::50], b[50::50] = a[49:-1:50][:len(a[50::50])], b[49:-1:50][:len(b[50::50])]
        return a, b
    drawn(again)


@variant
def last_entry_shared():  # the last entry of Y has the noise of the first of X
    @change("noises")
    def shared(X, Y, s1, s2, count, seed):
        a, b = OLD["noises"](X, Y, 1.0, 1.0, count, seed)
        b[:, -1, -1] = a[:, 0, 0]
        return s1 * a, s2 * b


@variant
def autocorrelated():  # each draw holds a tenth of the one before
    @change("noises")
    def chained(X, Y, s1, s2, count, seed):
        a, b = OLD["noises"](X, Y, s1, s2, count, seed)
        for z in (a, b):
            for c in range(1, count):
                z[c] = 0.1 * z[c - 1] + 0.99**0.5 * z[c]
        return a, b


@variant
def student_20():  # Student's law of 20 degrees of freedom, of the right variance
    @change("noises")
    def tails(X, Y, s1, s2, count, seed):
        rng, c = np.random.default_rng(seed), (18 / 20) ** 0.5
        return s1 * c * rng.standard_t(20, (count, *X.shape)), s2 * c * rng.standard_t(20, (count, *Y.shape))


@variant
def logistic():
    @change("noises")
    def other(X, Y, s1, s2, count, seed):
        rng, c = np.random.default_rng(seed), 3**0.5 / np.pi
        return s1 * c * rng.logistic(size=(count, *X.shape)), s2 * c * rng.logistic(size=(count, *Y.shape))


@variant
def scale_drawn_once():  # sigma itself is drawn anew at each request, within 2%
    @change("noises")
    def scaled(X, Y, s1, s2, count, seed):
        a, b = OLD["noises"](X, Y, s1, s2, count, seed)
        c = 1 + 0.04 * np.random.default_rng(seed + 1).random()
        return c * a, c * b


@variant
def half_count():  # the second half of the draws is the first, mirrored
    def mirrored(a, b):
        h = len(a) // 2
        a[h:2 * h], b[h:2 * h] = -a[:h], -b[:h]
        return a, b
    drawn(mirrored)


def lists(value):
    return np.asarray(value, dtype=np.float64).tolist()


def answer(q):
    op = q["op"]
    given = [K["array"](q[name]) for name in ("M", "X", "Y")]
    sigmas, etas = [q.get(n) for n in ("sigma1", "sigma2")], [q.get(n) for n in ("etaX", "etaY")]
    if op == "loss":
        return {"loss": float(K["loss"](*given))}
    if op == "smoothed_loss":
        return {"loss": float(K["smoothed_loss"](*given, *sigmas))}
    if op == "hessian":
        return {"hessian": lists(K["hessian"](*given))}
    if op == "run":
        noises = [[K["array"](n) for n in q[name]] for name in ("noiseX", "noiseY")]
        return {"states": [{"t": t, "X": lists(x), "Y": lists(y)}
                           for t, x, y in K["run"](*given, *etas, *noises, [int(t) for t in q["record"]])]}
    if op == "sample":
        return dict(zip("XY", map(lists, sample(*given, *etas, *sigmas, int(q["count"]), int(q["seed"])))))
    pairs = {"gradient": ("gradX", "gradY", []), "hvp": ("hvpX", "hvpY", ["dX", "dY"]), "smoothed_gradient": ("gradX", "gradY", sigmas),
             "step": ("X", "Y", etas)}
    if op not in pairs:
        return {"unsupported": True}
    x, y, more = pairs[op]
    more = [K["array"](q[n]) if isinstance(n, str) else n for n in more]
    if op == "step":
        more += [K["array"](q["noiseX"]), K["array"](q["noiseY"])]
    return dict(zip((x, y), map(lists, K[op](*given, *more))))


def main():
    np.seterr(all="ignore")
    name = sys.argv[1] if len(sys.argv) > 1 else "plain"
    V[name]()
    for line in sys.stdin:
        q = json.loads(line)
        if q["op"] == "hello":
            reply = {"name": "NumPy, " + name, "language": "Python",
                     "ops": ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "step", "run", "sample"]}
        else:
            reply = {} if q["op"] == "bye" else answer(q)
        print(json.dumps({"id": q["id"], **reply}), flush=True)
        if q["op"] == "bye":
            break


if __name__ == "__main__":
    main()
