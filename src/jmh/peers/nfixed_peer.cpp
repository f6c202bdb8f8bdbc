// SPDX-License-Identifier: Apache-2.0
//
// FLINT's fixed point, which it has since 3.2: nfixed, by _nfixed_dot_2 to _nfixed_dot_8, and nfixed-mat, by
// _nfixed_mat_mul, which takes any number of words.
// Flags: -O3 -march=native.
#include <flint/flint.h>

#if __FLINT_RELEASE >= 30200
#include <flint/nfloat.h>

#include "fixed_session.hpp"

namespace {

struct ByDots {
  static constexpr int MOST_WORDS = 8;

  static void dot(mp_limb_t* to, const mp_limb_t* x, const mp_limb_t* y, long count, int n) {
    switch (n) {
      case 2: return _nfixed_dot_2(to, x, 3, y, 3, count);
      case 3: return _nfixed_dot_3(to, x, 4, y, 4, count);
      case 4: return _nfixed_dot_4(to, x, 5, y, 5, count);
      case 5: return _nfixed_dot_5(to, x, 6, y, 6, count);
      case 6: return _nfixed_dot_6(to, x, 7, y, 7, count);
      case 7: return _nfixed_dot_7(to, x, 8, y, 8, count);
      case 8: return _nfixed_dot_8(to, x, 9, y, 9, count);
    }
  }

  static void multiply(mp_limb_t* to, const mp_limb_t* a, const mp_limb_t* b, int rows, int terms, int columns, int n) {
    fixed::by_dots<ByDots>(to, a, b, rows, terms, columns, n);
  }

  static void add(mp_limb_t* to, const mp_limb_t* a, const mp_limb_t* b, long count, int n) {
    _nfixed_vec_add(to, a, b, count, n);
  }
};

struct ByMatrices : ByDots {
  static constexpr int MOST_WORDS = 64;

  static void multiply(mp_limb_t* to, const mp_limb_t* a, const mp_limb_t* b, int rows, int terms, int columns, int n) {
    static fixed::Words scratch;
    const mp_limb_t* by_rows = b;
    if (columns > 1) {
      scratch.resize(size_t(terms) * columns * (n + 1));
      for (int t = 0; t < terms; t++)
        for (int c = 0; c < columns; c++)
          std::copy_n(b + (size_t(c) * terms + t) * (n + 1), n + 1, &scratch[(size_t(t) * columns + c) * (n + 1)]);
      by_rows = scratch.data();
    }
    _nfixed_mat_mul(to, a, by_rows, rows, terms, columns, n);
  }
};

std::unique_ptr<peer::Session> opened(const std::string& variant, const peer::Problem& p) {
  if (variant == "nfixed-mat") return std::make_unique<fixed::Session<ByMatrices>>(p);
  return std::make_unique<fixed::Session<ByDots>>(p);
}

}  // namespace

int main() {
  return peer::converse(std::string("FLINT ") + flint_version + ", g++ " __VERSION__ ", -O3 -march=native", opened);
}
#else
#include <cstdio>

int main() {
  char line[100];
  if (!fgets(line, sizeof line, stdin)) return 0;
  printf("no FLINT %s: nfixed is in 3.2 and later\n", FLINT_VERSION);
  fflush(stdout);
}
#endif
