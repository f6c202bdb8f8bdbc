// SPDX-License-Identifier: Apache-2.0
//
// Fixed point in C++ of our own, over 64-bit words: high products word by word up to 8 words, GMP's mpn_mul_n beyond.
// Variant: words. Flags: -O3 -march=native.
#include <immintrin.h>

#include "fixed_session.hpp"

namespace {

using Word = mp_limb_t;
using Twice = unsigned __int128;

// Words n to 2n - 1 of a product, less what the words below carry into them: within 2n - 1 units of the last.
template <int N>
inline void high_product(Word* t, const Word* a, const Word* b) {
#pragma GCC unroll 8
  for (int i = 0; i < N; i++) {
    Word carry = Word((Twice(a[i]) * b[N - 1 - i]) >> 64);
#pragma GCC unroll 8
    for (int j = N - i; j < N; j++) {
      Twice p = Twice(a[i]) * b[j] + t[i + j - N] + carry;
      t[i + j - N] = Word(p);
      carry = Word(p >> 64);
    }
    t[i] = carry;
  }
}

template <int N>
void dot_of(Word* to, const Word* x, const Word* y, long count) {
  Word sum[N + 1] = {};  // two's complement
  for (long j = 0; j < count; j++, x += N + 1, y += N + 1) {
    Word t[N];
    high_product<N>(t, x + 1, y + 1);
    Word mask = -(x[0] ^ y[0]);
    unsigned char carry = mask & 1;
#pragma GCC unroll 8
    for (int w = 0; w < N; w++) {
      unsigned long long s;
      carry = _addcarry_u64(carry, sum[w], t[w] ^ mask, &s);
      sum[w] = s;
    }
    sum[N] += mask + carry;
  }
  Word mask = -(sum[N] >> 63);
  Word carry = mask & 1;
  to[0] = carry;
  for (int w = 0; w < N; w++) {
    Twice s = Twice(sum[w] ^ mask) + carry;
    to[1 + w] = Word(s), carry = Word(s >> 64);
  }
}

// Signs and moduli: where the signs differ, the difference, and its negative where that borrows.
template <int N>
void add_of(Word* to, const Word* a, const Word* b, long count) {
  for (long j = 0; j < count; j++, to += N + 1, a += N + 1, b += N + 1) {
    Word mask = -(a[0] ^ b[0]), sum[N];
    unsigned char carry = mask & 1;
#pragma GCC unroll 8
    for (int w = 0; w < N; w++) {
      unsigned long long s;
      carry = _addcarry_u64(carry, a[1 + w], b[1 + w] ^ mask, &s);
      sum[w] = s;
    }
    Word negative = mask & (Word(carry) - 1);
    to[0] = a[0] ^ (negative & 1);
    carry = negative & 1;
#pragma GCC unroll 8
    for (int w = 0; w < N; w++) {
      unsigned long long s;
      carry = _addcarry_u64(carry, sum[w] ^ negative, 0, &s);
      to[1 + w] = s;
    }
  }
}

struct ByWords {
  static constexpr int MOST_WORDS = 64;

  static void dot(Word* to, const Word* x, const Word* y, long count, int n) {
    switch (n) {
      case 2: return dot_of<2>(to, x, y, count);
      case 3: return dot_of<3>(to, x, y, count);
      case 4: return dot_of<4>(to, x, y, count);
      case 5: return dot_of<5>(to, x, y, count);
      case 6: return dot_of<6>(to, x, y, count);
      case 7: return dot_of<7>(to, x, y, count);
      case 8: return dot_of<8>(to, x, y, count);
    }
    Word positive[2 * MOST_WORDS] = {}, negative[2 * MOST_WORDS] = {}, product[2 * MOST_WORDS];
    for (long j = 0; j < count; j++, x += n + 1, y += n + 1) {
      mpn_mul_n(product, x + 1, y + 1, n);
      Word* sum = x[0] == y[0] ? positive : negative;
      mpn_add_n(sum, sum, product, 2 * n);
    }
    to[0] = mpn_cmp(positive, negative, 2 * n) < 0;
    Word* larger = to[0] ? negative : positive;
    mpn_sub_n(larger, larger, to[0] ? positive : negative, 2 * n);
    std::copy_n(larger + n, n, to + 1);
  }

  static void multiply(Word* to, const Word* a, const Word* b, int rows, int terms, int columns, int n) {
    fixed::by_dots<ByWords>(to, a, b, rows, terms, columns, n);
  }

  static void add(Word* to, const Word* a, const Word* b, long count, int n) {
    switch (n) {
      case 2: return add_of<2>(to, a, b, count);
      case 3: return add_of<3>(to, a, b, count);
      case 4: return add_of<4>(to, a, b, count);
    }
    for (long j = 0; j < count; j++, to += n + 1, a += n + 1, b += n + 1) {
      if (a[0] == b[0]) {
        to[0] = a[0];
        mpn_add_n(to + 1, a + 1, b + 1, n);
      } else {
        bool swap = mpn_cmp(a + 1, b + 1, n) < 0;
        to[0] = swap ? b[0] : a[0];
        mpn_sub_n(to + 1, swap ? b + 1 : a + 1, swap ? a + 1 : b + 1, n);
      }
    }
  }
};

std::unique_ptr<peer::Session> opened(const std::string&, const peer::Problem& p) {
  return std::make_unique<fixed::Session<ByWords>>(p);
}

}  // namespace

int main() {
  return peer::converse(std::string("GMP ") + gmp_version + ", g++ " __VERSION__ ", -O3 -march=native", opened);
}
