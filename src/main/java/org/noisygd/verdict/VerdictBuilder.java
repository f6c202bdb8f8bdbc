// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.noisygd.explain.Explainer;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.Heard;
import org.noisygd.explain.diagnosis.Faults;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.judgement.ObservedArithmetic;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.sampling.LawResult;
import org.noisygd.judge.sampling.SampleVerdict;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.rounding.RoundingModel;
import org.noisygd.verdict.certificate.Conversation;

/**
 * Collects one candidate's replies, judges each as it comes, and gives the verdict, in the same way
 * for replies over a pipe and from a file.
 */
final class VerdictBuilder implements Heard {
  private final Ops known;
  private final String declared;
  private final long seed;
  private final Function<Case, Optional<Case>> toAsk;
  private final Arithmetic<?> arithmetic;
  private final Judge judge;
  private final NormScaled normScaled;

  private final List<CaseResult> results = new ArrayList<>();
  private final Conversation conversation = new Conversation();
  private final List<LawResult> samples = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final Set<Op> left = new HashSet<>();
  private final List<CaseResult> ofSeveral = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Faults faults;

  /**
   * A builder that has judged nothing yet.
   *
   * @param known the ops that the judge knows
   * @param toAsk a case as the candidate is asked it ({@link Case#asked})
   * @param progress told what is looked for besides the verdict
   * @throws IllegalArgumentException if the arithmetic has no such name
   */
  VerdictBuilder(
      Ops known,
      String declared,
      long seed,
      Function<Case, Optional<Case>> toAsk,
      Consumer<String> progress) {
    this.toAsk = toAsk;
    this.faults = new Faults(progress);
    this.known = known;
    this.declared = declared;
    this.seed = seed;
    this.judge = new Judge(RoundingModel.named(declared));
    this.normScaled = new NormScaled(RoundingModel.named(declared));
    this.arithmetic = Arithmetics.named(declared);
  }

  private List<Case> askable(List<Case> cases) {
    if (cases.stream().anyMatch(c -> !c.request().isFinite() && toAsk.apply(c).isEmpty())) {
      note("not asked: NaN and infinities; hello may say nonFinite");
    }
    return cases.stream().flatMap(tested -> toAsk.apply(tested).stream()).toList();
  }

  /** The cases of one op, or those of all ops in turn, and how many of them were asked. */
  private final class Questions {
    private final Optional<JudgedOp> op;
    private final Ops among;
    private final List<Case> cases;
    private int asked;

    /** The cases of one op. */
    Questions(JudgedOp op) {
      this.op = Optional.of(op);
      this.among = Ops.of(op);
      this.cases = askable(op.cases(declared, seed));
    }

    /** The cases of all ops in turn; only those of some ops are asked. */
    Questions(Ops among) {
      this.op = Optional.empty();
      this.among = among;
      this.cases = askable(known.mixed(declared, seed));
    }

    /**
     * Asks the remaining requests; false if the candidate died on one. Among all ops in turn, an op
     * on which it died is left out from then on.
     */
    boolean ask(Candidate candidate) throws ProtocolViolation {
      while (asked < cases.size()) {
        Case tested = cases.get(asked++);
        if (among.contains(tested.op()) && !left.contains(tested.op())) {
          Exchange one = asked(candidate, tested);
          judge(one);
          if (one.isLost() && op.isPresent()) {
            return false;
          }
          if (one.isLost()) {
            left.add(tested.op());
          }
        }
      }
      Optional<SampleVerdict> law = op.flatMap(one -> one.law(declared, seed));
      if (law.isPresent() && op.isPresent()) {
        judge(op.get(), law.get(), candidate);
      }
      return true;
    }

    /** The cases that are left, in words; empty if none are. */
    String left() {
      int left = cases.size() - asked;
      return left == 0 ? "" : this + " (" + left + " of " + cases.size() + " cases)";
    }

    @Override
    public String toString() {
      return op.map(Op::word).orElse("ops in turn");
    }
  }

  /**
   * Judges the replies to all requests of some ops. If the candidate is lost over an op, the rest
   * of that op waits until the others are judged; if it is lost again, the rest is not asked.
   */
  void judge(Ops ops, Candidate candidate) {
    List<Questions> all = new ArrayList<>();
    ops.all().forEach(op -> all.add(new Questions(op)));
    List<Questions> waiting = new ArrayList<>();
    try {
      for (Questions one : all) {
        if (!one.ask(candidate)) {
          waiting.add(one);
        }
      }
      for (Questions one : waiting) {
        if (!one.ask(candidate) && !one.left().isEmpty()) {
          broken("the candidate was lost over " + one + " twice; not asked: " + one.left());
          one.op.ifPresent(left::add);
        }
      }
      Questions inTurn = new Questions(ops);
      all.add(inTurn);
      inTurn.ask(candidate);
      normScaled.ask(results, answers(), one -> asked(candidate, one), arithmetic);
    } catch (ProtocolViolation e) {
      String left =
          all.stream()
              .map(Questions::left)
              .filter(words -> !words.isEmpty())
              .collect(Collectors.joining(", "));
      broken(e.getMessage() + (left.isEmpty() ? "" : "; not asked: " + left));
    }
  }

  private Exchange asked(Candidate candidate, Case tested) throws ProtocolViolation {
    Exchange one = candidate.ask(tested);
    if (one.isLost()) {
      broken(tested.name() + ": " + one.lost() + "; request " + Reply.start(one.request()));
    }
    return one;
  }

