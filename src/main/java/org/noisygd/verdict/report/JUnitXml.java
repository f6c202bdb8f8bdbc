// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.explain.Explanation;
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
 * not judged are {@code skipped}. A report without failures and errors means a pass. The message of
 * a wrong number ends with the known faults of its op that reproduce the numbers.
 */
public final class JUnitXml {
  /** The running time of the command. */
  private static final RuntimeMXBean RUNTIME = ManagementFactory.getRuntimeMXBean();

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
      if (one instanceof CandidateVerdict e) {
        name = "noisygd candidate: " + e.name();
        xml.add(e);
      } else if (one instanceof TraceVerdict t) {
        xml.add(t);
      }
    }
    return xml.text(name);
  }

  private void add(CandidateVerdict e) {
    for (CaseResult r : e.results()) {
      Op op = r.tested().op();
      String kind = r.hasPassed() ? "" : r.hasFailed() ? FAILURE : SKIPPED;
      String message =
          r.hasFailed() ? message(r.failure(), e.explanation(), op) : CandidateWords.outcome(r);
      add(op.word(), r.tested().name(), kind, message);
    }
    e.tests().forEach(s -> add(Ops.SAMPLE.word(), s));
    for (String how : e.broken()) { // a case or hello, followed by the violation
      add("protocol", how.split(":", 2)[0], ERROR, how);
    }
    if (e.verdict() == Verdict.BROKEN && e.broken().isEmpty()) {
      add("protocol", "judged", ERROR, e.sentence());
    }
  }

  private void add(TraceVerdict t) {
    if (t.judged().updates() > 0) {
      String message = message(t.judged().firstFailure(), t.explanation(), Ops.RUN);
      add(t.file(), "updates", t.judged().failed() > 0 ? FAILURE : "", message);
    }
    t.tests().forEach(s -> add(t.file(), s));
    if (!t.complaint().isEmpty()) {
      add(t.file(), "readable", ERROR, t.complaint());
    } else if (t.verdict() == Verdict.BROKEN) {
      add(t.file(), "judged", ERROR, t.sentence());
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

  private void add(String suite, TestResult s) {
    add(suite, s.test(), s.pass() ? "" : FAILURE, s.words());
  }

  /** A wrong entry, the faults that reproduce its op's numbers, and where these are wrong. */
  private static String message(Optional<CaseResult.Failure> failure, Explanation e, Op op) {
    Stream<String> first = Stream.of(failure.map(JUnitXml::message).orElse("failed"));
    Stream<String> codes =
        e.diagnosis().stream().filter(d -> d.op() == op).map(d -> d.code() + ": " + d.text());
    return Stream.of(first, codes, Stream.ofNullable(e.where().get(op)))
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
    xml.append(attributes("time", Text.format("%.3f", 1e-3 * RUNTIME.getUptime())));
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
