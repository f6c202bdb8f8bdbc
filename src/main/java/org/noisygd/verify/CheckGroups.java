// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Spelling;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.claims.ClaimChecks;
import org.noisygd.verify.golden.GoldenChecks;

/** All checks of the reference, for {@code ./verify.sh}. */
public final class CheckGroups {
  private CheckGroups() {}

  /** The heading and the subject of a group, and the prefixes of its checks' ids. */
  private record Heading(String title, String subject, List<String> beginnings) {
    boolean fits(Check check) {
      return beginnings.stream().anyMatch(check.id()::startsWith);
    }
  }

  private static final List<Heading> HEADINGS =
      List.of(
          new Heading(
              "Arithmetic",
              "every number format, and a closed form in it, are as accurate as declared",
              List.of("A.")),
          new Heading(
              "Landscape",
              "the objective F = 1/2 ||X Y^T - M||^2, its optima and saddles (Lemmas 1 and 2)",
              List.of("L1.", "L2.")),
          new Heading(
              "Smoothing",
              "the objective under noise, and the mean and covariance of one noisy update",
              List.of("S.")),
          new Heading(
              "Lemma 3",
              "under noise only the balanced optima are left, at rank one",
              List.of("L3.")),
          new Heading(
              "Theorem 2",
              "the same at any rank, with the whole spectrum of the Hessian",
              List.of("T2.")),
          new Heading(
              "Descent",
              "gradient descent keeps its imbalance; noise removes it: how fast, and how far",
              List.of("GD.", "T1.", "P3.")),
          new Heading(
              "Noise",
              "Gaussian numbers by position, the same bits in every language",
              List.of("N.")),
          new Heading(
              "Golden data",
              "the files in golden/ are, byte for byte, what the code computes",
              List.of("GOLD.")),
          new Heading(
              "Errata",
              "places of the printed paper that need care, each with a counterexample",
              List.of("ERR.")),
          new Heading("Others", "checks that belong under no other heading", List.of("")));

  /**
   * All groups, each after the groups that it builds on.
   *
   * @param golden the directory of the golden data
   */
  public static List<CheckGroup> all(Path golden) {
    List<Check> checks = new ArrayList<>(ClaimChecks.all());
    checks.addAll(GoldenChecks.of(golden));
    return grouped(checks);
  }

  /** Only the group of the golden data. */
  public static List<CheckGroup> golden(Path golden) {
    return grouped(GoldenChecks.of(golden));
  }

  /** Assigns every check to the first heading that fits. */
  static List<CheckGroup> grouped(List<Check> checks) {
    List<Check> left = new ArrayList<>(checks);
    List<CheckGroup> groups = new ArrayList<>();
    for (Heading heading : HEADINGS) {
      List<Check> fitting = left.stream().filter(heading::fits).toList();
      left.removeAll(fitting);
      if (!fitting.isEmpty()) {
        groups.add(new CheckGroup(heading.title(), heading.subject(), fitting));
      }
    }
    return groups;
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
