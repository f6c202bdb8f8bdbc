// SPDX-License-Identifier: Apache-2.0
// For ../kit.cpp: the conversions of C++ libraries, as their users write them. One at a time, beside it:
//
//     c++ -std=c++17 -O2 -I/usr/include/eigen3 -DOWN_ROUNDING='"libraries/casts.h"' -DEIGEN -o kit_eigen kit.cpp
//     c++ -std=c++17 -O2 -DOWN_ROUNDING='"libraries/casts.h"' -DIMATH -o kit_imath kit.cpp -lImath-3_1
//     c++ -std=c++17 -O2 -DOWN_ROUNDING='"libraries/casts.h"' -DHALF -o kit_half kit.cpp
#ifdef EIGEN
#include <Eigen/Core>
#define NAME "Eigen"
template <class From>
double binary16(From v) { return static_cast<double>(Eigen::half(v)); }
template <class From>
double bfloat16(From v) { return static_cast<double>(Eigen::bfloat16(v)); }
#elif defined(IMATH)
#include <Imath/half.h>
#define NAME "half of Imath"
template <class From>
double binary16(From v) { return half(v); }
#else
#include <half.hpp>
#define NAME "half.hpp"
template <class From>
double binary16(From v) { return half_float::half_cast<half_float::half>(v); }
#endif

template <class From>
Rows each(const Request &q, double (*convert)(From)) {
  Numbers y;
  for (double v : q.values) y.push_back(convert(static_cast<From>(v)));
  return {y};
}

std::optional<Rows> rounded(const Request &q) {
  if (q.mode != "nearest" || q.overflow != "ieee") return std::nullopt;
  const bool narrow = q.from == "binary32";
  if (q.to == "binary16") return narrow ? each<float>(q, binary16) : each<double>(q, binary16);
#ifdef EIGEN
  if (q.to == "bfloat16") return narrow ? each<float>(q, bfloat16) : each<double>(q, bfloat16);
#endif
  return std::nullopt;
}
