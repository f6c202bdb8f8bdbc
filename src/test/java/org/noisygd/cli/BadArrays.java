// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.noisygd.study.file.BinaryFile;

/** Files of arrays in binary with one fault each. */
final class BadArrays {
  /** The faults of safetensors: fault, header, bytes of data, place. */
  private static final String TENSORS =
      """
      not a number;{"W":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}};1,255;:W: entry [1][0]
      infinite;{"W":{"dtype":"BF16","shape":[1,1],"data_offsets":[0,2]}};128,255;:W: entry [0][0]
      no entries;{};;: must be given with a name
      three axes;{"W":{"dtype":"U8","shape":[],"data_offsets":[0,1]}};1;:W: must have one
      given twice;{"W":{"dtype":"U8"},"W":{}};1;:1:21: header must have each field once
      cut off;{"W":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}};1;: W.data_offsets[1]
      wrong type;{"W":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}};1,2,3,4,5,6,7,8;: W.dtype must be one of [F64, F32,
      wrong head;{"W":{"dtype":"U8","shape":[1]}};1;: W must have the field data_offsets
      huge;{"W":{"dtype":"U8","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,1]}};1;:W:
      outside;{"W":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}};1;: W.data_offsets[1]
      outside;{"W":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"V":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}};1,2,3;: V.data_offsets
      """;

  private BadArrays() {}

  /** Takes the bytes of a file with a fault, and where the complaint is to place it. */
  interface Files {
    void add(String fault, String place, byte[] bytes) throws IOException;
  }

  /** The faults that a reader's files may have. */
  static void write(String reader, Files files) throws IOException {
    switch (reader) {
      case "npy" -> arrays(files);
      case "npz" -> archives(files);
      default -> tensors(files);
    }
  }

  private static void arrays(Files files) throws IOException {
    byte[] right = BinaryFile.of("<f8", false, "(1, 2)", 8, 1, 2);
    files.add(
        "not a number", ": entry [0][1]", BinaryFile.of("<f8", false, "(1, 2)", 8, 1, 0d / 0));
    files.add("infinite", ": entry [1][0]", BinaryFile.of(">f4", false, "(2,)", 4, 1, -1d / 0));
    files.add("no entries", ": must have 1 to", BinaryFile.of("<f8", false, "(0, 2)", 8));
    files.add("three axes", ": must have one", BinaryFile.of("<f8", false, "(1, 2, 1)", 8, 1, 2));
    files.add("cut off", ": must hold 1 x 2", Arrays.copyOf(right, right.length - 1));
    files.add("wrong type", ": must hold f2,", BinaryFile.of("<c8", false, "(1, 1)", 8, 1));
    files.add("wrong head", ":", replaced(right, "'descr'", "'descry'"));
    files.add("huge", ": ", BinaryFile.of("<f8", false, "(" + "9".repeat(30) + ", 0)", 8, 1, 2));
    byte[] header = right.clone();
    header[6] = 2;
    header[11] = (byte) 0xff; // four bytes of length, of which the last ones are text
    files.add("huge", ": must have a header of at most", header);
  }

  private static void archives(Files files) throws IOException {
    byte[] right = BinaryFile.of("<f8", false, "(1, 2)", 8, 1, 2);
    byte[] two = BinaryFile.archive(Map.of("V", right, "W", right));
    files.add("given twice", ": must hold each", replaced(two, "V.npy", "W.npy"));
    files.add("cut off", ": must be a zip archive", Arrays.copyOf(two, two.length - 30));
    files.add("wrong head", ": must be a zip archive", right);
    // Changed where it is stored, so that its checksum is another.
    files.add("outside", ":W: must have its checksum", replaced(stored(right), "(1, 2)", "(2, 1)"));
    byte[] padded = Arrays.copyOf(right, 1 << 25);
    files.add("huge", ":W: must hold 1 x 2 numbers", BinaryFile.archive(Map.of("W", padded)));
  }

  private static byte[] stored(byte[] array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry("W.npy"));
      zip.write(array);
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  private static void tensors(Files files) throws IOException {
    for (String row : TENSORS.lines().toList()) {
      String[] cells = row.split(";", -1);
      String[] numbers = cells[2].isEmpty() ? new String[0] : cells[2].split(",", -1);
      byte[] data = new byte[numbers.length];
      for (int k = 0; k < data.length; k++) {
        data[k] = (byte) Integer.parseInt(numbers[k]);
      }
      files.add(cells[0], cells[3], BinaryFile.safetensors(cells[1], data));
    }
    byte[] right = BinaryFile.safetensors("{\"W\":{}}", (byte) 1);
    right[1] = 1;
    files.add("cut off", ": must hold its whole header", right);
    byte[] negative = right.clone();
    negative[7] = -1;
    files.add("huge", ": must have a header of at most", negative);
  }

  private static byte[] replaced(byte[] bytes, String old, String by) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(old, by)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
