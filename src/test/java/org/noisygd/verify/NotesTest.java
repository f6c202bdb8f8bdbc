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
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Known answers: what a proof note puts in backticks is there. A word with an underscore is stated
 * or defined in a Coq source, or is a word of the protocol or the name of a test; in {@code `name`
 * in `File.v`} that file has it; an id such as {@code L2.kappa} is a claim or a check of the main
 * job. One word without an underscore or a file beside it may mean anything, and is not looked up.
 * Formulas in the text are such as the forge and the site set.
 */
class NotesTest {
  private static final Path NOTES = Path.of("proofs-notes");
  private static final Path COQ = NOTES.resolve("coq");
  private static final Pattern TICKED = Pattern.compile("`([^`\n]+)`");
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)+");
  private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*\\.(?!md$)[a-z][a-z0-9-]*");
  private static final Pattern PLACED =
      Pattern.compile("`([A-Za-z][\\w.']*)`\\s+in\\s+`((?:\\w+/)*\\w+\\.v)`");
  private static final Pattern SOURCE = Pattern.compile("(?:\\w+/)*\\w+\\.v");
  private static final Pattern TEST = Pattern.compile("\\bvoid (\\w+)\\(");

  /** Code, and formulas that the forge and the site set. */
  private static final Pattern SET =
      Pattern.compile(
          "(?ms)^```.*?^```$|^ {4}[^\n]*$|``.+?``|`[^`]*`|\\$\\$.*?\\$\\$|\\$[^$\n]+\\$");

  private static final Pattern UNSET = Pattern.compile("(?<![-\\w])\\w+\\^[-+*({\\d]|\\|\\||[<>]=");
  private static final Pattern STATED =
      Pattern.compile(
          "\\b(?:Theorem|Lemma|Corollary|Fact|Definition|Fixpoint|Inductive|Record|Let|Notation"
              + "|Variables?|Hypothes[ie]s)\\s+([^:(=]*)");

  /** The names that each source, by its path in notes, states or defines, and all ids. */
  private record Known(Map<String, Set<String>> names, Set<String> ids, Set<String> words) {
    static Known read() throws IOException {
      Map<String, Set<String>> names = new LinkedHashMap<>();
      try (Stream<Path> files = Files.walk(COQ)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".v")).toList()) {
          Matcher m = STATED.matcher(Files.readString(file));
          Set<String> found = new HashSet<>();
          while (m.find()) {
            found.addAll(List.of(m.group(1).trim().split("[^\\w']+", -1)));
          }
          names.put(NOTES.relativize(file).toString().replace('\\', '/'), found);
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
        ids.add(line.replaceFirst("\t.*", ""));
      }
      CheckGroups.all(Path.of("golden"))
          .forEach(chapter -> chapter.checks().forEach(check -> ids.add(check.id())));
      return new Known(names, ids, words);
    }

    boolean anywhere(String name) {
      return words.contains(name) || names.values().stream().anyMatch(n -> n.contains(name));
    }

    /** What the one source of this path or name states or defines; nothing if there is none. */
    Set<String> stated(String source) {
      List<String> paths =
          names.keySet().stream()
              .filter(p -> p.equals(source) || p.endsWith("/" + source))
              .toList();
      return paths.size() == 1 ? names.get(paths.get(0)) : Set.of();
    }

    /** What the text names and is not there. */
    List<String> dangling(String text) {
      List<String> missing = new ArrayList<>();
      Matcher ticked = TICKED.matcher(text);
      while (ticked.find()) {
        String token = ticked.group(1);
        boolean there =
            SOURCE.matcher(token).matches()
                ? !stated(token).isEmpty()
                : ID.matcher(token).matches()
                    ? ids.contains(token)
                    : !NAME.matcher(token).matches() || anywhere(token);
        if (!there) {
          missing.add(token);
        }
      }
      Matcher placed = PLACED.matcher(text);
      while (placed.find()) {
        if (!stated(placed.group(2)).contains(placed.group(1).replaceFirst(".*\\.", ""))) {
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
  void index_hasEveryNote_andNoOther() throws IOException {
    Matcher link =
        Pattern.compile("\\| \\[([\\w-]+\\.md)]\\(\\1\\) \\| \\S")
            .matcher(Files.readString(NOTES.resolve("README.md")));
    Set<String> listed = new TreeSet<>(Set.of("README.md"));
    while (link.find()) {
      assertTrue(listed.add(link.group(1)), link.group(1) + " stands twice");
    }
    try (Stream<Path> files = Files.list(NOTES)) {
      assertEquals(
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".md"))
              .collect(Collectors.toCollection(TreeSet::new)),
          listed);
    }
  }

  private static List<String> unset(String text) {
    return UNSET
        .matcher(SET.matcher(text).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void formulas_inNotes_areWrittenToBeSet() throws IOException {
    try (Stream<Path> files = Files.list(NOTES)) {
      for (Path note : files.filter(f -> f.toString().endsWith(".md")).toList()) {
        assertEquals(List.of(), unset(Files.readString(note)), note.toString());
      }
    }
    assertEquals(
        List.of("x^2", "||", "||", "<="),
        unset("$y^2$ is `z^2` and x^2, ||x|| <= 1\n    code^2\n"));
  }
}
