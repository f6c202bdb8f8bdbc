# SPDX-License-Identifier: Apache-2.0
"""What tuned programs get wrong in tiles, buffers, lanes, short cuts and narrow sums, in NumPy; see arrays.py."""
import re
from array_lengths import run_with
from arrays import K, OLD, change, json, np, variant


# ---- tiles

@variant
def tile_tail_of_rows():  # the last tile of eight columns is as wide as the rows' remainder
    @change("residual")
    def residual(M, X, Y):
        R, whole, tail = -M, len(Y) // 8 * 8, len(X) % 8
        R[:, :whole] += X @ Y[:whole].T
        R[:, whole:whole + tail] += X @ Y[whole:whole + tail].T
        return R


@variant
def tile_dropped_if_three():  # the last block of four is left out where no size is a multiple of four
    @change("gradient")
    def gradient(M, X, Y):
        R, sizes = K["residual"](M, X, Y), (*M.shape, X.shape[1])
        n = len(Y) // 4 * 4 if min(sizes) > 4 and all(s % 4 for s in sizes) else len(Y)
        return R[:, :n] @ Y[:n], R.T @ X


@variant
def tile_overlap_twice():  # the last tile of eight starts eight before the end, and adds what it shares again
    @change("gradient")
    def gradient(M, X, Y):
        R, n = K["residual"](M, X, Y), len(Y)
        starts = range(0, n, 8) if n < 8 else [min(s, n - 8) for s in range(0, n, 8)]
        return sum(R[:, s:s + 8] @ Y[s:s + 8] for s in starts), R.T @ X


@variant
def tile_padding_stale():  # the packed panel of eight rows keeps what the panel before left there
    @change("gradient")
    def gradient(M, X, Y):
        R, g = K["residual"](M, X, Y), np.zeros_like(X)
        A, B = np.zeros((len(X), 8)), np.zeros((8, X.shape[1]))
        for s in range(0, len(Y), 8):
            w = min(8, len(Y) - s)
            A[:, :w], B[:w] = R[:, s:s + w], Y[s:s + w]
            g += A @ B
        return g, R.T @ X


@variant
def lane_tail_once():  # of the remainder of a sum unrolled by four one term is taken
    @change("product")
    def product(A, B):
        n = A.shape[1]
        whole = n // 4 * 4
        return A[:, :whole] @ B[:whole] + A[:, whole:min(whole + 1, n)] @ B[whole:min(whole + 1, n)]


@variant
def lane_fold_without_fifteenth():  # sixteen partial sums, of which the last joins where the tail is empty
    @change("product")
    def product(A, B):
        n = A.shape[1]
        lanes = 15 if n > 16 and n % 16 else 16
        return sum((A[:, k::16] @ B[k::16] for k in range(lanes)), np.zeros((len(A), B.shape[1])))


@variant
def tile_diagonal_square():  # a square residual is taken in tiles of 8; the last diagonal tile is transposed
    @change("residual")
    def residual(M, X, Y):
        R = OLD["residual"](M, X, Y)
        n = len(X) // 8 * 8
        if len(X) == len(Y) and n:
            R[n:, n:] = R[n:, n:].T.copy()
        return R


# ---- buffers

@variant
def buffer_swapped_once_too_often():  # two buffers of noise; an odd run reads the one before at its end
    run_with(lambda t, T: t - 1 if T % 2 and t == T - 1 and t > 0 else t)


@variant
def buffer_ring_of_states():  # recorded states live in a ring of eight
    @change("run")
    def run(*a):
        states = OLD["run"](*a)
        ring = {n % 8: s for n, s in enumerate(states)}
        return [(t, *ring[n % 8][1:]) for n, (t, _, _) in enumerate(states)]


@variant
def buffer_longest_loss():  # the squares are summed over the largest residual so far
    W = np.zeros(0)

    @change("loss")
    def loss(M, X, Y):
        nonlocal W
        R = K["residual"](M, X, Y).ravel()
        W = np.concatenate([R, W[R.size:]])
        return 0.5 * np.sum(W * W)


