// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
final class NumpyArchive implements NamedArrays {
  /** The longest array, of a factor of an adapter. */
  static final int MAX_ENTRY =
      12 + NumpyArray.MAX_HEADER + NumberType.F64.bytes() * Rows.MAX_FACTOR_ENTRIES;

  private static final String ENDING = ".npy";

  private final Path file;
  private final TreeMap<String, ZipEntry> arrays = new TreeMap<>();

  /** The arrays of an archive. */
  NumpyArchive(Path file) {
    this.file = file;
    Place place = new Place(file.toString());
    try {
      InputFile.open(file).close(); // for its complaints
      try (ZipFile zip = new ZipFile(file.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          String called = entry.getName();
          if (called.endsWith(ENDING)) {
            String key = called.substring(0, called.length() - ENDING.length());
            if (arrays.put(key, entry) != null) {
              throw place.must("hold each array once", key + " twice");
            }
          }
        }
      } catch (ZipException e) {
        throw place.must("be a zip archive of arrays", String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  @Override
  public Set<String> names() {
    return new TreeSet<>(arrays.keySet());
  }

  @Override
  public List<List<Double>> rows(String name, int most) {
    Place array = new Place(file + ":" + name);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = Optional.ofNullable(arrays.get(name)).orElseThrow();
      return NumpyArray.read(array, bytes(array, zip, entry), most);
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
