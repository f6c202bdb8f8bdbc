// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefusedInALine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.study.precision.DriftStudy;

/** Known answers and properties: what a specification means, and what is refused. */
public class SpecificationTest {
  private static final Path HERE = Path.of("");

  @TempDir private Path directory;

  public static Specification read(String json) {
    return SpecificationReader.of(json.replace('\'', '"'), HERE);
  }

  private static final String MIXED =
      "{'sweep':'mixed','fixed':{'steps':100,'replicates':2},"
          + "'grid':{'sigma':[0.05,'0.1/0.2'],'arithmetic':['binary:5','binary:7/stochastic:2','e4m3'],"
          + "'seed':[1,2]}}";

  @Test
  void points_ofCells_areAPartition() {
    for (String json :
        List.of(
            MIXED,
            MIXED
                .replace("'arithmetic':", "'seed':[3],'gamma':[1],'arithmetic':")
                .replace(",'seed':[1,2]", ""),
            "{'sweep':'a','fixed':{'arithmetic':'e4m3'},'grid':{'sigma':[1,2],'eta':[1,2,3]}}")) {
      Specification specification = read(json);
      List<Integer> all = new ArrayList<>();
      for (int cell = 0; cell < specification.cells(); cell++) {
        Set<List<Value>> others = new HashSet<>();
        for (int point : specification.pointsOf(cell)) {
          List<Value> along = new ArrayList<>(specification.along(point));
          along.removeIf(value -> value.label().matches("(binary|e4).*"));
          others.add(along);
          all.add(point);
        }
        assertEquals(1, others.size());
      }
      assertEquals(
          IntStream.range(0, specification.points()).boxed().toList(),
          all.stream().sorted().toList());
    }
  }

  @Test
  void point_ofTheGrid_hasTheLastAxisFastest() {
    Specification specification = read(MIXED);
    assertEquals(
        "sigma 0.1/0.2, arithmetic binary:7/stochastic:2, seed 2", specification.describe(9, 3));
    DriftStudy study = CellStudy.of(specification, 3);
    assertEquals(List.of(7, 9, 11), specification.pointsOf(3));
    assertEquals("binary:7/stochastic:2", study.subjects().get(1).name());
    assertEquals(
        PaperExperiments.studied("fig4").withNoise(0.1, 0.2).withSteps(100).withGamma(0.5),
        study.runs().setting());
    assertEquals(2, study.runs().seed());
  }

  @Test
  void canonical_readBack_isTheSame() {
    String canonical = read(MIXED).canonical();
    assertEquals(canonical, read(canonical).canonical());
    assertTrue(canonical.contains("\"seed\":[1,2]") && canonical.contains("\"steps\":100"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'mixed'>'other'",
        "'steps':100>'steps':101",
        "'e4m3'>'e5m2'",
        "[0.05,'0.1/0.2']>['0.1/0.2',0.05]",
        "'seed':[1,2]>'seed':[1]",
        "'replicates':2>'replicates':2,'reference':'binary64'"
      })
  void digest_ofAnyChange_isAnother(String change) {
    String[] both = change.split(">", -1);
    assertTrue(MIXED.contains(both[0]), both[0]);
    assertNotEquals(read(MIXED).digest(), read(MIXED.replace(both[0], both[1])).digest());
  }

  @Test
  void digest_ofOtherSpelling_isTheSame() {
    String other = MIXED.replace("[0.05,", "[5e-2, ").replace("'steps':100", "'steps':1.00e2");
    assertEquals(read(MIXED).digest(), read(other).digest());
  }

  @Test
  void problem_byFile_isPartOfTheSpecification() throws IOException {
    Path file = directory.resolve("two.json");
    Files.writeString(
        file,
        "{\"etaX\":0.01,\"etaY\":0.02,\"M\":[[1,0],[0,0.50]],\"sigmaX\":0.05,\"sigmaY\":0.1,\"steps\":9}");
    String json =
        "{'sweep':'p','fixed':{'arithmetic':'binary:8','gamma':'balanced'},'grid':{'problem':['two.json']}}";
    Specification specification = SpecificationReader.of(json.replace('\'', '"'), directory);
    String digest = specification.digest();
    Experiment setting = CellStudy.of(specification, 0).runs().setting();
    assertEquals(List.of(1.0, 0.0, 0.0, 0.5), setting.target().entries());
    assertEquals(0.5, setting.gamma());
    assertEquals(9, setting.steps());
    assertEquals("two.json", setting.name());
    assertEquals(digest, SpecificationReader.of(specification.canonical(), HERE).digest());
    Files.writeString(file, Files.readString(file).replace("0.50", "0.51"));
    assertNotEquals(digest, SpecificationReader.of(json.replace('\'', '"'), directory).digest());
    Files.writeString(directory.resolve("m.csv"), "1,0\n0,0.5\n");
    Specification matrix =
        SpecificationReader.of(json.replace("two.json", "m.csv").replace('\'', '"'), directory);
    assertEquals(
        List.of(1.0, 0.0, 0.0, 0.5), CellStudy.of(matrix, 0).runs().setting().target().entries());
  }

  @Test
  void examples_ofTheNotes_areSpecifications() throws IOException {
    try (var files = Files.list(Path.of("proofs-notes/sweeps"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        assertTrue(SpecificationReader.read(file).points() >= 54, file.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|specification must be a JSON object, got an empty array",
        "{'sweep':'a','grid':{'eta':[8]},'together':[]}|specification must have fields among fixed,"
            + " grid, sweep,",
        "{'grid':{'eta':[8]}}|sweep must be a string, got nothing",
        "{'sweep':'a b','grid':{'eta':[8]}}|sweep must be a name of at most 64",
        "{'sweep':'a','grid':{}}|grid must have an axis, got none",
        "{'sweep':'a','grid':{'bits':[8]}}|option in grid must be one of setting,",
        "{'sweep':'a','grid':{'seed':8}}|grid.seed must be a non-empty array, got 8",
        "{'sweep':'a','grid':{'steps':[0]}}|grid.steps[0] must be a whole number in 1..",
        "{'sweep':'a','grid':{'seed':[8,8]}}|grid.seed must hold each value once, got [8, 8]",
        "{'sweep':'a','grid':{'sigma':[1e999]}}|grid.sigma[0] must be a finite number, got 1e999",
        "{'sweep':'a','fixed':{'eta':8},'grid':{'eta':[9]}}|eta must be in fixed or in grid, got"
            + " both",
        "{'sweep':'a','fixed':{'arithmetic':'e4m3'},'grid':{'sigma':[-1]}}|point 0 (sigma -1.0):"
            + " sigmaX must be finite and >= 0, got -1.0",
        "{'sweep':'a','fixed':{'arithmetic':'e4m3'},'grid':{'sigma':['x']}}|point 0 (sigma x):"
            + " sigma must be a finite decimal number, got x",
        "{'sweep':'a','grid':{'sigma':[1]}}|point 0 (sigma 1.0): arithmetic must be given, got"
            + " none",
        "{'sweep':'a','fixed':{'arithmetic':'e4m3'},'grid':{'setting':['fig5']}}|setting must be"
            + " one of",
        "{'sweep':'a','grid':{'problem':['nowhere.json']}}|nowhere.json: no such file"
      })
  void text_thatIsNoSweep_isRefusedInOneLineThatNamesTheField(String json, String complaint) {
    assertRefusedInALine(complaint, () -> read(json));
  }
}
