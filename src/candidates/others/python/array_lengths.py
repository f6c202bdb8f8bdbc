# SPDX-License-Identifier: Apache-2.0
"""What fast programs do with long runs, blocks and special cases, right and wrong, in NumPy; see arrays.py."""
import numpy as np
from arrays import K, OLD, change, variant

WIDE = np.longdouble


def run_with(noise=lambda t, T: t, updates=lambda T: T):
    """A run with the noise of another update, or with another number of updates."""
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        states = [(X, Y)]
        for t in range(updates(len(NX))):
            n = noise(t, len(NX))
            states.append(K["step"](M, *states[-1], etaX, etaY, NX[n] if n >= 0 else 0 * X, NY[n] if n >= 0 else 0 * Y))
        return [(t, *states[min(t, len(states) - 1)]) for t in record]


def sparse_run(block):
    """A run that takes the updates up to the next recorded state at once."""
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        states, at = [], 0
        for t in record:
            X, Y = block(M, X, Y, etaX, etaY, NX[at:t], NY[at:t])
            states.append((t, X, Y))
            at = t
        return states


def updates(M, X, Y, etaX, etaY, NX, NY):
    for nx, ny in zip(NX, NY):
        X, Y = K["step"](M, X, Y, etaX, etaY, nx, ny)
    return X, Y


# ---- legal

@variant
def sparse_wide():  # updates between recorded states are held wider
    def block(M, X, Y, etaX, etaY, NX, NY):
        wide = updates(*[np.asarray(a, WIDE) for a in (M, X, Y)], WIDE(etaX), WIDE(etaY), np.asarray(NX, WIDE), np.asarray(NY, WIDE))
        return tuple(np.asarray(a, float) for a in wide)
    sparse_run(block)


@variant
def sparse_reversed():  # sums run backwards where no state is recorded
    def backwards(M, X, Y):
        R = (X[:, ::-1] @ Y.T[::-1]) - M
        return (R[:, ::-1] @ Y[::-1]), (R.T[:, ::-1] @ X[::-1])

    def block(M, X, Y, etaX, etaY, NX, NY):
        for n, (nx, ny) in enumerate(zip(NX, NY)):
            gX, gY = (backwards if n + 1 < len(NX) else OLD["gradient"])(M, X + nx, Y + ny)
            X, Y = X - etaX * gX, Y - etaY * gY
        return X, Y
    sparse_run(block)


@variant
def unrolled_by_eight():  # the remainder one by one
    def block(M, X, Y, etaX, etaY, NX, NY):
        whole = len(NX) // 8 * 8
        X, Y = updates(M, X, Y, etaX, etaY, NX[:whole], NY[:whole])
        return updates(M, X, Y, etaX, etaY, NX[whole:], NY[whole:])
    sparse_run(block)


@variant
def noise_ring_refilled():  # a ring of 64 noises, filled anew before it is read
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        ring, states = [None] * 64, [(X, Y)]
        for t in range(len(NX)):
            ring[t % 64] = (NX[t], NY[t])
            states.append(K["step"](M, *states[-1], etaX, etaY, *ring[t % 64]))
        return [(t, *states[t]) for t in record]


@variant
def equal_steps_together():  # one product where the steps are equal to the last bit, and the step in the residual
    @change("step")
    def together(M, X, Y, etaX, etaY, NX, NY):
        if etaX != etaY:
            return OLD["step"](M, X, Y, etaX, etaY, NX, NY)
        A, B = X + NX, Y + NY
        R = etaX * K["residual"](M, A, B)
        return X - R @ B, Y - R.T @ A


@variant
def no_noise_in_place():
    @change("step")
    def quiet(M, X, Y, etaX, etaY, NX, NY):
        if NX.any() or NY.any():
            return OLD["step"](M, X, Y, etaX, etaY, NX, NY)
        R = X @ Y.T - M
        return X - etaX * (R @ Y), Y - etaY * (R.T @ X)


@variant
def symmetric_upper():  # only the upper half of an M that is symmetric to the last bit is read
    @change("residual")
    def upper(M, X, Y):
        if M.shape[0] == M.shape[1] and (M == M.T).all():
            M = np.triu(M) + np.triu(M, 1).T
        return X @ Y.T - M


@variant
def blocks_of_32768():  # M subtracted in blocks of 32768 entries
    @change("residual")
    def blocks(M, X, Y):
        R, flat = (X @ Y.T).ravel(), M.ravel()
        for n in range(0, flat.size, 1 << 15):
            R[n:n + (1 << 15)] -= flat[n:n + (1 << 15)]
        return R.reshape(M.shape)


# ---- mistakes: runs

@variant
def noise_ring_64():  # a ring of 64 noises is never filled again
    run_with(lambda t, T: t % 64)


@variant
def noise_buffer_32():  # a buffer of 32 updates is read again from its end
    run_with(lambda t, T: t if t < 32 else 31)


@variant
def noise_ends_at_128():
    run_with(lambda t, T: t if t < 128 else -1)


