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
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Target;
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
 * <p>where only {@code M} is required, and not even that beside {@code X} and {@code Y}, whose
 * product it then is. {@code X} and {@code Y} may be replaced by {@code "startSigma"}, the standard
 * deviation of a random start. What is left out is chosen by the theory ({@link ProblemDefaults});
 * the title of the setting says what, and its origin why. A {@code name} is for the reader alone.
 * Other fields, and a field given twice, are refused; numbers are read as the nearest double.
 */
public final class ProblemFile {
  /** The fields that hold a number. */
  private static final List<String> NUMBERS =
      List.of("r", "etaX", "etaY", "sigmaX", "sigmaY", "gamma", "startSigma", "steps");

  private static final Set<String> FIELDS =
      Stream.concat(NUMBERS.stream(), Stream.of("M", "X", "Y", "name"))
          .collect(Collectors.toUnmodifiableSet());

  private final JsonValue root;

  private ProblemFile(JsonValue root) {
    this.root = root;
  }

  /**
   * Reads a problem; its name is that of the file.
   *
   * @param options values in place of those of the file
   * @param likeTraining whether step sizes are chosen as in training
   * @throws FormatException one line, if it holds no problem
   */
  public static Experiment read(Path file, NamedValues options, boolean likeTraining) {
    JsonValue root = object(file);
    String name = String.valueOf(file.getFileName());
    return root.within(() -> of(name, root, options, likeTraining));
  }

  /** The problem in a file as the JSON object that it is, or would be. */
  public static JsonValue object(Path file) {
    if (!MatrixFile.isNamed(file)) {
      boolean json = file.toString().endsWith(".json");
      return JsonReader.OF_FILES.read("problem" + (json ? "" : MatrixFile.NAMES), file);
    }
    byte[] object = MatrixFile.json(file).getBytes(UTF_8);
    return JsonReader.OF_FILES.read(file.toString(), false, "problem", object);
  }

  /**
   * The problem in JSON that was read already; its {@code name} is ignored.
   *
   * @param options values in place of those of the problem
   * @param likeTraining whether step sizes are chosen as in training
   * @throws FormatException one line, if it holds no problem
   */
  public static Experiment of(
      String called, JsonValue root, NamedValues options, boolean likeTraining) {
    return new ProblemFile(root.withFieldsAmong(FIELDS)).setting(called, options, likeTraining);
  }

  private Experiment setting(String name, NamedValues options, boolean likeTraining) {
    Map<String, String> fields = new HashMap<>();
    for (String field : NUMBERS) {
      JsonValue value = root.get(field);
      if (value.isPresent()) {
        fields.put(
            field,
            switch (field) {
              case "r" -> "" + value.whole(1, ProblemDefaults.MAX_ENTRIES);
              case "steps" -> "" + value.whole(1, Long.MAX_VALUE);
              default -> "" + value.finite();
            });
      }
    }
    JsonValue x = root.get("X");
    JsonValue y = root.get("Y");
    boolean starts = x.isPresent() || y.isPresent();
    root.get("startSigma")
        .require(!starts || !fields.containsKey("startSigma"), "be given without X and Y");
    if (!starts) {
      return ProblemDefaults.of(
          name, Target.of(matrix("M")), options.over(fields), Optional.empty(), likeTraining);
    }
    Matrix<Double> startX = matrix("X");
    Matrix<Double> startY = matrix("Y");
    Target<Double> m =
        root.get("M").isPresent()
            ? Target.of(matrix("M"))
            : Target.ofFactors(new Factors<>(startX, startY));
    fields.putIfAbsent("r", "" + startX.columns());
    Start start = Start.at(startX.entries(), startY.entries());
    Experiment setting =
        ProblemDefaults.of(name, m, options.over(fields), Optional.of(start), likeTraining);
    boolean isLarge =
        !likeTraining && !root.get("M").isPresent() && !options.over(fields).has("etaX");
    return isLarge && options.areOptions()
        ? setting.withDefault(
            "--like-training would choose smaller steps, as adapters are trained: updates of 0.001 of"
                + " the weights")
        : setting;
  }

  private Matrix<Double> matrix(String field) {
    return root.get(field).matrix(Binary64.INSTANCE, JsonValue::finite);
  }
}
