# SPDX-License-Identifier: Apache-2.0
"""Tests of updates, gradients and losses of a matrix factorization; to be copied beside noisygd_test.py, which it imports.

    assert_update(fn, arithmetic)             fn(X, Y, M, (etaX, etaY), (noiseX, noiseY)) -> X', Y'
    assert_gradient(fn, arithmetic)           fn(X, Y, M) -> the gradients by X and by Y
    assert_loss(fn, arithmetic)               fn(X, Y, M) -> F(X, Y)
    assert_hessian_vector_product(fn, arith.) fn(X, Y, M, dX, dY) -> the Hessian applied to (dX, dY)

with F(X, Y) = 1/2 ||X Y^T - M||^2, X of d1 x r, Y of d2 x r, M of d1 x d2, and one perturbed update

    Xt = X + noiseX;  Yt = Y + noiseY;  R = Xt Yt^T - M;  X' = X - etaX R Yt;  Y' = Y - etaY R^T Xt.

fn gets and returns arrays as in noisygd_test.py. The expected numbers are computed in fractions from the definitions. An entry
is expected bitwise where no admissible order of evaluation rounds; else it may be off by gamma_n S, with
gamma_n = n u / (1 - n u), u the unit roundoff, n the maximum number of operations that a term passes in any order, and S the sum
of the terms' absolute values. There is no term for underflow: inputs are multiples of 2^-k such that no intermediate that is not
zero lies below the smallest normal number, however it was rounded. Results without a bound (n u > 1/4: losses and Hessians in
bfloat16) are only seen to have their shape, and a warning says so. The note bounds.md of noisygd derives these bounds.
"""
from __future__ import annotations

import math
import warnings
from fractions import Fraction
from typing import Any, Callable, Dict, Iterable, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from noisygd_test import FORMATS, Array, _choice, _numpy, _failure, round_exactly

Expected = Tuple[Array, ...]  # arrays of Fractions



class _Case(NamedTuple):
    """A question: its name, the inputs as numbers, and as Fractions."""

    name: str
    given: Tuple[Any, ...]
    exact: Tuple[Any, ...]


def _fractions(a: Any) -> Array:
    return np.vectorize(lambda v: Fraction(float(v)), otypes=[object])(np.asarray(a, np.float64))


def _grid(*arrays: Array) -> Fraction:
    """The largest power of two, at most 1, of which all entries are multiples."""
    grid = Fraction(1)
    for v in (v for a in arrays for v in np.ravel(a) if v):
        grid = min(grid, Fraction(v.numerator & -v.numerator, v.denominator))
    return grid


class _Arithmetic:
    """A declared arithmetic, its unit roundoff, and inputs for it."""

    def __init__(self, name: str):
        self.name = _choice("arithmetic", name, ("binary64", "binary32", "tf32", "bfloat16", "binary16"))
        self.format = FORMATS[name]
        # Operands of products may be converted again, by cutting: two more factors a product.
        self.converts = name in ("tf32", "bfloat16")
        self.u = Fraction(2 if self.converts else 1, 1 << self.format.p)
        self.type = {"binary64": np.float64, "binary16": np.float16}.get(name, np.float32)
        # Inputs are multiples of 2^-k below 2: an update's intermediates are multiples of 2^-(3k) times the step size's grid.
        self.k = {"binary64": 52, "binary32": 23, "tf32": 10, "bfloat16": 7, "binary16": 3}[name]

    def gamma(self, n: int, products: int) -> Optional[Fraction]:
        nu = (n + (2 * products if self.converts else 0)) * self.u
        return nu / (1 - nu) if nu <= Fraction(1, 4) else None

    def stored(self, a: Any) -> Array:
        """Numbers as the routine gets them, rounded to the format."""
        rounded = np.vectorize(lambda v: round_exactly(float(v), self.format), otypes=[np.float64])
        return rounded(np.asarray(a, np.float64)).astype(self.type)

    def random(self, random: np.random.Generator, rows: int, columns: int, size: float = 1) -> Array:
        one = np.round(random.uniform(-2, 2, (rows, columns)) * 2.0**self.k) * 2.0**-self.k
        return self.stored(one * size)

    def bound(self, n: int, products: int, terms: Array, grid: Fraction) -> Array:
        """gamma_n S for each entry; 0 where no admissible order of evaluation rounds: all parts of the
        sum are multiples of the grid and below 2^p of it; None where it says nothing."""
        gamma = self.gamma(n, products)

        def one(s: Fraction) -> Optional[Fraction]:
            if s == 0 or s < grid * (1 << self.format.p):
                return Fraction(0)
            return None if gamma is None else gamma * s
        return np.vectorize(one, otypes=[object])(terms)


