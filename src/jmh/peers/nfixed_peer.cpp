// SPDX-License-Identifier: Apache-2.0
//
// FLINT's fixed point, which it has since 3.2: _nfixed_vec_add and _nfixed_dot_2 to _nfixed_dot_8. Variant: nfixed.
// Flags: -O3 -march=native.
#include <flint/flint.h>

#if __FLINT_RELEASE >= 30200
#include <flint/nfloat.h>

#include "fixed_session.hpp"

namespace {

struct ByNfixed {
  static constexpr int MOST_WORDS = 8;

  static void dot(mp_limb_t* to, const mp_limb_t* x, long xs, const mp_limb_t* y, long ys, long count, int n) {
    switch (n) {
      case 2: return _nfixed_dot_2(to, x, xs, y, ys, count);
      case 3: return _nfixed_dot_3(to, x, xs, y, ys, count);
      case 4: return _nfixed_dot_4(to, x, xs, y, ys, count);
      case 5: return _nfixed_dot_5(to, x, xs, y, ys, count);
      case 6: return _nfixed_dot_6(to, x, xs, y, ys, count);
      case 7: return _nfixed_dot_7(to, x, xs, y, ys, count);
      case 8: return _nfixed_dot_8(to, x, xs, y, ys, count);
    }
  }

  static void add(mp_limb_t* to, const mp_limb_t* a, const mp_limb_t* b, long count, int n) {
    _nfixed_vec_add(to, a, b, count, n);
  }
};

std::unique_ptr<peer::Session> opened(const std::string&, const peer::Problem& p) {
  return std::make_unique<fixed::Session<ByNfixed>>(p);
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
