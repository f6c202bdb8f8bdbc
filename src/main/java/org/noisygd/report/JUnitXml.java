// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import org.noisygd.conformance.Examination;
import org.noisygd.judge.CaseResult;
import org.noisygd.law.LawResult;

/** The judge's verdict as JUnit XML, a test case for each case, as CI servers read it. */
public final class JUnitXml {
  private JUnitXml() {}

  /** The XML text. */
  public static String of(Examination e) {
    StringBuilder cases = new StringBuilder();
    int failures = 0;
    int skipped = 0;
    for (CaseResult r : e.results()) {
      cases.append(open(r.tested().op().word(), r.tested().name()));
      switch (r.outcome()) {
        case FAIL -> {
          failures++;
          String message = r.failure().map(JUnitXml::message).orElse("failed");
          cases.append("<failure message=\"").append(escape(message)).append("\"/>");
        }
        case UNSUPPORTED, UNDECIDED -> {
          skipped++;
          cases.append("<skipped/>");
        }
        case PASS -> {}
      }
      cases.append("</testcase>\n");
    }
    for (LawResult s : e.samples()) {
      cases.append(open("sample", "sample/" + s.test()));
      if (!s.pass()) {
        failures++;
        cases.append("<failure message=\"").append(escape(s.detail())).append("\"/>");
      }
      cases.append("</testcase>\n");
    }
    for (String b : e.broken()) {
      cases
          .append(open("protocol", "protocol"))
          .append("<error message=\"")
          .append(escape(b))
          .append("\"/></testcase>\n");
    }
    int tests = e.results().size() + e.samples().size() + e.broken().size();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\""
        + escape(e.candidate())
        + "\" tests=\""
        + tests
        + "\" failures=\""
        + failures
        + "\" errors=\""
        + e.broken().size()
        + "\" skipped=\""
        + skipped
        + "\">\n"
        + cases
        + "</testsuite>\n";
  }

  private static String message(CaseResult.Failure f) {
    return f.entry()
        + ": expected "
        + f.expected()
        + ", got "
        + f.actual()
        + ", error "
        + f.error()
        + " exceeds "
        + f.bound();
  }

  private static String open(String className, String name) {
    return "  <testcase classname=\"" + escape(className) + "\" name=\"" + escape(name) + "\">";
  }

  private static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        default -> safe.append(c < ' ' || Character.isSurrogate(c) || c >= 0xfffe ? '?' : c);
      }
    }
    return safe.toString();
  }
}
