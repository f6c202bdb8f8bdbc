// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefusedInALine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers: what a folder refuses, and what it does not lose. */
class ResultsFolderTest {
  private static final String JSON =
      "{'sweep':'f','fixed':{'steps':60,'replicates':2,'reference':'binary64','arithmetic':'binary:9'},"
          + "'grid':{'seed':[8,9,10,11,12]}}";

  @TempDir private Path directory;

  private Path folder() {
    return directory.resolve("results");
  }

  private List<Integer> run(Specification specification, int threads) throws IOException {
    List<Integer> computed = new ArrayList<>();
    try (ResultsFolder folder = ResultsFolder.open(folder(), specification, "1")) {
      computed.addAll(folder.missing());
      folder.run(new ThreadEngine(threads), progress -> {});
    }
    return computed;
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.walk(folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder().relativize(file).toString(),
            Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private void refused(String complaint, Specification specification) {
    assertRefusedInALine(complaint, () -> run(specification, 1));
  }

  @Test
  void results_ofOneAndTwoThreads_areTheSameBytes() throws IOException {
    Specification specification = SpecificationTest.read(JSON);
    assertEquals(List.of(0, 1, 2, 3, 4), run(specification, 1));
    Map<String, String> one = contents();
    assertEquals(8, one.size(), one.keySet()::toString);
    try (var files = Files.walk(folder())) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    run(specification, 2);
    assertEquals(one, contents());
  }

  @Test
  void cells_thatAreThere_areNotComputedAgain() throws IOException {
    Specification specification = SpecificationTest.read(JSON);
    run(specification, 2);
    Map<String, String> before = contents();
    Files.delete(folder().resolve("cells/000003.csv"));
    Files.delete(folder().resolve("results.csv"));
    Files.writeString(folder().resolve("cells/000003.csv.draft"), "half a ce");
    Files.writeString(folder().resolve("results.csv.draft"), "");
    assertEquals(List.of(3), run(specification, 2));
    assertEquals(before, contents());
    assertEquals(List.of(), run(specification, 2));
  }

  @Test
  void folder_ofAnotherSpecification_isRefusedAndLeftAlone() throws IOException {
    run(SpecificationTest.read(JSON), 2);
    Map<String, String> before = contents();
    refused("of another", SpecificationTest.read(JSON.replace("'steps':60", "'steps':61")));
    assertRefusedInALine(
        "specification and version",
        () -> ResultsFolder.open(folder(), SpecificationTest.read(JSON), "2"));
    assertEquals(before, contents());
  }

  @Test
  void folder_thatIsDamaged_isRefused() throws IOException {
    Specification specification = SpecificationTest.read(JSON);
    run(specification, 2);
    Path cell = folder().resolve("cells/000002.csv");
    String whole = Files.readString(cell);
    Files.writeString(cell, whole.substring(0, whole.length() / 2));
    refused("000002.csv damaged", specification);
    Files.copy(
        folder().resolve("cells/000001.csv"),
        cell,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    refused("000002.csv damaged", specification);
    Files.writeString(cell, whole);
    Files.writeString(folder().resolve("specification.json"), "{");
    refused("of another", specification);
    Files.delete(folder().resolve("specification.json"));
    refused("must name an empty directory", specification);
  }

  @Test
  void folder_ofOtherFiles_isRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("thesis.tex"), "mine");
    refused("must name an empty directory", SpecificationTest.read(JSON));
    assertEquals(Map.of("thesis.tex", "mine"), contents());
  }

  @Test
  void folder_inUse_isRefused() throws IOException {
    Specification specification = SpecificationTest.read(JSON);
    try (ResultsFolder folder = ResultsFolder.open(folder(), specification, "1")) {
      refused("that no other run uses", specification);
      assertTrue(folder.missing().contains(0));
    }
    assertEquals(5, run(specification, 1).size());
  }

  @Test
  void failure_toWrite_isReportedAndLosesNoCell() throws IOException {
    Specification specification = SpecificationTest.read(JSON);
    IOException disk = new IOException("disk full");
    List<Integer> written = new ArrayList<>();
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                new ThreadEngine(2)
                    .compute(
                        specification,
                        List.of(0, 1, 2, 3, 4),
                        (cell, text) -> {
                          if (cell == 1) {
                            throw disk;
                          }
                          synchronized (written) {
                            written.add(cell);
                          }
                        }));
    assertEquals(disk, thrown);
    assertTrue(written.contains(0), written::toString);
  }
}
