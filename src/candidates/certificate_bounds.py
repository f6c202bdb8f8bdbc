#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The exact numbers and the bounds of every op, in exact fractions, for check_certificate.py: the formulas of
proofs-notes/bounds.md written out once more. X is d1 x r, Y is d2 x r, M is d1 x d2.
"""
import collections
import re
from fractions import Fraction as Q

# How a reply is judged: the state held wider than it is printed; all printed by one program; a residual that is scaled by
# norm/norm; equality asked for; the loss in its expanded form.
Plan = collections.namedtuple("Plan", "wide traced more equal expanded")

FORMATS = {"binary64": (53, -1074), "binary32": (24, -149), "binary16": (11, -24), "bfloat16": (8, -133), "tf32": (11, -136)}


def nearest(value, precision, least):
    """The number m 2^e, |m| <= 2^precision, e >= least, nearest to a fraction, ties to even."""
    if value == 0:
        return value
    e = max(abs(value.numerator).bit_length() - value.denominator.bit_length() - precision, least)
    while abs(value) / Q(2) ** e >= 2**precision:
        e += 1
    while e > least and abs(value) / Q(2) ** (e - 1) < 2**precision:
        e -= 1
    return round(value / Q(2) ** e) * Q(2) ** e


LITERAL = re.compile(r"([-+]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]+))?", re.ASCII)
FAR = 20000  # exponents beyond this are those of no number that an arithmetic has


def decimal(text):
    """The digits and the power of ten of a literal, with its sign; None where it is none."""
    found = LITERAL.fullmatch(text)
    if not found or not (found[2] + (found[3] or "")):
        return None
    places = found[3] or ""
    power = int((found[4] or "0")[:10]) - len(places)
    return (int(found[1] + found[2] + places), power) if abs(power) <= FAR else None


def read(text, form):
    """The number that a literal stands for in a format; its decimal value where that is None, or none of its numbers is near."""
    digits, power = decimal(text)
    exact = Q(digits) * Q(10) ** power
    if form is None or exact == 0:
        return exact
    found = nearest(exact, *form)
    while digits % 10 == 0:
        digits, power = digits // 10, power + 1
    return found if abs(found - exact) < Q(10) ** power else exact


class Arithmetic:
    """What was declared: the format that literals are read in, u, lam, and whether products convert their operands."""

    def __init__(self, name):
        kind, _, digits = name.partition(":")
        self.converts = name in ("bfloat16", "tf32")
        if name in FORMATS:
            p, least = FORMATS[name]
            self.form, self.u, self.lam = (p, least), Q(2) ** (1 - p if self.converts else -p), Q(2) ** (least + p - 1)
        elif kind in ("binary", "decimal") and re.fullmatch("[1-9][0-9]{0,5}", digits):
            p = int(digits)
            self.form, self.u, self.lam = (
                ((p, -1000000), Q(2) ** -p, Q(0)) if kind == "binary" else (None, Q(10) ** (1 - p) / 2, Q(0)))
        else:
            raise ValueError(f"there are no theorems about the arithmetic {name}")

    def bound(self, n, size, underflow):
        if n * self.u > Q(1, 4):
            raise ValueError("the bound says nothing")
        return n * self.u / (1 - n * self.u) * size + self.lam * underflow


def product(a, b):  # A B^T
    return [[sum(p * q for p, q in zip(u, v)) for v in b] for u in a]


def transposed(m):
    return [list(row) for row in zip(*m)]


def magnitude(m):
    return [[abs(v) for v in row] for row in m]


def combined(a, b, f):
    return [[f(p, q) for p, q in zip(u, v)] for u, v in zip(a, b)]


def plus(a, b):
    return combined(a, b, lambda p, q: p + q)


def rho(a, b, t):
    return plus(product(a, b), t)


def underflow(r, d, factor, eta, a, b, t):
    """The term U of an update, for every entry of the first factor."""
    alpha, beta, size = [sum(row) for row in a], [sum(row) for row in b], rho(a, b, t)
    return [
        [
            factor * ((1 + eta) * (sum((alpha[i] + beta[j] + 2 * r + 4) * (b[j][k] + 1) for j in range(d)) + sum(size[i])
                                   + 2 * d * (alpha[i] + 1)) + d + 4)
            for k in range(r)
        ]
        for i in range(len(a))
    ]


def gradient(x, y, m):
    residual = combined(product(x, y), m, lambda p, q: p - q)
    return product(residual, transposed(y))


def scaled(e, m):
    return [[e * v for v in row] for row in m]


def own_side(q, own):
    """The request as it looks from one factor."""
    if own == 0:
        return q["X"], q["Y"], q["M"], q["etaX"], q["noiseX"], q["noiseY"], q["dX"], q["dY"], q["sigma2"]
    return q["Y"], q["X"], transposed(q["M"]), q["etaY"], q["noiseY"], q["noiseX"], q["dY"], q["dX"], q["sigma1"]


def of_factor(op, q, a, plan, own):
    """The exact entries of a field and its bounds, for an op whose fields have the shapes of X and Y."""
    x, y, m, eta, zx, zy, dx, dy, sigma = own_side(q, own)
    d, r, c = len(y), len(x[0]), 2 if a.converts else 0
    ax, ay, am, factor, more = magnitude(x), magnitude(y), magnitude(m), 4 + c, 4 if plan.more else 0
    if op == "Step":
        wide = 1 if plan.wide else 0
        px, py = plus(x, zx), plus(y, zy)
        sx, sy = (plus(ax, magnitude(zx)), plus(ay, magnitude(zy))) if wide else (magnitude(px), magnitude(py))
        exact = combined(x, gradient(px, py, m), lambda p, g: p - eta * g)
        size = plus(ax, scaled(eta, product(rho(sx, sy, am), transposed(sy))))
        return exact, size, underflow(r, d, factor, eta, sx, sy, am), r + 2 * d + 12 + 4 * wide + 3 * c + more
    if op == "Hvp":
        change = plus(product(dx, y), product(x, dy))
        residual = combined(product(x, y), m, lambda p, q: p - q)
        ex, ey = magnitude(dx), magnitude(dy)
        exact = plus(product(change, transposed(y)), product(residual, transposed(dy)))
        size = plus(product(plus(product(ex, ay), product(ax, ey)), transposed(ay)), product(rho(ax, ay, am), transposed(ey)))
        n = (len(x) + d) * r + 10 + 2 * c + 2 * (r + d)
        return exact, size, underflow(r, d, factor, 1, plus(ax, ex), plus(ay, ey), am), n
    exact, size = gradient(x, y, m), product(rho(ax, ay, am), transposed(ay))
    if op == "Gradient":
        return exact, size, underflow(r, d, factor, 1, ax, ay, am), r + 2 * d + 8 + 2 * c + more
    w = d * sigma * sigma
    return (plus(exact, scaled(w, x)), plus(size, scaled(w, ax)), underflow(r, d, factor, 1 + w, ax, ay, am),
            r + 2 * d + 14 + 2 * c)


def next_state(a, more, eta, x, y, m, zx, zy, ex, ey):
    """X after an exact update, and how far off a computed one may be if X and Y were off by ex and ey."""
    d, r, c = len(y), len(x[0]), 2 if a.converts else 0
    px, py, ax, am = plus(x, zx), plus(y, zy), magnitude(x), magnitude(m)
    sx, sy = plus(plus(ax, magnitude(zx)), ex), plus(plus(magnitude(y), magnitude(zy)), ey)
    exact = combined(x, gradient(px, py, m), lambda p, g: p - eta * g)
    size = plus(plus(ax, ex), scaled(eta, product(rho(sx, sy, am), transposed(sy))))
    under = underflow(r, d, 4 + c, eta, sx, sy, am)
    residual = magnitude(combined(product(px, py), m, lambda p, t: p - t))
    change = plus(plus(product(ex, magnitude(py)), product(magnitude(px), ey)), product(ex, ey))
    carried = plus(product(change, transposed(plus(magnitude(py), ey))), product(residual, transposed(ey)))
    own = combined(size, under, lambda s, f: a.bound(r + 2 * d + 16 + 3 * c + more, s, f))
    return exact, plus(own, plus(ex, scaled(eta, carried)))


def nearby(value, bits, up):
    """A number of so many bits, the next one below or above."""
    unit = Q(2) ** (abs(value.numerator).bit_length() - value.denominator.bit_length() - bits)
    return (-(-value // unit) if up else value // unit) * unit


def kept(x, e):
    """Entries to 256 bits, and the errors with how far that is off, upwards: exact digits grow threefold with each update."""
    near = [[nearby(v, 256, False) for v in row] for row in x]
    return near, [[nearby(f + v - w, 60, True) for f, v, w in zip(*rows)] for rows in zip(e, x, near)]


def run(q, a, plan):
    """The state after all updates of a request, exact where equality is asked for, each entry of X and of Y with its bound."""
    x, y, m, more = q["X"], q["Y"], q["M"], 4 if plan.more else 0
    ex, ey = scaled(0, x), scaled(0, y)
    for zx, zy in [(q["noiseX"], q["noiseY"]), *q["later"]]:
        after_x = next_state(a, more, q["etaX"], x, y, m, zx, zy, ex, ey)
        (y, ey), (x, ex) = next_state(a, more, q["etaY"], y, x, transposed(m), zy, zx, ey, ex), after_x
        if not plan.equal:
            (x, ex), (y, ey) = kept(x, ex), kept(y, ey)
    return [combined(x, ex, lambda v, e: (v, e)), combined(y, ey, lambda v, e: (v, e))]


def losses(op, q, a):
    """The exact loss and (size, U, n) for a sum of squares or a norm, and expanded."""
    x, y, m, d1, d2, r, c = q["X"], q["Y"], q["M"], len(q["X"]), len(q["Y"]), len(q["X"][0]), 2 if a.converts else 0
    residual = combined(product(x, y), m, lambda p, t: p - t)
    size = rho(magnitude(x), magnitude(y), magnitude(m))
    alpha, beta = [sum(map(abs, row)) for row in x], [sum(map(abs, row)) for row in y]
    u = sum((size[i][j] + 1) * (alpha[i] + beta[j] + 2 * r + 4) for i in range(d1) for j in range(d2))
    u += sum(alpha) + sum(beta) + d1 * d2 + d1 + d2 + r
    top = max(max(row) for row in size)
    squares = sum(p * p for p in alpha) + sum(p * p for p in beta) + sum(alpha) + sum(beta)
    forms = [u + 2 * d1 * d2 * (top + 1) ** 2, u + (d1 + d2) * squares + r * r]
    counts = [d1 * d2 + 2 * r + 14 + 2 * c, d1 * d2 + (d1 + d2 + r) * (r + 1) + r + 14 + 2 * c]
    exact, sizes = sum(v * v for row in residual for v in row), sum(v * v for row in size for v in row)
    if op == "SmoothedLoss":
        s1, s2 = d1 * q["sigma1"] ** 2, d2 * q["sigma2"] ** 2
        nx, ny = sum(v * v for row in x for v in row), sum(v * v for row in y for v in row)
        exact, sizes = exact + s2 * nx + s1 * ny + r * s1 * s2, sizes + s2 * nx + s1 * ny + r * s1 * s2
        for own, d, s, row_sums, norm in ((d1, d2, s2, alpha, nx), (d2, d1, s1, beta, ny)):
            forms = [f + (s + d) * (sum(row_sums) + 2 * own * (r + 1)) + d * norm for f in forms]
        counts = [n + (d1 + d2) * r + 8 for n in counts]
    return exact / 2, [(sizes / 2, 8 * f, n) for f, n in zip(forms, counts)]


def variables(q, v, w):
    """The request seen from the factor of the v-th variable; v's row and column; whether w is of the other factor, and its own."""
    d1, d2, r = len(q["X"]), len(q["Y"]), len(q["X"][0])
    if v >= d1 * r:
        q = {**q, "X": q["Y"], "Y": q["X"], "M": transposed(q["M"]), "sigma1": q["sigma2"], "sigma2": q["sigma1"]}
        v, w, d1 = v - d1 * r, w + d2 * r if w < d1 * r else w - d1 * r, d2
    return q, divmod(v, r), (w >= d1 * r, *divmod(w - d1 * r if w >= d1 * r else w, r))


