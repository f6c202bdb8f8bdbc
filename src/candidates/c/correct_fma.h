// SPDX-License-Identifier: Apache-2.0
// The mathematics of correct_fma.c.

static void residual(Problem p, real *R) {
  for (int i = 0; i < p.d1; i++)
    for (int j = 0; j < p.d2; j++) {
      real s = -p.M[i * p.d2 + j];
      for (int k = p.r - 1; k >= 0; k--) s = fma(p.X[i * p.r + k], p.Y[j * p.r + k], s);
      R[i * p.d2 + j] = s;
    }
}

static real loss(Problem p) {
  real *R = new_reals((size_t)p.d1 * p.d2), s = 0;
  residual(p, R);
  for (int v = p.d1 * p.d2 - 1; v >= 0; v--) s = fma(R[v], R[v], s);
  free(R);
  return s / 2;
}

// a += (eta R) Y and b += (eta' R)^T X, each entry as one running sum.
static void run_on(Problem p, real etaX, real etaY, real *a, real *b) {
  real *R = new_reals((size_t)p.d1 * p.d2);
  residual(p, R);
  for (int i = p.d1 - 1; i >= 0; i--)
    for (int j = p.d2 - 1; j >= 0; j--)
      for (int k = 0; k < p.r; k++) {
        a[i * p.r + k] = fma(etaX * R[i * p.d2 + j], p.Y[j * p.r + k], a[i * p.r + k]);
        b[j * p.r + k] = fma(etaY * R[i * p.d2 + j], p.X[i * p.r + k], b[j * p.r + k]);
      }
  free(R);
}

static void gradient(Problem p, real *gX, real *gY) {
  memset(gX, 0, sizeof(real) * p.d1 * p.r);
  memset(gY, 0, sizeof(real) * p.d2 * p.r);
  run_on(p, 1, 1, gX, gY);
}

static void step(Problem p, real etaX, real etaY, const real *NX, const real *NY, real *newX, real *newY) {
  int nX = p.d1 * p.r, nY = p.d2 * p.r;
  real *Xt = new_reals(nX + nY), *Yt = Xt + nX;
  for (int v = 0; v < nX; v++) Xt[v] = p.X[v] + NX[v];
  for (int v = 0; v < nY; v++) Yt[v] = p.Y[v] + NY[v];
  Problem perturbed = {p.d1, p.d2, p.r, p.M, Xt, Yt};
  memmove(newX, p.X, sizeof(real) * nX);
  memmove(newY, p.Y, sizeof(real) * nY);
  run_on(perturbed, -etaX, -etaY, newX, newY);
  free(Xt);
}

static void run_step(Problem p, real etaX, real etaY, const real *NX, const real *NY, int t, int T, real *X, real *Y) {
  (void)T;
  step(p, etaX, etaY, NX + (size_t)t * p.d1 * p.r, NY + (size_t)t * p.d2 * p.r, X, Y);
}

// Random words by xorshift64* (Vigna 2016), Gaussians by Marsaglia's polar method.
static uint64_t state;

static double uniform(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (state * 2685821657736338717u >> 11) * 0x1p-52 - 1;  // in [-1,1)
}

static double gaussian(void) {
  double a, b, s;
  do {
    a = uniform(), b = uniform();
    s = a * a + b * b;
  } while (s >= 1 || s == 0);
  return a * sqrt(-2 * log(s) / s);
}

static void sample(Problem p, real etaX, real etaY, real s1, real s2, real *newX, real *newY) {
  real *N = new_reals((size_t)(p.d1 + p.d2) * p.r);
  for (int v = 0; v < (p.d1 + p.d2) * p.r; v++) N[v] = (v < p.d1 * p.r ? s1 : s2) * gaussian();
  step(p, etaX, etaY, N, N + p.d1 * p.r, newX, newY);
  free(N);
}

static void set_seed(uint64_t seed) {
  state = (seed + 1) * 0x9E3779B97F4A7C15u | 1;
  for (int i = 0; i < 20; i++) uniform();
}

// The ops that this variant does not offer.
static real smoothed_loss(Problem p, real s1, real s2) { return loss(p) + 0 * s1 * s2; }
static void hessian(Problem p, real *H) { (void)p, (void)H; }
static void hvp(Problem p, const real *dX, const real *dY, real *a, real *b) { (void)p, (void)dX, (void)dY, (void)a, (void)b; }
static void smoothed_gradient(Problem p, real s1, real s2, real *a, real *b) { (void)p, (void)s1, (void)s2, (void)a, (void)b; }
static void smoothed_hessian(Problem p, real s1, real s2, real *H) { (void)p, (void)s1, (void)s2, (void)H; }
