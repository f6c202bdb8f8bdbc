// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.number.Spelling;
import org.noisygd.number.Text;

/**
 * What a setting is changed to, by name: options of {@code study precision}, parameters of a sweep
 * and fields of a problem file are all read here.
 *
 * <pre>
 *   r                                       columns of X and Y
 *   eta (A, or A/B), or etaX, etaY          step sizes
 *   sigma (A, or A/B), or sigmaX, sigmaY    standard deviations of the noise
 *   gamma                                   a number, or balanced: what the noise balances
 *   start (X/Y, row by row), or startSigma  where runs start
 *   steps                                   updates of each run
 * </pre>
 *
 * @param values as text, by their names
 * @param before what stands before a name in messages, such as dashes
 */
public record NamedValues(Map<String, String> values, String before) {
  /** No values. */
  public static final NamedValues NONE = new NamedValues(Map.of(), "");

  /** The other names of what a name gives. */
  private static final Map<String, List<String>> COVERED =
      Map.of(
          "eta", List.of("etaX", "etaY"),
          "sigma", List.of("sigmaX", "sigmaY"),
          "start", List.of("startSigma"),
          "startSigma", List.of("start"));

  /** These values, and others by names that none of these covers. */
  NamedValues over(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(others);
    values.keySet().forEach(name -> all.keySet().removeAll(COVERED.getOrDefault(name, List.of())));
    all.putAll(values);
    return new NamedValues(all, before);
  }

  /** Whether a value is given by this name or by one that covers it. */
  boolean has(String name) {
    return values.containsKey(name)
        || (name.matches("(eta|sigma)[XY]")
            && values.containsKey(name.substring(0, name.length() - 1)));
  }

  /** How messages call a value: the option, if it was one. */
  String called(String name) {
    return before.isEmpty() ? name : before + name.replaceFirst("^r$", "rank");
  }

  /** Whether they were given as options, beside which others can be given. */
  boolean areOptions() {
    return !before.isEmpty();
  }

  /** r, with its default. */
  int rank(int otherwise) {
    int r = Integer.parseInt(values.getOrDefault("r", "" + otherwise));
    Require.that(r >= 1, called("r"), "be at least 1", r);
    return r;
  }

  /**
   * The setting with these values in place of its own. If gamma was the value that the noise
   * balances, it follows the noise.
   *
   * @throws IllegalArgumentException one line, if a value cannot be read or does not fit
   */
  public Experiment in(Experiment setting) {
    int r = rank(setting.r());
    Start start = start(setting.start());
    int ofX = setting.d1() * r;
    int ofY = setting.d2() * r;
    boolean fits = !start.isPoint() || (start.x().size() == ofX && start.y().size() == ofY);
    String rule = Text.format("have %d entries of X and %d of Y", ofX, ofY);
    Require.that(
        fits || !values.containsKey("start"),
        called("start"),
        rule,
        values.getOrDefault("start", ""));
    Require.that(
        fits || !values.containsKey("r"),
        called("r"),
        "come with a " + before + "start, which must " + rule,
        r);
    Experiment changed =
        setting
            .withStart(Start.normal(0))
            .withRank(r)
            .withStart(start)
            .withStepSizes(
                of("etaX", "eta", 0, setting.etaX()), of("etaY", "eta", 1, setting.etaY()))
            .withNoise(
                of("sigmaX", "sigma", 0, setting.sigmaX()),
                of("sigmaY", "sigma", 1, setting.sigmaY()))
            .withSteps(Long.parseLong(values.getOrDefault("steps", "" + setting.steps())));
    String gamma = values.getOrDefault("gamma", "");
    if (gamma.equals("balanced") || (gamma.isEmpty() && setting.gamma() == setting.noiseGamma())) {
      return changed.withGamma(changed.noiseGamma());
    }
    String meant = Spelling.meant(gamma, List.of("balanced"));
    Require.that(meant.isEmpty(), before + "gamma", "be a number or balanced", gamma + meant);
    return gamma.isEmpty() ? changed : changed.withGamma(Literals.parse(before + "gamma", gamma));
  }

  private Start start(Start otherwise) {
    if (values.containsKey("startSigma")) {
      return Start.normal(of("startSigma", "", 0, 0));
    }
    if (!values.containsKey("start")) {
      return otherwise;
    }
    String start = values.getOrDefault("start", "");
    String[] factors = start.split("/", -1);
    Require.that(factors.length == 2, before + "start", "be entries of X/entries of Y", start);
    return Start.at(numbers("start", factors[0]), numbers("start", factors[1]));
  }

  /** The value given for one factor, else its part of that given for both, else the default. */
  private double of(String name, String both, int factor, double otherwise) {
    String given = values.containsKey(name) ? name : both;
    if (!values.containsKey(given)) {
      return otherwise;
    }
    String text = values.getOrDefault(given, "");
    String[] parts = text.split("/", -1);
    List<Double> numbers = numbers(given, parts[Math.min(factor, parts.length - 1)]);
    Require.that(
        parts.length <= 2 && numbers.size() == 1,
        before + given,
        "be one number or two, A/B",
        text);
    return numbers.get(0);
  }

  private List<Double> numbers(String name, String text) {
    return Arrays.stream(text.split(",", -1))
        .map(part -> Literals.parse(before + name, part))
        .toList();
  }
}