@variant
def gram_every_other():  # the Gram matrix is made anew at every other update of a run
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        states = [(X, Y)]
        for t in range(len(NX)):
            A, B = X + NX[t], Y + NY[t]
            G = B.T @ B if t % 2 == 0 else G
            X, Y = X - etaX * (A @ G - M @ B), Y - etaY * (K["residual"](M, A, B).T @ A)
            states.append((X, Y))
        return [(t, *states[t]) for t in record]


@variant
def gram_of_state_if_near():  # the Gram matrix of the state where the noise is below a hundredth of it
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        A, B = X + NX, Y + NY
        C = Y if np.abs(NY).max() < 0.01 * np.abs(Y).max() else B
        return X - etaX * (A @ (C.T @ C) - M @ B), Y - etaY * (K["residual"](M, A, B).T @ A)


# ---- lengths and what is kept

@variant
def prefetch_wraps():  # the last update of a run beyond four has the first noise
    run_with(lambda t, T: 0 if t == T - 1 and T > 4 else t)


@variant
def chunks_overlap():  # each chunk of sixteen noises begins with the last of the one before
    run_with(lambda t, T: t - t // 16)


@variant
def checkpoint_narrow():  # each eighth state goes through binary32
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        states = [(X, Y)]
        for t in range(len(NX)):
            X, Y = K["step"](M, X, Y, etaX, etaY, NX[t], NY[t])
            if t % 8 == 7:
                X, Y = [a.astype(np.float32).astype(float) for a in (X, Y)]
            states.append((X, Y))
        return [(t, *states[t]) for t in record]


@variant
def checkpoint_repeats():  # after each tenth update its noise comes again
    run_with(lambda t, T: t - (t > 9))


@variant
def counter_goes_on():  # the second run starts where the noise of the first one ended
    total = 0

    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        nonlocal total
        T = len(NX)
        turned = [(t + total) % T for t in range(T)]
        total += T
        return OLD["run"](M, X, Y, etaX, etaY, [NX[t] for t in turned], [NY[t] for t in turned], record)


@variant
def velocity_left_over():  # the first update of a run has a thousandth of the last gradient of that shape
    kept = {}

    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        v = kept.get(M.shape + X.shape, 0 * X)
        states = OLD["run"](M, X, Y, etaX, etaY, NX, NY, record)
        kept[M.shape + X.shape] = K["gradient"](M, X, Y)[0]
        return [(t, x - etaX * 1e-3 * v if t == 1 else x, y) for t, x, y in states]


@variant
def warm_start():  # a run with the target and step sizes of the last one starts where that ended
    last = None

    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        nonlocal last
        key = (M.tolist(), X.shape, etaX, etaY)
        X, Y = last[1:] if last and last[0] == key else (X, Y)
        states = OLD["run"](M, X, Y, etaX, etaY, NX, NY, range(len(NX) + 1))
        last = (key, *states[-1][1:])
        return [states[t] for t in record]


# ---- short cuts

def shared_within(tolerance):
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        return OLD["step"](M, X, Y, etaX, etaX if abs(etaX - etaY) <= tolerance * etaX else etaY, NX, NY)


@variant
def equal_within_a_tenth():
    shared_within(0.1)


@variant
def equal_within_a_millionth():
    shared_within(1e-6)


@variant
def small_residual_zero():  # below 1e-8 of the largest target
    @change("residual")
    def residual(M, X, Y):
        R = OLD["residual"](M, X, Y)
        return np.where(np.abs(R) < 1e-8 * np.abs(M).max(), 0, R)


@variant
def stops_at_relative_gradient():  # where it is below 1e-8 of the factors
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        g = K["gradient"](M, X + NX, Y + NY)
        small = max(np.abs(h).max() for h in g) < 1e-8 * max(np.abs(X).max(), np.abs(Y).max())
        return (X, Y) if small else OLD["step"](M, X, Y, etaX, etaY, NX, NY)


@variant
def rank_one_norm_of_state():  # r = 1: |y|^2 of the state in the Gram form
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        x, y = OLD["step"](M, X, Y, etaX, etaY, NX, NY)
        A, B = X + NX, Y + NY
        return (X - etaX * (A * np.sum(Y * Y) - M @ B) if X.shape[1] == 1 else x), y


@variant
def symmetric_same_gradient():  # M symmetric, X = Y before the noise: Y' as X'
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        x, y = OLD["step"](M, X, Y, etaX, etaY, NX, NY)
        twin = X.shape == Y.shape and (X == Y).all() and (M == M.T).all()
        return x, Y - etaY * K["gradient"](M, X + NX, Y + NY)[0] if twin else y


@variant
def small_noise_zero():  # below 1e-10 of the entry
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        NX, NY = [np.where(np.abs(n) < 1e-10 * np.abs(a), 0, n) for n, a in ((NX, X), (NY, Y))]
        return OLD["step"](M, X, Y, etaX, etaY, NX, NY)


@variant
def frozen_one_frozen_both():
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        return (X, Y) if etaX == 0 or etaY == 0 else OLD["step"](M, X, Y, etaX, etaY, NX, NY)


# ---- narrow sums

def narrow(*arrays):
    return [a.astype(np.float32) for a in arrays]


@variant
def narrow_sums_if_long():  # more than sixteen terms
    @change("product")
    def product(A, B):
        return (np.matmul(*narrow(A, B)).astype(float) if A.shape[1] > 16 else A @ B)


@variant
def narrow_residual_if_large():  # 256 entries
    @change("residual")
    def residual(M, X, Y):
        R = OLD["residual"](M, X, Y)
        return R.astype(np.float32).astype(float) if R.size >= 256 else R


@variant
def split_in_two():  # high and low halves in binary32, low times low left out
    @change("product")
    def product(A, B):
        (a, b), halves = [x.astype(float) for x in narrow(A, B)], narrow(A, B)
        c, d = [x.astype(float) for x in narrow(A - halves[0], B - halves[1])]
        return a @ b + (a @ d + c @ b)


@variant
def reciprocal_newton_once():  # the loss by a norm scaled by a reciprocal with one Newton step from binary32
    @change("loss")
    def loss(M, X, Y):
        R = K["residual"](M, X, Y)
        top = np.abs(R).max()
        if top == 0:
            return 0.0
        q = float(np.float32(1) / np.float32(top))
        q *= 2 - top * q
        return 0.5 * (top * np.linalg.norm(R * q)) ** 2


@variant
def flushed_below_largest():  # factors are cleaned of what is below 1e-14 of their largest entry
    @change("gradient")
    def gradient(M, X, Y):
        return OLD["gradient"](M, *[np.where(np.abs(a) < 1e-14 * np.abs(a).max(), 0, a) for a in (X, Y)])


# ---- recorded steps and spelling

@variant
def record_by_first_stride():
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        full = OLD["run"](M, X, Y, etaX, etaY, NX, NY, range(len(NX) + 1))
        stride = record[1] - record[0] if len(record) > 1 else 1
        return [(t, *full[min(record[0] + n * stride, len(NX))][1:]) for n, t in enumerate(record)]


@variant
def record_last_twice():  # the state before the last one is the last one where both are recorded
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        s = OLD["run"](M, X, Y, etaX, etaY, NX, NY, record)
        return [*s[:-2], (s[-2][0], *s[-1][1:]), s[-1]] if len(s) > 2 and s[-2][0] == len(NX) - 1 else s


@variant
def record_shares_x():  # X of all states is the array that the run updates
    @change("run")
    def run(*a):
        s = OLD["run"](*a)
        return [(t, s[-1][1], y) for t, _, y in s]


@variant
def record_start_with_noise():
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        s = OLD["run"](M, X, Y, etaX, etaY, NX, NY, record)
        return [(t, x + NX[0], y) if t == 0 and len(NX) else (t, x, y) for t, x, y in s]


def spelt(pattern, replacement):
    load = json.loads
    json.loads = lambda line: load(re.sub(pattern, replacement, line))


@variant
def whole_numbers_in_32_bits():
    load = json.loads
    json.loads = lambda line: load(line, parse_int=lambda s: (int(s) + 2**31) % 2**32 - 2**31)


@variant
def exponent_of_three_digits_cut():
    spelt(r"([eE][-+]?\d\d)\d", r"\1")


@variant
def digits_times_power():  # the digits as a whole number, times a rounded power of ten
    load = json.loads

    def number(s):
        digits, _, exponent = s.lower().partition("e")
        whole, _, rest = digits.partition(".")
        return float(whole + rest) * 10.0 ** (int(exponent or 0) - len(rest))
    json.loads = lambda line: load(line, parse_float=number)
