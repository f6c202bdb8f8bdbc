#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Correct variants in plain Python: correct.py --variant NAME, or --list.

Every one computes the protocol's formulas by another plan, in another arithmetic or with other digits
printed. All must pass the judge. One generic program; a variant is a choice of its parts.
"""
import argparse
import json
import math
import random
import sys
from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, ROUND_UP, Context, Decimal, localcontext, setcontext
from fractions import Fraction


# ---- orders of summation: a list of terms in, one number out ------------------------------------


def ascending(terms):
    s = terms[0]
    for t in terms[1:]:
        s = s + t
    return s


def descending(terms):
    return ascending(terms[::-1])


def pairwise(terms):
    half = len(terms) // 2
    return terms[0] if len(terms) == 1 else pairwise(terms[:half]) + pairwise(terms[half:])


def kahan(terms):
    s, c = terms[0], 0.0
    for t in terms[1:]:
        y = t - c
        u = s + y
        c = (u - s) - y
        s = u
    return s


def neumaier(terms):
    s, c = terms[0], 0.0
    for t in terms[1:]:
        u = s + t
        c += (s - u) + t if abs(s) >= abs(t) else (t - u) + s
        s = u
    return s + c


# ---- double-double: an unevaluated sum of two doubles ----------------------------------------------


class DoubleDouble:
    __slots__ = ("hi", "lo")

    def __init__(self, hi, lo=0.0):
        self.hi, self.lo = hi, lo

    @staticmethod
    def two_sum(a, b):
        s = a + b
        t = s - a
        return s, (a - (s - t)) + (b - t)

    @staticmethod
    def split(a):
        t = 134217729.0 * a  # 2^27 + 1 (Dekker 1971)
        hi = t - (t - a)
        return hi, a - hi

    def __add__(self, o):
        s, e = self.two_sum(self.hi, o.hi)
        t, f = self.two_sum(self.lo, o.lo)
        e += t
        s, e = s + e, e - ((s + e) - s)
        e += f
        return DoubleDouble(s + e, e - ((s + e) - s))

    def __neg__(self):
        return DoubleDouble(-self.hi, -self.lo)

    def __sub__(self, o):
        return self + -o

    def __mul__(self, o):
        p = self.hi * o.hi
        (a, b), (c, d) = self.split(self.hi), self.split(o.hi)
        e = ((a * c - p) + a * d + b * c) + b * d
        e += self.hi * o.lo + self.lo * o.hi
        return DoubleDouble(p + e, e - ((p + e) - p))

    def digits(self):
        if not math.isfinite(self.hi):
            return repr(self.hi)
        return str(EXACT.add(Decimal(self.hi), Decimal(self.lo)))


EXACT = Context(prec=3000, Emax=MAX_EMAX, Emin=MIN_EMIN)


def in_full(q):
    """A dyadic rational as its whole decimal expansion."""
    return str(EXACT.divide(Decimal(q.numerator), Decimal(q.denominator)))


def to_digits(n):
    narrow = Context(prec=n, Emax=MAX_EMAX, Emin=MIN_EMIN)
    return lambda q: str(narrow.divide(Decimal(q.numerator), Decimal(q.denominator)))


# ---- the plan -----------------------------------------------------------------------------------------


class Plan:
    arithmetic = "binary64"
    parse = float  # from a literal
    show = staticmethod(repr)  # to a literal
    total = staticmethod(ascending)
    subtract = "last"  # where M stands in the sum: last, first, middle
    form = "residual"  # or gram
    eta = "last"  # last, residual, factor, running
    loss = "squares"  # squares, scaled-norm, expanded
    unsupported = ()
    extra = {}
    settle = None  # how run rounds a state; exact plans need it, for their digits treble at each step

    def __init__(self, **choices):
        for name, value in choices.items():
            if not hasattr(Plan, name):
                raise AttributeError(name)
            setattr(self, name, value)

    def number(self, value):
        return self.parse(repr(value)) if isinstance(value, (int, float)) else value

    # -- matrices

    def dot(self, a, b):
        return self.total([x * y for x, y in zip(a, b)])

    def mul(self, a, b):
        return [[self.dot(row, col) for col in zip(*b)] for row in a]

    def residual(self, M, X, Y):
        def entry(i, j):
            terms, m = [x * y for x, y in zip(X[i], Y[j])], -M[i][j]
            if self.subtract == "last":
                return self.total(terms) + m
            at = 0 if self.subtract == "first" else len(terms) // 2
            return self.total(terms[:at] + [m] + terms[at:])
        return [[entry(i, j) for j in range(len(Y))] for i in range(len(X))]

    def gradient(self, M, X, Y):
        if self.form == "gram":
            XX, YY = self.mul(tr(X), X), self.mul(tr(Y), Y)
            return ([[self.total([x * g for x, g in zip(X[i], YY[k])] + [-m * y[k] for m, y in zip(M[i], Y)])
                      for k in range(len(X[0]))] for i in range(len(X))],
                    [[self.dot(Y[j], XX[k]) - self.dot([row[j] for row in M], [x[k] for x in X])
                      for k in range(len(X[0]))] for j in range(len(Y))])
        R = self.residual(M, X, Y)
        return self.mul(R, Y), self.mul(tr(R), X)

    def move(self, X, Xt, R, Yt, eta):
        """X - eta R Yt."""
        if self.eta == "residual":
            return sub(X, self.mul(scale(eta, R), Yt))
        if self.eta == "factor":
            return sub(X, self.mul(R, scale(eta, Yt)))
        return [[self.total([X[i][k]] + [-(eta * a) * y[k] for a, y in zip(R[i], Yt)])
                 for k in range(len(X[0]))] for i in range(len(X))]

    def step(self, M, X, Y, etaX, etaY, NX, NY):
        Xt, Yt = add(X, NX), add(Y, NY)
        if self.eta == "last":
            gX, gY = self.gradient(M, Xt, Yt)
            return sub(X, scale(etaX, gX)), sub(Y, scale(etaY, gY))
        R = self.residual(M, Xt, Yt)
        return self.move(X, Xt, R, Yt, etaX), self.move(Y, Yt, tr(R), Xt, etaY)

    def squares(self, A):
        return self.total([x * x for row in A for x in row])

    def loss_of(self, M, X, Y):
        if self.loss == "expanded":
            XX, YY = self.mul(tr(X), X), self.mul(tr(Y), Y)
            return (self.dot(*(sum(g, []) for g in (XX, YY)))
                    - (self.number(2) * self.total([x[k] * m * y[k] for x, row in zip(X, M) for m, y in
                                                    zip(row, Y) for k in range(len(x))]))
                    + self.squares(M)) * self.number(0.5)
        R = self.residual(M, X, Y)
        if self.loss == "scaled-norm":
            top = max(abs(x) for row in R for x in row)
            if top == 0:
                return top
            norm = top * math.sqrt(self.total([(x / top) * (x / top) for row in R for x in row]))
            return 0.5 * norm * norm
        if self.loss == "norm-of-scaled-residual":
            norm = math.sqrt(self.total([(x * math.sqrt(0.5)) ** 2 for row in R for x in row]))
            return norm * norm
        return self.squares(R) * self.number(0.5)

    def hessian(self, M, X, Y):
        d1, d2, r = len(X), len(Y), len(X[0])
        R, XX, YY = self.residual(M, X, Y), self.mul(tr(X), X), self.mul(tr(Y), Y)
        zero = self.number(0)

        def entry(v, w):
            (i, k), (j, l) = divmod(v, r), divmod(w, r)
            if v < d1 * r and w < d1 * r:
                return YY[k][l] if i == j else zero
            if v >= d1 * r and w >= d1 * r:
                return XX[k][l] if i == j else zero
            if v >= d1 * r:
                return entry(w, v)
            c = X[i][l] * Y[j - d1][k]
            return c + R[i][j - d1] if k == l else c
        n = (d1 + d2) * r
        return [[entry(v, w) for w in range(n)] for v in range(n)]

    # -- ops

    def op_loss(self, q):
        return {"loss": self.loss_of(q["M"], q["X"], q["Y"])}

    def op_gradient(self, q):
        return dict(zip(("gradX", "gradY"), self.gradient(q["M"], q["X"], q["Y"])))

    def op_hessian(self, q):
        return {"hessian": self.hessian(q["M"], q["X"], q["Y"])}

    def op_hvp(self, q):
        M, X, Y, dX, dY = (q[n] for n in ("M", "X", "Y", "dX", "dY"))
        R = self.residual(M, X, Y)
        dR = add(self.mul(dX, tr(Y)), self.mul(X, tr(dY)))
        return {"hvpX": add(self.mul(dR, Y), self.mul(R, dY)),
                "hvpY": add(self.mul(tr(dR), X), self.mul(tr(R), dX))}

    def curvatures(self, q):
        """d2 sigma2^2 and d1 sigma1^2."""
        return (self.number(len(q["Y"])) * (q["sigma2"] * q["sigma2"]),
                self.number(len(q["X"])) * (q["sigma1"] * q["sigma1"]))

    def op_smoothed_loss(self, q):
        cX, cY = self.curvatures(q)
        r = self.number(len(q["X"][0]))
        return {"loss": self.loss_of(q["M"], q["X"], q["Y"])
                + (cX * self.squares(q["X"]) + cY * self.squares(q["Y"]) + r * (cX * cY)) * self.number(0.5)}

    def op_smoothed_gradient(self, q):
        cX, cY = self.curvatures(q)
        gX, gY = self.gradient(q["M"], q["X"], q["Y"])
        return {"gradX": add(gX, scale(cX, q["X"])), "gradY": add(gY, scale(cY, q["Y"]))}

    def op_smoothed_hessian(self, q):
        cX, cY = self.curvatures(q)
        H, n = self.hessian(q["M"], q["X"], q["Y"]), len(q["X"]) * len(q["X"][0])
        for v, row in enumerate(H):
            row[v] = row[v] + (cX if v < n else cY)
        return {"hessian": H}

    def op_step(self, q):
        names = ("M", "X", "Y", "etaX", "etaY", "noiseX", "noiseY")
        return dict(zip("XY", self.step(*(q[n] for n in names))))

    def op_run(self, q):
        X, Y, states, wanted = q["X"], q["Y"], [], set(q["record"])
        for t in range(len(q["noiseX"]) + 1):
            if t in wanted:
                states.append({"t": t, "X": X, "Y": Y})
            if t < len(q["noiseX"]):
                X, Y = self.step(q["M"], X, Y, q["etaX"], q["etaY"], q["noiseX"][t], q["noiseY"][t])
                if self.settle:
                    X, Y = ([[self.settle(x) for x in row] for row in a] for a in (X, Y))
        return {"states": states}

    def op_sample(self, q):
        rng, r, images = random.Random(q["seed"]), len(q["X"][0]), []

        def noise(rows, sigma):
            return [[sigma * self.number(rng.gauss(0.0, 1.0)) for _ in range(r)] for _ in range(rows)]
        for _ in range(q["count"]):
            NX, NY = noise(len(q["X"]), q["sigma1"]), noise(len(q["Y"]), q["sigma2"])
            images.append(self.step(q["M"], q["X"], q["Y"], q["etaX"], q["etaY"], NX, NY))
        return {"X": [p[0] for p in images], "Y": [p[1] for p in images]}

    # -- the conversation

    def write(self, value):
        if isinstance(value, dict):
            return "{" + ",".join(f'"{k}":' + (str(v) if k == "t" else self.write(v))
                                  for k, v in value.items()) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ",".join(map(self.write, value)) + "]"
        return value if isinstance(value, str) else self.show(value)

    def read(self, line):
        def literal(text):
            return Number(text)
        q = json.loads(line, parse_float=literal, parse_int=literal)
        return {k: (int(v) if k in ("id", "count", "seed") else [int(t) for t in v] if k == "record"
                    else convert(v, self.parse)) for k, v in q.items() if k in FIELDS}

    def answer(self, q, name):
        ops = [n[3:] for n in dir(self) if n.startswith("op_")]
        if q["op"] == "hello":
            return json.dumps({"name": "correct variant " + name, "ops": ops, "arithmetic": self.arithmetic})[1:-1]
        if q["op"] not in ops or q["op"] in self.unsupported:
            return '"unsupported":true' if q["op"] != "bye" else '"bye":1'
        extra = ',"extra":[{"nobody":"asked"},null,1e-5]' if self.extra else ""
        return self.write(getattr(self, "op_" + q["op"])(q))[1:-1] + extra

    def serve(self, name):
        for line in sys.stdin:
            q = self.read(line)
            print(f'{{"id":{q["id"]},{self.answer(q, name)}}}', flush=True)
            if q["op"] == "bye":
                break


FIELDS = set("id op M X Y dX dY etaX etaY sigma1 sigma2 noiseX noiseY record count seed".split())


class Number(str):
    """A JSON number, not yet converted."""


def convert(value, parse):
    if isinstance(value, list):
        return [convert(v, parse) for v in value]
    return parse(value) if isinstance(value, Number) else value


def tr(a):
    return [list(c) for c in zip(*a)]


def add(a, b):
    return [[x + y for x, y in zip(p, q)] for p, q in zip(a, b)]


def sub(a, b):
    return [[x - y for x, y in zip(p, q)] for p, q in zip(a, b)]


def scale(s, a):
    return [[s * x for x in row] for row in a]


def whole_as_integer(x):
    """1 for 1.0, as JavaScript and C's %g print it."""
    return str(int(x)) if x == int(x) and abs(x) < 1e15 else repr(x)


