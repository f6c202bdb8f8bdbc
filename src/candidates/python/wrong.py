#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Known mistakes in plain Python: wrong.py --variant NAME, or --list (name, code, ops, as JSON).

Each mistake is one function that replaces an op of the starter kit beside this file; everything else
stays right. `code` is the diagnosis that protocol.md has for it ("" where it has none), `ops` the ops
whose numbers are wrong. A mistake in `step` reaches `run` and `sample` through it.
"""
import argparse
import json
import math
import os
import random
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import candidate as kit  # noqa: E402
from candidate import gaussian, gradient, plus, residual, times, transpose  # noqa: E402

RIGHT_STEP = kit.step
MISTAKES = {}


def mistake(name, code, ops):
    def register(function):
        MISTAKES[name] = (code, ops.split(), function)
        return function
    return register


STEP, RUN, SAMPLE = "step run sample", "run", "sample"


def scaled(s, a):
    return [[s * x for x in row] for row in a]


def replace_step(name, code, ops=STEP):
    """The decorated function is the wrong step."""
    def register(function):
        MISTAKES[name] = (code, ops.split(), lambda: setattr(kit, "step", function))
        return function
    return register


def replace_sample(name, code, draw=None):
    """The decorated function draws (noiseX, noiseY) for one image; image number n."""
    def register(function):
        def sample(M, X, Y, eX, eY, s1, s2, count, seed):
            rng, images = random.Random(seed), []
            state = {}
            for n in range(count):
                NX, NY = function(rng, X, Y, s1, s2, n, state)
                images.append(kit.step(M, X, Y, eX, eY, NX, NY))
            return [p[0] for p in images], [p[1] for p in images]
        MISTAKES[name] = (code, ["sample"], lambda: setattr(kit, "sample", sample))
        return function
    return register


def replace(op, name, code):
    """The decorated function replaces the kit's function of that name."""
    def register(function):
        MISTAKES[name] = (code, [op], lambda: setattr(kit, op, function))
        return function
    return register


def replace_run(name, code):
    """The decorated function takes (q, step) and gives the list of all states 0..T."""
    def register(function):
        def run(q):
            states = function(q)
            return {"states": [{"t": t, "X": states[t][0], "Y": states[t][1]} for t in q["record"]]}
        MISTAKES[name] = (code, ["run"], lambda: (setattr(kit, "run", run), kit.OPS.update(run=run)))
        return function
    return register


# ---- step: the order of the two updates ----------------------------------------------------------


def part_x(M, X, Y):
    return times(residual(M, X, Y), Y)


def part_y(M, X, Y):
    return times(transpose(residual(M, X, Y)), X)


