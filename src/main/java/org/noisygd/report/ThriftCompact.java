// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes structures in Thrift's compact protocol, as far as the footer of a Parquet file needs it:
 * integers, text, lists and structures. Fields of a structure come in ascending order of their
 * numbers.
 *
 * <p>Source: Apache Thrift, doc/specs/thrift-compact-protocol.md.
 */
final class ThriftCompact {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The structures that are open: the number of the last field of each. */
  private final java.util.ArrayDeque<Integer> open = new java.util.ArrayDeque<>();

  private int last;

  /** Begins with an open structure. */
  ThriftCompact() {}

  ThriftCompact i32(int field, int value) {
    field(field, I32);
    return zigzag(value);
  }

  ThriftCompact i64(int field, long value) {
    field(field, I64);
    return zigzag(value);
  }

  ThriftCompact text(int field, String value) {
    field(field, BINARY);
    return bytes(value);
  }

  /** A list of integers, of enumerated values among them. */
  ThriftCompact list(int field, int... values) {
    listOf(field, I32, values.length);
    for (int value : values) {
      zigzag(value);
    }
    return this;
  }

  /** A list of one text. */
  ThriftCompact list(int field, String value) {
    listOf(field, BINARY, 1);
    return bytes(value);
  }

  /** A list of that many structures, each of which is then begun and ended. */
  ThriftCompact structures(int field, int count) {
    return listOf(field, STRUCT, count);
  }

  /** Begins a structure in a field. */
  ThriftCompact begin(int field) {
    field(field, STRUCT);
    return begin();
  }

  /** Begins a structure in a list. */
  ThriftCompact begin() {
    open.push(last);
    last = 0;
    return this;
  }

  /** Ends the structure that was begun last. */
  ThriftCompact end() {
    out.write(0);
    last = open.pop();
    return this;
  }

  /** Ends the outermost structure; all the bytes. */
  byte[] bytes() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("structures must be ended, got open ones " + open.size());
    }
    out.write(0);
    return out.toByteArray();
  }

  private void field(int field, int type) {
    int step = field - last;
    if (step < 1 || step > 15) {
      throw new IllegalStateException("fields must ascend by 1..15, got " + step);
    }
    out.write((step << 4) | type);
    last = field;
  }

  private ThriftCompact listOf(int field, int type, int count) {
    field(field, LIST);
    if (count < 15) {
      out.write((count << 4) | type);
      return this;
    }
    out.write(0xf0 | type);
    return varint(count);
  }

  private ThriftCompact bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    out.write(utf8, 0, utf8.length);
    return this;
  }

  private ThriftCompact zigzag(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  /** Seven bits a byte, the lowest first. */
  private ThriftCompact varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }
}
