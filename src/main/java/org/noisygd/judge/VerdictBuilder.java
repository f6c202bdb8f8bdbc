// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.diagnosis.Deadline;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.diagnosis.Diagnostician;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.sampling.LawResult;
import org.noisygd.judge.sampling.SampleVerdict;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.judge.verdict.ObservedArithmetic;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Collects one candidate's replies, judges each as it comes, and draws the conclusions; the same
 * whether the replies came over a pipe or from a file.
 */
final class VerdictBuilder {
  private final Ops known;
  private final String declared;
  private final long seed;
  private final Arithmetic<?> arithmetic;
  private final Judge judge;

  private final List<CaseResult> results = new ArrayList<>();
  private final Map<Case, Answer> answers = new LinkedHashMap<>();
  private final List<LawResult> samples = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private List<Mistake> inLaw = List.of();
  private Optional<CaseResult> smaller = Optional.empty();

  /**
   * Nothing heard yet.
   *
   * @param known the ops that there are
   * @throws IllegalArgumentException if the arithmetic has no such name
   */
  VerdictBuilder(Ops known, String declared, long seed) {
    this.known = known;
    this.declared = declared;
    this.seed = seed;
    this.judge = new Judge(RoundingModel.named(declared));
    this.arithmetic = Arithmetics.named(declared);
  }

  /** Questions to the candidate itself, by the cases of the suite. */
  Diagnostician.Inquiry inquiry(Shrinker.Conversation candidate) {
    return new Diagnostician.Inquiry() {
      @Override
      public List<Case> cases(Op op) {
        return known.named(List.of(op.word())).cases(declared, seed);
      }

      @Override
      public Optional<Answer> ask(Case tested) {
        try {
          Reply reply = candidate.ask(tested.request());
          return reply.isUnsupported() || reply.error().isPresent()
              ? Optional.empty()
              : Optional.of(tested.op().read(reply, tested.request(), arithmetic));
        } catch (ProtocolViolation e) {
          return Optional.empty();
        }
      }
    };
  }

  /** What the candidate replies, over a pipe or in a file. */
  interface Replies {
    /** Tells that the requests of an op come next, from its first. */
    void begin(JudgedOp op);

    /** Asks the next request. */
    Exchange next(String name, Request q) throws ProtocolViolation;
  }

  /**
   * A request and what came of it.
   *
   * @param request the line
   * @param reply the reply; empty where there is none, of which this builder has been told
   */
  record Exchange(String request, Optional<Reply> reply) {}

  /**
   * Judges the replies to all requests of some ops.
   *
   * @throws ProtocolViolation if no more can be asked
   */
  void hear(Ops ops, Replies replies) throws ProtocolViolation {
    for (JudgedOp op : ops.all()) {
      replies.begin(op);
      for (Case tested : op.cases(declared, seed)) {
        hear(tested, replies.next(tested.name(), tested.request()));
      }
      Optional<SampleVerdict> law = op.law(declared, seed);
      if (law.isPresent()) {
        hear(op, law.get(), replies);
      }
    }
  }

  private void hear(Case tested, Exchange one) {
    if (one.reply().isEmpty()) {
      return;
    }
    Reply reply = one.reply().get();
    if (reply.isUnsupported()) {
      results.add(CaseResult.unsupported(tested));
    } else if (reply.error().isPresent()) {
      results.add(CaseResult.failed(tested, "error", reply.error().get()));
    } else {
      try {
        Answer answer = tested.op().read(reply, tested.request(), arithmetic);
        results.add(judge.judge(tested, answer));
        answers.put(tested, answer);
      } catch (ProtocolViolation e) {
        unfit(tested.name(), one, e);
      }
    }
  }

  /** Judges the random images of an op, all together. */
  private void hear(JudgedOp op, SampleVerdict law, Replies replies) throws ProtocolViolation {
    int heard = 0;
    int taken = 0;
    for (Request q : law.requests()) {
      Exchange one = replies.next(op.word(), q);
      if (one.reply().isEmpty()) {
        continue;
      }
      Reply reply = one.reply().get();
      heard++;
      if (reply.isUnsupported()) {
        notes.add(op + ": unsupported, so not judged");
        return;
      }
      if (reply.error().isPresent()) {
        samples.add(LawResult.plainFailure(op.word(), "error: " + reply.error().get(), ""));
        return;
      }
      try {
        law.add(
            q,
            reply.matrices("X", q.count(), q.d1(), q.r(), arithmetic),
            reply.matrices("Y", q.count(), q.d2(), q.r(), arithmetic));
        taken++;
      } catch (ProtocolViolation e) {
        unfit(op.word(), one, e);
      }
    }
    if (taken == law.requests().size()) {
      samples.addAll(law.results());
      inLaw = law.mistakes(samples);
    } else if (heard > 0) {
      notes.add(op + ": not every request was answered, so it was not judged");
    }
  }

  /** Tells of a reply that is none to its request. */
  private void unfit(String name, Exchange one, ProtocolViolation e) {
    String start = one.reply().map(Reply::start).orElse("");
    broken(
        name
            + ": "
            + e.getMessage()
            + "; reply "
            + start
            + "; request "
            + Reply.start(one.request()));
  }

  /** Looks for a smaller case that the candidate fails, if it failed any. */
  void shrink(Shrinker.Conversation candidate) {
    Optional<CaseResult> first = CandidateVerdict.smallestFailure(results);
    if (first.isEmpty()) {
      return;
    }
    CaseResult failed = first.get();
    Shrinker shrinker =
        new Shrinker(declared, judge, failed, answers.get(failed.tested()), candidate);
    try {
      shrinker.shrink();
    } catch (ProtocolViolation e) {
      note("the search for a smaller failing case ended early: " + e.getMessage());
    }
    if (!shrinker.smallest().equals(failed)) {
      smaller = Optional.of(shrinker.smallest());
    }
  }

  /** Notes how the protocol was broken. */
  void broken(String how) {
    broken.add(how);
  }

  /** Notes something that the reader of the report should know. */
  void note(String what) {
    notes.add(what);
  }

  /** Draws the conclusions: the mistakes that fit, and the arithmetic. */
  CandidateVerdict conclude(String name) {
    return conclude(name, Diagnostician.Inquiry.NONE);
  }

  /** The same; where several mistakes fit, the candidate may be asked once more. */
  CandidateVerdict conclude(String name, Diagnostician.Inquiry inquiry) {
    List<Diagnosis> diagnosis =
        results.isEmpty() && samples.isEmpty()
            ? List.of()
            : Diagnostician.diagnose(
                declared, results, answers, samples, inLaw, inquiry, Deadline.never());
    if (results.stream().noneMatch(r -> r.outcome() == CaseResult.Outcome.FAIL)) {
      notes.addAll(MetamorphicNotes.of(declared, answers));
    }
    boolean narrow = diagnosis.stream().anyMatch(d -> d.code().equals("narrow-arithmetic"));
    return new CandidateVerdict(
        name,
        declared,
        ObservedArithmetic.of(results, declared, narrow),
        seed,
        List.copyOf(results),
        List.copyOf(samples),
        List.copyOf(broken),
        diagnosis,
        List.copyOf(notes),
        smaller);
  }
}
