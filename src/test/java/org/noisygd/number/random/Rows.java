// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The rows of a checked-in table beside these tests: cells between commas, {@code #} for comments.
 */
final class Rows {
  private Rows() {}

  static List<String[]> of(String resource) throws IOException {
    return text(resource)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(","))
        .toList();
  }

  static String text(String resource) throws IOException {
    try (InputStream in = Objects.requireNonNull(Rows.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
