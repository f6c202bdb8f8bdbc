// SPDX-License-Identifier: Apache-2.0
// Starter kit, C99 without libraries: a candidate for ./verify.sh candidate -- ./candidate_c
//
//     cc -O2 -o candidate_c candidate.c -lm
//
// Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into the
// functions under THE MATHEMATICS; the rest can stay as it is. To keep yours in a file of its own, write the
// same functions there and compile with -DOWN_MATHEMATICS='"yours.h"'. For another precision compile with
// -DREAL=float -DARITHMETIC='"binary32"'. An op that you do not have: take it off OPS.

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef REAL
#define REAL double
#endif
#ifndef ARITHMETIC
#define ARITHMETIC "binary64"
#endif
#ifndef NAME
#define NAME "starter kit, C"
#endif
#ifndef OPS
#define OPS "loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run sample"
#endif
#ifndef DIGITS
#define DIGITS 17  // enough for a double to be read back; a long double is printed through one
#endif

// ---------------------------------------------------------------------------------------------------
// THE MATHEMATICS. All matrices lie row by row: X is d1 x r, Y is d2 x r, M and R = X Y^T - M are d1 x d2.
// ---------------------------------------------------------------------------------------------------

typedef REAL real;
typedef struct {
  int d1, d2, r;
  const real *M, *X, *Y;
} Problem;

static real *new_reals(size_t n) {
  real *a = calloc(n ? n : 1, sizeof(real));
  if (!a) exit(70);
  return a;
}

#ifdef OWN_MATHEMATICS
#include OWN_MATHEMATICS
#else

static void residual(Problem p, real *R) {
  for (int i = 0; i < p.d1; i++)
    for (int j = 0; j < p.d2; j++) {
      real s = 0;
      for (int k = 0; k < p.r; k++) s += p.X[i * p.r + k] * p.Y[j * p.r + k];
      R[i * p.d2 + j] = s - p.M[i * p.d2 + j];
    }
}

static real squares(const real *a, int n) {
  real s = 0;
  for (int i = 0; i < n; i++) s += a[i] * a[i];
  return s;
}

static real loss(Problem p) {
  real *R = new_reals((size_t)p.d1 * p.d2);
  residual(p, R);
  real half = (real)0.5 * squares(R, p.d1 * p.d2);
  free(R);
  return half;
}

// gX += R B and gY += R^T A, for A shaped as X and B as Y.
static void add_products(Problem p, const real *R, const real *A, const real *B, real *gX, real *gY) {
  for (int i = 0; i < p.d1; i++)
    for (int j = 0; j < p.d2; j++)
      for (int k = 0; k < p.r; k++) {
        gX[i * p.r + k] += R[i * p.d2 + j] * B[j * p.r + k];
        gY[j * p.r + k] += R[i * p.d2 + j] * A[i * p.r + k];
      }
}

static void gradient(Problem p, real *gX, real *gY) {
  real *R = new_reals((size_t)p.d1 * p.d2);
  residual(p, R);
  memset(gX, 0, sizeof(real) * p.d1 * p.r);
  memset(gY, 0, sizeof(real) * p.d2 * p.r);
  add_products(p, R, p.X, p.Y, gX, gY);
  free(R);
}

// Variables in the order X row by row, then Y row by row.
static void hessian(Problem p, real *H) {
  int r = p.r, n = (p.d1 + p.d2) * r, at = p.d1 * r;
  real *R = new_reals((size_t)p.d1 * p.d2);
  residual(p, R);
  memset(H, 0, sizeof(real) * n * n);
  for (int k = 0; k < r; k++)
    for (int l = 0; l < r; l++) {
      real xx = 0, yy = 0;
      for (int i = 0; i < p.d1; i++) xx += p.X[i * r + k] * p.X[i * r + l];
      for (int j = 0; j < p.d2; j++) yy += p.Y[j * r + k] * p.Y[j * r + l];
      for (int i = 0; i < p.d1; i++) H[(i * r + k) * n + i * r + l] = yy;
      for (int j = 0; j < p.d2; j++) H[(at + j * r + k) * n + at + j * r + l] = xx;
      for (int i = 0; i < p.d1; i++)
        for (int j = 0; j < p.d2; j++) {
          real cross = p.X[i * r + l] * p.Y[j * r + k];
          if (k == l) cross += R[i * p.d2 + j];
          H[(i * r + k) * n + at + j * r + l] = H[(at + j * r + l) * n + i * r + k] = cross;
        }
    }
  free(R);
}

