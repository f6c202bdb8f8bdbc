// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.noisygd.io.process.LimitedProcess;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.Reply.ReplyReader;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.number.Spelling;

/** Starts the program of a candidate, asks it every case over a pipe, and has each reply judged. */
public final class CandidateJudge implements AutoCloseable {
  /** Maximum number of restarts of a candidate that dies or hangs: each hang costs the timeout. */
  private static final int MAX_RESTARTS = 3;

  private final List<String> command;
  private final Duration timeout;
  private final long seed;
  private final Ops known;
  private final Ops only;
  private final Consumer<String> progress;
  private final ReplyReader reader;

  /** The program, while it runs. */
  private Optional<LimitedProcess> process = Optional.empty();

  private long nextId;
  private int restarts;

  /**
   * A judge of the candidate that a command starts.
   *
   * @param command the candidate's command and arguments
   * @param timeout the maximum time for one reply
   * @param seed the seed of the cases
   * @param known the ops that the judge knows
   * @param only the ops to judge
   * @param progress the receiver of the name of each case that is asked
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
    this.only = only;
    this.progress = progress;
    this.reader = known.replyReader();
  }

  /**
   * Judges the candidate, whose program then runs until {@link #close}.
   *
   * @param lines true to keep all lines, for a certificate
   */
  public JudgedCandidate judge(boolean lines) {
    String name = Reply.start(String.join(" ", command));
    String declared = ""; // unknown before the reply to hello
    try {
      Reply hello = start();
      name = hello.text("name", name);
      declared = Reply.start(hello.text("arithmetic", "binary64"));
      Ops offered = known.named(hello.texts("ops"));
      VerdictBuilder builder = builder(declared, hello);
      if (lines) {
        builder.answers().greeted(RequestJson.hello(hello.id()), hello);
      }
      Ops missing = only.without(offered);
      if (!missing.all().isEmpty()) {
        builder.note("not judged (not offered): " + String.join(", ", missing.words()));
      }
      for (String word : hello.texts("ops")) {
        String meant = known.words().contains(word) ? "" : Spelling.meant(word, known.words());
        if (!meant.isEmpty()) {
          builder.note("hello offers " + word + ", which is no op" + meant);
        }
      }
      Candidate candidate = new Greeted(declared, offered, builder);
      builder.judge(offered.among(only), candidate);
      return builder.judged(name, candidate);
    } catch (ProtocolViolation e) {
      return JudgedCandidate.unasked(name, declared, seed, "hello: " + e.getMessage() + end());
    }
  }

  /** Ends the program. */
  @Override
  public void close() {
    process.ifPresent(running -> running.bye(RequestJson.bye(nextId)));
  }

  private VerdictBuilder builder(String declared, Reply hello) throws ProtocolViolation {
    long bits = hello.integer("seedBits", Request.SEED_BITS);
    if (bits < Request.FEWEST_SEED_BITS || bits >= Long.SIZE) {
      throw new ProtocolViolation(
          "seedBits must be in " + Request.FEWEST_SEED_BITS + "..63, got " + bits);
    }
    boolean nonFinite = hello.takesNonFinite();
    try {
      return new VerdictBuilder(
          known, declared, seed, one -> one.asked((int) bits, nonFinite), progress);
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation(String.valueOf(e.getMessage()));
    }
  }

  private LimitedProcess started(Duration limit) throws ProtocolViolation {
    return new LimitedProcess("candidate", command, environment -> {}, limit);
  }

  /** Starts the program and returns its reply to the hello. */
  private Reply start() throws ProtocolViolation {
    process = Optional.of(started(timeout));
    Reply hello = ask(RequestJson.hello(nextId));
    if (hello.error().isPresent()) {
      throw new ProtocolViolation("candidate replied with the error: " + hello.error().get());
    }
    return hello;
  }

  /** Writes a line with the next id to the running program and returns the reply. */
  private Reply ask(String line) throws ProtocolViolation {
    long id = nextId++;
    Reply reply = reader.read(process.orElseThrow().ask(line));
    reply.requireId(id);
    return reply;
  }

  /** Ends the program at once; returns the end of its standard error, to be added to a message. */
  private String end() {
    String text = process.map(LimitedProcess::stderrTail).orElse("");
    process.ifPresent(LimitedProcess::close);
    process = Optional.empty();
    return text.isEmpty() ? "" : "; its standard error ends: " + text;
  }

  /** The program as a candidate; it is started again if it no longer runs. */
  private final class Greeted implements Candidate {
    private final String declared;
    private final Ops offered;
    private final VerdictBuilder builder;
    private final RequestJson json;

    Greeted(String declared, Ops offered, VerdictBuilder builder) {
      this.declared = declared;
      this.offered = offered;
      this.builder = builder;
      this.json = new RequestJson(declared);
    }

    @Override
    public Exchange ask(Case tested) throws ProtocolViolation {
      if (!offered.contains(tested.op())) {
        return Candidate.NONE.ask(tested);
      }
      if (process.isEmpty()) {
        restart();
      }
      String line = json.line(nextId, tested.request());
      try {
        return Exchange.of(tested, line, CandidateJudge.this.ask(line));
      } catch (ProtocolViolation e) {
        return new Exchange(tested, line, Optional.empty(), e.getMessage() + end());
      }
    }

    @Override
    public Exchange askAfresh(Case tested, Duration atMost) throws ProtocolViolation {
      String line = json.line(1, tested.request());
      try (LimitedProcess fresh = started(atMost.compareTo(timeout) < 0 ? atMost : timeout)) {
        return Exchange.of(tested, line, reader.read(fresh.ask(line)));
      }
    }

    /** Starts the candidate again after it died, fell silent or repeated a wrong id. */
    private void restart() throws ProtocolViolation {
      while (restarts < MAX_RESTARTS) {
        restarts++;
        builder.note(
            "the program was started again (" + restarts + " of at most " + MAX_RESTARTS + ")");
        try {
          String now = Reply.start(start().text("arithmetic", "binary64"));
          if (!now.equals(declared)) {
            throw new ProtocolViolation(
                "arithmetic must stay " + declared + " from one start to the next, got " + now);
          }
          return;
        } catch (ProtocolViolation e) {
          builder.broken("hello: " + e.getMessage() + end());
        }
      }
      throw new ProtocolViolation("candidate was started again " + MAX_RESTARTS + " times");
    }
  }
}
