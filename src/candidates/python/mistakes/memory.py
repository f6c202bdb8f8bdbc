# SPDX-License-Identifier: Apache-2.0
"""What is remembered of earlier requests, though every request is complete in itself."""
import candidate as kit
from mistakes.registry import MISTAKES


def frozen(a):
    return tuple(map(tuple, a)) if isinstance(a, list) else a


def remembering(name, ops, op, key):
    """The results of a function of the kit, kept by a part of its arguments."""
    def install():
        kept, right = {}, getattr(kit, op)

        def remembered(*arguments):
            k = tuple(map(frozen, key(*arguments)))
            if k not in kept:
                kept[k] = right(*arguments)
            return kept[k]
        setattr(kit, op, remembered)
    MISTAKES[name] = ("", ops.split(), install)


RESIDUAL = "loss gradient hessian hvp step"
remembering("residual-kept-by-factors", RESIDUAL, "residual", lambda M, X, Y: (X, Y))
remembering("step-kept-without-noise", "step", "step", lambda M, X, Y, eX, eY, NX, NY: (M, X, Y, eX, eY))
