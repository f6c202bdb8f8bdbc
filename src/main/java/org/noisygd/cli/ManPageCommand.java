// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Provenance;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code ./verify.sh generate-man-page}: the help of all commands as one page in roff. */
@Command(
    name = "generate-man-page",
    description = {"Prints the help of all commands as a page for man.", ""},
    footer = {"", "Example: ./verify.sh generate-man-page >verify.sh.1 && man ./verify.sh.1"})
final class ManPageCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec known = spec;
    if (known != null) {
      List<String> lines = new ArrayList<>();
      lines.add(".TH VERIFY.SH 1 \"\" \"noisygd " + Provenance.thisVersion() + "\"");
      lines.add(".SH NAME");
      lines.add("verify.sh \\- a numerical reference for perturbed gradient descent");
      addTo(lines, known.root());
      lines.forEach(System.out::println);
    }
  }

  /** Adds the help of a command and of those below it. */
  private static void addTo(List<String> lines, CommandSpec command) {
    boolean root = command.parent() == null;
    lines.add(root ? ".SH DESCRIPTION" : ".SH " + text(command.qualifiedName()));
    lines.add(text(command.commandLine().getHelp().synopsis(0).strip()));
    paragraphs(lines, command.usageMessage().description());
    Stream.concat(command.positionalParameters().stream(), command.options().stream())
        .filter(one -> !one.hidden() && (root || !isOfEach(one)))
        .forEach(
            one -> {
              lines.add(".TP");
              lines.add(".B " + text(called(one)));
              lines.add(text(String.join(" ", one.description())));
            });
    paragraphs(lines, command.usageMessage().footer());
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(sub -> !sub.usageMessage().hidden())
        .forEach(sub -> addTo(lines, sub));
  }

  /** Whether every command has that option, so that it is told once. */
  private static boolean isOfEach(ArgSpec one) {
    return one instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
  }

  private static String called(ArgSpec one) {
    return one instanceof OptionSpec option
        ? Stream.of(option.names())
            .map(name -> option.arity().max() == 0 ? name : name + "=" + option.paramLabel())
            .collect(Collectors.joining(", "))
        : one.paramLabel();
  }

  private static void paragraphs(List<String> lines, String... paragraphs) {
    for (String paragraph : paragraphs) {
      if (!paragraph.isBlank()) {
        lines.add(".PP");
        lines.add(text(paragraph.strip()));
      }
    }
  }

  /** A line of text: no dash becomes a hyphen, and what begins it is no request. */
  private static String text(String line) {
    String escaped = line.replace("\\", "\\e").replace("-", "\\-").replaceAll("\\s*\\R\\s*", " ");
    return escaped.matches("[.'].*") ? "\\&" + escaped : escaped;
  }
}
