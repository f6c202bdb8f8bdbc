#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Known mistakes in plain Python: wrong.py --variant NAME, or --list (name, code, ops, as JSON).

Each mistake is one function that replaces an op of the starter kit beside this file; everything else
stays right. `code` is the diagnosis that protocol.md has for it ("" where it has none), `ops` the ops
whose numbers are wrong. A mistake in `step` reaches `run` and `sample` through it. The mistakes are in
the folder of that name, sorted by where they are made.
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import candidate as kit  # noqa: E402
from mistakes import updates, parts, residuals, hessians, smoothing, runs, memory, draws, digits  # noqa: E402, F401
from mistakes.digits import PRINTED  # noqa: E402
from mistakes.registry import MISTAKES  # noqa: E402


def converted(value, convert):
    if isinstance(value, dict):
        return {k: converted(v, convert) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [converted(v, convert) for v in value]
    return convert(value) if isinstance(value, float) else value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", choices=MISTAKES)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name, (code, ops, _) in MISTAKES.items():
            print(json.dumps({"name": name, "kind": "wrong", "code": code, "ops": ops}))
        return
    if options.variant:
        MISTAKES[options.variant][2]()
    for line in sys.stdin:
        q = json.loads(line, parse_int=float)
        for name in ("id", "count", "seed", "record"):
            if name in q:
                q[name] = [int(t) for t in q[name]] if name == "record" else int(q[name])
        if "lift" in PRINTED:
            q = PRINTED["lift"](q) if not isinstance(q, dict) else {
                k: PRINTED["lift"](v) if k != "id" else v for k, v in q.items()}
        try:
            reply = kit.answer(q)
        except Exception as problem:
            reply = {"error": repr(problem)}
        if q["op"] == "hello":
            reply.update(name="known mistake " + str(options.variant),
                         arithmetic=PRINTED.get("declared", "binary64"))
        elif PRINTED["format"]:
            reply = converted(reply, PRINTED["format"])
        print(json.dumps({"id": q["id"], **reply}), flush=True)
        if q["op"] == "bye":
            break


if __name__ == "__main__":
    main()
