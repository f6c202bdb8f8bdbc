#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starter kit of the op round, PyTorch: ./verify.sh candidate --only round -- /usr/bin/python3 kit_pytorch.py

It judges PyTorch's own casts. Put your own conversion where it says THE ROUNDING; None for what you do not
have is answered with "unsupported". The first argument, if there is one, is the device: cpu, cuda.
"""
import json
import sys

import torch

DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cpu"
FORMATS = {"binary32": torch.float32, "binary16": torch.float16, "bfloat16": torch.bfloat16,
           "e4m3": torch.float8_e4m3fn, "e5m2": torch.float8_e5m2}

# ---------------------------------------------------------------------------------------------
# THE ROUNDING. One tensor as long as x; under mode "stochastic" q["count"] of them, as one of two dimensions.
# ---------------------------------------------------------------------------------------------


def rounded(x, q):
    if q["to"] not in FORMATS or q["mode"] != "nearest" or q["overflow"] != "ieee":
        return None
    return x.to(FORMATS[q["to"]])


def answer(q):
    values = [float(v) for v in q["values"]]  # NaN and infinities are strings
    x = torch.tensor(values, dtype=torch.float32 if q["from"] == "binary32" else torch.float64, device=DEVICE)
    y = rounded(x, q)
    return {"unsupported": True} if y is None else {"rounded": y.to(torch.float64).tolist()}


# ---------------------------------------------------------------------------------------------
# THE CONVERSATION.
# ---------------------------------------------------------------------------------------------

def main():
    for line in sys.stdin:
        q = json.loads(line)
        if q["op"] == "round":
            try:
                reply = answer(q)
            except Exception as problem:  # told to the harness, which calls it a failed case
                reply = {"error": repr(problem)}
        else:
            reply = {"name": f"PyTorch {torch.__version__}, {DEVICE}", "ops": ["round"], "nonFinite": True} if q["op"] == "hello" else {"unsupported": True}
        print(json.dumps({"id": int(q["id"]), **reply}), flush=True)
        if q["op"] == "bye":
            break


if __name__ == "__main__":
    main()
