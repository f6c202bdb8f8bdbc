// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.diagnosis.Diagnostician;
import org.noisygd.judge.protocol.Answer;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.Request;
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
  private final String declared;
  private final long seed;
  private final Arithmetic<?> arithmetic;
  private final Judge judge;
  private final SampleVerdict law;

  private final List<CaseResult> results = new ArrayList<>();
  private final Map<Case, Answer> answers = new LinkedHashMap<>();
  private final List<LawResult> samples = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<CaseResult> smaller = Optional.empty();

  /**
   * Nothing heard yet.
   *
   * @throws IllegalArgumentException if the arithmetic has no such name
   */
  VerdictBuilder(String declared, long seed) {
    this.declared = declared;
    this.seed = seed;
    this.judge = new Judge(RoundingModel.named(declared));
    this.arithmetic = Arithmetics.named(declared);
    this.law = new SampleVerdict(declared, seed);
  }

  /** Questions to the candidate itself, by the cases of the suite. */
  Diagnostician.Inquiry inquiry(Shrinker.Conversation candidate) {
    return new Diagnostician.Inquiry() {
      @Override
      public List<Case> cases(Op op) {
        return CaseSuite.of(declared, seed, EnumSet.of(op));
      }

      @Override
      public Optional<Answer> ask(Case tested) {
        try {
          Reply reply = candidate.ask(tested.request());
          return reply.isUnsupported() || reply.error().isPresent()
              ? Optional.empty()
              : Optional.of(Answer.of(tested.request(), reply, arithmetic));
        } catch (ProtocolViolation e) {
          return Optional.empty();
        }
      }
    };
  }

  /** Judges the reply to one case. */
  void hear(Case tested, Reply reply) throws ProtocolViolation {
    if (reply.isUnsupported()) {
      results.add(CaseResult.unsupported(tested));
    } else if (reply.error().isPresent()) {
      results.add(CaseResult.failed(tested, "error", reply.error().get()));
    } else {
      Answer answer = Answer.of(tested.request(), reply, arithmetic);
      results.add(judge.judge(tested, answer));
      answers.put(tested, answer);
    }
  }

  /** The requests for random images, each of which is due for {@link #hearSample}. */
  List<Request> sampleRequests() {
    return law.requests();
  }

  /**
   * Takes the reply to one request for random images.
   *
   * @return whether the other requests for random images are worth asking
   */
  boolean hearSample(Request q, Reply reply) throws ProtocolViolation {
    if (reply.isUnsupported()) {
      notes.add("sample: unsupported, so not judged");
      return false;
    }
    if (reply.error().isPresent()) {
      samples.add(LawResult.plainFailure("sample", "error: " + reply.error().get(), ""));
      return false;
    }
    law.add(
        q,
        reply.matrices("X", q.count(), q.d1(), q.r(), arithmetic),
        reply.matrices("Y", q.count(), q.d2(), q.r(), arithmetic));
    return true;
  }

  /** Judges the random images, all of which have been taken. */
  void closeSample() {
    samples.addAll(law.results());
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
                declared, results, answers, samples, law.mistakes(samples), inquiry);
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
