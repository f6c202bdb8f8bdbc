// SPDX-License-Identifier: Apache-2.0
package org.noisygd.javapeer;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A problem as read from its file ({@code src/jmh/peers/README.md}). */
final class PeerProblem {
  final int d1;
  final int d2;
  final int r;
  final int bits;
  final BigInteger eta;
  final BigInteger[] m;
  final BigInteger[] x;
  final BigInteger[] y;
  final BigInteger[][] noiseX;
  final BigInteger[][] noiseY;

  PeerProblem(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String[] sizes = in.readLine().split(" ", -1);
      d1 = Integer.parseInt(sizes[0]);
      d2 = Integer.parseInt(sizes[1]);
      r = Integer.parseInt(sizes[2]);
      bits = Integer.parseInt(sizes[3]);
      eta = new BigInteger(sizes[5], 16);
      m = numbers(in);
      x = numbers(in);
      y = numbers(in);
      int slots = Integer.parseInt(sizes[4]);
      noiseX = new BigInteger[slots][];
      noiseY = new BigInteger[slots][];
      for (int slot = 0; slot < slots; slot++) {
        noiseX[slot] = numbers(in);
        noiseY[slot] = numbers(in);
      }
    }
  }

  private static BigInteger[] numbers(BufferedReader in) throws IOException {
    return Arrays.stream(in.readLine().split(" "))
        .map(word -> new BigInteger(word, 16))
        .toArray(BigInteger[]::new);
  }

  /** A numerator as a double; exact where the problem is in binary64. */
  double toDouble(BigInteger k) {
    return Math.scalb(k.doubleValue(), -bits);
  }

  /** All of them. */
  double[] toDoubles(BigInteger[] all) {
    return Arrays.stream(all).mapToDouble(this::toDouble).toArray();
  }

  /** All of them as rows. */
  double[][] toRows(BigInteger[] all, int columns) {
    double[] flat = toDoubles(all);
    double[][] rows = new double[flat.length / columns][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
    }
    return rows;
  }
}
