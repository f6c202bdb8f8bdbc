// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.report.Column;
import org.noisygd.report.json.JsonReader;
import org.noisygd.report.json.JsonText;
import org.noisygd.report.json.JsonValue;
import org.noisygd.study.ProblemFile;
import org.noisygd.study.StudyOptions;

/**
 * Reads a specification, strictly: one JSON object with the fields of proofs-notes/sweeps.md and no
 * others, each once. Every complaint is one line and names the field.
 */
public final class SpecificationReader {
  private static final Set<String> FIELDS =
      Set.of("format", "sweep", "study", "fixed", "grid", "together", "record");

  /** The parameters that every specification fixes by default. */
  private static final Map<Parameter, Value> DEFAULTS =
      Map.of(
          Parameter.SETTING, Value.of("fig4"),
          Parameter.REFERENCE, Value.of("double-double"),
          Parameter.REPLICATES, Value.of(32),
          Parameter.SEED, Value.of(StudyOptions.DEFAULT_SEED));

  private static final String FORMAT = String.valueOf(Specification.FORMAT);

  /** The most values of a range. */
  private static final long LONGEST_RANGE = 1_000_000;

  private final JsonValue root;

  /** Where names of problem files are looked up. */
  private final Path directory;

  private SpecificationReader(JsonValue root, Path directory) {
    this.root = root;
    this.directory = directory;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException one line, if it holds no specification
   */
  public static Specification read(Path file) {
    JsonValue root = JsonReader.OF_FILES.read("specification", file);
    @Nullable Path parent = file.toAbsolutePath().getParent();
    return of(root, parent == null ? file.toAbsolutePath() : parent);
  }

  /**
   * Reads a text.
   *
   * @param directory where names of problem files are looked up
   * @throws IllegalArgumentException one line, if it holds no specification
   */
  public static Specification of(String text, Path directory) {
    return of(JsonReader.OF_FILES.read("specification", text), directory);
  }

  private static Specification of(JsonValue root, Path directory) {
    return root.within(
        () -> {
          Specification read = new SpecificationReader(root, directory).specification();
          PointStudy.requireAll(read);
          return read;
        });
  }

  private Specification specification() {
    root.withFieldsAmong(FIELDS);
    JsonValue format = root.get("format");
    boolean known = !format.isPresent() || format.toString().equals(FORMAT);
    format.require(known, "be " + FORMAT);
    JsonValue study = root.get("study");
    study.require(!study.isPresent() || study.isText("precision"), "be \"precision\"");
    Map<Parameter, Value> fixed = fixed();
    List<GridAxis> grid = grid();
    DEFAULTS.forEach(
        (parameter, value) -> {
          boolean varied = grid.stream().anyMatch(axis -> axis.parameter() == parameter);
          boolean replaced =
              parameter == Parameter.SETTING
                  && (fixed.containsKey(Parameter.PROBLEM)
                      || grid.stream().anyMatch(axis -> axis.parameter() == Parameter.PROBLEM));
          if (!varied && !replaced) {
            fixed.putIfAbsent(parameter, value);
          }
        });
    return new Specification(root.get("sweep").text(), fixed, grid, together(), recorded());
  }

  private static Parameter parameter(String where, String word) {
    return Require.oneOf(
        "parameter in " + where, List.of(Parameter.values()), Parameter::word, word);
  }

  private Map<Parameter, Value> fixed() {
    Map<Parameter, Value> fixed = new EnumMap<>(Parameter.class);
    JsonValue object = root.get("fixed");
    for (JsonValue field : object.isPresent() ? object.fields() : List.<JsonValue>of()) {
      Parameter parameter = parameter("fixed", field.key());
      fixed.put(parameter, value(parameter.kind(), field));
    }
    return fixed;
  }

  private List<GridAxis> grid() {
    List<GridAxis> grid = new ArrayList<>();
    for (JsonValue field : root.get("grid").fields()) {
      Parameter parameter = parameter("grid", field.key());
      grid.add(new GridAxis(parameter, values(parameter.kind(), field)));
    }
    return grid;
  }

  /** An array of values, or a range of whole numbers. */
  private List<Value> values(Parameter.Kind kind, JsonValue node) {
    List<Value> values = new ArrayList<>();
    if (node.isObject()) {
      node.require(kind.takesCounts(), "be an array");
      node.withFieldsAmong(Set.of("from", "to", "by"));
      long from = whole(node.get("from"), "");
      long to = whole(node.get("to"), "");
      long by = node.get("by").isPresent() ? node.get("by").whole(1, Long.MAX_VALUE) : 1;
      boolean within = to >= from && Math.subtractExact(to, from) / by < LONGEST_RANGE;
      node.require(within, "be a range of 1 to 1,000,000 numbers", from + " to " + to);
      for (long k = from; k <= to; k += by) {
        values.add(Value.of(k));
      }
      return values;
    }
    node.require(node.isArray() && !node.elements().isEmpty(), "be an array with a value");
    for (JsonValue element : node.elements()) {
      values.add(value(kind, element));
    }
    return values;
  }

  private Value value(Parameter.Kind kind, JsonValue node) {
    if (kind == Parameter.Kind.PROBLEM) {
      return problem(node);
    }
    if (node.isText() && kind.takesWords()) {
      node.require(!node.text().isEmpty(), "be a word");
      return Value.of(node.text());
    }
    String orWord = kind.takesWords() ? " or a word" : "";
    if (kind.takesCounts()) {
      return Value.of(whole(node, orWord));
    }
    node.require(kind.takesNumbers(), "be a word in quotes");
    node.require(node.isNumber(), "be a number" + orWord);
    return Value.of(node.finite());
  }

  private static long whole(JsonValue node, String orWord) {
    node.require(node.isWhole(), "be a whole number" + orWord);
    return node.whole(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** A problem with its fields in alphabetic order; a problem from a file has the file's name. */
  private Value problem(JsonValue node) {
    JsonValue problem = node;
    String name = "problem";
    if (node.isText()) {
      Path file = directory.resolve(node.text());
      name = String.valueOf(file.getFileName());
      problem = ProblemFile.object(file);
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

  /** Numbers as the nearest double, in one way on every Java version. */
  private static String canonical(JsonValue node) {
    if (node.isArray()) {
      return node.elements().stream()
          .map(SpecificationReader::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return node.isText() ? JsonText.quote(node.text()) : Literals.format(node.finite());
  }

  private List<Parameter> together() {
    List<Parameter> together = new ArrayList<>();
    for (String word : words("together")) {
      Parameter parameter = parameter("together", word);
      Require.that(!together.contains(parameter), "together", "name each axis once", word);
      together.add(parameter);
    }
    return together;
  }

  private List<Column> recorded() {
    if (!root.get("record").isPresent()) {
      return Quantities.ALL;
    }
    List<String> names = Quantities.ALL.stream().map(Column::name).toList();
    List<Column> recorded = new ArrayList<>();
    for (String word : words("record")) {
      Column column =
          Quantities.ALL.get(names.indexOf(Require.oneOf("quantity in record", names, word)));
      Require.that(!recorded.contains(column), "record", "name each quantity once", word);
      recorded.add(column);
    }
    return recorded;
  }

  private List<String> words(String field) {
    JsonValue words = root.get(field);
    return words.isPresent() ? words.texts() : List.of();
  }
}
