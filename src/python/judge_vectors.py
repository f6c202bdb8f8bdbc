# SPDX-License-Identifier: Apache-2.0
"""Judges a function by a file of golden/vectors; to be copied into a repository with the vectors. Needs NumPy alone.

    from judge_vectors import assert_vectors
    assert_vectors(lambda M, X, Y: ((X @ Y.T - M) @ Y, (X @ Y.T - M).T @ X), "vectors/gradient.jsonl", "binary32")
    python3 judge_vectors.py MODULE:FUNCTION vectors/step.jsonl [ARITHMETIC]

The function gets the fields of a vector's request by their names, as arrays and numbers of the arithmetic (float32 with
numbers of the format for bfloat16; a run's noiseX and noiseY are lists of arrays, and record a list of steps). It returns
a number for a loss, a matrix, two matrices, or for a run a list of pairs (X, Y), one for each step of record. Each number
must be within its bound of the expected one, and where the bound is 0 equal to it: no order of evaluation rounds there.
Vectors without a bound in the arithmetic are left out."""
import importlib
import json
import math
import sys
from fractions import Fraction

import numpy as np

TYPES = {"binary64": np.float64, "binary32": np.float32, "binary16": np.float16, "bfloat16": np.float32}


def stored(value, arithmetic):
    """The numbers of a request in an arithmetic; decimals are read as the doubles nearest to them."""
    a = np.asarray(value, np.float64).astype(TYPES[arithmetic])
    if arithmetic == "bfloat16":  # to nearest even, after rounding to binary32; off by less than the bound's unit 2^-7
        bits = a.view(np.uint32).astype(np.uint64)
        a = ((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000).astype(np.uint32).view(np.float32)
    return a if a.ndim else a[()]


def given(request, arithmetic):
    return {name: value if name == "record" else [stored(v, arithmetic) for v in value]
            if request["op"] == "run" and name.startswith("noise") else stored(value, arithmetic)
            for name, value in request.items() if name not in ("id", "op")}


def right(got, due, bound):
    """Whether a number is as near to the expected one as it must be."""
    return math.isfinite(got) and (abs(Fraction(got) - Fraction(due)) <= Fraction(bound) if bound else got == float(due))


def first_wrong(vector, fn, arithmetic):
    """What is wrong first with an answer; empty if nothing is."""
    bounds, due = vector["bounds"][arithmetic], vector["expected"]
    got = fn(**given(vector["request"], arithmetic))
    if "states" in due:
        got = sum(map(list, got), [])
        due, bounds = ({f"{k} at t = {s['t']}": s[k] for s in f["states"] for k in "XY"} for f in (due, bounds))
    elif len(due) == 1:
        got = [got]
    if len(got) != len(due):
        return f"{len(due)} results are expected, got {len(got)}"
    for (name, rows), part in zip(due.items(), got):
        rows, limits, part = np.asarray(rows), np.asarray(bounds[name]), np.asarray(part, np.float64)
        if part.shape != rows.shape:
            return f"{name} must have the shape {rows.shape}, got {part.shape}"
        for i in np.ndindex(rows.shape):
            if not right(float(part[i]), str(rows[i]), float(limits[i])):
                return f"{name}{list(i)}: expected {rows[i]}, got {float(part[i])!r}, bound {float(limits[i])!r}"
    return ""


def vectors_of(path):
    """The vectors of a file, after its header."""
    try:
        with open(path, encoding="utf-8") as lines:
            return [json.loads(line) for line in list(lines)[1:]]
    except ValueError as e:
        raise OSError(f"{path} must hold vectors, a JSON object a line: {e}") from None


def assert_vectors(fn, path, arithmetic="binary64"):
    """Raises an AssertionError that tells each wrong vector; returns how many were judged, and how many left out."""
    __tracebackhide__ = True
    vectors = vectors_of(path)
    judged = [v for v in vectors if arithmetic in v.get("bounds", ())]
    told = [f"{v['id']} ({v['comment']}): {text}" for v in judged if (text := first_wrong(v, fn, arithmetic))]
    if told or not judged:
        wrong = f"{len(told)} of {len(judged)} vectors are wrong" if judged else f"no vector has bounds; arithmetics: {', '.join(TYPES)}"
        raise AssertionError("\n".join([f"{path} in {arithmetic}: {wrong}", *told]))
    return len(judged), len(vectors) - len(judged)


def main(arguments):
    """The exit status: 0 right, 1 a vector is wrong, 2 an unusable command line or file."""
    try:
        where, path, *arithmetic = arguments
        module, name = where.split(":")
        sys.path.insert(0, "")  # a module beside the vectors, not beside this file
        fn = getattr(importlib.import_module(module), name)
        if not any("bounds" in v for v in vectors_of(path)):
            raise OSError(f"{path} must hold vectors, got none")
        if not TYPES.keys() >= set(arithmetic):
            raise OSError(f"ARITHMETIC must be one of {', '.join(TYPES)}, got {arithmetic[0]}")
    except (ValueError, ImportError, AttributeError, OSError) as e:
        wrong = "" if isinstance(e, ValueError) else f" ({e})"
        print(f"usage: judge_vectors.py MODULE:FUNCTION VECTORS.jsonl [ARITHMETIC]{wrong}", file=sys.stderr)
        return 2
    try:
        print("%d vectors right, %d left out" % assert_vectors(fn, path, *arithmetic))
    except AssertionError as e:
        print(e)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
