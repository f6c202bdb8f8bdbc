# SPDX-License-Identifier: Apache-2.0
"""The Hessian and its products."""

import candidate as kit
from candidate import gradient, plus, residual, times, transpose
from mistakes.registry import HESSIAN, MISTAKES, blocks, replace, scaled


# ---- Hessian and its products ------------------------------------------------------------------


def hessian_mistake(name, code):
    def register(change):
        def hessian(M, X, Y):
            return change(HESSIAN(M, X, Y), M, X, Y)
        MISTAKES[name] = (code, ["hessian", "smoothed_hessian"], lambda: setattr(kit, "hessian", hessian))
        return change
    return register


@hessian_mistake("hessian-gauss-newton", "hessian-off-diagonal")
def hessian_gauss_newton(H, M, X, Y):
    R, n, r = residual(M, X, Y), blocks(X), len(X[0])
    for i in range(len(X)):
        for j in range(len(Y)):
            for k in range(r):
                v, w = i * r + k, n + j * r + k
                H[v][w] = H[w][v] = X[i][k] * Y[j][k]
    return H


@hessian_mistake("hessian-block-diagonal", "")
def hessian_block_diagonal(H, M, X, Y):
    n = blocks(X)
    return [[x if (v < n) == (w < n) else 0.0 for w, x in enumerate(row)] for v, row in enumerate(H)]


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


@replace("hvp", "hvp-gauss-newton", "hessian-off-diagonal")
def hvp_gauss_newton(M, X, Y, dX, dY):
    dR = plus(times(dX, transpose(Y)), times(X, transpose(dY)))
    return times(dR, Y), times(transpose(dR), X)


@replace("hvp", "hvp-finite-difference", "")
def hvp_finite_difference(M, X, Y, dX, dY):
    h = 1e-7
    up, at = gradient(M, plus(X, dX, h), plus(Y, dY, h)), gradient(M, X, Y)
    return tuple(scaled(1 / h, plus(u, a, -1.0)) for u, a in zip(up, at))
