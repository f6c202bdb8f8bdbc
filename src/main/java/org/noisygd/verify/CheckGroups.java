// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Spelling;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.CheckGroup;
import org.noisygd.verify.claims.ClaimChecks;
import org.noisygd.verify.golden.GoldenChecks;

/** All checks of the reference, for {@code ./verify.sh}. */
public final class CheckGroups {
  private CheckGroups() {}

  /**
   * All groups, each after the groups that it builds on.
   *
   * @param golden the directory of the golden data
   */
  public static List<CheckGroup> all(Path golden) {
    List<CheckGroup> all = new ArrayList<>(ClaimChecks.all());
    all.addAll(all.size() - 1, golden(golden)); // the errata stay the last
    return all;
  }

  /** Only the group of the golden data. */
  public static List<CheckGroup> golden(Path golden) {
    return List.of(
        new CheckGroup(
            "Golden data",
            "the files in golden/ equal the output of the code, byte for byte",
            GoldenChecks.of(golden)));
  }

  /**
   * The groups, reduced to the checks with the given ids; an id that ends in {@code .} or {@code *}
   * means all ids with this prefix.
   *
   * @throws IllegalArgumentException if an id matches no check
   */
  public static List<CheckGroup> only(List<CheckGroup> groups, List<String> ids) {
    List<Check> all = groups.stream().flatMap(group -> group.checks().stream()).toList();
    List<String> unknown =
        ids.stream()
            .filter(id -> all.stream().noneMatch(check -> fits(id, check.id())))
            .distinct()
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      List<String> names = all.stream().map(Check::id).sorted().toList();
      throw new IllegalArgumentException(
          "--only must name checks, or the beginning of some with . or * at its end, got "
              + (unknown.contains("") ? "\"\"" : String.join(", ", unknown))
              + Spelling.meant(unknown.get(0), names)
              + "; they are "
              + String.join(", ", names));
    }
    return groups.stream()
        .map(
            group ->
                new CheckGroup(
                    group.title(),
                    group.subject(),
                    group.checks().stream()
                        .filter(check -> ids.stream().anyMatch(id -> fits(id, check.id())))
                        .toList()))
        .filter(group -> !group.checks().isEmpty())
        .toList();
  }

  private static boolean fits(String pattern, String id) {
    if (pattern.endsWith("*")) {
      return id.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return pattern.endsWith(".") ? id.startsWith(pattern) : id.equals(pattern);
  }
}
