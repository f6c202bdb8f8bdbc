// SPDX-License-Identifier: Apache-2.0
//
// Updates in fixed point, in Gram form, over whatever adds numbers and multiplies matrices of them: numbers of n words of
// 64 bits, a sign word (0 or 1) before them, of modulus below one, least word first. That is the layout of FLINT's
// nfixed. Factors are held as 2^-k of themselves, Gram matrices as 2^-2k, the step size as 2^2k and taken into M once,
// so that every sum of moduli stays below one; k is chosen from the start and with room for a run that does not grow.
// A change is one sum of products: a row of (eta M | -Xt) times a column of (Yt ; eta K).
#pragma once
#include <gmp.h>

#include <algorithm>

#include "peer.hpp"

namespace fixed {

using Words = std::vector<mp_limb_t>;

// The Kernel has MOST_WORDS and
//   add(to, a, b, count, n)
//   multiply(to, a, b, rows, terms, columns, n): to and a row by row, b column by column
template <class Kernel>
struct Session : peer::Session {
  const int d1, d2, r;
  int k, n;
  Words X, Y, eta, gram, change;
  Words rowsX, rowsY;        // (eta M | -Xt) and (eta M^T | -Yt), row by row
  Words columnsX, columnsY;  // (Xt ; eta L) and (Yt ; eta K), column by column
  Words perturbed;
  std::vector<Words> Zx, Zy;
  long t = 0;

  // 2^-bits times an integer, rounded towards zero.
  void set(mp_limb_t* to, const mpz_t integer, int bits) const {
    mpz_t v;
    mpz_init(v);
    to[0] = mpz_sgn(integer) < 0;
    mpz_abs(v, integer);
    if (bits < 64 * n)
      mpz_mul_2exp(v, v, 64 * n - bits);
    else
      mpz_tdiv_q_2exp(v, v, bits - 64 * n);
    for (int w = 0; w < n; w++) to[1 + w] = mpz_getlimbn(v, w);
    bool fits = mpz_sizeinbase(v, 2) <= size_t(64) * n;
    mpz_clear(v);
    if (!fits) throw std::runtime_error("numbers leave the range of this peer");
  }

  // Numbers of the file times a factor, over 2^bits.
  Words numbers(const std::vector<std::string>& hex, const char* factor, int bits) const {
    Words all(hex.size() * (n + 1));
    mpz_t v, f;
    mpz_init(v), mpz_init_set_str(f, factor, 16);
    for (size_t e = 0; e < hex.size(); e++) {
      mpz_set_str(v, hex[e].c_str(), 16);
      mpz_mul(v, v, f);
      set(&all[e * (n + 1)], v, bits);
    }
    mpz_clear(v), mpz_clear(f);
    return all;
  }

  mp_limb_t* at(Words& a, size_t index) const { return &a[index * (n + 1)]; }

  void copy(mp_limb_t* to, const mp_limb_t* from) const { std::copy_n(from, n + 1, to); }

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
    double moved = 1.25 * largest, sums = std::max(d1, d2) * moved * moved;  // of a Gram matrix
    for (k = 1; std::ldexp(sums, -2 * k) > 0.5; k++) continue;
    n = (p.bits + k + 8 + 63) / 64;
    if (n > Kernel::MOST_WORDS) throw std::runtime_error("at most " + std::to_string(Kernel::MOST_WORDS) + " words");
    X = numbers(p.x, "1", p.bits + k), Y = numbers(p.y, "1", p.bits + k);
    for (int s = 0; s < p.slots; s++) {
      Zx.push_back(numbers(p.noise_x[s], "1", p.bits + k)), Zy.push_back(numbers(p.noise_y[s], "1", p.bits + k));
    }
    const int most = std::max(d1, d2);
    eta = numbers({p.eta}, "1", p.bits - 2 * k);
    gram.resize(size_t(r) * r * (n + 1)), change.resize(size_t(most) * r * (n + 1)), perturbed = change;
    Words m = numbers(p.m, p.eta.c_str(), 2 * p.bits);
    rowsX.resize(size_t(d1) * (d2 + r) * (n + 1)), rowsY.resize(size_t(d2) * (d1 + r) * (n + 1));
    columnsX.resize(size_t(r) * (d1 + r) * (n + 1)), columnsY.resize(size_t(r) * (d2 + r) * (n + 1));
    for (int i = 0; i < d1; i++)
      for (int j = 0; j < d2; j++) {
        copy(at(rowsX, i * (d2 + r) + j), at(m, i * d2 + j));
        copy(at(rowsY, j * (d1 + r) + i), at(m, i * d2 + j));
      }
  }

