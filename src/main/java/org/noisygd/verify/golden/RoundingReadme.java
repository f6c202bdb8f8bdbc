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
            the ranges of codes that are NaN. Each other line is a magnitude as a hexadecimal literal, its bit
            pattern in the source, the codes of what it becomes, and those of what its negative becomes: one
            code a mode, in the header's order. If the overflow matters, the codes are given for each.

            - Values: every number of a format of up to 8 bits, and every tie with its two neighbours in the
              source. Of larger formats some numbers of six binades and some subnormal ones, with the same; a
              test holds that each file catches each mistake of the judge's catalogue that random values show.
              All: neighbours of powers of two and subnormals, quarters, ties moved by powers of two, the end
              and beyond, zeros, infinities, NaN.
            - `ieee`, `saturate`, `odd` and the names of formats are those of the op `round`
              (`proofs-notes/formats.md`). `tf32` and `float:P:EMIN:EMAX` have no codes of their own and
              are held in binary32. `nan` stands for any NaN. What NaN becomes in e2m1, e2m3 and e3m2 is
              left open by OCP, and not told.
            - `BinaryKpP..` are formats of the interim report of IEEE P3109, version 4.0 of 26 June 2026: those
              that an implementation must have, all signed extended ones of 8 bits, a finite and an unsigned
              one. The modes are its NearestTiesToEven, NearestTiesToAway, TowardZero, TowardPositive,
              TowardNegative and ToOdd. Of negative values an unsigned file tells the powers of two only.
            - **Not settled**: the report is a draft and says that nothing may be certified by it. Its text
              makes an overflow of a finite format by SatNone the largest number; its formal specification
              (github.com/imandra-ai/ieee-p3109, 7b6f5ba) and gfloat (github.com/graphcore-research/gfloat,
              b142762) make it NaN. These files follow the text.

            | format | rows by source, each for 6 modes and both signs |
            | --- | --- |
            """);
    Map<String, List<String>> rows = new TreeMap<>();
    files.forEach(
        (path, bytes) -> {
          if (path.startsWith(RoundingVectors.FOLDER)) {
            String name = path.substring(RoundingVectors.FOLDER.length(), path.lastIndexOf('.'));
            int from = name.indexOf("-from-");
            String format = name.substring(0, from).replace('_', ':');
            rows.computeIfAbsent(format, f -> new ArrayList<>())
                .add(Text.format("%s %d", name.substring(from + 6), lines(bytes) - 1));
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
