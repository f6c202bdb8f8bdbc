// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.cli.CommandRun;

/**
 * Known answers: each number that a note says a command prints is printed by it.
 *
 * <p>Below a table with decimals stands where they are from ({@code Printed by} commands, {@code
 * Measured by} a test or {@code with} a version, {@code Timed on} a machine, {@code Taken from}
 * elsewhere, {@code Worked out in} the text). What is printed is made anew by the long test: for
 * each row of a table one record of what the commands give, a line of text, of CSV or an object of
 * JSON, must hold all numbers of the row, to the digits that the note shows, and the row's first
 * cell, if the commands print such a word at all. Of a row that is {@code Printed in parts by} them
 * each number must stand in some such record.
 */
class NoteNumbersTest {
  private static final Path NOTES = Path.of("proofs-notes");

  /** Notes all of whose tables have one origin that no command prints. */
  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          Map.entry("CLAIMS.md", "generated, held by ProvedClaimTest"),
          Map.entry("kill-matrix.md", "generated, held by KillMatrixTest"),
          Map.entry("noise.md", "held by NoiseCoefficientsTest and InverseNormalTest"),
          Map.entry("other-tests.md", "held by src/golden/other_tests.py --short"),
          Map.entry("kept-results.md", "of other people's libraries, most of them not here"),
          Map.entry("paper.md", "of other people's projects"),
          Map.entry("benchmarks.md", "times of one machine"),
          Map.entry("building.md", "times of one machine"),
          Map.entry("certificates.md", "times of one machine"),
          Map.entry("kernels.md", "times of one machine"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.])-?\\d[\\d,]*(\\.\\d+)?([eE][-+]?\\d+)?");

  /** An object of JSON with more numbers than this is no record, but holds records. */
  private static final int LARGEST_RECORD = 80;

  /** Tells the sample of commands that continuous integration runs: every so many, from one on. */
  private static final int EVERY = Integer.getInteger("notes.every", 1);

  private static final int FROM = Integer.getInteger("notes.from", 0);

  /** For authors: the one note whose numbers are made anew. */
  private static final String ONLY = System.getProperty("notes.only", ".md");

  @TempDir private Path directory;

  /** A record: the names it goes by, a first word or the texts of an object, and its numbers. */
  private record Found(Set<String> words, List<BigDecimal> numbers) {
    static Found all(List<Found> records) {
      return new Found(
          Set.of(), records.stream().flatMap(record -> record.numbers().stream()).toList());
    }

    boolean holds(String number) {
      boolean percent = number.endsWith("%");
      BigDecimal shown = new BigDecimal(number.replaceAll("[,%]", ""));
      BigDecimal half = BigDecimal.valueOf(5, shown.scale() + 1);
      return numbers.stream()
          .anyMatch(
              n ->
                  n.subtract(shown).abs().compareTo(half) <= 0
                      || percent && n.movePointRight(2).subtract(shown).abs().compareTo(half) <= 0);
    }
  }

  private static Map<Path, List<NotedNumbers>> notes() throws IOException {
    Map<Path, List<NotedNumbers>> all = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(NOTES)) {
      for (Path note : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        if (!OTHERWISE.containsKey(note.getFileName().toString())) {
          all.put(note, NotedNumbers.of(Files.readString(note)));
        }
      }
    }
    return all;
  }

  @Test
  void tables_withDecimals_tellWhereTheyAreFrom() throws IOException {
    List<String> untold = new ArrayList<>();
    notes()
        .forEach(
            (note, tables) ->
                tables.stream()
                    .filter(table -> table.hasDecimals() && table.origin().isEmpty())
                    .forEach(table -> untold.add(note + ": " + table.lines().get(0))));
    assertEquals(List.of(), untold, "tables with decimals without a sentence on their origin");
  }

  @Test
  void tests_thatHoldNumbers_areThere() throws IOException {
    Set<String> classes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      files.forEach(f -> classes.add(f.getFileName().toString().replace(".java", "")));
    }
    for (Map.Entry<Path, List<NotedNumbers>> note : notes().entrySet()) {
      for (NotedNumbers numbers : note.getValue()) {
        if (numbers.origin().startsWith("Measured by")) {
          assertFalse(numbers.sources().isEmpty(), note.getKey() + ": " + numbers.origin());
          numbers
              .sources()
              .forEach(name -> assertTrue(classes.contains(name), note.getKey() + ": " + name));
        }
      }
    }
  }

  @TestFactory
  @Tag("notes")
  List<DynamicTest> numbers_ofEachNote_arePrintedByTheirCommands() throws IOException {
    Map<String, List<DynamicTest>> byCommands = new LinkedHashMap<>();
    notes()
        .forEach(
            (note, tables) ->
                tables.stream()
                    .filter(table -> table.isPrinted() && note.toString().endsWith(ONLY))
                    .forEach(
                        table ->
                            table
                                .lines()
                                .forEach(
                                    row ->
                                        byCommands
                                            .computeIfAbsent(
                                                String.join("; ", table.commands(row)),
                                                c -> new ArrayList<>())
                                            .add(
                                                dynamicTest(
                                                    note.getFileName() + ": " + row,
                                                    () -> check(table, row))))));
    assertFalse(byCommands.isEmpty(), "no command prints a table of the note " + ONLY);
    List<DynamicTest> sample = new ArrayList<>();
    int i = 0;
    for (List<DynamicTest> tests : byCommands.values()) {
      if (i++ % EVERY == FROM % EVERY) {
        sample.addAll(tests);
      }
    }
    return sample;
  }

  private final Map<String, List<Found>> printed = new LinkedHashMap<>();
  private final Map<String, Path> outputs = new LinkedHashMap<>();

  private void check(NotedNumbers table, String row) throws Exception {
    List<Found> found = new ArrayList<>();
    Path results = directory;
    for (String command : table.commands(row)) {
      // A program reads what the command before it wrote.
      boolean program = !command.startsWith("./verify.sh ");
      String key = program ? command + " after " + results : command;
      if (!printed.containsKey(key)) {
        outputs.put(key, program ? results : directory.resolve("out" + printed.size()));
        printed.put(key, program ? program(command, results) : run(command, outputs.get(key)));
      }
      results = outputs.get(key);
      found.addAll(printed.get(key));
    }
    String label = NotedNumbers.firstCell(row).replace("`", "");
    boolean known =
        !label.isEmpty() && found.stream().anyMatch(record -> record.words().contains(label));
    List<String> numbers = NotedNumbers.numbers(row);
    assertFalse(numbers.isEmpty(), "no number in " + row);
    List<Found> labelled =
        found.stream().filter(record -> !known || record.words().contains(label)).toList();
    List<String> missing = numbers;
    for (Found record : table.isInParts() ? List.of(Found.all(labelled)) : labelled) {
      List<String> left = numbers.stream().filter(n -> !record.holds(n)).toList();
      missing = left.size() < missing.size() ? left : missing;
    }
    List<String> nowhere = missing;
    assertEquals(
        List.of(), nowhere, () -> "numbers that no record of " + table.commands(row) + " has");
  }

  /** The records of what a command prints, and writes into the directory that it is given. */
  private List<Found> run(String command, Path out) throws IOException {
    Path json = directory.resolve(printed.size() + ".json");
    String line = command.substring(12).replace("'", "").replace("DIR", out.toString());
    List<String> words = new ArrayList<>(List.of(line.split(" +")));
    words.addAll(List.of("--json", json.toString()));
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertEquals("", run.err());
    List<Found> found = new ArrayList<>();
    records(JSON.readTree(json.toFile()), "", found);
    if (Files.isDirectory(out)) {
      try (Stream<Path> files = Files.walk(out)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
          Files.readAllLines(file).forEach(row -> found.add(record(row.replace(",", " "))));
        }
      }
    }
    run.out().lines().forEach(printedLine -> found.add(record(printedLine)));
    return found;
  }

  /** The records that a Python program beside the notes prints, run where results lie. */
  private static List<Found> program(String command, Path results)
      throws IOException, InterruptedException {
    assertTrue(command.startsWith("python3 "), "a command is verify.sh's, or a program's");
    String program = Path.of(command.substring(8)).toAbsolutePath().toString();
    Process python =
        new ProcessBuilder("python3", program)
            .directory(results.toFile())
            .redirectErrorStream(true)
            .start();
    String text = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), text);
    return text.lines().map(NoteNumbersTest::record).toList();
  }

  private static Found record(String line) {
    List<BigDecimal> numbers = new ArrayList<>();
    Matcher number = NUMBER.matcher(line);
    while (number.find()) {
      numbers.add(new BigDecimal(number.group().replace(",", "")));
    }
    return new Found(Set.of(line.strip().split("\\s+", 2)[0]), numbers);
  }

  /** Adds each object of a tree, with what is in it but for arrays, and what it stands under. */
  private static void records(JsonNode node, String name, List<Found> found) {
    if (node.isObject()) {
      List<BigDecimal> numbers = new ArrayList<>();
      Set<String> words = new TreeSet<>(Set.of(name));
      leaves(node, numbers, words);
      if (numbers.size() <= LARGEST_RECORD) {
        found.add(new Found(words, numbers));
      }
      node.properties().forEach(field -> records(field.getValue(), field.getKey(), found));
    } else {
      node.forEach(element -> records(element, name, found));
    }
  }

  private static void leaves(JsonNode node, List<BigDecimal> numbers, Set<String> words) {
    if (node.isNumber()) {
      numbers.add(node.decimalValue());
    } else if (node.isTextual()) {
      words.add(node.textValue());
    }
    if (!node.isArray()) {
      node.forEach(child -> leaves(child, numbers, words));
    }
  }
}