def hessian_entry(op, q, a, v, w):
    """An entry of the Hessian, its size, U and n."""
    q, (i, k), (other, j, l) = variables(q, v, w)
    x, y, m, d1, d2, r, c = q["X"], q["Y"], q["M"], len(q["X"]), len(q["Y"]), len(q["X"][0]), 2 if a.converts else 0
    n, factor = d1 + d2 + r + 8 + 2 * c, 4 + c
    if not other:
        if i != j:
            return Q(0), Q(0), 0, 0
        weight = d2 * q["sigma2"] ** 2 if op == "SmoothedHessian" and k == l else 0
        return (weight + sum(row[k] * row[l] for row in y), weight + sum(abs(row[k] * row[l]) for row in y),
                factor * (sum(abs(row[k]) + abs(row[l]) for row in y) + 4 * d2 + 8), n)
    exact, size = x[i][l] * y[j][k], abs(x[i][l] * y[j][k])
    if k == l:
        exact += sum(p * t for p, t in zip(x[i], y[j])) - m[i][j]
        size += sum(abs(p * t) for p, t in zip(x[i], y[j])) + abs(m[i][j])
    return exact, size, factor * (sum(map(abs, x[i])) + sum(map(abs, y[j])) + 2 * r + 8), n


def count(op):
    """How many fields a reply has."""
    return 1 if "Loss" in op or "Hessian" in op else 2


