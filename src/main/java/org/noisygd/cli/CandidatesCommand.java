// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.noisygd.cli.option.DiagnosisOptions;
import org.noisygd.cli.option.RunLimits;
import org.noisygd.descent.fast.Workers;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;
import org.noisygd.io.json.LineReader;
import org.noisygd.judge.op.Ops;
import org.noisygd.number.Require;
import org.noisygd.report.Provenance;
import org.noisygd.verdict.CandidateJudge;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.report.VerdictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./verify.sh candidates}: judges many implementations in one process, several times as fast
 * as in one process each. A line of standard input is {@code
 * {"command":["python3","a.py"],"only":["step"]}}, {@code only} optional; a line of standard output
 * is the JSON verdict, in the order of the input.
 */
@Command(
    name = "candidates",
    description = {
      "Judges many implementations: a JSON object with `command` and optional `only` on each line"
          + " of standard input, its verdict as JSON on each line of standard output.",
      ""
    },
    footer = {"", "Exit status: 0 all were judged; 2 unusable command line or input."})
final class CandidatesCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> FIELDS = Set.of("command", "only");

  /** Maximum length of a line, 4 MiB; a command of Linux has at most 2 MiB. */
  private static final int MAX_LINE_BYTES = 1 << 22;

  private final Consumer<String> progress;

  @Mixin private final RunLimits limits = new RunLimits();

  @Mixin private final DiagnosisOptions diagnosis = new DiagnosisOptions();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Number of candidates judged at a time (default ${DEFAULT-VALUE}).")
  private int jobs = 2;

  CandidatesCommand() {
    this(line -> {});
  }

  /** A command that reports the progress of each candidate. */
  CandidatesCommand(Consumer<String> progress) {
    this.progress = progress;
  }

  @Override
  public Integer call() {
    Require.that(jobs >= 1 && jobs <= 1024, "--jobs", "be in 1..1024", jobs);
    List<Supplier<String>> candidates = candidates(limits.timeout());
    try (Workers workers = new Workers(jobs)) {
      workers.inOrder(
          candidates,
          Supplier::get,
          verdict -> {
            System.out.println(verdict);
            System.out.flush();
          });
    }
    return 0;
  }

  /** The work for each line. All lines are read first, so that an unusable one starts nothing. */
  private List<Supplier<String>> candidates(Duration timeout) {
    // Not closed: standard input stays open.
    LineReader lines =
        new LineReader("standard input", System.in, JsonReader.OF_FILES, MAX_LINE_BYTES);
    Supplier<DiagnosisDeadline> deadlines = diagnosis.deadlines(progress);
    List<Supplier<String>> all = new ArrayList<>();
    for (JsonValue row = lines.next(); row != null; row = lines.next()) {
      List<String> command = row.withFieldsAmong(FIELDS).get("command").texts();
      row.get("command").require(!command.isEmpty(), "name a program");
      JsonValue given = row.get("only");
      Ops only =
          given.isPresent() ? given.within(() -> Ops.ALL.only("only", given.texts())) : Ops.ALL;
      all.add(
          () -> {
            // A judge keeps all answers, so it is made only when its turn comes.
            CandidateJudge judge =
                new CandidateJudge(command, timeout, limits.seed(), Ops.ALL, only, progress);
            return line(
                ProgramVerdict.in(
                    verdict -> VerdictJson.of(verdict, Provenance.of(command)),
                    List.of(judged(judge, command, deadlines))));
          });
    }
    return all;
  }

  /** The verdict; after an internal error the other candidates are still judged. */
  private CandidateVerdict judged(
      CandidateJudge judge, List<String> command, Supplier<DiagnosisDeadline> deadlines) {
    try (judge) {
      return judge.judge(false).explained(deadlines);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return CandidateVerdict.unasked(
          String.join(" ", command), "", limits.seed(), DiagnosisDeadline.words(e));
    }
  }

  private static String line(String json) {
    try {
      return MAPPER.writeValueAsString(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
