// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.io.json.JsonText;
import org.noisygd.report.ResultFile;

/**
 * The files below {@code golden/} except the README, byte for byte: traces, vectors, schemas and
 * the manifest. They depend on the code alone, so they are the same on every machine.
 */
public final class GoldenSet {
  /** The manifest's path below golden/. */
  public static final String MANIFEST = "manifest.json";

  /** The path of the README, which is written by hand. */
  private static final String README = "README.md";

  /** The name of the generator in the files. */
  static final String GENERATOR = "org.noisygd.verify.golden.GoldenSet";

  /** The version of the data, raised with every change of a number. */
  static final String VERSION = "2";

  /** The generator of the normal numbers. */
  static final String STREAM = "philox4x64-10/as241";

  /** The command that writes the data. */
  static final String COMMAND = "./verify.sh golden regenerate";

  private static final List<String> SCHEMAS = List.of("manifest", "rounding", "trace", "vectors");

  private final SortedMap<String, byte[]> files;

  private GoldenSet(SortedMap<String, byte[]> files) {
    this.files = files;
  }

  /** Generates the whole set in memory, in some seconds. */
  public static GoldenSet generate() {
    Map<String, StringBuilder> texts = new TreeMap<>();
    TraceSetting.paper().forEach(setting -> GoldenTraces.write(setting, texts));
    GoldenVectors.write(texts);
    RoundingVectors.write(texts);
    SortedMap<String, byte[]> files = new TreeMap<>();
    texts.forEach((path, text) -> files.put(path, bytes(text.toString())));
    for (String schema : SCHEMAS) {
      files.put("schema/" + schema + ".schema.json", schema(schema));
    }
    files.put(MANIFEST, bytes(manifest(files)));
    return new GoldenSet(files);
  }

  /** The paths below golden/, with {@code /} between names, in order. */
  public List<String> paths() {
    return List.copyOf(files.keySet());
  }

  /** The bytes of one file. */
  public byte[] bytesOf(String path) {
    byte[] bytes = files.get(path);
    if (bytes == null) {
      throw new IllegalArgumentException("path must be one of the golden files, got " + path);
    }
    return bytes.clone();
  }

  /** Returns true if a file has the given bytes. */
  boolean equal(String path, byte[] actual) {
    return Arrays.equals(files.get(path), actual);
  }

  /**
   * Writes the set: each file that differs is replaced atomically, the manifest last. Other files
   * are deleted. The directory must be new, empty or have a manifest.
   *
   * @throws IOException if a file cannot be written, or the directory has other content
   */
  public void writeTo(Path golden) throws IOException {
    if (Files.isDirectory(golden) && !Files.exists(golden.resolve(MANIFEST))) {
      try (Stream<Path> children = Files.list(golden)) {
        if (children.findAny().isPresent()) {
          throw new IOException(
              "directory must be empty or hold golden data already, got " + golden);
        }
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!file.getKey().equals(MANIFEST)) {
        replace(golden.resolve(file.getKey()), file.getValue());
      }
    }
    for (String path : present(golden)) {
      if (!files.containsKey(path)) {
        Files.delete(golden.resolve(path));
      }
    }
    replace(golden.resolve(MANIFEST), bytesOf(MANIFEST));
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path directory = file.getParent();
    if (directory == null) {
      throw new IOException("file must have a directory, got " + file);
    }
    if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      ResultFile.in("golden", directory, String.valueOf(file.getFileName()))
          .write(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** The paths of the files below a directory except the README, or empty if it does not exist. */
  static SortedSet<String> present(Path golden) throws IOException {
    if (!Files.isDirectory(golden)) {
      return new TreeSet<>();
    }
    try (Stream<Path> all = Files.walk(golden)) {
      return all.filter(path -> !Files.isDirectory(path))
          .map(path -> golden.relativize(path).toString().replace('\\', '/'))
          .filter(path -> !path.equals(README))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String manifest(SortedMap<String, byte[]> files) {
    String seeds =
        new JsonText()
            .integer("traces", TraceSetting.SEED)
            .integer("vectors", VectorInputs.SEED)
            .toString();
    String entries =
        files.entrySet().stream()
            .map(
                file ->
                    new JsonText()
                        .string("path", file.getKey())
                        .integer("bytes", file.getValue().length)
                        .string("sha256", ResultFile.sha256(file.getValue()))
                        .toString())
            .collect(Collectors.joining(",\n", "[\n", "\n]"));
    return new JsonText()
            .integer("manifest", 1)
            .string("generator", GENERATOR)
            .string("version", VERSION)
            .string("command", COMMAND)
            .string("stream", STREAM)
            .raw("seeds", seeds)
            .raw("files", entries)
            .toString()
        + "\n";
  }

  private static byte[] schema(String name) {
    String resource = "schema/" + name + ".schema.json";
    try (InputStream in = GoldenSet.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " must be in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("resource " + resource + " must be readable", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