def fails(a, op, plan, q, own, i, j, printed):
    """Whether an entry is beyond the bounds of all admissible evaluation orders, or other than what all of them compute exactly."""
    if plan.equal:  # there is no theorem of a state that may be held wider
        return not plan.wide and exactly(a, op, q, own, i, j) not in (None, read(printed, a.form))
    if op == "Steps":
        exact, bound = run(q, a, plan)[own][i][j]
        return abs(read(printed, a.form) - exact) > bound
    if "Loss" in op:
        sums = [max(sum(map(abs, row)) for row in m) for m in (q["X"], q["Y"])]
        if a.lam * (sum(sums) + 2 * len(q["X"][0]) + 4) > Q(1, 2):
            return False
        exact, forms = losses(op, q, a)
    elif "Hessian" in op:
        exact, *form = hessian_entry(op, q, a, i, j)
        forms = [form]
    else:
        exact, size, u, n = of_factor(op, q, a, plan, own)
        exact, forms = exact[i][j], [(size[i][j], u[i][j], n)]
    return abs(read(printed, a.form) - exact) > max(a.bound(n, size, u) for size, u, n in forms)


def exactly(a, op, q, own, i, j):
    """The entry that every admissible order computes exactly, as all terms fit; None where one may round. A norm's root does."""
    if a.form is None or "Loss" in op:
        return None
    if "Hessian" in op:
        exact, (q, (row, k), (other, j, l)) = hessian_entry(op, q, a, i, j)[0], variables(q, i, j)
        x, y, m, added, degree = q["X"], q["Y"], q["M"], [], 2
        sigma = q["sigma2"] if op == "SmoothedHessian" and not other and k == l else Q(0)
        size = sum(v * v for row in x + y for v in row)
        size += rho(magnitude(x), magnitude(y), magnitude(m))[row][j] if other else len(y) * sigma * sigma
        fine = 2 * coarsest([[sigma]])
        if not other and row != j:
            return exact
    else:
        x, y, m, eta, zx, zy, dx, dy, sigma = own_side(q, own)
        exact, degree = of_factor(op, q, a, Plan(*[False] * 5), own)[0][i][j], 3
        ax, ay = added = {"Step": (zx, zy), "Hvp": (dx, dy)}.get(op, (scaled(0, x), scaled(0, y)))
        sums = plus(magnitude(x), magnitude(ax)), plus(magnitude(y), magnitude(ay))
        sx, sy = (magnitude(plus(x, ax)), magnitude(plus(y, ay))) if op == "Step" else sums
        cubic, own_size = product(rho(sx, sy, magnitude(m)), transposed(sy))[i][j], abs(x[i][j])
        size = {"Gradient": own_size + cubic, "Step": own_size + max(Q(1), eta) * cubic, "Hvp": 4 * (sums[0][i][j] + cubic),
                "SmoothedGradient": own_size + cubic + len(y) * sigma * sigma * own_size}[op]
        fine = coarsest([[eta]]) if op == "Step" else 2 * coarsest([[sigma if "Smoothed" in op else Q(0)]])
    (p, least), n = a.form, max(coarsest(x + y + [row for z in added for row in z]), (coarsest(m) + 1) // 2)
    grid = degree * n + fine
    fits = size <= Q(2) ** (p - grid) and least + p <= -grid and n <= 6 and fine <= 12
    if op == "Step":
        fits = fits and eta >= 0 and max(map(max, sums[0] + sums[1])) <= Q(2) ** (p - n)
    return exact if fits else None


def coarsest(m):
    """The least n of which all entries are multiples of 2^-n."""
    return max(v.denominator.bit_length() - 1 if v.denominator & (v.denominator - 1) == 0 else 10**6 for row in m for v in row)


def entries(op, q, a, plan, own):
    """The entries of a field: exact value and bound after several updates, else exact value, size, U and n."""
    if op == "Steps":
        return run(q, a, plan)[own]
    if "Loss" in op:
        exact, forms = losses(op, q, a)
        return [[(exact, *forms[1 if plan.expanded else 0])]]
    if "Hessian" in op:
        side = range((len(q["X"]) + len(q["Y"])) * len(q["X"][0]))
        return [[hessian_entry(op, q, a, v, w) for w in side] for v in side]
    exact, size, u, n = of_factor(op, q, a, plan, own)
    return combined(exact, combined(size, u, lambda s, f: (s, f, n)), lambda e, b: (e, *b))


def passes(a, op, plan, requests, reply):
    """Whether each field is right for its request."""
    return len(requests) == len(reply) == count(op) and all(
        within(m, a, plan, entries(op, q, a, plan, own)) for own, (m, q) in enumerate(zip(reply, requests)))


def within(printed, a, plan, entries):
    """Whether each number printed equals the exact one, or is within its bound; entries: exact value and bound, or what makes it."""
    return [len(row) for row in printed] == [len(row) for row in entries] and all(
        read(text, a.form) == exact if plan.equal
        else abs(read(text, a.form) - exact) <= (bound[0] if len(bound) == 1 else a.bound(bound[2], *bound[:2]))
        for texts, row in zip(printed, entries) for text, (exact, *bound) in zip(texts, row))
