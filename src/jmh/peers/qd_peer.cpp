// SPDX-License-Identifier: Apache-2.0
//
// QD's double-double. Variants: natural (operators, the residual formed), gram (no residual, sums of contiguous
// numbers). Flags: -O3 -march=native.
#include <qd/dd_real.h>
#include <qd/fpu.h>

#include "peer.hpp"

// The numerator in two halves, so that each is a double; 104 bits and a sign.
static dd_real number(const std::string& hex, int bits) {
  bool negative = hex[0] == '-';
  std::string digits = hex.substr(negative);
  size_t low = std::min<size_t>(digits.size(), 13);  // 52 bits
  std::string head = digits.substr(0, digits.size() - low);
  dd_real value = dd_real(ldexp(double(strtoull(head.c_str(), nullptr, 16)), 52 - bits)) +
                  ldexp(double(strtoull(digits.substr(digits.size() - low).c_str(), nullptr, 16)), -bits);
  return negative ? -value : value;
}

using Numbers = std::vector<dd_real>;

struct Qd : peer::Session {
  const int d1, d2, r;
  const bool gram_form;
  Numbers M, MT, X, Y, Xt, Yt, R, gram;
  std::vector<Numbers> Zx, Zy;
  dd_real eta;
  long t = 0;

  static Numbers all(const peer::Problem& p, const std::vector<std::string>& hex) {
    Numbers values;
    for (const auto& one : hex) values.push_back(number(one, p.bits));
    return values;
  }

  Qd(const peer::Problem& p, bool gram_form)
      : d1(p.d1), d2(p.d2), r(p.r), gram_form(gram_form), M(all(p, p.m)), MT(M), X(all(p, p.x)), Y(all(p, p.y)), Xt(X),
        Yt(Y), R(M), gram(r * r), eta(number(p.eta, p.bits)) {
    for (int i = 0; i < d1; i++)
      for (int j = 0; j < d2; j++) MT[j * d1 + i] = M[i * d2 + j];
    for (int k = 0; k < p.slots; k++) Zx.push_back(all(p, p.noise_x[k])), Zy.push_back(all(p, p.noise_y[k]));
  }

  void by_residual() {
    for (int i = 0; i < d1; i++)
      for (int j = 0; j < d2; j++) {
        dd_real sum = 0.0;
        for (int k = 0; k < r; k++) sum += Xt[i * r + k] * Yt[j * r + k];
        R[i * d2 + j] = sum - M[i * d2 + j];
      }
    for (int i = 0; i < d1; i++)
      for (int k = 0; k < r; k++) {
        dd_real sum = 0.0;
        for (int j = 0; j < d2; j++) sum += R[i * d2 + j] * Yt[j * r + k];
        X[i * r + k] -= eta * sum;
      }
    for (int j = 0; j < d2; j++)
      for (int k = 0; k < r; k++) {
        dd_real sum = 0.0;
        for (int i = 0; i < d1; i++) sum += R[i * d2 + j] * Xt[i * r + k];
        Y[j * r + k] -= eta * sum;
      }
  }

  void by_gram(Numbers& x, const Numbers& own, const Numbers& other, const Numbers& rows, int d, int terms) {
    for (int k = 0; k < r; k++)
      for (int l = 0; l <= k; l++) {
        dd_real sum = 0.0;
        for (int j = 0; j < terms; j++) sum += other[j * r + k] * other[j * r + l];
        gram[k * r + l] = gram[l * r + k] = sum;
      }
    for (int i = 0; i < d; i++)
      for (int k = 0; k < r; k++) {
        dd_real sum = 0.0;
        for (int l = 0; l < r; l++) sum += own[i * r + l] * gram[l * r + k];
        for (int j = 0; j < terms; j++) sum -= rows[i * terms + j] * other[j * r + k];
        x[i * r + k] -= eta * sum;
      }
  }

  void run(long steps) override {
    for (long n = 0; n < steps; n++, t++) {
      int slot = t % Zx.size();
      for (int i = 0; i < d1 * r; i++) Xt[i] = X[i] + Zx[slot][i];
      for (int i = 0; i < d2 * r; i++) Yt[i] = Y[i] + Zy[slot][i];
      if (gram_form) {
        by_gram(X, Xt, Yt, M, d1, d2);
        by_gram(Y, Yt, Xt, MT, d2, d1);
      } else {
        by_residual();
      }
    }
  }

  void iterate(int) override {
    for (const Numbers* numbers : {&X, &Y})
      for (const dd_real& a : *numbers) printf("%a|%a ", a._hi(), a._lo());
  }
};

static std::unique_ptr<peer::Session> opened(const std::string& variant, const peer::Problem& p) {
  if (variant != "natural" && variant != "gram") throw std::runtime_error("no variant " + variant);
  return std::make_unique<Qd>(p, variant == "gram");
}

int main() { return peer::converse("QD, g++ " __VERSION__ ", -O3 -march=native", opened); }
