# SPDX-License-Identifier: Apache-2.0
"""Every expected value below golden/ once more, from the definitions: python3 src/golden/second_route.py [--full] [DIRECTORY]

Standard library only, and organised otherwise than the Java that wrote the data:

  vectors   exact rationals. The loss is a sum over entries; gradients are its central differences and Hessians its second
            differences, exact because the loss is quadratic in each variable by itself; a Hessian-vector product is the
            exact derivative of a cubic along a line; the smoothed loss is an average over random signs where that is
            feasible; covariances come from Hermite coefficients.
  traces    start and noise from the seed by noise_second_route.py; states by the documented order of evaluation, in
            Python's floats (binary64) and in its decimal with 50 digits. Runs are followed from their start as far as
            that is cheap (--full: always), otherwise each window from its first state.

Prints what was compared; exit status 1 at any mismatch, 2 if there is nothing to compare.
"""

import hashlib
import itertools
import json
import math
import pathlib
import random
import sys
from decimal import Context, Decimal, ROUND_HALF_EVEN, setcontext
from fractions import Fraction
from multiprocessing import Pool

from noise_second_route import START_X, START_Y, NOISE_X, NOISE_Y, standard_normal

FIFTY = Context(prec=50, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999)
SEED = 20210224  # of the shuffled sums below, nothing else
MOST_SIGNS = 8  # signs are enumerated for up to this many variables
CHEAP = 4_000_000  # a run is followed while steps * d1 * d2 * r is below this


class Mismatch(Exception):
    pass


def require(holds, where, expected, actual):
    if not holds:
        raise Mismatch(f"{where}: second route has {expected}, golden has {actual}")


# ---- exact vectors -------------------------------------------------------------------------------------------------


def rational(literal):
    """A request's number: the double that the literal is read as."""
    return Fraction(float(literal))


def rationals(rows):
    return [[rational(a) for a in row] for row in rows]


class Problem:
    """M, X, Y in whole numbers: X = x / 2^a, Y = y / 2^b, M = m / 2^(a + b), sigmas and a direction likewise."""

    def __init__(self, m, x, y, sigmas=(Fraction(0), Fraction(0)), direction=((), ())):
        self.d1, self.d2, self.r = len(x), len(y), len(x[0])
        self.a, self.b = (exponent([v for row in (*z, *dz) for v in row] + [sigma])
                          for z, dz, sigma in zip((x, y), direction, sigmas))
        self.a += max(0, exponent([v for row in m for v in row]) - self.a - self.b)
        self.m = [[whole(v, self.a + self.b) for v in row] for row in m]
        self.point = [whole(v, self.a) for row in x for v in row] + [whole(v, self.b) for row in y for v in row]
        self.sigmas = [whole(sigmas[0], self.a)] * (self.d1 * self.r) + [whole(sigmas[1], self.b)] * (self.d2 * self.r)
        self.n = len(self.point)
        self.units = [self.a] * (self.d1 * self.r) + [self.b] * (self.d2 * self.r)
        self.direction = [whole(v, u) for v, u in zip((v for z in direction for row in z for v in row), self.units)]
        self.loss = self.plain

    def plain(self, v):
        """Twice the loss, in units of 2^(-2a - 2b)."""
        r, split = self.r, self.d1 * self.r
        total = 0
        for i in range(self.d1):
            for j in range(self.d2):
                e = -self.m[i][j]
                for k in range(r):
                    e += v[i * r + k] * v[split + j * r + k]
                total += e * e
        return total

    def smoothed(self, v):
        """Twice the smoothed loss: the mean over signs, or F plus what second moments add."""
        if self.n <= MOST_SIGNS:
            total = sum(self.plain([a + s * e for a, s, e in zip(v, self.sigmas, signs)])
                        for signs in itertools.product((-1, 1), repeat=self.n))
            return Fraction(total, 2**self.n)
        split = self.d1 * self.r
        s1, s2 = self.d1 * self.sigmas[0] ** 2, self.d2 * self.sigmas[-1] ** 2
        return (self.plain(v) + s2 * sum(a * a for a in v[:split]) + s1 * sum(a * a for a in v[split:])
                + self.r * s1 * s2)

    def moved(self, *moves):
        v = list(self.point)
        for p, h in moves:
            v[p] += h
        return self.loss(v)

    def value(self):
        return scaled(self.loss(self.point), 2 * self.a + 2 * self.b + 1)

    def derivative(self, p, v=None):
        """By variable p: the central difference of a quadratic."""
        v = list(self.point if v is None else v)
        v[p] += 1
        up = self.loss(v)
        v[p] -= 2
        return scaled(up - self.loss(v), 2 * self.a + 2 * self.b + 2 - self.units[p])

    def second(self, p, q):
        if p == q:
            difference = 4 * (self.moved((p, 1)) - 2 * self.loss(self.point) + self.moved((p, -1)))
        else:
            difference = sum(s * t * self.moved((p, s), (q, t)) for s in (1, -1) for t in (1, -1))
        return scaled(difference, 2 * self.a + 2 * self.b + 3 - self.units[p] - self.units[q])

    def gradient(self):
        return self.split([self.derivative(p) for p in range(self.n)])

    def hessian(self):
        h = [[None] * self.n for _ in range(self.n)]
        for p in range(self.n):
            for q in range(p + 1):
                h[p][q] = h[q][p] = self.second(p, q)
        return h

    def along(self):
        """The gradient's derivative along the direction: a cubic's, from its values at -2, -1, 1, 2."""
        result = []
        for p in range(self.n):
            g = {s: self.derivative(p, [v + s * e for v, e in zip(self.point, self.direction)]) for s in (-2, -1, 1, 2)}
            result.append((8 * (g[1] - g[-1]) - (g[2] - g[-2])) / 12)
        return self.split(result)

    def split(self, flat):
        at = self.d1 * self.r
        return rows_of(flat[:at], self.r), rows_of(flat[at:], self.r)


