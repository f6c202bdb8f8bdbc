// SPDX-License-Identifier: Apache-2.0
// Variants of the op round in C, on the bits of binary64: correct ones and known faults, compiled into kit.c by
// -DOWN_ROUNDING and told which: variants_c VARIANT (variants.tsv says which there are).
#include <fenv.h>
#include <stdbool.h>
#include <xmmintrin.h>
#pragma GCC diagnostic ignored "-Wunknown-pragmas"
#pragma STDC FENV_ACCESS ON

#define NAME "rounding, C"
#define NON_FINITE "false"
static const char *variant = "";

static int chosen(int argc, char **argv) {
  if (argc == 2) variant = argv[1];
  return argc == 2;
}
static bool is(const char *name) { return !strcmp(variant, name); }
static bool same(const char *a, const char *b) { return !strcmp(a, b); }

typedef struct {
  const char *name;
  int p, emin, emax;
  double largest, beyond;
} Format;

static const Format FORMATS[] = {
    {"binary32", 24, -126, 127, 0x1.fffffep127, INFINITY}, {"binary16", 11, -14, 15, 65504, INFINITY},
    {"bfloat16", 8, -126, 127, 0x1.fep127, INFINITY}, {"tf32", 11, -126, 127, 0x1.ffcp127, INFINITY},
    {"e4m3", 4, -6, 8, 448, NAN}, {"e4m3-ieee", 4, -6, 7, 240, INFINITY}, {"e5m2", 3, -14, 15, 57344, INFINITY},
    {"e3m2", 3, -2, 4, 28, 28}, {"e2m3", 4, 0, 2, 7.5, 7.5}, {"e2m1", 2, 0, 2, 6, 6},
    {"mxfp8-e4m3/floor", 4, -6, 8, 448, 448}, {"mxfp8-e5m2/floor", 3, -14, 15, 57344, 57344}, {"mxfp4/floor", 2, 0, 2, 6, 6}};

// ---- random words: PCG, 64 bits of a state of 128 (O'Neill 2014) ----

static unsigned __int128 state;

static uint64_t word(void) {
  if (is("rand-modulo-100")) return (uint64_t)ldexp(rand() % 100 / 100.0, 64);
  state = state * ((unsigned __int128)2549297995355413924ULL << 64 | 4865540595714422341ULL) + 1442695040888963407ULL;
  uint64_t x = (uint64_t)(state >> 64) ^ (uint64_t)state;
  int turn = (int)(state >> 122);
  x = x >> turn | x << (-turn & 63);
  return is("seven-bits") ? x >> 57 << 57 : x;
}

static void seeded(uint64_t seed) {
  static bool done;
  if (is("seeded-once") && done) return;
  done = true;
  if (is("rand-modulo-100")) srand((unsigned)(seed ^ seed >> 32));
  state = (unsigned __int128)(seed) << 1 | 1;
  state *= ((unsigned __int128)0x9e3779b97f4a7c15ULL << 64) | 0xf39cc0605cedc835ULL;
  for (int i = 0; i < 4; i++) word();
}

// ---- one number ----

// |x| = m 2^e
static uint64_t whole_number(double x, int *e) {
  uint64_t b;
  memcpy(&b, &x, sizeof b);
  int field = (int)(b >> 52 & 0x7ff);
  *e = (field ? field : 1) - 1075;
  return (b & 0xfffffffffffff) | (field ? 1ULL << 52 : 0);
}

static int spacing(double x, const Format *to, int scale) {
  int e = ilogb(x) - scale;
  int emin = is("subnormals-as-normal") ? -2000 : to->emin;
  return (e > emin ? e : emin) - to->p + 1 + scale;
}

// Down to a multiple of 2^s; what is left is a fraction r / 2^62 of 2^s.
static uint64_t down(double x, int s, uint64_t *r) {
  int e, n;
  uint64_t m = whole_number(x, &e);
  n = s - e;
  *r = 0;
  if (n <= 0) return m << -n;
  if (n > 62) {
    *r = m ? 1 : 0;
    return 0;
  }
  *r = (m & ((1ULL << n) - 1)) << (62 - n);
  return m >> n;
}

static uint64_t shared;

// Whether one more is taken. Stochastic: random bits are added to the rest, cut to as many bits.
static bool carries(uint64_t k, uint64_t r, const char *mode, bool negative, int bits) {
  const uint64_t half = 1ULL << 61, one = 1ULL << 62;
  if (same(mode, "stochastic")) {
    uint64_t w = is("word-for-four") || is("word-for-all") ? shared : word(), cut = r >> (62 - bits) << (62 - bits);
    if (is("rounds-half-first")) return r > half || (r == half && w >> 63);
    return cut + (w >> (64 - bits) << (62 - bits)) >= one;
  }
  if (is("add-half") && same(mode, "nearest")) return r + half >= one;
  if (is("add-half-less-one") && same(mode, "nearest")) return r + half - 1 >= one;
  if (is("shift") && same(mode, "nearest")) return false;
  if (same(mode, "nearest")) return r + half - 1 + (k & 1) >= one;
  if (same(mode, "nearest-away")) return r >= half;
  if (same(mode, "odd")) return r && !(k & 1);
  return r && same(mode, negative ? "down" : "up");
}

