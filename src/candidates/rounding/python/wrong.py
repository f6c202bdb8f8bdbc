#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Known mistakes of the op round in exact fractions: wrong.py --variant NAME, or --list.

Each replaces a part of the plan in exact.py; everything else stays right. `code` is the diagnosis that
the protocol has for it ("" where it has none).
"""
import math
import os
import random
import sys
import time
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from exact import ELEMENTS, FORMATS, INFINITY, NAN, Format, Plan, exponent, power, serve  # noqa: E402

HALF = Fraction(1, 2)
MISTAKES = {}


def mistake(name, code="", **parts):
    """A class, or a plan with the parts replaced by functions of (plan, the right part, arguments..)."""
    if not parts:
        def register(cls):
            MISTAKES[name] = (code, cls)
            return cls
        return register

    def replaced(part, change):
        right = getattr(Plan, part)
        return lambda self, *args: change(self, lambda *a: right(self, *a), *args)
    MISTAKES[name] = (code, type(name, (Plan,), {part: replaced(part, change) for part, change in parts.items()}))


def away(name, code, change):
    mistake(name, code, away=change)


# ---- deterministic: which neighbour --------------------------------------------------------------

away("cuts", "round-truncates", lambda p, right, k, f, mode, neg: mode != "nearest" and right(k, f, mode, neg))
away("cuts-negative", "round-truncates", lambda p, right, k, f, mode, neg: not (mode == "nearest" and neg) and right(k, f, mode, neg))
away("up-and-down-cut", "round-truncates", lambda p, right, k, f, mode, neg: mode not in ("up", "down") and right(k, f, mode, neg))
away("odd-cuts", "round-truncates", lambda p, right, k, f, mode, neg: mode != "odd" and right(k, f, mode, neg))
away("ties-away", "round-half-away", lambda p, right, k, f, mode, neg: mode == "nearest" and f >= HALF or right(k, f, mode, neg))
away("ties-up", "round-half-away", lambda p, right, k, f, mode, neg: not neg if mode == "nearest" and f == HALF else right(k, f, mode, neg))
away("ties-towards-zero", "", lambda p, right, k, f, mode, neg: f > HALF if mode == "nearest" else right(k, f, mode, neg))
away("ties-to-odd", "", lambda p, right, k, f, mode, neg: k % 2 == 0 if mode == "nearest" and f == HALF else right(k, f, mode, neg))
away("nearest-away-to-even", "", lambda p, right, k, f, mode, neg: right(k, f, "nearest" if mode == "nearest-away" else mode, neg))
away("nearest-away-up", "", lambda p, right, k, f, mode, neg: not neg if mode == "nearest-away" and f == HALF else right(k, f, mode, neg))
away("near-tie-is-tie", "", lambda p, right, k, f, mode, neg: right(k, HALF if abs(f - HALF) < power(-20) else f, mode, neg))
away("up-down-exchanged", "", lambda p, right, k, f, mode, neg: right(k, f, {"up": "down", "down": "up"}.get(mode, mode), neg))
away("up-is-away", "", lambda p, right, k, f, mode, neg: mode in ("up", "down") or right(k, f, mode, neg))
away("mode-ignored", "", lambda p, right, k, f, mode, neg: right(k, f, "nearest", neg))
away("zero-is-down", "", lambda p, right, k, f, mode, neg: right(k, f, "down" if mode == "zero" else mode, neg))
away("odd-is-nearest", "", lambda p, right, k, f, mode, neg: right(k, f, "nearest" if mode == "odd" else mode, neg))
away("odd-is-even", "", lambda p, right, k, f, mode, neg: k % 2 == 1 if mode == "odd" else right(k, f, mode, neg))
away("odd-wrong-for-negative", "", lambda p, right, k, f, mode, neg: (k % 2 == 1) if mode == "odd" and neg else right(k, f, mode, neg))
away("small-rest-lost", "", lambda p, right, k, f, mode, neg: f >= power(-24) and right(k, f, mode, neg))


@mistake("ties-away-in-blocks", "round-half-away")
class TiesAwayInBlocks(Plan):
    def answer(self, q):
        return super().answer({**q, "mode": "nearest-away"} if q["mode"] == "nearest" and self.blocked(q["to"]) else q)


@mistake("cuts-in-blocks", "round-truncates")
class CutsInBlocks(Plan):
    def answer(self, q):
        return super().answer({**q, "mode": "zero"} if q["mode"] == "nearest" and self.blocked(q["to"]) else q)


def subnormal(self, right, x, form, mode, overflow, negative, change):
    below = x < power(form.emin)
    return right(x, form, change(mode) if below else mode, overflow, negative)


for of, code, to in (("ties-away-if-subnormal", "round-half-away", "nearest-away"), ("cuts-if-subnormal", "round-truncates", "zero")):
    mistake(of, code, magnitude=lambda p, right, *a, to=to: subnormal(p, right, *a, lambda m: to if m == "nearest" else m))


def through(wide):
    """Rounds to another format first, to nearest, where that is wider."""
    def magnitude(p, right, x, form, mode, overflow, negative):
        middle = Plan.nearest(p, x, wide) if wide.precision > form.precision and 0 < x <= wide.largest else x
        return right(middle, form, mode, overflow, negative) if middle else Fraction(0)
    return magnitude


for middle in ("binary32", "binary16", "bfloat16", "tf32"):
    wide = FORMATS[middle] if middle != "binary16" else Format.ieee(11, -14, 127)
    mistake("through-" + middle, "round-twice", magnitude=through(wide))


@mistake("twice-if-subnormal", "round-twice")
class TwiceIfSubnormal(Plan):
    """To all bits of the significand, then to the grid of the subnormal numbers."""

    def magnitude(self, x, form, mode, overflow, negative):
        if mode.startswith("nearest"):
            x = super().magnitude(x, Format.ieee(form.precision, -10**4, 10**4), mode, overflow, negative)
        return super().magnitude(x, form, mode, overflow, negative)


@mistake("twice-with-two-guard-bits", "round-twice")
class TwoGuardBits(Plan):
    def magnitude(self, x, form, mode, overflow, negative):
        if mode == "nearest":
            x = super().magnitude(x, Format.ieee(form.precision + 2, form.emin, form.emax + 1), mode, overflow, negative)
        return super().magnitude(x, form, mode, overflow, negative) if x else x


def moved(p, right, x, form, mode, overflow, negative):
    """The value itself is moved by one where the mode goes away from zero or makes odd."""
    k, spacing, f = p.bracket(x, form)
    if f == 0 and (mode == "odd" and k % 2 == 0 or mode == ("down" if negative else "up")):
        return p.limited((k + 1) * spacing, form, mode, overflow, negative)
    return right(x, form, mode, overflow, negative)


mistake("exact-moved", "round-moves-exact", magnitude=moved)


@mistake("odd-moves-exact", "round-moves-exact")
class OddMovesExact(Plan):
    def magnitude(self, x, form, mode, overflow, negative):
        return moved(self, super().magnitude, x, form, mode, overflow, negative) if mode == "odd" else super().magnitude(
            x, form, mode, overflow, negative)


# ---- the grid -----------------------------------------------------------------------------------


def grid(**change):
    """Of the named formats: a field changed."""
    def form(p, right, name):
        f = right(name)
        return Format(**{**f.__dict__, **{k: v(f) for k, v in change.items()}})
    return form


mistake("subnormals-coarser", "", format=grid(emin=lambda f: f.emin + 1))
mistake("subnormals-finer", "", format=grid(emin=lambda f: f.emin - 1))


@mistake("no-subnormals-nearest-normal", "")
class NoSubnormals(Plan):
    """Below the smallest normal number: that or zero, whichever is nearer."""

    def bracket(self, x, form):
        least = power(form.emin)
        return super().bracket(x, form) if x >= least else (0, least, x / least)


mistake("subnormals-normalised", "", format=grid(emin=lambda f: -2000))


@mistake("flushes-large-half", "")
class FlushesHalf(Plan):
    def limited(self, y, form, mode, overflow, negative):
        return super().limited(y if y >= power(form.emin - 1) else Fraction(0), form, mode, overflow, negative)


@mistake("flushes-negative", "")
class FlushesNegative(Plan):
    def limited(self, y, form, mode, overflow, negative):
        return super().limited(Fraction(0) if negative and y < power(form.emin) else y, form, mode, overflow, negative)


@mistake("flushes-elements", "")
class FlushesElements(Plan):
    def limited(self, y, form, mode, overflow, negative):
        below = y < power(form.emin) and form in [FORMATS[e] for e in ELEMENTS.values()]
        return super().limited(Fraction(0) if below else y, form, mode, overflow, negative)


@mistake("one-bit-fewer", "")
class OneBitFewer(Plan):
    def format(self, name):
        f = super().format(name)
        return f if name not in ("bfloat16", "tf32") else Format.ieee(f.precision - 1, f.emin, f.emax)


@mistake("tf32-ten-bits-as-binary16", "")
class Tf32(Plan):
    def format(self, name):
        return super().format("binary16" if name == "tf32" else name)


# ---- beyond the largest number ------------------------------------------------------------------


def beyond(name, change):
    mistake(name, "round-overflow", beyond=change)


beyond("saturates", lambda p, right, form, mode, overflow, neg: form.largest)
beyond("never-saturates", lambda p, right, form, mode, overflow, neg: right(form, mode, "ieee", neg))
beyond("infinity-is-nan", lambda p, right, form, *a: NAN if right(form, *a) == INFINITY else right(form, *a))
beyond("nan-is-infinity", lambda p, right, form, *a: r if (r := right(form, *a)) == r else INFINITY)
beyond("zero-mode-infinite", lambda p, right, form, mode, overflow, neg: right(form, "nearest" if mode == "zero" else mode, overflow, neg))
beyond("odd-mode-infinite", lambda p, right, form, mode, overflow, neg: right(form, "nearest" if mode == "odd" else mode, overflow, neg))
beyond("up-infinite-both-ways", lambda p, right, form, mode, overflow, neg: right(form, "nearest" if mode in ("up", "down") else mode, overflow, neg))
beyond("small-formats-nan", lambda p, right, form, mode, overflow, neg: NAN if form.beyond is None and overflow == "ieee" else right(form, mode, overflow, neg))
mistake("e4m3-is-ieee", "round-overflow", format=lambda p, right, name: right("e4m3-ieee" if name == "e4m3" else name))
mistake("e4m3-ieee-is-ocp", "round-overflow", format=lambda p, right, name: right("e4m3" if name == "e4m3-ieee" else name))
mistake("e4m3-up-to-480", "round-overflow", format=lambda p, right, name: Format(4, -6, 8, Fraction(480), NAN) if name == "e4m3" else right(name))
mistake("e5m2-up-to-49152", "round-overflow", format=lambda p, right, name: Format(3, -14, 15, Fraction(49152)) if name == "e5m2" else right(name))
mistake("largest-is-power", "round-overflow", format=grid(largest=lambda f: power(f.emax)))


@mistake("infinite-before-rounding", "round-overflow")
class InfiniteBefore(Plan):
    """Whatever exceeds the largest number is infinite, also what would round to it."""

    def bracket(self, x, form):
        k, spacing, f = super().bracket(x, form)
        return (k + 1, spacing, Fraction(0)) if x > form.largest else (k, spacing, f)


@mistake("saturates-before-rounding", "round-overflow")
class SaturatesBefore(Plan):
    def bracket(self, x, form):
        return super().bracket(min(x, form.largest), form)


@mistake("tie-beyond-largest-stays", "round-overflow")
class TieStays(Plan):
    def magnitude(self, x, form, mode, overflow, negative):
        k, spacing, f = self.bracket(x, form)
        if mode == "nearest" and k * spacing == form.largest and f == HALF:
            return form.largest
        return super().magnitude(x, form, mode, overflow, negative)


@mistake("wraps", "round-overflow")
class Wraps(Plan):
    def beyond(self, form, mode, overflow, negative):
        return Fraction(0)


@mistake("stochastic-never-overflows", "round-overflow")
class StochasticSaturates(Plan):
    def neighbours(self, x, form, overflow, negative):
        return super().neighbours(x, form, "saturate", negative)


# ---- scales of blocks ---------------------------------------------------------------------------

RULES = ("floor", "ceil", "even", "rceil")
for asked, followed in (("floor", "ceil"), ("floor", "even"), ("ceil", "floor"), ("ceil", "rceil"), ("even", "floor"),
                        ("even", "ceil"), ("rceil", "ceil"), ("rceil", "floor")):
    mistake(f"scale-{asked}-by-{followed}", "round-scale", scale=lambda p, right, top, form, rule, a=asked, b=followed: right(
        top, form, b if rule == a else rule))


def scaled(name, change):
    mistake(name, "round-scale", scale=change)


scaled("scale-one-more", lambda p, right, top, form, rule: right(top, form, rule) + 1)
scaled("scale-one-less", lambda p, right, top, form, rule: right(top, form, rule) - 1)
scaled("scale-not-clamped-below", lambda p, right, top, form, rule: Plan.ceil_log(top) - form.emax if right(top, form, rule) == -127 and rule == "ceil"
       else exponent(top) - form.emax if right(top, form, rule) == -127 else right(top, form, rule))
scaled("scale-clamped-at-126", lambda p, right, top, form, rule: max(-126, right(top, form, rule)))
scaled("scale-without-emax", lambda p, right, top, form, rule: p.clamped(right(top, form, rule) + form.emax))
scaled("scale-log2-in-binary32", lambda p, right, top, form, rule: p.clamped(exponent(Plan.nearest(p, top, FORMATS["binary16"]) or top) - form.emax)
       if rule == "floor" else right(top, form, rule))
scaled("scale-even-one-bit-more", lambda p, right, top, form, rule: right(top, Format(form.precision + 1, form.emin, form.emax, form.largest), rule))
mistake("blocks-of-16", "round-scale", blocks=lambda p, right, n, width: right(n, 16))
mistake("blocks-of-64", "round-scale", blocks=lambda p, right, n, width: right(n, 64))
mistake("one-scale-for-all", "round-scale", blocks=lambda p, right, n, width: [0] * n)
mistake("blocks-strided", "round-scale", blocks=lambda p, right, n, width: [i % -(-n // width) for i in range(n)])
mistake("short-block-with-the-one-before", "round-scale", blocks=lambda p, right, n, width: [min(i // width, max(0, n // width - 1)) for i in range(n)])
mistake("short-block-from-the-end", "round-scale", blocks=lambda p, right, n, width: [(i + -n % width) // width for i in range(n)])
mistake("top-without-abs", "round-scale", size=lambda p, right, v: max(Fraction(v), Fraction(0)))
mistake("top-of-first-half", "round-scale", tops=lambda p, right, values, of: right([v if i % 32 < 16 else 0.0 for i, v in enumerate(values)], of))


@mistake("scale-of-the-block-before", "round-scale")
class BlockBefore(Plan):
    def tops(self, values, of):
        tops = super().tops(values, of)
        return tops[:1] + tops[:-1]


def seconds(name, change):
    mistake(name, "round-scale", second_scales=change)


seconds("nvfp4-one-level", lambda p, right, values, of: [p.nearest(top / 6, FORMATS["e4m3"]) for top in p.tops(values, of)])
seconds("nvfp4-scale-not-rounded", lambda p, right, values, of: [top / 6 for top in p.tops(values, of)])
seconds("nvfp4-scale-a-power", lambda p, right, values, of: [power(exponent(top) - 2) if top else top for top in p.tops(values, of)])
seconds("nvfp4-by-448", lambda p, right, values, of: [s * 6 for s in right(values, of)])
seconds("nvfp4-block-by-4", lambda p, right, values, of: [p.nearest(top * 1680 / m, FORMATS["e4m3"]) * m / 2688 if (m := max(map(p.size, values))) else Fraction(0)
                                                          for top in p.tops(values, of)])

# ---- chance -------------------------------------------------------------------------------------


def chance(name, code, change):
    """Another chance of going away from zero, of the fraction."""
    def threshold(p, right, f, bits, asked):
        return change(f, bits) * 2**bits // 1 if f else 0
    mistake(name, code, threshold=threshold)


chance("stochastic-nearest", "round-to-nearest", lambda f, bits: f > HALF or 0)
chance("stochastic-down", "round-biased", lambda f, bits: 0)
chance("stochastic-away", "round-biased", lambda f, bits: 1)
chance("stochastic-half", "round-biased", lambda f, bits: HALF)
chance("stochastic-other-way", "round-biased", lambda f, bits: 1 - f)
chance("stochastic-square", "round-biased", lambda f, bits: f * f)
chance("stochastic-smooth", "round-biased", lambda f, bits: f * f * (3 - 2 * f))
chance("stochastic-at-most-threshold", "round-biased", lambda f, bits: min(1, f + power(-bits)) if bits <= 16 else min(1, f + power(-6)))
chance("stochastic-one-percent", "round-biased", lambda f, bits: min(1, f + Fraction(1, 100)))
chance("stochastic-clipped", "round-biased", lambda f, bits: 0 if f < Fraction(1, 64) else 1 if f > Fraction(63, 64) else f)
for few in (2, 4, 8, 12):
    chance(f"stochastic-{few}-bits", "round-few-bits", lambda f, bits, few=few: f * 2**few // 1 / Fraction(2**few))
mistake("bits-one-less", "round-few-bits", threshold=lambda p, right, f, bits, asked: f * 2**(bits - 1) // 1 * 2 if asked else right(f, bits, asked))
mistake("bits-at-most-8", "round-few-bits", threshold=lambda p, right, f, bits, asked: right(f, min(bits, 8), asked) << max(0, bits - 8) if asked else right(f, bits, asked))
mistake("exact-moved-by-chance", "round-moves-exact", threshold=lambda p, right, f, bits, asked: max(right(f, bits, asked), 2**bits // 16))
mistake("exact-moved-at-times", "round-moves-exact", threshold=lambda p, right, f, bits, asked: right(f, bits, asked) or 2**bits // 64 or 1)


@mistake("stochastic-spacing-above", "round-biased")
class SpacingAbove(Plan):
    """In the upper tenth of each binade the fraction is taken of the spacing above it."""

    def neighbours(self, x, form, overflow, negative):
        down, up, f = super().neighbours(x, form, overflow, negative)
        return [down, up, f / 2 if x > power(exponent(x)) * 3 / 2 else f]


@mistake("stochastic-biased-if-negative", "round-biased")
class BiasedIfNegative(Plan):
    """The chance f of going up where it should go down."""

    def neighbours(self, x, form, overflow, negative):
        down, up, f = super().neighbours(x, form, overflow, negative)
        return [down, up, 1 - f if negative and f else f]


@mistake("stochastic-nearest-if-subnormal", "round-to-nearest")
class NearestIfSubnormal(Plan):
    def neighbours(self, x, form, overflow, negative):
        down, up, f = super().neighbours(x, form, overflow, negative)
        return [down, up, Fraction(int(f > HALF)) if x < power(form.emin) else f]


@mistake("stochastic-nearest-in-blocks", "round-to-nearest")
class NearestInBlocks(Plan):
    def stochastic(self, values, q):
        if not self.blocked(q["to"]):
            return super().stochastic(values, q)
        return [self.deterministic(values, {**q, "mode": "nearest"})] * int(q["count"])


@mistake("stochastic-far-neighbour", "")
class FarNeighbour(Plan):
    """One spacing too far, one time in thirty."""

    def stochastic(self, values, q):
        far = Plan.deterministic(self, [2 * v for v in values], {**q, "mode": "zero"})
        for n, row in enumerate(super().stochastic(values, q)):
            yield far if n % 30 == 29 else row


# ---- words --------------------------------------------------------------------------------------


def words(name, code, change):
    mistake(name, code, words=lambda p, right, seed, count, n, bits: change(lambda s=seed, c=count, m=n: right(s, c, m, bits), seed, count, n, bits))


words("word-per-draw", "draws-shared", lambda right, seed, count, n, bits: ([row[0]] * n for row in right()))
words("word-per-block", "draws-shared", lambda right, seed, count, n, bits: ([row[i // 32] for i in range(n)] for row in right()))
words("word-per-pair", "draws-shared", lambda right, seed, count, n, bits: ([row[i // 2] for i in range(n)] for row in right()))
words("word-per-lane", "draws-shared", lambda right, seed, count, n, bits: ([row[i % 8] for i in range(n)] for row in right()))
words("word-mirrored", "draws-shared", lambda right, seed, count, n, bits: ([row[min(i, n - 1 - i)] for i in range(n)] for row in right()))
words("word-opposite-in-pairs", "draws-shared", lambda right, seed, count, n, bits: (
    [row[i - i % 2] if i % 2 == 0 else 2**bits - 1 - row[i - 1] for i in range(n)] for row in right()))
words("word-plus-stride", "draws-shared", lambda right, seed, count, n, bits: (
    [(row[0] + int(i * 0.6180339887498949 * 2**bits)) % 2**bits for i in range(n)] for row in right()))
words("draws-same", "draws-repeated", lambda right, seed, count, n, bits: [next(right(c=1))] * count)
words("draws-every-16", "draws-repeated", lambda right, seed, count, n, bits: (rows[i % len(rows)] for rows in [list(right(c=min(count, 16)))] for i in range(count)))
words("draws-in-pairs", "draws-repeated", lambda right, seed, count, n, bits: (row for pair in right(c=(count + 1) // 2) for row in (pair, pair)))
words("draws-halves", "draws-repeated", lambda right, seed, count, n, bits: (rows[i % len(rows)] for rows in [list(right(c=(count + 1) // 2))] for i in range(count)))
words("draws-shifted", "", lambda right, seed, count, n, bits: (line[i:i + n] for line in [next(right(c=1, m=n + count))] for i in range(count)))
words("draws-antithetic", "", lambda right, seed, count, n, bits: (
    [2**bits - 1 - w for w in row] if odd else row for row in right(c=(count + 1) // 2) for odd in (0, 1)))
words("seed-fixed", "seed-ignored", lambda right, seed, count, n, bits: right(s=1))
words("seed-low-byte", "seed-ignored", lambda right, seed, count, n, bits: right(s=seed % 256))
words("seed-high-half", "seed-ignored", lambda right, seed, count, n, bits: right(s=seed >> 32))
words("seed-low-half", "seed-ignored", lambda right, seed, count, n, bits: right(s=seed % 2**32))
words("seed-as-double", "seed-ignored", lambda right, seed, count, n, bits: right(s=int(float(seed))))
words("seed-parity-lost", "seed-ignored", lambda right, seed, count, n, bits: right(s=seed | 1))
words("seed-of-time", "seed-ignored", lambda right, seed, count, n, bits: right(s=time.time_ns()))
words("seed-of-system", "seed-ignored", lambda right, seed, count, n, bits: right(s=random.SystemRandom().getrandbits(64)))
words("seed-is-first-word", "", lambda right, seed, count, n, bits: ([seed % 2**bits] + row[1:] if i == 0 else row for i, row in enumerate(right())))
words("word-larger-of-two", "round-biased", lambda right, seed, count, n, bits: ([max(a, b) for a, b in zip(row, row[n:])] for row in right(m=2 * n)))
words("word-mean-of-two", "round-biased", lambda right, seed, count, n, bits: ([(a + b) // 2 for a, b in zip(row, row[n:])] for row in right(m=2 * n)))
words("word-modulo-100", "round-few-bits", lambda right, seed, count, n, bits: ([w % 100 * 2**bits // 100 for w in row] for row in right()))


@mistake("generator-goes-on", "seed-ignored")
class GoesOn(Plan):
    """Seeded once, at the first request."""

    generator = None

    def words(self, seed, count, n, bits):
        self.generator = self.generator or random.Random(seed)
        for _ in range(count):
            yield [self.generator.getrandbits(bits) for _ in range(n)]


@mistake("linear-congruential-low-bits", "")
class LowBits(Plan):
    """The low bits of a linear congruential generator modulo 2^32, whose last bit alternates."""

    def words(self, seed, count, n, bits):
        state, low = random.Random(seed).getrandbits(32), min(bits, 16)
        for _ in range(count):
            row = []
            for _ in range(n):
                state = (state * 1664525 + 1013904223) % 2**32
                row.append(int(f"{state % 2**low:0{low}b}"[::-1], 2) << (bits - low))
            yield row


@mistake("words-sorted", "")
class WordsSorted(Plan):
    def words(self, seed, count, n, bits):
        return (sorted(row) for row in super().words(seed, count, n, bits))


# ---- answers that are no rounding ---------------------------------------------------------------


@mistake("zeros", "round-zeros")
class Zeros(Plan):
    def signed(self, y, v, form):
        return "0.0"


@mistake("zeros-if-stochastic", "round-zeros")
class ZerosIfStochastic(Plan):
    def stochastic(self, values, q):
        return [["0.0"] * len(values)] * int(q["count"])


@mistake("zeros-in-blocks", "round-zeros")
class ZerosInBlocks(Plan):
    def cells(self, values, to):
        form, scales = super().cells(values, to)
        return form, [Fraction(0)] * len(values) if self.blocked(to) else scales


@mistake("echo", "")
class Echo(Plan):
    def signed(self, y, v, form):
        return repr(float(v))


@mistake("constant", "")
class Constant(Plan):
    def signed(self, y, v, form):
        return "1.0"


@mistake("sign-lost", "")
class SignLost(Plan):
    def signed(self, y, v, form):
        return super().signed(y, abs(v), form)


@mistake("random-neighbours", "")
class RandomNeighbours(Plan):
    """Random numbers of the format's first binade."""

    def signed(self, y, v, form):
        return repr(1 + random.randrange(2**(form.precision - 1)) / 2**(form.precision - 1))


