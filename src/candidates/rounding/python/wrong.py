#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Known mistakes of the op round in exact fractions: wrong.py --variant NAME, or --list.

Each replaces a part of the plan in plan.py; everything else stays right. `code` is the diagnosis that
the protocol has for it ("" where it has none). The mistakes are in values.py and draws.py.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import draws  # noqa: E402, F401
import values  # noqa: E402, F401
from plan import serve  # noqa: E402
from registry import MISTAKES  # noqa: E402


if __name__ == "__main__":
    serve({name: cls for name, (_, cls) in MISTAKES.items()},
          lambda name: {"kind": "wrong", "code": MISTAKES[name][0], "ops": ["round"]})
