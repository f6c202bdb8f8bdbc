#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starter kit, plain Python: a candidate for ./verify.sh candidate -- python3 candidate.py

Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into the
functions under THE MATHEMATICS; the rest can stay as it is. An op that you leave out of OPS is
answered with "unsupported".
"""
import json
import random
import sys

# ---------------------------------------------------------------------------------------------
# THE MATHEMATICS. Matrices are lists of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
# ---------------------------------------------------------------------------------------------


def times(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]


def transpose(a):
    return [list(col) for col in zip(*a)]


def plus(a, b, scale=1.0):
    return [[x + scale * y for x, y in zip(p, q)] for p, q in zip(a, b)]


def squares(a):
    return sum(x * x for row in a for x in row)


def residual(M, X, Y):
    return plus(times(X, transpose(Y)), M, -1.0)


def loss(M, X, Y):
    return 0.5 * squares(residual(M, X, Y))


def gradient(M, X, Y):
    R = residual(M, X, Y)
    return times(R, Y), times(transpose(R), X)


def hessian(M, X, Y):
    """Variables in the order X row by row, then Y row by row."""
    d1, d2, r = len(X), len(Y), len(X[0])
    R, XX, YY = residual(M, X, Y), times(transpose(X), X), times(transpose(Y), Y)
    H = [[0.0] * ((d1 + d2) * r) for _ in range((d1 + d2) * r)]
    for k in range(r):
        for l in range(r):
            for i in range(d1):
                H[i * r + k][i * r + l] = YY[k][l]
            for j in range(d2):
                H[(d1 + j) * r + k][(d1 + j) * r + l] = XX[k][l]
            for i in range(d1):
                for j in range(d2):
                    cross = X[i][l] * Y[j][k] + (R[i][j] if k == l else 0.0)
                    H[i * r + k][(d1 + j) * r + l] = cross
                    H[(d1 + j) * r + l][i * r + k] = cross
    return H


def hvp(M, X, Y, dX, dY):
    R = residual(M, X, Y)
    dR = plus(times(dX, transpose(Y)), times(X, transpose(dY)))
    return (plus(times(dR, Y), times(R, dY)),
            plus(times(transpose(dR), X), times(transpose(R), dX)))


def smoothed_loss(M, X, Y, s1, s2):
    """E F(X+Z1, Y+Z2); s1 and s2 are standard deviations."""
    d1, d2, r = len(X), len(Y), len(X[0])
    v1, v2 = s1 * s1, s2 * s2
    return loss(M, X, Y) + 0.5 * (d2 * v2 * squares(X) + d1 * v1 * squares(Y) + d1 * d2 * r * v1 * v2)


def smoothed_gradient(M, X, Y, s1, s2):
    gX, gY = gradient(M, X, Y)
    return plus(gX, X, len(Y) * s2 * s2), plus(gY, Y, len(X) * s1 * s1)


def smoothed_hessian(M, X, Y, s1, s2):
    d1, d2, r = len(X), len(Y), len(X[0])
    H = hessian(M, X, Y)
    for v in range((d1 + d2) * r):
        H[v][v] += d2 * s2 * s2 if v < d1 * r else d1 * s1 * s1
    return H


def step(M, X, Y, etaX, etaY, noiseX, noiseY):
    gX, gY = gradient(M, plus(X, noiseX), plus(Y, noiseY))
    return plus(X, gX, -etaX), plus(Y, gY, -etaY)


def gaussian(rng, rows, columns, sigma):
    return [[rng.gauss(0.0, sigma) for _ in range(columns)] for _ in range(rows)]


def sample(M, X, Y, etaX, etaY, s1, s2, count, seed):
    rng, r = random.Random(seed), len(X[0])
    pairs = [step(M, X, Y, etaX, etaY, gaussian(rng, len(X), r, s1), gaussian(rng, len(Y), r, s2))
             for _ in range(count)]
    return [p[0] for p in pairs], [p[1] for p in pairs]


# ---------------------------------------------------------------------------------------------
# THE CONVERSATION.
# ---------------------------------------------------------------------------------------------


def run(q):
    X, Y, states, wanted = q["X"], q["Y"], [], set(q["record"])
    for t in range(len(q["noiseX"]) + 1):
        if t in wanted:
            states.append({"t": t, "X": X, "Y": Y})
        if t < len(q["noiseX"]):
            X, Y = step(q["M"], X, Y, q["etaX"], q["etaY"], q["noiseX"][t], q["noiseY"][t])
    return {"states": states}


def fields(q, names):
    return [q[name] for name in names.split()]


OPS = {
    "loss": lambda q: {"loss": loss(*fields(q, "M X Y"))},
    "gradient": lambda q: dict(zip(("gradX", "gradY"), gradient(*fields(q, "M X Y")))),
    "hessian": lambda q: {"hessian": hessian(*fields(q, "M X Y"))},
    "hvp": lambda q: dict(zip(("hvpX", "hvpY"), hvp(*fields(q, "M X Y dX dY")))),
    "smoothed_loss": lambda q: {"loss": smoothed_loss(*fields(q, "M X Y sigma1 sigma2"))},
    "smoothed_gradient": lambda q: dict(zip(
        ("gradX", "gradY"), smoothed_gradient(*fields(q, "M X Y sigma1 sigma2")))),
    "smoothed_hessian": lambda q: {"hessian": smoothed_hessian(*fields(q, "M X Y sigma1 sigma2"))},
    "step": lambda q: dict(zip("XY", step(*fields(q, "M X Y etaX etaY noiseX noiseY")))),
    "run": run,
    "sample": lambda q: dict(zip("XY", sample(
        *fields(q, "M X Y etaX etaY sigma1 sigma2 count seed")))),
}


def answer(q):
    if q["op"] == "hello":
        return {"name": "starter kit, plain Python", "ops": sorted(OPS), "language": "Python",
                "arithmetic": "binary64"}
    if q["op"] == "bye":
        return {}
    return OPS[q["op"]](q) if q["op"] in OPS else {"unsupported": True}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = answer(request)
        except Exception as problem:  # told to the harness, which calls it a failed case
            reply = {"error": repr(problem)}
        # Python prints the shortest digits that read back as the same double.
        print(json.dumps({"id": request["id"], **reply}), flush=True)
        if request["op"] == "bye":
            break


if __name__ == "__main__":
    main()
