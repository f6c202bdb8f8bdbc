#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares a candidate of the op round with python/plan.py: compare.py [--seed N] -- COMMAND [ARG...]

A second route, not the judge: random values in every format and mode, bit for bit where nothing is left to
chance, and the share of each neighbour, within six deviations, where something is. Zeros of either sign
count as equal; so do flushed results if --flush is given.
"""
import argparse
import json
import math
import os
import random
import struct
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "python"))
from plan import ELEMENTS, FORMATS, Plan, power  # noqa: E402

TO = [*FORMATS, "float:5:-9:9", "float:20:-100:100", "nvfp4", *(f"{e}/{r}" for e in ELEMENTS for r in ("floor", "ceil", "even", "rceil"))]
MODES = ["nearest", "nearest-away", "zero", "up", "down", "odd"]
DRAWS = 1000


def binary32(x):
    return struct.unpack("f", struct.pack("f", max(-3.4e38, min(3.4e38, x))))[0]


def values(draw, to, origin, n=70):
    """Near numbers of the format and halfway between them, at all sizes, and where the format ends."""
    form = FORMATS["e2m1"] if Plan.blocked(to) else Plan().format(to)
    out = []
    while len(out) < n:
        e = draw.choice([draw.randint(form.emin - form.precision - 2, form.emax + 2), draw.randint(-20, 10), form.emax, form.emin])
        k = draw.randrange(2**form.precision, 2**(form.precision + 1))
        x = math.ldexp(k + draw.choice([0, 0, 0.5, 2**-25, 0.5 + 2**-25, 0.5 - 2**-25, draw.random()]), e - form.precision)
        out.append(draw.choice([x, -x, 0.0, -0.0] if draw.random() < 0.05 else [x, -x]))
    if Plan.blocked(to):
        shift = draw.choice([0, 0, -60, 100])
        out = [0.0] * 32 + [math.ldexp(draw.choice([1, 0.1]) * x, shift) for x in out]
    return [binary32(x) if origin == "binary32" else x for x in out]


def same(y, want, form):
    y, want = float(y), float(want)
    if math.isfinite(want) and math.isfinite(y) and form is not None:
        return abs(y - want) <= abs(want) * 2.0 ** -(form.precision + 1)
    return y == want or y != y and want != want


class Talk:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.n = 0

    def ask(self, **q):
        self.n += 1
        self.process.stdin.write(json.dumps({"id": self.n, **q}) + "\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        assert reply["id"] == self.n, reply
        return reply


def deterministic(talk, right, draw, flush):
    asked = bad = 0
    for to in TO:
        form = None if Plan.blocked(to) else Plan().format(to)
        for mode in MODES:
            for overflow in ("ieee", "saturate"):
                origin = draw.choice(["binary32", "binary64"])
                given = values(draw, to, origin)
                q = {"op": "round", "values": given, "from": origin, "to": to, "mode": mode, "overflow": overflow}
                reply = talk.ask(**q)
                if reply.get("unsupported"):
                    continue
                asked += 1
                want = [text.strip('"') for text in right.deterministic(given, q)]
                for i, (v, y, w) in enumerate(zip(given, reply["rounded"], want, strict=True)):
                    near = abs(float(y) - float(w)) <= 2.0**-22 * abs(float(w)) if to == "nvfp4" else same(y, w, form)
                    flushed = flush and form and float(y) == 0 and abs(v) < power(form.emin)
                    if not near and not flushed:
                        bad += 1
                        if bad < 10:
                            print(f"{to} {mode} {overflow}: value {i}, {v!r}, gives {y}, {w} is right")
    return asked, bad


def stochastic(talk, right, draw, flush):
    asked = bad = 0
    for to in TO:
        form = None if Plan.blocked(to) else Plan().format(to)
        for bits, overflow in ((None, "ieee"), (draw.choice([1, 3, 8]), draw.choice(["ieee", "saturate"]))):
            given = values(draw, to, "binary32", 24)
            q = {"op": "round", "values": given, "from": "binary32", "to": to, "mode": "stochastic", "overflow": overflow,
                 "count": DRAWS, "seed": draw.randrange(2**63), **({"bits": bits} if bits else {})}
            reply = talk.ask(**q)
            if reply.get("unsupported"):
                continue
            asked += 1
            again, other = (talk.ask(**{**q, "seed": s})["rounded"] for s in (q["seed"], q["seed"] ^ 1))
            elements, scales = right.cells(given, to)
            clamped = "saturate" if Plan.blocked(to) else overflow
            chancy = False
            for i, (v, s) in enumerate(zip(given, scales)):
                x = abs(Plan.size(right, v)) / s if s else 0
                if not x:
                    continue
                down, up, f = right.neighbours(x, elements, clamped, v < 0)
                low, high = (float(right.signed(y * s, v, elements).strip('"')) for y in (down, up))
                column = [float(row[i]) for row in reply["rounded"]]
                ups, downs = (sum(same(y, w, elements) for y in column) for w in (high, low))
                slack = (power(-bits) if bits else power(-16)) * DRAWS
                expected = float(f) * DRAWS
                one = low == high or low != low and high != high
                chancy |= bits != 1 and 0.25 < f < 0.75 and not one
                if flush and x < power(elements.emin):
                    continue
                deviation = math.sqrt(DRAWS / 4 if bits else expected * (1 - float(f)) + 1)
                if ups < DRAWS if one else ups + downs < DRAWS or abs(ups - expected) > 6 * deviation + slack:
                    bad += 1
                    if bad < 10:
                        print(f"{to} stochastic bits {bits}: value {i}, {v!r}: {ups} times {high}, {downs} times {low}, f = {float(f)}")
            if again != reply["rounded"] or chancy and other == again:
                bad += 1
                print(f"{to} bits {bits}: seed")
    return asked, bad


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--flush", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    draw, talk, right = random.Random(options.seed), Talk(options.command), Plan()
    print(talk.ask(op="hello", protocol=1))
    results = [part(talk, right, draw, options.flush) for part in (deterministic, stochastic)]
    print(*(f"{asked} requests answered, {bad} results wrong" for asked, bad in results), sep="; ")
    sys.exit(1 if any(bad for _, bad in results) else 0)


if __name__ == "__main__":
    main()
