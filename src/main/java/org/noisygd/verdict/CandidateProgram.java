// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.time.Duration;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.protocol.LimitedProcess;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.ReplyReader;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;

/** Starts, asks and ends a candidate's program. */
final class CandidateProgram {
  private final List<String> command;
  private final Duration timeout;
  private final ReplyReader reader;

  private @Nullable LimitedProcess process;
  private long nextId;
  private String tail = "";

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
  Reply ask(String line) throws ProtocolViolation {
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

  /**
   * Writes a line to a fresh process and returns its reply.
   *
   * @param atMost the longest time for one reply, if it is shorter than the usual one
   */
  Reply askAfresh(String line, Duration atMost) throws ProtocolViolation {
    Duration limit = atMost.compareTo(timeout) < 0 ? atMost : timeout;
    try (LimitedProcess fresh =
        new LimitedProcess("candidate", command, environment -> {}, limit)) {
      return reader.read(fresh.ask(line));
    }
  }
}
