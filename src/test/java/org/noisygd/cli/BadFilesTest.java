// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Known answers: the faults that a file of numbers can have, each through the command line of one
 * of its readers. Every one is exit status 2 and one line, which says the file and the place.
 */
class BadFilesTest {
  /** The commands that read files, FILE being the file; by the reader's name, with its ending. */
  private static final Map<String, String> READERS = new LinkedHashMap<>();

  static {
    String study = "study precision --replicates 1 --steps 1 --arithmetic bfloat16 --problem FILE";
    for (String ending : List.of("csv", "tsv", "txt", "npy", "npz", "safetensors", "mtx", "json")) {
      READERS.put(ending, study);
    }
    READERS.put("sparse.mtx", study);
    READERS.put("sweep.json", "study sweep FILE");
    READERS.put("trace.jsonl", "trace FILE");
    READERS.put("replies.jsonl", "candidate --only loss --diagnosis-timeout 0 --replies FILE");
    READERS.put("loss.json", "bound loss --data FILE");
    READERS.put("dot.json", "bound dot --data FILE");
  }

  /**
   * Faults of what a file says: reader, fault, text, place. A text may have line feeds as \n, a
   * place begins behind the file's name.
   */
  private static final String WRONG_TEXTS =
      """
      csv|overflow|1,1e999\\n|:1:3:
      csv|ragged|1,2\\n# two\\n3\\n|:3:1:
      csv|wrong head|a,b\\n1,2\\n|:1:1:
      tsv|no entries|\\n\\n|:
      txt|wrong type|1 (2+1j)\\n|:1:3:
      mtx|not a number|%%MatrixMarket matrix array real general\\n1 2\\n1\\nnan\\n|:4:1:
      mtx|ragged|%%MatrixMarket matrix array real general\\n1 1\\n1\\n2\\n|:4:1:
      mtx|no entries|%%MatrixMarket matrix array real general\\n0 2\\n|:2:1:
      mtx|wrong type|%%MatrixMarket matrix array complex general\\n1 1\\n1 0\\n|:1:1:
      sparse.mtx|overflow|%%MatrixMarket matrix coordinate real general\\n2 2 1\\n1 1 1e400\\n|:3:5:
      sparse.mtx|given twice|%%MatrixMarket matrix coordinate real general\\n2 2 2\\n1 1 1\\n1 1 2\\n|:4:1:
      sparse.mtx|given twice|%%MatrixMarket matrix coordinate real symmetric\\n2 2 2\\n2 1 1\\n1 2 2\\n|:4:1:
      sparse.mtx|cut off|%%MatrixMarket matrix coordinate real general\\n2 2 3\\n1 1 1\\n2 2 1\\n|:
      sparse.mtx|wrong head|%%MatrixMarket matrix coordinate real general\\n2 2\\n1 1 1\\n|:2:1:
      sparse.mtx|outside|%%MatrixMarket matrix coordinate real general\\n2 2 1\\n1 3 1\\n|:3:3:
      sparse.mtx|outside|%%MatrixMarket matrix coordinate real skew-symmetric\\n2 2 1\\n1 1 1\\n|:3:1:
      json|infinite|{"M":[[1,\\n-Infinity]]}|:2:2:
      json|overflow|{"M":[[1,1e999]]}|: M[0][1]
      json|three axes|{"M":[[[1],[2]]]}|: M[0][0]
      json|wrong type|{"M":[[1,"2"]]}|: M[0][1]
      json|huge|{"M":[[1]],"r":1000000000}|: r
      sweep.json|not a number|{"sweep":"a","grid":{"eta":[NaN]}}|:1:29:
      sweep.json|no entries|{"sweep":"a","grid":{"eta":[]}}|: grid.eta
      sweep.json|huge|{"sweep":"a","grid":{"replicates":[9999999999]}}|: grid.replicates[0]
      trace.jsonl|decimal comma|{"trace":1,"M":[[1]],"etaX":1,5;"etaY":1}\\n|:1:31:
      trace.jsonl|wrong head|{"t":0,"X":[[1]],"Y":[[1]]}\\n|:1:
      loss.json|not a number|{"id":1,"M":[[1]],"X":[[1]],"Y":[[NaN]]}|:1:35:
      loss.json|ragged|{"id":1,"M":[[1,2],[1]],"X":[[1]],"Y":[[1]]}|: M[1]
      dot.json|overflow|{"x":[1],"y":[1e999]}|: y[0]
      dot.json|wrong type|{"x":["1"],"y":[1]}|: x[0]
      """;

  @TempDir private Path directory;

  /** A file that cannot be read, or that has a fault. */
  private record Fault(String reader, String name, Path file, String place) {}

  private Path write(String reader, byte[] bytes) throws IOException {
    Path folder = Files.createTempDirectory(directory, "file");
    return Files.write(folder.resolve("m." + reader), bytes);
  }

