# SPDX-License-Identifier: Apache-2.0
"""The op round in exact fractions, written from the protocol alone. correct.py and wrong.py replace parts of it."""
import argparse
import json
import math
import random
import sys
from dataclasses import dataclass
from fractions import Fraction

NAN, INFINITY = float("nan"), float("inf")


def power(e):
    return Fraction(2) ** e


def exponent(x):
    """floor(log2 x), x > 0."""
    e = x.numerator.bit_length() - x.denominator.bit_length()
    return e if power(e) <= x else e - 1


@dataclass(frozen=True)
class Format:
    """P-bit significands, exponents emin..emax of normal numbers; beyond the largest number an infinity, a NaN or itself."""
    precision: int
    emin: int
    emax: int
    largest: Fraction
    beyond: float | None = INFINITY

    @staticmethod
    def ieee(p, emin, emax):
        return Format(p, emin, emax, (2 - power(1 - p)) * power(emax))


FORMATS = {
    "binary32": Format.ieee(24, -126, 127), "binary16": Format.ieee(11, -14, 15), "bfloat16": Format.ieee(8, -126, 127),
    "tf32": Format.ieee(11, -126, 127), "e5m2": Format.ieee(3, -14, 15), "e4m3-ieee": Format.ieee(4, -6, 7),
    "e4m3": Format(4, -6, 8, Fraction(448), NAN), "e3m2": Format(3, -2, 4, Fraction(28), None),
    "e2m3": Format(4, 0, 2, Fraction(15, 2), None), "e2m1": Format(2, 0, 2, Fraction(6), None),
}
ELEMENTS = {"mxfp8-e4m3": "e4m3", "mxfp8-e5m2": "e5m2", "mxfp6-e3m2": "e3m2", "mxfp6-e2m3": "e2m3", "mxfp4": "e2m1"}


