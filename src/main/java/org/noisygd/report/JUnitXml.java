// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.noisygd.number.Text;
import org.noisygd.report.chart.Markup;

/** Results as JUnit XML, which CI servers read: test cases in suites. */
public final class JUnitXml {
  /** The outcome of a test case; the name of its element, if it did not pass. */
  public enum Kind {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  private record TestCase(String name, Kind kind, String message) {}

  private final Map<String, List<TestCase>> suites = new LinkedHashMap<>();

  /**
   * Adds a test case.
   *
   * @param message the reason; of a passed case it is not written
   */
  public void add(String suite, String name, Kind kind, String message) {
    suites.computeIfAbsent(suite, k -> new ArrayList<>()).add(new TestCase(name, kind, message));
  }

  /** The document, with the time since this process began. */
  public String text(String name) {
    List<TestCase> all = suites.values().stream().flatMap(List::stream).toList();
    double seconds = 1e-3 * ManagementFactory.getRuntimeMXBean().getUptime();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites").append(attributes("time", Text.format("%.3f", seconds)));
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
        "failures", count(cases, Kind.FAILURE),
        "errors", count(cases, Kind.ERROR),
        "skipped", count(cases, Kind.SKIPPED));
  }

  private static String count(List<TestCase> cases, Kind kind) {
    return String.valueOf(cases.stream().filter(one -> one.kind == kind).count());
  }

  private static String testCase(String suite, TestCase one) {
    String head = "    <testcase" + attributes("classname", suite, "name", one.name());
    String kind = one.kind.name().toLowerCase(Locale.ROOT);
    String element = "<" + kind + attributes("message", one.message()) + "/>";
    return head + (one.kind == Kind.PASSED ? "/>\n" : ">" + element + "</testcase>\n");
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
