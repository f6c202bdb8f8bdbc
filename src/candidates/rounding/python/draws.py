# SPDX-License-Identifier: Apache-2.0
"""Known mistakes of the op round in the scales of blocks and in chance."""
import random
import time
from fractions import Fraction

from plan import FORMATS, Plan, exponent, power
from registry import mistake

HALF = Fraction(1, 2)

# ---- scales of blocks ---------------------------------------------------------------------------

for asked, followed in (("floor", "ceil"), ("ceil", "floor"), ("even", "floor"), ("rceil", "ceil")):
    mistake(f"scale-{asked}-by-{followed}", "round-scale", scale=lambda p, right, top, form, rule, a=asked, b=followed: right(
        top, form, b if rule == a else rule))


def scaled(name, change):
    mistake(name, "round-scale", scale=change)


scaled("scale-one-more", lambda p, right, top, form, rule: right(top, form, rule) + 1)
mistake("scale-not-clamped", "round-scale", clamped=lambda p, right, e: e)
scaled("scale-without-emax", lambda p, right, top, form, rule: p.clamped(right(top, form, rule) + form.emax))
scaled("scale-log2-in-binary32", lambda p, right, top, form, rule: p.clamped(exponent(Plan.nearest(p, top, FORMATS["binary16"]) or top) - form.emax)
       if rule == "floor" else right(top, form, rule))
mistake("blocks-of-16", "round-scale", blocks=lambda p, right, n, width: right(n, 16))
mistake("one-scale-for-all", "round-scale", blocks=lambda p, right, n, width: [0] * n)


def seconds(name, change):
    mistake(name, "round-scale", second_scales=change)


seconds("nvfp4-one-level", lambda p, right, values, of: [p.nearest(top / 6, FORMATS["e4m3"]) for top in p.tops(values, of)])
seconds("nvfp4-scale-not-rounded", lambda p, right, values, of: [top / 6 for top in p.tops(values, of)])
seconds("nvfp4-by-448", lambda p, right, values, of: [s * 6 for s in right(values, of)])

# ---- chance -------------------------------------------------------------------------------------


def chance(name, code, change):
    """Another chance of going away from zero, of the fraction."""
    def threshold(p, right, f, bits, asked):
        return change(f, bits) * 2**bits // 1 if f else 0
    mistake(name, code, threshold=threshold)


chance("stochastic-nearest", "round-to-nearest", lambda f, bits: f > HALF or 0)
chance("stochastic-down", "round-biased", lambda f, bits: 0)
chance("stochastic-half", "round-biased", lambda f, bits: HALF)
chance("stochastic-other-way", "round-biased", lambda f, bits: 1 - f)
for part in (4, 8):  # a random number of less than 1/part is added or taken off, then to nearest
    chance(f"dithered-by-1-{part}", "round-dithered", lambda f, bits, part=part: min(1, max(0, HALF + (f - HALF) * part / 2)))
chance("stochastic-one-percent", "round-biased", lambda f, bits: min(1, f + Fraction(1, 100)))
chance("stochastic-8-bits", "round-few-bits", lambda f, bits: f * 256 // 1 / Fraction(256))
mistake("bits-one-less", "round-few-bits", threshold=lambda p, right, f, bits, asked: f * 2**(bits - 1) // 1 * 2 if asked else right(f, bits, asked))
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
words("draws-same", "draws-repeated", lambda right, seed, count, n, bits: [next(right(c=1))] * count)
words("draws-in-pairs", "draws-repeated", lambda right, seed, count, n, bits: (row for pair in right(c=(count + 1) // 2) for row in (pair, pair)))
words("seed-fixed", "seed-ignored", lambda right, seed, count, n, bits: right(s=1))
words("seed-low-half", "seed-ignored", lambda right, seed, count, n, bits: right(s=seed % 2**32))
words("seed-as-double", "seed-ignored", lambda right, seed, count, n, bits: right(s=int(float(seed))))
words("seed-of-time", "seed-ignored", lambda right, seed, count, n, bits: right(s=time.time_ns()))
words("word-modulo-100", "round-few-bits", lambda right, seed, count, n, bits: ([w % 100 * 2**bits // 100 for w in row] for row in right()))


@mistake("generator-goes-on", "seed-ignored")
class GoesOn(Plan):
    """Seeded once, at the first request."""

    generator = None

    def words(self, seed, count, n, bits):
        self.generator = self.generator or random.Random(seed)
        for _ in range(count):
            yield [self.generator.getrandbits(bits) for _ in range(n)]
