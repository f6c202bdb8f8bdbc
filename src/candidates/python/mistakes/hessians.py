# SPDX-License-Identifier: Apache-2.0
"""The Hessian and its products."""
import math

import candidate as kit
from candidate import gradient, plus, residual, times, transpose
from mistakes.registry import HESSIAN, HVP, MISTAKES, blocks, replace, scaled


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


@hessian_mistake("hessian-lower", "")
def hessian_lower(H, M, X, Y):
    return [[x if v >= w else 0.0 for w, x in enumerate(row)] for v, row in enumerate(H)]


@hessian_mistake("hessian-diagonal-twice", "")
def hessian_diagonal_twice(H, M, X, Y):
    """A triangle and its transpose added up."""
    return [[2 * x if v == w else x for w, x in enumerate(row)] for v, row in enumerate(H)]


@hessian_mistake("hessian-grams-diagonal", "")
def hessian_grams_diagonal(H, M, X, Y):
    r = len(X[0])
    return [[0.0 if v // r == w // r and v != w else x for w, x in enumerate(row)] for v, row in enumerate(H)]


@hessian_mistake("hessian-lower-without-residual", "")
def hessian_lower_without_residual(H, M, X, Y):
    n, r = blocks(X), len(X[0])
    for v in range(n, len(H)):
        for w in range(v % r, n, r):
            H[v][w] = X[w // r][w % r] * Y[(v - n) // r][v % r]
    return H


@hessian_mistake("hessian-residual-transposed", "")
def hessian_residual_transposed(H, M, X, Y):
    """R_ji for R_ij, where M is square."""
    n, r = blocks(X), len(X[0])
    if len(X) == len(Y):
        R = residual(M, X, Y)
        for v in range(n):
            for w in range(n + v % r, len(H), r):
                i, j = v // r, (w - n) // r
                H[v][w] = H[w][v] = H[v][w] - R[i][j] + R[j][i]
    return H


@replace("hvp", "hvp-y-negated", "sign")
def hvp_y_negated(M, X, Y, dX, dY):
    hX, hY = HVP(M, X, Y, dX, dY)
    return hX, scaled(-1.0, hY)


@replace("hvp", "hvp-cross-missing", "")
def hvp_cross_missing(M, X, Y, dX, dY):
    R, dR = residual(M, X, Y), times(dX, transpose(Y))
    return plus(times(dR, Y), times(R, dY)), plus(times(transpose(dR), X), times(transpose(R), dX))


@replace("hvp", "hvp-normalised", "")
def hvp_normalised(M, X, Y, dX, dY):
    norm = math.sqrt(kit.squares(dX) + kit.squares(dY)) or 1.0
    return HVP(M, X, Y, scaled(1 / norm, dX), scaled(1 / norm, dY))
