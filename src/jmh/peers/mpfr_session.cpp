// SPDX-License-Identifier: Apache-2.0
//
// The variants of flint_peer.cpp that use MPFR alone.
#include <mpfr.h>

#include "peer.hpp"

namespace {

struct Numbers {
  std::vector<__mpfr_struct> at;

  Numbers(size_t n, int precision) : at(n) {
    for (auto& a : at) mpfr_init2(&a, precision), mpfr_set_zero(&a, 1);
  }
  Numbers(const peer::Problem& p, const std::vector<std::string>& hex) : Numbers(hex.size(), p.bits + 4) {
    for (size_t n = 0; n < hex.size(); n++) {
      mpfr_set_str(&at[n], hex[n].c_str(), 16, MPFR_RNDN);
      mpfr_mul_2si(&at[n], &at[n], -p.bits, MPFR_RNDN);
    }
  }
  mpfr_ptr operator[](size_t n) { return &at[n]; }
};

void print(mpfr_ptr a) {
  mpz_t k;
  mpz_init(k);
  if (mpfr_zero_p(a)) {
    printf("0:0 ");
  } else {
    mpfr_exp_t e = mpfr_get_z_2exp(k, a);
    char* text = mpz_get_str(nullptr, 16, k);
    printf("%s:%ld ", text, long(e));
    free(text);
  }
  mpz_clear(k);
}

struct Mpfr : peer::Session {
  const int precision, d1, d2, r;
  const bool by_dot;
  Numbers M, X, Y, Xt, Yt, R, gram, t1, eta;
  std::vector<Numbers> Zx, Zy;
  std::vector<mpfr_ptr> a, b;
  long t = 0;

  Mpfr(const peer::Problem& p, bool by_dot)
      : precision(p.bits + 4), d1(p.d1), d2(p.d2), r(p.r), by_dot(by_dot), M(p, p.m), X(p, p.x), Y(p, p.y),
        Xt(X.at.size(), precision), Yt(Y.at.size(), precision), R(M.at.size(), precision), gram(r * r, precision),
        t1(2, precision), eta(p, {p.eta}), a(d1 + d2 + r), b(d1 + d2 + r) {
    for (int k = 0; k < p.slots; k++) Zx.emplace_back(p, p.noise_x[k]), Zy.emplace_back(p, p.noise_y[k]);
  }

  // sum = the terms a[n] b[n] that were set.
  void sum(mpfr_ptr s, int n) {
    if (by_dot) {
      mpfr_dot(s, a.data(), b.data(), n, MPFR_RNDN);
      return;
    }
    mpfr_set_zero(s, 1);
    for (int j = 0; j < n; j++) {
      mpfr_mul(t1[1], a[j], b[j], MPFR_RNDN);
      mpfr_add(s, s, t1[1], MPFR_RNDN);
    }
  }

  void step_back(mpfr_ptr x, mpfr_ptr g) {
    mpfr_mul(g, g, eta[0], MPFR_RNDN);
    mpfr_sub(x, x, g, MPFR_RNDN);
  }

  // The residual is at i rs + j cs.
  void by_residual(Numbers& x, Numbers& other, int d, int terms, int rs, int cs) {
    for (int i = 0; i < d; i++)
      for (int k = 0; k < r; k++) {
        for (int j = 0; j < terms; j++) a[j] = R[i * rs + j * cs], b[j] = other[j * r + k];
        sum(t1[0], terms);
        step_back(x[i * r + k], t1[0]);
      }
  }

  void by_gram(Numbers& x, Numbers& own, Numbers& other, int d, int terms, int rs, int cs) {
    for (int k = 0; k < r; k++)
      for (int l = 0; l <= k; l++) {
        for (int j = 0; j < terms; j++) a[j] = other[j * r + k], b[j] = other[j * r + l];
        sum(gram[k * r + l], terms);
        mpfr_set(gram[l * r + k], gram[k * r + l], MPFR_RNDN);
      }
    for (int i = 0; i < d; i++)
      for (int k = 0; k < r; k++) {
        for (int l = 0; l < r; l++) a[l] = own[i * r + l], b[l] = gram[l * r + k];
        sum(R[0], r);
        for (int j = 0; j < terms; j++) a[j] = M[i * rs + j * cs], b[j] = other[j * r + k];
        sum(t1[0], terms);
        mpfr_sub(t1[0], R[0], t1[0], MPFR_RNDN);
        step_back(x[i * r + k], t1[0]);
      }
  }

  void run(long steps) override {
    for (long n = 0; n < steps; n++, t++) {
      int slot = t % Zx.size();
      for (int i = 0; i < d1 * r; i++) mpfr_add(Xt[i], X[i], Zx[slot][i], MPFR_RNDN);
      for (int i = 0; i < d2 * r; i++) mpfr_add(Yt[i], Y[i], Zy[slot][i], MPFR_RNDN);
      if (by_dot) {
        by_gram(X, Xt, Yt, d1, d2, d2, 1);
        by_gram(Y, Yt, Xt, d2, d1, 1, d2);
        continue;
      }
      for (int i = 0; i < d1; i++)
        for (int j = 0; j < d2; j++) {
          for (int k = 0; k < r; k++) a[k] = Xt[i * r + k], b[k] = Yt[j * r + k];
          sum(R[i * d2 + j], r);
          mpfr_sub(R[i * d2 + j], R[i * d2 + j], M[i * d2 + j], MPFR_RNDN);
        }
      by_residual(X, Yt, d1, d2, d2, 1);
      by_residual(Y, Xt, d2, d1, 1, d2);
    }
  }

  void iterate(int) override {
    for (auto& one : X.at) print(&one);
    for (auto& one : Y.at) print(&one);
  }
};

}  // namespace

std::unique_ptr<peer::Session> mpfr_session(const std::string& variant, const peer::Problem& p) {
  if (variant == "mpfr") return std::make_unique<Mpfr>(p, false);
  if (variant == "mpfr-dot") return std::make_unique<Mpfr>(p, true);
  throw std::runtime_error("no variant " + variant);
}