def rows_of(flat, r):
    return [flat[i:i + r] for i in range(0, len(flat), r)]


def exponent(values):
    """The least e >= any needed with every value a multiple of 2^-e (may be negative)."""
    needed = []
    for v in values:
        v = Fraction(v)
        if v:
            n, d = abs(v.numerator), v.denominator
            needed.append(d.bit_length() - 1 - ((n & -n).bit_length() - 1))
    return max(needed, default=0)


def whole(value, e):
    scaled_value = Fraction(value) * (Fraction(2) ** e)
    assert scaled_value.denominator == 1
    return scaled_value.numerator


def scaled(value, e):
    return Fraction(value) / (Fraction(2) ** e)


def plus(a, b):
    return [[v + w for v, w in zip(*rows)] for rows in zip(a, b)]


def descended(eta, z, gradient):
    return [[a - eta * g for a, g in zip(*rows)] for rows in zip(z, gradient)]


def update(m, x, y, eta_x, eta_y, noise_x, noise_y):
    gx, gy = Problem(m, plus(x, noise_x), plus(y, noise_y)).gradient()
    return descended(eta_x, x, gx), descended(eta_y, y, gy)


def hermite_gradients(m, x, y, sigma1, sigma2):
    """Each entry of the perturbed gradient in Hermite polynomials of standard normals: {((variable, degree), ..): c}."""
    d1, d2, r = len(x), len(y), len(x[0])

    def first(mean, sigma, name):
        return {(): mean, ((name, 1),): sigma}

    def square(mean, sigma, name):  # z^2 = He2(z) + 1
        return {(): mean * mean + sigma * sigma, ((name, 1),): 2 * mean * sigma, ((name, 2),): sigma * sigma}

    def product(*factors):
        total = {(): Fraction(1)}
        for factor in factors:  # of variables that differ
            total = {tuple(sorted(k + l)): c * e for k, c in total.items() for l, e in factor.items()}
        return total

    def side(own, sigma_own, other, sigma_other, target, own_name, other_name):
        result = []
        for i in range(len(own)):
            for a in range(r):
                total = {}
                for j in range(len(other)):
                    terms = [(1, product(first(own[i][a], sigma_own, (own_name, i, a)),
                                         square(other[j][a], sigma_other, (other_name, j, a))))]
                    terms += [(1, product(first(own[i][k], sigma_own, (own_name, i, k)),
                                          first(other[j][k], sigma_other, (other_name, j, k)),
                                          first(other[j][a], sigma_other, (other_name, j, a))))
                              for k in range(r) if k != a]
                    terms.append((-target(i, j), first(other[j][a], sigma_other, (other_name, j, a))))
                    for weight, term in terms:
                        for key, c in term.items():
                            total[key] = total.get(key, 0) + weight * c
                result.append(total)
        return result

    return (side(x, sigma1, y, sigma2, lambda i, j: m[i][j], "x", "y")
            + side(y, sigma2, x, sigma1, lambda j, i: m[i][j], "y", "x"))


