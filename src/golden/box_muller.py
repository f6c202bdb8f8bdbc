# SPDX-License-Identifier: Apache-2.0
"""The stream philox4x32-10/box-muller once more, from its definition in proofs-notes/kernels.md.

    python3 src/golden/box_muller.py FILE          writes deviates at chosen addresses
    python3 src/golden/box_muller.py coefficients  prints the coefficients and their error (needs mpmath)
    python3 src/golden/box_muller.py accuracy      prints the largest error seen of chosen words (needs mpmath)

The table needs the standard library alone: whole numbers for Philox, Python floats (binary64, every operation
rounded by itself) for the deviates.
"""

import math
import random
import sys

SEED = 20210224
MASK = 2**32 - 1
Q = [float.fromhex(h) for h in (
    "-0x1.0000000000001p2", "-0x1.5555555552d50p0", "-0x1.999999a435066p-1", "-0x1.249240b87155dp-1",
    "-0x1.c722cceee92f5p-2", "-0x1.732320a9c9387p-2", "-0x1.58d5d4a938424p-2")]
S = [float.fromhex(h) for h in (
    "0x1.921fb54442cfap-1", "-0x1.4abbce6257a2ap-4", "0x1.466bc67123fa1p-9", "-0x1.32d2c644adc0bp-15",
    "0x1.5071ce4b47930p-22", "-0x1.dd54805f3f706p-30")]
C = [float.fromhex(h) for h in (
    "0x1.0p0", "-0x1.3bd3cc9be458bp-2", "0x1.03c1f081b0780p-6", "-0x1.55d3c7dbfd139p-12",
    "0x1.e1f4fb60281f6p-19", "-0x1.a6c9c1be9eb49p-26", "0x1.f3dbcea61b1a4p-34")]
MINUS_2_LN_2 = float.fromhex("-0x1.62e42fefa39efp0")
SQRT_HALF = float.fromhex("0x1.6a09e667f3bcdp-1")


def philox4x32_10(counter, key):
    """The block of four words at counter (c0, c1, c2, c3) under key (k0, k1)."""
    c0, c1, c2, c3 = counter
    for n in range(10):
        k0 = (key[0] + n * 0x9E3779B9) & MASK
        k1 = (key[1] + n * 0xBB67AE85) & MASK
        hi0, lo0 = divmod(0xD2511F53 * c0, 2**32)
        hi1, lo1 = divmod(0xCD9E8D57 * c2, 2**32)
        c0, c1, c2, c3 = hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0
    return c0, c1, c2, c3


def horner(c, t):
    value = c[-1]
    for a in c[-2::-1]:
        product = value * t
        value = product + a
    return value


def radius(word):
    m, k = math.frexp(float(2 * word + 1))
    if m < SQRT_HALF:
        m, k = 2 * m, k - 1
    s = (m - 1) / (m + 1)
    first = (k - 33) * MINUS_2_LN_2
    second = s * horner(Q, s * s)
    return math.sqrt(first + second)


def pair(word0, word1):
    """The two deviates of two words."""
    rho = radius(word0)
    q, low = divmod(word1, 2**30)
    t = (low + 0.5 - 2**29) * 2.0**-29
    v = t * t
    sine = t * horner(S, v)
    cosine = horner(C, v)
    a, b = rho * cosine, rho * sine
    return [(a, b), (-b, a), (-a, -b), (b, -a)][q]


def deviate(seed, replicate, step, factor, entry):
    block, place = divmod(entry, 4)
    counter = (block + (factor << 30), replicate & MASK, step & MASK, (step >> 32 << 16) + (replicate >> 32))
    words = philox4x32_10(counter, (seed & MASK, seed >> 32))
    return pair(*words[place // 2 * 2:place // 2 * 2 + 2])[place % 2]


def chosen_addresses():
    draw = random.Random(SEED)
    seeds = [0, 1, 42, 2**32 - 1, 2**32, 2**63, 2**64 - 1]
    counts = [0, 1, 2, 99, 10**6, 2**32 - 1, 2**32, 2**48 - 1]
    entries = [0, 1, 2, 3, 4, 5, 19, 29, 199, 2**31, 2**32 - 1]
    found = {(seed, 0, 0, factor, entry) for seed in seeds for factor in range(4) for entry in range(6)}
    while len(found) < 500:
        found.add((draw.choice(seeds + [draw.getrandbits(64)]), draw.choice(counts + [draw.getrandbits(48)]),
                   draw.choice(counts + [draw.getrandbits(48)]), draw.randrange(4), draw.choice(entries)))
    return sorted(found)


def write(path):
    lines = ["# SPDX-License-Identifier: Apache-2.0",
             f"# Written by src/golden/box_muller.py (Python's own arithmetic), seed {SEED}; never by hand.",
             "# seed,replicate,step,factor,entry,z"]
    for seed, *rest in chosen_addresses():
        signed = seed - 2**64 if seed >= 2**63 else seed
        lines.append(",".join(map(str, [signed, *rest])) + "," + deviate(seed, *rest).hex())
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write("\n".join(lines) + "\n")


def coefficients():
    import mpmath as mp
    mp.mp.dps = 50
    end = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * (1 + mp.mpf(2) ** -40)
    functions = (
        ("Q", lambda w: mp.mpf(-4) if w == 0 else -2 * mp.log((1 + mp.sqrt(w)) / (1 - mp.sqrt(w))) / mp.sqrt(w), Q, end),
        ("S", lambda v: mp.pi / 4 if v == 0 else mp.sin(mp.pi / 4 * mp.sqrt(v)) / mp.sqrt(v), S, 1),
        ("C", lambda v: mp.cos(mp.pi / 4 * mp.sqrt(v)), C, 1))
    for name, f, used, top in functions:
        fresh = [float(c) for c in mp.chebyfit(f, [0, top], len(used))[::-1]]
        polynomial = [mp.mpf(c) for c in used[::-1]]
        error = max(abs(mp.polyval(polynomial, top * mp.mpf(i) / 2000) / f(top * mp.mpf(i) / 2000) - 1)
                    for i in range(2001))
        print(name, "the same" if fresh == used else fresh, "largest relative error", mp.nstr(error, 3))


def accuracy():
    import mpmath as mp
    mp.mp.dps = 40
    draw = random.Random(SEED)
    words = [0, 1, 2, 3, MASK, MASK - 1, 2**31, 2**31 - 1, int(2**32 * SQRT_HALF), int(2**31 * SQRT_HALF)]
    words += [draw.getrandbits(draw.randrange(1, 33)) for _ in range(20000)]
    worst = 0
    for word0 in words:
        word1 = draw.getrandbits(32)
        rho = mp.sqrt(-2 * mp.log(mp.mpf(2 * word0 + 1) / 2**33))
        theta = mp.pi / 2 * (word1 >> 30) + mp.pi / 4 * ((word1 & 2**30 - 1) + mp.mpf(1) / 2 - 2**29) / 2**29
        for z, exact in zip(pair(word0, word1), (rho * mp.cos(theta), rho * mp.sin(theta))):
            worst = max(worst, abs(z - exact) / rho)
    print("largest |z - exact| / rho:", mp.nstr(worst, 3), "= 2^", mp.nstr(mp.log(worst, 2), 4))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: box_muller.py FILE | coefficients | accuracy")
    {"coefficients": coefficients, "accuracy": accuracy}.get(sys.argv[1], lambda: write(sys.argv[1]))()
