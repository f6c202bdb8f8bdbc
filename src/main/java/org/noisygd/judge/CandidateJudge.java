// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.LimitedProcess;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.ReplyReader;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;

/** Holds the conversation with a candidate and has every reply judged. */
public final class CandidateJudge {
  /** A candidate that dies or falls silent is started again this often. */
  private static final int MAX_RESTARTS = 3;

  private final List<String> command;
  private final Duration timeout;
  private final long seed;
  private final Ops known;
  private final ReplyReader reader;
  private final Ops only;
  private final Consumer<String> progress;

  private int restarts;
  private long nextId;
  private @Nullable LimitedProcess process;

  /**
   * A judge of a command.
   *
   * @param command the candidate's command and arguments
   * @param timeout the limit for one reply
   * @param seed the seed of the cases
   * @param known the ops that there are
   * @param only those of them to judge
   * @param progress told, now and then, what is being done
   */
  public CandidateJudge(
      List<String> command,
      Duration timeout,
      long seed,
      Ops known,
      Ops only,
      Consumer<String> progress) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
    this.seed = seed;
    this.known = known;
    this.reader = known.replyReader();
    this.only = only;
    this.progress = progress;
  }

  /** Judges the candidate. */
  public CandidateVerdict examine() {
    String name = Reply.start(String.join(" ", command));
    String declared = ""; // nothing yet
    try {
      Reply hello = greet();
      name = hello.text("name", name);
      declared = Reply.start(hello.text("arithmetic", "binary64"));
      Ops offered = known.named(hello.texts("ops"));
      VerdictBuilder builder = open(declared);
      if (!known.without(offered).all().isEmpty()) {
        builder.note(
            "not judged (not offered): " + String.join(", ", known.without(offered).words()));
      }
      try {
        builder.hear(offered.among(only), asking(declared, builder));
      } catch (ProtocolViolation e) {
        builder.broken(String.valueOf(e.getMessage()));
      }
      if (process != null) { // it is null where it died once too often
        builder.shrink(further(declared, "looking for a smaller failing case"));
      }
      return builder.conclude(name, builder.inquiry(further(declared, "telling mistakes apart")));
    } catch (ProtocolViolation e) {
      return CandidateVerdict.unheard(name, declared, seed, "hello: " + e.getMessage() + tail());
    } finally {
      LimitedProcess last = process;
      if (last != null) {
        last.bye(RequestJson.bye(nextId++));
      }
    }
  }

  private VerdictBuilder open(String declared) throws ProtocolViolation {
    try {
      return new VerdictBuilder(known, declared, seed);
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation(String.valueOf(e.getMessage()));
    }
  }

  private String tail() {
    LimitedProcess last = process;
    String text = last == null ? "" : last.stderrTail();
    return text.isEmpty() ? "" : "; its standard error ends: " + text;
  }

  /** Asks request after request; the candidate is started again where it has to be. */
  private VerdictBuilder.Replies asking(String declared, VerdictBuilder builder) {
    RequestJson json = new RequestJson(declared);
    return new VerdictBuilder.Replies() {
      @Override
      public void begin(JudgedOp op) {}

      @Override
      public VerdictBuilder.Exchange next(String name, Request q) throws ProtocolViolation {
        progress.accept(name);
        long id = nextId++;
        String request = json.line(id, q);
        return new VerdictBuilder.Exchange(request, ask(builder, declared, name, id, request));
      }
    };
  }

  /**
   * Questions beyond the suite: for a smaller failing case, and to tell mistakes apart. A candidate
   * that then dies, falls silent or gets out of step is not started again, and not asked again.
   */
  private Shrinker.Conversation further(String declared, String what) {
    RequestJson json = new RequestJson(declared);
    return q -> {
      progress.accept(what);
      long id = nextId++;
      LimitedProcess current = process;
      if (current == null) {
        throw new ProtocolViolation("candidate is not running");
      }
      try {
        return ask(current, id, json.line(id, q));
      } catch (ProtocolViolation e) {
        current.close();
        process = null;
        throw e;
      }
    };
  }

  private Reply greet() throws ProtocolViolation {
    LimitedProcess started = new LimitedProcess("candidate", command, environment -> {}, timeout);
    process = started;
    long id = nextId++;
    Reply hello = reader.read(started.ask(RequestJson.hello(id)));
    hello.requireId(id);
    if (hello.error().isPresent()) {
      throw new ProtocolViolation("candidate replied with the error: " + hello.error().get());
    }
    return hello;
  }

  /** The reply to a request; empty where there is none, of which the builder is told. */
  private Optional<Reply> ask(
      VerdictBuilder builder, String declared, String name, long id, String request)
      throws ProtocolViolation {
    LimitedProcess current = process;
    if (current == null) {
      throw new IllegalStateException("candidate is not running");
    }
    try {
      return Optional.of(ask(current, id, request));
    } catch (ProtocolViolation e) {
      builder.broken(name + ": " + e.getMessage() + tail() + "; request " + Reply.start(request));
      restart(builder, declared);
      return Optional.empty();
    }
  }

  private Reply ask(LimitedProcess candidate, long id, String request) throws ProtocolViolation {
    Reply reply = reader.read(candidate.ask(request));
    reply.requireId(id);
    return reply;
  }

  /** Starts the candidate again after it died, fell silent or got out of step. */
  private void restart(VerdictBuilder builder, String declared) throws ProtocolViolation {
    while (true) {
      LimitedProcess last = process;
      if (last != null) {
        last.close();
        process = null;
      }
      if (restarts == MAX_RESTARTS) {
        throw new ProtocolViolation(
            "candidate was started again " + MAX_RESTARTS + " times; the other cases were not run");
      }
      restarts++;
      builder.note("started again (" + restarts + " of at most " + MAX_RESTARTS + ")");
      try {
        String now = Reply.start(greet().text("arithmetic", "binary64"));
        if (!now.equals(declared)) {
          throw new ProtocolViolation(
              "arithmetic must stay " + declared + " from one start to the next, got " + now);
        }
        return;
      } catch (ProtocolViolation e) {
        builder.broken("hello: " + e.getMessage() + tail());
      }
    }
  }
}
