// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.report.Terminal;
import org.noisygd.study.precision.DriftMapResult.Cell;
import org.noisygd.study.precision.DriftMapResult.OfArithmetic;

/** The drift ratio over step size and noise as text, CSV and JSON. */
public final class DriftMapTable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DriftMapTable() {}

  /** One table an arithmetic: a row for each noise, the largest first. */
  public static String of(DriftMapResult result) {
    StringBuilder text = new StringBuilder();
    for (String line : Terminal.wrap(heading(result), 100)) {
      text.append(line).append('\n');
    }
    for (int a = 0; a < result.arithmetics().size(); a++) {
      text.append('\n').append(result.arithmetics().get(a)).append('\n');
      text.append(String.format(Locale.ROOT, "%-16s", "sigmaY \\ etaY"));
      for (int column = 0; column < result.factors().size(); column++) {
        double eta = result.cell(0, column).setting().etaY();
        text.append(String.format(Locale.ROOT, "%20s", number(eta)));
      }
      text.append('\n');
      for (int row = result.factors().size() - 1; row >= 0; row--) {
        double sigma = result.cell(row, 0).setting().sigmaY();
        text.append(String.format(Locale.ROOT, "%-16s", number(sigma)));
        for (int column = 0; column < result.factors().size(); column++) {
          OfArithmetic one = result.cell(row, column).results().get(a);
          text.append(
              String.format(
                  Locale.ROOT,
                  "%8s %5s %5s",
                  PrecisionTable.number("%.3f", one.drift().value()),
                  PrecisionTable.number("%.2g", one.measured().ofY()),
                  PrecisionTable.number("%.2g", one.predicted().ofY())));
        }
        text.append('\n');
      }
    }
    text.append('\n');
    for (String line : Terminal.wrap(legend(), 100)) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  static String number(double value) {
    return PrecisionTable.number("%.4g", value).replaceAll("0+$", "");
  }

  /** The study in a sentence. */
  static String heading(DriftMapResult result) {
    Experiment s = result.setting();
    return String.format(
        Locale.ROOT,
        "Setting %s, %d x %d, rank %d, with its step sizes and noises times 1/4 to 4; %d replicates of"
            + " %,d updates in each cell, seed %d, beside a twin in %s.",
        s.name(),
        s.d1(),
        s.d2(),
        s.r(),
        result.replicates(),
        result.steps(),
        result.seed(),
        result.reference());
  }

  /** What the numbers are. */
  static String legend() {
    return "Each cell: the drift ratio; the root mean square update of Y in Phase III over the spacing of"
        + " numbers there, as measured, and, for one row, column and rank, as predicted from the exact"
        + " variance of one update along the mean course. Below 1/12 rounding to nearest is frozen; from"
        + " about 0.5 on it is free.";
  }

  /** One line a cell and arithmetic. */
  public static String csv(DriftMapResult result) {
    StringBuilder csv =
        new StringBuilder(
            "arithmetic,eta_x,eta_y,sigma_x,sigma_y,drift_ratio,drift_ratio_std_err,verdict,"
                + "update_in_places_x,update_in_places_y,predicted_x,predicted_y,"
                + "predicted_x_at_start,predicted_y_at_start\n");
    for (int a = 0; a < result.arithmetics().size(); a++) {
      for (Cell cell : result.cells()) {
        Experiment s = cell.setting();
        OfArithmetic one = cell.results().get(a);
        PrecisionCsv.line(
            csv,
            result.arithmetics().get(a),
            s.etaX(),
            s.etaY(),
            s.sigmaX(),
            s.sigmaY(),
            one.drift().value(),
            one.drift().standardError(),
            one.drift().verdict().word(),
            one.measured().ofX(),
            one.measured().ofY(),
            one.predicted().ofX(),
            one.predicted().ofY(),
            one.atStart().ofX(),
            one.atStart().ofY());
      }
    }
    return csv.toString();
  }

  /**
   * {@code
   * {"reference":"..","cells":[{"etaX":..,"results":[{"arithmetic":"..","driftRatio":..}]}]}}.
   */
  public static String json(DriftMapResult result) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("setting", result.setting().name());
    root.put("reference", result.reference());
    root.put("replicates", result.replicates());
    root.put("steps", result.steps());
    root.put("seed", result.seed());
    ArrayNode cells = root.putArray("cells");
    for (Cell cell : result.cells()) {
      ObjectNode node = cells.addObject();
      node.put("etaX", cell.setting().etaX());
      node.put("etaY", cell.setting().etaY());
      node.put("sigmaX", cell.setting().sigmaX());
      node.put("sigmaY", cell.setting().sigmaY());
      ArrayNode results = node.putArray("results");
      for (int a = 0; a < result.arithmetics().size(); a++) {
        OfArithmetic one = cell.results().get(a);
        ObjectNode of = results.addObject();
        of.put("arithmetic", result.arithmetics().get(a));
        PrecisionJson.number(of, "driftRatio", one.drift().value());
        PrecisionJson.number(of, "driftRatioStdErr", one.drift().standardError());
        of.put("verdict", one.drift().verdict().word());
        PrecisionJson.number(of, "updateInPlacesX", one.measured().ofX());
        PrecisionJson.number(of, "updateInPlacesY", one.measured().ofY());
        PrecisionJson.number(of, "predictedX", one.predicted().ofX());
        PrecisionJson.number(of, "predictedY", one.predicted().ofY());
        PrecisionJson.number(of, "predictedXAtStart", one.atStart().ofX());
        PrecisionJson.number(of, "predictedYAtStart", one.atStart().ofY());
      }
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
