#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What tuned conversions get wrong, in NumPy: tuned.py VARIANT (../variants.tsv says which)."""
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit_numpy as kit  # noqa: E402

RIGHT = {name: getattr(kit, name) for name in ("away", "convert", "tops", "exponents", "rounded", "answer")}
VARIANTS = {"plain": lambda: None}


def variant(f):
    VARIANTS[f.__name__.replace("_", "-")] = f
    return f


def words(f):
    """Random numbers in (0, 1], of a generator's seed, the shape, and the bits."""
    def answer(q):
        if q["mode"] != "stochastic":
            return RIGHT["answer"](q)
        x = np.array(q["values"], float)
        shape, bits = (int(q["count"]), len(x)), int(q.get("bits", 53))
        return np.broadcast_to(kit.rounded(x, q["to"], q["mode"], q["overflow"], lambda: f(int(q["seed"]), shape, bits)), shape)
    kit.answer = answer


def uniform(seed, shape, bits=53):
    return (np.random.default_rng(seed).integers(2**bits, size=shape) + 1.0) * 2.0**-bits


def where(test, change):
    """The right conversion but where a test holds."""
    def convert(x, form, mode, overflow, chance=None, scale=0):
        right = RIGHT["convert"](x, form, mode, overflow, chance, scale)
        return np.where(test(x, form, mode), change(x, form, mode, overflow, right), right)
    kit.convert = convert


# ---- legal

@variant
def words_by_columns():
    words(lambda seed, shape, bits: uniform(seed, shape[::-1], bits).T)


@variant
def words_backwards():
    words(lambda seed, shape, bits: uniform(seed, shape, bits)[::-1, ::-1])


@variant
def words_of_two_halves():  # the sum of two numbers, without its whole part
    words(lambda seed, shape, bits: (u := uniform([seed, 1], shape, bits) + uniform([seed, 2], shape, bits)) - (u > 1))


@variant
def words_by_blocks():  # a generator for each thousand draws
    words(lambda seed, shape, bits: np.vstack([uniform([seed, k], (min(1000, shape[0] - k), shape[1]), bits)
                                               for k in range(0, shape[0], 1000)]))


# ---- wrong

@variant
def threshold_of_eight_bits():  # goes away where the word is at most 256 f
    words(lambda seed, shape, bits: np.maximum(np.random.default_rng(seed).integers(256, size=shape) / 256, 1e-300))


@variant
def threshold_below_one():  # the word of B bits over 2^B - 1
    words(lambda seed, shape, bits: np.maximum(np.random.default_rng(seed).integers(2**bits, size=shape) / (2.0**bits - 1), 1e-300))


@variant
def words_of_lfsr():  # a shift register of 16 bits, one step for each word
    @words
    def f(seed, shape, bits):
        s, out = seed % 0xFFFF + 1, []
        for _ in range(min(2**16, shape[0] * shape[1])):
            s = s >> 1 ^ (0xB400 if s & 1 else 0)
            out.append(s)
        return np.resize(np.array(out) / 2.0**16, shape)


@variant
def words_of_seed_xor_index():  # a hash of seed xor place
    @words
    def f(seed, shape, bits):
        h = np.arange(shape[0] * shape[1], dtype=np.uint64) ^ np.uint64(seed)
        for k in (33, 29):
            h = (h ^ h >> np.uint64(k)) * np.uint64(0x9E3779B97F4A7C15)
        return ((h >> np.uint64(11)) + 1.0).reshape(shape) * 2.0**-53


@variant
def words_in_turn():  # Weyl's: multiples of the golden ratio
    words(lambda seed, shape, bits: 1 - (uniform(seed, 1)[0] + 0.6180339887498949 * np.arange(shape[0] * shape[1])).reshape(shape) % 1)


@variant
def words_antithetic():  # every second draw has one minus the word of the one before
    @words
    def f(seed, shape, bits):
        u = uniform(seed, shape)
        u[1::2] = 1 - u[:-1:2] if shape[0] % 2 == 0 else 1 - u[:-1:2][:len(u[1::2])]
        return u


@variant
def words_stratified():  # the words of an entry over all draws are a permutation of equal steps
    @words
    def f(seed, shape, bits):
        steps = np.tile((np.arange(shape[0])[:, None] + 1.0) / shape[0], shape[1])
        return np.random.default_rng(seed).permuted(steps, axis=0)


def ties(rule):
    def away(k, f, mode, negative, chance):
        right = RIGHT["away"](k, f, mode, negative, chance)
        return np.where(f == 0.5, rule(k, negative, right), right) if mode == "nearest" else right
    kit.away = away


@variant
def half_less_one():  # 0x7FFF is added, and no bit of the tie
    ties(lambda k, negative, right: False)


@variant
def ties_to_odd():
    ties(lambda k, negative, right: ~right)


@variant
def ties_up():  # towards infinity
    ties(lambda k, negative, right: ~negative)


@variant
def ties_by_second_bit():
    ties(lambda k, negative, right: k % 4 >= 2)


@variant
def carry_wraps():  # the carry into the exponent is lost: 1.99 becomes 1
    where(lambda x, form, mode: x != 0, lambda x, form, mode, overflow, y: np.where(
        np.isfinite(y) & (np.frexp(y)[1] > np.frexp(x)[1]) & (np.abs(y) >= 2.0**form[1]), y / 2, y))


