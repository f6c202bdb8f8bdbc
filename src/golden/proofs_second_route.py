# SPDX-License-Identifier: Apache-2.0
"""The numbers of theorem1.md and finite-precision.md once more, without Coq: python3 src/golden/proofs_second_route.py

Standard library only. What a theorem says of one update in a finite format is held against the update itself: all nine outcomes
of the noise, and all outcomes of each stochastic rounding with its random bits, at states drawn with a seed from the region. What
follows by arithmetic (probabilities, windows, bands) is worked out from the statements in Coq, in 60 digits. Each text that is
checked must stand in its note. Prints what was found; exit status 1 if a number is not so.
"""
import decimal
import pathlib
import random
import sys
from decimal import Decimal as D
from fractions import Fraction

NOTES = pathlib.Path(__file__).resolve().parents[2] / "proofs-notes"
decimal.getcontext().prec = 140
wrong = []


def holds(note, text, true, found=""):
    """Notes whether a text stands in a note and what it says is true."""
    stands = text in (NOTES / note).read_text(encoding="utf-8").replace("\n", " ")
    if not (stands and true):
        wrong.append(f"{note}: {text!r} " + ("is not so" if stands else "is not there"))
    print(f"{'holds' if stands and true else 'WRONG':6}{note:20}{text}{'  ' if found else ''}{found}")


def power(base, exponent):
    """A power with a large exponent: base in (0, 1)."""
    return (D(base).ln() * exponent).exp() if base > 0 else D(0)


def within(centre, half, said, said_half):
    """Whether a band lies in the band that is said, whose half width is not a tenth larger than it must be."""
    need = abs(centre - said) + half
    return said_half - D("0.1") < need <= said_half, f"{centre:.3f} up to {half:.3f}"


# One update in two variables and its rounding on storage -----------------------------------------------------------------------

