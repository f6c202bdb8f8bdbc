#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Variants of the op round in NumPy: variants_numpy.py --variant NAME, or --list (name, kind, code, ops, as JSON).

Each replaces a part of kit_numpy.py: legal ones by another algorithm or generator, known mistakes by what
people write.
"""
import argparse
import json
import os
import sys
import zlib

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kit_numpy as kit  # noqa: E402

RIGHT = {name: getattr(kit, name) for name in ("away", "convert", "tops", "exponents", "rounded", "answer")}
VARIANTS = {}


def variant(name, part, code=None):
    """Registers a function in the place of a part of the kit; code None is legal."""
    def register(function):
        VARIANTS[name] = (code, part, function)
        return function
    return register


def drawn(name, code=None):
    """A generator of random numbers in (0, 1], of the request, the shape and the bits."""
    def register(function):
        def answer(q):
            if q["mode"] != "stochastic":
                return RIGHT["answer"](q)
            x = np.array(q["values"], float)
            shape, bits = (int(q["count"]), len(x)), int(q.get("bits", 53))
            y = kit.rounded(x, q["to"], q["mode"], q["overflow"], lambda: function(q, shape, bits))
            return np.broadcast_to(y, shape)
        VARIANTS[name] = (code, "answer", answer)
        return function
    return register


def raw(words, bits):
    """The top bits of 64."""
    return ((np.asarray(words, np.uint64) >> np.uint64(64 - bits)) + 1.0) * 2.0**-bits


def offered(test, function):
    return lambda q: function(q) if test(q) else None


# ---- legal --------------------------------------------------------------------------------------


@variant("views", "convert")
def views(x, form, mode, overflow, chance=None, scale=0):
    """On the bits of binary64 where the result is normal, as many kernels do it."""
    y = RIGHT["convert"](x, form, mode, overflow, chance, scale)
    p, emin, largest, _ = form
    if mode != "nearest" or p > 52 or np.any(scale):
        return y
    b = np.abs(x).view(np.uint64)
    cut = np.uint64(53 - p)
    kept = (b + ((np.uint64(1) << (cut - np.uint64(1))) - np.uint64(1)) + (b >> cut & np.uint64(1))) >> cut << cut
    fast = np.copysign(kept.view(np.float64), x)
    return np.where((np.abs(x) >= 2.0**max(emin, -1022)) & (np.abs(fast) <= largest), fast, y)


@variant("rint", "convert")
def rint(x, form, mode, overflow, chance=None, scale=0):
    """The scaled number with its sign, by rint, floor, ceil and trunc."""
    p, emin, largest, _ = form
    way = {"nearest": np.rint, "up": np.ceil, "down": np.floor, "zero": np.trunc}.get(mode)
    if way is None or mode != "nearest" and np.any(scale):
        return RIGHT["convert"](x, form, mode, overflow, chance, scale)
    e = np.maximum(np.frexp(x)[1] - 1 - scale, emin) - p + 1 + scale
    y = np.ldexp(way(np.ldexp(x, -e)), e)
    return np.where(np.abs(y) <= np.ldexp(largest, scale), y, RIGHT["convert"](x, form, mode, overflow, None, scale))


@variant("added-constant", "convert")
def added_constant(x, form, mode, overflow, chance=None, scale=0):
    """(x + c) - c with c = 1.5 2^52 spacings."""
    right = RIGHT["convert"](x, form, mode, overflow, chance, scale)
    p, emin, largest, _ = form
    e = np.maximum(np.frexp(x)[1] - 1 - scale, emin) - p + 1 + scale
    c = np.ldexp(1.5, e + 52)
    y = np.copysign((x + c) - c, x)
    return np.where((mode == "nearest") & np.isfinite(c) & (np.abs(y) <= np.ldexp(largest, scale)) & (e > -1070), y, right)


@variant("casts", "answer")
def casts(q):
    """NumPy's own; a cast from binary64 to binary32 and on to bfloat16 would round twice, and is not offered."""
    types = {"binary32": np.float32, "binary16": np.float16}
    if q["mode"] != "nearest" or q["overflow"] != "ieee" or q["to"] not in types:
        return None
    x = np.array(q["values"], np.float32 if q["from"] == "binary32" else np.float64)
    return x.astype(types[q["to"]]).astype(float)


