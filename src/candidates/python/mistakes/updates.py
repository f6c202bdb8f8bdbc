# SPDX-License-Identifier: Apache-2.0
"""One update: the order of its parts, where the noise goes, sizes and signs."""
import math

from candidate import gradient, plus, residual, times, transpose
from mistakes.registry import RIGHT_STEP, column_major, part_x, part_y, replace_step, scaled, single


# ---- step: the order of the two updates --------------------------------------------------------


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


# ---- step: where the noise goes ----------------------------------------------------------------


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


@replace_step("restored", "restored-by-subtraction", "step run")
def restored(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    gX, gY = gradient(M, Xt, Yt)
    return plus(plus(Xt, NX, -1), gX, -eX), plus(plus(Yt, NY, -1), gY, -eY)


@replace_step("restored-y", "restored-by-subtraction", "step run")
def restored_y(M, X, Y, eX, eY, NX, NY):
    Yt = plus(Y, NY)
    gX, gY = gradient(M, plus(X, NX), Yt)
    return plus(X, gX, -eX), plus(plus(Yt, NY, -1), gY, -eY)


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


# ---- step: sizes, signs, the target ------------------------------------------------------------


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
