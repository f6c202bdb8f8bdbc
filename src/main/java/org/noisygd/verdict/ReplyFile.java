// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.judge.protocol.LimitedProcess;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.ReplyReader;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.InputFile;
import org.noisygd.report.json.JsonDiagnostics;

/**
 * Replies in a file, one per line in any order, found by their ids. The file is read once to index
 * the replies; memory holds only the reply that is asked for.
 */
final class ReplyFile implements AutoCloseable {
  private static final int MAX_BYTES = LimitedProcess.MAX_REPLY_BYTES;

  /** Maximum number of complaints that are kept, as many as fit a screen; others are counted. */
  private static final int MAX_COMPLAINTS = 20;

  /** The bytes of a line in the file. */
  private record Span(long offset, int length) {}

  private final RandomAccessFile file;
  private final ReplyReader reader;
  private final Map<Long, Span> lines = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private int more;
  private boolean anyReply;

  private ReplyFile(RandomAccessFile file, ReplyReader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * Finds the replies with ids of 0..lastId.
   *
   * @throws IllegalArgumentException if the file cannot be read or holds no reply at all
   */
  static ReplyFile open(Path path, ReplyReader reader, long lastId) {
    try (InputStream in = new BufferedInputStream(InputFile.open(path), 1 << 16)) {
      JsonDiagnostics.requireNoOtherKind(path + ":", in);
      ReplyFile replies = new ReplyFile(new RandomAccessFile(path.toFile(), "r"), reader);
      replies.index(in, lastId);
      if (!replies.anyReply) {
        replies.close();
        throw new FormatException(path + ": must hold replies, a JSON object a line, got none");
      }
      return replies;
    } catch (IOException e) {
      throw InputFile.unreadable(path, e);
    }
  }

  private void index(InputStream in, long lastId) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long offset = 0;
    long number = 1;
    long length = 0;
    for (int c = in.read(); ; c = in.read()) {
      if (c < 0 || c == '\n') {
        if (length > MAX_BYTES) {
          complain(number, "reply must have at most " + MAX_BYTES + " bytes, got " + length);
        } else if (!isBlank(line)) {
          index(number, line.toByteArray(), offset, lastId);
        }
        if (c < 0) {
          return;
        }
        number++;
        offset += length + 1;
        length = 0;
        line.reset();
      } else if (length++ < MAX_BYTES) {
        line.write(c);
      }
    }
  }

  private static boolean isBlank(ByteArrayOutputStream line) {
    return line.size() < 100 && line.toString(java.nio.charset.StandardCharsets.UTF_8).isBlank();
  }

  private void index(long number, byte[] line, long offset, long lastId) {
    try {
      Reply reply = reader.read(line);
      anyReply = true;
      long id = reply.id();
      if (id < 0 || id > lastId) {
        complain(number, "reply must repeat the id of a request, got " + reply.start());
      } else if (lines.putIfAbsent(id, new Span(offset, line.length)) != null) {
        complain(number, "a second reply has the id " + id + ": " + reply.start());
      }
    } catch (ProtocolViolation e) {
      complain(number, String.valueOf(e.getMessage()));
    }
  }

  private void complain(long line, String what) {
    if (complaints.size() < MAX_COMPLAINTS) {
      complaints.add("line " + line + ": " + what);
    } else {
      more++;
    }
  }

  /** The complaints about lines that are no replies to any request. */
  List<String> complaints() {
    List<String> all = new ArrayList<>(complaints);
    if (more > 0) {
      all.add(more + " more lines are no replies to any request");
    }
    return all;
  }

  /** The reply with an id, if there is one. */
  Optional<Reply> get(long id) {
    Span span = lines.get(id);
    if (span == null) {
      return Optional.empty();
    }
    byte[] line = new byte[span.length()];
    try {
      file.seek(span.offset());
      file.readFully(line);
      return Optional.of(reader.read(line));
    } catch (IOException | ProtocolViolation e) {
      throw new IllegalArgumentException("--replies must not change while it is read", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