TABLES = {}


@variant("searchsorted", "convert")
def searchsorted(x, form, mode, overflow, chance=None, scale=0):
    """In the table of all numbers of the format and one beyond, where it is short."""
    p, emin, largest, _ = form
    if p > 11 or not np.isfinite(largest) or emin < -200:
        return RIGHT["convert"](x, form, mode, overflow, chance, scale)
    if form not in TABLES:
        binades = np.ldexp(np.arange(2**(p - 1), 2**p), np.arange(emin, np.frexp(largest)[1] + 1)[:, None] - p + 1).ravel()
        TABLES[form] = np.concatenate([np.ldexp(np.arange(2**(p - 1)), emin - p + 1), binades])
    table, a = TABLES[form], np.abs(x)
    q = np.ldexp(a, -np.asarray(scale))
    q = np.where(a > 0, np.maximum(q, 5e-324), q)
    i = np.searchsorted(table, q, "right") - 1
    inside = i < len(table) - 1
    i = np.minimum(i, len(table) - 2)
    f = np.where(inside, (q - table[i]) / (table[i + 1] - table[i]), 1)
    y = table[i + RIGHT["away"](i, f, mode, x < 0, chance)]
    y = np.where((y <= largest) & inside, y, np.abs(RIGHT["convert"](np.where(inside, 1e308, x), form, "nearest", overflow)))
    inwards = (mode in ("zero", "odd")) | ((x < 0) if mode == "up" else (x > 0) & (mode == "down"))
    return np.copysign(np.where((q > largest) & inwards, np.ldexp(largest, scale), np.ldexp(y, scale)), x)


drawn("philox")(lambda q, shape, bits: raw(np.random.Philox(int(q["seed"])).random_raw(np.prod(shape)).reshape(shape), bits))
drawn("sfc64")(lambda q, shape, bits: raw(np.random.SFC64(int(q["seed"])).random_raw(np.prod(shape)).reshape(shape), bits))
drawn("mersenne-twister")(lambda q, shape, bits: raw(np.random.RandomState([int(q["seed"]) & 0xffffffff, int(q["seed"]) >> 32]).randint(
    0, 2**64, shape, np.uint64), bits))
drawn("uniform-of-any-bits")(lambda q, shape, bits: 1 - np.random.default_rng(int(q["seed"])).random(shape))
drawn("by-columns")(lambda q, shape, bits: raw(np.random.default_rng(int(q["seed"])).integers(2**64, size=shape[::-1], dtype=np.uint64).T, bits))


def mixed(keys):
    """SplitMix64 of each key (Steele et al. 2014)."""
    x = np.asarray(keys, np.uint64)
    for shift, factor in ((30, 0xbf58476d1ce4e5b9), (27, 0x94d049bb133111eb)):
        x = (x ^ x >> np.uint64(shift)) * np.uint64(factor)
    return x ^ x >> np.uint64(31)


def places(shape):
    return np.arange(np.prod(shape), dtype=np.uint64).reshape(shape)


drawn("mixed-seed-plus-place")(lambda q, shape, bits: raw(mixed(mixed([int(q["seed"])]) + places(shape)), bits))
drawn("table-of-2^20")(lambda q, shape, bits: raw(np.resize(np.random.default_rng(int(q["seed"])).integers(2**64, size=2**20, dtype=np.uint64), shape), bits))
variant("no-blocks", "answer")(offered(lambda q: "/" not in q["to"] and q["to"] != "nvfp4", RIGHT["answer"]))
variant("from-binary32-only", "answer")(offered(lambda q: q["from"] == "binary32", RIGHT["answer"]))

# ---- wrong: which neighbour ---------------------------------------------------------------------