class _Terms(_Arithmetic):
    """Gives S itself as the bound."""

    def bound(self, n: int, products: int, terms: Array, grid: Fraction) -> Array:
        return terms


SHAPES = ((3, 3, 2), (1, 1, 1), (4, 2, 1), (2, 5, 3), (5, 3, 2), (3, 4, 1), (2, 2, 2), (5, 3, 3))


def _gradient(X: Array, Y: Array, M: Array) -> Expected:
    R = X.dot(Y.T) - M
    return R.dot(Y), R.T.dot(X)


def _moved(X: Array, Y: Array, steps: Sequence[Any], by: Expected) -> Expected:
    return X - steps[0] * by[0], Y - steps[1] * by[1]


def _update(X: Array, Y: Array, M: Array, steps: Sequence[Any], noise: Expected) -> Expected:
    return _moved(X, Y, steps, _gradient(X + noise[0], Y + noise[1], M))


def _loss(X: Array, Y: Array, M: Array) -> Expected:
    return (np.array(((X.dot(Y.T) - M) ** 2).sum() / 2, object),)


def _hvp(X: Array, Y: Array, M: Array, dX: Array, dY: Array) -> Expected:
    R, C = X.dot(Y.T) - M, dX.dot(Y.T) + X.dot(dY.T)
    return C.dot(Y) + R.dot(dY), C.T.dot(X) + R.T.dot(dX)


def _terms(X: Array, Y: Array, M: Array) -> Expected:
    """S of the gradient: the same with absolute values, and a sum for the difference."""
    return _gradient(abs(X), abs(Y), -abs(M))


def _gradient_bound(a: _Arithmetic, X: Array, Y: Array, M: Array) -> Expected:
    (d1, d2), r = M.shape, X.shape[1]
    x, y, m = _grid(X), _grid(Y), _grid(M)
    S = _terms(X, Y, M)
    cell = min(x * y, m)
    return a.bound(r + 2 * d2 + 8, 2, S[0], cell * y), a.bound(r + 2 * d1 + 8, 2, S[1], cell * x)


def _update_bound(a: _Arithmetic, X: Array, Y: Array, M: Array, steps: Sequence[Any], noise: Expected) -> Expected:
    (d1, d2), r = M.shape, X.shape[1]
    x, y, m = _grid(X, noise[0]), _grid(Y, noise[1]), _grid(M)
    sums = [abs(X) + abs(noise[0]), abs(Y) + abs(noise[1])]
    kept = all(s.max() < g * (1 << a.format.p) for s, g in zip(sums, (x, y)))  # Xt and Yt round nothing
    S = _terms(X + noise[0], Y + noise[1], M)
    cell = min(x * y, m)
    bounds = []
    for Z, s, eta, grid, other in zip((X, Y), S, steps, (cell * y, cell * x), (d2, d1)):
        if eta == 0:
            bounds.append(s * 0)  # the factor is unchanged
        else:
            terms = abs(Z) + max(eta, Fraction(1)) * s
            exact = min(grid * _grid(np.array([eta], object)), _grid(Z)) if kept else Fraction(0)
            gross = a.bound(r + 2 * other + 12, 3, terms, exact)
            net = a.bound(r + 2 * other + 12, 3, abs(Z) + eta * s, Fraction(0))
            bounds.append(np.where(gross == 0, gross, net))
    return tuple(bounds)


