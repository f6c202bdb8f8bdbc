# SPDX-License-Identifier: Apache-2.0
"""Tests of judge_vectors.py and of the bounds in golden/vectors: right functions pass in every arithmetic, in several orders
of evaluation; wrong ones fail in each, and fail in the vectors that say they catch the mistake.

Run it as python3 src/python/test_judge_vectors.py, or by pytest.
"""
import contextlib
import io
import json
import os
import sys
import unittest
from fractions import Fraction

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import judge_vectors  # noqa: E402
import noisygd_update_test as t  # noqa: E402
import test_noisygd_test as routines  # noqa: E402

VECTORS = os.path.join(HERE, "..", "..", "golden", "vectors")
ARITHMETICS = ("binary64", "binary32", "binary16", "bfloat16")


def vectors_of(op):
    with open(os.path.join(VECTORS, op + ".jsonl"), encoding="utf-8") as lines:
        return [json.loads(line) for line in list(lines)[1:]]


def bf16(a):
    return judge_vectors.stored(a, "bfloat16")


def ordered(of):
    """A routine of the tests beside, whose arguments begin with X, Y and M."""
    return lambda M, X, Y, *more, **named: of(X, Y, M, *more, **named)


def moved(of):
    """An update of the tests beside."""
    return lambda M, X, Y, etaX, etaY, noiseX, noiseY: of(X, Y, M, (etaX, etaY), (noiseX, noiseY))


gradient, gram, hessian, hvp = map(ordered, (routines.gradient, routines.gradient_gram, routines.hessian, routines.hvp))
loss, norm, expanded = map(ordered, (routines.loss, routines.loss_of_norm, routines.loss_expanded))
seidel, kept = map(moved, (routines.seidel, routines.kept))


def no_loss(M, X, Y):
    return 0.0


def backwards(M, X, Y):
    """All sums from their last term, entry by entry."""
    R = X[:, ::-1] @ Y[:, ::-1].T - M
    return np.ascontiguousarray(R[:, ::-1]) @ Y[::-1], np.ascontiguousarray(R.T[:, ::-1]) @ X[::-1]


def by_loops(M, X, Y):
    """One running sum that starts at -M y, in the numbers' own type."""
    X, Y, M = (np.asarray(a) for a in (X, Y, M))
    gx, gy = np.zeros_like(X), np.zeros_like(Y)
    for i, j in np.ndindex(*M.shape):
        for k in range(X.shape[1]):
            gx[i, k] -= M[i, j] * Y[j, k]
            gy[j, k] -= M[i, j] * X[i, k]
            for a in range(X.shape[1]):
                gx[i, k] += X[i, a] * Y[j, a] * Y[j, k]
                gy[j, k] += X[i, a] * Y[j, a] * X[i, k]
    return gx, gy


def step(of):
    def moved(M, X, Y, etaX, etaY, noiseX, noiseY):
        gx, gy = of(M, X + noiseX, Y + noiseY)
        return X - etaX * gx, Y - etaY * gy
    return moved


def run(of):
    def states(M, X, Y, etaX, etaY, noiseX, noiseY, record):
        found = [(X, Y)]
        for noise in zip(noiseX, noiseY):
            found.append(of(M, *found[-1], etaX, etaY, *noise))
        return [found[n] for n in record]
    return states


def hvp_gram(M, X, Y, dX, dY):
    return (dX @ (Y.T @ Y) + X @ (dY.T @ Y + Y.T @ dY) - M @ dY, dY @ (X.T @ X) + Y @ (dX.T @ X + X.T @ dX) - M.T @ dX)


def smoothed_loss(M, X, Y, sigma1, sigma2):
    (d1, d2), r = M.shape, X.shape[1]
    s1, s2 = d1 * sigma1 * sigma1, d2 * sigma2 * sigma2
    return (((X @ Y.T - M) ** 2).sum() + s2 * (X * X).sum() + s1 * (Y * Y).sum() + r * s1 * s2) / 2


