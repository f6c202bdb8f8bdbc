# SPDX-License-Identifier: Apache-2.0
"""One update: the order of its parts, where the noise goes, sizes and signs."""

from candidate import gradient, plus, residual, times, transpose
from mistakes.registry import RIGHT_STEP, column_major, part_x, part_y, replace_step, scaled


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


# ---- step: where the noise goes ----------------------------------------------------------------


@replace_step("unperturbed", "unperturbed-gradient")
def unperturbed(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(0.0, NX), scaled(0.0, NY))


@replace_step("noise-kept", "noise-kept")
def noise_kept(M, X, Y, eX, eY, NX, NY):
    Xn, Yn = RIGHT_STEP(M, X, Y, eX, eY, NX, NY)
    return plus(Xn, NX), plus(Yn, NY)


@replace_step("restored", "restored-by-subtraction", "step run")
def restored(M, X, Y, eX, eY, NX, NY):
    Xt, Yt = plus(X, NX), plus(Y, NY)
    gX, gY = gradient(M, Xt, Yt)
    return plus(plus(Xt, NX, -1), gX, -eX), plus(plus(Yt, NY, -1), gY, -eY)


@replace_step("noise-on-gradient", "noise-on-gradient")
def noise_on_gradient(M, X, Y, eX, eY, NX, NY):
    gX, gY = gradient(M, X, Y)
    return plus(X, plus(gX, NX), -eX), plus(Y, plus(gY, NY), -eY)


@replace_step("noise-scaled-by-eta", "noise-scaled", "step run")
def noise_scaled_by_eta(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(eX, NX), scaled(eY, NY))


@replace_step("noise-twice", "noise-scaled", "step run")
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


@replace_step("noise-column-major", "", "step run")
def noise_column_major(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, column_major(NX), column_major(NY))


@replace_step("residual-stale", "residual-stale")
def residual_stale(M, X, Y, eX, eY, NX, NY):
    R = residual(M, X, Y)
    return plus(X, times(R, plus(Y, NY)), -eX), plus(Y, times(transpose(R), plus(X, NX)), -eY)


@replace_step("factor-stale", "residual-stale")
def factor_stale(M, X, Y, eX, eY, NX, NY):
    R = residual(M, plus(X, NX), plus(Y, NY))
    return plus(X, times(R, Y), -eX), plus(Y, times(transpose(R), X), -eY)


# ---- step: sizes, signs, the target ------------------------------------------------------------


@replace_step("ascent", "sign")
def ascent(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, -eX, -eY, NX, NY)


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


@replace_step("mean-gradient", "")
def mean_gradient(M, X, Y, eX, eY, NX, NY):
    n = len(X) * len(Y)
    return RIGHT_STEP(M, X, Y, eX / n, eY / n, NX, NY)
