// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.JsonDiagnostics;
import org.noisygd.report.json.JsonReader;

/** Reads replies. Fields that neither the protocol nor an op names are skipped. */
public final class ReplyReader {
  /** Maximum number of values of a reply: the largest reply to a request has a third as many. */
  private static final int MAX_VALUES = 1 << 20;

  /** Number of bytes at the start of a line that decide if it is meant as a reply. */
  private static final int LOOKED_AT = 1000;

  /** The fields of any reply, and of a reply to hello. */
  private static final List<String> FIELDS =
      List.of(
          "id unsupported error name ops version language arithmetic seedBits nonFinite"
              .split(" "));

  private final JsonReader reader;

  /** A reader that also keeps the fields of the given names, at any depth. */
  public ReplyReader(Collection<String> more) {
    Set<String> names = new HashSet<>(FIELDS);
    names.addAll(more);
    this.reader = JsonReader.keeping(names, OutputLines.MAX_BYTES, MAX_VALUES);
  }

  /**
   * Reads a line.
   *
   * @throws ProtocolViolation if it is not a JSON object
   */
  public Reply read(byte[] line) throws ProtocolViolation {
    if (line.length == 0) {
      throw new ProtocolViolation("reply must be a JSON object on one line, got an empty line");
    }
    if (isNoJson(line)) {
      throw new ProtocolViolation(
          "standard output must hold replies only, a JSON object a line, got "
              + OutputLines.start(line)
              + "; print anything else to standard error");
    }
    try {
      return new Reply(reader.read("reply", line), line);
    } catch (FormatException e) {
      throw new ProtocolViolation(e.getMessage() + "; the line begins " + OutputLines.start(line));
    }
  }

  /** Returns true if a line is UTF-8 text that begins neither an object nor an array. */
  private static boolean isNoJson(byte[] line) {
    String text = new String(line, 0, Math.min(line.length, LOOKED_AT), StandardCharsets.UTF_8);
    String stripped = (text.startsWith("\ufeff") ? text.substring(1) : text).strip();
    boolean json = stripped.isEmpty() || stripped.startsWith("{") || stripped.startsWith("[");
    return !json && JsonDiagnostics.otherKind(line).isEmpty();
  }

  public Reply read(String line) throws ProtocolViolation {
    return read(line.getBytes(StandardCharsets.UTF_8));
  }
}
