// SPDX-License-Identifier: Apache-2.0
package org.noisygd.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.arithmetic.Arithmetic;
import org.noisygd.arithmetic.Arithmetics;
import org.noisygd.bounds.RoundingModel;

/** Holds the conversation with a candidate and judges every reply. */
public final class Examiner {
  /** A candidate that dies or falls silent is started again this often. */
  private static final int MAX_RESTARTS = 3;

  private final List<String> command;
  private final Duration timeout;
  private final long seed;
  private final Set<Op> only;
  private final Consumer<String> progress;

  private final List<CaseResult> results = new ArrayList<>();
  private final Map<Case, Answer> answers = new java.util.LinkedHashMap<>();
  private final List<Examination.SampleResult> samples = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String name;
  private String declared = "binary64";
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
    this.name = String.join(" ", command);
  }

  /** Judges the candidate. */
  public Examination examine() {
    try {
      converse();
    } catch (ProtocolViolation e) {
      broken.add(e.getMessage() + tail());
    } finally {
      CandidateProcess last = process;
      if (last != null) {
        last.bye(nextId++);
      }
    }
    return conclude(name, declared, seed, results, answers, samples, broken, notes);
  }

  /** Draws the conclusions: the mistakes that fit, and the arithmetic. */
  static Examination conclude(
      String name,
      String declared,
      long seed,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      List<Examination.SampleResult> samples,
      List<String> broken,
      List<String> notes) {
    List<Examination.Diagnosis> diagnosis =
        results.isEmpty() && samples.isEmpty()
            ? List.of()
            : Diagnostician.diagnose(declared, results, answers, samples);
    boolean narrow = diagnosis.stream().anyMatch(d -> d.code().equals("narrow-arithmetic"));
    return new Examination(
        name,
        declared,
        ObservedArithmetic.of(results, declared, narrow),
        seed,
        List.copyOf(results),
        List.copyOf(samples),
        List.copyOf(broken),
        diagnosis,
        List.copyOf(notes));
  }

  private String tail() {
    CandidateProcess last = process;
    String text = last == null ? "" : last.stderrTail();
    return text.isEmpty() ? "" : "; its standard error ends: " + Reply.start(lastLine(text));
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private void converse() throws ProtocolViolation {
    Reply hello = greet();
    name = hello.text("name", name);
    declared = hello.text("arithmetic", "binary64");
    RoundingModel model;
    Arithmetic<?> arithmetic;
    try {
      model = RoundingModel.named(declared);
      arithmetic = Arithmetics.named(declared);
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation(String.valueOf(e.getMessage()));
    }
    Set<Op> ops = offered(hello);
    ops.retainAll(only);
    List<Case> cases = CaseSuite.of(declared, seed, ops);
    Judge judge = new Judge(model);
    RequestJson json = new RequestJson(declared);
    Map<Op, Integer> done = new EnumMap<>(Op.class);
    for (Case tested : cases) {
      progress.accept(tested.name());
      done.merge(tested.op(), 1, Integer::sum);
      long id = nextId++;
      String request = json.line(id, tested.request());
      try {
        results.add(answer(tested, judge, arithmetic, id, request));
      } catch (ProtocolViolation e) {
        broken.add(
            tested.name() + ": " + e.getMessage() + tail() + "; request " + Reply.start(request));
        restart();
      }
    }
    if (ops.contains(Op.SAMPLE)) {
      sample(arithmetic, json);
    }
  }

  private Reply greet() throws ProtocolViolation {
    CandidateProcess started = new CandidateProcess(command, timeout);
    process = started;
    long id = nextId++;
    Reply hello = Reply.parse(started.ask(RequestJson.hello(id)));
    hello.requireId(id);
    return hello;
  }

  private Set<Op> offered(Reply hello) throws ProtocolViolation {
    Set<Op> ops = EnumSet.noneOf(Op.class);
    for (String op : hello.texts("ops")) {
      Op.named(op).ifPresent(ops::add);
    }
    for (Op op : Op.values()) {
      if (!ops.contains(op)) {
        notes.add("not offered, so not judged: " + op.word());
      }
    }
    return ops;
  }

  private CaseResult answer(
      Case tested, Judge judge, Arithmetic<?> arithmetic, long id, String request)
      throws ProtocolViolation {
    Reply reply = ask(id, request);
    if (reply.isUnsupported()) {
      return CaseResult.unsupported(tested);
    }
    if (reply.error().isPresent()) {
      return CaseResult.failed(tested, "error", reply.error().get());
    }
    Answer answer = Answer.of(tested.request(), reply, arithmetic);
    CaseResult result = judge.judge(tested, answer);
    answers.put(tested, answer);
    return result;
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
  private void restart() throws ProtocolViolation {
    CandidateProcess last = process;
    if (last != null) {
      last.close();
    }
    process = null;
    if (++restarts > MAX_RESTARTS) {
      throw new ProtocolViolation(
          "candidate was started again " + MAX_RESTARTS + " times; the other cases were not run");
    }
    notes.add("started again (" + restarts + " of at most " + MAX_RESTARTS + ")");
    greet();
  }

  private void sample(Arithmetic<?> arithmetic, RequestJson json) throws ProtocolViolation {
    SampleLaw law = new SampleLaw(declared, seed);
    for (Request q : law.requests()) {
      progress.accept("sample");
      long id = nextId++;
      String request = json.line(id, q);
      try {
        Reply reply = ask(id, request);
        if (reply.isUnsupported()) {
          notes.add("sample: unsupported, so not judged");
          return;
        }
        if (reply.error().isPresent()) {
          samples.add(
              new Examination.SampleResult("sample", false, "error: " + reply.error().get(), ""));
          return;
        }
        law.add(
            q,
            reply.matrices("X", q.count(), q.d1(), q.r(), arithmetic),
            reply.matrices("Y", q.count(), q.d2(), q.r(), arithmetic));
      } catch (ProtocolViolation e) {
        broken.add("sample: " + e.getMessage() + tail() + "; request " + Reply.start(request));
        restart();
        return;
      }
    }
    samples.addAll(law.results());
  }
}