@replace_step("gs-fresh", "gauss-seidel-update")
def gs_fresh(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    Xn = plus(X, part_x(M, Xt, Yt), -eX)
    return Xn, plus(Y, part_y(M, Xn, Yt), -eY)


@replace_step("gs-stale", "gauss-seidel-update")
def gs_stale(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    R = residual(M, Xt, Yt)
    Xn = plus(X, times(R, Yt), -eX)
    return Xn, plus(Y, times(transpose(R), Xn), -eY)


@replace_step("gs-noisy-fresh", "gauss-seidel-update")
def gs_noisy_fresh(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    Xn = plus(X, part_x(M, Xt, Yt), -eX)
    return Xn, plus(Y, part_y(M, plus(Xn, NX), Yt), -eY)


@replace_step("gs-noisy-stale", "gauss-seidel-update")
def gs_noisy_stale(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    R = residual(M, Xt, Yt)
    Xn = plus(X, times(R, Yt), -eX)
    return Xn, plus(Y, times(transpose(R), plus(Xn, NX)), -eY)


@replace_step("gs-y-first-fresh", "gauss-seidel-update")
def gs_y_first(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    Yn = plus(Y, part_y(M, Xt, Yt), -eY)
    return plus(X, part_x(M, Xt, Yn), -eX), Yn


@replace_step("gs-y-first-stale", "gauss-seidel-update")
def gs_y_first_stale(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    R = residual(M, Xt, Yt)
    Yn = plus(Y, times(transpose(R), Xt), -eY)
    return plus(X, times(R, Yn), -eX), Yn


@replace_step("gs-y-first-noisy", "gauss-seidel-update")
def gs_y_first_noisy(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    Yn = plus(Y, part_y(M, Xt, Yt), -eY)
    return plus(X, part_x(M, Xt, plus(Yn, NY)), -eX), Yn


# ---- step: where the noise goes ----------------------------------------------------------------------


@replace_step("unperturbed", "unperturbed-gradient")
def unperturbed(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(0.0, NX), scaled(0.0, NY))


@replace_step("noise-kept", "noise-kept")
def noise_kept(M, X, Y, eX, eY, NX, NY):
    Xn, Yn = RIGHT_STEP(M, X, Y, eX, eY, NX, NY)
    return plus(Xn, NX), plus(Yn, NY)


@replace_step("noise-kept-x", "noise-kept")
def noise_kept_x(M, X, Y, eX, eY, NX, NY):
    Xn, Yn = RIGHT_STEP(M, X, Y, eX, eY, NX, NY)
    return plus(Xn, NX), Yn


@replace_step("noise-on-gradient", "noise-on-gradient")
def noise_on_gradient(M, X, Y, eX, eY, NX, NY):
    gX, gY = gradient(M, X, Y)
    return plus(X, plus(gX, NX), -eX), plus(Y, plus(gY, NY), -eY)


@replace_step("langevin", "")
def langevin(M, X, Y, eX, eY, NX, NY):
    gX, gY = gradient(M, X, Y)
    return plus(plus(X, gX, -eX), NX), plus(plus(Y, gY, -eY), NY)


@replace_step("noise-scaled-by-eta", "")
def noise_scaled_by_eta(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(eX, NX), scaled(eY, NY))


@replace_step("noise-twice", "")
def noise_twice(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(2.0, NX), scaled(2.0, NY))


@replace_step("noise-swapped", "noise-swapped", "step run sample")
def noise_swapped(M, X, Y, eX, eY, NX, NY):
    if len(X) == len(Y):
        NX, NY = NY, NX
    return RIGHT_STEP(M, X, Y, eX, eY, NX, NY)


@replace_step("noise-negated", "noise-negated", "step run")
def noise_negated(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(-1.0, NX), scaled(-1.0, NY))


@replace_step("noise-negated-y", "noise-negated", "step run")
def noise_negated_y(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, NX, scaled(-1.0, NY))


@replace_step("noise-only-x", "noise-one-side")
def noise_only_x(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, NX, scaled(0.0, NY))


@replace_step("noise-only-y", "noise-one-side")
def noise_only_y(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(0.0, NX), NY)


def without_last(a):
    return a[:-1] + [a[-1][:-1] + [0.0]]


@replace_step("last-noise-entry-ignored", "")
def last_noise_entry_ignored(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, NX, without_last(NY))


@replace_step("noise-one-entry", "")
def noise_one_entry(M, X, Y, eX, eY, NX, NY):
    """The first entry's noise broadcast over the whole factor."""
    return RIGHT_STEP(M, X, Y, eX, eY, [[NX[0][0]] * len(NX[0]) for _ in NX], NY)


@replace_step("noise-centred", "")
def noise_centred(M, X, Y, eX, eY, NX, NY):
    mean = sum(map(sum, NX)) / (len(NX) * len(NX[0]))
    return RIGHT_STEP(M, X, Y, eX, eY, [[x - mean for x in row] for row in NX], NY)


def column_major(a):
    """The same numbers read row by row and laid out column by column."""
    flat = [x for row in a for x in row]
    return [[flat[k * len(a) + i] for k in range(len(a[0]))] for i in range(len(a))]


@replace_step("noise-column-major", "", "step run")
def noise_column_major(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, column_major(NX), column_major(NY))


@replace_step("noise-rows-reversed", "", "step run")
def noise_rows_reversed(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, NX[::-1], NY[::-1])


@replace_step("residual-stale", "residual-stale")
def residual_stale(M, X, Y, eX, eY, NX, NY):
    R = residual(M, X, Y)
    return plus(X, times(R, plus(Y, NY)), -eX), plus(Y, times(transpose(R), plus(X, NX)), -eY)


@replace_step("factor-stale", "residual-stale")
def factor_stale(M, X, Y, eX, eY, NX, NY):
    R = residual(M, plus(X, NX), plus(Y, NY))
    return plus(X, times(R, Y), -eX), plus(Y, times(transpose(R), X), -eY)


@replace_step("residual-half-perturbed", "")
def residual_half_perturbed(M, X, Y, eX, eY, NX, NY):
    """Each factor perturbs only itself: grad_X at (Xt, Y), grad_Y at (X, Yt)."""
    return plus(X, part_x(M, plus(X, NX), Y), -eX), plus(Y, part_y(M, X, plus(Y, NY)), -eY)


# ---- step: sizes, signs, the target ------------------------------------------------------------------


@replace_step("ascent", "sign")
def ascent(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, -eX, -eY, NX, NY)


@replace_step("ascent-in-y", "sign")
def ascent_in_y(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, -eY, NX, NY)


@replace_step("step-doubled", "factor-two")
def step_doubled(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, 2 * eX, 2 * eY, NX, NY)


@replace_step("step-halved", "factor-two")
def step_halved(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, 0.5 * eX, 0.5 * eY, NX, NY)


@replace_step("steps-swapped", "step-sizes-swapped")
def steps_swapped(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eY, eX, NX, NY)


@replace_step("step-x-for-both", "step-size-shared")
def step_x_for_both(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eX, NX, NY)


@replace_step("step-y-for-both", "step-size-shared")
def step_y_for_both(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eY, eY, NX, NY)


@replace_step("eta-binary32", "")
def eta_binary32(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, single(eX), single(eY), NX, NY)


@replace_step("eta-square-root", "")
def eta_square_root(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, math.sqrt(eX), math.sqrt(eY), NX, NY)


@replace_step("mean-gradient", "")
def mean_gradient(M, X, Y, eX, eY, NX, NY):
    n = len(X) * len(Y)
    return RIGHT_STEP(M, X, Y, eX / n, eY / n, NX, NY)


@replace_step("weight-decay", "")
def weight_decay(M, X, Y, eX, eY, NX, NY):
    Xn, Yn = RIGHT_STEP(M, X, Y, eX, eY, NX, NY)
    return plus(Xn, X, -1e-4 * eX), plus(Yn, Y, -1e-4 * eY)


def clipped(g, limit):
    norm = math.sqrt(sum(x * x for row in g for x in row))
    return scaled(limit / norm, g) if norm > limit else g


@replace_step("clipped-norm", "", "step")
def clipped_norm(M, X, Y, eX, eY, NX, NY):
    gX, gY = gradient(M, plus(X, NX), plus(Y, NY))
    return plus(X, clipped(gX, 10.0), -eX), plus(Y, clipped(gY, 10.0), -eY)


@replace_step("clipped-far", "", "step")
def clipped_far(M, X, Y, eX, eY, NX, NY):
    gX, gY = gradient(M, plus(X, NX), plus(Y, NY))
    return plus(X, clipped(gX, 1e6), -eX), plus(Y, clipped(gY, 1e6), -eY)


@replace_step("clipped-entries", "", "step")
def clipped_entries(M, X, Y, eX, eY, NX, NY):
    gX, gY = gradient(M, plus(X, NX), plus(Y, NY))
    gX, gY = ([[max(-5.0, min(5.0, x)) for x in row] for row in g] for g in (gX, gY))
    return plus(X, gX, -eX), plus(Y, gY, -eY)


@replace_step("normalised", "")
def normalised(M, X, Y, eX, eY, NX, NY):
    gX, gY = gradient(M, plus(X, NX), plus(Y, NY))
    return plus(X, clipped(gX, 0.0) if not any(map(any, gX)) else
                scaled(1 / math.sqrt(sum(x * x for row in gX for x in row)), gX), -eX), plus(Y, gY, -eY)


@replace_step("projected-nonnegative", "")
def projected(M, X, Y, eX, eY, NX, NY):
    Xn, Yn = RIGHT_STEP(M, X, Y, eX, eY, NX, NY)
    return tuple([[max(0.0, x) for x in row] for row in a] for a in (Xn, Yn))


@replace_step("nan-at-stationary-point", "", "step")
def nan_at_stationary(M, X, Y, eX, eY, NX, NY):
    """Divides by the residual's norm and multiplies by it again."""
    Xt, Yt = plus(X, NX), plus(Y, NY)
    R = residual(M, Xt, Yt)
    if not any(map(any, R)):
        nan = float("nan")
        return scaled(nan, X), scaled(nan, Y)
    return RIGHT_STEP(M, X, Y, eX, eY, NX, NY)


# ---- the residual: reaches every op ------------------------------------------------------------------

RIGHT_RESIDUAL = kit.residual
EVERY = ("loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run sample")


def replace_residual(name, code, ops=EVERY):
    def register(function):
        def install():
            kit.residual = function
        MISTAKES[name] = (code, ops.split(), install)
        return function
    return register


@replace_residual("target-missing", "target-missing")
def target_missing(M, X, Y):
    return times(X, transpose(Y))


@replace_residual("target-transposed", "target-transposed")
def target_transposed(M, X, Y):
    return RIGHT_RESIDUAL(transpose(M) if len(M) == len(M[0]) else M, X, Y)


@replace_residual("target-column-major", "")
def target_column_major(M, X, Y):
    return RIGHT_RESIDUAL(column_major(M), X, Y)


@replace_residual("target-binary32", "")
def target_binary32(M, X, Y):
    return RIGHT_RESIDUAL([[single(x) for x in row] for row in M], X, Y)


@replace_residual("target-added", "")
def target_added(M, X, Y):
    return plus(times(X, transpose(Y)), M)


@replace_residual("residual-first-column", "")
def residual_first_column(M, X, Y):
    return RIGHT_RESIDUAL(M, [row[:1] for row in X], [row[:1] for row in Y])


@replace_residual("residual-tail-4", "")
def residual_tail(M, X, Y):
    """Columns of the residual beyond the last multiple of four are never computed."""
    n = len(Y) // 4 * 4
    return [row[:n] + [0.0] * (len(Y) - n) if n else row for row in RIGHT_RESIDUAL(M, X, Y)]


@replace_residual("residual-tail-8", "")
def residual_tail_8(M, X, Y):
    n = len(Y) // 8 * 8
    return [row[:n] + [0.0] * (len(Y) - n) if n else row for row in RIGHT_RESIDUAL(M, X, Y)]


@replace_residual("residual-last-column", "")
def residual_last_column(M, X, Y):
    return [row[:-1] + [0.0] if len(row) > 1 else row for row in RIGHT_RESIDUAL(M, X, Y)]


@replace_residual("residual-clipped", "", "loss step gradient")
def residual_clipped(M, X, Y):
    return [[max(-1e3, min(1e3, x)) for x in row] for row in RIGHT_RESIDUAL(M, X, Y)]


@replace_residual("residual-small-dropped", "", "step")
def residual_small_dropped(M, X, Y):
    """Entries below 1e-8 taken for zero."""
    return [[x if abs(x) > 1e-8 else 0.0 for x in row] for row in RIGHT_RESIDUAL(M, X, Y)]


# ---- gradient and loss -----------------------------------------------------------------------------------


@replace("gradient", "gradient-doubled", "factor-two")
def gradient_doubled(M, X, Y):
    return tuple(scaled(2.0, g) for g in GRADIENT(M, X, Y))


@replace("gradient", "gradient-halved", "factor-two")
def gradient_halved(M, X, Y):
    return tuple(scaled(0.5, g) for g in GRADIENT(M, X, Y))


@replace("gradient", "gradient-negated", "sign")
def gradient_negated(M, X, Y):
    return tuple(scaled(-1.0, g) for g in GRADIENT(M, X, Y))


@replace("gradient", "gradient-y-negated", "sign")
def gradient_y_negated(M, X, Y):
    gX, gY = GRADIENT(M, X, Y)
    return gX, scaled(-1.0, gY)


@replace("gradient", "gradients-swapped", "")
def gradients_swapped(M, X, Y):
    gX, gY = GRADIENT(M, X, Y)
    return (gY, gX) if len(X) == len(Y) else (gX, gY)


@replace("gradient", "gradient-mean", "")
def gradient_mean(M, X, Y):
    return tuple(scaled(1.0 / (len(X) * len(Y)), g) for g in GRADIENT(M, X, Y))


@replace("gradient", "gradient-last-row", "")
def gradient_last_row(M, X, Y):
    gX, gY = GRADIENT(M, X, Y)
    return gX[:-1] + [[0.0] * len(gX[0])], gY


@replace("gradient", "gradient-finite-difference", "")
def gradient_finite_difference(M, X, Y):
    h = 1e-6

    def slope(A, i, k, f):
        up, down = ([list(row) for row in A] for _ in range(2))
        up[i][k] += h
        down[i][k] -= h
        return (f(up) - f(down)) / (2 * h)
    return ([[slope(X, i, k, lambda A: kit.loss(M, A, Y)) for k in range(len(X[0]))] for i in range(len(X))],
            [[slope(Y, j, k, lambda A: kit.loss(M, X, A)) for k in range(len(X[0]))] for j in range(len(Y))])


@replace("loss", "loss-without-half", "factor-two")
def loss_without_half(M, X, Y):
    return 2 * LOSS(M, X, Y)


@replace("loss", "loss-quarter", "factor-two")
def loss_quarter(M, X, Y):
    return 0.5 * LOSS(M, X, Y)


@replace("loss", "loss-mean", "")
def loss_mean(M, X, Y):
    return LOSS(M, X, Y) / (len(X) * len(Y))


@replace("loss", "loss-norm-not-squared", "")
def loss_norm(M, X, Y):
    return 0.5 * math.sqrt(2 * LOSS(M, X, Y))


@replace("loss", "loss-spectral-diagonal", "")
def loss_diagonal(M, X, Y):
    """Only the diagonal of the residual."""
    R = residual(M, X, Y)
    return 0.5 * sum(R[i][i] ** 2 for i in range(min(len(X), len(Y))))


# ---- Hessian and its products ----------------------------------------------------------------------------


def hessian_mistake(name, code):
    def register(change):
        def hessian(M, X, Y):
            return change(HESSIAN(M, X, Y), M, X, Y)
        MISTAKES[name] = (code, ["hessian", "smoothed_hessian"], lambda: setattr(kit, "hessian", hessian))
        return change
    return register


def blocks(X):
    return len(X) * len(X[0])


@hessian_mistake("hessian-gauss-newton", "hessian-off-diagonal")
def hessian_gauss_newton(H, M, X, Y):
    R, n, r = residual(M, X, Y), blocks(X), len(X[0])
    for i in range(len(X)):
        for j in range(len(Y)):
            for k in range(r):
                v, w = i * r + k, n + j * r + k
                H[v][w] = H[w][v] = X[i][k] * Y[j][k]
    return H


@hessian_mistake("hessian-residual-only", "")
def hessian_residual_only(H, M, X, Y):
    R, n, r = residual(M, X, Y), blocks(X), len(X[0])
    for v in range(n):
        for w in range(n, len(H)):
            H[v][w] = H[w][v] = R[v // r][(w - n) // r] if v % r == (w - n) % r else 0.0
    return H


@hessian_mistake("hessian-index-swapped", "")
def hessian_index_swapped(H, M, X, Y):
    """X_ik Y_jl for X_il Y_jk: shows only for r > 1."""
    R, n, r = residual(M, X, Y), blocks(X), len(X[0])
    for v in range(n):
        for w in range(n, len(H)):
            (i, k), (j, l) = divmod(v, r), divmod(w - n, r)
            H[v][w] = H[w][v] = X[i][k] * Y[j][l] + (R[i][j] if k == l else 0.0)
    return H


@hessian_mistake("hessian-residual-everywhere", "")
def hessian_residual_everywhere(H, M, X, Y):
    """The residual added for k != l too."""
    R, n, r = residual(M, X, Y), blocks(X), len(X[0])
    for v in range(n):
        for w in range(n, len(H)):
            if v % r != (w - n) % r:
                H[v][w] += R[v // r][(w - n) // r]
                H[w][v] = H[v][w]
    return H


@hessian_mistake("hessian-block-diagonal", "")
def hessian_block_diagonal(H, M, X, Y):
    n = blocks(X)
    return [[x if (v < n) == (w < n) else 0.0 for w, x in enumerate(row)] for v, row in enumerate(H)]


@hessian_mistake("hessian-diagonal", "")
def hessian_diagonal(H, M, X, Y):
    return [[x if v == w else 0.0 for w, x in enumerate(row)] for v, row in enumerate(H)]


@hessian_mistake("hessian-upper", "")
def hessian_upper(H, M, X, Y):
    return [[x if v <= w else 0.0 for w, x in enumerate(row)] for v, row in enumerate(H)]


@hessian_mistake("hessian-blocks-exchanged", "")
def hessian_blocks_exchanged(H, M, X, Y):
    """X^T X where Y^T Y belongs, and the reverse."""
    n, r = blocks(X), len(X[0])
    XX, YY = times(transpose(X), X), times(transpose(Y), Y)
    for v in range(len(H)):
        for w in range(len(H)):
            if (v < n) == (w < n):
                G = XX if v < n else YY
                H[v][w] = G[v % r][w % r] if v // r == w // r else 0.0
    return H


@hessian_mistake("hessian-doubled", "factor-two")
def hessian_doubled(H, M, X, Y):
    return scaled(2.0, H)


def permuted(H, order):
    return [[H[v][w] for w in order] for v in order]


@hessian_mistake("hessian-y-first", "hessian-order")
def hessian_y_first(H, M, X, Y):
    return permuted(H, list(range(blocks(X), len(H))) + list(range(blocks(X))))


@hessian_mistake("hessian-column-major", "hessian-order")
def hessian_column_major(H, M, X, Y):
    r = len(X[0])
    return permuted(H, [i * r + k for k in range(r) for i in range(len(X))]
                    + [blocks(X) + j * r + k for k in range(r) for j in range(len(Y))])


@hessian_mistake("hessian-by-rank", "hessian-order")
def hessian_by_rank(H, M, X, Y):
    r = len(X[0])
    return permuted(H, [v for k in range(r) for v in range(k, len(H), r)])


@replace("hvp", "hvp-gauss-newton", "hessian-off-diagonal")
def hvp_gauss_newton(M, X, Y, dX, dY):
    dR = plus(times(dX, transpose(Y)), times(X, transpose(dY)))
    return times(dR, Y), times(transpose(dR), X)


@replace("hvp", "hvp-own-block", "")
def hvp_own_block(M, X, Y, dX, dY):
    return times(dX, times(transpose(Y), Y)), times(dY, times(transpose(X), X))


@replace("hvp", "hvp-directions-swapped", "")
def hvp_directions_swapped(M, X, Y, dX, dY):
    return HVP(M, X, Y, dY, dX) if len(X) == len(Y) else HVP(M, X, Y, dX, dY)


@replace("hvp", "hvp-finite-difference", "")
def hvp_finite_difference(M, X, Y, dX, dY):
    h = 1e-7
    up, at = gradient(M, plus(X, dX, h), plus(Y, dY, h)), gradient(M, X, Y)
    return tuple(scaled(1 / h, plus(u, a, -1.0)) for u, a in zip(up, at))


@replace("hvp", "hvp-doubled", "factor-two")
def hvp_doubled(M, X, Y, dX, dY):
    return tuple(scaled(2.0, g) for g in HVP(M, X, Y, dX, dY))


@replace("hvp", "hvp-halved", "factor-two")
def hvp_halved(M, X, Y, dX, dY):
    return tuple(scaled(0.5, g) for g in HVP(M, X, Y, dX, dY))


# ---- smoothed ops ------------------------------------------------------------------------------------------

SMOOTHED = "smoothed_loss smoothed_gradient smoothed_hessian"


def sigma_mistake(name, code, change, ops=SMOOTHED):
    """All smoothed ops with other sigmas: change(s1, s2, d1, d2)."""
    def install():
        for op in SMOOTHED.split():
            right = getattr(kit, op)
            setattr(kit, op, lambda M, X, Y, s1, s2, f=right: f(M, X, Y, *change(s1, s2, len(X), len(Y))))
    MISTAKES[name] = (code, ops.split(), install)


sigma_mistake("smoothed-sigma-not-squared", "variance-as-deviation",
              lambda s1, s2, d1, d2: (math.sqrt(s1), math.sqrt(s2)))
sigma_mistake("smoothed-sigma-fourth", "variance-as-deviation", lambda s1, s2, d1, d2: (s1 * s1, s2 * s2))
sigma_mistake("smoothed-sigmas-swapped", "", lambda s1, s2, d1, d2: (s2, s1))
sigma_mistake("smoothed-dims-swapped", "dimension-factor",
              lambda s1, s2, d1, d2: (s1 * math.sqrt(d2 / d1), s2 * math.sqrt(d1 / d2)),
              "smoothed_gradient smoothed_hessian smoothed_loss")
sigma_mistake("smoothed-sigma-x-only", "", lambda s1, s2, d1, d2: (s1, 0.0))
sigma_mistake("smoothed-plain", "", lambda s1, s2, d1, d2: (0.0, 0.0))
sigma_mistake("smoothed-sigma-shared", "", lambda s1, s2, d1, d2: (s1, s1))


@replace("smoothed_loss", "smoothed-loss-dims-missing", "dimension-factor")
def smoothed_loss_dims_missing(M, X, Y, s1, s2):
    return kit.loss(M, X, Y) + 0.5 * (s2 * s2 * kit.squares(X) + s1 * s1 * kit.squares(Y)
                                      + len(X[0]) * s1 * s1 * s2 * s2)


@replace("smoothed_gradient", "smoothed-gradient-dims-missing", "dimension-factor")
def smoothed_gradient_dims_missing(M, X, Y, s1, s2):
    gX, gY = kit.gradient(M, X, Y)
    return plus(gX, X, s2 * s2), plus(gY, Y, s1 * s1)


@replace("smoothed_gradient", "smoothed-gradient-dims-swapped", "dimension-factor")
def smoothed_gradient_dims_swapped(M, X, Y, s1, s2):
    gX, gY = kit.gradient(M, X, Y)
    return plus(gX, X, len(X) * s2 * s2), plus(gY, Y, len(Y) * s1 * s1)


@replace("smoothed_hessian", "smoothed-hessian-dims-missing", "dimension-factor")
def smoothed_hessian_dims_missing(M, X, Y, s1, s2):
    H = kit.hessian(M, X, Y)
    for v in range(len(H)):
        H[v][v] += s2 * s2 if v < blocks(X) else s1 * s1
    return H


@replace("smoothed_loss", "smoothed-loss-no-constant", "")
def smoothed_loss_no_constant(M, X, Y, s1, s2):
    return SMOOTHED_LOSS(M, X, Y, s1, s2) - 0.5 * len(X) * len(Y) * len(X[0]) * (s1 * s2) ** 2


@replace("smoothed_loss", "smoothed-loss-no-rank", "")
def smoothed_loss_no_rank(M, X, Y, s1, s2):
    return SMOOTHED_LOSS(M, X, Y, s1, s2) - 0.5 * len(X) * len(Y) * (len(X[0]) - 1) * (s1 * s2) ** 2


@replace("smoothed_loss", "smoothed-loss-no-half", "")
def smoothed_loss_no_half(M, X, Y, s1, s2):
    return 2 * SMOOTHED_LOSS(M, X, Y, s1, s2) - LOSS(M, X, Y)


@replace("smoothed_gradient", "smoothed-gradient-own-sigma", "")
def smoothed_gradient_own_sigma(M, X, Y, s1, s2):
    """sigma1 on X and sigma2 on Y, with the right dimensions."""
    gX, gY = kit.gradient(M, X, Y)
    return plus(gX, X, len(Y) * s1 * s1), plus(gY, Y, len(X) * s2 * s2)


@replace("smoothed_gradient", "smoothed-gradient-monte-carlo", "")
def smoothed_gradient_monte_carlo(M, X, Y, s1, s2):
    rng, n = random.Random(1), 400
    sX, sY = scaled(0.0, X), scaled(0.0, Y)
    for _ in range(n):
        gX, gY = kit.gradient(M, plus(X, gaussian(rng, len(X), len(X[0]), s1)),
                              plus(Y, gaussian(rng, len(Y), len(X[0]), s2)))
        sX, sY = plus(sX, gX, 1 / n), plus(sY, gY, 1 / n)
    return sX, sY


# ---- run ----------------------------------------------------------------------------------------------------


def states_of(q, noise=lambda q, t: (q["noiseX"][t], q["noiseY"][t]), sizes=lambda q, t: (q["etaX"], q["etaY"])):
    states = [(q["X"], q["Y"])]
    for t in range(len(q["noiseX"])):
        states.append(kit.step(q["M"], *states[-1], *sizes(q, t), *noise(q, t)))
    return states


def noise_at(q, t):
    return q["noiseX"][t], q["noiseY"][t]


def no_noise(q):
    return scaled(0.0, q["X"]), scaled(0.0, q["Y"])


@replace_run("noise-of-next-wrapped", "noise-off-by-one")
def noise_next_wrapped(q):
    return states_of(q, lambda q, t: noise_at(q, (t + 1) % len(q["noiseX"])))


@replace_run("noise-of-next-zero", "noise-off-by-one")
def noise_next_zero(q):
    return states_of(q, lambda q, t: noise_at(q, t + 1) if t + 1 < len(q["noiseX"]) else no_noise(q))


@replace_run("noise-of-next-clamped", "noise-off-by-one")
def noise_next_clamped(q):
    return states_of(q, lambda q, t: noise_at(q, min(t + 1, len(q["noiseX"]) - 1)))


@replace_run("noise-of-previous-wrapped", "noise-off-by-one")
def noise_previous_wrapped(q):
    return states_of(q, lambda q, t: noise_at(q, t - 1))


@replace_run("noise-of-previous-zero", "noise-off-by-one")
def noise_previous_zero(q):
    return states_of(q, lambda q, t: noise_at(q, t - 1) if t else no_noise(q))


@replace_run("noise-reused", "noise-reused")
def noise_reused(q):
    return states_of(q, lambda q, t: noise_at(q, 0))


@replace_run("noise-last-for-all", "")
def noise_last_for_all(q):
    return states_of(q, lambda q, t: noise_at(q, -1))


@replace_run("noise-backwards", "")
def noise_backwards(q):
    return states_of(q, lambda q, t: noise_at(q, -1 - t))


@replace_run("noise-accumulated", "")
def noise_accumulated(q):
    sums = [scaled(0.0, q["X"]), scaled(0.0, q["Y"])]

    def noise(q, t):
        sums[0], sums[1] = plus(sums[0], q["noiseX"][t]), plus(sums[1], q["noiseY"][t])
        return tuple(sums)
    return states_of(q, noise)


@replace_run("noise-stops-at-20", "")
def noise_stops(q):
    return states_of(q, lambda q, t: noise_at(q, t) if t < 20 else no_noise(q))


@replace_run("momentum", "")
def momentum(q):
    states = [(q["X"], q["Y"])]
    for t in range(len(q["noiseX"])):
        X, Y = kit.step(q["M"], *states[-1], q["etaX"], q["etaY"], *noise_at(q, t))
        if t:
            (A, B), (C, D) = states[-1], states[-2]
            X, Y = plus(X, plus(A, C, -1.0), 0.1), plus(Y, plus(B, D, -1.0), 0.1)
        states.append((X, Y))
    return states


@replace_run("step-decay", "")
def step_decay(q):
    return states_of(q, sizes=lambda q, t: (q["etaX"] / math.sqrt(1 + t), q["etaY"] / math.sqrt(1 + t)))


@replace_run("step-decay-slow", "")
def step_decay_slow(q):
    return states_of(q, sizes=lambda q, t: (q["etaX"] * 0.9999**t, q["etaY"] * 0.9999**t))


@replace_run("drift-after-50", "")
def drift_after_50(q):
    return states_of(q, sizes=lambda q, t: tuple(e * (1.001 if t >= 50 else 1.0) for e in (q["etaX"], q["etaY"])))


@replace_run("state-binary32", "narrow-arithmetic")
def state_binary32(q):
    """Each state stored as binary32."""
    states = [(q["X"], q["Y"])]
    for t in range(len(q["noiseX"])):
        new = kit.step(q["M"], *states[-1], q["etaX"], q["etaY"], *noise_at(q, t))
        states.append(tuple([[single(x) for x in row] for row in a] for a in new))
    return states


@replace_run("recorded-too-late", "")
def recorded_too_late(q):
    states = states_of(q)
    return states[1:] + states[-1:]


@replace_run("recorded-too-early", "")
def recorded_too_early(q):
    states = states_of(q)
    return states[:1] + states[:-1]


@replace_run("recorded-perturbed", "")
def recorded_perturbed(q):
    """The perturbed iterate is recorded instead of the iterate."""
    states = states_of(q)
    return [(plus(X, q["noiseX"][t]), plus(Y, q["noiseY"][t])) if t < len(q["noiseX"]) else (X, Y)
            for t, (X, Y) in enumerate(states)]


@replace_run("recorded-last-for-all", "")
def recorded_last(q):
    """Every recorded state is the same array, overwritten by the last step."""
    states = states_of(q)
    return [states[-1]] * len(states)


@replace_run("restart-at-record", "")
def restart(q):
    """The start is perturbed once more at step 0."""
    q = dict(q, X=plus(q["X"], q["noiseX"][0]) if q["noiseX"] else q["X"])
    return states_of(q)


# ---- sample --------------------------------------------------------------------------------------------------


def matrix_of(draw, A, sigma):
    return [[sigma * draw() for _ in A[0]] for _ in A]


def law(name, code, draw):
    @replace_sample(name, code)
    def sample(rng, X, Y, s1, s2, n, state):
        return matrix_of(lambda: draw(rng), X, s1), matrix_of(lambda: draw(rng), Y, s2)


def laplace(rng):
    return rng.choice((-1, 1)) * rng.expovariate(math.sqrt(2))


def student(rng, degrees=10):
    chi = sum(rng.gauss(0, 1) ** 2 for _ in range(degrees))
    return rng.gauss(0, 1) / math.sqrt(chi / degrees) * math.sqrt((degrees - 2) / degrees)


def cut(limit):
    def draw(rng):
        while True:
            x = rng.gauss(0, 1)
            if abs(x) <= limit:
                return x
    return draw


law("sample-uniform", "", lambda rng: rng.uniform(-math.sqrt(3), math.sqrt(3)))
law("sample-laplace", "", laplace)
law("sample-rademacher", "", lambda rng: rng.choice((-1.0, 1.0)))
law("sample-twelve-uniforms", "", lambda rng: sum(rng.random() for _ in range(12)) - 6)
law("sample-student-10", "", student)
law("sample-skewed", "", lambda rng: rng.expovariate(1.0) - 1.0)
law("sample-cut-at-2", "", cut(2.0))
law("sample-folded", "", lambda rng: abs(rng.gauss(0, 1)))
law("sample-mean-shifted", "", lambda rng: rng.gauss(0.05, 1))
law("sample-scaled-by-sqrt-2", "", lambda rng: rng.gauss(0, math.sqrt(2)))
law("sample-sigma-3-percent", "", lambda rng: rng.gauss(0, 1.03))
law("sample-sigma-minus-3-percent", "", lambda rng: rng.gauss(0, 0.97))


def sample_sigmas(name, code, change):
    @replace_sample(name, code)
    def sample(rng, X, Y, s1, s2, n, state):
        a, b = change(s1, s2)
        return matrix_of(lambda: rng.gauss(0, 1), X, a), matrix_of(lambda: rng.gauss(0, 1), Y, b)


sample_sigmas("sample-variance", "variance-as-deviation", lambda a, b: (a * a, b * b))
sample_sigmas("sample-square-root", "variance-as-deviation", lambda a, b: (math.sqrt(a), math.sqrt(b)))
sample_sigmas("sample-sigmas-swapped", "", lambda a, b: (b, a))
sample_sigmas("sample-sigma1-for-both", "", lambda a, b: (a, a))
sample_sigmas("sample-noise-only-x", "noise-one-side", lambda a, b: (a, 0.0))
sample_sigmas("sample-sigma2-3-percent", "", lambda a, b: (a, 1.03 * b))


@replace_sample("sample-same-draw", "noise-correlated")
def same_draw(rng, X, Y, s1, s2, n, state):
    draws = [rng.gauss(0, 1) for _ in range(max(blocks(X), blocks(Y)))]
    a, b = iter(draws), iter(draws)
    return matrix_of(lambda: next(a), X, s1), matrix_of(lambda: next(b), Y, s2)


@replace_sample("sample-factors-half-correlated", "")
def half_correlated(rng, X, Y, s1, s2, n, state):
    shared = rng.gauss(0, 1)
    return (matrix_of(lambda: 0.6 * shared + 0.8 * rng.gauss(0, 1), X, s1),
            matrix_of(lambda: 0.6 * shared + 0.8 * rng.gauss(0, 1), Y, s2))


@replace_sample("sample-row-shared", "")
def row_shared(rng, X, Y, s1, s2, n, state):
    return (matrix_of(lambda: rng.gauss(0, 1), X[:1], s1) * len(X), matrix_of(lambda: rng.gauss(0, 1), Y, s2))


@replace_sample("sample-two-rows-shared", "")
def two_rows_shared(rng, X, Y, s1, s2, n, state):
    NX, NY = matrix_of(lambda: rng.gauss(0, 1), X, s1), matrix_of(lambda: rng.gauss(0, 1), Y, s2)
    return NX, NY[:-1] + NY[:1]


@replace_sample("sample-batch-constant", "")
def batch_constant(rng, X, Y, s1, s2, n, state):
    if not state:
        state["noise"] = gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)
    return state["noise"]


@replace_sample("sample-batch-of-100", "")
def batch_of_100(rng, X, Y, s1, s2, n, state):
    if n >= 100:
        return state[n % 100]
    state[n] = gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)
    return state[n]


@replace_sample("sample-half-reused", "")
def half_reused(rng, X, Y, s1, s2, n, state):
    """X's noise fresh at every image, Y's only at every second."""
    if n % 2 == 0:
        state["Y"] = gaussian(rng, len(Y), len(X[0]), s2)
    return gaussian(rng, len(X), len(X[0]), s1), state["Y"]


@replace_sample("sample-antithetic", "")
def antithetic(rng, X, Y, s1, s2, n, state):
    if n % 2 == 0:
        state["noise"] = gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)
        return state["noise"]
    return tuple(scaled(-1.0, a) for a in state["noise"])


@replace_sample("sample-serial", "")
def serial(rng, X, Y, s1, s2, n, state):
    """Each draw remembers a third of the draw before it."""
    new = [gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)]
    if n:
        c = math.sqrt(1 - 1 / 9)
        new = [plus(scaled(c, a), b, 1 / 3) for a, b in zip(new, state["last"])]
    state["last"] = new
    return tuple(new)


@replace_sample("sample-every-tenth-zero", "")
def every_tenth_zero(rng, X, Y, s1, s2, n, state):
    k = 0.0 if n % 10 == 0 else math.sqrt(10 / 9)
    return (matrix_of(lambda: k * rng.gauss(0, 1), X, s1), matrix_of(lambda: k * rng.gauss(0, 1), Y, s2))


@replace_sample("sample-scale-shared", "")
def scale_shared(rng, X, Y, s1, s2, n, state):
    """One random scale for a whole draw: uncorrelated entries, but not independent ones."""
    k = rng.choice((0.6, math.sqrt(2 - 0.36)))
    return (matrix_of(lambda: k * rng.gauss(0, 1), X, s1), matrix_of(lambda: k * rng.gauss(0, 1), Y, s2))


@mistake("sample-seed-ignored", "", SAMPLE)
def seed_ignored():
    right = kit.sample
    kit.sample = lambda M, X, Y, eX, eY, s1, s2, count, seed: right(M, X, Y, eX, eY, s1, s2, count, 1)


@mistake("sample-seed-few-bits", "", SAMPLE)
def seed_few_bits():
    """Only eight values of the seed give different draws."""
    right = kit.sample
    kit.sample = lambda M, X, Y, eX, eY, s1, s2, count, seed: right(M, X, Y, eX, eY, s1, s2, count, seed % 2)


@mistake("sample-chained", "", SAMPLE)
def chained():
    """A run of count steps instead of count images of one state."""
    def sample(M, X, Y, eX, eY, s1, s2, count, seed):
        rng, images, r = random.Random(seed), [], len(X[0])
        for _ in range(count):
            X, Y = kit.step(M, X, Y, eX, eY, gaussian(rng, len(X), r, s1), gaussian(rng, len(Y), r, s2))
            images.append((X, Y))
        return [p[0] for p in images], [p[1] for p in images]
    kit.sample = sample


@mistake("sample-same-seed-for-factors", "noise-correlated", SAMPLE)
def same_seed_for_factors():
    """Two generators, one for each factor, started from the same seed."""
    def sample(M, X, Y, eX, eY, s1, s2, count, seed):
        a, b, r = random.Random(seed), random.Random(seed), len(X[0])
        images = [kit.step(M, X, Y, eX, eY, gaussian(a, len(X), r, s1), gaussian(b, len(Y), r, s2))
                  for _ in range(count)]
        return [p[0] for p in images], [p[1] for p in images]
    kit.sample = sample


# ---- digits and narrow arithmetic -----------------------------------------------------------------------------


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0] if abs(x) < 3e38 else x


def half(x):
    return struct.unpack("<e", struct.pack("<e", x))[0] if abs(x) < 6e4 else x


def bfloat(x):
    """Truncated to the upper half of a binary32."""
    return struct.unpack("<f", struct.pack("<I", struct.unpack("<I", struct.pack("<f", x))[0] & 0xFFFF0000))[0]


PRINTED = {"format": None}


def printed(name, code, convert, ops=EVERY.replace(" sample", "")):
    def install():
        PRINTED["format"] = convert
    MISTAKES[name] = (code, ops.split(), install)


printed("printed-6-digits", "truncated-output", lambda x: float("%.6g" % x))
printed("printed-8-digits", "truncated-output", lambda x: float("%.8g" % x))
printed("printed-10-digits", "truncated-output", lambda x: float("%.10g" % x))
printed("printed-15-digits", "truncated-output", lambda x: float("%.15g" % x))
printed("printed-fixed-6", "truncated-output", lambda x: float("%.6f" % x))
printed("printed-fixed-12", "truncated-output", lambda x: float("%.12f" % x))
printed("printed-binary32", "narrow-arithmetic", single)


def narrow(name, declared, convert, ops=EVERY.replace(" sample", "")):
    """Every sum and product rounded."""
    class Narrow(float):
        __slots__ = ()

        def __add__(self, o):
            return Narrow(convert(float(self) + float(o)))

        def __sub__(self, o):
            return Narrow(convert(float(self) - float(o)))

        def __mul__(self, o):
            return Narrow(convert(float(self) * float(o)))
        __radd__, __rmul__ = __add__, __mul__

        def __neg__(self):
            return Narrow(-float(self))

    def lift(value):
        if isinstance(value, list):
            return [lift(v) for v in value]
        return Narrow(convert(value)) if isinstance(value, float) else value

    def install():
        PRINTED["declared"], PRINTED["lift"] = declared, lift
    MISTAKES[name] = ("narrow-arithmetic", ops.split(), install)


narrow("binary32-as-binary64", "binary64", single)
narrow("binary16-as-binary32", "binary32", half)
narrow("bfloat16-as-binary16", "binary16", bfloat)
narrow("binary64-as-double-double", "double-double", lambda x: x)
narrow("binary64-as-decimal-34", "decimal:34", lambda x: x)

LOSS, GRADIENT, HESSIAN, HVP, SMOOTHED_LOSS = kit.loss, kit.gradient, kit.hessian, kit.hvp, kit.smoothed_loss


# ---- the conversation --------------------------------------------------------------------------------------------


def converted(value, convert):
    if isinstance(value, dict):
        return {k: converted(v, convert) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [converted(v, convert) for v in value]
    return convert(value) if isinstance(value, float) else value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", choices=MISTAKES)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name, (code, ops, _) in MISTAKES.items():
            print(json.dumps({"name": name, "kind": "wrong", "code": code, "ops": ops}))
        return
    if options.variant:
        MISTAKES[options.variant][2]()
    for line in sys.stdin:
        q = json.loads(line, parse_int=float)
        for name in ("id", "count", "seed", "record"):
            if name in q:
                q[name] = [int(t) for t in q[name]] if name == "record" else int(q[name])
        if "lift" in PRINTED:
            q = PRINTED["lift"](q) if not isinstance(q, dict) else {
                k: PRINTED["lift"](v) if k != "id" else v for k, v in q.items()}
        try:
            reply = kit.answer(q)
        except Exception as problem:
            reply = {"error": repr(problem)}
        if q["op"] == "hello":
            reply.update(name="known mistake " + str(options.variant),
                         arithmetic=PRINTED.get("declared", "binary64"))
        elif PRINTED["format"]:
            reply = converted(reply, PRINTED["format"])
        print(json.dumps({"id": q["id"], **reply}), flush=True)
        if q["op"] == "bye":
            break


if __name__ == "__main__":
    main()
