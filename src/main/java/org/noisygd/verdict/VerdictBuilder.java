// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.explain.Explainer;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.answers.CandidateAnswers;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.distribution.SampleVerdict;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.judgement.ObservedArithmetic;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.verdict.Verdict.Program;

/**
 * Asks a candidate, over a pipe or from a file, and records violations of the protocol. {@link
 * CandidateAnswers} judges each answer as it comes.
 */
final class VerdictBuilder {
  private final Ops known;
  private final long seed;
  private final Function<Case, Optional<Case>> toAsk;
  private final Consumer<String> progress;
  private final CandidateAnswers answers;
  private final List<String> broken = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** The explainer, once its search has begun: it then receives all notes and violations. */
  private Optional<Explainer> explainer = Optional.empty();

  /**
   * Prepares the questions to a candidate.
   *
   * @param known the ops that the judge knows
   * @param toAsk the form of a case for this candidate ({@link Case#asked}), or empty if it has
   *     none
   * @param progress the receiver of the name of each case that is asked, and of the search for the
   *     arithmetic
   * @throws IllegalArgumentException if the arithmetic has no such name
   */
  VerdictBuilder(
      Ops known,
      String declared,
      long seed,
      Function<Case, Optional<Case>> toAsk,
      Consumer<String> progress) {
    this.known = known;
    this.seed = seed;
    this.toAsk = toAsk;
    this.progress = progress;
    this.answers = new CandidateAnswers(known, declared);
  }

  private List<Case> askable(List<Case> cases) {
    if (cases.stream().anyMatch(c -> !c.request().isFinite() && toAsk.apply(c).isEmpty())) {
      note("not asked: NaN and infinities; hello may say nonFinite");
    }
    return cases.stream().flatMap(tested -> toAsk.apply(tested).stream()).toList();
  }

  /**
   * Judges the replies to all requests of some ops: op by op, then samples, then ops in turn. If
   * the candidate is lost at an op, its remaining requests wait until the other ops are judged;
   * after a second loss they are dropped.
   */
  void judge(Ops ops, Candidate candidate) {
    String declared = answers.declared();
    Queue<Case> open = new ArrayDeque<>();
    ops.all().forEach(op -> open.addAll(askable(op.cases(declared, seed))));
    try {
      ask(open, new HashSet<>(), candidate);
      Set<Op> lost = new HashSet<>();
      ask(open, lost, candidate);
      if (!open.isEmpty()) {
        broken("the candidate was lost twice" + notAsked(open));
        open.clear();
      }
      for (JudgedOp op : ops.all()) {
        var samples = op.sampleVerdict(declared, seed);
        if (samples.isPresent()) {
          judge(op.word(), samples.get(), candidate);
        }
      }
      Stream<Case> mixed = known.mixed(declared, seed).stream();
      open.addAll(askable(mixed.filter(tested -> ops.contains(tested.op())).toList()));
      ask(open, lost, candidate);
      answers.askOfNorms(one -> asked(candidate, one));
    } catch (ProtocolViolation e) {
      broken(e.getMessage() + notAsked(open));
    }
  }

  /**
   * Asks cases and removes them from the queue.
   *
   * @param open the cases; cases of lost ops remain in it
   * @param lost the ops at which the candidate ended or fell silent
   */
  private void ask(Queue<Case> open, Set<Op> lost, Candidate candidate) throws ProtocolViolation {
    for (int left = open.size(); left > 0; left--) {
      Case tested = open.remove();
      if (lost.contains(tested.op())) {
        open.add(tested);
        continue;
      }
      Exchange one = asked(candidate, tested);
      judge(one);
      if (one.isLost()) {
        lost.add(tested.op());
      }
    }
  }

