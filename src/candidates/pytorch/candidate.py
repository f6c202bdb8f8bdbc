#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starter kit, PyTorch by autodiff: a candidate for ./verify.sh candidate -- python3 candidate.py

Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into the
functions under THE MATHEMATICS; the rest can stay as it is. Only `loss` is written out: gradient,
Hessian and their product come from torch.autograd. On a GPU with DTYPE = torch.float32, mind that
torch.backends.cuda.matmul.allow_tf32 makes the arithmetic tf32: declare it. Debian has torch as
python3-torch, for /usr/bin/python3; too large for CI, which does not run this kit.
"""
import json
import sys

import torch

DTYPE, ARITHMETIC, DEVICE = torch.float64, "binary64", "cpu"

# ---------------------------------------------------------------------------------------------
# THE MATHEMATICS. X is d1 x r, Y is d2 x r, M is d1 x d2.
# ---------------------------------------------------------------------------------------------


def loss(M, X, Y):
    R = X @ Y.T - M
    return 0.5 * (R * R).sum()


def smoothed_loss(M, X, Y, s1, s2):
    """E F(X+Z1, Y+Z2); s1 and s2 are standard deviations."""
    (d1, r), d2 = X.shape, len(Y)
    v1, v2 = s1 * s1, s2 * s2
    return loss(M, X, Y) + 0.5 * (d2 * v2 * (X * X).sum() + d1 * v1 * (Y * Y).sum() + d1 * d2 * r * v1 * v2)


def gradient_of(f, X, Y):
    X, Y = X.detach().requires_grad_(True), Y.detach().requires_grad_(True)
    return torch.autograd.grad(f(X, Y), (X, Y))


def hessian_of(f, X, Y):
    """Variables in the order X row by row, then Y row by row."""
    nX = X.numel()

    def flat(v):
        return f(v[:nX].reshape(X.shape), v[nX:].reshape(Y.shape))
    return torch.autograd.functional.hessian(flat, torch.cat([X.reshape(-1), Y.reshape(-1)]))


def gradient(M, X, Y):
    return gradient_of(lambda A, B: loss(M, A, B), X, Y)


def hessian(M, X, Y):
    return hessian_of(lambda A, B: loss(M, A, B), X, Y)


def hvp(M, X, Y, dX, dY):
    # vhp is the transposed product; the Hessian is symmetric
    return torch.autograd.functional.vhp(lambda A, B: loss(M, A, B), (X, Y), (dX, dY))[1]


def smoothed_gradient(M, X, Y, s1, s2):
    return gradient_of(lambda A, B: smoothed_loss(M, A, B, s1, s2), X, Y)


def smoothed_hessian(M, X, Y, s1, s2):
    return hessian_of(lambda A, B: smoothed_loss(M, A, B, s1, s2), X, Y)


def step(M, X, Y, etaX, etaY, noiseX, noiseY):
    gX, gY = gradient(M, X + noiseX, Y + noiseY)
    return X - etaX * gX, Y - etaY * gY


def sample(M, X, Y, etaX, etaY, s1, s2, count, seed):
    """All images at once; the gradient of the sum of all losses is every loss's own gradient."""
    rng = torch.Generator(device=DEVICE).manual_seed(seed)

    def noise(A, s):
        return s * torch.randn((count, *A.shape), generator=rng, dtype=DTYPE, device=DEVICE)

    def total(A, B):
        R = A @ B.transpose(1, 2) - M
        return 0.5 * (R * R).sum()
    gX, gY = gradient_of(total, X + noise(X, s1), Y + noise(Y, s2))
    return X - etaX * gX, Y - etaY * gY


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
    return q[name] if name in ("record", "count", "seed") else torch.tensor(q[name], dtype=DTYPE, device=DEVICE)


def answer(q):
    if q["op"] == "hello":
        return {"name": "starter kit, PyTorch", "ops": sorted(OPS), "language": "Python",
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