def _loss_bound(a: _Arithmetic, X: Array, Y: Array, M: Array) -> Expected:
    (d1, d2), r = M.shape, X.shape[1]
    S = _loss(abs(X), abs(Y), -abs(M))[0]
    # The expanded form passes the most operations; a norm rounds the loss itself even where the residual is exact.
    grid = min(_grid(X) * _grid(Y), _grid(M)) ** 2 / 2
    bound = a.bound(d1 * d2 + (d1 + d2 + r) * (r + 1) + r + 14, 7, np.array([S.item()], object), grid)[0]
    if bound == 0:
        gamma = a.gamma(d1 * d2 + 14, 7)
        bound = None if gamma is None else gamma * _loss(X, Y, M)[0].item()
    return (np.array(bound, object),)


def _hvp_bound(a: _Arithmetic, X: Array, Y: Array, M: Array, dX: Array, dY: Array) -> Expected:
    (d1, d2), r = M.shape, X.shape[1]
    x, y, m = _grid(X, dX), _grid(Y, dY), _grid(M)
    S = _hvp(abs(X), abs(Y), -abs(M), abs(dX), abs(dY))
    n, cell = (d1 + d2 + 2) * r + 10, min(x * y, m)
    return a.bound(n + 2 * d2, 3, S[0], cell * y), a.bound(n + 2 * d1, 3, S[1], cell * x)


def _cases(a: _Arithmetic, op: str) -> Iterable[_Case]:
    """Cases of whole numbers, most of which no plan rounds, and of random numbers of all digits, of many shapes."""
    random = np.random.default_rng(20210221)
    for kind in ("whole numbers", "all digits", "large" if op == "update" else "all digits again"):
        for d1, d2, r in SHAPES:
            whole = kind == "whole numbers"

            def draw(rows: int, columns: int, size: float = 1) -> Array:
                if whole:
                    return a.stored(random.integers(-2, 3, (rows, columns)))
                return a.random(random, rows, columns, size)
            X, Y, M = draw(d1, r), draw(d2, r), draw(d1, d2)
            more: Tuple[Any, ...] = ()
            if op == "update":
                big = (16 if a.name == "binary16" else 2.0**20) if kind == "large" else 1
                steps = (0.25, 0.125) if whole else (0.5, 0.25) if a.name == "binary16" else (0.0713, 0.0191)
                more = (tuple(map(float, a.stored(steps))),
                        (draw(d1, r, big / 2), draw(d2, r, big / (8 if big > 1 else 2))))
            elif op == "hvp":
                more = (draw(d1, r), draw(d2, r))
            if kind == "large" and a.name != "binary16" and d1 != d2:  # weights that no sum with the noise keeps
                y, z = Y * a.type(2.0**-10), a.type(2.0**14)
                yield _case(f"noiseX far above X, d1={d1}, d2={d2}, r={r}", X, y, M, more[0], (draw(d1, r) * z, y * 0))
                yield _case(f"noiseY far above Y, d1={d1}, d2={d2}, r={r}", y, X, M.T.copy(), more[0], (y * 0, draw(d1, r) * z))
            yield _case(f"{kind}, d1={d1}, d2={d2}, r={r}", X, Y, M, *more)
            if op == "update" and kind == "all digits" and (d1, d2, r) in ((5, 3, 2), (3, 3, 2)):
                steps, (U, V) = more
                for name, s, n in (("etaX = 0", (0.0, 0.125), (U, V)), ("etaY = 0", (0.25, 0.0), (U, V)),
                                   ("no noise", steps, (U * 0, V * 0)), ("noise of X alone", steps, (U, V * 0)),
                                   ("noise of Y alone", steps, (U * 0, V)), ("etaX below etaY", steps[::-1], (U, V))):
                    yield _case(f"{name}, d1={d1}, d2={d2}, r={r}", X, Y, M, s, n)


def _case(name: str, *given: Any) -> _Case:
    return _Case(name, given, tuple(
        (tuple(Fraction(v) for v in g) if isinstance(g[0], float) else tuple(map(_fractions, g))) if isinstance(g, tuple)
        else _fractions(g) for g in given))


def _copied(x: Any) -> Any:
    return tuple(map(_copied, x)) if isinstance(x, tuple) else x.copy() if isinstance(x, np.ndarray) else x


def _half(x: Array) -> Array:
    return x * Fraction(1, 2)


