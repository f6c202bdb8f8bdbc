// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.noisygd.number.Require;
import org.noisygd.report.ResultFile;
import org.noisygd.report.json.InputFile;

/**
 * Where a study may end before its work is done, and go on later. A study is a sequence of stages,
 * of which each makes coupled runs. Now and then, for a hundredth of the time, and when the study
 * ends early, the state of every stage that has begun goes to a file, in place of what it held; a
 * study that finds the file goes on from there, with the results of one that never ended.
 *
 * <pre>
 *   noisygd study checkpoint 1        lines of text: the form, and what study it is
 *   version: 1.1.0
 *   ...
 *                                     an empty line
 *   1 STAGE 1 STAGE ... 0             numbers of 8 bytes: a 1 before each stage, a 0 after the last
 *   SHA-256                           of all before it, 32 bytes
 * </pre>
 *
 * <p>Two processes may keep one study in one file: whichever writes last, the file is whole.
 */
public final class Checkpoint {
  private static final String FORM = "noisygd study checkpoint 1\n";

  /** The time between two writes is at least this many times that of a write, */
  private static final long TIMES = 100;

  /** and at least as many nanoseconds, 0.2 s. */
  private static final long LEAST_NANOS = 200_000_000;

  private static final int DIGEST_BYTES = 32;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Optional<ResultFile> file;
  private final byte[] head;
  private final BooleanSupplier isEndDue;
  private final Consumer<String> told;
  private final List<Consumer<State>> stages = new ArrayList<>();
  private Optional<State> found = Optional.empty();
  private long next = System.nanoTime() + LEAST_NANOS;
  private boolean isWritten;
  private boolean hasEnded;

  private Checkpoint(
      Optional<ResultFile> file, byte[] head, BooleanSupplier isEndDue, Consumer<String> told) {
    this.file = file;
    this.head = head;
    this.isEndDue = isEndDue;
    this.told = told;
  }

  /**
   * No file: a study that ends early does not go on.
   *
   * @param isEndDue whether to end with what is known so far
   */
  public static Checkpoint none(BooleanSupplier isEndDue) {
    return new Checkpoint(Optional.empty(), new byte[0], isEndDue, line -> {});
  }

  /**
   * A study with a file, which need not exist.
   *
   * @param study all that its numbers depend on, by name
   * @param isEndDue whether to end with what is known so far
   * @param told takes a line on what becomes of the file
   * @throws IllegalArgumentException one line, if the file is not of this study, or damaged
   */
  public static Checkpoint in(
      ResultFile file, Map<String, String> study, BooleanSupplier isEndDue, Consumer<String> told) {
    StringBuilder text = new StringBuilder(FORM);
    study.forEach(
        (name, value) ->
            text.append(name).append(": ").append(value.replace('\n', ' ')).append('\n'));
    byte[] head = text.append('\n').toString().getBytes(UTF_8);
    Checkpoint checkpoint = new Checkpoint(Optional.of(file), head, isEndDue, told);
    if (Files.exists(file.path())) {
      checkpoint.read(file.path());
    }
    try {
      file.removeDrafts();
    } catch (IOException e) {
      // They stay.
    }
    return checkpoint;
  }

  private void read(Path path) {
    Require.that(Files.isRegularFile(path), "--resume", "name a regular file", path);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw InputFile.unreadable(path, e);
    }
    String begin = new String(bytes, 0, Math.min(FORM.length(), bytes.length), UTF_8);
    Require.that(
        begin.equals(FORM), "--resume", "name a file that it wrote, or none", path + ", another");
    int end = bytes.length - DIGEST_BYTES;
    MessageDigest digest = sha256();
    digest.update(bytes, 0, Math.max(0, end));
    Require.that(
        end >= 0 && Arrays.equals(digest.digest(), Arrays.copyOfRange(bytes, end, bytes.length)),
        "--resume",
        "name a file as it was written",
        path + ", which is damaged; remove it to begin anew");
    Require.that(
        Arrays.equals(head, Arrays.copyOf(bytes, head.length)),
        "--resume",
        "name a file of this study",
        path + " of another, which differs in " + difference(bytes));
    found =
        Optional.of(
            State.readFrom(
                new DataInputStream(
                    new ByteArrayInputStream(bytes, head.length, end - head.length))));
    isWritten = true;
    told.accept("going on from " + path);
  }

  /** What the first line is on in which two heads differ. */
  private String difference(byte[] bytes) {
    List<String> ours = new String(head, UTF_8).lines().toList();
    List<String> theirs = new String(bytes, UTF_8).lines().limit(ours.size()).toList();
    int line = 0;
    while (line < theirs.size() && theirs.get(line).equals(ours.get(line))) {
      line++;
    }
    return line < ours.size() ? ours.get(line).split(":", 2)[0] : "its lines";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The SHA-256 of a text, in hexadecimal digits, to identify a study by. */
  static String digest(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(UTF_8)));
  }

  /**
   * Begins a stage, which goes on from what the file has of it.
   *
   * @param stage writes its state, or reads it back
   */
  void begin(Consumer<State> stage) {
    if (file.isEmpty() || hasEnded) {
      return;
    }
    stages.add(stage);
    found = found.filter(state -> state.flag(true));
    found.ifPresent(stage);
  }

  /** A stage has come to a state that can be kept. */
  void reached() {
    if (!hasEnded && System.nanoTime() - next >= 0) {
      write();
    }
  }

  /** Whether the study ends now, at a state that can be kept; once it does, it always does. */
  public boolean ends() {
    if (!hasEnded && isEndDue.getAsBoolean()) {
      write();
      hasEnded = true;
    }
    return hasEnded;
  }

  /** Whether the study has ended. */
  boolean hasEnded() {
    return hasEnded;
  }

  private void write() {
    if (file.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    try {
      file.get().write(this::writeTo);
      isWritten = true;
    } catch (IOException e) {
      told.accept("the study goes on, but cannot be kept: " + e.getMessage());
    }
    long end = System.nanoTime();
    next = end + Math.max(LEAST_NANOS, TIMES * (end - begin));
  }

  private void writeTo(OutputStream out) throws IOException {
    DigestOutputStream digested = new DigestOutputStream(out, sha256());
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(digested, BUFFER_BYTES));
    data.write(head);
    State state = State.writtenTo(data);
    try {
      for (Consumer<State> stage : stages) {
        state.flag(true);
        stage.accept(state);
      }
      state.flag(false);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    data.flush();
    out.write(digested.getMessageDigest().digest());
  }

  /** Removes the file once the results of a complete study are written; says where another is. */
  public void close() throws IOException {
    if (isWritten && file.isPresent()) {
      Path path = file.get().path();
      if (hasEnded) {
        told.accept("the same command goes on from " + path);
      } else {
        Files.deleteIfExists(path);
      }
    }
  }
}
