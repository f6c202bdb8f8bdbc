// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.json.JsonReader;
import org.noisygd.study.NamedValues;
import org.noisygd.study.ProblemFile;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.VerdictRule;

/**
 * The precision study of one point: its setting, what is compared, and the rest.
 *
 * @param values the parameters of the point
 */
public record PointStudy(Map<Parameter, Value> values) {
  private static final String DIAGONAL = "diagonal";

  /**
   * Refuses a specification in which some point gives no study.
   *
   * @throws IllegalArgumentException one line that names the point
   */
  static void requireAll(Specification specification) {
    for (int p = 0; p < specification.points(); p++) {
      PointStudy point = new PointStudy(specification.at(p));
      try {
        point.runs();
        point.arithmetic();
        point.reference();
        point.rule();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(specification.describe(p) + ": " + e.getMessage(), e);
      }
    }
  }

  private boolean has(Parameter parameter) {
    return values.containsKey(parameter);
  }

  private Value value(Parameter parameter) {
    @Nullable Value value = values.get(parameter);
    if (value == null) {
      throw new IllegalArgumentException(parameter.word() + " must be given, got none");
    }
    return value;
  }

  private String word(Parameter parameter, String otherwise) {
    return has(parameter) ? value(parameter).label() : otherwise;
  }

  private int count(Parameter parameter, int otherwise) {
    long count = has(parameter) ? value(parameter).count() : otherwise;
    Require.that(
        count >= 1 && count <= Integer.MAX_VALUE, parameter.word(), "be at least 1", count);
    return (int) count;
  }

  /** Refuses a parameter together with others that say the same. */
  private void alone(Parameter one, Parameter... others) {
    for (Parameter other : others) {
      Require.that(
          !(has(one) && has(other)), one.word(), "be given without " + other.word(), "both");
    }
  }

  public Runs runs() {
    Experiment setting = setting();
    long seed = value(Parameter.SEED).count();
    return new Runs(setting, count(Parameter.REPLICATES, 1), setting.steps(), seed);
  }

  public VerdictRule rule() {
    double band = has(Parameter.BAND) ? value(Parameter.BAND).number() : VerdictRule.DEFAULT_BAND;
    return new VerdictRule(band, 1, 0);
  }

  public ArithmeticName reference() {
    return ArithmeticName.parse(value(Parameter.REFERENCE).label());
  }

  public Experiment setting() {
    alone(Parameter.SETTING, Parameter.PROBLEM);
    alone(Parameter.ETA, Parameter.ETA_X, Parameter.ETA_Y);
    alone(Parameter.SIGMA, Parameter.SIGMA_X, Parameter.SIGMA_Y);
    alone(Parameter.START, Parameter.START_SIGMA);
    boolean diagonal = word(Parameter.SETTING, "").equals(DIAGONAL);
    for (Parameter shape : List.of(Parameter.D1, Parameter.D2, Parameter.R)) {
      Require.that(diagonal || !has(shape), shape.word(), "stand with setting diagonal", "another");
    }
    Map<String, String> given = new HashMap<>();
    values.forEach((parameter, value) -> given.put(parameter.word(), value.label()));
    NamedValues named = new NamedValues(given, "");
    return has(Parameter.PROBLEM) ? problem(named) : named.in(diagonal ? diagonal() : base());
  }

  private Experiment problem(NamedValues named) {
    Value problem = value(Parameter.PROBLEM);
    Experiment setting =
        ProblemFile.of(
            problem.label(), JsonReader.OF_FILES.read("problem", problem.json()), named, false);
    setting.target(); // refused before any run where it is held by its factors
    return setting;
  }

  private Experiment base() {
    String name = value(Parameter.SETTING).label();
    Require.oneOf(
        "setting",
        Stream.concat(PaperExperiments.STUDIED.stream(), Stream.of(DIAGONAL)).toList(),
        name);
    return PaperExperiments.studied(name);
  }

  /** The setting rank1 at any shape: M = 1 on the first r places, d1 sigmaX^2 = d2 sigmaY^2. */
  private Experiment diagonal() {
    Experiment model = PaperExperiments.studied("rank1");
    int d1 = count(Parameter.D1, model.d1());
    int d2 = count(Parameter.D2, model.d2());
    int r = count(Parameter.R, 1);
    Require.that(r <= Math.min(d1, d2), "r", "be at most d1 and d2", r);
    return model
        .withName(DIAGONAL, DIAGONAL)
        .withTarget(Experiment.unitDiagonal(d1, d2, r))
        .withRank(r)
        .withNoise(Math.sqrt((double) d2 / d1) * model.sigmaY(), model.sigmaY());
  }

  public ArithmeticName arithmetic() {
    alone(
        Parameter.ARITHMETIC,
        Parameter.FORMAT,
        Parameter.PRECISION,
        Parameter.ROUNDING,
        Parameter.RANDOM_BITS,
        Parameter.PLACE,
        Parameter.OPTIONS);
    alone(Parameter.FORMAT, Parameter.PRECISION);
    if (has(Parameter.ARITHMETIC)) {
      return ArithmeticName.parse(value(Parameter.ARITHMETIC).label());
    }
    boolean given = has(Parameter.FORMAT) || has(Parameter.PRECISION);
    Require.that(given, "arithmetic", "be given, or format, or precision", "none");
    String name =
        has(Parameter.PRECISION)
            ? "binary:" + value(Parameter.PRECISION).count()
            : value(Parameter.FORMAT).label();
    String rounding = word(Parameter.ROUNDING, "nearest");
    if (has(Parameter.RANDOM_BITS)) {
      Value bits = value(Parameter.RANDOM_BITS);
      Require.that(
          rounding.startsWith("stochastic"),
          "randomBits",
          "stand with rounding stochastic or stochastic-even",
          rounding);
      boolean all = bits.label().equals("all");
      Require.that(all || bits.isCount(), "randomBits", "be a number or all", bits.label());
      rounding = all ? rounding : rounding + ":" + bits.count();
    }
    String options = word(Parameter.OPTIONS, "none");
    return ArithmeticName.parse(
        name
            + "/"
            + rounding
            + "/"
            + word(Parameter.PLACE, "store")
            + (options.equals("none") ? "" : "/" + options));
  }
}