class Cache(Plan):
    def __init__(self):
        self.known = {}

    def answer(self, q):
        key = self.key(q)
        if key not in self.known:
            self.known[key] = super().answer(q)
        return self.known[key]


@mistake("cache-by-values", "")
class CacheByValues(Cache):
    def key(self, q):
        return q["to"], q["mode"] == "stochastic", len(q["values"]), q.get("count"), q["values"][0]


@mistake("cache-without-mode", "")
class CacheWithoutMode(Cache):
    def key(self, q):
        return q["to"], q["mode"] == "stochastic", str(q["values"]), q.get("count"), q.get("seed"), q.get("bits")


@mistake("cache-without-overflow", "")
class CacheWithoutOverflow(Cache):
    def key(self, q):
        return q["to"], q["mode"], str(q["values"]), q.get("count"), q.get("seed"), q.get("bits")


@mistake("one-answer-late", "")
class OneLate(Plan):
    """The previous answer, where it has the right shape."""

    last, size = "", None

    def answer(self, q):
        answer, size = super().answer(q), (len(q["values"]), q.get("count"))
        late = self.last if self.size == size else answer
        self.last, self.size = answer, size
        return late


if __name__ == "__main__":
    serve({name: cls for name, (_, cls) in MISTAKES.items()},
          lambda name: {"kind": "wrong", "code": MISTAKES[name][0], "ops": ["round"]})