def _shared_faults(of: Callable[..., Expected], what: str):
    """(code, words, function of what an op is given): faults in the size of its result, and in M."""
    half = Fraction(1, 2)
    for code, words, size in (
            ("sign", f"the sign of {what} is wrong", lambda M: -1),
            ("factor-two", f"{what} is doubled; F has a factor 1/2", lambda M: 2),
            ("factor-two", f"{what} is halved; F has one factor 1/2", lambda M: half),
            *(("mean-instead-of-sum", f"the mean over {over}; F is half the sum of squares", lambda M, f=f, n=n: f / n(M))
              for over, n in (("all cells", np.size), ("the rows of M", len), ("the columns of M", lambda M: M.shape[1]))
              for f in (Fraction(1), Fraction(2)))):
        yield code, words, lambda X, Y, M, *more, z=size: tuple(np.asarray(z(M) * g, object) for g in of(X, Y, M, *more))
    for code, words, change in (("target-transposed", "M is transposed", lambda M: M.T),
                                ("target-order", "M is laid out column by column", lambda M: M.ravel("F").reshape(M.shape)),
                                ("target-order", "M is read column by column", lambda M: M.reshape(M.shape[::-1]).T),
                                ("target-missing", "M is left out", lambda M: M * 0),
                                ("target-negated", "M is added; R = X Y^T - M", lambda M: -M)):
        yield code, words, lambda X, Y, M, *more, c=change: of(X, Y, c(M), *more)


def _gradient_faults():
    """An update makes them with its gradient."""
    yield from _shared_faults(_gradient, "the gradient")
    yield "gradients-swapped", "the gradients by X and by Y are exchanged", lambda X, Y, M: _gradient(X, Y, M)[::-1]


