/* SPDX-License-Identifier: Apache-2.0
 *
 * Tries a conversion by vectors: beside vectors.h, which rounding_header.py makes, and your file with
 *
 *     int convert(const struct rounding_call *call, uint64_t *code);
 *
 *     cc -include vectors.h your_conversion.c rounding_runner.c && ./a.out
 *
 * It gets a pattern of the source format with its sign, and returns 1 and the code in the other format, or 0 where it
 * does not offer that conversion. Prints what fails, and the modes where nothing
 * was tried; the exit status is 1 if anything fails, 2 if nothing was tried.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rounding_runner.h"

static int source_width(const char *source) {
  return strcmp(source, "binary64") == 0 ? 64 : strcmp(source, "binary32") == 0 ? 32 : 16;
}

static int is_nan(const struct rounding_file *file, uint64_t code) {
  for (int i = 0; i < 2; i++)
    if (file->nan[i][0] && file->nan[i][0] <= code && code <= file->nan[i][1]) return 1;
  return 0;
}

static int right(const struct rounding_file *file, uint64_t code, uint64_t expected) {
  return expected == ~UINT64_C(0) ? is_nan(file, code) : code == expected;
}

int main(void) {
  long failed = 0, tried = 0;
  for (size_t f = 0; f < sizeof rounding_files / sizeof *rounding_files; f++) {
    const struct rounding_file *file = &rounding_files[f];
    for (int o = 0; o < file->overflows_count; o++)
      for (int m = 0; m < file->modes_count; m++) {
        long wrong = 0, asked = 0;
        for (long i = 0; i < file->count; i++) {
          const struct rounding_case *c = &file->cases[i];
          struct rounding_call call = {file->format, file->source, file->modes[m], file->overflows[o], 0, c->bits, c->integer};
          uint64_t code = 0, expected = c->codes[o * file->modes_count + m];
          call.pattern = c->pattern | (uint64_t)c->negative << (source_width(file->source) - 1);
          if (!convert(&call, &code)) continue;
          asked++;
          if (!right(file, code, expected) && wrong++ < 5) {
            printf("%s from %s, %s, %s: 0x%" PRIx64, call.format, call.source, call.mode, call.overflow, call.pattern);
            if (c->bits) printf(" with the integer %" PRIu64 " of %d bits", c->integer, c->bits);
            printf(" becomes 0x%" PRIx64 ", expected %s0x%" PRIx64 "\n", code, ~expected ? "" : "NaN ", expected);
          }
        }
        if (asked) printf("%s from %s, %s, %s: %ld of %ld wrong\n", file->format, file->source, file->modes[m], file->overflows[o], wrong, asked);
        if (asked && asked < file->count) printf("  %ld of its values were not offered\n", file->count - asked);
        failed += wrong, tried += asked;
      }
  }
  for (size_t f = 0; !tried && f < sizeof rounding_files / sizeof *rounding_files; f++)
    for (int m = 0; m < rounding_files[f].modes_count; m++)
      printf("a mode of %s from %s is %s\n", rounding_files[f].format, rounding_files[f].source, rounding_files[f].modes[m]);
  printf("%ld conversions tried, %ld wrong\n", tried, failed);
  return tried ? failed > 0 : 2;
}
