# SPDX-License-Identifier: Apache-2.0
"""One update: wrong in some shapes or at some sizes alone, right but for a size, or narrow in one place."""
import math

from candidate import gradient, plus, residual, times, transpose
from mistakes.registry import RIGHT_STEP, part_x, part_y, replace_step, scaled, single
from mistakes.updates import ascent, gs_fresh


# ---- step: in some shapes alone, and at some sizes -----------------------------------------------


@replace_step("steps-swapped-rectangular", "step-sizes-swapped")
def steps_swapped_rectangular(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, *((eY, eX) if len(X) != len(Y) else (eX, eY)), NX, NY)


@replace_step("gs-square", "gauss-seidel-update")
def gs_square(M, X, Y, eX, eY, NX, NY):
    return (gs_fresh if len(X) == len(Y) else RIGHT_STEP)(M, X, Y, eX, eY, NX, NY)


@replace_step("ascent-rank-one", "sign")
def ascent_rank_one(M, X, Y, eX, eY, NX, NY):
    return (ascent if len(X[0]) == 1 else RIGHT_STEP)(M, X, Y, eX, eY, NX, NY)


@replace_step("noise-squeezed-one-row", "", "step run")
def noise_squeezed_one_row(M, X, Y, eX, eY, NX, NY):
    """One row and several columns: squeezed to a vector, whose noise gets lost."""
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(0.0, NX) if len(X) == 1 < len(X[0]) else NX, NY)


@replace_step("noise-squeezed-one-column", "", "step run")
def noise_squeezed_one_column(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, NX, scaled(0.0, NY) if len(Y) == 1 < len(Y[0]) else NY)


@replace_step("x-transposed-square", "", "step run")
def x_transposed_square(M, X, Y, eX, eY, NX, NY):
    """X taken for r x d1 wherever it may be."""
    return RIGHT_STEP(M, transpose(X) if len(X) == len(X[0]) else X, Y, eX, eY, NX, NY)


@replace_step("infinite-beyond-1e30", "", "step")
def infinite_beyond(M, X, Y, eX, eY, NX, NY):
    """Taken for diverged where the gradient is large."""
    gX, gY = gradient(M, plus(X, NX), plus(Y, NY))
    if any(abs(g) > 1e30 for row in gX + gY for g in row):
        return scaled(math.inf, X), scaled(math.inf, Y)
    return plus(X, gX, -eX), plus(Y, gY, -eY)


@replace_step("zero-below-1e-100", "", "step")
def zero_below(M, X, Y, eX, eY, NX, NY):
    gX, gY = ([[x if abs(x) > 1e-100 else 0.0 for x in row] for row in g]
              for g in gradient(M, plus(X, NX), plus(Y, NY)))
    return plus(X, gX, -eX), plus(Y, gY, -eY)


@replace_step("subnormal-raised", "", "step")
def subnormal_raised(M, X, Y, eX, eY, NX, NY):
    """What is smaller than the smallest normal number becomes that, not zero."""
    least = 2.0 ** -1022
    return tuple([[math.copysign(least, x) if 0 < abs(x) < least else x for x in row] for row in a]
                 for a in RIGHT_STEP(M, X, Y, eX, eY, NX, NY))


@replace_step("zero-column-nan", "", "step")
def zero_column_nan(M, X, Y, eX, eY, NX, NY):
    """Columns are normalised and scaled back."""
    if any(not any(column) for column in zip(*plus(X, NX))):
        return scaled(math.nan, X), Y
    return RIGHT_STEP(M, X, Y, eX, eY, NX, NY)


# ---- step: right but for a size ------------------------------------------------------------------


@replace_step("eta-per-mille", "")
def eta_per_mille(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, 1.001 * eX, 1.001 * eY, NX, NY)


@replace_step("eta-over-rows", "")
def eta_over_rows(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX / len(X), eY / len(X), NX, NY)


@replace_step("eta-product", "")
def eta_product(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX * eY, eX * eY, NX, NY)


@replace_step("eta-y-halved", "factor-two")
def eta_y_halved(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY / 2, NX, NY)


@replace_step("noise-percent", "")
def noise_percent(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(1.01, NX), scaled(1.01, NY))


@replace_step("noise-x-percent", "")
def noise_x_percent(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(0.99, NX), NY)


@replace_step("noise-over-root-rows", "")
def noise_over_root_rows(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, scaled(1 / math.sqrt(len(X)), NX), scaled(1 / math.sqrt(len(Y)), NY))


@replace_step("noise-by-row", "")
def noise_by_row(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, [[x / (i + 1) for x in row] for i, row in enumerate(NX)], NY)


@replace_step("noise-x-for-both", "", "step run")
def noise_x_for_both(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, NX, NX if len(X) == len(Y) else NY)


@replace_step("noise-last-row-missing", "")
def noise_last_row_missing(M, X, Y, eX, eY, NX, NY):
    return RIGHT_STEP(M, X, Y, eX, eY, NX[:-1] + [[0.0] * len(NX[0])], NY)


@replace_step("factor-x-stale", "residual-stale")
def factor_x_stale(M, X, Y, eX, eY, NX, NY):
    R = residual(M, plus(X, NX), plus(Y, NY))
    return plus(X, times(R, plus(Y, NY)), -eX), plus(Y, times(transpose(R), X), -eY)


@replace_step("gradient-y-unperturbed", "unperturbed-gradient")
def gradient_y_unperturbed(M, X, Y, eX, eY, NX, NY):
    return plus(X, part_x(M, plus(X, NX), plus(Y, NY)), -eX), plus(Y, part_y(M, X, Y), -eY)


# ---- step: one intermediate in binary32 ----------------------------------------------------------


def narrow_step(name, noise=lambda a: a, point=lambda a: a, slope=lambda a: a, move=lambda a: a, code="narrow-arithmetic"):
    @replace_step(name, code, "step run")
    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = gradient(M, point(plus(X, noise(NX))), point(plus(Y, noise(NY))))
        return plus(X, move(scaled(-eX, slope(gX)))), plus(Y, move(scaled(-eY, slope(gY))))


def singles(a):
    return [[single(x) for x in row] for row in a]


narrow_step("noise-binary32", noise=singles, code="narrow-input")
narrow_step("perturbed-binary32", point=singles)
narrow_step("gradient-binary32", slope=singles)
narrow_step("increment-binary32", move=singles)
