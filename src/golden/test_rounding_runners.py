# SPDX-License-Identifier: Apache-2.0
"""The runners of conversion vectors tried with right and wrong conversions: python3 src/golden/test_rounding_runners.py

Right ones must pass and wrong ones fail: in C by each compiler that is there, in Python with NumPy, struct and blocks.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent.parent / "golden" / "rounding"
sys.path.insert(0, str(HERE))

C = """
#include <string.h>
#include "rounding_runner.h"
int convert(const struct rounding_call *call, uint64_t *code) {
  uint64_t x = call->pattern, low = x & 0xffff, add;
  if (strcmp(call->overflow, "ieee") || strcmp(call->source, "binary32")) return 0;
  if (!strcmp(call->mode, "nearest")) add = %s;
  else if (!strcmp(call->mode, "StochasticA")) add = call->integer << (16 - call->bits);
  else return 0;
  *code = (x & 0x7fffffff) > 0x7f800000 ? (x >> 16) | 64 : (x + (low ? add : 0)) >> 16;
  return 1;
}
"""
CONVERSIONS = {"to nearest": ("0x7fff + (x >> 16 & 1)", 0), "ties away": ("0x8000", 1), "cut": ("0", 1)}

BLOCKS = """
from fractions import Fraction
import math
import rounding_second_route as route

def right(array, call, rule=None):
    signed = [(math.copysign(1, x) < 0, abs(Fraction(x))) for x in array]
    element = next(to for to in route.OURS if to.name == route.ELEMENTS[call["format"]])
    two = call["format"] == "nvfp4"
    scales, *elements = route.converted(call["format"], element, 16 if two else 32, rule or call["rule"], signed)
    codes = elements[route.MODES.index(call["mode"]) % len(elements)]
    return [0 if code == "any" else int(code, 16) for code in scales.split()], [int(code, 16) for code in codes.split()]

def floor(array, call):
    return right(array, call, "floor")
"""


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, (done.stdout + done.stderr).strip().rsplit("\n", 1)[-1]


def main():
    failures = []

    def expect(what, status, command, folder):
        got, last = run(command, folder)
        print(f"{what}: {last}")
        if got != status:
            failures.append(f"{what}: exit status {got}, expected {status}")

    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        files = [VECTORS / "bfloat16-from-binary32.jsonl", VECTORS / "bfloat16-stochastic-from-binary32.jsonl"]
        made = subprocess.run([sys.executable, HERE / "rounding_header.py", *files], capture_output=True, text=True, check=True)
        (place / "vectors.h").write_text(made.stdout, encoding="utf-8")
        for compiler in ("gcc", "clang"):
            if shutil.which(compiler) is None:
                print(f"SKIPPED: {compiler} is not installed")
                continue
            for name, (added, status) in CONVERSIONS.items():
                (place / "own.c").write_text(C % added, encoding="utf-8")
                flags = ["-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", f"-I{HERE}", "-include", "vectors.h"]
                subprocess.run([compiler, *flags, "-Wno-unused", "-o", "own", "own.c", HERE / "rounding_runner.c"], cwd=place, check=True)
                expect(f"{compiler}, {name}", status, ["./own"], place)
        (place / "blocks.py").write_text(f"import sys\nsys.path.insert(0, {str(HERE)!r})\n{BLOCKS}", encoding="utf-8")
        runner, binary16 = [sys.executable, HERE / "rounding_runner.py"], VECTORS / "binary16-from-binary64.jsonl"
        expect("NumPy", 0, [*runner, "rounding_casts:numpy", binary16], HERE)
        expect("struct", 0, [*runner, "rounding_casts:packed", binary16], HERE)
        unoffered = [*runner, "rounding_casts:numpy", files[0]]
        expect("NumPy, not offered", 2, unoffered, HERE)
        words = subprocess.run(unoffered, cwd=HERE, capture_output=True, text=True, check=False).stdout
        if "call['mode'] was each of nearest, nearest-away, zero, up, down, odd\n" not in words:
            failures.append(f"NumPy, not offered: no list of modes in {words!r}")
        for name, status in (("right", 0), ("floor", 1)):
            expect(f"blocks, {name}", status, [*runner, f"blocks:{name}", VECTORS / "mxfp4-from-binary32.jsonl"], place)
        expect("blocks, two scales", 0, [*runner, "blocks:right", VECTORS / "nvfp4-from-binary32.jsonl"], place)
    print("\n".join(["", *failures]) if failures else "all as expected")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
