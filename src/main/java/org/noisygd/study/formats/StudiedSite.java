// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStore;

/**
 * A place that rounds. The store of the iterate and the sums of products are named by an arithmetic
 * alone, {@code mxfp4/rceil/stochastic} or {@code bfloat16*13:32}; what a {@link Method} keeps by
 * the method, its parameter and the arithmetic, {@code momentum:0.9/bfloat16}.
 *
 * @param name as given
 * @param method what the run does; its twin does the same in binary64
 * @param arithmetic how the place rounds
 */
record StudiedSite(String name, Method method, ArithmeticName arithmetic) {
  private static final Pattern KEPT = Pattern.compile("(" + Method.words() + "):([^/]+)/(.+)");

  /** What is studied unless told otherwise, by groups. */
  static final List<String> DEFAULTS =
      List.of(
          "bfloat16",
          "bfloat16/zero",
          "bfloat16/odd",
          "bfloat16/stochastic",
          "bfloat16/stochastic:4",
          "bfloat16/stochastic-signed:0.1",
          "bfloat16/compensated",
          "e4m3/stochastic",
          "mxfp8-e4m3/rceil/columns",
          "mxfp8-e4m3/floor/stochastic/columns",
          "mxfp8-e4m3/even/stochastic/columns",
          "mxfp8-e4m3/rceil/stochastic/columns",
          "mxfp8-e4m3/ceil/stochastic/columns",
          "mxfp8-e4m3/rceil/stochastic",
          "mxfp8-e5m2/rceil/stochastic/columns",
          "mxfp6-e2m3/rceil/stochastic/columns",
          "mxfp6-e3m2/rceil/stochastic/columns",
          "mxfp4/floor/stochastic/columns",
          "mxfp4/rceil/stochastic/columns",
          "nvfp4/stochastic/columns",
          "mxfp8-e4m3/floor/columns/master",
          "mxfp8-e4m3/rceil/columns/master",
          "mxfp4/floor/columns/master",
          "mxfp4/rceil/columns/master",
          "nvfp4/columns/master",
          "bfloat16*25:8",
          "bfloat16*23:8",
          "bfloat16*13:8",
          "bfloat16*13:8:16",
          "bfloat16*6:8",
          "momentum:0.9/bfloat16",
          "momentum:0.999/bfloat16",
          "decay:0.01/binary:10",
          "decay:0.01/binary:10/stochastic",
          "average:0.01/bfloat16",
          "average:0.01/bfloat16/stochastic",
          "gradients:16/bfloat16",
          "gradients:16/e4m3/zero");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException one line, if it is none
   */
  static StudiedSite parse(String name) {
    Matcher kept = KEPT.matcher(name);
    if (!kept.matches()) {
      return new StudiedSite(name, Method.PLAIN, ArithmeticName.parse(name));
    }
    Method.Kind kind =
        Method.Kind.valueOf(String.valueOf(kept.group(1)).toUpperCase(java.util.Locale.ROOT));
    double parameter = Literals.parse(kind.word(), String.valueOf(kept.group(2)));
    ArithmeticName arithmetic = ArithmeticName.parse(String.valueOf(kept.group(3)));
    Require.that(
        arithmetic.roundsStores()
            && arithmetic.beside() == IterateStore.Beside.NOTHING
            && arithmetic.signed().isEmpty(),
        "arithmetic of " + kind.word(),
        "be a format that rounds, with nothing beside it",
        arithmetic.name());
    return new StudiedSite(name, new Method(kind, parameter), arithmetic);
  }
}