  /** The number of cases of each op, to follow a complaint. */
  private static String notAsked(Queue<Case> cases) {
    Map<Op, Long> counts =
        cases.stream()
            .collect(Collectors.groupingBy(Case::op, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(one -> one.getKey() + " (" + one.getValue() + " cases)")
        .reduce((some, next) -> some + ", " + next)
        .map(all -> "; not asked: " + all)
        .orElse("");
  }

  private Exchange asked(Candidate candidate, Case tested) throws ProtocolViolation {
    progress.accept(tested.name());
    Exchange one = candidate.ask(tested);
    if (one.isLost()) {
      broken(tested.name() + ": " + one.lost() + "; request " + Reply.start(one.request()));
    }
    return one;
  }

  private void judge(Exchange one) {
    try {
      if (one.reply().isPresent()) {
        answers.take(one);
      }
    } catch (ProtocolViolation e) {
      unfit(one, e);
    } catch (RuntimeException | StackOverflowError e) {
      broken(one.tested().name() + ": " + DiagnosisDeadline.words(e));
    }
  }

  /** Judges all samples of an op together, if every request is answered. */
  private void judge(String op, SampleVerdict samples, Candidate candidate)
      throws ProtocolViolation {
    Arithmetic<?> arithmetic = Arithmetics.named(answers.declared());
    int taken = 0;
    List<Case> cases = askable(samples.cases());
    for (Case tested : cases) {
      Exchange one = asked(candidate, tested);
      if (one.reply().isEmpty()) {
        break;
      }
      Reply reply = one.reply().get();
      if (reply.isUnsupported()) {
        note(op + ": unsupported, so not judged");
        return;
      }
      if (reply.error().isPresent()) {
        String error = "error: " + reply.error().get();
        answers.take(List.of(TestResult.plainFailure(op, error)));
        return;
      }
      try {
        Request q = tested.request();
        samples.add(
            q,
            reply.matrices("X", q.count(), q.d1(), q.r(), arithmetic),
            reply.matrices("Y", q.count(), q.d2(), q.r(), arithmetic));
        taken++;
      } catch (ProtocolViolation e) {
        unfit(one, e);
      }
    }
    if (taken < cases.size()) {
      note(op + ": not every request was answered, so it was not judged");
      return;
    }
    answers.take(samples.results());
    if (answers.samples().stream().allMatch(TestResult::pass)) {
      samples.remark().ifPresent(remark -> note(op + ": " + remark));
    }
  }

  /** Records a reply that does not fit its request. */
  private void unfit(Exchange one, ProtocolViolation e) {
    String reply = "; reply " + one.reply().map(Reply::start).orElse("");
    String request = "; request " + Reply.start(one.request());
    broken(one.tested().name() + ": " + e.getMessage() + reply + request);
  }

  /** Records a violation of the protocol. */
  void broken(String how) {
    explainer.ifPresentOrElse(search -> search.note(how), () -> broken.add(how));
  }

  /** Adds a note to the report. */
  void note(String what) {
    explainer.ifPresentOrElse(search -> search.note(what), () -> notes.add(what));
  }

  /** The candidate after its last case; the explainer may ask it further ones. */
  JudgedCandidate judged(String name, Candidate candidate) {
    CandidateVerdict verdict = verdict(name);
    return new JudgedCandidate(
        verdict,
        answers,
        deadline -> {
          Explainer search = new Explainer(answers, deadline);
          explainer = Optional.of(search);
          return search.explain(verdict.program().observed(), candidate);
        });
  }

  private CandidateVerdict verdict(String name) {
    answers.judgeTogether();
    String declared = answers.declared();
    DiagnosisDeadline search = DiagnosisDeadline.never(progress);
    String observed =
        search.guarded(
            Explainer.OBSERVED,
            "",
            () -> ObservedArithmetic.of(answers.results(), declared, false));
    notes.addAll(search.notes());
    return new CandidateVerdict(
        new Program(name, declared, observed),
        seed,
        answers.results(),
        answers.samples(),
        List.copyOf(broken),
        List.copyOf(notes),
        Explanation.NONE);
  }

  /** The answers so far. */
  CandidateAnswers answers() {
    return answers;
  }
}
