// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Provenance;
import org.noisygd.report.ResultTable;

/**
 * A sweep as JSON: {@code {"sweep":"..","digest":"..","points":9,"cells":9,"specification":{..},
 * "results":[{"point":0,..}]}}, one object a point; or its cost alone. Numbers that are not defined
 * are null, infinite ones words.
 */
public final class SweepJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SweepJson() {}

  /** The results. */
  public static String of(Specification specification, ResultTable table) {
    ObjectNode root = head(specification);
    ArrayNode results = root.putArray("results");
    for (int r = 0; r < table.size(); r++) {
      ObjectNode row = results.addObject();
      List<@Nullable Object> fields = table.row(r);
      for (int c = 0; c < fields.size(); c++) {
        String name = table.columns().get(c).name();
        @Nullable Object field = fields.get(c);
        if (field instanceof Long value) {
          row.put(name, value);
        } else if (field instanceof Double value && !value.isInfinite()) {
          row.put(name, value);
        } else if (field == null) {
          row.putNull(name);
        } else {
          row.put(name, String.valueOf(field));
        }
      }
    }
    return text(root);
  }

  /** What the cells that are missing cost. */
  public static String estimate(Specification specification, CostModel costs) {
    ObjectNode root = head(specification);
    root.put("missing", costs.seconds().size());
    root.put("coreHours", costs.total() / SECONDS_AN_HOUR);
    root.put("measuredClasses", costs.measured());
    return text(root);
  }

  /** By what the results were made. */
  public static byte[] provenance(Provenance provenance, String engine) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", provenance.version());
    root.put("java", provenance.java());
    root.put("engine", engine);
    root.put("command", provenance.command());
    return text(root).getBytes(StandardCharsets.UTF_8);
  }

  private static final double SECONDS_AN_HOUR = 3600;

  private static ObjectNode head(Specification specification) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("sweep", specification.name());
    root.put("digest", specification.digest());
    root.put("points", specification.points());
    root.put("cells", specification.cells());
    try {
      root.set("specification", MAPPER.readTree(specification.canonical()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    return root;
  }

  private static String text(ObjectNode root) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
