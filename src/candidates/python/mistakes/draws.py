# SPDX-License-Identifier: Apache-2.0
"""The law of the noise that sample draws."""
import math
import random

import candidate as kit
from candidate import gaussian
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


def cut(limit):
    def draw(rng):
        while True:
            x = rng.gauss(0, 1)
            if abs(x) <= limit:
                return x
    return draw


law("sample-uniform", "noise-distribution", lambda rng: rng.uniform(-math.sqrt(3), math.sqrt(3)))
law("sample-laplace", "noise-distribution", laplace)
law("sample-cut-at-2", "", cut(2.0))
law("sample-sigma-3-percent", "", lambda rng: rng.gauss(0, 1.03))


def sample_sigmas(name, code, change):
    @replace_sample(name, code)
    def sample(rng, X, Y, s1, s2, n, state):
        a, b = change(s1, s2)
        return matrix_of(lambda: rng.gauss(0, 1), X, a), matrix_of(lambda: rng.gauss(0, 1), Y, b)


sample_sigmas("sample-variance", "variance-as-deviation", lambda a, b: (a * a, b * b))
sample_sigmas("sample-square-root", "variance-as-deviation", lambda a, b: (math.sqrt(a), math.sqrt(b)))


@replace_sample("sample-same-draw", "noise-correlated")
def same_draw(rng, X, Y, s1, s2, n, state):
    draws = [rng.gauss(0, 1) for _ in range(max(blocks(X), blocks(Y)))]
    a, b = iter(draws), iter(draws)
    return matrix_of(lambda: next(a), X, s1), matrix_of(lambda: next(b), Y, s2)


@replace_sample("sample-row-shared", "")
def row_shared(rng, X, Y, s1, s2, n, state):
    return (matrix_of(lambda: rng.gauss(0, 1), X[:1], s1) * len(X), matrix_of(lambda: rng.gauss(0, 1), Y, s2))


@replace_sample("sample-batch-constant", "")
def batch_constant(rng, X, Y, s1, s2, n, state):
    if not state:
        state["noise"] = gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)
    return state["noise"]


@replace_sample("sample-antithetic", "")
def antithetic(rng, X, Y, s1, s2, n, state):
    if n % 2 == 0:
        state["noise"] = gaussian(rng, len(X), len(X[0]), s1), gaussian(rng, len(Y), len(X[0]), s2)
        return state["noise"]
    return tuple(scaled(-1.0, a) for a in state["noise"])


@mistake("sample-seed-ignored", "", SAMPLE)
def seed_ignored():
    right = kit.sample
    kit.sample = lambda M, X, Y, eX, eY, s1, s2, count, seed: right(M, X, Y, eX, eY, s1, s2, count, 1)


@mistake("sample-seed-few-bits", "", SAMPLE)
def seed_few_bits():
    """Only eight values of the seed give different draws."""
    right = kit.sample
    kit.sample = lambda M, X, Y, eX, eY, s1, s2, count, seed: right(M, X, Y, eX, eY, s1, s2, count, seed % 2)


@mistake("sample-same-seed-for-factors", "noise-correlated", SAMPLE)
def same_seed_for_factors():
    """Two generators, one for each factor, started from the same seed."""
    def sample(M, X, Y, eX, eY, s1, s2, count, seed):
        a, b, r = random.Random(seed), random.Random(seed), len(X[0])
        images = [kit.step(M, X, Y, eX, eY, gaussian(a, len(X), r, s1), gaussian(b, len(Y), r, s2))
                  for _ in range(count)]
        return [p[0] for p in images], [p[1] for p in images]
    kit.sample = sample
