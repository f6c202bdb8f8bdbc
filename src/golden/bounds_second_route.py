# SPDX-License-Identifier: Apache-2.0
"""Every bound in golden/vectors once more, by the formulas of proofs-notes/bounds.md: python3 src/golden/bounds_second_route.py

Standard library only, in exact rationals. S is what second_route.py computes from the definitions when every input is
replaced by its absolute value, and M by the negative of that, so that every difference becomes a sum; n is the note's
count, and U its term for underflow. A bound in the data must be at least gamma_n S + U, and at most 1.0101 of it: three
digits rounded upwards add 1 %, the inflation of the bound 2^-20. It is 0 where S is 0, or where S is a whole number of
cells, fewer than 2^p, of a grid that all monomials lie on; then no order of evaluation rounds.

Prints what was compared; exit status 1 at any mismatch, 2 if there is nothing to compare.
"""

import json
import pathlib
import sys
from fractions import Fraction

from second_route import Mismatch, answer, exponent, plus, rational, rationals, require, update
from second_route import columns as turned

# Significant bits, the exponent of the smallest normal number, u, conversions a product, the factor f of U.
MODELS = {"binary64": (53, -1022, 53, 0, 4), "binary32": (24, -126, 24, 0, 4), "binary16": (11, -14, 11, 0, 4),
          "bfloat16": (8, -126, 7, 2, 6)}
DEGREES = {"loss": 4, "gradient": 3, "hvp": 3, "hessian": 2}
UPWARDS = Fraction(10101, 10000)


def absolute(rows):
    return [[abs(v) for v in row] for row in rows]


def negative(rows):
    return [[-v for v in row] for row in rows]


def times(a, b):
    return [[sum((v * w for v, w in zip(row, column)), Fraction(0)) for column in zip(*b)] for row in a]


