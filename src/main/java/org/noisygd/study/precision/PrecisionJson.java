// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.noisygd.study.twin.DriftRatio;

/**
 * A precision study as JSON: {@code {"reference":"..","results":[{"arithmetic":"..",
 * "driftRatio":1.0,"driftRatioStdErr":0.01,"unchangedStores":0.0,
 * "timeToBalance":{"median":97705,"censored":0},"verdict":"faithful"}]}}, with more fields beside
 * them. A number that is not defined is null. Nothing in it depends on time or place, so that the
 * same command gives the same bytes.
 */
public final class PrecisionJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PrecisionJson() {}

  /** The JSON text, indented, ended by a line feed. */
  public static String of(PrecisionResult result) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("setting", result.setting().name());
    root.put("reference", result.reference());
    root.put("replicates", result.replicates());
    root.put("steps", result.steps());
    root.put("seed", result.seed());
    root.put("endOfPhaseOne", result.phases().endOfOne());
    if (result.phases().hasThree()) {
      root.put("endOfPhaseTwo", result.phases().endOfTwo());
    } else {
      root.putNull("endOfPhaseTwo");
    }
    results(root.putArray("results"), result.results());
    results(root.putArray("sites"), result.sites());
    course(root.putArray("referenceCourse"), result.twin());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void results(ArrayNode results, List<PrecisionResult.OfArithmetic> all) {
    for (PrecisionResult.OfArithmetic one : all) {
      ObjectNode node = results.addObject();
      node.put("arithmetic", one.arithmetic());
      one.site().ifPresent(site -> node.put("site", site.word()));
      drift(node, one.drift());
      number(node, "unchangedStores", one.phaseThree().unchanged());
      ObjectNode time = node.putObject("timeToBalance");
      if (one.timeToBalance().median().isPresent()) {
        time.put("median", one.timeToBalance().median().getAsLong());
      } else {
        time.putNull("median");
      }
      time.put("censored", one.timeToBalance().censored());
      time.put("falseBalance", one.timeToBalance().falseBalance());
      phases(node, one);
      ArrayNode windows = node.putArray("windows");
      one.windows().forEach(window -> drift(windows.addObject(), window));
      biases(node.putArray("biases"), one.biases());
      course(node.putArray("course"), one.course());
    }
  }

  private static void drift(ObjectNode node, DriftRatio drift) {
    number(node, "driftRatio", drift.value());
    number(node, "driftRatioStdErr", drift.standardError());
    node.put("verdict", drift.verdict().word());
    node.put("from", drift.from());
    node.put("to", drift.to());
  }

  private static void phases(ObjectNode node, PrecisionResult.OfArithmetic one) {
    ArrayNode phases = node.putArray("phases");
    for (PrecisionResult.PhaseFigures phase : one.phases()) {
      ObjectNode of = phases.addObject();
      of.put("updates", phase.updates());
      number(of, "unchangedStores", phase.unchanged());
      of.put("overflows", phase.overflows());
      of.put("underflows", phase.underflows());
      number(of, "updateInPlacesX", phase.placesX());
      number(of, "updateInPlacesY", phase.placesY());
      number(of, "significantBits", phase.bits());
    }
  }

  private static void biases(ArrayNode array, List<PrecisionResult.Bias> biases) {
    for (PrecisionResult.Bias bias : biases) {
      ObjectNode node = array.addObject();
      node.put("step", bias.step());
      number(node, "drift", bias.drift());
      number(node, "bias", bias.bias());
      number(node, "biasStdErr", bias.standardError());
    }
  }

  private static void course(ArrayNode array, List<PrecisionResult.Point> course) {
    for (PrecisionResult.Point point : course) {
      ObjectNode node = array.addObject();
      node.put("step", point.step());
      number(node, "normX2", point.normX());
      number(node, "normY2", point.normY());
      number(node, "imbalance", point.imbalance());
      number(node, "loss", point.loss());
      number(node, "significantBits", point.bits());
    }
  }

  /** Puts a number, or null where it is not defined. */
  public static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
