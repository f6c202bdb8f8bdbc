#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""More NumPy variants, all wrong, as variants.py takes them: optimisers with more than a plain step, what is kept
between requests, formats on the way in, views, fast products; at the end some that no catalogue has."""

import numpy as np

from variants import VARIANTS, T, grad, kit, main, residual, right_step, use, wrong, wrong_step

STEP = "step run"
OF_VARIANTS = set(VARIANTS)


# ---- weight decay, clipping, normalised and adaptive steps -----------------------------------------------


@wrong_step("weight-decay", "", STEP)
def weight_decay(M, X, Y, eX, eY, NX, NY):
    """SGD(weight_decay=0.013), with the noise added to the parameters while the gradient is taken."""
    Xt, Yt = X + NX, Y + NY
    gX, gY = grad(M, Xt, Yt)
    return X - eX * (gX + 0.013 * Xt), Y - eY * (gY + 0.013 * Yt)


@wrong_step("weight-decay-decoupled", "", STEP)
def weight_decay_decoupled(M, X, Y, eX, eY, NX, NY):
    gX, gY = grad(M, X + NX, Y + NY)
    return X * (1 - 1 / 3000) - eX * gX, Y * (1 - 1 / 3000) - eY * gY


@wrong("mse-mean", "scaled", "loss gradient step")
def mse_mean():
    """F.mse_loss and its gradient."""
    def gradient(M, X, Y):
        gX, gY = grad(M, X, Y)
        return 2 * gX / M.size, 2 * gY / M.size

    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = gradient(M, X + NX, Y + NY)
        return X - eX * gX, Y - eY * gY
    use(loss=lambda M, X, Y: np.mean(residual(M, X, Y) ** 2), gradient=gradient, step=step)


def changed_gradient(name, code, change, ops=STEP):
    @wrong_step(name, code, ops)
    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = change(*grad(M, X + NX, Y + NY))
        return X - eX * gX, Y - eY * gY


def norm(*parts):
    return np.sqrt(sum(np.sum(p * p, (-1, -2), keepdims=True) for p in parts))


def over(g, n):
    return np.where(n > 0, g / np.where(n > 0, n, 1), 0.0)


changed_gradient("clipped-by-value", "", lambda a, b: (np.clip(a, -0.75, 0.75), np.clip(b, -0.75, 0.75)))
changed_gradient("clipped-by-norm", "scaled",
                 lambda a, b: tuple(g * np.minimum(1.0, 3.3 / np.maximum(norm(a, b), 1e-300)) for g in (a, b)))
changed_gradient("normalised", "", lambda a, b: (over(a, norm(a, b)), over(b, norm(a, b))))
changed_gradient("signs", "", lambda a, b: (np.sign(a), np.sign(b)))


@wrong_step("noise-clipped", "", STEP)
def noise_clipped(M, X, Y, eX, eY, NX, NY):
    return right_step(M, X, Y, eX, eY, np.clip(NX, -0.3, 0.3), np.clip(NY, -0.3, 0.3))


def chosen_step(name, choose):
    @wrong_step(name, "step-size-shared", STEP)
    def step(M, X, Y, eX, eY, NX, NY):
        return right_step(M, X, Y, choose(eX, eY), choose(eX, eY), NX, NY)


changed_gradient("scaled-by-own-size", "", lambda a, b: (a / (1 + norm(a)), b / (2 + norm(b))), "step")


chosen_step("step-smaller", min)


# ---- runs ------------------------------------------------------------------------------------------------


def wrong_run(name, code):
    """The function gives the states 0..T."""
    def register(states):
        def run(M, X, Y, eX, eY, NX, NY, record):
            all_states = states(M, X, Y, eX, eY, NX, NY)
            return [{"t": t, "X": all_states[t][0], "Y": all_states[t][1]} for t in record]
        VARIANTS[name] = {"kind": "wrong", "code": code, "ops": ["run"], "install": lambda: use(run=run)}
        return states
    return register


@wrong_run("run-momentum", "")
def run_momentum(M, X, Y, eX, eY, NX, NY):
    states, V, W = [(X, Y)], 0 * X, 0 * Y
    for nx, ny in zip(NX, NY):
        gX, gY = grad(M, X + nx, Y + ny)
        V, W = 0.37 * V + gX, 0.37 * W + gY
        X, Y = X - eX * V, Y - eY * W
        states.append((X, Y))
    return states


@wrong_run("run-adam", "")
def run_adam(M, X, Y, eX, eY, NX, NY):
    states, m, v = [(X, Y)], [0, 0], [0, 0]
    for t, (nx, ny) in enumerate(zip(NX, NY), 1):
        new = []
        for k, (a, g, eta) in enumerate(zip((X, Y), grad(M, X + nx, Y + ny), (eX, eY))):
            m[k], v[k] = 0.9 * m[k] + 0.1 * g, 0.999 * v[k] + 0.001 * g * g
            new.append(a - eta * (m[k] / (1 - 0.9**t)) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8))
        X, Y = new
        states.append((X, Y))
    return states


@wrong_run("run-stops-early", "")
def run_stops(M, X, Y, eX, eY, NX, NY):
    """A break that was meant for convergence."""
    states = [(X, Y)]
    for t, (nx, ny) in enumerate(zip(NX, NY)):
        if t < 2:
            X, Y = right_step(M, X, Y, eX, eY, nx, ny)
        states.append((X, Y))
    return states


@wrong("run-list-of-views", "", "run")
def run_list_of_views():
    def run(M, X, Y, eX, eY, NX, NY, record):
        X, Y, states = X.copy(), Y.copy(), []
        for t in range(len(NX) + 1):
            if t in record:
                states.append({"t": t, "X": X[:], "Y": Y[:]})
            if t < len(NX):
                X[:], Y[:] = right_step(M, X, Y, eX, eY, NX[t], NY[t])
        return states
    use(run=run)


@wrong_step("view-of-x", "gauss-seidel-update", STEP)
def view_of_x(M, X, Y, eX, eY, NX, NY):
    """Xt is a view: X' is written through it before Y' reads it."""
    Xt, Yt = X + NX, Y + NY
    R = residual(M, Xt, Yt)
    new = X - eX * (R @ Yt)
    Xt[...] = new
    return new, Y - eY * (T(R) @ Xt)


# ---- what is kept between requests -----------------------------------------------------------------------


@wrong("gradients-not-cleared", "", "gradient step")
def gradients_not_cleared():
    """zero_grad left out: one sum for each shape and op."""
    kept = {}

    def add(op, gX, gY):
        k = (op, gX.shape, gY.shape)
        a, b = kept.get(k, (0, 0))
        kept[k] = a + gX, b + gY
        return kept[k]

    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = add("step", *grad(M, X + NX, Y + NY))
        return X - eX * gX, Y - eY * gY
    use(gradient=lambda M, X, Y: add("gradient", *grad(M, X, Y)), step=step)


@wrong("momentum-kept", "", "step")
def momentum_kept():
    kept = {}

    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = grad(M, X + NX, Y + NY)
        a, b = kept.get((X.shape, Y.shape), (0 * gX, 0 * gY))
        kept[X.shape, Y.shape] = gX, gY = 0.9 * a + gX, 0.9 * b + gY
        return X - eX * gX, Y - eY * gY
    use(step=step)


def earlier(name, places):
    @wrong(name, "stale-state", "step")
    def install():
        kept = {}

        def step(*values):
            last = kept.get((values[1].shape, values[2].shape), values)
            kept[values[1].shape, values[2].shape] = values
            return right_step(*(last[n] if n in places else v for n, v in enumerate(values)))
        use(step=step)


earlier("steps-of-earlier", (3, 4))
earlier("noise-of-earlier", (5, 6))


@wrong("residual-kept-by-print", "", "loss gradient step")
def residual_kept_by_print():
    """The key is str of the arrays, which leaves out the middle of more than a thousand entries."""
    kept = {}

    def remembered(M, X, Y):
        k = str(M), X.tobytes(), Y.tobytes()
        if k not in kept:
            kept[k] = residual(M, X, Y)
        return kept[k]

    def gradient(M, X, Y):
        R = remembered(M, X, Y)
        return R @ Y, R.T @ X

    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = gradient(M, X + NX, Y + NY)
        return X - eX * gX, Y - eY * gY
    use(loss=lambda M, X, Y: 0.5 * np.sum(remembered(M, X, Y) ** 2), gradient=gradient, step=step)


# ---- formats on the way in and out -----------------------------------------------------------------------


def single(a):
    return np.float64(np.float32(a))


@wrong("target-float32", "narrow-arithmetic", "loss gradient step")
def target_float32():
    read = kit.read
    kit.read = lambda q, field: single(read(q, field)) if field == "M" else read(q, field)


@wrong("output-float32", "narrow-arithmetic", "gradient step")
def output_float32():
    answer = kit.answer
    kit.answer = lambda q: {k: single(v) if isinstance(v, (np.ndarray, np.generic)) else v for k, v in answer(q).items()}


# ---- fast products ---------------------------------------------------------------------------------------


def strassen(A, B):
    """Strassen's product, one level, padded to even sizes."""
    n, m, p = A.shape[0], A.shape[1], B.shape[1]
    A = np.pad(A, ((0, n % 2), (0, m % 2)))
    B = np.pad(B, ((0, m % 2), (0, p % 2)))
    h, k, w = A.shape[0] // 2, A.shape[1] // 2, B.shape[1] // 2
    a, b, c, d = A[:h, :k], A[:h, k:], A[h:, :k], A[h:, k:]
    e, f, g, i = B[:k, :w], B[:k, w:], B[k:, :w], B[k:, w:]
    p1, p2, p3, p4 = a @ (f - i), (a + b) @ i, (c + d) @ e, d @ (g - e)
    p5, p6, p7 = (a + d) @ (e + i), (b - d) @ (g + i), (a - c) @ (e + f)
    return np.block([[p5 + p4 - p2 + p6, p1 + p2], [p3 + p4, p1 + p5 - p3 - p7]])[:n, :p]


