# SPDX-License-Identifier: Apache-2.0
"""Every bound in golden/vectors once more, by the formulas of proofs-notes/bounds.md: python3 src/golden/bounds_second_route.py

Standard library only, in exact rationals. n is the note's count, U its term for underflow, S the same formula on absolute
values, all three from certificate_bounds.py; S must be what second_route.py computes from the definitions when every input is
replaced by its absolute value, and M by the negative of that, so that every difference becomes a sum. A bound in the data must be
at least gamma_n S + U, and at most 1.0101 of it: three digits rounded upwards add 1 %, the inflation of the bound 2^-20. It is 0
where S is 0, or where S is a whole number of cells, fewer than 2^p, of a grid that all monomials lie on; then no order rounds.

Prints what was compared; exit status 1 at any mismatch, 2 if there is nothing to compare.
"""

import json
import pathlib
import sys
from fractions import Fraction

from second_route import Mismatch, answer, compare, exponent, plus, rational, rationals, require

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "candidates"))
from certificate_bounds import Arithmetic, Plan, entries, losses, magnitude, next_state, product, rho, transposed  # noqa: E402
from check_certificate import OPS, REPLIES  # noqa: E402

ARITHMETICS = {name: (Arithmetic(name), exponent) for name, exponent in (
    ("binary64", -1022), ("binary32", -126), ("binary16", -14), ("bfloat16", -126))}
DEGREES = {"loss": 4, "gradient": 3, "hvp": 3, "hessian": 2, "step": 0}
UPWARDS = Fraction(10101, 10000)


class Bound:
    """The bounds of one vector in one arithmetic."""

    def __init__(self, request, name):
        self.request, self.op = request, request["op"].replace("smoothed_", "")
        self.arithmetic, least = ARITHMETICS[name]
        self.p = self.arithmetic.form[0]
        given = {k: [rationals(a) for a in v] if self.op == "run" and k.startswith("noise")
                 else rationals(v) if isinstance(v, list) else rational(v) for k, v in request.items() if k not in ("id", "op", "record")}
        self.q = {"noiseX": [], "noiseY": [], "dX": [], "dY": [], "etaX": 0, "etaY": 0, "sigma1": 0, "sigma2": 0, **given}
        inputs = self.flat(list(given.values()))
        self.held = all(v == 0 or (abs(v) / Fraction(2) ** -exponent([v])) < 2**self.p for v in inputs)
        require(all(v == 0 or abs(v) >= Fraction(2) ** least for v in inputs), request["id"], "normal inputs", name)

    @staticmethod
    def flat(nested):
        return [v for part in nested for v in Bound.flat(part)] if isinstance(nested, list) else [nested]

    def run(self):
        """The bounds of each recorded state: what one update adds, and what it makes of the error before it."""
        q, more = self.q, 0 if self.held else 4
        x, y, m, steps = q["X"], q["Y"], q["M"], (q["etaX"], q["etaY"])
        ex, ey = ([[abs(v) * (0 if self.held else self.arithmetic.u) for v in row] for row in z] for z in (x, y))
        states = {0: (ex, ey)}
        for t, (zx, zy) in enumerate(zip(q["noiseX"], q["noiseY"])):
            after = next_state(self.arithmetic, more, steps[0], x, y, m, zx, zy, ex, ey)
            (y, ey), (x, ex) = next_state(self.arithmetic, more, steps[1], y, x, transposed(m), zy, zx, ey, ex), after
            states[t + 1] = ex, ey
        return {"states": [{"t": t, "X": states[t][0], "Y": states[t][1]} for t in self.request["record"]]}

    def magnitudes(self):
        """S, by the definitions at absolute values."""
        def literal(v):
            return [literal(w) for w in v] if isinstance(v, list) else v.lstrip("-")

        def minus(v):
            return [minus(w) for w in v] if isinstance(v, list) else "-" + v
        q = {k: v if k in ("id", "op") else literal(v) for k, v in self.request.items()}
        return answer({**q, "M": minus(q["M"])})

    def bounds(self):
        """An input that is rounded counts once in each factor of a monomial; in an update it widens the state."""
        if self.op == "run":
            return self.run()
        op, more = OPS[self.request["op"]], 0 if self.held else DEGREES[self.op]
        S = {} if self.op == "step" else self.magnitudes()
        if self.op == "loss":
            forms = losses(op, self.q, self.arithmetic)[1]
            require({S["loss"]} == {size for size, _, _ in forms}, self.request["id"], S["loss"], forms)
            return {"loss": max(self.arithmetic.bound(n + more, size, u) for size, u, n in forms)}
        result = {}
        for own, name in enumerate(REPLIES[op]):
            field = entries(op, self.q, self.arithmetic, Plan(not self.held, False, False, False, False), own)
            require(not S or S[name] == [[size for _, size, _, _ in row] for row in field], self.request["id"], "S", name)
            result[name] = [[self.arithmetic.bound(n + more, size, u) for _, size, u, n in row] for row in field]
        return result

    def parts(self):
        """The sizes of all parts of an update's sums, where a step size below 1 counts as 1, and of Xt and Yt."""
        q = self.q
        noisy = max(abs(v) + abs(w) for k in "XY" for v, w in zip(self.flat(q[k]), self.flat(q["noise" + k])))
        a, b = (magnitude(plus(q[k], q["noise" + k])) for k in "XY")
        cells = rho(a, b, magnitude(q["M"]))
        sums = product(cells, transposed(b)), product(transposed(cells), transposed(a))
        return {k: [[max(abs(v) + max(q["eta" + k], 1) * t, noisy) for v, t in zip(*rows)] for rows in zip(q[k], s)]
                for k, s in zip("XY", sums)}

    def cells(self, size, name, i, j):
        """A size in units of a grid on which all parts of an entry's sum lie."""
        q, split = self.q, len(self.q["X"]) * len(self.q["X"][0])
        of_x = name.endswith("X") or (name == "hessian" and i < split)
        x, y = (max(0, exponent(self.flat([q[k], q["noise" + k], q["d" + k]]))) for k in "XY")
        own, other = (x, y) if of_x else (y, x)
        cell = max(x + y, exponent(self.flat(q["M"])))
        weight = 2 * max(0, exponent([q["sigma2" if of_x else "sigma1"]]))
        eta = max(0, exponent([q["etaX" if of_x else "etaY"]]))
        diagonal = (i < split) == (j < split)
        grid = {"step": max(cell + other + eta, own), "gradient": max(cell + other, weight + own), "hvp": cell + other,
                "hessian": max(2 * other, weight if i == j else 0) if diagonal else cell}[self.op]
        return size * 2**grid


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

    def same(where, bound, literal):
        require(bound <= Fraction(literal) <= UPWARDS * bound, where, f"{float(bound):.6g}", literal)
        counts["bounds"] += 1
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
            compare(where, mine, golden, same)
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
