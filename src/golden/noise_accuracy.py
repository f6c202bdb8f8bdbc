# SPDX-License-Identifier: Apache-2.0
"""Measures the noise formula against 60 digits, and evaluates its derived rounding bound: noise_accuracy.py [COUNT]

Prints the table of proofs-notes/noise.md. COUNT words are drawn from each of four families (octaves of u, octaves of
q, all words, the far tail), beside the extremes and both seams. Needs mpmath; about a minute for the default.
"""

import math
import random
import sys

import mpmath as mp

import noise_second_route as route

mp.mp.dps = 60
UNIT = mp.mpf(2) ** -53
SEED = 20210224
REGIONS = {"central": (route.A, route.B), "middle": (route.C, route.D), "far": (route.E, route.F)}
SHIFTS = {"middle": mp.mpf("1.6"), "far": mp.mpf(5)}


def quantile(u, start):
    """Phi^-1(u) by Halley's method on erfc."""
    z = mp.mpf(start)
    for _ in range(4):
        step = (mp.erfc(-z / mp.sqrt(2)) / 2 - u) / mp.npdf(z)
        z -= step / (1 + step * z / 2)
    return z


def region(k):
    q = (2 * k + 1 - 2**52) / 2**53
    if abs(q) <= 0.425:
        return "central"
    return "middle" if math.sqrt(-route.logarithm(0.5 - abs(q))) <= 5 else "far"


def measured(count):
    """Per region: words, and the largest error relative (in units of 2^-53), in ulps and absolute."""
    draw = random.Random(SEED)
    cells = set(range(64)) | set(range(2**51 - 64, 2**51))
    for edge in (int(0.075 * 2**52), int(math.exp(-25) * 2**52)):
        cells |= set(range(edge - 64, edge + 65))
    for _ in range(count):
        octave = 2 ** draw.randrange(51)
        cells |= {draw.randrange(octave, 2 * octave), 2**51 - 1 - draw.randrange(octave // 2, octave),
                  draw.randrange(2**51), draw.randrange(int(math.exp(-25) * 2**52))}
    worst = {name: [0, 0, 0, 0] for name in REGIONS}
    for k in cells:
        z = route.normal_of_word(k << 12)
        exact = quantile(mp.mpf(2 * k + 1) / 2**53, z)
        error = abs(z - exact)
        row = worst[region(k)]
        row[0] += 1
        row[1:] = map(max, row[1:], (error / abs(exact) / UNIT, error / mp.mpf(math.ulp(float(exact))), error))
    return worst


def value(c, t):
    return mp.polyval(c, t)


def slope(c, t):
    """The derivative of log c(t)."""
    return mp.polyval([(len(c) - 1 - i) * a for i, a in enumerate(c[:-1])], t) / value(c, t)


def horner_bound(c, t):
    """First-order bound, in units: c_i passes 2 i + 1 roundings (the leading one 2 i) and its own."""
    n = len(c) - 1
    rounds = [min(2 * (n - i) + 1, 2 * n) + (a != 1) for i, a in enumerate(c)]
    return mp.polyval([m * mp.mpf(a) for m, a in zip(rounds, c)], t) / value(c, t)


def derived(points=400):
    """Per region: the largest rounding bound and the largest error of the formula itself, in units."""
    found = {name: [mp.mpf(0), mp.mpf(0)] for name in REGIONS}
    half, limit = mp.mpf(1) / 2, mp.mpf("0.425")
    for j in range(points + 1):
        rows = [("central", j * limit / points)]
        for name, first, last in (("middle", mp.sqrt(-mp.log(half - limit)), 5), ("far", 5, mp.sqrt(53 * mp.log(2)))):
            rows.append((name, first + (mp.mpf(last) - first) * j / points))
        for name, place in rows:
            top, bottom = REGIONS[name]
            if name == "central":
                t = mp.mpf("0.180625") - place**2
                moved = place**2 + t + mp.mpf(1) / 8
                exact = place * value(top, t) / value(bottom, t)
                u, last = half + place, 2
            else:
                t = place - SHIFTS[name]
                logarithm = 1 + mp.mpf("0.3466") * mp.mpf("5.1") / place**2
                moved = (logarithm / 2 + 1) * place + t + (name == "middle")
                exact = -value(top, t) / value(bottom, t)
                u, last = mp.exp(-place**2), 1
            bound = horner_bound(top, t) + horner_bound(bottom, t) + last
            bound += abs(slope(top, t) - slope(bottom, t)) * moved
            formula = abs(exact / quantile(u, exact) - 1) / UNIT if exact else 0
            found[name] = [max(found[name][0], bound), max(found[name][1], formula)]
    return found


def main(count):
    worst, bounds = measured(count), derived()
    print("| region | roundings, derived | formula, measured | words | worst relative | worst in ulps | worst absolute |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in REGIONS:
        words, relative, ulps, absolute = worst[name]
        print(f"| {name} | {mp.nstr(bounds[name][0], 3)} | {mp.nstr(bounds[name][1], 2)} | {words} "
              f"| {mp.nstr(relative, 3)} | {mp.nstr(ulps, 3)} | {mp.nstr(absolute, 2)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
