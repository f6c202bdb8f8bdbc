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
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Evidence;
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
  private final Supplier<GoldenSet> made;

  private GoldenChecks(Path golden, Supplier<GoldenSet> made) {
    this.golden = golden;
    this.made = made;
  }

  /** The checks of a directory against a set generated in the first check. */
  public static List<Check> of(Path golden) {
    return of(golden, new Once());
  }

  /** The checks of a directory against a set generated on first use. */
  static List<Check> of(Path golden, Supplier<GoldenSet> made) {
    GoldenChecks checks = new GoldenChecks(golden, made);
    return List.of(
        Check.exact(
            "GOLD.files",
            "golden/ holds the files that the code makes, and no other",
            checks::files),
        checks.bytes("GOLD.traces", "traces", path -> path.startsWith("traces/")),
        checks.bytes("GOLD.vectors", "test vectors", path -> path.startsWith("vectors/")),
        checks.bytes(
            "GOLD.rounding",
            "vectors for conversions",
            path -> path.startsWith(RoundingText.FOLDER)),
        checks.bytes("GOLD.schemas", "schemas", path -> path.startsWith("schema/")),
        checks.bytes("GOLD.manifest", "manifest", path -> path.equals(GoldenSet.MANIFEST)),
        Check.exact(
            "GOLD.digests",
            "every file has the SHA-256 digest that the manifest says",
            checks::digests),
        Check.crossChecked(
            "GOLD.steps",
            "each state of a trace is the update of the one before it, digit for digit",
            tally -> TraceSteps.check(golden, made.get().paths(), tally)));
  }

  /** Generates the set on first use. */
  private static final class Once implements Supplier<GoldenSet> {
    private @Nullable GoldenSet set;

    @Override
    public synchronized GoldenSet get() {
      GoldenSet result = set;
      if (result == null) {
        result = GoldenSet.generate();
        set = result;
      }
      return result;
    }
  }

  private void files(Tally tally) {
    Set<String> expected = new TreeSet<>(made.get().paths());
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

  private Check bytes(String id, String what, Predicate<String> which) {
    return new Check(
        id,
        "byte for byte the output of the code: " + what,
        Evidence.EXACT,
        tally -> {
          for (String path : made.get().paths()) {
            if (which.test(path)) {
              compare(tally, path);
            }
          }
        });
  }

  private void compare(Tally tally, String path) {
    byte[] actual = read(path);
    if (actual == null) {
      tally.holds(name(path), false, "cannot be read");
      return;
    }
    boolean equal = made.get().equal(path, actual);
    tally.holds(
        name(path),
        equal,
        equal ? "" : FirstDifference.between(made.get().bytesOf(path), actual).toString());
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
    for (String path : made.get().paths()) {
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
