# SPDX-License-Identifier: Apache-2.0
"""Tests of noisygd_test.py and noisygd_update_test.py: right routines pass; wrong ones fail with their names, written as their
authors would.

Run it as python3 src/python/test_noisygd_test.py, or by pytest.
"""
import os
import re
import struct
import sys
import unittest
import warnings

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import noisygd_test as t  # noqa: E402
import noisygd_update_test as ut  # noqa: E402

f32 = np.float32
np.seterr(all="ignore")  # some overflow on purpose

# ------------------------------------------------------------------------------- right routines


def update(X, Y, M, steps, noise):
    Xt, Yt = X + noise[0], Y + noise[1]
    R = Xt @ Yt.T - M
    return X - steps[0] * R @ Yt, Y - steps[1] * R.T @ Xt


def update_gram(X, Y, M, steps, noise):
    Xt, Yt = X + noise[0], Y + noise[1]
    return X - steps[0] * (Xt @ (Yt.T @ Yt) - M @ Yt), Y - steps[1] * (Yt @ (Xt.T @ Xt) - M.T @ Xt)


def update_by_loops(X, Y, M, steps, noise):
    """A running sum that starts at X, backwards."""
    Xt, Yt = X + noise[0], Y + noise[1]
    A, B = X.copy(), Y.copy()
    kind = X.dtype.type
    for i in range(len(X)):
        for j in reversed(range(len(Y))):
            r = -M[i, j]
            for k in range(X.shape[1]):
                r = kind(r + Xt[i, k] * Yt[j, k])
            for k in range(X.shape[1]):
                A[i, k] -= kind(kind(steps[0]) * r) * Yt[j, k]
                B[j, k] -= kind(kind(steps[1]) * r) * Xt[i, k]
    return A, B


def each_rounded(of, one):
    """A routine each of whose operations is rounded, entry by entry, by a function of arrays."""
    class Rounded:
        def __init__(self, a):
            self.a = one(a)

        def __matmul__(self, other):
            total = np.zeros((self.a.shape[0], other.a.shape[1]), self.a.dtype)
            for k in range(self.a.shape[1]):
                total = one(total + one(np.outer(self.a[:, k], other.a[k])))
            return Rounded(total)

        def __add__(self, other):
            return Rounded(self.a + other.a)

        def __sub__(self, other):
            return Rounded(self.a - other.a)

        def __rmul__(self, factor):
            return Rounded(factor * self.a)

        @property
        def T(self):
            return Rounded(self.a.T)

    def wrapped(a):
        return tuple(map(wrapped, a)) if isinstance(a, tuple) else Rounded(a) if np.ndim(a) == 2 else a
    return lambda *c: [z.a for z in of(*map(wrapped, c))]


def exactly(name, rule="nearest"):
    """Rounds to a format by the definition."""
    return np.vectorize(lambda v: t.round_exactly(float(v), t.FORMATS[name], rule), otypes=[float])


def update_in_place(X, Y, M, steps, noise):
    R = (X + noise[0]) @ (Y + noise[1]).T - M
    gx, gy = R @ (Y + noise[1]), R.T @ (X + noise[0])
    X -= X.dtype.type(steps[0]) * gx
    Y -= Y.dtype.type(steps[1]) * gy
    return X, Y


def update_wide(X, Y, M, steps, noise):
    wide = update(*(a.astype(np.float64) for a in (X, Y, M)), steps, [z.astype(np.float64) for z in noise])
    return [z.astype(X.dtype) for z in wide]


def gradient(X, Y, M):
    R = X @ Y.T - M
    return R @ Y, R.T @ X


def gradient_gram(X, Y, M):
    return X @ (Y.T @ Y) - M @ Y, Y @ (X.T @ X) - M.T @ X


def loss(X, Y, M):
    return 0.5 * np.sum((X @ Y.T - M) ** 2)


def loss_of_norm(X, Y, M):
    return 0.5 * np.linalg.norm(X @ Y.T - M) ** 2


def loss_expanded(X, Y, M):
    return 0.5 * (np.sum((X.T @ X) * (Y.T @ Y)) - 2 * np.sum((X.T @ M) * Y.T) + np.sum(M * M))


def hvp(X, Y, M, dX, dY):
    R, C = X @ Y.T - M, dX @ Y.T + X @ dY.T
    return C @ Y + R @ dY, C.T @ X + R.T @ dX


def hessian(X, Y, M):
    (d1, d2), r = M.shape, X.shape[1]
    H = np.zeros(((d1 + d2) * r,) * 2, X.dtype)
    n, R = d1 * r, X @ Y.T - M
    H[:n, :n], H[n:, n:] = np.kron(np.eye(d1, dtype=X.dtype), Y.T @ Y), np.kron(np.eye(d2, dtype=X.dtype), X.T @ X)
    for i, a, j, b in np.ndindex(d1, r, d2, r):
        H[i * r + a, n + j * r + b] = H[n + j * r + b, i * r + a] = (R[i, j] if a == b else 0) + X[i, b] * Y[j, a]
    return H


def hvp_of_matrix(X, Y, M, dX, dY):
    """The Hessian as a matrix, times a vector."""
    v = hessian(X, Y, M) @ np.concatenate([dX.ravel(), dY.ravel()])
    return v[:X.size].reshape(X.shape), v[X.size:].reshape(Y.shape)


