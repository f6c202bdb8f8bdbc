// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.number.Spelling;
import org.noisygd.number.Text;
import org.noisygd.theory.landscape.TargetSvd;

/**
 * The given settings of an experiment, as text by name; other names are ignored:
 *
 * <pre>
 *   rank                      columns of X and Y
 *   eta, sigma (A, or A/B)    step sizes, standard deviations of the noise
 *   gamma                     a number, or balanced: the balance of the noise
 *   start (X/Y, row by row)   the start of the runs
 *   steps                     updates of each run
 * </pre>
 *
 * @param options the settings of a command line or a sweep, in place of a file's
 * @param file the settings of a file
 * @param before the text before an option's name in messages, such as dashes
 */
record GivenSettings(Map<String, String> options, Map<String, String> file, String before) {
  /** Maximum of a setting in units of M, and of its inverse, so that no product overflows. */
  private static final double RANGE = 1e30;

  /** Maximum of gamma and of its inverse for which the formulas of a balance hold. */
  private static final double MOST_BALANCE = 1e10;

  boolean has(String name) {
    return options.containsKey(name) || file.containsKey(name);
  }

  /** A setting's text, or empty. */
  private String text(String name) {
    return options.getOrDefault(name, file.getOrDefault(name, ""));
  }

  /**
   * The experiment with the given settings in place of its own. If its gamma is the balance of its
   * noise, the new gamma is the balance of the new noise.
   *
   * @throws IllegalArgumentException if a value cannot be read or does not fit
   */
  Experiment in(Experiment own) {
    int r = rank(own.m(), own.r());
    Start start = start(own.start());
    requireEntries(start, own.d1() * r, own.d2() * r, r);
    double size = TargetSvd.of(own.m()).values().value(1);
    double unit = size == 0 ? 1 : size;
    double[] eta = pair("eta", own.etaX(), own.etaY(), 1 / unit);
    double[] sigma = pair("sigma", own.sigmaX(), own.sigmaY(), Math.sqrt(unit));
    double largest =
        Stream.concat(start.x().stream(), start.y().stream())
            .mapToDouble(Math::abs)
            .max()
            .orElse(start.sigma());
    requireWithin(RANGE, "start", largest, Math.sqrt(unit), largest);
    Experiment changed =
        own.withStart(Start.normal(0))
            .withRank(r)
            .withStart(start)
            .withStepSizes(eta[0], eta[1])
            .withNoise(sigma[0], sigma[1])
            .withSteps(has("steps") ? Long.parseLong(text("steps")) : own.steps());
    double balanced = changed.noiseGamma();
    Require.that(
        !has("sigma") || isWithin(MOST_BALANCE, balanced, 1),
        named("sigma"),
        "balance a gamma in 1e-10..1e10",
        Text.brief("%s, which balances %s", text("sigma"), balanced));
    return changed.withGamma(gamma(own.gamma(), own.gamma() == own.noiseGamma(), balanced));
  }

  /** The rank; up to three times the usual limit if M is stored by its factors, without runs. */
  int rank(Target<Double> m, int own) {
    int r = has("rank") ? Integer.parseInt(text("rank")) : own;
    Require.positive(before + "rank", r);
    int most = (m instanceof Target.Product<Double> ? 3 : 1) * Target.MAX_ENTRIES;
    boolean fits = (m.rows() + (long) m.columns()) * r <= most;
    return Require.that(fits, before + "rank", "leave X and Y at most " + most + " entries", r);
  }

  private Start start(Start own) {
    if (!has("start")) {
      return own;
    }
    String[] factors = text("start").split("/", -1);
    Require.that(
        factors.length == 2, before + "start", "be entries of X/entries of Y", text("start"));
    return Start.at(entries(factors[0]), entries(factors[1]));
  }

  private List<Double> entries(String text) {
    return Arrays.stream(text.split(",", -1)).map(part -> number("start", part)).toList();
  }

  private double number(String name, String text) {
    return Literals.parse(before + name, text);
  }

  private void requireEntries(Start start, int ofX, int ofY, int r) {
    boolean fits = !start.isPoint() || (start.x().size() == ofX && start.y().size() == ofY);
    String rule = Text.format("have %d entries of X and %d of Y", ofX, ofY);
    Require.that(fits || !has("start"), before + "start", rule, text("start"));
    String both = "come with a " + before + "start, which must " + rule;
    Require.that(fits || !has("rank"), before + "rank", both, r);
  }

  /** A number for X and one for Y. */
  private double[] pair(String name, double ofX, double ofY, double unit) {
    if (!has(name)) {
      return new double[] {ofX, ofY};
    }
    String[] parts = text(name).split("/", -1);
    Require.that(parts.length <= 2, before + name, "be one number or two, A/B", text(name));
    double[] both = {number(name, parts[0]), number(name, parts[parts.length - 1])};
    requireWithin(RANGE, name, both[0], unit, text(name));
    requireWithin(RANGE, name, both[1], unit, text(name));
    return both;
  }

  private double gamma(double own, boolean follows, double balanced) {
    String gamma = text("gamma");
    if (gamma.equals("balanced") || gamma.isEmpty()) {
      return gamma.isEmpty() && !follows ? own : balanced;
    }
    String meant = Spelling.meant(gamma, List.of("balanced"));
    Require.that(meant.isEmpty(), before + "gamma", "be a number or balanced", gamma + meant);
    double asked = number("gamma", gamma);
    requireWithin(MOST_BALANCE, "gamma", asked, 1, gamma);
    return asked;
  }

  /** The name of a setting in messages: of its option, or of its field in the file. */
  private String named(String name) {
    return options.containsKey(name)
        ? before + name
        : name.matches("eta|sigma") ? name + "X and " + name + "Y" : name;
  }

  private static boolean isWithin(double range, double number, double unit) {
    return number >= unit / range && number <= unit * range;
  }

  /** Checks that a number is in a range about a unit if it is positive, as checked elsewhere. */
  private void requireWithin(double range, String name, double number, double unit, Object given) {
    Require.that(
        !(number > 0) || isWithin(range, number, unit),
        named(name),
        Text.brief("be in %s..%s%s", unit / range, unit * range, unit == 1 ? "" : " for this M"),
        given);
  }
}