class Plan:
    """Parts of the op. Magnitudes are fractions, infinity or NaN; signs go their own way."""

    width = 32
    seed_bits = 63

    def format(self, name):
        return Format.ieee(*map(int, name.split(":")[1:])) if name.startswith("float:") else FORMATS[name]

    # ---- one number ----

    def bracket(self, x, form):
        """x = (k + f) spacing, 0 <= f < 1."""
        spacing = power(max(exponent(x), form.emin) - form.precision + 1)
        k = x // spacing
        return k, spacing, x / spacing - k

    def away(self, k, f, mode, negative):
        """Whether the magnitude goes up, f > 0."""
        if mode in ("nearest", "nearest-away"):
            return f > Fraction(1, 2) or f == Fraction(1, 2) and (mode == "nearest-away" or k % 2 == 1)
        return {"zero": False, "odd": k % 2 == 0, "up": not negative, "down": negative}[mode]

    def beyond(self, form, mode, overflow, negative):
        inwards = mode in ("zero", "odd") or mode == ("up" if negative else "down")
        return form.largest if overflow == "saturate" or inwards or form.beyond is None else form.beyond

    def limited(self, y, form, mode, overflow, negative):
        return y if y <= form.largest else self.beyond(form, mode, overflow, negative)

    def magnitude(self, x, form, mode, overflow, negative):
        k, spacing, f = self.bracket(x, form)
        y = (k + (1 if f and self.away(k, f, mode, negative) else 0)) * spacing
        return self.limited(y, form, mode, overflow, negative)

    def neighbours(self, x, form, overflow, negative):
        """Both neighbours and the fraction."""
        k, spacing, f = self.bracket(x, form)
        return [self.limited(y * spacing, form, "stochastic", overflow, negative) for y in (k, k + 1)] + [f]

    # ---- blocks ----

    def nearest(self, x, form):
        return self.magnitude(x, form, "nearest", "saturate", False) if x else x

    def scale(self, top, form, rule):
        """The exponent of a block's scale; top > 0."""
        if rule == "rceil":
            e = self.ceil_log(top / form.largest)
        elif rule == "ceil":
            e = self.ceil_log(top) - form.emax
        else:
            wide = Format.ieee(form.precision, -10**4, 10**4)
            e = exponent(self.nearest(top, wide) if rule == "even" else top) - form.emax
        return self.clamped(e)

    def clamped(self, e):
        return max(-127, min(127, e))

    @staticmethod
    def ceil_log(x):
        return exponent(x) + (x != power(exponent(x)))

    def blocks(self, n, width):
        """Which block each value is in."""
        return [i // width for i in range(n)]

    def tops(self, values, of):
        tops = [Fraction(0)] * (max(of, default=0) + 1)
        for b, v in zip(of, values):
            tops[b] = max(tops[b], self.size(v))
        return tops

    def size(self, v):
        return abs(Fraction(v))

    def second_scales(self, values, of):
        """NVFP4: b g of each block."""
        g = self.nearest(max(map(self.size, values), default=Fraction(0)) / 2688, FORMATS["binary32"])
        return [self.nearest(top / (6 * g), FORMATS["e4m3"]) * g if g else Fraction(0) for top in self.tops(values, of)]

    def cells(self, values, to):
        """The element format and the scale of each value."""
        if to == "nvfp4":
            of = self.blocks(len(values), self.width // 2)
            scales = self.second_scales(values, of)
            return FORMATS["e2m1"], [scales[b] for b in of]
        name, _, rule = to.partition("/")
        if name not in ELEMENTS:
            return self.format(to), [Fraction(1)] * len(values)
        form, of = FORMATS[ELEMENTS[name]], self.blocks(len(values), self.width)
        scales = [power(self.scale(top, form, rule)) if top else Fraction(0) for top in self.tops(values, of)]
        return form, [scales[b] for b in of]

    # ---- chance ----

    def bits(self, asked):
        return asked or 53

    def threshold(self, f, bits, asked):
        """Goes away from zero where a word of so many bits is below this."""
        return f * 2**bits // 1

    def words(self, seed, count, n, bits):
        """A row of n random words for each draw."""
        word = random.Random(seed).getrandbits
        for _ in range(count):
            yield [word(bits) for _ in range(n)]

    # ---- the op ----

    def literal(self, y, form):
        """A magnitude as JSON; a string where it is no double."""
        if isinstance(y, float):
            return '"NaN"' if y != y else '"Infinity"'
        return repr(float(y)) if y < power(1024) else f'"{y.numerator}"'

    def signed(self, y, v, form):
        text = self.literal(y, form)
        if math.copysign(1, v) > 0 or text == '"NaN"':
            return text
        return text.replace('"', '"-', 1) if text.startswith('"') else "-" + text

    def deterministic(self, values, q):
        form, scales = self.cells(values, q["to"])
        overflow = "saturate" if self.blocked(q["to"]) else q["overflow"]
        return [self.signed(self.magnitude(abs(Fraction(v)) / s, form, q["mode"], overflow, v < 0) * s
                            if v and s else Fraction(0), v, form) for v, s in zip(values, scales)]

    def stochastic(self, values, q):
        form, scales = self.cells(values, q["to"])
        overflow = "saturate" if self.blocked(q["to"]) else q["overflow"]
        asked = int(q["bits"]) if "bits" in q else None
        bits = self.bits(asked)
        low, high, limits = [], [], []
        for v, s in zip(values, scales):
            down, up, f = self.neighbours(abs(Fraction(v)) / s, form, overflow, v < 0) if v and s else [Fraction(0)] * 3
            low.append(self.signed(down * s if s else down, v, form))
            high.append(self.signed(up * s if s else up, v, form))
            limits.append(self.threshold(f, bits, asked))
        for row in self.words(int(q["seed"]), int(q["count"]), len(values), bits):
            yield [h if w < t else d for w, t, d, h in zip(row, limits, low, high)]

    @staticmethod
    def blocked(to):
        return to == "nvfp4" or to.partition("/")[0] in ELEMENTS

    def can(self, q):
        return True

    def values(self, q):
        return [float(v) for v in q["values"]]

    def answer(self, q):
        """The reply's fields as JSON, without braces."""
        if not self.can(q):
            return '"unsupported":true'
        values = self.values(q)
        if q["mode"] != "stochastic":
            return f'"rounded":[{",".join(self.deterministic(values, q))}]'
        return f'"rounded":[{",".join("[" + ",".join(row) + "]" for row in self.stochastic(values, q))}]'


def serve(variants, listed):
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", choices=variants, default=next(iter(variants)))
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name in variants:
            print(json.dumps({"name": name, **listed(name)}))
        return
    plan = variants[options.variant]()
    for line in sys.stdin:
        q = json.loads(line)
        if q["op"] == "hello":
            reply = f'"name":"rounding, {options.variant}","ops":["round"],"seedBits":{plan.seed_bits}'
        elif q["op"] == "round":
            reply = plan.answer(q)
        else:
            reply = "" if q["op"] == "bye" else '"unsupported":true'
        print("{" + f'"id":{int(q["id"])}' + ("," + reply if reply else "") + "}", flush=True)
        if q["op"] == "bye":
            break
