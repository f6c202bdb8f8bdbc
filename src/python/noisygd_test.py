# SPDX-License-Identifier: Apache-2.0
"""Tests of numerical routines, to be copied into a repository as this one file; needs NumPy alone (1.22 or later).

    assert_rounds(fn, ...)                    fn(values) -> values, each rounded to a format or in blocks
    assert_stochastic_rounding(fn, ...)       the same at random; fn is called many times
    assert_noise(fn, shape, sigma, ...)       fn() -> an array of normal numbers; called many times

A wrong routine raises an AssertionError with the request, the entry, the expected and the returned number, the bound, and the
fault if a common one reproduces all numbers. fn gets NumPy arrays of its own, in float64 for binary64, float16 for
binary16, else float32 (holding numbers of the declared format). It may return NumPy arrays, torch tensors on any device, or
whatever has __array__. Inputs are the same in each call; nothing is kept between calls.

Expected numbers are exact; random ones are judged by proved bounds (see _Tests). noisygd_update_test.py tests updates.
"""
from __future__ import annotations

import math
import re
from typing import Any, Callable, Iterable, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

Array = np.ndarray


class Format(NamedTuple):
    """A binary format: p significant bits, exponents from emin on, the largest number, the result beyond it."""

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
    "e5m2fnuz": Format(3, -15, 57344.0, math.nan),
    "e4m3fnuz": Format(4, -7, 240.0, math.nan),
    "e3m2": Format(3, -2, 28.0, 28.0),
    "e2m3": Format(4, 0, 7.5, 7.5),
    "e2m1": Format(2, 0, 6.0, 6.0),
}
MODES = ("nearest", "nearest-away", "zero", "up", "down", "odd")
SOURCES = {"binary32": np.float32, "binary64": np.float64, "binary16": np.float16, "bfloat16": np.float32}
MX = {"mxfp8-e4m3": "e4m3", "mxfp8-e5m2": "e5m2", "mxfp6-e3m2": "e3m2", "mxfp6-e2m3": "e2m3", "mxfp4": "e2m1"}
RULES = ("floor", "ceil", "even", "rceil")  # for the exponents of scales
BLOCKS = [*(f"{name}/{rule}" for name in MX for rule in RULES), "nvfp4"]
OTHER_NAMES = {word: meant for meant, words in {
    "bfloat16": "bf16", "binary16": "fp16 float16 half", "binary32": "fp32 float32 float", "binary64": "fp64 float64 double",
    "e4m3 or e5m2": "fp8 float8", "e3m2 or e2m3": "fp6", "e2m1": "fp4", "mxfp8-e4m3/floor": "mxfp8", "nearest": "rne rtne",
    "nearest-away": "rna", "zero": "rtz truncate", "up": "ceil", "down": "floor", "saturate": "satfinite", "ieee": "inf",
    "assert_stochastic_rounding": "stochastic sr"}.items() for word in words.split()}


def _choice(name: str, value: Any, among: Iterable[Any]) -> Any:
    among = list(among)
    if value not in among:
        word = str(np.dtype(value) if isinstance(value, type) else value).lower().rpartition(".")[2]  # torch.float32
        word = re.sub("^(float|fp)[468]_|fn(_x2)?$", "", word)  # float8_e4m3fn
        meant = OTHER_NAMES.get(word, f"{word}/floor" if word in MX else word)
        hint = f"; did you mean {meant}?" if meant.split()[0] in (*among, "assert_stochastic_rounding") else ""
        raise ValueError(f"{name} must be one of {', '.join(map(str, among))}, got {value}{hint}")
    return value


def _numpy(x: Any, title: str) -> Array:
    """The numbers that a routine returned, as an array of float64, which holds numbers of all formats here."""
    __tracebackhide__ = True
    if hasattr(x, "detach"):  # torch
        x = x.detach().cpu()
        x = x.double().numpy() if x.is_floating_point() else x.numpy()
    y = np.asarray(x)
    if y.dtype.kind in "OcSU":
        raise AssertionError(f"{title}: {type(x).__name__} (dtype {y.dtype}) was returned where real numbers are expected")
    with np.errstate(all="ignore"):  # signalling NaNs
        return y.astype(np.float64)


def _answer(raw: Any, shape: Tuple[int, ...], title: str) -> Array:
    """The numbers that were returned, of the expected shape."""
    __tracebackhide__ = True
    got = _numpy(raw, title)
    if got.shape != shape:
        raise AssertionError(f"{title}: the result must have the shape {shape}, got {got.shape}")
    return got


def _pattern_hint(raw: Any) -> str:
    floating = raw.is_floating_point() if hasattr(raw, "detach") else np.asarray(raw).dtype.kind not in "iu"
    return "" if floating else "whole numbers were returned; if these are bit patterns, return the numbers that they represent"


def _failure(title: str, **lines: Any) -> AssertionError:
    """The question, and below it a line for each thing that is known."""
    return AssertionError("\n".join([title, *(f"  {name:<10}{text}" for name, text in lines.items() if str(text))]))


def _number(x: float) -> str:
    x = float(x)
    return f"{x!r} ({x.hex()})" if math.isfinite(x) and x != int(x) else repr(x)


# ---------------------------------------------------------------------------------------------------- rounding


def _split(x: float, to: Format) -> Tuple[int, int, int, int]:
    """|x| in units 2^last of the format: the whole part, the remainder, the power of two that it is a part of, and last."""
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
    """x rounded once to a format. Beyond the largest number lie, under ieee, infinity, or NaN in e4m3; zero and odd, and up and
    down on their inner side, give the largest number, as everything does under saturate."""
    if x == 0 or math.isnan(x):
        return x
    beyond = to.largest if overflow == "saturate" else to.beyond
    if math.isinf(x):
        return math.copysign(beyond, x)
    whole, rest, of, last = _split(x, to)
    size = math.inf
    whole += away(mode, whole, rest, of, x < 0)
    if whole.bit_length() + last <= 1024:
        size = math.ldexp(whole, last)
    if size > to.largest:
        inner = mode in ("zero", "odd") or (mode == "up" and x < 0) or (mode == "down" and x > 0)
        size = to.largest if inner else beyond
    return math.copysign(size, x)


def _spacing(x: Array, form: Format) -> Array:
    """The distance from |x| to the next number of a format away from zero."""
    return np.ldexp(1.0, np.maximum(np.frexp(np.maximum(abs(x), 5e-324))[1] - 1, form.emin) - form.p + 1)


def _held(x: Any, form: Format) -> Array:
    """Numbers rounded to nearest even, with an infinity beyond the largest."""
    x = np.asarray(x, np.float64)
    with np.errstate(all="ignore"):
        y = np.rint(x / _spacing(x, form)) * _spacing(x, form)
    return np.where(abs(y) > form.largest, np.copysign(np.inf, x), y)


