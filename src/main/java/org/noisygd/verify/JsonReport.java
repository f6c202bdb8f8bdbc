// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.noisygd.report.Provenance;
import org.noisygd.verify.check.CheckResult;

/**
 * A verification as JSON: {@code
 * {"verdict":"pass","checks":[{"id":"L2.spectrum","how":"enclosed","status":"pass","cases":40,
 * "worst":"..."}]}}. A check that is skipped or failed says {@code why}; {@code chapter}, {@code
 * title}, {@code counts}, {@code seconds} and {@code java} join in.
 */
public final class JsonReport {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonReport() {}

  /** The JSON text, indented, ended by a line feed. */
  public static String of(Verification verification, Provenance provenance) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("verdict", verification.verdict().word());
    ObjectNode counts = root.putObject("counts");
    for (CheckResult.Status status : CheckResult.Status.values()) {
      counts.put(status.word(), verification.count(status));
    }
    counts.put("cases", verification.cases());
    root.put("seconds", verification.elapsed().toMillis() / 1e3);
    root.put("command", provenance.command());
    root.put("version", provenance.version());
    root.put("java", provenance.java());
    var checks = root.putArray("checks");
    for (Verification.Part part : verification.parts()) {
      for (CheckResult result : part.results()) {
        ObjectNode check = checks.addObject();
        check.put("id", result.id());
        check.put("chapter", part.chapter().title());
        check.put("title", result.title());
        check.put("how", result.how().word());
        check.put("status", result.status().word());
        check.put("cases", result.cases());
        check.put("worst", result.worst());
        if (!result.why().isEmpty()) {
          check.put("why", result.why());
        }
      }
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
