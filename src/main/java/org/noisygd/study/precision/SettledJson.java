// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.noisygd.study.precision.SettledResult.OfArithmetic;
import org.noisygd.study.precision.SettledResult.Prediction;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.precision.SettledResult.Seen;

/**
 * The stationary law in several arithmetics as JSON: {@code
 * {"predicted":{"ratio":{"atOptimum":1,"mean":1,"deviation":0.006},..},
 * "results":[{"arithmetic":"..","ratio":{"mean":1,"meanStdErr":0.0001,"deviation":0.006,
 * "deviationStdErr":0.0001,"q1":0.996,"median":1,"q3":1.004},..}]}}. A number that is not defined
 * is null.
 */
public final class SettledJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SettledJson() {}

  /** The JSON text, indented, ended by a line feed. */
  public static String of(SettledResult result) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("setting", result.setting().name());
    root.put("replicates", result.replicates());
    root.put("settled", result.settled());
    root.put("steps", result.steps());
    root.put("seed", result.seed());
    root.put("rate", result.rate());
    ObjectNode predicted = root.putObject("predicted");
    for (Quantity quantity : Quantity.values()) {
      Prediction of = result.predicted(quantity);
      ObjectNode node = predicted.putObject(word(quantity));
      node.put("atOptimum", of.atOptimum());
      node.put("mean", of.mean());
      node.put("deviation", of.deviation());
    }
    ArrayNode results = root.putArray("results");
    for (OfArithmetic one : result.results()) {
      ObjectNode node = results.addObject();
      node.put("arithmetic", one.arithmetic());
      node.put("lost", one.lost());
      one.rounded()
          .ifPresent(
              law -> {
                ObjectNode rounded = node.putObject("predictedRatio");
                rounded.put("mean", law.mean());
                rounded.put("deviation", law.deviation());
              });
      for (Quantity quantity : Quantity.values()) {
        Seen seen = one.of(quantity);
        ObjectNode of = node.putObject(word(quantity));
        PrecisionJson.number(of, "mean", seen.mean());
        PrecisionJson.number(of, "meanStdErr", seen.meanError());
        PrecisionJson.number(of, "deviation", seen.deviation());
        PrecisionJson.number(of, "deviationStdErr", seen.deviationError());
        PrecisionJson.number(of, "q1", seen.quartile1());
        PrecisionJson.number(of, "median", seen.median());
        PrecisionJson.number(of, "q3", seen.quartile3());
      }
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word(Quantity quantity) {
    return quantity.name().toLowerCase(Locale.ROOT);
  }
}
