// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A search for the explanations of wrong answers. Hypotheses are tried in the order in which they
 * are added, the simplest first; the first that explains the answers ends the search.
 *
 * @param <E> an explanation
 */
public final class Search<E> {
  private List<E> found = List.of();
  private boolean over;

  /** Tries a hypothesis; it ends the search if it has an explanation. */
  public Search<E> hypothesis(Supplier<Stream<E>> explains) {
    if (!over) {
      found = explains.get().toList();
      over = !found.isEmpty();
    }
    return this;
  }

  /** Tries a hypothesis if it applies; then it ends the search: later ones would fit by chance. */
  public Search<E> last(BooleanSupplier applies, Supplier<Stream<E>> explains) {
    if (!over && applies.getAsBoolean()) {
      found = explains.get().toList();
      over = true;
    }
    return this;
  }

  /** The explanations by the hypothesis that ended the search; empty if none did. */
  public List<E> found() {
    return found;
  }
}
