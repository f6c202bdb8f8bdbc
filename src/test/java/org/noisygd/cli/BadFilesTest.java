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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.study.file.BinaryFile;
import picocli.CommandLine;

/**
 * Known answers: each reader of numbers by each fault that a file can have, through the command
 * line. Every one is exit status 2 and one line, which says the file and the place.
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
   * place begins behind the file's name. A reader that has no row for a fault has a dash in {@link
   * #NONE}.
   */
  private static final String WRONG_TEXTS =
      """
      csv|not a number|1,2\\n3,nan\\n|:2:3:
      csv|infinite|1,2\\n-Infinity,3\\n|:2:1:
      csv|overflow|1,1e999\\n|:1:3:
      csv|decimal comma|1,5;2,5\\n|:1:1:
      csv|ragged|1,2\\n# two\\n3\\n|:3:1:
      csv|no entries|# nothing\\n|:
      csv|cut off|1,2\\n3,|:2:3:
      csv|wrong type|1,"2"\\n|:1:3:
      csv|wrong head|a,b\\n1,2\\n|:1:1:
      tsv|not a number|1\\tNaN\\n|:1:3:
      tsv|infinite|1\\n inf\\n|:2:2:
      tsv|overflow|-1e400\\t1\\n|:1:1:
      tsv|decimal comma|1,5\\t2,5\\n|:1:1:
      tsv|ragged|1\\t2\\n3\\n|:2:1:
      tsv|no entries|\\n\\n|:
      tsv|cut off|1\\t2\\n3\\t-|:2:3:
      tsv|wrong type|1\\ttrue\\n|:1:3:
      tsv|wrong head|x\\ty\\n|:1:1:
      txt|not a number|1 2\\n3 nan\\n|:2:3:
      txt|infinite|1  inf\\n|:1:4:
      txt|overflow|1e309 2\\n|:1:1:
      txt|decimal comma|1,5 2,5\\n|:1:3:
      txt|ragged|1 2\\n3 4 5\\n|:2:1:
      txt|no entries| \\n|:
      txt|cut off|1 2\\n3 4e|:2:3:
      txt|wrong type|1 (2+1j)\\n|:1:3:
      txt|wrong head|M =\\n1 2\\n|:1:1:
      mtx|not a number|%%MatrixMarket matrix array real general\\n1 2\\n1\\nnan\\n|:4:1:
      mtx|infinite|%%MatrixMarket matrix array real general\\n1 2\\n1\\ninf\\n|:4:1:
      mtx|overflow|%%MatrixMarket matrix array real general\\n1 2\\n1\\n1e999\\n|:4:1:
      mtx|decimal comma|%%MatrixMarket matrix array real general\\n1 1\\n1,5\\n|:3:1:
      mtx|ragged|%%MatrixMarket matrix array real general\\n1 1\\n1\\n2\\n|:4:1:
      mtx|no entries|%%MatrixMarket matrix array real general\\n0 2\\n|:2:1:
      mtx|cut off|%%MatrixMarket matrix array real general\\n2 2\\n1\\n2\\n|:
      mtx|wrong type|%%MatrixMarket matrix array complex general\\n1 1\\n1 0\\n|:1:1:
      mtx|wrong head|1 2\\n3 4\\n|:1:1:
      mtx|huge|%%MatrixMarket matrix array real general\\n999999 999999\\n1\\n|:2:1:
      sparse.mtx|not a number|%%MatrixMarket matrix coordinate real general\\n2 2 1\\n1 1 nan\\n|:3:5:
      sparse.mtx|infinite|%%MatrixMarket matrix coordinate real general\\n2 2 1\\n1 1 -inf\\n|:3:5:
      sparse.mtx|overflow|%%MatrixMarket matrix coordinate real general\\n2 2 1\\n1 1 1e400\\n|:3:5:
      sparse.mtx|decimal comma|%%MatrixMarket matrix coordinate real general\\n2 2 1\\n1 1 1,5\\n|:3:5:
      sparse.mtx|ragged|%%MatrixMarket matrix coordinate real general\\n2 2 2\\n1 1\\n1 2 2 1\\n|:3:1:
      sparse.mtx|no entries|%%MatrixMarket matrix coordinate real general\\n2 0 0\\n|:2:3:
      sparse.mtx|given twice|%%MatrixMarket matrix coordinate real general\\n2 2 2\\n1 1 1\\n1 1 2\\n|:4:1:
      sparse.mtx|given twice|%%MatrixMarket matrix coordinate real symmetric\\n2 2 2\\n2 1 1\\n1 2 2\\n|:4:1:
      sparse.mtx|cut off|%%MatrixMarket matrix coordinate real general\\n2 2 3\\n1 1 1\\n2 2 1\\n|:
      sparse.mtx|wrong type|%%MatrixMarket matrix coordinate real hermitian\\n1 1 1\\n1 1 1\\n|:1:1:
      sparse.mtx|wrong head|%%MatrixMarket matrix coordinate real general\\n2 2\\n1 1 1\\n|:2:1:
      sparse.mtx|huge|%%MatrixMarket matrix coordinate real general\\n99999 99999 1\\n1 1 1\\n|:2:1:
      sparse.mtx|outside|%%MatrixMarket matrix coordinate real general\\n2 2 1\\n1 3 1\\n|:3:3:
      sparse.mtx|outside|%%MatrixMarket matrix coordinate real skew-symmetric\\n2 2 1\\n1 1 1\\n|:3:1:
      json|not a number|{"M":[[1,NaN]]}|:1:10:
      json|infinite|{"M":[[1,\\n-Infinity]]}|:2:2:
      json|overflow|{"M":[[1,1e999]]}|: M[0][1]
      json|decimal comma|{"M":[[1,5;2,5]]}|:1:11:
      json|ragged|{"M":[[1,2],[3]]}|: M[1]
      json|no entries|{"M":[]}|: M
      json|no entries|{"M":[[]]}|: M[0]
      json|three axes|{"M":[[[1],[2]]]}|: M[0][0]
      json|given twice|{"M":[[1]],\\n"M":[[2]]}|:2:1:
      json|cut off|{"M":[[1,2],[3|:1:15:
      json|wrong type|{"M":[[1,"2"]]}|: M[0][1]
      json|wrong type|{"M":[[1]],"etaX":[1]}|: etaX
      json|wrong head|{"matrix":[[1]]}|:
      json|huge|{"M":[[1]],"r":1000000000}|: r
      json|outside|{"M":[[1]],"etaX":-1}|: etaX
      json|outside|{"M":[[1]],"X":[[1],[2]],"Y":[[1]]}|:
      sweep.json|not a number|{"sweep":"a","grid":{"eta":[NaN]}}|:1:29:
      sweep.json|infinite|{"sweep":"a","grid":{"eta":[-Infinity]}}|:1:30:
      sweep.json|overflow|{"sweep":"a","grid":{"eta":[1,1e999]}}|: grid.eta[1]
      sweep.json|decimal comma|{"sweep":"a","grid":{"eta":[0,01;2]}}|:1:32:
      sweep.json|ragged|{"sweep":"a","fixed":{"problem":{"M":[[1,2],[3]]},"arithmetic":"bfloat16"},"grid":{"eta":[1]}}|:
      sweep.json|no entries|{"sweep":"a","grid":{"eta":[]}}|: grid.eta
      sweep.json|three axes|{"sweep":"a","grid":{"eta":[[1]]}}|: grid.eta[0]
      sweep.json|given twice|{"sweep":"a","grid":{"eta":[1],"eta":[2]}}|:1:32:
      sweep.json|cut off|{"sweep":"a","grid":{"eta":[1|:1:30:
      sweep.json|wrong type|{"sweep":"a","grid":{"seed":["x"]}}|: grid.seed[0]
      sweep.json|wrong head|{"sweep":"a","gird":{}}|:
      sweep.json|huge|{"sweep":"a","grid":{"replicates":[9999999999]}}|: grid.replicates[0]
      sweep.json|outside|{"sweep":"a","fixed":{"arithmetic":"bfloat16"},"grid":{"eta":[-1]}}|:
      sweep.json|outside|{"sweep":"a","grid":{"problem":["nowhere.npy"]}}|:
      trace.jsonl|not a number|{"trace":1,"M":[[1,NaN]],"etaX":1,"etaY":1}\\n|:1: M
      trace.jsonl|infinite|{"trace":1,"M":[[1,Infinity]],"etaX":1,"etaY":1}\\n|:1: M
      trace.jsonl|decimal comma|{"trace":1,"M":[[1]],"etaX":1,5;"etaY":1}\\n|:1:31:
      trace.jsonl|ragged|{"trace":1,"M":[[1,2],[3]],"etaX":1,"etaY":1}\\n|:1: M[1]
      trace.jsonl|no entries|{"trace":1,"M":[],"etaX":1,"etaY":1}\\n|:1: M
      trace.jsonl|three axes|{"trace":1,"M":[[[1]]],"etaX":1,"etaY":1}\\n|:1: M[0][0]
      trace.jsonl|given twice|{"trace":1,"M":[[1]],"etaX":1,"etaX":1}\\n|:1:31:
      trace.jsonl|cut off|{"trace":1,"M":[[1]],"etaX":1,"etaY":1}\\n{"t":0,"X":[[1]],"Y":[[|:2:24:
      trace.jsonl|wrong type|{"trace":1,"M":[[1]],"etaX":1,"etaY":true}\\n|:1: etaY
      trace.jsonl|wrong head|{"t":0,"X":[[1]],"Y":[[1]]}\\n|:1:
      trace.jsonl|outside|{"trace":1,"M":[[1]],"etaX":1,"etaY":1}\\n{"t":0,"X":[[1],[1]],"Y":[[1]]}\\n|:2: X
      loss.json|not a number|{"id":1,"M":[[1]],"X":[[1]],"Y":[[NaN]]}|:1:35:
      loss.json|infinite|{"id":1,"M":[[1]],"X":[[1]],"Y":[[Infinity]]}|:1:35:
      loss.json|overflow|{"id":1,"M":[[1]],"X":[[1]],"Y":[[1e999]]}|: Y[0][0]
      loss.json|decimal comma|{"id":1,"M":[[1,5;2]],"X":[[1]],"Y":[[1]]}|:1:18:
      loss.json|ragged|{"id":1,"M":[[1,2],[1]],"X":[[1]],"Y":[[1]]}|: M[1]
      loss.json|no entries|{"id":1,"M":[[]],"X":[[1]],"Y":[[1]]}|: M[0]
      loss.json|three axes|{"id":1,"M":[[[1]]],"X":[[1]],"Y":[[1]]}|: M[0][0]
      loss.json|given twice|{"id":1,"M":[[1]],"M":[[1]],"X":[[1]],"Y":[[1]]}|:1:19:
      loss.json|cut off|{"id":1,"M":[[1]],"X":|:1:23:
      loss.json|wrong type|{"id":1,"M":[["1"]],"X":[[1]],"Y":[[1]]}|: M[0][0]
      loss.json|wrong head|{"id":1,"X":[[1]],"Y":[[1]]}|: M
      loss.json|outside|{"id":1,"M":[[1,2]],"X":[[1]],"Y":[[1]]}|:
      dot.json|not a number|{"x":[1],"y":[NaN]}|:1:15:
      dot.json|infinite|{"x":[1],"y":[Infinity]}|:1:15:
      dot.json|overflow|{"x":[1],"y":[1e999]}|: y[0]
      dot.json|decimal comma|{"x":[1;5],"y":[1,5]}|:1:8:
      dot.json|ragged|{"x":[1],"y":[1,2]}|: y
      dot.json|no entries|{"x":[],"y":[]}|: x
      dot.json|three axes|{"x":[[1]],"y":[[1]]}|: x[0]
      dot.json|given twice|{"x":[1],"x":[1],"y":[1]}|:1:10:
      dot.json|cut off|{"x":[1],"y":[1|:1:16:
      dot.json|wrong type|{"x":["1"],"y":[1]}|: x[0]
      dot.json|wrong head|{"a":[1],"b":[1]}|:
      """;

  /** What no file of a kind can have, or what is a verdict in it and no fault of the file. */
  private static final Map<String, String> NONE =
      Map.ofEntries(
          Map.entry("csv", "three axes, given twice, huge, outside"),
          Map.entry("tsv", "three axes, given twice, huge, outside"),
          Map.entry("txt", "three axes, given twice, huge, outside"),
          Map.entry("npy", "overflow, decimal comma, ragged, given twice, outside"),
          Map.entry("npz", "overflow, decimal comma, ragged"),
          Map.entry("safetensors", "overflow, decimal comma, ragged"),
          Map.entry("mtx", "three axes, given twice, outside"),
          Map.entry("sparse.mtx", "three axes"),
          Map.entry("json", ""),
          Map.entry("trace.jsonl", "huge, overflow"),
          Map.entry("loss.json", "huge"),
          Map.entry("dot.json", "huge, outside"));

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

  /** What is no file of any kind. */
  private List<Fault> noFiles(String reader) throws IOException {
    byte[] junk = new byte[300];
    for (int k = 0; k < junk.length; k++) {
      junk[k] = (byte) (k * 151 + 128);
    }
    Path folder = Files.createDirectories(directory.resolve("folder." + reader));
    Path circle = directory.resolve("circle." + reader);
    Files.createSymbolicLink(circle, circle); // nobody can open it, not even root
    List<Fault> faults = new ArrayList<>();
    faults.add(
        new Fault(reader, "missing", directory.resolve("none." + reader), ": must be a file"));
    faults.add(new Fault(reader, "folder", folder, ": must be a file, got a directory"));
    faults.add(new Fault(reader, "unreadable", circle, ": "));
    faults.add(new Fault(reader, "empty", write(reader, ""), ""));
    faults.add(new Fault(reader, "junk", write(reader, junk), ""));
    faults.add(new Fault(reader, "zeros", write(reader, new byte[40]), ""));
    faults.add(new Fault(reader, "gzip", write(reader, new byte[] {0x1f, (byte) 0x8b, 8, 0}), ""));
    faults.add(
        new Fault(reader, "UTF-16", write(reader, "1,2\n".getBytes(StandardCharsets.UTF_16)), ""));
    faults.add(
        new Fault(
            reader, "Latin-1", write(reader, "{\"é\n".getBytes(StandardCharsets.ISO_8859_1)), ""));
    return faults;
  }

  private List<Fault> all() throws IOException {
    List<Fault> all = new ArrayList<>();
    for (String reader : READERS.keySet()) {
      all.addAll(noFiles(reader));
    }
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
    // A trace has a verdict, which says so in a line of its own.
    List<String> told =
        fault.reader.equals("trace.jsonl")
            ? run.out().lines().filter(line -> line.startsWith("Unreadable: ")).toList()
            : Stream.concat(run.err().lines(), run.out().lines()).toList();
    String all = run.out() + run.err();
    assertEquals(2, run.status(), all);
    assertEquals(1, told.size(), all);
    String line = told.get(0);
    assertTrue(line.contains(fault.file + fault.place), line);
    assertTrue(line.length() < 400 && line.chars().allMatch(c -> c >= ' ' && c < 0x7f), line);
  }

  /** Each reader has a row for each fault of another, or says that it has none. */
  @Test
  void table_hasEachReaderTimesEachFault() throws IOException {
    List<Fault> all = all();
    Set<String> faults = new TreeSet<>(all.stream().map(Fault::name).toList());
    for (Map.Entry<String, String> reader : NONE.entrySet()) {
      Set<String> missing = new TreeSet<>(faults);
      all.stream()
          .filter(fault -> fault.reader.equals(reader.getKey()))
          .forEach(fault -> missing.remove(fault.name));
      assertEquals(
          reader.getValue().isEmpty()
              ? Set.of()
              : new TreeSet<>(List.of(reader.getValue().split(", ", -1))),
          missing,
          reader.getKey());
    }
  }

  @Test
  void goodFile_howeverItIsWritten_isRead() throws IOException {
    String array = "%%MatrixMarket matrix array real general\n1 2\n1\n2\n";
    for (Path file :
        List.of(
            write("csv", "\uFEFF1;2\r\n"),
            write("csv", "1, 2\n"),
            write("txt", "1\t 2"),
            write("mtx", "\uFEFF" + array.replace("\n", "\r\n")),
            write("json", "\uFEFF{\"M\":\r\n[[1,2]]}\r\n"),
            write("npy", BinaryFile.of(">f8", true, "(1, 2)", 8, 1, 2)))) {
      String[] words = READERS.get("csv").replace("FILE", file.toString()).split(" ", -1);
      CommandRun run = CommandRun.of(words);
      assertEquals(0, run.status(), file + run.err());
    }
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
    for (String value :
        List.of(
            "NaN", "Infinity", "-Infinity", "1e999", "1,5", "", "0x10", "1d", "one", "\u0663")) {
      List<String> line = new ArrayList<>(words);
      line.add(option.longestName() + "=" + (option.typeInfo().isMap() ? "x=" : "") + value);
      CommandRun run = CommandRun.of(line.toArray(String[]::new));
      assertEquals(2, run.status(), line + run.err() + run.out());
      assertEquals(1, run.err().lines().count(), run.err());
      assertEquals("", run.out());
      assertTrue(run.err().contains(option.longestName()), run.err());
    }
  }
}
