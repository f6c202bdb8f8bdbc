// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.noisygd.report.Column;

/** Known answers and properties: what a specification means, and what is refused. */
public class SpecificationTest {
  private static final Path HERE = Path.of("");

  @TempDir private Path directory;

  public static Specification read(String json) {
    return SpecificationReader.of(json.replace('\'', '"'), HERE);
  }

  private static final String MIXED =
      "{'sweep':'mixed','fixed':{'rounding':'stochastic','steps':100,'replicates':2},"
          + "'grid':{'precision':{'from':5,'to':9,'by':2},'sigma':[0.05,0.1],'randomBits':[2,'all'],"
          + "'seed':[1,2]},'together':['precision','randomBits']}";

  @Test
  void points_ofCells_areAPartition() {
    for (String together : List.of("", "'precision'", "'randomBits'", "'precision','randomBits'")) {
      Specification specification = read(MIXED.replace("'precision','randomBits'", together));
      List<Integer> all = new ArrayList<>();
      for (int cell = 0; cell < specification.cells(); cell++) {
        List<Integer> points = specification.pointsOf(cell);
        assertEquals(points.stream().sorted().toList(), points);
        Set<List<Value>> others = new HashSet<>();
        for (int point : points) {
          // sigma and seed are the axes that are never within a cell.
          List<Value> along = specification.along(point);
          others.add(List.of(along.get(1), along.get(3)));
        }
        assertEquals(1, others.size());
        all.addAll(points);
      }
      assertEquals(
          IntStream.range(0, 24).boxed().toList(), all.stream().sorted().toList(), together);
    }
  }

