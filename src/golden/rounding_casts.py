# SPDX-License-Identifier: Apache-2.0
"""Conversions for rounding_runner.py: NumPy's casts, and struct's of Python's standard library.

    cd src/golden && python3 rounding_runner.py rounding_casts:numpy ../../golden/rounding/binary*-from-*
"""
import struct

TYPES = {"binary64": ("d", "Q"), "binary32": ("f", "I"), "binary16": ("e", "H")}


def offered(call):
    return call["mode"] == "nearest" and call.get("overflow") == "ieee" and call["source"] in TYPES and call["format"] in TYPES


def numpy(patterns, call):
    """astype to float32 or float16."""
    if not offered(call):
        return None
    import numpy as np

    def types(name):
        return [np.dtype(code) for code in TYPES[name]]

    (source, bits), (target, codes) = types(call["source"]), types(call["format"])
    with np.errstate(all="ignore"):
        return np.array(patterns, bits).view(source).astype(target).view(codes).tolist()


def packed(patterns, call):
    """struct.pack, which raises OverflowError where IEEE 754 has an infinity."""
    if not offered(call):
        return None
    (source, bits), (target, code) = TYPES[call["source"]], TYPES[call["format"]]
    results = []
    for pattern in patterns:
        value = struct.unpack(source, struct.pack(bits, pattern))[0]
        try:
            data = struct.pack(target, value)
        except OverflowError:
            data = struct.pack(target, float("inf") if value > 0 else -float("inf"))
        results.append(struct.unpack(code, data)[0])
    return results
