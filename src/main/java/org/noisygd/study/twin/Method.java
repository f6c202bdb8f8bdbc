// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Arrays;
import java.util.Locale;
import org.noisygd.number.Require;

/**
 * How a run uses gradients. With G the gradient at the perturbed iterate, theta the iterate, of
 * either factor, and p the parameter:
 *
 * <pre>
 *   PLAIN          theta' = theta - eta G
 *   MOMENTUM:p     v' = p v + (1 - p) G,  theta' = theta - eta v'              v rounds
 *   DECAY:p        theta' = [(1 - eta p) theta] - eta G                       [ ] and theta' round
 *   AVERAGE:p      plain, with a' = a + p (theta' - a); a is what is observed  a rounds
 *   GRADIENTS:p    s' = s + G over p noises at one theta, then
 *                  theta' = theta - eta s / p                                 s rounds
 * </pre>
 *
 * <p>DECAY is weight decay apart from the gradient step, on stored weights, as in AdamW.
 *
 * @param kind which
 * @param parameter p; unused in plain runs
 */
public record Method(Kind kind, double parameter) {
  /** The methods. */
  public enum Kind {
    PLAIN,
    MOMENTUM,
    DECAY,
    AVERAGE,
    GRADIENTS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Gradient descent that keeps nothing but the iterate. */
  public static final Method PLAIN = new Method(Kind.PLAIN, 0);

  /** Checks the parameter. */
  public Method {
    switch (kind) {
      case PLAIN -> {}
      case MOMENTUM ->
          Require.that(
              parameter >= 0 && parameter < 1, "momentum", "be in 0..1, below 1", parameter);
      case DECAY -> Require.finiteNonNegative("decay", parameter);
      case AVERAGE ->
          Require.that(
              parameter > 0 && parameter <= 1, "average", "be in 0..1, above 0", parameter);
      case GRADIENTS ->
          Require.that(
              parameter >= 1 && parameter <= 1e6 && Math.rint(parameter) == parameter,
              "gradients",
              "be a whole number in 1..1000000",
              parameter);
    }
  }

  /** The names of the methods that have a parameter. */
  static String words() {
    return String.join(
        "|", Arrays.stream(Kind.values()).filter(k -> k != Kind.PLAIN).map(Kind::word).toList());
  }
}
