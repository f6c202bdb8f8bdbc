// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  private Optional<LimitedProcess> process = Optional.empty();
  private long nextId;
  private String tail = "";

  /** A program that does not run yet. */
  CandidateProgram(List<String> command, Duration timeout, ReplyReader reader) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
    this.reader = reader;
  }

  /** Returns true if it runs. */
  boolean isRunning() {
    return process.isPresent();
  }

  private LimitedProcess started(Duration limit) throws ProtocolViolation {
    return new LimitedProcess("candidate", command, environment -> {}, limit);
  }

  /** Starts the program and returns its reply to the hello. */
  Reply start() throws ProtocolViolation {
    tail = "";
    process = Optional.of(started(timeout));
    Reply hello = ask(RequestJson.hello(nextId));
    if (hello.error().isPresent()) {
      throw new ProtocolViolation("candidate replied with the error: " + hello.error().get());
    }
    return hello;
  }

  /** A request as the line to write next. */
  String line(RequestJson json, Request q) {
    return json.line(nextId, q);
  }

  /** Writes a line with the next id and returns the reply. */
  Reply ask(String line) throws ProtocolViolation {
    LimitedProcess running =
        process.orElseThrow(() -> new ProtocolViolation("candidate is not running"));
    long id = nextId++;
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
    tail = process.map(LimitedProcess::stderrTail).orElse(tail);
    process.ifPresent(LimitedProcess::close);
    process = Optional.empty();
  }

  /** Writes bye to the program, if it still runs. */
  void bye() {
    process.ifPresent(running -> running.bye(RequestJson.bye(nextId)));
  }

  /** The end of its standard error, to be added to a message. */
  String tail() {
    String text = process.map(LimitedProcess::stderrTail).orElse(tail);
    return text.isEmpty() ? "" : "; its standard error ends: " + text;
  }

  /**
   * Writes a line to a fresh process and returns its reply.
   *
   * @param atMost the time for one reply, if shorter than the usual one
   */
  Reply askAfresh(String line, Duration atMost) throws ProtocolViolation {
    try (LimitedProcess fresh = started(atMost.compareTo(timeout) < 0 ? atMost : timeout)) {
      return reader.read(fresh.ask(line));
    }
  }
}
