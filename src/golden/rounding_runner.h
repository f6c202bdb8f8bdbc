/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

/* What is to be converted: a pattern of the source, and for stochastic rounding so many random bits and their integer. */
struct rounding_call {
  const char *format, *source, *mode, *overflow;
  uint64_t pattern;
  int bits;
  uint64_t integer;
};

/* Gives the code in the format; 0 if the conversion is not offered. */
int convert(const struct rounding_call *call, uint64_t *code);
