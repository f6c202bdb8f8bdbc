// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private final List<Start> starts = new ArrayList<>();
  private @Nullable LimitedProcess process;
  private long nextId;
  private String tail = "";

  /** What a process was asked, with consecutive ids after that of its hello. */
  private record Start(long hello, List<Request> asked) {}

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
    long id = nextId++;
    starts.add(new Start(id, new ArrayList<>()));
    Reply hello = asked(RequestJson.hello(id), id);
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
    if (isRunning()) {
      starts.get(starts.size() - 1).asked().add(q);
    }
    return asked(line, nextId++);
  }

  private Reply asked(String line, long id) throws ProtocolViolation {
    LimitedProcess running = process;
    if (running == null) {
      throw new ProtocolViolation("candidate is not running");
    }
    try {
      Reply reply = reader.read(running.ask(line));
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
  List<String> before(RequestJson json, Request q) {
    for (int start = starts.size() - 1; start >= 0; start--) {
      long hello = starts.get(start).hello();
      List<Request> all = starts.get(start).asked();
      int before = all.lastIndexOf(q);
      if (before >= 0) {
        List<String> lines = new ArrayList<>(List.of(RequestJson.hello(hello)));
        all.subList(0, before).forEach(one -> lines.add(json.line(hello + lines.size(), one)));
        return lines;
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
