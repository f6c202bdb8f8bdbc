# SPDX-License-Identifier: Apache-2.0
"""golden/rounding once more, byte for byte: python3 src/golden/rounding_second_route.py [DIRECTORY]

Standard library only, and organised otherwise than the Java that wrote the data. A format is what its codes decode
to, as fractions; the neighbours of a value are found by bisection over codes, and a rounding chooses between them by
its definition. Which values are told is the rule in RoundingValues.java, over fractions.

Prints what was compared; exit status 1 at any difference, 2 if there is nothing to compare.
"""
import json
import math
import pathlib
import sys
from fractions import Fraction
from functools import lru_cache
from multiprocessing import Pool

MODES = ("nearest", "nearest-away", "zero", "up", "down", "odd")
INFINITE, NAN = "inf", "nan"
SHIFTS = (2, 3, 4, 6, 8, 12, 16, 20, 24, 28, 32, 40, 48)


def power(e):
    return Fraction(2) ** e


class Format:
    """Codes with a significand of p bits, exponents from emin; `top` is the code of the largest number."""

    def __init__(self, name, p, emin, top, width, specials, signed=True):
        self.name, self.p, self.emin, self.top, self.width, self.specials = name, p, emin, top, width, specials
        self.signed = signed
        self.report = name.startswith("Binary")
        self.overflows = ("SatNone", "SatPropagate", "SatFinite") if self.report else ("ieee", "saturate")
        self.carrier = self
        self.sign = 1 << (width - 1) if signed else 0

    @lru_cache(maxsize=None)
    def value(self, code):
        """What a code means; beyond `top`, what it would mean if the exponent had no end."""
        field, trailing = divmod(code, 2 ** (self.p - 1))
        if field == 0:
            return Fraction(trailing) * power(self.emin - self.p + 1)
        return (1 + trailing * power(1 - self.p)) * power(self.emin + field - 1)

    @lru_cache(maxsize=None)
    def below(self, x):
        """The code of the largest number that is at most x."""
        low, high = 0, 1
        while self.value(high) <= x:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.value(middle) <= x else (low, middle)
        return low

    def infinity(self):
        return self.top + 1 if "inf" in self.specials else None

    def nan(self):
        """The codes of NaN: with one NaN, it stands where -0 or the last code would be."""
        if self.report:
            nan = 2 ** (self.width - 1) if self.signed else 2**self.width - 1
            return [(nan, nan)]
        first, sign = self.carrier.top + (2 if "inf" in self.carrier.specials else 1), 2 ** (self.width - 1)
        return [(first, sign - 1), (first + sign, 2 * sign - 1)] if first < sign else []

    def print(self, code):
        return NAN if code is None else format(code, f"0{-(-self.width // 4)}x")

    def held(self, code):
        """A code of this format, or of the format that holds its numbers."""
        if self.carrier is self:
            return code
        return self.carrier.top + 1 if code == self.infinity() else self.carrier.below(self.value(code))

    def convert(self, x, negative, away, inner, overflow):
        """The code of |x| with a sign: `away` says whether a value between two neighbours goes to the larger one."""
        if x is NAN:
            return None
        if x is INFINITE:
            return self.beyond(True, negative, False, inner, overflow)
        code = self.below(x)
        low, high = self.value(code), self.value(code + 1)
        if x > low and away(code, (x - low) / (high - low)):
            code += 1
        if code > self.top or (code and negative and not self.signed):
            return self.beyond(False, negative, True, inner, overflow)
        return self.held(code) + (self.sign if negative and (code or not self.report) else 0)

    def beyond(self, infinite, negative, finite, inner, overflow):
        """What a rounded value beyond the numbers becomes; `inner` is the rounding's name."""
        last = 0 if negative and not self.signed else self.held(self.top) + (self.sign if negative else 0)
        has = "inf" in self.specials and (self.signed or not negative)
        special = self.held(self.infinity()) + (self.sign if negative else 0) if has else None
        towards = inner == "zero" or inner == ("up" if negative else "down")
        if not self.report:
            if overflow == "saturate" or "last" in self.specials or (finite and (towards or inner == "odd")):
                return last
            return special  # an infinity or, where there is none, NaN
        if overflow == "SatFinite":
            return last
        if overflow == "SatPropagate":
            return special if infinite and has else last
        if finite and (towards or (inner == "odd" and not negative and not self.signed and has)):
            return last
        if has:
            return special
        return None if negative and not self.signed else last


