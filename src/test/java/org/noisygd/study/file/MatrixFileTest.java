// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefusedInALine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers: one matrix as several programs write it, and files that hold none. */
class MatrixFileTest {
  static final List<List<Double>> M = List.of(List.of(1.0, 0.0, -2.5), List.of(0.0, 0.5, 3.0));

  @TempDir private Path directory;

  private List<List<Double>> read(String name, byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve(name), bytes);
    assertTrue(MatrixFile.isNamed(file));
    return rows(MatrixFile.read(file));
  }

  static List<List<Double>> rows(StoredProblem problem) {
    return Arrays.stream(problem.m().orElseThrow().roundToDoubles())
        .map(row -> Arrays.stream(row).boxed().toList())
        .toList();
  }

  private List<List<Double>> read(String name, String text) throws IOException {
    return read(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void read_text_takesEverySeparator() throws IOException {
    assertEquals(M, read("m.csv", "1,0,-2.5\n0,0.5,3\n"));
    assertEquals(M, read("m.CSV", "\uFEFF1; 0; -2.50\r\n\r\n0;5e-1;3 # the last\r\n"));
    assertEquals(M, read("m.tsv", "1\t0\t-2.5\n0\t.5\t3"));
    // As numpy.savetxt writes it.
    assertEquals(
        M,
        read(
            "m.txt",
            "# a comment\n1.000000000000000000e+00 0.000000000000000000e+00"
                + " -2.500000000000000000e+00\n0.000000000000000000e+00 5.000000000000000000e-01"
                + " 3.000000000000000000e+00\n"));
  }

  @Test
  void read_numpy_takesOrdersAndKinds() throws IOException {
    double[] byRows = {1, 0, -2.5, 0, 0.5, 3};
    assertEquals(M, read("m.npy", BinaryFile.of("<f8", false, "(2, 3)", 8, byRows)));
    assertEquals(M, read("m.npy", BinaryFile.of(">f4", false, "(2, 3)", 4, byRows)));
    assertEquals(M, read("m.npy", BinaryFile.of("<f8", true, "(2, 3)", 8, 1, 0, 0, 0.5, -2.5, 3)));
    assertEquals(
        List.of(List.of(-3.0), List.of(7.0)),
        read("m.npy", BinaryFile.of("<i8", false, "(2,)", 8, -3, 7)));
    for (String kind : List.of("<i4", ">i2", "|i1")) {
      int size = Integer.parseInt(kind.substring(2));
      assertEquals(
          List.of(List.of(-3.0, 7.0)),
          read("m.npy", BinaryFile.of(kind, false, "(1, 2)", size, -3, 7)));
    }
  }

  @Test
  void read_matrixMarket_takesDenseSparseAndMirrored() throws IOException {
    String array =
        "%%MatrixMarket matrix array real general\n% by columns\n2 3\n1\n0\n0\n0.5\n-2.5\n3\n";
    assertEquals(M, read("m.mtx", array));
    assertEquals(M, read("m.mtx", "\uFEFF" + array.replace("\n", "\r\n")));
    String sparse =
        "%%MatrixMarket  MATRIX coordinate real general\n%\n2 3 4\n1 1 1\n2 2 .5\n2 3 3\n1 3 -2.5\n";
    assertEquals(M, read("m.mtx", sparse));
    List<List<Double>> symmetric = List.of(List.of(1.0, 4.0), List.of(4.0, 0.0));
    assertEquals(
        symmetric,
        read("m.mtx", "%%MatrixMarket matrix coordinate integer symmetric\n2 2 2\n1 1 1\n2 1 4\n"));
    assertEquals(
        symmetric, read("m.mtx", "%%MatrixMarket matrix array real symmetric\n2 2\n1\n4\n0\n"));
    assertEquals(
        List.of(List.of(0.0, -4.0), List.of(4.0, 0.0)),
        read("m.mtx", "%%MatrixMarket matrix array real skew-symmetric\n2 2\n4\n"));
    assertEquals(
        List.of(List.of(0.0, 1.0)),
        read("m.mtx", "%%MatrixMarket matrix coordinate pattern general\n1 2 1\n1 2\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "m.pt|PK|m.pt: must be in a format that holds only numbers, got a pickle; save it by safetensors",
        "pytorch_model.bin|PK|got a pickle; save it by safetensors",
        "m.csv|1,,2|m.csv:1:3: must be a finite decimal number, got nothing; leave out names",
        "m.csv|1,2;3|m.csv:1:1: must be a finite decimal number with a point, got 1,2",
        "m.mtx|%%MatrixMarket matrix array pattern general/1 1/1|m.mtx:1:1: must begin with",
        "m.mtx|%%MatrixMarket matrix array real symmetric/2 1/1/2|m.mtx:4:1: must be an entry that can be mirrored, got 2, 1",
        "m.mtx|%%MatrixMarket matrix array real general/9999 9999|m.mtx:2:1: must have at most 1048576 entries, got 99980001; give a block of it, or its factors as X and Y in an .npz"
      })
  void read_unusable_isOneLine(String name, String text, String complaint) {
    assertRefusedInALine(complaint, () -> read(name, text.replace('/', '\n') + "\n"));
  }
}
