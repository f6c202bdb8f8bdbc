// SPDX-License-Identifier: Apache-2.0
// Correct variant: subnormals flushed, coming out (FTZ) and going in (DAZ), as GPUs and -ffast-math do.
#include "candidate.c"
#include <xmmintrin.h>

__attribute__((constructor)) static void flush_subnormals(void) {
  _mm_setcsr(_mm_getcsr() | 0x8040);  // bit 15 flush to zero, bit 6 denormals are zero
}
