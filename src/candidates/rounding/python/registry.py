# SPDX-License-Identifier: Apache-2.0
"""Where the known mistakes of the op round are kept: name, code, plan."""
from plan import Plan

MISTAKES = {}


def mistake(name, code="", **parts):
    """A class, or a plan with the parts replaced by functions of (plan, the right part, arguments..)."""
    if not parts:
        def register(cls):
            MISTAKES[name] = (code, cls)
            return cls
        return register

    def replaced(part, change):
        right = getattr(Plan, part)
        return lambda self, *args: change(self, lambda *a: right(self, *a), *args)
    MISTAKES[name] = (code, type(name, (Plan,), {part: replaced(part, change) for part, change in parts.items()}))
