#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Legal variants and known mistakes in NumPy: arrays.py VARIANT (../variants.tsv says which), legal ones joined by + too."""
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
    import array_draws  # noqa: F401
    import array_forms  # noqa: F401
    import array_generators  # noqa: F401
    import array_lengths  # noqa: F401
    import array_mistakes  # noqa: F401
    import array_tiles  # noqa: F401
    np.seterr(all="ignore")
    name = sys.argv[1] if len(sys.argv) > 1 else "plain"
    for part in name.split("+"):
        V[part]()
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
    sys.modules["arrays"] = sys.modules["__main__"]  # the files of mistakes add theirs to this one's tables
    main()