def moments(m, x, y, eta_x, eta_y, sigma1, sigma2):
    g = hermite_gradients(m, x, y, sigma1, sigma2)
    split = len(x) * len(x[0])
    etas = [eta_x] * split + [eta_y] * (len(g) - split)
    flat = [v for row in x + y for v in row]
    mean = [v - eta * f.get((), 0) for v, eta, f in zip(flat, etas, g)]
    weighted = [{k: c * math.prod(math.factorial(d) for _, d in k) for k, c in f.items() if k} for f in g]
    covariance = [[eta * theta * sum(c * w[k] for k, c in f.items() if k in w)
                   for theta, w in zip(etas, weighted)] for eta, f in zip(etas, g)]
    return mean, covariance


def answer(q):
    op = q["op"]
    m, x, y = rationals(q["M"]), rationals(q["X"]), rationals(q["Y"])
    if op in ("step", "run", "sample"):
        etas = rational(q["etaX"]), rational(q["etaY"])
    if op == "step":
        nx, ny = update(m, x, y, *etas, rationals(q["noiseX"]), rationals(q["noiseY"]))
        return {"X": nx, "Y": ny}
    if op == "run":
        states = []
        for t in range(len(q["noiseX"]) + 1):
            if t in q["record"]:
                states.append({"t": t, "X": x, "Y": y})
            if t < len(q["noiseX"]):
                x, y = update(m, x, y, *etas, rationals(q["noiseX"][t]), rationals(q["noiseY"][t]))
        return {"states": states}
    sigmas = (rational(q["sigma1"]), rational(q["sigma2"])) if "sigma1" in q else (Fraction(0), Fraction(0))
    if op == "sample":
        mean, covariance = moments(m, x, y, *etas, *sigmas)
        at = len(x) * len(x[0])
        return {"meanX": rows_of(mean[:at], len(x[0])), "meanY": rows_of(mean[at:], len(x[0])), "covariance": covariance}
    problem = Problem(m, x, y, sigmas, (rationals(q["dX"]), rationals(q["dY"])) if op == "hvp" else ((), ()))
    if op.startswith("smoothed"):
        problem.loss = problem.smoothed
    if op.endswith("loss"):
        return {"loss": problem.value()}
    if op.endswith("gradient"):
        gx, gy = problem.gradient()
        return {"gradX": gx, "gradY": gy}
    if op == "hvp":
        hx, hy = problem.along()
        return {"hvpX": hx, "hvpY": hy}
    return {"hessian": problem.hessian()}


def compare(where, mine, golden, same):
    """Structures of the same shape; same(where, number, literal) compares a number with its string in golden."""
    if isinstance(mine, dict):
        require(isinstance(golden, dict) and list(mine) == list(golden), where, list(mine), list(golden))
        for k in mine:
            compare(f"{where}.{k}", mine[k], golden[k], same)
    elif isinstance(mine, list):
        require(isinstance(golden, list) and len(mine) == len(golden), where, "other length", len(golden))
        for i, pair in enumerate(zip(mine, golden)):
            compare(f"{where}[{i}]", *pair, same)
    elif isinstance(mine, int):  # t
        require(mine == golden, where, mine, golden)
    else:
        same(where, mine, golden)


