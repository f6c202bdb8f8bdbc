# SPDX-License-Identifier: Apache-2.0
"""What eight tests of public libraries find, beside those of src/python/noisygd_test.py: for proofs-notes/other-tests.md.

    python3 src/golden/other_tests.py            the tables of the page, with 40 runs a cell: a quarter of an hour
    python3 src/golden/other_tests.py --short    the false alarms again, two runs of each cell, both held against the page

Each test is written anew from what it draws, counts and allows; the page cites where. A routine is right or has one
mistake, and takes its random numbers from a generator that is seeded by the run, so that a run of a cell can be made again."""
import math
import pathlib
import sys
import warnings

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "python"))
import noisygd_test as ours  # noqa: E402
import test_noisygd_test as routines  # noqa: E402

PAGE = HERE.parent.parent / "proofs-notes" / "other-tests.md"
RUNS = 40


def interval(k, n):
    """Clopper and Pearson's, of 95%, in percent."""
    logs = np.concatenate([[0], np.cumsum(np.log(np.arange(1, n + 1)))])

    def at_most(k, p):
        i = np.arange(k + 1)
        return np.exp(logs[n] - logs[i] - logs[n - i] + i * math.log(p) + (n - i) * math.log1p(-p)).sum()

    def largest(holds):
        low, high = 0.0, 1.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if holds(middle) else (low, middle)
        return 100 * low
    return (0.0 if k == 0 else largest(lambda p: 1 - at_most(k - 1, p) < 0.025),
            100.0 if k == n else largest(lambda p: at_most(k, p) > 0.025))


# ---------------------------------------------------------------------------------------- stochastic rounding

FORMATS = {"bfloat16": {}, "binary16": {"p": 11, "emin": -14, "largest": 65504}, "e2m1": {"p": 2, "emin": 0, "largest": 6},
           "6 bits": {"p": 6, "emin": -30}}
