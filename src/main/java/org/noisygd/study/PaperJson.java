// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.noisygd.number.statistics.FiveNumbers;

/**
 * The study of the paper as JSON: {@code {"figures":{"2a":{"ratio":{"min":..,"q1":..,"median":..,
 * "q3":..,"max":..}}}}}, with more fields beside them. A number that is not defined is null.
 * Nothing in it depends on time, place or threads, so that the same command gives the same bytes.
 */
public final class PaperJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PaperJson() {}

  /** The JSON text, indented, ended by a line feed. */
  public static String of(List<PaperSection> sections, StudyOptions options) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("seed", options.seed());
    root.put("quick", options.quick());
    ObjectNode figures = root.putObject("figures");
    sections.forEach(section -> section.figures().forEach(figures::set));
    ArrayNode findings = root.putArray("findings");
    for (PaperSection section : sections) {
      for (Finding finding : section.findings()) {
        ObjectNode node = findings.addObject();
        node.put("figure", finding.figure());
        node.put("says", finding.says());
        node.put("finds", finding.finds());
        node.put("how", finding.how().word());
        node.put("verdict", finding.agreement().word());
      }
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Puts a number, null if it is not finite. */
  public static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  /** Puts five numbers. */
  public static void fiveNumbers(ObjectNode node, String name, FiveNumbers five) {
    ObjectNode of = node.putObject(name);
    number(of, "min", five.min());
    number(of, "q1", five.q1());
    number(of, "median", five.median());
    number(of, "q3", five.q3());
    number(of, "max", five.max());
  }
}
