// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.JsonReader;
import org.noisygd.report.json.JsonValue;

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

  private final JsonValue root;

  private ProblemFile(JsonValue root) {
    this.root = root;
  }

  /**
   * Reads a problem; its name is that of the file.
   *
   * @throws FormatException one line, if it is none
   */
  public static Experiment read(Path file) {
    return of(String.valueOf(file.getFileName()), JsonReader.OF_FILES.read("--problem", file));
  }

  /**
   * A problem that was read already; a name in it is not looked at.
   *
   * @throws FormatException one line, if it is none
   */
  public static Experiment of(String called, JsonValue root) {
    return new ProblemFile(root.withFieldsAmong(FIELDS)).setting(called);
  }

  private Experiment setting(String name) {
    Matrix<Double> m = root.get("M").matrix(Binary64.INSTANCE, JsonValue::number);
    double sigmaX = root.required("sigmaX").number();
    double sigmaY = root.required("sigmaY").number();
    JsonValue rank = root.get("r");
    int r = rank.isPresent() ? (int) rank.integer(1, MAX_ENTRIES) : 1;
    rank.require(
        (m.rows() + (long) m.columns()) * r <= MAX_ENTRIES,
        "leave X and Y at most " + MAX_ENTRIES + " entries",
        r);
    JsonValue x = root.get("X");
    JsonValue y = root.get("Y");
    boolean startsAt = x.isPresent() || y.isPresent();
    JsonValue start = root.get("startSigma");
    start.require(!start.isPresent() || !startsAt, "stand without X and Y");
    boolean balances = sigmaX > 0 && sigmaY > 0;
    double balanced =
        balances ? Experiment.balancedGamma(m.rows(), m.columns(), sigmaX, sigmaY) : 1;
    JsonValue gamma = root.get("gamma");
    JsonValue steps = root.get("steps");
    return new Experiment(
        name,
        name,
        m,
        r,
        root.required("etaX").number(),
        root.required("etaY").number(),
        sigmaX,
        sigmaY,
        gamma.isPresent() ? gamma.number() : balanced,
        startsAt
            ? Start.at(entries(x), entries(y))
            : Start.normal(start.isPresent() ? start.number() : DEFAULT_START),
        steps.isPresent() ? steps.integer(1, Long.MAX_VALUE) : DEFAULT_STEPS);
  }

  private static List<Double> entries(JsonValue matrix) {
    return matrix.isPresent()
        ? matrix.matrix(Binary64.INSTANCE, JsonValue::number).entries()
        : List.of();
  }
}
