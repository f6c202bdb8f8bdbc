// SPDX-License-Identifier: Apache-2.0
// Starter kit of the op round, C99 without libraries:
//
//     cc -O2 -o kit_c kit.c -lm && ./verify.sh candidate --only round -- ./kit_c
//
// Put your own conversion where it says THE ROUNDING. Return 0 for what you do not have: the answer is then
// "unsupported". To keep yours in a file of its own, write rounded() there and compile with -DOWN_ROUNDING='"yours.h"'.

#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int n, count, bits;  // count is 1 and bits 53 where the request has none
  int from32, saturate, asked_bits;
  uint64_t seed;
  char to[64], mode[16];
  double *values;
} Request;

#ifdef OWN_ROUNDING
#include OWN_ROUNDING
#else

// ---------------------------------------------------------------------------------------------------
// THE ROUNDING. |x| = (k + f) 2^e with k whole and 0 <= f < 1; k or k + 1 is taken.
// ---------------------------------------------------------------------------------------------------

typedef struct {
  const char *name;
  int p, emin, emax;  // bits of the significand, exponents of normal numbers
  double largest, beyond;
} Format;

static const Format FORMATS[] = {
    {"binary32", 24, -126, 127, 0x1.fffffep127, INFINITY}, {"binary16", 11, -14, 15, 65504, INFINITY},
    {"bfloat16", 8, -126, 127, 0x1.fep127, INFINITY}, {"tf32", 11, -126, 127, 0x1.ffcp127, INFINITY},
    {"e4m3", 4, -6, 8, 448, NAN}, {"e4m3-ieee", 4, -6, 7, 240, INFINITY}, {"e5m2", 3, -14, 15, 57344, INFINITY},
    {"e3m2", 3, -2, 4, 28, 28}, {"e2m3", 4, 0, 2, 7.5, 7.5}, {"e2m1", 2, 0, 2, 6, 6}};

static Format named(const char *name) {
  Format f = {NULL, 0, 0, 0, 0, INFINITY};
  for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
    if (!strcmp(FORMATS[i].name, name)) return FORMATS[i];
  if (sscanf(name, "float:%d:%d:%d", &f.p, &f.emin, &f.emax) == 3) {
    f.name = "float";
    f.largest = ldexp(2 - ldexp(1, 1 - f.p), f.emax);
  }
  return f;
}

