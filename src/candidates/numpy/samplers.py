#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Samplers in NumPy, correct and wrong: samplers.py --variant NAME, or --list (name, kind, code, ops, as JSON).

The update is right in all of them; they differ in how they draw the noise of `sample`. A draw is a function of
a generator, a shape (draws, rows, columns) and sigma.
"""
import math

import numpy as np
from variants import main, right_step, sampling, use

VARIANTS = {}


def correct(draw):
    VARIANTS["sampler-" + draw.__name__.replace("_", "-")] = {
        "kind": "correct", "ops": ["sample"], "install": lambda: use(sample=sampling(right_step, draw))}
    return draw


def wrong(code):
    def register(draw):
        VARIANTS["sampler-" + draw.__name__.replace("_", "-")] = {
            "kind": "wrong", "code": code, "ops": ["sample"],
            "install": lambda: use(sample=sampling(right_step, draw))}
        return draw
    return register


def wrong_sample(code):
    """A whole `sample`."""
    def register(sample):
        VARIANTS["sampler-" + sample.__name__.replace("_", "-")] = {
            "kind": "wrong", "code": code, "ops": ["sample"], "install": lambda: use(sample=sample)}
        return sample
    return register


# The quantile function of the normal distribution (Newton's method on erfc, from a rough start).
ERFC = np.vectorize(math.erfc, otypes=[float])


def quantile(u):
    p = np.minimum(u, 1 - u)
    t = np.sqrt(-2 * np.log(p))
    z = -(t - (2.515517 + 0.802853 * t + 0.010328 * t**2) / (1 + 1.432788 * t + 0.189269 * t**2 + 0.001308 * t**3))
    for _ in range(3):
        z -= (0.5 * ERFC(-z / math.sqrt(2)) - p) * math.sqrt(2 * math.pi) * np.exp(z * z / 2)
    return np.where(u < 0.5, z, -z)


# ---- correct ---------------------------------------------------------------------------------------------


@correct
def box_muller(rng, n, s):
    u, v = rng.random(n), rng.random(n)
    return s * np.sqrt(-2 * np.log1p(-u)) * np.cos(2 * np.pi * v)


@correct
def polar(rng, n, s):
    size, out = math.prod(n), np.empty(0)
    while len(out) < size:
        p = 2 * rng.random((size, 2)) - 1
        q = np.sum(p * p, 1)
        keep = (q > 0) & (q < 1)
        out = np.concatenate([out, (p[keep] * np.sqrt(-2 * np.log(q[keep]) / q[keep])[:, None]).ravel()])
    return s * out[:size].reshape(n)


@correct
def inverse_53_bits(rng, n, s):
    return s * quantile((rng.integers(0, 2**53, n) + 0.5) / 2.0**53)


def generator(bits):
    """The ziggurat on another generator, whose seed comes from this request's."""
    def draw(rng, n, s):
        return s * np.random.Generator(bits(int(rng.integers(2**31)))).standard_normal(n)
    draw.__name__ = "ziggurat_" + bits.__name__.lower()
    return draw


for each in (np.random.MT19937, np.random.Philox):
    correct(generator(each))


@correct
def legacy_randn(rng, n, s):
    """numpy.random.RandomState: the polar method on MT19937."""
    return s * np.random.RandomState(int(rng.integers(2**31))).standard_normal(n)


# ---- wrong: too little variation -------------------------------------------------------------------------


@wrong("")
def stratified(rng, n, s):
    """One number in each of as many strata as there are draws, shuffled, entry by entry."""
    u = rng.permuted(np.tile(np.arange(n[0])[:, None, None], (1, *n[1:])), axis=0)
    return s * quantile((u + rng.random(n)) / n[0])


