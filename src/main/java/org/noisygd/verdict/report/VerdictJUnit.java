// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Text;
import org.noisygd.report.JUnitXml;
import org.noisygd.report.JUnitXml.Kind;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;

/**
 * The judge's verdicts as JUnit XML, which CI servers read: a {@code testsuite} for each op or
 * trace, a {@code testcase} for each case. A wrong number is a {@code failure}; a broken protocol,
 * an unusable file and a candidate that could not be judged are an {@code error}; cases that were
 * not judged are {@code skipped}. The message of a wrong number ends with the known faults of its
 * op that reproduce the numbers.
 */
public final class VerdictJUnit {
  private final JUnitXml xml = new JUnitXml();

  private VerdictJUnit() {}

  /** The verdict on a candidate, or the verdicts on traces. */
  public static String of(List<? extends ProgramVerdict> all) {
    VerdictJUnit verdicts = new VerdictJUnit();
    String name = "noisygd trace";
    for (ProgramVerdict one : all) {
      if (one instanceof CandidateVerdict candidate) {
        name = "noisygd candidate: " + candidate.name();
        verdicts.add(candidate);
      } else if (one instanceof TraceVerdict trace) {
        verdicts.add(trace);
      }
    }
    return verdicts.xml.text(name);
  }

  private void add(CandidateVerdict candidate) {
    for (CaseResult result : candidate.results()) {
      Op op = result.tested().op();
      Kind kind =
          result.hasPassed() ? Kind.PASSED : result.hasFailed() ? Kind.FAILURE : Kind.SKIPPED;
      String message =
          result.hasFailed()
              ? message(result.failure(), candidate.explanation(), op)
              : CandidateWords.words(result.outcome());
      xml.add(op.word(), result.tested().name(), kind, message);
    }
    candidate.tests().forEach(test -> add(Ops.SAMPLE.word(), test));
    for (String how : candidate.broken()) { // a case or hello, followed by the violation
      xml.add("protocol", how.split(":", 2)[0], Kind.ERROR, how);
    }
    if (candidate.verdict() == Verdict.BROKEN && candidate.broken().isEmpty()) {
      xml.add("protocol", "judged", Kind.ERROR, candidate.sentence());
    }
  }

  private void add(TraceVerdict trace) {
    if (trace.judged().updates() > 0) {
      String message = message(trace.judged().firstFailure(), trace.explanation(), Ops.RUN);
      xml.add(
          trace.file(),
          "updates",
          trace.judged().failed() > 0 ? Kind.FAILURE : Kind.PASSED,
          message);
    }
    trace.tests().forEach(test -> add(trace.file(), test));
    if (!trace.complaint().isEmpty()) {
      xml.add(trace.file(), "readable", Kind.ERROR, trace.complaint());
    } else if (trace.verdict() == Verdict.BROKEN) {
      xml.add(trace.file(), "judged", Kind.ERROR, trace.sentence());
    }
  }

  /** The report for a command line or a file that is unusable. */
  public static String unusable(String why) {
    JUnitXml xml = new JUnitXml();
    xml.add("protocol", "usable", Kind.ERROR, why);
    return xml.text("noisygd candidate");
  }

  private void add(String suite, TestResult test) {
    xml.add(suite, test.test(), test.pass() ? Kind.PASSED : Kind.FAILURE, test.words());
  }

  /** A wrong entry, the faults that reproduce its op's numbers, and where these are wrong. */
  private static String message(
      Optional<CaseResult.Failure> failure, Explanation explanation, Op op) {
    Stream<String> first = Stream.of(failure.map(VerdictJUnit::message).orElse("failed"));
    List<Diagnosis> ofOp = explanation.diagnosis().stream().filter(d -> d.op() == op).toList();
    Stream<String> codes = ofOp.stream().map(d -> d.code() + ": " + d.text());
    return Stream.of(first, codes, Stream.ofNullable(explanation.where().get(op)))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private static String message(CaseResult.Failure f) {
    return Text.format(
        "%s: expected %s, got %s, error %s exceeds %s",
        f.place().words(), f.expected(), f.actual(), f.error(), f.bound());
  }
}
