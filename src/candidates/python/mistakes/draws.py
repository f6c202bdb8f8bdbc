# SPDX-License-Identifier: Apache-2.0
"""The law of the noise that sample draws."""
import math
import random

import candidate as kit
from candidate import gaussian, plus
from mistakes.registry import SAMPLE, blocks, mistake, replace_sample, scaled


# ---- sample ------------------------------------------------------------------------------------


def matrix_of(draw, A, sigma):
    return [[sigma * draw() for _ in A[0]] for _ in A]


def law(name, code, draw):
    @replace_sample(name, code)
    def sample(rng, X, Y, s1, s2, n, state):
        return matrix_of(lambda: draw(rng), X, s1), matrix_of(lambda: draw(rng), Y, s2)


def laplace(rng):
    return rng.choice((-1, 1)) * rng.expovariate(math.sqrt(2))


def student(rng, degrees=10):
    chi = sum(rng.gauss(0, 1) ** 2 for _ in range(degrees))
    return rng.gauss(0, 1) / math.sqrt(chi / degrees) * math.sqrt((degrees - 2) / degrees)


def cut(limit):
    def draw(rng):
        while True:
            x = rng.gauss(0, 1)
            if abs(x) <= limit:
                return x
    return draw


law("sample-uniform", "", lambda rng: rng.uniform(-math.sqrt(3), math.sqrt(3)))
law("sample-laplace", "", laplace)
law("sample-rademacher", "", lambda rng: rng.choice((-1.0, 1.0)))
law("sample-twelve-uniforms", "", lambda rng: sum(rng.random() for _ in range(12)) - 6)
law("sample-student-10", "", student)
law("sample-skewed", "", lambda rng: rng.expovariate(1.0) - 1.0)
law("sample-cut-at-2", "", cut(2.0))
law("sample-cut-at-4", "", cut(4.0))
law("sample-sigma-13-per-mille", "", lambda rng: rng.gauss(0, 1.013))
law("sample-hundredths", "", lambda rng: round(rng.gauss(0, 1), 2))
law("sample-hole-at-zero", "", lambda rng: (lambda z: math.copysign(max(0.02, abs(z)), z))(rng.gauss(0, 1)))
law("sample-twelve-bits", "", lambda rng: math.sqrt(-2 * math.log((rng.randrange(4096) + 1) / 4096))
    * math.cos(2 * math.pi * rng.randrange(4096) / 4096))
law("sample-folded", "", lambda rng: abs(rng.gauss(0, 1)))
law("sample-mean-shifted", "", lambda rng: rng.gauss(0.05, 1))
law("sample-scaled-by-sqrt-2", "", lambda rng: rng.gauss(0, math.sqrt(2)))
law("sample-sigma-3-percent", "", lambda rng: rng.gauss(0, 1.03))
law("sample-sigma-minus-3-percent", "", lambda rng: rng.gauss(0, 0.97))


def sample_sigmas(name, code, change):
    @replace_sample(name, code)
    def sample(rng, X, Y, s1, s2, n, state):
        a, b = change(s1, s2)
        return matrix_of(lambda: rng.gauss(0, 1), X, a), matrix_of(lambda: rng.gauss(0, 1), Y, b)


sample_sigmas("sample-variance", "variance-as-deviation", lambda a, b: (a * a, b * b))
sample_sigmas("sample-square-root", "variance-as-deviation", lambda a, b: (math.sqrt(a), math.sqrt(b)))
sample_sigmas("sample-sigmas-swapped", "", lambda a, b: (b, a))
sample_sigmas("sample-sigma1-for-both", "", lambda a, b: (a, a))
sample_sigmas("sample-noise-only-x", "noise-one-side", lambda a, b: (a, 0.0))
sample_sigmas("sample-sigma2-3-percent", "", lambda a, b: (a, 1.03 * b))


@replace_sample("sample-same-draw", "noise-correlated")
def same_draw(rng, X, Y, s1, s2, n, state):
    draws = [rng.gauss(0, 1) for _ in range(max(blocks(X), blocks(Y)))]
    a, b = iter(draws), iter(draws)
    return matrix_of(lambda: next(a), X, s1), matrix_of(lambda: next(b), Y, s2)


@replace_sample("sample-factors-half-correlated", "")
def half_correlated(rng, X, Y, s1, s2, n, state):
    shared = rng.gauss(0, 1)
    return (matrix_of(lambda: 0.6 * shared + 0.8 * rng.gauss(0, 1), X, s1),
            matrix_of(lambda: 0.6 * shared + 0.8 * rng.gauss(0, 1), Y, s2))


@replace_sample("sample-row-shared", "")
def row_shared(rng, X, Y, s1, s2, n, state):
    return (matrix_of(lambda: rng.gauss(0, 1), X[:1], s1) * len(X), matrix_of(lambda: rng.gauss(0, 1), Y, s2))


@replace_sample("sample-two-rows-shared", "")
def two_rows_shared(rng, X, Y, s1, s2, n, state):
    NX, NY = matrix_of(lambda: rng.gauss(0, 1), X, s1), matrix_of(lambda: rng.gauss(0, 1), Y, s2)
    return NX, NY[:-1] + NY[:1]


@replace_sample("sample-batch-constant", "")
def batch_constant(rng, X, Y, s1, s2, n, state):
    if not state:
        state["noise"] = gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)
    return state["noise"]