def shuffled_update(q, rng):
    """One update in floats by an admissible order chosen at random."""
    m, x, y, zx, zy = ([[float(a) for a in row] for row in q[k]] for k in ("M", "X", "Y", "noiseX", "noiseY"))
    xt, yt = plus(x, zx), plus(y, zy)

    def total(terms):
        terms = list(terms)
        while len(terms) > 1:
            a = terms.pop(rng.randrange(len(terms)))
            b = terms.pop(rng.randrange(len(terms)))
            terms.append(a + b)
        return terms[0]

    def side(eta, own, perturbed, other, target):
        plan = rng.choice(("residual", "folded", "gram", "running"))
        result = []
        for i, row in enumerate(own):
            new = []
            for k, start in enumerate(row):
                if plan == "gram":
                    g = total([perturbed[i][a] * total(o[a] * o[k] for o in other) for a in range(len(row))]
                              + [-target(i, j) * o[k] for j, o in enumerate(other)])
                    new.append(start - eta * g)
                    continue
                e = [total([perturbed[i][a] * o[a] for a in range(len(row))] + [-target(i, j)])
                     for j, o in enumerate(other)]
                if plan == "residual":
                    new.append(start - eta * total(e[j] * o[k] for j, o in enumerate(other)))
                elif plan == "folded":
                    new.append(start - total((eta * e[j]) * o[k] for j, o in enumerate(other)))
                else:
                    new.append(total([start] + [-e[j] * (eta * o[k]) for j, o in enumerate(other)]))
            result.append(new)
        return result

    return {"X": side(float(q["etaX"]), x, xt, yt, lambda i, j: m[i][j]),
            "Y": side(float(q["etaY"]), y, yt, xt, lambda j, i: m[i][j])}


def check_vectors(path):
    counts = {"vectors": 0, "numbers": 0}
    rng, exact = random.Random(SEED), []

    def same(where, number, literal):
        rounded = FIFTY.divide(Decimal(number.numerator), Decimal(number.denominator))
        require(isinstance(literal, str) and rounded == Decimal(literal), where, rounded, literal)
        counts["numbers"] += 1
        exact.append(Fraction(rounded) == number)
    with open(path, encoding="utf-8") as lines:
        header = json.loads(next(lines))
        require(header["vectors"] == 1, path, 1, header["vectors"])
        for n, line in enumerate(lines, 2):
            vector = json.loads(line, parse_float=str)
            where = f"{path}:{n}, {vector['id']}"
            require(vector["request"]["op"] == header["op"], where, header["op"], vector["request"]["op"])
            exact.clear()
            compare(where, answer(vector["request"]), vector["expected"], same)
            require(all(exact) == vector["exact"], where + ".exact", all(exact), vector["exact"])
            if header["op"] == "step" and "binary64" in vector.get("exactIn", ()):
                right = {k: [[float(a) for a in row] for row in vector["expected"][k]] for k in ("X", "Y")}
                for _ in range(50):
                    mine = shuffled_update(vector["request"], rng)
                    require(mine == right, where + ", an admissible order", mine, right)
            counts["vectors"] += 1
    return counts


# ---- traces --------------------------------------------------------------------------------------------------------

# id: d1, d2, r, etaX, etaY, sigma1, sigma2, start (a standard deviation, or the point). Section 5 of the paper.
BALANCED, UNBALANCED = math.sqrt(1.5) * 0.05, math.sqrt(0.75) * 0.05
MATRIX_RUNS = {
    "a": (0.01, 0.01, BALANCED, 0.05, 0.01), "b": (0.01, 0.01, BALANCED, 0.05, 0.1),
    "c": (0.005, 0.01, BALANCED, 0.05, 0.01), "d": (0.01, 0.01, 0.0, 0.0, 0.01),
    "e": (0.01, 0.01, 0.0, 0.0, 0.1), "f": (0.005, 0.01, 0.0, 0.0, 0.01),
    "g": (0.01, 0.01, UNBALANCED, 0.05, 0.01),
}
SETTINGS = {"fig2" + k: (20, 30, 1, *v) for k, v in MATRIX_RUNS.items()}
SETTINGS.update({"fig3" + k: (20, 30, 10, *v) for k, v in MATRIX_RUNS.items() if k != "g"})
SETTINGS["fig4"] = (1, 1, 1, 0.01, 0.01, 0.05, 0.05, (3.0, 5.0))
SETTINGS["fig4gd"] = (1, 1, 1, 0.01, 0.01, 0.0, 0.0, (3.0, 5.0))


def printed(d):
    """The decimal that a double is printed as: the fewest digits from 15 on that read back."""
    for digits in (15, 16, 17):
        text = f"{d:.{digits - 1}e}"
        if float(text) == d:
            return Decimal(text)
    raise AssertionError(d)


