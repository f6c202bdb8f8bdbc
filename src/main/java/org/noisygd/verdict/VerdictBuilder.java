// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.noisygd.explain.Explainer;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.answers.CandidateAnswers;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.distribution.SampleVerdict;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.judgement.ObservedArithmetic;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
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
  private final DiagnosisDeadline search;
  private final CandidateAnswers answers;
  private final List<String> broken = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** The ops that are not asked again, as the candidate ended or fell silent at them twice. */
  private final Set<Op> abandoned = new HashSet<>();

  /**
   * A builder that has asked nothing yet.
   *
   * @param known the ops that the judge knows
   * @param toAsk the form of a case for this candidate ({@link Case#asked}), or empty if it has
   *     none
   * @param progress the receiver of the name of each search besides the verdict
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
    this.search = DiagnosisDeadline.never(progress);
    this.answers = new CandidateAnswers(known, declared);
  }

  private List<Case> askable(List<Case> cases) {
    if (cases.stream().anyMatch(c -> !c.request().isFinite() && toAsk.apply(c).isEmpty())) {
      note("not asked: NaN and infinities; hello may say nonFinite");
    }
    return cases.stream().flatMap(tested -> toAsk.apply(tested).stream()).toList();
  }

  /** The cases of one op, or of all ops in turn, and the number of cases asked so far. */
  private final class Questions {
    private final Optional<JudgedOp> op;
    private final Ops among;
    private final List<Case> cases;
    private int asked;

    /** The cases of one op, or of all these ops in turn. */
    Questions(Optional<JudgedOp> op, Ops among) {
      this.op = op;
      this.among = among;
      this.cases =
          askable(
              op.map(one -> one.cases(answers.declared(), seed))
                  .orElseGet(() -> known.mixed(answers.declared(), seed)));
    }

    /**
     * Asks the remaining requests. Among all ops in turn, an op at which the candidate is lost is
     * abandoned.
     *
     * @return false if the candidate was lost at a request of the single op
     */
    boolean ask(Candidate candidate) throws ProtocolViolation {
      while (asked < cases.size()) {
        Case tested = cases.get(asked++);
        if (among.contains(tested.op()) && !abandoned.contains(tested.op())) {
          Exchange one = asked(candidate, tested);
          judge(one);
          if (one.isLost() && op.isPresent()) {
            return false;
          }
          if (one.isLost()) {
            abandoned.add(tested.op());
          }
        }
      }
      var samples = op.flatMap(one -> one.sampleVerdict(answers.declared(), seed));
      if (samples.isPresent()) {
        judge(toString(), samples.get(), candidate);
      }
      return true;
    }

    /** The remaining cases in words; empty if none remain. */
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
   * Judges the replies to all requests of some ops. If the candidate is lost at an op, its
   * remaining requests wait until the other ops are judged; after a second loss they are dropped.
   */
  void judge(Ops ops, Candidate candidate) {
    List<Questions> all = new ArrayList<>();
    ops.all().forEach(op -> all.add(new Questions(Optional.of(op), ops)));
    List<Questions> waiting = new ArrayList<>();
    try {
      for (Questions one : all) {
        if (!one.ask(candidate)) {
          waiting.add(one);
        }
      }
      for (Questions one : waiting) {
        if (!one.ask(candidate) && !one.left().isEmpty()) {
          broken("the candidate was lost twice at " + one + "; not asked: " + one.left());
          one.op.ifPresent(abandoned::add);
        }
      }
      Questions inTurn = new Questions(Optional.empty(), ops);
      all.add(inTurn);
      inTurn.ask(candidate);
      answers.askOfNorms(one -> asked(candidate, one));
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

  /** Judges the samples of an op, all together. */
  private void judge(String op, SampleVerdict samples, Candidate candidate)
      throws ProtocolViolation {
    Arithmetic<?> arithmetic = Arithmetics.named(answers.declared());
    int answered = 0;
    int taken = 0;
    List<Case> cases = askable(samples.cases());
    for (Case tested : cases) {
      Exchange one = asked(candidate, tested);
      answered += one.isLost() || one.reply().isPresent() ? 1 : 0;
      if (one.isLost()) {
        break; // samples are judged only if all are there, so the others are not asked for
      }
      if (one.reply().isEmpty()) {
        continue;
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
    if (taken == cases.size()) {
      answers.take(samples.results());
      if (answers.samples().stream().allMatch(TestResult::pass)) {
        samples.remark().ifPresent(remark -> note(op + ": " + remark));
      }
    } else if (answered > 0) {
      note(op + ": not every request was answered, so it was not judged");
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
    broken.add(how);
  }

  /** Adds a note to the report. */
  void note(String what) {
    notes.add(what);
  }

  /**
   * The verdict on all answers; a failure is explained.
   *
   * @param first the receiver of the verdict, without an explanation, and the answers
   * @param deadline the end of the search for an explanation
   * @param asked the candidate that answers further cases for the explainer
   */
  CandidateVerdict verdict(
      String name,
      BiConsumer<CandidateVerdict, CandidateAnswers> first,
      Supplier<DiagnosisDeadline> deadline,
      Function<Explainer, Candidate> asked) {
    CandidateVerdict verdict = verdict(name);
    first.accept(verdict, answers);
    if (verdict.verdict() != Verdict.FAIL) {
      return verdict;
    }
    Explainer explainer = new Explainer(answers, deadline.get());
    return verdict.explained(
        explainer.explain(verdict.program().observed(), asked.apply(explainer)));
  }

  /** The verdict on all answers, without an explanation. */
  CandidateVerdict verdict(String name) {
    answers.judgeTogether();
    String declared = answers.declared();
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
