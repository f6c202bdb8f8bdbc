// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.judge.request.Part;

/** All known mistakes. */
public final class MistakeCatalogue {
  /** In the order in which diagnoses are listed. */
  static final List<Mistake> ALL =
      Stream.<Mistake[]>of(
              UpdateMistake.values(),
              RunMistake.values(),
              ObjectiveMistake.values(),
              HessianMistake.values(),
              SmoothingMistake.values())
          .flatMap(Stream::of)
          .toList();

  private MistakeCatalogue() {}

  /** The mistakes that can be made in an answer with these parts. */
  public static List<Mistake> concerning(Set<Part> parts) {
    return ALL.stream().filter(mistake -> mistake.concerns(parts)).toList();
  }
}
