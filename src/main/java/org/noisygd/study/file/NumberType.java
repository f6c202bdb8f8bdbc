// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.noisygd.number.format.BinaryFormat;

/**
 * How a number is stored in binary, by the names of safetensors. A value is read exactly, but that
 * an integer of 64 bits becomes the nearest double.
 */
enum NumberType {
  F64(8),
  F32(4),
  F16("binary16", 2),
  BF16("bfloat16", 2),
  F8_E4M3("e4m3", 1),
  F8_E5M2("e5m2", 1),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1);

  private final int bytes;

  /** Of a number of one or two bytes, the bits of its fraction. */
  private final int fractionBits;

  /** The exponent of the smallest normal number. */
  private final int minExponent;

  /** Whether there are infinities. */
  private final boolean ends;

  NumberType(int bytes) {
    this.bytes = bytes;
    this.fractionBits = 0;
    this.minExponent = 0;
    this.ends = false;
  }

  NumberType(String format, int bytes) {
    BinaryFormat numbers = BinaryFormat.named(format);
    this.bytes = bytes;
    this.fractionBits = numbers.precision() - 1;
    this.minExponent = numbers.minExponent();
    this.ends = numbers.overflow() == BinaryFormat.Overflow.INFINITE;
  }

  /** The type with a name; empty if it has none. */
  static Optional<NumberType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  int bytes() {
    return bytes;
  }

  /** Number k of some, in the buffer's order of bytes. */
  double at(ByteBuffer data, int k) {
    int at = bytes * k;
    return switch (this) {
      case F64 -> data.getDouble(at);
      case F32 -> data.getFloat(at);
      case F16, BF16 -> decode(data.getShort(at));
      case F8_E4M3, F8_E5M2 -> decode(data.get(at));
      case I64 -> data.getLong(at);
      case I32 -> data.getInt(at);
      case I16 -> data.getShort(at);
      case I8 -> data.get(at);
      case U64 -> unsigned(data.getLong(at));
      case U32 -> data.getInt(at) & 0xffffffffL;
      case U16 -> data.getShort(at) & 0xffff;
      case U8 -> data.get(at) & 0xff;
    };
  }

  /** Halved where it is negative as a signed one; the odd bit that is cut still counts. */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : 2.0 * (bits >>> 1 | (bits & 1));
  }

  /**
   * The value of a sign, that of {@code bits}, an exponent and a fraction (IEEE 754-2019, 3.4). The
   * largest exponent is that of infinities and NaN; in OCP e4m3, which has no infinity, only the
   * largest fraction there is NaN (OCP 8-bit Floating Point Specification, table 1).
   */
  private double decode(int bits) {
    int ones = (1 << fractionBits) - 1;
    int fraction = bits & ones;
    int largest = (1 << (8 * bytes - 1 - fractionBits)) - 1;
    int exponent = bits >> fractionBits & largest;
    double sign = bits < 0 ? -1 : 1;
    if (exponent == largest && (ends || fraction == ones)) {
      return ends && fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    int whole = exponent == 0 ? fraction : fraction + ones + 1;
    int scale = Math.max(exponent, 1) - 1 + minExponent - fractionBits;
    return sign * Math.scalb((double) whole, scale);
  }
}
