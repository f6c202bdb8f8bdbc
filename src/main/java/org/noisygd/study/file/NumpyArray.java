// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of NumPy: magic number, length of the header, header, numbers.
 *
 * <p>Source: "NEP 1: A simple file format for NumPy arrays", versions 1.0 to 3.0.
 */
final class NumpyArray {
  /** Maximum length of a header; the header of a plain array has some hundred bytes. */
  private static final int MAX_HEADER = 1 << 16;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The order of the bytes, the type and the order of the axes, and the shape. */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'([<>|=])([a-zA-Z])(\\d+)',\\s*'fortran_order':\\s*(True|False),"
              + "\\s*'shape':\\s*\\(([\\d,\\s]*)\\),?\\s*\\}\\s*");

  private NumpyArray() {}

  /**
   * Reads the header of an array.
   *
   * @param length the length of header and numbers, in bytes
   * @param source the source of both
   */
  static StoredArray of(Location location, long length, StoredArray.Source source)
      throws IOException {
    byte[] bytes;
    try (InputStream in = source.open()) {
      bytes = in.readNBytes(12 + MAX_HEADER);
    }
    boolean known = bytes.length > 12 && Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length));
    if (!known) {
      throw location.must("begin as an array of NumPy does", length + " bytes");
    }
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean shortHeader = bytes[6] == 1;
    long size = shortHeader ? all.getShort(8) & 0xffff : all.getInt(8) & 0xffffffffL;
    if (size > MAX_HEADER) {
      throw location.must("have a header of at most " + MAX_HEADER + " bytes", size);
    }
    int end = (shortHeader ? 10 : 12) + (int) size;
    if (end > bytes.length) {
      throw location.must("hold its whole header", length + " bytes");
    }
    String header = new String(bytes, end - (int) size, (int) size, StandardCharsets.ISO_8859_1);
    Matcher found = HEADER.matcher(header);
    if (!found.matches()) {
      throw location.must("be a plain array of numbers", header.strip());
    }
    List<Long> shape =
        Pattern.compile("\\d+")
            .matcher(group(found, 5))
            .results()
            .map(axis -> axis.group().length() > 18 ? Long.MAX_VALUE : Long.valueOf(axis.group()))
            .toList();
    return new StoredArray(
        location,
        type(location, group(found, 2) + group(found, 3)),
        shape,
        group(found, 4).equals("True"),
        group(found, 1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        length - end,
        () -> {
          InputStream data = source.open();
          data.skipNBytes(end);
          return data;
        });
  }

  /** The type with a kind and a number of bytes, such as f8. */
  private static NumberType type(Location location, String kind) {
    if (kind.startsWith("V")) {
      throw location.must(
          "have a number type of NumPy: save bfloat16 and other types that NumPy lacks as"
              + " .safetensors, or convert them by .astype('float32')",
          kind + ", raw bytes");
    }
    Optional<NumberType> type =
        kind.matches("[fiu][1248]") && !kind.equals("f1")
            ? NumberType.named(
                kind.substring(0, 1).toUpperCase(Locale.ROOT) + 8 * (kind.charAt(1) - '0'))
            : Optional.empty();
    return type.orElseThrow(
        () -> location.must("hold f2, f4, f8, i1, i2, i4, i8, u1, u2, u4 or u8", kind));
  }

  /** A group that every match of the header has. */
  private static String group(Matcher matched, int number) {
    return String.valueOf(matched.group(number));
  }
}
