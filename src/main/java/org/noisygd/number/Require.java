// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Argument checks that return the value they checked. Messages are one line: the name, the rule and
 * the offending value.
 */
public final class Require {
  private Require() {}

  /**
   * Returns {@code value} if the rule holds.
   *
   * @throws IllegalArgumentException "{@code name} must {@code rule}, got {@code value}" otherwise
   */
  public static <V extends @Nullable Object> V that(
      boolean holds, String name, String rule, V value) {
    if (!holds) {
      String got = String.valueOf(value);
      throw new IllegalArgumentException(
          name + " must " + rule + ", got " + ("".equals(got) ? "\"\"" : got));
    }
    return value;
  }

  /**
   * Returns {@code word} if it is one of {@code words}.
   *
   * @throws IllegalArgumentException that lists the words, with the most similar one as a question
   */
  public static String oneOf(String name, Collection<String> words, String word) {
    if (!words.contains(word)) { // only an unknown word is compared with the others
      String meant = word.isEmpty() ? "" : Spelling.meant(word, words);
      that(false, name, "be one of " + String.join(", ", words), word + meant);
    }
    return word;
  }

  /**
   * Returns the value with the label {@code word}.
   *
   * @throws IllegalArgumentException as {@link #oneOf(String, Collection, String)} does
   */
  public static <V> V oneOf(String name, List<V> values, Function<V, String> label, String word) {
    List<String> words = values.stream().map(label).toList();
    return values.get(words.indexOf(oneOf(name, words, word)));
  }

  /** Checks a rule; the message is made only if it is broken, for frequent calls. */
  public static void that(
      boolean holds, Supplier<String> name, String rule, Supplier<String> value) {
    if (!holds) {
      that(false, name.get(), rule, value.get());
    }
  }

  /** Returns {@code value} if it is at least 1, as every dimension must be. */
  public static int positive(String name, int value) {
    that(value >= 1, name, "be at least 1", value);
    return value;
  }

  /** Returns {@code value} if it is at least 0. */
  public static int nonNegative(String name, int value) {
    that(value >= 0, name, "be at least 0", value);
    return value;
  }

  /** Returns {@code value} if it is at least 0. */
  public static long nonNegative(String name, long value) {
    that(value >= 0, name, "be at least 0", value);
    return value;
  }

  /** Returns {@code value} if {@code 0 <= value < bound}. */
  public static int index(String name, int value, int bound) {
    if (value < 0 || value >= bound) { // the message is made only if needed, for speed
      that(false, name, "be in 0.." + (bound - 1), value);
    }
    return value;
  }

  /** Checks that there are as many values as entries in a matrix of these dimensions. */
  public static void entries(String name, double[] values, int rows, int columns) {
    if (values.length != rows * columns) { // the message is made only if needed, for speed
      that(false, name, "have " + rows + " x " + columns + " entries", values.length);
    }
  }

  /** Returns {@code value} if it is neither infinite nor NaN. */
  public static double finite(String name, double value) {
    return that(Double.isFinite(value), name, "be finite", value);
  }

  /** Returns {@code value} if it is finite and positive. */
  public static double finitePositive(String name, double value) {
    return that(Double.isFinite(value) && value > 0, name, "be finite and > 0", value);
  }

  /**
   * Returns {@code value} if it is finite and not negative, as every standard deviation must be.
   */
  public static double finiteNonNegative(String name, double value) {
    return that(Double.isFinite(value) && value >= 0, name, "be finite and >= 0", value);
  }
}