static double converted(double x, const Format *to, const char *mode, bool saturate, int scale, int bits) {
  if (x == 0) return x;
  if (is("through-half") && to->p < 11 && to->emin >= -14 && fabs(x) < 65504) x = (double)(_Float16)x;
  if (is("read-as-float") && fabs(x) < 0x1p127) x = (float)x;
  if (x == 0) return x;
  if (is("clamped-first") && fabs(x) > to->largest && !scale) return copysign(to->largest, x);
  int s = spacing(x, to, scale);
  if (is("magic") && same(mode, "nearest") && s < 900 && s > -1000) {
    volatile double c = ldexp(1.5, s + 52), sum = fabs(x) + c;
    double y = sum - c;
    return copysign(y > ldexp(to->largest, scale) ? ldexp(saturate ? to->largest : to->beyond, scale) : y, x);
  }
  uint64_t r, k = down(x, s, &r);
  bool carry = carries(k, r, mode, x < 0, bits);
  if (is("carry-lost") && carry && k + 1 == 1ULL << to->p) k = (1ULL << (to->p - 1)) - 1;
  double y = ldexp((double)(k + carry), s);
  if (y > ldexp(to->largest, scale)) {
    bool inwards = same(mode, "zero") || same(mode, "odd") || same(mode, x < 0 ? "up" : "down");
    if (is("wraps-to-smallest")) y = ldexp(1, to->emin);
    else y = ldexp(saturate || inwards ? to->largest : to->beyond, scale);
  }
  return copysign(y, x);
}

static int directed(const char *mode) {
  return same(mode, "up") ? FE_UPWARD : same(mode, "down") ? FE_DOWNWARD : same(mode, "zero") ? FE_TOWARDZERO : same(mode, "nearest") ? FE_TONEAREST : -1;
}

// By the processor's own rounding: casts to float, or rint of the scaled number.
static double by_processor(double x, const Format *to, int direction, bool saturate) {
  volatile double v = x, y;
  if (is("casts") || is("flushed-by-processor")) {
    _mm_setcsr(is("casts") ? _mm_getcsr() : _mm_getcsr() | 0x8040);
    fesetround(direction);
    y = (float)v;
    fesetround(FE_TONEAREST);
    _mm_setcsr(_mm_getcsr() & ~0x8040U);
  } else {
    int s = spacing(x, to, 0);
    v = ldexp(x, -s);
    fesetround(direction);
    y = rint(v);
    fesetround(FE_TONEAREST);
    y = ldexp(y, s);
  }
  if (fabs(y) <= to->largest) return y;
  bool inwards = direction == FE_TOWARDZERO || direction == (x < 0 ? FE_UPWARD : FE_DOWNWARD);
  return copysign(saturate || inwards ? to->largest : to->beyond, x);
}

// ---- blocks ----

static int scale(const double *x, int n, const Format *to) {
  double m = 0;
  for (int i = 0; i < n; i++) {
    m = fmax(m, fabs(x[i]));
  }
  if (m == 0) return 0;
  int e = ilogb(m) - to->emax;
  if (is("bias-128")) e--;
  return e < -127 ? -127 : e > 127 ? 127 : e;
}

// ---- the op ----

static int rounded(const Request *q, double *y) {
  const Format *to = NULL;
  for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
    if (same(FORMATS[i].name, q->to)) to = &FORMATS[i];
  const bool processor = is("casts") || is("flushed-by-processor") || is("rint"), blocks = strchr(q->to, '/');
  if (!to || (processor && (directed(q->mode) < 0 || blocks)) || (is("magic") && strcmp(q->mode, "nearest"))) return 0;
  if ((is("casts") || is("flushed-by-processor")) && !same(q->to, "binary32")) return 0;
  if (is("binary32-only") && !q->from32) return 0;
  seeded(q->seed);
  for (int draw = 0; draw < q->count; draw++, y += q->n) {
    if (is("seeded-each-draw")) seeded(q->seed);
    int at = 0;
    for (int i = 0; i < q->n; i++) {
      if (i == 0 || (is("word-for-four") && i % 4 == 0)) shared = word();
      if (i % 32 == 0) at = i;
      double x = q->values[i];
      int n = at + 32 < q->n ? 32 : q->n - at;
      bool tail = i >= q->n / 8 * 8;
      if (is("tail-unconverted") && tail && q->n >= 8) y[i] = x;
      else if (processor) y[i] = x == 0 ? x : by_processor(x, to, directed(q->mode), q->saturate);
      else y[i] = converted(x, to, q->mode, q->saturate || blocks, blocks ? scale(q->values + at, n, to) : 0, q->bits);
    }
    if (is("first-draw-copied") && draw) memcpy(y, y - q->n, sizeof(double) * (size_t)q->n);
  }
  return 1;
}
