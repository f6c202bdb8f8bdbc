// SPDX-License-Identifier: Apache-2.0
//
// Standard normal numbers for a peer that should lose nothing by them: xoshiro256++ (Blackman, Vigna 2019) and the
// ziggurat of 256 layers of equal area (Marsaglia, Tsang 2000), the layer and the place taken from one word.
#pragma once
#include <cmath>
#include <cstdint>

struct Xoshiro {
  uint64_t s[4];

  explicit Xoshiro(uint64_t seed) {  // filled by SplitMix64, as its authors advise
    for (auto& word : s) {
      uint64_t z = (seed += 0x9E3779B97F4A7C15ULL);
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
      word = z ^ (z >> 31);
    }
  }

  static uint64_t rotate(uint64_t a, int k) { return (a << k) | (a >> (64 - k)); }

  uint64_t next() {
    uint64_t result = rotate(s[0] + s[3], 23) + s[0], shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 45);
    return result;
  }

  double uniform() { return (next() >> 11) * 0x1p-53; }
};

// Layer i reaches from 0 to edge[i]; edge[0] > edge[1] > ... > edge[256] = 0, and layer 0 holds the tail beyond
// START. height[i] = exp(-edge[i]^2 / 2).
struct Ziggurat {
  static constexpr double START = 3.6541528853610088;      // of 256 layers
  static constexpr double AREA = 0.00492867323399;         // of each layer
  double edge[257], height[257];

  Ziggurat() {
    edge[0] = AREA / std::exp(-START * START / 2);
    edge[1] = START;
    for (int i = 2; i < 256; i++) {
      double below = std::exp(-edge[i - 1] * edge[i - 1] / 2);
      edge[i] = std::sqrt(-2 * std::log(AREA / edge[i - 1] + below));
    }
    edge[256] = 0;
    for (int i = 0; i < 257; i++) height[i] = std::exp(-edge[i] * edge[i] / 2);
  }

  static const Ziggurat& table() {
    static const Ziggurat one;
    return one;
  }

  double sample(Xoshiro& words) const {
    for (;;) {
      uint64_t word = words.next();
      int layer = word & 255;
      double z = (int64_t(word) >> 11) * 0x1p-52 * edge[layer];
      if (std::fabs(z) < edge[layer + 1]) return z;
      if (layer == 0) {  // the tail, by Marsaglia's method
        double a, b;
        do {
          a = -std::log(1 - words.uniform()) / START;
          b = -std::log(1 - words.uniform());
        } while (2 * b < a * a);
        return z < 0 ? -(START + a) : START + a;
      }
      if (height[layer] + words.uniform() * (height[layer + 1] - height[layer]) < std::exp(-z * z / 2)) return z;
    }
  }
};
