# SPDX-License-Identifier: Apache-2.0
"""The noise stream once more, from its definition in proofs-notes/noise.md and nothing else.

The second route for every number that rests on noise: standard library only, whole-number arithmetic for Philox,
Python floats (binary64, every operation rounded by itself) for the deviates. Other second-route scripts import

    standard_normal(seed, replicate, step, factor, count) -> list of floats

with factor 0 for the noise of X, 1 for that of Y, 2 and 3 for the initial X and Y, entries row by row.
The coefficients are the published decimals; the Java has their hexadecimal values.
"""

import math

MASK = 2**64 - 1
NOISE_X, NOISE_Y, START_X, START_Y = range(4)


def philox4x64_10(counter, key):
    """The block of four words at counter (c0, c1, c2, c3) under key (k0, k1), all unsigned."""
    c0, c1, c2, c3 = counter
    for n in range(10):
        k0 = (key[0] + n * 0x9E3779B97F4A7C15) & MASK
        k1 = (key[1] + n * 0xBB67AE8584CAA73B) & MASK
        hi0, lo0 = divmod(0xD2E7470EE14C6C93 * c0, 2**64)
        hi1, lo1 = divmod(0xCA5A826395121157 * c2, 2**64)
        c0, c1, c2, c3 = hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0
    return c0, c1, c2, c3


# Wichura, AS 241, Applied Statistics 37 (1988) 477-484, PPND16; highest power first.
A = [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080]
B = [5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867,
     5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1.0]
C = [0.000774545014278341407640, 0.0227238449892691845833, 0.241780725177450611770, 1.27045825245236838258,
     3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734]
D = [1.05075007164441684324e-9, 0.000547593808499534494600, 0.0151986665636164571966, 0.148103976427480074590,
     0.689767334985100004550, 1.67638483018380384940, 2.05319162663775882187, 1.0]
E = [2.01033439929228813265e-7, 0.0000271155556874348757815, 0.00124266094738807843860, 0.0265321895265761230930,
     0.296560571828504891230, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720]
F = [2.04426310338993978564e-15, 1.42151175831644588870e-7, 0.0000184631831751005468180,
     0.000786869131145613259100, 0.0148753612908506148525, 0.136929880922735805310, 0.599832206555887937690, 1.0]
SERIES = [1 / n for n in range(21, 0, -2)]
LN2_HIGH = math.ldexp(0xB17217F7, -32)
LN2_LOW = 1.90821492927058770002e-10  # ln 2 - LN2_HIGH; fdlibm's decimal


def polynomial(coefficients, t):
    value = coefficients[0]
    for c in coefficients[1:]:
        product = value * t
        value = product + c
    return value


def logarithm(p):
    m, e = math.frexp(p)
    if m < 0.7071067811865476:
        m, e = 2 * m, e - 1
    s = (m - 1) / (m + 1)
    series = 2 * s * polynomial(SERIES, s * s)
    return e * LN2_HIGH + (series + e * LN2_LOW)


def normal_of_word(word):
    """The deviate of one 64-bit word."""
    k = word >> 12
    q = (2 * k + 1 - 2**52) / 2**53
    if abs(q) <= 0.425:
        t = 0.180625 - q * q
        return q * polynomial(A, t) / polynomial(B, t)
    r = math.sqrt(-logarithm(0.5 - abs(q)))
    if r <= 5:
        z = polynomial(C, r - 1.6) / polynomial(D, r - 1.6)
    else:
        z = polynomial(E, r - 5) / polynomial(F, r - 5)
    return math.copysign(z, q)


def words(seed, replicate, step, factor, count):
    """The first count words of one factor; a negative seed stands for its 64 bits."""
    found = []
    block = 0
    while len(found) < count:
        block += 1
        found += philox4x64_10((block, factor, step, replicate), (seed & MASK, 0))
    return found[:count]


def standard_normal(seed, replicate, step, factor, count):
    """The first count deviates of one factor, row by row."""
    return [normal_of_word(w) for w in words(seed, replicate, step, factor, count)]


def standard_normal_at(seed, replicate, step, factor, entry):
    """One deviate by its address."""
    block = philox4x64_10((entry // 4 + 1, factor, step, replicate), (seed & MASK, 0))
    return normal_of_word(block[entry % 4])
