// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A symbolic dimension: a polynomial with integer coefficients in symbols such as {@code d1}.
 *
 * <p>Kept in normal form, the sum of its distinct monomials, so that equality is equality of
 * polynomials: {@code (d1+d2)*r} equals {@code r*d2 + d1*r}.
 */
final class Dimension {
  /** Monomials (symbols in ascending order, with repetition) by degree, then alphabetically. */
  private static final Comparator<List<String>> BY_DEGREE_THEN_NAME =
      Comparator.<List<String>>comparingInt(m -> -m.size()).thenComparing(m -> String.join("*", m));

  private final SortedMap<List<String>, BigInteger> terms;

  private Dimension(Map<List<String>, BigInteger> terms) {
    SortedMap<List<String>, BigInteger> sorted = new TreeMap<>(BY_DEGREE_THEN_NAME);
    terms.forEach(
        (monomial, coefficient) -> {
          if (coefficient.signum() != 0) {
            sorted.put(monomial, coefficient);
          }
        });
    this.terms = Collections.unmodifiableSortedMap(sorted);
  }

  /** The dimension that one symbol names. */
  static Dimension ofSymbol(String symbol) {
    return new Dimension(Map.of(List.of(symbol), BigInteger.ONE));
  }

  /** A number. */
  static Dimension ofNumber(BigInteger number) {
    return new Dimension(Map.of(List.of(), number));
  }

  /**
   * Reads an expression of symbols, natural numbers, {@code + - *} and parentheses.
   *
   * @throws IllegalArgumentException if {@code text} is not such an expression
   */
  static Dimension parse(String text) {
    return new Parser(text).whole();
  }

  /** Whether this is a single symbol with coefficient one. */
  boolean isSymbol() {
    return terms.size() == 1
        && terms.firstKey().size() == 1
        && terms.get(terms.firstKey()).equals(BigInteger.ONE);
  }

  Dimension plus(Dimension other) {
    Map<List<String>, BigInteger> sum = new TreeMap<>(terms);
    other.terms.forEach(
        (monomial, coefficient) -> sum.merge(monomial, coefficient, BigInteger::add));
    return new Dimension(sum);
  }

  Dimension times(Dimension other) {
    Map<List<String>, BigInteger> product = new TreeMap<>(BY_DEGREE_THEN_NAME);
    terms.forEach(
        (left, a) ->
            other.terms.forEach(
                (right, b) -> {
                  List<String> monomial = new ArrayList<>(left);
                  monomial.addAll(right);
                  Collections.sort(monomial);
                  product.merge(List.copyOf(monomial), a.multiply(b), BigInteger::add);
                }));
    return new Dimension(product);
  }

  /** This polynomial with each symbol replaced by its value; a symbol without one stays. */
  Dimension substitute(Map<Dimension, Dimension> values) {
    Dimension sum = ofNumber(BigInteger.ZERO);
    for (Map.Entry<List<String>, BigInteger> term : terms.entrySet()) {
      Dimension product = ofNumber(term.getValue());
      for (String name : term.getKey()) {
        Dimension symbol = ofSymbol(name);
        product = product.times(values.getOrDefault(symbol, symbol));
      }
      sum = sum.plus(product);
    }
    return sum;
  }

  /** The symbols that occur, as dimensions. */
  List<Dimension> symbols() {
    return terms.keySet().stream()
        .flatMap(List::stream)
        .distinct()
        .map(Dimension::ofSymbol)
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dimension that && terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  /** The normal form, such as {@code d1*r+d2*r}; {@link #parse} reads it back. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    terms.forEach(
        (monomial, coefficient) -> {
          if (coefficient.signum() > 0 && text.length() > 0) {
            text.append('+');
          } else if (coefficient.signum() < 0) {
            text.append('-');
          }
          BigInteger size = coefficient.abs();
          boolean unit = size.equals(BigInteger.ONE) && !monomial.isEmpty();
          text.append(unit ? "" : size.toString());
          text.append(unit || monomial.isEmpty() ? "" : "*").append(String.join("*", monomial));
        });
    return text.length() == 0 ? "0" : text.toString();
  }

  /** Recursive descent: sum = [-] product {(+|-) product}, product = atom {* atom}. */
  private static final class Parser {
    private final String text;
    private int next;

    Parser(String text) {
      this.text = text;
    }

    Dimension whole() {
      Dimension sum = sum();
      if (peek() != '\0') {
        throw unreadable();
      }
      return sum;
    }

    private Dimension sum() {
      Dimension sum = accept('-') ? negative(product()) : product();
      while (true) {
        if (accept('+')) {
          sum = sum.plus(product());
        } else if (accept('-')) {
          sum = sum.plus(negative(product()));
        } else {
          return sum;
        }
      }
    }

    private static Dimension negative(Dimension d) {
      return d.times(ofNumber(BigInteger.ONE.negate()));
    }

    private Dimension product() {
      Dimension product = atom();
      while (accept('*')) {
        product = product.times(atom());
      }
      return product;
    }

    private Dimension atom() {
      if (accept('(')) {
        Dimension inner = sum();
        if (!accept(')')) {
          throw unreadable();
        }
        return inner;
      }
      peek();
      int start = next;
      while (next < text.length() && Character.isJavaIdentifierPart(text.charAt(next))) {
        next++;
      }
      String word = text.substring(start, next);
      if (word.matches("[0-9]+")) {
        return ofNumber(new BigInteger(word));
      }
      if (word.isEmpty() || !Character.isJavaIdentifierStart(word.charAt(0))) {
        throw unreadable();
      }
      return ofSymbol(word);
    }

    private boolean accept(char expected) {
      if (peek() != expected) {
        return false;
      }
      next++;
      return true;
    }

    /** The next character that is no blank, or NUL at the end. */
    private char peek() {
      while (next < text.length() && text.charAt(next) == ' ') {
        next++;
      }
      return next < text.length() ? text.charAt(next) : '\0';
    }

    private IllegalArgumentException unreadable() {
      return new IllegalArgumentException(
          "dimension must be an expression of symbols, numbers and + - * ( ), got \""
              + text
              + "\"");
    }
  }
}