def _update_faults():
    G = _gradient

    def at(X: Array, Y: Array, M: Array, steps: Sequence[Any], noise: Expected):
        return X + noise[0], Y + noise[1]

    def seidel(X, Y, M, s, n, first=0, noisy=True, fresh=True):
        """The factor that is first goes ahead; the other sees it, with its noise or not, in the residual or not."""
        Xt, Yt = X + n[0], Y + n[1]
        one = _moved(X, Y, s, G(Xt, Yt, M))[first]
        seen = one + n[first] if noisy else one
        R = Xt.dot(Yt.T) - M
        if first == 0:
            R = seen.dot(Yt.T) - M if fresh else R
            return one, Y - s[1] * R.T.dot(seen)
        R = Xt.dot(seen.T) - M if fresh else R
        return X - s[0] * R.dot(seen), one
    for first in (0, 1):
        a, b = ("X", "Y") if first == 0 else ("Y", "X")
        for noisy in (True, False):
            for fresh in (True, False):
                yield ("gauss-seidel-update", f"{b}' is computed from {a}'; compute both from Xt and Yt",
                       lambda *c, f=first, n=noisy, h=fresh: seidel(*c, first=f, noisy=n, fresh=h))
    yield "unperturbed-gradient", "the gradient is taken at (X, Y); take it at (X + noiseX, Y + noiseY)", \
        lambda X, Y, M, s, n: _moved(X, Y, s, G(X, Y, M))
    yield "noise-kept", "X' starts from Xt, so that the noise stays in the iterate; start from X", \
        lambda X, Y, M, s, n: _moved(*at(X, Y, M, s, n), s, G(*at(X, Y, M, s, n), M))
    yield "noise-kept", "X' starts from Xt; start from X", lambda X, Y, M, s, n: (
        _moved(X + n[0], Y, s, G(X + n[0], Y + n[1], M)))
    yield "noise-kept", "Y' starts from Yt; start from Y", lambda X, Y, M, s, n: (
        _moved(X, Y + n[1], s, G(X + n[0], Y + n[1], M)))
    for sign in (1, -1):
        yield "noise-on-gradient", "the noise is added to the result of a noise-free update", \
            lambda X, Y, M, s, n, c=sign: _moved(X + c * n[0], Y + c * n[1], s, G(X, Y, M))
        yield "noise-on-gradient", "the noise is added to the gradient at (X, Y)", lambda X, Y, M, s, n, c=sign: _moved(
            X, Y, s, tuple(g + c * z for g, z in zip(G(X, Y, M), n)))
    noises = (("noise-swapped", "X gets noiseY and Y gets noiseX", lambda n, s: n[::-1]),
              ("noise-negated", "the noise is subtracted; Xt = X + noiseX", lambda n, s: (-n[0], -n[1])),
              ("noise-one-side", "only X is perturbed", lambda n, s: (n[0], n[1] * 0)),
              ("noise-one-side", "only Y is perturbed", lambda n, s: (n[0] * 0, n[1])),
              ("noise-scaled", "the noise is doubled; it is already scaled", lambda n, s: (n[0] * 2, n[1] * 2)),
              ("noise-scaled", "the noise is halved; it is already scaled", lambda n, s: (_half(n[0]), _half(n[1]))),
              ("noise-scaled", "the noise is multiplied by the step size", lambda n, s: (n[0] * s[0], n[1] * s[1])),
              ("noise-correlated", "Y gets the noise of X", lambda n, s: (n[0], n[0])))
    for code, words, change in noises:
        yield code, words, lambda X, Y, M, s, n, c=change: _update(X, Y, M, s, c(n, s))

    def stale(X, Y, M, s, n, residual, factor):
        p, q = ((X + n[0], Y + n[1]) if noisy else (X, Y) for noisy in (residual, factor))
        R = p[0].dot(p[1].T) - M
        return _moved(X, Y, s, (R.dot(q[1]), R.T.dot(q[0])))
    yield "residual-stale", "the residual is taken at (X, Y), the factor beside it at (Xt, Yt); take both at (Xt, Yt)", \
        lambda *c: stale(*c, residual=False, factor=True)
    yield "residual-stale", "the residual is perturbed but its factor is not; take both at (Xt, Yt)", \
        lambda *c: stale(*c, residual=True, factor=False)
    steps = (("step-sizes-swapped", "etaX and etaY are exchanged", lambda s: s[::-1]),
             ("step-size-shared", "etaX is used for both; X has etaX and Y has etaY", lambda s: (s[0], s[0])),
             ("step-size-shared", "etaY is used for both; X has etaX and Y has etaY", lambda s: (s[1], s[1])),
             ("step-size-missing", "the step sizes are left out", lambda s: (1, 1)),
             ("updates-missing", "no update is made", lambda s: (0, 0)),
             ("factor-not-updated", "X' is X itself", lambda s: (0, s[1])),
             ("factor-not-updated", "Y' is Y itself", lambda s: (s[0], 0)))
    for code, words, change in steps:
        yield code, words, lambda X, Y, M, s, n, c=change: _update(X, Y, M, c(s), n)
    for code, words, change in _gradient_faults():
        yield code, words, lambda X, Y, M, s, n, c=change: _moved(X, Y, s, c(X + n[0], Y + n[1], M))


def _loss_faults():
    yield from _shared_faults(_loss, "the loss")


def _hvp_faults():
    H = _hvp

    def parts(diagonal=1, change=1, residual=1):
        def product(X, Y, M, dX, dY):
            R = X.dot(Y.T) - M
            ofx, ofy = dX.dot(Y.T), X.dot(dY.T)
            return ((diagonal * ofx + change * ofy).dot(Y) + residual * R.dot(dY),
                    (change * ofx + diagonal * ofy).T.dot(X) + residual * R.T.dot(dX))
        return product
    yield "hessian-off-diagonal", "the off-diagonal block lacks the residual", parts(residual=0)
    yield "hessian-off-diagonal", "the residual in the off-diagonal block has the wrong sign", parts(residual=-1)
    yield "hessian-off-diagonal", "the residual in the off-diagonal block is doubled", parts(residual=2)
    yield "hessian-off-diagonal", "the off-diagonal block lacks X_ib Y_ja", parts(change=0)
    yield "hessian-off-diagonal", "the off-diagonal block is missing", parts(change=0, residual=0)
    yield "gradients-swapped", "the parts of X and of Y are exchanged", lambda *c: H(*c)[::-1]
    yield from _shared_faults(_hvp, "the product")


def _fits(got: Any, expected: Expected, bounds: Expected) -> bool:
    """Returns true if all entries lie within their bounds; a bound of None bounds nothing."""
    return got is not None and len(got) == len(expected) and all(
        g.shape == d.shape and all(b is None or (math.isfinite(v) and abs(Fraction(v) - e) <= b)
                                   for v, e, b in zip(g.ravel().tolist(), d.ravel(), np.ravel(b_)))
        for g, d, b_ in zip(got, expected, bounds))