@wrong("")
def antithetic_shuffled(rng, n, s):
    """The second half is the negative of the first, in another order."""
    z = rng.standard_normal(((n[0] + 1) // 2, *n[1:]))
    return s * np.concatenate([z, -rng.permutation(z)])[:n[0]]


# ---- wrong: the distribution -----------------------------------------------------------------------------


@wrong("noise-distribution")
def clipped_at_2(rng, n, s):
    return s * np.clip(rng.standard_normal(n), -2, 2)


@wrong("noise-distribution")
def clipped_at_4(rng, n, s):
    return s * np.clip(rng.standard_normal(n), -4, 4)


def redrawn(rng, n, refused):
    """Standard normal numbers; one that is refused is drawn again until it is not."""
    z = rng.standard_normal(n)
    while np.any(refused(z)):
        z = np.where(refused(z), rng.standard_normal(n), z)
    return z


@wrong("noise-distribution")
def truncated_at_2(rng, n, s):
    """Drawn again until it lies within two deviations, as truncated_normal_ of PyTorch."""
    return s * redrawn(rng, n, lambda z: np.abs(z) > 2)


@correct
def float32_noise(rng, n, s):
    return (s * rng.standard_normal(n)).astype(np.float32).astype(np.float64)


@correct
def float32_generator(rng, n, s):
    return s * rng.standard_normal(n, dtype=np.float32).astype(np.float64)


@wrong("")
def float16_noise(rng, n, s):
    return s * rng.standard_normal(n).astype(np.float16).astype(np.float64)


@correct
def eight_decimals(rng, n, s):
    return s * np.round(rng.standard_normal(n), 8)


@wrong("")
def four_decimals(rng, n, s):
    return s * np.round(rng.standard_normal(n), 4)


@wrong("noise-distribution")
def coin_flips(rng, n, s):
    """A thousand coins, as a binomial number."""
    return s * (2 * rng.binomial(1000, 0.5, n) - 1000) / math.sqrt(1000)


@wrong("noise-distribution")
def student_30(rng, n, s):
    return s * rng.standard_t(30, n) / math.sqrt(30 / 28)


# ---- wrong: unequal or dependent -------------------------------------------------------------------------


@wrong("")
def unequal_by_4_percent(rng, n, s):
    """Every second entry's deviation is 4% larger, the others' smaller: the mean variance is right."""
    size = n[1] * n[2]
    if size % 2:
        return s * rng.standard_normal(n)
    v = 1 + 0.08 * (2 * (np.arange(size) % 2) - 1)
    return s * rng.standard_normal(n) * np.sqrt(v).reshape(n[1:])


@wrong("")
def first_draw_half(rng, n, s):
    z = rng.standard_normal(n)
    z[0] /= 3
    return s * z


@wrong("")
def second_column_half(rng, n, s):
    z = rng.standard_normal(n)
    z[:, :, 1:] /= 2
    return s * z


@wrong("draws-shared")
def columns_same(rng, n, s):
    return s * (rng.standard_normal((*n[:2], 1)) + np.zeros(n))


@wrong("")
def volatility(rng, n, s):
    """The deviation goes up and down slowly from sample to sample, its mean square being right."""
    v = 1 + 0.3 * np.sin(2 * np.pi * np.arange(n[0]) / 200)
    return s * rng.standard_normal(n) * np.sqrt(v)[:, None, None]


@wrong("")
def moving_average(rng, n, s):
    z = rng.standard_normal((n[0] + 1, *n[1:]))
    return s * (z[1:] + 0.1 * z[:-1]) / math.sqrt(1.01)


@wrong_sample("")
def zero_is_default(M, X, Y, eX, eY, s1, s2, count, seed):
    """`sigma or 0.1`: zero is taken for missing."""
    return sampling(right_step)(M, X, Y, eX, eY, s1 or 0.1, s2 or 0.1, count, seed)


@wrong_sample("")
def y_by_columns(M, X, Y, eX, eY, s1, s2, count, seed):
    """Y' printed in column order."""
    x, y = sampling(right_step)(M, X, Y, eX, eY, s1, s2, count, seed)
    return x, np.swapaxes(y, 1, 2).reshape(y.shape)


@wrong("draws-repeated")
def last_odd_draw_copied(rng, n, s):
    z = rng.standard_normal(n)
    return s * (z if n[0] % 2 == 0 else np.concatenate([z[:-1], z[-2:-1]]))


@correct
def last_draw_first(rng, n, s):
    return s * rng.standard_normal(n)[::-1, :, ::-1]


if __name__ == "__main__":
    main(VARIANTS, __doc__)
