// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.answers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.error.RoundingModel;

/** The answers of a candidate, each judged as it comes, and the verdicts on them. */
public final class CandidateAnswers {
  private final Ops known;
  private final String declared;
  private final Arithmetic<?> arithmetic;
  private final Judge judge;
  private final NormScaledResidual normScaled;

  private final Map<Case, Answer> answers = new LinkedHashMap<>();
  private final List<CaseResult> results = new ArrayList<>();
  private final List<CaseResult> ofSeveral = new ArrayList<>();
  private final List<TestResult> samples = new ArrayList<>();
  private List<String> hello = List.of();
  private final Map<Case, List<String>> lines = new LinkedHashMap<>();

  /**
   * Starts without answers.
   *
   * @param known the ops that the judge knows
   * @param declared the arithmetic that the candidate declares
   * @throws IllegalArgumentException if the arithmetic has no such name
   */
  public CandidateAnswers(Ops known, String declared) {
    this.known = known;
    this.declared = declared;
    RoundingModel model = RoundingModel.named(declared);
    this.judge = new Judge(model);
    this.normScaled = new NormScaledResidual(model, answers);
    this.arithmetic = Arithmetics.named(declared);
  }

  /** The answers of a candidate that could not be asked. */
  public static CandidateAnswers none() {
    return new CandidateAnswers(Ops.of(), "binary64");
  }

  /** Keeps the hello and its reply, and from now on the lines of every case. */
  public void greeted(String asked, Reply reply) {
    hello = List.of(asked, reply.line());
  }

  /**
   * Judges the reply to a case and keeps it.
   *
   * @throws ProtocolViolation if there is no reply, or it does not fit the request
   */
  public void take(Exchange one) throws ProtocolViolation {
    Optional<Answer> answer = one.answer(arithmetic);
    if (answer.isPresent()) {
      take(one.tested(), answer.get(), one.request(), one.reply().orElseThrow());
    } else {
      results.add(withoutNumbers(one));
    }
  }

  /** Judges the answer to a case and keeps it, with the lines of the request and of the reply. */
  public void take(Case tested, Answer answer, String asked, Reply reply) {
    results.add(strictly(tested, answer));
    answers.put(tested, tested.op().kept(answer, arithmetic));
    if (!hello.isEmpty()) {
      lines.put(tested, List.of(asked, reply.line()));
    }
  }

  public void take(List<TestResult> tests) {
    samples.addAll(tests);
  }

  /** Asks the further questions of {@link NormScaledResidual}. */
  public void askOfNorms(Candidate candidate) throws ProtocolViolation {
    normScaled.ask(results, candidate, arithmetic);
  }

  /** Adds the verdicts that need several answers. Call it once, after the last answer. */
  public void judgeTogether() {
    List<CaseResult> resolved = normScaled.resolved(results);
    known.all().forEach(op -> ofSeveral.addAll(op.together(answers)));
    results.clear();
    results.addAll(resolved);
    results.addAll(ofSeveral);
  }

  /**
   * The verdict on a further exchange, by the rule for the earlier answers.
   *
   * @throws ProtocolViolation if there is no reply, or it does not fit the request
   */
  public CaseResult judged(Exchange one) throws ProtocolViolation {
    Optional<Answer> answer = one.answer(arithmetic);
    if (answer.isEmpty()) {
      return withoutNumbers(one);
    }
    CaseResult strictly = strictly(one.tested(), answer.get());
    boolean scaled = results.stream().anyMatch(r -> r.warnings().contains(CaseResult.NORM_SCALED));
    return scaled ? normScaled.byBound(strictly, answer.get()) : strictly;
  }

  private static CaseResult withoutNumbers(Exchange one) throws ProtocolViolation {
    Reply reply = one.reply().orElseThrow(() -> new ProtocolViolation(one.lost()));
    return reply
        .error()
        .map(text -> CaseResult.error(one.tested(), text))
        .orElseGet(() -> CaseResult.unsupported(one.tested()));
  }

  private CaseResult strictly(Case tested, Answer answer) {
    return op(tested)
        .map(op -> op.judged(tested, answer, judge))
        .orElseGet(() -> judge.judge(tested, answer));
  }

  public String declared() {
    return declared;
  }

  /** The op of a case, if it is one that the judge knows. */
  public Optional<JudgedOp> op(Case tested) {
    return known.among(tested.op());
  }

  /** The answers by their cases, in the order in which they were asked. */
  public Map<Case, Answer> answers() {
    return Collections.unmodifiableMap(answers);
  }

  public List<CaseResult> results() {
    return List.copyOf(results);
  }

  /** The results of the tests of samples. */
  public List<TestResult> samples() {
    return List.copyOf(samples);
  }

  /** Returns true if the result of a case rests on several requests. */
  public boolean isOfSeveral(Case tested) {
    return ofSeveral.stream().anyMatch(r -> r.tested().equals(tested));
  }

  /** The hello and its reply, or an empty list if lines are not kept. */
  public List<String> hello() {
    return hello;
  }

  /** The request and the reply of each case after the hello. */
  public Map<Case, List<String>> lines() {
    return Collections.unmodifiableMap(lines);
  }
}
