// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;
import static org.noisygd.Refused.assertRefusedInALine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.FormatException;
import org.noisygd.study.ExperimentReader;

/** Known answers: arrays and adapters under names, as NumPy and safetensors write them. */
class NamedArraysTest {
  /** M in bfloat16, the upper half of each binary32, little end first. */
  private static final byte[] BFLOAT16 = {
    (byte) 0x80, 0x3f, 0, 0, 0x20, (byte) 0xc0, 0, 0, 0, 0x3f, 0x40, 0x40
  };

  /** B = (2, 3)^T in binary32, then A = (5, 7, 11) in binary16. */
  private static final byte[] FACTORS = {
    0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0x45, 0, 0x47, (byte) 0x80, 0x49
  };

  private static final String ADAPTER =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"q.lora_B.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
          + "\"q.lora_A.weight\":{\"dtype\":\"F16\",\"shape\":[1,3],\"data_offsets\":[8,14]}}  ";

  private static final List<Double> PRODUCT = List.of(10.0, 14.0, 22.0, 15.0, 21.0, 33.0);

  @TempDir private Path directory;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static List<List<Double>> matrix(String path) {
    assertTrue(MatrixFile.isNamed(Path.of(path)));
    return MatrixFileTest.rows(MatrixFile.read(Path.of(path)));
  }

  private static Experiment setting(String path) {
    return new ExperimentReader(Map.of(), "", false).read(Path.of(path));
  }

  private static void refused(String complaint, String path) {
    assertRefusedInALine(complaint, () -> MatrixFile.read(Path.of(path)));
  }

  @Test
  void json_archive_isTheArrayNamedOrTheOnlyOne() throws IOException {
    byte[] m = BinaryFile.of("<f8", false, "(2, 3)", 8, 1, 0, -2.5, 0, 0.5, 3);
    byte[] half = BinaryFile.of(">f2", false, "(1, 2)", 2, 0x3c00, 0x8001);
    Path one = write("one.npz", BinaryFile.archive(Map.of("W", m)));
    assertEquals(MatrixFileTest.M, matrix(one.toString()));
    assertEquals(MatrixFileTest.M, matrix(one + ":W"));
    Path two = write("two.NPZ", BinaryFile.archive(Map.of("a:b", m, "half", half)));
    assertEquals(MatrixFileTest.M, matrix(two + ":a:b"));
    assertEquals(List.of(List.of(1.0, -0x1p-24)), matrix(two + ":half"));
    refused("FILE:NAME, got no name; it holds a:b, half", two.toString());
    refused("got W; it holds a:b, half", two + ":W");
  }

  @Test
  void json_safetensors_isTheTensorNamedOrTheOnlyOne() throws IOException {
    String tensor = "{\"dtype\":\"BF16\",\"shape\":[2,3],\"data_offsets\":[0,12]}";
    Path one = write("w.safetensors", BinaryFile.safetensors("{\"w\":" + tensor + "}", BFLOAT16));
    assertEquals(MatrixFileTest.M, matrix(one.toString()));
    assertEquals(MatrixFileTest.M, matrix(one + ":w"));
    // What is not asked for need not be a matrix.
    String others =
        ",\"b\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[12,20]},"
            + "\"e\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[20,20]}}";
    byte[] data = ByteBuffer.allocate(20).put(BFLOAT16).array();
    Path three =
        write("3.safetensors", BinaryFile.safetensors("{\"a.b\":" + tensor + others, data));
    assertEquals(MatrixFileTest.M, matrix(three + ":a.b"));
    refused("got no name; it holds a.b, b, e", three.toString());
    refused("b.dtype must be one of [F64, F32, F16, BF16,", three + ":b");
    refused(":e: must have 1 to 1048576 entries, got 0", three + ":e");
  }

  @Test
  void problem_adapter_hasItsFactorsAsStartAndTheirProduct() throws IOException {
    Path file = write("a.safetensors", BinaryFile.safetensors(ADAPTER, FACTORS));
    for (String path : List.of(file.toString(), file + ":q")) {
      Factors<Double> factors = MatrixFile.read(Path.of(path)).start().orElseThrow();
      assertEquals(List.of(2.0, 3.0), factors.x().entries());
      assertEquals(List.of(5.0, 7.0, 11.0), factors.y().entries());
      assertEquals(1, setting(path).r());
      assertEquals(PRODUCT, setting(path).target().entries());
    }
    for (String given : List.of("none", "eta", "like-training")) {
      Map<String, String> options = given.equals("eta") ? Map.of("eta", "1") : Map.of();
      Experiment setting =
          new ExperimentReader(options, "--", given.equals("like-training")).read(file);
      assertEquals(
          given.equals("none"),
          setting.origin().defaults().stream().anyMatch(line -> line.contains("--like-training")));
    }
    assertEquals(List.of(List.of(5.0, 7.0, 11.0)), matrix(file + ":q.lora_A.weight"));
    for (String names : List.of("lora_A/lora_B", "q.lora_down/q.lora_up")) {
      String[] spelled = names.split("/", -1);
      String header =
          ADAPTER.replace("q.lora_A.weight", spelled[0]).replace("q.lora_B.weight", spelled[1]);
      Path other = write("b.safetensors", BinaryFile.safetensors(header, FACTORS));
      assertEquals(PRODUCT, setting("" + other).target().entries());
    }
  }

