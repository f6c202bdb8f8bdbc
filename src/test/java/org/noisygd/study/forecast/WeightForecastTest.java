// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.cli.CommandRun;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding;
import org.noisygd.study.file.BinaryFile;
import org.noisygd.study.forecast.WeightForecast.Row;

/** Cross-check: the counts of a file, beside each entry stored by the readable rounding. */
class WeightForecastTest {
  private static final List<Double> STEPS = List.of(0x1p-9, 2.5e-5, 0.3, 1e4);

  @TempDir private Path directory;

  private static String tensor(String name, String dtype, int count, int from, int to) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
        .formatted(name, dtype, count, from, to);
  }

  /** All patterns of bfloat16, as 16 bits and as the upper half of 32, and random ones of 32. */
  private static int[] patterns() {
    Random random = new Random(20261202);
    IntStream wide = IntStream.range(0, 40_000).map(k -> random.nextInt());
    IntStream near = random.doubles(20_000).mapToInt(x -> Float.floatToIntBits((float) x - 0.5f));
    return IntStream.concat(wide, near).toArray();
  }

  private Path file() throws IOException {
    int[] wide = patterns();
    ByteBuffer data = ByteBuffer.allocate(4 * wide.length + (2 << 16));
    data.order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(wide).forEach(data::putInt);
    IntStream.range(0, 1 << 16).forEach(k -> data.putShort((short) k));
    int end = 4 * wide.length;
    String header = tensor("wide", "F32", wide.length, 0, end);
    String half = tensor("half", "BF16", 1 << 16, end, data.capacity());
    return Files.write(
        directory.resolve("w.safetensors"),
        BinaryFile.safetensors("{" + header + "," + half + "}", data.array()));
  }

  /**
   * The moves of one entry: 1 if any result of an update is another number, and the mean change.
   */
  private static double[] moves(ArithmeticName name, double w, double step) {
    BinaryFormat format = name.format().orElseThrow();
    int words = name.isStochastic() ? 16 : 1; // stochastic:4 takes four bits
    double moves = 0;
    double mean = 0;
    for (long word = 0; word < words; word++) {
      double up = format.round(w + step, name.rounding(), word << 60);
      double down = format.round(w - step, name.rounding(), word << 60);
      moves = up == w && down == w ? moves : 1;
      mean += (up - down) / 2 / words;
    }
    return new double[] {moves, mean};
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bfloat16",
        "bfloat16/nearest-away",
        "bfloat16/zero",
        "bfloat16/up",
        "bfloat16/stochastic:4",
        "bfloat16/stochastic-even:4",
        "binary16/stochastic:4/flush",
        "binary16",
        "binary16/flush",
        "e4m3/saturate",
        "e5m2/down",
        "binary32",
        "binary:13/stochastic:4",
        "binary:2"
      })
  void of_eachPattern_equalsTheReadableRounding(String arithmetic) throws IOException {
    ArithmeticName name = ArithmeticName.parse(arithmetic);
    Path file = file();
    double[] wide = IntStream.of(patterns()).mapToDouble(Float::intBitsToFloat).toArray();
    double[] half =
        IntStream.range(0, 1 << 16).mapToDouble(k -> Float.intBitsToFloat(k << 16)).toArray();
    for (double step : STEPS) {
      List<Row> rows = WeightForecast.of(file, step, List.of(name)).tensors();
      assertRow(rows.get(0), wide, name, step);
      assertRow(rows.get(1), half, name, step);
    }
  }

  private static void assertRow(Row row, double[] entries, ArithmeticName name, double step) {
    long notFinite = 0;
    long overflowing = 0;
    long stagnated = 0;
    double sum = 0;
    double sizes = 0;
    for (double entry : entries) {
      double w = name.format().orElseThrow().round(entry, Rounding.Directed.NEAREST, 0);
      double[] moves = moves(name, w, step);
      if (!Double.isFinite(entry)) {
        notFinite++;
      } else if (!Double.isFinite(moves[1])) {
        overflowing++;
      } else {
        stagnated += moves[0] == 0 ? 1 : 0;
        sum += moves[1];
        sizes += Math.abs(moves[1]);
      }
    }
    StoredSteps steps = row.steps();
    long left = entries.length - notFinite - overflowing;
    assertEquals(notFinite, steps.notFinite);
    assertEquals(overflowing, steps.overflowing);
    assertEquals(left + overflowing, steps.weights);
    assertEquals((double) stagnated / left, steps.stagnated());
    // Sums of n terms in any order: n 2^-53 of their sizes, on either side.
    assertEquals(sum / left / step, steps.ratio(), entries.length * 0x1p-52 * sizes / left / step);
  }

  /**
   * Of 1 a spacing is 2^-7 above and 2^-8 below; 2^-9 is half of that below, a tie that is even.
   */
  @Test
  void command_ofSmallFiles_reportsTensorsTotalsAndSkippedArrays() throws IOException {
    byte[] floats =
        BinaryFile.of("<f4", false, "(2, 3)", 4, 1, 1 + 0x1p-7, 0, 0.25, -1, Double.NaN);
    byte[] whole = BinaryFile.of("<i2", false, "(1,)", 2, 7);
    Path archive =
        Files.write(
            directory.resolve("w.npz"), BinaryFile.archive(Map.of("f", floats, "i", whole)));
    Path json = directory.resolve("w.json");
    String command = "study forecast --arithmetic bfloat16 --weights " + archive;
    CommandRun run = CommandRun.of((command + " --json " + json + " --step " + 0x1p-9).split(" "));
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("Skipped: i holds integers, I16."), run.out());
    assertTrue(
        run.out().contains("f       bfloat16          5     0.6000               0.4000"),
        run.out());
    assertEquals(
        ("{ 'weights' : '%s', 'step' : 0.001953125, 'tensors' : [ { 'tensor' : 'f', 'arithmetic' :"
                + " 'bfloat16', 'weights' : 5, 'stagnated' : 0.6, 'expectedStepRatio' : 0.4, 'bits'"
                + " : 10, 'notFinite' : 1, 'overflowing' : 0 } ], 'totals' : [ { 'tensor' : 'all',"
                + " 'arithmetic' : 'bfloat16', 'weights' : 5, 'stagnated' : 0.6,"
                + " 'expectedStepRatio' : 0.4, 'bits' : 10, 'notFinite' : 1, 'overflowing' : 0 } ], 'skipped' : [ 'i"
                + " holds integers, I16' ] }")
            .formatted(archive)
            .replace('\'', '"'),
        Files.readString(json).replaceAll("\\s+", " ").strip());
    assertTrue(CommandRun.of((command + ":f --step 1").split(" ")).out().indexOf("Skipped") < 0);
    String absent = CommandRun.of((command + ":g --step 1").split(" ")).err();
    assertTrue(absent.contains("as FILE:NAME, got g; it holds f, i"), absent);
    String own = CommandRun.of((command + ":f --step 1 --json " + archive).split(" ")).err();
    assertTrue(own.contains("--json must name a file of its own"), own);
    Files.write(archive, BinaryFile.archive(Map.of("i", whole)));
    String refused = CommandRun.of((command + " --step 1").split(" ")).err();
    assertTrue(refused.contains("must hold floating-point tensors, got [i holds"), refused);
  }
}
