// SPDX-License-Identifier: Apache-2.0
//
// Updates in fixed point, in Gram form, over whatever adds numbers and takes dot products: numbers of n words of 64
// bits, a sign word (0 or 1) before them, of modulus below one, least word first. That is the layout of FLINT's nfixed.
// Factors are held as 2^-k of themselves, column by column, M as 2^-2k, the step size as 2^2k, so that every sum of
// moduli stays below one; k is chosen from the start and with room for a run that does not grow.
#pragma once
#include <gmp.h>

#include <algorithm>

#include "peer.hpp"

namespace fixed {

using Words = std::vector<mp_limb_t>;

template <class Kernel>
struct Session : peer::Session {
  const int d1, d2, r;
  int k, n;
  Words M, MT, X, Y, Xt, Yt, gram, eta, change, product;
  std::vector<Words> Zx, Zy;
  long t = 0;

  // The number of hex 2^-bits 2^-shift, rounded towards zero.
  void set(mp_limb_t* to, const std::string& hex, int bits, int shift) const {
    mpz_t v;
    mpz_init_set_str(v, hex.c_str(), 16);
    to[0] = mpz_sgn(v) < 0;
    mpz_abs(v, v);
    mpz_mul_2exp(v, v, 64 * n + 64);
    mpz_tdiv_q_2exp(v, v, bits + shift + 64);
    for (int w = 0; w < n; w++) to[1 + w] = mpz_getlimbn(v, w);
    bool fits = mpz_sizeinbase(v, 2) <= size_t(64) * n;
    mpz_clear(v);
    if (!fits) throw std::runtime_error("numbers leave the range of this peer");
  }

  Words columns(const peer::Problem& p, const std::vector<std::string>& hex, int rows, int columns, int shift) const {
    Words all(hex.size() * (n + 1));
    for (int i = 0; i < rows; i++)
      for (int c = 0; c < columns; c++)
        set(&all[(size_t(c) * rows + i) * (n + 1)], hex[i * columns + c], p.bits, shift);
    return all;
  }

  explicit Session(const peer::Problem& p) : d1(p.d1), d2(p.d2), r(p.r) {
    double largest = 0;
    for (const auto* some : {&p.x, &p.y})
      for (const auto& hex : *some) {
        mpz_t v;
        mpz_init_set_str(v, hex.c_str(), 16);
        long exponent;
        double fraction = mpz_get_d_2exp(&exponent, v);  // the integer itself may be too large for a double
        largest = std::max(largest, fabs(ldexp(fraction, int(exponent - p.bits))));
        mpz_clear(v);
      }
    double perturbed = 1.25 * largest, sums = std::max(d1, d2) * perturbed * perturbed;  // of a Gram matrix
    for (k = 1; std::ldexp(sums, -2 * k) > 0.5; k++) continue;
    n = (p.bits + k + 8 + 63) / 64;
    if (n > Kernel::MOST_WORDS) throw std::runtime_error("at most " + std::to_string(Kernel::MOST_WORDS) + " words");
    MT = columns(p, p.m, d1, d2, 2 * k);  // M column by column is M^T row by row
    M.resize(MT.size());
    for (int i = 0; i < d1; i++)
      for (int j = 0; j < d2; j++)
        std::copy_n(&MT[(size_t(j) * d1 + i) * (n + 1)], n + 1, &M[(size_t(i) * d2 + j) * (n + 1)]);
    X = columns(p, p.x, d1, r, k), Y = columns(p, p.y, d2, r, k);
    for (int s = 0; s < p.slots; s++) {
      Zx.push_back(columns(p, p.noise_x[s], d1, r, k)), Zy.push_back(columns(p, p.noise_y[s], d2, r, k));
    }
    Xt = X, Yt = Y;
    gram.resize(size_t(r) * r * (n + 1)), change.resize(n + 1), product.resize(n + 1), eta.resize(n + 1);
    set(eta.data(), p.eta, p.bits, -2 * k);
  }

  void descend(Words& a, const Words& own, const Words& other, const Words& rows, int d, int terms) {
    const int one = n + 1;
    for (int c = 0; c < r; c++)
      for (int l = 0; l <= c; l++) {
        Kernel::dot(&gram[(c * r + l) * one], &other[c * terms * one], one, &other[l * terms * one], one, terms, n);
        std::copy_n(&gram[(c * r + l) * one], one, &gram[(l * r + c) * one]);
      }
    for (int c = 0; c < r; c++)
      for (int i = 0; i < d; i++) {
        Kernel::dot(product.data(), &own[i * one], d * one, &gram[c * r * one], one, r, n);
        Kernel::dot(change.data(), &rows[i * terms * one], one, &other[c * terms * one], one, terms, n);
        product[0] ^= 1;
        Kernel::add(change.data(), change.data(), product.data(), 1, n);
        Kernel::dot(product.data(), change.data(), one, eta.data(), one, 1, n);
        mp_limb_t* entry = &a[(c * d + i) * one];
        Kernel::add(entry, entry, product.data(), 1, n);
      }
  }

  void run(long steps) override {
    for (long s = 0; s < steps; s++, t++) {
      int slot = t % Zx.size();
      Kernel::add(Xt.data(), X.data(), Zx[slot].data(), d1 * r, n);
      Kernel::add(Yt.data(), Y.data(), Zy[slot].data(), d2 * r, n);
      descend(X, Xt, Yt, M, d1, d2);
      descend(Y, Yt, Xt, MT, d2, d1);
    }
  }

  void print(const mp_limb_t* a) const {
    mpz_t v;
    mpz_init(v);
    mpz_import(v, n, -1, sizeof(mp_limb_t), 0, 0, a + 1);
    char* text = mpz_get_str(nullptr, 16, v);
    printf("%s%s:%d ", a[0] && mpz_sgn(v) ? "-" : "", text, k - 64 * n);
    free(text);
    mpz_clear(v);
  }

  void iterate(int) override {
    for (int e = 0; e < d1 * r; e++) print(&X[size_t(e % r * d1 + e / r) * (n + 1)]);
    for (int e = 0; e < d2 * r; e++) print(&Y[size_t(e % r * d2 + e / r) * (n + 1)]);
  }
};

}  // namespace fixed
