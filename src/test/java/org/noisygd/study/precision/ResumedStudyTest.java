// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.ResultFile;
import org.noisygd.study.formats.FormatReport;
import org.noisygd.study.formats.FormatStudy;
import org.noisygd.study.twin.Checkpoint;
import org.noisygd.study.twin.CoupledStudy;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.VerdictRule;

/**
 * Properties: a study that is ended early and goes on, again and again, is one that never ended.
 */
class ResumedStudyTest {
  private static final VerdictRule LOOKS = new VerdictRule(VerdictRule.DEFAULT_BAND, 3, 80);

  /** More than a study has meetings. */
  private static final int MOST = 100;

  @TempDir private Path directory;

  private static DriftStudy study(Experiment setting, long steps, String twin, String names) {
    return study(setting, steps, twin, names, VerdictRule.ONE_LOOK);
  }

  private static DriftStudy study(
      Experiment setting, long steps, String twin, String names, VerdictRule rule) {
    return new DriftStudy(
        new Runs(setting, 5, steps, 210212430),
        ArithmeticName.parse(twin),
        Stream.of(names.split(" ")).map(StudiedArithmetic::parse).toList(),
        rule);
  }

  private static DriftStudy small() {
    return study(
        PaperExperiments.studied("fig4"), 1500, "binary64", "bfloat16 bfloat16/stochastic");
  }

  private Checkpoint checkpoint(CoupledStudy<?> study, BooleanSupplier isEndDue) {
    ResultFile file = ResultFile.of("--resume", directory.resolve("state"));
    return Checkpoint.in(file, study.identity(), isEndDue, line -> {});
  }

  /** Ends the study again and again, when it could end the next time, and lets it go on. */
  private DriftResult assertResumes(DriftStudy study, int asks) throws IOException {
    return assertResumes(study, asks, DriftReport::json);
  }

  private <R> R assertResumes(CoupledStudy<R> study, int asks, Function<R, String> json)
      throws IOException {
    R whole = study.run(2, done -> {});
    List<R> parts = new ArrayList<>();
    boolean ended = true;
    while (ended && parts.size() < MOST) {
      AtomicInteger asked = new AtomicInteger();
      Checkpoint checkpoint = checkpoint(study, () -> asked.incrementAndGet() > asks);
      parts.add(study.run(parts.size() % 2 == 0 ? 1 : 3, checkpoint, done -> {}));
      checkpoint.close();
      ended = Files.exists(directory.resolve("state"));
    }
    assertTrue(parts.size() > 2, "it was ended " + (parts.size() - 1) + " times");
    R last = parts.get(parts.size() - 1);
    assertEquals(json.apply(whole), json.apply(last));
    assertEquals(whole, last);
    return last;
  }

  @Test
  void run_withLaterLooks_endedAndResumedAgainAndAgain_isOneThatNeverEnded() throws IOException {
    DriftStudy study =
        study(
            PaperExperiments.studied("fig4"),
            2000,
            "binary64",
            "bfloat16/compensated bfloat16/stochastic",
            LOOKS);
    DriftResult last = assertResumes(study, 3); // the beginning of a look is asked before it too
    assertEquals(80, last.results().get(1).drift().replicates());
  }

  @ParameterizedTest
  @CsvSource({
    "fig4,   2600, double-double, binary64 bfloat16 bfloat16/compensated bfloat16/stochastic",
    "fig4,   1700, double-double, bfloat16/master bfloat16/stochastic:8/every decimal:6",
    "fig4,   1700, decimal:34,    bfloat16 double-double momentum:0.9/bfloat16",
    "fig4,   2100, decimal:7,     binary:24/every decimal:20",
    "rank10, 1100, double-double, bfloat16/stochastic gradients:4/bfloat16",
  })
  void run_endedAndResumedAgainAndAgain_isOneThatNeverEnded(
      String setting, long steps, String twin, String names) throws IOException {
    int asks = setting.equals("fig4") ? 1 : 12; // the early phases of rank10 have many meetings
    assertResumes(study(PaperExperiments.studied(setting), steps, twin, names), asks);
  }

  /** Step sizes with which every run leaves the numbers of its arithmetic. */
  @ParameterizedTest
  @ValueSource(strings = {"decimal:34", "decimal:7", "double-double"})
  void run_ofRunsThatAreLost_isOneThatNeverEnded(String twin) throws IOException {
    Experiment setting = PaperExperiments.studied("fig4").withStepSizes(1, 1);
    assertResumes(study(setting, 2500, twin, "binary64 bfloat16 decimal:6"), 1);
  }

