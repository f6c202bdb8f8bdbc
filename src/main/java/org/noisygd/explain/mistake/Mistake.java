// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.noisygd.explain.model.ExactImage;
import org.noisygd.explain.model.ExactRun;
import org.noisygd.explain.model.Side;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;

/**
 * A known mistake: a change to the right computation, and advice for programs whose numbers the
 * changed computation reproduces. {@link MistakeCatalogue} lists them all.
 */
public interface Mistake {
  /**
   * What a mistake is.
   *
   * @param code the diagnosis code
   * @param scope the parts of a computation in which it can be made
   * @param advice what the author of the program should change
   * @param change changes the right computation, in any arithmetic. A lambda cannot be generic, so
   *     this one takes numbers as objects and handles them only through the computation's own
   *     operations
   * @param mirror the same change with X and Y exchanged, if the mistake is in one of them
   */
  record Entry(
      Code code,
      Scope scope,
      String advice,
      Consumer<ExactImage<Object>> change,
      Consumer<ExactImage<Object>> mirror) {
    private static final Pattern OF_A_SIDE = Pattern.compile("[XY]|(?<=\\b(?:d|sigma))[12]");

    private static final Map<String, String> EXCHANGED =
        Map.of("X", "Y", "Y", "X", "1", "2", "2", "1");

    /** A mistake that has no mirror image. */
    static Entry of(Found found, Scope scope, Consumer<ExactImage<Object>> change) {
      return new Entry(found.code(), scope, found.advice(), change, change);
    }

    /** A mistake in one factor; its mirror image is the same mistake in the other. */
    static Entry ofSides(Found found, Scope scope, BiConsumer<Side<Object>, Side<Object>> change) {
      return new Entry(
          found.code(),
          scope,
          found.advice(),
          image -> change.accept(image.x, image.y),
          image -> change.accept(image.y, image.x));
    }

    /** The same mistake in the other factor. */
    Entry mirrored() {
      String other =
          OF_A_SIDE.matcher(advice).replaceAll(m -> EXCHANGED.getOrDefault(m.group(), ""));
      return new Entry(code, scope, other, /* change= */ mirror, /* mirror= */ change);
    }
  }

  /** The name of the mistake. */
  String name();

  /** Its place in the list of its kind. */
  int ordinal();

  /** What it is. */
  Entry entry();

  /** The diagnosis code. */
  default Code code() {
    return entry().code();
  }

  /** What the author of the program should change. */
  default String advice() {
    return entry().advice();
  }

  /** Whether the mistake can be made in an answer with these parts. */
  default boolean concerns(Set<Part> parts) {
    return entry().scope().holds(parts);
  }

  /**
   * What a program with some mistakes computes on a request; without mistakes, the right answer.
   * Mistakes of different kinds change different stages, so only the order within a kind matters:
   * it is that of the catalogue.
   */
  @SuppressWarnings("unchecked") // see Entry#change
  static <T> ExactImage<T> image(Arithmetic<T> arithmetic, Request request, Set<Mistake> mistakes) {
    ExactImage<T> image = new ExactImage<>(arithmetic, request);
    mistakes.stream()
        .sorted(Comparator.comparingInt(Mistake::ordinal))
        .forEach(mistake -> mistake.entry().change().accept((ExactImage<Object>) image));
    return image;
  }

  /** The run of a program with some mistakes. */
  static <T> ExactRun<T> run(Arithmetic<T> arithmetic, Request request, Set<Mistake> mistakes) {
    return new ExactRun<>(image(arithmetic, request, mistakes));
  }
}
