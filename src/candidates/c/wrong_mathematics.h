// SPDX-License-Identifier: Apache-2.0
// The mathematics of wrong.c: the starter kit's, with a mistake wherever BAD(NAME) says so.

static real narrowed(real x) { return BAD(FLOAT_ALL) || BAD(FLOAT_PRODUCT) ? (real)(float)x : x; }

static real added(real s, real x) { return BAD(FLOAT_ALL) ? (real)(float)(s + x) : s + x; }

static void residual(Problem p, real *R) {
  for (int i = 0; i < p.d1; i++)
    for (int j = 0; j < p.d2; j++) {
      real s = 0;
      // the stride of Y is r, not d2; taken modulo its length so that nothing outside is read
      for (int k = 0; k < p.r; k++)
        s = added(s, narrowed(p.X[i * p.r + k] * p.Y[BAD(STRIDE) ? (k * p.d2 + j) % (p.d2 * p.r) : j * p.r + k]));
      // with rank one both strides agree, so that mistake adds one more there
      if (BAD(STRIDE) && p.r == 1) s = p.X[i] * p.Y[(j + 1) % p.d2];
      R[i * p.d2 + j] = added(s, -p.M[i * p.d2 + j]);
    }
}

static real squares(const real *a, int n) {
  real s = 0;
  for (int i = 0; i < n; i++) s = added(s, narrowed(a[i] * a[i]));
  return s;
}

static real loss(Problem p) {
  real *R = new_reals((size_t)p.d1 * p.d2);
  residual(p, R);
  real half = squares(R, p.d1 * p.d2);
  free(R);
  if (BAD(INTEGER_HALF)) return half * (1 / 2);
  return half / 2;
}

static void add_products(Problem p, const real *R, const real *A, const real *B, real *gX, real *gY) {
  int end = p.d2;
  if (BAD(TAIL_4) && end > 4) end = end / 4 * 4;
  if (BAD(LAST_COLUMN)) end--;
  for (int i = 0; i < p.d1; i++)
    for (int j = 0; j < end + (BAD(UNROLLED_TWICE) && p.d2 % 2); j++)
      for (int k = 0; k < p.r; k++) {
        int at = j < p.d2 ? j : p.d2 - 1;
        real x = narrowed(R[i * p.d2 + at] * B[at * p.r + k]), y = narrowed(R[i * p.d2 + at] * A[i * p.r + k]);
        gX[i * p.r + k] = added(gX[i * p.r + k], x);
        gY[at * p.r + k] = added(gY[at * p.r + k], y);
      }
}

static void gradient(Problem p, real *gX, real *gY) {
  real *R = new_reals((size_t)p.d1 * p.d2);
  residual(p, R);
  memset(gX, 0, sizeof(real) * p.d1 * p.r);
  memset(gY, 0, sizeof(real) * p.d2 * p.r);
  add_products(p, R, p.X, p.Y, gX, gY);
  if (BAD(UNINITIALISED_CORNER)) gX[p.d1 * p.r - 1] = 0;
  free(R);
}

