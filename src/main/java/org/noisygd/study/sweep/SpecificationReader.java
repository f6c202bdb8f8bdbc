// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonText;
import org.noisygd.io.json.JsonValue;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.study.ExperimentReader;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.file.MatrixFile;
import org.noisygd.study.sweep.Specification.Axis;

/**
 * Reads a specification, strictly: one JSON object with the fields of proofs-notes/sweeps.md and no
 * others, each once. Every error is one line and names the field.
 */
public final class SpecificationReader {
  /** The options that hold whole numbers. */
  private static final List<String> WHOLE = List.of("rank", "replicates", "steps", "seed");

  /** The options of {@code study precision} that a sweep takes. */
  static final List<String> OPTIONS =
      List.of(
          ("setting problem rank eta sigma gamma start arithmetic reference replicates steps seed"
                  + " band")
              .split(" "));

  /** The options that every specification fixes by default. */
  private static final Map<String, Value> DEFAULTS =
      Map.of(
          "setting", Value.ofText("fig4"),
          "reference", Value.ofText("double-double"),
          "replicates", Value.ofNumber("32"),
          "seed", Value.ofNumber("" + StudyOptions.DEFAULT_SEED));

  /** The directory of problem files. */
  private final Path directory;

  private SpecificationReader(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it holds no specification
   */
  public static Specification read(Path file) {
    JsonValue root = JsonReader.OF_FILES.read("specification", file);
    @Nullable Path parent = file.toAbsolutePath().getParent();
    return of(root, parent == null ? file.toAbsolutePath() : parent);
  }

  /**
   * Reads a text.
   *
   * @param directory the directory of problem files
   * @throws IllegalArgumentException if it holds no specification
   */
  public static Specification of(String text, Path directory) {
    return of(JsonReader.OF_FILES.read("specification", text), directory);
  }

  private static Specification of(JsonValue root, Path directory) {
    return root.within(
        () -> {
          Specification read = new SpecificationReader(directory).specification(root);
          CellStudy.requireAll(read);
          return read;
        });
  }

  private Specification specification(JsonValue root) {
    root.withFieldsAmong(Set.of("sweep", "fixed", "grid"));
    Map<String, Value> fixed = new HashMap<>();
    JsonValue object = root.get("fixed");
    for (JsonValue field : object.isPresent() ? object.fields() : List.<JsonValue>of()) {
      fixed.put(Require.oneOf("option in fixed", OPTIONS, field.key()), value(field.key(), field));
    }
    List<Axis> grid = new ArrayList<>();
    for (JsonValue field : root.get("grid").fields()) {
      String option = Require.oneOf("option in grid", OPTIONS, field.key());
      field.require(field.isArray() && !field.elements().isEmpty(), "be a non-empty array");
      grid.add(new Axis(option, field.elements().stream().map(v -> value(option, v)).toList()));
    }
    List<String> varied = grid.stream().map(Axis::option).toList();
    boolean hasProblem = fixed.containsKey("problem") || varied.contains("problem");
    DEFAULTS.forEach(
        (option, value) -> {
          if (!varied.contains(option) && !(option.equals("setting") && hasProblem)) {
            fixed.putIfAbsent(option, value);
          }
        });
    return new Specification(root.get("sweep").text(), fixed, grid);
  }

  private Value value(String option, JsonValue node) {
    if (option.equals("problem")) {
      return problem(node);
    }
    if (WHOLE.contains(option)) {
      long most =
          option.equals("steps") || option.equals("seed") ? Long.MAX_VALUE : Integer.MAX_VALUE;
      return Value.ofNumber("" + node.whole(option.equals("seed") ? Long.MIN_VALUE : 1, most));
    }
    node.require(node.isNumber() || node.isText(), "be a number or a string");
    return node.isText()
        ? Value.ofText(node.text())
        : Value.ofNumber(Literals.format(node.finite()));
  }

  /** A problem with its fields in alphabetic order; a problem from a file has the file's name. */
  private Value problem(JsonValue node) {
    JsonValue problem = node;
    String name = "problem";
    if (node.isText()) {
      Path file = directory.resolve(node.text());
      name = String.valueOf(file.getFileName());
      problem =
          MatrixFile.isNamed(file) ? MatrixFile.read(file).json() : ExperimentReader.object(file);
    } else {
      node.require(node.isObject(), "be a problem or the name of a file");
      name = node.get("name").isPresent() ? node.get("name").scalar() : name;
    }
    Map<String, String> fields = new TreeMap<>();
    for (JsonValue field : problem.fields()) {
      fields.put(field.key(), canonical(field));
    }
    fields.put("name", JsonText.quote(name));
    return new Value(
        name,
        fields.entrySet().stream()
            .map(e -> JsonText.quote(e.getKey()) + ":" + e.getValue())
            .collect(Collectors.joining(",", "{", "}")));
  }

  /** Numbers as the nearest double, printed in the same way on every Java version. */
  private static String canonical(JsonValue node) {
    if (node.isArray()) {
      return node.elements().stream()
          .map(SpecificationReader::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return node.isText() ? JsonText.quote(node.text()) : Literals.format(node.finite());
  }
}
