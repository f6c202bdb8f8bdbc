// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.InputFile;

/**
 * Arrays of NumPy under names, as numpy.savez and numpy.savez_compressed write them: a zip archive
 * with an entry NAME.npy for each. An entry is unpacked only to the length in its header, so that
 * none can fill the memory.
 */
final class NumpyArchive extends NamedArrays {
  private static final String ENDING = ".npy";

  private final TreeMap<String, ZipEntry> entries = new TreeMap<>();

  private NumpyArchive(Path file, String name) {
    super(file, name);
  }

  /** The arrays of an archive. */
  static NumpyArchive read(Path file, String name) {
    NumpyArchive read = new NumpyArchive(file, name);
    try {
      InputFile.open(file).close(); // for its error messages
      try (ZipFile zip = new ZipFile(file.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          String called = entry.getName();
          if (called.endsWith(ENDING)) {
            String key = called.substring(0, called.length() - ENDING.length());
            if (read.entries.put(key, entry) != null) {
              throw read.location("").must("hold each array once", key + " twice");
            }
          }
        }
      } catch (ZipException e) {
        throw read.location("").must("be a zip archive of arrays", String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    return read;
  }

  @Override
  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  StoredArray array(String name) {
    ZipEntry entry = Optional.ofNullable(entries.get(name)).orElseThrow();
    try {
      return NumpyArray.of(location(name), entry.getSize(), () -> open(location(name), entry));
    } catch (IOException e) {
      throw InputFile.unreadable(file(), e);
    }
  }

  /** An entry's bytes, whose checksum is compared when the last one is read. */
  private InputStream open(Location location, ZipEntry entry) throws IOException {
    ZipFile zip = new ZipFile(file().toFile());
    @Nullable InputStream in = zip.getInputStream(entry);
    if (in == null) {
      throw new IOException("no data of " + location.inside());
    }
    return new CheckedInputStream(in, new CRC32()) {
      private long left = entry.getSize();

      @Override
      public int read(byte[] into, int from, int most) throws IOException {
        int count = super.read(into, from, most);
        left -= Math.max(0, count);
        if (left == 0 && getChecksum().getValue() != entry.getCrc()) {
          throw location.must("have its checksum", "another: the file is damaged");
        }
        return count;
      }

      @Override
      public void close() throws IOException {
        super.close();
        zip.close();
      }
    };
  }
}