def ieee(name, exponent_bits, p):
    return Format(name, p, 2 - 2 ** (exponent_bits - 1), (2**exponent_bits - 1) * 2 ** (p - 1) - 1, exponent_bits + p, ("inf",))


def free(name, p, emin, emax, carrier):
    to = Format(name, p, emin, (emax - emin + 2) * 2 ** (p - 1) - 1, carrier.width, ("inf",))
    to.carrier = carrier
    return to


def report(k, p, signed, extended):
    name = f"Binary{k}p{p}{'s' if signed else 'u'}{'e' if extended else 'f'}"
    codes = 2 ** (k - 1) if signed else 2**k - 1  # without those of numbers below zero, and without NaN
    bias = 2 ** (k - p - 1) if signed else 2 ** (k - p)
    return Format(name, p, 1 - bias, codes - 1 - extended, k, ("inf",) if extended else (), signed)


BINARY32 = ieee("binary32", 8, 24)
SOURCES = {s.name: s for s in (ieee("binary64", 11, 53), BINARY32, ieee("binary16", 5, 11), ieee("bfloat16", 8, 8))}
OURS = [BINARY32, SOURCES["binary16"], SOURCES["bfloat16"], free("tf32", 11, -126, 127, BINARY32),
        Format("e4m3", 4, -6, 0x7E, 8, ("nan",)), ieee("e4m3-ieee", 4, 4), ieee("e5m2", 5, 3),
        Format("e3m2", 3, -2, 0x1F, 6, ("last",)), Format("e2m3", 4, 0, 0x1F, 6, ("last",)), Format("e2m1", 2, 0, 7, 4, ("last",)),
        free("float:6:-20:21", 6, -20, 21, BINARY32), free("float:13:-60:70", 13, -60, 70, BINARY32)]
REPORT = [report(4, 2, True, False), report(8, 1, False, False), *(report(8, p, True, True) for p in range(1, 8)),
          report(8, 4, True, False), report(8, 4, False, True)]


def chosen(mode, negative):
    """The definition of a rounding: of the lower code and the place between it and the next one."""
    half = Fraction(1, 2)
    return {
        "nearest": lambda code, place: place > half or (place == half and code % 2 == 1),
        "nearest-away": lambda code, place: place >= half,
        "zero": lambda code, place: False,
        "up": lambda code, place: not negative,
        "down": lambda code, place: negative,
        "odd": lambda code, place: code % 2 == 0,
    }[mode]


def exponent(x):
    """floor(log2 x)."""
    e = x.numerator.bit_length() - x.denominator.bit_length()
    return e if power(e) <= x else e - 1


def literal(x):
    if not isinstance(x, Fraction):
        return x
    if x == 0:
        return "0x0p0"
    e = exponent(x)
    digits = format(int((x / power(e) - 1) * 16**13), "013x").rstrip("0")
    return f"0x1{'.' if digits else ''}{digits}p{e}"


def pattern(source, x):
    return source.print(source.top + 1 if x is INFINITE else source.below(x))


def nans(source):
    """Quiet, then the largest and the smallest significand."""
    return [source.print(source.top + 1 + payload) for payload in (2 ** (source.p - 2), 2 ** (source.p - 1) - 1, 1)]


