// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;

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
  /**
   * The setting with these values in place of its own. If gamma was the value that the noise
   * balances, it follows the noise. The title no longer calls a given value a default.
   *
   * @throws IllegalArgumentException one line, if a value cannot be read or does not fit
   */
  public Experiment in(Experiment setting) {
    int r = Integer.parseInt(values.getOrDefault("r", "" + setting.r()));
    Experiment changed =
        (r == setting.r() ? setting : setting.withRank(r))
            .withStepSizes(
                of("etaX", "eta", 0, setting.etaX()), of("etaY", "eta", 1, setting.etaY()))
            .withNoise(
                of("sigmaX", "sigma", 0, setting.sigmaX()),
                of("sigmaY", "sigma", 1, setting.sigmaY()))
            .withSteps(Long.parseLong(values.getOrDefault("steps", "" + setting.steps())));
    String gamma = values.getOrDefault("gamma", "");
    if (gamma.equals("balanced") || (gamma.isEmpty() && setting.gamma() == setting.noiseGamma())) {
      changed = changed.withGamma(changed.noiseGamma());
    } else if (!gamma.isEmpty()) {
      changed = changed.withGamma(Literals.parse(before + "gamma", gamma));
    }
    if (values.containsKey("start")) {
      String start = values.getOrDefault("start", "");
      String[] factors = start.split("/", -1);
      Require.that(factors.length == 2, before + "start", "be entries of X/entries of Y", start);
      changed =
          changed.withStart(Start.at(numbers("start", factors[0]), numbers("start", factors[1])));
    } else if (values.containsKey("startSigma")) {
      changed = changed.withStart(Start.normal(of("startSigma", "", 0, 0)));
    }
    return changed.withName(changed.name(), title(setting));
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

  private String title(Experiment setting) {
    String title = setting.title();
    for (String name : values.keySet()) {
      String field = name.matches("eta|sigma") ? name + "[XY]" : name + "(Sigma)?";
      title = title.replaceAll("\\b" + field + "(, |$)", "");
    }
    String rest = title.replaceFirst("(: |, )$", "");
    return rest.equals("by default") ? setting.name() : rest;
  }
}