ROUNDINGS = {  # which entries go away from zero, by the fraction f and the sign
    "right": lambda rng: lambda f, negative: rng.random(f.shape) < f,
    "to nearest": lambda rng: lambda f, negative: f >= 0.5,
    "1% of a spacing too often away": lambda rng: lambda f, negative: rng.random(f.shape) < np.where(f > 0, f + 0.01, 0),
    "6 random bits, cut": lambda rng: lambda f, negative: rng.random(f.shape) < np.floor(f * 64) / 64,
    "8 random bits, cut": lambda rng: lambda f, negative: rng.random(f.shape) < np.floor(f * 256) / 256,
    "1 - f below 0": lambda rng: lambda f, negative: rng.random(f.shape) < np.where(negative & (f > 0), 1 - f, f),
    "subnormals to zero": lambda rng: lambda f, negative: rng.random(f.shape) < f,
    "the same numbers in each call": lambda rng: lambda f, negative: np.random.default_rng(5).random(f.shape) < f,
    "one number for two entries": lambda rng: lambda f, negative: np.repeat(rng.random(f.size // 2 + 1), 2)[:f.size] < f.ravel(),
}


def routine(name, rng):
    def fn(x, form="bfloat16"):
        x, chance = np.asarray(x, np.float64), ROUNDINGS[name](rng)
        y = routines.by_chance(lambda f, n: np.reshape(chance(f, n), f.shape), **FORMATS[form])(x)
        return np.where(abs(y) < 2.0**FORMATS[form].get("emin", -126), 0, y) if name == "subnormals to zero" else y
    return fn


def places(x, form):
    """|x| = (whole + f) unit, with the sign of x in unit."""
    p, emin = FORMATS[form].get("p", 8), FORMATS[form].get("emin", -126)
    unit = np.copysign(np.ldexp(1.0, np.maximum(np.frexp(x)[1], emin + 1) - p), x)
    return np.floor(x / unit), x / unit - np.floor(x / unit), unit


def by_call(fn, form):
    """The mean of n roundings of each value, made in one call; NaN where one is no neighbour."""
    def means(values, n):
        whole, f, unit = places(values, form)
        got = fn(np.repeat(values, n), form).reshape(len(values), n)
        right = (got == (whole * unit)[:, None]) | (got == ((whole + (f > 0)) * unit)[:, None])
        return np.where(right.all(1), got.mean(1), np.nan)
    return means


def by_law(rng, form):
    """The same of a right routine: how many go away from zero is binomial."""
    def means(values, n):
        whole, f, unit = places(values, form)
        return (whole + rng.binomial(n, f) / n) * unit
    return means


def proposal(rng, means):
    values = 2.0 ** np.arange(-17, 12)  # numbers of binary16, all of them
    spacing = np.where(values >= 2.0**-14, values * 2.0**-10, 2.0**-24)
    off = abs(means(values, 2**14) - values)
    return not ((off < 1e-6) | (off < spacing / 2)).all()


def torchao(rng, means):
    values = (rng.random(32, np.float32) * np.float32(100)).astype(np.float64)
    return not (abs(means(values, 100_000) - values) <= 3e-5 + 3e-5 * values).all()


def julia(rng, means):
    e = 2.0**-7
    for values, n, low, high in (([1 + e / 2], 10_000, .45, .55), ([1 + e / 4, 2 + e / 2], 10_000, .2, .3),
                                 ([1 + e + e / 8, 1 + e / 8, -1 - e / 8], 100_000, .075, .175),
                                 ([1 + e / 16, 2 + e / 8], 100_000, .05, .08),
                                 ((np.arange(0x90) + 0.5) * 2.0**-133, 10_000, .45, .55)):
        whole, _, unit = places(np.array(values), "bfloat16")
        share = means(np.array(values), n) / unit - whole
        if not ((low < share) & (share < high)).all():
            return True
    powers = 2.0 ** np.arange(-10, 11)
    return not (means(powers, 100) == powers).all()


def qpytorch(rng, fn):
    """10^5 calls there; here 10^4 calls with ten copies of the array each. Without a routine, by the law."""
    a = rng.random(100)
    mean = by_law(rng, "6 bits")(a, 100_000) if fn is None else \
        sum(fn(np.tile(a, 10), "6 bits").reshape(10, 100).sum(0) for _ in range(10_000)) / 100_000
    return not ((mean - a) ** 2).mean() < 1e-6


def nvfp4(rng, fn):
    """8192 x 8192 there, with scales in e4m3; here 256 x 256, and the scale of a block is its largest magnitude over 6."""
    x = rng.standard_normal((256, 16, 16)) * 2 - 1
    scale = abs(x).max(2, keepdims=True) / 6
    near, q = routine("to nearest", rng), x / scale
    mean = sum(fn(q, "e2m1") for _ in range(50)) / 50
    return not (((mean - q) * scale) ** 2).mean() < (((near(q, "e2m1") - q) * scale) ** 2).mean()


# ------------------------------------------------------------------------------------------- noise, and casts


def chance_of_distance(z):
    """Of one as large between the distribution functions: Kolmogorov's limit with Stephens' correction."""
    n, p = len(z), ours._normal_distribution(np.sort(z))
    d = max((np.arange(1, n + 1) / n - p).max(), (p - np.arange(n) / n).max())
    t = d * (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n))
    return min(1.0, 2 * sum((-1) ** (j - 1) * math.exp(-2 * j * j * t * t) for j in range(1, 101)))


def pytorch(rng, draw, most=10**7):
    """Arrays of one, two and four sides of 30 to 50 each."""
    sizes = [min(int(np.prod(rng.integers(30, 51, sides))), most) for sides in (1, 2, 4)]
    return not all(chance_of_distance(draw(n)) > 0.0001 for n in sizes)


def jax(rng, draw):
    return not chance_of_distance(draw(10_000)) > 0.01


NOISES = {
    "right": lambda rng, n: rng.standard_normal(n),
    "1% too large": lambda rng, n: 1.01 * rng.standard_normal(n),
    "clipped at 3 deviations": lambda rng, n: np.clip(rng.standard_normal(n), -3, 3),
    "rounded to bfloat16": lambda rng, n: routines.bf16(rng.standard_normal(n, np.float32)),
    "its mean taken off": lambda rng, n: (lambda z: z - z.mean())(rng.standard_normal(n)),
    "each number twice": lambda rng, n: np.repeat(rng.standard_normal(n // 2 + 1), 2)[:n],
    "the same numbers in each call": lambda rng, n: np.random.default_rng(5).standard_normal(n),
}


def through_tf32(x):
    bits = x.view(np.uint32).astype(np.uint64)
    y = ((bits + 0xFFF + ((bits >> 13) & 1)) & 0xFFFFE000).astype(np.uint32).view(np.float32)
    return routines.bf16(np.where(np.isnan(x), x, y))


CASTS = {"right": routines.bf16, "cut": lambda x: np.where(np.isnan(x), x, routines.cut(x)),
         "ties away from zero": routines.nearest_away, "subnormals to zero": routines.flush,
         "NaN on its bits, as a number": routines.nan_lost, "the largest number for infinity": routines.saturating,
         "rounded twice, by way of tf32": through_tf32}


def twenty(rng, fn):
    """20 values of common sizes, none of them a tie."""
    x = (rng.uniform(-1, 1, 20) * 2.0 ** rng.integers(-11, 17, 20)).astype(np.float32)
    return not (abs(fn(x).astype(np.float64) - routines.bf16(x)) <= 1e-8).all()


def nine_bits(rng, fn):
    """All finite numbers with 9 bits after the point, against another cast; infinities and NaN count as alike."""
    x = (np.arange(2**18, dtype=np.uint32) << np.uint32(14)).view(np.float32)
    x = x[np.isfinite(x)]
    got, due = fn(x), routines.bf16(x)
    return not ((got == due) | (~np.isfinite(got) & ~np.isfinite(due))).all()


def alarm(test, *arguments):
    try:
        test(*arguments)
    except AssertionError:
        return True
    return False


TABLES = (  # what a routine is made of and a generator, and the tests
    ("rounding", ROUNDINGS, routine, {
        "proposal": lambda rng, fn: proposal(rng, by_call(fn, "binary16")),
        "torchao": lambda rng, fn: torchao(rng, by_call(fn, "bfloat16")),
        "QPyTorch": qpytorch, "Julia": lambda rng, fn: julia(rng, by_call(fn, "bfloat16")), "nvfp4": nvfp4,
        "ours": lambda rng, fn: alarm(ours.assert_stochastic_rounding, fn)}),
    ("noise", NOISES, lambda name, rng: lambda n: NOISES[name](rng, n), {
        "PyTorch": pytorch, "JAX": jax,
        "ours": lambda rng, draw: alarm(ours.assert_noise, lambda: draw(600).reshape(20, 30), (20, 30), 1.0)}),
    ("cast", CASTS, lambda name, rng: CASTS[name], {
        "20 values": twenty, "9 bits": nine_bits, "ours": lambda rng, fn: alarm(ours.assert_rounds, fn)}))
RIGHT = {"torchao": (20_000, lambda rng: torchao(rng, by_law(rng, "bfloat16"))), "QPyTorch": (20_000, lambda rng: qpytorch(rng, None)),
         "Julia": (20_000, lambda rng: julia(rng, by_law(rng, "bfloat16"))),
         "PyTorch": (2000, lambda rng: pytorch(rng, rng.standard_normal, 3000)), "JAX": (2000, lambda rng: jax(rng, rng.standard_normal))}


def rows(runs):
    """The false alarms of right routines, by the law of what is drawn; then each table."""
    for name, (n, test) in RIGHT.items():
        k = sum(test(np.random.default_rng([i, 13])) for i in range(n))
        yield f"| {name} | {k} of {n:,} | {{:.2f}}% to {{:.2f}}% |".format(*interval(k, n))
    for title, names, make, tests in TABLES:
        yield f"| {title} | " + " | ".join(tests) + " |"
        for name in names:
            found = [sum(bool(test(np.random.default_rng([i, 7]), make(name, np.random.default_rng([i, 11])))) for i in range(runs))
                     for test in tests.values()]
            yield f"| {name} | " + " | ".join(f"{k}/{runs}" for k in found) + " |"


def main(short):
    warnings.simplefilter("ignore")
    page, at, wrong = PAGE.read_text(encoding="utf-8").splitlines() if short else [], 0, []
    for line in rows(2 if short else RUNS):
        if not short:
            print(line, flush=True)
        elif line.endswith("% |") or "/" not in line:  # as it stands in the page
            at, wrong = (page.index(line), wrong) if line in page else (at, [*wrong, line])
        else:  # the first runs of as many as the page has
            said = next(p for p in page[at:] if p.startswith(line[:line.index("|", 1)]))
            cells = ([tuple(map(int, c.split("/"))) for c in row.strip("| ").split(" | ")[1:]] for row in (line, said))
            if any(k > all_k or n - k > all_n - all_k for (k, n), (all_k, all_n) in zip(*cells)):
                wrong.append(f"{line} where the page says {said}")
    print("\n".join(wrong) or "the figures of the page are met" if short else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main("--short" in sys.argv[1:]))
