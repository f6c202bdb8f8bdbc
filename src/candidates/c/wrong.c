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
  NONE, TAIL_4, TAIL_8, UNROLLED_TWICE, LAST_COLUMN, FIRST_ROW, STRIDE, MATRIX_COLUMN_MAJOR, NOISE_COLUMN_MAJOR,
  ALIASED_X, ALIASED_Y, ALIASED_RESIDUAL, FLOAT_ALL, FLOAT_SUM, FLOAT_ETA, FLOAT_TARGET, FLOAT_PRODUCT, PRINT_G,
  PRINT_F, PRINT_8, PRINT_10, PRINT_FLOAT, NOISE_FIRST, NOISE_NEXT, NOISE_PREVIOUS, NOISE_SUMMED, NOISE_STRIDE,
  NOISE_SKIPS_LAST_ROW, UNPERTURBED, NOISE_KEPT, RESTORED, NOISE_ON_GRADIENT, NOISE_NEGATED, NOISE_ONLY_X, RESIDUAL_STALE,
  FACTOR_STALE, INTEGER_HALF, LOSS_DOUBLED, HESSIAN_NO_RESIDUAL, HESSIAN_Y_FIRST, HESSIAN_INDEX, HVP_NO_RESIDUAL,
  SMOOTHED_DIMS, SMOOTHED_NO_DIMS, SMOOTHED_SIGMA, SMOOTHED_NO_RANK, SIGN, TARGET_MISSING, TARGET_TRANSPOSED, ETAS_SWAPPED,
  ETA_SHARED, GRADIENT_DOUBLED, GRADIENT_NOT_CLEARED, DECAY_LATE, BOX_MULLER_BASE, BOX_MULLER_PAIR, RAND_LOW_BITS,
  SEED_TRUNCATED, SEED_IGNORED, SAMPLE_VARIANCE, SAMPLE_SAME, SAMPLE_SUM_OF_UNIFORMS, SAMPLE_NOISE_STATIC,
  UNINITIALISED_CORNER, MISTAKES
};
#define EVERY "loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run"
#define GRADIENTS "gradient smoothed_gradient step run sample"
#define UPDATES "step run sample"
static const struct { const char *name, *code, *ops; } table[MISTAKES] = {
  [TAIL_4] = {"tail-4", "", "gradient smoothed_gradient step run"},
  [TAIL_8] = {"tail-8", "", "gradient smoothed_gradient step"},
  [UNROLLED_TWICE] = {"unrolled-last-twice", "", GRADIENTS},
  [LAST_COLUMN] = {"last-column-lost", "", GRADIENTS},
  [FIRST_ROW] = {"first-row-lost", "", GRADIENTS},
  [STRIDE] = {"stride-of-y", "", "loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run sample"},
  [MATRIX_COLUMN_MAJOR] = {"target-column-major", "", EVERY " sample"},
  [NOISE_COLUMN_MAJOR] = {"noise-column-major", "", "step run"},
  [ALIASED_X] = {"aliased-x", "gauss-seidel-update", UPDATES},
  [ALIASED_Y] = {"aliased-y", "gauss-seidel-update", UPDATES},
  [ALIASED_RESIDUAL] = {"aliased-residual", "", UPDATES},
  [FLOAT_ALL] = {"float-all", "narrow-arithmetic", EVERY},
  [FLOAT_SUM] = {"float-sum", "narrow-arithmetic", EVERY},
  [FLOAT_ETA] = {"float-eta", "", "step run"},
  [FLOAT_TARGET] = {"float-target", "", EVERY},
  [FLOAT_PRODUCT] = {"float-product", "narrow-arithmetic", EVERY},
  [PRINT_G] = {"printf-g", "truncated-output", EVERY},
  [PRINT_F] = {"printf-f", "truncated-output", EVERY},
  [PRINT_8] = {"printf-8g", "truncated-output", EVERY},
  [PRINT_10] = {"printf-10g", "truncated-output", EVERY},
  [PRINT_FLOAT] = {"printf-float", "narrow-arithmetic", EVERY},
  [NOISE_FIRST] = {"noise-first", "noise-reused", "run"},
  [NOISE_NEXT] = {"noise-next", "noise-off-by-one", "run"},
  [NOISE_PREVIOUS] = {"noise-previous", "noise-off-by-one", "run"},
  [NOISE_SUMMED] = {"noise-summed", "", "run"},
  [NOISE_STRIDE] = {"noise-stride", "", "run"},
  [NOISE_SKIPS_LAST_ROW] = {"noise-skips-last-row", "", UPDATES},
  [UNPERTURBED] = {"unperturbed", "unperturbed-gradient", UPDATES},
  [NOISE_KEPT] = {"noise-kept", "noise-kept", UPDATES},
  [RESTORED] = {"restored", "restored-by-subtraction", "step run"},
  [NOISE_ON_GRADIENT] = {"noise-on-gradient", "noise-on-gradient", UPDATES},
  [NOISE_NEGATED] = {"noise-negated", "noise-negated", "step run"},
  [NOISE_ONLY_X] = {"noise-only-x", "noise-one-side", UPDATES},
  [RESIDUAL_STALE] = {"residual-stale", "residual-stale", UPDATES},
  [FACTOR_STALE] = {"factor-stale", "residual-stale", UPDATES},
  [INTEGER_HALF] = {"integer-half", "", "loss smoothed_loss"},
  [LOSS_DOUBLED] = {"loss-doubled", "factor-two", "loss"},
  [HESSIAN_NO_RESIDUAL] = {"hessian-no-residual", "hessian-off-diagonal", "hessian smoothed_hessian"},
  [HESSIAN_Y_FIRST] = {"hessian-y-first", "hessian-order", "hessian"},
  [HESSIAN_INDEX] = {"hessian-index", "", "hessian smoothed_hessian"},
  [HVP_NO_RESIDUAL] = {"hvp-no-residual", "hessian-off-diagonal", "hvp"},
  [SMOOTHED_DIMS] = {"smoothed-dims", "dimension-factor", "smoothed_loss smoothed_gradient smoothed_hessian"},
  [SMOOTHED_NO_DIMS] = {"smoothed-no-dims", "dimension-factor", "smoothed_loss smoothed_gradient smoothed_hessian"},
  [SMOOTHED_SIGMA] = {"smoothed-sigma", "variance-as-deviation", "smoothed_loss smoothed_gradient smoothed_hessian"},
  [SMOOTHED_NO_RANK] = {"smoothed-no-rank", "", "smoothed_loss"},
  [SIGN] = {"sign", "sign", UPDATES},
  [TARGET_MISSING] = {"target-missing", "target-missing", EVERY " sample"},
  [TARGET_TRANSPOSED] = {"target-transposed", "target-transposed", EVERY " sample"},
  [ETAS_SWAPPED] = {"etas-swapped", "step-sizes-swapped", UPDATES},
  [ETA_SHARED] = {"eta-shared", "step-size-shared", UPDATES},
  [GRADIENT_DOUBLED] = {"gradient-doubled", "factor-two", GRADIENTS},
  [GRADIENT_NOT_CLEARED] = {"gradient-not-cleared", "", "run sample"},
  [DECAY_LATE] = {"decay-late", "", "run"},
  [BOX_MULLER_BASE] = {"box-muller-log10", "", "sample"},
  [BOX_MULLER_PAIR] = {"box-muller-one-uniform", "", "sample"},
  [RAND_LOW_BITS] = {"gaussian-few-bits", "", "sample"},
  [SEED_TRUNCATED] = {"seed-truncated", "", "sample"},
  [SEED_IGNORED] = {"seed-ignored", "", "sample"},
  [SAMPLE_VARIANCE] = {"sample-variance", "variance-as-deviation", "sample"},
  [SAMPLE_SAME] = {"sample-same", "noise-correlated", "sample"},
  [SAMPLE_SUM_OF_UNIFORMS] = {"sample-sum-of-uniforms", "", "sample"},
  [SAMPLE_NOISE_STATIC] = {"sample-noise-static", "", "sample"},
  [UNINITIALISED_CORNER] = {"corner-never-written", "", "gradient smoothed_gradient step run"},
};
static enum Mistake mistake;
#define BAD(name) (mistake == (name))

#define OWN_MAIN
static void print_real(double x) {
  const char *form = BAD(PRINT_G) ? "%g" : BAD(PRINT_F) ? "%f" : BAD(PRINT_8) ? "%.8g" : BAD(PRINT_10) ? "%.10g" : "%.17g";
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