def cut(digits):
    """The first so many digits where they read back, else as many rounded."""
    def show(x):
        with localcontext(Context(prec=digits, rounding=ROUND_DOWN)):
            short = +Decimal(x)
        return str(short) if float(short) == x else f"%.{digits}g" % x
    return show


def not_closest(x):
    """17 digits that read back and are not the closest, where there are such: Grisu2 may give them."""
    closest = Decimal("%.17g" % x)
    for mode in (ROUND_DOWN, ROUND_UP):
        with localcontext(Context(prec=17, rounding=mode)):
            other = +Decimal(x)
        if other != closest and float(other) == x:
            return str(other)
    return str(closest)


def decimal_plan(digits):
    setcontext(Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN))
    return Plan(arithmetic=f"decimal:{digits}", parse=Decimal, show=lambda x: f'"{x}"')


def mpmath_plan(bits, text):
    import mpmath
    mpmath.mp.prec = bits
    return Plan(arithmetic=text, parse=mpmath.mpf, unsupported=("sample",), show=lambda x: f'"{mpmath.nstr(x, bits // 3 + 3)}"')


def exact_plan(arithmetic, show, settle=lambda q: Fraction(float(q)), parse=lambda text: Fraction(float(text))):
    """Exact rationals. A number of a request is a double, which its shortest literal only stands for."""
    return Plan(arithmetic=arithmetic, parse=parse, show=show, settle=settle, unsupported=("sample",))


