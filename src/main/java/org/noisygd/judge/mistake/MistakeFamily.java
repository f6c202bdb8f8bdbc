// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ObjDoubleConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.exact.ExactObjective;
import org.noisygd.judge.mistake.Code.Found;
import org.noisygd.judge.request.Part;
import org.noisygd.number.Literals;

/**
 * Mistakes that have a size: weight decay, momentum, clipping and the like. Each kind is a family
 * of mistakes, one for each size c; a fit finds the c that reproduces a program's numbers.
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum MistakeFamily {
  WEIGHT_DECAY(
      Code.WEIGHT_DECAY.of(
          "c times the factor is added to its gradient: an optimiser's weight_decay, an L2 regulariser"),
      Scope.OBJECTIVE,
      (image, c) -> image.objective.decay = c,
      0.1),
  WEIGHT_DECAY_OF_ITERATE(
      Code.WEIGHT_DECAY.of(
          "c X is added to the gradient by X, and c Y to that by Y, at the iterate without noise"),
      Scope.UPDATE,
      (image, c) -> image.update.decay = c,
      0.1),
  SHRINKING(
      Code.WEIGHT_DECAY.of(
          "the iterate is multiplied by 1 - c beside the update: decoupled weight decay, as AdamW's"),
      Scope.UPDATE,
      (image, c) -> image.update.shrinking = c,
      0.1),
  BALANCED(
      Code.BALANCING_TERM.of("c ||X^T X - Y^T Y||^2 is added to the objective"),
      Scope.OBJECTIVE,
      (image, c) -> image.objective.balance = 4 * c,
      0.25),
  MOMENTUM(
      Code.MOMENTUM.of(
          "c times the last increment is added, by a momentum or by gradients that are not reset"),
      Scope.RUN,
      (image, c) -> image.run.momentum = c,
      0.9),
  LOOKAHEAD(
      Code.MOMENTUM.of(
          "the update starts at the iterate plus c times the last increment, as Nesterov's does"),
      Scope.RUN,
      (image, c) -> image.run.lookahead = c,
      0.9),
  STEP_POWER(
      Code.STEP_SIZE_DECAYED.of("the step size is divided by (t + 1)^c"),
      Scope.RUN,
      (image, c) -> image.run.decay = t -> StrictMath.pow(t + 1, -c),
      0.5),
  STEP_GEOMETRIC(
      Code.STEP_SIZE_DECAYED.of("the step size is multiplied by c after each step"),
      Scope.RUN,
      (image, c) -> image.run.decay = t -> StrictMath.pow(c, t),
      0.99),
  CLIPPED_TO_NORM(
      Code.GRADIENT_CLIPPED.of("the gradient is clipped to norm c, both factors' together"),
      Scope.GRADIENT,
      (image, c) -> clip(image.objective, false, c),
      Starts.CLIPS),
  CLIPPED_EACH_TO_NORM(
      Code.GRADIENT_CLIPPED.of("each factor's gradient is clipped to norm c"),
      Scope.GRADIENT,
      (image, c) -> clip(image.objective, true, c),
      Starts.CLIPS),
  CLIPPED_ENTRIES(
      Code.GRADIENT_CLIPPED.of("the gradient's entries are clipped to [-c, c]"),
      Scope.GRADIENT,
      (image, c) -> image.objective.gradientOfEach(g -> ExactObjective.cut(g, c)),
      1,
      5,
      10,
      100),
  RESIDUAL_CLIPPED(
      Code.RESIDUAL_CLIPPED.of("the residual's entries are clipped to [-c, c], as in Huber's loss"),
      Scope.RESIDUAL,
      (image, c) -> image.objective.residual = r -> ExactObjective.cut(r, c),
      Starts.CLIPS),
  NOISE_CLIPPED(
      Code.NOISE_CLIPPED.of("the noise's entries are clipped to [-c, c]"),
      Scope.UPDATE,
      (image, c) -> image.update.noise(z -> ExactObjective.cut(z, c)),
      1,
      0.01,
      0.03,
      0.1,
      0.3,
      0.5,
      0.7,
      2,
      3),
  NOISE_TIMES(
      Code.NOISE_SCALED.of("the noise is multiplied by c"),
      Scope.UPDATE,
      (image, c) -> image.update.noise(z -> ExactObjective.scaled(z, c)),
      Starts.MULTIPLES),
  NOISE_OF_X_TIMES(
      Code.NOISE_SCALED.of("noiseX is multiplied by c"),
      Scope.UPDATE,
      (image, c) -> image.x.noise(z -> ExactObjective.scaled(z, c)),
      Starts.MULTIPLES),
  NOISE_OF_Y_TIMES(
      Code.NOISE_SCALED.of("noiseY is multiplied by c"),
      Scope.UPDATE,
      (image, c) -> image.y.noise(z -> ExactObjective.scaled(z, c)),
      Starts.MULTIPLES),
  NORMALISED(
      Code.GRADIENT_NORMALISED.of(
          "the gradient is divided by its norm, both factors' together, and multiplied by c"),
      Scope.GRADIENT,
      (image, c) -> image.objective.gradient(g -> image.objective.timesOfNorm(g, false, over(c))),
      1),
  NORMALISED_EACH(
      Code.GRADIENT_NORMALISED.of(
          "each factor's gradient is divided by its norm and multiplied by c"),
      Scope.GRADIENT,
      (image, c) -> image.objective.gradient(g -> image.objective.timesOfNorm(g, true, over(c))),
      1),
  SIGNS(
      Code.GRADIENT_NORMALISED.of("each entry of the gradient is replaced by its sign, times c"),
      Scope.GRADIENT,
      (image, c) -> image.objective.gradientOfEach(g -> ExactObjective.overSize(g, 1 / c, 0)),
      1),
  ADAPTIVE(
      Code.GRADIENT_NORMALISED.of(
          "each entry g of the gradient is divided by |g| + c: the first step of Adam or Adagrad"),
      Scope.GRADIENT,
      (image, c) -> image.objective.gradientOfEach(g -> ExactObjective.overSize(g, 1, c)),
      Starts.ADDED),
  ADAPTIVE_TENTH(
      Code.GRADIENT_NORMALISED.of(
          "each entry g of the gradient is divided by 0.1 |g| + c: the first step of RMSprop"),
      Scope.GRADIENT,
      (image, c) -> image.objective.gradientOfEach(g -> ExactObjective.overSize(g, 0.1, c)),
      Starts.ADDED);

  @SuppressWarnings("ImmutableEnumChecker") // an immutable record
  private final Found found;

  private final Scope scope;

  @SuppressWarnings("ImmutableEnumChecker") // the change has no state
  private final ObjDoubleConsumer<ExactImage<Object>> change;

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final List<Double> starts;

  /**
   * A family.
   *
   * @param found what was found, with a c for the size
   * @param change makes a mistake of size c in the right computation
   * @param starts sizes near which a fit begins
   */
  MistakeFamily(
      Found found, Scope scope, ObjDoubleConsumer<ExactImage<Object>> change, double... starts) {
    this.found = found;
    this.scope = scope;
    this.change = change;
    this.starts = Arrays.stream(starts).boxed().toList();
  }

  /** Starts that several families share. */
  private static final class Starts {
    static final double[] MULTIPLES = {-1, 0.1, 0.5, 1.5, 3, 10, 100};
    static final double[] CLIPS = {1, 10, 100};
    static final double[] ADDED = {1e-8, 1e-10, 1e-7, 1e-3};

    private Starts() {}
  }

  /** The mistake with size c. */
  public Mistake of(double c) {
    return new Member(this, c);
  }

  /** The pairs that an optimiser with momentum and weight decay makes at once. */
  public static List<List<MistakeFamily>> pairs() {
    return Stream.of(WEIGHT_DECAY, WEIGHT_DECAY_OF_ITERATE, SHRINKING)
        .flatMap(decay -> Stream.of(List.of(decay, MOMENTUM), List.of(decay, LOOKAHEAD)))
        .toList();
  }

  /** Sizes near which a fit begins; the first is a common one. */
  public List<Double> starts() {
    return starts;
  }

  /** Whether its mistakes can be made in an answer with these parts. */
  boolean concerns(Set<Part> parts) {
    return scope.holds(parts);
  }

  private static void clip(ExactObjective<Object> f, boolean each, double c) {
    f.gradient(g -> f.timesOfNorm(g, each, norm -> norm <= c ? 1 : c / norm));
  }

  private static DoubleUnaryOperator over(double c) {
    return norm -> norm == 0 ? 0 : c / norm;
  }

  /** The mistake of a family with a given size. */
  private record Member(MistakeFamily family, double c) implements Mistake {
    private static final Pattern SIZE = Pattern.compile("\\bc\\b");

    @Override
    public String name() {
      return family.name() + "(" + c + ")";
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // the order of the catalogue
    public int ordinal() {
      return family.ordinal();
    }

    @Override
    public Entry entry() {
      String size =
          Literals.format(new BigDecimal(c).round(new MathContext(6)).stripTrailingZeros());
      return Entry.of(
          family.found.code().of(SIZE.matcher(family.found.words()).replaceAll(size)),
          family.scope,
          image -> family.change.accept(image, c));
    }
  }
}
