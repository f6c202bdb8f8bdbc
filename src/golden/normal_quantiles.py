# SPDX-License-Identifier: Apache-2.0
"""Writes normal quantiles to 40 digits: python3 src/golden/normal_quantiles.py FILE

Phi^-1((k + 1/2) 2^-52) for the cells k of the words in words.csv, by Newton's method on mpmath's erfc at 60 digits,
started away from AS 241 (at bisection's answer), so nothing is shared with the formula under test.
"""

import pathlib
import sys

import mpmath

from noise_vectors import SEED, chosen_words, signed

mpmath.mp.dps = 60


def quantile(k):
    """Of the lower half, k < 2^51; the upper half is its mirror image."""
    u = mpmath.mpf(2 * k + 1) / 2**53
    below, above = mpmath.mpf(-9), mpmath.mpf(0)
    for _ in range(20):
        middle = (below + above) / 2
        below, above = (middle, above) if mpmath.ncdf(middle) < u else (below, middle)
    z = above
    for _ in range(8):
        z -= (mpmath.erfc(-z / mpmath.sqrt(2)) / 2 - u) / mpmath.npdf(z)
    return z


def main(path):
    lines = ["# SPDX-License-Identifier: Apache-2.0",
             f"# Written by src/golden/normal_quantiles.py with mpmath {mpmath.__version__}, seed {SEED}; never by hand.",
             "# word,Phi^-1 to 40 digits"]
    for word in chosen_words():
        k = word >> 12
        z = quantile(k) if k < 2**51 else -quantile(2**52 - 1 - k)
        lines.append(f"{signed(word)},{mpmath.nstr(z, 40, strip_zeros=False)}")
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: normal_quantiles.py FILE")
    main(pathlib.Path(sys.argv[1]))
