#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Samplers in NumPy, legal and wrong: samplers.py --variant NAME, or --list (name, kind, code, ops, as JSON).

The update is right in all of them; they differ in how they draw the noise of `sample`. A draw is a function of
a generator, a shape (draws, rows, columns) and sigma.
"""
import math

import numpy as np
from variants import main, right_step, sampling, use

VARIANTS = {}


def legal(draw):
    VARIANTS["sampler-" + draw.__name__.replace("_", "-")] = {
        "kind": "legal", "ops": ["sample"], "install": lambda: use(sample=sampling(right_step, draw))}
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


# ---- legal -----------------------------------------------------------------------------------------------


@legal
def box_muller(rng, n, s):
    u, v = rng.random(n), rng.random(n)
    return s * np.sqrt(-2 * np.log1p(-u)) * np.cos(2 * np.pi * v)


@legal
def box_muller_pairs(rng, n, s):
    """Both numbers of each pair, one after the other."""
    m = (math.prod(n) + 1) // 2
    r, a = np.sqrt(-2 * np.log1p(-rng.random(m))), 2 * np.pi * rng.random(m)
    return s * np.stack([r * np.cos(a), r * np.sin(a)], 1).ravel()[:math.prod(n)].reshape(n)


@legal
def polar(rng, n, s):
    size, out = math.prod(n), np.empty(0)
    while len(out) < size:
        p = 2 * rng.random((size, 2)) - 1
        q = np.sum(p * p, 1)
        keep = (q > 0) & (q < 1)
        out = np.concatenate([out, (p[keep] * np.sqrt(-2 * np.log(q[keep]) / q[keep])[:, None]).ravel()])
    return s * out[:size].reshape(n)


@legal
def inverse_32_bits(rng, n, s):
    """The quantile of uniforms made of one word of 32 bits each."""
    return s * quantile((rng.integers(0, 2**32, n) + 0.5) / 2**32)


@legal
def inverse_53_bits(rng, n, s):
    return s * quantile((rng.integers(0, 2**53, n) + 0.5) / 2.0**53)


def generator(bits):
    """The ziggurat on another generator, whose seed comes from this request's."""
    def draw(rng, n, s):
        return s * np.random.Generator(bits(int(rng.integers(2**31)))).standard_normal(n)
    draw.__name__ = "ziggurat_" + bits.__name__.lower()
    return draw


for each in (np.random.MT19937, np.random.Philox, np.random.SFC64, np.random.PCG64DXSM):
    legal(generator(each))


@legal
def legacy_randn(rng, n, s):
    """numpy.random.RandomState: the polar method on MT19937."""
    return s * np.random.RandomState(int(rng.integers(2**31))).standard_normal(n)


@legal
def one_by_one(rng, n, s):
    return np.array([rng.normal(0.0, s) for _ in range(math.prod(n))]).reshape(n)


@legal
def columns_first(rng, n, s):
    return s * rng.standard_normal((n[2], n[1], n[0])).T


@legal
def ratio_of_uniforms(rng, n, s):
    size, out = math.prod(n), np.empty(0)
    while len(out) < size:
        u, v = 1 - rng.random(size), (2 * rng.random(size) - 1) * math.sqrt(2 / math.e)
        out = np.concatenate([out, (v / u)[v * v <= -4 * u * u * np.log(u)]])
    return s * out[:size].reshape(n)


@legal
def sum_of_two_normals(rng, n, s):
    return s * (0.6 * rng.standard_normal(n) + 0.8 * rng.standard_normal(n))


# ---- wrong: too little variation -------------------------------------------------------------------------


@wrong("draws-centred")
def centred_over_draws(rng, n, s):
    z = rng.standard_normal(n)
    return s * (z - z.mean(0))


@wrong("draws-centred")
def centred_all(rng, n, s):
    z = rng.standard_normal(n)
    return s * (z - z.mean())


@wrong("draws-centred")
def centred_each_draw(rng, n, s):
    z = rng.standard_normal(n)
    size = n[1] * n[2]
    return s * (z - z.mean((1, 2), keepdims=True)) * (math.sqrt(size / (size - 1)) if size > 1 else 1) if size > 1 \
        else s * z


@wrong("draws-centred")
def centred_columns(rng, n, s):
    """Each column of a matrix of more than one column is centred."""
    z = rng.standard_normal(n)
    return s * (z - z.mean(1, keepdims=True)) * math.sqrt(n[1] / (n[1] - 1)) if n[2] > 1 and n[1] > 1 else s * z


@wrong("draws-standardised")
def standardised_over_draws(rng, n, s):
    z = rng.standard_normal(n)
    return s * z / np.sqrt(np.mean(z * z, 0))


