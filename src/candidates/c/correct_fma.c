// SPDX-License-Identifier: Apache-2.0
// Correct variant: every multiply-add fused by name, M subtracted first, sums from the last term to the first, the
// step size folded into the residual, X' as one running sum that starts at X. Only loss, gradient, step, run, sample.
#define NAME "correct variant, fused"
#define OPS "loss gradient step run sample"
#define OWN_MATHEMATICS "correct_fma.h"
#include "candidate.c"
