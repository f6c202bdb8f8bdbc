// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.JsonReader;
import org.noisygd.report.json.JsonValue;
import org.noisygd.study.file.MatrixFile;

/**
 * A problem in a file: a {@link MatrixFile}, which holds M alone, or one JSON object,
 *
 * <pre>
 *   {"M": [[1, 0], [0, 0.5]], "r": 1, "etaX": 0.01, "etaY": 0.01, "sigmaX": 0.05, "sigmaY": 0.05,
 *    "X": [[3], [0]], "Y": [[5], [0]], "gamma": 1, "steps": 100000}
 * </pre>
 *
 * <p>where only {@code M} is required. {@code r} is 1 if it is left out. Step sizes and standard
 * deviations are then the paper's of Fig. 2 in units of m = ||M||_F: {@code etaX} and {@code etaY}
 * 0.01/m, {@code sigmaY} 0.05 sqrt(m), {@code sigmaX} sqrt(d2/d1) times that, so that the noise
 * balances gamma = 1. (Where M, X and Y are multiplied by m, sqrt(m) and sqrt(m), such runs stay
 * the same up to these factors.) {@code X} and {@code Y} may be replaced by {@code "startSigma"},
 * the standard deviation of a random start, 0.01 without either; {@code gamma} is then what the
 * noise balances; {@code steps} is 100000. A {@code name} is for the reader alone. Other fields,
 * and a field given twice, are refused; numbers are read as the nearest double. The title of the
 * setting says which defaults were taken.
 */
public final class ProblemFile {
  /** The fields that have defaults, in the order in which these are told. */
  private static final List<String> DEFAULTED =
      List.of("r", "etaX", "etaY", "sigmaX", "sigmaY", "gamma", "startSigma", "steps");

  private static final Set<String> FIELDS =
      Stream.concat(DEFAULTED.stream(), Stream.of("M", "X", "Y", "name"))
          .collect(Collectors.toUnmodifiableSet());

  private static final long DEFAULT_STEPS = 100_000;
  private static final double DEFAULT_START = 0.01;
  private static final double DEFAULT_ETA = 0.01;
  private static final double DEFAULT_SIGMA = 0.05;

  /** The most entries of both factors together; more would fill the memory. */
  private static final int MAX_ENTRIES = 1 << 20;

  private final JsonValue root;

  private ProblemFile(JsonValue root) {
    this.root = root;
  }

  /**
   * Reads a problem; its name is that of the file.
   *
   * @throws FormatException one line, if it holds no problem
   */
  public static Experiment read(Path file) {
    JsonValue root = object(file);
    return root.within(() -> of(String.valueOf(file.getFileName()), root));
  }

  /** The problem in a file as the JSON object that it is, or would be. */
  public static JsonValue object(Path file) {
    if (!MatrixFile.isNamed(file)) {
      return JsonReader.OF_FILES.read("problem", file);
    }
    byte[] object = MatrixFile.json(file).getBytes(UTF_8);
    return JsonReader.OF_FILES.read(file.toString(), false, "problem", object);
  }

  /**
   * The problem in JSON that was read already; its {@code name} is ignored.
   *
   * @throws FormatException one line, if it holds no problem
   */
  public static Experiment of(String called, JsonValue root) {
    return new ProblemFile(root.withFieldsAmong(FIELDS)).setting(called);
  }

  private Experiment setting(String name) {
    Matrix<Double> m = root.get("M").matrix(Binary64.INSTANCE, JsonValue::finite);
    double norm = Math.sqrt(m.normSquared());
    double size = norm > 0 && Double.isFinite(norm) ? norm : 1;
    double sigmaY = DEFAULT_SIGMA * Math.sqrt(size);
    double sigmaX = Math.sqrt((double) m.columns() / m.rows()) * sigmaY;
    Map<String, String> given = new HashMap<>();
    for (String field : DEFAULTED) {
      JsonValue value = root.get(field);
      if (value.isPresent()) {
        given.put(
            field,
            switch (field) {
              case "r" -> "" + value.whole(1, MAX_ENTRIES);
              case "steps" -> "" + value.whole(1, Long.MAX_VALUE);
              default -> "" + value.finite();
            });
      }
    }
    int r = Integer.parseInt(given.getOrDefault("r", "1"));
    root.get("r")
        .require(
            (m.rows() + (long) m.columns()) * r <= MAX_ENTRIES,
            "leave X and Y at most " + MAX_ENTRIES + " entries",
            r);
    JsonValue x = root.get("X");
    JsonValue y = root.get("Y");
    boolean starts = x.isPresent() || y.isPresent();
    root.get("startSigma")
        .require(!starts || !given.containsKey("startSigma"), "be given without X and Y");
    Optional<Start> start =
        starts ? Optional.of(Start.at(entries(x), entries(y))) : Optional.empty();
    Stream<String> told = DEFAULTED.stream().filter(f -> !(starts && f.equals("startSigma")));
    Experiment unchanged =
        new Experiment(
            name,
            "by default: " + told.collect(Collectors.joining(", ")),
            m,
            1,
            DEFAULT_ETA / size,
            DEFAULT_ETA / size,
            sigmaX,
            sigmaY,
            Experiment.balancedGamma(m.rows(), m.columns(), sigmaX, sigmaY),
            Start.normal(DEFAULT_START),
            DEFAULT_STEPS);
    Experiment setting = new NamedValues(given, "").in(unchanged);
    return start.map(setting::withStart).orElse(setting);
  }

  private static List<Double> entries(JsonValue matrix) {
    return matrix.matrix(Binary64.INSTANCE, JsonValue::finite).entries();
  }
}