@wrong("draws-standardised")
def standardised_all(rng, n, s):
    z = rng.standard_normal(n)
    return s * z / np.sqrt(np.mean(z * z))


@wrong("draws-centred")
def z_scores(rng, n, s):
    """Mean 0 and deviation 1 exactly, entry by entry, n - 1 in the deviation."""
    z = rng.standard_normal(n)
    return s * (z - z.mean(0)) / z.std(0, ddof=1)


@wrong("draws-whitened")
def whitened(rng, n, s):
    z = rng.standard_normal(n).reshape(n[0], -1)
    values, vectors = np.linalg.eigh(z.T @ z / n[0])
    return s * (z @ (vectors / np.sqrt(values)) @ vectors.T).reshape(n)


@wrong("draws-whitened")
def orthogonal_entries(rng, n, s):
    """Columns made orthogonal; their lengths stay."""
    z = rng.standard_normal(n).reshape(n[0], -1)
    q, r = np.linalg.qr(z)
    return s * (q * np.linalg.norm(z, axis=0) * np.sign(np.diag(r))).reshape(n)


@wrong("draws-quasi-random")
def stratified(rng, n, s):
    """One number in each of as many strata as there are draws, shuffled, entry by entry."""
    u = rng.permuted(np.tile(np.arange(n[0])[:, None, None], (1, *n[1:])), axis=0)
    return s * quantile((u + rng.random(n)) / n[0])


@wrong("draws-quasi-random")
def stratified_all(rng, n, s):
    """One number in each of as many strata as there are numbers."""
    size = math.prod(n)
    return s * quantile((rng.permutation(size) + rng.random(size)) / size).reshape(n)


@wrong("draws-quasi-random")
def stratified_each_draw(rng, n, s):
    size = n[1] * n[2]
    u = rng.permuted(np.tile(np.arange(size), (n[0], 1)), axis=1)
    return s * quantile((u + rng.random(u.shape)) / size).reshape(n)


@wrong("draws-quasi-random")
def stratified_in_eights(rng, n, s):
    """Eight strata only."""
    u = rng.permuted(np.tile((np.arange(n[0]) % 8)[:, None, None], (1, *n[1:])), axis=0)
    return s * quantile((u + rng.random(n)) / 8)


@wrong("draws-quasi-random")
def halton_scrambled(rng, n, s):
    """Halton's sequence, each base's digits permuted, then each entry's order shuffled."""
    primes = [p for p in range(2, 400) if all(p % q for q in range(2, int(p**0.5) + 1))]
    u = np.empty((n[0], n[1] * n[2]))
    for j in range(u.shape[1]):
        k, base, value, scale = np.arange(n[0]), primes[j], np.zeros(n[0]), 1.0
        while scale * n[0] >= 1 / base:
            scale /= base
            value += scale * rng.permutation(base)[k % base]
            k = k // base
        u[:, j] = rng.permutation((value + rng.random(n[0]) * scale) % 1)
    return s * quantile(np.clip(u, 1e-300, 1 - 2.0**-53)).reshape(n)


@wrong("draws-quasi-random")
def van_der_corput_shuffled(rng, n, s):
    """The bits of a counter reversed, for each entry under an exclusive or of its own, shuffled."""
    k, u = np.arange(n[0]), np.zeros(n)
    for bit in range(12):
        flip = rng.integers(0, 2, n[1:])
        u += ((k[:, None, None] >> bit & 1) ^ flip) * 2.0 ** (-1 - bit)
    return s * quantile(rng.permuted(u + rng.random(n) * 2.0**-12, axis=0))


@wrong("")
def weyl_sequence(rng, n, s):
    """Multiples of the golden ratio, modulo 1."""
    return s * quantile((rng.random() + np.arange(1, math.prod(n) + 1) * ((5**0.5 - 1) / 2)) % 1).reshape(n)


@wrong("draws-quasi-random")
def balanced_signs(rng, n, s):
    """As many positive as negative numbers for each entry."""
    sign = rng.permuted(np.tile((2.0 * (np.arange(n[0]) % 2) - 1)[:, None, None], (1, *n[1:])), axis=0)
    return s * sign * np.abs(rng.standard_normal(n))


