// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.peer;

import java.util.List;
import java.util.Locale;

/** The peers' programs, each for one library or a few that go together. */
enum PeerProgram {
  /** NumPy, by its own BLAS. */
  NUMPY("numpy_peer.py", "", "python3-numpy"),
  /** Eigen. */
  EIGEN("eigen_peer.cpp", "-I/usr/include/eigen3 -pthread", "g++ libeigen3-dev"),
  /** FLINT, and MPFR alone. */
  FLINT("flint_peer.cpp mpfr_session.cpp", "-lflint -lmpfr -lgmp", "g++ libflint-dev libmpfr-dev"),
  /** Fixed point over 64-bit words, our own. */
  WORDS("words_peer.cpp", "-lgmp", "g++ libgmp-dev"),
  /** FLINT's fixed point, which came with 3.2. */
  NFIXED("nfixed_peer.cpp", "-lflint -lgmp", "g++ libflint-dev"),
  /** QD's double-double. */
  QD("qd_peer.cpp", "-lqd", "g++ libqd-dev"),
  /** mpmath. */
  MPMATH("mpmath_peer.py", "", "python3-mpmath"),
  /** EJML, Commons Math, Commons Numbers and Apfloat, in one program. */
  JAVA("", "", "maven");

  private final String sources;
  private final String options;
  private final String packages;

  PeerProgram(String sources, String options, String packages) {
    this.sources = sources;
    this.options = options;
    this.packages = packages;
  }

  /** Its name in results. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Source files in {@code src/jmh/peers}, blanks between them; empty for the one in Java. */
  String sources() {
    return sources;
  }

  /** The compiler's flags beyond those that all share. */
  List<String> options() {
    return List.of(options.split(" ", -1));
  }

  /** The Debian packages that it needs. */
  String packages() {
    return packages;
  }

  /** Whether it is compiled by a C++ compiler. */
  boolean isCompiled() {
    return sources.endsWith(".cpp");
  }
}
