# SPDX-License-Identifier: Apache-2.0
"""The smoothed ops."""
import math
import random

import candidate as kit
from candidate import gaussian, plus
from mistakes.registry import LOSS, MISTAKES, SMOOTHED_LOSS, blocks, replace, scaled


# ---- smoothed ops ------------------------------------------------------------------------------


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


def noise_terms(name, code, of_x, of_y, ops=SMOOTHED, constant=None):
    """Smoothed ops in which X's term is of_x(d1, d2, r, s1, s2), and Y's of_y."""
    def install():
        def loss(M, X, Y, s1, s2):
            at = (len(X), len(Y), len(X[0]), s1, s2)
            last = constant(*at) if constant else len(X[0]) * of_x(*at) * of_y(*at)
            return kit.loss(M, X, Y) + 0.5 * (of_x(*at) * kit.squares(X) + of_y(*at) * kit.squares(Y) + last)

        def slope(M, X, Y, s1, s2):
            at = (len(X), len(Y), len(X[0]), s1, s2)
            gX, gY = kit.gradient(M, X, Y)
            return plus(gX, X, of_x(*at)), plus(gY, Y, of_y(*at))

        def curvature(M, X, Y, s1, s2):
            at = (len(X), len(Y), len(X[0]), s1, s2)
            H = kit.hessian(M, X, Y)
            for v, row in enumerate(H):
                row[v] += of_x(*at) if v < blocks(X) else of_y(*at)
            return H
        for op, function in zip(SMOOTHED.split(), (loss, slope, curvature)):
            if op in ops.split():
                setattr(kit, op, function)
    MISTAKES[name] = (code, ops.split(), install)


def right_x(d1, d2, r, s1, s2):
    return d2 * s2 * s2


def right_y(d1, d2, r, s1, s2):
    return d1 * s1 * s1


noise_terms("smoothed-rank-for-dims", "dimension-factor",
            lambda d1, d2, r, s1, s2: r * s2 * s2, lambda d1, d2, r, s1, s2: r * s1 * s1)
noise_terms("smoothed-dims-squared", "dimension-factor",
            lambda d1, d2, r, s1, s2: d2 * d2 * s2 * s2, lambda d1, d2, r, s1, s2: d1 * d1 * s1 * s1)
noise_terms("smoothed-dims-added", "dimension-factor",
            lambda d1, d2, r, s1, s2: (d1 + d2) * s2 * s2, lambda d1, d2, r, s1, s2: (d1 + d2) * s1 * s1)
noise_terms("smoothed-sigmas-multiplied", "",
            lambda d1, d2, r, s1, s2: d2 * s1 * s2, lambda d1, d2, r, s1, s2: d1 * s1 * s2)
noise_terms("smoothed-negated", "sign", lambda *at: -right_x(*at), lambda *at: -right_y(*at))
noise_terms("smoothed-constant-unsquared", "", right_x, right_y, "smoothed_loss",
            lambda d1, d2, r, s1, s2: r * d1 * d2 * s1 * s2)
noise_terms("smoothed-constant-no-dims", "", right_x, right_y, "smoothed_loss",
            lambda d1, d2, r, s1, s2: r * (s1 * s2) ** 2)
noise_terms("smoothed-constant-rank-squared", "", right_x, right_y, "smoothed_loss",
            lambda d1, d2, r, s1, s2: r * r * d1 * d2 * (s1 * s2) ** 2)
