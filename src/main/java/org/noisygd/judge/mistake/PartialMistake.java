// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import static org.noisygd.judge.exact.ExactObjective.firstRows;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.exact.RunStages;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Steps;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * A mistake that is made only in some requests, or only in some steps of a run.
 *
 * @param mistake the mistake
 * @param where the requests or steps with the mistake
 */
public record PartialMistake(Mistake mistake, Where where) implements Mistake {
  /** The words before the list of the only steps with a mistake. */
  public static String only(Optional<Steps> among) {
    return among.map(s -> "of steps " + s.first() + " to " + s.last() + ", ").orElse("") + ONLY;
  }

  private static final String ONLY = "this happens only ";

  /** The only requests or steps in which a mistake is made. */
  public sealed interface Where {
    /** Names them in a sentence. */
    String words();

    /** Whether a request is among them. */
    default boolean contains(Request q) {
      return true;
    }

    /** Whether a step of a run is among them. */
    default boolean contains(RunStages.Step step) {
      return true;
    }
  }

  /**
   * Some steps of a run.
   *
   * @param when which steps
   * @param step the first step in which the mistake is made
   * @param among the steps of a trace that the run has, if it is part of a trace; other steps are
   *     unknown
   */
  public record InSteps(When when, int step, Optional<Steps> among) implements Where {
    @Override
    public String words() {
      long number = step + among.map(Steps::first).orElse(0L);
      String later = " of a run, where that is step " + number + " or a later one,";
      String afterRight = step == 0 ? "" : later;
      return only(among)
          + switch (when) {
            case LAST -> "in the last step" + afterRight;
            case BEFORE_LAST -> "in the last step but one" + afterRight;
            case ONLY -> "in step " + number;
            case FROM -> "from step " + number + " on";
          };
    }

    @Override
    public boolean contains(RunStages.Step s) {
      return switch (when) {
        case LAST -> s.t() == s.last() && s.t() >= step;
        case BEFORE_LAST -> s.t() == s.last() - 1 && s.t() >= step;
        case ONLY -> s.t() == step;
        case FROM -> s.t() >= step;
      };
    }
  }

  /** Steps that may be the only ones with a mistake. */
  public enum When {
    LAST,
    BEFORE_LAST,
    ONLY,
    FROM
  }

  /** Some of the updates between two recorded states. */
  public enum Updates implements Where {
    FIRST("the first", s -> s.k() == 0 && s.n() > 1),
    LAST("the last", s -> s.k() == s.n() - 1 && s.n() > 1),
    ALL_BUT_FIRST("all but the first", s -> s.k() > 0),
    ALL_BUT_LAST("all but the last", s -> s.k() < s.n() - 1),
    BETWEEN("those between the first and the last", s -> s.k() > 0 && s.k() < s.n() - 1);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final Predicate<RunStages.Step> condition;

    Updates(String words, Predicate<RunStages.Step> condition) {
      this.words = words;
      this.condition = condition;
    }

    @Override
    public String words() {
      return ONLY + "in " + words + " of several updates from one recorded state to the next";
    }

    @Override
    public boolean contains(RunStages.Step step) {
      return condition.test(step);
    }
  }

  /** Updates without noise; if all are, the gradient is that of the iterate itself. */
  private enum Quiet implements Mistake {
    BOTH("noise", image -> image.update.noise(z -> firstRows(z, 0))),
    OF_X("noiseX", image -> image.x.noise(z -> firstRows(z, 0))),
    OF_Y("noiseY", image -> image.y.noise(z -> firstRows(z, 0)));

    @SuppressWarnings("ImmutableEnumChecker") // the change has no state
    private final Entry entry;

    Quiet(String noise, Consumer<ExactImage<Object>> change) {
      entry = Entry.of(Code.NOISE_MISSING.of("the update has no " + noise), Scope.RUN, change);
    }

    @Override
    public Entry entry() {
      return entry;
    }
  }

