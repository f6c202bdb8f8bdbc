# SPDX-License-Identifier: Apache-2.0
"""Tests of numerical routines, to be copied into a repository as this one file; needs NumPy alone (1.22 or later).

    assert_rounds(fn, ...)                    fn(values) -> values, each rounded to a format or in blocks
    assert_stochastic_rounding(fn, ...)       the same at random; fn is called many times
    assert_noise(fn, shape, sigma, ...)       fn() -> an array of normal numbers; called many times
    assert_update(fn, arithmetic)             fn(X, Y, M, (etaX, etaY), (noiseX, noiseY)) -> X', Y'
    assert_gradient(fn, arithmetic)           fn(X, Y, M) -> the gradients by X and by Y
    assert_loss(fn, arithmetic)               fn(X, Y, M) -> F(X, Y)
    assert_hessian_vector_product(fn, arith.) fn(X, Y, M, dX, dY) -> the Hessian applied to (dX, dY)

with F(X, Y) = 1/2 ||X Y^T - M||^2, X of d1 x r, Y of d2 x r, M of d1 x d2, and one perturbed update

    Xt = X + noiseX;  Yt = Y + noiseY;  R = Xt Yt^T - M;  X' = X - etaX R Yt;  Y' = Y - etaY R^T Xt.

A routine that is wrong raises an AssertionError that tells what was asked, where, what is expected, what came, the bound,
and the name of the mistake if a common one reproduces all numbers. fn gets NumPy arrays of its own, in float64 for binary64,
float16 for binary16, else float32 (holding numbers of the declared format). It may return NumPy arrays, torch tensors on any
device, or whatever has __array__. Inputs are the same in each call; nothing is kept between calls.

What is due is computed in integers and fractions from the definitions. An entry is due bit by bit where no legal order of
evaluation rounds; else it may be off by gamma_n S, with gamma_n = n u / (1 - n u), u the unit roundoff, n the most operations
that a term passes in any order, and S the sum of the terms' absolute values. There is no term for underflow: inputs are
multiples of 2^-k such that no intermediate that is not zero lies below the smallest normal number, however it was rounded.
What no bound holds for (n u > 1/4: losses and Hessians in bfloat16) is only seen to have its shape, and a warning tells it.
The project noisygd derives and proves these bounds (its note bounds.md) and names mistakes by the same codes.
"""
from __future__ import annotations

import math
import warnings
from fractions import Fraction
from typing import Any, Callable, Dict, Iterable, NamedTuple, Optional, Sequence, Tuple

import numpy as np

Array = np.ndarray
Due = Tuple[Array, ...]  # arrays of Fractions


class Format(NamedTuple):
    """A binary format: p significant bits, exponents from emin on, the largest number, what is beyond it."""

    p: int
    emin: int
    largest: float
    beyond: float  # infinity, NaN, or the largest number where the format has nothing else


def _ieee(p: int, emin: int, emax: int) -> Format:
    return Format(p, emin, math.ldexp(2 - math.ldexp(1, 1 - p), emax), math.inf)


FORMATS = {
    "binary64": _ieee(53, -1022, 1023),
    "binary32": _ieee(24, -126, 127),
    "tf32": _ieee(11, -126, 127),
    "bfloat16": _ieee(8, -126, 127),
    "binary16": _ieee(11, -14, 15),
    "e5m2": _ieee(3, -14, 15),
    "e4m3": Format(4, -6, 448.0, math.nan),
    "e3m2": Format(3, -2, 28.0, 28.0),
    "e2m3": Format(4, 0, 7.5, 7.5),
    "e2m1": Format(2, 0, 6.0, 6.0),
}
MODES = ("nearest", "nearest-away", "zero", "up", "down", "odd")
SOURCES = {"binary32": np.float32, "binary64": np.float64}
MX = {"mxfp8-e4m3": "e4m3", "mxfp8-e5m2": "e5m2", "mxfp6-e3m2": "e3m2", "mxfp6-e2m3": "e2m3", "mxfp4": "e2m1"}
OTHER_NAMES = {"bf16": "bfloat16", "fp16": "binary16", "float16": "binary16", "half": "binary16", "fp32": "binary32",
               "float32": "binary32", "float": "binary32", "fp64": "binary64", "float64": "binary64", "double": "binary64"}
RULES = ("floor", "ceil", "even", "rceil")  # for the exponents of scales
BLOCKS = [*(f"{name}/{rule}" for name in MX for rule in RULES), "nvfp4"]


def _choice(name: str, value: Any, among: Iterable[Any]) -> Any:
    among = list(among)
    if value not in among:
        word = str(np.dtype(value) if isinstance(value, type) else value)  # numpy.float32 is a type
        word = word.lower().rpartition(".")[2]  # torch.float32
        meant = OTHER_NAMES.get(word, word)
        hint = f"; did you mean {meant}?" if meant in among else ""
        raise ValueError(f"{name} must be one of {', '.join(map(str, among))}, got {value}{hint}")
    return value


def _numpy(x: Any, title: str) -> Array:
    """What a routine returned, as an array of float64, which holds numbers of all formats here."""
    __tracebackhide__ = True
    came = type(x).__name__
    if hasattr(x, "detach"):  # torch
        x = x.detach().cpu()
        x = x.double().numpy() if x.is_floating_point() else x.numpy()
    x = np.asarray(x)
    if x.dtype.kind in "OcSU":
        raise AssertionError(f"{title}: {came} (dtype {x.dtype}) was returned where real numbers are expected")
    with np.errstate(all="ignore"):  # signalling NaNs
        return x.astype(np.float64)


def _answer(raw: Any, shape: Tuple[int, ...], title: str) -> Array:
    """The numbers that came, of the shape that is due."""
    __tracebackhide__ = True
    got = _numpy(raw, title)
    if got.shape != shape:
        raise AssertionError(f"{title}: an array of shape {got.shape} was returned, its shape must be {shape}")
    return got


def _told(title: str, **lines: Any) -> str:
    """What was asked, and below it a line for each thing that is known."""
    return "\n".join([title, *(f"  {name:<10}{text}" for name, text in lines.items() if str(text))])


def _number(x: float) -> str:
    x = float(x)
    return f"{x!r} ({x.hex()})" if math.isfinite(x) and x != int(x) else repr(x)


# ---------------------------------------------------------------------------------------------------- rounding


def _places(x: float, to: Format) -> Tuple[int, int, int, int]:
    """|x| in units 2^last of the format: the whole part, the rest, and the power of two that the rest is of."""
    n, d = abs(x).as_integer_ratio()
    last = max(math.frexp(x)[1] - 1, to.emin) - to.p + 1
    shift = d.bit_length() - 1 + last
    if shift <= 0:
        return n << -shift, 0, 1, last
    return n >> shift, n & ((1 << shift) - 1), 1 << shift, last


def _away(mode: str, whole: int, rest: int, of: int, negative: bool) -> bool:
    if mode in ("nearest", "nearest-away"):
        return 2 * rest > of or (2 * rest == of and (mode == "nearest-away" or whole % 2 == 1))
    if mode in ("up", "down"):
        return rest > 0 and negative == (mode == "down")
    return mode == "odd" and rest > 0 and whole % 2 == 0


def round_exactly(x: float, to: Format, mode: str = "nearest", overflow: str = "ieee",
                  away: Callable[..., bool] = _away) -> float:
    """x rounded once to a format, by the definition. A zero keeps its sign, NaN and infinities stay what they are if the
    format has them. Beyond the largest number lie, under ieee, infinity, or NaN in e4m3; zero and odd, and up and down on
    their inner side, give the largest number, as everything does under saturate."""
    if x == 0 or math.isnan(x):
        return x
    beyond = to.largest if overflow == "saturate" else to.beyond
    if math.isinf(x):
        return math.copysign(beyond, x)
    whole, rest, of, last = _places(x, to)
    size = math.inf
    whole += away(mode, whole, rest, of, x < 0)
    if whole.bit_length() + last <= 1024:
        size = math.ldexp(whole, last)
    if size > to.largest:
        inner = mode in ("zero", "odd") or (mode == "up" and x < 0) or (mode == "down" and x > 0)
        size = to.largest if inner else beyond
    return math.copysign(size, x)