static void hessian(Problem p, real *H) {
  int r = p.r, n = (p.d1 + p.d2) * r, at = p.d1 * r;
  real *R = new_reals((size_t)p.d1 * p.d2);
  residual(p, R);
  memset(H, 0, sizeof(real) * n * n);
  for (int k = 0; k < r; k++)
    for (int l = 0; l < r; l++) {
      real xx = 0, yy = 0;
      for (int i = 0; i < p.d1; i++) xx = added(xx, narrowed(p.X[i * r + k] * p.X[i * r + l]));
      for (int j = 0; j < p.d2; j++) yy = added(yy, narrowed(p.Y[j * r + k] * p.Y[j * r + l]));
      for (int i = 0; i < p.d1; i++) H[(i * r + k) * n + i * r + l] = yy;
      for (int j = 0; j < p.d2; j++) H[(at + j * r + k) * n + at + j * r + l] = xx;
      for (int i = 0; i < p.d1; i++)
        for (int j = 0; j < p.d2; j++) {
          real cross = narrowed(BAD(HESSIAN_INDEX) ? p.X[i * r + k] * p.Y[j * r + l] : p.X[i * r + l] * p.Y[j * r + k]);
          if (k == l) cross = added(cross, R[i * p.d2 + j]);
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
      for (int k = 0; k < p.r; k++) {
        real s = added(narrowed(dX[i * p.r + k] * p.Y[j * p.r + k]), narrowed(p.X[i * p.r + k] * dY[j * p.r + k]));
        dR[i * p.d2 + j] = added(dR[i * p.d2 + j], s);
      }
  memset(hX, 0, sizeof(real) * p.d1 * p.r);
  memset(hY, 0, sizeof(real) * p.d2 * p.r);
  add_products(p, dR, p.X, p.Y, hX, hY);
  add_products(p, R, dX, dY, hX, hY);
  free(R);
  free(dR);
}

// The curvature that smoothing adds: d2 sigma2^2 on X and d1 sigma1^2 on Y.
static real curvature(real s, int other) { return other * (s * s); }

static real smoothed_loss(Problem p, real s1, real s2) {
  real v1 = curvature(s1, p.d1), v2 = curvature(s2, p.d2);
  real constant = p.r * narrowed(v1 * v2);
  return added(loss(p), (v2 * squares(p.X, p.d1 * p.r) + v1 * squares(p.Y, p.d2 * p.r) + constant) / 2);
}

static void smoothed_gradient(Problem p, real s1, real s2, real *gX, real *gY) {
  gradient(p, gX, gY);
  for (int v = 0; v < p.d1 * p.r; v++) gX[v] = added(gX[v], curvature(s2, p.d2) * p.X[v]);
  for (int v = 0; v < p.d2 * p.r; v++) gY[v] = added(gY[v], curvature(s1, p.d1) * p.Y[v]);
}

static void smoothed_hessian(Problem p, real s1, real s2, real *H) {
  int n = (p.d1 + p.d2) * p.r;
  hessian(p, H);
  for (int v = 0; v < n; v++)
    H[v * n + v] = added(H[v * n + v], v < p.d1 * p.r ? curvature(s2, p.d2) : curvature(s1, p.d1));
}

static void step(Problem p, real etaX, real etaY, const real *NX, const real *NY, real *newX, real *newY) {
  static real kept[1 << 16];  // of the update before, for the mistake that does not clear it
  static int calls;
  int nX = p.d1 * p.r, nY = p.d2 * p.r;
  real *all = new_reals(2 * (size_t)(nX + nY)), *Xt = all, *Yt = Xt + nX, *gX = Yt + nY, *gY = gX + nX;
  for (int v = 0; v < nX; v++) {
    int from = BAD(NOISE_COLUMN_MAJOR) ? v % p.r * p.d1 + v / p.r : v;
    Xt[v] = added(p.X[v], NX[from]);
  }
  for (int v = 0; v < nY; v++) {
    int from = BAD(NOISE_COLUMN_MAJOR) ? v % p.r * p.d2 + v / p.r : v;
    Yt[v] = added(p.Y[v], NY[from]);
  }
  if (BAD(FLOAT_ETA) || BAD(FLOAT_ALL)) etaX = (float)etaX, etaY = (float)etaY;
  Problem perturbed = {p.d1, p.d2, p.r, p.M, Xt, Yt};
  if (BAD(ALIASED_X) || BAD(ALIASED_Y) || BAD(ALIASED_RESIDUAL)) {
    // the update is done in place, in the array that the other factor's gradient still reads
    real *old = new_reals(2 * (size_t)(nX + nY)), *oldY = old + nX, *unused = oldY + nY;
    memcpy(old, p.X, sizeof(real) * nX);
    memcpy(oldY, p.Y, sizeof(real) * nY);
    gradient(perturbed, gX, gY);
    for (int v = 0; v < nX; v++) newX[v] = old[v] - etaX * gX[v];
    for (int v = 0; v < nY; v++) newY[v] = oldY[v] - etaY * gY[v];
    if (BAD(ALIASED_X)) memcpy(Xt, newX, sizeof(real) * nX);
    // rows of X overwritten one by one while Y's gradient is still summed: only the last row is fresh
    if (BAD(ALIASED_RESIDUAL)) memcpy(Xt + nX - p.r, newX + nX - p.r, sizeof(real) * p.r);
    if (BAD(ALIASED_Y)) memcpy(Yt, newY, sizeof(real) * nY);
    gradient(perturbed, BAD(ALIASED_Y) ? gX : unused, BAD(ALIASED_Y) ? unused : gY);
    for (int v = 0; v < nX; v++) newX[v] = old[v] - etaX * gX[v];
    for (int v = 0; v < nY; v++) newY[v] = oldY[v] - etaY * gY[v];
    free(old);
    free(all);
    return;
  }
  gradient(perturbed, gX, gY);
  if (BAD(GRADIENT_NOT_CLEARED)) {
    for (int v = 0; v < nX && v < 1 << 16; v++) {
      real now = gX[v];
      if (calls) gX[v] += kept[v] * 0.125;
      kept[v] = now;
    }
    calls++;
  }
  for (int v = 0; v < nX; v++) newX[v] = added(p.X[v], -narrowed(etaX * gX[v]));
  for (int v = 0; v < nY; v++) newY[v] = added(p.Y[v], -narrowed(etaY * gY[v]));
  free(all);
}

static void run_step(Problem p, real etaX, real etaY, const real *NX, const real *NY, int t, int T, real *X, real *Y) {
  size_t nX = (size_t)p.d1 * p.r, nY = (size_t)p.d2 * p.r;
  int from = BAD(NOISE_PREVIOUS) ? (t ? t - 1 : 0) : t;
  // a stride of d1 for both factors; kept within the array
  size_t strideY = BAD(NOISE_STRIDE) && (size_t)from * nX + nY <= (size_t)T * nY ? nX : nY;
  size_t startX = from * nX;
  if (BAD(NOISE_STRIDE) && startX) startX -= 1;
  step(p, etaX, etaY, NX + startX, NY + from * strideY, X, Y);
}

static uint64_t state;

static double uniform(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  z ^= z >> 31;
  if (BAD(RAND_LOW_BITS)) return ((z >> 60) + 1) * 0x1p-4;
  return ((z >> 11) + 1) * 0x1p-53;
}

static double gaussian(void) {
  double u = uniform(), radius = sqrt(-2 * (BAD(BOX_MULLER_BASE) ? log10(u) : log(u)));
  return radius * cos(6.283185307179586 * (BAD(BOX_MULLER_PAIR) ? u : uniform()));
}

static void sample(Problem p, real etaX, real etaY, real s1, real s2, real *newX, real *newY) {
  static real once[1 << 16];
  int nX = p.d1 * p.r, nY = p.d2 * p.r;
  real *N = new_reals(2 * (size_t)(nX + nY));
  for (int v = 0; v < nX; v++) N[v] = s1 * gaussian();
  for (int v = 0; v < nY; v++) N[nX + v] = s2 * gaussian();
  if (BAD(SAMPLE_NOISE_STATIC) && nX + nY < 1 << 16) {
    if (once[0] == 0) memcpy(once, N, sizeof(real) * (nX + nY));
    memcpy(N, once, sizeof(real) * (nX + nY));
  }
  step(p, etaX, etaY, N, N + nX, newX, newY);
  free(N);
}

static void set_seed(uint64_t seed) {
  if (BAD(SEED_TRUNCATED)) seed &= ~(uint64_t)0xff;
  if (BAD(SEED_IGNORED)) seed = 1;
  state = seed * 0xD1342543DE82EF95u + 1;
}
