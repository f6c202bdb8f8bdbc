# SPDX-License-Identifier: Apache-2.0
"""The table of known mistakes, and the ways to enter one. A mistake replaces functions of the starter kit."""
import random
import struct

import candidate as kit
from candidate import residual, times, transpose

RIGHT_STEP = kit.step
LOSS, GRADIENT, HESSIAN, HVP, SMOOTHED_LOSS = kit.loss, kit.gradient, kit.hessian, kit.hvp, kit.smoothed_loss
RIGHT_RESIDUAL = kit.residual
MISTAKES = {}


def mistake(name, code, ops):
    def register(function):
        MISTAKES[name] = (code, ops.split(), function)
        return function
    return register


STEP, SAMPLE = "step run sample", "sample"
EVERY = ("loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run sample")


def scaled(s, a):
    return [[s * x for x in row] for row in a]


def replace_step(name, code, ops=STEP):
    """The decorated function is the wrong step."""
    def register(function):
        MISTAKES[name] = (code, ops.split(), lambda: setattr(kit, "step", function))
        return function
    return register


def replace_sample(name, code, draw=None):
    """The decorated function draws (noiseX, noiseY) for one image; image number n."""
    def register(function):
        def sample(M, X, Y, eX, eY, s1, s2, count, seed):
            rng, images = random.Random(seed), []
            state = {}
            for n in range(count):
                NX, NY = function(rng, X, Y, s1, s2, n, state)
                images.append(kit.step(M, X, Y, eX, eY, NX, NY))
            return [p[0] for p in images], [p[1] for p in images]
        MISTAKES[name] = (code, ["sample"], lambda: setattr(kit, "sample", sample))
        return function
    return register


def replace(op, name, code):
    """The decorated function replaces the kit's function of that name."""
    def register(function):
        MISTAKES[name] = (code, [op], lambda: setattr(kit, op, function))
        return function
    return register


def replace_run(name, code):
    """The decorated function takes (q, step) and gives the list of all states 0..T."""
    def register(function):
        def run(q):
            states = function(q)
            return {"states": [{"t": t, "X": states[t][0], "Y": states[t][1]} for t in q["record"]]}
        MISTAKES[name] = (code, ["run"], lambda: (setattr(kit, "run", run), kit.OPS.update(run=run)))
        return function
    return register


def part_x(M, X, Y):
    return times(residual(M, X, Y), Y)


def part_y(M, X, Y):
    return times(transpose(residual(M, X, Y)), X)


def column_major(a):
    """The same numbers read row by row and laid out column by column."""
    flat = [x for row in a for x in row]
    return [[flat[k * len(a) + i] for k in range(len(a[0]))] for i in range(len(a))]


def blocks(X):
    return len(X) * len(X[0])


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0] if abs(x) < 3e38 else x
