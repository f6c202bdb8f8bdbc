// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed {@link org.noisygd.number.shape.Einsum} signature, and the unification of it with
 * shapes.
 *
 * <p>{@code "ik,kj->ij"} applied to d1 x r and r x d2 binds i = d1, k = r, j = d2 and infers d1 x
 * d2. Applied to d1 x r and d2 x r it would need k = r and k = d2, so it tells a mismatch.
 *
 * @param text as written, for messages
 * @param operands for each operand its indices: single letters or digits
 * @param result the result's dimensions, polynomials in the letters of the operands
 */
record EinsumSignature(String text, List<List<Dimension>> operands, List<Dimension> result) {

  /** What a signature says of given operands. */
  sealed interface Outcome {}

  /** The operands fit, and the result has this shape. */
  record Inferred(List<Dimension> shape) implements Outcome {}

  /** Nothing has to fit, and nothing is known: a norm or a transpose of an unknown shape. */
  record Unconstrained() implements Outcome {}

  /** The operands do not fit. */
  record Mismatch(String why) implements Outcome {}

  /**
   * Reads a signature.
   *
   * @throws IllegalArgumentException if it has no arrow, an index other than a letter or a digit on
   *     the left, or a letter on the right that is not on the left
   */
  static EinsumSignature parse(String text) {
    String[] sides = text.replace(" ", "").split("->", -1);
    if (sides.length != 2) {
      throw new IllegalArgumentException(
          "einsum must read \"operands->result\", got \"" + text + "\"");
    }
    List<List<Dimension>> operands = new ArrayList<>();
    for (String group : sides[0].split(",", -1)) {
      List<Dimension> indices = indices(group);
      if (group.indexOf('(') >= 0) {
        throw new IllegalArgumentException(
            "einsum operands must be letters and digits, got \""
                + group
                + "\" in \""
                + text
                + "\"");
      }
      operands.add(indices);
    }
    List<Dimension> result = indices(sides[1]);
    for (Dimension dimension : result) {
      for (Dimension letter : dimension.symbols()) {
        if (operands.stream().noneMatch(group -> group.contains(letter))) {
          throw new IllegalArgumentException(
              "einsum result index " + letter + " stands in no operand of \"" + text + "\"");
        }
      }
    }
    return new EinsumSignature(text, List.copyOf(operands), result);
  }

  /** Splits {@code "i(j+k)1"} into its indices. */
  private static List<Dimension> indices(String group) {
    List<Dimension> indices = new ArrayList<>();
    int next = 0;
    while (next < group.length()) {
      int end = next + 1;
      if (group.charAt(next) == '(') {
        for (int depth = 1; depth > 0 && end < group.length(); end++) {
          depth += group.charAt(end) == '(' ? 1 : group.charAt(end) == ')' ? -1 : 0;
        }
      }
      indices.add(Dimension.parse(group.substring(next, end)));
      next = end;
    }
    return List.copyOf(indices);
  }

  /**
   * Unifies the signature with the shapes of the operands.
   *
   * @param shapes one a group, empty where the shape is unknown; what belongs to an empty group is
   *     not looked at
   */
  Outcome apply(List<Optional<List<Dimension>>> shapes) {
    if (shapes.size() != operands.size()) {
      return new Mismatch(
          text + " has " + operands.size() + " operands, the call has " + shapes.size());
    }
    Map<Dimension, Dimension> bound = new HashMap<>();
    boolean known = true;
    for (int k = 0; k < operands.size(); k++) {
      List<Dimension> indices = operands.get(k);
      if (indices.isEmpty()) {
        continue;
      }
      if (shapes.get(k).isEmpty()) {
        if (isConstrained(k)) {
          return new Mismatch("operand " + (k + 1) + " of " + text + " has no known shape");
        }
        known = false;
        continue;
      }
      List<Dimension> shape = shapes.get(k).get();
      if (shape.size() != indices.size()) {
        return new Mismatch(
            "operand " + (k + 1) + " of " + text + " has " + shape.size() + " dimensions " + shape);
      }
      for (int axis = 0; axis < shape.size(); axis++) {
        Dimension index = indices.get(axis);
        Dimension actual = shape.get(axis);
        Dimension expected = index.isSymbol() ? bound.putIfAbsent(index, actual) : index;
        if (expected != null && !expected.equals(actual)) {
          return new Mismatch(
              "index " + index + " of " + text + " is both " + expected + " and " + actual);
        }
      }
    }
    return known
        ? new Inferred(result.stream().map(dimension -> dimension.substitute(bound)).toList())
        : new Unconstrained();
  }

  /** Whether an index of operand k is a digit, or stands a second time on the left. */
  private boolean isConstrained(int k) {
    List<Dimension> all = operands.stream().flatMap(List::stream).toList();
    return operands.get(k).stream()
        .anyMatch(index -> !index.isSymbol() || Collections.frequency(all, index) > 1);
  }
}