def dot(u, v):
    total = u[0] * v[0]
    for a, b in zip(u[1:], v[1:]):
        total = total + a * b
    return total


def columns(rows):
    return [list(c) for c in zip(*rows)]


def perturbed_update(m, x, y, eta_x, eta_y, zx, zy, form):
    """In the documented order: sums ascend from their first product, every operation rounds by itself."""
    xt, yt = plus(x, zx), plus(y, zy)
    xc, yc = columns(xt), columns(yt)
    if form == "residual":
        e = [[dot(u, v) - a for v, a in zip(yt, row)] for u, row in zip(xt, m)]
        gx = [[dot(row, c) for c in yc] for row in e]
        gy = [[dot(row, c) for c in xc] for row in columns(e)]
    else:
        kx = [[dot(a, b) for a in yc] for b in yc]  # symmetric, bit for bit
        ky = [[dot(a, b) for a in xc] for b in xc]
        gx = [[dot(u, k) - dot(row, c) for k, c in zip(kx, yc)] for u, row in zip(xt, m)]
        gy = [[dot(u, k) - dot(row, c) for k, c in zip(ky, xc)] for u, row in zip(yt, columns(m))]
    return descended(eta_x, x, gx), descended(eta_y, y, gy)


class Setting:
    def __init__(self, name, replicate, seed):
        self.d1, self.d2, self.r, self.eta_x, self.eta_y, self.sigma1, self.sigma2, self.start = SETTINGS[name]
        self.replicate, self.seed = replicate, seed

    def draw(self, step, factor, sigma, rows):
        z = standard_normal(self.seed, self.replicate, step, factor, rows * self.r)
        return rows_of([sigma * v for v in z], self.r)

    def first(self):
        if isinstance(self.start, tuple):
            return [[self.start[0]]], [[self.start[1]]]
        return self.draw(0, START_X, self.start, self.d1), self.draw(0, START_Y, self.start, self.d2)

    def noise(self, t):
        if self.sigma1 == 0:
            return [[0.0] * self.r] * self.d1, [[0.0] * self.r] * self.d2
        return self.draw(t, NOISE_X, self.sigma1, self.d1), self.draw(t, NOISE_Y, self.sigma2, self.d2)

    def target(self):
        return [[1.0 if i == j < self.r else 0.0 for j in range(self.d2)] for i in range(self.d1)]


def read_trace(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line, parse_float=str) for line in lines]


def require_numbers(where, mine, golden, counts):
    """Mine are floats or decimals, golden's are literals: the very digits."""
    require(len(mine) == len(golden), where, len(mine), len(golden))
    for i, (row, literals) in enumerate(zip(mine, golden)):
        require(len(row) == len(literals), f"{where}[{i}]", len(row), len(literals))
        for j, (a, literal) in enumerate(zip(row, literals)):
            expected = printed(a) if isinstance(a, float) else a
            actual = Decimal(literal)
            same = expected == actual and expected.is_signed() == actual.is_signed() or expected == actual == 0
            require(same, f"{where}[{i}][{j}]", expected, literal)
            counts["numbers"] += 1


def check_header(path, header, s, number):
    for field, value in (("etaX", s.eta_x), ("etaY", s.eta_y), ("sigma1", s.sigma1), ("sigma2", s.sigma2)):
        require(printed(value) == Decimal(header[field]), f"{path}: {field}", value, header[field])
    target = [[number(a) for a in row] for row in header["M"]]
    require(target == s.target(), f"{path}: M", s.target(), header["M"])
    require(header["noise"]["stream"] == "philox4x64-10/as241", path, "the stream", header["noise"]["stream"])
    law = {"law": "the point (3, 5)"} if isinstance(s.start, tuple) else {
        "law": "normal", "sigmaX": str(s.start), "sigmaY": str(s.start)}
    require(header["start"] == law, f"{path}: start", law, header["start"])
    return target