  private Path write(String reader, String text) throws IOException {
    return write(reader, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Fault> wrongTexts() throws IOException {
    List<Fault> faults = new ArrayList<>();
    for (String row : WRONG_TEXTS.lines().toList()) {
      String[] cells = row.split("\\|", -1);
      String text = cells[2].replace("\\n", "\n").replace("\\t", "\t");
      faults.add(new Fault(cells[0], cells[1], write(cells[0], text), cells[3]));
    }
    return faults;
  }

  private List<Fault> wrongArrays() throws IOException {
    List<Fault> faults = new ArrayList<>();
    for (String reader : List.of("npy", "npz", "safetensors")) {
      BadArrays.write(
          reader,
          (fault, place, bytes) ->
              faults.add(new Fault(reader, fault, write(reader, bytes), place)));
    }
    return faults;
  }

  /** Files that no reader takes. */
  private List<Fault> noFiles(String reader) throws IOException {
    byte[] junk = new byte[300];
    for (int k = 0; k < junk.length; k++) {
      junk[k] = (byte) (k * 151 + 128);
    }
    Path none = directory.resolve("none." + reader);
    Path folder = Files.createDirectories(directory.resolve("folder." + reader));
    return List.of(
        new Fault(reader, "missing", none, ": no such file"),
        new Fault(reader, "folder", folder, ": must be a file, got a directory"),
        new Fault(reader, "junk", write(reader, junk), ""));
  }

  /** Texts that are not JSON. */
  private List<Fault> noTexts() throws IOException {
    String reader = "json";
    Path circle = directory.resolve("circle." + reader);
    Files.createSymbolicLink(circle, circle); // nobody can open it, not even root
    byte[] wide = "1,2\n".getBytes(StandardCharsets.UTF_16);
    byte[] latin = "{\"é\n".getBytes(StandardCharsets.ISO_8859_1);
    return List.of(
        new Fault(reader, "unreadable", circle, ": "),
        new Fault(reader, "empty", write(reader, ""), ""),
        new Fault(reader, "zeros", write(reader, new byte[40]), ""),
        new Fault(reader, "gzip", write(reader, new byte[] {0x1f, (byte) 0x8b, 8, 0}), ""),
        new Fault(reader, "UTF-16", write(reader, wide), ""),
        new Fault(reader, "Latin-1", write(reader, latin), ""));
  }

  private List<Fault> all() throws IOException {
    List<Fault> all = new ArrayList<>();
    for (String reader : READERS.keySet()) {
      all.addAll(noFiles(reader));
    }
    all.addAll(noTexts());
    all.addAll(wrongTexts());
    all.addAll(wrongArrays());
    return all;
  }

  @TestFactory
  Stream<DynamicTest> badFile_isOneLineWithItsPlaceAndStatusTwo() throws IOException {
    return all().stream()
        .map(
            fault ->
                DynamicTest.dynamicTest(fault.reader + ", " + fault.name, () -> refused(fault)));
  }

  private static void refused(Fault fault) {
    String[] words = READERS.get(fault.reader).split(" ", -1);
    words[words.length - 1] = fault.file.toString();
    CommandRun run = CommandRun.of(words);
    String all = run.out() + run.err();
    String start = fault.reader.equals("trace.jsonl") ? "UNUSABLE: " : ""; // a trace has a verdict
    List<String> reported = all.lines().filter(line -> line.startsWith(start)).toList();
    assertEquals(2, run.status(), all);
    assertEquals(1, reported.size(), all);
    String line = reported.get(0);
    assertTrue(line.contains(fault.file + fault.place), line);
    assertTrue(line.length() < 400 && line.chars().allMatch(c -> c >= ' ' && c < 0x7f), line);
  }

  /** Every option that takes a number, of every command. */
  @TestFactory
  Stream<DynamicTest> option_thatIsNoNumber_isOneLineAndStatusTwo() {
    return options(new ArrayList<>(), Main.commandLine("--help"));
  }

  private static Stream<DynamicTest> options(List<String> words, CommandLine command) {
    Stream<DynamicTest> ours =
        command.getCommandSpec().options().stream()
            .filter(
                option ->
                    Stream.of(
                            option.typeInfo().getType(),
                            option.auxiliaryTypes()[option.auxiliaryTypes().length - 1])
                        .anyMatch(BadFilesTest::isNumber))
            .map(
                option ->
                    DynamicTest.dynamicTest(
                        String.join(" ", words) + " " + option.longestName(),
                        () -> refused(words, option)));
    return Stream.concat(
        ours,
        command.getSubcommands().entrySet().stream()
            .flatMap(
                sub ->
                    options(
                        Stream.concat(words.stream(), Stream.of(sub.getKey())).toList(),
                        sub.getValue())));
  }

  private static boolean isNumber(Class<?> type) {
    return Set.of(int.class, long.class, double.class, Integer.class, Long.class, Double.class)
        .contains(type);
  }

  private static void refused(List<String> words, CommandLine.Model.OptionSpec option) {
    for (String value : List.of("NaN", "1,5", "")) {
      List<String> line = new ArrayList<>(words);
      line.add(option.longestName() + "=" + (option.typeInfo().isMap() ? "x=" : "") + value);
      CommandRun.assertUnusable(option.longestName(), line.toArray(String[]::new));
    }
  }
}
