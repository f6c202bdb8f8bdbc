#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A smoke test for candidates, on the standard library alone; it is not the judge.

    check_protocol.py [--tolerance T] [--only OP,..] [--seed N] -- COMMAND [ARG...]

Holds one conversation with COMMAND: a few requests of each op of protocol version 1. Checks the
replies' shapes, and their values against the exact fractions of certificate_bounds.py: an error may be
at most T times the same formula on absolute values. T is crude and typed by hand: by default 64 units
roundoff of the arithmetic that the candidate declares. The judge, ./verify.sh candidate, derives its
bounds instead; this script was written from the protocol alone and shares no code with it, so
that a candidate on which the two disagree shows a mistake in one of them.

Exit status: 0 all well, 1 wrong numbers, 2 unusable command line, 3 a broken protocol.
"""
import argparse
import json
import math
import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction as Q

from certificate_bounds import Arithmetic, Plan, entries
from check_certificate import OPS as NAMES
from check_certificate import REPLIES

SHAPES = [(1, 1, 1), (3, 2, 1), (2, 5, 2), (5, 3, 3), (4, 4, 2), (9, 7, 2), (3, 11, 1)]
OPS = ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient",
       "smoothed_hessian", "step", "run", "sample"]


class Broken(Exception):
    """The protocol was broken."""


class Wrong(Exception):
    """A number was wrong."""


# An update's sums are those of |X| + |noise|.
SUMS = Plan(wide=True, traced=False, more=False, equal=False, expanded=False)
UNUSED = {"etaX": 0, "etaY": 0, "sigma1": 0, "sigma2": 0, "noiseX": [], "noiseY": [], "dX": [], "dY": []}


def lift(value):
    return [lift(v) for v in value] if isinstance(value, list) else Q(value)


def expected(op, **fields):
    """Each field of a reply: its entries, exact and on absolute values."""
    q = {**UNUSED, **{name: lift(value) for name, value in fields.items()}}
    return {name: [[entry[:2] for entry in row] for row in entries(NAMES[op], q, Arithmetic("binary64"), SUMS, own)]
            for own, name in enumerate(REPLIES[NAMES[op]])}


# ---- the conversation ---------------------------------------------------------------------------


class Literal(str):
    """A JSON number, kept as its digits."""


def render(value):
    """JSON, with every double printed as its full exact decimal."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {render(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(render, value)) + "]"
    return f"{Decimal(value):f}" if isinstance(value, float) else json.dumps(value)