@wrong("noise-antithetic")
def antithetic_shuffled(rng, n, s):
    """The second half is the negative of the first, in another order."""
    z = rng.standard_normal(((n[0] + 1) // 2, *n[1:]))
    return s * np.concatenate([z, -rng.permutation(z)])[:n[0]]


@wrong("draws-quasi-random")
def quantile_grid(rng, n, s):
    """The same n quantiles for each entry, shuffled."""
    z = quantile((np.arange(n[0]) + 0.5) / n[0])
    return s * rng.permuted(np.tile(z[:, None, None], (1, *n[1:])), axis=0)


# ---- wrong: the distribution -----------------------------------------------------------------------------


@wrong("noise-clipped")
def clipped_at_2(rng, n, s):
    return s * np.clip(rng.standard_normal(n), -2, 2)


@wrong("noise-clipped")
def clipped_at_3_upwards(rng, n, s):
    return s * np.minimum(rng.standard_normal(n), 3)


@wrong("noise-clipped")
def clipped_at_4(rng, n, s):
    return s * np.clip(rng.standard_normal(n), -4, 4)


@wrong("noise-clipped")
def clipped_at_one(rng, n, s):
    """An absolute level: it matters only where sigma is large."""
    return np.clip(s * rng.standard_normal(n), -1, 1)


def redrawn(rng, n, refused):
    """Standard normal numbers; one that is refused is drawn again until it is not."""
    z = rng.standard_normal(n)
    while np.any(refused(z)):
        z = np.where(refused(z), rng.standard_normal(n), z)
    return z


@wrong("noise-clipped")
def truncated_at_2(rng, n, s):
    """Drawn again until it lies within two deviations, as truncated_normal_ of PyTorch."""
    return s * redrawn(rng, n, lambda z: np.abs(z) > 2)


@wrong("noise-clipped")
def truncated_at_37(rng, n, s):
    return s * redrawn(rng, n, lambda z: np.abs(z) > 3.7)


@wrong("noise-gap")
def gap_thousandth(rng, n, s):
    """Numbers too near to zero are drawn again."""
    return s * redrawn(rng, n, lambda z: np.abs(z) < 1e-3)


@wrong("noise-gap")
def gap_moved(rng, n, s):
    """At least a hundredth in size."""
    z = rng.standard_normal(n)
    return s * np.copysign(np.maximum(np.abs(z), 0.01), z)


@legal
def float32_noise(rng, n, s):
    return (s * rng.standard_normal(n)).astype(np.float32).astype(np.float64)


@legal
def float32_generator(rng, n, s):
    return s * rng.standard_normal(n, dtype=np.float32).astype(np.float64)


@wrong("noise-few-digits")
def float16_noise(rng, n, s):
    return s * rng.standard_normal(n).astype(np.float16).astype(np.float64)


@legal
def eight_decimals(rng, n, s):
    return s * np.round(rng.standard_normal(n), 8)


@legal
def twenty_bits(rng, n, s):
    z, e = np.frexp(rng.standard_normal(n))
    return s * np.ldexp(np.rint(z * 2**20) / 2**20, e)


@wrong("noise-few-digits")
def nineteen_bits(rng, n, s):
    z, e = np.frexp(rng.standard_normal(n))
    return s * np.ldexp(np.rint(z * 2**19) / 2**19, e)


@wrong("noise-few-digits")
def four_decimals(rng, n, s):
    return s * np.round(rng.standard_normal(n), 4)


@legal
def fixed_point_30_bits(rng, n, s):
    return s * np.rint(rng.standard_normal(n) * 2**30) / 2**30


@wrong("noise-law")
def coin_flips(rng, n, s):
    """A thousand coins, as a binomial number."""
    return s * (2 * rng.binomial(1000, 0.5, n) - 1000) / math.sqrt(1000)


@wrong("noise-law")
def twelve_uniforms(rng, n, s):
    return s * (sum(rng.random(n) for _ in range(12)) - 6)


@wrong("noise-law")
def student_30(rng, n, s):
    return s * rng.standard_t(30, n) / math.sqrt(30 / 28)


@wrong("noise-law")
def contaminated(rng, n, s):
    """One number in a hundred has three times the deviation."""
    wide = np.where(rng.random(n) < 0.01, 3.0, 1.0)
    return s * rng.standard_normal(n) * wide / math.sqrt(1.08)


@wrong("noise-outlier")
def one_outlier(rng, n, s):
    z = rng.standard_normal(n)
    z[n[0] // 2, 0, 0] = 12
    return s * z


# ---- wrong: unequal or dependent -------------------------------------------------------------------------


@wrong("noise-unequal")
def unequal_by_4_percent(rng, n, s):
    """Every second entry's deviation is 4% larger, the others' smaller: the mean variance is right."""
    size = n[1] * n[2]
    if size % 2:
        return s * rng.standard_normal(n)
    v = 1 + 0.08 * (2 * (np.arange(size) % 2) - 1)
    return s * rng.standard_normal(n) * np.sqrt(v).reshape(n[1:])


@wrong("noise-unequal")
def first_draw_half(rng, n, s):
    z = rng.standard_normal(n)
    z[0] /= 3
    return s * z


@wrong("noise-unequal")
def second_column_half(rng, n, s):
    z = rng.standard_normal(n)
    z[:, :, 1:] /= 2
    return s * z


@wrong("noise-row-shared")
def columns_same(rng, n, s):
    return s * (rng.standard_normal((*n[:2], 1)) + np.zeros(n))


@wrong("")
def volatility(rng, n, s):
    """The deviation goes up and down slowly from draw to draw, its mean square being right."""
    v = 1 + 0.3 * np.sin(2 * np.pi * np.arange(n[0]) / 200)
    return s * rng.standard_normal(n) * np.sqrt(v)[:, None, None]


@wrong("")
def shared_radius(rng, n, s):
    """Box and Muller with one radius for each row's neighbours: pairs of numbers depend by their sizes."""
    m = (math.prod(n) + 3) // 4
    r = np.repeat(np.sqrt(-2 * np.log1p(-rng.random(m))), 2)
    a = 2 * np.pi * rng.random(2 * m)
    return s * np.stack([r * np.cos(a), r * np.sin(a)], 1).ravel()[:math.prod(n)].reshape(n)


@wrong("")
def sorted_by_size(rng, n, s):
    z = rng.standard_normal(n).reshape(n[0], -1)
    return s * np.take_along_axis(z, np.argsort(np.abs(z), 1), 1).reshape(n)


@wrong("noise-autocorrelated")
def moving_average(rng, n, s):
    z = rng.standard_normal((n[0] + 1, *n[1:]))
    return s * (z[1:] + 0.1 * z[:-1]) / math.sqrt(1.01)


@wrong_sample("noise-not-asked")
def zero_is_default(M, X, Y, eX, eY, s1, s2, count, seed):
    """`sigma or 0.1`: zero is taken for missing."""
    return sampling(right_step)(M, X, Y, eX, eY, s1 or 0.1, s2 or 0.1, count, seed)


@wrong_sample("")
def zero_means_none(M, X, Y, eX, eY, s1, s2, count, seed):
    """No noise at all where one sigma is zero."""
    on = 1.0 if s1 > 0 and s2 > 0 else 0.0
    return sampling(right_step)(M, X, Y, eX, eY, on * s1, on * s2, count, seed)


@wrong_sample("")
def factors_opposed(M, X, Y, eX, eY, s1, s2, count, seed):
    """Draw k + 1 has the noise of draw k, the signs of Y's turned."""
    rng = np.random.default_rng(seed)
    zx = np.repeat(rng.standard_normal(((count + 1) // 2, *X.shape)), 2, 0)[:count]
    zy = np.repeat(rng.standard_normal(((count + 1) // 2, *Y.shape)), 2, 0)[:count]
    zy[1::2] *= -1
    return right_step(M, X, Y, eX, eY, s1 * zx, s2 * zy)


@wrong_sample("")
def y_by_columns(M, X, Y, eX, eY, s1, s2, count, seed):
    """Y' printed in column order."""
    x, y = sampling(right_step)(M, X, Y, eX, eY, s1, s2, count, seed)
    return x, np.swapaxes(y, 1, 2).reshape(y.shape)


@wrong("noise-autocorrelated")
def one_place_kept(rng, n, s):
    """Every other draw has its first number from the draw before."""
    z = rng.standard_normal(n)
    z[1::2, 0, 0] = z[:n[0] // 2 * 2:2, 0, 0]
    return s * z


@wrong("noise-law")
def some_zeros(rng, n, s):
    """One number in a thousand is zero, as dropout leaves it."""
    return s * rng.standard_normal(n) * (rng.random(n) >= 1e-3)


@wrong("noise-unequal")
def growing_with_the_draw(rng, n, s):
    return s * rng.standard_normal(n) * np.linspace(0.95, 1.05, n[0])[:, None, None]


@wrong("noise-unequal")
def every_other_draw_larger(rng, n, s):
    return s * rng.standard_normal(n) * np.resize([0.98, 1.02], n[0])[:, None, None]


@wrong("noise-unequal")
def last_odd_draw_halved(rng, n, s):
    """Draws are made in pairs; the one left over gets half of each number of its partner, which is dropped."""
    z = rng.standard_normal(n)
    return s * (z if n[0] % 2 == 0 else np.concatenate([z[:-1], z[-1:] / 2]))


@wrong("noise-batch-reused")
def last_odd_draw_copied(rng, n, s):
    z = rng.standard_normal(n)
    return s * (z if n[0] % 2 == 0 else np.concatenate([z[:-1], z[-2:-1]]))


@legal
def draws_in_pairs(rng, n, s):
    """Two draws from each batch, and the last one of a batch of its own."""
    return s * np.concatenate([rng.standard_normal((min(2, n[0] - k), *n[1:])) for k in range(0, n[0], 2)])


@legal
def last_draw_first(rng, n, s):
    return s * rng.standard_normal(n)[::-1, :, ::-1]


if __name__ == "__main__":
    main(VARIANTS, __doc__)
