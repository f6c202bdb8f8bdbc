// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table as a Parquet file: a flat schema of optional columns (INT64, DOUBLE, UTF-8), one row
 * group, one page a column, PLAIN values without compression. The bytes depend on the table and the
 * metadata alone.
 *
 * <p>Such a file is small work: values one after the other, the run-length levels that say which
 * are there, a footer in Thrift. What the usual library would add to the program is in
 * proofs-notes/sweeps.md; that it reads these files is tested where it is at hand anyway, beside
 * Spark.
 *
 * <p>Source: Apache Parquet, format 2.11, README.md, Encodings.md and parquet.thrift; the numbers
 * below are those of the last.
 */
public final class ParquetFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Files of the first format version, which every reader takes. */
  private static final int FORMAT_VERSION = 1;

  private static final int TYPE_INT64 = 2;
  private static final int TYPE_DOUBLE = 5;
  private static final int TYPE_BYTE_ARRAY = 6;
  private static final int OPTIONAL = 1;
  private static final int CONVERTED_UTF8 = 0;
  private static final int ENCODING_PLAIN = 0;
  private static final int ENCODING_RLE = 3;
  private static final int UNCOMPRESSED = 0;
  private static final int DATA_PAGE = 0;

  /** The schema's root, which has no type. */
  private static final String ROOT = "schema";

  private ParquetFile() {}

  /** Where a column lies in the file. */
  private record Chunk(long offset, int size) {}

  /**
   * The bytes of the file.
   *
   * @param metadata keys and values that stand in its footer
   */
  public static byte[] of(ResultTable table, Map<String, String> metadata) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(MAGIC);
    List<Chunk> chunks = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      byte[] page = page(table, c);
      byte[] header = pageHeader(table.size(), page.length);
      chunks.add(new Chunk(file.size(), header.length + page.length));
      file.writeBytes(header);
      file.writeBytes(page);
    }
    byte[] footer = footer(table, new TreeMap<>(metadata), chunks);
    file.writeBytes(footer);
    file.writeBytes(littleEndian(Integer.BYTES).putInt(footer.length).array());
    file.writeBytes(MAGIC);
    return file.toByteArray();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The definition levels with their length before them, then the values that are there. */
  private static byte[] page(ResultTable table, int column) {
    byte[] levels = levels(table, column);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(littleEndian(Integer.BYTES).putInt(levels.length).array());
    page.writeBytes(levels);
    for (int r = 0; r < table.size(); r++) {
      @Nullable Object field = table.row(r).get(column);
      if (field instanceof Long value) {
        page.writeBytes(littleEndian(Long.BYTES).putLong(value).array());
      } else if (field instanceof Double value) {
        page.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
      } else if (field instanceof String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        page.writeBytes(littleEndian(Integer.BYTES).putInt(utf8.length).array());
        page.writeBytes(utf8);
      }
    }
    return page.toByteArray();
  }

  /**
   * For each row 1 if its field is there, else 0; runs of equal levels, each as length and level.
   */
  private static byte[] levels(ResultTable table, int column) {
    ByteArrayOutputStream levels = new ByteArrayOutputStream();
    int from = 0;
    while (from < table.size()) {
      boolean there = table.row(from).get(column) != null;
      int to = from + 1;
      while (to < table.size() && (table.row(to).get(column) != null) == there) {
        to++;
      }
      int header = (to - from) << 1;
      while ((header & ~0x7f) != 0) {
        levels.write((header & 0x7f) | 0x80);
        header >>>= 7;
      }
      levels.write(header);
      levels.write(there ? 1 : 0);
      from = to;
    }
    return levels.toByteArray();
  }

  private static byte[] pageHeader(int rows, int size) {
    return new ThriftCompact()
        .i32(1, DATA_PAGE)
        .i32(2, size)
        .i32(3, size)
        .begin(5)
        .i32(1, rows)
        .i32(2, ENCODING_PLAIN)
        .i32(3, ENCODING_RLE)
        .i32(4, ENCODING_RLE)
        .end()
        .bytes();
  }

  private static int type(Column column) {
    return switch (column.type()) {
      case LONG -> TYPE_INT64;
      case DOUBLE -> TYPE_DOUBLE;
      case TEXT -> TYPE_BYTE_ARRAY;
    };
  }

  private static byte[] footer(
      ResultTable table, Map<String, String> metadata, List<Chunk> chunks) {
    List<Column> columns = table.columns();
    ThriftCompact footer = new ThriftCompact().i32(1, FORMAT_VERSION);
    footer.structures(2, columns.size() + 1);
    footer.begin().text(4, ROOT).i32(5, columns.size()).end();
    for (Column column : columns) {
      footer.begin().i32(1, type(column)).i32(3, OPTIONAL).text(4, column.name());
      if (column.type() == Column.Type.TEXT) {
        footer.i32(6, CONVERTED_UTF8);
      }
      footer.end();
    }
    footer.i64(3, table.size());
    footer.structures(4, 1).begin().structures(1, columns.size());
    for (int c = 0; c < columns.size(); c++) {
      Chunk chunk = chunks.get(c);
      footer.begin().i64(2, chunk.offset()).begin(3);
      footer
          .i32(1, type(columns.get(c)))
          .list(2, ENCODING_PLAIN, ENCODING_RLE)
          .list(3, columns.get(c).name())
          .i32(4, UNCOMPRESSED)
          .i64(5, table.size())
          .i64(6, chunk.size())
          .i64(7, chunk.size())
          .i64(9, chunk.offset())
          .end()
          .end();
    }
    long size = chunks.stream().mapToLong(Chunk::size).sum();
    footer.i64(2, size).i64(3, table.size()).end();
    footer.structures(5, metadata.size());
    metadata.forEach((key, value) -> footer.begin().text(1, key).text(2, value).end());
    return footer.text(6, "noisygd").bytes();
  }
}
