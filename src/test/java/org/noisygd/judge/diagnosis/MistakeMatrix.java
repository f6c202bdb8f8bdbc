// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.SmallCases;
import org.noisygd.judge.TraceJudge;
import org.noisygd.judge.TraceVerdict;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.FaultyProgram;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.Candidate;
import org.noisygd.judge.verdict.Candidate.Exchange;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Mistakes against names: what the judge says of a program, and whether it is true. A name that
 * stands for a formula is true if the formula foretells the program's answers to requests of
 * another seed, the right ones too; any other must be among those that are known to be true of the
 * program.
 */
final class MistakeMatrix {
  private static final long OTHER_SEED = 20_260_131;
  private static final RoundingModel MODEL = RoundingModel.named("binary64");
  private static final Map<JudgedOp, List<Request>> OTHERS = new ConcurrentHashMap<>();

  private MistakeMatrix() {}

  /** How a program is named. */
  enum Named {
    /** No answer of it was wrong. */
    NOT_SEEN,
    NOT,
    BY_ITS_OWN_CODE,
    BY_ANOTHER_THAT_IS_RIGHT,
    FALSELY
  }

  /**
   * A program, the op that it is asked, and what is true of it.
   *
   * @param codes the codes of its mistakes
   * @param alsoTrue codes that are no formula and true of it
   */
  record Row(
      String name,
      JudgedOp op,
      Supplier<WrongProgram> program,
      Set<String> codes,
      Set<String> alsoTrue) {
    @Override
    public String toString() {
      return op.word() + ": " + name;
    }
  }

  /** What was said of a row, and what that is worth. */
  record Outcome(Row row, Named named, List<Diagnosis> said) {
    @Override
    public String toString() {
      return row + " is named " + named + ": " + said;
    }
  }

  /** Judges the program of a row. */
  static Outcome outcome(Row row) {
    WrongProgram program = row.program().get();
    List<CaseResult> results = new ArrayList<>();
    Map<Case, Answer> answers = new LinkedHashMap<>();
    Judge judge = new Judge(MODEL);
    for (Case tested : SmallCases.of(row.op())) {
      Answer answer = program.answer(tested.request());
      results.add(judge.judge(tested, answer));
      answers.put(tested, answer);
    }
    if (results.stream().noneMatch(r -> r.outcome() == CaseResult.Outcome.FAIL)) {
      return new Outcome(row, Named.NOT_SEEN, List.of());
    }
    List<Diagnosis> said =
        Diagnostician.diagnose(
            MODEL.name(),
            results,
            answers,
            List.of(),
            List.of(),
            candidate(row, program),
            DiagnosisDeadline.never());
    WrongProgram again = row.program().get();
    Map<Request, Answer> others = new LinkedHashMap<>();
    others(row.op()).forEach(q -> others.put(q, again.answer(q)));
    return new Outcome(row, named(row, said, others), said);
  }

  private static Candidate candidate(Row row, WrongProgram program) {
    return new Candidate() {
      @Override
      public Exchange ask(Case tested) throws ProtocolViolation {
        return Candidate.NONE.ask(tested);
      }

      @Override
      public List<Case> cases(Op op) {
        return SmallCases.of(row.op());
      }

      @Override
      public Optional<Answer> answer(Case tested, Arithmetic<?> arithmetic) {
        return Optional.of(program.answer(tested.request()));
      }

      @Override
      public Optional<Answer> freshAnswer(Case tested, Arithmetic<?> arithmetic, Duration atMost) {
        return Optional.of(row.program().get().answer(tested.request()));
      }
    };
  }

  /** Problems of which traces are made: of several shapes, sizes of noise, and step sizes. */
  enum Problem {
    SMALL(3, 2, 1, 0.01, 0.01, 0.05),
    USUAL(6, 5, 2, 0.01, 0.02, 0.05),
    SQUARE(4, 4, 2, 0.005, 0.005, 0.3),
    LARGE(10, 9, 3, 0.003, 0.004, 0.01),
    QUIET(5, 7, 2, 0.02, 0.02, 1e-4);

    private static final int UPDATES = 14;

    private final Request request;