  @Test
  void json_severalLayers_areNamed() throws IOException {
    String second =
        ADAPTER
            .replaceFirst("\"__metadata__\":[^}]*},", "")
            .replace("q.", "v.")
            .replace("[0,8]", "[14,22]")
            .replace("[8,14]", "[22,28]");
    String header = ADAPTER.strip().replaceFirst("}$", ",") + second.substring(1);
    byte[] data = ByteBuffer.allocate(28).put(FACTORS).put(FACTORS).array();
    Path file = write("a.safetensors", BinaryFile.safetensors(header, data));
    assertEquals(PRODUCT, setting(file + ":v").target().entries());
    refused("got no name; it holds q, v", file.toString());
    refused("got k; it holds q, v", file + ":k");
    String deep = header.replace("q.", "m.0.q.").replace(".weight", ".default.weight");
    Path one = write("1.safetensors", BinaryFile.safetensors(deep.replace("v.", "m.0.v."), data));
    assertEquals(PRODUCT, setting(one + ":v").target().entries());
    Path two = write("2.safetensors", BinaryFile.safetensors(deep.replace("v.", "m.1.q."), data));
    refused("or its end, as FILE:NAME, got q; it holds m.0.q, m.1.q", two + ":q");
  }

  /** As X and Y are here, or as adapters store them. */
  @Test
  void problem_archiveOfFactors_isAnAdapter() throws IOException {
    byte[] x = BinaryFile.of("<f4", false, "(2, 1)", 4, 2, 3);
    byte[] y = BinaryFile.of("<f8", false, "(3, 1)", 8, 5, 7, 11);
    byte[] a = BinaryFile.of("<f8", false, "(1, 3)", 8, 5, 7, 11);
    for (Map<String, byte[]> arrays :
        List.of(Map.of("X", x, "Y", y), Map.of("lora_A", a, "lora_B", x))) {
      Path file = write("f.npz", BinaryFile.archive(arrays));
      assertEquals(PRODUCT, setting(file.toString()).target().entries());
    }
    Path wrong = write("w.npz", BinaryFile.archive(Map.of("X", x, "Y", a)));
    refused("w.npz: must have factors of one rank, got X 2 x 1 and Y 1 x 3", wrong.toString());
    assertEquals(List.of(List.of(2.0), List.of(3.0)), matrix(wrong + ":X"));
  }

  /** Names are whole, as many as a line takes. */
  @Test
  void refusal_ofManyLongNames_cutsNone() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (int k = 10; k < 50; k++) {
      arrays.put("a_long_name_of_an_array_of_which_there_are_many_" + k, new byte[0]);
    }
    Path file = write("many.npz", BinaryFile.archive(arrays));
    refused("_many_10, a_long_name_of_an_array_of_which_there_are_many_11 and 38 more", "" + file);
  }

  /** B = A^T = (1, .., 1)^T: M is 1 everywhere, of norm 4096. */
  @Test
  void problem_largeAdapter_isHeldByItsFactors() throws IOException {
    String header =
        "{\"lora_A\":{\"dtype\":\"U8\",\"shape\":[1,4096],\"data_offsets\":[0,4096]},"
            + "\"lora_B\":{\"dtype\":\"U8\",\"shape\":[4096,1],\"data_offsets\":[4096,8192]}}";
    byte[] ones = new byte[8192];
    Arrays.fill(ones, (byte) 1);
    Experiment setting = setting("" + write("a.safetensors", BinaryFile.safetensors(header, ones)));
    assertEquals(1, setting.r());
    double c = 4096 * setting.sigmaX() * setting.sigmaY();
    assertEquals(0.075 * 4096, c, 4096 * 0x1p-40);
    assertRefused("M must have at most 1048576 entries, got 4096 x 4096", setting::target);
  }

  /** Whatever bytes are damaged, a file is read or refused in a line. */
  @Test
  void json_damagedFile_isReadOrRefused() throws IOException {
    byte[] array = BinaryFile.of("<f8", false, "(2, 3)", 8, 1, 0, -2.5, 0, 0.5, 3);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("m.npy", array);
    files.put("m.npz", BinaryFile.archive(Map.of("W", array)));
    files.put("m.safetensors", BinaryFile.safetensors(ADAPTER, FACTORS));
    Random random = new Random(20250613);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (int k = 0; k < 500; k++) {
        byte[] bytes = file.getValue().clone();
        for (int many = random.nextInt(3); many >= 0; many--) {
          int at = random.nextInt(bytes.length);
          bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 0x80);
        }
        Path damaged = write(file.getKey(), bytes);
        try {
          MatrixFile.read(damaged);
        } catch (FormatException e) {
          assertEquals(1, String.valueOf(e.getMessage()).lines().count());
        }
      }
    }
  }
}
