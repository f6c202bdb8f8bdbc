// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.number.Require;
import org.noisygd.study.PaperSection;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.paper.BoxSection;
import org.noisygd.study.paper.PhaseTransition;
import org.noisygd.study.paper.RatioBoxExperiment;
import org.noisygd.study.paper.TheoremEvent;
import org.noisygd.study.paper.TransitionSection;
import org.noisygd.study.paper.TwoVariableLandscape;

/**
 * The parts of {@code ./verify.sh study paper}, in the order of the page, by the names that {@code
 * --figure} takes. A new part is one line in {@link #ALL}.
 */
final class PaperParts {
  /** The part whose runs end by the tested event, without --steps. */
  static final String THEOREM1 = "theorem1";

  private PaperParts() {}

  /** Runs some figures of a part and makes its section. */
  interface Maker {
    /** The section, of those figures alone. */
    PaperSection make(List<String> figures, StudyOptions options);
  }

  /**
   * One part.
   *
   * @param name for {@code --figure}, of all of its figures
   * @param figures the names of each alone; none if the part is one whole
   * @param maker of its section
   */
  record Part(String name, List<String> figures, Maker maker) {
    /** A part that is one whole. */
    static Part of(String name, Function<StudyOptions, PaperSection> maker) {
      return new Part(name, List.of(), (figures, options) -> maker.apply(options));
    }

    /** A part of several panels. */
    static Part boxes(int figure) {
      String name = Integer.toString(figure);
      return new Part(
          name,
          RatioBoxExperiment.FIGURES.stream().filter(panel -> panel.startsWith(name)).toList(),
          (figures, options) -> BoxSection.of(figure, RatioBoxExperiment.run(figures, options)));
    }
  }

  /** Every part. */
  static final List<Part> ALL =
      List.of(
          Part.of("1", options -> TwoVariableLandscape.figure1()),
          Part.boxes(2),
          Part.boxes(3),
          Part.of("4", options -> TransitionSection.figure4(PhaseTransition.figure4(options))),
          Part.of("5", options -> TwoVariableLandscape.figure5()),
          Part.of("6", options -> TransitionSection.figure6(PhaseTransition.figure6(options))),
          Part.of(THEOREM1, options -> TheoremEvent.run(options).section()));

  /** Every name that may be asked for. */
  static String names() {
    return ALL.stream()
        .map(
            part ->
                part.figures().isEmpty()
                    ? part.name()
                    : part.name() + " (" + String.join(", ", part.figures()) + ")")
        .collect(Collectors.joining(", "));
  }

  /**
   * The sections of the figures that were asked for, in the order of the page.
   *
   * @param asked names of parts or of single figures; none, or all, for everything
   * @throws IllegalArgumentException if there is no such figure, or an option is not for it
   */
  static List<PaperSection> make(List<String> asked, StudyOptions options) {
    Set<String> left = new LinkedHashSet<>(asked);
    boolean all = asked.isEmpty() || left.remove("all");
    record Chosen(Part part, List<String> figures) {}
    List<Chosen> chosen = new ArrayList<>();
    for (Part part : ALL) {
      boolean whole = left.remove(part.name()) || all;
      List<String> figures =
          part.figures().stream().filter(figure -> left.remove(figure) || whole).toList();
      if (whole || !figures.isEmpty()) {
        chosen.add(new Chosen(part, figures));
      }
    }
    Stream<String> words =
        ALL.stream().flatMap(p -> Stream.concat(Stream.of(p.name()), p.figures().stream()));
    List<String> known = Stream.concat(Stream.of("all"), words).toList();
    left.forEach(word -> Require.oneOf("--figure", known, word));
    boolean ends = chosen.stream().anyMatch(one -> one.part().name().equals(THEOREM1));
    Require.that(
        !ends || options.steps().isEmpty(),
        "--steps",
        "be left out for theorem1, which decides how long to run (--figure names other parts)",
        options.steps().orElse(0));
    return chosen.stream().map(one -> one.part().maker().make(one.figures(), options)).toList();
  }
}
