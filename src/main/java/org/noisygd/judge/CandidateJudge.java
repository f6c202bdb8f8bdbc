// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.protocol.LimitedProcess;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.Request;
import org.noisygd.judge.protocol.RequestJson;

/** Holds the conversation with a candidate and has every reply judged. */
public final class CandidateJudge {
  /** A candidate that dies or falls silent is started again this often. */
  private static final int MAX_RESTARTS = 3;

  private final List<String> command;
  private final Duration timeout;
  private final long seed;
  private final Set<Op> only;
  private final Consumer<String> progress;

  private int restarts;
  private long nextId;
  private @Nullable LimitedProcess process;

  /**
   * An examiner of a command.
   *
   * @param command the candidate's command and arguments
   * @param timeout the limit for one reply
   * @param seed the seed of the cases
   * @param only the ops to judge
   * @param progress told, now and then, what is being done
   */
  public CandidateJudge(
      List<String> command, Duration timeout, long seed, Set<Op> only, Consumer<String> progress) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
    this.seed = seed;
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
      Set<Op> ops = offered(hello);
      VerdictBuilder hearing = open(declared);
      noteMissing(ops, hearing);
      ops.retainAll(only);
      try {
        converse(declared, ops, hearing);
      } catch (ProtocolViolation e) {
        hearing.broken(String.valueOf(e.getMessage()));
      }
      if (process != null) { // it is null where it died once too often
        hearing.shrink(further(declared, "looking for a smaller failing case"));
      }
      return hearing.conclude(name, hearing.inquiry(further(declared, "telling mistakes apart")));
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
      return new VerdictBuilder(declared, seed);
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation(String.valueOf(e.getMessage()));
    }
  }

  private String tail() {
    LimitedProcess last = process;
    String text = last == null ? "" : last.stderrTail();
    return text.isEmpty() ? "" : "; its standard error ends: " + text;
  }

  private void converse(String declared, Set<Op> ops, VerdictBuilder hearing)
      throws ProtocolViolation {
    RequestJson json = new RequestJson(declared);
    for (Case tested : CaseSuite.of(declared, seed, ops)) {
      progress.accept(tested.name());
      long id = nextId++;
      String request = json.line(id, tested.request());
      @Nullable Reply reply = ask(hearing, declared, tested.name(), id, request);
      if (reply != null) {
        try {
          hearing.hear(tested, reply);
        } catch (ProtocolViolation e) {
          unfit(hearing, tested.name(), request, reply, e);
        }
      }
    }
    if (ops.contains(Op.SAMPLE)) {
      sample(hearing, declared, json);
    }
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

  private void sample(VerdictBuilder hearing, String declared, RequestJson json)
      throws ProtocolViolation {
    boolean whole = true;
    for (Request q : hearing.sampleRequests()) {
      progress.accept("sample");
      long id = nextId++;
      String request = json.line(id, q);
      @Nullable Reply reply = ask(hearing, declared, "sample", id, request);
      if (reply == null) {
        whole = false;
        continue;
      }
      try {
        if (!hearing.hearSample(q, reply)) {
          return;
        }
      } catch (ProtocolViolation e) {
        unfit(hearing, "sample", request, reply, e);
        whole = false;
      }
    }
    if (whole) {
      hearing.closeSample();
    } else {
      hearing.note("sample: not every request was answered, so it was not judged");
    }
  }

  /** Tells of a reply that is none to its request; the conversation goes on. */
  private static void unfit(
      VerdictBuilder hearing, String name, String request, Reply reply, ProtocolViolation e) {
    hearing.broken(
        name
            + ": "
            + e.getMessage()
            + "; reply "
            + reply.start()
            + "; request "
            + Reply.start(request));
  }

  private Reply greet() throws ProtocolViolation {
    LimitedProcess started = new LimitedProcess("candidate", command, environment -> {}, timeout);
    process = started;
    long id = nextId++;
    Reply hello = Reply.parse(started.ask(RequestJson.hello(id)));
    hello.requireId(id);
    if (hello.error().isPresent()) {
      throw new ProtocolViolation("candidate replied with the error: " + hello.error().get());
    }
    return hello;
  }

  private static Set<Op> offered(Reply hello) throws ProtocolViolation {
    Set<Op> ops = EnumSet.noneOf(Op.class);
    for (String op : hello.texts("ops")) {
      Op.named(op).ifPresent(ops::add);
    }
    return ops;
  }

  private static void noteMissing(Set<Op> offered, VerdictBuilder hearing) {
    List<String> missing =
        EnumSet.complementOf(EnumSet.copyOf(offered)).stream().map(Op::word).toList();
    if (!missing.isEmpty()) {
      hearing.note("not offered, so not judged: " + String.join(", ", missing));
    }
  }

  /** The reply to a request; null where there is none, of which the hearing is told. */
  private @Nullable Reply ask(
      VerdictBuilder hearing, String declared, String name, long id, String request)
      throws ProtocolViolation {
    LimitedProcess current = process;
    if (current == null) {
      throw new IllegalStateException("candidate is not running");
    }
    try {
      return ask(current, id, request);
    } catch (ProtocolViolation e) {
      hearing.broken(name + ": " + e.getMessage() + tail() + "; request " + Reply.start(request));
      restart(hearing, declared);
      return null;
    }
  }

  private static Reply ask(LimitedProcess candidate, long id, String request)
      throws ProtocolViolation {
    Reply reply = Reply.parse(candidate.ask(request));
    reply.requireId(id);
    return reply;
  }

  /** Starts the candidate again after it died, fell silent or got out of step. */
  private void restart(VerdictBuilder hearing, String declared) throws ProtocolViolation {
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
      hearing.note("started again (" + restarts + " of at most " + MAX_RESTARTS + ")");
      try {
        String now = Reply.start(greet().text("arithmetic", "binary64"));
        if (!now.equals(declared)) {
          throw new ProtocolViolation(
              "arithmetic must stay " + declared + " from one start to the next, got " + now);
        }
        return;
      } catch (ProtocolViolation e) {
        hearing.broken("hello: " + e.getMessage() + tail());
      }
    }
  }
}