def _telling_values(to: Format, source: type) -> Array:
    """Values at which roundings differ, with both signs: zeros, numbers of the format, ties, and the neighbours of both in
    the source; ties moved by less than a wider format sees; subnormals; powers of two; the largest number and beyond it."""
    random = np.random.default_rng(20210221)
    emax = math.frexp(to.largest)[1] - 1
    info = np.finfo(source)
    lowest = max(to.emin - to.p + 1, math.frexp(float(info.tiny))[1] - 1 - info.nmant)
    found = [0.0, 0.25 * math.ldexp(1, lowest), float(info.smallest_subnormal), float(info.max)]
    around = []
    binades = emax - to.emin + 1
    few = binades <= 40 and to.p <= 4
    exponents = range(to.emin, emax + 1) if few else sorted(
        {to.emin, to.emin + 1, -1, 0, 1, 8, emax - 1, emax, *random.integers(to.emin, emax + 1, 24).tolist()})
    half = 1 << (to.p - 1)
    for e in exponents:
        unit = math.ldexp(1, e - to.p + 1)
        wholes = range(half, 2 * half) if few else [half, half + 1, 2 * half - 2, 2 * half - 1,
                                                    *random.integers(half, 2 * half, 6).tolist()]
        for k in wholes:
            around += [k * unit, (k + 0.5) * unit]
            found += [(k + 0.25) * unit, (k + 0.75) * unit, (k + random.random()) * unit]
        around.append((half - 0.25) * unit)  # the tie below a power of two
        for k in random.integers(half, 2 * half, 2).tolist():
            for wider in (3, 4, 8, 11, 24):
                if wider > to.p:  # towards the neighbour that a tie does not go to
                    found.append((k + 0.5 + (-1) ** k * math.ldexp(1, to.p - wider - 2)) * unit)
    unit = math.ldexp(1, to.emin - to.p + 1)
    for k in {0, 1, 2, 3, half - 1, half // 2, *random.integers(0, half, 6).tolist()}:
        around += [k * unit, (k + 0.5) * unit]
        found += [(k + 0.25) * unit, (k + 0.75) * unit]
    step = math.ldexp(1, emax - to.p)  # half a unit of the last place of the largest number
    for k in range(-2, 5):
        if to.largest + k * step <= float(info.max):
            around.append(to.largest + k * step)
    found += [m * to.largest for m in (1.5, 2, 1000) if m * to.largest <= float(info.max)]
    with np.errstate(over="ignore"):
        centre = np.array(around, np.float64)
        centre = centre[centre.astype(source) == centre].astype(source)
        values = np.concatenate([np.array(found, np.float64).astype(source), centre,
                                 np.nextafter(centre, source(np.inf)), np.nextafter(centre, source(-np.inf))])
    values = np.unique(np.abs(values[np.isfinite(values)]))
    return np.concatenate([values, -values])


def _specials(to: Format, source: type, overflow: str) -> Array:
    """NaNs, among them the one of all ones, and infinities where overflow leaves no doubt about them."""
    if to.beyond == to.largest:
        return np.array([], source)
    if source == np.float32:
        nans = np.array([0x7FC00000, 0x7FFFFFFF, 0xFFFFFFFF, 0x7F800001, 0xFF80FFFF], np.uint32).view(np.float32)
    else:
        nans = np.array([0x7FF8 << 48, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, (0x7FF0 << 48) + 1], np.uint64).view(np.float64)
    infinities = [] if overflow == "saturate" else [math.inf, -math.inf]
    return np.concatenate([nans, np.array(infinities, source)])


class _Target(NamedTuple):
    """What values are rounded to: a format, or blocks of its numbers, each block times a scale."""

    element: Format
    length: int = 0  # of a block; 0: no blocks
    scale: Callable[[float, float], float] = lambda m, of: 1.0  # by the largest magnitudes of the block and of the array
    digits: int = 0  # how many bits of a result must be right; 0: all

    def each(self, values: Array, one: Callable[[float], float]) -> Iterable[float]:
        """The values rounded, with one for the rounding of an element."""
        sizes = abs(values.astype(np.float64))
        scale = 1.0
        for i, v in enumerate(values.tolist()):
            if self.length and i % self.length == 0:
                m = float(sizes[i:i + self.length].max())
                scale = self.scale(m, float(sizes.max())) if m else 1.0
            yield one(v / scale) * scale

    def same(self, got: float, due: float) -> bool:
        return got == due or (got != got and due != due) or (
            self.digits > 0 and math.isfinite(got) and abs(got - due) <= math.ldexp(abs(due), -self.digits))


def _scale_exponent(rule: str, element: Format, m: float) -> int:
    significand, e = math.frexp(m)
    largest, emax = math.frexp(element.largest)
    return e - emax + {"floor": False, "ceil": significand > 0.5, "rceil": significand > largest,
                       "even": significand >= 1 - math.ldexp(0.5, -element.p)}[rule]


def _power_of_two(exponent: int) -> float:
    """A scale of 8 exponent bits."""
    return math.ldexp(1, max(-127, min(127, exponent)))


def _nv_scale(m: float, of: float, mode: str = "nearest") -> float:
    """g = binary32(of / 2688) times e4m3(m / (6 g))."""
    g = float(np.float32(of / 2688))
    return g * round_exactly(m / (6 * g), FORMATS["e4m3"], mode, "saturate")


def _target(to: str) -> _Target:
    if to == "nvfp4":  # numbers of binary32 that are products of three: each product rounds, and g twice
        return _Target(FORMATS["e2m1"], 16, _nv_scale, 21)
    if to in FORMATS:
        return _Target(FORMATS[to])
    name, rule = to.split("/")
    element = FORMATS[MX[name]]
    element = element._replace(beyond=element.largest)
    return _Target(element, 32, lambda m, of: _power_of_two(_scale_exponent(rule, element, m)))


def _telling_blocks(to: _Target, source: type) -> Array:
    """Blocks whose largest magnitude is at or beside a power of two, the largest element or the tie below a power of two,
    blocks of zeros, of one sign, with one outlier, with a clamped scale, and a short one; the other numbers are, scaled,
    those at which roundings differ. For nvfp4 no quotient is near a place where its rounding changes."""
    random = np.random.default_rng(20210221)
    element, blocks = to.element, []

    def clear(quotient: float, form: Format) -> bool:
        _, rest, of, _ = _places(quotient, form)
        return min(abs(rest / of - at) for at in (0, 0.5, 1)) > 2.0**-16

    def block(m: float, numbers: Array) -> Array:
        numbers = numbers[(abs(numbers) <= m) & (numbers != 0)]
        found = np.resize(random.permutation(numbers), to.length)
        found[random.integers(0, 7)] = m * (-1) ** random.integers(0, 2)
        return found
    if to.digits:
        largest = float(source(1.37))
        for size in (1, 0.61, 0.0, 0.043, 0.3, 1, 0.17, 0.0081):
            m = float(source(largest * size))
            while m and m != largest and not clear(m / (6 * float(np.float32(largest / 2688))), FORMATS["e4m3"]):
                m = float(source(m * (1 + 2.0**-8)))
            numbers = random.uniform(-m, m, 400).astype(source).astype(np.float64)
            numbers = numbers[[m > 0 and clear(v / _nv_scale(m, largest), element) for v in numbers.tolist()]]
            blocks.append(block(m, numbers) if m else np.zeros(to.length))
        blocks[0] = np.concatenate([[largest], blocks[0][abs(blocks[0]) < largest]])  # short arrays have it too
        blocks[0] = np.resize(blocks[0], to.length)
    else:
        telling = _telling_values(element, source).astype(np.float64)
        emax = math.frexp(element.largest)[1] - 1
        sizes = [1.5 * 2.0**(emax - 127), 1.75 * 2.0**(emax - 130), *random.uniform(1, 2, 4)]
        for at in (1, element.largest, 2 - math.ldexp(1, -element.p)):
            m = source(at * 2.0**random.integers(-20, 20))
            sizes += [m, np.nextafter(m, source(np.inf)), np.nextafter(m, source(0))]
        if source == np.float64:
            sizes.append(1.5 * 2.0**147)
        for m in (float(source(m)) for m in sizes):
            numbers = telling * to.scale(m, m)
            with np.errstate(over="ignore", under="ignore"):
                blocks.append(block(m, numbers[numbers.astype(source) == numbers]))
        outlier = random.uniform(-1, 1, to.length) * 2.0**-random.integers(0, 24, to.length)
        outlier[9] = 96
        blocks += [np.zeros(to.length), outlier, -abs(blocks[-1])]
    return np.concatenate([*blocks, blocks[3 if to.digits else 5][:7]]).astype(source)


def _scale_mistakes(to: _Target, name: str):
    """(words, the blocks that a mistake rounds to)."""
    element = to.element
    if name == "nvfp4":
        scales = [("cut to e4m3", lambda m, of: _nv_scale(m, of, "zero")),
                  ("rounded up to e4m3", lambda m, of: _nv_scale(m, of, "up")), ("not rounded to e4m3", lambda m, of: m / 6),
                  ("the power of two of mxfp4", lambda m, of: math.ldexp(0.125, math.frexp(m)[1])),
                  ("e4m3(m / 6), without the scale of the array", lambda m, of: _nv_scale(m, 2688)),
                  ("that of the array", lambda m, of: of / 6)]
        scales += [(f"{f} times the right one", lambda m, of, f=f: f * to.scale(m, of)) for f in (2, 0.5)]
    else:
        right = name.split("/")[1]
        scales = [(f"that of the rule {rule}", lambda m, of, r=rule: _power_of_two(_scale_exponent(r, element, m)))
                  for rule in RULES if rule != right]
        scales += [(f"{2.0**k} times the right one",
                    lambda m, of, k=k: _power_of_two(_scale_exponent(right, element, m) + k)) for k in (1, -1)]
        scales += [("without the exponent of the largest element",
                    lambda m, of: to.scale(m, of) * 2.0**(math.frexp(element.largest)[1] - 1)),
                   ("not a power of two, but m over the largest element", lambda m, of: m / element.largest),
                   ("not clamped to 2^-127", lambda m, of: math.ldexp(1, _scale_exponent(right, element, m)))]
    scales.append(("1: the values themselves are rounded", lambda m, of: 1.0))
    for words, scale in scales:
        yield f"a block's scale is {words}", to._replace(scale=scale)
    for length in (8, 16, 32, 64, 128, 1 << 30):
        if length != to.length:
            yield (f"blocks have {length} values; they must have {to.length}" if length < 1 << 30
                   else "the whole array has one scale"), to._replace(length=length)


def _rounding_mistakes(to: Format, source: type, mode: str, overflow: str):
    """(code, words, function of a value, or of an element): each is carried out exactly."""

    def by(choice: str):
        return lambda x: round_exactly(x, to, choice, overflow)

    def tie(rule: Callable[[int, bool], bool]):
        def away(m: str, whole: int, rest: int, of: int, negative: bool) -> bool:
            return 2 * rest > of or (2 * rest == of and rule(whole, negative))
        return lambda x: round_exactly(x, to, mode, overflow, away)

    def through(name: str):
        return lambda x: round_exactly(round_exactly(x, FORMATS[name], mode), to, mode, overflow)

    def ending_in(value: float):
        def rounded(x: float) -> float:
            endless = round_exactly(x, to._replace(largest=math.inf), mode)
            return by(mode)(x) if not abs(endless) > to.largest else math.copysign(value, x)
        return rounded

    def flushed(x: float) -> float:
        y = by(mode)(x)
        return 0.0 if abs(y) < math.ldexp(1, to.emin) else y

    def half_added(x: float) -> float:
        unit = math.ldexp(1, _places(x, to)[3])
        y = float(source(source(abs(x)) / source(unit)) + source(0.5)) if x and math.isfinite(abs(x) / unit) else 0.0
        return math.copysign(math.floor(y) * unit, x) if x else x

    truncates = [("round-truncates", "cuts the digits below the last place", by("zero")),
                 ("round-truncates", "goes down to the next number always, as floor does", by("down"))]
    if mode != "nearest":
        truncates = []
    ties = [] if mode != "nearest" else [
        ("round-half-away", "sends ties away from zero; send them to the neighbour whose last bit is 0", by("nearest-away")),
        ("round-half-away", "sends ties up, as floor(x + 1/2) does", tie(lambda whole, negative: not negative)),
        ("round-ties", "sends ties towards zero", tie(lambda whole, negative: False)),
        ("round-ties", "sends ties down", tie(lambda whole, negative: negative)),
        ("round-ties", "sends ties to odd", tie(lambda whole, negative: whole % 2 == 0)),
        ("round-half-added", "adds half a unit of the last place and cuts, where that sum rounds", half_added)]
    others = [("round-mode", f"rounds by {m} where {mode} is asked for", by(m)) for m in MODES if m != mode]
    others.append(("round-mode", f"rounds away from zero where {mode} is asked for",
                   lambda x: round_exactly(x, to, "down" if x < 0 else "up", overflow)))
    twice = [("round-twice", f"rounds to {name} first, and then once more", through(name))
             for name, wide in FORMATS.items() if wide.p > to.p and wide.emin <= to.emin and name != "binary64"]
    ends = [("round-overflow", f"gives {v} for what is rounded beyond the largest number", ending_in(v))
            for v in (to.largest, math.inf, math.nan)]
    ends.append(("round-overflow", "gives an infinity where the rounded number is still the largest",
                 lambda x: math.copysign(math.inf, x) if abs(x) > to.largest else by(mode)(x)))
    return [*truncates, *ties, *others, *twice, *ends,
            ("round-subnormals", "gives zero below the smallest normal number", flushed),
            ("round-subnormals", "rounds results below the smallest normal number as if exponents had no end",
             lambda x: round_exactly(x, to._replace(emin=-1100), mode, overflow)),
            ("input-echoed", "returns what it was given", lambda x: x),
            ("round-zeros", "returns zeros", lambda x: 0.0)]


def assert_rounds(fn: Callable[[Array], Any], to: str = "bfloat16", source: str = "binary32", mode: str = "nearest",
                  overflow: str = "ieee", flush: bool = False) -> None:
    """fn rounds each value of an array correctly to a format, bit by bit at all telling values and specials.

    :param fn: gets an array of one dimension, returns numbers (not bit patterns), as many
    :param to: one of FORMATS; or of BLOCKS, such as mxfp8-e4m3/floor, each 32 values with a scale 2^k, the exponent by one of
        RULES; or nvfp4, each 16 values of e2m1 with the scale g e4m3(m / (6 g)), g = binary32(M / 2688), where m is the
        largest magnitude of the block and M that of the array. The last block may be short
    :param source: binary32 or binary64, in which the values are
    :param mode: nearest (ties to even), nearest-away, zero, up, down (towards infinities), odd (the neighbour whose last bit
        is 1, unless the value is exact)
    :param overflow: ieee (infinity, or NaN in e4m3) or saturate; e3m2, e2m3, e2m1 and blocks always saturate
    :param flush: whether results below the smallest normal number may be zeros
    The sign of a zero is not judged, nor are infinities under saturate, nor NaN and infinities in formats without them and in
    blocks; of nvfp4 the first 21 bits are judged, since multiplying by both scales may round.
    """
    __tracebackhide__ = True
    target = _target(_choice("to", to, [*FORMATS, *BLOCKS]))
    form = target.element
    kind = SOURCES[_choice("source", source, SOURCES)]
    _choice("mode", mode, MODES)
    _choice("overflow", overflow, ("ieee", "saturate"))
    finite = _telling_blocks(target, kind) if target.length else _telling_values(form, kind)
    values = finite if target.length else np.concatenate([finite, _specials(form, kind, overflow)])

    def right(v: float) -> float:
        return round_exactly(v, form, mode, overflow)
    # Also arrays that are short, or no multiple of a vector's or a block's length.
    for length in (len(values), 1, 7, *([target.length + 1] if target.length else [])):
        part = values[:length]
        with np.errstate(all="ignore"):
            due = list(target.each(part, right))
        raw = fn(part.copy())
        got = _answer(raw, part.shape, "assert_rounds").tolist()
        smallest = list(target.each(part, lambda v: math.ldexp(1, form.emin))) if flush else []
        wrong = [i for i, (g, d) in enumerate(zip(got, due))
                 if not target.same(g, d) and not (flush and g == 0 and abs(d) < smallest[i])]
        if not wrong:
            continue
        i, n, mistake = wrong[0], min(length, len(finite)), ""
        if i < n:
            mistakes = [(code, words, target, one) for code, words, one in _rounding_mistakes(form, kind, mode, overflow)]
            if target.length:
                mistakes += [("round-scale", words, other, right) for words, other in _scale_mistakes(target, to)]
            mistake = next((f"{code}: {words}" for code, words, other, one in mistakes
                            if all(target.same(g, d) for g, d in zip(got, other.each(part[:n], one)))), "")
        elif np.isnan(values[i]):
            mistake = "NaN is rounded as a number is; a NaN must stay one"
        floating = raw.is_floating_point() if hasattr(raw, "detach") else np.asarray(raw).dtype.kind not in "iu"
        hint = "" if floating else "whole numbers were returned; if these are bit patterns, return the numbers they stand for"
        if mistake.startswith(f"round-overflow: gives {form.largest} ") and overflow == "ieee":
            hint = 'if that is wanted, ask for overflow="saturate"'
        raise AssertionError(_told(
            f"assert_rounds: {source} to {to}, {mode}, {overflow}: {len(wrong)} of {length} values are wrong",
            where=f"values[{i}] = {_number(values[i])}", expected=_number(due[i]), got=_number(got[i]),
            bound="2^-21 of it" if target.digits else "0, each is due bit by bit", mistake=mistake,
            hint=hint))


# ------------------------------------------------------------------------------------ matrix factorization


class _Case(NamedTuple):
    """A question: its name, the inputs as numbers, and as Fractions."""

    name: str
    given: Tuple[Any, ...]
    exact: Tuple[Any, ...]


def _fractions(a: Any) -> Array:
    return np.vectorize(lambda v: Fraction(float(v)), otypes=[object])(np.asarray(a, np.float64))


def _grid(*arrays: Array) -> Fraction:
    """The largest power of two, at most 1, of which all entries are multiples."""
    grid = Fraction(1)
    for v in (v for a in arrays for v in np.ravel(a) if v):
        grid = min(grid, Fraction(v.numerator & -v.numerator, v.denominator))
    return grid


class _Arithmetic:
    """A declared arithmetic, its unit roundoff, and inputs for it."""

    def __init__(self, name: str):
        self.name = _choice("arithmetic", name, ("binary64", "binary32", "tf32", "bfloat16", "binary16"))
        self.format = FORMATS[name]
        # Operands of products may be converted again, by cutting: two more factors a product.
        self.converts = name in ("tf32", "bfloat16")
        self.u = Fraction(2 if self.converts else 1, 1 << self.format.p)
        self.type = {"binary64": np.float64, "binary16": np.float16}.get(name, np.float32)
        # Inputs are multiples of 2^-k below 2: an update's intermediates are multiples of 2^-(3k) times the step size's grid.
        self.k = {"binary64": 52, "binary32": 23, "tf32": 10, "bfloat16": 7, "binary16": 3}[name]

    def gamma(self, n: int, products: int) -> Optional[Fraction]:
        nu = (n + (2 * products if self.converts else 0)) * self.u
        return nu / (1 - nu) if nu <= Fraction(1, 4) else None

    def stored(self, a: Any) -> Array:
        """Numbers as the routine gets them, rounded to the format."""
        rounded = np.vectorize(lambda v: round_exactly(float(v), self.format), otypes=[np.float64])
        return rounded(np.asarray(a, np.float64)).astype(self.type)

    def random(self, random: np.random.Generator, rows: int, columns: int, size: float = 1) -> Array:
        one = np.round(random.uniform(-2, 2, (rows, columns)) * 2.0**self.k) * 2.0**-self.k
        return self.stored(one * size)

    def bound(self, n: int, products: int, terms: Array, grid: Fraction) -> Array:
        """gamma_n S for each entry; 0 where no legal plan rounds: all parts of the sum are multiples of the grid and below
        2^p of it; None where it says nothing."""
        gamma = self.gamma(n, products)

        def one(s: Fraction) -> Optional[Fraction]:
            if s == 0 or s < grid * (1 << self.format.p):
                return Fraction(0)
            return None if gamma is None else gamma * s
        return np.vectorize(one, otypes=[object])(terms)


class _Terms(_Arithmetic):
    """Gives S itself as the bound."""

    def bound(self, n: int, products: int, terms: Array, grid: Fraction) -> Array:
        return terms


SHAPES = ((3, 3, 2), (1, 1, 1), (4, 2, 1), (2, 5, 3), (5, 3, 2), (3, 4, 1), (2, 2, 2), (5, 3, 3))


def _gradient(X: Array, Y: Array, M: Array) -> Due:
    R = X.dot(Y.T) - M
    return R.dot(Y), R.T.dot(X)


def _moved(X: Array, Y: Array, steps: Sequence[Any], by: Due) -> Due:
    return X - steps[0] * by[0], Y - steps[1] * by[1]


def _update(X: Array, Y: Array, M: Array, steps: Sequence[Any], noise: Due) -> Due:
    return _moved(X, Y, steps, _gradient(X + noise[0], Y + noise[1], M))


def _loss(X: Array, Y: Array, M: Array) -> Due:
    return (np.array(((X.dot(Y.T) - M) ** 2).sum() / 2, object),)


def _hvp(X: Array, Y: Array, M: Array, dX: Array, dY: Array) -> Due:
    R, C = X.dot(Y.T) - M, dX.dot(Y.T) + X.dot(dY.T)
    return C.dot(Y) + R.dot(dY), C.T.dot(X) + R.T.dot(dX)


def _terms(X: Array, Y: Array, M: Array) -> Due:
    """S of the gradient: the same with absolute values, and a sum for the difference."""
    return _gradient(abs(X), abs(Y), -abs(M))


def _gradient_bound(a: _Arithmetic, X: Array, Y: Array, M: Array) -> Due:
    (d1, d2), r = M.shape, X.shape[1]
    x, y, m = _grid(X), _grid(Y), _grid(M)
    S = _terms(X, Y, M)
    cell = min(x * y, m)
    return a.bound(r + 2 * d2 + 8, 2, S[0], cell * y), a.bound(r + 2 * d1 + 8, 2, S[1], cell * x)


def _update_bound(a: _Arithmetic, X: Array, Y: Array, M: Array, steps: Sequence[Any], noise: Due) -> Due:
    (d1, d2), r = M.shape, X.shape[1]
    x, y, m = _grid(X, noise[0]), _grid(Y, noise[1]), _grid(M)
    sums = [abs(X) + abs(noise[0]), abs(Y) + abs(noise[1])]
    kept = all(s.max() < g * (1 << a.format.p) for s, g in zip(sums, (x, y)))  # Xt and Yt round nothing
    S = _terms(X + noise[0], Y + noise[1], M)
    cell = min(x * y, m)
    bounds = []
    for Z, s, eta, grid, other in zip((X, Y), S, steps, (cell * y, cell * x), (d2, d1)):
        if eta == 0:
            bounds.append(s * 0)  # the factor is unchanged
        else:
            terms = abs(Z) + max(eta, Fraction(1)) * s
            exact = min(grid * _grid(np.array([eta], object)), _grid(Z)) if kept else Fraction(0)
            gross = a.bound(r + 2 * other + 12, 3, terms, exact)
            net = a.bound(r + 2 * other + 12, 3, abs(Z) + eta * s, Fraction(0))
            bounds.append(np.where(gross == 0, gross, net))
    return tuple(bounds)


def _loss_bound(a: _Arithmetic, X: Array, Y: Array, M: Array) -> Due:
    (d1, d2), r = M.shape, X.shape[1]
    S = _loss(abs(X), abs(Y), -abs(M))[0]
    # The expanded form passes the most operations; a norm rounds the loss itself even where the residual is exact.
    grid = min(_grid(X) * _grid(Y), _grid(M)) ** 2 / 2
    bound = a.bound(d1 * d2 + (d1 + d2 + r) * (r + 1) + r + 14, 7, np.array([S.item()], object), grid)[0]
    if bound == 0:
        gamma = a.gamma(d1 * d2 + 14, 7)
        bound = None if gamma is None else gamma * _loss(X, Y, M)[0].item()
    return (np.array(bound, object),)


def _hvp_bound(a: _Arithmetic, X: Array, Y: Array, M: Array, dX: Array, dY: Array) -> Due:
    (d1, d2), r = M.shape, X.shape[1]
    x, y, m = _grid(X, dX), _grid(Y, dY), _grid(M)
    S = _hvp(abs(X), abs(Y), -abs(M), abs(dX), abs(dY))
    n, cell = (d1 + d2 + 2) * r + 10, min(x * y, m)
    return a.bound(n + 2 * d2, 3, S[0], cell * y), a.bound(n + 2 * d1, 3, S[1], cell * x)


def _cases(a: _Arithmetic, op: str) -> Iterable[_Case]:
    """Cases of whole numbers, most of which no plan rounds, and of random numbers of all digits, of many shapes."""
    random = np.random.default_rng(20210221)
    for kind in ("whole numbers", "all digits", "large" if op == "update" else "all digits again"):
        for d1, d2, r in SHAPES:
            whole = kind == "whole numbers"

            def draw(rows: int, columns: int, size: float = 1) -> Array:
                if whole:
                    return a.stored(random.integers(-2, 3, (rows, columns)))
                return a.random(random, rows, columns, size)
            X, Y, M = draw(d1, r), draw(d2, r), draw(d1, d2)
            more: Tuple[Any, ...] = ()
            if op == "update":
                big = (16 if a.name == "binary16" else 2.0**20) if kind == "large" else 1
                steps = (0.25, 0.125) if whole else (0.5, 0.25) if a.name == "binary16" else (0.0713, 0.0191)
                more = (tuple(map(float, a.stored(steps))),
                        (draw(d1, r, big / 2), draw(d2, r, big / (8 if big > 1 else 2))))
            elif op == "hvp":
                more = (draw(d1, r), draw(d2, r))
            if kind == "large" and a.name != "binary16" and d1 != d2:  # weights that no sum with the noise keeps
                y, z = Y * a.type(2.0**-10), a.type(2.0**14)
                yield _case(f"noiseX far above X, d1={d1}, d2={d2}, r={r}", X, y, M, more[0], (draw(d1, r) * z, y * 0))
                yield _case(f"noiseY far above Y, d1={d1}, d2={d2}, r={r}", y, X, M.T.copy(), more[0], (y * 0, draw(d1, r) * z))
            yield _case(f"{kind}, d1={d1}, d2={d2}, r={r}", X, Y, M, *more)
            if op == "update" and kind == "all digits" and (d1, d2, r) in ((5, 3, 2), (3, 3, 2)):
                steps, (U, V) = more
                for name, s, n in (("etaX = 0", (0.0, 0.125), (U, V)), ("etaY = 0", (0.25, 0.0), (U, V)),
                                   ("no noise", steps, (U * 0, V * 0)), ("noise of X alone", steps, (U, V * 0)),
                                   ("noise of Y alone", steps, (U * 0, V)), ("etaX below etaY", steps[::-1], (U, V))):
                    yield _case(f"{name}, d1={d1}, d2={d2}, r={r}", X, Y, M, s, n)


def _case(name: str, *given: Any) -> _Case:
    return _Case(name, given, tuple(
        (tuple(Fraction(v) for v in g) if isinstance(g[0], float) else tuple(map(_fractions, g))) if isinstance(g, tuple)
        else _fractions(g) for g in given))


def _copied(x: Any) -> Any:
    return tuple(map(_copied, x)) if isinstance(x, tuple) else x.copy() if isinstance(x, np.ndarray) else x


def _half(x: Array) -> Array:
    return x * Fraction(1, 2)


def _shared_mistakes(of: Callable[..., Due], what: str):
    """(code, words, function of what an op is given): mistakes in the size of its result, and in M."""
    half = Fraction(1, 2)
    for code, words, size in (
            ("sign", f"the sign of {what} is wrong", lambda M: -1),
            ("factor-two", f"{what} is doubled; F has a factor 1/2", lambda M: 2),
            ("factor-two", f"{what} is halved; F has one factor 1/2", lambda M: half),
            *(("mean-instead-of-sum", f"the mean over {over}; F is half the sum of squares", lambda M, f=f, n=n: f / n(M))
              for over, n in (("all cells", np.size), ("the rows of M", len), ("the columns of M", lambda M: M.shape[1]))
              for f in (Fraction(1), Fraction(2))),
            ("zeros", f"{what} is zero", lambda M: 0)):
        yield code, words, lambda X, Y, M, *more, z=size: tuple(np.asarray(z(M) * g, object) for g in of(X, Y, M, *more))
    for code, words, change in (("target-transposed", "M is transposed", lambda M: M.T),
                                ("target-order", "M is laid out column by column", lambda M: M.ravel("F").reshape(M.shape)),
                                ("target-order", "M is read column by column", lambda M: M.reshape(M.shape[::-1]).T),
                                ("target-missing", "M is left out", lambda M: M * 0),
                                ("target-negated", "M is added; R = X Y^T - M", lambda M: -M)):
        yield code, words, lambda X, Y, M, *more, c=change: of(X, Y, c(M), *more)


def _gradient_mistakes():
    """An update makes them with its gradient."""
    yield from _shared_mistakes(_gradient, "the gradient")
    yield ("residual-transposed", "R is transposed where it should not be",
           lambda X, Y, M: ((X.dot(Y.T) - M).T.dot(Y), (X.dot(Y.T) - M).dot(X)))
    yield "residual-transposed", "R is not transposed in the gradient by Y", \
        lambda X, Y, M: (_gradient(X, Y, M)[0], (X.dot(Y.T) - M).dot(X))
    yield "gradients-swapped", "the gradients by X and by Y are exchanged", lambda X, Y, M: _gradient(X, Y, M)[::-1]
    yield "gradients-swapped", "R X and R^T Y instead of R Y and R^T X", \
        lambda X, Y, M: ((X.dot(Y.T) - M).dot(X), (X.dot(Y.T) - M).T.dot(Y))
    yield "rank-ignored", "the sum over r stops at the first column", lambda X, Y, M: (
        (X[:, :1].dot(Y[:, :1].T) - M).dot(Y), (X[:, :1].dot(Y[:, :1].T) - M).T.dot(X))


def _update_mistakes():
    G = _gradient

    def at(X: Array, Y: Array, M: Array, steps: Sequence[Any], noise: Due):
        return X + noise[0], Y + noise[1]

    def seidel(X, Y, M, s, n, first=0, noisy=True, fresh=True):
        """The factor that is first goes ahead; the other sees it, with its noise or not, in the residual or not."""
        Xt, Yt = X + n[0], Y + n[1]
        one = _moved(X, Y, s, G(Xt, Yt, M))[first]
        seen = one + n[first] if noisy else one
        R = Xt.dot(Yt.T) - M
        if first == 0:
            R = seen.dot(Yt.T) - M if fresh else R
            return one, Y - s[1] * R.T.dot(seen)
        R = Xt.dot(seen.T) - M if fresh else R
        return X - s[0] * R.dot(seen), one
    for first in (0, 1):
        a, b = ("X", "Y") if first == 0 else ("Y", "X")
        for noisy in (True, False):
            for fresh in (True, False):
                yield ("gauss-seidel-update", f"{b}' is computed from {a}'; both images are made of Xt and Yt",
                       lambda *c, f=first, n=noisy, h=fresh: seidel(*c, first=f, noisy=n, fresh=h))
    yield "unperturbed-gradient", "the gradient is taken at (X, Y); take it at (X + noiseX, Y + noiseY)", \
        lambda X, Y, M, s, n: _moved(X, Y, s, G(X, Y, M))
    yield "noise-kept", "X' starts from Xt, so that the noise stays in the iterate; start from X", \
        lambda X, Y, M, s, n: _moved(*at(X, Y, M, s, n), s, G(*at(X, Y, M, s, n), M))
    yield "noise-kept", "X' starts from Xt; start from X", lambda X, Y, M, s, n: (
        _moved(X + n[0], Y, s, G(X + n[0], Y + n[1], M)))
    yield "noise-kept", "Y' starts from Yt; start from Y", lambda X, Y, M, s, n: (
        _moved(X, Y + n[1], s, G(X + n[0], Y + n[1], M)))
    for sign in (1, -1):
        yield "noise-on-gradient", "the noise is added to the image of a noise-free update", \
            lambda X, Y, M, s, n, c=sign: _moved(X + c * n[0], Y + c * n[1], s, G(X, Y, M))
        yield "noise-on-gradient", "the noise is added to the gradient at (X, Y)", lambda X, Y, M, s, n, c=sign: _moved(
            X, Y, s, tuple(g + c * z for g, z in zip(G(X, Y, M), n)))
    noises = (("noise-swapped", "X gets noiseY and Y gets noiseX", lambda n, s: n[::-1]),
              ("noise-negated", "the noise is subtracted; Xt = X + noiseX", lambda n, s: (-n[0], -n[1])),
              ("noise-one-side", "only X is perturbed", lambda n, s: (n[0], n[1] * 0)),
              ("noise-one-side", "only Y is perturbed", lambda n, s: (n[0] * 0, n[1])),
              ("noise-scaled", "the noise is counted twice; it comes already scaled", lambda n, s: (n[0] * 2, n[1] * 2)),
              ("noise-scaled", "the noise is halved; it comes already scaled", lambda n, s: (_half(n[0]), _half(n[1]))),
              ("noise-scaled", "the noise is multiplied by the step size", lambda n, s: (n[0] * s[0], n[1] * s[1])),
              ("noise-correlated", "Y gets the noise of X", lambda n, s: (n[0], n[0])),
              ("noise-order", "the noise is laid out column by column",
               lambda n, s: tuple(z.ravel("F").reshape(z.shape) for z in n)),
              ("noise-order", "the noise is read column by column", lambda n, s: tuple(z.reshape(z.shape[::-1]).T for z in n)))
    for code, words, change in noises:
        yield code, words, lambda X, Y, M, s, n, c=change: _update(X, Y, M, s, c(n, s))

    def stale(X, Y, M, s, n, residual, factor):
        p, q = ((X + n[0], Y + n[1]) if noisy else (X, Y) for noisy in (residual, factor))
        R = p[0].dot(p[1].T) - M
        return _moved(X, Y, s, (R.dot(q[1]), R.T.dot(q[0])))
    yield "residual-stale", "the residual is taken at (X, Y) and the factor perturbed; take both at (Xt, Yt)", \
        lambda *c: stale(*c, residual=False, factor=True)
    yield "residual-stale", "the residual is perturbed but the factor it is multiplied by is not; take both at (Xt, Yt)", \
        lambda *c: stale(*c, residual=True, factor=False)
    steps = (("step-sizes-swapped", "etaX and etaY are exchanged", lambda s: s[::-1]),
             ("step-size-shared", "etaX is used for both; X has etaX and Y has etaY", lambda s: (s[0], s[0])),
             ("step-size-shared", "etaY is used for both; X has etaX and Y has etaY", lambda s: (s[1], s[1])),
             ("step-size-missing", "the step sizes are left out", lambda s: (1, 1)),
             ("step-size-squared", "the step sizes are squared", lambda s: (s[0] ** 2, s[1] ** 2)),
             ("updates-missing", "the update is not made", lambda s: (0, 0)),
             ("factor-not-updated", "X' is X itself", lambda s: (0, s[1])),
             ("factor-not-updated", "Y' is Y itself", lambda s: (s[0], 0)))
    for code, words, change in steps:
        yield code, words, lambda X, Y, M, s, n, c=change: _update(X, Y, M, c(s), n)
    for code, words, change in _gradient_mistakes():
        yield code, words, lambda X, Y, M, s, n, c=change: _moved(X, Y, s, c(X + n[0], Y + n[1], M))
    yield "states-perturbed", "what is returned is Xt, Yt", lambda X, Y, M, s, n: at(X, Y, M, s, n)


def _loss_mistakes():
    yield from _shared_mistakes(_loss, "the loss")
    yield "rank-ignored", "the sum over r stops at the first column", lambda X, Y, M: _loss(X[:, :1], Y[:, :1], M)


def _hvp_mistakes():
    H = _hvp

    def parts(diagonal=1, change=1, residual=1):
        def product(X, Y, M, dX, dY):
            R = X.dot(Y.T) - M
            ofx, ofy = dX.dot(Y.T), X.dot(dY.T)
            return ((diagonal * ofx + change * ofy).dot(Y) + residual * R.dot(dY),
                    (change * ofx + diagonal * ofy).T.dot(X) + residual * R.T.dot(dX))
        return product
    yield "hessian-off-diagonal", "the off-diagonal block lacks the residual", parts(residual=0)
    yield "hessian-off-diagonal", "the residual in the off-diagonal block has the wrong sign", parts(residual=-1)
    yield "hessian-off-diagonal", "the residual in the off-diagonal block is counted twice", parts(residual=2)
    yield "hessian-off-diagonal", "the off-diagonal block lacks X_ib Y_ja", parts(change=0)
    yield "hessian-off-diagonal", "the off-diagonal block is missing", parts(change=0, residual=0)
    yield "hessian-diagonal", "X^T X belongs to Y and Y^T Y to X", lambda X, Y, M, dX, dY: tuple(
        h - p + q for h, p, q in zip(H(X, Y, M, dX, dY), (dX.dot(Y.T).dot(Y), dY.dot(X.T).dot(X)),
                                     (dX.dot(X.T.dot(X)), dY.dot(Y.T.dot(Y)))))
    yield "input-echoed", "what is returned is (dX, dY)", lambda X, Y, M, dX, dY: (dX, dY)
    yield "gradients-swapped", "the parts of X and of Y are exchanged", lambda *c: H(*c)[::-1]
    yield from _shared_mistakes(_hvp, "the product")


def _fits(got: Any, due: Due, bounds: Due) -> bool:
    """Whether all entries lie within their bounds; a bound of None bounds nothing."""
    return got is not None and len(got) == len(due) and all(
        g.shape == d.shape and all(b is None or (math.isfinite(v) and abs(Fraction(v) - e) <= b)
                                   for v, e, b in zip(g.ravel().tolist(), d.ravel(), np.ravel(b_)))
        for g, d, b_ in zip(got, due, bounds))


def _named(op: str, arithmetic: _Arithmetic, asked: Sequence[_Case], answers: Sequence[Any]) -> str:
    """The first mistake that gives all numbers that came, within the bounds of the correct formula."""
    due, bound, mistakes, _ = _OPS[op]
    # A name needs no proof, but must not be another's: each array may be off by some units of its largest terms.
    sizes = [tuple(max(np.ravel(S)) for S in bound(_Terms(arithmetic.name), *case.exact)) for case in asked]

    def near(units: Fraction, got: Any, wrong: Due, size: Sequence[Fraction]) -> bool:
        return _fits(got, wrong, tuple(np.full(e.shape, units * (s + max(map(abs, np.ravel(e)))), object)
                                       for e, s in zip(wrong, size)))
    exact = [due(*case.exact) for case in asked]
    if op == "update":
        noisy = [tuple(s + max(abs(z).max() for z in case.exact[4]) for s in size) for case, size in zip(asked, sizes)]
        if all(near(4 * arithmetic.u, *one) for one in zip(answers, exact, noisy)):
            return "restored-by-subtraction: keep a copy of the weights from before the noise"

    def narrow(case: _Case, got: Any, wanted: Due, size: Sequence[Fraction]) -> bool:
        if got is None or not all(np.isfinite(z).all() for z in got):
            return name == "binary16" and got is not None and case.name.startswith(("large", "noise"))
        small = bound(_Arithmetic(name), *case.exact)
        return near(Fraction(4, 1 << FORMATS[name].p), got, wanted, size) and (not case.name.startswith("whole") or _fits(
            got, wanted, tuple(np.where(np.equal(b, 0), b, None) for b in small)))
    for name in ("binary32", "binary16", "tf32", "bfloat16"):
        if FORMATS[name].p < arithmetic.format.p and all(map(narrow, asked, answers, exact, sizes)):
            return f"narrow-arithmetic: the errors are those of {name}, not of the declared {arithmetic.name}"
    units = min(64 * arithmetic.u, Fraction(1, 32))
    for code, words, mistaken in mistakes():
        compared = 0
        for case, got, size in zip(asked, answers, sizes):
            try:
                wrong = mistaken(*case.exact)
            except ValueError:  # shapes that the mistake cannot have; the routine must have stumbled over them too
                if got is not None:
                    break
                continue
            if not near(units, got, wrong, size):
                break
            compared += 1
        else:
            if compared:
                return f"{code}: {words}"
    return ""


_OPS = {  # what is due, its bound, the mistakes, and what the results are called
    "update": (_update, _update_bound, _update_mistakes, ("X'", "Y'")),
    "gradient": (_gradient, _gradient_bound, _gradient_mistakes, ("gradient by X", "gradient by Y")),
    "loss": (_loss, _loss_bound, _loss_mistakes, ("loss",)),
    "hvp": (_hvp, _hvp_bound, _hvp_mistakes, ("product by X", "product by Y")),
}


def _assert_op(op: str, fn: Callable[..., Any], name: str, title: str) -> None:
    __tracebackhide__ = True  # pytest then shows the line of the test, and not those here
    arithmetic = _Arithmetic(name)
    due, bound, _, results = _OPS[op]
    asked = list(_cases(arithmetic, op))
    answers, failures = [], []
    unbounded = dict.fromkeys(results, 0)
    for case in asked:
        got, told, cause = None, {}, None
        expected, bounds = due(*case.exact), bound(arithmetic, *case.exact)
        for result, limits in zip(results, bounds):
            unbounded[result] += None in np.ravel(limits)
        try:
            raw = fn(*map(_copied, case.given))
            raw = (raw,) if op == "loss" else tuple(() if raw is None else raw)
        except Exception as e:  # whatever the routine raises is a failure of this case
            told, cause = {"raised": f"{type(e).__name__}: {e}"}, e
        else:
            got = tuple(_numpy(z, title) for z in raw)
            got = tuple(g.reshape(()) if op == "loss" and g.size == 1 else g for g in got)
            shapes, wanted = [g.shape for g in got], [e.shape for e in expected]
            if shapes != wanted:
                told = {"expected": f"arrays of shapes {wanted}",
                        "got": shapes or "nothing; a routine that works in place must return its arrays too"}
            elif not _fits(got, expected, bounds):
                told = _entry(results, got, expected, bounds)
        answers.append(got)
        if told:
            failures.append((case, told, cause))
    if failures:
        case, told, cause = min(failures, key=lambda f: (f[2] is not None, sum(np.size(g) for g in f[0].given[:3])))
        mistake = _named(op, arithmetic, asked, answers)
        raise AssertionError(_told(f"{title}: {len(failures)} of {len(asked)} cases in {name} are wrong",
                                   case=case.name, **told, mistake=mistake)) from cause
    if any(unbounded.values()):
        left = ", ".join(f"{result} in {n} of {len(asked)} cases" for result, n in unbounded.items() if n)
        warnings.warn(f"{title} in {name} did not judge {left}: for so many roundings no bound holds", stacklevel=3)


def _entry(results: Sequence[str], got: Due, expected: Due, bounds: Due) -> Dict[str, Any]:
    """The entry that is farthest beyond its bound."""
    worst, told = -1.0, {}
    for name, g, e, b in zip(results, got, expected, bounds):
        for i in np.ndindex(e.shape):
            v, limit = float(g[i]), b[i] if e.shape else np.ravel(b)[0]
            if limit is None:
                continue
            error = abs(Fraction(v) - e[i]) if math.isfinite(v) else None
            if error is not None and error <= limit:
                continue
            ratio = math.inf if error is None or limit == 0 else float(error / limit)
            if ratio > worst:
                worst = ratio
                told = dict(where=name + "".join(f"[{j}]" for j in i), expected=repr(float(e[i])), got=repr(v),
                            error="" if error is None else f"{float(error):.3g}",
                            bound=f"{float(limit):.3g}" if limit else "0, no order of evaluation rounds here")
    return told


def assert_update(fn: Callable[..., Any], arithmetic: str = "binary32") -> None:
    """fn(X, Y, M, (etaX, etaY), (noiseX, noiseY)) makes one perturbed update, X' and Y', in binary64, binary32, tf32, bfloat16
    or binary16. The bound is gamma_n S with n = r + 2 d2 + 12 and S = |X| + etaX (|Xt| |Yt|^T + |M|) |Yt|; a factor whose
    step size is 0 is due unchanged. Whole numbers as well as those of all digits, d1 and d2 unlike, ranks 1 to 3, step sizes
    and noises unlike, noise far larger than the iterate."""
    __tracebackhide__ = True
    _assert_op("update", fn, arithmetic, "assert_update")


def assert_gradient(fn: Callable[..., Any], arithmetic: str = "binary32") -> None:
    """fn(X, Y, M) returns the gradients of F by X and by Y: R Y and R^T X. The bound is gamma_n S with n = r + 2 d2 + 8."""
    __tracebackhide__ = True
    _assert_op("gradient", fn, arithmetic, "assert_gradient")


def assert_loss(fn: Callable[..., Any], arithmetic: str = "binary32") -> None:
    """fn(X, Y, M) returns F. It may be expanded or a norm's square: n = d1 d2 + (d1 + d2 + r)(r + 1) + r + 14, and d1 d2 + 14
    roundings of the loss itself where nothing else rounds."""
    __tracebackhide__ = True
    _assert_op("loss", fn, arithmetic, "assert_loss")


def assert_hessian_vector_product(fn: Callable[..., Any], arithmetic: str = "binary32") -> None:
    """fn(X, Y, M, dX, dY) returns the Hessian of F applied to (dX, dY), as two arrays. n =
    (d1 + d2 + 2) r + 2 d2 + 10 for the first of them."""
    __tracebackhide__ = True
    _assert_op("hvp", fn, arithmetic, "assert_hessian_vector_product")


# ---------------------------------------------------------------------------------------------- what is random


class _Alarm(NamedTuple):
    nats: float
    what: str
    expected: str
    got: str


class _Tests:
    """Tests that hold for finite samples: a right routine shows evidence e in one of them with a chance of at most exp(-e), so
    that all of them together raise a false alarm with at most the chance asked for if each may need ln(tests / chance). The
    tests are as many whatever the numbers are. binomial: Hoeffding (1963), theorem 1, also for events of unlike chances;
    chi_square: Chernoff; normal: exp(-t^2/2); kolmogorov: Massart (1990). Two-sided ones pay ln 2."""

    def __init__(self, false_alarm: float):
        if not 0 < false_alarm < 1:
            raise ValueError(f"false_alarm must be between 0 and 1, got {false_alarm}")
        self.false_alarm = false_alarm
        self.all: list = []

    def add(self, what: str, nats: float, expected: str, got: str) -> None:
        self.all.append(_Alarm(max(nats, 0.0), what, expected, got))

    def binomial(self, what: str, n: float, k: float, least: float, most: Optional[float] = None) -> None:
        """k of n independent events, whose chances' mean lies in a range."""
        most = least if most is None else most
        share = k / n
        p = min(max(share, least), most)
        nats = 0.0 if share == p else binomial_evidence(n, k, p)
        self.add(f"{what}, of {int(n)}", nats, f"{(least + most) / 2:.6g}", f"{share:.6g}")

    def chi_square(self, what: str, n: float, ratio: float) -> None:
        nats = math.inf if ratio <= 0 else n / 2 * (ratio - 1 - math.log(ratio)) - math.log(2)
        self.add(f"{what}, of {int(n)}", nats, "1", f"{ratio:.6g}")

    def normal(self, what: str, t: float, unit: float) -> None:
        self.add(what, t * t / 2, "0", f"{t * unit:.3g}")

    def limit(self) -> float:
        return math.log(len(self.all) / self.false_alarm)

    def alarms(self) -> list:
        """Those beyond the limit, the strongest first."""
        return sorted((a for a in self.all if a.nats > self.limit()), key=lambda a: -a.nats)

    def check(self, title: str, name: Callable[[list], str]) -> None:
        __tracebackhide__ = True
        alarms = self.alarms()
        if alarms:
            first = alarms[0]
            raise AssertionError(_told(
                f"{title}: {len(alarms)} of {len(self.all)} tests raise an alarm", where=first.what, expected=first.expected,
                got=first.got, bound=f"a right routine gives this with a chance below exp(-{self.limit():.1f}); here it is "
                f"below exp(-{first.nats:.1f})", mistake=name(alarms)))


def binomial_evidence(n: float, k: float, p: float) -> float:
    """-ln of a bound on the chance that a binomial count is at or beyond k, seen from n p: n KL(k/n, p) - ln 2."""
    def term(q: float, p: float) -> float:
        return 0.0 if q <= 0 else math.inf if p <= 0 else q * math.log(q / p)
    return max(0.0, n * (term(k / n, p) + term(1 - k / n, 1 - p)) - math.log(2))


def _agreements(flags: Array, lag: int) -> Tuple[int, int]:
    """Pairs at a distance along the last axis, each flag in one of them, and how many pairs agree."""
    first = np.flatnonzero(np.arange(flags.shape[-1] - lag) // lag % 2 == 0)
    same = flags[..., first] == flags[..., first + lag]
    return same.size, int(same.sum())


SLACK = 2.0**-16  # what a chance of rounding up may be off by


class _Places:
    """Values (k + f) 2^e of a source, between the numbers k 2^e and (k + 1) 2^e of a format."""

    def __init__(self, to: Format, source: type, random: np.random.Generator, fractions: Sequence[float]):
        emax = math.frexp(to.largest)[1] - 1
        self.f = np.array(fractions)
        n, half = len(self.f), 1 << (to.p - 1)
        e = random.choice(np.unique(np.clip([to.emin, to.emin + 1, -3, 0, 1, 4, emax - 1], to.emin, emax - 1)), n)
        k = random.integers(half, 2 * half, n)
        k[::5] = half << 1  # the largest significand, whose neighbour is a power of two
        k[::5] -= 1
        self.small = (np.arange(n) % 7 == 3)  # results below the smallest normal number
        e[self.small], k[self.small] = to.emin, random.integers(0, half, self.small.sum())
        self.sign = np.where(random.random(n) < 0.5, -1.0, 1.0)
        unit = np.ldexp(self.sign, e - to.p + 1)
        self.lower, self.upper = k * unit, (k + (self.f > 0)) * unit  # towards zero, and away from it
        self.odd = k % 2 == 1
        self.values = ((k + self.f) * unit).astype(source)
        assert (self.values == (k + self.f) * unit).all()


def _stochastic_laws(places: _Places):
    """(code, words, chance of going away from zero) of known mistakes."""
    f, negative = places.f, places.sign < 0
    nearest = np.where(f == 0.5, places.odd, f > 0.5).astype(float)
    yield "round-to-nearest", "rounds to nearest", nearest
    yield "round-to-nearest", "rounds to nearest, ties away from zero", (f >= 0.5).astype(float)
    yield "round-to-nearest", "rounds to nearest, and only ties by chance", np.where(f == 0.5, 0.5, f > 0.5)
    for words, p in (("always goes towards zero", f * 0), ("always goes away from zero", (f > 0) * 1.0),
                     ("always goes down", negative * 1.0), ("always goes up", 1.0 - negative),
                     ("goes either way with the chance 1/2", np.where(f > 0, 0.5, 0)),
                     ("goes away from zero with the chance 1 - f", 1 - f),
                     ("goes up with the chance f, and so with 1 - f away from zero below 0", np.where(negative, 1 - f, f)),
                     ("goes down with the chance f, and so with 1 - f away from zero above 0", np.where(negative, f, 1 - f))):
        yield "round-biased", words + "; go away from zero with the chance f", p
    for bits in range(1, 13):
        scale = 2.0**bits
        for whole in (np.floor, np.rint, lambda x: np.floor(x + 0.5), np.ceil):
            yield "round-few-bits", f"uses few random bits, about {bits}", whole(f * scale) / scale
    for most in (0.25, 0.125):
        yield "round-dithered", f"adds a random number of less than {most} of a spacing, and rounds to nearest", \
            np.clip((f - 0.5 + most) / (2 * most), 0, 1)
    yield "round-dithered", "adds a random number of up to a spacing, and rounds to nearest", np.clip(f - 0.5, 0, 1)


def _test_chances(tests: _Tests, places: _Places, counts: Array, draws: int, chance: Array) -> None:
    """How often each value goes away from zero, and many together."""
    least, most = np.clip(chance - SLACK, 0, 1), np.clip(chance + SLACK, 0, 1)
    for i in range(len(counts)):
        tests.binomial(f"round-up probability in magnitude of {_number(places.values[i])}, f = {places.f[i]:.6g}",
                       draws, counts[i], least[i], most[i])

    def pool(what: str, among: Array, up: bool = False) -> None:
        n = int(among.sum())
        if n:
            turned = among & (places.sign < 0) if up else among & False
            k = np.where(turned, draws - counts, counts)[among].sum()
            low, high = np.where(turned, 1 - most, least)[among].mean(), np.where(turned, 1 - least, most)[among].mean()
            tests.binomial(f"round-up probability{' ' if up else ' in magnitude '}of values {what}, all together",
                           n * draws, k, low, high)
    f = places.f
    pool("of all kinds", f >= 0)
    centre = abs(f - 0.5) <= 0.5 - 2.0**-8
    pool("of both signs", f >= 0, up=True)
    pool("of both signs with 2^-8 <= f <= 1 - 2^-8", centre, up=True)
    for what, among in (("above 0", places.sign > 0), ("below 0", places.sign < 0), ("with subnormal results", places.small),
                        ("with normal results", ~places.small), ("with f < 1/2", f < 0.5), ("with f > 1/2", f > 0.5),
                        ("with f = 1/2", f == 0.5), ("with 2^-8 <= f <= 1 - 2^-8", centre)):
        pool(what, among)
    for j in range(2, 13):
        pool(f"with f < 2^-{j}", f < 2.0**-j)
        pool(f"with f > 1 - 2^-{j}", f > 1 - 2.0**-j)


class _Beyond:
    """Values between the largest number of a format and the next it would have, and farther ones; as _Places."""

    def __init__(self, to: Format, source: type, overflow: str, fractions: Sequence[float]):
        beyond = to.largest if overflow == "saturate" else to.beyond
        unit = math.ldexp(1, math.frexp(to.largest)[1] - to.p)
        most = float(np.finfo(source).max)
        far = [v for v in (to.largest + unit, 2 * to.largest, 1000 * to.largest, most) if to.largest + unit <= v <= most]
        far += [math.inf] if overflow == "ieee" and to.beyond != to.largest else []
        self.f = np.repeat([*fractions, *(1.0 for _ in far)], 128)
        self.sign = np.resize([1.0, -1.0], len(self.f))
        sizes = np.repeat([*(to.largest + f * unit for f in fractions), *far], 128)
        self.values = (self.sign * sizes).astype(source)
        self.upper = self.sign * beyond
        self.lower = np.where(self.f < 1, self.sign * to.largest, self.upper)
        self.small = self.f < 0


def assert_stochastic_rounding(fn: Callable[..., Any], to: str = "bfloat16", source: str = "binary32",
                               bits: Optional[int] = None, false_alarm: float = 1e-9, flush: bool = False,
                               overflow: str = "ieee", seeded: bool = False) -> None:
    """fn rounds each value of an array to one of its two neighbours in a format, away from zero with the chance f (within
    2^-16), the distance from the neighbour towards zero in spacings; values of the format stay. Entries and calls are
    independent. fn(values) is called some 1000 times and rounds a million values; if it takes a generator, give it a fresh
    one in each call or one that goes on: lambda values: mine(values, rng).

    :param bits: the random bits that it uses; the chance may then also be f cut or rounded to so many
    :param false_alarm: a right routine fails with at most this chance (see _Tests)
    :param flush: whether results below the smallest normal number may be zeros, which are then left out
    :param overflow: ieee (what is rounded beyond the largest number is infinity, or NaN in e4m3) or saturate
    :param seeded: whether fn(values, seed) takes a seed below 2^32 too. It gets another one in each call, neighbours and some
        that differ in bit 29 or 30; these must give independent numbers, not shifted by a few, and one seed the same again

    Power, at a false alarm of 1e-9. The limit L is below 28 nats. Of n = 480,000 draws with f between 2^-8 and 1 - 2^-8 the
    share is at most t = sqrt((L + ln 2) / 2n) + 2^-16 < 0.0057 off, or it is found (KL(q, p) >= 2 (q - p)^2). So a bias of 1% of
    a spacing there, away from zero or up, is missed with a chance below exp(-2n (0.01 - t)^2) < 1e-7, and one at all values,
    which the 160,000 draws of f < 2^-12 show, below 1e-100. Twelve random bits, f cut, are always found (11 to tf32 and
    binary16 from binary32). A dependence is found where it makes entries agree that are 1..64 or a power of two apart, or calls
    that are 1..16 apart.
    """
    __tracebackhide__ = True
    form, kind = FORMATS[_choice("to", to, FORMATS)], SOURCES[_choice("source", source, SOURCES)]
    digits = min(FORMATS[source].p - form.p, 30)
    if digits < 13 or (bits is not None and not 1 <= bits <= 53):
        raise ValueError(f"source must have 13 bits more than to, and bits be in 1..53, got {source}, {to}, {bits}")
    _choice("overflow", overflow, ("ieee", "saturate"))
    title = f"assert_stochastic_rounding: {source} to {to}"
    random = np.random.default_rng(20210221)
    tests = _Tests(false_alarm)
    seeds = iter(range(2_000_000_000, 2**32))
    draws, copies = 125, 20  # calls, and how often each value stands in an array
    least = 2.0**-min(12, digits - 2) - 2.0**-digits
    middle = [0.5, 0.25, 0.75, 0.125, 0.875, 0.375, 0.625] * 14 + [*random.integers(2**5, 2**13 - 2**5, 94) / 2.0**13]
    if bits is not None and bits + 2 <= digits:
        wholes = np.unique(np.concatenate([np.arange(1, 9), random.integers(1, 2**min(bits, 20), 16)]) % 2**bits)
        middle += [*((wholes[:, None] + [0, 0.25, 0.5, 0.75]) / 2.0**bits).ravel() % 1]
    middle = [f for f in middle if f > 0]
    places = _Places(form, kind, random, [least] * 64 + [1 - least] * 64 + middle)
    exact = _Places(form, kind, random, [0.0] * 64)
    ties = _Places(form, kind, random, [0.5] * 4096)

    def drawn(of: Any, order: Array, seed: Optional[int] = None) -> Array:
        """Which entries go away from zero; checks that all are neighbours."""
        __tracebackhide__ = True
        given = of.values[order]
        with np.errstate(all="ignore"):
            raw = fn(given.copy(), *([next(seeds) if seed is None else seed] if seeded else []))
            got = _answer(raw, given.shape, title)
        lower, upper = of.lower[order], of.upper[order]
        away = (got == upper) | (np.isnan(got) & np.isnan(upper))
        wrong = ~((got == lower) | away)
        if flush:
            wrong &= ~(of.small[order] & (got == 0))
        if wrong.any():
            i = int(np.flatnonzero(wrong)[0])
            mistake = ("round-zeros: returns zeros" if (got == 0).all()
                       else "input-echoed: returns what it was given" if (got == given).all() and (lower != upper).any()
                       else "round-subnormals: gives zero below the smallest normal number"
                       if (of.small[order] & (got == 0))[wrong].all()
                       else f"round-overflow: gives {got[i]} beyond the largest number" if isinstance(of, _Beyond)
                       else "round-moves-exact: a value of the format stays what it is" if lower[i] == upper[i] else "")
            raise AssertionError(_told(
                f"{title}: {int(wrong.sum())} of {len(given)} results are no neighbours of their values",
                where=f"values[{i}] = {_number(given[i])}", expected=f"{_number(lower[i])} or {_number(upper[i])}",
                got=_number(got[i]), bound="0", mistake=mistake))
        return away & (lower != upper)

    order = random.permutation(np.repeat(np.arange(len(places.f)), copies))
    away = np.array([drawn(places, order) for _ in range(draws)])
    for _ in range(16):
        drawn(exact, np.repeat(np.arange(64), copies))
    counts = np.bincount(order, away.sum(0), len(places.f))
    far = _Beyond(form, kind, overflow, [0.5] if bits == 1 else [0.25, 0.5, 0.75])
    over = np.array([drawn(far, np.arange(len(far.f))) for _ in range(32)])
    for f in np.unique(far.f[far.lower != far.upper]):
        among = over[:, far.f == f]
        tests.binomial(f"round-up probability in magnitude beyond the largest number, f = {f:.6g}", among.size, among.sum(),
                       f - SLACK, f + SLACK)
    tied = np.array([drawn(ties, np.arange(4096), 1_000_000_000 + n % 16 + (0, 1 << 29, 1 << 30)[n // 16]) for n in range(48)])
    if seeded and not (drawn(ties, np.arange(4096), 1_000_000_000) == tied[0]).all():
        raise AssertionError(_told(f"{title}: one seed gives other numbers when it is given again",
                                   mistake="seed-ignored: hand the seed to the generator"))
    short = np.array([drawn(ties, np.array([5, 1, 2])) for _ in range(256)])
    single = np.array([drawn(ties, np.array([0])) for _ in range(512)])[:, 0]
    if flush:
        kept = ~places.small
        tied = tied[:, ~ties.small]
        places.f, places.sign, places.values, places.small, places.odd = (
            a[kept] for a in (places.f, places.sign, places.values, places.small, places.odd))
        counts = counts[kept]
    n = draws * copies

    # Independence: ties go the same way in half of the pairs.
    lags = [*range(1, 65), 128, 256, 512, 1024, 2048]
    for name, flags, among in (
            ("entries", tied, lags), ("calls", tied.T, range(1, 17)), ("calls with one entry", single, (1, 2, 3)),
            ("calls with three entries", short.T, (1, 2)), ("entries of three", short, (1, 2))):
        for lag in among:
            if lag < flags.shape[-1]:
                pairs, same = _agreements(flags, lag)
                tests.binomial(f"{name} {lag} apart going the same way", pairs, same, 0.5 - 2 * SLACK, 0.5 + 2 * SLACK)
    for shift in (1, 2, 3, 4, *((8, 16, 32, 64, 128, 256, 512, 1024) if seeded else ())):
        for one, other in ((0, 1), (1, 0)) if seeded else ((0, 1),):
            same = tied[one::2, shift:] == tied[other::2, :-shift]
            tests.binomial(f"entries {shift} apart in two calls going the same way", same.size, same.sum(),
                           0.5 - 2 * SLACK, 0.5 + 2 * SLACK)
    tests.binomial("single entries going away from zero", single.size, single.sum(), 0.5 - SLACK, 0.5 + SLACK)
    # No number of heads of m coins has a chance above 1.01 sqrt(2 / (pi m)).
    m, width = tied.shape[1], 4
    balanced = int((abs(tied.sum(1) - m / 2) <= width).sum())
    tests.binomial("calls with half of the ties going each way", len(tied), balanced, 0,
                   (2 * width + 1) * 1.01 * math.sqrt(2 / (math.pi * m)))
    independence = list(tests.all)

    def with_law(chance: Array) -> _Tests:
        one = _Tests(false_alarm)
        one.all = list(independence)
        _test_chances(one, places, counts, n, chance)
        return one
    legal = [places.f]
    if bits is not None:
        scaled = np.ldexp(places.f, bits)
        legal += [np.ldexp(whole, -bits) for whole in (np.floor(scaled), np.rint(scaled), np.floor(scaled + 0.5))]
    tried = [with_law(law) for law in legal]

    def named(alarms: list) -> str:
        chances = [a for a in alarms if a.what.startswith("round-up")]
        alike = bool((away == away[0]).all())
        if seeded and not alarms[0].what.startswith("round-up"):
            if (tied == tied[0]).all():
                return "seed-ignored: every seed gives the same numbers"
            if "in two calls" in alarms[0].what:
                return "seed-shifted: the numbers of one seed are those of its neighbour, some places on"
            if alarms[0].what.startswith("calls"):
                return "draws-repeated: seeds that differ by little give the same numbers"
        if chances:
            for code, words, law in _stochastic_laws(places):
                one = _Tests(false_alarm)
                _test_chances(one, places, counts, n, law)
                if (not alike or set(np.unique(law)) <= {0.0, 1.0}) and not one.alarms():
                    return f"{code}: {words}"
        if any((away[lag:] == away[:-lag]).all() for lag in range(1, 17)):
            return "draws-repeated: draws come again; go on in the random numbers from call to call"
        if all((away[:, order == i].sum(1) % copies == 0).all() for i in range(128, len(places.f))):
            return "draws-shared: one random number serves all entries; draw one for each entry"
        if len(chances) < len(alarms):
            return "" if not chances else "round-biased or dependent: see the tests above"
        return "round-biased: look at how the random number is compared with f"
    if all(one.alarms() for one in tried):
        min(tried, key=lambda one: one.alarms()[0].nats).check(title, named)


def _normal_distribution(z: Array) -> Array:
    return np.array([math.erfc(-v) for v in (z * math.sqrt(0.5)).tolist()]) / 2


def assert_noise(fn: Callable[[], Any], shape: Sequence[int], sigma: float, false_alarm: float = 1e-9) -> None:
    """fn() returns an array of that shape, whose entries are normal of mean 0 and standard deviation sigma, independent of each
    other and of those of other calls, with 20 random bits or more each. It is called 16 to 32,768 times, for N of some 2^20
    numbers if it can be; if it takes a generator, use lambda: mine(rng). A sigma of 0 asks for zeros.

    :param false_alarm: a right routine fails with at most this chance (see _Tests)

    Tested are the mean, the variance, the distribution function, tails, small numbers, signs, zeros and repeated numbers; the
    variance of each call, row and column and, of up to 1024, each entry; means likewise; signs and magnitudes at distances of 1
    to 64, rows, calls and powers of two. Power, at a false alarm of 1e-9, where the limit L is below 33 nats: a deviation that
    is off by a factor 1 + d is missed with a chance of some exp(-N/4 (2d - sqrt(4 (L + 1) / N))^2), for N = 2^20 and d = 0.01
    below 1e-7; a mean of m sigma with at most exp(-(m sqrt(N) - sqrt(2 L))^2 / 2), for m = 0.015 below 1e-11.
    Signs (or magnitudes) of numbers at one of these distances that agree in 52% of the pairs are found of N >= 2^18 numbers.
    """
    __tracebackhide__ = True
    shape = tuple(int(d) for d in (shape if isinstance(shape, (tuple, list)) else (shape,)))
    if not shape or min(shape) < 1 or not (sigma >= 0 and math.isfinite(sigma)):
        raise ValueError(f"shape must have positive sizes, and sigma be 0 or more, got {shape} and {sigma}")
    size = int(np.prod(shape))
    calls = 16 if sigma == 0 else min(max(-(-2**20 // size), 16), 2**15)
    title = f"assert_noise: {calls} calls, shape {shape}, sigma {sigma}"
    x = np.array([_answer(fn(), shape, title).ravel().copy() for _ in range(calls)])
    bad = ~np.isfinite(x) if sigma else x != 0
    if bad.any():
        c, i = (int(j[0]) for j in np.nonzero(bad))
        raise AssertionError(_told(f"{title}: wrong numbers", where=f"call {c}, entry {i} of the flat array",
                                   expected="a finite number" if sigma else 0, got=repr(x[c, i]),
                                   mistake="" if sigma else "noise-not-asked: sigma = 0 asks for no noise"))
    if not sigma:
        return
    z = x / sigma
    flat, n = z.ravel(), z.size
    part = flat[:2**18]
    tests = _Tests(false_alarm)
    variance = float((flat**2).mean())
    tests.chi_square("variance over sigma^2", n, variance)
    tests.normal("mean over sigma", float(flat.sum()) / math.sqrt(n), 1 / math.sqrt(n))

    def distance(y: Array) -> float:
        p, m = _normal_distribution(np.sort(y)), len(y)
        return max(float((np.arange(1, m + 1) / m - p).max()), float((p - np.arange(m) / m).max()))
    d = distance(part)
    tests.add(f"largest distance of the distribution function, of {len(part)}", 2 * len(part) * d * d - math.log(2),
              "0", f"{d:.3g}")
    size_of = abs(flat)
    for t in (2, 2.5, 3, 3.5, 4, 5, 6, 8):
        tests.binomial(f"numbers beyond {t} sigma", n, int((size_of > t).sum()), math.erfc(t * math.sqrt(0.5)))
    for j in range(1, 9):
        tests.binomial(f"numbers within 2^-{j} sigma", n, int((size_of < 2.0**-j).sum()),
                       math.erf(2.0**-j * math.sqrt(0.5)))
    # A number of 20 random bits has none with a chance above 2^-19.
    tests.binomial("zeros", n, int((flat == 0).sum()), 0, 2.0**-19)
    some = flat[:2**16]
    tests.binomial("numbers that came before", len(some), len(some) - len(np.unique(some)), 0, len(some) * 2.0**-19)
    tests.binomial("numbers above 0", n, int((flat > 0).sum()), 0.5 - 2.0**-19, 0.5 + 2.0**-19)

    # Sums over calls and entries.
    tests.chi_square("variance of the sums of calls", calls, float((z.sum(1)**2).mean()) / size)
    tests.chi_square("variance of the sums of entries over calls", size, float((z.sum(0)**2).mean()) / calls)
    pairs = z[: calls // 2 * 2]
    tests.chi_square("variance of the sums of two calls", pairs.size // 2, float(((pairs[::2] + pairs[1::2])**2).mean()) / 2)
    whole = z.reshape((calls, *shape))
    if size <= 1024:
        for i in range(size):
            tests.chi_square(f"variance of entry {i} of the flat array", calls, float((z[:, i]**2).mean()))
    for axis in range(1, 1 + len(shape)):
        if shape[axis - 1] <= 4096 and shape[axis - 1] < size:
            others = tuple(a for a in range(1 + len(shape)) if a != axis)
            count = n // shape[axis - 1]
            for i, (q, s) in enumerate(zip((whole**2).mean(others), whole.sum(others))):
                tests.chi_square(f"variance at index {i} of axis {axis - 1}", count, float(q))
                tests.normal(f"mean over sigma at index {i} of axis {axis - 1}", float(s) / math.sqrt(count),
                             1 / math.sqrt(count))
    squares = (z**2).sum(1)
    spread = float(squares.max()) / size, float(squares.min()) / size
    for what, ratio in zip(("largest", "smallest"), spread):
        nats = math.inf if ratio <= 0 else size / 2 * (ratio - 1 - math.log(ratio)) - math.log(2 * calls)
        tests.add(f"{what} variance of a call", nats, "1", f"{ratio:.6g}")
    if size > 8:  # the density of a chi-square of n degrees is at most 1 / (2 sqrt(pi (n - 2)))
        width = 0.05 * math.sqrt(math.pi * (size - 2))
        tests.binomial("calls whose variance is sigma^2", calls, int((abs(squares - size) <= width).sum()), 0, 0.05)

    # Signs and magnitudes, some distances apart.
    lags = {*range(1, 65), *(2**j for j in range(7, 16)), *(size * c for c in range(1, 9)), *(shape[-1] * c for c in range(1, 9)),
            *(c * size + s for c in (1, 2) for s in (-1, 1)), max(size // 2, 1)}
    for lag in sorted(lag for lag in lags if 0 < lag <= len(part) // 2):
        for what, flags in (("signs", part > 0), ("magnitudes", abs(part) > 0.6744897501960817)):
            count, same = _agreements(flags, lag)
            tests.binomial(f"{what} of numbers {lag} apart that agree", count, same, 0.5 - 2.0**-18, 0.5 + 2.0**-18)

    def named(alarms: list) -> str:
        kinds = {a.what.split(",")[0] for a in alarms}
        medians = {"signs": (part, np.median(part)), "magnitudes": (abs(part), np.median(abs(part)))}

        def depends(alarm: _Alarm) -> bool:
            """Whether the numbers depend on each other, and not only have another law."""
            values, median = medians[alarm.what.split()[0]]
            return binomial_evidence(*_agreements(values > median, int(alarm.what.split()[3])), 0.5) > tests.limit()
        agreeing = [a for a in alarms if " apart that agree" in a.what and depends(a)]
        if (flat == 0).all():
            return "noise-missing: all numbers are zero"
        if 1 < len(np.unique(some)) < 256 and not (z == z[0]).all():
            return f"noise-coarse: only {len(np.unique(some))} different numbers; draw from the normal distribution itself"
        for a in agreeing:
            lag = int(a.what.split()[3])
            first = np.flatnonzero(np.arange(len(part) - lag) // lag % 2 == 0)
            one, other = part[first], part[first + lag]
            if abs(other - one).max() == 0 or (lag % size == 0 and (other == one).mean() > 0.4):
                return "noise-reused: calls give the same numbers" if lag % size == 0 or size == 1 else \
                    "noise-row-shared: entries share a number; draw every entry by itself"
            if (other == -one).mean() > 0.4:
                return "noise-antithetic: numbers are the negatives of others; draw them afresh"
            if (other == one).mean() > 0.2:
                return "noise-row-shared: entries share a number; draw every entry by itself"
        if "numbers that came before" in kinds or "zeros" in kinds:
            return "noise-coarse: too many numbers are equal; draw with 20 bits or more, as in float32, and round afterwards"
        wild = 20 * float(np.median(size_of)) / 0.6745
        if 0 < (size_of > wild).sum() < 1e-3 * n:
            return "noise-outlier: look for a number that is not drawn"
        if agreeing:
            return "noise-dependent: draw every number independently of the others"
        if {"variance of the sums of calls"} & kinds and z.sum(1).std() < 0.1 * math.sqrt(size * variance):
            return "draws-standardised: use the draws as they come" if squares.std() < 0.1 * variance * math.sqrt(2 * size) \
                else "draws-centred: use the draws as they come, without taking off their mean"
        if (size_of == size_of.max()).sum() > 100:
            return f"noise-clipped: nothing is beyond {size_of.max():.4g} sigma; let the noise be as large as it comes"
        if distance((part - part.mean()) / part.std()) > math.sqrt(tests.limit() / (2 * len(part))):
            return "noise-law: draw from the normal distribution"
        if "variance over sigma^2" in kinds:
            near = 8 * math.sqrt(2 / n)
            if sigma != 1 and (abs(variance / sigma**2 - 1) < near or abs(variance * sigma - 1) < near):
                return "variance-as-deviation: sigma is a standard deviation, not a variance"
            return f"noise-scaled: the standard deviation is {math.sqrt(variance):.4g} of sigma"
        if any(k.startswith(("variance at index", "variance of entry")) for k in kinds):
            return "noise-unequal: give all entries the same sigma"
        if "mean over sigma" in kinds:
            return "noise-mean: the noise has the mean 0"
        if any(k.startswith("numbers beyond") for k in kinds):
            return "noise-law: draw from the normal distribution; it has another share of large numbers"
        if any(k.startswith("numbers within") for k in kinds):
            return "noise-gap: let the noise be as small as it comes"
        if any("variance" in k for k in kinds):
            return "noise-unequal: give all entries, in all calls, the same sigma"
        return ""
    tests.check(title, named)
