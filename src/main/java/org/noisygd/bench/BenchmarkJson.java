// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.noisygd.report.Provenance;

/**
 * A benchmark as JSON: {@code {"rows":[{"implementation":"ours-batched","arithmetic":"binary64",
 * "d1":20,"d2":30,"r":1,"nanosPerStep":146.0}]}} and more: {@code kind} (step or experiment),
 * {@code noise} (given, or drawn in the loop), {@code replicates}, {@code threads}, {@code agrees},
 * {@code spread} (interquartile, over the median), {@code rounds}, {@code overDouble}; a row not
 * timed has {@code why} and no times. Beside the rows {@code targets}, {@code scalings}, {@code
 * machine}, {@code peers}, {@code missing}.
 */
public final class BenchmarkJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private BenchmarkJson() {}

  /** The JSON text, indented, ended by a line feed. */
  public static String of(Result result, Provenance provenance) {
    ObjectNode root = MAPPER.createObjectNode();
    ArrayNode rows = root.putArray("rows");
    result.rows().forEach(row -> row(rows.addObject(), row, result));
    ArrayNode targets = root.putArray("targets");
    for (Target.Outcome outcome : result.outcomes()) {
      ObjectNode node = targets.addObject();
      node.put("text", outcome.target().text());
      node.put("problem", outcome.target().problem().id());
      node.put("factor", outcome.target().factor());
      node.put("verdict", outcome.word());
      if (outcome.measured()) {
        node.put("ratio", outcome.ratio());
        node.put("ours", outcome.ours());
        node.put("peer", outcome.peer());
      }
    }
    ArrayNode scalings = root.putArray("scalings");
    for (Scaling scaling : result.scalings()) {
      ObjectNode node = scalings.addObject();
      node.put("quantity", scaling.kind().quantity());
      node.put("implementation", scaling.implementation());
      node.put("expected", scaling.kind().expected());
      node.put("measured", scaling.measured());
    }
    root.set("machine", MAPPER.valueToTree(result.machine()));
    root.set("peers", MAPPER.valueToTree(result.versions()));
    root.set("missing", MAPPER.valueToTree(result.missing()));
    root.put("version", provenance.version());
    root.put("command", provenance.command());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void row(ObjectNode node, Row row, Result result) {
    node.put("implementation", row.implementation());
    node.put("arithmetic", row.problem().arithmetic());
    node.put("d1", row.problem().d1());
    node.put("d2", row.problem().d2());
    node.put("r", row.problem().r());
    node.put("noise", row.problem().drawn() || row.experiment() ? "drawn" : "given");
    node.put("part", row.part());
    node.put("kind", row.experiment() ? "experiment" : "step");
    node.put("replicates", row.replicates());
    node.put("threads", row.threads());
    node.put("description", row.description());
    node.put("agrees", row.sample() != null);
    if (row.sample() == null) {
      node.put("why", row.why());
      return;
    }
    node.put("nanosPerStep", row.timed().median());
    node.put("spread", row.timed().spread());
    ArrayNode rounds = node.putArray("rounds");
    row.timed().rounds().forEach(rounds::add);
    double over = BenchmarkTable.overKernel(row, result.rows());
    if (!Double.isNaN(over)) {
      node.put("overDouble", over);
    }
  }
}
