// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Known answers: what a proof note puts in backticks is there. A word with an underscore is stated
 * or defined in a Coq source, or is a word of the protocol or the name of a test; in {@code `name`
 * in `File.v`} that file has it; an id such as {@code L2.kappa} is a claim or a check of the main
 * job. One word without an underscore or a file beside it may mean anything, and is not looked up.
 */
class NotesTest {
  private static final Path NOTES = Path.of("proofs-notes");
  private static final Path COQ = NOTES.resolve("coq");
  private static final Pattern TICKED = Pattern.compile("`([^`\n]+)`");
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)+");
  private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*\\.(?!md$)[a-z][a-z0-9-]*");
  private static final Pattern PLACED =
      Pattern.compile("`([A-Za-z][\\w.']*)`\\s+in\\s+`(?:coq/)?(?:golden/)?(\\w+\\.v)`");
  private static final Pattern SOURCE = Pattern.compile("(?:coq/)?(?:golden/)?(\\w+\\.v)");
  private static final Pattern TEST = Pattern.compile("\\bvoid (\\w+)\\(");
  private static final Pattern STATED =
      Pattern.compile(
          "\\b(?:Theorem|Lemma|Corollary|Fact|Definition|Fixpoint|Inductive|Record|Let|Notation"
              + "|Variables?|Hypothes[ie]s)\\s+([^:(=]*)");

  /** The names that each source states or defines, and all ids. */
  private record Known(Map<String, Set<String>> names, Set<String> ids, Set<String> words) {
    static Known read() throws IOException {
      Map<String, Set<String>> names = new LinkedHashMap<>();
      try (Stream<Path> files = Files.list(COQ)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".v")).toList()) {
          Matcher m = STATED.matcher(Files.readString(file));
          Set<String> found = new HashSet<>();
          while (m.find()) {
            found.addAll(List.of(m.group(1).trim().split("[^\\w']+", -1)));
          }
          names.put(String.valueOf(file.getFileName()), found);
        }
      }
      Set<String> words = new HashSet<>(Files.readAllLines(COQ.resolve("protocol-words.txt")));
      try (Stream<Path> tests = Files.walk(Path.of("src", "test", "java"))) {
        for (Path test : tests.filter(f -> f.toString().endsWith(".java")).toList()) {
          Matcher m = TEST.matcher(Files.readString(test));
          while (m.find()) {
            words.add(m.group(1));
          }
        }
      }
      Set<String> ids = new HashSet<>();
      for (String line : Files.readAllLines(COQ.resolve("claims.tsv"))) {
        String[] row = line.split("\t", -1);
        ids.add(row[0]);
        // A generated source is known by its claims.
        names
            .computeIfAbsent(row[2].replaceFirst(".*/", ""), f -> new HashSet<>())
            .add(row[1].replaceFirst(".*\\.", ""));
      }
      CheckGroups.all(Path.of("golden"))
          .forEach(chapter -> chapter.checks().forEach(check -> ids.add(check.id())));
      return new Known(names, ids, words);
    }

    boolean anywhere(String name) {
      return words.contains(name) || names.values().stream().anyMatch(n -> n.contains(name));
    }

    boolean in(String file, String name) {
      return names.getOrDefault(file, Set.of()).contains(name.replaceFirst(".*\\.", ""));
    }

    /** What the text names and is not there. */
    List<String> dangling(String text) {
      List<String> missing = new ArrayList<>();
      Matcher ticked = TICKED.matcher(text);
      while (ticked.find()) {
        String token = ticked.group(1);
        Matcher source = SOURCE.matcher(token);
        boolean there =
            source.matches()
                ? names.containsKey(source.group(1))
                : ID.matcher(token).matches()
                    ? ids.contains(token)
                    : !NAME.matcher(token).matches() || anywhere(token);
        if (!there) {
          missing.add(token);
        }
      }
      Matcher placed = PLACED.matcher(text);
      while (placed.find()) {
        if (!in(placed.group(2), placed.group(1))) {
          missing.add(placed.group(1) + " in " + placed.group(2));
        }
      }
      return missing;
    }
  }

  @Test
  void notes_namesInBackticks_areThere() throws IOException {
    Known known = Known.read();
    int notes = 0;
    try (Stream<Path> files = Files.list(NOTES)) {
      for (Path note : files.filter(f -> f.toString().endsWith(".md")).toList()) {
        assertEquals(List.of(), known.dangling(Files.readString(note)), note.toString());
        notes++;
      }
    }
    assertTrue(notes > 10);
  }

  @Test
  void dangling_wrongNames_areFound() throws IOException {
    Known known = Known.read();
    assertEquals(
        List.of("no_such_theorem", "L2.kapa", "coq/Missing.v", "kappa in Objective.v"),
        known.dangling(
            "`no_such_theorem` `L2.kapa` `coq/Missing.v` `kappa` in `coq/Objective.v`;"
                + " `step_error` `L2.kappa` `GOLD.steps` `kappa` in `coq/RankOne.v` `any words`"));
  }
}
