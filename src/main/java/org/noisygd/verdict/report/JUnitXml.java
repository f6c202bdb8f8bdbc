// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;

/**
 * The judge's verdicts as JUnit XML, which CI servers read: a {@code testsuite} for each op or
 * trace, a {@code testcase} for each case. A wrong number is a {@code failure}; a broken protocol,
 * an unusable file and a candidate that could not be judged are an {@code error}; cases that were
 * not judged are {@code skipped}. A report without failures and errors means a pass. The message of
 * a wrong number ends with the known faults of its op that reproduce the numbers; the properties of
 * the op's suite name them once, with the seed.
 */
public final class JUnitXml {
  /** The running time of the command. */
  private static final RuntimeMXBean RUNTIME = ManagementFactory.getRuntimeMXBean();

  /** The outcome of a test case; all but the first are names of elements. */
  private enum Kind {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  /** One test case with its message, possibly empty. */
  private record TestCase(String name, Kind kind, String message) {}

  private final Map<String, List<TestCase>> suites = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> properties = new LinkedHashMap<>();

  private JUnitXml() {}

  /** The verdict on a candidate. */
  public static String of(CandidateVerdict e) {
    JUnitXml xml = new JUnitXml();
    for (CaseResult r : e.results()) {
      String op = r.tested().op().word();
      String name = r.tested().name();
      if (r.hasPassed()) {
        xml.add(op, name, Kind.PASSED, "");
      } else if (r.hasFailed()) {
        String message = r.failure().map(JUnitXml::message).orElse("failed");
        xml.add(op, name, Kind.FAILURE, message + explained(e.explanation(), r.tested().op()));
      } else {
        xml.add(op, name, Kind.SKIPPED, CandidateReport.outcome(r));
      }
    }
    e.samples().forEach(s -> xml.add("sample", s));
    for (String how : e.broken()) { // a case or hello, followed by the violation
      xml.add("protocol", how.split(":", 2)[0], Kind.ERROR, how);
    }
    if (e.verdict() == Verdict.BROKEN && e.broken().isEmpty()) {
      xml.add("protocol", "judged", Kind.ERROR, CandidateReport.sentence(e));
    }
    e.diagnosis().forEach(d -> xml.add(d.op().word(), d));
    xml.suites.keySet().forEach(suite -> xml.properties(suite).put("seed", "" + e.seed()));
    return xml.text("noisygd candidate: " + e.program().name());
  }

  /** The verdicts on traces. */
  public static String of(List<TraceVerdict> all) {
    JUnitXml xml = new JUnitXml();
    for (TraceVerdict t : all) {
      if (t.judged().updates() > 0) {
        Kind kind = t.judged().failed() > 0 ? Kind.FAILURE : Kind.PASSED;
        var message = t.judged().firstFailure().map(f -> message(f));
        String words = message.map(m -> m + explained(t.explanation(), Ops.RUN)).orElse("");
        xml.add(t.file(), "updates", kind, words);
      }
      t.tests().forEach(s -> xml.add(t.file(), s));
      if (!t.complaint().isEmpty()) {
        xml.add(t.file(), "readable", Kind.ERROR, t.complaint());
      } else if (t.verdict().exitStatus() > 1) {
        xml.add(t.file(), "judged", Kind.ERROR, TraceReport.sentence(t));
      }
      t.diagnosis().forEach(d -> xml.add(t.file(), d));
    }
    return xml.text("noisygd trace");
  }

  /** The report for a command line or a file that is unusable. */
  public static String unusable(String why) {
    JUnitXml xml = new JUnitXml();
    xml.add("protocol", "usable", Kind.ERROR, why);
    return xml.text("noisygd candidate");
  }

  private void add(String suite, String name, Kind kind, String message) {
    suites.computeIfAbsent(suite, k -> new ArrayList<>()).add(new TestCase(name, kind, message));
  }

  private void add(String suite, TestResult s) {
    add(suite, s.test(), s.pass() ? Kind.PASSED : Kind.FAILURE, s.words());
  }

  private void add(String suite, Diagnosis d) {
    properties(suite).merge("" + d.code(), d.text(), (a, b) -> a + "; " + b);
  }

  private Map<String, String> properties(String suite) {
    return properties.computeIfAbsent(suite, k -> new LinkedHashMap<>());
  }

  /** The faults that reproduce an op's numbers, and the condition under which they are wrong. */
  private static String explained(Explanation e, Op op) {
    Stream<String> codes =
        e.diagnosis().stream().filter(d -> d.op() == op).map(d -> d.code() + ": " + d.text());
    return Stream.concat(codes, Stream.ofNullable(e.where().get(op)))
        .map(line -> "\n" + line)
        .collect(Collectors.joining());
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
          xml.append(text(properties(suite)));
          cases.forEach(one -> xml.append(testCase(suite, one)));
          xml.append("  </testsuite>\n");
        });
    return xml.append("</testsuites>\n").toString();
  }

  private static String text(Map<String, String> properties) {
    return properties.isEmpty()
        ? ""
        : properties.entrySet().stream()
            .map(e -> attributes("name", e.getKey(), "value", e.getValue()))
            .map(attributes -> "      <property" + attributes + "/>\n")
            .collect(Collectors.joining("", "    <properties>\n", "    </properties>\n"));
  }

  private static String counts(String name, List<TestCase> cases) {
    return attributes(
        "name", name,
        "tests", String.valueOf(cases.size()),
        "failures", count(cases, Kind.FAILURE),
        "errors", count(cases, Kind.ERROR),
        "skipped", count(cases, Kind.SKIPPED));
  }

  private static String count(List<TestCase> cases, Kind kind) {
    return String.valueOf(cases.stream().filter(one -> one.kind() == kind).count());
  }

  private static String testCase(String suite, TestCase one) {
    String head = "    <testcase" + attributes("classname", suite, "name", one.name());
    return one.kind() == Kind.PASSED
        ? head + "/>\n"
        : head
            + "><"
            + one.kind().name().toLowerCase(Locale.ROOT)
            + attributes("message", one.message())
            + "/></testcase>\n";
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
