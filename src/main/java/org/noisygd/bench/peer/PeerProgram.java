// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.peer;

import java.util.List;
import java.util.Locale;

/** The peers' programs, each for one or several libraries. */
enum PeerProgram {
  /** NumPy with its BLAS. */
  NUMPY("numpy_peer.py", "", "python3-numpy"),
  /** Eigen. */
  EIGEN("eigen_peer.cpp", "-I/usr/include/eigen3 -pthread", "g++ libeigen3-dev"),
  /** FLINT, and MPFR alone. */
  FLINT("flint_peer.cpp mpfr_session.cpp", "-lflint -lmpfr -lgmp", "g++ libflint-dev libmpfr-dev"),
  /** Fixed point over 64-bit words, written for this comparison. */
  WORDS("words_peer.cpp", "-lgmp", "g++ libgmp-dev"),
  /** FLINT's fixed point, since version 3.2. */
  NFIXED("nfixed_peer.cpp", "-lflint -lgmp", "g++ libflint-dev"),
  /** QD's double-double. */
  QD("qd_peer.cpp", "-lqd", "g++ libqd-dev"),
  /** mpmath. */
  MPMATH("mpmath_peer.py", "", "python3-mpmath"),
  /** EJML, Commons Math, Commons Numbers and Apfloat in one program. */
  JAVA("", "", "maven");

  private final String sources;
  private final String options;
  private final String packages;

  PeerProgram(String sources, String options, String packages) {
    this.sources = sources;
    this.options = options;
    this.packages = packages;
  }

  /** The name in results. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Source files in {@code src/jmh/peers}, separated by blanks; empty for Java. */
  String sources() {
    return sources;
  }

  /** The compiler's flags in addition to the common flags. */
  List<String> options() {
    return List.of(options.split(" ", -1));
  }

  /** The required Debian packages. */
  String packages() {
    return packages;
  }

  /** Returns true if a C++ compiler compiles it. */
  boolean isCompiled() {
    return sources.endsWith(".cpp");
  }
}
