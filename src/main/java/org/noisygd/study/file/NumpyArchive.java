// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.json.InputFile;

/**
 * Arrays of NumPy under names, as numpy.savez and numpy.savez_compressed write them: a zip archive
 * with an entry NAME.npy for each. An entry is unpacked only as far as a matrix can be long, so
 * that none fills the memory.
 */
final class NumpyArchive {
  /** The longest archive, 256 MiB: its list of entries is read as a whole. */
  private static final long MAX_BYTES = 1L << 28;

  private static final int MAX_ENTRY =
      12 + NumpyArray.MAX_HEADER + NumberType.F64.bytes() * Rows.MAX_ENTRIES;

  private static final String ENDING = ".npy";

  private NumpyArchive() {}

  /**
   * The rows of an array.
   *
   * @param name the array's; empty for the only one
   */
  static List<List<Double>> read(Path file, String name) {
    Place place = new Place(file.toString());
    try {
      InputFile.open(file).close(); // for its complaints
      if (Files.size(file) > MAX_BYTES) {
        throw place.must("have at most " + MAX_BYTES + " bytes", Files.size(file));
      }
      try (ZipFile zip = new ZipFile(file.toFile())) {
        TreeMap<String, ZipEntry> arrays = new TreeMap<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
          String called = entry.getName();
          if (called.endsWith(ENDING)) {
            String key = called.substring(0, called.length() - ENDING.length());
            if (arrays.put(key, entry) != null) {
              throw place.must("hold each array once", key + " twice");
            }
          }
        }
        String chosen = name.isEmpty() && arrays.size() == 1 ? arrays.firstKey() : name;
        ZipEntry entry = arrays.get(chosen);
        if (entry == null) {
          throw Named.oneOf(file, name, arrays.keySet());
        }
        Place array = new Place(file + ":" + chosen);
        return NumpyArray.read(array, bytes(array, zip, entry));
      } catch (ZipException e) {
        throw place.must("be a zip archive of arrays", String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /** An entry's bytes, or so many of them that it is too long. */
  private static byte[] bytes(Place place, ZipFile zip, ZipEntry entry) throws IOException {
    try (@Nullable InputStream in = zip.getInputStream(entry)) {
      if (in == null) {
        throw new IOException("no data of " + place.text());
      }
      byte[] bytes = in.readNBytes(MAX_ENTRY + 1);
      CRC32 sum = new CRC32();
      sum.update(bytes);
      if (bytes.length <= MAX_ENTRY && sum.getValue() != entry.getCrc()) {
        throw place.must("have its checksum", "another: the file is damaged");
      }
      return bytes;
    }
  }
}