class Tensor:
    """What is no NumPy array, but becomes one."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array


class TorchLike:
    """What has the methods of a tensor of PyTorch that is on a device, needs a gradient and has no dtype of NumPy."""

    def __init__(self, array, steps=()):
        self.array, self.steps = array, steps

    def detach(self):
        return TorchLike(self.array, (*self.steps, "detach"))

    def cpu(self):
        return TorchLike(self.array, (*self.steps, "cpu"))

    def is_floating_point(self):
        return np.asarray(self.array).dtype.kind == "f"

    def double(self):
        return TorchLike(np.asarray(self.array, np.float64), (*self.steps, "double"))

    def numpy(self):
        assert self.steps == ("detach", "cpu", "double")[:3 if self.is_floating_point() else 2]
        return self.array


def bf16(x):
    """To nearest even on the bits."""
    b = x.view(np.uint32).astype(np.uint64)
    y = ((b + 0x7FFF + ((b >> 16) & 1)) & 0xFFFF0000).astype(np.uint32).view(f32)
    return np.where(np.isnan(x), x, y)


def bf16_by_words(x):
    """The same by another way: unit by unit."""
    x = x.astype(np.float64)
    with np.errstate(all="ignore"):
        _, e = np.frexp(x)
        unit = np.ldexp(1.0, np.maximum(e - 8, -133))
        y = np.rint(x / unit) * unit
        return np.where(np.isfinite(x), np.where(np.abs(y) >= 2.0**128, np.copysign(np.inf, x), y), x)


def fp8(x, p, emin, largest, rule=np.rint):
    x = x.astype(np.float64)
    _, e = np.frexp(x)
    unit = np.ldexp(1.0, np.maximum(e, emin + 1) - p)
    return np.clip(rule(x / unit) * unit, -largest, largest)


def in_blocks(length, scale, element):
    """Values of blocks, divided by their scale, made elements, and multiplied again."""
    def convert(x):
        y = np.zeros(-(-len(x) // length) * length)
        y[:len(x)] = x
        y = y.reshape(-1, length)
        m = abs(y).max(1, keepdims=True)
        s = np.where(m > 0, scale(np.where(m > 0, m, 1), abs(y).max()), 1)
        return (element(y / s) * s).ravel()[:len(x)]
    return convert


def e4m3(x):
    return fp8(x, 4, -6, 448)


def e2m1(x):
    return fp8(x, 2, 0, 6)


def floor_scale(emax, least=-127):
    return lambda m, of: 2.0**np.clip(np.frexp(m)[1] - 1 - emax, least, 127)


def rceil_scale(largest):
    return lambda m, of: 2.0**np.clip(np.ceil(np.log2(m / largest)), -127, 127)


def nv_scale(m, of):
    """As kernels have it: by the reciprocal of g, all in binary32."""
    encode = f32(2688) / f32(of)
    return e4m3(m.astype(f32) * encode / f32(6)).astype(f32) / encode


def e5m2_of_halves(x, guard=True):
    """On the bits of binary16."""
    b = x.view(np.uint16).astype(np.uint32)
    y = ((b + 0x7F + ((b >> 8) & 1)) & 0xFF00).astype(np.uint16).view(np.float16)
    return np.where(np.isnan(x), x, y) if guard else y


def e4m3fnuz(x):
    y = fp8(x, 4, -7, 1e9)
    return np.where(np.abs(y) > 240, np.nan, y)


def along(axis, convert):
    return lambda x: convert(x) if x.ndim == 1 else np.apply_along_axis(convert, axis, x)


def by_struct(x):
    def one(v):
        try:
            return struct.unpack("e", struct.pack("e", v))[0]
        except OverflowError:
            return float("inf") if v > 0 else -float("inf")
    return [one(v) for v in x.tolist()]


RIGHT = [
    *((ut.assert_update, f, (a,)) for f in (update, update_gram, update_in_place, update_wide, update_by_loops)
      for a in ("binary32", "binary64", "binary16")),
    *((ut.assert_update, each_rounded(update, exactly(name)), (name,)) for name in ("binary32", "tf32", "bfloat16", "binary16")),
    *((ut.assert_update, each_rounded(update, exactly(name, "zero")), (name,)) for name in ("tf32", "bfloat16")),
    *((a, f, (name,)) for name in ("binary32", "binary64", "binary16", "tf32", "bfloat16") for a, f in (
        (ut.assert_gradient, gradient), (ut.assert_gradient, gradient_gram), (ut.assert_loss, loss),
        (ut.assert_loss, loss_of_norm),
        (ut.assert_loss, loss_expanded), (ut.assert_update, update), (ut.assert_hessian_vector_product, hvp),
        (ut.assert_hessian_vector_product, hvp_of_matrix))),
    (ut.assert_gradient, lambda *c: tuple(map(Tensor, gradient(*c))), ()),
    (ut.assert_gradient, lambda *c: tuple(map(TorchLike, gradient(*c))), ()),
    (t.assert_rounds, lambda x: TorchLike(bf16(x)), ()),
    (ut.assert_loss, lambda *c: float(loss(*c)), ()),
    (ut.assert_update, lambda *c: [z.tolist() for z in update(*c)], ()),
    (t.assert_rounds, bf16, ()),
    (t.assert_rounds, lambda x: flush(x), ("bfloat16", "binary32", "nearest", "ieee", True)),
    (t.assert_rounds, in_blocks(32, floor_scale(8), lambda x: np.where(abs(e4m3(x)) < 2.0**-6, 0, e4m3(x))),
     ("mxfp8-e4m3/floor", "binary32", "nearest", "ieee", True)),
    *((t.assert_rounds, bf16_by_words, ("bfloat16", source)) for source in t.SOURCES),
    *((t.assert_rounds, lambda x: x.astype(np.float16), ("binary16", source)) for source in ("binary32", "binary64")),
    (t.assert_rounds, by_struct, ("binary16", "binary64")),
    (t.assert_rounds, lambda x: x.astype(f32), ("binary32", "binary64")),
    (t.assert_rounds, lambda x: np.where(np.isnan(x), x, cut(x)), ("bfloat16", "binary32", "zero")),
    # Towards zero nothing becomes infinite; whether an infinity does, is open.
    (t.assert_rounds, lambda x: np.clip(np.where(np.isnan(x), x, cut(x)), -(255 * 2.0**120), 255 * 2.0**120), ("bfloat16", "binary32", "zero")),
    (t.assert_rounds, lambda x: np.where(np.isnan(x), x, fp8(x, 4, -6, 448)), ("e4m3", "binary32", "nearest", "saturate")),
    (t.assert_rounds, lambda x: fp8(x, 3, -2, 28, np.trunc), ("e3m2", "binary64", "zero")),
    (t.assert_rounds, lambda x: fp8(x, 4, 0, 7.5, np.floor), ("e2m3", "binary64", "down")),
    (t.assert_rounds, lambda x: fp8(x, 4, 0, 7.5, np.ceil), ("e2m3", "binary32", "up")),
    (t.assert_rounds, e5m2_of_halves, ("e5m2", "binary16")),
    *((t.assert_rounds, e4m3fnuz, ("e4m3fnuz", source)) for source in t.SOURCES),
    *((t.assert_rounds, lambda x: fp8(x, 2, 0, 6), ("e2m1", source)) for source in t.SOURCES),
    *((t.assert_rounds, along(-1, in_blocks(32, floor_scale(8), e4m3)), ("mxfp8-e4m3/floor", source)) for source in t.SOURCES),
    *((t.assert_rounds, in_blocks(32, floor_scale(2), e2m1), ("mxfp4/floor", source)) for source in t.SOURCES),
    *((t.assert_rounds, in_blocks(16, nv_scale, e2m1), ("nvfp4", source)) for source in ("binary16", "bfloat16", "binary32")),
    (t.assert_rounds, in_blocks(32, floor_scale(15), lambda x: fp8(x, 3, -14, 57344)), ("mxfp8-e5m2/floor", "binary32")),
    (t.assert_rounds, in_blocks(32, floor_scale(2), lambda x: fp8(x, 4, 0, 7.5, np.trunc)), ("mxfp6-e2m3/floor", "binary64", "zero")),
    (t.assert_rounds, in_blocks(32, lambda m, of: 2.0**np.clip(np.frexp(m)[1] - (np.frexp(m)[0] == 0.5) - 2, -127, 127), e2m1),
     ("mxfp4/ceil", "binary64")),
    (t.assert_rounds, in_blocks(32, lambda m, of: 2.0**np.clip(np.frexp(fp8(m, 3, -999, 2.0**999))[1] - 5, -127, 127),
                                lambda x: fp8(x, 3, -2, 28)), ("mxfp6-e3m2/even",)),
    (t.assert_rounds, in_blocks(32, lambda m, of: 2.0**np.clip(
        np.frexp(m)[1] - 9 + (np.frexp(m)[0] > 0.875), -127, 127), e4m3), ("mxfp8-e4m3/rceil", "binary64")),
    (t.assert_rounds, lambda x: in_blocks(16, nv_scale, e2m1)(x).astype(f32), ("nvfp4", "binary64")),
]

# ------------------------------------------------------------------------------- wrong ones


def seidel(X, Y, M, steps, noise):
    X = X - steps[0] * ((X + noise[0]) @ (Y + noise[1]).T - M) @ (Y + noise[1])
    Y = Y - steps[1] * ((X + noise[0]) @ (Y + noise[1]).T - M).T @ (X + noise[0])
    return X, Y


def seidel_in_place(X, Y, M, steps, noise):
    Yt = Y + noise[1]
    R = (X + noise[0]) @ Yt.T - M
    X -= f32(steps[0]) * (R @ Yt)
    Y -= f32(steps[1]) * (R.T @ (X + noise[0]))
    return X, Y


def seidel_y_first(X, Y, M, steps, noise):
    Xt, Yt = X + noise[0], Y + noise[1]
    Y = Y - steps[1] * (Xt @ Yt.T - M).T @ Xt
    X = X - steps[0] * (Xt @ Y.T - M) @ Y
    return X, Y


def kept(X, Y, M, steps, noise):
    X, Y = X + noise[0], Y + noise[1]
    R = X @ Y.T - M
    return X - steps[0] * R @ Y, Y - steps[1] * R.T @ X


def kept_by_alias(X, Y, M, steps, noise):
    Xt, Yt = X, Y
    Xt += noise[0]
    Yt += noise[1]
    R = Xt @ Yt.T - M
    return X - steps[0] * R @ Yt, Y - steps[1] * R.T @ Xt


def kept_then_subtracted(X, Y, M, steps, noise):
    X += noise[0]
    Y += noise[1]
    R = X @ Y.T - M
    return X - steps[0] * R @ Y - noise[0], Y - steps[1] * R.T @ X - noise[1]


def langevin(X, Y, M, steps, noise):
    R = X @ Y.T - M
    return X - steps[0] * R @ Y + noise[0], Y - steps[1] * R.T @ X + noise[1]


def gradient_noise(X, Y, M, steps, noise):
    R = X @ Y.T - M
    return X - steps[0] * (R @ Y + noise[0]), Y - steps[1] * (R.T @ X + noise[1])


def stale_residual(X, Y, M, steps, noise):
    R = X @ Y.T - M
    return X - steps[0] * R @ (Y + noise[1]), Y - steps[1] * R.T @ (X + noise[0])


def factor_without_noise(X, Y, M, steps, noise):
    R = (X + noise[0]) @ (Y + noise[1]).T - M
    return X - steps[0] * R @ Y, Y - steps[1] * R.T @ X


def with_noise(change):
    return lambda X, Y, M, steps, noise: update(X, Y, M, steps, change(noise, steps))


def with_steps(change):
    return lambda X, Y, M, steps, noise: update(X, Y, M, change(steps), noise)


def with_target(change, of):
    return lambda X, Y, M, *more: of(X, Y, change(M), *more)


def tail_left_out(X, Y, M, steps, noise):
    """Blocks of two columns, without the last odd one."""
    X1, Y1 = update(X, Y, M, steps, noise)
    n = len(Y) // 2 * 2
    Xt, Yt = X + noise[0], Y + noise[1]
    R = Xt @ Yt.T - M
    return X - steps[0] * R[:, :n] @ Yt[:n], Y1


def half_precision(X, Y, M, steps, noise):
    X, Y, M, U, V = (a.astype(np.float16) for a in (X, Y, M, *noise))
    return [z.astype(f32) for z in update(X, Y, M, steps, (U, V))]


def clipped(X, Y, M, steps, noise):
    return update(X, Y, M, steps, [np.clip(z, -3, 3) for z in noise])


def momentum():
    state = {}

    def step(X, Y, M, steps, noise):
        g = gradient(X + noise[0], Y + noise[1], M)
        before = state.get(M.shape, (0, 0))
        v = [0.9 * b + h for b, h in zip(before, g)]
        state[M.shape] = v
        return X - steps[0] * v[0], Y - steps[1] * v[1]
    return step


def scaled(of, by):
    return lambda X, Y, M, *more: tuple(z * X.dtype.type(by(M)) for z in of(X, Y, M, *more))


def rank_one(X, Y, M):
    R = np.outer(X[:, 0], Y[:, 0]) - M
    return R @ Y, R.T @ X


def transposed(x):
    return np.reshape(x.ravel(), x.shape[::-1]).T


def nearest_away(x):
    return np.where(np.isnan(x), x, ((x.view(np.uint32).astype(np.uint64) + 0x8000) & 0xFFFF0000).astype(np.uint32).view(f32))


def nan_lost(x):
    b = x.view(np.uint32)
    with np.errstate(over="ignore"):
        return ((b + np.uint32(0x7FFF) + ((b >> 16) & 1)) & np.uint32(0xFFFF0000)).view(f32)


def cut(x):
    return (x.view(np.uint32) & 0xFFFF0000).view(f32)


def flush(x):
    y = bf16(x)
    return np.where(np.abs(y) < 2.0**-126, 0, y)


def ties_to_odd(x):
    b = x.view(np.uint32).astype(np.uint64)
    y = ((b + 0x7FFF + (1 - ((b >> 16) & 1))) & 0xFFFF0000).astype(np.uint32).view(f32)
    return np.where(np.isnan(x), x, y)


def saturating(x):
    return np.where(np.isinf(bf16(x)) & np.isfinite(x), np.copysign(f32(3.3895313892515355e38), x), bf16(x))


def half_up(x):
    return fp8(x, 4, 0, 7.5, lambda z: np.floor(z + 0.5))


def half_of_tail(x):
    y = bf16(x)
    y[len(y) // 4 * 4:] = x[len(y) // 4 * 4:]
    return y


def bit_patterns(x):
    return (bf16(x).view(np.uint32) >> 16).astype(np.uint16)


g, h, u = ut.assert_gradient, ut.assert_hessian_vector_product, ut.assert_update
WRONG = [  # the test, the routine, the test's other arguments, the name that is due
    (u, seidel, (), "gauss-seidel-update"),
    (u, seidel_in_place, (), "gauss-seidel-update"),
    (u, seidel_y_first, (), "gauss-seidel-update"),
    (u, kept, (), "noise-kept"),
    (u, kept_by_alias, (), "noise-kept"),
    (u, kept_then_subtracted, (), "restored-by-subtraction"),
    (u, langevin, (), "noise-on-gradient"),
    (u, gradient_noise, (), "noise-on-gradient"),
    (u, stale_residual, (), "residual-stale"),
    (u, factor_without_noise, (), "residual-stale"),
    (u, with_noise(lambda n, s: (n[0] * 0, n[1] * 0)), (), "unperturbed-gradient"),
    (u, with_noise(lambda n, s: (-n[0], -n[1])), (), "noise-negated"),
    (u, with_noise(lambda n, s: (n[0], n[1] * 0)), (), "noise-one-side"),
    (u, with_noise(lambda n, s: (n[0] * f32(s[0]), n[1] * f32(s[1]))), (), "noise-scaled"),
    (u, with_noise(lambda n, s: n[::-1]), (), "noise-swapped"),
    (u, with_noise(lambda n, s: [z.T.reshape(z.shape) for z in n]), (), ""),
    (u, with_steps(lambda s: s[::-1]), (), "step-sizes-swapped"),
    (u, with_steps(lambda s: (s[0], s[0])), (), "step-size-shared"),
    (u, with_steps(lambda s: (1, 1)), (), "step-size-missing"),
    (u, with_steps(lambda s: (s[0] ** 2, s[1] ** 2)), (), ""),
    (u, with_steps(lambda s: (2 * s[0], 2 * s[1])), (), "factor-two"),
    (u, with_steps(lambda s: (-s[0], -s[1])), (), "sign"),
    (u, lambda X, Y, M, s, n: update(X, Y, M, (s[0] / M.size, s[1] / M.size), n), (), "mean-instead-of-sum"),
    (u, with_target(lambda M: M.T, update), (), "target-transposed"),
    (u, with_target(transposed, update), (), "target-order"),
    (u, with_target(lambda M: -M, update), (), "target-negated"),
    (u, with_target(lambda M: 0 * M, update), ("binary64",), "target-missing"),
    (u, lambda X, Y, M, s, n: (update(X, Y, M, s, n)[0], Y), (), "factor-not-updated"),
    (u, lambda X, Y, M, s, n: (X, Y), (), "updates-missing"),
    (u, lambda X, Y, M, s, n: update(X, Y, M, s, n)[::-1], (), ""),
    (u, tail_left_out, (), ""),
    (u, half_precision, (), "narrow-arithmetic"),
    (u, lambda *c: [z.astype(f32) for z in update(*c)], ("binary64",), "narrow-arithmetic"),
    (u, clipped, (), ""),
    (u, momentum(), (), ""),
    (u, lambda *c: update(*c)[:1], (), ""),
    (u, lambda *c: None, (), "works in place"),
    (u, lambda *c: (None, None), (), "NoneType"),
    (u, lambda X, Y: (X, Y), (), "TypeError"),
    (u, lambda X, Y, M, s, n: [z * np.nan for z in (X, Y)], (), ""),
    (g, scaled(gradient, lambda M: -1), (), "sign"),
    (g, scaled(gradient, lambda M: 2), (), "factor-two"),
    (g, scaled(gradient, lambda M: 1 / M.size), (), "mean-instead-of-sum"),
    (g, with_target(lambda M: M.T, gradient), (), "target-transposed"),
    (g, lambda X, Y, M: gradient(X, Y, M)[::-1], (), "gradients-swapped"),
    (g, rank_one, (), ""),
    (g, lambda X, Y, M: (gradient(X, Y, M)[0], (X @ Y.T - M) @ X), (), ""),
    (g, lambda X, Y, M: [z + 1e-3 * w for z, w in zip(gradient(X, Y, M), (X, Y))], (), ""),
    (ut.assert_loss, lambda X, Y, M: np.sum((X @ Y.T - M) ** 2), (), "factor-two"),
    (ut.assert_loss, lambda X, Y, M: 0.5 * np.mean((X @ Y.T - M) ** 2), (), "mean-instead-of-sum"),
    (ut.assert_loss, lambda X, Y, M: 0.5 * np.linalg.norm(X @ Y.T - M), (), ""),
    (ut.assert_loss, lambda X, Y, M: 0.5 * np.linalg.norm(X @ Y.T - M, 2) ** 2, (), ""),
    (ut.assert_loss, lambda X, Y, M: f32(loss(X, Y, M)), ("binary64",), "narrow-arithmetic"),
    (ut.assert_loss, with_target(lambda M: M.T, loss), (), "target-transposed"),
    (h, lambda X, Y, M, dX, dY: ((dX @ Y.T + X @ dY.T) @ Y, (dX @ Y.T + X @ dY.T).T @ X), (), "hessian-off-diagonal"),
    (h, lambda X, Y, M, dX, dY: (dX @ (Y.T @ Y), dY @ (X.T @ X)), (), "hessian-off-diagonal"),
    (h, lambda X, Y, M, dX, dY: [(a - b) / f32(1e-3) for a, b in zip(
        gradient(X + f32(1e-3) * dX, Y + f32(1e-3) * dY, M), gradient(X, Y, M))], (), ""),
    (h, scaled(hvp, lambda M: -1), (), "sign"),
    (h, scaled(hvp, lambda M: 2), (), "factor-two"),
    (h, lambda X, Y, M, dX, dY: (dX, dY), (), ""),
    (t.assert_rounds, cut, (), "round-truncates"),
    (t.assert_rounds, nearest_away, (), "round-half-away"),
    (t.assert_rounds, flush, (), "round-subnormals"),
    (t.assert_rounds, ties_to_odd, (), ""),
    (t.assert_rounds, lambda x: fp8(x, 4, 0, 7.5, lambda z: np.sign(z) * np.ceil(abs(z) - 0.5)), ("e2m3",), "round-ties"),
    (t.assert_rounds, saturating, (), "round-overflow"),
    (t.assert_rounds, bf16, ("bfloat16", "binary32", "zero"), "round-mode"),
    (t.assert_rounds, bf16, ("bfloat16", "binary32", "nearest-away"), "round-mode"),
    (t.assert_rounds, lambda x: bf16(x.astype(f32)), ("bfloat16", "binary64"), "round-twice"),
    (t.assert_rounds, lambda x: x.astype(f32).astype(np.float16), ("binary16", "binary64"), "round-twice"),
    (t.assert_rounds, lambda x: x.astype(np.float16), ("bfloat16",), ""),
    (t.assert_rounds, lambda x: x, (), "input-echoed"),
    (t.assert_rounds, half_up, ("e2m3",), "round-half-away"),
    (t.assert_rounds, half_of_tail, (), ""),
    (t.assert_rounds, bit_patterns, (), "bit patterns"),
    (t.assert_rounds, lambda x: None, (), "NoneType"),
    (t.assert_rounds, lambda x: np.where(np.isnan(x), x, fp8(x, 4, -6, 448)), ("e4m3",), "round-overflow"),
    (t.assert_rounds, lambda x: bf16(x)[:-1], (), "shape"),
    (t.assert_rounds, in_blocks(32, floor_scale(8), e4m3), ("mxfp8-e4m3/rceil",), "scale is that of the rule floor"),
    (t.assert_rounds, in_blocks(16, floor_scale(8), e4m3), ("mxfp8-e4m3/floor",), "round-scale: blocks have 16 values"),
    (t.assert_rounds, in_blocks(1 << 12, floor_scale(2), e2m1), ("mxfp4/floor",), "round-scale: the whole array has one scale"),
    (t.assert_rounds, in_blocks(32, floor_scale(3), e2m1), ("mxfp4/floor",), "round-scale: a block's scale is 0.5 times"),
    (t.assert_rounds, in_blocks(32, floor_scale(8, -999), e4m3), ("mxfp8-e4m3/floor",), "a block's scale is not clamped"),
    (t.assert_rounds, in_blocks(32, lambda m, of: m / 6, e2m1), ("mxfp4/floor",), "not a power of two"),
    (t.assert_rounds, in_blocks(32, floor_scale(2), lambda x: fp8(x, 2, 0, 6, lambda z: np.sign(z) * np.floor(abs(z) + 0.5))),
     ("mxfp4/floor",), "round-half-away"),
    (t.assert_rounds, in_blocks(32, floor_scale(8), lambda x: np.where(abs(x) > 448, np.nan, e4m3(x))), ("mxfp8-e4m3/floor",),
     ""),
    (t.assert_rounds, in_blocks(16, lambda m, of: m / 6, e2m1), ("nvfp4",), "round-scale: a block's scale is not rounded"),
    (t.assert_rounds, in_blocks(16, lambda m, of: of / 6 + 0 * m, e2m1), ("nvfp4",), "the whole array has one scale"),
    (t.assert_rounds, in_blocks(32, nv_scale, e2m1), ("nvfp4",), "round-scale: blocks have 32 values"),
    (t.assert_rounds, in_blocks(16, lambda m, of: 2 * nv_scale(m, of), e2m1), ("nvfp4",), "a block's scale is 2 times"),
    (t.assert_rounds, in_blocks(16, lambda m, of: e4m3(m / 6), e2m1), ("nvfp4",), "without the scale of the array"),
    (t.assert_rounds, along(0, in_blocks(32, floor_scale(2), e2m1)), ("mxfp4/floor",), "blocks run along the columns"),
    (t.assert_rounds, lambda x: fp8(x, 4, -7, 240), ("e4m3fnuz", "bfloat16"), "round-overflow: gives 240.0"),
    (t.assert_rounds, lambda x: fp8(e4m3(x), 2, 0, 6), ("e2m1", "binary16"), "round-twice: double rounding through e4m3"),
    # NaN and infinities.
    (t.assert_rounds, nan_lost, (), "round-nan: gives -0.0 for 0x7fffffff, 0.0 for 0xffffffff, inf for 0x7f800001; test for NaN"),
    (t.assert_rounds, cut, ("bfloat16", "binary32", "zero"), "round-nan: gives inf for 0x7f800001"),
    (t.assert_rounds, lambda x: e5m2_of_halves(x, False), ("e5m2", "binary16"), "gives -0.0 for 0x7fff, 0.0 for 0xffff, inf"),
    (t.assert_rounds, lambda x: np.nan_to_num(fp8(x, 4, -6, 448), nan=448), ("e4m3", "binary32", "nearest", "saturate"),
     "round-nan: gives 448.0 for 0x7fc00000, 448.0 for 0x7fffffff"),
    (t.assert_rounds, lambda x: np.where(np.isinf(x), np.nan, bf16(x)), (), "round-nan: gives nan for 0x7f800000, nan for 0xff8"),
    (t.assert_rounds, lambda x: np.where(np.isnan(x), np.inf, x.astype(f32)), ("binary32", "binary64"),
     "inf for 0x7ff8000000000000, inf for 0x7fffffffffffffff, inf for 0xffffffffffffffff, inf for 0x7ff0000000000001"),
    (t.assert_rounds, in_blocks(32, floor_scale(8), lambda x: np.nan_to_num(e4m3(x), nan=448)), ("mxfp8-e4m3/floor",),
     "round-nan: gives"),
]


# ------------------------------------------------------------------------------- what is random


def rounding_bits(rng, bits=16):
    """Adds random bits below the last place, and cuts."""
    def round_at_random(x):
        words = rng.integers(0, 1 << bits, x.shape, dtype=np.uint32) << np.uint32(16 - bits)
        return np.where(np.isnan(x), x, cut((x.view(np.uint32) + words).view(f32)))
    return round_at_random


def by_chance(chance, p=8, emin=-126, largest=2.0**128 - 2.0**120, beyond=np.inf):
    """Compares a random number with the chance, of the fraction, the sign and the shape, in doubles."""
    def round_at_random(x):
        x = x.astype(np.float64)
        _, e = np.frexp(x)
        unit = np.ldexp(1.0, np.maximum(e, emin + 1) - p)
        whole = np.floor(np.abs(x) / unit)
        f = np.abs(x) / unit - whole
        y = (whole + chance(f, x < 0)) * unit
        return np.where(np.isnan(x), x, np.copysign(np.where(y <= largest, y, beyond), x))
    return round_at_random


def proportional(rng, **form):
    return by_chance(lambda f, negative: rng.random(f.shape) < f, **form)


def dithered(rng):
    """Adds noise of less than a quarter of a spacing, and rounds to nearest."""
    return by_chance(lambda f, negative: f + rng.uniform(-0.25, 0.25, f.shape) > 0.5)


def lcg(seed):
    """A generator of 16 bits whose low bits serve."""
    state = [seed]

    def low(shape):
        out = np.empty(shape)
        for i in range(out.size):
            state[0] = (state[0] * 25173 + 13849) % 65536
            out[i] = (state[0] % 256) / 256
        return out
    return by_chance(lambda f, negative: low(f.shape) < f)


def stratified(rng):
    def numbers(shape):
        n = int(np.prod(shape))
        return (rng.permutation(n) + rng.random(n)) / n
    return by_chance(lambda f, negative: numbers(f.shape) < f)


def seeded_by_values(x):
    return rounding_bits(np.random.default_rng(int(x.view(np.uint32).sum())))(x)


def by_python(rng):
    """One value after the other."""
    def one(v):
        word = struct.unpack("I", struct.pack("f", v))[0]
        return struct.unpack("f", struct.pack("I", (word + int(rng.integers(65536))) & 0xFFFF0000))[0]
    return lambda x: [one(v) for v in x.tolist()] if x.size < 50 else rounding_bits(rng)(x)


def moves_exact(rng):
    return by_chance(lambda f, negative: rng.random(f.shape) <= np.maximum(f, 0.01))


def chances(chance):
    return lambda rng: by_chance(lambda f, negative: rng.random(f.shape) < chance(f, negative))


def bits_before_nearest(to, source):
    form, held = t.FORMATS[to], t.FORMATS[source]
    return lambda rng: lambda x: fp8(x + np.copysign(t._spacing(x, held), x) * rng.integers(
        0, 2**(held.p - form.p), x.shape), *form[:3])


def words_of(words):
    """Rounds with words of 16 bits that a function of the seed and the count gives."""
    def round_at_random(x, seed):
        return np.where(np.isnan(x), x, cut((x.view(np.uint32) + words(seed, x.size).reshape(x.shape)).view(f32)))
    return round_at_random


by_philox = words_of(lambda seed, n: (np.random.Philox(key=seed).random_raw(n) >> np.uint64(48)).astype(np.uint32))


def mixed(counter):
    """A hash of counters, as a stateless generator has it (splitmix64)."""
    z = counter.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(48)).astype(np.uint32)


SEEDED = ("bfloat16", "binary32", None, 1e-9, False, "ieee", True)
RIGHT_ROUNDINGS = [
    (rounding_bits, ()), (rounding_bits, ("bfloat16", "binary32", 16)), (proportional, ()), (by_python, ()),
    (lambda rng: rounding_bits(rng, 8), ("bfloat16", "binary32", 8)),
    (chances(lambda f, negative: np.rint(f * 16) / 16), ("bfloat16", "binary32", 4)),
    (lambda rng: proportional(rng, p=11, emin=-14, largest=65504), ("binary16", "binary32")),
    (lambda rng: proportional(rng, p=11, largest=2.0**128 - 2.0**117), ("tf32", "binary64")),
    (lambda rng: proportional(rng, p=4, emin=-6, largest=448, beyond=np.nan), ("e4m3", "binary32")),
    (lambda rng: proportional(rng, p=4, emin=-6, largest=448, beyond=448), ("e4m3", "binary32", None, 1e-9, False, "saturate")),
    (lambda rng: proportional(rng, p=2, emin=0, largest=6, beyond=6), ("e2m1", "binary64")),
    (lambda rng: lambda x, seed: rounding_bits(np.random.default_rng(seed))(x), SEEDED),
    (lambda rng: lambda x, seed: by_philox(x, seed), SEEDED),
    (lambda rng: proportional(rng, p=3, emin=-14, largest=57344), ("e5m2", "binary16")),
    (lambda rng: proportional(rng, p=4, emin=-7, largest=240, beyond=np.nan), ("e4m3fnuz", "binary16")),
    (lambda rng: in_blocks(32, floor_scale(2), proportional(rng, p=2, emin=0, largest=6, beyond=6)), ("mxfp4/floor", "bfloat16")),
    (lambda rng: in_blocks(32, rceil_scale(448), proportional(rng, p=4, emin=-6, largest=448, beyond=448)),
     ("mxfp8-e4m3/rceil",)),
    (lambda rng: in_blocks(16, nv_scale, proportional(rng, p=2, emin=0, largest=6, beyond=6)), ("nvfp4",)),
]
WRONG_ROUNDINGS = [  # the routine of a generator, other arguments, the name
    (lambda rng: bf16, (), "round-to-nearest"),
    (lambda rng: cut, (), "round-biased: always rounds towards zero"),
    (lambda rng: lambda x: np.where(rng.random(x.shape) < 0.5, bf16(x), cut(x)), (), "rounds away with probability 0.000, 0."),
    (chances(lambda f, negative: (f > 0) * 0.5), (), "round-biased: rounds either way"),
    (chances(lambda f, negative: 1 - f), (), ""),
    (chances(lambda f, negative: np.where(f > 0, 1 - f, 0)), (), "round-biased: rounds away with 1 - f"),
    (chances(lambda f, negative: np.where(negative & (f > 0), 1 - f, f)), (), "round-biased: rounds up with probability f"),
    (chances(lambda f, negative: np.where(f > 0.03, f + 0.01, f)), (), "round-biased"),
    (chances(lambda f, negative: f * f), (), "round-biased"),
    (chances(lambda f, negative: np.where(f == 0.5, 1, f)), (), "round-biased"),
    (moves_exact, (), "round-moves-exact"),
    (lambda rng: rounding_bits(rng, 12), (), "round-few-bits"),
    (lambda rng: rounding_bits(rng, 8), ("bfloat16", "binary32", 12), "round-few-bits"),
    (dithered, (), "round-dithered"),
    (lambda rng: by_chance(lambda f, negative: rng.random() < f), (), "draws-shared"),
    (lambda rng: by_chance(lambda f, negative: np.repeat(rng.random(f.size), 2)[:f.size] < f), (),
     "where     entries 1 apart rounded the same way"),
    (lambda rng: lambda x: rounding_bits(np.random.default_rng(0))(x), (), "draws-repeated"),
    (lambda rng: seeded_by_values, (), "draws-repeated"),
    (lambda rng: lambda x: cut((x.view(np.uint32) + rng.integers(0, 256, x.shape, dtype=np.uint32)).view(f32)), (),
     "round-biased: rounds away with probability 0.000, 0.000, 0.000"),
    (chances(lambda f, negative: f > 0.6), (), "round-biased: rounds away with probability 0.000, 0.000, 1.000"),
    (lambda rng: lambda x: np.where(abs(x) < 2.0**-126, cut(x), rounding_bits(rng)(x)), (),
     "where     round-up probability in magnitude of values with subnormal results"),
    (chances(lambda f, negative: np.where(negative & (f > 0), np.minimum(f + 0.05, 1), f)), (),
     "where     round-up probability in magnitude of values below 0"),
    (stratified, (), "where     calls with half of the ties rounded each way"),
    (lambda rng: lcg(int(rng.integers(65536))), (), ""),
    (lambda rng: lambda x: x, (), "input-echoed"),
    (lambda rng: lambda x: x * 0, (), ""),
    *((bits_before_nearest(*pair), pair, "round-dithered: adds random bits and then rounds to nearest") for pair in (
        ("bfloat16", "binary32"), ("e4m3", "bfloat16"), ("e5m2", "binary16"), ("bfloat16", "binary16"), ("tf32", "binary64"))),
    (lambda rng: lambda x: bit_patterns(rounding_bits(rng)(x)), (), "bit patterns"),
    (lambda rng: lambda x: cut((x.view(np.uint32) + rng.integers(0, 1 << 16, x.shape, dtype=np.uint32)).view(f32)), (),
     "round-nan: gives -0.0 for 0x7fffffff"),
    (lambda rng: lambda x: np.nan_to_num(proportional(rng, p=4, emin=-6, largest=448, beyond=448)(x), nan=0.0),
     ("e4m3", "bfloat16", None, 1e-9, False, "saturate"), "round-nan: gives 0.0 for 0x7fc00000, 0.0 for 0x7fff0000"),
    (lambda rng: in_blocks(32, rceil_scale(448), lambda x: np.nan_to_num(
        proportional(rng, p=4, emin=-6, largest=448, beyond=448)(x), nan=448)), ("mxfp8-e4m3/rceil",), "round-nan: gives"),
    (lambda rng: in_blocks(16, nv_scale, e2m1), ("nvfp4",), "round-to-nearest"),
    (lambda rng: in_blocks(16, lambda m, of: e4m3(m / 6), proportional(rng, p=2, emin=0, largest=6, beyond=6)), ("nvfp4",), ""),
    (lambda rng: in_blocks(32, floor_scale(3), proportional(rng, p=2, emin=0, largest=6, beyond=6)), ("mxfp4/floor",), "neighbo"),
    (lambda rng: in_blocks(32, floor_scale(2), by_chance(lambda f, negative: rng.random() < f, 2, 0, 6, 6)), ("mxfp4/floor",),
     "draws-shared"),
    (lambda rng: proportional(rng, p=4, emin=-6, largest=448, beyond=np.nan), ("e4m3", "bfloat16", None, 1e-9, False, "saturate"),
     "round-overflow"),
    (chances(lambda f, negative: np.floor(f * 4) / 4), ("bfloat16", "binary16"), "round-few-bits: uses only about 2 random bits"),
    (lambda rng: lambda x: np.where(np.abs(x) < 2.0**-126, 0, rounding_bits(rng)(x)), (), "round-subnormals"),
    (lambda rng: lambda x: rounding_bits(rng)(x)[:-1], (), "shape"),
    (lambda rng: words_of(lambda seed, n: mixed(np.uint64(seed) + np.arange(n, dtype=np.uint64))), SEEDED,
     "apart in two calls rounded the same way"),
    (lambda rng: lambda x, seed: rounding_bits(np.random.default_rng(5))(x), SEEDED, "seed-ignored: every seed"),
    (lambda rng: lambda x, seed: rounding_bits(rng)(x), SEEDED, "seed-ignored: hand the seed"),
    (lambda rng: lambda x, seed: by_philox(x, seed // 2), SEEDED, "draws-repeated"),
    (lambda rng: proportional(rng, p=4, emin=-6, largest=1e9), ("e4m3", "binary32"), "round-overflow"),
    (lambda rng: proportional(rng, p=11, emin=-14, largest=65504, beyond=65504), ("binary16", "binary32"), "round-overflow"),
    (lambda rng: lambda x: np.where(abs(x) > 3.3895314e38, np.copysign(f32(np.inf), x), rounding_bits(rng)(x)), (), ""),
]


def normals(rng, shape, sigma):
    return lambda: rng.normal(0, sigma, shape)


def box_muller(rng, shape, sigma):
    def draw():
        n = int(np.prod(shape))
        u, v = 1 - rng.random(n), rng.random(n)
        return (sigma * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)).astype(f32).reshape(shape)
    return draw


def polar(rng, shape, sigma):
    """Both numbers of a pair serve."""
    def draw():
        n = int(np.prod(shape))
        z = np.sqrt(-2 * np.log(1 - rng.random(n))) * np.exp(2j * np.pi * rng.random(n))
        return sigma * np.stack([z.real, z.imag], 1).ravel()[:n].reshape(shape)
    return draw


RIGHT_NOISES = [(of, shape, sigma) for of in (normals, box_muller, polar)
                for shape, sigma in (((20, 30), 0.3), ((3, 2), 0.05), ((1,), 2.0), ((64, 64), 1.0))]
RIGHT_NOISES.append((normals, (5, 4), 0.0))


def changed(change):
    """Changes what is drawn."""
    return lambda rng, shape, sigma: lambda: change(rng.normal(0, 1, shape), rng) * sigma


def fixed(rng, shape, sigma):
    z = rng.normal(0, sigma, shape)
    return lambda: z


def alternating(rng, shape, sigma):
    state = []

    def draw():
        state[:] = [] if state else [rng.normal(0, sigma, shape)]
        draw.last = state[0] if state else -draw.last
        return draw.last
    return draw


def from_pool(rng, shape, sigma):
    pool = rng.normal(0, sigma, 4096)
    return lambda: rng.choice(pool, shape)


def walking(rng, shape, sigma):
    z = [rng.normal(0, sigma, shape)]

    def draw():
        z[0] = 0.9 * z[0] + np.sqrt(1 - 0.81) * rng.normal(0, sigma, shape)
        return z[0]
    return draw


def with_outlier(z, rng):
    z.flat[0] = 40 if rng.random() < 0.01 else z.flat[0]
    return z


WRONG_NOISES = [  # the routine of a generator, a shape and sigma; the name
    (lambda rng, shape, sigma: lambda: rng.normal(0, sigma**2, shape), "variance-as-deviation"),
    (changed(lambda z, rng: 1.01 * z), "noise-scaled"),
    (changed(lambda z, rng: z / np.sqrt(z.size)), "noise-scaled"),
    (changed(lambda z, rng: z + 0.015), "noise-mean"),
    (changed(lambda z, rng: np.abs(z)), "noise-distribution"),
    (changed(lambda z, rng: rng.random((12, *z.shape)).sum(0) - 6), "noise-distribution"),
    (changed(lambda z, rng: rng.laplace(0, 0.5**0.5, z.shape)), "noise-distribution"),
    (changed(lambda z, rng: rng.choice([-1, 1], z.shape)), "noise-coarse"),
    (changed(lambda z, rng: np.clip(z, -3, 3)), "noise-clipped"),
    (changed(lambda z, rng: np.where(np.abs(z) < 0.02, 0.02 + rng.random(z.shape) * 1e-3, z)), "numbers within 0.0"),
    (changed(lambda z, rng: bf16(z.astype(f32))), "noise-coarse"),
    (changed(lambda z, rng: z * 0), "noise-coarse"),
    (changed(lambda z, rng: z - z.mean()), "variance of the sums of calls"),
    (changed(lambda z, rng: (z - z.mean()) / z.std()), ""),
    (changed(lambda z, rng: np.tile(z[:1], (len(z), 1))), "noise-reused: numbers 30 apart"),
    (changed(lambda z, rng: np.concatenate([z[:len(z) // 2], -z[:len(z) // 2]])), "noise-dependent"),
    (changed(lambda z, rng: 0.8 * z + 0.6 * rng.normal()), "noise-dependent"),
    (changed(lambda z, rng: z * np.where(np.arange(z.shape[1]) % 2, 0.9, (2 - 0.81)**0.5)), "variance at index"),
    (changed(with_outlier), "variance of entry 0"),
    (fixed, "noise-reused"),
    (alternating, "noise-dependent"),
    (from_pool, "noise-coarse"),
    (walking, "noise-dependent"),
    (lambda rng, shape, sigma: lambda: np.random.default_rng(1).normal(0, sigma, shape), "noise-reused"),
    (changed(lambda z, rng: z.T), "shape"),
    (changed(lambda z, rng: np.where(rng.random(z.shape) < 1e-5, np.nan, z)), "finite"),
]


# Names that the judge does not give: here a mistake is a line of a table, there a class.
OWN_NAMES = set("""
factor-not-updated gradients-swapped input-echoed mean-instead-of-sum noise-clipped noise-coarse noise-dependent noise-mean
noise-not-asked round-mode round-nan round-subnormals step-size-missing target-negated target-order updates-missing
""".split())


class NoisygdTest(unittest.TestCase):
    def fails(self, check, fn, arguments, name):
        with self.assertRaises(AssertionError) as raised:
            check(fn, *arguments)
        told = str(raised.exception)
        self.assertTrue(told.startswith(check.__name__ + ": "), told)
        self.assertIn(name, told)
        return told

    def test_names_are_the_judges(self):
        with open(os.path.join(os.path.dirname(t.__file__), "../main/java/org/noisygd/judge/protocol/Code.java")) as file:
            codes = {code.lower().replace("_", "-") for code in re.findall(r"(?m)^  ([A-Z_]+)\(", file.read())}
        used = set()
        for module in (t, ut):
            with open(module.__file__) as file:
                used |= set(re.findall(r'"((?:round|draws|noise|narrow|restored|seed|variance|input)-[a-z-]+)[:"]', file.read()))
        places = t._Places(t.FORMATS["bfloat16"], t.FORMATS["binary32"], np.random.default_rng(1), [0.5])
        for faults in (ut._update_faults(), ut._gradient_faults(), ut._loss_faults(), ut._hvp_faults(),
                       t._stochastic_faults(places)):
            used |= {fault[0] for fault in faults}
        self.assertGreater(len(used), 40)
        self.assertEqual(OWN_NAMES - {"round-nan"}, used - codes - {"round-nan", "round-up"})

    def test_right_roundings_at_random_pass(self):
        for number, (of, arguments) in enumerate(RIGHT_ROUNDINGS):
            for seed in range(1 if number > 5 else 2):
                with self.subTest(number=number, seed=seed):
                    t.assert_stochastic_rounding(of(np.random.default_rng(seed)), *arguments)
        flushing = next(of for of, _, name in WRONG_ROUNDINGS if name == "round-subnormals")
        t.assert_stochastic_rounding(flushing(np.random.default_rng(1)), flush=True)

    def test_wrong_roundings_at_random_fail(self):
        for number, (of, arguments, name) in enumerate(WRONG_ROUNDINGS):
            with self.subTest(number=number, name=name):
                self.fails(t.assert_stochastic_rounding, of(np.random.default_rng(number)), arguments, name)

    def test_right_noises_pass(self):
        for number, (of, shape, sigma) in enumerate(RIGHT_NOISES):
            with self.subTest(number=number, shape=shape):
                t.assert_noise(of(np.random.default_rng(number), shape, sigma), shape, sigma)

    def test_wrong_noises_fail(self):
        for number, (of, name) in enumerate(WRONG_NOISES):
            with self.subTest(number=number, name=name):
                self.fails(t.assert_noise, of(np.random.default_rng(number), (20, 30), 0.3), ((20, 30), 0.3), name)
        self.fails(t.assert_noise, normals(np.random.default_rng(1), (5, 4), 0.1), ((5, 4), 0), "noise-not-asked")

    def test_right_routines_pass(self):
        for check, fn, arguments in RIGHT:
            with self.subTest(check=check.__name__, fn=getattr(fn, "__name__", "fn"), arguments=arguments):
                with warnings.catch_warnings(record=True) as told:
                    warnings.simplefilter("always")
                    check(fn, *arguments)
                beyond = check in (ut.assert_loss, ut.assert_hessian_vector_product) and arguments == ("bfloat16",)
                self.assertEqual(beyond, any("did not judge" in str(one.message) for one in told))

    def test_what_others_call_a_format_is_answered_with_its_name(self):
        with self.assertRaisesRegex(ValueError, "got FP32; did you mean binary32[?]"):
            ut.assert_loss(loss, "FP32")
        for dtype, meant in ((np.float32, "binary32"), (float, "binary64"), ("torch.bfloat16", "bfloat16")):
            with self.assertRaisesRegex(ValueError, f"did you mean {meant}[?]"):
                ut.assert_loss(loss, dtype)
        with self.assertRaisesRegex(ValueError, "got e5$"):
            t.assert_rounds(bf16, "e5")
        for name, meant in (("torch.float8_e4m3fn", "e4m3"), ("float8_e5m2fnuz", "e5m2fnuz"), ("fp8", "e4m3 or e5m2"),
                            ("mxfp4", "mxfp4/floor"), ("float4_e2m1fn_x2", "e2m1"), ("mxfp8_e4m3", "")):
            with self.assertRaisesRegex(ValueError, f"did you mean {meant}[?]" if meant else "got mxfp8_e4m3$"):
                t.assert_rounds(bf16, name)
        for mode, meant in (("rne", "nearest"), ("RTZ", "zero"), ("stochastic", "assert_stochastic_rounding")):
            with self.assertRaisesRegex(ValueError, f"did you mean {meant}[?]"):
                t.assert_rounds(bf16, mode=mode)
        with self.assertRaisesRegex(ValueError, "a whole number from 1 to 53 or None, got binary32, bfloat16 and '8'"):
            t.assert_stochastic_rounding(bf16, bits="8")

    def test_noise_of_large_shapes_takes_few_calls_and_little_memory(self):
        rng, calls = np.random.default_rng(1), []

        def draw():
            calls.append(1)
            return rng.standard_normal((1024, 1536), f32)
        t.assert_noise(draw, (1024, 1536), 1.0)
        self.assertEqual(4, len(calls))
        state = []  # every second call has the first one's numbers
        reused = self.fails(t.assert_noise, lambda: state.append(draw() if len(state) % 2 == 0 else state[0]) or state[-1],
                            ((1024, 1536), 1.0), "")
        self.assertIn("calls apart that agree", reused)
        uneven = np.where(np.arange(1024) < 1000, 1, 1.1)[:, None]
        self.fails(t.assert_noise, lambda: draw() * uneven, ((1024, 1536), 1.0), "where     variance at index 10")

    def test_files_travel(self):
        with open(t.__file__) as file:
            text = file.read()
        self.assertLessEqual(text.count("\n"), 950)
        self.assertEqual({"__future__", "math", "re", "typing", "numpy"}, set(re.findall(r"(?m)^(?:from|import) (\w+)", text)))

    def test_a_routine_that_raises_and_is_wrong_says_both(self):
        def rank_one_only(X, Y, M):
            if X.shape[1] > 1:
                raise NotImplementedError("r > 1")
            return scaled(gradient, lambda M: 2)(X, Y, M)
        told = self.fails(ut.assert_gradient, rank_one_only, (), "expected")
        self.assertRegex(told, "raised    NotImplementedError in [0-9]+ other cases, first: r > 1")

    def test_wrong_routines_fail_with_their_names(self):
        for number, (check, fn, arguments, name) in enumerate(WRONG):
            with self.subTest(number=number, check=check.__name__, fn=fn.__name__, name=name):
                told = self.fails(check, fn, arguments, name)
                if not name:
                    self.assertNotIn("  fault", told)


if __name__ == "__main__":
    unittest.main()
