#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a certificate without Coq and without the judge: exact fractions, the formulas written out once more.

    python3 src/candidates/check_certificate.py DIR

reads the theorems of DIR/Claims*.v, each about the text of a request and of what was printed, and computes what they
say: that each number is within its bound ("passes"), or beyond the bounds of all legal plans ("fails"), or that one is
so and each field is right for a request of its own ("mistakes"). Prints how many hold; exit status 1 if one does not.

The bounds are those of proofs-notes/bounds.md. X is d1 x r, Y is d2 x r, M is d1 x d2.
"""
import glob
import os
import re
import sys
from fractions import Fraction as Q

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


def read(text, form):
    """The number that a literal stands for in a format; its decimal value where that is None, or where it is no print of one."""
    exact = Q(text)
    if form is None or exact == 0:
        return exact
    found = nearest(exact, *form)
    digits, _, exponent = text.lower().lstrip("+-").partition("e")
    whole, _, places = digits.partition(".")
    last = int(exponent or 0) - len(places) + len(whole + places) - len((whole + places).rstrip("0"))
    power = found != 0 and bin(abs(found.numerator)).count("1") == bin(found.denominator).count("1") == 1
    return found if abs(found - exact) <= Q(10) ** last / (1 if power else 2) else exact


class Arithmetic:
    """What was declared: the format that literals are read in, u, lam, and whether products convert their operands."""

    def __init__(self, words):
        kind, digits = (words.strip("()").split() + ["0"])[:2]
        self.converts = kind in ("bfloat16", "tf32")
        if kind in FORMATS:
            p, least = FORMATS[kind]
            self.form, self.u, self.lam = (p, least), Q(2) ** (1 - p if self.converts else -p), Q(2) ** (least + p - 1)
        elif kind == "binary_digits":
            self.form, self.u, self.lam = (int(digits), -1000000), Q(2) ** -int(digits), Q(0)
        else:
            self.form, self.u, self.lam = None, Q(10) ** (1 - int(digits)) / 2, Q(0)

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
    ax, ay, am, factor, more = magnitude(x), magnitude(y), magnitude(m), 4 + c, 4 if "norm_scaled" in plan else 0
    if op == "Step":
        wide = 1 if plan.startswith("of_") else 0
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


def run(q, a, plan):
    """The exact state after all updates of a request, each entry of X and of Y with its bound."""
    x, y, m, more = q["X"], q["Y"], q["M"], 4 if "norm_scaled" in plan else 0
    ex, ey = scaled(0, x), scaled(0, y)
    for zx, zy in [(q["noiseX"], q["noiseY"]), *q["later"]]:
        after_x = next_state(a, more, q["etaX"], x, y, m, zx, zy, ex, ey)
        (y, ey), (x, ex) = next_state(a, more, q["etaY"], y, x, transposed(m), zy, zx, ey, ex), after_x
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


def holds(claim):
    """Whether what a theorem says is so."""
    kind, a, op, plan, requests, entry, reply = claim
    asked, instead = requests[0], requests[1:]
    if kind == "fails":
        return fails(a, op, plan, asked, *entry, reply)
    if kind == "passes":
        return passes(a, op, plan, [asked] * count(op), reply)
    own, i, j = entry
    return fails(a, op, plan, asked, own, i, j, reply[own][i][j]) and passes(a, op, plan, instead, reply)


def count(op):
    """How many fields a reply has."""
    return 1 if "Loss" in op or "Hessian" in op else 2


def fails(a, op, plan, q, own, i, j, printed):
    """Whether an entry is beyond the bounds of all legal plans, or other than what all of them compute exactly."""
    if plan == "of_exact_run":  # there is no theorem of a state that may be held wider
        return False
    if plan == "exact":
        return exactly(a, op, q, own, i, j) not in (None, read(printed, a.form))
    if op == "Steps":
        exact, bound = run(q, a, plan)[own][i][j]
        return abs(read(printed, a.form) - exact) > bound
    if "Loss" in op:
        exact, forms = losses(op, q, a)
    elif "Hessian" in op:
        exact, *form = hessian_entry(op, q, a, i, j)
        forms = [form]
    else:
        exact, size, u, n = of_factor(op, q, a, plan, own)
        exact, forms = exact[i][j], [(size[i][j], u[i][j], n)]
    return abs(read(printed, a.form) - exact) > max(a.bound(n, size, u) for size, u, n in forms)


def exactly(a, op, q, own, i, j):
    """The entry that every legal plan computes exactly, as all terms fit; None where one may round. A norm's root does."""
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
        exact, degree = of_factor(op, q, a, "exact", own)[0][i][j], 3
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


