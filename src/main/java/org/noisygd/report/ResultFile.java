// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.InputFile;
import org.noisygd.io.StopCondition;
import org.noisygd.number.Require;

/**
 * A file for a result. It is tested before the work starts, so that a misspelt directory does not
 * cost hours of work, and replaced atomically: readers see the old file or the new one, never a
 * part. No other file is changed.
 */
public final class ResultFile {
  /** The path that means standard output. */
  public static final Path STANDARD_OUTPUT = Path.of("-");

  /** Lock of writing and of the end of this process, so that no temporary file remains. */
  private static final ReentrantLock WRITING = new ReentrantLock();

  static {
    StopCondition.atEnd(WRITING::lock);
  }

  private final String option;
  private final Path file;

  private ResultFile(String option, Path file) {
    this.option = option;
    this.file = file;
  }

  /**
   * The file at that path. File and directory need not exist: the method tests at once whether both
   * can be made; writing makes the directory.
   *
   * @param option the option that named it, such as {@code --json}, which begins every message
   * @throws IllegalArgumentException if it is a directory, or cannot be written
   */
  public static ResultFile of(String option, Path path) {
    return tried(option, path, "file in a directory", path);
  }

  /**
   * The file of that name in a directory, as {@link #of}.
   *
   * @throws IllegalArgumentException if the directory is a file or cannot be written to
   */
  public static ResultFile in(String option, Path directory, String name) {
    return tried(option, directory.resolve(name), "directory", directory);
  }

  private static ResultFile tried(String option, Path path, String what, Path asked) {
    Path file = path.equals(STANDARD_OUTPUT) ? path : path.toAbsolutePath();
    Require.that(!Files.isDirectory(file), option, "name a file", "the directory " + path);
    if (isSpecial(file)) {
      return new ResultFile(option, file);
    }
    file = resolveLinks(file);
    boolean writable = !Files.exists(file) || Files.isWritable(file);
    Require.that(writable, option, "name a file that can be written", path);
    @Nullable Path there = file.getParent();
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    try {
      Files.delete(
          Files.createTempFile(there == null ? file : there, "." + file.getFileName(), ".tmp"));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          option + " must name a " + what + " that can be made or written to, got " + asked, e);
    }
    return new ResultFile(option, file);
  }

  /**
   * Refuses this file if it is one of the others, which are inputs or earlier results. Devices and
   * pipes, such as /dev/null, may be named twice.
   *
   * @throws IllegalArgumentException if it is one of them
   */
  public void requireNone(List<Path> others) {
    for (Path other : others) {
      boolean differs = isSpecial(file) || !resolve(other.toAbsolutePath()).equals(resolve(file));
      Require.that(differs, option, "name a file of its own", file + " for two uses");
    }
  }

  /** The path without links and dots, for its existing part. */
  private static Path resolve(Path file) {
    Path real = resolveLinks(file);
    @Nullable Path parent = real.getParent();
    @Nullable Path name = real.getFileName();
    return parent == null || name == null ? real : resolveLinks(parent).resolve(name);
  }

  /** Returns true for a device or a pipe, such as /dev/stdout, which is written in place. */
  private static boolean isSpecial(Path file) {
    return file.equals(STANDARD_OUTPUT) || (Files.exists(file) && !Files.isRegularFile(file));
  }

  /** A symbolic link stays a link: its target is written. */
  private static Path resolveLinks(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) { // such as that of a file to be made
      return file;
    }
  }

  /** The absolute path, or {@link #STANDARD_OUTPUT}. */
  public Path path() {
    return file;
  }

  /**
   * Replaces the content of the file by the text, in UTF-8.
   *
   * @throws IOException if the file cannot be written, although the test succeeded
   */
  public void write(String text) throws IOException {
    try {
      put(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A reader such as head may close the pipe early.
      if (!file.equals(STANDARD_OUTPUT) || !"Broken pipe".equals(e.getMessage())) {
        throw new IOException(option + " " + file + ": " + InputFile.reason(e), e);
      }
    }
  }

  /** The SHA-256 digest of a content, in hexadecimal digits. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void put(byte[] content) throws IOException {
    if (file.equals(STANDARD_OUTPUT)) {
      new FileOutputStream(FileDescriptor.out).write(content);
      return;
    }
    @Nullable Path parent = file.getParent();
    if (parent == null || isSpecial(file)) {
      Files.write(file, content);
      return;
    }
    WRITING.lock();
    try {
      if (!Files.exists(parent)) {
        Files.createDirectories(parent);
      }
      String name = "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
      Path draft = Files.createFile(parent.resolve(name));
      try {
        Files.write(draft, content);
        Files.move(
            draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } finally {
      WRITING.unlock();
    }
  }
}
