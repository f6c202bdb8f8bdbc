// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.SortedMap;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Text;

/** Writes {@code golden/README.md}, which explains the files. */
final class GoldenReadme {
  private GoldenReadme() {}

  static String text(SortedMap<String, byte[]> files) {
    StringBuilder text = new StringBuilder();
    text.append(
        Text.format(
            """
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            # Golden data

            Written by `%s`, never by hand; `./verify.sh golden check` compares every byte and says
            where the first difference is. `python3 src/golden/second_route.py` computes every expected
            value a second time, from the definitions alone, `bounds_second_route.py` beside it every bound, and
            `rounding_second_route.py` every conversion.

            ## traces/

            Runs of Section 5 of the paper in the protocol's trace format: a header line, then one state a
            line. `noiseX`, `noiseY` on line t are the noise of the update from t to t + 1 (zeros for gradient
            descent). Long runs are stored as windows of consecutive states.

            - `NAME-binary64-PHASE`: one run from the start, in residual form. Every bit is determined: sums in
              ascending order from their first product, no fused multiply-add.
            - `NAME-binary64-gram-PHASE`: the update in Gram form, from the first state of the same window.
            - `NAME-decimal50-PHASE`: residual form in decimal arithmetic of 50 digits, every operation rounded half
              to even. Its inputs are the literals that the binary64 window prints, read as decimals.

            The header says how the start and the noise are drawn: stream `philox4x64-10/as241` of
            `proofs-notes/noise.md`, factor 0 the noise of X, 1 that of Y, 2 the initial X, 3 the initial Y;
            each entry is one product of the standard deviation with a deviate. Step sizes and standard deviations
            are the doubles used, so sigma1 of balanced noise is $\\sqrt{1.5}$ rounded, times 0.05, rounded.

            | run | shape | etaX, etaY | sigma1, sigma2 | windows |
            | --- | --- | --- | --- | --- |
            """,
            GoldenSet.COMMAND));
    for (TraceSetting s : TraceSetting.paper()) {
      StringBuilder windows = new StringBuilder();
      for (TraceSetting.Window w : s.windows()) {
        windows.append(windows.isEmpty() ? "" : ", ").append(w.phase()).append(' ');
        windows.append(w.from()).append("..").append(w.from() + w.states() - 1);
      }
      text.append(
          Text.format(
              "| `%s` %s | %d x %d, r = %d | %s, %s | %s, %s | %s |\n",
              s.experiment().name(),
              s.experiment().title(),
              s.experiment().d1(),
              s.experiment().d2(),
              s.experiment().r(),
              print(s.experiment().etaX()),
              print(s.experiment().etaY()),
              print(s.experiment().sigmaX()),
              print(s.experiment().sigmaY()),
              windows));
    }
    text.append(
        """

        ## vectors/

        One file an op, one vector a line: `id`, `group`, `comment`, the codes of the protocol's mistakes
        that it `catches` (each computed exactly and found to differ beyond any legal rounding), the
        `request`, and the `expected` answer as decimal strings: exact where `exact` is true, else each number of
        more than 50 digits rounded to 50, half to even. For `sample` the answer is the mean and the
        covariance of one update, over X row by row, then Y row by row.

        In the group `exact` every legal plan (order of summation, Gram form, folded step, fused or
        not) gives the same bits: `bits` of significand hold every intermediate result, and
        `exactIn` names the formats where that is so.

        `bounds` has, for each arithmetic, what a right program's number may be off from the expected one:
        an object like `expected`, for every op but `sample`. So a test can judge without Java. The bounds
        are the judge's (`proofs-notes/bounds.md`), rounded upwards to three digits; read as doubles they
        still hold. They hold for every legal plan, a loss in expanded form or as the square of a norm
        included, and for a run from its start. The inputs are to be rounded to the arithmetic first, which
        the bounds allow for, by one more rounding for each factor of a product. A bound of 0 means that no
        legal plan rounds this number: it must be equal, except for the sign of a zero. An arithmetic is left
        out if an input or an intermediate result may leave the range of its normal numbers, or if a bound
        says nothing ($nu > 1/4$); bfloat16 has the unit roundoff $2^{-7}$, since its operands may be cut again.
        `src/python/judge_vectors.py` judges a function in Python by such a file.

        | op | vectors |
        | --- | --- |
        """);
    for (Op op : Ops.OF_THE_PROBLEM.all()) {
      byte[] file = files.get("vectors/" + op.word() + ".jsonl");
      long lines = 0;
      for (byte b : file == null ? new byte[0] : file) {
        lines += b == '\n' ? 1 : 0;
      }
      text.append("| `").append(op.word()).append("` | ").append(lines - 1).append(" |\n");
    }
    text.append(RoundingReadme.text(files));
    text.append(
        """

        ## schema/ and manifest.json

        JSON schemas of a line of each file, and the SHA-256 digest of every file, with generator, version,
        command and seeds.
        """);
    return text.toString();
  }

  private static String print(double d) {
    return org.noisygd.number.Literals.format(d);
  }
}