def quoted(show):
    return lambda x: f'"{show(x)}"'


VARIANTS = {
    "ascending": lambda: Plan(),
    "descending": lambda: Plan(total=descending),
    "pairwise": lambda: Plan(total=pairwise),
    "kahan": lambda: Plan(total=kahan),
    "neumaier": lambda: Plan(total=neumaier),
    "fsum": lambda: Plan(total=math.fsum, subtract="middle"),
    "m-first": lambda: Plan(subtract="first"),
    "gram": lambda: Plan(form="gram"),
    "eta-in-residual": lambda: Plan(eta="residual"),
    "eta-in-factor": lambda: Plan(eta="factor"),
    "running-sum": lambda: Plan(eta="running"),
    "scaled-norm-loss": lambda: Plan(loss="scaled-norm"),
    "norm-of-scaled-residual-loss": lambda: Plan(loss="norm-of-scaled-residual"),
    "expanded-loss": lambda: Plan(loss="expanded"),
    "digits-17": lambda: Plan(show=lambda x: "%.17g" % x),
    "digits-30-capital": lambda: Plan(show=lambda x: "%.29E" % x),
    "digits-17-cut": lambda: Plan(show=cut(17)),
    "digits-17-not-closest": lambda: Plan(show=not_closest),
    "integers": lambda: Plan(show=whole_as_integer),
    "unsupported-some": lambda: Plan(unsupported=("hessian", "smoothed_hessian", "run", "sample")),
    "extra-fields": lambda: Plan(extra={"nobody": "asked"}),
    "double-double": lambda: Plan(arithmetic="double-double", show=lambda x: f'"{x.digits()}"',
                                  parse=lambda text: DoubleDouble(float(text))),
    "exact-in-full": lambda: exact_plan("binary64", quoted(in_full)),
    "binary64-as-binary32": lambda: Plan(arithmetic="binary32"),
    "decimal-50": lambda: decimal_plan(50),
    "mpmath-113": lambda: mpmath_plan(113, "binary:113"),
    "run-held-wider": lambda: held_wider(),
}


def held_wider():
    """Declared binary32: the state is a double throughout, and printed to nine digits."""
    return Plan(arithmetic="binary32", show=lambda x: "%.9g" % x)


def main(variants, text, default=None):
    """The command line of a file of correct variants: --variant NAME, or --list."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--variant", choices=variants, default=default)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name in variants:
            print(json.dumps({"name": name, "kind": "correct"}))
    else:
        variants[options.variant]().serve(options.variant)


if __name__ == "__main__":
    main(VARIANTS, __doc__, default="ascending")