@variant("floor-plus-half", "convert", "round-half-away")
def floor_plus_half(x, form, mode, overflow, chance=None, scale=0):
    """np.floor(q + 0.5), with the sign."""
    p, emin, largest, _ = form
    e = np.maximum(np.frexp(x)[1] - 1 - scale, emin) - p + 1 + scale
    y = np.ldexp(np.floor(np.ldexp(x, -e) + 0.5), e)
    right = RIGHT["convert"](x, form, mode, overflow, chance, scale)
    return np.where((mode == "nearest") & (np.abs(y) <= np.ldexp(largest, scale)), y, right)


@variant("away-half-added", "away", "round-half-added")
def away_half_added(k, f, mode, negative, chance):
    """f + 1/2 >= 1: just below the tie the sum rounds to 1."""
    return f + 0.5 >= 1 if mode == "nearest-away" else RIGHT["away"](k, f, mode, negative, chance)


def nearest_below(name, code, change):
    """To nearest, results below the smallest number changed."""
    @variant(name, "convert", code)
    def convert(x, form, mode, overflow, chance=None, scale=0):
        y = RIGHT["convert"](x, form, mode, overflow, chance, scale)
        least = np.ldexp(2.0, np.subtract(form[1], form[0]) + scale)
        return np.where((mode == "nearest") & (np.abs(x) < least), change(x, y, form, least), y)


nearest_below("tiny-to-zero", "round-truncates", lambda x, y, form, least: 0 * y)
nearest_below("tiny-by-bits-first", "round-twice", lambda x, y, form, least: np.copysign(
    np.where(np.abs(RIGHT["convert"](x, (form[0], -1100, np.inf, np.inf), "nearest", "ieee")) > least / 2, np.abs(y), 0), x))


@variant("half-of-eleven-bits", "convert", "round-half-away")
def half_of_eleven_bits(x, form, mode, overflow, chance=None, scale=0):
    """The bit after the last is added; numbers below the smallest become 0."""
    if mode != "nearest":
        return RIGHT["convert"](x, form, mode, overflow, chance, scale)
    y = RIGHT["convert"](x, form, "nearest-away", overflow, chance, scale)
    return np.where(np.abs(x) < np.ldexp(2.0, np.subtract(form[1], form[0]) + scale), 0 * y, y)


@variant("tiny-never-away", "convert", "round-biased")
def tiny_never_away(x, form, mode, overflow, chance=None, scale=0):
    """Stochastic, but below the smallest number always 0."""
    y = RIGHT["convert"](x, form, mode, overflow, chance, scale)
    return np.where((mode == "stochastic") & (np.abs(x) < np.ldexp(2.0, np.subtract(form[1], form[0]) + scale)), 0 * y, y)


def first(to, name, code="round-twice"):
    @variant(name, "convert", code)
    def convert(x, form, *args, **more):
        with np.errstate(over="ignore"):
            narrow = x.astype(to).astype(float)
        covered = form[0] < np.finfo(to).nmant + 1 and form[2] <= np.finfo(to).max
        return RIGHT["convert"](np.where(np.isfinite(narrow) & covered & (narrow != 0), narrow, x), form, *args, **more)


first(np.float32, "float32-first")
first(np.float16, "float16-first")


def bfloat16_bits(name, code, change):
    @variant(name, "rounded", code)
    def rounded(x, to, mode, overflow, chance):
        if to != "bfloat16" or mode != "nearest" or overflow != "ieee":
            return None
        b = x.astype(np.float32).view(np.uint32)
        return (change(b) & np.uint32(0xffff0000)).view(np.float32).astype(float)


bfloat16_bits("bfloat16-upper-half", "round-truncates", lambda b: b)
bfloat16_bits("bfloat16-add-8000", "round-half-away", lambda b: b + np.uint32(0x8000))
bfloat16_bits("bfloat16-add-7fff", "", lambda b: b + np.uint32(0x7fff))
bfloat16_bits("bfloat16-wrong-last-bit", "", lambda b: b + np.uint32(0x7fff) + (b >> np.uint32(15) & np.uint32(1)))
bfloat16_bits("bfloat16-sign-lost", "", lambda b: (b & np.uint32(0x7fffffff)) + np.uint32(0x7fff) + (b >> np.uint32(16) & np.uint32(1)))


