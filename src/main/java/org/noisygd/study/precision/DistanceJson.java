// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.noisygd.study.precision.DistanceResult.OfArithmetic;
import org.noisygd.study.precision.DistanceResult.Point;

/**
 * Distances between trajectories as JSON: {@code {"reference":"..","results":[{"arithmetic":"..",
 * "firstBeyond":null,"course":[{"step":0,"distance":"0","bound":"0","leastRatio":null}]}]}}.
 * Distances and bounds are decimal strings, since they may lie below every double.
 */
public final class DistanceJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DistanceJson() {}

  /** The JSON text, indented, ended by a line feed. */
  public static String of(DistanceResult result) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("setting", result.setting().name());
    root.put("reference", result.reference());
    root.put("replicates", result.replicates());
    root.put("steps", result.steps());
    root.put("seed", result.seed());
    ArrayNode results = root.putArray("results");
    for (OfArithmetic one : result.results()) {
      ObjectNode node = results.addObject();
      node.put("arithmetic", one.arithmetic());
      if (one.firstBeyond().isPresent()) {
        node.put("firstBeyond", one.firstBeyond().getAsLong());
      } else {
        node.putNull("firstBeyond");
      }
      ArrayNode course = node.putArray("course");
      one.course().forEach(point -> point(course.addObject(), point));
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void point(ObjectNode node, Point point) {
    node.put("step", point.step());
    node.put("distance", point.distance().toString());
    if (point.bound().isPresent()) {
      node.put("bound", point.bound().get().toString());
    } else {
      node.putNull("bound");
    }
    if (point.leastRatio().isPresent()) {
      node.put("leastRatio", point.leastRatio().getAsDouble());
    } else {
      node.putNull("leastRatio");
    }
  }
}