def check_states(path, header, states, s, first, number, counts):
    """Every state of a window from its first one; returns nothing, raises at a mismatch."""
    m, eta_x, eta_y = check_header(path, header, s, number), number(header["etaX"]), number(header["etaY"])
    x, y = first
    window = header["window"]
    require(window["to"] - window["from"] + 1 == len(states), path, "as many states", len(states))
    for n, state in enumerate(states):
        where = f"{path}:{n + 2}"
        t = window["from"] + n
        require(state["t"] == t, where, t, state["t"])
        require_numbers(where + ", X", x, state["X"], counts)
        require_numbers(where + ", Y", y, state["Y"], counts)
        counts["states"] += 1
        if n + 1 < len(states):
            for name, z in zip(("noiseX", "noiseY"), s.noise(t)):
                require_numbers(f"{where}, {name}", z, state[name], counts)
            noise = ([[number(a) for a in row] for row in state[name]] for name in ("noiseX", "noiseY"))
            x, y = perturbed_update(m, x, y, eta_x, eta_y, *noise, header["form"])


def check_traces(job):
    paths, full = job
    setcontext(FIFTY)
    counts = {"windows": 0, "states": 0, "numbers": 0, "steps from a start": 0, "windows entered": 0}
    files = {path: read_trace(path) for path in paths}
    residual = {f[0]["window"]["from"]: p for p, f in files.items()
                if f[0]["arithmetic"] == "binary64" and f[0]["form"] == "residual"}
    header = files[residual[0]][0]
    s = Setting(header["setting"], header["noise"]["replicate"], header["noise"]["seed"])
    x, y = s.first()
    t = 0
    for start, path in sorted(residual.items()):
        cheap = full or start * s.d1 * s.d2 * s.r <= CHEAP
        if cheap:
            while t < start:
                x, y = perturbed_update(s.target(), x, y, s.eta_x, s.eta_y, *s.noise(t), "residual")
                t += 1
                counts["steps from a start"] += 1
            first = x, y
        else:
            first = tuple([[float(a) for a in row] for row in files[path][1][k]] for k in ("X", "Y"))
            counts["windows entered"] += 1
        for other, (header, *states) in files.items():
            if header["window"]["from"] == start:
                number = float if header["arithmetic"] == "binary64" else Decimal
                own = first if number is float else tuple([[printed(a) for a in row] for row in part] for part in first)
                check_states(other, header, states, s, own, number, counts)
                counts["windows"] += 1
    return counts


# ---- all of it -----------------------------------------------------------------------------------------------------


def check_digests(directory):
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        data = (directory / entry["path"]).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        require(digest == entry["sha256"], f"{directory}/{entry['path']}: SHA-256", digest, entry["sha256"])
        require(len(data) == entry["bytes"], f"{directory}/{entry['path']}: bytes", len(data), entry["bytes"])
    return {"files": len(manifest["files"])}


def attempt(job):
    check, argument = job
    try:
        return check(argument), ""
    except Mismatch as mismatch:
        return {}, str(mismatch)
    except (AssertionError, KeyError, ValueError, TypeError, IndexError, ArithmeticError, OSError, StopIteration) as e:
        return {}, f"{argument}: cannot be read as golden data: {type(e).__name__}: {e}"


def main(arguments):
    full = "--full" in arguments
    places = [a for a in arguments if a != "--full"]
    directory = pathlib.Path(places[0] if places else "golden")
    by_setting = {}
    for path in sorted((directory / "traces").glob("*.jsonl")):
        by_setting.setdefault(path.name.split("-")[0], []).append(str(path))
    vectors = [str(p) for p in sorted((directory / "vectors").glob("*.jsonl"))]
    if not by_setting or not vectors:
        print(f"no golden data in {directory}")
        return 2
    jobs = [(check_traces, (paths, full)) for _, paths in sorted(by_setting.items(), key=lambda e: -len(e[1]))]
    jobs += [(check_vectors, path) for path in vectors] + [(check_digests, directory)]
    totals, failures = {}, []
    missing = sorted(set(SETTINGS) - set(by_setting))
    if missing:
        failures.append(f"{directory}/traces: no trace of {', '.join(missing)}")
    with Pool(2) as pool:
        for counts, failure in pool.imap_unordered(attempt, jobs):
            for name, count in counts.items():
                totals[name] = totals.get(name, 0) + count
            if failure:
                failures.append(failure)
    for failure in failures:
        print("MISMATCH", failure[:400])
    print("second route: " + ", ".join(f"{count} {name}" for name, count in totals.items())
          + (f"; {len(failures)} mismatches" if failures else "; all agree"))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
