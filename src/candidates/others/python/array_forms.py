# SPDX-License-Identifier: Apache-2.0
"""Unusual legal programs in NumPy: how they sum, hold states, spell numbers and draw; see arrays.py."""
import math
import random
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

from arrays import K, OLD, change, json, np, variant

WIDE = np.longdouble
POOL = ThreadPoolExecutor(3)


def by_sums(total):
    """Products by a sum of the rounded products of each entry."""
    K["product"] = lambda A, B: np.array([[total([a * b for a, b in zip(row, column)]) for column in B.T] for row in A])


def halves(terms):
    return terms[0] if len(terms) == 1 else halves(terms[:len(terms) // 2]) + halves(terms[len(terms) // 2:])


def shuffled(terms):
    return math.fsum(terms[:1]) if len(terms) < 2 else halves(random.sample(terms, len(terms)))


def compensated(terms):
    total = rest = 0.0
    for x in random.sample(terms, len(terms)):
        t = total + x
        rest += (total - t) + x if abs(total) >= abs(x) else (x - t) + total
        total = t
    return total + rest


def by_size(terms):
    return sum(sorted(terms, key=abs), 0.0)


@variant
def sum_halves():
    by_sums(halves)


@variant
def sum_any_tree():
    by_sums(shuffled)


@variant
def sum_compensated():
    by_sums(compensated)


@variant
def sum_by_size():
    by_sums(by_size)


@variant
def sum_by_sign():  # positive and negative terms apart
    by_sums(lambda terms: sum([x for x in terms if x > 0], 0.0) + sum([x for x in terms if x <= 0], 0.0))


@variant
def sum_correctly():
    by_sums(math.fsum)


@variant
def sum_exactly():  # products and sums exact, rounded once
    K["product"] = lambda A, B: np.array([[float(sum(Fraction(a) * Fraction(b) for a, b in zip(row, column)))
                                           for column in B.T.tolist()] for row in A.tolist()])


@variant
def sum_fused():  # one rounding for each multiply-add
    def fused(row, column):
        total = 0.0
        for a, b in zip(row, column):
            total = float(Fraction(a) * Fraction(b) + Fraction(total))
        return total
    K["product"] = lambda A, B: np.array([[fused(row, column) for column in B.T.tolist()] for row in A.tolist()])


@variant
def sum_in_threads():  # blocks of rows and of terms, joined as they come
    @change("product")
    def product(A, B):
        cuts = [slice(k, k + 3) for k in range(0, A.shape[1], 3)]
        random.shuffle(cuts)
        return sum(POOL.map(lambda c: A[:, c] @ B[c], cuts), np.zeros((len(A), B.shape[1])))


@variant
def sum_transposed_einsum():
    K["product"] = lambda A, B: np.einsum("kj,ik->ji", B, A, optimize=True).T


@variant
def padded_to_eight():  # zeros up to multiples of eight
    @change("product")
    def product(A, B):
        up = lambda a: np.pad(a, [(0, -s % 8) for s in a.shape])  # noqa: E731
        return (up(A) @ up(B))[:len(A), :B.shape[1]]


@variant
def gram_if_cheaper():
    @change("gradient")
    def gradient(M, X, Y):
        if X.shape[1] * 2 < min(M.shape):
            return X @ (Y.T @ Y) - M @ Y, Y @ (X.T @ X) - M.T @ X
        return OLD["gradient"](M, X, Y)


@variant
def gram_one_side():
    @change("gradient")
    def gradient(M, X, Y):
        return X @ (Y.T @ Y) - M @ Y, K["residual"](M, X, Y).T @ X


@variant
def target_inside_sum():  # -M joins the products as a further term, in the middle
    @change("residual")
    def residual(M, X, Y):
        h = X.shape[1] // 2
        return (X[:, :h] @ Y[:, :h].T - M) + X[:, h:] @ Y[:, h:].T


@variant
def target_as_rank():  # [X, -M] [Y, I]^T
    K["residual"] = lambda M, X, Y: np.hstack([X, -M]) @ np.hstack([Y, np.eye(len(Y))]).T


@variant
def running_sum():  # X' is one sum that starts at X
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        A, B = X + NX, Y + NY
        R, X, Y = K["residual"](M, A, B), X.copy(), Y.copy()
        for j in random.sample(range(len(B)), len(B)):
            X -= np.outer(etaX * R[:, j], B[j])
        for i in range(len(A)):
            Y -= np.outer(R[i], etaY * A[i])
        return X, Y


@variant
def step_in_factor():
    @change("step")
    def step(M, X, Y, etaX, etaY, NX, NY):
        A, B = X + NX, Y + NY
        R = K["residual"](M, A, B)
        return X - R @ (etaX * B), Y - R.T @ (etaY * A)


@variant
def run_wide():  # states, noise and sums of a run are wider, printed as binary64
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        w = lambda a: np.asarray(a, WIDE)  # noqa: E731
        return OLD["run"](w(M), w(X), w(Y), WIDE(etaX), WIDE(etaY), w(NX), w(NY), record)


@variant
def run_lazy_in_place():  # a generator of noises; the arrays of the state are updated in place, and copied when recorded
    @change("run")
    def run(M, X, Y, etaX, etaY, NX, NY, record):
        X, Y, states, ask = X.copy(), Y.copy(), [], set(record)
        if 0 in ask:
            states.append((0, X.copy(), Y.copy()))
        for t, (nx, ny) in enumerate(zip(NX, NY), 1):
            gX, gY = K["gradient"](M, np.add(X, nx), np.add(Y, ny))
            np.subtract(X, np.multiply(etaX, gX, out=gX), out=X)
            np.subtract(Y, np.multiply(etaY, gY, out=gY), out=Y)
            if t in ask:
                states.append((t, X.copy(), Y.copy()))
        return states


@variant
def loss_by_root_half():
    K["loss"] = lambda M, X, Y: np.linalg.norm(math.sqrt(0.5) * K["residual"](M, X, Y)) ** 2


@variant
def loss_by_hypot():
    K["loss"] = lambda M, X, Y: 0.5 * math.hypot(*K["residual"](M, X, Y).ravel()) ** 2


@variant
def hvp_by_gram():
    @change("hvp")
    def hvp(M, X, Y, dX, dY):
        R = K["residual"](M, X, Y)
        return dX @ (Y.T @ Y) + X @ (dY.T @ Y) + R @ dY, dY @ (X.T @ X) + Y @ (dX.T @ X) + R.T @ dX


@variant
def hessian_by_columns():  # the products with the unit matrices
    @change("hessian")
    def hessian(M, X, Y):
        n, side = X.size, X.size + Y.size
        units = np.eye(side)
        return np.array([np.concatenate([h.ravel() for h in K["hvp"](M, X, Y, u[:n].reshape(X.shape), u[n:].reshape(Y.shape))])
                         for u in units]).T


@variant
def smoothed_by_gram():  # the variance in the Gram matrix
    @change("smoothed_gradient")
    def smoothed_gradient(M, X, Y, s1, s2):
        eye = np.eye(X.shape[1])
        return X @ (Y.T @ Y + len(Y) * s2 * s2 * eye) - M @ Y, Y @ (X.T @ X + len(X) * s1 * s1 * eye) - M.T @ X


def printed(number, prepare=lambda s: s):
    """Replies with numbers spelt in another way."""
    def spell(value):
        if isinstance(value, dict):
            return "{" + ",".join(json.encoder.py_encode_basestring(k) + ":" + spell(v) for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ",".join(map(spell, value)) + "]"
        return number(value) if isinstance(value, float) and math.isfinite(value) else plain(value)
    plain = json.dumps
    json.dumps = lambda value: prepare(spell(value))


@variant
def print_17_digits():
    printed(lambda x: f"{x:.16e}")


@variant
def print_30_digits_capital():
    printed(lambda x: f"{x:.29E}")


@variant
def print_general():
    printed(lambda x: f"{x:.17g}")


@variant
def print_all_digits_plain():
    printed(lambda x: format(Decimal(x), "f"))


@variant
def print_whole_without_point():
    printed(lambda x: str(int(x)) if x == int(x) and abs(x) < 2**53 else repr(x))


@variant
def print_strings_with_spaces():  # numbers as strings, blanks between, the id last
    printed(lambda x: f'"{x:.20e}"', lambda s: " " + s.replace("],", "] ,\t").replace('":', '" : ') + " \r")


@variant
def print_digits_and_exponent():  # 12345e-3
    def number(x):
        sign, digits, exponent = Decimal(f"{x:.17e}").as_tuple()
        return ("-" if sign else "") + (("".join(map(str, digits)).lstrip("0") or "0") + f"e{exponent:+04d}")
    printed(number)


@variant
def print_keys_escaped():
    printed(repr, lambda s: s.replace('"X"', '"\\u0058"').replace('"loss"', '"\\u006coss"').replace('"gradX"', '"grad\\u0058"'))


# ---- draws

def draws(f):
    @change("noises")
    def noises(X, Y, s1, s2, count, seed):
        z = f(np.random.Generator(np.random.Philox(seed)), count, X.size + Y.size)
        return s1 * z[:, :X.size].reshape(count, *X.shape), s2 * z[:, X.size:].reshape(count, *Y.shape)


@variant
def draws_by_columns():
    draws(lambda rng, count, n: rng.standard_normal((n, count)).T)


@variant
def draws_backwards():
    draws(lambda rng, count, n: rng.standard_normal((count, n))[::-1, ::-1])


@variant
def draws_inverse():
    draws(lambda rng, count, n: np.array([NormalDist().inv_cdf(u) for u in (1 - rng.random(count * n)) * (1 - 2.0**-53)]).reshape(count, n))


@variant
def draws_rotated():  # a rotation of normal vectors
    def f(rng, count, n):
        q, _ = np.linalg.qr(rng.standard_normal((n, n)))
        return rng.standard_normal((count, n)) @ q
    draws(f)


@variant
def draws_narrow():  # binary32
    draws(lambda rng, count, n: rng.standard_normal((count, n), dtype=np.float32).astype(float))


@variant
def draws_of_two():  # the sum of two normals over the root of two
    draws(lambda rng, count, n: (rng.standard_normal((count, n)) + rng.standard_normal((count, n))) * math.sqrt(0.5))


@variant
def draws_shuffled():  # normals in a random order
    draws(lambda rng, count, n: rng.permutation(rng.standard_normal(count * n)).reshape(count, n))


@variant
def draws_signed():  # the size of a normal, and a sign of its own
    draws(lambda rng, count, n: np.abs(rng.standard_normal((count, n))) * rng.choice([-1.0, 1.0], (count, n)))


@variant
def draws_entropy():  # the seed, and what the machine's entropy adds
    draws(lambda rng, count, n: np.random.default_rng().standard_normal((count, n)))
