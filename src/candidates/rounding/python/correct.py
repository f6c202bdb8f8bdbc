#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Correct variants of the op round in exact fractions: correct.py --variant NAME, or --list."""
import bisect
import json
import os
import sys
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from plan import FORMATS, Plan, exponent, power, serve  # noqa: E402


class NearestLaw(Plan):
    """f rounded to B bits, ties to even."""

    def threshold(self, f, bits, asked):
        return round(f * 2**bits)


class NearestUpLaw(Plan):
    def threshold(self, f, bits, asked):
        return (f * 2**bits + Fraction(1, 2)) // 1


class ExactLaw(Plan):
    """f itself, whatever B."""

    def bits(self, asked):
        return 200


class SeedOf53Bits(Plan):
    """The seed read as a double."""

    seed_bits = 53

    def words(self, seed, count, n, bits):
        return super().words(int(float(seed)), count, n, bits)


class SeedOf16Bits(Plan):
    seed_bits = 16

    def words(self, seed, count, n, bits):
        return super().words(seed % 2**16, count, n, bits)


class FewDigits(Plan):
    """As few digits as tell a value from its neighbours."""

    def literal(self, y, form):
        return f"{float(y):.{2 + int(form.precision * 0.30103)}g}" if isinstance(y, Fraction) else super().literal(y, form)

    def can(self, q):
        return not self.blocked(q["to"])


class Strings(Plan):
    def literal(self, y, form):
        return f'"{float(y):.40e}"' if isinstance(y, Fraction) else super().literal(y, form)


class Bare(Plan):
    """NaN and infinities as bare words, whole numbers without a point."""

    def literal(self, y, form):
        return super().literal(y, form) if isinstance(y, float) or y.denominator > 1 else str(y.numerator)

    def signed(self, y, v, form):
        return super().signed(y, v, form).strip('"')


class Flushed(Plan):
    """Results that are subnormal flushed after rounding, not in blocks."""

    def limited(self, y, form, mode, overflow, negative):
        return super().limited(y if y >= power(form.emin) or form in self.kept else Fraction(0), form, mode, overflow, negative)

    kept = ()

    def answer(self, q):
        self.kept = tuple(FORMATS.values()) if self.blocked(q["to"]) else ()
        return super().answer(q)


class FlushedBefore(Flushed):
    """Values below the smallest normal number flushed before rounding."""

    def bracket(self, x, form):
        k, spacing, f = super().bracket(x, form)
        return (k, spacing, f) if x >= power(form.emin) or form in self.kept else (0, spacing, 0)


class UnsignedZero(Plan):
    def signed(self, y, v, form):
        return super().signed(y, v if y else 0.0, form)


class Scales(Plan):
    """Scales given too."""

    def answer(self, q):
        if not self.blocked(q["to"]):
            return super().answer(q)
        scales = self.cells(self.values(q), q["to"])[1]
        return super().answer(q) + f',"scales":{json.dumps([float(s) for s in scales[::self.width]])}'


class Table(Plan):
    """By bisection in the list of all numbers of the format, which has at most 16 bits."""

    tables = {}

    def can(self, q):
        return q["to"] not in ("binary32", "tf32") and not q["to"].startswith("float:")

    def table(self, form):
        if form not in self.tables:
            numbers, y = [Fraction(0)], Fraction(0)
            while y <= form.largest:
                y += power(max(exponent(y) if y else form.emin, form.emin) - form.precision + 1)
                numbers.append(y)
            self.tables[form] = numbers
        return self.tables[form]

    def bracket(self, x, form):
        numbers = self.table(form)
        if form.precision > 11 or x >= numbers[-1]:
            return super().bracket(x, form)
        i = bisect.bisect_right(numbers, x) - 1
        gap = numbers[i + 1] - numbers[i]
        return numbers[i] / gap, gap, (x - numbers[i]) / gap

    def nearest(self, x, form):
        return Plan().nearest(x, form)


class OnlyOneFormat(Plan):
    def can(self, q):
        return q["to"] == "bfloat16"


class NoBits(Plan):
    def can(self, q):
        return "bits" not in q


class OnlyStochastic(Plan):
    def can(self, q):
        return q["mode"] == "stochastic"


CORRECT = {
    "plain": Plan, "law-nearest-even": NearestLaw, "law-nearest-up": NearestUpLaw, "law-exact": ExactLaw,
    "seed-of-53-bits": SeedOf53Bits, "seed-of-16-bits": SeedOf16Bits,
    "few-digits": FewDigits, "strings": Strings, "bare-words": Bare, "flushed": Flushed,
    "flushed-before": FlushedBefore, "unsigned-zero": UnsignedZero,
    "scales-given": Scales, "table": Table,
    "only-bfloat16": OnlyOneFormat, "no-bits": NoBits,
    "only-stochastic": OnlyStochastic,
}


if __name__ == "__main__":
    serve(CORRECT, lambda name: {"kind": "correct", "ops": ["round"]})