@variant("nearest-and-next", "away", "")
def nearest_and_next(k, f, mode, negative, chance):
    """Stochastic between the nearest number and the next one away from zero."""
    if mode != "stochastic":
        return RIGHT["away"](k, f, mode, negative, chance)
    up = np.where(f > 0.5, 1, 0)
    return up + (chance() <= np.abs(f - up))


@variant("tolerance", "away", "")
def tolerance(k, f, mode, negative, chance):
    """What is within 1e-3 of a representable number or of a tie is taken for it."""
    close = lambda c: np.abs(f - c) < 1e-3  # noqa: E731
    return RIGHT["away"](k + close(1), np.where(close(0.5), 0.5, np.where(close(0) | close(1), 0, f)), mode, negative, chance) | close(1)


@variant("trunc-plus-uniform", "convert", "")
def trunc_plus_uniform(x, form, mode, overflow, chance=None, scale=0):
    """np.trunc(q + u) with the sign: right for positive numbers only."""
    y = RIGHT["convert"](x, form, mode, overflow, chance, scale)
    if mode != "stochastic":
        return y
    e = np.maximum(np.frexp(x)[1] - 1 - scale, form[1]) - form[0] + 1 + scale
    return np.where(x < 0, np.ldexp(np.trunc(np.ldexp(x, -e) + chance()), e), y)


@variant("nan-to-num", "answer", "round-overflow")
def nan_to_num(q):
    return np.nan_to_num(RIGHT["answer"](q))


@variant("clipped-first", "convert", "round-overflow")
def clipped_first(x, form, mode, overflow, chance=None, scale=0):
    top = np.ldexp(form[2], scale)
    return RIGHT["convert"](np.clip(x, -top, top), form, mode, overflow, chance, scale)


@variant("infinite-from-largest", "convert", "round-overflow")
def infinite_from_largest(x, form, mode, overflow, chance=None, scale=0):
    """>= where > is due."""
    y = RIGHT["convert"](x, form, mode, overflow, chance, scale)
    return np.where((np.abs(y) >= np.ldexp(form[2], scale)) & (overflow == "ieee") & (mode == "nearest"), np.copysign(form[3], x), y)


# ---- wrong: scales ------------------------------------------------------------------------------


def exponents(name, change):
    @variant(name, "exponents", "round-scale")
    def wrong(top, form, rule):
        return np.clip(change(top, form, rule), -127, 127).astype(int)


emax = lambda form: np.frexp(form[2])[1] - 1  # noqa: E731
exponents("frexp-as-log2", lambda top, form, rule: RIGHT["exponents"](top, form, rule) + 1)
exponents("log2-floor", lambda top, form, rule: np.floor(np.log2(np.maximum(top, 5e-324))) - emax(form) if rule == "floor" else RIGHT["exponents"](top, form, rule))
exponents("log2-rint", lambda top, form, rule: np.rint(np.log2(np.maximum(top, 5e-324))) - emax(form) if rule == "even" else RIGHT["exponents"](top, form, rule))
exponents("log2-float32-ceil", lambda top, form, rule: np.ceil(np.log2(np.maximum(top / form[2], 1e-300)).astype(np.float32)) if rule == "rceil"
          else RIGHT["exponents"](top, form, rule))


@variant("log2-and-table", "rounded", "round-scale")
def log2_and_table(x, to, mode, overflow, chance):
    """np.log2 in float32, and the nearest element of a table, the first of two as near: ties go towards zero."""
    if to != "mxfp4/floor" or mode != "nearest":
        return RIGHT["rounded"](x, to, mode, overflow, chance)
    e = np.clip(np.floor(np.log2(np.maximum(kit.tops(x, 32), 5e-324)).astype(np.float32)) - 2, -127, 127).astype(int)
    table = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 6])
    return np.copysign(np.ldexp(table[np.argmin(np.abs(table - np.ldexp(np.abs(x), -e)[:, None]), 1)], e), x)