def smoothed_gradient(M, X, Y, sigma1, sigma2):
    gx, gy = gradient(M, X, Y)
    return gx + M.shape[1] * sigma2 * sigma2 * X, gy + M.shape[0] * sigma1 * sigma1 * Y


def smoothed_hessian(M, X, Y, sigma1, sigma2):
    s = [len(Y) * sigma2 * sigma2] * X.size + [len(X) * sigma1 * sigma1] * Y.size
    return hessian(M, X, Y) + np.diag(np.array(s, X.dtype))


RIGHT = {
    "gradient": [gradient, gram, backwards, by_loops], "step": [step(f) for f in (gradient, gram, backwards, by_loops)],
    "run": [run(step(f)) for f in (gradient, gram)], "loss": [loss, norm, expanded], "hvp": [hvp, hvp_gram],
    "hessian": [hessian], "smoothed_loss": [smoothed_loss], "smoothed_gradient": [smoothed_gradient],
    "smoothed_hessian": [smoothed_hessian]}


def changed(of, **fields):
    return lambda **q: of(**{**q, **{name: change(q) for name, change in fields.items()}})


def half(of):
    """In binary16 throughout, where the declared arithmetic is wider."""
    return lambda **q: of(**{k: v.astype(np.float16) if hasattr(v, "astype") else v for k, v in q.items()})


WRONG = [  # the op, the wrong function
    ("step", seidel), ("step", kept),
    ("step", changed(step(gradient), noiseX=lambda q: -q["noiseX"], noiseY=lambda q: -q["noiseY"])),
    ("step", changed(step(gradient), noiseY=lambda q: 0 * q["noiseY"])),
    ("step", changed(step(gradient), etaX=lambda q: q["etaY"], etaY=lambda q: q["etaX"])),
    ("step", changed(step(gradient), M=lambda q: 0 * q["M"])),
    ("run", run(seidel)), ("run", run(kept)),
    ("gradient", lambda M, X, Y: [2 * g for g in gradient(M, X, Y)]),
    ("gradient", lambda M, X, Y: [-g for g in gradient(M, X, Y)]),
    ("gradient", changed(gradient, M=lambda q: 0 * q["M"])),
    ("loss", lambda M, X, Y: 2 * loss(M, X, Y)),
    ("loss", changed(loss, M=lambda q: 0 * q["M"])),
    ("hvp", lambda M, X, Y, dX, dY: ((dX @ Y.T + X @ dY.T) @ Y, (dX @ Y.T + X @ dY.T).T @ X)),
    ("hessian", lambda M, X, Y: hessian(X @ Y.T, X, Y)),
    ("smoothed_gradient", changed(smoothed_gradient, sigma1=lambda q: np.sqrt(q["sigma1"]),
                                  sigma2=lambda q: np.sqrt(q["sigma2"]))),
    ("smoothed_loss", changed(smoothed_loss, sigma1=lambda q: q["sigma2"], sigma2=lambda q: q["sigma1"])),
    ("smoothed_hessian", lambda sigma1, sigma2, **q: hessian(**q)),
    *((op, half(RIGHT[op][0])) for op in ("step", "gradient", "loss", "hvp", "hessian")),
]


