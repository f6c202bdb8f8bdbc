# SPDX-License-Identifier: Apache-2.0
"""Known mistakes of the op round in the scales of blocks and in chance."""
import random
import time
from fractions import Fraction

from plan import FORMATS, Format, Plan, exponent, power
from registry import mistake

HALF = Fraction(1, 2)

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
mistake("scale-not-clamped", "round-scale", clamped=lambda p, right, e: e)
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
seconds("nvfp4-top-of-first-half", lambda p, right, values, of: [p.nearest(top / (6 * g), FORMATS["e4m3"]) * g if (g := p.nearest(max(map(p.size, values)) / 2688,
                                                                 FORMATS["binary32"])) else g
                                                                 for top in p.tops([v if i % 16 < 8 else 0.0 for i, v in enumerate(values)], of)])
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
words("draws-antithetic", "draws-antithetic", lambda right, seed, count, n, bits: (
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
