// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;

/**
 * Reads the definitions of a Coq file and evaluates them exactly: numbers, sums and products,
 * {@code Nat.max}, application, {@code fun}, {@code INR} (a number stands for itself) and {@code
 * big n f} = f 0 + ... + f (n - 1). A value is a BigFraction or a function of one argument.
 */
public final class CoqDefinitions {
  private static final Pattern DEFINITION =
      Pattern.compile(
          "Definition (\\w+)((?:\\s+\\([^()]*\\))*)\\s+:[^=]*:=(.*?)\\.\\s*\\n", Pattern.DOTALL);
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z_][\\w.]*|\\d+|=>|[-+*/()]");

  private final Map<String, Object> values = new HashMap<>();

  /** One evaluation of a text. */
  private static final class Reader {
    private final List<String> tokens = new ArrayList<>();
    private int next;

    Reader(String text) {
      Matcher m = TOKEN.matcher(text);
      int end = 0;
      while (m.find()) {
        if (!text.substring(end, m.start()).isBlank()) {
          throw new IllegalArgumentException("unread: " + text.substring(end, m.start()));
        }
        tokens.add(m.group());
        end = m.end();
      }
      if (!text.substring(end).isBlank()) {
        throw new IllegalArgumentException("unread: " + text.substring(end));
      }
    }

    private String peek() {
      return next < tokens.size() ? tokens.get(next) : "";
    }

    private boolean take(String token) {
      boolean found = peek().equals(token);
      next += found ? 1 : 0;
      return found;
    }

    Object whole(Map<String, Object> scope) {
      Object value = sum(scope);
      if (next != tokens.size()) {
        throw new IllegalArgumentException("unread: " + tokens.subList(next, tokens.size()));
      }
      return value;
    }

    private Object sum(Map<String, Object> scope) {
      Object value = product(scope);
      while (true) {
        if (take("+")) {
          value = number(value).add(number(product(scope)));
        } else if (take("-")) {
          value = number(value).subtract(number(product(scope)));
        } else {
          return value;
        }
      }
    }

    private Object product(Map<String, Object> scope) {
      Object value = application(scope);
      while (true) {
        if (take("*")) {
          value = number(value).multiply(number(application(scope)));
        } else if (take("/")) {
          value = number(value).divide(number(application(scope)));
        } else {
          return value;
        }
      }
    }

    private Object application(Map<String, Object> scope) {
      Object value = atom(scope);
      while (peek().equals("(") || peek().matches("\\w[\\w.]*")) {
        value = apply(value, atom(scope));
      }
      return value;
    }

    private Object atom(Map<String, Object> scope) {
      if (take("(")) {
        Object value = peek().equals("fun") ? function(scope) : sum(scope);
        if (!take(")")) {
          throw new IllegalArgumentException("a parenthesis is missing before " + peek());
        }
        return value;
      }
      String token = tokens.get(next++);
      if (Character.isDigit(token.charAt(0))) {
        return BigFraction.of(Integer.parseInt(token));
      }
      Object value = scope.get(token);
      if (value == null) {
        throw new IllegalArgumentException("unknown name " + token);
      }
      return value;
    }

    private Object function(Map<String, Object> scope) {
      next++;
      String name = tokens.get(next++);
      if (!take("=>")) {
        throw new IllegalArgumentException("fun takes one name here");
      }
      int body = next;
      // Read past the body once, then again at each call.
      int depth = 0;
      while (depth > 0 || !peek().equals(")")) {
        depth += peek().equals("(") ? 1 : peek().equals(")") ? -1 : 0;
        next++;
      }
      List<String> words = tokens.subList(body, next);
      return (Function<Object, Object>)
          argument -> {
            Map<String, Object> inner = new HashMap<>(scope);
            inner.put(name, argument);
            return new Reader(String.join(" ", words)).whole(inner);
          };
    }
  }

  /** The definitions of a file. */
  public CoqDefinitions(Path file) {
    values.put("INR", (Function<Object, Object>) a -> a);
    values.put(
        "Nat.max",
        (Function<Object, Object>)
            a -> (Function<Object, Object>) b -> Rationals.max(number(a), number(b)));
    values.put(
        "big", (Function<Object, Object>) n -> (Function<Object, Object>) f -> big(number(n), f));
    String text;
    try {
      text = Files.readString(file).replaceAll("(?s)\\(\\*.*?\\*\\)", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher m = DEFINITION.matcher(text);
    while (m.find()) {
      List<String> names = new ArrayList<>();
      for (String group : m.group(2).split("[()]", -1)) {
        if (!group.isBlank()) {
          names.addAll(List.of(group.substring(0, group.indexOf(':')).trim().split("\\s+", -1)));
        }
      }
      values.put(m.group(1), curried(names, m.group(3), new HashMap<>(values)));
    }
  }

  private static Object curried(List<String> names, String body, Map<String, Object> scope) {
    if (names.isEmpty()) {
      return new Reader(body).whole(scope);
    }
    return (Function<Object, Object>)
        argument -> {
          Map<String, Object> inner = new HashMap<>(scope);
          inner.put(names.get(0), argument);
          return curried(names.subList(1, names.size()), body, inner);
        };
  }

  private static BigFraction big(BigFraction n, Object f) {
    BigFraction sum = BigFraction.ZERO;
    for (int i = 0; i < n.intValue(); i++) {
      sum = sum.add(number(apply(f, BigFraction.of(i))));
    }
    return sum;
  }

  private static BigFraction number(Object value) {
    return (BigFraction) value;
  }

  @SuppressWarnings("unchecked")
  private static Object apply(Object f, Object argument) {
    return ((Function<Object, Object>) f).apply(argument);
  }

  /** The value of a defined name at arguments: ints, BigFractions or functions of one. */
  public BigFraction at(String name, Object... arguments) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no definition of " + name);
    }
    for (Object argument : arguments) {
      value = apply(value, argument instanceof Integer n ? BigFraction.of(n) : argument);
    }
    return number(value);
  }
}
