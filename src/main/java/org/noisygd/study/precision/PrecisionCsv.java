// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.study.precision.PrecisionResult.OfArithmetic;
import org.noisygd.study.precision.PrecisionResult.PhaseFigures;
import org.noisygd.study.precision.PrecisionResult.Point;
import org.noisygd.study.twin.DriftRatio;

/**
 * A precision study as tables of comma-separated values, numbers as the shortest literal of the
 * double. An empty field is a number that is not defined. Names hold no comma and no quote.
 */
public final class PrecisionCsv {
  private PrecisionCsv() {}

  /** One line an arithmetic and phase. */
  public static String results(PrecisionResult result) {
    StringBuilder csv =
        new StringBuilder(
            "arithmetic,site,drift_ratio,drift_ratio_std_err,verdict,from,to,median_time_to_balance,"
                + "censored,false_balance,phase,updates,unchanged_stores,overflows,underflows,"
                + "update_in_places_x,update_in_places_y,significant_bits\n");
    for (OfArithmetic one : all(result)) {
      for (int phase = 0; phase < one.phases().size(); phase++) {
        PhaseFigures p = one.phases().get(phase);
        DriftRatio d = one.drift();
        line(
            csv,
            one.arithmetic(),
            site(one),
            d.value(),
            d.standardError(),
            d.verdict().word(),
            d.from(),
            d.to(),
            one.timeToBalance().median().isPresent()
                ? one.timeToBalance().median().getAsLong()
                : "",
            one.timeToBalance().censored(),
            one.timeToBalance().falseBalance(),
            phase + 1,
            p.updates(),
            p.unchanged(),
            p.overflows(),
            p.underflows(),
            p.placesX(),
            p.placesY(),
            p.bits());
      }
    }
    return csv.toString();
  }

  /** One line an arithmetic and step; the twin's come first. */
  public static String course(PrecisionResult result) {
    StringBuilder csv =
        new StringBuilder("arithmetic,site,step,norm_x2,norm_y2,imbalance,loss,significant_bits\n");
    course(csv, result.reference() + " (reference)", "", result.twin());
    for (OfArithmetic one : all(result)) {
      course(csv, one.arithmetic(), site(one), one.course());
    }
    return csv.toString();
  }

  private static void course(StringBuilder csv, String name, String site, List<Point> points) {
    for (Point p : points) {
      line(csv, name, site, p.step(), p.normX(), p.normY(), p.imbalance(), p.loss(), p.bits());
    }
  }

  /** One line an arithmetic and window. */
  public static String windows(PrecisionResult result) {
    StringBuilder csv =
        new StringBuilder("arithmetic,site,from,to,drift_ratio,drift_ratio_std_err\n");
    for (OfArithmetic one : all(result)) {
      for (DriftRatio w : one.windows()) {
        line(csv, one.arithmetic(), site(one), w.from(), w.to(), w.value(), w.standardError());
      }
    }
    return csv.toString();
  }

  /** One line an arithmetic and step: what storing does to one update's drift. */
  public static String biases(PrecisionResult result) {
    StringBuilder csv = new StringBuilder("arithmetic,step,drift,bias,bias_std_err\n");
    for (OfArithmetic one : result.results()) {
      for (PrecisionResult.Bias b : one.biases()) {
        line(csv, one.arithmetic(), b.step(), b.drift(), b.bias(), b.standardError());
      }
    }
    return csv.toString();
  }

  private static List<OfArithmetic> all(PrecisionResult result) {
    List<OfArithmetic> all = new ArrayList<>(result.results());
    all.addAll(result.sites());
    return all;
  }

  private static String site(OfArithmetic one) {
    return one.site().map(site -> site.word()).orElse("");
  }

  /** One line of fields; a number that is not defined is left empty. */
  public static void line(StringBuilder csv, Object... fields) {
    for (int k = 0; k < fields.length; k++) {
      boolean undefined = fields[k] instanceof Double d && !Double.isFinite(d);
      csv.append(k == 0 ? "" : ",").append(undefined ? "" : fields[k]);
    }
    csv.append('\n');
  }
}
