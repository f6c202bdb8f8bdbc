# SPDX-License-Identifier: Apache-2.0
# The noise stream in NumPy, bit for bit; definition and accuracy in proofs-notes/noise.md.
import functools, json, pathlib, numpy as np

TABLE = json.loads(pathlib.Path(__file__).with_name("noise_coefficients.json").read_text())
K = {name: float.fromhex(row[1]) for name, row in TABLE["constants"].items()}
P = {name: [float.fromhex(row[1]) for row in rows[::-1]] for name, rows in TABLE["polynomials"].items()}

def poly(name, t): return functools.reduce(lambda sum, c: sum * t + c, P[name])

def ratio(part, t): return poly(part + "_numerator", t) / poly(part + "_denominator", t)

def log(p):
    m, e = np.frexp(p)
    m, e = np.where(m < K["sqrt_half"], 2 * m, m), e - (m < K["sqrt_half"])
    s = (m - 1) / (m + 1)
    return e * K["ln2_high"] + (2 * s * poly("logarithm", s * s) + e * K["ln2_low"])

def normal(words):
    q = ((words >> np.uint64(12)).astype(float) + (0.5 - 2.0**51)) * 2.0**-52
    t, r = K["central_shift"] - q * q, np.sqrt(-log(0.5 - np.abs(q)))
    central = q * poly("central_numerator", t) / poly("central_denominator", t)
    tail = np.where(r <= K["far_shift"], ratio("middle", r - K["middle_shift"]), ratio("far", r - K["far_shift"]))
    return np.where(np.abs(q) <= K["central_limit"], central, np.copysign(tail, q))

def standard_normal(seed, replicate, step, factor, count):
    counter, key = np.array([0, factor, step, replicate], np.uint64), np.array([seed, 0], np.uint64)
    return normal(np.random.Philox(counter=counter, key=key).random_raw(count))
