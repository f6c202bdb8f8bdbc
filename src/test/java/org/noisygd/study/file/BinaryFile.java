// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as NumPy and safetensors write them. */
public final class BinaryFile {
  private BinaryFile() {}

  /**
   * An array as numpy.save writes it: version 1.0, the header padded to a multiple of 64.
   *
   * @param data numbers; those of two bytes that are no integers by their bits
   */
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
        case "i2", "u2", "f2", "V2" -> numbers.putShort((short) d);
        default -> numbers.put((byte) d);
      }
    }
    out.write(numbers.array());
    return out.toByteArray();
  }

  /** An archive as numpy.savez_compressed writes it. */
  public static byte[] archive(Map<String, byte[]> arrays) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** A file of safetensors: the header's length, the header, the data. */
  public static byte[] safetensors(String header, byte... data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data)
        .array();
  }
}
