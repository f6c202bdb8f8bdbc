// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Properties of the terminal, from the system properties that {@code verify.sh} sets: {@code
 * noisygd.out.terminal} and {@code noisygd.err.terminal} (true if standard output or standard error
 * is a terminal), {@code noisygd.together} (true if both go to the same place) and {@code
 * noisygd.columns}. Without them output is treated as a pipe: there are no colours, and only
 * studies show progress.
 *
 * @param width the columns of a line
 * @param colour true if standard output shows colours; never if the environment sets NO_COLOR
 * @param progress true if standard error is a terminal, which may show progress
 */
public record Terminal(int width, boolean colour, boolean progress) {
  /** The system property that is true while a command shows no progress at all. */
  public static final String QUIET = "noisygd.quiet";

  /** The width of lines in a pipe, in characters. */
  private static final int PIPE_WIDTH = 120;

  /** Minimum width of a wrapped sentence; a narrower terminal breaks the lines itself. */
  private static final int LEAST = 30;

  /** The time between two lines of progress in a pipe, in nanoseconds: half a minute. */
  private static final long SELDOM = 30_000_000_000L;

  /** The time of the last progress line in a pipe, or of the command's start; maximal if quiet. */
  private static final AtomicLong LAST_LINE = new AtomicLong();

  /** The terminal of this process, at the beginning of a command. */
  public static Terminal current() {
    boolean quiet = Boolean.getBoolean(QUIET);
    LAST_LINE.set(quiet ? Long.MAX_VALUE : System.nanoTime());
    boolean out = Boolean.getBoolean("noisygd.out.terminal");
    int columns = Integer.getInteger("noisygd.columns", 0);
    @Nullable String noColour = System.getenv("NO_COLOR");
    return new Terminal(
        out && columns > 0 ? columns : PIPE_WIDTH,
        out && (noColour == null || noColour.isEmpty()),
        Boolean.getBoolean("noisygd.err.terminal") && !quiet);
  }

  /** Shows the progress in place of the previous line, which "" clears; nothing in a pipe. */
  public void showProgress(String line) {
    if (progress) {
      String shown = line.length() >= width ? line.substring(0, width - 1) : line;
      System.err.print("\r\u001b[K" + shown);
      System.err.flush();
    }
  }

  /** Shows the progress of a study, which may take minutes: in a pipe at most every half minute. */
  public void showStudyProgress(String line) {
    long last = LAST_LINE.get();
    long now = System.nanoTime();
    if (progress) {
      showProgress(line);
    } else if (last != Long.MAX_VALUE
        && now - last > SELDOM
        && LAST_LINE.compareAndSet(last, now)) {
      System.err.println(line);
    }
  }

  /** Shows notes before a command runs, one paragraph each; nothing if quiet. */
  public void showNotes(List<String> notes) {
    if (!Boolean.getBoolean(QUIET)) {
      notes.forEach(note -> System.err.print(wrapped("", note, 0)));
    }
  }

  /** Returns true if notes and results go to the same screen, file or pipe. */
  boolean isTogether() {
    return Boolean.getBoolean("noisygd.together");
  }

  /** Clears the line of progress and prints a text. */
  public void print(String text) {
    showProgress("");
    System.out.print(text);
    System.out.flush();
  }

  /** Text in the colour of a style, such as {@code pass}; unchanged if there are no colours. */
  public String paint(String style, String text) {
    String code =
        switch (style) {
          case "pass" -> "\u001b[32m";
          case "fail" -> "\u001b[31m";
          case "skipped", "undecided" -> "\u001b[33m";
          case "heading" -> "\u001b[1m";
          case "small" -> "\u001b[2m";
          default -> "";
        };
    return colour && !code.isEmpty() ? code + text + "\u001b[0m" : text;
  }

  /**
   * A sentence in a style, broken at spaces into lines with line feeds; a word longer than a line
   * stays whole.
   *
   * @param indent the number of blanks before each line but the first
   */
  String wrapped(String style, String sentence, int indent) {
    int most = Math.max(width - indent, LEAST);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentence.replaceAll("\\s+", " ").strip().split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > most) {
        lines.add(paint(style, line.toString()));
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(paint(style, line.toString()));
    return String.join("\n" + " ".repeat(indent), lines) + "\n";
  }
}