  // The perturbed factor, into the columns and, negated, into the rows.
  void perturb(const Words& a, const Words& z, Words& rows, Words& columns, int d, int terms) {
    Kernel::add(perturbed.data(), a.data(), z.data(), d * r, n);
    for (int i = 0; i < d; i++)
      for (int c = 0; c < r; c++) {
        const mp_limb_t* from = at(perturbed, i * r + c);
        copy(at(columns, c * (d + r) + i), from);
        mp_limb_t* to = at(rows, i * (terms + r) + terms + c);
        copy(to, from);
        to[0] ^= 1;
      }
  }

  // The step size times the Gram matrix of the first d entries of the columns, below them.
  void multiplyByItself(Words& columns, int d) {
    for (int c = 0; c < r; c++)
      for (int l = 0; l <= c; l++)
        Kernel::multiply(at(gram, c * r + l), at(columns, c * (d + r)), at(columns, l * (d + r)), 1, d, 1, n);
    for (int c = 0; c < r; c++)
      for (int l = 0; l <= c; l++) {
        mp_limb_t* to = at(columns, c * (d + r) + d + l);
        Kernel::multiply(to, at(gram, c * r + l), eta.data(), 1, 1, 1, n);
        copy(at(columns, l * (d + r) + d + c), to);
      }
  }

  void run(long steps) override {
    for (long s = 0; s < steps; s++, t++) {
      int slot = t % Zx.size();
      perturb(X, Zx[slot], rowsX, columnsX, d1, d2);
      perturb(Y, Zy[slot], rowsY, columnsY, d2, d1);
      multiplyByItself(columnsX, d1);
      multiplyByItself(columnsY, d2);
      Kernel::multiply(change.data(), rowsX.data(), columnsY.data(), d1, d2 + r, r, n);
      Kernel::add(X.data(), X.data(), change.data(), d1 * r, n);
      Kernel::multiply(change.data(), rowsY.data(), columnsX.data(), d2, d1 + r, r, n);
      Kernel::add(Y.data(), Y.data(), change.data(), d2 * r, n);
    }
  }

  void print(const Words& all) const {
    mpz_t v;
    mpz_init(v);
    for (size_t e = 0; e < all.size(); e += n + 1) {
      mpz_import(v, n, -1, sizeof(mp_limb_t), 0, 0, &all[e + 1]);
      char* text = mpz_get_str(nullptr, 16, v);
      printf("%s%s:%d ", all[e] && mpz_sgn(v) ? "-" : "", text, k - 64 * n);
      free(text);
    }
    mpz_clear(v);
  }

  void iterate(int) override {
    print(X);
    print(Y);
  }
};

// A product by dot products: dot(to, x, y, count, n), both factors contiguous.
template <class Kernel>
void by_dots(mp_limb_t* to, const mp_limb_t* a, const mp_limb_t* b, int rows, int terms, int columns, int n) {
  for (int i = 0; i < rows; i++)
    for (int c = 0; c < columns; c++, to += n + 1)
      Kernel::dot(to, a + size_t(i) * terms * (n + 1), b + size_t(c) * terms * (n + 1), terms, n);
}

}  // namespace fixed
