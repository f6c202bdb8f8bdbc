#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Variants of the op round in NumPy: variants_numpy.py --variant NAME, or --list (name, kind, code, ops, as JSON).

Each replaces a part of kit_numpy.py: correct ones by another algorithm or generator, known faults by what
people write.
"""
import argparse
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kit_numpy as kit  # noqa: E402

RIGHT = {name: getattr(kit, name) for name in ("away", "convert", "tops", "exponents", "rounded", "answer")}
VARIANTS = {}


def variant(name, part, code=None):
    """Registers a function in the place of a part of the kit; code None is correct."""
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


# ---- correct ------------------------------------------------------------------------------------


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


drawn("philox")(lambda q, shape, bits: raw(np.random.Philox(int(q["seed"])).random_raw(np.prod(shape)).reshape(shape), bits))
drawn("by-columns")(lambda q, shape, bits: raw(np.random.default_rng(int(q["seed"])).integers(2**64, size=shape[::-1], dtype=np.uint64).T, bits))


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


@variant("nearest-and-next", "away", "")
def nearest_and_next(k, f, mode, negative, chance):
    """Stochastic between the nearest number and the next one away from zero."""
    if mode != "stochastic":
        return RIGHT["away"](k, f, mode, negative, chance)
    up = np.where(f > 0.5, 1, 0)
    return up + (chance() <= np.abs(f - up))


@variant("trunc-plus-uniform", "convert", "")
def trunc_plus_uniform(x, form, mode, overflow, chance=None, scale=0):
    """np.trunc(q + u) with the sign: right for positive numbers only."""
    y = RIGHT["convert"](x, form, mode, overflow, chance, scale)
    if mode != "stochastic":
        return y
    e = np.maximum(np.frexp(x)[1] - 1 - scale, form[1]) - form[0] + 1 + scale
    return np.where(x < 0, np.ldexp(np.trunc(np.ldexp(x, -e) + chance()), e), y)


@variant("nan-clamped", "convert", "round-nan")
def nan_clamped(x, form, mode, overflow, chance=None, scale=0):
    """fmin and fmax, which take the number of the two."""
    return RIGHT["convert"](np.where(np.isnan(x), form[2], x), form, mode, overflow, chance, scale)


@variant("nan-overflows", "convert", "round-nan")
def nan_overflows(x, form, mode, overflow, chance=None, scale=0):
    """No guard: not at most the largest number, so beyond it."""
    return RIGHT["convert"](np.where(np.isnan(x), np.inf, x), form, mode, overflow, chance, scale)


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
exponents("log2-float32-ceil", lambda top, form, rule: np.ceil(np.log2(np.maximum(top / form[2], 1e-300)).astype(np.float32)) if rule == "rceil"
          else RIGHT["exponents"](top, form, rule))


exponents("top-plus-epsilon", lambda top, form, rule: RIGHT["exponents"](top + 1e-6, form, rule))


@variant("short-block-dropped", "rounded", "round-zeros")
def short_block_dropped(x, to, mode, overflow, chance):
    y = RIGHT["rounded"](x, to, mode, overflow, chance)
    if "/" in to:
        y[..., len(x) // 32 * 32:] = 0
    return y


# ---- wrong: chance ------------------------------------------------------------------------------

drawn("generator-unseeded", "seed-ignored")(lambda q, shape, bits: 1 - np.random.default_rng().random(shape))
drawn("one-a-draw", "draws-shared")(lambda q, shape, bits: 1 - np.random.default_rng(int(q["seed"])).random((shape[0], 1)))
drawn("one-a-place", "draws-repeated")(lambda q, shape, bits: 1 - np.random.default_rng(int(q["seed"])).random((1, shape[1])))
drawn("uniform-int8", "round-few-bits")(lambda q, shape, bits: (np.random.default_rng(int(q["seed"])).integers(-128, 128, shape) + 129) / 256)
drawn("normal-for-uniform", "round-biased")(lambda q, shape, bits: np.clip(0.5 + 0.2887 * np.random.default_rng(int(q["seed"])).standard_normal(shape), 1e-9, 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", choices=VARIANTS)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name, (code, _, _) in VARIANTS.items():
            print(json.dumps({"name": name, "kind": "correct" if code is None else "wrong", **({} if code is None else {"code": code}), "ops": ["round"]}))
        return
    _, part, function = VARIANTS[options.variant]
    setattr(kit, part, function)
    kit.NON_FINITE = options.variant.startswith("nan-")
    kit.main()


if __name__ == "__main__":
    main()
