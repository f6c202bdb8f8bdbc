// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.noisygd.io.FormatException;
import org.noisygd.io.InputFile;
import org.noisygd.io.process.LimitedProcess;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.protocol.Reply.ReplyReader;

/** Reads a file of replies, found by the ids of their requests. */
public final class ReplyFile {
  private static final int MAX_BYTES = LimitedProcess.MAX_REPLY_BYTES;

  /** Maximum number of complaints that are kept, as many as fit a screen; others are counted. */
  private static final int MAX_COMPLAINTS = 20;

  private ReplyFile() {}

  /**
   * The replies in a file, one per line in any order, by their ids of 0..lastId.
   *
   * @param reader the reader of a line
   * @param broken the receiver of complaints about lines that are no replies to any request
   * @throws IllegalArgumentException if the file cannot be read or holds no reply at all
   */
  public static Map<Long, Reply> read(
      Path path, ReplyReader reader, long lastId, Consumer<String> broken) {
    Map<Long, Reply> replies = new HashMap<>();
    boolean any = false;
    int complaints = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(InputFile.open(path), 1 << 16)) {
      InputFile.requireNoOtherKind(path + ":", in);
      for (long n = 1; InputFile.readLine(in, MAX_BYTES, line); n++) {
        if (line.toString(StandardCharsets.UTF_8).isBlank()) {
          continue;
        }
        try {
          if (line.size() > MAX_BYTES) {
            throw new ProtocolViolation(
                "reply must have at most " + MAX_BYTES + " bytes, got more");
          }
          Reply reply = reader.read(line.toByteArray());
          any = true;
          long id = reply.id();
          if (id < 0 || id > lastId) {
            throw new ProtocolViolation(
                "reply must repeat the id of a request, got " + reply.start());
          }
          if (replies.putIfAbsent(id, reply) != null) {
            throw new ProtocolViolation("a second reply has the id " + id + ": " + reply.start());
          }
        } catch (ProtocolViolation e) {
          if (++complaints <= MAX_COMPLAINTS) {
            broken.accept("line " + n + ": " + e.getMessage());
          }
        }
      }
    } catch (IOException e) {
      throw InputFile.unreadable(path, e);
    }
    if (!any) {
      throw new FormatException(path + ": must hold replies, a JSON object a line, got none");
    }
    if (complaints > MAX_COMPLAINTS) {
      broken.accept(complaints - MAX_COMPLAINTS + " more lines reply to no request");
    }
    return replies;
  }
}
