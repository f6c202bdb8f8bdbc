// SPDX-License-Identifier: Apache-2.0
//
// FLINT and MPFR in C, to any number of digits. Variants: mpfr (loops of mpfr_mul and mpfr_add, the residual
// formed), mpfr-dot (Gram form by mpfr_dot, which rounds once a sum), arb-mat (ball matrices, the residual formed), arb-dot (Gram form by
// arb_dot, factors column by column), arb-approx (the same by arb_approx_dot, no error bounds). Flags: -O3 -march=native.
#include <flint/arb.h>
#include <flint/arb_mat.h>
#include <mpfr.h>

#include "peer.hpp"

static void print(const arf_t a) {
  fmpz_t mantissa, exponent;
  fmpz_init(mantissa), fmpz_init(exponent);
  arf_get_fmpz_2exp(mantissa, exponent, a);
  char* m = fmpz_get_str(nullptr, 16, mantissa);
  char* e = fmpz_get_str(nullptr, 10, exponent);
  printf("%s:%s ", m, e);  // m in hexadecimal, times 2^e
  flint_free(m), flint_free(e);
  fmpz_clear(mantissa), fmpz_clear(exponent);
}

static void set(arb_t a, const std::string& hex, int bits) {
  fmpz_t k;
  fmpz_init(k);
  fmpz_set_str(k, hex.c_str(), 16);
  arb_set_fmpz(a, k);
  arb_mul_2exp_si(a, a, -bits);
  fmpz_clear(k);
}

// Balls as ours to hold: a vector of n of them, all exact at first.
struct Balls {
  arb_ptr at;
  slong n;
  explicit Balls(slong n) : at(_arb_vec_init(n)), n(n) {}
  Balls(const Balls&) = delete;
  ~Balls() { _arb_vec_clear(at, n); }
};

struct Mats : peer::Session {
  const slong precision;
  const int d1, d2, r;
  arb_mat_t M, X, Y, Xt, Yt, YtT, R, RT, A, B;
  std::vector<arb_mat_struct> Zx, Zy;
  arb_t eta;
  long t = 0;

  static void fill(arb_mat_t a, const peer::Problem& p, const std::vector<std::string>& hex, int rows, int columns) {
    arb_mat_init(a, rows, columns);
    for (int i = 0; i < rows; i++)
      for (int k = 0; k < columns; k++) set(arb_mat_entry(a, i, k), hex[i * columns + k], p.bits);
  }

  explicit Mats(const peer::Problem& p) : precision(p.bits + 4), d1(p.d1), d2(p.d2), r(p.r) {
    fill(M, p, p.m, d1, d2), fill(X, p, p.x, d1, r), fill(Y, p, p.y, d2, r);
    arb_mat_init(Xt, d1, r), arb_mat_init(Yt, d2, r), arb_mat_init(YtT, r, d2), arb_mat_init(R, d1, d2);
    arb_mat_init(RT, d2, d1), arb_mat_init(A, d1, r), arb_mat_init(B, d2, r);
    Zx.resize(p.slots), Zy.resize(p.slots);
    for (int k = 0; k < p.slots; k++) fill(&Zx[k], p, p.noise_x[k], d1, r), fill(&Zy[k], p, p.noise_y[k], d2, r);
    arb_init(eta);
    set(eta, p.eta, p.bits);
  }

  void run(long steps) override {
    for (long n = 0; n < steps; n++, t++) {
      int slot = t % Zx.size();
      arb_mat_add(Xt, X, &Zx[slot], precision);
      arb_mat_add(Yt, Y, &Zy[slot], precision);
      arb_mat_transpose(YtT, Yt);
      arb_mat_mul(R, Xt, YtT, precision);
      arb_mat_sub(R, R, M, precision);
      arb_mat_transpose(RT, R);
      arb_mat_mul(A, R, Yt, precision);
      arb_mat_mul(B, RT, Xt, precision);
      arb_mat_scalar_mul_arb(A, A, eta, precision);
      arb_mat_scalar_mul_arb(B, B, eta, precision);
      arb_mat_sub(X, X, A, precision);
      arb_mat_sub(Y, Y, B, precision);
      arb_mat_get_mid(X, X);  // else the radii of a long run grow without end, and with them the time
      arb_mat_get_mid(Y, Y);
    }
  }

  void iterate(int) override {
    for (int n = 0; n < d1 * r; n++) print(arb_midref(arb_mat_entry(X, n / r, n % r)));
    for (int n = 0; n < d2 * r; n++) print(arb_midref(arb_mat_entry(Y, n / r, n % r)));
  }
};

template <bool APPROXIMATE>
struct Dots : peer::Session {
  const slong precision;
  const int d1, d2, r;
  Balls M, MT, X, Y, Xt, Yt, gram, g, eta;
  std::vector<std::unique_ptr<Balls>> Zx, Zy;
  long t = 0;

