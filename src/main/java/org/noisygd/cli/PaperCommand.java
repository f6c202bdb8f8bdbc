// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.RunOptions;
import org.noisygd.number.Require;
import org.noisygd.report.Terminal;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.paper.BoxSection;
import org.noisygd.study.paper.PaperReport;
import org.noisygd.study.paper.PaperSection;
import org.noisygd.study.paper.PhaseTransition;
import org.noisygd.study.paper.RatioBoxExperiment;
import org.noisygd.study.paper.TheoremEvent;
import org.noisygd.study.paper.TransitionSection;
import org.noisygd.study.paper.TwoVariableLandscape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./verify.sh study paper}: the paper's figures and claims, run anew. */
@Command(
    name = "paper",
    description = {
      "Runs the experiments of the paper's Figures 1 to 6 anew, and further ones, such as Theorem 1's"
          + " event. Shows each claim beside our result.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 the study was made, whatever its result; 2 unusable command line.",
      "Example: ./verify.sh study paper --figure 2a --figure 2d --json result.json"
    })
final class PaperCommand implements Callable<Integer> {
  @Option(
      names = "--figure",
      paramLabel = "F",
      description =
          "all (the default), or a figure or a part; may be repeated: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> figures = new ArrayList<>();

  @Option(names = "--quick", description = "Fewer repeats and updates: half a minute.")
  private boolean quick;

  @Option(names = "--replicates", paramLabel = "N", description = "Repeats (default: by part).")
  private @Nullable Integer replicates;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description =
          "Updates of each run (default: each part has its own number). Not for theorem1,"
              + " whose event ends a run.")
  private @Nullable Long steps;

  @Mixin private final RunOptions run = new RunOptions();

  /** The possible names of parts and figures, as one text for the help. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      Stream<String> names =
          ALL.stream()
              .map(
                  p -> (p.name() + " (" + String.join(", ", p.figures()) + ")").replace(" ()", ""));
      return List.of(names.collect(Collectors.joining(", "))).iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    Terminal terminal = Terminal.current(); // once: it sets the clock of the progress
    StudyOptions options =
        new StudyOptions(
            run.seed(),
            run.threads(),
            quick,
            replicates == null ? OptionalInt.empty() : OptionalInt.of(replicates),
            steps == null ? OptionalLong.empty() : OptionalLong.of(steps),
            terminal::showStudyProgress);
    return run.run(
        List.of(),
        List.of(),
        progress -> make(figures, options),
        PaperReport::of,
        sections -> PaperReport.json(sections, options),
        PaperReport.SENTENCE);
  }

  /** The part without the option --steps, since the tested event ends its runs. */
  static final String THEOREM1 = "theorem1";

  /**
   * One part.
   *
   * @param name the name of all its figures for {@code --figure}
   * @param figures the names of the single figures; none if the part has no single ones
   * @param maker the maker of the section of some figures
   */
  record Part(
      String name,
      List<String> figures,
      BiFunction<List<String>, StudyOptions, PaperSection> maker) {
    /** A part without single figures. */
    static Part of(String name, Function<StudyOptions, PaperSection> maker) {
      return new Part(name, List.of(), (figures, options) -> maker.apply(options));
    }

    /** The part with the panels of box plots of one figure. */
    static Part boxes(int figure) {
      String name = Integer.toString(figure);
      return new Part(
          name,
          RatioBoxExperiment.FIGURES.stream().filter(panel -> panel.startsWith(name)).toList(),
          (figures, options) -> BoxSection.of(figure, RatioBoxExperiment.run(figures, options)));
    }
  }

  /** All parts, in the order of the page. */
  static final List<Part> ALL =
      List.of(
          Part.of("1", options -> TwoVariableLandscape.figure1()),
          Part.boxes(2),
          Part.boxes(3),
          Part.of("4", options -> TransitionSection.figure4(PhaseTransition.figure4(options))),
          Part.of("5", options -> TwoVariableLandscape.figure5()),
          Part.of("6", options -> TransitionSection.figure6(PhaseTransition.figure6(options))),
          Part.of(THEOREM1, options -> TheoremEvent.run(options).section()));

  /**
   * The sections of the requested figures, in the order of the page.
   *
   * @param asked names of parts or of single figures; none, or all, for everything
   * @throws IllegalArgumentException if there is no such figure, or an option is not for it
   */
  static List<PaperSection> make(List<String> asked, StudyOptions options) {
    Set<String> left = new LinkedHashSet<>(asked);
    boolean all = asked.isEmpty() || left.remove("all");
    Map<Part, List<String>> chosen = new LinkedHashMap<>();
    for (Part part : ALL) {
      boolean whole = left.remove(part.name()) || all;
      List<String> figures =
          part.figures().stream().filter(figure -> left.remove(figure) || whole).toList();
      if (whole || !figures.isEmpty()) {
        chosen.put(part, figures);
      }
    }
    Stream<String> words =
        ALL.stream().flatMap(p -> Stream.concat(Stream.of(p.name()), p.figures().stream()));
    List<String> known = Stream.concat(Stream.of("all"), words).toList();
    left.forEach(word -> Require.oneOf("--figure", known, word));
    boolean ends = chosen.keySet().stream().anyMatch(part -> part.name().equals(THEOREM1));
    Require.that(
        !ends || options.steps().isEmpty(),
        "--steps",
        "be left out for theorem1, which decides how long to run (--figure names other parts)",
        options.steps().orElse(0));
    return chosen.entrySet().stream()
        .map(one -> one.getKey().maker().apply(one.getValue(), options))
        .toList();
  }
}
