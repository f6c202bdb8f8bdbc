// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Known answers: the bytes of a small file. That sample.parquet is what Parquet's own library reads
 * as this table is tested where that library is, in the profile spark.
 */
class ParquetFileTest {
  /** A table with every type, fields that are missing, and enough columns for a long list. */
  static ResultTable sample() {
    List<Column> columns =
        new ArrayList<>(List.of(Column.ofLongs("n"), Column.ofDoubles("x"), Column.ofText("s")));
    for (int k = 0; k < 15; k++) {
      columns.add(Column.ofLongs("more" + k));
    }
    ResultTable table = new ResultTable(columns);
    for (int r = 0; r < 200; r++) {
      List<Object> row = new ArrayList<>();
      row.add(r % 3 == 0 ? null : (Long) (Long.MIN_VALUE + r));
      row.add(r < 150 ? (Double) (r == 7 ? Double.POSITIVE_INFINITY : r / 8.0) : null);
      row.add(r == 100 ? null : "gr\u00f6\u00dfe " + r);
      for (int k = 0; k < 15; k++) {
        row.add((long) r * k);
      }
      table.add(row);
    }
    return table;
  }

  static final Map<String, String> METADATA = Map.of("specification", "{}", "a", "b");

  @Test
  void file_ofTheSample_isThatWhichParquetReads() throws IOException {
    try (InputStream in = ParquetFileTest.class.getResourceAsStream("sample.parquet")) {
      byte[] expected = Objects.requireNonNull(in, "sample.parquet").readAllBytes();
      assertArrayEquals(expected, ParquetFile.of(sample(), METADATA));
    }
  }

  /** By hand from parquet.thrift and the compact protocol: one column of one row, the number 3. */
  @Test
  void file_ofOneNumber_isAsTheFormatSays() {
    ResultTable table = new ResultTable(List.of(Column.ofLongs("a")));
    table.add(List.of(3L));
    int[] expected = {
      'P', 'A', 'R', '1', 0x15, 0x00, 0x15, 0x1c, 0x15,
      0x1c, // a data page of 14 bytes, 14 compressed
      0x2c, 0x15, 0x02, 0x15, 0x00, 0x15, 0x06, 0x15, 0x06, 0x00, 0x00, // one value, PLAIN, RLE
      2, 0, 0, 0, 0x02, 0x01, // levels of 2 bytes: once the level 1
      3, 0, 0, 0, 0, 0, 0, 0, 0x15, 0x02, // version 1
      0x19, 0x2c, // the schema, two elements
      0x48, 6, 's', 'c', 'h', 'e', 'm', 'a', 0x15, 0x02, 0x00, // the root has one child
      0x15, 0x04, 0x25, 0x02, 0x18, 1, 'a', 0x00, // INT64, OPTIONAL, a
      0x16, 0x02, // one row
      0x19, 0x1c, 0x19, 0x1c, // one row group of one column
      0x26, 0x08, // at 4
      0x1c, 0x15, 0x04, 0x19, 0x25, 0x00, 0x06, 0x19, 0x18, 1, 'a', // INT64, its encodings and path
      0x15, 0x00, 0x16, 0x02, 0x16, 0x3e, 0x16, 0x3e, // plain, one value, 31 bytes, 31
      0x26, 0x08, 0x00, 0x00, // its page is at 4
      0x16, 0x3e, 0x16, 0x02, 0x00, // 31 bytes, one row
      0x19, 0x0c, // no metadata
      0x18, 7, 'n', 'o', 'i', 's', 'y', 'g', 'd', 0x00, 71, 0, 0, 0, 'P', 'A', 'R', '1'
    };
    byte[] bytes = new byte[expected.length];
    for (int k = 0; k < bytes.length; k++) {
      bytes[k] = (byte) expected[k];
    }
    byte[] actual = ParquetFile.of(table, Map.of());
    assertEquals(Arrays.toString(bytes), Arrays.toString(actual));
  }
}