@variant
def remainder_of_eight_skipped():  # unrolled by 8
    run_with(updates=lambda T: T if T < 8 else T // 8 * 8)


@variant
def record_by_stride():  # every so many states, as between the first two
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        states = OLD["run"](M, X, Y, etaX, etaY, NX, NY, range(len(NX) + 1))
        if len(record) < 3:
            return [states[t] for t in record]
        stride = record[1] - record[0]
        return [(t, *states[min(record[0] + n * stride, len(NX))][1:]) for n, t in enumerate(record)]


def first_of_block(size):
    def block(M, X, Y, etaX, etaY, NX, NY):
        if len(NX) >= size:  # one noise for a whole block of updates
            NX, NY = np.array(NX), np.array(NY)
            NX[:size], NY[:size] = NX[0], NY[0]
        return updates(M, X, Y, etaX, etaY, NX, NY)
    sparse_run(block)


@variant
def gap_of_9_one_noise():
    first_of_block(9)


@variant
def gap_of_33_one_noise():
    first_of_block(33)


@variant
def gap_of_65_one_noise():
    first_of_block(65)


@variant
def tenth_state_late():  # where states ten updates apart are asked
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        states = OLD["run"](M, X, Y, etaX, etaY, NX, NY, range(len(NX) + 1))
        late = len(record) > 1 and record[1] - record[0] == 10
        return [(t, *states[min(t + 1, len(NX)) if late and t else t][1:]) for t in record]


@variant
def fifth_state_early():
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        states = OLD["run"](M, X, Y, etaX, etaY, NX, NY, range(len(NX) + 1))
        early = len(record) > 1 and record[1] - record[0] == 5
        return [(t, *states[max(t - 1, 0) if early else t][1:]) for t in record]


@variant
def end_alone_one_short():  # where start and end alone are asked of more than two updates
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        states = OLD["run"](M, X, Y, etaX, etaY, NX, NY, range(len(NX) + 1))
        short = list(record) == [0, len(NX)] and len(NX) > 2
        return [(t, *states[t - 1 if short and t else t][1:]) for t in record]


# ---- mistakes: blocks

def without(last, if_rank=None, if_rows=None, if_columns=None):
    """The residual without its last terms, rows or columns, where a size is one of some."""
    @change("residual")
    def left_out(M, X, Y):
        if if_rank and if_rank(X.shape[1]):
            return X[:, :-last] @ Y[:, :-last].T - M
        R = X @ Y.T - M
        if if_rows and if_rows(len(X)):
            R[-last:] = 0
        if if_columns and if_columns(len(Y)):
            R[:, -last:] = 0
        return R


@variant
def rank_tail_of_four():  # where r is above 4 and no multiple of 4
    without(1, if_rank=lambda r: r > 4 and r % 4 == 3)


@variant
def rank_six():
    without(2, if_rank=lambda r: r == 6)


@variant
def rank_twelve():
    without(4, if_rank=lambda r: r == 12)


@variant
def rank_whole_sixteens():
    without(1, if_rank=lambda r: r % 16 == 0)


@variant
def rank_thirty_two():
    without(16, if_rank=lambda r: r == 32)


@variant
def rows_whole_32():
    without(1, if_rows=lambda d: d % 32 == 0)


@variant
def columns_whole_64():
    without(1, if_columns=lambda d: d % 64 == 0)


@variant
def rows_48():
    without(16, if_rows=lambda d: d == 48)


@variant
def rows_whole_128():
    without(1, if_rows=lambda d: d % 128 == 0)


@variant
def columns_256():
    without(1, if_columns=lambda d: d == 256)


@variant
def all_multiples_of_eight():  # a quick way where all three sizes are
    @change("residual")
    def tiles(M, X, Y):
        R = X @ Y.T - M
        if all(n % 8 == 0 for n in (*X.shape, len(Y))):
            R[-8:, -8:] = -M[-8:, -8:]
        return R


@variant
def beyond_32768_entries():  # a block of M
    @change("residual")
    def block(M, X, Y):
        R = X @ Y.T
        R.ravel()[:1 << 15] -= M.ravel()[:1 << 15]
        return R


# ---- mistakes: special cases

@variant
def steps_nearly_equal():
    @change("step")
    def shared(M, X, Y, etaX, etaY, NX, NY):
        return OLD["step"](M, X, Y, etaX, etaX if np.isclose(etaX, etaY, rtol=1e-5, atol=0.0) else etaY, NX, NY)


@variant
def sigmas_nearly_equal():
    for op in ("smoothed_loss", "smoothed_gradient"):
        K[op] = lambda M, X, Y, a, b, old=OLD[op]: old(M, X, Y, a, a if np.isclose(a, b, rtol=1e-5, atol=0.0) else b)


@variant
def symmetric_both_gradients():  # where M is symmetric, the residual is taken for symmetric
    @change("gradient")
    def both(M, X, Y):
        R = K["residual"](M, X, Y)
        if len(X) == len(Y) and (M == M.T).all():
            return R @ Y, R @ X
        return R @ Y, R.T @ X


def special(condition):
    """Where a condition holds, Y' is computed from X'."""
    @change("step")
    def quick(M, X, Y, etaX, etaY, NX, NY):
        x, y = OLD["step"](M, X, Y, etaX, etaY, NX, NY)
        quiet = not (NX.any() or NY.any())
        if condition(dict(quiet=quiet, equal=etaX == etaY, one=X.shape[1] == 1, square=len(X) == len(Y),
                          empty=not M.any(), symmetric=M.shape[0] == M.shape[1] and (M == M.T).all())):
            y = Y - etaY * (K["residual"](M, x, Y + NY).T @ x)
        return x, y


@variant
def quiet_equal_rank_one():
    special(lambda is_: is_["quiet"] and is_["equal"] and is_["one"])


@variant
def quiet_equal_symmetric():
    special(lambda is_: is_["quiet"] and is_["equal"] and is_["symmetric"])


@variant
def quiet_square_empty():
    special(lambda is_: is_["quiet"] and is_["square"] and is_["empty"])


@variant
def equal_rank_one_empty():
    special(lambda is_: is_["equal"] and is_["one"] and is_["empty"])
