// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.noisygd.crosscheck.ArithmeticChecks;
import org.noisygd.crosscheck.Check;
import org.noisygd.noise.NoiseChecks;

/** Every check of the reference, in one place: what {@code ./verify.sh} runs. */
public final class Chapters {
  private Chapters() {}

  /** All chapters, in the order in which they build on each other. */
  public static List<Chapter> all() {
    return List.of(
        new Chapter(
            "Arithmetic",
            "every number format computes as its definition says",
            ArithmeticChecks.all()),
        new Chapter(
            "Noise",
            "Gaussian numbers by position, the same bits in every language",
            NoiseChecks.all()));
  }

  /**
   * Of the chapters, only the checks with the given ids; an id that ends in {@code .} or {@code *}
   * stands for all that begin so.
   *
   * @throws IllegalArgumentException if an id fits no check
   */
  public static List<Chapter> only(List<Chapter> chapters, List<String> ids) {
    Set<String> unknown = new TreeSet<>(ids);
    List<Chapter> chosen = new ArrayList<>();
    for (Chapter chapter : chapters) {
      List<Check> checks = new ArrayList<>();
      for (Check check : chapter.checks()) {
        boolean wanted = false;
        for (String id : ids) {
          if (fits(id, check.id())) {
            wanted = true;
            unknown.remove(id);
          }
        }
        if (wanted) {
          checks.add(check);
        }
      }
      if (!checks.isEmpty()) {
        chosen.add(new Chapter(chapter.title(), chapter.subject(), checks));
      }
    }
    if (!unknown.isEmpty()) {
      List<String> known =
          chapters.stream().flatMap(c -> c.checks().stream()).map(Check::id).sorted().toList();
      throw new IllegalArgumentException(
          "--only must name checks among "
              + String.join(", ", known)
              + ", got "
              + String.join(", ", unknown));
    }
    return chosen;
  }

  private static boolean fits(String pattern, String id) {
    if (pattern.endsWith("*")) {
      return id.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return pattern.endsWith(".") ? id.startsWith(pattern) : id.equals(pattern);
  }
}
