# SPDX-License-Identifier: Apache-2.0
"""Known mistakes in NumPy, of the noise that `sample` draws; see arrays.py."""
from statistics import NormalDist

import numpy as np
from arrays import K, OLD, change, variant


def drawn(f):
    K["noises"] = lambda *a: f(*OLD["noises"](*a))


@variant
def stratified():  # one draw from each of count layers, in random order: means are too good
    @change("noises")
    def layers(X, Y, s1, s2, count, seed):
        rng, inverse = np.random.default_rng(seed), np.vectorize(NormalDist().inv_cdf)

        def draw(a):
            u = (np.arange(count)[:, None] + rng.random((count, a.size))) / count
            return inverse(np.clip(rng.permuted(u, axis=0), 1e-12, 1 - 1e-12)).reshape(count, *a.shape)
        return s1 * draw(X), s2 * draw(Y)


@variant
def centred():  # the mean over the draws is taken off
    drawn(lambda a, b: (a - a.mean(0), b - b.mean(0)))


@variant
def few_repeated():  # one draw in fifty is the draw before
    def again(a, b):
        a[50::50], b[50::50] = a[49:-1:50][:len(a[50::50])], b[49:-1:50][:len(b[50::50])]
        return a, b
    drawn(again)


@variant
def last_entry_shared():  # the last entry of Y has the noise of the first of X
    @change("noises")
    def shared(X, Y, s1, s2, count, seed):
        a, b = OLD["noises"](X, Y, 1.0, 1.0, count, seed)
        b[:, -1, -1] = a[:, 0, 0]
        return s1 * a, s2 * b


@variant
def autocorrelated():  # each draw holds a tenth of the one before
    @change("noises")
    def chained(X, Y, s1, s2, count, seed):
        a, b = OLD["noises"](X, Y, s1, s2, count, seed)
        for z in (a, b):
            for c in range(1, count):
                z[c] = 0.1 * z[c - 1] + 0.99**0.5 * z[c]
        return a, b


@variant
def student_20():  # Student's law of 20 degrees of freedom, of the right variance
    @change("noises")
    def tails(X, Y, s1, s2, count, seed):
        rng, c = np.random.default_rng(seed), (18 / 20) ** 0.5
        return s1 * c * rng.standard_t(20, (count, *X.shape)), s2 * c * rng.standard_t(20, (count, *Y.shape))


@variant
def logistic():
    @change("noises")
    def other(X, Y, s1, s2, count, seed):
        rng, c = np.random.default_rng(seed), 3**0.5 / np.pi
        return s1 * c * rng.logistic(size=(count, *X.shape)), s2 * c * rng.logistic(size=(count, *Y.shape))


@variant
def scale_drawn_once():  # sigma itself is drawn anew at each request, within 2%
    @change("noises")
    def scaled(X, Y, s1, s2, count, seed):
        a, b = OLD["noises"](X, Y, s1, s2, count, seed)
        c = 1 + 0.04 * np.random.default_rng(seed + 1).random()
        return c * a, c * b


@variant
def half_count():  # the second half of the draws is the first, mirrored
    def mirrored(a, b):
        h = len(a) // 2
        a[h:2 * h], b[h:2 * h] = -a[:h], -b[:h]
        return a, b
    drawn(mirrored)
