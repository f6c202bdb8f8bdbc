# SPDX-License-Identifier: Apache-2.0
"""Writes the noise stream's test vectors: python3 src/golden/noise_vectors.py DIRECTORY

words.csv: chosen 64-bit words and their deviates (extremes, both seams of the formula, the logarithm's own seam,
every power of two, and words drawn by Python's generator under a fixed seed).
addresses.csv: deviates at addresses spread over seeds, replicates, steps, factors and entries.
Standard library only; the numbers come from noise_second_route.py. Longs are written as Java reads them, signed.
"""

import math
import pathlib
import random
import sys

from noise_second_route import MASK, normal_of_word, standard_normal_at

SEED = 20210224


def signed(word):
    return word - 2**64 if word >= 2**63 else word


def chosen_words():
    cells = set()
    for edge in (0.075 * 2**52, math.exp(-25) * 2**52, 2**51):  # both seams, and the middle
        cells |= {int(edge) + d for d in range(-4, 5)}
    for power in range(52):
        cells |= {2**power, 2**power - 1, int(2**power * math.sqrt(0.5))}  # and where m = sqrt(1/2)
    cells |= set(range(8))
    words = {k << 12 for k in cells if k < 2**52}
    words |= {w ^ MASK for w in words}
    draw = random.Random(SEED)
    words |= {draw.getrandbits(64) for _ in range(100)}
    return sorted(words)


def chosen_addresses():
    draw = random.Random(SEED + 1)
    seeds = [0, 1, 42, 2**63 - 1, 2**63, 2**64 - 1]
    counts = [0, 1, 2, 99, 7999, 10**6, 2**31, 2**63 - 1]
    entries = [0, 1, 2, 3, 4, 5, 19, 29, 199, 2**40, 2**63 - 1]
    found = {(seed, 0, 0, factor, entry) for seed in seeds for factor in range(4) for entry in range(6)}
    while len(found) < 500:
        found.add((draw.choice(seeds + [draw.getrandbits(64)]), draw.choice(counts), draw.choice(counts),
                   draw.randrange(4), draw.choice(entries)))
    return sorted(found)


def main(directory):
    directory.mkdir(parents=True, exist_ok=True)
    head = "# SPDX-License-Identifier: Apache-2.0\n# Written by src/golden/noise_vectors.py (Python's own " \
           f"arithmetic), seed {SEED}; never by hand.\n"
    rows = [f"{signed(w)},{normal_of_word(w).hex()}\n" for w in chosen_words()]
    (directory / "words.csv").write_text(head + "# word,z\n" + "".join(rows))
    rows = [f"{signed(a[0])},{a[1]},{a[2]},{a[3]},{a[4]},{standard_normal_at(*a).hex()}\n" for a in chosen_addresses()]
    (directory / "addresses.csv").write_text(head + "# seed,replicate,step,factor,entry,z\n" + "".join(rows))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: noise_vectors.py DIRECTORY")
    main(pathlib.Path(sys.argv[1]))
