#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starter kit of the op round, NumPy: ./verify.sh candidate --only round -- python3 kit_numpy.py

Put your own conversion where it says THE ROUNDING; what you leave out is answered with "unsupported".
"""
import json
import sys

import numpy as np

# ---------------------------------------------------------------------------------------------
# THE ROUNDING. |x| = (k + f) 2^e with k whole and 0 <= f < 1; k or k + 1 is taken.
# ---------------------------------------------------------------------------------------------

# bits of the significand, smallest exponent of a normal number, largest number, what lies beyond it
FORMATS = {
    "binary32": (24, -126, float(np.finfo(np.float32).max), np.inf), "binary16": (11, -14, 65504.0, np.inf),
    "bfloat16": (8, -126, 255 * 2.0**120, np.inf), "tf32": (11, -126, 2047 * 2.0**117, np.inf),
    "e4m3": (4, -6, 448.0, np.nan), "e4m3-ieee": (4, -6, 240.0, np.inf), "e5m2": (3, -14, 57344.0, np.inf),
    "e3m2": (3, -2, 28.0, 28.0), "e2m3": (4, 0, 7.5, 7.5), "e2m1": (2, 0, 6.0, 6.0),
}
ELEMENTS = {"mxfp8-e4m3": "e4m3", "mxfp8-e5m2": "e5m2", "mxfp6-e3m2": "e3m2", "mxfp6-e2m3": "e2m3", "mxfp4": "e2m1"}


def parameters(to):
    if not to.startswith("float:"):
        return FORMATS[to]
    p, emin, emax = map(int, to.split(":")[1:])
    return p, emin, float(np.ldexp(2 - 2.0**(1 - p), emax)), np.inf


def away(k, f, mode, negative, chance):
    """Where k + 1 is taken. `chance` gives random numbers r 2^-B, r = 1, .., 2^B."""
    if mode == "stochastic":
        return chance() <= f
    if mode.startswith("nearest"):
        return (f > 0.5) | (f == 0.5) & ((k % 2 == 1) | (mode == "nearest-away"))
    return (f > 0) & {"zero": False, "odd": k % 2 == 0, "up": ~negative, "down": negative}[mode]


def convert(x, form, mode, overflow, chance=None, scale=0):
    """x in the format, times 2^scale."""
    p, emin, largest, beyond = form
    a = np.abs(x)
    e = np.maximum(np.frexp(a)[1] - 1 - scale, emin) - p + 1 + scale
    q = np.ldexp(a, -e)
    q = np.where(a > 0, np.maximum(q, 5e-324), 0)  # a rest that underflows is a rest
    k = np.floor(q)
    y = np.ldexp(k + away(k, q - k, mode, x < 0, chance), e)
    inwards = (mode in ("zero", "odd")) | ((x < 0) if mode == "up" else (x > 0) & (mode == "down"))
    top = np.ldexp(largest, scale)
    y = np.where(y <= top, y, np.where(inwards | (overflow == "saturate"), top, np.ldexp(beyond, scale)))
    return np.where(np.isnan(x), x, np.copysign(y, x))


def tops(x, width):
    """The largest magnitude of the block that each number is in."""
    return np.repeat(np.maximum.reduceat(np.abs(x), np.arange(0, len(x), width)), width)[:len(x)]


def exponents(top, form, rule):
    """The exponents of the scales."""
    p, emin, largest, _ = form
    emax = np.frexp(largest)[1] - 1
    if rule == "even":
        top = convert(top, (p, -1100, np.inf, np.inf), "nearest", "ieee")
    fraction, e = np.frexp(top)
    up = {"floor": 0, "even": 0, "ceil": fraction > 0.5, "rceil": fraction > np.frexp(largest)[0]}[rule]
    return np.clip(e - 1 - emax + up, -127, 127)


def rounded(x, to, mode, overflow, chance):
    name, _, rule = to.partition("/")
    if to == "nvfp4":
        g = float(np.float32(np.max(np.abs(x)) / 2688))
        if g == 0:
            return 0 * x
        scales = g * convert(tops(x, 16) / (6 * g), FORMATS["e4m3"], "nearest", "saturate")
        quotients = np.divide(x, scales, out=0 * x, where=scales > 0)
        return scales * convert(quotients, FORMATS["e2m1"], mode, "saturate", chance)
    if name in ELEMENTS:
        form, top = FORMATS[ELEMENTS[name]], tops(x, 32)
        return np.where(top > 0, convert(x, form, mode, "saturate", chance, exponents(top, form, rule)), 0)
    return convert(x, parameters(to), mode, overflow, chance)


def answer(q):
    x, mode = np.array(q["values"], float), q["mode"]
    call = lambda chance: rounded(x, q["to"], mode, q["overflow"], chance)  # noqa: E731
    if mode != "stochastic":
        return call(None)
    rng, bits, count = np.random.default_rng(int(q["seed"])), int(q.get("bits", 53)), int(q["count"])
    return call(lambda: (rng.integers(2**bits, size=(count, len(x))) + 1.0) * 2.0**-bits)


NON_FINITE = True  # False where values are never NaN or infinite

# ---------------------------------------------------------------------------------------------
# THE CONVERSATION.
# ---------------------------------------------------------------------------------------------

def main():
    np.seterr(all="ignore")
    for line in sys.stdin:
        q = json.loads(line)
        if q["op"] == "round":
            try:
                y = answer(q)
                reply = {"unsupported": True} if y is None else {"rounded": y.tolist()}
            except Exception as problem:  # told to the harness, which calls it a failed case
                reply = {"error": repr(problem)}
        else:
            reply = {"name": "starter kit of round, NumPy", "ops": ["round"], "seedBits": 63, "nonFinite": NON_FINITE} if q["op"] == "hello" else {"unsupported": True}
        print(json.dumps({"id": int(q["id"]), **reply}), flush=True)
        if q["op"] == "bye":
            break


if __name__ == "__main__":
    main()
