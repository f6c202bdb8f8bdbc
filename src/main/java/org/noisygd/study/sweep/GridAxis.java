// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.noisygd.number.Require;
import org.noisygd.report.Column;

/**
 * One axis of the grid.
 *
 * @param parameter what is varied
 * @param values the values that it takes, in this order, each once
 */
public record GridAxis(Parameter parameter, List<Value> values) {
  /** Checks that no value comes twice. */
  public GridAxis {
    values = List.copyOf(values);
    Require.that(!values.isEmpty(), "grid." + parameter.word(), "have a value", "none");
    Set<String> seen = new HashSet<>();
    for (Value value : values) {
      boolean first = seen.add(value.json()) && seen.add("label " + value.label());
      Require.that(
          first, "grid." + parameter.word(), "hold each value once", value.label() + " again");
    }
  }

  /** Its column in tables. */
  public Column column() {
    boolean words = values.stream().anyMatch(Value::isWord);
    return words || parameter.kind() == Parameter.Kind.PROBLEM
        ? Column.ofText(parameter.word())
        : parameter.kind().takesCounts()
            ? Column.ofLongs(parameter.word())
            : Column.ofDoubles(parameter.word());
  }

  /** A value as a field of its column. */
  public Object field(Value value) {
    return switch (column().type()) {
      case TEXT -> value.label();
      case LONG -> value.count();
      case DOUBLE -> value.number();
    };
  }
}
