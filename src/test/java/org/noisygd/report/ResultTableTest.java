// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers and a property: what is written reads back. */
class ResultTableTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("n", Long.class),
          new Column("x", Double.class),
          new Column("s", String.class));

  @Provide
  Arbitrary<List<List<Object>>> rows() {
    Arbitrary<Object> text =
        Arbitraries.strings().withChars("a,\"\n\r é").ofMinLength(1).ofMaxLength(6).map(s -> s);
    Arbitrary<Object> number =
        Arbitraries.longs()
            .map(Double::longBitsToDouble)
            .filter(d -> !d.isNaN())
            .<Object>map(d -> d)
            .injectNull(0.1);
    return net.jqwik.api.Combinators.combine(Arbitraries.longs(), number, text)
        .as((n, x, s) -> Arrays.asList(n, x, s))
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 500)
  void table_written_readsBack(@ForAll("rows") List<List<Object>> rows) {
    ResultTable table = new ResultTable("", COLUMNS);
    rows.forEach(row -> table.add(row));
    ResultTable read = ResultTable.read(table.csv(), COLUMNS);
    assertEquals(rows, IntStream.range(0, read.size()).mapToObj(read::row).toList());
  }

  @Test
  void table_ofEachKind_isAsRfc4180Says() {
    ResultTable table = new ResultTable("", COLUMNS);
    table.add(List.of(1L, 0.5, "a"));
    table.add(new ArrayList<>(Arrays.asList(-2L, null, "say \"a, b\"")));
    table.add(List.of(3L, Double.NEGATIVE_INFINITY, "two\nlines"));
    table.add(new ArrayList<>(Arrays.asList(4L, Double.NaN, null)));
    assertEquals(
        "n,x,s\n1,0.5,a\n-2,,\"say \"\"a, b\"\"\"\n3,-Infinity,\"two\nlines\"\n4,,\n", table.csv());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n,x\n1,2\n",
        "n,x,s\n1,2,a",
        "n,x,s\n1,2\n",
        "n,x,s\n1,2,a,b\n",
        "n,x,s\n1.5,2,a\n",
        "n,x,s\n1,two,a\n",
        "n,x,s\n1,2,\"a\n",
        "n,x,s\n1,2,\"a\"b\n"
      })
  void text_thatIsNoTable_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ResultTable.read(text, COLUMNS));
  }
}
