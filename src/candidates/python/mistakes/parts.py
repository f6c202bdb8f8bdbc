# SPDX-License-Identifier: Apache-2.0
"""One update: wrong in some shapes or at some sizes alone, right but for a size, or narrow in one place."""

from candidate import gradient, plus
from mistakes.registry import replace_step, scaled, single


# ---- step: in some shapes alone, and at some sizes -----------------------------------------------


# ---- step: right but for a size ------------------------------------------------------------------


# ---- step: one intermediate in binary32 ----------------------------------------------------------


def narrow_step(name, noise=lambda a: a, point=lambda a: a, slope=lambda a: a, move=lambda a: a, code="narrow-arithmetic"):
    @replace_step(name, code, "step run")
    def step(M, X, Y, eX, eY, NX, NY):
        gX, gY = gradient(M, point(plus(X, noise(NX))), point(plus(Y, noise(NY))))
        return plus(X, move(scaled(-eX, slope(gX)))), plus(Y, move(scaled(-eY, slope(gY))))


def singles(a):
    return [[single(x) for x in row] for row in a]


narrow_step("gradient-binary32", slope=singles)
