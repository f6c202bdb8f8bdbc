// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cross-checks and known answers: every pattern of the short formats, and integers. */
class NumberTypeTest {
  private static double read(NumberType type, long bits) {
    ByteBuffer data = ByteBuffer.allocate(Long.BYTES).putLong(0, bits);
    return type.at(data.position(Long.BYTES - type.bytes()).slice(), 0);
  }

  /**
   * The other route: the exponent and the fraction, moved into those of a binary32, are its value
   * but for the difference of the biases, a power of two; both are exact, for subnormal numbers
   * too.
   *
   * @param fractionBits bits of the fraction
   * @param bias the format's
   */
  private static double throughBinary32(int bits, int width, int fractionBits, int bias) {
    int magnitude = bits & (1 << (width - 1)) - 1;
    double value = Float.intBitsToFloat(magnitude << (23 - fractionBits));
    return (bits >> (width - 1) == 0 ? value : -value) * Math.scalb(1.0, 127 - bias);
  }

  @ParameterizedTest
  @CsvSource({"F16, 16, 10, 15", "BF16, 16, 7, 127", "F8_E5M2, 8, 2, 15", "F8_E4M3, 8, 3, 7"})
  void at_everyPattern_isThatOfBinary32(NumberType type, int width, int fractionBits, int bias) {
    int infinite = (1 << (width - 1)) - (1 << fractionBits);
    for (int bits = 0; bits < 1 << width; bits++) {
      int magnitude = bits & (1 << (width - 1)) - 1;
      double expected = throughBinary32(bits, width, fractionBits, bias);
      if (type == NumberType.F8_E4M3) {
        expected = magnitude == 0x7f ? Double.NaN : expected;
      } else if (magnitude >= infinite) {
        double sign = bits >> (width - 1) == 0 ? 1 : -1;
        expected = magnitude == infinite ? sign * Double.POSITIVE_INFINITY : Double.NaN;
      }
      assertEquals(expected, read(type, bits), type + " " + Integer.toHexString(bits));
    }
  }

  /** IEEE 754-2019, table 3.5, and tables 1 and 2 of the OCP 8-bit specification. */
  @ParameterizedTest
  @CsvSource({
    "F16, 3c00, 1",
    "F16, 7bff, 65504",
    "BF16, 4049, 3.140625",
    "F8_E4M3, 7e, 448",
    "F8_E5M2, 7b, 57344",
    "F32, 3dcccccd, 0.100000001490116119384765625",
    "U8, ff, 255",
    "I16, 8000, -32768",
    "U32, 80000000, 0x1p31",
    "U64, ffffffffffffffff, 0x1p64"
  })
  void at_published_isTheValue(NumberType type, String bits, double value) {
    assertEquals(value, read(type, Long.parseUnsignedLong(bits, 16)));
  }

  @Test
  void at_integersOf64Bits_areTheNearestDouble() {
    Random random = new Random(20250611);
    for (int k = 0; k < 20_000; k++) {
      // Just beside a tie of doubles as often as anywhere.
      long bits = random.nextLong() >> random.nextInt(64);
      bits = random.nextBoolean() ? bits : (bits & -0x800) + 0x400 + random.nextInt(3) - 1;
      assertEquals(Double.parseDouble(Long.toString(bits)), read(NumberType.I64, bits));
      assertEquals(Double.parseDouble(Long.toUnsignedString(bits)), read(NumberType.U64, bits));
    }
  }
}