  private void judge(Exchange one) {
    Case tested = one.tested();
    if (one.reply().isEmpty()) {
      return;
    }
    try {
      results.add(
          judged(
              one,
              (reply, answer) -> {
                CaseResult result = strictly(tested, answer);
                Answer kept = tested.op().kept(answer, arithmetic);
                conversation.take(tested, kept, one.request(), reply);
                return result;
              }));
    } catch (ProtocolViolation e) {
      unfit(one, e);
    } catch (RuntimeException | StackOverflowError e) {
      broken(tested.name() + ": " + Faults.words(e));
    }
  }

  /** The verdict on an exchange, by a rule for its numbers. */
  private CaseResult judged(Exchange one, BiFunction<Reply, Answer, CaseResult> rule)
      throws ProtocolViolation {
    Case tested = one.tested();
    Reply reply = one.reply().orElseThrow(() -> new ProtocolViolation(one.lost()));
    return reply.error().isPresent()
        ? CaseResult.error(tested, reply.error().get())
        : one.answer(arithmetic)
            .map(answer -> rule.apply(reply, answer))
            .orElseGet(() -> CaseResult.unsupported(tested));
  }

  /** Judges the random images of an op, all together. */
  private void judge(JudgedOp op, SampleVerdict law, Candidate candidate) throws ProtocolViolation {
    int answered = 0;
    int taken = 0;
    List<Case> cases = askable(law.cases());
    for (Case tested : cases) {
      Exchange one = asked(candidate, tested);
      answered += one.isLost() || one.reply().isPresent() ? 1 : 0;
      if (one.isLost()) {
        break; // a law is judged from all answers only: the others are not asked for
      }
      if (one.reply().isEmpty()) {
        continue;
      }
      Reply reply = one.reply().get();
      if (reply.isUnsupported()) {
        notes.add(op + ": unsupported, so not judged");
        return;
      }
      if (reply.error().isPresent()) {
        samples.add(
            LawResult.plainFailure(op.word(), "error: " + reply.error().get(), Optional.empty()));
        return;
      }
      try {
        Request q = tested.request();
        law.add(
            q,
            reply.matrices("X", q.count(), q.d1(), q.r(), arithmetic),
            reply.matrices("Y", q.count(), q.d2(), q.r(), arithmetic));
        taken++;
      } catch (ProtocolViolation e) {
        unfit(one, e);
      }
    }
    if (taken == cases.size()) {
      samples.addAll(law.results());
      if (samples.stream().allMatch(LawResult::pass)) {
        law.told().ifPresent(told -> notes.add(op + ": " + told));
      }
    } else if (answered > 0) {
      notes.add(op + ": not every request was answered, so it was not judged");
    }
  }

  /** Notes a reply that does not fit its request. */
  private void unfit(Exchange one, ProtocolViolation e) {
    String start = one.reply().map(Reply::start).orElse("");
    String request = Reply.start(one.request());
    broken(
        one.tested().name() + ": " + e.getMessage() + "; reply " + start + "; request " + request);
  }

  /** Notes how the protocol was broken. */
  void broken(String how) {
    broken.add(how);
  }

  /** Notes something that the reader of the report should know. */
  void note(String what) {
    notes.add(what);
  }

  /** The verdict on all that was answered. */
  CandidateVerdict verdict(String name) {
    List<CaseResult> resolved = normScaled.resolved(results, answers());
    results.clear();
    results.addAll(resolved);
    known.all().forEach(op -> ofSeveral.addAll(op.together(answers())));
    results.addAll(ofSeveral);
    String observed =
        faults.guarded(
            Explainer.OBSERVED, "", () -> ObservedArithmetic.of(results, declared, false));
    notes.addAll(faults.found());
    return new CandidateVerdict(
        name,
        declared,
        observed,
        seed,
        results(),
        samples(),
        List.copyOf(broken),
        List.copyOf(notes),
        Explanation.NONE);
  }

  @Override
  public String declared() {
    return declared;
  }

  @Override
  public List<CaseResult> results() {
    return List.copyOf(results);
  }

  @Override
  public List<LawResult> samples() {
    return List.copyOf(samples);
  }

  @Override
  public boolean isOfSeveral(Case tested) {
    return ofSeveral.stream().anyMatch(r -> r.tested().equals(tested));
  }

  /** The conversation so far. */
  Conversation conversation() {
    return conversation;
  }

  @Override
  public Map<Case, Answer> answers() {
    return conversation.answers();
  }

  @Override
  public Optional<JudgedOp> op(Case tested) {
    return known.among(tested.op());
  }

  private CaseResult strictly(Case tested, Answer answer) {
    return op(tested)
        .map(op -> op.judged(tested, answer, judge))
        .orElseGet(() -> judge.judge(tested, answer));
  }

  @Override
  public CaseResult judged(Exchange one) throws ProtocolViolation {
    return judged(one, (reply, answer) -> judged(one.tested(), answer));
  }

  private CaseResult judged(Case tested, Answer answer) {
    CaseResult strictly = strictly(tested, answer);
    boolean scaled = results.stream().anyMatch(r -> r.warnings().contains(CaseResult.NORM_SCALED));
    return scaled ? normScaled.byBound(strictly, answer) : strictly;
  }
}
