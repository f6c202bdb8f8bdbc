// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The binary types of numbers, by the names of safetensors. A value is read exactly, except that an
 * integer of 64 bits becomes the nearest double.
 */
enum NumberType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  F8_E4M3(1),
  F8_E5M2(1),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** The type with a name, if any. */
  static Optional<NumberType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  int bytes() {
    return bytes;
  }

  /** The k-th number of the buffer, in its byte order. */
  double at(ByteBuffer data, int k) {
    int at = bytes * k;
    return switch (this) {
      case F64 -> data.getDouble(at);
      case F32 -> data.getFloat(at);
      case F16 -> decode(data.getShort(at), 5, 10, true);
      case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
      case F8_E4M3 -> decode(data.get(at), 4, 3, false);
      case F8_E5M2 -> decode(data.get(at), 5, 2, true);
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

  /** An unsigned integer; a large one is halved first, with the lost bit as a sticky bit. */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : 2.0 * (bits >>> 1 | (bits & 1));
  }

  /**
   * The value with the sign of {@code bits} and this exponent and fraction (IEEE 754-2019, 3.4).
   * The largest exponent means infinities and NaN; in OCP e4m3, which has no infinity, only its
   * largest fraction is NaN (OCP 8-bit Floating Point Specification, table 1).
   */
  private static double decode(int bits, int ofExponent, int ofFraction, boolean hasInfinity) {
    int ones = (1 << ofFraction) - 1;
    int fraction = bits & ones;
    int largest = (1 << ofExponent) - 1;
    int exponent = bits >> ofFraction & largest;
    double sign = bits < 0 ? -1 : 1;
    if (exponent == largest && (hasInfinity || fraction == ones)) {
      return hasInfinity && fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    int whole = exponent == 0 ? fraction : fraction + ones + 1;
    int bias = largest >> 1;
    return sign * Math.scalb((double) whole, Math.max(exponent, 1) - bias - ofFraction);
  }
}