class Bound:
    """The bounds of one vector in one arithmetic."""

    def __init__(self, q, name):
        self.q, self.op = q, q["op"].replace("smoothed_", "")
        self.smoothed = q["op"] != self.op
        self.p, e, u, self.conversions, self.f = MODELS[name]
        self.u, self.least = Fraction(1, 2**u), Fraction(2) ** e
        self.m, self.x, self.y = rationals(q["M"]), rationals(q["X"]), rationals(q["Y"])
        self.d1, self.d2, self.r = len(self.x), len(self.y), len(self.x[0])
        self.etas = [rational(q[k]) for k in ("etaX", "etaY") if k in q]
        self.sigmas = [rational(q[k]) for k in ("sigma1", "sigma2") if k in q] or [Fraction(0)] * 2
        self.more = [[rationals(a) for a in q[k]] if self.op == "run" else rationals(q[k])
                     for k in ("dX", "dY", "noiseX", "noiseY") if k in q]
        inputs = [*self.flat(self.m), *self.flat(self.x), *self.flat(self.y), *self.etas, *self.sigmas, *self.flat(self.more)]
        self.held = all(v == 0 or (abs(v) / Fraction(2) ** -exponent([v])) < 2**self.p for v in inputs)
        require(all(v == 0 or abs(v) >= self.least for v in inputs), q["id"], "normal inputs", name)

    @staticmethod
    def flat(nested):
        return [v for part in nested for v in Bound.flat(part)] if isinstance(nested, list) else [nested]

    def gamma(self, n):
        require(n * self.u <= Fraction(1, 4), "n u", "at most 1/4", n * self.u)
        return n * self.u / (1 - n * self.u)

    def pair_underflow(self, own, other, target, eta):
        """U of a matrix like X; own and other are |X| and |Y| in whatever form they enter."""
        d, r = len(other), self.r
        alpha, beta = [sum(row) for row in own], [sum(row) for row in other]
        rho = plus(times(own, turned(other)), absolute(target))
        return [[self.f * self.least * ((1 + eta) * (
            sum((a + b + 2 * r + 4) * (row[k] + 1) for b, row in zip(beta, other)) + sum(cells) + 2 * d * (a + 1)) + d + 4)
            for k in range(r)] for a, cells in zip(alpha, rho)]

    def sums(self, a, b):
        """S of the gradient where |X| and |Y| are a and b."""
        rho = plus(times(a, turned(b)), absolute(self.m))
        return times(rho, b), times(turned(rho), a)

    def step(self, x, y, noise, apart, more):
        """The bounds of one update; apart: |X| + |noise| stands for |X + noise|."""
        zx, zy = noise
        a, b = ((plus(absolute(x), absolute(zx)), plus(absolute(y), absolute(zy))) if apart
                else (absolute(plus(x, zx)), absolute(plus(y, zy))))
        sums = self.sums(a, b)
        bounds = []
        for z, s, eta, own, other, target, d in ((x, sums[0], self.etas[0], a, b, self.m, self.d2),
                                                 (y, sums[1], self.etas[1], b, a, turned(self.m), self.d1)):
            g = self.gamma(self.r + 2 * d + 12 + more + 3 * self.conversions)
            U = self.pair_underflow(own, other, target, eta)
            bounds.append([[g * (abs(v) + eta * t) + w for v, t, w in zip(*rows)] for rows in zip(z, s, U)])
        return bounds

    def run(self):
        """E of each recorded state: what one update adds, and what it makes of the error before it."""
        inputs = 0 if self.held else 4
        x, y = self.x, self.y
        ex, ey = ([[abs(v) * (0 if self.held else self.u) for v in row] for row in z] for z in (x, y))
        states = {0: (ex, ey)}
        for t, noise in enumerate(zip(*self.more)):
            own = self.step(plus(absolute(x), ex), plus(absolute(y), ey), noise, True, 4 + inputs)
            xt, yt = plus(x, noise[0]), plus(y, noise[1])
            R = absolute(plus(times(xt, turned(yt)), negative(self.m)))
            a, b = absolute(xt), absolute(yt)
            moved = plus(times(ex, turned(plus(b, ey))), times(a, turned(ey)))
            ofx = plus(times(moved, plus(b, ey)), times(R, ey))
            ofy = plus(times(turned(moved), plus(a, ex)), times(turned(R), ex))
            ex, ey = ([[v + w + eta * s for v, w, s in zip(*rows)] for rows in zip(o, e, s)]
                      for o, e, s, eta in ((own[0], ex, ofx, self.etas[0]), (own[1], ey, ofy, self.etas[1])))
            x, y = update(self.m, x, y, *self.etas, *noise)
            states[t + 1] = ex, ey
        return {"states": [{"t": t, "X": states[t][0], "Y": states[t][1]} for t in self.q["record"]]}

    def magnitudes(self):
        """S, by the definitions at absolute values."""
        def literal(v):
            return [literal(w) for w in v] if isinstance(v, list) else v.lstrip("-")

        def minus(v):
            return [minus(w) for w in v] if isinstance(v, list) else "-" + v
        q = {k: v if k in ("id", "op") else literal(v) for k, v in self.q.items()}
        return answer({**q, "M": minus(q["M"])})

    def loss(self, s):
        a, b = absolute(self.x), absolute(self.y)
        alpha, beta = [sum(row) for row in a], [sum(row) for row in b]
        d1, d2, r, c = self.d1, self.d2, self.r, 2 * self.conversions
        rho = plus(times(a, turned(b)), absolute(self.m))
        common = 8 * (sum((v + 1) * (alpha[i] + beta[j] + 2 * r + 4) for i, row in enumerate(rho) for j, v in enumerate(row))
                      + sum(alpha) + sum(beta) + d1 * d2 + d1 + d2 + r)
        norm = 16 * d1 * d2 * (max(map(max, rho)) + 1) ** 2
        expanded = 8 * ((d1 + d2) * (sum(v * v + v for v in alpha + beta)) + r * r)
        more = c + (0 if self.held else 4)
        if self.smoothed:
            more += (d1 + d2) * r + 8
            for own, d, other, sigma in ((a, d1, d2, self.sigmas[1]), (b, d2, d1, self.sigmas[0])):
                common += 8 * ((other * sigma**2 + other) * (sum(map(sum, own)) + 2 * d * (r + 1))
                               + other * sum(v * v for row in own for v in row))
        counts = (d1 * d2 + 2 * r + 14, norm), (d1 * d2 + (d1 + d2 + r) * (r + 1) + r + 14, expanded)
        return max(self.gamma(n + more) * s + self.least * (common + u) for n, u in counts)

    def bounds(self):
        d1, d2, r, c = self.d1, self.d2, self.r, 2 * self.conversions
        if self.op == "run":
            return self.run()
        if self.op == "step":
            return dict(zip("XY", self.step(self.x, self.y, self.more, not self.held, 0 if self.held else 4)))
        S = self.magnitudes()
        if self.op == "loss":
            return {"loss": self.loss(S["loss"])}
        more = c + (0 if self.held else DEGREES[self.op])
        a, b = absolute(self.x), absolute(self.y)
        if self.op == "hessian":
            return {"hessian": self.hessian(S["hessian"], a, b, self.gamma(d1 + d2 + r + 8 + more))}
        weights = [d * s**2 for d, s in zip((d2, d1), self.sigmas[::-1])]
        count = 14 if self.smoothed else 8
        if self.op == "hvp":
            weights, count = [Fraction(0)] * 2, (d1 + d2) * r + r + 10
            a, b = plus(a, absolute(self.more[0])), plus(b, absolute(self.more[1]))
        result = {}
        for (name, s), own, other, target, d, w in zip(S.items(), (a, b), (b, a), (self.m, turned(self.m)), (d2, d1), weights):
            U = self.pair_underflow(own, other, target, 1 + w)
            g = self.gamma(r + 2 * d + count + more)
            result[name] = [[g * v + u for v, u in zip(*rows)] for rows in zip(s, U)]
        return result

    def hessian(self, S, a, b, gamma):
        alpha, beta = [sum(row) for row in a], [sum(row) for row in b]
        r, split = self.r, self.d1 * self.r
        columns = {0: [sum(c) for c in zip(*b)], 1: [sum(c) for c in zip(*a)]}

        def U(i, j):
            ofx, ofy = i < split, j < split
            if ofx == ofy:
                at = 0 if ofx else split
                if (i - at) // r != (j - at) // r:
                    return 0
                sums, d = columns[0 if ofx else 1], self.d2 if ofx else self.d1
                return sums[(i - at) % r] + sums[(j - at) % r] + 4 * d + 8
            i, j = min(i, j), max(i, j) - split
            return alpha[i // r] + beta[j // r] + 2 * r + 8
        return [[gamma * v + self.f * self.least * U(i, j) for j, v in enumerate(row)] for i, row in enumerate(S)]

    def parts(self):
        """The sizes of all parts of an update's sums, where a step size below 1 counts as 1, and of Xt and Yt."""
        noisy = max(v + w for pair in zip((self.x, self.y), self.more) for v, w in zip(*map(self.flat, map(absolute, pair))))
        sums = self.sums(*(absolute(plus(z, w)) for z, w in zip((self.x, self.y), self.more)))
        return {k: [[max(abs(v) + max(eta, 1) * t, noisy) for v, t in zip(*rows)] for rows in zip(z, s)]
                for k, z, eta, s in zip("XY", (self.x, self.y), self.etas, sums)}

    def cells(self, size, name, i, j):
        """A size in units of a grid on which all parts of an entry's sum lie."""
        of_x = name.endswith("X") or (name == "hessian" and i < self.d1 * self.r)
        X, Y = [self.x, *self.more[:1]], [self.y, *self.more[1:]]
        x, y, m = (max(0, exponent(self.flat(part))) for part in (X, Y, self.m))
        own, other = (x, y) if of_x else (y, x)
        cell = max(x + y, m)
        weight = 2 * max(0, exponent([self.sigmas[1 if of_x else 0]]))
        eta = max(0, exponent([self.etas[0 if of_x else 1]])) if self.etas else 0
        diagonal = (i < self.d1 * self.r) == (j < self.d1 * self.r)
        grid = {"step": max(cell + other + eta, own), "gradient": max(cell + other, weight + own), "hvp": cell + other,
                "hessian": max(2 * other, weight if i == j else 0) if diagonal else cell}[self.op]
        return size * 2**grid


def compare(where, mine, golden, counts):
    if isinstance(mine, dict):
        require(list(mine) == list(golden), where, list(mine), list(golden))
        for k in mine:
            compare(f"{where}.{k}", mine[k], golden[k], counts)
    elif isinstance(mine, list):
        require(len(mine) == len(golden), where, len(mine), len(golden))
        for i, pair in enumerate(zip(mine, golden)):
            compare(f"{where}[{i}]", *pair, counts)
    elif isinstance(mine, int):  # t
        require(mine == golden, where, mine, golden)
    else:
        said = Fraction(golden)
        require(mine <= said <= UPWARDS * mine, where, f"{float(mine):.6g}", golden)
        counts["bounds"] += 1


def zeros_of(where, one, S, golden, counts):
    """Which entries no order of evaluation rounds; golden has zeros there, and only there."""
    zeros = {}
    for k, rows in golden.items():
        zeros[k] = [[S[k][i][j] == 0 or one.cells(S[k][i][j], k, i, j) < 2**one.p for j in range(len(row))]
                    for i, row in enumerate(rows)]
        for i, row in enumerate(rows):
            for j, said in enumerate(row):
                exact = zeros[k][i][j]
                require((Fraction(said) == 0) == exact, f"{where}.{k}[{i}][{j}]", "0" if exact else "more than 0", said)
                counts["zeros"] += exact
    return zeros


def check(path):
    counts = {"vectors": 0, "bounds": 0, "zeros": 0}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
        vector = json.loads(line, parse_float=str, parse_int=str)
        q = vector["request"]
        if "record" in q:
            q["record"] = [int(t) for t in q["record"]]
        for name, golden in vector["bounds"].items():
            where = f"{path}:{number}, {vector['id']} in {name}"
            one = Bound(q, name)
            every = Bound.flat([list(golden.values())]) if one.op != "run" else [
                v for s in golden["states"] for k in "XY" for v in Bound.flat(s[k])]
            if name in vector.get("exactIn", ()):
                require(set(every) == {"0"}, where, "zeros, since no plan rounds", every)
                counts["zeros"] += len(every)
                continue
            mine = one.bounds()
            if one.op == "run":
                golden = {"states": [{**s, "t": int(s["t"])} for s in golden["states"]]}
            elif one.op != "loss":
                S = one.magnitudes() if one.op != "step" else one.parts()
                none = zeros_of(where, one, S, golden, counts)
                mine = {k: [[Fraction(0) if z else v for z, v in zip(*rows)] for rows in zip(none[k], mine[k])] for k in mine}
            compare(where, mine, golden, counts)
        counts["vectors"] += 1
    return counts


def main(arguments):
    directory = pathlib.Path(arguments[0] if arguments else "golden")
    paths = [p for p in sorted((directory / "vectors").glob("*.jsonl")) if p.name != "sample.jsonl"]
    if not paths:
        print(f"no vectors in {directory}")
        return 2
    totals = {}
    for path in paths:
        try:
            for name, count in check(path).items():
                totals[name] = totals.get(name, 0) + count
        except Mismatch as mismatch:
            print("MISMATCH", str(mismatch)[:400])
            return 1
    print("second route of bounds: " + ", ".join(f"{count} {name}" for name, count in totals.items()) + "; all agree")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