class Values:
    """The magnitudes of a file."""

    def __init__(self, to, source):
        self.to, self.source, self.found = to, source, set()
        small = to.top < 256
        for code in range(to.top + 1) if small else self.some():
            x = to.value(code)
            u = to.value(code + 1) - x
            self.add(x)
            self.around(x + u / 2)
            if not small or x < power(to.emin) or x == power(exponent(x)):
                self.around(x)
                self.add(x + u / 4, x + 3 * u / 4)
            if code in (to.below(1), to.below(1) + 1):
                for j in SHIFTS:
                    self.add(x + u / 2 + u / 2**j, x + u / 2 - u / 2**j)
        self.ends()

    def some(self):
        """Codes by significand and exponent: subnormal ones, and some of six binades."""
        to, least = self.to, 2 ** (self.to.p - 1)
        yield from (0, 1, 2, 3, least // 3, least // 2, least - 2, least - 1)
        fields = to.top // least
        for field in (1, 2, -to.emin, 1 - to.emin, fields - 1, fields):
            yield from (field * least + k for k in (0, 1, least // 3, least // 2, least - 2, least - 1))

    def has(self, x):
        code = self.source.below(x)
        return self.source.value(code) == x and code <= self.source.top

    def add(self, *values):
        self.found.update(x for x in values if self.has(x))

    def around(self, x):
        self.add(x)
        if x > 0 and self.has(x):
            code = self.source.below(x)
            self.add(self.source.value(code - 1), self.source.value(code + 1))

    def ends(self):
        to = self.to
        largest, u = to.value(to.top), to.value(to.top + 1) - to.value(to.top)
        self.add(to.value(1) / 4, self.source.value(1), self.source.value(self.source.top))
        self.around(largest)
        self.around(largest + u)
        self.around(largest + 3 * u / 2)
        self.add(largest + u / 4, largest + 3 * u / 4)
        self.add(*(power(exponent(largest) + e) for e in (1, 2, 10)))


def tells(to, x):
    """Whether the conversion of -x is told."""
    return to.signed or not isinstance(x, Fraction) or x <= to.value(1) or x == power(exponent(x))


def codes(to, x, negative, roundings=None):
    roundings = roundings or {mode: chosen(mode, negative) for mode in MODES}
    each = [" ".join(to.print(to.convert(x, negative, away, mode, overflow)) for mode, away in roundings.items())
            for overflow in to.overflows]
    return each[0] if len(set(each)) == 1 else " ".join(each)


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def header(to, source, kind, modes):
    return compact({"rounding": 1, "license": "Apache-2.0", "kind": kind, "format": to.name, "source": source.name,
                    "modes": modes, "overflows": to.overflows, "width": to.width, "precision": to.p, "minExponent": to.emin,
                    "largest": literal(to.value(to.top)), "nan": [[to.print(a), to.print(b)] for a, b in to.nan()]})


def conversions(to, source):
    lines = [header(to, source, "conversion", MODES)]
    given = [(x, pattern(source, x)) for x in [*sorted(Values(to, source).found), INFINITE]]
    for x, bits in [*given, *((NAN, bits) for bits in nans(source) if to.nan())]:
        lines.append(compact([literal(x), bits, codes(to, x, False), codes(to, x, True) if tells(to, x) else ""]))
    return lines


# ---- stochastic rounding, determined by the integer of the random bits ----------------------------------------------


def variants(n, r):
    """The report's definitions; round() is to nearest, ties to even."""
    return {"StochasticA": lambda code, place: math.floor(place * 2**n) + r >= 2**n,
            "StochasticB": lambda code, place: math.floor(place * 2 ** (n + 1)) + 2 * r + 1 >= 2 ** (n + 1),
            "StochasticC": lambda code, place: round(place * 2**n) + r >= 2**n}


def stochastic(to, source):
    lines = [header(to, source, "stochastic", tuple(variants(1, 0)))]
    for code in (0, 2 ** (to.p - 1) - 1, to.below(1), to.top):
        for n in (1, 3, 8, 16):
            unit, half = power(-n), Fraction(1, 2)
            for f in sorted({0 * unit, unit / 4, unit / 2, unit, 3 * unit / 2, half - unit / 2, half, 1 - unit, 1 - unit / 2, 1 - unit / 4}):
                x = to.value(code) + f * (to.value(code + 1) - to.value(code))
                if source.value(source.below(x)) != x or source.below(x) > source.top:
                    continue
                k = 2**n - math.floor(f * 2**n)
                for r in sorted({0, k - 2, k - 1, k, 2**n - 1} & set(range(2**n))):
                    lines.append(compact([literal(x), pattern(source, x), str(n), format(r, f"0{-(-n // 4)}x"),
                                          codes(to, x, False, variants(n, r)),
                                          codes(to, x, True, variants(n, r)) if tells(to, x) else ""]))
    for bits in nans(source) if to.nan() else []:
        for n in (1, 3, 8, 16):
            for r in (0, 2**n - 1):
                each = [codes(to, NAN, negative, variants(n, r)) if not negative or tells(to, NAN) else "" for negative in (False, True)]
                lines.append(compact([literal(NAN), bits, str(n), format(r, f"0{-(-n // 4)}x"), *each]))
    return lines


# ---- blocks; a value is a pair of its sign and its magnitude ---------------------------------------------------------


def exponent_of_scale(rule, element, m):
    """Before it is clamped."""
    largest = element.value(element.top)
    if rule == "rceil":
        e = exponent(m / largest)
        return e if power(e) == m / largest else e + 1
    e = exponent(m)
    if rule == "ceil" and power(e) < m:
        e += 1
    if rule == "even":
        last = power(e - element.p + 1)
        e = exponent(round(m / last) * last)
    return e - exponent(largest)


def to_nearest(to, x):
    return to.convert(x, False, chosen("nearest", False), "nearest", "saturate")


def converted(name, element, block, rule, array):
    """The scales as they are printed, and the elements once or for each rounding."""
    most = max(x for _, x in array)
    g = BINARY32.value(to_nearest(BINARY32, most / 2688))
    printed, scales = [BINARY32.print(BINARY32.below(g))] if name == "nvfp4" else [], []
    for start in range(0, len(array), block):
        m = max(x for _, x in array[start : start + block])
        if m == 0:
            code, scale = None, Fraction(1)
        elif name == "nvfp4":
            code = to_nearest(E4M3, m / (6 * g))
            scale = E4M3.value(code) * g
        else:
            code = max(-127, min(127, exponent_of_scale(rule, element, m))) + 127
            scale = power(code - 127)
        printed.append("any" if code is None else format(code, "02x"))
        scales.append(scale)
    each = []
    for mode in MODES:
        elements = [element.convert(x / scale if scale else scale, negative, chosen(mode, negative), mode, "saturate")
                    for (negative, x), scale in ((v, scales[i // block]) for i, v in enumerate(array))]
        each.append(" ".join(map(element.print, elements)))
    return (" ".join(printed), *(each[:1] if len(set(each)) == 1 else each))


def mx_arrays(element, source):
    top, smallest = exponent(element.value(element.top)), element.value(1)
    largest, one = element.value(element.top), Fraction(1)

    def has(x):
        return source.below(x) <= source.top and source.value(source.below(x)) == x

    def brief(m, more):
        if m == 0 or not has(m):
            return
        array, q = [(False, m), (True, m)], power(exponent(m))
        place, s = q * power(-element.p - 1), q * power(-top) * smallest
        told = [(q / 2 + place, more), (q / 2 + 3 * place, False), (11 * s / 8 if has(11 * s / 8) else s, False), ((24 if more else 11) * s / 16, False)]
        if more:
            told += [(s / 2, True), (2 * s, True), (5 * s / 2, True)]
        for v, neighbours in told:
            if v <= m and has(v):
                code = source.below(v)
                for x in (v, source.value(code + 1), source.value(code - 1)) if neighbours else (v,):
                    array += [(False, x), (True, x)]
        yield array

    def telling(i):
        code = 5 * i % element.top
        return i % 2 == 1, element.value(code) + (i % 3) * (element.value(code + 1) - element.value(code)) / 4

    tie = 2 - power(-element.p)
    for m in (one, power(top), power(-9), largest, largest / 512, tie, tie * power(top)):
        code = source.below(m)
        yield from brief(m, m in (power(top), largest))
        yield from brief(source.value(code + 1), False)
        yield from brief(source.value(code - 1), False)
    for e in (-126, -127, -128, -129):
        yield from brief((1 if e == -127 else Fraction(3, 2)) * power(top + e), False)
    for m in (source.value(1), source.value(source.top), Fraction(3, 2) * power(127), Fraction(3, 2) * power(128 + top)):
        yield from brief(m, False)
    yield [((block + i) % 2 == 1, (6 if i == (3 if block == 32 else block) else 2) * power(block % 5))
           for block in range(33) for i in range(7 if block == 32 else 32)]
    zeros = [(i % 3 == 0, 0 * one) for i in range(32)]
    tiny = 11 * smallest / 16
    some = [(True, largest) if i == 5 else (False, (i - 5) * tiny) if i in (6, 7) else (False, 0 * one) if i % 4 == 0 else telling(i) for i in range(32)]
    negative = [(True, ((i - 5) * tiny if i in (6, 7) else telling(i + 1)[1]) / 4) for i in range(32)]
    outlier = [(False, Fraction(6144)) if i == 31 else telling(2 * i) for i in range(32)]
    yield zeros + some + negative + outlier + [(True, 0 * one), (False, one), (False, 0 * one)]
    for size in (1, 31, 33):
        told = [telling(3 * i + 1) for i in range(size)]
        yield [(s, 64 * x if i == 32 else x) for i, (s, x) in enumerate(told)]


def nv_arrays(element, source):
    def place(i):
        near = Fraction(1, 4) if source.p < 24 else Fraction(1, 2) - power(-15)
        return (Fraction(1, 4), 1 - near, near, Fraction(3, 4))[i % 4]

    def spacing(to, code):
        return to.value(code + 1) - to.value(code)

    def near(x):
        return source.value(to_nearest(source, x))

    for most in (Fraction(336), near(Fraction(3, 2) + power(-20))):
        g = BINARY32.value(to_nearest(BINARY32, most / 2688))
        array = []
        for block in range(17):
            b = 0 if block == 2 else 7 * block + 2
            between = E4M3.value(b) + place(block - 2) * spacing(E4M3, b)
            m = most if block == 0 else 0 * g if block == 1 else near(6 * g * between)
            scale = E4M3.value(to_nearest(E4M3, m / (6 * g))) * g
            for i in range(7 if block == 16 else 16):
                e = (i + block) % 7
                v = near((element.value(e) + place(i // 2) * spacing(element, e)) * scale)
                largest = i == block % 7 or (block < 16 and i == block)
                array.append((block // 2 % 2 == 1, m) if largest else (True, 0 * v) if i % 5 == 4 else (i % 2 == 1, v))
        yield array
    yield [(False, Fraction(0)), (True, Fraction(0)), (False, Fraction(0))]


def blocks(name, element, source):
    two = name == "nvfp4"
    rules, block = (("nvfp4",), 16) if two else (("floor", "ceil", "even", "rceil"), 32)
    lines = [compact({"rounding": 1, "license": "Apache-2.0", "kind": "blocks", "format": name, "source": source.name, "modes": MODES,
                      "rules": rules, "block": block, "element": element.name, "width": element.width, "precision": element.p,
                      "minExponent": element.emin, "largest": literal(element.value(element.top))})]
    for array in (nv_arrays if two else mx_arrays)(element, source):
        groups = {}
        for rule in rules:
            groups.setdefault(converted(name, element, block, rule, array), []).append(rule)
        values = " ".join(("-" if negative else "") + literal(x) for negative, x in array)
        lines.append(compact([values, *([" ".join(agreed), *results] for results, agreed in groups.items())]))
    return lines


ELEMENTS = {"mxfp8-e4m3": "e4m3", "mxfp8-e5m2": "e5m2", "mxfp6-e3m2": "e3m2", "mxfp6-e2m3": "e2m3", "mxfp4": "e2m1", "nvfp4": "e2m1"}
E4M3 = next(to for to in OURS if to.name == "e4m3")


def jobs():
    for to in OURS + REPORT:
        for source in SOURCES.values():
            if to.p < source.p:
                yield f"{to.name}-from-{source.name}", conversions, (to, source)
        source = SOURCES["binary32" if to.p <= 11 else "binary64"]
        yield f"{to.name}-stochastic-from-{source.name}", stochastic, (to, source)
    for name, element in ELEMENTS.items():
        for source in SOURCES.values():
            yield f"{name}-from-{source.name}", blocks, (name, next(to for to in OURS if to.name == element), source)


def compare(directory, name):
    make, arguments = next((make, arguments) for n, make, arguments in jobs() if n == name)
    path = directory / (name.replace(":", "_") + ".jsonl")
    made, read = make(*arguments), path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    for number, (a, b) in enumerate(zip(made, read), start=1):
        if a != b:
            return 0, f"{path}:{number}: expected {a[:200]}, got {b[:200]}"
    return len(made), "" if len(made) == len(read) else f"{path}: expected {len(made)} lines, got {len(read)}"


def main(arguments):
    directory = pathlib.Path(arguments[0] if arguments else "golden") / "rounding"
    names = [name for name, _, _ in jobs()]
    files = sorted(path.name for path in directory.glob("*"))
    if not files:
        print(f"no vectors in {directory}")
        return 2
    failures = [f"{directory / name}: no file that this makes"
                for name in files if name not in {n.replace(':', '_') + ".jsonl" for n in names}]
    with Pool(2) as pool:
        results = pool.starmap(compare, [(directory, name) for name in names], chunksize=1)
    failures += [failure for _, failure in results if failure]
    for failure in failures:
        print("MISMATCH", failure)
    print(f"second route of conversions: {len(names)} files, {sum(lines for lines, _ in results)} lines"
          + (f"; {len(failures)} mismatches" if failures else "; all agree"))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
