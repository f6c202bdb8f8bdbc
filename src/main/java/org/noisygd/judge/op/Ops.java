// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.ChangedCases;
import org.noisygd.judge.protocol.Reply.ReplyReader;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Op.ReplyField;
import org.noisygd.judge.request.Part;
import org.noisygd.number.Require;

/**
 * Some ops, in the order in which they are asked. To add an op to the protocol, write its class and
 * name it in {@link #ALL}; to try one, pass {@code Ops.ALL.with(op)} to the judge.
 *
 * @param all the ops
 */
public record Ops(List<JudgedOp> all) {
  public static final JudgedOp LOSS = Formula.of(Part.LOSS, false);
  public static final JudgedOp GRADIENT = Formula.of(Part.GRADIENT, false);
  public static final JudgedOp HESSIAN = Formula.of(Part.HESSIAN, false);
  public static final JudgedOp HVP =
      new Formula(
          "hvp", Part.HESSIAN_TIMES, false, List.of("dX", "dY"), ReplyField.pair("hvpX", "hvpY"));
  public static final JudgedOp SMOOTHED_LOSS = Formula.of(Part.LOSS, true);
  public static final JudgedOp SMOOTHED_GRADIENT = Formula.of(Part.GRADIENT, true);
  public static final JudgedOp SMOOTHED_HESSIAN = Formula.of(Part.HESSIAN, true);
  public static final JudgedOp STEP =
      new Formula(
          "step",
          Part.UPDATE,
          false,
          List.of("etaX", "etaY", "noiseX", "noiseY"),
          ReplyField.pair("X", "Y"));
  public static final JudgedOp RUN = new Run();
  public static final JudgedOp SAMPLE = new Sample();
  public static final JudgedOp ROUND = new Round(false);

  /** All ops of the protocol that carry numbers. */
  public static final Ops ALL =
      of(
          LOSS,
          GRADIENT,
          HESSIAN,
          HVP,
          SMOOTHED_LOSS,
          SMOOTHED_GRADIENT,
          SMOOTHED_HESSIAN,
          STEP,
          RUN,
          SAMPLE,
          ROUND);

  /** The ops on M, X and Y: all but {@link #ROUND}. */
  public static final Ops OF_THE_PROBLEM = ALL.without(of(ROUND));

  /** All ops, with every number of the formats of at most 16 bits for the op round. */
  public static final Ops EXHAUSTIVE = OF_THE_PROBLEM.with(new Round(true));

  public Ops {
    all = List.copyOf(all);
  }

  public static Ops of(JudgedOp... ops) {
    return new Ops(List.of(ops));
  }

  public Ops with(JudgedOp op) {
    return new Ops(Stream.concat(all.stream(), Stream.of(op)).toList());
  }

  /** The ops that are also among others. */
  public Ops among(Ops others) {
    return new Ops(all.stream().filter(others::contains).toList());
  }

  /** The ops that are not among others. */
  public Ops without(Ops others) {
    return new Ops(all.stream().filter(op -> !others.contains(op)).toList());
  }

  /** The ops with the given names; unknown names are ignored. */
  public Ops named(Collection<String> words) {
    return new Ops(all.stream().filter(op -> words.contains(op.word())).toList());
  }

  /** The op of this name, if it is among these ops. */
  public Optional<JudgedOp> named(String word) {
    return all.stream().filter(op -> op.word().equals(word)).findFirst();
  }

  /**
   * The ops that an option names, or all if it names none.
   *
   * @throws IllegalArgumentException if none of these ops has such a name
   */
  public Ops only(String option, Collection<String> words) {
    for (String word : words) {
      Require.oneOf(option, words(), word);
    }
    return words.isEmpty() ? this : named(words);
  }

  /** The given op, if it is among these ops. */
  public Optional<JudgedOp> among(Op op) {
    return all.stream().filter(one -> one == op).findFirst();
  }

  public boolean contains(Op op) {
    return among(op).isPresent();
  }

  public List<String> words() {
    return all.stream().map(Op::word).toList();
  }

  /** A reader of replies to these ops. */
  public ReplyReader replyReader() {
    return new ReplyReader(all.stream().flatMap(op -> op.replyNames().stream()).toList());
  }

  /** The cases of all these ops, in an arithmetic, from a seed: op by op, then {@link #mixed}. */
  public List<Case> cases(String arithmetic, long seed) {
    return Stream.concat(
            all.stream().flatMap(op -> op.cases(arithmetic, seed).stream()),
            mixed(arithmetic, seed).stream())
        .toList();
  }

  /** Cases in which the ops on M, X and Y alternate. */
  public List<Case> mixed(String arithmetic, long seed) {
    CaseSuite suite = new CaseSuite(arithmetic, seed);
    ChangedCases.addMixed(
        suite,
        all.stream().filter(op -> !op.kinds().isEmpty() && op.fields().contains("X")).toList());
    return suite.cases();
  }
}
