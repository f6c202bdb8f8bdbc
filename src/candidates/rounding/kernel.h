// SPDX-License-Identifier: Apache-2.0
// The op round as CUDA kernels do it, on the bits of a binary32 number; runs on the processor too:
//
//     c++ -std=c++17 -O2 -DOWN_ROUNDING='"kernel.h"' -o kit_kernel kit.cpp
//
// Put your device function in the place of to_narrow(). Formats of 8 to 19 bits, to nearest, towards zero, and
// stochastic: random bits are added below the last bit that is kept, and what is below it is masked off. Random
// bits are Philox 4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011), one word for each (seed, draw, entry).
#ifdef __CUDACC__
#define DEVICE __host__ __device__
#else
#define DEVICE
#endif
#define NAME "starter kit of round, CUDA-like"

struct Narrow {
  int kept, emin;         // bits of the significand after the point, smallest exponent of a normal number
  float largest, beyond;  // the largest number, and what lies beyond it
};

enum class Mode { nearest, zero, stochastic };

DEVICE inline std::uint64_t philox(std::uint64_t seed, std::uint64_t draw, std::uint64_t entry) {
  std::uint32_t key[2] = {std::uint32_t(seed), std::uint32_t(seed >> 32)};
  std::uint32_t c[4] = {std::uint32_t(entry), std::uint32_t(entry >> 32), std::uint32_t(draw), std::uint32_t(draw >> 32)};
  for (int round = 0; round < 10; round++) {
    const std::uint64_t a = std::uint64_t(0xD2511F53) * c[0], b = std::uint64_t(0xCD9E8D57) * c[2];
    c[0] = std::uint32_t(b >> 32) ^ c[1] ^ key[0], c[2] = std::uint32_t(a >> 32) ^ c[3] ^ key[1];
    c[1] = std::uint32_t(b), c[3] = std::uint32_t(a);
    key[0] += 0x9E3779B9, key[1] += 0xBB67AE85;
  }
  return std::uint64_t(c[0]) << 32 | c[1];
}

// THE ROUNDING. The random bits of `word` are at its top.
DEVICE inline float to_narrow(float value, Narrow to, Mode mode, bool saturate, std::uint64_t word) {
  std::uint32_t x;
  std::memcpy(&x, &value, sizeof x);
  const std::uint32_t size = x & 0x7fffffff;
  if (size > 0x7f800000) return value;  // NaN, before a carry makes it something else
  const int exponent = size >> 23 ? int(size >> 23) : 1, below = to.emin + 127 - exponent;
  const int cut = 23 - to.kept + (below > 0 ? below : 0);  // so many bits are below the last one that is kept
  const std::uint64_t significand = size >> 23 ? (size & 0x7fffff) | 0x800000 : size;
  float y = 0;
  if (cut < 63) {  // what is cut deeper is at most 2^-39 of a spacing
    const std::uint64_t half = std::uint64_t(1) << (cut - 1);
    const std::uint64_t added = mode == Mode::zero      ? 0
                                : mode == Mode::nearest ? half - 1 + (significand >> cut & 1)
                                                        : word >> (64 - cut);
    y = ldexpf(float((significand + added) >> cut << cut), exponent - 150);
  }
  if (y > to.largest) y = saturate || mode == Mode::zero ? to.largest : to.beyond;
  return copysignf(y, value);
}

std::optional<Rows> rounded(const Request &q) {
  static const std::map<std::string, Narrow> formats{
      {"bfloat16", {7, -126, 0x1.fep127f, INFINITY}}, {"tf32", {10, -126, 0x1.ffcp127f, INFINITY}},
      {"binary16", {10, -14, 65504, INFINITY}},       {"e4m3", {3, -6, 448, NAN}},
      {"e4m3-ieee", {3, -6, 240, INFINITY}},          {"e5m2", {2, -14, 57344, INFINITY}},
      {"e3m2", {2, -2, 28, 28}},                      {"e2m3", {3, 0, 7.5, 7.5}},
      {"e2m1", {1, 0, 6, 6}}};
  static const std::map<std::string, Mode> modes{
      {"nearest", Mode::nearest}, {"zero", Mode::zero}, {"stochastic", Mode::stochastic}};
  const auto format = formats.find(q.to);
  const auto mode = modes.find(q.mode);
  if (q.from != "binary32" || format == formats.end() || mode == modes.end()) return std::nullopt;
  const std::uint64_t asked = q.bits ? ~std::uint64_t(0) << (64 - q.bits) : ~std::uint64_t(0);
  Rows rows(q.count, q.values);
  for (std::uint64_t draw = 0; draw < q.count; draw++)
    for (std::uint64_t i = 0; i < q.values.size(); i++)
      rows[draw][i] = to_narrow(float(q.values[i]), format->second, mode->second, q.overflow == "saturate",
                                philox(q.seed, draw, i) & asked);
  return rows;
}
