// SPDX-License-Identifier: Apache-2.0
// Known mistakes in C, of the kinds that C invites: loop tails, strides, aliasing, narrow floats, printf.
// wrong_c --variant NAME, or --list (name, code, ops, as JSON). One plan; each mistake is a test of `mistake`.
#define OWN_MATHEMATICS "wrong_mathematics.h"
#define OWN_PRINT
#define NAME "known mistake, C"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum Mistake {
  NONE, TAIL_4, UNROLLED_TWICE, LAST_COLUMN, STRIDE, NOISE_COLUMN_MAJOR,
  ALIASED_X, ALIASED_Y, ALIASED_RESIDUAL, FLOAT_ALL, FLOAT_ETA, FLOAT_PRODUCT, PRINT_G, PRINT_F, 
  PRINT_FLOAT, NOISE_PREVIOUS, NOISE_STRIDE, INTEGER_HALF, HESSIAN_INDEX, GRADIENT_NOT_CLEARED,
  BOX_MULLER_BASE, BOX_MULLER_PAIR, RAND_LOW_BITS, SEED_TRUNCATED, SEED_IGNORED, SAMPLE_NOISE_STATIC,
  UNINITIALISED_CORNER, MISTAKES
};
#define EVERY "loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run"
#define GRADIENTS "gradient smoothed_gradient step run sample"
#define UPDATES "step run sample"
static const struct { const char *name, *code, *ops; } table[MISTAKES] = {
  [TAIL_4] = {"tail-4", "", "gradient smoothed_gradient step run"},
  [UNROLLED_TWICE] = {"unrolled-last-twice", "", GRADIENTS},
  [LAST_COLUMN] = {"last-column-lost", "", GRADIENTS},
  [STRIDE] = {"stride-of-y", "", "loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run sample"},
  [NOISE_COLUMN_MAJOR] = {"noise-column-major", "", "step run"},
  [ALIASED_X] = {"aliased-x", "gauss-seidel-update", UPDATES},
  [ALIASED_Y] = {"aliased-y", "gauss-seidel-update", UPDATES},
  [ALIASED_RESIDUAL] = {"aliased-residual", "", UPDATES},
  [FLOAT_ALL] = {"float-all", "narrow-arithmetic", EVERY},
  [FLOAT_ETA] = {"float-eta", "narrow-arithmetic", "step run"},
  [FLOAT_PRODUCT] = {"float-product", "narrow-arithmetic", EVERY},
  [PRINT_G] = {"printf-g", "truncated-output", EVERY},
  [PRINT_F] = {"printf-f", "truncated-output", EVERY},
  [PRINT_FLOAT] = {"printf-float", "narrow-arithmetic", EVERY},
  [NOISE_PREVIOUS] = {"noise-previous", "noise-off-by-one", "run"},
  [NOISE_STRIDE] = {"noise-stride", "", "run"},
  [INTEGER_HALF] = {"integer-half", "", "loss smoothed_loss"},
  [HESSIAN_INDEX] = {"hessian-index", "", "hessian smoothed_hessian"},
  [GRADIENT_NOT_CLEARED] = {"gradient-not-cleared", "", "run sample"},
  [BOX_MULLER_BASE] = {"box-muller-log10", "", "sample"},
  [BOX_MULLER_PAIR] = {"box-muller-one-uniform", "", "sample"},
  [RAND_LOW_BITS] = {"gaussian-few-bits", "", "sample"},
  [SEED_TRUNCATED] = {"seed-truncated", "", "sample"},
  [SEED_IGNORED] = {"seed-ignored", "", "sample"},
  [SAMPLE_NOISE_STATIC] = {"sample-noise-static", "", "sample"},
  [UNINITIALISED_CORNER] = {"corner-never-written", "", "gradient smoothed_gradient step run"},
};
static enum Mistake mistake;
#define BAD(name) (mistake == (name))

#define OWN_MAIN
static void print_real(double x) {
  const char *form = BAD(PRINT_G) ? "%g" : BAD(PRINT_F) ? "%f" : "%.17g";
  char text[400];
  snprintf(text, sizeof text, form, BAD(PRINT_FLOAT) ? (double)(float)x : x);
  if (strpbrk(text, "n")) strcpy(text, strchr(text, 'a') ? "\"NaN\"" : *text == '-' ? "\"-Infinity\"" : "\"Infinity\"");
  fputs(text, stdout);
}

#include "candidate.c"

int main(int argc, char **argv) {
  static char line[1 << 26];
  if (argc == 2 && !strcmp(argv[1], "--list")) {
    for (int m = 1; m < MISTAKES; m++) {
      printf("{\"name\":\"%s\",\"kind\":\"wrong\",\"code\":\"%s\",\"ops\":[\"", table[m].name, table[m].code);
      for (const char *s = table[m].ops; *s; s++)
        if (*s == ' ') fputs("\",\"", stdout);
        else putchar(*s);
      puts("\"]}");
    }
    return 0;
  }
  if (argc == 3 && !strcmp(argv[1], "--variant")) {
    int m = MISTAKES - 1;
    while (m > 0 && strcmp(table[m].name, argv[2])) m--;
    mistake = m;
  }
  if (argc > 1 && mistake == NONE) {
    fputs("usage: wrong_c [--list | --variant NAME]\n", stderr);
    return 2;
  }
  while (fgets(line, sizeof line, stdin)) {
    read_request(line);
    printf("{\"id\":%lld,", id);
    answer();
    puts("}");
    fflush(stdout);
    if (is("bye")) break;
  }
  return 0;
}