def stored(x, digits, smallest, bits):
    """The two possible stored values of x with their probabilities: stochastic rounding with random bits, as in Stores.v."""
    exponent = smallest
    while abs(x) >= Fraction(2) ** (exponent + digits):
        exponent += 1
    place = Fraction(2) ** exponent
    cells, rest = divmod(abs(x), place)
    away = Fraction(rest * 2 ** bits // place, 2 ** bits)
    sign = 1 if x >= 0 else -1
    return [(sign * cells * place, 1 - away), (sign * (cells + 1) * place, away)]


def drawn(rng, digits, rho, widest, tallest, least):
    """A state of the format in the region: |x y - 1| <= rho, |x| <= widest, |y| <= tallest, and -D at least so much."""
    while True:
        y = stored(Fraction(rng.uniform(0.5, float(tallest))), digits, -200, 0)[0][0]
        x = stored(Fraction(rng.uniform(float((1 - rho) / y), float((1 + rho) / y))), digits, -200, 0)[0][0]
        if abs(x * y - 1) <= rho and abs(x) <= widest and y <= tallest and y * y - x * x >= least:
            return x, y


def one_update(x, y, eta, q, store):
    """Each value of D after one update and its rounding on storage, with its probability."""
    noise = ((-q, Fraction(1, 6)), (Fraction(0), Fraction(2, 3)), (q, Fraction(1, 6)))
    for p1, w1 in noise:
        for p2, w2 in noise:
            e = (x + p1) * (y + p2) - 1
            ys = stored(y - eta * e * (x + p1), *store)
            for a, u1 in stored(x - eta * e * (y + p2), *store):
                yield from ((a * a - b * b, w1 * w2 * u1 * u2) for b, u2 in ys)


def root(square):
    """A square root to 40 digits, as a fraction: the noise's q."""
    return Fraction((D(square.numerator) / square.denominator).sqrt().quantize(D(10) ** -40))


def rate(v, eta, rho, widest, tallest):
    return 2 * eta * v + eta ** 2 * (rho ** 2 + v * (widest ** 2 + tallest ** 2) + 3 * v ** 2) / 2


def updates(name, v, eta, region, store, ratio, square=None, states=60, least=Fraction(0)):
    """The largest |E D' - (1 - a) D| beside (K/a) a, and the largest mean square of D' - (1 - a) D beside m2."""
    rng, q, a = random.Random(name), root(3 * v), rate(v, eta, *region)
    bias = spread = Fraction(0)
    for _ in range(states):
        x, y = drawn(rng, store[0], *region, least)
        was = (1 - a) * (x * x - y * y)
        outcomes = list(one_update(x, y, eta, q, store))
        bias = max(bias, abs(sum(d * p for d, p in outcomes) - was))
        spread = max(spread, sum((d - was) ** 2 * p for d, p in outcomes))
    found = f"{float(bias / a):.3g} in {states} states" + (f"; mean square {float(spread):.3g}" if square else "")
    return bias <= ratio * a and (square is None or spread <= square), found


F = Fraction
FIG4 = (F(3, 10), F(7, 10), F(9, 2))
BAND = (F(47, 100), F(7, 10), F(22, 5))
note = "finite-precision.md"
holds(note, "| 1/20 | 20 | 3/10, 7/10, 9/2 | 13/5 |", *updates("binary32", F(1, 400), F(1, 100), FIG4, (24, -149, 20), F(13, 5)))
holds(note, "| 1/20 | 16 | 3/10, 7/10, 9/2 | 6 |", *updates("bfloat16", F(1, 400), F(1, 100), FIG4, (8, -133, 16), F(6)))
holds(note, "| 1/5 | 16 | 1, 1/2, 17/4 | 25/2 |",
      *updates("e4m3", F(1, 25), F(1, 100), (F(1), F(1, 2), F(17, 4)), (4, -9, 16), F(25, 2)))
for step, n, ratio, square, level, texts in (
        (F(1, 100), 9000, F(413, 100), F(36, 10 ** 6), F(14, 5),
         ("| 413/100 | $36 \\cdot 10^{-6}$ | 14/5 | 0.083 |", "0.083", "-9.0", "4.7")),
        (F(1, 1000), 190000, F(13, 25), F(21, 10 ** 8), F(1),
         ("| 13/25 | $21 \\cdot 10^{-8}$ | 1 | 0.080 |", "0.080", "-6.0", "1.4"))):
    text, failure, centre, half = texts
    good, found = updates(f"binary32 {step}", F(1, 400), step, BAND, (24, -149, 20), ratio, square, 40, F(393, 100))
    holds(note, text, good and round(2 * square * n / level ** 2, 3) == F(failure), found)
    left = power(1 - D(float(rate(F(1, 400), step, *BAND))), n)
    width = D(float(ratio)) * (1 - left) + D(float(level))
    holds(note, f"${centre}$ up to {half} |", *within(-16 * left, width, D(centre), D(half)))
left = power(1 - D(float(rate(F(1, 400), F(1, 100), *FIG4))), 10000)
holds(note, "the mean is $-9.0$ up to 2.7", *within(-16 * left, 6 * (1 - left), D("-9.0"), D("2.7")))
holds(note, "($-8.7$ from $-15.3$)", *within(D("-15.3") * left, 6 * (1 - left), D("-8.7"), D("2.7")))

# Langevin chains of the standard normal distribution on a grid of spacing 1/8.
for a, below, above in (("1e-4", "7.052", "20.5"), ("1e-3", "2.230", "2.95"), ("1e-2", "0.705", "1.20")):
    low = D(1) / 8 / (D("3.14159265358979323846") * D(a)).sqrt()
    high = (2 * D(a) + D(1) / 256) / (2 * D(a) - D(a) ** 2)
    holds(note, f"| {a} | {below} |", abs(low - D(below)) < D("0.0006"), f"{low:.4f}")
    holds(note, f"| {above} |", abs(high - D(above)) < D("0.06") / (1 if high > 5 else 10), f"{high:.3f}")

# Theorem 1 ---------------------------------------------------------------------------------------------------------------------
note = "theorem1.md"


def local(s, eta, level, t1, n, excess=D("0.25")):
    """The bound of theorem_local."""
    end = power(1 - eta * s / 5, t1) * excess + 50 * eta / s ** 3 + 10 * eta ** 2 / s ** 2 * (n - t1)
    return 720 * n * eta ** 2 / s ** 2 + end / level


S = D(1) / 16
bound = local(S, D("1e-10"), D("0.01"), D("9.6e12"), D("1.92e13"))
holds(note, "1/100 from 9.6e12 to 1.92e13 at the step 1e-10, except with probability 7/100", bound <= D("0.07"), f"{bound:.4f}")
proved, by_hand, whole, terms = [], [], [], []
for delta in map(D, ("1", "0.1", "1e-3")):
    for s in (S, D("0.02"), D("1e-3")):
        for eps in (3 * s, D("0.5"), D(2)):
            level, log = s * eps ** 2 / 4, (3 / (s * eps ** 2 * delta)).ln()
            top = delta * s ** 4 * eps ** 2 / 800
            for eta in (top, top / 1000):
                t1, n = 20 / (delta * s ** 2 * eps ** 2 * eta), delta * s ** 3 * eps ** 2 / (2880 * eta ** 2)
                proved.append(local(s, eta, level, t1, n) / delta)
            for eta in (delta * s ** 4 * eps ** 2 / (3300 * log), top / 1000 / log):
                n = delta * s ** 3 * eps ** 2 / (660 * eta ** 2)
                by_hand.append(local(s, eta, level, 5 * log / (eta * s), n) / delta)
            edge = delta ** 2 * s ** 5 * eps ** 4 / 57600 / 2
            t1, n = 20 / (delta * s ** 2 * eps ** 2 * edge), delta * s ** 3 * eps ** 2 / (2880 * edge ** 2)
            whole.append(min(n - t1, t1 * 2 / n))
            n = delta * s ** 2 / ((720 + 10 / level) * edge ** 2)
            terms.append(abs((720 + 10 / level) * n * edge ** 2 / s ** 2 / delta - 1))
holds(note, "$T_1 = \\delta s^3 \\epsilon^2/(2880 \\eta^2)$", max(proved) <= 1, f"at most {max(proved):.3f} delta")
holds(note, "\\eta \\le \\frac{\\delta s^4 \\epsilon^2}{3300 \\ell}", max(by_hand) <= 1, f"at most {max(by_hand):.3f} delta")
holds(note, "from $2 \\eta \\le \\delta^2 s^5 \\epsilon^4/57600$ on", min(whole) > 1 - D("1e-40"), "t1 + 1 <= T1 = 2 t1")
holds(note, "$n \\le \\delta s^2/((720 + 10/\\mathrm{level}) \\eta^2)$", max(terms) < D("1e-40"))


def from_saddle(eta, w, nu):
    """The bound of theorem_from_saddle at s = 1/16, p = 32, level 1/50, in the window of the instances."""
    p, level, m, t1, n = 32, D("0.02"), 1280 / eta, 1440 / eta, 1 / eta ** 2
    e, r = (D("0.5") - S) ** 2 + 2 * nu, 32 * eta * S / 20
    return (m * (D("0.75") * eta ** 3 / S) / nu ** 2 + power(1 - eta / 32, m) * (1 + 5 / (12 * w * eta))
            + (4 * e + level / 2) ** p + (1 + r * (m + n)) * (2 * level) ** p
            + power(1 - r, t1) * (e / level + D("0.125")) ** p + (1 + r * n) / D(2) ** p)


for text, eta, w, nu, most in (("the step 1e-7 does for 20 x 30", "1e-7", S / 20 + S / 30, D(1) / 4000, D("0.005")),
                               ("1e-6 for 10 x 10", "1e-6", S / 5, D(1) / 1600, D("0.05"))):
    bound = from_saddle(D(eta), w, nu)
    holds(note, text, bound <= most and 11000 * D(eta) <= w and 22 * nu ** 3 <= w * D(eta), f"{bound:.4f}")
holds(note, "proved is at least 19/20 of runs, from $2720/\\eta$ to $1/\\eta^2$", 1280 + 1440 == 2720)


def any_start(eta, level, h):
    """The bound of theorem_one for 20 x 30 and its t1, from a start on the line of (u, v), at the greatest nu and n = 2 t1."""
    rho, best = (S / 20 + S / 30) * S / (100 * h ** 4), (D(2), D(0))
    if 70 * eta > rho ** 2:
        return best
    nu = min(D(1) / 16, (rho ** 2 * eta * h ** 2 / 3).sqrt())
    for share in (30, 100, 300, 1000, 3000):
        m, late = (share * (1 + 1 / (80 * eta * h ** 2))).ln() / (D(3) / 64 * rho * eta), 200 / (eta * S)
        n = 2 * (m + late)
        best = min(best, (n * 1190 * h ** 6 * eta ** 2 / S ** 2 + D(1) / share
                          + (D(25) / 2 * h ** 4 * eta / S ** 2 + 25 * h ** 4 * eta ** 2 / S * m) / nu
                          + (power(1 - eta * S / 5, late) * h ** 2 + 325 * h ** 6 * eta / S ** 3
                             + 65 * h ** 6 * eta ** 2 / S ** 2 * n) / level, m + late))
    return best


def below_saddle(eta, level):
    """The bound of theorem_local from E_0 = 1/4 at the best t1, n = 2 t1."""
    return min((local(S, eta, level, k / (eta * S), 2 * k / (eta * S)), k / (eta * S)) for k in range(10, 100))


def largest(bound):
    """The largest step size of one digit at which a bound is at most 1/10, as ranges.tsv has it."""
    decade = next(e for e in range(1, 99) if bound(D(10) ** -e)[0] <= D("0.1"))
    digit = max(d for d in range(1, 10) if bound(d * D(10) ** -decade)[0] <= D("0.1"))
    return f"eta = {digit}e-{decade}, t1 = "


ranges = "coq/ranges.tsv"
holds(ranges, "theorem_local\tE_0 = 1/4: " + largest(lambda eta: below_saddle(eta, D("0.01"))), True)
holds(ranges, "theorem_1_local\tE_0 = 1/4, eps = 1/5: " + largest(lambda eta: below_saddle(eta, D("0.000625"))), True)
saddle = largest(lambda eta: any_start(eta, D("0.01"), D(2)))
holds(ranges, "theorem_one\t20 x 30, from the saddle: " + saddle, True)
holds(ranges, "theorem_1\t20 x 30, from the saddle, eps = 1/5: " + largest(lambda eta: any_start(eta, D("0.000625"), D(2))), True)
holds(ranges, "from x = 5u, y = 5v: " + largest(lambda eta: any_start(eta, D("0.01"), D(26))), True)
holds(note, "needs 1e-43 for 20 x 30 (with $h = 2$)", "1e-43," in saddle)
for name, v, region, ratio, n, centre, half in (
        ("bfloat16", F(1, 400), FIG4, 6, 10000, "-9.0", "2.7"), ("binary32", F(1, 400), FIG4, D("2.6"), 10000, "-9.0", "1.2"),
        ("e4m3", F(1, 25), (F(1), F(1, 2), F(17, 4)), D("12.5"), 500, "-10.3", "4.6")):
    left = power(1 - D(float(rate(v, F(1, 100), *region))), n)
    holds(ranges, f"{name}_drift\tD_0 = -16, n = {n:,}: the mean is {centre} up to {half}",
          *within(-16 * left, ratio * (1 - left), D(centre), D(half)))

print(*wrong, "all numbers hold" if not wrong else f"{len(wrong)} do not hold", sep="\n")
sys.exit(1 if wrong else 0)
