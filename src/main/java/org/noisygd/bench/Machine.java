// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What times depend on beside the program: the processor, the Java, the system. */
public final class Machine {
  private Machine() {}

  /** The facts by name. */
  public static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", processor());
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put(
        "system", System.getProperty("os.name", "?") + " " + System.getProperty("os.arch", "?"));
    facts.put("java", System.getProperty("java.vm.name", "?") + " " + Runtime.version().toString());
    facts.put(
        "vectors",
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "present" : "absent");
    return facts;
  }

  /** Vendor, model and family as Linux tells them; else the architecture's name. */
  private static String processor() {
    StringBuilder text = new StringBuilder();
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      lines
          .takeWhile(line -> !line.isBlank())
          .filter(line -> line.matches("(model name|cpu family|model)\\s*:.*"))
          .sorted((a, b) -> b.compareTo(a))
          .forEach(
              line ->
                  text.append(text.length() == 0 ? "" : ", ")
                      .append(line.replaceAll("model name\\s*:\\s*|\\s+(?=:)", "")));
    } catch (IOException | java.io.UncheckedIOException e) {
      text.setLength(0);
    }
    return text.length() == 0 ? System.getProperty("os.arch", "?") : text.toString();
  }
}
