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
remembering("residual-kept-by-x-and-target", RESIDUAL, "residual", lambda M, X, Y: (M, X))
remembering("residual-kept-by-y-and-target", RESIDUAL, "residual", lambda M, X, Y: (M, Y))
remembering("step-kept-without-noise", "step", "step", lambda M, X, Y, eX, eY, NX, NY: (M, X, Y, eX, eY))
remembering("step-kept-without-sizes", "step", "step", lambda M, X, Y, eX, eY, NX, NY: (M, X, Y, NX, NY))
remembering("hvp-kept-by-point", "hvp", "hvp", lambda M, X, Y, dX, dY: (M, X, Y))
remembering("smoothed-gradient-kept-by-point", "smoothed_gradient", "smoothed_gradient",
            lambda M, X, Y, s1, s2: (M, X, Y))
