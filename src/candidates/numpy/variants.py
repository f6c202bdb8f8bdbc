#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""NumPy variants, correct and wrong: variants.py --variant NAME, or --list (name, kind, code, ops, as JSON).

Each changes the starter kit beside this file: its precision, its plan, or one formula. The narrow
formats that NumPy lacks (bfloat16, TF32) are emulated by rounding the significand of a binary32.
"""
import argparse
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import candidate as kit  # noqa: E402

VARIANTS = {}
EVERY = "loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run"
STEP = "step run sample"
RIGHT = {name: getattr(kit, name) for name, _ in
         [(f.__name__, 0) for f, _, _ in kit.OPS.values()]}


def use(**functions):
    """Puts functions into the kit, where its own calls and its table of ops see them."""
    for name, function in functions.items():
        setattr(kit, name, function)
        for op, (old, names, results) in list(kit.OPS.items()):
            if old.__name__ == name or getattr(old, "stands_for", None) == name:
                kit.OPS[op] = (function, names, results)


def correct(name):
    def register(install):
        VARIANTS[name] = {"kind": "correct", "install": install}
        return install
    return register


def wrong(name, code, ops):
    def register(install):
        VARIANTS[name] = {"kind": "wrong", "code": code, "ops": ops.split(), "install": install}
        return install
    return register


def wrong_step(name, code, ops=STEP):
    """The function is the wrong step, on any leading axes, so that sample draws through it too."""
    def register(step):
        VARIANTS[name] = {"kind": "wrong", "code": code, "ops": ops.split(),
                          "install": lambda: use(step=step, sample=sampling(step))}
        return step
    return register


def gaussians(rng, shape, sigma):
    return (sigma * rng.standard_normal(shape)).astype(kit.DTYPE)


def sampling(step, draw=gaussians):
    def sample(M, X, Y, eX, eY, s1, s2, count, seed):
        rng = np.random.default_rng(seed)
        return step(M, X, Y, eX, eY, draw(rng, (count, *X.shape), s1), draw(rng, (count, *Y.shape), s2))
    return sample


def T(a):
    return np.swapaxes(a, -1, -2)


def residual(M, X, Y):
    return X @ T(Y) - M


def grad(M, X, Y):
    R = residual(M, X, Y)
    return R @ Y, T(R) @ X


def right_step(M, X, Y, eX, eY, NX, NY):
    gX, gY = grad(M, X + NX, Y + NY)
    return X - eX * gX, Y - eY * gY


# ---- correct: other precisions ---------------------------------------------------------------------------


def precision(dtype, arithmetic):
    kit.DTYPE, kit.ARITHMETIC = dtype, arithmetic


correct("float32")(lambda: precision(np.float32, "binary32"))
correct("float16")(lambda: precision(np.float16, "binary16"))
correct("float64-as-tf32")(lambda: precision(np.float64, "tf32"))


@correct("longdouble")
def longdouble():
    """Wider than declared; tolist() would keep long doubles, so replies are rounded to binary64."""
    kit.DTYPE = np.longdouble
    answer = kit.answer
    kit.answer = lambda q: {k: narrowed(v) for k, v in answer(q).items()}


def narrowed(v):
    if isinstance(v, (np.ndarray, np.generic)):
        return np.asarray(v, dtype=np.float64)
    if isinstance(v, list):
        return [narrowed(x) for x in v]
    return {k: narrowed(x) for k, x in v.items()} if isinstance(v, dict) else v


def cut(a, bits):
    """Rounds binary32 to a significand of bits bits, to nearest, ties to even."""
    drop = 24 - bits
    word = np.asarray(a, dtype=np.float32, order="C").view(np.uint32)
    even = (word >> np.uint32(drop)) & np.uint32(1)
    rounded = (word + even + np.uint32(2 ** (drop - 1) - 1)) & np.uint32(2**32 - 2**drop)
    return np.where(np.isfinite(a), rounded.view(np.float32), a).astype(np.float32)


def chopped(a, bits):
    word = np.asarray(a, dtype=np.float32, order="C").view(np.uint32)
    return (word & np.uint32(2**32 - 2 ** (24 - bits))).view(np.float32)


def emulate(arithmetic, convert, store, multiply=np.matmul):
    """Operands converted at each product, sums in binary32 or by `multiply`, results stored by `store`."""
    def product(a, b):
        return store(multiply(convert(a), convert(b)))

    def gradient(M, X, Y):
        R = store(product(X, T(Y)) - M)
        return product(R, Y), product(T(R), X)

    def loss(M, X, Y):
        R = store(product(X, T(Y)) - M)
        return store(np.float32(0.5) * np.sum(R * R, dtype=np.float32))

    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = gradient(M, store(X + NX), store(Y + NY))
        return store(X - store(eX * gX)), store(Y - store(eY * gY))

    def install():
        precision(np.float32, arithmetic)
        use(gradient=gradient, loss=loss, step=step,
            sample=sampling(step, lambda rng, shape, s: store(gaussians(rng, shape, s))))
    return install


correct("bfloat16")(emulate("bfloat16", lambda a: a, lambda a: cut(a, 8)))
correct("bfloat16-products-truncated")(emulate("bfloat16", lambda a: chopped(a, 8), lambda a: a))
correct("tf32")(emulate("tf32", lambda a: cut(a, 11), lambda a: a))


def aligned(bits, some):
    """What a tensor core makes of a @ b: some products at a time are aligned with the sum and cut to bits fraction bits."""
    def multiply(a, b):
        a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
        s = np.zeros(np.broadcast_shapes(a.shape[:-2], b.shape[:-2]) + (a.shape[-2], b.shape[-1]))
        for j in range(0, a.shape[-1], some):
            p = a[..., :, j:j + some, None] * b[..., None, j:j + some, :]
            largest = np.maximum(np.abs(p).max(axis=-2), np.abs(s))
            grid = np.ldexp(1.0, np.frexp(largest)[1] - 1 - bits)
            s = (np.trunc(p / grid[..., None, :]).sum(axis=-2) + np.trunc(s / grid)) * grid
            s = s.astype(np.float32).astype(np.float64)
        return s.astype(np.float32)
    return multiply


correct("tensor-core-bfloat16")(emulate("bfloat16*24:8", lambda a: a, lambda a: cut(a, 8), aligned(24, 8)))
correct("tensor-core-tf32")(emulate("tf32*11:16", lambda a: cut(a, 11), lambda a: a, aligned(11, 16)))


# ---- correct: other orders of evaluation -----------------------------------------------------------------


@correct("einsum")
def einsum():
    def gradient(M, X, Y):
        R = np.einsum("ik,jk->ij", X, Y) - M
        return np.einsum("ij,jk->ik", R, Y), np.einsum("ij,ik->jk", R, X)
    use(gradient=gradient)


def norm_scaled(times):
    """What automatic differentiation makes of 0.5 * norm(R)**2: the residual times norm/norm, one way or another."""
    def gradient(M, X, Y):
        R = residual(M, X, Y)
        n = np.linalg.norm(R)
        R = times(R, n) if n > 0 else R
        return R @ Y, T(R) @ X

    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = gradient(M, X + NX, Y + NY)
        return X - eX * gX, Y - eY * gY

    def install():
        use(gradient=gradient, step=step)
    return install


correct("norm-scaled-by-inverse")(norm_scaled(lambda R, n: R * (n * (1 / n))))
correct("norm-scaled-entries")(norm_scaled(lambda R, n: n * (R / n)))


@correct("expanded-loss")
def expanded():
    use(loss=lambda M, X, Y: 0.5 * (np.trace((X.T @ X) @ (Y.T @ Y)) - 2 * np.trace(X.T @ M @ Y) + np.sum(M * M)))


@correct("fortran-order")
def fortran_order():
    """Arrays laid out by columns, with the same numbers in them."""
    read = kit.read
    kit.read = lambda q, name: np.asfortranarray(read(q, name)) if name in "M X Y dX dY".split() else read(q, name)


# ---- wrong -----------------------------------------------------------------------------------------------


@wrong_step("norm-scaled-alone", "", "step run")
def norm_scaled_alone(M, X, Y, eX, eY, NX, NY):
    """Correct if the gradient were computed so too, which it is not."""
    Xt, Yt = X + NX, Y + NY
    R = residual(M, Xt, Yt)
    n = np.linalg.norm(R)
    R = R * (n * (1 / n)) if n > 0 else R
    return X - eX * (R @ Yt), Y - eY * (T(R) @ Xt)


@wrong_step("in-place", "gauss-seidel-update")
def in_place(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = X + NX, Y + NY
    Xn = X - eX * grad(M, Xt, Yt)[0]
    return Xn, Y - eY * grad(M, Xn, Yt)[1]


@wrong_step("perturbed-in-place", "noise-kept")
def perturbed_in_place(M, X, Y, eX, eY, NX, NY):
    """X += noiseX, and never taken off again."""
    X, Y = X + NX, Y + NY
    gX, gY = grad(M, X, Y)
    return X - eX * gX, Y - eY * gY


def restored(name, install, stored=lambda a: a, after_step=False):
    """X += noiseX in place, and X -= noiseX once the gradient is there: before the step, or after it."""
    def step(M, X, Y, eX, eY, NX, NY):
        Xt, Yt = stored(X + NX), stored(Y + NY)
        gX, gY = grad(M, Xt, Yt)
        if after_step:
            return stored(stored(Xt - eX * gX) - NX), stored(stored(Yt - eY * gY) - NY)
        return stored(stored(Xt - NX) - eX * gX), stored(stored(Yt - NY) - eY * gY)

    def installed():
        install()
        use(step=step)
    wrong("restored" + name, "restored-by-subtraction", "step run")(installed)


restored("-float32", lambda: precision(np.float32, "binary32"))
restored("-bfloat16", emulate("bfloat16", lambda a: a, lambda a: cut(a, 8)), lambda a: cut(a, 8))
restored("-after-step", lambda: None, after_step=True)


@wrong_step("noise-on-gradient", "noise-on-gradient")
def noise_on_gradient(M, X, Y, eX, eY, NX, NY):
    gX, gY = grad(M, X, Y)
    return X - eX * (gX + NX), Y - eY * (gY + NY)


@wrong_step("noise-forgotten", "unperturbed-gradient")
def noise_forgotten(M, X, Y, eX, eY, NX, NY):
    return right_step(M, X, Y, eX, eY, 0 * NX, 0 * NY)


@wrong_step("etas-swapped", "step-sizes-swapped")
def etas_swapped(M, X, Y, eX, eY, NX, NY):
    return right_step(M, X, Y, eY, eX, NX, NY)


@wrong_step("noise-broadcast", "")
def noise_broadcast(M, X, Y, eX, eY, NX, NY):
    """One row of noise, broadcast over all rows."""
    return right_step(M, X, Y, eX, eY, NX[..., :1, :], NY[..., :1, :])


@wrong_step("clip-to-unit-ball", "scaled", "step")
def clip(M, X, Y, eX, eY, NX, NY):
    gX, gY = grad(M, X + NX, Y + NY)
    norm = np.sqrt(np.sum(gX * gX, (-1, -2), keepdims=True) + np.sum(gY * gY, (-1, -2), keepdims=True))
    scale = np.minimum(1.0, 10.0 / np.maximum(norm, 1e-300))
    return X - eX * scale * gX, Y - eY * scale * gY


@wrong("target-reshaped", "", "loss gradient step")
def target_reshaped():
    read = kit.read
    kit.read = lambda q, name: (read(q, name).reshape(read(q, name).shape, order="F") if name != "M" else
                                read(q, name).flatten().reshape(read(q, name).shape, order="F"))


@wrong("float32-as-binary64", "narrow-arithmetic", EVERY)
def float32_as_binary64():
    kit.DTYPE = np.float32


@wrong("float16-as-binary32", "narrow-arithmetic", EVERY)
def float16_as_binary32():
    precision(np.float16, "binary32")


@wrong("tf32-as-binary32", "narrow-arithmetic", "loss gradient step run")
def tf32_as_binary32():
    emulate("binary32", lambda a: cut(a, 11), lambda a: a)()


def wrong_draw(name, code, draw):
    VARIANTS[name] = {"kind": "wrong", "code": code, "ops": ["sample"],
                      "install": lambda: use(sample=sampling(right_step, draw))}


wrong_draw("sample-columns-shared", "",
           lambda rng, n, s: s * rng.standard_normal((n[0], n[1], 1)) + np.zeros(n) if n[2] > 1
           else s * rng.standard_normal((n[0], 1, 1)) + np.zeros(n))
wrong_draw("sample-standardised", "",
           lambda rng, n, s: (lambda z: s * z / np.sqrt(np.mean(z * z, (1, 2), keepdims=True)))(rng.standard_normal(n)))


@wrong("sample-generator-reseeded", "noise-correlated", "sample")
def generator_reseeded():
    """default_rng(seed) made anew for each factor."""
    def sample(M, X, Y, eX, eY, s1, s2, count, seed):
        n = max(X.size, Y.size)
        z = np.random.default_rng(seed).standard_normal((count, n))
        return right_step(M, X, Y, eX, eY, s1 * z[:, :X.size].reshape(count, *X.shape),
                          s2 * z[:, :Y.size].reshape(count, *Y.shape))
    use(sample=sample)


@wrong("run-noise-cumulated", "", "run")
def noise_cumulated():
    use(run=lambda M, X, Y, eX, eY, NX, NY, record: RIGHT["run"](
        M, X, Y, eX, eY, np.cumsum(NX, axis=0), np.cumsum(NY, axis=0), record))


@wrong("run-states-aliased", "", "run")
def states_aliased():
    """One array, updated in place, recorded again and again without a copy."""
    def run(M, X, Y, eX, eY, NX, NY, record):
        states = RIGHT["run"](M, X, Y, eX, eY, NX, NY, record)
        return [{**states[-1], "t": state["t"]} for state in states]
    use(run=run)


def main(variants=VARIANTS, doc=__doc__):
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--variant", choices=variants)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name, row in variants.items():
            print(json.dumps({"name": name, **{k: v for k, v in row.items() if k != "install"}}))
        return
    if options.variant:
        variants[options.variant]["install"]()
    answer = kit.answer
    kit.answer = lambda q: answer(q) | ({"name": f"NumPy variant {options.variant}"} if q["op"] == "hello" else {})
    with np.errstate(all="ignore"):
        kit.main()


if __name__ == "__main__":
    main()