def passes(a, op, plan, requests, reply):
    """Whether each field is right for its request."""
    fields = []
    for own, q in enumerate(requests):
        if op == "Steps":
            fields.append(run(q, a, plan)[own])
        elif "Loss" in op:
            exact, forms = losses(op, q, a)
            size, u, n = forms[1 if plan == "in_expanded_form" else 0]
            fields.append([[(exact, a.bound(n, size, u))]])
        elif "Hessian" in op:
            side = range((len(q["X"]) + len(q["Y"])) * len(q["X"][0]))
            entries = [[hessian_entry(op, q, a, v, w) for w in side] for v in side]
            fields.append([[(exact, a.bound(n, size, u)) for exact, size, u, n in row] for row in entries])
        else:
            exact, size, u, n = of_factor(op, q, a, plan, own)
            bounds = combined(size, u, lambda s, f: a.bound(n, s, f))
            fields.append(combined(exact, bounds, lambda e, b: (e, b)))
    return len(fields) == len(reply) == count(op) and all(within(m, a, plan, f) for m, f in zip(reply, fields))


def within(printed, a, plan, entries):
    """Whether each number printed equals the exact one, or is within its bound; entries: exact value and bound."""
    if [len(row) for row in printed] != [len(row) for row in entries]:
        return False
    equal = plan in ("exact", "of_exact_run")
    return all(
        abs(read(text, a.form) - exact) <= (0 if equal else bound)
        for texts, row in zip(printed, entries) for text, (exact, bound) in zip(texts, row))


def parsed(theorem):
    """The parts of a theorem: kind, arithmetic, op, plan, requests with their numbers, an entry, what was printed."""
    tokens = re.findall(r'"[^"]*"|[A-Za-z0-9_]+|[\[\];()]', theorem)
    at = 0

    def term():
        nonlocal at
        token, at = tokens[at], at + 1
        if token in ("[", "("):
            items, end = [], {"[": "]", "(": ")"}[token]
            while tokens[at] != end:
                items.append(term())
                if tokens[at] == ";":
                    at += 1
            at += 1
            return items
        return token[1:-1] if token.startswith('"') else token

    parts = []
    while at < len(tokens):
        parts.append(term())
    kind, words, op, plan, request = parts[:5]
    if len(parts) != {"passes": 6, "fails": 9, "mistakes": 10}[kind]:
        raise ValueError("a claim has other parts")
    a = Arithmetic(words if isinstance(words, str) else " ".join(words))
    op, later = (op[0], op[1]) if isinstance(op, list) else (op, [])
    requests = [numbers(r, a, plan, later) for r in [request, *(parts[5] if kind == "mistakes" else [])]]
    entry = (["OfX", "OfY"].index(parts[-4]), int(parts[-3]), int(parts[-2])) if kind != "passes" else None
    return kind, a, op, plan, requests, entry, parts[-1]


def numbers(request, a, plan, later):
    """A request with its literals read, and the noise of later updates."""
    given = a.form if plan == "of_trace" else FORMATS["binary64"]
    q = dict(zip(["M", "X", "Y", "etaX", "etaY", "noiseX", "noiseY", "dX", "dY", "sigma1", "sigma2"], request[1:]))
    for name, value in q.items():
        form = a.form if plan.startswith("of_") and name in "XY" else given
        q[name] = [[read(t, form) for t in row] for row in value] if isinstance(value, list) else read(value, form)
    q["later"] = [[[[read(t, given) for t in row] for row in z] for z in noise] for noise in later]
    return q


def theorems(file):
    """The theorems of a file, each with what is said about it; matrices that have a name are put in."""
    about, named = "", {}
    for line in open(file, encoding="utf-8"):
        if line.startswith("(* "):
            about = line[3:-4]
        matrix = re.match(r"Definition (target_\d+) : rows := (.*)\.$", line)
        theorem = re.match(r"Theorem claim_\d+ : (.*)\.$", line)
        if matrix:
            named[matrix.group(1)] = matrix.group(2)
        if theorem:
            yield about, re.sub(r"target_\d+", lambda name: named[name.group()], theorem.group(1))


def main():
    files = sorted(glob.glob(os.path.join(sys.argv[1], "Claims*.v")))
    if len(sys.argv) != 2 or not files:
        sys.exit("check_certificate.py must be given a folder that holds Claims*.v")
    counts = {True: 0, False: 0}
    for file in files:
        for about, theorem in theorems(file):
            counts[right := holds(parsed(theorem))] += 1
            if not right:
                print(f"{os.path.basename(file)}: {about}: does not hold")
    print(f"{counts[True]} claims hold, {counts[False]} do not")
    sys.exit(1 if counts[False] else 0)


if __name__ == "__main__":
    main()
