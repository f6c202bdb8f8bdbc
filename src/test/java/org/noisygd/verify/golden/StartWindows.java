// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.noisygd.report.ResultFile;

/**
 * A program for a Java of its own: makes the start window of every run of rank one or two
 * variables, or of as many as its argument says, in all arithmetics and forms, and prints each
 * file's path and digest.
 */
final class StartWindows {
  private StartWindows() {}

  public static void main(String[] arguments) {
    digests(Integer.parseInt(arguments[0]))
        .forEach((path, digest) -> System.out.println(path + " " + digest));
  }

  private static Map<String, String> digests(int experiments) {
    Map<String, StringBuilder> texts = new TreeMap<>();
    TraceSetting.paper().stream()
        .filter(s -> s.experiment().r() == 1)
        .limit(experiments)
        .map(s -> new TraceSetting(s.experiment(), s.replicate(), s.windows().subList(0, 1)))
        .forEach(s -> GoldenTraces.write(s, texts));
    Map<String, String> digests = new TreeMap<>();
    texts.forEach(
        (path, text) ->
            digests.put(path, ResultFile.sha256(text.toString().getBytes(StandardCharsets.UTF_8))));
    return digests;
  }
}
