# SPDX-License-Identifier: Apache-2.0
"""The smoothed ops."""
import math
import random

import candidate as kit
from candidate import gaussian, plus
from mistakes.registry import MISTAKES, SMOOTHED_LOSS, replace, scaled


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
sigma_mistake("smoothed-dims-swapped", "dimension-factor",
              lambda s1, s2, d1, d2: (s1 * math.sqrt(d2 / d1), s2 * math.sqrt(d1 / d2)),
              "smoothed_gradient smoothed_hessian smoothed_loss")
sigma_mistake("smoothed-plain", "", lambda s1, s2, d1, d2: (0.0, 0.0))


@replace("smoothed_loss", "smoothed-loss-dims-missing", "dimension-factor")
def smoothed_loss_dims_missing(M, X, Y, s1, s2):
    return kit.loss(M, X, Y) + 0.5 * (s2 * s2 * kit.squares(X) + s1 * s1 * kit.squares(Y)
                                      + len(X[0]) * s1 * s1 * s2 * s2)


@replace("smoothed_gradient", "smoothed-gradient-dims-missing", "dimension-factor")
def smoothed_gradient_dims_missing(M, X, Y, s1, s2):
    gX, gY = kit.gradient(M, X, Y)
    return plus(gX, X, s2 * s2), plus(gY, Y, s1 * s1)


@replace("smoothed_loss", "smoothed-loss-no-constant", "")
def smoothed_loss_no_constant(M, X, Y, s1, s2):
    return SMOOTHED_LOSS(M, X, Y, s1, s2) - 0.5 * len(X) * len(Y) * len(X[0]) * (s1 * s2) ** 2


@replace("smoothed_gradient", "smoothed-gradient-monte-carlo", "")
def smoothed_gradient_monte_carlo(M, X, Y, s1, s2):
    rng, n = random.Random(1), 400
    sX, sY = scaled(0.0, X), scaled(0.0, Y)
    for _ in range(n):
        gX, gY = kit.gradient(M, plus(X, gaussian(rng, len(X), len(X[0]), s1)),
                              plus(Y, gaussian(rng, len(Y), len(X[0]), s2)))
        sX, sY = plus(sX, gX, 1 / n), plus(sY, gY, 1 / n)
    return sX, sY
