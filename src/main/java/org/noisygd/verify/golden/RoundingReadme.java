// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.noisygd.number.Text;

/** The section of {@code golden/README.md} on the vectors for conversions. */
final class RoundingReadme {
  private RoundingReadme() {}

  static String text(SortedMap<String, byte[]> files) {
    StringBuilder text =
        new StringBuilder(
            """

            ## rounding/

            Conversions of numbers to narrower formats, to be copied into other repositories. The header of a
            file names both formats, the roundings (`modes`), what an overflow may become (`overflows`), and
            the ranges of codes that are NaN. Each other line is a row.

            - `F-from-S.jsonl`: a magnitude as a hexadecimal literal, its bit pattern in the source, the codes of
              what it becomes, and those of what its negative becomes: one code a mode, in the header's order.
              If the overflow matters, the codes are given for each.
            - `F-stochastic-from-S.jsonl`: the same with the number N of random bits and their integer R before
              the codes, which are those of StochasticA, B and C of IEEE P3109. They go away from zero where
              R reaches $2^N$ less the fraction of a spacing in units of $2^{-N}$: cut down, rounded half up, rounded
              half to even. A and C are `stochastic:N` and `stochastic-even:N` of this project.
            - Block formats: an array of values; then, for each group of rules for the scale that agree, the
              rules, the codes of the blocks' scales, and those of the elements, once or for each mode. Scales
              are $2^{\\text{code} - 127}$, `any` for zeros; of `nvfp4`, which has two levels, g in binary32 and then codes of
              e4m3. Its quotients lie apart from where rounding changes, so that binary32 suffices. Arrays: maxima at
              powers of two, at the largest element, at the tie that the rule `even` sees, each with both
              neighbours, and where scales are clamped; at each place of a block; zeros among others, short blocks.

            - Values: every number of a format of up to 8 bits, and every tie with its two neighbours in the
              source. Of larger formats some numbers of six binades and some subnormal ones, with the same. All:
              neighbours of powers of two and subnormals, quarters, ties moved by powers of two, the end
              and beyond, zeros, infinities, NaN. `RoundingVectorsTest` holds that each file, of blocks too, catches each
              mistake of the judge's catalogue that random values show.
            - `ieee`, `saturate`, `odd` and the names of formats are those of the op `round`
              (`proofs-notes/formats.md`). `tf32` and `float:P:EMIN:EMAX` have no codes of their own and
              are held in binary32. `nan` stands for any NaN. What NaN becomes in e2m1, e2m3 and e3m2 is
              left open by OCP, and not told.
            - `BinaryKpP..` are formats of the interim report of IEEE P3109, version 4.0 of 26 June 2026: those
              that an implementation must have, all signed extended ones of 8 bits, a finite and an unsigned
              one. The modes are its NearestTiesToEven, NearestTiesToAway, TowardZero, TowardPositive,
              TowardNegative and ToOdd. Of negative values an unsigned file tells the powers of two only.
            - **Not settled**: the report is a draft, which must not be used to claim conformance. Its text
              makes an overflow of a finite format by SatNone the largest number; its formal specification
              (github.com/imandra-ai/ieee-p3109, 7b6f5ba) and gfloat (github.com/graphcore-research/gfloat,
              b142762) make it NaN. These files follow the text.

            To vendor them:

            1. Copy the files of your formats, and from `src/golden` the runner of your language.
            2. Python: write `convert(patterns, call)` as `rounding_runner.py` says, and run
               `python3 rounding_runner.py yours:convert FILE...`; `rounding_casts.py`, copied too, has NumPy's casts.
            3. C and what links with it: `python3 rounding_header.py FILE... >vectors.h`, write `convert` of
               `rounding_runner.h`, and run `cc -include vectors.h yours.c rounding_runner.c && ./a.out`. Blocks are for Python.
            4. Both print the first five wrong results and counts by mode; status 0 says that all are right, 1 that some are
               wrong, 2 that nothing was offered. Offer as many modes and overflows as you have.
            5. Other languages: read the rows; `schema/rounding.schema.json` has their form.

            | format | rows by source, each for 6 modes or 3 variants, and of numbers for both signs |
            | --- | --- |
            """);
    Map<String, List<String>> rows = new TreeMap<>();
    files.forEach(
        (path, bytes) -> {
          if (path.startsWith(RoundingText.FOLDER)) {
            String name = path.substring(RoundingText.FOLDER.length(), path.lastIndexOf('.'));
            String[] parts = name.replace('_', ':').split("-from-|-(?=stochastic)", 2);
            rows.computeIfAbsent(parts[0], f -> new ArrayList<>())
                .add(Text.format("%s %d", parts[1].replace("-from-", " from "), lines(bytes) - 1));
          }
        });
    rows.forEach(
        (format, each) ->
            text.append(Text.format("| `%s` | %s |\n", format, String.join(", ", each))));
    return text.toString();
  }

  private static long lines(byte[] file) {
    long lines = 0;
    for (byte b : file) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }
}