def _boundary_values(to: Format, source: Format) -> Array:
    """Values at which roundings differ, with both signs: zeros, numbers of the format, ties, and the neighbours of both in
    the source; ties moved by less than a wider format resolves; subnormals; powers of two; the largest number and beyond it."""
    random = np.random.default_rng(20210221)
    emax = math.frexp(to.largest)[1] - 1
    least = math.ldexp(1, source.emin - source.p + 1)
    found = [0.0, 0.25 * max(math.ldexp(1, to.emin - to.p + 1), least), least, source.largest]
    around = []
    first, end = max(to.emin, source.emin), min(emax + 1, math.frexp(source.largest)[1])
    few, half = end - first <= 40 and to.p <= 4, 1 << (to.p - 1)
    exponents = range(first, end) if few else sorted(
        {first, first + 1, -1, 0, 1, 8, end - 2, end - 1, *random.integers(first, end, 24).tolist()})
    for e in exponents:
        unit = math.ldexp(1, e - to.p + 1)
        wholes = range(half, 2 * half) if few else [half, half + 1, 2 * half - 2, 2 * half - 1,
                                                    *random.integers(half, 2 * half, 6).tolist()]
        around += [(k + f) * unit for k in wholes for f in (0, 0.5)]
        around.append((half - 0.25) * unit)  # the tie below a power of two
        found += [(k + f) * unit for k in wholes for f in (0.25, 0.75, random.random())]
        # Ties moved towards the neighbour that they do not go to.
        found += [(k + 0.5 + (-1) ** k * math.ldexp(1, to.p - wider - 2)) * unit
                  for k in random.integers(half, 2 * half, 2).tolist() for wider in (3, 4, 8, 11, 24) if wider > to.p]
    unit = math.ldexp(1, to.emin - to.p + 1)
    wholes = {0, 1, 2, 3, half - 1, half // 2, *random.integers(0, half, 6).tolist()}
    around += [(k + f) * unit for k in wholes for f in (0, 0.5)]
    found += [(k + f) * unit for k in wholes for f in (0.25, 0.75)]
    step = math.ldexp(1, emax - to.p)  # half a unit of the last place of the largest number
    around += [to.largest + k * step for k in range(-2, 5) if to.largest + k * step <= source.largest]
    found += [m * to.largest for m in (1.5, 2, 1000) if m * to.largest <= source.largest]
    centre = np.array(around)
    centre = centre[_held(centre, source) == centre]
    with np.errstate(over="ignore"):
        values = np.concatenate([_held(found, source), centre, centre + _spacing(centre, source),
                                 centre - _spacing(np.nextafter(centre, 0), source)])
    values = np.unique(abs(values[abs(values) <= source.largest]))
    return np.concatenate([values, -values])


class _Target(NamedTuple):
    """The target of a rounding: a format, or blocks of its numbers, each block times a scale."""

    element: Format
    length: int = 0  # of a block; 0: no blocks
    scale: Callable[[float, float], float] = lambda m, of: 1.0  # by the largest magnitudes of the block and of the array
    digits: int = 0  # number of bits of a result that must be right; 0: all

    def each(self, values: Array, one: Callable[[float], float]) -> Iterable[float]:
        """The values rounded, with one for the rounding of an element."""
        sizes = abs(values.astype(np.float64))
        scale = 1.0
        for i, v in enumerate(values.tolist()):
            if self.length and i % self.length == 0:
                m = float(sizes[i:i + self.length].max())
                scale = self.scale(m, float(sizes.max())) if m else 1.0
            yield one(v / scale) * scale

    def same(self, got: float, expected: float) -> bool:
        return got == expected or (got != got and expected != expected) or (
            self.digits > 0 and math.isfinite(got) and abs(got - expected) <= math.ldexp(abs(expected), -self.digits))


def _mx_scale(rule: str, element: Format, m: float, most: int = 127) -> float:
    """A power of two, of 8 exponent bits."""
    (significand, e), (largest, emax) = math.frexp(m), math.frexp(element.largest)
    e += {"floor": False, "ceil": significand > 0.5, "rceil": significand > largest,
          "even": significand >= 1 - math.ldexp(0.5, -element.p)}[rule] - emax
    return math.ldexp(1, max(-most, min(most, e)))


def _nv_scale(m: float, of: float, mode: str = "nearest") -> float:
    """g = binary32(of / 2688) times e4m3(m / (6 g))."""
    g = float(np.float32(of / 2688))
    return g * round_exactly(m / (6 * g), FORMATS["e4m3"], mode, "saturate")


def _target(to: str) -> _Target:
    if to == "nvfp4":  # numbers of binary32 that are products of three: each product rounds, and g twice
        return _Target(FORMATS["e2m1"], 16, _nv_scale, 21)
    name, _, rule = to.partition("/")
    element = FORMATS[MX.get(name, name)]
    return _Target(element._replace(beyond=element.largest), 32, lambda m, of: _mx_scale(rule, element, m)) if rule else \
        _Target(element)


def _boundary_blocks(to: _Target, source: Format) -> Array:
    """Blocks whose largest magnitude is at or beside a power of two, the largest element or the tie below a power of two,
    blocks of zeros, of one sign, with one outlier, with a clamped scale, and a short one; the other numbers are, scaled,
    those at which roundings differ. For nvfp4 no quotient is near a place where its rounding changes."""
    random = np.random.default_rng(20210221)
    element, blocks = to.element, []

    def clear(quotient: float, form: Format) -> bool:
        _, rest, of, _ = _split(quotient, form)
        return min(abs(rest / of - at) for at in (0, 0.5, 1)) > 2.0**-16

    def block(m: float, numbers: Array) -> Array:
        numbers = numbers[(abs(numbers) <= m) & (numbers != 0)]
        found = np.resize(random.permutation(numbers), to.length)
        found[random.integers(0, 7)] = m * (-1) ** random.integers(0, 2)
        return found
    if to.digits:
        largest = float(_held(1.37, source))
        for size in (1, 0.61, 0.0, 0.043, 0.3, 1, 0.17, 0.0081):
            m = float(_held(largest * size, source))
            while m and m != largest and not clear(m / (6 * float(np.float32(largest / 2688))), FORMATS["e4m3"]):
                m = float(_held(m * (1 + 2.0**-7), source))
            numbers = _held(random.uniform(-m, m, 400), source)
            numbers = numbers[[m > 0 and clear(v / _nv_scale(m, largest), element) for v in numbers.tolist()]]
            blocks.append(block(m, numbers) if m else np.zeros(to.length))
        blocks[0] = np.resize([largest, *blocks[0][abs(blocks[0]) < largest]], to.length)  # short arrays have it too
    else:
        values = _boundary_values(element, source)
        emax, most = math.frexp(element.largest)[1] - 1, math.frexp(source.largest)[1] - 1
        sizes = [1.5 * 2.0**(emax - 127), 1.75 * 2.0**(emax - 130), *random.uniform(1, 2, 4), 1.5 * 2.0**147]
        for at in (1, element.largest, 2 - math.ldexp(1, -element.p)) * 4:
            k = int(random.integers(29, 69)) % 49 - 24
            m = _held(math.ldexp(at, min(max(k, source.emin + 8), most - math.frexp(at)[1])), source)
            sizes += [m, m + _spacing(m, source), m - _spacing(np.nextafter(m, 0), source)]
        for m in (m for m in _held(sizes, source).tolist() if math.ldexp(1, source.emin - 8) < m < math.inf):
            numbers = values * to.scale(m, m)
            blocks.append(block(m, numbers[_held(numbers, source) == numbers]))
        outlier = random.uniform(-1, 1, to.length) * 2.0**-random.integers(0, 24, to.length)
        outlier[9] = 96
        blocks += [np.zeros(to.length), _held(outlier, source), -abs(blocks[-1])]
    return np.concatenate([*blocks, blocks[3 if to.digits else 5][:7]])


def _scale_faults(to: _Target, name: str):
    """(words, the blocks that a fault rounds to)."""
    element = to.element
    if name == "nvfp4":
        scales = [("truncated to e4m3", lambda m, of: _nv_scale(m, of, "zero")), ("not rounded to e4m3", lambda m, of: m / 6),
                  ("e4m3(m / 6), without the scale of the array", lambda m, of: _nv_scale(m, 2688))]
    else:
        right = name.split("/")[1]
        scales = [(f"that of the rule {rule}", lambda m, of, rule=rule: _mx_scale(rule, element, m))
                  for rule in RULES if rule != right]
        scales += [("not a power of two, but m over the largest element", lambda m, of: m / element.largest),
                   ("not clamped to 2^-127", lambda m, of: _mx_scale(right, element, m, 1023))]
    scales += [(f"{f} times the right one", lambda m, of, f=f: f * to.scale(m, of) if to.digits else to.scale(f * m, of))
               for f in (2, 0.5)]
    for words, scale in (*scales, ("1: the values themselves are rounded", lambda m, of: 1.0)):
        yield f"a block's scale is {words}", to._replace(scale=scale)
    for length in sorted({16, 32, 64, 128} - {to.length}):
        yield f"blocks have {length} values; they must have {to.length}", to._replace(length=length)
    yield "the whole array has one scale", to._replace(length=1 << 30)


def _rounding_faults(to: Format, source: Format, mode: str, overflow: str):
    """(code, words, function of a value, or of an element): each is carried out exactly."""

    def by(choice: str, form: Format = to, away: Callable[..., bool] = _away):
        return lambda x: round_exactly(x, form, choice, overflow, away)

    def ties(rule: Callable[[int, bool], bool]):
        return by(mode, to, lambda _, whole, rest, of, negative: 2 * rest > of or (2 * rest == of and rule(whole, negative)))

    def half_added(x: float) -> float:
        unit = math.ldexp(1, _split(x, to)[3])
        y = round_exactly(abs(x) / unit + 0.5, source) if abs(x) < unit * source.largest else 0.0
        return math.copysign(math.floor(y) * unit, x) if x else x
    right, endless = by(mode), by(mode, to._replace(largest=math.inf))
    if mode == "nearest":
        yield "round-truncates", "truncates", by("zero")
        yield "round-half-away", "rounds ties away from zero; round them to even", by("nearest-away")
        yield "round-half-away", "rounds ties up, as floor(x + 1/2) does", ties(lambda whole, negative: not negative)
        yield "round-ties", "rounds ties towards zero", ties(lambda whole, negative: False)
        yield "round-half-added", "adds half an ulp and truncates, but the sum itself rounds", half_added
    for other in (m for m in MODES if m != mode):
        yield "round-mode", f"rounds by {other}; {mode} is required", by(other)
    for name, wide in FORMATS.items():
        if wide.p > to.p and wide.emin <= to.emin and name != "binary64":
            yield "round-twice", f"double rounding through {name}; round the original value once", lambda x, wide=wide: right(
                round_exactly(x, wide, mode, overflow if to.beyond != to.largest else "saturate"))
    for v in (to.largest, math.inf, math.nan):
        yield "round-overflow", f"gives {v} for a result beyond the largest number", \
            lambda x, v=v: math.copysign(v, x) if abs(endless(x)) > to.largest else right(x)
    yield "round-overflow", "gives an infinity where the result is still the largest number", \
        lambda x: math.copysign(math.inf, x) if abs(x) > to.largest else right(x)
    yield "round-subnormals", "gives zero below the smallest normal number", \
        lambda x: right(x) if abs(right(x)) >= math.ldexp(1, to.emin) else 0.0
    yield "round-subnormals", "rounds results below the smallest normal number as if exponents were unlimited", \
        by(mode, to._replace(emin=-1100))
    yield "input-echoed", "returns the values that it was given", lambda x: x


def _assert_not_finite(fn: Callable[[Array], Any], to: str, source: str, mode: str, overflow: str, blocks: Array, title: str):
    """NaN stays NaN, quiet, of all ones, of both signs, signalling; of binary32 7fc00000, 7fffffff, ffffffff, 7f800001. An
    infinity becomes what is beyond the largest number, or what a number beyond it becomes."""
    __tracebackhide__ = True
    form = FORMATS.get(to) or FORMATS[MX.get(to.split("/")[0], "e2m1")]
    if form.beyond == form.largest:
        return
    info, m = np.finfo(SOURCES[source]), FORMATS[source].p - 1
    unused = info.nmant - m  # bits of binary32 that bfloat16 has not
    infinity, ones = (1 << (info.bits - unused - 1)) - (1 << m), (1 << (info.bits - unused)) - 1
    words = [infinity | 1 << (m - 1), ones >> 1, ones, infinity | 1, infinity, infinity | ones - (ones >> 1)]
    given = (np.array(words, f"u{info.bits // 8}") << unused).view(info.dtype)
    if to in FORMATS:
        given = np.tile(given, 16)
    else:  # a NaN in each of four blocks
        nans, given = given[:4], blocks[:128].astype(info.dtype)
        given[[3, 40, 77, 114]] = nans
    raw = fn(given.copy())
    got = _answer(raw, given.shape, title)
    sign = np.where(np.signbit(given), -1.0, 1.0)
    expected = np.where(np.isnan(given), math.nan, sign * form.beyond)
    beyond = [round_exactly(2 * form.largest * s, form, mode, overflow) for s in sign.tolist()]
    right = (got == expected) | (np.isnan(got) & np.isnan(expected)) | np.isfinite(given) | (np.isinf(given) & (got == beyond))
    if not right.all():
        wrong = np.flatnonzero(~right)
        words = [f"0x{int(w):0{info.bits // 4}x}" for w in given.view(f"u{info.bits // 8}")]
        gives = ", ".join(dict.fromkeys(f"{got[i]} for {words[i]}" for i in wrong))
        nans, i = np.isnan(given[wrong]), wrong[0]
        fault = f"round-nan: gives {gives}" if nans.any() or np.isnan(got[wrong]).any() else f"round-overflow: gives {gives}"
        fault += "; test for NaN before bits are added, truncated or clamped" if nans.all() else ""
        raise _failure(f"{title}: {len(wrong)} of {int((~np.isfinite(given)).sum())} NaNs and infinities are wrong",
                    where=f"values[{i}] = {given[i]}, the bits {words[i]}", expected=float(expected[i]), got=_number(got[i]),
                    bound="0", fault=fault, hint=_pattern_hint(raw))


def assert_rounds(fn: Callable[[Array], Any], to: str = "bfloat16", source: str = "binary32", mode: str = "nearest",
                  overflow: str = "ieee", flush: bool = False) -> None:
    """fn rounds each value of an array correctly to a format, bitwise, at all boundary values, NaNs and infinities.

    :param fn: gets an array of one dimension, returns numbers (not bit patterns), as many
    :param to: one of FORMATS; or of BLOCKS, such as mxfp8-e4m3/floor, each 32 values with a scale 2^k, the exponent by one of
        RULES; or nvfp4, each 16 values of e2m1 with the scale g e4m3(m / (6 g)), g = binary32(M / 2688), where m is the
        largest magnitude of the block and M that of the array. The last block may be short. fn then gets an array of two
        rows too, with blocks along the rows; if it raises there, or returns another shape, it is tested by one dimension alone
    :param source: binary32, binary64, binary16 or bfloat16 (float32 with its numbers), the format of the values
    :param mode: nearest (ties to even), nearest-away, zero, up, down (towards infinities), odd (the neighbour whose last bit
        is 1, unless the value is exact)
    :param overflow: ieee (infinity, or NaN in e4m3 and fnuz) or saturate; e3m2, e2m3, e2m1 and blocks always saturate
    :param flush: whether results below the smallest normal number may be zeros
    NaN must stay NaN, in a block of e4m3 or e5m2 too, whose other numbers are then not judged. Not judged are NaN in formats
    without it, infinities in blocks, infinities where numbers saturate, the sign of a zero, of nvfp4 more than 21 bits.
    """
    __tracebackhide__ = True
    target = _target(_choice("to", to, [*FORMATS, *BLOCKS]))
    form, kind = target.element, SOURCES[_choice("source", source, SOURCES)]
    _choice("mode", mode, MODES)
    _choice("overflow", overflow, ("ieee", "saturate"))
    values = _boundary_blocks(target, FORMATS[source]) if target.length else _boundary_values(form, FORMATS[source])
    title = f"assert_rounds: {source} to {to}, {mode}, {overflow}"

    def right(v: float) -> float:
        return round_exactly(v, form, mode, overflow)
    # Also arrays that are short, or no multiple of a vector's or a block's length.
    asked = [values[:n] for n in (len(values), 1, 7, *([target.length + 1] if target.length else []))]
    if target.length:
        row = values[2 * target.length:8 * target.length].copy()
        row[0] = values[0] if target.digits else row[0]
        asked.append(_held(np.stack([row, row[::-1] * 0.25]), FORMATS[source]))
    for numbers in asked:
        part, flat = numbers.astype(kind), numbers.ravel()
        expected = list(target.each(flat, right))
        try:
            raw = fn(part.copy())
            got = _answer(raw, part.shape, title).ravel().tolist()
        except Exception:
            if part.ndim == 1:
                raise
            continue  # a routine of one dimension
        smallest = list(target.each(flat, lambda v: math.ldexp(1, form.emin))) if flush else []
        wrong = [i for i, (g, e) in enumerate(zip(got, expected))
                 if not target.same(g, e) and not (flush and g == 0 and abs(e) < smallest[i])]
        if not wrong:
            continue
        i = wrong[0]
        faults = [(code, words, target.each(flat, one)) for code, words, one in
                  _rounding_faults(form, FORMATS[source], mode, overflow)]
        if target.length:
            faults += [("round-scale", words, other.each(flat, right)) for words, other in _scale_faults(target, to)]
        if part.ndim == 2:  # all others would have shown in one dimension
            columns = target._replace(length=2).each(numbers.T.ravel(), right)
            faults = [("round-scale", "blocks run along the columns; they must run along the rows",
                       np.reshape(list(columns), (-1, 2)).T.ravel().tolist())]
        fault = next((f"{code}: {words}" for code, words, other in faults if all(map(target.same, got, other))), "")
        saturates = overflow == "ieee" and fault.startswith(f"round-overflow: gives {form.largest} ")
        hint = 'if this is intended, ask for overflow="saturate"' if saturates else _pattern_hint(raw)
        at = [int(j) for j in np.unravel_index(i, part.shape)]
        raise _failure(f"{title}: {len(wrong)} of {len(flat)} values are wrong", where=f"values{at} = {_number(flat[i])}",
                    expected=_number(expected[i]), got=_number(got[i]),
                    bound="2^-21 of the expected number" if target.digits else "0, bitwise", fault=fault, hint=hint)
    _assert_not_finite(fn, to, source, mode, overflow, values, title)


# --------------------------------------------------------------------------------------- random results


_Alarm = NamedTuple("_Alarm", [("nats", float), ("what", str), ("expected", str), ("got", str)])


class _Tests:
    """Tests that hold for finite samples: a right routine shows evidence e in one of them with a probability of at most exp(-e),
    so that all together raise a false alarm with at most the requested probability if each needs ln(tests / probability);
    their number does not depend on the sample. binomial: Hoeffding (1963), theorem 1, also for events of unlike probabilities;
    chi_square: Chernoff; normal: exp(-t^2/2); the distribution function: Massart (1990). Two-sided ones pay ln 2."""

    def __init__(self, false_alarm: float):
        if not 0 < false_alarm < 1:
            raise ValueError(f"false_alarm must be between 0 and 1, got {false_alarm}")
        self.false_alarm = false_alarm
        self.all: List[_Alarm] = []

    def add(self, what: str, nats: float, expected: str, got: str) -> None:
        self.all.append(_Alarm(max(nats, 0.0), what, expected, got))

    def binomial(self, what: str, n: float, k: float, least: float, most: Optional[float] = None) -> None:
        """k of n independent events, whose mean probability lies in a range."""
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

    def alarms(self) -> List[_Alarm]:
        """Those beyond the limit, the strongest first."""
        return sorted((a for a in self.all if a.nats > self.limit()), key=lambda a: -a.nats)

    def check(self, title: str, name: Callable[[List[_Alarm]], Tuple[str, _Alarm]]) -> None:
        """Raises an error if there are alarms, with the fault and the alarm that shows it."""
        __tracebackhide__ = True
        alarms = self.alarms()
        if alarms:
            fault, first = name(alarms)
            also = next((f"{a.what}: {a.got} where {a.expected} is expected" for a in alarms
                         if a.what.split()[0] != first.what.split()[0]), "")  # of another kind
            raise _failure(f"{title}: {len(alarms)} of {len(self.all)} tests raise an alarm", where=first.what,
                        expected=first.expected, got=first.got, bound="the p-value must be at least "
                        f"exp(-{self.limit():.1f}), got less than exp(-{first.nats:.1f})", also=also, fault=fault)


def binomial_evidence(n: float, k: float, p: float) -> float:
    """-ln of a bound on the probability that a binomial count is at or beyond k, seen from n p: n KL(k/n, p) - ln 2."""
    def term(q: float, p: float) -> float:
        return 0.0 if q <= 0 else math.inf if p <= 0 else q * math.log(q / p)
    return max(0.0, n * (term(k / n, p) + term(1 - k / n, 1 - p)) - math.log(2))


def _pairs(values: Array, lag: int) -> Tuple[Array, Array]:
    """Pairs at a distance along the last axis, each value in one of them."""
    first = np.flatnonzero(np.arange(values.shape[-1] - lag) // lag % 2 == 0)
    return values[..., first], values[..., first + lag]


SLACK = 2.0**-16  # the error that is allowed in a probability of rounding up


class _Places:
    """Values (k + f) 2^e of a source, between the numbers k 2^e and (k + 1) 2^e of a format."""

    def __init__(self, to: Format, source: Format, random: np.random.Generator, fractions: Sequence[float], small: bool = True):
        least, emax = max(to.emin, source.emin), min(math.frexp(to.largest)[1], math.frexp(source.largest)[1]) - 1
        self.f = np.array(fractions)
        n, half = len(self.f), 1 << (to.p - 1)
        e = random.choice(np.unique(np.clip([least, least + 1, -3, 0, 1, 4, emax - 1], least, emax - 1)), n)
        k = random.integers(half, 2 * half, n)
        k[::5] = 2 * half - 1  # the largest significand, whose neighbour is a power of two
        self.small = (np.arange(n) % 8 == 3) & small & (to.emin >= source.emin)  # results below the smallest normal number
        e[self.small], k[self.small] = to.emin, random.integers(0, half, self.small.sum())
        self.sign = np.where(random.random(n) < 0.5, -1.0, 1.0)
        unit = np.ldexp(self.sign, e - to.p + 1)
        self.lower, self.upper = k * unit, (k + (self.f > 0)) * unit  # towards zero, and away from it
        self.after = self.upper + self.sign * _spacing(self.upper, to)  # the next number
        self.odd = k % 2 == 1
        self.values = (k + self.f) * unit


class _Beyond:
    """Values between the largest number of a format and the next it would have, and farther ones; as _Places."""

    def __init__(self, to: Format, source: Format, overflow: str, fractions: Sequence[float]):
        unit, beyond = math.ldexp(1, math.frexp(to.largest)[1] - to.p), to.largest if overflow == "saturate" else to.beyond
        both = [(f, to.largest + f * unit) for f in fractions]
        both += [(1.0, v) for v in (to.largest + unit, 2 * to.largest, 1000 * to.largest, source.largest)]
        both = [(f, v) for f, v in both if to.largest + f * unit <= v <= source.largest]
        self.f, sizes = np.repeat(np.reshape(both, (-1, 2)), 128, axis=0).T
        self.sign = np.resize([1.0, -1.0], len(self.f))
        self.values, self.upper, self.after = self.sign * sizes, self.sign * beyond, self.sign * math.inf
        self.lower = np.where(self.f < 1, self.sign * to.largest, self.upper)
        self.small = self.f < 0


class _Layout:
    """Values stand in an array as they are, or in blocks, each behind a number that gives the block its scale; for nvfp4 behind
    a block with the array's largest magnitude, so that scales are powers of two, by which a division is exact."""

    def __init__(self, to: _Target, source: Format, digits: int):
        times = 512.0 if source.largest > 1e6 else 1.0
        self.length, self.head = to.length, [2688 * times, *[0.0] * 15] if to.digits else []
        top = math.ldexp(1, math.frexp(to.element.largest)[1] - 1)
        lowest = to.element.emin - to.element.p + 1 - digits - (source.emin - source.p + 1)
        found = []  # the largest magnitude of a block, its scale, and what the former becomes
        for j in (0, -3, 5, 2):
            for m in (to.element.largest, *((top, to.element.largest + top / 16, 1.9375 * top) if not to.digits else ())):
                m *= times * 2.0**j
                scale = to.scale(m, 2688 * times)
                if m / scale >= top and j + lowest >= 0 and _held(m, source) == m:
                    found.append((m, scale, *(scale * round_exactly(m / scale, to.element, mode, "saturate")
                                              for mode in ("zero", "up"))))
        self.blocks = np.array(found)

    def __call__(self, of: Any, order: Array) -> Tuple[Array, ...]:
        """Values, their neighbours towards zero and away from it, the next number, and the index of each value."""
        columns = [a[order] for a in (of.values, of.lower, of.upper, of.after)]
        at = np.arange(len(order))
        if self.length:
            among = at // (self.length - 1)
            at = at + among + 1 + len(self.head)
            blocks = np.resize(self.blocks, (among[-1] + 1, 4))
            first = np.arange(len(blocks)) * self.length + len(self.head)
            for j, column in enumerate(columns):
                columns[j] = np.resize(self.head or [0.0], at[-1] + 1)
                columns[j][at], columns[j][first] = column * blocks[among, 1], blocks[:, (0, 2, 3, 3)[j]]
        return (*columns, at)


def _stochastic_faults(places: _Places):
    """(code, words, probability of going away from zero)."""
    f, negative, wholes = places.f, places.sign < 0, (np.floor, np.rint, lambda x: (x + 0.5) // 1)
    yield "round-to-nearest", "rounds to nearest", np.where(f == 0.5, places.odd, f > 0.5).astype(float)
    yield "round-to-nearest", "rounds to nearest, ties away from zero", (f >= 0.5).astype(float)
    yield "round-to-nearest", "rounds to nearest, and only ties at random", np.where(f == 0.5, 0.5, f > 0.5)
    for words, p in (("always rounds towards zero", f * 0), ("always rounds away from zero", (f > 0) * 1.0),
                     ("rounds either way with probability 1/2", np.where(f > 0, 0.5, 0)), ("rounds away with 1 - f", 1 - f),
                     ("rounds up with probability f, so away from zero with 1 - f below 0", np.where(negative, 1 - f, f))):
        yield "round-biased", words + "; round away from zero with probability f", p
    for bits in range(1, 13):
        words = f"uses only about {bits} random bits" + ", or random numbers of a truncated range" * (bits > 8)
        yield from (("round-few-bits", words, whole(f * 2.0**bits) / 2.0**bits) for whole in wholes)
    for most in (0.25, 0.125):
        yield "round-dithered", f"adds a random number of less than {most} of a spacing, and rounds to nearest", \
            np.clip((f - 0.5 + most) / (2 * most), 0, 1)


def _probability_tests(before: list, false_alarm: float, places: _Places, counts: Array, draws: int, chance: Array) -> _Tests:
    """Tests of the frequencies with which values round away from zero, one by one and together, after those before."""
    tests = _Tests(false_alarm)
    tests.all += before
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
    centre = abs(f - 0.5) <= 0.5 - 2.0**-8
    for what, among in (("of both signs", f >= 0), ("of both signs with 2^-8 <= f <= 1 - 2^-8", centre)):
        pool(what, among, up=True)
    for what, among in (("of all kinds", f >= 0), ("above 0", places.sign > 0), ("below 0", places.sign < 0),
                        ("with subnormal results", places.small), ("with normal results", ~places.small),
                        ("with f < 1/2", f < 0.5), ("with f > 1/2", f > 0.5), ("with f = 1/2", f == 0.5),
                        ("with 2^-8 <= f <= 1 - 2^-8", centre), *((f"with f < 2^-{j}", f < 2.0**-j) for j in range(2, 13)),
                        *((f"with f > 1 - 2^-{j}", f > 1 - 2.0**-j) for j in range(2, 13))):
        pool(what, among)
    return tests


def _rounds_again(got: Array, lower: Array, upper: Array, after: Array, f: Array, odd: Array, normal: Array, digits: int) -> bool:
    """Returns true if results are those of random bits below the last place, added, and then rounding to nearest even: normal
    ones go up twice with the probability f - 1/2, once with f + 1/2 if f < 1/2; a tie may be one of 2^digits cases."""
    low, high = normal & (f < 0.5), normal & (f > 0.5) & (abs(np.frexp(upper)[0]) != 0.5)  # there the spacing changes
    twice, once = got == after, got == upper
    return bool((twice | once | (got == lower)).all()) and not twice[f <= 0.5].any() and any(max(
        binomial_evidence(high.sum(), twice[high].sum(), (f - 0.5 - odd * tie)[high].mean()),
        binomial_evidence(low.sum(), once[low].sum(), (f + 0.5 - ~odd * tie)[low].mean())) < 12 for tie in (0, 2.0**-digits))


def assert_stochastic_rounding(fn: Callable[..., Any], to: str = "bfloat16", source: str = "binary32",
                               bits: Optional[int] = None, false_alarm: float = 1e-9, flush: bool = False,
                               overflow: str = "ieee", seeded: bool = False) -> None:
    """fn rounds each value of an array to one of its two neighbours in a format, away from zero with the probability f (within
    2^-16), the distance from the neighbour towards zero in spacings; values of the format stay. Entries and calls are
    independent. fn(values) is called some 1000 times and rounds a million values; if it takes a generator, give it a fresh
    one in each call or one that it continues: lambda values: mine(values, rng).

    :param to: a format, blocks or nvfp4, as in assert_rounds, which tests the rules for scales: here few scales are asked
    :param source: as in assert_rounds; it must have two bits more than to
    :param bits: the random bits that it uses; the probability may then also be f cut or rounded to so many
    :param false_alarm: a right routine fails with at most this probability (see _Tests)
    :param flush: whether results below the smallest normal number may be zeros; the others must be neighbours
    :param overflow: what is beyond the largest number, NaN and infinities: as in assert_rounds
    :param seeded: whether fn(values, seed) takes a seed below 2^32 too. It gets another one in each call, neighbours and some
        that differ in bit 29 or 30; these must give independent numbers, not shifted by a few, and one seed the same again

    Power, at a false alarm of 1e-9, if the source has 13 bits more: of n = 480,000 draws with f between 2^-8 and 1 - 2^-8 a
    fraction that is t < 0.0057 off is found, so that a bias of 1% of a spacing there is missed with a probability below
    exp(-2n (0.01 - t)^2) < 1e-7. Twelve random bits, f cut, are always found (11 to tf32 and binary16 from binary32). A
    dependence is found where it makes entries agree that are 1..64 or a power of two apart, or calls that are 1..16 apart.
    """
    __tracebackhide__ = True
    target = _target(_choice("to", to, [*FORMATS, *BLOCKS]))
    form, held, kind = target.element, FORMATS[_choice("source", source, SOURCES)], SOURCES[source]
    digits = min(held.p - form.p, 30)
    if digits < 2 or not (bits is None or isinstance(bits, (int, np.integer)) and 1 <= bits <= 53):
        raise ValueError("source must have two bits more than to, and bits be a whole number from 1 to 53 or None, "
                         f"got {source}, {to} and {bits!r}")
    _choice("overflow", overflow, ("ieee", "saturate"))
    title = f"assert_stochastic_rounding: {source} to {to}"
    random = np.random.default_rng(20210221)
    tests = _Tests(false_alarm)
    seeds = iter(range(2_000_000_000, 2**32))
    draws, copies = 125, 20  # calls, and how often each value stands in an array
    least = 2.0**-min(12, digits - 2) - 2.0**-digits if digits > 12 else 2.0**-digits
    middle = [0.5, 0.25, 0.75, 0.125, 0.875, 0.375, 0.625] * 14
    middle += [*random.integers(*((2**5, 2**13 - 2**5) if digits > 12 else (1, 2**digits)), 94) / 2.0**min(digits, 13)]
    if bits is not None and bits + 2 <= digits:
        wholes = np.unique(np.concatenate([np.arange(1, 9), random.integers(1, 2**min(bits, 20), 16)]) % 2**bits)
        middle += [*((wholes[:, None] + [0, 0.25, 0.5, 0.75]) / 2.0**bits).ravel() % 1]
    middle = [f for f in middle if f > 0 and f * 2.0**digits % 1 == 0]
    places = _Places(form, held, random, [least] * 64 + [1 - least] * 64 + middle, not flush)
    exact = _Places(form, held, random, [0.0] * 64)
    ties = _Places(form, held, random, [0.5] * 4096, not flush)
    layout = _Layout(target, held, digits)

    def call(given: Array, seed: Optional[int] = None) -> Any:
        with np.errstate(all="ignore"):
            return fn(given, *([next(seeds) if seed is None else seed] if seeded else []))

    def drawn(of: Any, order: Array, seed: Optional[int] = None) -> Array:
        """Which entries go away from zero; checks that all are neighbours."""
        __tracebackhide__ = True
        given, lower, upper, after, at = layout(of, order)
        raw = call(given.astype(kind), seed)
        got = _answer(raw, given.shape, title)
        if target.digits:  # products that round
            for neighbour in (lower, upper):
                got = np.where(abs(got - neighbour) <= abs(neighbour) * 2.0**-target.digits, neighbour, got)
        away = (got == upper) | (np.isnan(got) & np.isnan(upper))
        wrong = ~((got == lower) | away)
        small = np.zeros(len(given), bool)
        small[at] = of.small[order]
        if flush:
            wrong &= ~(small & (got == 0))
        if wrong.any():
            i = int(np.flatnonzero(wrong)[0])
            fault = ("round-subnormals: gives zero below the smallest normal number" if (small & (got == 0))[wrong].all()
                     else f"round-overflow: gives {got[i]} beyond the largest number" if isinstance(of, _Beyond)
                     else "round-dithered: adds random bits and then rounds to nearest, which rounds up twice; truncate the "
                     "bits below the last one instead, before the cast" if of is places and _rounds_again(
                         *(a[at] for a in (got, lower, upper, after)), *(a[order] for a in (of.f, of.odd, ~of.small)), digits)
                     else "input-echoed: returns the values that it was given" if (got == given).all()
                     else "round-moves-exact: a value of the format must not change" if lower[i] == upper[i] else "")
            raise _failure(f"{title}: {int(wrong.sum())} of {len(given)} results are no neighbours of their values",
                        where=f"values[{i}] = {_number(given[i])}", expected=f"{_number(lower[i])} or {_number(upper[i])}",
                        got=_number(got[i]), bound="2^-21 of it" if target.digits else "0", fault=fault, hint=_pattern_hint(raw))
        return (away & (lower != upper))[at]

    order = random.permutation(np.repeat(np.arange(len(places.f)), copies))
    away = np.array([drawn(places, order) for _ in range(draws)])
    for _ in range(16):
        drawn(exact, np.repeat(np.arange(64), copies))
    drawn(_Places(form, held, random, [0.5] * 64), np.arange(64))  # with subnormal results
    counts = np.bincount(order, away.sum(0), len(places.f))
    far = _Beyond(form, held, overflow, [0.5] if bits == 1 else [0.25, 0.5, 0.75])
    if not target.length and len(far.f):
        over = np.array([drawn(far, np.arange(len(far.f))) for _ in range(32)])
        for f in np.unique(far.f[far.lower != far.upper]):
            among = over[:, far.f == f]
            tests.binomial(f"round-up probability in magnitude beyond the largest number, f = {f:.6g}", among.size, among.sum(),
                           f - SLACK, f + SLACK)
    tied = np.array([drawn(ties, np.arange(4096), 1_000_000_000 + n % 16 + (0, 1 << 29, 1 << 30)[n // 16]) for n in range(48)])
    if seeded and not (drawn(ties, np.arange(4096), 1_000_000_000) == tied[0]).all():
        raise _failure(f"{title}: the same seed gives other numbers in a second call",
                    fault="seed-ignored: hand the seed to the generator")
    short = np.array([drawn(ties, np.array([5, 1, 2])) for _ in range(256)])
    single = np.array([drawn(ties, np.array([0])) for _ in range(512)])[:, 0]
    n = draws * copies

    # Independence: ties go the same way in half of the pairs, or as often as the shares of their kinds that go away explain.
    dependent, kind = {}, ties.odd + 2 * (ties.sign > 0) + 4 * ties.small
    lags = [*range(1, 65), 128, 256, 512, 1024, 2048]
    share = np.array([tied[:, kind == k].mean() if (kind == k).any() else 0.5 for k in range(8)])[kind] + 0.0 * tied
    one_by_one, threes = single.mean() + 0.0 * single, short.mean(0) + 0.0 * short
    pairs = [(f"{name} {lag} apart", *_pairs(flags, lag), *_pairs(q, lag)) for name, flags, q, among in (
        ("entries", tied, share, lags), ("calls", tied.T, share.T, range(1, 17)),
        ("calls with one entry", single, one_by_one, (1, 2, 3)), ("calls with three entries", short.T, threes.T, (1, 2)),
        ("entries of three", short, threes, (1, 2))) for lag in among if lag < flags.shape[-1]]
    pairs += [(f"entries {shift - 2 * one * shift} apart in two calls", *(a[i::2, j] for a in (tied, share) for i, j in (
        (one, slice(shift, None)), (1 - one, slice(-shift)))))
              for shift in (1, 2, 3, 4, *((8, 16, 32, 64, 128, 256, 512, 1024) if seeded else ()))
              for one in ((0, 1) if seeded else (0,))]
    for what, one, other, p, q in pairs:
        same = int((one == other).sum())
        tests.binomial(f"{what} rounded the same way", one.size, same, 0.5 - 2 * SLACK, 0.5 + 2 * SLACK)
        dependent[tests.all[-1].what] = binomial_evidence(one.size, same, float((p * q + (1 - p) * (1 - q)).mean()))
    tests.binomial("round-up probability in magnitude of single entries, f = 0.5", single.size, single.sum(),
                   0.5 - SLACK, 0.5 + SLACK)
    # No number of heads of m coins has a probability above 1.01 sqrt(2 / (pi m)).
    m, width = tied.shape[1], 4
    balanced = int((abs(tied.sum(1) - m / 2) <= width).sum())
    tests.binomial("calls with half of the ties rounded each way", len(tied), balanced, 0,
                   (2 * width + 1) * 1.01 * math.sqrt(2 / (math.pi * m)))
    dependent[tests.all[-1].what] = tests.all[-1].nats
    scaled = np.ldexp(places.f, bits or 0)
    chances = [places.f] if bits is None else [places.f, *(
        np.ldexp(whole, -bits) for whole in (np.floor(scaled), np.rint(scaled), np.floor(scaled + 0.5)))]
    tried = [_probability_tests(tests.all, false_alarm, places, counts, n, chance) for chance in chances]

    def named(alarms: List[_Alarm]) -> Tuple[str, _Alarm]:
        biased = [a for a in alarms if a.what.startswith("round-up")]
        apart = [a for a in alarms if dependent.get(a.what, 0) > tests.limit()]
        first = (apart or biased or alarms)[0]
        if seeded and apart and first.what.startswith("calls"):
            return ("seed-ignored: every seed gives the same numbers" if (tied == tied[0]).all() else
                    "draws-repeated: seeds that differ by little give the same numbers"), first
        if biased:
            for code, words, chance in _stochastic_faults(places):
                if (not (away == away[0]).all() or set(np.unique(chance)) <= {0.0, 1.0}) and not _probability_tests(
                        [], false_alarm, places, counts, n, chance).alarms():
                    return f"{code}: {words}", biased[0]
        of_values = np.array([away[:, order == i].mean(1) for i in range(128, len(places.f))])  # the share of each, by call
        if (of_values % 1).any() and any((away[lag:] == away[:-lag]).all() for lag in range(1, 17)):
            return "draws-repeated: samples repeat; continue the random numbers from call to call", first
        if not (of_values % 1).any() and (of_values != of_values[:, :1]).any():
            return "draws-shared: one random number serves all entries; draw one for each entry", first
        for one, other in (("above 0", "below 0"), ("below 0", "above 0"), ("with subnormal", "with normal")):
            shown = [a for a in biased if f"values {one}" in a.what]
            if shown and not apart and not any(f"values {other}" in a.what for a in biased):
                first = shown[0]
        seen = ", ".join(f"{counts[places.f == f].mean() / n:.3f}" for f in (0.25, 0.5, 0.75))
        return "" if apart or not biased else f"round-biased: rounds away with probability {seen} at f = 1/4, 1/2, 3/4", first
    if all(one.alarms() for one in tried):
        min(tried, key=lambda one: one.alarms()[0].nats).check(title, named)
    _assert_not_finite(call, to, source, "nearest", overflow, layout(exact, np.arange(256) % 64)[0], title)


def _normal_distribution(z: Array) -> Array:
    return np.array([math.erfc(-v) for v in (z * math.sqrt(0.5)).tolist()]) / 2


def assert_noise(fn: Callable[[], Any], shape: Sequence[int], sigma: float, false_alarm: float = 1e-9) -> None:
    """fn() returns an array of that shape, whose entries are normal of mean 0 and standard deviation sigma, independent of each
    other and of those of other calls, with 20 random bits or more each. It is called 4 to 32,768 times, for N of some 2^20
    numbers or more; if it takes a generator, use lambda: mine(rng). A sigma of 0 asks for zeros. Two calls of a large shape are
    held at a time; the distribution function and distances are tested of its first 2^16 numbers, the rest of all.

    :param false_alarm: a right routine fails with at most this probability (see _Tests)

    Tested are the mean, the variance, the distribution function, tails, small numbers, signs, zeros and repeated numbers; mean
    and variance of calls, rows, columns and, of up to 1024, entries; signs and magnitudes at distances of 1 to 64, rows, calls
    and powers of two. Power, at a false alarm of 1e-9, where the limit L is below 33 nats: a deviation that
    is off by a factor 1 + d is missed with a probability of some exp(-N/4 (2d - sqrt(4 (L + 1) / N))^2), for d = 0.01 below
    1e-7; a mean of m sigma with at most exp(-(m sqrt(N) - sqrt(2 L))^2 / 2), for m = 0.015 below 1e-11; signs or magnitudes
    that agree in 52% of the pairs at one of these distances are found.
    """
    __tracebackhide__ = True
    shape = tuple(int(d) for d in (shape if isinstance(shape, (tuple, list)) else (shape,)))
    if not shape or min(shape) < 1 or not (sigma >= 0 and math.isfinite(sigma)):
        raise ValueError(f"shape must have positive sizes, and sigma be 0 or more, got {shape} and {sigma}")
    size = math.prod(shape)
    calls = min(max(-(-2**20 // size), 4), 2**15 if sigma else 16)
    title = f"assert_noise: {calls} calls, shape {shape}, sigma {sigma}"
    width = min(size, 2**16)  # numbers of a call that are compared with others
    levels = [2, 2.5, 3, 3.5, 4, 5, 6, 8, *(2.0**-j for j in range(1, 9))]
    # Parts of an array: their name, their number, and the entries that follow each other in one.
    parts = [(f"at index {{}} of axis {a}", d, math.prod(shape[a + 1:])) for a, d in enumerate(shape) if d <= 4096 and d < size]
    parts += [("of entry {} of the flat array", size, 1)] if size <= 1024 else []
    of_parts = [np.zeros((2, count)) for _, count, _ in parts]  # sums, and sums of squares
    sums, squares, kept, both, entries, counts = [], [], [], 0.0, np.zeros(size), np.zeros(2 + len(levels), int)
    batch = max(2**20 // size // 2 * 2, 2)
    for start in range(0, calls, batch):
        z = np.empty((min(batch, calls - start), size))
        for c in range(len(z)):
            z[c] = _answer(fn(), shape, title).ravel()
        bad = ~np.isfinite(z) if sigma else z != 0
        if bad.any():
            c, i = (int(j[0]) for j in np.nonzero(bad))
            raise _failure(f"{title}: wrong numbers", where=f"call {start + c}, entry {i} of the flat array", got=float(z[c, i]),
                        expected="finite" if sigma else 0, fault="" if sigma else "noise-not-asked: sigma = 0 asks for no noise")
        z /= sigma or 1
        sums.append(z.sum(1))
        squares.append(np.einsum("ci,ci->c", z, z))
        entries += z.sum(0)
        pairs = len(z) // 2 * 2
        both += squares[-1][:pairs].sum() + 2 * np.einsum("ci,ci->", z[:pairs:2], z[1:pairs:2])
        for found, (_, count, inner) in zip(of_parts, parts):
            y = z.reshape(-1, count, inner)
            found += y.sum((0, 2)), np.einsum("anb,anb->n", y, y)
        if start * width < 2**18:
            kept.append(z[:-(-2**18 // width), :width].copy())
        signs = int((z == 0).sum()), int((z > 0).sum())
        np.abs(z, out=z)
        counts += [*signs, *(int((z > t).sum()) for t in levels)]
    if not sigma:
        return
    n, of_calls, of_squares, sample = calls * size, np.concatenate(sums), np.concatenate(squares), np.concatenate(kept)
    part = sample.ravel()[:2**18]
    tests = _Tests(false_alarm)
    variance = float(of_squares.sum()) / n
    tests.chi_square("variance over sigma^2", n, variance)
    tests.normal("mean over sigma, all together", float(of_calls.sum()) / math.sqrt(n), 1 / math.sqrt(n))

    def distance(y: Array) -> float:
        p, m = _normal_distribution(np.sort(y)), len(y)
        return max(float((np.arange(1, m + 1) / m - p).max()), float((p - np.arange(m) / m).max()))
    d = distance(part)
    tests.add(f"largest distance of the distribution function, of {len(part)}", 2 * len(part) * d * d - math.log(2),
              "0", f"{d:.3g}")
    for t, k in zip(levels, counts[2:].tolist()):
        tests.binomial(*((f"numbers beyond {t} sigma", n, k, math.erfc(t * math.sqrt(0.5))) if t > 1 else (
            f"numbers within {t} sigma", n, n - k, math.erf(t * math.sqrt(0.5)))))
    # A number of 20 random bits has none with a probability above 2^-19.
    tests.binomial("zeros", n, int(counts[0]), 0, 2.0**-19)
    few = min(len(part), 2**16)
    tests.binomial("repeated numbers", few, few - len(np.unique(part[:few])), 0, few * 2.0**-19)
    tests.binomial("numbers above 0", n, int(counts[1]), 0.5 - 2.0**-19, 0.5 + 2.0**-19)

    # Sums over calls and entries.
    tests.chi_square("variance of the sums of calls", calls, float((of_calls**2).mean()) / size)
    tests.chi_square("variance of the sums of entries over calls", size, float((entries**2).mean()) / calls)
    tests.chi_square("variance of the sums of two calls", calls // 2 * size, both / (calls // 2 * size) / 2)
    for found, (name, count, _) in zip(of_parts, parts):
        for i, (s, q) in enumerate(found.T * count / n):
            tests.chi_square("variance " + name.format(i), n // count, float(q))
            tests.normal("mean over sigma " + name.format(i), float(s) * math.sqrt(n / count), math.sqrt(count / n))
    for what, ratio in zip(("largest", "smallest"), (float(of_squares.max()) / size, float(of_squares.min()) / size)):
        nats = math.inf if ratio <= 0 else size / 2 * (ratio - 1 - math.log(ratio)) - math.log(2 * calls)
        tests.add(f"{what} variance of a call", nats, "1", f"{ratio:.6g}")
    if size > 8:  # the density of a chi-square of n degrees is at most 1 / (2 sqrt(pi (n - 2)))
        near = 0.05 * math.sqrt(math.pi * (size - 2))
        tests.binomial("calls whose variance is sigma^2", calls, int((abs(of_squares - size) <= near).sum()), 0, 0.05)

    # Signs and magnitudes, some distances apart: of all numbers in the order in which they came, or within and between calls.
    line = part if width == size else part.reshape(-1, width)
    lags = {*range(1, 65), *(2**j for j in range(7, 16)), *(s * c for s in (width, shape[-1]) for c in range(1, 9)),
            *(c * width + s for c in (1, 2) for s in (-1, 1)), max(width // 2, 1)}
    apart = [(f"numbers {lag} apart", line, lag) for lag in sorted(lags) if 0 < lag <= line.shape[-1] // 2]
    apart += [(f"numbers {c} calls apart", line.T, c) for c in range(1, len(line)) if line.ndim == 2]
    apart = [(what, *one) for one in apart for what in ("signs", "magnitudes")]
    for what, between, values, lag in apart:
        one, other = (a > 0 if what == "signs" else abs(a) > 0.6744897501960817 for a in _pairs(values, lag))
        tests.binomial(f"{what} of {between} that agree", one.size, int((one == other).sum()), 0.5 - 2.0**-18, 0.5 + 2.0**-18)
    found_apart = {a.what: how for a, how in zip(tests.all[-len(apart):], apart)}

    def named(alarms: List[_Alarm]) -> Tuple[str, _Alarm]:
        def shown(*starts: str) -> Optional[_Alarm]:
            return next((a for a in alarms if a.what.startswith(starts)), None)

        first, coarse = alarms[0], shown("repeated numbers", "zeros")
        for a in (a for a in alarms if a.what in found_apart):
            what, between, values, lag = found_apart[a.what]
            one, other = _pairs(values if what == "signs" else abs(values), lag)
            if what == "signs" and (other == one).mean() > 0.4 + (other == one[..., ::-1]).mean():
                return f"noise-reused: {between} are equal; draw every number afresh", a
            # A median of other numbers shows that they depend on each other, and do not only have another distribution.
            same = ((one > np.median(one)) == (other > np.median(one))).sum()
            if not coarse and binomial_evidence(one.size, same, 0.5) > tests.limit():
                return "noise-dependent: draw every number independently of the others", a
        if coarse:
            return ("noise-coarse: too many numbers are equal; draw with 20 bits or more, as in float32, and round afterwards",
                    coarse)
        tails, main = shown("numbers beyond"), shown("variance", "mean over sigma")  # the strongest
        if tails and (abs(part) == abs(part).max()).sum() > 20:
            return f"noise-clipped: nothing is beyond {abs(part).max():.4g} sigma; do not limit the noise", tails
        if distance((part - part.mean()) / part.std()) > math.sqrt(tests.limit() / (2 * len(part))):
            return "noise-distribution: draw from the normal distribution", shown("largest distance") or first
        if main and main.what.startswith("variance over"):
            if sigma != 1 and min(abs(variance / sigma**2 - 1), abs(variance * sigma - 1)) < 8 * math.sqrt(2 / n):
                return "variance-as-deviation: sigma is a standard deviation, not a variance", main
            return f"noise-scaled: the standard deviation is {math.sqrt(variance):.4g} of sigma", main
        if main:
            return "noise-mean: the noise must have the mean 0" if main.what.startswith("mean over sigma, ") else "", main
        return ("noise-distribution: draw from the normal distribution", tails) if tails else ("", first)
    tests.check(title, named)
