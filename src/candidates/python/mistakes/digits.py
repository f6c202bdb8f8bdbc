# SPDX-License-Identifier: Apache-2.0
"""Too few digits, and arithmetic narrower than declared."""
import struct

from mistakes.registry import EVERY, MISTAKES, single


# ---- digits and narrow arithmetic --------------------------------------------------------------


def half(x):
    return struct.unpack("<e", struct.pack("<e", x))[0] if abs(x) < 6e4 else x


PRINTED = {"format": None}


def printed(name, code, convert, ops=EVERY.replace(" sample", "")):
    def install():
        PRINTED["format"] = convert
    MISTAKES[name] = (code, ops.split(), install)


printed("printed-6-digits", "truncated-output", lambda x: float("%.6g" % x))
printed("printed-10-digits", "truncated-output", lambda x: float("%.10g" % x))
printed("printed-15-digits", "truncated-output", lambda x: float("%.15g" % x))
printed("printed-binary32", "narrow-arithmetic", single)


ECHOED = "gradient hessian hvp smoothed_gradient smoothed_hessian step run"
printed("printed-16-digits", "truncated-output", lambda x: float("%.16g" % x), ECHOED)


def narrow(name, declared, convert, ops=EVERY.replace(" sample", "")):
    """Every sum and product rounded."""
    class Narrow(float):
        __slots__ = ()

        def __add__(self, o):
            return Narrow(convert(float(self) + float(o)))

        def __sub__(self, o):
            return Narrow(convert(float(self) - float(o)))

        def __mul__(self, o):
            return Narrow(convert(float(self) * float(o)))
        __radd__, __rmul__ = __add__, __mul__

        def __neg__(self):
            return Narrow(-float(self))

    def lift(value):
        if isinstance(value, list):
            return [lift(v) for v in value]
        return Narrow(convert(value)) if isinstance(value, float) else value

    def install():
        PRINTED["declared"], PRINTED["lift"] = declared, lift
    MISTAKES[name] = ("narrow-arithmetic", ops.split(), install)


narrow("binary32-as-binary64", "binary64", single)
narrow("binary16-as-binary32", "binary32", half)
narrow("binary64-as-double-double", "double-double", lambda x: x)
narrow("binary64-as-decimal-34", "decimal:34", lambda x: x)