  @Test
  void point_ofTheGrid_hasTheLastAxisFastest() {
    Specification specification = read(MIXED);
    assertEquals(
        List.of("7", "0.05", "all", "2"),
        specification.along(11).stream().map(Value::label).toList());
    assertEquals(
        "point 11 (precision 7, sigma 0.05, randomBits all, seed 2)", specification.describe(11));
    PointStudy study = new PointStudy(specification.at(11));
    assertEquals("binary:7/stochastic/store", study.arithmetic().name());
    assertEquals(
        "binary:7/stochastic:2/store", new PointStudy(specification.at(9)).arithmetic().name());
    assertEquals(
        PaperExperiments.studied("fig4").withNoise(0.05, 0.05).withSteps(100), study.setting());
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
        "'all'>3",
        "'to':9>'to':11",
        "[0.05,0.1]>[0.1,0.05]",
        "'seed':[1,2]>'seed':[1]",
        "'together':['precision','randomBits']>'together':[]",
        "'replicates':2>'replicates':2,'reference':'binary64'"
      })
  void digest_ofAnyChange_isAnother(String change) {
    String[] both = change.split(">", -1);
    assertTrue(MIXED.contains(both[0]), both[0]);
    assertNotEquals(read(MIXED).digest(), read(MIXED.replace(both[0], both[1])).digest());
  }

  @Test
  void digest_ofOtherSpelling_isTheSame() {
    String other =
        MIXED
            .replace("{'from':5,'to':9,'by':2}", "[5, 7, 9]")
            .replace("[0.05,0.1]", "[5e-2, 0.10]")
            .replace("'replicates':2", "'replicates':2,'seed':1")
            .replace(",'seed':1}", "}");
    assertEquals(read(MIXED).digest(), read(other).digest());
  }

  @Test
  void diagonal_ofTheShapeOfRank1_isRank1ButForItsName() {
    PointStudy diagonal =
        new PointStudy(
            read("{'sweep':'d','fixed':{'setting':'diagonal','precision':8},'grid':{'d1':[20]}}")
                .at(0));
    Experiment rank1 = PaperExperiments.studied("rank1");
    assertEquals(rank1.target(), diagonal.setting().target());
    assertEquals(rank1.sigmaX(), diagonal.setting().sigmaX());
    assertEquals(rank1.gamma(), diagonal.setting().gamma());
    assertEquals(rank1.steps(), diagonal.setting().steps());
    assertEquals(rank1.etaX(), diagonal.setting().etaX());
  }

  @Test
  void problem_byFile_isPartOfTheSpecification() throws IOException {
    Path file = directory.resolve("two.json");
    Files.writeString(
        file,
        "{\"etaX\":0.01,\"etaY\":0.02,\"M\":[[1,0],[0,0.50]],\"sigmaX\":0.05,\"sigmaY\":0.1}");
    String json =
        "{'sweep':'p','fixed':{'precision':8,'gamma':'balanced'},'grid':{'problem':['two.json']}}";
    Specification specification = SpecificationReader.of(json.replace('\'', '"'), directory);
    String digest = specification.digest();
    Experiment setting = new PointStudy(specification.at(0)).setting();
    assertEquals(List.of(1.0, 0.0, 0.0, 0.5), setting.target().entries());
    assertEquals(0.5, setting.gamma());
    assertEquals("two.json", setting.name());
    assertEquals(digest, SpecificationReader.of(specification.canonical(), HERE).digest());
    Files.writeString(file, Files.readString(file).replace("0.50", "0.51"));
    assertNotEquals(digest, SpecificationReader.of(json.replace('\'', '"'), directory).digest());
  }

  /** The example of the help, whose whole numbers the canonical text writes with a point. */
  @Test
  void problem_withRankAndSteps_isSweptToo() throws IOException {
    String problem =
        "{'M':[[1,0],[0,0.5]],'r':1,'etaX':0.01,'etaY':0.01,'sigmaX':0.05,'sigmaY':0.05,"
            + "'X':[[3],[0]],'Y':[[5],[0]],'gamma':1,'steps':100000}";
    String json =
        "{'sweep':'p','fixed':{'precision':8,'replicates':2.0},'grid':{'problem':["
            + problem
            + "]}}";
    PointStudy point = new PointStudy(read(json).at(0));
    assertEquals(100_000, point.setting().steps());
    assertEquals(2, point.runs().replicates());
    assertEquals(List.of(1.0, 0.0, 0.0, 0.5), point.setting().target().entries());
    Files.writeString(directory.resolve("m.csv"), "1,0\n0,0.5\n");
    Specification byName =
        SpecificationReader.of(json.replace(problem, "'m.csv'").replace('\'', '"'), directory);
    assertEquals(
        List.of(1.0, 0.0, 0.0, 0.5), new PointStudy(byName.at(0)).setting().target().entries());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void schema_ofSpecifications_namesWhatIsRead() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Files.readString(Path.of("proofs-notes/sweeps/schema.json")));
    JsonNode fields = schema.path("properties");
    List<String> parameters = Arrays.stream(Parameter.values()).map(Parameter::word).toList();
    assertEquals(parameters, names(fields.path("fixed").path("properties")));
    assertEquals(parameters, names(fields.path("grid").path("properties")));
    List<String> together = new ArrayList<>();
    fields.path("together").path("items").path("enum").forEach(n -> together.add(n.asText()));
    assertEquals(
        Arrays.stream(Parameter.values())
            .filter(Parameter::isOfSubject)
            .map(Parameter::word)
            .toList(),
        together);
    List<String> quantities = new ArrayList<>();
    fields.path("record").path("items").path("enum").forEach(n -> quantities.add(n.asText()));
    assertEquals(Quantities.ALL.stream().map(Column::name).toList(), quantities);
  }

  @Test
  void example_ofTheNotes_isASpecification() {
    Specification example = SpecificationReader.read(Path.of("proofs-notes/sweeps/example.json"));
    assertEquals(54, example.points());
    assertEquals(9, example.cells());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|specification must be a JSON object, got an empty array",
        "{|specification must be JSON: it ends within a value",
        "{'sweep':'a','grid':{'precision':[8]}} 1|specification must end after its JSON object, got more",
        "{'sweep':'a','sweep':'b','grid':{'precision':[8]}}|specification must have each field once, got sweep twice",
        "{'sweep':'a','grid':{'precision':[8]},'x':1}|specification must have fields among fixed,",
        "{'sweep':'a','grid':{'precision':[8]},'study':'paper'}|study must be \"precision\", got the string \"paper\"",
        "{'sweep':'a','grid':{'precision':[8]},'format':2}|format must be 1, got 2",
        "{'grid':{'precision':[8]}}|sweep must be a string, got nothing",
        "{'sweep':'a b','grid':{'precision':[8]}}|sweep must be a name of at most 64",
        "{'sweep':'a'}|grid must be a JSON object, got nothing",
        "{'sweep':'a','grid':{}}|grid must have an axis, got none",
        "{'sweep':'a','grid':{'bits':[8]}}|parameter in grid must be one of setting,",
        "{'sweep':'a','grid':{'precision':8}}|grid.precision must be an array with a value, got 8",
        "{'sweep':'a','grid':{'precision':[]}}|grid.precision must be an array with a value, got an empty array",
        "{'sweep':'a','grid':{'precision':[8.5]}}|grid.precision[0] must be a whole number, got 8.5",
        "{'sweep':'a','grid':{'precision':['8']}}|grid.precision[0] must be a whole number, got the string \"8\"",
        "{'sweep':'a','grid':{'precision':[8,8]}}|grid.precision must hold each value once, got 8 again",
        "{'sweep':'a','grid':{'sigma':['x']}}|grid.sigma[0] must be a number, got the string \"x\"",
        "{'sweep':'a','grid':{'sigma':[1e999]}}|grid.sigma[0] must be a finite number, got 1e999",
        "{'sweep':'a','grid':{'sigma':{'from':1,'to':2}}}|grid.sigma must be an array, got an object",
        "{'sweep':'a','grid':{'precision':{'from':9,'to':8}}}|grid.precision must be a range of 1 to",
        "{'sweep':'a','grid':{'precision':{'from':8}}}|grid.precision.to must be a whole number, got nothing",
        "{'sweep':'a','grid':{'precision':{'from':1,'to':3,'step':1}}}|grid.precision must have fields among by, from, to, got step",
        "{'sweep':'a','grid':{'precision':[8],'seed':{'from':1,'to':1000000},'steps':[1,2]}}|grid must have at most 1,000,000 points, got more",
        "{'sweep':'a','fixed':{'precision':8},'grid':{'precision':[9]}}|precision must be in fixed or in grid, got both",
        "{'sweep':'a','fixed':{'precision':8},'grid':{'sigma':[-1]}}|point 0 (sigma -1.0): sigmaX must be finite and >= 0, got -1.0",
        "{'sweep':'a','grid':{'sigma':[1]}}|point 0 (sigma 1.0): arithmetic must be given, or format, or precision, got none",
        "{'sweep':'a','fixed':{'precision':8,'rounding':'up'},'grid':{'randomBits':[1]}}|randomBits must stand with rounding stochastic",
        "{'sweep':'a','fixed':{'precision':8,'format':'e4m3'},'grid':{'sigma':[1]}}|format must be given without precision, got both",
        "{'sweep':'a','fixed':{'precision':8,'eta':1},'grid':{'etaX':[1]}}|eta must be given without etaX, got both",
        "{'sweep':'a','fixed':{'precision':8},'grid':{'d1':[1]}}|d1 must stand with setting diagonal, got another",
        "{'sweep':'a','fixed':{'precision':8},'grid':{'setting':['fig5']}}|setting must be one of fig4, rank1, rank10, diagonal, got fig5",
        "{'sweep':'a','fixed':{'precision':8},'grid':{'replicates':[0]}}|replicates must be at least 1, got 0",
        "{'sweep':'a','fixed':{'precision':8},'grid':{'steps':[0]}}|steps must be at least 1, got 0",
        "{'sweep':'a','grid':{'precision':[8]},'together':['sigma']}|together must name axes of the arithmetic, got sigma",
        "{'sweep':'a','grid':{'precision':[8]},'together':'sigma'}|together must be an array of strings, got the string \"sigma\"",
        "{'sweep':'a','grid':{'precision':[8]},'record':[]}|record must name a quantity, got none",
        "{'sweep':'a','grid':{'precision':[8]},'record':['drift']}|quantity in record must be one of driftRatio,",
        "{'sweep':'a','grid':{'problem':['nowhere.json']}}|nowhere.json: must be a file, got none"
      })
  void text_thatIsNoSweep_isRefusedInOneLineThatNamesTheField(String json, String complaint) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> read(json));
    assertTrue(e.getMessage().contains(complaint), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