    Problem(int d1, int d2, int r, double etaX, double etaY, double sigma) {
      Random random = new Random(d1 + 31L * d2);
      Matrix<Double> x = normal(random, d1, r, 1);
      Matrix<Double> y = normal(random, d2, r, 1);
      Matrix<Double> m = x.times(y.transpose()).plus(normal(random, d1, d2, 0.1));
      Factors<Double> start =
          new Factors<>(x.plus(normal(random, d1, r, 0.2)), y.plus(normal(random, d2, r, 0.2)));
      List<Factors<Dyadic>> noises = new ArrayList<>();
      List<Integer> record = new ArrayList<>(List.of(0));
      for (int t = 0; t < UPDATES; t++) {
        noises.add(
            exactly(new Factors<>(normal(random, d1, r, sigma), normal(random, d2, r, sigma))));
        record.add(t + 1);
      }
      request =
          Request.of(Ops.RUN, m.toExactly(DyadicArithmetic.INSTANCE), exactly(start))
              .withSteps(Dyadic.of(etaX), Dyadic.of(etaY))
              .withRun(noises, record);
    }

    private static Factors<Dyadic> exactly(Factors<Double> f) {
      return f.toExactly(DyadicArithmetic.INSTANCE);
    }

    private static Matrix<Double> normal(Random random, int rows, int columns, double sigma) {
      return Matrix.of(Binary64.INSTANCE, rows, columns, (i, j) -> sigma * random.nextGaussian());
    }
  }

  /** Judges a trace of the program of a row. */
  static Outcome outcome(Row row, Problem problem, Path directory) {
    Request q = problem.request;
    Answer answer = row.program().get().answer(q);
    List<String> lines = new ArrayList<>();
    lines.add(
        "{\"trace\":1,\"M\":%s,\"etaX\":%s,\"etaY\":%s}"
            .formatted(
                rows(FaultyProgram.printed(q.m())),
                Literals.format(q.etaX().roundToDouble()),
                Literals.format(q.etaY().roundToDouble())));
    for (int t = 0; t <= Problem.UPDATES; t++) {
      List<ReadMatrix> state = answer.states().get(t);
      String line =
          "{\"t\":%d,\"X\":%s,\"Y\":%s".formatted(t, rows(state.get(0)), rows(state.get(1)));
      if (t < Problem.UPDATES) {
        Factors<Dyadic> z = q.noises().get(t);
        line +=
            ",\"noiseX\":%s,\"noiseY\":%s"
                .formatted(rows(FaultyProgram.printed(z.x())), rows(FaultyProgram.printed(z.y())));
      }
      lines.add(line + "}");
    }
    try {
      Path file = Files.write(Files.createTempFile(directory, "run", ".jsonl"), lines);
      TraceVerdict verdict = TraceJudge.examine(file, updates -> {});
      if (verdict.judged().failed() == 0) {
        return new Outcome(row, Named.NOT_SEEN, List.of());
      }
      List<Diagnosis> said = verdict.diagnosis();
      // A trace has no start but the one that it prints.
      List<ReadMatrix> start = answer.states().get(0);
      Request same =
          q.from(
              new Factors<>(
                  start.get(0).in(DyadicArithmetic.INSTANCE),
                  start.get(1).in(DyadicArithmetic.INSTANCE)));
      return new Outcome(row, named(row, said, Map.of(same, answer)), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rows(ReadMatrix m) {
    return IntStream.range(0, m.rows())
        .mapToObj(
            i ->
                IntStream.range(0, m.columns())
                    .mapToObj(
                        j ->
                            m.get(i, j).isFinite()
                                ? m.get(i, j).literal()
                                : '"' + m.get(i, j).literal() + '"')
                    .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Named named(Row row, List<Diagnosis> said, Map<Request, Answer> answers) {
    if (said.isEmpty()) {
      return Named.NOT;
    }
    boolean anyTrue = false;
    for (Diagnosis d : said) {
      boolean isTrue = row.alsoTrue().contains(d.code()) || NameTruth.isTrue(d, answers);
      anyTrue |= isTrue;
      if (!isTrue && !isOneOfSeveral(d)) {
        return Named.FALSELY;
      }
    }
    Set<String> codes = new TreeSet<>(said.stream().map(Diagnosis::code).toList());
    return !anyTrue
        ? Named.FALSELY
        : codes.equals(new TreeSet<>(row.codes()))
            ? Named.BY_ITS_OWN_CODE
            : Named.BY_ANOTHER_THAT_IS_RIGHT;
  }

  /** Whether a name is told as one of several that cannot be told apart. */
  private static boolean isOneOfSeveral(Diagnosis d) {
    return d.text().contains(" the cases that were answered too; ");
  }

  private static List<Request> others(JudgedOp op) {
    return OTHERS.computeIfAbsent(
        op,
        asked ->
            asked.cases("binary64", OTHER_SEED).stream()
                .map(Case::request)
                .filter(q -> q.at().variables() <= 60)
                .filter(q -> q.noises().size() <= 30)
                .toList());
  }
}
