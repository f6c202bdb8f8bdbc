// SPDX-License-Identifier: Apache-2.0
// Correct variant: long double throughout, 25 digits printed: wider than the declared binary64.
#define REAL long double
#define NAME "correct variant, long double"
#define OWN_PRINT
#include <stdio.h>
static void print_real(long double x) { printf("\"%.25Lg\"", x); }
#include "candidate.c"
