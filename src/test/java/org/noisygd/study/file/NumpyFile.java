// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files as NumPy writes them. */
public final class NumpyFile {
  private NumpyFile() {}

  /** An array as numpy.save writes it: version 1.0, the header padded to a multiple of 64. */
  public static byte[] of(String descr, boolean fortran, String shape, int size, double... data)
      throws IOException {
    String header =
        "{'descr': '"
            + descr
            + "', 'fortran_order': "
            + (fortran ? "True" : "False")
            + ", 'shape': "
            + shape
            + ", }";
    int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        new byte[] {
          (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, (byte) (length >> 8)
        });
    out.write(
        (header + " ".repeat(length - header.length() - 1) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    ByteBuffer numbers = ByteBuffer.allocate(data.length * size);
    numbers.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double d : data) {
      switch (descr.substring(1)) {
        case "f8" -> numbers.putDouble(d);
        case "f4" -> numbers.putFloat((float) d);
        case "i8" -> numbers.putLong((long) d);
        case "i4", "u4" -> numbers.putInt((int) (long) d);
        case "i2", "u2" -> numbers.putShort((short) d);
        default -> numbers.put((byte) d);
      }
    }
    out.write(numbers.array());
    return out.toByteArray();
  }
}