  @Test
  void settled_endedAndResumedAgainAndAgain_isOneThatNeverEnded() throws IOException {
    SettledStudy small = SettledStudyTest.of(0, 2600, "binary64", "bfloat16/stochastic");
    assertResumes(small, 1, SettledReport::json);
    // Entries of about 2^17 are infinite in e5m2, whose largest number is 57344.
    SettledStudy large = SettledStudyTest.of(17, 2600, "binary64", "e5m2");
    assertEquals(5, assertResumes(large, 1, SettledReport::json).results().get(1).lost());
  }

  @ParameterizedTest
  @CsvSource({
    "bfloat16 nvfp4/stochastic/columns bfloat16*13:8:16 mxfp4/floor/columns/master",
    "momentum:0.9/bfloat16 decay:0.01/bfloat16/stochastic average:0.01/bfloat16 gradients:5/e4m3"
  })
  void formats_endedAndResumedAgainAndAgain_isOneThatNeverEnded(String names) throws IOException {
    Experiment setting = FormatStudy.problem().withStepSizes(0.05, 0.05).withNoise(0.06, 0.06);
    FormatStudy study =
        FormatStudy.of(
            new Runs(setting, 3, 1200, 18), List.of(names.split(" ")), VerdictRule.ONE_LOOK);
    assertResumes(study, 1, FormatReport::json);
  }

  @Test
  void run_resumed_beginsWhereItEnded() throws IOException {
    DriftStudy study = small();
    List<String> before = new ArrayList<>();
    Checkpoint first = checkpoint(study, () -> before.stream().anyMatch(ResumedStudyTest::isStep));
    DriftResult early = study.run(2, first, before::add);
    List<String> progress = new ArrayList<>();
    study.run(2, checkpoint(study, () -> false), progress::add);
    assertEquals(512, early.results().get(0).drift().to());
    String next = progress.stream().filter(ResumedStudyTest::isStep).findFirst().orElse("none");
    assertTrue(next.startsWith("1,024 of"), next);
  }

  private static boolean isStep(String progress) {
    return progress.contains(" updates");
  }

  @Test
  void checkpoint_ofAnotherStudy_isRefusedAndStays() throws IOException {
    DriftStudy study = small();
    study.run(1, checkpoint(study, () -> true), done -> {});
    byte[] written = Files.readAllBytes(directory.resolve("state"));
    Map<String, CoupledStudy<?>> others =
        Map.of(
            "study",
            FormatStudy.of(study.runs(), List.of("bfloat16"), VerdictRule.ONE_LOOK),
            "seed",
            new DriftStudy(
                new Runs(study.runs().setting(), 5, 1500, 1),
                study.reference(),
                study.subjects(),
                VerdictRule.ONE_LOOK),
            "M",
            study(
                PaperExperiments.studied("fig4")
                    .withTarget(Matrix.of(Binary64.INSTANCE, 1, 1, (i, j) -> 2.0)),
                1500,
                "binary64",
                "bfloat16"),
            "reference",
            study(study.runs().setting(), 1500, "double-double", "bfloat16 bfloat16/stochastic"),
            "arithmetics",
            study(study.runs().setting(), 1500, "binary64", "bfloat16"),
            "steps",
            study(study.runs().setting(), 1501, "binary64", "bfloat16 bfloat16/stochastic"),
            "verdicts",
            new DriftStudy(study.runs(), study.reference(), study.subjects(), LOOKS));
    others.forEach(
        (name, other) -> {
          String message =
              assertThrows(
                      IllegalArgumentException.class, () -> checkpoint(other, () -> false), name)
                  .getMessage();
          assertTrue(message.endsWith("state of another, which differs in " + name), message);
        });
    assertArrayEquals(written, Files.readAllBytes(directory.resolve("state")));
  }

  /** Each byte changed alone, and each beginning of the file. */
  @Test
  void checkpoint_damaged_isRefused() throws IOException {
    DriftStudy study = small();
    study.run(1, checkpoint(study, () -> true), done -> {});
    Path file = directory.resolve("state");
    byte[] written = Files.readAllBytes(file);
    for (int i = 0; i < written.length; i += i < 700 ? 5 : 997) {
      byte[] damaged = written.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      assertThrows(
          IllegalArgumentException.class, () -> checkpoint(study, () -> false), "byte " + i);
      Files.write(file, Arrays.copyOf(written, i));
      assertThrows(
          IllegalArgumentException.class, () -> checkpoint(study, () -> false), i + " bytes");
    }
    Files.write(file, written);
    checkpoint(study, () -> false);
  }

  @Test
  void checkpoint_findsTheDraftOfAProcessThatHasEnded_removesIt() throws IOException {
    Path left = directory.resolve(".state.999999999.tmp"); // beyond the largest number of a process
    Path ours = directory.resolve(".state." + ProcessHandle.current().pid() + ".tmp");
    Path other = directory.resolve(".state.draft.tmp");
    for (Path file : List.of(left, ours, other)) {
      Files.createFile(file);
    }
    checkpoint(small(), () -> false);
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(ours));
    assertTrue(Files.exists(other));
  }
}
