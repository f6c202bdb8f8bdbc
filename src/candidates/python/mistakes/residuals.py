# SPDX-License-Identifier: Apache-2.0
"""The residual, which reaches every op; the gradient; the loss."""
import math

import candidate as kit
from candidate import plus, residual, times, transpose
from mistakes.registry import (EVERY, GRADIENT, LOSS, MISTAKES,
                               RIGHT_RESIDUAL, column_major, replace, scaled, single)


# ---- the residual: reaches every op ------------------------------------------------------------


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


# ---- gradient and loss -------------------------------------------------------------------------


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


def imbalance(X, Y):
    return plus(times(transpose(X), X), times(transpose(Y), Y), -1.0)


@replace("gradient", "gradient-balanced", "")
def gradient_balanced(M, X, Y):
    """That of F + ||X^T X - Y^T Y||^2 / 8."""
    gX, gY = GRADIENT(M, X, Y)
    return plus(gX, times(X, imbalance(X, Y)), 0.5), plus(gY, times(Y, imbalance(X, Y)), -0.5)


@replace("gradient", "gradient-normalised", "")
def gradient_normalised(M, X, Y):
    gX, gY = GRADIENT(M, X, Y)
    norm = math.sqrt(kit.squares(gX) + kit.squares(gY)) or 1.0
    return scaled(1 / norm, gX), scaled(1 / norm, gY)


@replace("loss", "loss-balanced", "")
def loss_balanced(M, X, Y):
    return LOSS(M, X, Y) + kit.squares(imbalance(X, Y)) / 8


@replace("loss", "loss-over-rows", "")
def loss_over_rows(M, X, Y):
    return LOSS(M, X, Y) / len(X)


@replace_residual("last-rank-left-out", "", "loss gradient hvp step run")
def last_rank_left_out(M, X, Y):
    return RIGHT_RESIDUAL(M, *([row[:-1] if len(row) > 1 else row for row in a] for a in (X, Y)))