def fast(name, product):
    @wrong(name, "", "gradient step")
    def install():
        def gradient(M, X, Y):
            R = product(X, Y.T) - M
            return product(R, Y), product(R.T, X)

        def step(M, X, Y, eX, eY, NX, NY):
            gX, gY = gradient(M, X + NX, Y + NY)
            return X - eX * gX, Y - eY * gY
        use(gradient=gradient, step=step)


fast("strassen", strassen)


# ---- mistakes that no catalogue has: none of its names would be true -------------------------------------


def unknown(name, gradient):
    @wrong("unknown-" + name, "", "gradient step")
    def install():
        def step(M, X, Y, eX, eY, NX, NY):
            gX, gY = gradient(M, X + NX, Y + NY)
            return X - eX * gX, Y - eY * gY
        use(gradient=gradient, step=step)


def by_residual(name, change):
    def gradient(M, X, Y):
        R = change(residual(M, X, Y), M)
        return R @ Y, R.T @ X
    unknown(name, gradient)


by_residual("tanh", lambda R, M: np.tanh(R))


# ---- nothing computed ------------------------------------------------------------------------------------


@wrong("gradient-of-zeros", "constant", "gradient")
def gradient_of_zeros():
    """The array is allocated and never filled."""
    use(gradient=lambda M, X, Y: (np.zeros_like(X), np.zeros_like(Y)))


@wrong("hessian-of-zeros", "constant", "hessian")
def hessian_of_zeros():
    use(hessian=lambda M, X, Y: np.zeros(((len(X) + len(Y)) * X.shape[1],) * 2))


if __name__ == "__main__":
    main({name: row for name, row in VARIANTS.items() if name not in OF_VARIANTS}, __doc__)
