// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.noisygd.explain.Explainer;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.answers.CandidateAnswers;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.LimitedProcess;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.Reply.ReplyReader;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.number.Spelling;

/** Holds the conversation with a candidate and has every reply judged. */
public final class CandidateJudge {
  /**
   * Maximum number of restarts of a candidate that dies or hangs, for each hang costs the timeout.
   */
  private static final int MAX_RESTARTS = 3;

  private final String command;
  private final long seed;
  private final Ops known;
  private final Ops only;
  private final Consumer<String> progress;
  private final CandidateProgram program;

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
    this.command = String.join(" ", command);
    this.seed = seed;
    this.known = known;
    this.only = only;
    this.progress = progress;
    this.program = new CandidateProgram(command, timeout, known.replyReader());
  }

  /**
   * Judges the candidate.
   *
   * @param lines true to keep all lines, for a certificate
   * @param first the receiver of the answers and the verdict, without an explanation, once the last
   *     case is answered
   * @param deadline the end of the search for an explanation
   * @return the same verdict, with the explanation
   */
  public CandidateVerdict examine(
      boolean lines,
      BiConsumer<CandidateVerdict, CandidateAnswers> first,
      Supplier<DiagnosisDeadline> deadline) {
    String name = Reply.start(command);
    String declared = ""; // unknown before the reply to hello
    try {
      Reply hello = program.start();
      name = hello.text("name", name);
      declared = Reply.start(hello.text("arithmetic", "binary64"));
      Ops offered = known.named(hello.texts("ops"));
      VerdictBuilder builder = open(declared, hello);
      if (lines) {
        builder.answers().greeted(RequestJson.hello(hello.id()), hello);
      }
      Ops missing = only.without(offered);
      if (!missing.all().isEmpty()) {
        builder.note("not judged (not offered): " + String.join(", ", missing.words()));
      }
      Greeted candidate = new Greeted(declared, offered, builder);
      for (String word : hello.texts("ops")) {
        String meant = known.words().contains(word) ? "" : Spelling.meant(word, known.words());
        if (!meant.isEmpty()) {
          builder.note("hello offers " + word + ", which is no op" + meant);
        }
      }
      builder.judge(offered.among(only), candidate);
      return builder.verdict(name, first, deadline, candidate::reportingTo);
    } catch (ProtocolViolation e) {
      CandidateVerdict verdict =
          CandidateVerdict.unasked(
              name, declared, seed, "hello: " + e.getMessage() + program.tail());
      first.accept(verdict, CandidateAnswers.none());
      return verdict;
    } finally {
      program.bye();
    }
  }

  private VerdictBuilder open(String declared, Reply hello) throws ProtocolViolation {
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

  /** The program as a candidate; it is started again if it no longer runs. */
  private final class Greeted implements Candidate {
    private final String declared;
    private final Ops offered;
    private final RequestJson json;
    private Consumer<String> asks = progress;
    private Consumer<String> note;
    private Consumer<String> broken;

    Greeted(String declared, Ops offered, VerdictBuilder builder) {
      this.declared = declared;
      this.offered = offered;
      this.json = new RequestJson(declared);
      this.note = builder::note;
      this.broken = builder::broken;
    }

    /** This candidate, which sends all further notes to the explainer. */
    Candidate reportingTo(Explainer explainer) {
      asks = name -> {};
      note = explainer::note;
      broken = explainer::note;
      return this;
    }

    @Override
    public Exchange ask(Case tested) throws ProtocolViolation {
      Request q = tested.request();
      if (!offered.contains(q.op())) {
        return Candidate.NONE.ask(tested);
      }
      asks.accept(tested.name());
      if (program.process.isEmpty()) {
        restart();
      }
      String line = json.line(program.nextId, q);
      try {
        return Exchange.of(tested, line, program.ask(line));
      } catch (ProtocolViolation e) {
        return new Exchange(tested, line, Optional.empty(), e.getMessage() + program.tail());
      }
    }

    @Override
    public Exchange askAfresh(Case tested, Duration atMost) throws ProtocolViolation {
      String line = json.line(1, tested.request());
      return Exchange.of(tested, line, program.askAfresh(line, atMost));
    }

    /** Starts the candidate again after it died, fell silent or repeated a wrong id. */
    private void restart() throws ProtocolViolation {
      while (restarts < MAX_RESTARTS) {
        restarts++;
        note.accept(
            "the program was started again (" + restarts + " of at most " + MAX_RESTARTS + ")");
        try {
          String now = Reply.start(program.start().text("arithmetic", "binary64"));
          if (!now.equals(declared)) {
            throw new ProtocolViolation(
                "arithmetic must stay " + declared + " from one start to the next, got " + now);
          }
          return;
        } catch (ProtocolViolation e) {
          broken.accept("hello: " + e.getMessage() + program.tail());
          program.end();
        }
      }
      throw new ProtocolViolation("candidate was started again " + MAX_RESTARTS + " times");
    }
  }

  /** Starts, asks and ends a candidate's program. */
  private static final class CandidateProgram {
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

    /** Ends the program at once. */
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
}
