#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starter kit, NumPy: a candidate for ./verify.sh candidate -- python3 candidate.py

Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into the
functions under THE MATHEMATICS; the rest can stay as it is. An op that you leave out of OPS is
answered with "unsupported". For another precision change DTYPE and ARITHMETIC together.
"""
import json
import sys

import numpy as np

DTYPE, ARITHMETIC = np.float64, "binary64"

# ---------------------------------------------------------------------------------------------
# THE MATHEMATICS. X is d1 x r, Y is d2 x r, M is d1 x d2.
# ---------------------------------------------------------------------------------------------


def loss(M, X, Y):
    R = X @ Y.T - M
    return 0.5 * np.sum(R * R)


def gradient(M, X, Y):
    R = X @ Y.T - M
    return R @ Y, R.T @ X


def hessian(M, X, Y):
    """Variables in the order X row by row, then Y row by row."""
    (d1, r), d2 = X.shape, len(Y)
    R = X @ Y.T - M
    eye1, eye2, eyeR = (np.eye(n, dtype=X.dtype) for n in (d1, d2, r))
    cross = np.einsum("il,jk->ikjl", X, Y) + np.einsum("ij,kl->ikjl", R, eyeR)
    cross = cross.reshape(d1 * r, d2 * r)
    return np.block([[np.kron(eye1, Y.T @ Y), cross], [cross.T, np.kron(eye2, X.T @ X)]])


def hvp(M, X, Y, dX, dY):
    R = X @ Y.T - M
    dR = dX @ Y.T + X @ dY.T
    return dR @ Y + R @ dY, dR.T @ X + R.T @ dX


def smoothed_loss(M, X, Y, s1, s2):
    """E F(X+Z1, Y+Z2); s1 and s2 are standard deviations."""
    (d1, r), d2 = X.shape, len(Y)
    v1, v2 = s1 * s1, s2 * s2
    return loss(M, X, Y) + 0.5 * (d2 * v2 * np.sum(X * X) + d1 * v1 * np.sum(Y * Y)
                                  + d1 * d2 * r * v1 * v2)


def smoothed_gradient(M, X, Y, s1, s2):
    gX, gY = gradient(M, X, Y)
    return gX + len(Y) * (s2 * s2) * X, gY + len(X) * (s1 * s1) * Y


def smoothed_hessian(M, X, Y, s1, s2):
    on_x, on_y = np.full(X.size, len(Y) * (s2 * s2)), np.full(Y.size, len(X) * (s1 * s1))
    return hessian(M, X, Y) + np.diag(np.concatenate([on_x, on_y]))


def step(M, X, Y, etaX, etaY, noiseX, noiseY):
    gX, gY = gradient(M, X + noiseX, Y + noiseY)
    return X - etaX * gX, Y - etaY * gY


def sample(M, X, Y, etaX, etaY, s1, s2, count, seed):
    """All images at once: @ works on the last two axes."""
    rng = np.random.default_rng(seed)
    Xt = X + (s1 * rng.standard_normal((count, *X.shape))).astype(DTYPE)
    Yt = Y + (s2 * rng.standard_normal((count, *Y.shape))).astype(DTYPE)
    R = Xt @ Yt.transpose(0, 2, 1) - M
    return X - etaX * (R @ Yt), Y - etaY * (R.transpose(0, 2, 1) @ Xt)


# ---------------------------------------------------------------------------------------------
# THE CONVERSATION.
# ---------------------------------------------------------------------------------------------


def run(M, X, Y, etaX, etaY, noiseX, noiseY, record):
    states, wanted = [], set(record)
    for t in range(len(noiseX) + 1):
        if t in wanted:
            states.append({"t": t, "X": X, "Y": Y})
        if t < len(noiseX):
            X, Y = step(M, X, Y, etaX, etaY, noiseX[t], noiseY[t])
    return states


# op: the function, its arguments, the names of its results
OPS = {
    "loss": (loss, "M X Y", ["loss"]),
    "gradient": (gradient, "M X Y", ["gradX", "gradY"]),
    "hessian": (hessian, "M X Y", ["hessian"]),
    "hvp": (hvp, "M X Y dX dY", ["hvpX", "hvpY"]),
    "smoothed_loss": (smoothed_loss, "M X Y sigma1 sigma2", ["loss"]),
    "smoothed_gradient": (smoothed_gradient, "M X Y sigma1 sigma2", ["gradX", "gradY"]),
    "smoothed_hessian": (smoothed_hessian, "M X Y sigma1 sigma2", ["hessian"]),
    "step": (step, "M X Y etaX etaY noiseX noiseY", ["X", "Y"]),
    "run": (run, "M X Y etaX etaY noiseX noiseY record", ["states"]),
    "sample": (sample, "M X Y etaX etaY sigma1 sigma2 count seed", ["X", "Y"]),
}


def read(q, name):
    """A field of the request: whole numbers as they are, everything else as DTYPE."""
    return q[name] if name in ("record", "count", "seed") else np.asarray(q[name], dtype=DTYPE)


def answer(q):
    if q["op"] == "hello":
        return {"name": "starter kit, NumPy", "ops": sorted(OPS), "language": "Python",
                "arithmetic": ARITHMETIC}
    if q["op"] == "bye":
        return {}
    if q["op"] not in OPS:
        return {"unsupported": True}
    function, names, results = OPS[q["op"]]
    values = function(*(read(q, name) for name in names.split()))
    return dict(zip(results, values if len(results) == 2 else [values]))


def main():
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = answer(request)
        except Exception as problem:  # told to the harness, which calls it a failed case
            reply = {"error": repr(problem)}
        # tolist() widens to Python floats, exactly; those print with all the digits they need.
        print(json.dumps({"id": request["id"], **reply}, default=lambda a: a.tolist()), flush=True)
        if request["op"] == "bye":
            break


if __name__ == "__main__":
    main()
