// SPDX-License-Identifier: Apache-2.0
// Starter kit of the op round, C++17 without libraries: judges the compiler's own casts to float and to _Float16.
//
//     c++ -std=c++17 -O2 -frounding-math -o kit_cpp kit.cpp && ./verify.sh candidate --only round -- ./kit_cpp
//
// Put your own conversion where it says THE ROUNDING. Return nothing for what you do not have: the answer is then
// "unsupported". To keep yours in a file of its own, write rounded() there and compile with -DOWN_ROUNDING='"yours.h"',
// as kernel.h, which rounds as CUDA kernels do.
#include <cfenv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;

struct Request {
  Numbers values;
  std::string from, to, mode, overflow;
  std::uint64_t seed, count, bits;  // 0, 1 and 0 where there are none
};

#ifdef OWN_ROUNDING
#include OWN_ROUNDING
#else

// ---------------------------------------------------------------------------------------------------
// THE ROUNDING. One array for a deterministic mode, q.count arrays for mode "stochastic".
// ---------------------------------------------------------------------------------------------------

#define NAME "starter kit of round, C++"

template <class To>
Numbers cast(const Request &q, int direction) {
  Numbers y;
  std::fesetround(FE_TOWARDZERO);
  volatile double huge = 1e300;
  const double largest = static_cast<To>(huge);
  std::fesetround(direction);
  for (volatile double v : q.values) y.push_back(static_cast<To>(v));
  std::fesetround(FE_TONEAREST);
  for (double &v : y)
    if (q.overflow == "saturate" && std::isinf(v)) v = std::copysign(largest, v);
  return y;
}

// Goes away from zero with the chance that is the fraction of the way between the casts to both sides.
template <class To>
Rows stochastic(const Request &q) {
  std::seed_seq seed{q.seed & 0xffffffff, q.seed >> 32};
  std::mt19937_64 word(seed);
  const Numbers up = cast<To>(q, FE_UPWARD), down = cast<To>(q, FE_DOWNWARD), low = cast<To>(q, FE_TOWARDZERO);
  const int bits = q.bits ? static_cast<int>(q.bits) : 53;
  Rows rows(q.count, low);
  for (auto &row : rows)
    for (std::size_t i = 0; i < row.size(); i++) {
      const double high = std::signbit(q.values[i]) ? down[i] : up[i];
      double spacing = high - low[i];
      if (std::isinf(high)) spacing = std::copysign(std::ldexp(1, std::ilogb(low[i]) - (sizeof(To) == 2 ? 10 : 23)), high);
      const double f = high == low[i] ? 0 : (q.values[i] - low[i]) / spacing;
      if (static_cast<double>((word() >> (64 - bits)) + 1) <= std::ldexp(f, bits)) row[i] = high;
    }
  return rows;
}

template <class To>
std::optional<Rows> converted(const Request &q) {
  static const std::map<std::string, int> directions{
      {"nearest", FE_TONEAREST}, {"zero", FE_TOWARDZERO}, {"up", FE_UPWARD}, {"down", FE_DOWNWARD}};
  if (q.mode == "stochastic") return stochastic<To>(q);
  const auto direction = directions.find(q.mode);
  if (direction == directions.end()) return std::nullopt;
  return Rows{cast<To>(q, direction->second)};
}

std::optional<Rows> rounded(const Request &q) {
  if (q.to == "binary32") return converted<float>(q);
  if (q.to == "binary16") return converted<_Float16>(q);
  return std::nullopt;
}

#endif

// ---------------------------------------------------------------------------------------------------
// THE CONVERSATION.
// ---------------------------------------------------------------------------------------------------

// Where a field's value starts; nullptr where there is none.
const char *field(const std::string &line, const char *name) {
  const std::size_t at = line.find('"' + std::string(name) + '"');
  return at == std::string::npos ? nullptr : line.c_str() + line.find_first_not_of(" \t:", at + std::strlen(name) + 2);
}

std::string text(const std::string &line, const char *name) {
  const char *at = field(line, name);
  return at ? std::string(at + 1, std::strcspn(at + 1, "\"")) : "";
}

std::uint64_t whole(const std::string &line, const char *name, std::uint64_t otherwise) {
  const char *at = field(line, name);
  return at ? std::strtoull(at, nullptr, 10) : otherwise;
}

Numbers numbers(const std::string &line) {
  Numbers x;
  const char *at = field(line, "values") + 1;
  for (at += std::strspn(at, " \t,\""); *at && *at != ']'; at += std::strspn(at, " \t,\"")) {
    char *end;
    x.push_back(std::strtod(at, &end));
    at = end;
  }
  return x;
}

void print(const Numbers &y, std::string &out) {
  char literal[32];
  out += '[';
  for (std::size_t i = 0; i < y.size(); i++) {
    if (std::isnan(y[i])) std::strcpy(literal, "\"NaN\"");
    else if (std::isinf(y[i])) std::strcpy(literal, y[i] < 0 ? "\"-Infinity\"" : "\"Infinity\"");
    else std::snprintf(literal, sizeof literal, "%.17g", y[i]);
    (out += i ? "," : "") += literal;
  }
  out += ']';
}

std::string reply(const std::string &line) {
  const std::string mode = text(line, "mode");
  const bool drawn = mode == "stochastic";
  const auto rows = rounded({numbers(line), text(line, "from"), text(line, "to"), mode, text(line, "overflow"),
                             whole(line, "seed", 0), drawn ? whole(line, "count", 1) : 1, whole(line, "bits", 0)});
  if (!rows) return ",\"unsupported\":true";
  std::string out = drawn ? ",\"rounded\":[" : ",\"rounded\":";
  for (std::size_t i = 0; i < rows->size(); i++) {
    if (i) out += ',';
    print((*rows)[i], out);
  }
  return drawn ? out + "]" : out;
}

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const std::string op = text(line, "op");
    std::cout << "{\"id\":" << whole(line, "id", 0);
    if (op == "hello") std::cout << ",\"name\":\"" NAME "\",\"ops\":[\"round\"],\"seedBits\":63,\"nonFinite\":true";
    else if (op == "round") std::cout << reply(line);
    else if (op != "bye") std::cout << ",\"unsupported\":true";
    std::cout << '}' << std::endl;
    if (op == "bye") break;
  }
}