  // A d x r factor column by column, so that both operands of every sum over its rows are contiguous.
  static void columns(Balls& a, const peer::Problem& p, const std::vector<std::string>& hex, int d, int r) {
    for (int i = 0; i < d; i++)
      for (int k = 0; k < r; k++) set(a.at + k * d + i, hex[i * r + k], p.bits);
  }

  explicit Dots(const peer::Problem& p)
      : precision(p.bits + 4), d1(p.d1), d2(p.d2), r(p.r), M(d1 * d2), MT(d1 * d2), X(d1 * r), Y(d2 * r), Xt(d1 * r),
        Yt(d2 * r), gram(r * r), g(std::max(d1, d2) * r), eta(1) {
    columns(MT, p, p.m, d1, d2);  // M column by column is M^T row by row
    for (int i = 0; i < d1; i++)
      for (int j = 0; j < d2; j++) arb_set(M.at + i * d2 + j, MT.at + j * d1 + i);
    columns(X, p, p.x, d1, r), columns(Y, p, p.y, d2, r);
    for (int k = 0; k < p.slots; k++) {
      Zx.push_back(std::make_unique<Balls>(d1 * r)), columns(*Zx[k], p, p.noise_x[k], d1, r);
      Zy.push_back(std::make_unique<Balls>(d2 * r)), columns(*Zy[k], p, p.noise_y[k], d2, r);
    }
    set(eta.at, p.eta, p.bits);
  }

  // sum + (or -) the dot product of n terms.
  void dot(arb_t result, const arb_struct* sum, int subtract, arb_srcptr a, slong sa, arb_srcptr b, slong sb, slong n) {
    if (APPROXIMATE)
      arb_approx_dot(result, sum, subtract, a, sa, b, sb, n, precision);
    else
      arb_dot(result, sum, subtract, a, sa, b, sb, n, precision);
  }

  void add(Balls& sum, const Balls& a, const Balls& b) {
    for (slong n = 0; n < a.n; n++)
      if (APPROXIMATE)
        arf_add(arb_midref(sum.at + n), arb_midref(a.at + n), arb_midref(b.at + n), precision, ARF_RND_DOWN);
      else
        arb_add(sum.at + n, a.at + n, b.at + n, precision);
  }

  // a <- a - eta (own (other^T other) - rows other); rows has length `terms`.
  void descend(Balls& a, const Balls& own, const Balls& other, const Balls& rows, int d, int terms) {
    for (int k = 0; k < r; k++)
      for (int l = 0; l <= k; l++) {
        dot(gram.at + k * r + l, nullptr, 0, other.at + k * terms, 1, other.at + l * terms, 1, terms);
        arb_set(gram.at + l * r + k, gram.at + k * r + l);
      }
    for (int k = 0; k < r; k++)
      for (int i = 0; i < d; i++) {
        arb_ptr one = g.at + k * d + i;
        dot(one, nullptr, 0, own.at + i, d, gram.at + k * r, 1, r);
        // arb_dot(s, x, 1, ..) is x - sum.
        dot(one, one, 1, rows.at + i * terms, 1, other.at + k * terms, 1, terms);
      }
    for (int n = 0; n < d * r; n++) {
      if (APPROXIMATE) {
        arf_mul(arb_midref(g.at + n), arb_midref(g.at + n), arb_midref(eta.at), precision, ARF_RND_DOWN);
        arf_sub(arb_midref(a.at + n), arb_midref(a.at + n), arb_midref(g.at + n), precision, ARF_RND_DOWN);
      } else {
        arb_submul(a.at + n, g.at + n, eta.at, precision);
        mag_zero(arb_radref(a.at + n));  // as above
      }
    }
  }

  void run(long steps) override {
    for (long n = 0; n < steps; n++, t++) {
      int slot = t % Zx.size();
      add(Xt, X, *Zx[slot]);
      add(Yt, Y, *Zy[slot]);
      descend(X, Xt, Yt, M, d1, d2);
      descend(Y, Yt, Xt, MT, d2, d1);
    }
  }

  void iterate(int) override {
    for (int n = 0; n < d1 * r; n++) print(arb_midref(X.at + n % r * d1 + n / r));
    for (int n = 0; n < d2 * r; n++) print(arb_midref(Y.at + n % r * d2 + n / r));
  }
};

std::unique_ptr<peer::Session> mpfr_session(const std::string& variant, const peer::Problem& p);

static std::unique_ptr<peer::Session> opened(const std::string& variant, const peer::Problem& p) {
  if (variant == "arb-mat") return std::make_unique<Mats>(p);
  if (variant == "arb-dot") return std::make_unique<Dots<false>>(p);
  if (variant == "arb-approx") return std::make_unique<Dots<true>>(p);
  return mpfr_session(variant, p);
}

int main() {
  std::string version = std::string("FLINT ") + flint_version + ", MPFR " + mpfr_get_version() +
                        ", g++ " __VERSION__ ", -O3 -march=native";
  return peer::converse(version, opened);
}
