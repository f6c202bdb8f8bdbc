// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.noisygd.bias.AnisotropyStudy;
import org.noisygd.bias.BiasStudy;
import org.noisygd.bias.ScheduleStudy;
import org.noisygd.bias.TailStudy;
import org.noisygd.coverage.CoverageStudy;
import org.noisygd.exhibit.PaperBoxes;
import org.noisygd.exhibit.PaperLaws;
import org.noisygd.exhibit.PaperNoiseLaws;
import org.noisygd.exhibit.PaperPhases;
import org.noisygd.exhibit.PaperRules;
import org.noisygd.exhibit.PaperSection;
import org.noisygd.exhibit.PaperSurfaces;
import org.noisygd.exhibit.PaperTheorem1;
import org.noisygd.exhibit.PaperTransitions;
import org.noisygd.paper.BalanceBox;
import org.noisygd.paper.PhaseTransition;
import org.noisygd.paper.StudyOptions;
import org.noisygd.prediction.Balancing;
import org.noisygd.prediction.PhaseScaling;
import org.noisygd.prediction.Settling;

/**
 * The parts of {@code ./verify.sh study paper}, in the order of the page, by the names that {@code
 * --figure} takes. A new part is one line in {@link #ALL}.
 */
final class PaperParts {
  private PaperParts() {}

  /** Runs some figures of a part and makes its section. */
  interface Maker {
    /** The section, of those figures alone. */
    PaperSection make(List<String> figures, StudyOptions options);
  }

  /**
   * One part.
   *
   * @param name for all of its figures
   * @param figures the names of each alone; none where the part is one whole
   * @param maker what runs it
   */
  record Part(String name, List<String> figures, Maker maker) {}

  /** Every part. */
  static final List<Part> ALL =
      List.of(
          new Part("1", List.of(), (figures, options) -> PaperSurfaces.figure1()),
          new Part(
              "2",
              panels("2"),
              (figures, options) -> PaperBoxes.of(2, BalanceBox.run(figures, options))),
          new Part(
              "3",
              panels("3"),
              (figures, options) -> PaperBoxes.of(3, BalanceBox.run(figures, options))),
          new Part(
              "4",
              List.of(),
              (figures, options) -> PaperTransitions.figure4(PhaseTransition.figure4(options))),
          new Part("5", List.of(), (figures, options) -> PaperSurfaces.figure5()),
          new Part(
              "6",
              List.of(),
              (figures, options) -> PaperTransitions.figure6(PhaseTransition.figure6(options))),
          new Part(
              "stationary",
              List.of(),
              (figures, options) -> PaperLaws.settling(Settling.run(options))),
          new Part(
              "balancing",
              List.of(),
              (figures, options) -> PaperLaws.balancing(Balancing.run(options))),
          new Part(
              "phases", List.of(), (figures, options) -> PaperPhases.of(PhaseScaling.run(options))),
          new Part("theorem1", List.of(), (figures, options) -> theorem1(options)),
          new Part("noise", List.of(), (figures, options) -> noiseLaws(options)),
          new Part("rules", List.of(), (figures, options) -> rules(options)));

  private static PaperSection theorem1(StudyOptions options) {
    options.progress().accept("Theorem 1");
    return PaperTheorem1.of(CoverageStudy.run(options.seed(), options.quick()));
  }

  private static PaperSection noiseLaws(StudyOptions options) {
    options.progress().accept("other laws of the noise");
    return PaperNoiseLaws.of(
        AnisotropyStudy.run(options.seed(), options.quick()),
        TailStudy.run(options.seed(), options.quick()),
        ScheduleStudy.run(options.seed(), options.quick()));
  }

  private static PaperSection rules(StudyOptions options) {
    options.progress().accept("other update rules");
    return PaperRules.of(BiasStudy.run(options.seed(), options.quick()));
  }

  private static List<String> panels(String figure) {
    return BalanceBox.FIGURES.stream().filter(panel -> panel.startsWith(figure)).toList();
  }

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
   * @throws IllegalArgumentException if there is no such figure
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
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "--figure must be all or one of " + names() + ", got " + left.iterator().next());
    }
    return chosen.stream().map(one -> one.part().maker().make(one.figures(), options)).toList();
  }
}