def _named(op: str, arithmetic: _Arithmetic, asked: Sequence[_Case], answers: Sequence[Any]) -> str:
    """The first fault that gives all numbers that came, within the bounds of the correct formula."""
    correct, bound, faults, _ = _OPS[op]
    # A name needs no proof, but must not be another's: each array may be off by some units of its largest terms.
    sizes = [tuple(max(np.ravel(S)) for S in bound(_Terms(arithmetic.name), *case.exact)) for case in asked]

    def near(units: Fraction, got: Any, wrong: Expected, size: Sequence[Fraction]) -> bool:
        return _fits(got, wrong, tuple(np.full(e.shape, units * (s + max(map(abs, np.ravel(e)))), object)
                                       for e, s in zip(wrong, size)))
    exact = [correct(*case.exact) for case in asked]
    if op == "update":
        noisy = [tuple(s + max(abs(z).max() for z in case.exact[4]) for s in size) for case, size in zip(asked, sizes)]
        if all(near(4 * arithmetic.u, *one) for one in zip(answers, exact, noisy)):
            return "restored-by-subtraction: keep a copy of the weights from before the noise"

    def narrow(case: _Case, got: Any, wanted: Expected, size: Sequence[Fraction]) -> bool:
        if got is None or not all(np.isfinite(z).all() for z in got):
            return name == "binary16" and got is not None and case.name.startswith(("large", "noise"))
        small = bound(_Arithmetic(name), *case.exact)
        return near(Fraction(4, 1 << FORMATS[name].p), got, wanted, size) and (not case.name.startswith("whole") or _fits(
            got, wanted, tuple(np.where(np.equal(b, 0), b, None) for b in small)))
    for name in ("binary32", "binary16", "tf32", "bfloat16"):
        if FORMATS[name].p < arithmetic.format.p and all(map(narrow, asked, answers, exact, sizes)):
            return f"narrow-arithmetic: the errors are those of {name}, not of the declared {arithmetic.name}"
    units = min(64 * arithmetic.u, Fraction(1, 32))
    for code, words, faulty in faults():
        compared = 0
        for case, got, size in zip(asked, answers, sizes):
            try:
                wrong = faulty(*case.exact)
            except ValueError:  # shapes that the fault cannot have; the routine must have stumbled over them too
                if got is not None:
                    break
                continue
            if not near(units, got, wrong, size):
                break
            compared += 1
        else:
            if compared:
                return f"{code}: {words}"
    return ""


_OPS = {  # the correct formula, its bound, the faults, and what the results are called
    "update": (_update, _update_bound, _update_faults, ("X'", "Y'")),
    "gradient": (_gradient, _gradient_bound, _gradient_faults, ("gradient by X", "gradient by Y")),
    "loss": (_loss, _loss_bound, _loss_faults, ("loss",)),
    "hvp": (_hvp, _hvp_bound, _hvp_faults, ("product by X", "product by Y")),
}