static void hvp(Problem p, const real *dX, const real *dY, real *hX, real *hY) {
  real *R = new_reals((size_t)p.d1 * p.d2), *dR = new_reals((size_t)p.d1 * p.d2);
  residual(p, R);
  for (int i = 0; i < p.d1; i++)
    for (int j = 0; j < p.d2; j++)
      for (int k = 0; k < p.r; k++)
        dR[i * p.d2 + j] += dX[i * p.r + k] * p.Y[j * p.r + k] + p.X[i * p.r + k] * dY[j * p.r + k];
  memset(hX, 0, sizeof(real) * p.d1 * p.r);
  memset(hY, 0, sizeof(real) * p.d2 * p.r);
  add_products(p, dR, p.X, p.Y, hX, hY);
  add_products(p, R, dX, dY, hX, hY);
  free(R);
  free(dR);
}

// E F(X+Z1, Y+Z2); s1 and s2 are standard deviations.
static real smoothed_loss(Problem p, real s1, real s2) {
  real v1 = p.d1 * (s1 * s1), v2 = p.d2 * (s2 * s2);
  return loss(p) + (real)0.5 * (v2 * squares(p.X, p.d1 * p.r) + v1 * squares(p.Y, p.d2 * p.r) + p.r * v1 * v2);
}

static void smoothed_gradient(Problem p, real s1, real s2, real *gX, real *gY) {
  gradient(p, gX, gY);
  for (int v = 0; v < p.d1 * p.r; v++) gX[v] += p.d2 * (s2 * s2) * p.X[v];
  for (int v = 0; v < p.d2 * p.r; v++) gY[v] += p.d1 * (s1 * s1) * p.Y[v];
}

static void smoothed_hessian(Problem p, real s1, real s2, real *H) {
  int n = (p.d1 + p.d2) * p.r;
  hessian(p, H);
  for (int v = 0; v < n; v++) H[v * n + v] += v < p.d1 * p.r ? p.d2 * (s2 * s2) : p.d1 * (s1 * s1);
}

// One perturbed update; newX and newY may be X and Y themselves.
static void step(Problem p, real etaX, real etaY, const real *NX, const real *NY, real *newX, real *newY) {
  int nX = p.d1 * p.r, nY = p.d2 * p.r;
  real *all = new_reals(2 * (size_t)(nX + nY)), *Xt = all, *Yt = Xt + nX, *gX = Yt + nY, *gY = gX + nX;
  for (int v = 0; v < nX; v++) Xt[v] = p.X[v] + NX[v];
  for (int v = 0; v < nY; v++) Yt[v] = p.Y[v] + NY[v];
  Problem perturbed = {p.d1, p.d2, p.r, p.M, Xt, Yt};
  gradient(perturbed, gX, gY);
  for (int v = 0; v < nX; v++) newX[v] = p.X[v] - etaX * gX[v];
  for (int v = 0; v < nY; v++) newY[v] = p.Y[v] - etaY * gY[v];
  free(all);
}

// Random words by SplitMix64 (Steele, Lea, Flood 2014), Gaussians by Box and Muller.
static uint64_t state;

static double uniform(void) {  // in (0,1]
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  z ^= z >> 31;
  return ((z >> 11) + 1) * 0x1p-53;
}

static double gaussian(void) {
  double radius = sqrt(-2 * log(uniform()));
  return radius * cos(6.283185307179586 * uniform());
}

// One image of (X, Y) under a perturbed update with the candidate's own noise; the seed was set before.
static void sample(Problem p, real etaX, real etaY, real s1, real s2, real *newX, real *newY) {
  real *NX = new_reals((size_t)p.d1 * p.r), *NY = new_reals((size_t)p.d2 * p.r);
  for (int v = 0; v < p.d1 * p.r; v++) NX[v] = s1 * (real)gaussian();
  for (int v = 0; v < p.d2 * p.r; v++) NY[v] = s2 * (real)gaussian();
  step(p, etaX, etaY, NX, NY, newX, newY);
  free(NX);
  free(NY);
}

static void set_seed(uint64_t seed) { state = seed * 0xD1342543DE82EF95u + 1; }

// Called by run for each update t; noise t starts at NX + t d1 r and NY + t d2 r.
static void run_step(Problem p, real etaX, real etaY, const real *NX, const real *NY, int t, int T, real *X,
                     real *Y) {
  (void)T;
  step(p, etaX, etaY, NX + (size_t)t * p.d1 * p.r, NY + (size_t)t * p.d2 * p.r, X, Y);
}

