// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.ResultFile;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * The comparison of a directory with the generated set: every byte of every file, missing and extra
 * files, the manifest's digests, and the updates of every trace. The comparison does not rely on
 * the manifest, so it finds an edit even if the digests were recomputed.
 */
public final class GoldenChecks {
  private final Path golden;
  private final Supplier<GoldenSet> generator;
  private @Nullable GoldenSet made;

  private GoldenChecks(Path golden, Supplier<GoldenSet> generator) {
    this.golden = golden;
    this.generator = generator;
  }

  /** The checks of a directory against a set generated in the first check. */
  public static List<Check> of(Path golden) {
    return of(golden, GoldenSet::generate);
  }

  /** The checks of a directory against a set generated on first use. */
  static List<Check> of(Path golden, Supplier<GoldenSet> generator) {
    GoldenChecks checks = new GoldenChecks(golden, generator);
    return List.of(
        Check.exact(
            "GOLD.files",
            "golden/ holds the files that the code generates, and no others",
            checks::files),
        checks.bytes("GOLD.traces", "traces", "traces/"),
        checks.bytes("GOLD.vectors", "test vectors", "vectors/"),
        checks.bytes("GOLD.rounding", "vectors for conversions", RoundingText.FOLDER),
        checks.bytes("GOLD.schemas", "schemas", "schema/"),
        checks.bytes("GOLD.manifest", "manifest", GoldenSet.MANIFEST),
        Check.exact(
            "GOLD.digests", "every file has the SHA-256 digest in the manifest", checks::digests),
        Check.crossChecked(
            "GOLD.steps",
            "each state of a trace is the update of the one before it, digit for digit",
            tally -> TraceSteps.check(golden, checks.made().paths(), tally)));
  }

  /** The set, generated on first use. */
  private synchronized GoldenSet made() {
    GoldenSet set = made == null ? generator.get() : made;
    made = set;
    return set;
  }

  private void files(Tally tally) {
    Set<String> expected = new TreeSet<>(made().paths());
    Set<String> present;
    try {
      present = GoldenSet.present(golden);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String path : expected) {
      tally.holds(name(path), present.contains(path), "missing");
    }
    for (String path : present) {
      if (!expected.contains(path)) {
        tally.holds(name(path), false, "does not belong to the golden data");
      }
    }
  }

  private Check bytes(String id, String what, String prefix) {
    return Check.exact(
        id,
        "byte for byte the output of the code: " + what,
        tally ->
            made().paths().stream()
                .filter(path -> path.startsWith(prefix))
                .forEach(path -> compare(tally, path)));
  }

  private void compare(Tally tally, String path) {
    byte[] actual = read(path);
    if (actual == null) {
      tally.holds(name(path), false, "cannot be read");
      return;
    }
    boolean equal = made().equal(path, actual);
    tally.holds(
        name(path),
        equal,
        equal ? "" : FirstDifference.between(made().bytesOf(path), actual).toString());
  }

  private byte @Nullable [] read(String path) {
    try {
      return Files.readAllBytes(golden.resolve(path));
    } catch (IOException e) {
      return null;
    }
  }

  private void digests(Tally tally) {
    Map<String, String> digests = new HashMap<>();
    byte[] manifest = read(GoldenSet.MANIFEST);
    try {
      JsonNode files =
          new ObjectMapper().readTree(manifest == null ? new byte[0] : manifest).path("files");
      for (JsonNode file : files) {
        digests.put(file.path("path").asText(), file.path("sha256").asText());
      }
    } catch (IOException e) {
      tally.holds(name(GoldenSet.MANIFEST), false, "is not JSON");
      return;
    }
    for (String path : made().paths()) {
      if (!path.equals(GoldenSet.MANIFEST)) {
        byte[] actual = read(path);
        String said = digests.get(path);
        String found = actual == null ? "no file" : ResultFile.sha256(actual);
        tally.holds(
            name(path),
            found.equals(said),
            "the manifest says " + said + ", the file has " + found);
      }
    }
  }

  private static String name(String path) {
    return "golden/" + path;
  }
}
