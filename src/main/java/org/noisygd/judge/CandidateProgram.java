// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.protocol.LimitedProcess;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.ReplyReader;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;

/** Starts, asks and ends a candidate's program, and remembers what each process was asked. */
final class CandidateProgram {
  private final List<String> command;
  private final Duration timeout;
  private final ReplyReader reader;

  /** What was asked, process by process. */
  private final List<List<Asked>> starts = new ArrayList<>();

  private @Nullable LimitedProcess process;
  private long nextId;
  private String tail = "";

  /**
   * A line that was written to the program.
   *
   * @param request what it asks; null for a hello
   */
  private record Asked(String line, @Nullable Request request) {}

  /** A program that does not run yet. */
  CandidateProgram(List<String> command, Duration timeout, ReplyReader reader) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
    this.reader = reader;
  }

  /** Whether it runs. */
  boolean isRunning() {
    return process != null;
  }

  /** Starts the program and returns its reply to the hello. */
  Reply start() throws ProtocolViolation {
    tail = "";
    process = new LimitedProcess("candidate", command, environment -> {}, timeout);
    starts.add(new ArrayList<>());
    long id = nextId++;
    Reply hello = asked(new Asked(RequestJson.hello(id), null), id);
    if (hello.error().isPresent()) {
      throw new ProtocolViolation("candidate replied with the error: " + hello.error().get());
    }
    return hello;
  }

  /** A request as the line to write next. */
  String line(RequestJson json, Request q) {
    return json.line(nextId, q);
  }

  /** Writes such a line and returns the reply. */
  Reply ask(String line, Request q) throws ProtocolViolation {
    return asked(new Asked(line, q), nextId++);
  }

  private Reply asked(Asked one, long id) throws ProtocolViolation {
    LimitedProcess running = process;
    if (running == null) {
      throw new ProtocolViolation("candidate is not running");
    }
    starts.get(starts.size() - 1).add(one);
    try {
      Reply reply = reader.read(running.ask(one.line()));
      reply.requireId(id);
      return reply;
    } catch (ProtocolViolation e) {
      end();
      throw e;
    }
  }

  /** Ends it at once. */
  void end() {
    LimitedProcess running = process;
    if (running != null) {
      tail = running.stderrTail();
      running.close();
      process = null;
    }
  }

  /** Says bye to the program, if it still runs. */
  void bye() {
    LimitedProcess running = process;
    if (running != null) {
      running.bye(RequestJson.bye(nextId));
    }
  }

  /** The end of what it wrote to standard error, to be added to a message. */
  String tail() {
    LimitedProcess running = process;
    String text = running == null ? tail : running.stderrTail();
    return text.isEmpty() ? "" : "; its standard error ends: " + text;
  }

  /** All that a process read, from its hello on, before it was last asked a request. */
  List<String> before(Request q) {
    for (int start = starts.size() - 1; start >= 0; start--) {
      List<Asked> all = starts.get(start);
      for (int n = all.size() - 1; n >= 0; n--) {
        if (Objects.equals(q, all.get(n).request())) {
          return all.subList(0, n).stream().map(Asked::line).toList();
        }
      }
    }
    return List.of();
  }

  /**
   * Writes lines to a fresh process and returns its reply to the last one.
   *
   * @param atMost the longest time for one reply, if it is shorter than the usual one
   */
  Reply replay(List<String> lines, Duration atMost) throws ProtocolViolation {
    Duration limit = atMost.compareTo(timeout) < 0 ? atMost : timeout;
    try (LimitedProcess fresh =
        new LimitedProcess("candidate", command, environment -> {}, limit)) {
      for (String line : lines.subList(0, lines.size() - 1)) {
        fresh.ask(line);
      }
      return reader.read(fresh.ask(lines.get(lines.size() - 1)));
    }
  }
}
