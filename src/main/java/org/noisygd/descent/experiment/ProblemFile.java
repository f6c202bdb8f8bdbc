// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.StrictJson;

/**
 * A problem in a file: one JSON object,
 *
 * <pre>
 *   {"M": [[1, 0], [0, 0.5]], "r": 1, "etaX": 0.01, "etaY": 0.01, "sigmaX": 0.05, "sigmaY": 0.05,
 *    "X": [[3], [0]], "Y": [[5], [0]], "gamma": 1, "steps": 100000}
 * </pre>
 *
 * <p>of which {@code M}, the step sizes and the standard deviations must be there. {@code r} is 1
 * if it is left out; {@code X} and {@code Y} may be replaced by {@code "startSigma"}, the standard
 * deviation of a random start, 0.01 without either; {@code gamma} is then what the noise balances;
 * {@code steps} is 100000. A {@code name} is for the reader alone. Other fields, and a field given
 * twice, are refused; numbers are read as the nearest double.
 */
public final class ProblemFile {
  private static final Set<String> FIELDS =
      Set.of(
          "M",
          "r",
          "etaX",
          "etaY",
          "sigmaX",
          "sigmaY",
          "gamma",
          "X",
          "Y",
          "startSigma",
          "steps",
          "name");

  private static final long DEFAULT_STEPS = 100_000;
  private static final double DEFAULT_START = 0.01;

  /** Of both factors together; more is a slip, and would fill the memory. */
  private static final int MAX_ENTRIES = 1 << 20;

  private final JsonNode root;

  private ProblemFile(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads a problem; its name is that of the file.
   *
   * @throws IllegalArgumentException one line, if it is none
   */
  public static Experiment read(Path file) {
    JsonNode root = StrictJson.read("--problem", file);
    return of(String.valueOf(file.getFileName()), root);
  }

  /**
   * A problem that was read already; a name in it is not looked at.
   *
   * @throws IllegalArgumentException one line, if it is none
   */
  public static Experiment of(String called, JsonNode root) {
    for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      Require.that(FIELDS.contains(name), "problem", "have fields among " + FIELDS_IN_ORDER, name);
    }
    return new ProblemFile(root).setting(called);
  }

  private static final String FIELDS_IN_ORDER =
      String.join(", ", FIELDS.stream().sorted().toList());

  private Experiment setting(String name) {
    List<List<Double>> m = matrix("M");
    double sigmaX = number("sigmaX", Double.NaN);
    double sigmaY = number("sigmaY", Double.NaN);
    int r = Math.toIntExact(whole("r", 1, MAX_ENTRIES));
    Require.that(
        (m.size() + (long) m.get(0).size()) * r <= MAX_ENTRIES,
        "r",
        "leave X and Y at most " + MAX_ENTRIES + " entries",
        r);
    Require.that(
        !root.has("startSigma") || !(root.has("X") || root.has("Y")),
        "startSigma",
        "stand without X and Y",
        root.path("startSigma"));
    boolean balances = sigmaX > 0 && sigmaY > 0;
    double gamma =
        balances ? Experiment.balancedGamma(m.size(), m.get(0).size(), sigmaX, sigmaY) : 1;
    return new Experiment(
        name,
        name,
        target(m),
        r,
        number("etaX", Double.NaN),
        number("etaY", Double.NaN),
        sigmaX,
        sigmaY,
        number("gamma", gamma),
        root.has("X") || root.has("Y")
            ? Start.at(flat("X"), flat("Y"))
            : Start.normal(number("startSigma", DEFAULT_START)),
        whole("steps", DEFAULT_STEPS, Long.MAX_VALUE));
  }

  private static Matrix<Double> target(List<List<Double>> m) {
    int columns = m.get(0).size();
    for (List<Double> row : m) {
      Require.that(row.size() == columns, "M", "have rows of one length", row.size());
    }
    return Matrix.of(Binary64.INSTANCE, m.size(), columns, (i, j) -> m.get(i).get(j));
  }

  private double number(String name, double otherwise) {
    @Nullable JsonNode node = root.get(name);
    if (node == null) {
      Require.that(!Double.isNaN(otherwise), name, "be in the problem", "none");
      return otherwise;
    }
    Require.that(node.isNumber(), name, "be a number", node);
    return node.doubleValue();
  }

  private long whole(String name, long otherwise, long most) {
    @Nullable JsonNode node = root.get(name);
    if (node == null) {
      return otherwise;
    }
    boolean fits = node.isIntegralNumber() && node.canConvertToLong();
    Require.that(
        fits && node.longValue() >= 1 && node.longValue() <= most,
        name,
        "be a whole number in 1.." + most,
        node);
    return node.longValue();
  }

  private List<Double> flat(String name) {
    List<Double> flat = new ArrayList<>();
    if (root.get(name) != null) {
      matrix(name).forEach(flat::addAll);
    }
    return flat;
  }

  private List<List<Double>> matrix(String name) {
    @Nullable JsonNode node = root.get(name);
    if (node == null || !node.isArray() || node.isEmpty()) {
      throw new IllegalArgumentException(name + " must be an array of rows, got " + node);
    }
    List<List<Double>> rows = new ArrayList<>();
    for (JsonNode row : node) {
      Require.that(row.isArray() && !row.isEmpty(), name, "be an array of rows of numbers", row);
      List<Double> entries = new ArrayList<>();
      for (JsonNode entry : row) {
        Require.that(entry.isNumber(), name, "hold numbers", entry);
        entries.add(entry.doubleValue());
      }
      rows.add(entries);
    }
    return rows;
  }
}
