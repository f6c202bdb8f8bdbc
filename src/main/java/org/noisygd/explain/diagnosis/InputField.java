// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.List;
import java.util.Optional;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Matrix;

/**
 * What a program may take for other than it was sent. Its answer is then the right answer to
 * another request.
 */
enum InputField {
  STEPS("the step sizes", "etaX", "etaY"),
  TARGET("M", "M"),
  ITERATE("X and Y", "X", "Y"),
  X("X", "X"),
  Y("Y", "Y"),
  DIRECTION("the noise or direction", "dX", "dY"),
  SIGMAS("sigma1 and sigma2", "sigma1", "sigma2"),
  ALL("all inputs", "etaX", "etaY", "M", "X", "Y", "dX", "dY", "sigma1", "sigma2");

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable list
  private final List<String> names;

  InputField(String words, String... names) {
    this.words = words;
    this.names = List.of(names);
  }

  /** Its name and a verb that has it as its subject. */
  String and(String singular, String plural) {
    boolean one = names.size() == 1 || this == DIRECTION;
    return words + " " + (one ? singular : plural);
  }

  /** A request with those of another one; empty if their shapes differ. */
  Optional<Request> taken(Request q, Request from) {
    Request taken = q;
    for (String name : names) {
      Object value = from.fields().get(name);
      if (value instanceof Matrix<?> m
          && !(m.rows() == q.matrix(name).rows() && m.columns() == q.matrix(name).columns())) {
        return Optional.empty();
      }
      taken = value == null ? taken : taken.with(name, value);
    }
    return Optional.of(taken);
  }
}
