#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Correct variants in other arithmetics: the starter kit's mathematics on other numbers; arithmetics.py VARIANT.

../variants.tsv says which there are. A rounded number here is a fraction that is rounded after each operation.
"""
import decimal
import json
import math
import os
import struct
import sys
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "python"))
import candidate as kit  # noqa: E402


def to_bits(x, bits, emin):
    """x to `bits` binary digits, ties to even; emin is the exponent of the smallest normal number."""
    if x == 0:
        return x
    e = max(math.floor(math.log2(abs(x)) if abs(x) < 10**300 and abs(x) > Fraction(1, 10**300) else 0), emin)
    while abs(x) >= Fraction(2) ** (e + 1):
        e += 1
    while abs(x) < Fraction(2) ** e and e > emin:
        e -= 1
    unit = Fraction(2) ** (e + 1 - bits)
    return Fraction(round(x / unit)) * unit


class Rounded:
    """A number of a binary arithmetic: ROUND is what follows each operation."""
    ROUND = None
    __slots__ = ("v",)

    def __init__(self, v):
        self.v = v.v if isinstance(v, Rounded) else Fraction(v)

    def __add__(self, o):
        return Rounded(Rounded.ROUND(self.v + Rounded(o).v))

    def __sub__(self, o):
        return Rounded(Rounded.ROUND(self.v - Rounded(o).v))

    def __mul__(self, o):
        return Rounded(Rounded.ROUND(self.v * Rounded(o).v))

    def __neg__(self):
        return Rounded(-self.v)

    __radd__, __rmul__ = __add__, __mul__


def exact_text(v):
    """A fraction whose denominator is a power of two, in full."""
    n = v.denominator.bit_length() - 1
    digits = decimal.Decimal(v.numerator) * decimal.Decimal(5) ** n if n else decimal.Decimal(v.numerator)
    return str(digits.scaleb(-n))


def binary(name, bits, emin):
    def start():
        Rounded.ROUND = staticmethod(lambda x: to_bits(x, bits, emin))
        decimal.getcontext().prec = 3000
        return name, lambda text: Rounded(Fraction(float(text) if bits < 54 else text)), lambda x: exact_text(x.v)
    return start


def decimals(digits):
    def start():
        context = decimal.getcontext()
        context.prec, context.Emin, context.Emax = digits, -99999, 99999
        return f"decimal:{digits}", decimal.Decimal, str
    return start


def single():
    def narrow(x):
        return struct.unpack("f", struct.pack("f", x))[0]

    class Single(float):
        def __add__(self, o): return Single(narrow(float(self) + float(o)))
        def __sub__(self, o): return Single(narrow(float(self) - float(o)))
        def __mul__(self, o): return Single(narrow(float(self) * float(o)))
        def __neg__(self): return Single(-float(self))
        __radd__, __rmul__ = __add__, __mul__
    return "binary32", lambda text: Single(text), lambda x: "%.9g" % x


def fractions():  # a state that stayed exact would double its digits at each update
    exact = kit.step
    kit.step = lambda *a: tuple([[Fraction(float(v)) for v in row] for row in z] for z in exact(*a))
    return "binary64", lambda text: Fraction(float(text)), lambda x: repr(float(x))


VARIANTS = {
    "binary16": binary("binary16", 11, -14), "bfloat16": binary("bfloat16", 8, -126),
    "binary32-exact-text": binary("binary32", 24, -126),
    "decimal-50": decimals(50), "single": single, "fractions": fractions,
}
WHOLE = ("id", "t", "count", "seed", "record")


def lifted(v, number):
    if isinstance(v, list):
        return [lifted(x, number) for x in v]
    return number(v)


def text(v, printed, key=""):
    if isinstance(v, dict):
        return "{" + ",".join(f'"{k}":{text(x, printed, k)}' for k, x in v.items()) + "}"
    if isinstance(v, (list, tuple)):
        return "[" + ",".join(text(x, printed, key) for x in v) + "]"
    return str(v) if key in WHOLE else json.dumps(printed(v))


def main():
    name = sys.argv[1]
    arithmetic, number, printed = VARIANTS[name]()
    half, zero = number("0.5"), number("0")
    kit.squares = lambda a: sum((x * x for row in a for x in row), zero)
    kit.loss = lambda M, X, Y: half * kit.squares(kit.residual(M, X, Y))
    kit.plus = lambda a, b, s=None: [[x + (y if s is None else -y if isinstance(s, float) and s == -1 else s * y) for x, y in zip(p, q)]
                                     for p, q in zip(a, b)]
    ops = ["loss", "gradient", "hvp", "step", "run"]
    for line in sys.stdin:
        q = json.loads(line, parse_float=str, parse_int=str)
        q["id"] = int(float(q["id"]))
        if q["op"] == "hello":
            reply = json.dumps({"id": q["id"], "name": "arithmetics, " + name, "language": "Python", "ops": ops, "arithmetic": arithmetic})
        elif q["op"] in ops:
            q = {k: [int(float(t)) for t in v] if k == "record" else v if k in ("id", "op") else lifted(v, number)
                 for k, v in q.items() if not (isinstance(v, str) and k not in ("id", "op", "etaX", "etaY"))}
            reply = text({"id": q["id"], **kit.OPS[q["op"]](q)}, printed)
        else:
            reply = json.dumps({"id": q["id"], **({} if q["op"] == "bye" else {"unsupported": True})})
        print(reply, flush=True)
        if q["op"] == "bye":
            break


if __name__ == "__main__":
    main()
