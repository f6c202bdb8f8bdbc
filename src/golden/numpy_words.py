# SPDX-License-Identifier: Apache-2.0
"""Writes NumPy's own Philox words: python3 src/golden/numpy_words.py FILE

Each row: the key and counter given to numpy.random.Philox, an index, and random_raw()'s word there. Counters next to
2^64, 2^128 and 2^192 show where NumPy carries.
"""

import pathlib
import sys

import numpy

MAX = 2**64 - 1
COUNT = 9
KEYS = [(0, 0), (1, 0), (MAX, MAX), (0x452821E638D01377, 0xBE5466CF34E90C6C)]
COUNTERS = [(0, 0, 0, 0), (0, 1, 7999, 99), (0, 3, MAX, 1), (MAX - 1, 5, 6, 7), (MAX, MAX, 0, 1), (MAX, MAX, MAX, 2),
            (MAX, MAX, MAX, MAX), (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89)]


def main(path):
    lines = ["# SPDX-License-Identifier: Apache-2.0",
             f"# Written by src/golden/numpy_words.py with NumPy {numpy.__version__}; never by hand.",
             "# key0,key1,counter0,counter1,counter2,counter3,index,word (hexadecimal, but for the index)"]
    for key in KEYS:
        for counter in COUNTERS:
            stream = numpy.random.Philox(counter=numpy.array(counter, numpy.uint64), key=numpy.array(key, numpy.uint64))
            place = ",".join(f"{word:x}" for word in key + counter)
            lines += [f"{place},{index},{word:x}" for index, word in enumerate(stream.random_raw(COUNT).tolist())]
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: numpy_words.py FILE")
    main(pathlib.Path(sys.argv[1]))