  /** Those that are in the catalogue: noise or updates that some steps lack. */
  static Mistake[] values() {
    Stream<PartialMistake> ends =
        Stream.of(When.LAST, When.ONLY)
            .map(when -> new PartialMistake(Quiet.BOTH, new InSteps(when, 0, Optional.empty())));
    Stream<PartialMistake> between =
        Stream.of(RunMistake.UPDATES_MISSING, Quiet.BOTH, Quiet.OF_X, Quiet.OF_Y)
            .flatMap(m -> Stream.of(Updates.values()).map(some -> new PartialMistake(m, some)));
    return Stream.concat(ends, between).toArray(Mistake[]::new);
  }

  /**
   * Requests that may be the only ones with a mistake: programs often treat them as special cases.
   */
  public enum Requests implements Where {
    SQUARE("d1 = d2", q -> q.d1() == q.d2()),
    NOT_SQUARE("d1 and d2 differ", q -> q.d1() != q.d2()),
    WIDE("d1 < d2", q -> q.d1() < q.d2()),
    TALL("d1 > d2", q -> q.d1() > q.d2()),
    RANK_ONE("r = 1", q -> q.r() == 1),
    RANK_BEYOND_ONE("r > 1", q -> q.r() > 1),
    ONE_ROW("d1 = 1", q -> q.d1() == 1),
    ONE_COLUMN("d2 = 1", q -> q.d2() == 1),
    ROWS_BEYOND_ONE("d1 > 1", q -> q.d1() > 1),
    COLUMNS_BEYOND_ONE("d2 > 1", q -> q.d2() > 1),
    X_SQUARE("d1 = r", q -> q.d1() == q.r()),
    Y_SQUARE("d2 = r", q -> q.d2() == q.r()),
    STEP_OF_X_ZERO("etaX = 0", q -> q.etaX().signum() == 0),
    STEP_OF_Y_ZERO("etaY = 0", q -> q.etaY().signum() == 0),
    STEPS_EQUAL("etaX = etaY", q -> q.etaX().equals(q.etaY())),
    STEPS_NEARLY_EQUAL("etaX and etaY differ by less than a millionth", q -> near(q, 1e-6)),
    STEPS_NEAR("etaX and etaY differ by less than a tenth", q -> near(q, 0.1)),
    NOISE_OF_X_ZERO("noiseX = 0", q -> noises(q).allMatch(z -> isZero(z.x()))),
    NOISE_OF_Y_ZERO("noiseY = 0", q -> noises(q).allMatch(z -> isZero(z.y()))),
    NOISES_EQUAL("noiseX = noiseY", q -> noises(q).allMatch(z -> z.x().equals(z.y())));

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final Predicate<Request> condition;

    Requests(String words, Predicate<Request> condition) {
      this.words = words;
      this.condition = condition;
    }

    @Override
    public boolean contains(Request q) {
      return condition.test(q);
    }

    @Override
    public String words() {
      return ONLY + "where " + words;
    }

    private static Stream<Factors<Dyadic>> noises(Request q) {
      return q.noises().isEmpty() ? Stream.of(q.direction()) : q.noises().stream();
    }

    private static boolean near(Request q, double difference) {
      double x = q.etaX().roundToDouble();
      double y = q.etaY().roundToDouble();
      return Math.abs(x - y) < difference * Math.max(x, y);
    }

    private static boolean isZero(Matrix<Dyadic> m) {
      return m.entries().stream().allMatch(e -> e.signum() == 0);
    }
  }

  @Override
  public String name() {
    return mistake.name() + " " + where.words();
  }

  @Override
  public int ordinal() {
    return mistake.ordinal();
  }

  @Override
  public Entry entry() {
    Entry always = mistake.entry();
    return new Entry(
        always.code(),
        always.scope(),
        always.advice() + "; " + where.words(),
        always.change(),
        always.mirror());
  }

  @Override
  public boolean isMadeIn(Request request) {
    return where.contains(request) && mistake.isMadeIn(request);
  }

  @Override
  public boolean isMadeAt(RunStages.Step step) {
    return where.contains(step) && mistake.isMadeAt(step);
  }
}
