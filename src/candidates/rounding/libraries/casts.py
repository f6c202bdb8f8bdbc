#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The op round by the standard library of Python, python3 casts.py: struct packs a double as binary32 or binary16."""
import json
import struct
import sys

CODES = {"binary32": "f", "binary16": "e"}


def packed(v, code):
    try:
        return struct.unpack(code, struct.pack(code, v))[0]
    except OverflowError:  # said where IEEE 754 has infinity
        return float("inf") if v > 0 else float("-inf")


for line in sys.stdin:
    q = json.loads(line)
    if q["op"] == "hello":
        reply = {"name": f"struct of Python {sys.version.split()[0]}", "ops": ["round"]}
    elif q["op"] == "round" and q["to"] in CODES and q["mode"] == "nearest" and q["overflow"] == "ieee":
        reply = {"rounded": [packed(v, CODES[q["to"]]) for v in q["values"]]}
    else:
        reply = {"unsupported": True}
    print(json.dumps({"id": q["id"], **reply}), flush=True)
