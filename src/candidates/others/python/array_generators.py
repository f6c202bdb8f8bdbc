# SPDX-License-Identifier: Apache-2.0
"""What tuned samplers get wrong, in NumPy; see arrays.py."""
from arrays import K, change, np, variant


def tuned(f):
    """Standard normal numbers for both factors, of a seed, the draws and the two sizes."""
    @change("noises")
    def noises(X, Y, s1, s2, count, seed):
        zx, zy = f(seed, count, X.size, Y.size)
        return s1 * zx.reshape(count, *X.shape), s2 * zy.reshape(count, *Y.shape)


def normal(seed, count, n):
    return np.random.default_rng(seed).standard_normal((count, n))


def by_words(f):
    tuned(lambda seed, count, n, m: np.split(f(np.random.default_rng(seed), count, n + m), [n], axis=1))


@variant
def states_equal():  # both generators start in the same state
    tuned(lambda seed, count, n, m: (normal(seed, count, n), normal(seed, count, m)))


@variant
def states_equal_after_first():  # the generator of Y starts one number later
    tuned(lambda seed, count, n, m: (normal(seed, count, n), normal(seed, 1, count * m + 1)[0, 1:]))


@variant
def antithetic_if_even():  # draws come in pairs z, -z where their number is even
    @by_words
    def f(rng, count, n):
        z = rng.standard_normal((count, n))
        if count % 2 == 0:
            z[1::2] = -z[::2]
        return z


@variant
def antithetic_of_y():  # the second half of the draws of Y is minus the first
    @by_words
    def f(rng, count, n):
        z, h = rng.standard_normal((count, n)), count // 2
        z[h:2 * h, n // 2:] = -z[:h, n // 2:]
        return z


@variant
def cut_at_four_and_a_half():
    by_words(lambda rng, count, n: np.clip(rng.standard_normal((count, n)), -4.5, 4.5))


@variant
def redrawn_beyond_three_and_a_half():
    @by_words
    def f(rng, count, n):
        z = rng.standard_normal((count, n))
        while (far := np.abs(z) > 3.5).any():
            z[far] = rng.standard_normal(far.sum())
        return z


@variant
def uniform_sum_of_48():
    by_words(lambda rng, count, n: sum((rng.random((count, n)) - 0.5 for _ in range(48)), 0.0) / 2)


@variant
def table_of_2_16():  # normal numbers of a table, in order, again from its start
    by_words(lambda rng, count, n: np.resize(rng.standard_normal(2**16), (count, n)))


@variant
def table_from_places():  # a table of 2^16, read from a random place for each draw
    def places(rng, count, n):
        return (rng.integers(2**16, size=(count, 1)) + np.arange(n)) % 2**16
    by_words(lambda rng, count, n: rng.standard_normal(2**16)[places(rng, count, n)])


@variant
def rejection_without_wedge():  # ziggurat of eight layers that accepts every rectangle
    edges = np.array([0.0, 0.6375, 0.8875, 1.15, 1.40, 1.675, 2.02, 2.49, 3.0])

    @by_words
    def f(rng, count, n):
        layer = rng.integers(1, 9, size=(count, n))
        return rng.uniform(-1, 1, (count, n)) * edges[layer] * 1.05


@variant
def polar_of_one_angle():  # Box and Muller with one angle for each draw
    def f(rng, count, n):
        radius, angle = np.sqrt(-2 * np.log(1 - rng.random((count, n)))), 2 * np.pi * rng.random((count, 1))
        return radius * np.where(np.arange(n) % 2, np.sin(angle), np.cos(angle))
    by_words(f)


@variant
def polar_radius_of_twelve_bits():
    def f(rng, count, n):
        radius = np.sqrt(-2 * np.log((rng.integers(2**12, size=(count, n)) + 0.5) / 2**12))
        return radius * np.cos(2 * np.pi * rng.random((count, n)))
    by_words(f)


@variant
def thread_seeds_overlap():  # four threads with seeds s, s + 1, s + 2, s + 3, each a quarter of the draws
    def f(seed, count, n):
        parts = np.array_split(np.arange(count), 4)
        return np.vstack([normal(seed + k, len(p), n) for k, p in enumerate(parts)])
    tuned(lambda seed, count, n, m: np.split(f(seed, count, n + m), [n], axis=1))


@variant
def draw_seeds_added():  # draw k has the seed s + k
    def f(seed, count, n):
        return np.vstack([normal(seed + k, 1, n) for k in range(count)])
    tuned(lambda seed, count, n, m: np.split(f(seed, count, n + m), [n], axis=1))


@variant
def draw_seeds_multiplied():  # draw k has the seed s k
    def f(seed, count, n):
        return np.vstack([normal(seed * k, 1, n) for k in range(count)])
    tuned(lambda seed, count, n, m: np.split(f(seed, count, n + m), [n], axis=1))


@variant
def drawn_with_replacement():  # resampled from as many normal numbers
    by_words(lambda rng, count, n: rng.choice(rng.standard_normal(count * n), (count, n)))


@variant
def filtered():  # each number holds a fifth of the one before
    @by_words
    def f(rng, count, n):
        z = rng.standard_normal(count * n + 1)
        return ((z[1:] + 0.2 * z[:-1]) / np.sqrt(1.04)).reshape(count, n)


@variant
def sigma_grows_by_rows():  # later rows of X have a hundredth more, each
    def noises(X, Y, s1, s2, count, seed):
        rng = np.random.default_rng(seed)
        rows = 1 + 0.02 * np.arange(len(X))[:, None]
        return s1 * rows * rng.standard_normal((count, *X.shape)), s2 * rng.standard_normal((count, *Y.shape))
    K["noises"] = noises


@variant
def lagged_by_a_draw():  # Y has the numbers that X had in the draw before, where they are as many
    def f(seed, count, n, m):
        z = normal(seed, count + 1, max(n, m))
        return z[1:, :n], z[:-1, :m]
    tuned(f)


@variant
def seed_of_sixteen_bits():
    tuned(lambda seed, count, n, m: np.split(normal(seed % 2**16, count, n + m), [n], axis=1))