#endif  // OWN_MATHEMATICS

// ---------------------------------------------------------------------------------------------------
// READING. The fields that the protocol names, each a number or an array nested up to three deep.
// ---------------------------------------------------------------------------------------------------

enum { ID, M, X, Y, DX, DY, ETAX, ETAY, SIGMA1, SIGMA2, NOISEX, NOISEY, RECORD, COUNT, SEED, FIELDS };
static const char *const names[FIELDS] = {"id",     "M",      "X",      "Y",      "dX",     "dY",    "etaX", "etaY",
                                          "sigma1", "sigma2", "noiseX", "noiseY", "record", "count", "seed"};
typedef struct {
  real *a;
  size_t n, room, side[3];  // side: length of the array at each depth
} Field;
static Field field[FIELDS];
static long long id;
static unsigned long long seed;
static char op[64];

static const char *blank(const char *s) { return s + strspn(s, " \t\r\n,:"); }

static const char *string_end(const char *s) {  // s is behind the opening quote
  while (*s && *s != '"') s += *s == '\\' && s[1] ? 2 : 1;
  return s;
}

static const char *read_numbers(const char *s, Field *f, int depth) {
  s = blank(s);
  if (*s != '[') {
    char *end;
    if (f->n == f->room && !(f->a = realloc(f->a, sizeof(real) * (f->room = 2 * f->room + 64)))) exit(70);
    f->a[f->n++] = (real)strtod(s, &end);
    return end > s ? end : s + strlen(s);
  }
  size_t count = 0;
  for (s = blank(s + 1); *s && *s != ']'; s = blank(s), count++) s = read_numbers(s, f, depth + 1);
  if (depth < 3) f->side[depth] = count;
  return *s ? s + 1 : s;
}

static const char *skip_value(const char *s) {
  int depth = 0;
  do {
    s = blank(s);
    if (*s == '"') s = string_end(s + 1) + 1;
    else if (*s == '[' || *s == '{') depth++, s++;
    else if (*s == ']' || *s == '}') depth--, s++;
    else s += strcspn(s, ",]} \t\r\n") + (*s == ',');
  } while (depth > 0 && *s);
  return s;
}

static void read_request(const char *s) {
  for (int f = 0; f < FIELDS; f++) field[f].n = field[f].side[0] = field[f].side[1] = field[f].side[2] = 0;
  op[0] = 0;
  s = blank(s) + 1;
  while (*(s = blank(s)) == '"') {
    const char *key = s + 1, *end = string_end(key);
    size_t length = end - key;
    s = blank(end + 1);
    if (length == 2 && !strncmp(key, "op", 2) && *s == '"') {
      end = string_end(s + 1);
      snprintf(op, sizeof op, "%.*s", (int)(end - s - 1), s + 1);
      s = end + 1;
      continue;
    }
    int f = 0;
    while (f < FIELDS && (strlen(names[f]) != length || strncmp(names[f], key, length))) f++;
    if (f == ID) id = strtoll(s, 0, 10);  // whole numbers: never through a real
    if (f == SEED) seed = strtoull(s, 0, 10);
    s = f < FIELDS ? read_numbers(s, &field[f], 0) : skip_value(s);
  }
}

// ---------------------------------------------------------------------------------------------------
// WRITING.
// ---------------------------------------------------------------------------------------------------

#ifndef OWN_PRINT
static void print_real(real x) {
  char text[64];
  snprintf(text, sizeof text, "%.*g", DIGITS, (double)x);
  if (strpbrk(text, "n")) strcpy(text, strchr(text, 'a') ? "\"NaN\"" : *text == '-' ? "\"-Infinity\"" : "\"Infinity\"");
  fputs(text, stdout);
}
#endif

static void print_rows(const real *a, int rows, int columns) {
  for (int i = 0; i < rows; i++) {
    fputs(i ? ",[" : "[[", stdout);
    for (int k = 0; k < columns; k++) {
      if (k) putchar(',');
      print_real(a[i * columns + k]);
    }
    putchar(']');
  }
  putchar(']');
}

static void print_pair(const char *nameX, const char *nameY, Problem p, const real *a, const real *b) {
  printf("\"%s\":", nameX);
  print_rows(a, p.d1, p.r);
  printf(",\"%s\":", nameY);
  print_rows(b, p.d2, p.r);
}

static int is(const char *name) { return !strcmp(op, name); }