static uint64_t word(uint64_t *state) {  // SplitMix64
  uint64_t z = *state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static int away(const char *mode, double k, double f, int negative, int bits, uint64_t *state) {
  if (!strcmp(mode, "stochastic")) return (double)(word(state) >> (64 - bits)) + 1 <= ldexp(f, bits);
  if (!strcmp(mode, "nearest")) return f > 0.5 || (f == 0.5 && fmod(k, 2) == 1);
  if (!strcmp(mode, "nearest-away")) return f >= 0.5;
  if (!strcmp(mode, "odd")) return f > 0 && fmod(k, 2) == 0;
  return f > 0 && !strcmp(mode, negative ? "down" : "up");
}

// x in the format, times 2^scale.
static double converted(double x, Format to, const char *mode, int saturate, int scale, int bits, uint64_t *state) {
  if (x == 0 || isnan(x)) return x;
  if (isinf(x)) return copysign(saturate ? to.largest : to.beyond, x);
  int e;
  frexp(x, &e);
  e = (e - 1 - scale > to.emin ? e - 1 - scale : to.emin) - to.p + 1 + scale;
  double q = fmax(ldexp(fabs(x), -e), 0x1p-1074), k = floor(q);  // a rest that underflows is a rest
  double y = ldexp(k + away(mode, k, q - k, x < 0, bits, state), e);
  if (y > ldexp(to.largest, scale)) {
    int inwards = !strcmp(mode, "zero") || !strcmp(mode, "odd") || !strcmp(mode, x < 0 ? "up" : "down");
    y = ldexp(saturate || inwards ? to.largest : to.beyond, scale);
  }
  return copysign(y, x);
}

static double top(const double *x, int n) {
  double m = 0;
  for (int i = 0; i < n; i++) m = fmax(m, fabs(x[i]));
  return m;
}

static int scale(double m, Format to, const char *rule) {
  int e, of_largest;
  if (!strcmp(rule, "even")) m = converted(m, (Format){"", to.p, -1100, 1100, INFINITY, INFINITY}, "nearest", 0, 0, 0, NULL);
  double fraction = frexp(m, &e), largest = frexp(to.largest, &of_largest);
  e += -1 - to.emax + (!strcmp(rule, "ceil") ? fraction > 0.5 : !strcmp(rule, "rceil") && fraction > largest);
  return e < -127 ? -127 : e > 127 ? 127 : e;
}

static const char *const ELEMENTS[][2] = {{"mxfp8-e4m3/", "e4m3"}, {"mxfp8-e5m2/", "e5m2"}, {"mxfp6-e3m2/", "e3m2"},
                                          {"mxfp6-e2m3/", "e2m3"}, {"mxfp4/", "e2m1"}};

// Fills y with q->count arrays of q->n numbers.
static int rounded(const Request *q, double *y) {
  uint64_t state = q->seed;
  const double *x = q->values;
  const char *element = q->to, *rule = NULL;
  for (int i = 0; i < 5; i++)
    if (!strncmp(q->to, ELEMENTS[i][0], strlen(ELEMENTS[i][0]))) element = ELEMENTS[i][1], rule = strchr(q->to, '/') + 1;
  int nv = !strcmp(q->to, "nvfp4"), width = nv ? 16 : rule ? 32 : q->n;
  Format to = named(nv ? "e2m1" : element);
  if (!to.name) return 0;
  double g = (float)(top(x, q->n) / 2688);
  for (int draw = 0; draw < q->count; draw++)
    for (int at = 0; at < q->n; at += width) {
      int n = at + width < q->n ? width : q->n - at;
      double m = nv || rule ? top(x + at, n) : 1;
      double by = nv && g > 0 ? g * converted(m / (6 * g), named("e4m3"), "nearest", 1, 0, 0, NULL) : 0;
      int s = rule && m > 0 ? scale(m, to, rule) : 0;
      for (int i = at; i < at + n; i++)
        if (nv) *y++ = by > 0 ? by * converted(x[i] / by, to, q->mode, 1, 0, q->bits, &state) : 0;
        else *y++ = converted(x[i], to, q->mode, rule || q->saturate, s, q->bits, &state);
    }
  return 1;
}

#endif

// ---------------------------------------------------------------------------------------------------
// THE CONVERSATION.
// ---------------------------------------------------------------------------------------------------

#ifndef NAME
#define NAME "starter kit of round, C"
#endif
#ifndef NON_FINITE
#define NON_FINITE "true"  // "false" where values are never NaN or infinite
#endif

static const char *field(const char *line, const char *name) {
  char quoted[32];
  snprintf(quoted, sizeof quoted, "\"%s\"", name);
  const char *at = strstr(line, quoted);
  return at ? at + strlen(quoted) + strspn(at + strlen(quoted), " \t:") : NULL;
}

static void text(const char *line, const char *name, char *to, size_t size) {
  const char *at = field(line, name);
  size_t n = at ? strcspn(at + 1, "\"") : 0;
  if (n >= size) n = size - 1;
  memcpy(to, at ? at + 1 : "", n);
  to[n] = 0;
}

static uint64_t whole(const char *line, const char *name, uint64_t otherwise) {
  const char *at = field(line, name);
  return at ? strtoull(at, NULL, 10) : otherwise;
}

static void numbers(const char *line, Request *q) {
  const char *at = field(line, "values") + 1, *end = strchr(at, ']');
  q->values = malloc(sizeof(double) * (size_t)(end - at + 1));
  for (q->n = 0; q->values && (at += strspn(at, " \t,\"")) < end; q->n++) q->values[q->n] = strtod(at, (char **)&at);
}

static void print(const double *y, int n) {
  for (int i = 0; i < n; i++) {
    if (isnan(y[i])) printf("%s\"NaN\"", i ? "," : "[");
    else if (isinf(y[i])) printf("%s\"%sInfinity\"", i ? "," : "[", y[i] < 0 ? "-" : "");
    else printf("%s%.17g", i ? "," : "[", y[i]);
  }
  fputs(n ? "]" : "[]", stdout);
}

static int reply(const char *line) {
  char from[16], overflow[16];
  Request q = {0};
  text(line, "to", q.to, sizeof q.to);
  text(line, "mode", q.mode, sizeof q.mode);
  text(line, "from", from, sizeof from);
  text(line, "overflow", overflow, sizeof overflow);
  q.from32 = !strcmp(from, "binary32");
  q.saturate = !strcmp(overflow, "saturate");
  q.seed = whole(line, "seed", 0);
  q.count = strcmp(q.mode, "stochastic") ? 1 : (int)whole(line, "count", 1);
  q.asked_bits = (int)whole(line, "bits", 0);
  q.bits = q.asked_bits ? q.asked_bits : 53;
  numbers(line, &q);
  double *y = malloc(sizeof(double) * ((size_t)q.count * q.n + 1));
  if (!q.values || !y) exit(70);
  int done = rounded(&q, y);
  fputs(done ? ",\"rounded\":" : ",\"unsupported\":true", stdout);
  if (done && strcmp(q.mode, "stochastic")) print(y, q.n);
  else if (done)
    for (int draw = 0; draw < q.count; draw++) {
      fputs(draw ? "," : "[", stdout);
      print(y + (size_t)draw * q.n, q.n);
      if (draw == q.count - 1) fputs("]", stdout);
    }
  free(q.values);
  free(y);
  return done;
}

int main(int argc, char **argv) {
#ifdef OWN_ROUNDING
  if (!chosen(argc, argv)) return 2;
#else
  (void)argc, (void)argv;
#endif
  char *line = NULL, op[16];
  size_t room = 0;
  while (getline(&line, &room, stdin) > 0) {
    text(line, "op", op, sizeof op);
    printf("{\"id\":%lld", (long long)whole(line, "id", 0));
    if (!strcmp(op, "hello")) fputs(",\"name\":\"" NAME "\",\"ops\":[\"round\"],\"seedBits\":63,\"nonFinite\":" NON_FINITE, stdout);
    else if (!strcmp(op, "round")) reply(line);
    else if (strcmp(op, "bye")) fputs(",\"unsupported\":true", stdout);
    puts("}");
    fflush(stdout);
    if (!strcmp(op, "bye")) break;
  }
  free(line);
  return 0;
}