@variant
def overflow_by_twice_f():  # drawn: infinite with twice the chance, and always from half a spacing beyond the largest number on
    def convert(x, form, mode, overflow, chance=None, scale=0):
        off = np.abs(x) - form[2]
        if mode == "stochastic" and not np.any(scale):
            x = np.where(off > 0, np.copysign(form[2] + np.minimum(2 * off, np.ldexp(1.0, np.frexp(form[2])[1] - form[0])), x), x)
        return RIGHT["convert"](x, form, mode, overflow, chance, scale)
    kit.convert = convert


@variant
def largest_is_nan():  # drawn in e4m3; and all are zeros below the smallest number
    def rounded(x, to, mode, overflow, chance):
        y, size = RIGHT["rounded"](x, to, mode, overflow, chance), np.abs(x)
        return np.where(size >= 448, np.nan, np.where(size < 2.0**-9, 0 * x, y)) if (to, mode) == ("e4m3", "stochastic") else y
    kit.rounded = rounded


@variant
def largest_wraps():  # beyond the largest number the smallest of the highest binade
    def change(x, form, mode, overflow, y):
        top = np.ldexp(0.5, np.frexp(form[2])[1])
        return np.where(np.abs(x) > form[2], np.copysign(top, x), y)
    where(lambda x, form, mode: np.abs(x) > form[2], change)


@variant
def subnormals_through_binary16():  # of formats narrower than it
    def change(x, form, mode, overflow, y):
        return RIGHT["convert"](x.astype(np.float16).astype(float), form, "nearest", overflow)
    where(lambda x, form, mode: (np.abs(x) < 2.0**form[1]) & (form[0] < 11) & (form[1] >= -14) & (mode == "nearest"), change)


@variant
def subnormals_less_one():  # the leading 1 is taken from numbers that have none, and a difference rounds
    where(lambda x, form, mode: (np.abs(x) < 2.0**form[1]) & (mode == "nearest"), lambda x, form, mode, overflow, y: RIGHT["convert"](
        np.copysign(np.ldexp((np.ldexp(np.abs(x), -form[1]) - 1) + 1, form[1]), x), form, mode, overflow))


@variant
def normals_through_bfloat16():  # formats of eight bits
    def change(x, form, mode, overflow, y):
        return RIGHT["convert"](RIGHT["convert"](x, kit.FORMATS["bfloat16"], "nearest", "ieee"), form, "nearest", overflow)
    where(lambda x, form, mode: (form[0] < 5) & (mode == "nearest"), change)


def blocks(f):
    """The number of each block that its scale is taken from."""
    def tops(x, width):
        return np.concatenate([np.full(len(b), f(b)) for b in np.split(np.abs(x), range(width, len(x), width))])
    kit.tops = tops


@variant
def scale_of_first():
    blocks(lambda b: b[0])


@variant
def scale_of_mean():
    blocks(lambda b: 2 * b.mean())


@variant
def scale_of_sixteen():  # the first sixteen of a block
    blocks(lambda b: b[:16].max())


@variant
def scale_of_positive():  # the largest number, not the largest magnitude
    kit.tops = lambda x, width: np.maximum(RIGHT["tops"](np.maximum(x, 0), width), 0)


@variant
def scale_of_array():
    kit.tops = lambda x, width: np.full(len(x), np.abs(x).max())


@variant
def scale_of_last_kept():  # a last block that is shorter has the scale of the one before
    def tops(x, width):
        t, whole = RIGHT["tops"](x, width), len(x) // width * width
        if 0 < whole < len(x):
            t[whole:] = t[whole - 1]
        return t
    kit.tops = tops


@variant
def scale_at_least_one():  # a last block that is shorter is filled with ones
    def tops(x, width):
        t, whole = RIGHT["tops"](x, width), len(x) // width * width
        t[whole:] = np.maximum(t[whole:], 1)
        return t
    kit.tops = tops


@variant
def scale_wraps():  # eight bits of the exponent are kept, not the nearest exponent that they hold
    def exponents(top, form, rule):
        fraction, e = np.frexp(top)
        return (RIGHT["exponents"](fraction, form, rule) + e + 127) % 256 - 127
    kit.exponents = exponents


@variant
def scale_of_log2_wraps():  # by a logarithm in binary32, and the elements' ties go towards zero
    def rounded(x, to, mode, overflow, chance):
        if to != "mxfp4/floor" or mode != "nearest":
            return None
        with np.errstate(divide="ignore"):
            e = np.floor(np.log2(kit.tops(x, 32)).astype(np.float32)) - 2
        e = np.where(np.isfinite(e), (e + 127) % 256 - 127, 0).astype(int)
        table = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 6])
        return np.copysign(np.ldexp(table[np.argmin(np.abs(table - np.ldexp(np.abs(x), -e)[:, None]), 1)], e), x)
    kit.rounded = rounded


@variant
def scale_clamped_at_126():
    kit.exponents = lambda top, form, rule: np.clip(RIGHT["exponents"](top, form, rule), -126, 126)


def main():
    VARIANTS[sys.argv[1] if len(sys.argv) > 1 else "plain"]()
    kit.main()


if __name__ == "__main__":
    main()
