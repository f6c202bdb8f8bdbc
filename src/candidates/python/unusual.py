#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Correct variants that one would not think of first: unusual.py --variant NAME, or --list.

Orders of summation, fused multiply-adds in some places only, other admissible forms of each op, subnormals flushed
in narrow formats, double-doubles as libraries print them, and conversations that look odd but keep the
protocol. Each is a plan of correct.py with a part replaced.
"""
import json
import math
import os
import struct
import sys
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import correct  # noqa: E402
from correct import Plan, ascending, tr  # noqa: E402


def fma(a, b, c):
    """a b + c, rounded once."""
    return float(Fraction(a) * Fraction(b) + Fraction(c))


# ---- orders of summation ----------------------------------------------------------------------------


def by_thirds(terms):
    third = max(1, len(terms) // 3)
    return ascending(terms) if len(terms) <= 2 else by_thirds(terms[:third]) + by_thirds(terms[third:])


def by_sign(terms):
    """All positive terms, all negative ones, and the difference."""
    return sum((x for x in terms if x > 0), 0.0) + sum((x for x in terms if x <= 0), 0.0)


class Lanes(Plan):
    """Eight fused lanes, folded in halves, and a scalar tail, as a vector unit does it."""

    def dot(self, a, b):
        whole, lanes = len(a) // 8 * 8, [0.0] * 8
        for i in range(whole):
            lanes[i % 8] = fma(a[i], b[i], lanes[i % 8])
        while len(lanes) > 1:
            half = len(lanes) // 2
            lanes = [x + y for x, y in zip(lanes[:half], lanes[half:])]
        s = lanes[0]
        for x, y in zip(a[whole:], b[whole:]):
            s = fma(x, y, s)
        return s


class FusedResidual(Plan):
    def residual(self, M, X, Y):
        def entry(x, y, m):
            s = -m
            for p, q in zip(x, y):
                s = fma(p, q, s)
            return s
        return [[entry(x, y, m) for y, m in zip(Y, row)] for x, row in zip(X, M)]


class Dot2(Plan):
    """Products and sums with their errors (Ogita, Rump, Oishi 2005)."""

    def dot(self, a, b):
        s, c = 0.0, 0.0
        for x, y in zip(a, b):
            p = x * y
            t = s + p
            z = t - s
            c += ((s - (t - z)) + (p - z)) + fma(x, y, -p)
            s = t
        return s + c


# ---- other forms of the ops -------------------------------------------------------------------------


class GramTargetFirst(Plan):
    def gradient(self, M, X, Y):
        def by(M, X, Y):
            K = self.mul(tr(Y), Y)
            return [[self.total([-m * y[k] for m, y in zip(M[i], Y)] + [x * g for x, g in zip(X[i], K[k])])
                     for k in range(len(K))] for i in range(len(X))]
        return by(M, X, Y), by(tr(M), Y, X)


class LossByDistance(Plan):
    """The distance of X Y^T from M, by a library's own norm."""

    def loss_of(self, M, X, Y):
        return math.dist(sum(self.mul(X, tr(Y)), []), sum(M, [])) ** 2 / 2


class SmoothedOneSum(Plan):
    """The constant and the noise terms first, running on into the squares of the residual."""

    def op_smoothed_loss(self, q):
        M, X, Y, s1, s2 = (q[n] for n in ("M", "X", "Y", "sigma1", "sigma2"))
        d1, d2 = len(X), len(Y)
        s = d1 * s1 * s1 * d2 * s2 * s2 * len(X[0])
        for x in sum(X, []):
            s += (d2 * s2 * x) * (s2 * x)
        for y in sum(Y, []):
            s += s1 * y * y * s1 * d1
        for e in sum(self.residual(M, X, Y), []):
            s = fma(e, e, s)
        return {"loss": 0.5 * s}


# ---- arithmetics -----------------------------------------------------------------------------------------


class SloppyDoubleDouble(correct.DoubleDouble):
    """Adds the low halves without their error, as fast double-doubles do."""
    __slots__ = ()

    def __add__(self, o):
        s, e = self.two_sum(self.hi, o.hi)
        e += self.lo + o.lo
        return SloppyDoubleDouble(s + e, e - ((s + e) - s))

    def __neg__(self):
        return SloppyDoubleDouble(-self.hi, -self.lo)

    def __mul__(self, o):
        p = self.hi * o.hi
        e = fma(self.hi, o.hi, -p) + (self.hi * o.lo + self.lo * o.hi)
        return SloppyDoubleDouble(p + e, e - ((p + e) - p))


def to_digits(x, digits):
    return str(Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN).plus(Decimal(x.digits())))


def rounded(convert):
    """Every result converted; a number type for a narrow format."""
    class Number(float):
        __slots__ = ()

        def __add__(self, o):
            return Number(convert(float(self) + float(o)))

        def __sub__(self, o):
            return Number(convert(float(self) - float(o)))

        def __mul__(self, o):
            return Number(convert(float(self) * float(o)))
        __radd__, __rmul__ = __add__, __mul__

        def __neg__(self):
            return Number(-float(self))
    return lambda text: Number(convert(float(text)))


def packed(format_, smallest):
    """To nearest in a format of struct, with what is smaller than the smallest flushed."""
    def convert(x):
        y = struct.unpack(format_, struct.pack(format_, x))[0]
        return y if abs(y) >= smallest else 0.0 * y
    return convert


# ---- conversations ---------------------------------------------------------------------------------------


class Talk(Plan):
    """A plan that says what it says in its own way: say(id, body, request) is the line."""

    def __init__(self, say):
        super().__init__()
        self.say = say

    def serve(self, name):
        for line in sys.stdin:
            q = self.read(line)
            sys.stdout.write(self.say(q["id"], self.answer(q, name), line))
            sys.stdout.flush()
            if q["op"] == "bye":
                break


def spaced(number, body, line):
    return f' \t{{"id" : {number} ,\t{body.replace(",", " , ").replace("[", "[ ")} }} \r\n'


def echoed(number, body, line):
    """The request's fields come back with the reply's, and some that nobody asked for."""
    more = {"note": "\u00e9\u00df \u2028", "error": None, "unsupported": False}
    return json.dumps({**json.loads(line), **json.loads("{" + body + "}"), **more}) + "\n"


def partly(number, body, line):
    """Ranks beyond two are not supported."""
    q = json.loads(line)
    high = q["op"] not in ("hello", "bye") and len(q["X"][0]) > 2
    return '{"id":%d,%s}\n' % (number, '"unsupported":true' if high else body)


def noisy(number, body, line):
    sys.stderr.write("warning \x1b[31m\n" * 5000)
    return f'{{{body},"id":{number}.0}}\n'


VARIANTS = {
    "by-sign": lambda: Plan(total=by_sign),
    "lanes": Lanes,
    "fused-residual": FusedResidual,
    "dot2": Dot2,
    "gram-target-first": GramTargetFirst,
    "loss-by-distance": LossByDistance,
    "smoothed-one-sum": SmoothedOneSum,
    "binary32-flushed": lambda: Plan(arithmetic="binary32", parse=rounded(packed("<f", 2.0 ** -126))),
    "binary16-flushed": lambda: Plan(arithmetic="binary16", form="gram", parse=rounded(packed("<e", 2.0 ** -14))),
    "spaced": lambda: Talk(spaced),
    "echoed": lambda: Talk(echoed),
    "ranks-to-two": lambda: Talk(partly),
    "noisy": lambda: Talk(noisy),
}


if __name__ == "__main__":
    correct.main(VARIANTS, __doc__)