static int can(const char *name) {  // is it on the list OPS?
  size_t length = strlen(name);
  for (const char *s = OPS; *s; s += strcspn(s, " "), s += *s == ' ')
    if (length && strcspn(s, " ") == length && !strncmp(s, name, length)) return 1;
  return 0;
}

static void answer(void) {
  if (is("hello")) {
    printf("\"name\":\"%s\",\"language\":\"C\",\"arithmetic\":\"%s\",\"ops\":[\"", NAME, ARITHMETIC);
    for (const char *s = OPS; *s; s++)
      if (*s == ' ') fputs("\",\"", stdout);
      else putchar(*s);
    fputs("\"]", stdout);
    return;
  }
  if (is("bye")) {
    fputs("\"bye\":true", stdout);
    return;
  }
  if (!can(op)) {
    fputs("\"unsupported\":true", stdout);
    return;
  }
  Problem p = {field[X].side[0], field[Y].side[0], field[X].side[1], field[M].a, field[X].a, field[Y].a};
  int nX = p.d1 * p.r, nY = p.d2 * p.r, n = nX + nY;
  real etaX = field[ETAX].n ? field[ETAX].a[0] : 0, etaY = field[ETAY].n ? field[ETAY].a[0] : 0;
  real s1 = field[SIGMA1].n ? field[SIGMA1].a[0] : 0, s2 = field[SIGMA2].n ? field[SIGMA2].a[0] : 0;
  real *a = new_reals(n), *b = a + nX;
  if (is("loss") || is("smoothed_loss")) {
    fputs("\"loss\":", stdout);
    print_real(is("loss") ? loss(p) : smoothed_loss(p, s1, s2));
  } else if (is("gradient") || is("smoothed_gradient")) {
    if (is("gradient")) gradient(p, a, b);
    else smoothed_gradient(p, s1, s2, a, b);
    print_pair("gradX", "gradY", p, a, b);
  } else if (is("hessian") || is("smoothed_hessian")) {
    real *H = new_reals((size_t)n * n);
    if (is("hessian")) hessian(p, H);
    else smoothed_hessian(p, s1, s2, H);
    fputs("\"hessian\":", stdout);
    print_rows(H, n, n);
    free(H);
  } else if (is("hvp")) {
    hvp(p, field[DX].a, field[DY].a, a, b);
    print_pair("hvpX", "hvpY", p, a, b);
  } else if (is("step")) {
    step(p, etaX, etaY, field[NOISEX].a, field[NOISEY].a, a, b);
    print_pair("X", "Y", p, a, b);
  } else if (is("run")) {
    int T = field[NOISEX].side[0];
    size_t next = 0;
    memcpy(a, p.X, sizeof(real) * nX);
    memcpy(b, p.Y, sizeof(real) * nY);
    p.X = a, p.Y = b;
    fputs("\"states\":[", stdout);
    for (int t = 0; t <= T; t++) {
      if (next < field[RECORD].n && field[RECORD].a[next] == t) {
        printf("%s{\"t\":%d,", next++ ? "," : "", t);
        print_pair("X", "Y", p, a, b);
        putchar('}');
      }
      if (t < T) run_step(p, etaX, etaY, field[NOISEX].a, field[NOISEY].a, t, T, a, b);
    }
    putchar(']');
  } else {
    int count = (int)field[COUNT].a[0];
    real *images = new_reals((size_t)n * count);
    set_seed(seed);
    for (int c = 0; c < count; c++) sample(p, etaX, etaY, s1, s2, images + (size_t)c * n, images + (size_t)c * n + nX);
    for (int side = 0; side < 2; side++) {
      fputs(side ? ",\"Y\":[" : "\"X\":[", stdout);
      for (int c = 0; c < count; c++) {
        if (c) putchar(',');
        print_rows(images + (size_t)c * n + (side ? nX : 0), side ? p.d2 : p.d1, p.r);
      }
      putchar(']');
    }
    free(images);
  }
  free(a);
}

#ifndef OWN_MAIN
int main(void) {
  size_t room = 1 << 16, length;
  char *line = malloc(room);
  while (line && fgets(line, room, stdin)) {
    while (!strchr(line, '\n')) {
      length = strlen(line);
      if (length + 1 < room || !(line = realloc(line, room *= 2))) break;
      if (!fgets(line + length, room - length, stdin)) break;
    }
    if (!line) return 70;
    read_request(line);
    printf("{\"id\":%lld,", id);
    answer();
    puts("}");
    fflush(stdout);
    if (is("bye")) break;
  }
  return 0;
}
#endif