def _assert_op(op: str, fn: Callable[..., Any], name: str, title: str) -> None:
    __tracebackhide__ = True  # pytest then shows the line of the test, and not those here
    arithmetic = _Arithmetic(name)
    correct, bound, _, results = _OPS[op]
    asked = list(_cases(arithmetic, op))
    answers, failures = [], []
    unbounded = dict.fromkeys(results, 0)
    for case in asked:
        got, report, cause = None, {}, None
        expected, bounds = correct(*case.exact), bound(arithmetic, *case.exact)
        for result, limits in zip(results, bounds):
            unbounded[result] += None in np.ravel(limits)
        try:
            raw = fn(*map(_copied, case.given))
            raw = (raw,) if op == "loss" else tuple(() if raw is None else raw)
        except Exception as e:  # whatever the routine raises is a failure of this case
            report, cause = {"raised": f"{type(e).__name__}: {e}"}, e
        else:
            got = tuple(_numpy(z, title) for z in raw)
            got = tuple(g.reshape(()) if op == "loss" and g.size == 1 else g for g in got)
            shapes, wanted = [g.shape for g in got], [e.shape for e in expected]
            if shapes != wanted:
                report = {"expected": f"arrays of shapes {wanted}",
                        "got": shapes or "nothing; a routine that works in place must return its arrays too"}
            elif not _fits(got, expected, bounds):
                report = _entry(results, got, expected, bounds)
        answers.append(got)
        if report:
            failures.append((case, report, cause))
    if failures:
        case, report, cause = min(failures, key=lambda f: (f[2] is not None, sum(np.size(g) for g in f[0].given[:3])))
        fault = _named(op, arithmetic, asked, answers)
        raised = [e for _, _, e in failures if e is not None]
        if raised and cause is None:
            report["raised"] = f"{type(raised[0]).__name__} in {len(raised)} other cases, first: {raised[0]}"
            cause = raised[0]
        raise _failure(f"{title}: {len(failures)} of {len(asked)} cases in {name} are wrong", case=case.name, **report,
                    fault=fault) from cause
    if any(unbounded.values()):
        left = ", ".join(f"{result} in {n} of {len(asked)} cases" for result, n in unbounded.items() if n)
        warnings.warn(f"{title} in {name} did not judge {left}: with so many roundings there is no bound", stacklevel=3)


def _entry(results: Sequence[str], got: Expected, expected: Expected, bounds: Expected) -> Dict[str, Any]:
    """The entry that is farthest beyond its bound."""
    worst, report = -1.0, {}
    for name, g, e, b in zip(results, got, expected, bounds):
        for i in np.ndindex(e.shape):
            v, limit = float(g[i]), b[i] if e.shape else np.ravel(b)[0]
            if limit is None:
                continue
            error = abs(Fraction(v) - e[i]) if math.isfinite(v) else None
            if error is not None and error <= limit:
                continue
            ratio = math.inf if error is None or limit == 0 else float(error / limit)
            if ratio > worst:
                worst = ratio
                report = dict(where=name + "".join(f"[{j}]" for j in i), expected=repr(float(e[i])), got=repr(v),
                            error="" if error is None else f"{float(error):.3g}",
                            bound=f"{float(limit):.3g}" if limit else "0: no order of evaluation rounds here")
    return report


def assert_update(fn: Callable[..., Any], arithmetic: str = "binary32") -> None:
    """fn(X, Y, M, (etaX, etaY), (noiseX, noiseY)) makes one perturbed update, X' and Y', in binary64, binary32, tf32, bfloat16
    or binary16. The bound is gamma_n S with n = r + 2 d2 + 12 and S = |X| + etaX (|Xt| |Yt|^T + |M|) |Yt|; a factor whose
    step size is 0 must be unchanged. Whole numbers as well as those of all digits, d1 and d2 unlike, ranks 1 to 3, step sizes
    and noises unlike, noise far larger than the iterate."""
    __tracebackhide__ = True
    _assert_op("update", fn, arithmetic, "assert_update")


def assert_gradient(fn: Callable[..., Any], arithmetic: str = "binary32") -> None:
    """fn(X, Y, M) returns the gradients of F by X and by Y: R Y and R^T X. The bound is gamma_n S with n = r + 2 d2 + 8."""
    __tracebackhide__ = True
    _assert_op("gradient", fn, arithmetic, "assert_gradient")


def assert_loss(fn: Callable[..., Any], arithmetic: str = "binary32") -> None:
    """fn(X, Y, M) returns F. It may be expanded or a norm's square: n = d1 d2 + (d1 + d2 + r)(r + 1) + r + 14, and d1 d2 + 14
    roundings of the loss itself where nothing else rounds."""
    __tracebackhide__ = True
    _assert_op("loss", fn, arithmetic, "assert_loss")


def assert_hessian_vector_product(fn: Callable[..., Any], arithmetic: str = "binary32") -> None:
    """fn(X, Y, M, dX, dY) returns the Hessian of F applied to (dX, dY), as two arrays. n =
    (d1 + d2 + 2) r + 2 d2 + 10 for the first of them."""
    __tracebackhide__ = True
    _assert_op("hvp", fn, arithmetic, "assert_hessian_vector_product")
