// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.noisygd.report.chart.Markup;
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
public final class JUnitXml {
  private static final String FAILURE = "failure";
  private static final String ERROR = "error";
  private static final String SKIPPED = "skipped";

  /**
   * One test case.
   *
   * @param kind the name of its element: failure, error or skipped; empty if it passed
   * @param message the content of that element
   */
  private record TestCase(String name, String kind, String message) {}

  private final Map<String, List<TestCase>> suites = new LinkedHashMap<>();

  private JUnitXml() {}

  /** The verdict on a candidate, or the verdicts on traces. */
  public static String of(List<? extends ProgramVerdict> all) {
    JUnitXml xml = new JUnitXml();
    String name = "noisygd trace";
    for (ProgramVerdict one : all) {
      if (one instanceof CandidateVerdict candidate) {
        name = "noisygd candidate: " + candidate.name();
        xml.add(candidate);
      } else if (one instanceof TraceVerdict trace) {
        xml.add(trace);
      }
    }
    return xml.text(name);
  }

  private void add(CandidateVerdict candidate) {
    for (CaseResult result : candidate.results()) {
      Op op = result.tested().op();
      String kind = result.hasPassed() ? "" : result.hasFailed() ? FAILURE : SKIPPED;
      String message =
          result.hasFailed()
              ? message(result.failure(), candidate.explanation(), op)
              : CandidateWords.words(result.outcome());
      add(op.word(), result.tested().name(), kind, message);
    }
    candidate.tests().forEach(test -> add(Ops.SAMPLE.word(), test));
    for (String how : candidate.broken()) { // a case or hello, followed by the violation
      add("protocol", how.split(":", 2)[0], ERROR, how);
    }
    if (candidate.verdict() == Verdict.BROKEN && candidate.broken().isEmpty()) {
      add("protocol", "judged", ERROR, candidate.sentence());
    }
  }

  private void add(TraceVerdict trace) {
    if (trace.judged().updates() > 0) {
      String message = message(trace.judged().firstFailure(), trace.explanation(), Ops.RUN);
      add(trace.file(), "updates", trace.judged().failed() > 0 ? FAILURE : "", message);
    }
    trace.tests().forEach(test -> add(trace.file(), test));
    if (!trace.complaint().isEmpty()) {
      add(trace.file(), "readable", ERROR, trace.complaint());
    } else if (trace.verdict() == Verdict.BROKEN) {
      add(trace.file(), "judged", ERROR, trace.sentence());
    }
  }

  /** The report for a command line or a file that is unusable. */
  public static String unusable(String why) {
    JUnitXml xml = new JUnitXml();
    xml.add("protocol", "usable", ERROR, why);
    return xml.text("noisygd candidate");
  }

  private void add(String suite, String name, String kind, String message) {
    suites.computeIfAbsent(suite, k -> new ArrayList<>()).add(new TestCase(name, kind, message));
  }

  private void add(String suite, TestResult test) {
    add(suite, test.test(), test.pass() ? "" : FAILURE, test.words());
  }

  /** A wrong entry, the faults that reproduce its op's numbers, and where these are wrong. */
  private static String message(
      Optional<CaseResult.Failure> failure, Explanation explanation, Op op) {
    Stream<String> first = Stream.of(failure.map(JUnitXml::message).orElse("failed"));
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

  private String text(String name) {
    List<TestCase> all = suites.values().stream().flatMap(List::stream).toList();
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    xml.append(attributes("time", Text.format("%.3f", 1e-3 * uptime)));
    xml.append(counts(name, all)).append(">\n");
    suites.forEach(
        (suite, cases) -> {
          xml.append("  <testsuite").append(counts(suite, cases)).append(">\n");
          cases.forEach(one -> xml.append(testCase(suite, one)));
          xml.append("  </testsuite>\n");
        });
    return xml.append("</testsuites>\n").toString();
  }

  private static String counts(String name, List<TestCase> cases) {
    return attributes(
        "name", name,
        "tests", String.valueOf(cases.size()),
        "failures", count(cases, FAILURE),
        "errors", count(cases, ERROR),
        "skipped", count(cases, SKIPPED));
  }

  private static String count(List<TestCase> cases, String kind) {
    return String.valueOf(cases.stream().filter(one -> one.kind().equals(kind)).count());
  }

  private static String testCase(String suite, TestCase one) {
    String head = "    <testcase" + attributes("classname", suite, "name", one.name());
    String element = "<" + one.kind() + attributes("message", one.message()) + "/>";
    return head + (one.kind().isEmpty() ? "/>\n" : ">" + element + "</testcase>\n");
  }

  /** Attributes, given as names and values in turn. */
  private static String attributes(String... pairs) {
    StringBuilder xml = new StringBuilder();
    for (int n = 0; n < pairs.length; n += 2) {
      // A line feed or a tab in an attribute would be read as a blank.
      String value = Markup.escape(pairs[n + 1]).replace("\n", "&#10;").replace("\t", "&#9;");
      xml.append(' ').append(pairs[n]).append("=\"").append(value).append('"');
    }
    return xml.toString();
  }
}