exponents("top-plus-epsilon", lambda top, form, rule: RIGHT["exponents"](top + 1e-6, form, rule))
variant("top-of-all", "tops", "round-scale")(lambda x, width: np.full(len(x), np.max(np.abs(x))))
variant("top-without-abs", "tops", "round-scale")(lambda x, width: np.maximum(np.repeat(np.maximum.reduceat(x, np.arange(0, len(x), width)), width)[:len(x)], 0))
variant("top-by-columns", "tops", "round-scale")(lambda x, width: np.resize(RIGHT["tops"](
    np.resize(x, (width, -(-len(x) // width))).T.ravel(), width).reshape(-1, width).T.ravel(), len(x)))
variant("mean-for-top", "tops", "round-scale")(lambda x, width: np.repeat(
    [2 * np.mean(np.abs(x[i:i + width])) for i in range(0, len(x), width)], width)[:len(x)])
variant("width-one", "tops", "round-scale")(lambda x, width: np.abs(x))


@variant("short-block-dropped", "rounded", "round-zeros")
def short_block_dropped(x, to, mode, overflow, chance):
    y = RIGHT["rounded"](x, to, mode, overflow, chance)
    if "/" in to:
        y[..., len(x) // 32 * 32:] = 0
    return y


def blocks_zero(name, test):
    """Blocks of which a test holds become zeros."""
    @variant(name, "rounded", "round-zeros")
    def rounded(x, to, mode, overflow, chance):
        y = RIGHT["rounded"](x, to, mode, overflow, chance)
        width = 16 if to == "nvfp4" else 32
        for i in range(0, len(x), width) if "/" in to or to == "nvfp4" else ():
            if test(x[i:i + width]):
                y[..., i:i + width] = 0
        return y


blocks_zero("zero-first-means-zeros", lambda x: x[0] == 0)
blocks_zero("negative-blocks-are-zeros", lambda x: np.max(x) <= 0)


@variant("lone-block-unscaled", "exponents", "round-scale")
def lone_block_unscaled(top, form, rule):
    """An array of one block is taken for one without blocks."""
    return np.where(len(top) > 32, RIGHT["exponents"](top, form, rule), 0)


def source(name, code, of, change):
    """Values from one format are changed first."""
    @variant(name, "answer", code)
    def answer(q):
        with np.errstate(over="ignore"):
            return RIGHT["answer"]({**q, "values": change(np.array(q["values"], float)).tolist()} if q["from"] == of else q)


source("bfloat16-as-binary16", "round-twice", "bfloat16", lambda x: np.where(np.abs(x) < 65504, x.astype(np.float16).astype(float), x))
source("binary16-as-bfloat16", "round-truncates", "binary16", lambda x: (x.astype(np.float32).view(np.uint32) & np.uint32(0xffff0000)).view(np.float32).astype(float))
variant("from-narrow-only", "answer")(offered(lambda q: q["from"].endswith("16"), RIGHT["answer"]))
variant("short-arrays-only", "answer")(offered(lambda q: len(q["values"]) < 40, RIGHT["answer"]))

# ---- wrong: chance ------------------------------------------------------------------------------

drawn("generator-unseeded", "seed-ignored")(lambda q, shape, bits: 1 - np.random.default_rng().random(shape))
drawn("seed-31-bits", "seed-ignored")(lambda q, shape, bits: 1 - np.random.default_rng(int(q["seed"]) % 2**31).random(shape))
drawn("seed-as-float32", "seed-ignored")(lambda q, shape, bits: 1 - np.random.default_rng(int(np.float32(q["seed"]))).random(shape))
drawn("one-a-draw", "draws-shared")(lambda q, shape, bits: 1 - np.random.default_rng(int(q["seed"])).random((shape[0], 1)))
drawn("one-a-place", "draws-repeated")(lambda q, shape, bits: 1 - np.random.default_rng(int(q["seed"])).random((1, shape[1])))
drawn("one-for-all", "draws-repeated")(lambda q, shape, bits: 1 - np.random.default_rng(int(q["seed"])).random((1, 1)))
drawn("table-of-1000", "draws-repeated")(lambda q, shape, bits: np.resize(1 - np.random.default_rng(int(q["seed"])).random(1000), shape))
drawn("table-of-64-draws", "draws-repeated")(lambda q, shape, bits: np.resize(1 - np.random.default_rng(int(q["seed"])).random((64, shape[1])), shape))
drawn("uniform-float16", "round-few-bits")(lambda q, shape, bits: 1 - np.floor(np.random.default_rng(int(q["seed"])).random(shape) * 1024) / 1024)
drawn("uniform-int8", "round-few-bits")(lambda q, shape, bits: (np.random.default_rng(int(q["seed"])).integers(-128, 128, shape) + 129) / 256)
drawn("normal-for-uniform", "round-biased")(lambda q, shape, bits: np.clip(0.5 + 0.2887 * np.random.default_rng(int(q["seed"])).standard_normal(shape), 1e-9, 1))
drawn("uniform-to-one-half", "round-biased")(lambda q, shape, bits: 0.5 - np.random.default_rng(int(q["seed"])).random(shape) / 2)
drawn("word-plus-entry", "draws-shared")(lambda q, shape, bits: 1 - (np.random.default_rng(int(q["seed"])).random((shape[0], 1))
                                                                     + np.arange(shape[1]) / shape[1]) % 1)
drawn("word-plus-draw", "draws-repeated")(lambda q, shape, bits: 1 - (np.random.default_rng(int(q["seed"])).random((1, shape[1]))
                                                                      + np.arange(shape[0])[:, None] / shape[0]) % 1)

drawn("seed-plus-place", "seed-shifted")(lambda q, shape, bits: raw(mixed(places(shape) + np.uint64(int(q["seed"]))), bits))
drawn("seed-xor-place", "seed-shifted")(lambda q, shape, bits: raw(mixed(places(shape) ^ np.uint64(int(q["seed"]))), bits))
for period in (14, 16, 18):
    drawn(f"period-2^{period}", "draws-repeated")(lambda q, shape, bits, n=2**period: raw(
        np.resize(np.random.default_rng(int(q["seed"])).integers(2**64, size=n, dtype=np.uint64), shape), bits))


def odd_chances(name, asked):
    """Of the chances k 2^-B those of odd k are off by 2^-B, up and down in turn: cancelling on average."""
    @variant(name, "answer", "round-biased")
    def answer(q):
        b = int(q.get("bits", 53))

        def away(k, f, mode, negative, chance):
            t = np.floor(f * 2.0**b)
            t += np.where(t % 4 == 1, 1, np.where(t % 4 == 3, -1, 0)) if mode == "stochastic" and b in asked else 0
            return RIGHT["away"](k, t * 2.0**-b if mode == "stochastic" else f, mode, negative, chance)
        kit.away = away
        return RIGHT["answer"](q)


odd_chances("odd-chances-off-of-8-bits", (8,))
odd_chances("odd-chances-off", range(2, 13))


@drawn("word-of-value", "draws-shared")
def word_of_value(q, shape, bits):
    """A hash of value, seed and draw: equal values share it."""
    words = {v: np.random.default_rng([int(q["seed"]), zlib.crc32(repr(v).encode())]).random(shape[0]) for v in set(q["values"])}
    return 1 - np.array([words[v] for v in q["values"]]).T


@drawn("crc-of-place", "draws-repeated")
def crc_of_place(q, shape, bits):
    """A hash of seed and place alone."""
    return np.array([(zlib.crc32(f"{q['seed']}/{i}".encode()) + 1) / 2**32 for i in range(shape[1])])[None]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", choices=VARIANTS)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name, (code, _, _) in VARIANTS.items():
            print(json.dumps({"name": name, "kind": "legal" if code is None else "wrong", **({} if code is None else {"code": code}), "ops": ["round"]}))
        return
    _, part, function = VARIANTS[options.variant]
    setattr(kit, part, function)
    kit.main()


if __name__ == "__main__":
    main()
