// SPDX-License-Identifier: Apache-2.0
package org.noisygd.conformance;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cases.Case;
import org.noisygd.cases.CaseSuite;
import org.noisygd.protocol.CandidateProcess;
import org.noisygd.protocol.Op;
import org.noisygd.protocol.ProtocolViolation;
import org.noisygd.protocol.Reply;
import org.noisygd.protocol.Request;
import org.noisygd.protocol.RequestJson;

/** Holds the conversation with a candidate and has every reply judged. */
public final class Examiner {
  /** A candidate that dies or falls silent is started again this often. */
  private static final int MAX_RESTARTS = 3;

  private final List<String> command;
  private final Duration timeout;
  private final long seed;
  private final Set<Op> only;
  private final Consumer<String> progress;

  private int restarts;
  private long nextId;
  private @Nullable CandidateProcess process;

  /**
   * An examiner of a command.
   *
   * @param command the candidate's command and arguments
   * @param timeout the limit for one reply
   * @param seed the seed of the cases
   * @param only the ops to judge
   * @param progress told, now and then, what is being done
   */
  public Examiner(
      List<String> command, Duration timeout, long seed, Set<Op> only, Consumer<String> progress) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
    this.seed = seed;
    this.only = only;
    this.progress = progress;
  }

  /** Judges the candidate. */
  public Examination examine() {
    String name = String.join(" ", command);
    String declared = "binary64";
    try {
      Reply hello = greet();
      name = hello.text("name", name);
      declared = hello.text("arithmetic", declared);
      Hearing hearing = open(declared);
      try {
        converse(declared, hello, hearing);
      } catch (ProtocolViolation e) {
        hearing.broken(e.getMessage() + tail());
      }
      if (process != null) { // it is null where it died once too often
        hearing.shrink(further(declared, "looking for a smaller failing case"));
      }
      return hearing.conclude(name, hearing.inquiry(further(declared, "telling mistakes apart")));
    } catch (ProtocolViolation e) {
      return Examination.unheard(name, declared, seed, e.getMessage() + tail());
    } finally {
      CandidateProcess last = process;
      if (last != null) {
        last.bye(nextId++);
      }
    }
  }

  private Hearing open(String declared) throws ProtocolViolation {
    try {
      return new Hearing(declared, seed);
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation(String.valueOf(e.getMessage()));
    }
  }

  private String tail() {
    CandidateProcess last = process;
    String text = last == null ? "" : last.stderrTail();
    return text.isEmpty() ? "" : "; its standard error ends: " + Reply.start(lastLine(text));
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private void converse(String declared, Reply hello, Hearing hearing) throws ProtocolViolation {
    Set<Op> ops = offered(hello, hearing);
    ops.retainAll(only);
    RequestJson json = new RequestJson(declared);
    for (Case tested : CaseSuite.of(declared, seed, ops)) {
      progress.accept(tested.name());
      long id = nextId++;
      String request = json.line(id, tested.request());
      try {
        hearing.hear(tested, ask(id, request));
      } catch (ProtocolViolation e) {
        broken(hearing, tested.name(), request, e);
      }
    }
    if (ops.contains(Op.SAMPLE)) {
      sample(hearing, json);
    }
  }

  /** Questions beyond the suite: for a smaller failing case, and to tell mistakes apart. */
  private Shrinker.Conversation further(String declared, String what) {
    RequestJson json = new RequestJson(declared);
    return q -> {
      progress.accept(what);
      long id = nextId++;
      return ask(id, json.line(id, q));
    };
  }

  private void sample(Hearing hearing, RequestJson json) throws ProtocolViolation {
    for (Request q : hearing.sampleRequests()) {
      progress.accept("sample");
      long id = nextId++;
      String request = json.line(id, q);
      try {
        if (!hearing.hearSample(q, ask(id, request))) {
          return;
        }
      } catch (ProtocolViolation e) {
        broken(hearing, "sample", request, e);
        return;
      }
    }
    hearing.closeSample();
  }

  private void broken(Hearing hearing, String name, String request, ProtocolViolation e)
      throws ProtocolViolation {
    hearing.broken(name + ": " + e.getMessage() + tail() + "; request " + Reply.start(request));
    restart(hearing);
  }

  private Reply greet() throws ProtocolViolation {
    CandidateProcess started = new CandidateProcess(command, timeout);
    process = started;
    long id = nextId++;
    Reply hello = Reply.parse(started.ask(RequestJson.hello(id)));
    hello.requireId(id);
    return hello;
  }

  private static Set<Op> offered(Reply hello, Hearing hearing) throws ProtocolViolation {
    Set<Op> ops = EnumSet.noneOf(Op.class);
    for (String op : hello.texts("ops")) {
      Op.named(op).ifPresent(ops::add);
    }
    Set<Op> missing = EnumSet.allOf(Op.class);
    missing.removeAll(ops);
    if (!missing.isEmpty()) {
      String words = String.join(", ", missing.stream().map(Op::word).toList());
      hearing.note("not offered, so not judged: " + words);
    }
    return ops;
  }

  private Reply ask(long id, String request) throws ProtocolViolation {
    CandidateProcess current = process;
    if (current == null) {
      throw new ProtocolViolation("candidate is not running");
    }
    Reply reply = Reply.parse(current.ask(request));
    reply.requireId(id);
    return reply;
  }

  /** Starts the candidate again after it died, fell silent or got out of step. */
  private void restart(Hearing hearing) throws ProtocolViolation {
    CandidateProcess last = process;
    if (last != null) {
      last.close();
    }
    process = null;
    if (++restarts > MAX_RESTARTS) {
      throw new ProtocolViolation(
          "candidate was started again " + MAX_RESTARTS + " times; the other cases were not run");
    }
    hearing.note("started again (" + restarts + " of at most " + MAX_RESTARTS + ")");
    greet();
  }
}
