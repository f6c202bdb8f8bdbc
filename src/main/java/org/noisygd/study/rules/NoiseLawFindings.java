// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.List;
import java.util.stream.Collectors;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.rules.AnisotropyStudy.Case;
import org.noisygd.study.rules.TailStudy.Escape;
import org.noisygd.study.rules.TailStudy.Limit;

/** What the paper's Section 6 says of other laws of the noise, beside what was found. */
final class NoiseLawFindings {
  private NoiseLawFindings() {}

  static List<Finding> of(AnisotropyStudy anisotropy, TailStudy tails, ScheduleStudy schedules) {
    return List.of(anisotropy(anisotropy), tails(tails), decay(schedules));
  }

  private static Finding finding(String says, Agreement agreement, String finds) {
    return new Finding("S6", says, finds, Evidence.MEASURED, agreement);
  }

  private static Finding anisotropy(AnisotropyStudy study) {
    Case rows = study.cases().get(1);
    Case columns = study.cases().get(2);
    Estimate first = columns.columnNorms().get(0);
    Estimate second = columns.columnNorms().get(1);
    boolean columnsHold =
        columns
            .expected()
            .filter(list -> first.allows(list.get(0)) && second.allows(list.get(1)))
            .isPresent();
    return finding(
        "anisotropic noise will have different smoothing effects along different directions",
        Agreement.corrected(rows.total().allows(rows.expectedTotal()) && columnsHold),
        Text.format(
            "rows do not: ||X||^2 is %s, expected are %.4f as for equal rows, since the smoothed objective"
                + " is exactly the same; columns do: ||x_k||^2 are %s and %s, expected are %s",
            rows.total().inWords(),
            rows.expectedTotal(),
            first.inWords(),
            second.inWords(),
            columns
                .expected()
                .map(list -> Text.format("%.4f and %.4f", list.get(0), list.get(1)))
                .orElse("none")));
  }

  private static Finding tails(TailStudy study) {
    int last = study.escapes().size() - 1;
    Escape normal = study.escapes().get(0);
    Escape heaviest = study.escapes().get(last);
    Limit limit = study.limits().get(last);
    return finding(
        "heavy tailed noise will affect the probability of convergence",
        Agreement.of(
            heaviest.blownUp().lower() > 0, heaviest.blownUp().upper() < heaviest.expected()),
        Text.format(
            "under t with 3 degrees of freedom %d of %d runs blew up (%.4f to %.4f, expected are %.4f by"
                + " one jump), under normal noise %d; runs that stay finite settle at ||X||^2 = %s,"
                + " where the second moments say %.4f",
            heaviest.blownUp().successes(),
            heaviest.blownUp().trials(),
            heaviest.blownUp().lower(),
            heaviest.blownUp().upper(),
            heaviest.expected(),
            normal.blownUp().successes(),
            limit.squaredX().inWords(),
            limit.expected()));
  }

  private static Finding decay(ScheduleStudy study) {
    return finding(
        "nothing of rates; expected: decay reaches balance exactly if the sum of 2 eta_t sigma_t^2 has"
            + " no bound",
        Agreement.BEYOND,
        "log of the mean imbalance, found (expected): "
            + study.rows().stream()
                .map(
                    row ->
                        Text.format(
                            "%s: %.3f (%.3f)",
                            row.name(),
                            row.found().get(row.compared()),
                            row.expected().get(row.compared())))
                .collect(Collectors.joining("; ")));
  }
}
