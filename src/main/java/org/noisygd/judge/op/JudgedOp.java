// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.cases.StandardCases;
import org.noisygd.judge.distribution.SampleVerdict;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Op.ReplyField;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.ReplyJson;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestReader;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Require;

/** An op with its cases, the judgement of its answers, and the reference's own reply. */
public abstract class JudgedOp extends Op {
  /** Maximum number of numbers in a reply of the reference; a larger reply is refused. */
  private static final long MAX_NUMBERS = 10_000_000;

  private record Key(String arithmetic, long seed) {}

  /** The cases made so far, shared since many candidates are asked the same cases. */
  private final Map<Key, SoftReference<List<Case>>> made = new HashMap<>();

  protected JudgedOp(String word, Set<Part> parts, List<String> fields, List<ReplyField> reply) {
    super(word, parts, fields, reply);
  }

  /** The kinds of its cases, in the order in which they are asked; by default a formula's. */
  protected List<CaseKind> kinds() {
    return StandardCases.ofFormula();
  }

  /** Its cases in an arithmetic, from a seed. Calls share them while there is memory. */
  public final synchronized List<Case> cases(String arithmetic, long seed) {
    Key key = new Key(arithmetic, seed);
    SoftReference<List<Case>> kept = made.get(key);
    List<Case> cases = kept == null ? null : kept.get();
    if (cases == null) {
      CaseSuite suite = new CaseSuite(arithmetic, seed);
      kinds().forEach(kind -> kind.addTo(suite, this));
      cases = suite.cases();
      made.put(key, new SoftReference<>(cases));
    }
    return cases;
  }

  /**
   * The reference's reply, each field already JSON: the answer with every operation rounded.
   *
   * @param q the request, read as a request of this op
   */
  public <T> Map<String, String> answer(RequestReader<T> q) {
    if (has(Part.HESSIAN)) {
      requireNumbers((double) q.at().variables() * q.at().variables());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    result(new RightQuantities<>(q))
        .forEach(
            (field, m) ->
                fields.put(
                    field,
                    has(field, ReplyField.Form.NUMBER)
                        ? ReplyJson.number(m.arithmetic(), m.get(0, 0))
                        : ReplyJson.rows(m)));
    return fields;
  }

  /** Refuses a reply that would fill the memory. */
  final void requireNumbers(double count) {
    Require.that(
        count <= MAX_NUMBERS, word(), "have at most " + MAX_NUMBERS + " numbers", (long) count);
  }

  /** The verdict on an answer to one of its cases, by default by the bounds. */
  public CaseResult judged(Case tested, Answer answer, Judge byBounds) {
    return byBounds.judge(tested, answer);
  }

  /** A request with fewer numbers that may show the same failure. */
  public Optional<Request> smaller(CaseResult failed) {
    return Optional.empty();
  }

  /** The verdicts that need several answers to this op. */
  public List<CaseResult> together(Map<Case, Answer> answers) {
    return List.of();
  }

  /** The judge of all its random results together, or empty if each reply is judged alone. */
  public Optional<SampleVerdict> sampleVerdict(String arithmetic, long seed) {
    return Optional.empty();
  }
}