@replace_sample("sample-batch-of-100", "")
def batch_of_100(rng, X, Y, s1, s2, n, state):
    if n >= 100:
        return state[n % 100]
    state[n] = gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)
    return state[n]


@replace_sample("sample-half-reused", "")
def half_reused(rng, X, Y, s1, s2, n, state):
    """X's noise fresh at every image, Y's only at every second."""
    if n % 2 == 0:
        state["Y"] = gaussian(rng, len(Y), len(X[0]), s2)
    return gaussian(rng, len(X), len(X[0]), s1), state["Y"]


@replace_sample("sample-antithetic", "")
def antithetic(rng, X, Y, s1, s2, n, state):
    if n % 2 == 0:
        state["noise"] = gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)
        return state["noise"]
    return tuple(scaled(-1.0, a) for a in state["noise"])


@replace_sample("sample-serial", "")
def serial(rng, X, Y, s1, s2, n, state):
    """Each draw remembers a third of the draw before it."""
    new = [gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)]
    if n:
        c = math.sqrt(1 - 1 / 9)
        new = [plus(scaled(c, a), b, 1 / 3) for a, b in zip(new, state["last"])]
    state["last"] = new
    return tuple(new)


@replace_sample("sample-every-tenth-zero", "")
def every_tenth_zero(rng, X, Y, s1, s2, n, state):
    k = 0.0 if n % 10 == 0 else math.sqrt(10 / 9)
    return (matrix_of(lambda: k * rng.gauss(0, 1), X, s1), matrix_of(lambda: k * rng.gauss(0, 1), Y, s2))


@replace_sample("sample-scale-shared", "")
def scale_shared(rng, X, Y, s1, s2, n, state):
    """One random scale for a whole draw: uncorrelated entries, but not independent ones."""
    k = rng.choice((0.6, math.sqrt(2 - 0.36)))
    return (matrix_of(lambda: k * rng.gauss(0, 1), X, s1), matrix_of(lambda: k * rng.gauss(0, 1), Y, s2))


@mistake("sample-seed-ignored", "", SAMPLE)
def seed_ignored():
    right = kit.sample
    kit.sample = lambda M, X, Y, eX, eY, s1, s2, count, seed: right(M, X, Y, eX, eY, s1, s2, count, 1)


@mistake("sample-seed-few-bits", "", SAMPLE)
def seed_few_bits():
    """Only eight values of the seed give different draws."""
    right = kit.sample
    kit.sample = lambda M, X, Y, eX, eY, s1, s2, count, seed: right(M, X, Y, eX, eY, s1, s2, count, seed % 2)


@mistake("sample-chained", "", SAMPLE)
def chained():
    """A run of count steps instead of count images of one state."""
    def sample(M, X, Y, eX, eY, s1, s2, count, seed):
        rng, images, r = random.Random(seed), [], len(X[0])
        for _ in range(count):
            X, Y = kit.step(M, X, Y, eX, eY, gaussian(rng, len(X), r, s1), gaussian(rng, len(Y), r, s2))
            images.append((X, Y))
        return [p[0] for p in images], [p[1] for p in images]
    kit.sample = sample


@mistake("sample-same-seed-for-factors", "noise-correlated", SAMPLE)
def same_seed_for_factors():
    """Two generators, one for each factor, started from the same seed."""
    def sample(M, X, Y, eX, eY, s1, s2, count, seed):
        a, b, r = random.Random(seed), random.Random(seed), len(X[0])
        images = [kit.step(M, X, Y, eX, eY, gaussian(a, len(X), r, s1), gaussian(b, len(Y), r, s2))
                  for _ in range(count)]
        return [p[0] for p in images], [p[1] for p in images]
    kit.sample = sample


@replace_sample("sample-factors-slightly-correlated", "noise-correlated")
def factors_slightly_correlated(rng, X, Y, s1, s2, n, state):
    NX, NY = gaussian(rng, len(X), len(X[0]), 1.0), gaussian(rng, len(Y), len(X[0]), 1.0)
    mixed = [[0.05 * a + math.sqrt(1 - 0.05 ** 2) * b for a, b in zip(p, q)] for p, q in zip(NX, NY)]
    return scaled(s1, NX), scaled(s2, mixed + NY[len(mixed):])


@replace_sample("sample-first-row-tenth", "")
def first_row_tenth(rng, X, Y, s1, s2, n, state):
    """A deviation off by a tenth in the first row of X alone."""
    NX = gaussian(rng, len(X), len(X[0]), s1)
    return scaled(1.1, NX[:1]) + NX[1:], gaussian(rng, len(Y), len(X[0]), s2)


@replace_sample("sample-sigma-over-root-rows", "")
def sigma_over_root_rows(rng, X, Y, s1, s2, n, state):
    return (gaussian(rng, len(X), len(X[0]), s1 / math.sqrt(len(X))),
            gaussian(rng, len(Y), len(X[0]), s2 / math.sqrt(len(Y))))


@mistake("sample-seed-plus-index", "", SAMPLE)
def seed_plus_index():
    """Image n is drawn with seed + n, so that the next seed's images are this one's, moved on by one."""
    right = kit.sample

    def sample(M, X, Y, eX, eY, s1, s2, count, seed):
        images = [right(M, X, Y, eX, eY, s1, s2, 1, seed + n) for n in range(count)]
        return [p[0][0] for p in images], [p[1][0] for p in images]
    kit.sample = sample