class JudgeVectorsTest(unittest.TestCase):
    def test_right_functions_pass_in_every_order_and_arithmetic(self):
        counts = {}
        for op, functions in RIGHT.items():
            for number, fn in enumerate(functions):
                for arithmetic in ARITHMETICS:
                    with self.subTest(op=op, number=number, arithmetic=arithmetic), np.errstate(all="ignore"):
                        judged, _ = judge_vectors.assert_vectors(fn, os.path.join(VECTORS, op + ".jsonl"), arithmetic)
                        counts[arithmetic] = counts.get(arithmetic, 0) + judged
        print("vectors judged right:", counts)
        self.assertTrue(all(counts[a] > least for a, least in zip(ARITHMETICS, (300, 250, 200, 90))), counts)

    def test_functions_that_round_each_operation_to_bfloat16_pass(self):
        for number, (op, of) in enumerate((("gradient", gradient), ("gradient", gram), ("hvp", hvp), ("step", step(gradient)))):
            with self.subTest(op=op, number=number):
                fn = routines.each_rounded(of, bf16)
                names = [k for k in vectors_of(op)[0]["request"] if k not in ("id", "op")]
                judge_vectors.assert_vectors(lambda **q: fn(*(q[k] for k in names)), os.path.join(VECTORS, op + ".jsonl"),
                                             "bfloat16")

    def test_wrong_functions_fail_in_every_ordinary_vector(self):
        for number, (op, fn) in enumerate(WRONG):
            for arithmetic in ARITHMETICS[:2]:
                with self.subTest(number=number, op=op, arithmetic=arithmetic), np.errstate(all="ignore"):
                    with self.assertRaises(AssertionError) as raised:
                        judge_vectors.assert_vectors(fn, os.path.join(VECTORS, op + ".jsonl"), arithmetic)
                    for vector in vectors_of(op):
                        if vector["group"] == "ordinary":
                            self.assertIn(vector["id"] + " ", str(raised.exception))

    def test_answers_of_other_shapes_fail(self):
        path = os.path.join(VECTORS, "gradient.jsonl")
        for fn, told in ((lambda **q: gradient(**q)[:1], "2 results"), (lambda **q: gradient(**q)[::-1], "must have the shape"),
                         (lambda **q: [g * np.nan for g in gradient(**q)], "got nan")):
            with self.assertRaises(AssertionError) as raised:
                judge_vectors.assert_vectors(fn, path)
            self.assertIn(told, str(raised.exception))

    def test_command_line_tells_by_its_status(self):
        path = os.path.join(VECTORS, "loss.jsonl")
        with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(io.StringIO()) as usage:
            for status, arguments in ((2, []), (2, ["math", path]), (2, ["math:nosuch", path]), (2, ["math:pi", "nosuch"]),
                                      (2, ["math:pi", __file__]), (2, ["math:pi", path, "fp8"]),
                                      (1, ["test_judge_vectors:no_loss", path])):
                self.assertEqual(status, judge_vectors.main(arguments))
        self.assertEqual(6, usage.getvalue().count("usage: "))
        self.assertIn("vectors are wrong", told.getvalue())

    def test_bounds_are_those_of_noisygd_update_test(self):
        """The same formulas: the vectors round up to three digits, and add what underflow may."""
        compared = 0
        for op, name in (("step", "update"), ("gradient", "gradient"), ("loss", "loss"), ("hvp", "hvp")):
            for vector in vectors_of(op):
                q = vector["request"]
                if vector["group"] == "extreme":  # underflow counts here
                    continue
                given = [t._fractions(q[k]) for k in ("X", "Y", "M")]
                if op == "step":
                    given += [(Fraction(q["etaX"]), Fraction(q["etaY"])), tuple(t._fractions(q[k]) for k in ("noiseX", "noiseY"))]
                elif op == "hvp":
                    given += [t._fractions(q[k]) for k in ("dX", "dY")]
                theirs = t._OPS[name][1](t._Arithmetic("binary64"), *given)
                for mine, bounds in zip(vector["bounds"]["binary64"].values(), theirs):
                    for v, bound in zip(np.ravel(mine), np.ravel(bounds)):
                        if vector["group"] == "exact":
                            self.assertEqual(0, v)
                        else:
                            self.assertTrue(bound <= Fraction(v) <= bound * Fraction(10101, 10000), (vector["id"], v, float(bound)))
                        compared += 1
        self.assertGreater(compared, 700)


if __name__ == "__main__":
    unittest.main()