class Candidate:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="utf-8")
        self.id, self.exact, self.bits = 100, False, 3

    def ask(self, op, **fields):
        self.id += 7
        request = {"id": self.id, "op": op, "nobody_knows_this_field": [{}], **fields}
        try:
            self.process.stdin.write((render if self.exact else json.dumps)(request) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except OSError as problem:
            raise Broken(f"{op}: {problem}") from problem
        try:
            reply = json.loads(line, parse_float=Literal, parse_int=Literal, parse_constant=Literal)
        except ValueError as problem:
            raise Broken(f"{op}: not JSON: {line[:80]!r}") from problem
        if not isinstance(reply, dict) or reply.get("id") != str(self.id):
            raise Broken(f"{op}: wrong id in {line[:80]!r}")
        if "error" in reply:
            raise Wrong(f"{op}: error reply: {reply['error']}")
        return reply

    def end(self):
        try:
            self.ask("bye")
            self.process.stdin.close()
            self.process.wait(2)
        except (Broken, Wrong, OSError, subprocess.TimeoutExpired):
            pass
        self.process.kill()
        self.process.wait()


def number(text, where):
    try:
        value = Decimal(text)
    except Exception as problem:
        raise Broken(f"{where}: not a number: {text!r}") from problem
    if not value.is_finite():
        raise Wrong(f"{where}: {text}")
    return Q(value)


def finite(text, where):
    value = float(text)
    if not math.isfinite(value):
        raise Wrong(f"{where}: {text}")
    return value


def matrix(reply, name, rows, columns, number=number):
    a = reply.get(name)
    if (not isinstance(a, list) or len(a) != rows
            or any(not isinstance(row, list) or len(row) != columns for row in a)):
        raise Broken(f"{name} is not {rows} x {columns}: {str(a)[:60]}")
    return [[number(x, name) for x in row] for row in a]


def compare(got, want, tolerance, where):
    """Largest error over the formula on absolute values; raises Wrong beyond the tolerance."""
    worst = 0.0
    for i, (p, q) in enumerate(zip(got, want)):
        for k, (g, (exact, size)) in enumerate(zip(p, q)):
            error = abs(g - exact)
            ratio = float(error / size) if size else (math.inf if error else 0.0)
            worst = max(worst, ratio)
            if ratio > tolerance:
                raise Wrong(f"{where}[{i}][{k}]: got {float(g)!r}, exact {float(exact)!r}, "
                            f"error {ratio:.3g} of the scale, tolerance {tolerance:.3g}")
    return worst


def unit_roundoff(name):
    fixed = {"binary64": 2.0**-53, "binary32": 2.0**-24, "binary16": 2.0**-11, "bfloat16": 2.0**-7,
             "tf32": 2.0**-10, "double-double": 2.0**-100}
    kind, _, precision = name.partition(":")
    if kind == "binary":
        return 2.0 ** -int(precision)
    if kind == "decimal":
        return 0.5 * 10.0 ** (1 - int(precision))
    if name not in fixed:
        raise Broken(f"unknown arithmetic {name}")
    return fixed[name]


def significant_bits(name):
    """How many bits below one a value up to two may have, to be exact in the arithmetic and in binary64."""
    kind, _, precision = name.partition(":")
    fixed = {"binary32": 22, "binary16": 9, "bfloat16": 6, "tf32": 9}
    return min(52, int(precision) - 2) if precision else fixed.get(kind, 52)


def random_matrix(rng, rows, columns, bits=3, size=2.0):
    """Multiples of 2^-bits up to size: with three bits, exact in every arithmetic of the protocol."""
    limit = int(size * 2**bits)
    return [[rng.randint(-limit, limit) / 2**bits for _ in range(columns)] for _ in range(rows)]


def check_op(candidate, op, tolerance, rng):
    """Each shape twice: with few bits, where most sums are exact, and with as many as the inputs may have."""
    worst = 0.0
    shapes = [s for s in SHAPES if not op.endswith("hessian") or (s[0] + s[1]) * s[2] <= 16]
    for (d1, d2, r), bits in [(shape, b) for shape in shapes for b in (3, candidate.bits)]:
        M, X, Y = (random_matrix(rng, *s, bits) for s in ((d1, d2), (d1, r), (d2, r)))
        q = {"M": M, "X": X, "Y": Y}
        if op == "hvp":
            q |= {"dX": random_matrix(rng, d1, r, bits), "dY": random_matrix(rng, d2, r, bits)}
        if op.startswith("smoothed"):
            q |= {"sigma1": 0.25, "sigma2": 0.375}
        if op == "step":
            ((eX,), (eY,)) = random_matrix(rng, 2, 1, bits, 0.25)
            q |= {"etaX": abs(eX) + 0.125, "etaY": abs(eY) + 0.25,
                  "noiseX": random_matrix(rng, d1, r, bits, 1), "noiseY": random_matrix(rng, d2, r, bits, 1)}
        reply = candidate.ask(op, **q)
        if reply.get("unsupported") is True:
            return None
        for name, want in expected(op, **q).items():
            got = {name: [[reply.get(name)]]} if name == "loss" else reply
            worst = max(worst, compare(matrix(got, name, len(want), len(want[0])), want, tolerance, f"{op} {name}"))
    return worst


def check_run(candidate, tolerance, rng):
    worst = 0.0
    for (d1, d2, r), T, gaps, bits in [((3, 2, 1), 0, False, 3), ((4, 3, 2), 3, True, 3),
                                       ((5, 9, 2), 70, False, 3), ((1, 2, 1), 3, True, candidate.bits),
                                       ((3, 3, 2), 6, False, candidate.bits)]:
        M, X, Y = (random_matrix(rng, *s, bits, 1) for s in ((d1, d2), (d1, r), (d2, r)))
        NX = [random_matrix(rng, d1, r, bits, 0.25) for _ in range(T)]
        NY = [random_matrix(rng, d2, r, bits, 0.25) for _ in range(T)]
        record = [t for t in range(T + 1) if not gaps or t % 2 == 1]
        reply = candidate.ask("run", M=M, X=X, Y=Y, etaX=0.03125, etaY=0.0625, noiseX=NX, noiseY=NY,
                              record=record)
        if reply.get("unsupported") is True:
            return None
        states = reply.get("states")
        if not isinstance(states, list) or [str(s.get("t")) for s in states] != [str(t) for t in record]:
            raise Wrong(f"run: states are not those of steps {record}: {str(states)[:80]}")
        now, t = {"X": X, "Y": Y}, 0
        for state in states:
            last = t
            while t < int(state["t"]):
                want = expected("step", M=M, **now, etaX=0.03125, etaY=0.0625, noiseX=NX[t], noiseY=NY[t])
                now, t = {name: [[exact for exact, _ in row] for row in rows] for name, rows in want.items()}, t + 1
            for name, rows in (("X", d1), ("Y", d2)):
                got = matrix(state, name, rows, r)
                exact = want[name] if t else [[(v, abs(v)) for v in row] for row in lift(now[name])]
                worst = max(worst, compare(got, exact, tolerance * max(1, t - last), f"run t={t} {name}"))
                now[name] = got  # judged from the candidate's own state
    return worst


def moments(values):
    n = len(values)
    mean = sum(values) / n
    variance = sum((v - mean) ** 2 for v in values) / n
    return mean, variance, (sum((v - mean) ** 4 for v in values) / n / variance**2 if variance else 0.0)


def near(value, want, error, what):
    if not abs(value - want) <= 7 * error:
        raise Wrong(f"sample: {what}: got {value:.5g}, due {want:.5g} within {7 * error:.2g}")


def check_sample(candidate, rng):
    count, d1, d2, s1, s2 = 12000, 3, 3, 0.5, 0.25
    zero = {"M": [[0.0] * d2] * d1, "X": [[0.0]] * d1, "Y": [[0.0]] * d2, "etaX": 1.0, "etaY": 0.5,
            "sigma1": s1, "sigma2": s2}
    seen = []
    for seed in (11, 12):
        reply = candidate.ask("sample", **zero, count=count, seed=seed)
        if reply.get("unsupported") is True:
            return None
        if len(reply.get("X", [])) != count or len(reply.get("Y", [])) != count:
            raise Broken("sample: X and Y are not arrays of count matrices")
        rows = []
        for X, Y in zip(reply["X"], reply["Y"]):
            # rank one at the origin: A = z |w|^2 and B = w |z|^2, so that the noise can be recovered
            A = [-x[0] for x in matrix({"X": X}, "X", d1, 1, finite)]
            B = [-y[0] / 0.5 for y in matrix({"Y": Y}, "Y", d2, 1, finite)]
            a, b = sum(v * v for v in A), sum(v * v for v in B)
            if a == 0 or b == 0:
                raise Wrong("sample: an image without noise")
            gh = (a * b) ** (1 / 3)
            rows.append([v * gh / a / s1 for v in A] + [v * gh / b / s2 for v in B])
        seen.append(rows)
    if seen[0] == seen[1] or sum(p == q for p, q in zip(*seen)) > count // 10:
        raise Wrong("sample: the same samples whatever the seed")
    for rows in seen:
        if len({tuple(row) for row in rows}) < 0.9 * count:
            raise Wrong("sample: samples repeat")
        columns = [list(c) for c in zip(*rows)]
        se = 1 / math.sqrt(count)
        for k, column in enumerate(columns):
            mean, variance, kurtosis = moments(column)
            near(mean, 0, se, f"mean of noise {k}")
            near(variance, 1, 1.414 * se, f"variance of noise {k} over sigma^2")
            near(kurtosis, 3, 4.9 * se, f"kurtosis of noise {k}")
            near(sum(x * y for x, y in zip(column, column[1:])) / count, 0, se, "sample and next sample")
            for other in columns[:k]:
                near(sum(x * y for x, y in zip(column, other)) / count, 0, se, "two entries' product")
        pooled = [v for column in columns for v in column]
        near(moments(pooled)[1], 1, 1.414 / math.sqrt(len(pooled)), "variance over sigma^2")
        near(moments(pooled)[2], 3, 4.9 / math.sqrt(len(pooled)), "kurtosis")
        for sigma, part in ((s1, columns[:d1]), (s2, columns[d1:])):
            flat = [v for column in part for v in column]
            near(moments(flat)[1], 1, 1.414 / math.sqrt(len(flat)), f"variance at sigma {sigma}")
    M, X, Y = (random_matrix(rng, *s, 3, 1) for s in ((3, 5), (3, 2), (5, 2)))
    reply = candidate.ask("sample", M=M, X=X, Y=Y, etaX=0.125, etaY=0.25, sigma1=0.5, sigma2=0.75,
                          count=8000, seed=5)
    want = expected("smoothed_gradient", M=M, X=X, Y=Y, sigma1=0.5, sigma2=0.75)
    for name, rows, g, start, eta in (("X", 3, "gradX", X, 0.125), ("Y", 5, "gradY", Y, 0.25)):
        for i in range(rows):
            for k in range(2):
                values = [float(a[i][k]) for a in reply[name]]
                mean, variance, _ = moments(values)
                near(mean, start[i][k] - eta * float(want[g][i][k][0]), math.sqrt(variance / 8000),
                     f"mean of {name}[{i}][{k}]")
    return 0.0


def check(command, tolerance, only, seed):
    """Exit status of one conversation."""
    candidate, status = Candidate(command), 0
    try:
        hello = candidate.ask("hello", protocol=1)
        if not isinstance(hello.get("name"), str) or not isinstance(hello.get("ops"), list):
            raise Broken("hello lacks name or ops")
        arithmetic = hello.get("arithmetic", "binary64")
        tolerance = tolerance or 64 * unit_roundoff(arithmetic)
        candidate.bits = significant_bits(arithmetic)
        candidate.exact = unit_roundoff(arithmetic) < 2.0**-53
        print(f"{hello['name']}, declares {arithmetic}, tolerance {tolerance:.3g}")
        for op in only or OPS:
            rng = random.Random(f"{seed} {op}")
            try:
                if op == "run":
                    worst = check_run(candidate, tolerance, rng)
                elif op == "sample":
                    worst = check_sample(candidate, rng)
                else:
                    worst = check_op(candidate, op, tolerance, rng)
                print(f"  {op:18} " + ("unsupported" if worst is None else f"ok, worst {worst:.3g}"))
            except Wrong as problem:
                status = 1
                print(f"  {op:18} WRONG {problem}")
        if candidate.ask("nobody_knows_this_op").get("unsupported") is not True:
            raise Broken("an unknown op is not answered by unsupported")
    except (Broken, Wrong) as problem:
        print(f"  BROKEN {problem}")
        status = status or 3
    finally:
        candidate.end()
    return status


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tolerance", type=float)
    parser.add_argument("--only", type=lambda s: s.split(","))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command or any(op not in OPS for op in options.only or []):
        parser.error("no command, or an unknown op")
    return check(command, options.tolerance, options.only, options.seed)


if __name__ == "__main__":
    sys.exit(main())
