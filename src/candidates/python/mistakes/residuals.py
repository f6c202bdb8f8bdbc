# SPDX-License-Identifier: Apache-2.0
"""The residual, which reaches every op; the gradient; the loss."""

import candidate as kit
from candidate import residual, times, transpose
from mistakes.registry import EVERY, GRADIENT, LOSS, MISTAKES, RIGHT_RESIDUAL, column_major, replace, scaled


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


@replace_residual("residual-tail-4", "")
def residual_tail(M, X, Y):
    """Columns of the residual beyond the last multiple of four are never computed."""
    n = len(Y) // 4 * 4
    return [row[:n] + [0.0] * (len(Y) - n) if n else row for row in RIGHT_RESIDUAL(M, X, Y)]


# ---- gradient and loss -------------------------------------------------------------------------


@replace("gradient", "gradient-doubled", "factor-two")
def gradient_doubled(M, X, Y):
    return tuple(scaled(2.0, g) for g in GRADIENT(M, X, Y))


@replace("gradient", "gradient-negated", "sign")
def gradient_negated(M, X, Y):
    return tuple(scaled(-1.0, g) for g in GRADIENT(M, X, Y))


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


@replace("loss", "loss-mean", "")
def loss_mean(M, X, Y):
    return LOSS(M, X, Y) / (len(X) * len(Y))
