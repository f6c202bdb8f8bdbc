// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Known answers: the rows of {@code theorem1.md} are the order in which the proof of Theorem 1
 * rests on its files, and {@code pictures/argument.svg} is drawn from them.
 */
class ArgumentTest {
  private static final Path NOTES = Path.of("proofs-notes");
  private static final Path PICTURE = NOTES.resolve("pictures/argument.svg");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]+) \\| (\\[\\w+]\\(coq/.*) \\|$");
  private static final Pattern LINK = Pattern.compile("\\[(\\w+)]\\((coq/\\w+/\\1\\.v)\\)");
  private static final Pattern REQUIRED =
      Pattern.compile("From NoisyGD Require (?:Import |Export )?([^.]*)\\.");

  private static final int LABEL_WIDTH = 230;
  private static final int LETTER = 8;
  private static final int MARGIN = 10;
  private static final int BOX_HEIGHT = 22;
  private static final int ROW_HEIGHT = 58;

  /** A file, its row from the top, and where its box begins and ends. */
  private record Box(String name, String path, int row, int left, int right) {
    int middle() {
      return (left + right) / 2;
    }

    int top() {
      return MARGIN + row * ROW_HEIGHT;
    }
  }

  /** The boxes by name, row by row from the left, and the name of each row. */
  private record Picture(List<String> rows, List<Box> boxes, Map<String, Set<String>> required) {
    static Picture read() throws IOException {
      List<String> rows = new ArrayList<>();
      List<Box> boxes = new ArrayList<>();
      Map<String, Set<String>> required = new HashMap<>();
      String note = Files.readString(NOTES.resolve("theorem1.md"));
      for (MatchResult row : ROW.matcher(note).results().toList()) {
        int left = LABEL_WIDTH;
        for (MatchResult link : LINK.matcher(row.group(2)).results().toList()) {
          String name = link.group(1);
          int right = left + name.length() * LETTER + MARGIN;
          boxes.add(new Box(name, link.group(2), rows.size(), left, right));
          required.put(name, required(NOTES.resolve(link.group(2))));
          left = right + MARGIN;
        }
        rows.add(row.group(1));
      }
      return new Picture(rows, boxes, required);
    }

    private static Set<String> required(Path source) throws IOException {
      return REQUIRED
          .matcher(Files.readString(source))
          .results()
          .flatMap(found -> Stream.of(found.group(1).trim().split("\\s+")))
          .collect(Collectors.toSet());
    }

    /** What a file rests on through others too. */
    private Set<String> all(String name) {
      Set<String> found = new TreeSet<>();
      for (String other : required.getOrDefault(name, Set.of())) {
        if (found.add(other)) {
          found.addAll(all(other));
        }
      }
      return found;
    }

    /** The pairs of a file and one that it requires, both in the picture. */
    List<List<Box>> pairs() {
      return boxes.stream()
          .flatMap(
              from ->
                  boxes.stream()
                      .filter(
                          to -> required.getOrDefault(from.name(), Set.of()).contains(to.name()))
                      .map(to -> List.of(from, to)))
          .toList();
    }

    /** Whether a file requires another that rests on this one, so that a line would say nothing. */
    private boolean through(String from, String to) {
      return required.getOrDefault(from, Set.of()).stream().anyMatch(it -> all(it).contains(to));
    }

    String svg() {
      int width = boxes.stream().mapToInt(Box::right).max().orElse(0) + MARGIN;
      StringBuilder svg = new StringBuilder();
      svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
          .append(width + " " + (MARGIN + rows.size() * ROW_HEIGHT))
          .append("\" font-family=\"sans-serif\" font-size=\"12\">\n")
          .append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
      for (List<Box> pair : pairs()) {
        Box from = pair.get(0);
        Box to = pair.get(1);
        if (from.row() < to.row() && !through(from.name(), to.name())) {
          int start = from.top() + BOX_HEIGHT;
          int bend = (ROW_HEIGHT - BOX_HEIGHT) / 2;
          svg.append("<path fill=\"none\" stroke=\"#9ab\" d=\"M" + from.middle() + " " + start)
              .append(" C" + from.middle() + " " + (start + bend) + " " + to.middle())
              .append(" " + (to.top() - bend) + " " + to.middle() + " " + to.top() + "\"/>\n");
        }
      }
      for (int row = 0; row < rows.size(); row++) {
        int line = MARGIN + row * ROW_HEIGHT + BOX_HEIGHT * 2 / 3;
        svg.append("<text x=\"" + MARGIN + "\" y=\"" + line + "\" font-size=\"11\">")
            .append(rows.get(row) + "</text>\n");
      }
      for (Box box : boxes) {
        int line = box.top() + BOX_HEIGHT * 2 / 3;
        svg.append(
                "<a href=\"../" + box.path() + "\"><rect x=\"" + box.left() + "\" y=\"" + box.top())
            .append("\" width=\"" + (box.right() - box.left()) + "\" height=\"" + BOX_HEIGHT)
            .append("\" rx=\"4\" fill=\"#eef\" stroke=\"#336\"/><text x=\"" + box.middle())
            .append("\" y=\"" + line + "\" text-anchor=\"middle\">" + box.name() + "</text></a>\n");
      }
      return svg.append("</svg>\n").toString();
    }
  }

  @Test
  void rows_everyFile_restsOnWhatIsBelowOrToItsLeft() throws IOException {
    Picture picture = Picture.read();
    assertTrue(picture.rows().size() > 1);
    for (List<Box> pair : picture.pairs()) {
      Box from = pair.get(0);
      Box to = pair.get(1);
      boolean left = from.row() == to.row() && to.left() < from.left();
      assertTrue(left || to.row() > from.row(), from.name() + " rests on " + to.name());
    }
  }

  @Test
  void rows_haveEachFileOfTheorem1Once() throws IOException {
    List<String> shown =
        Picture.read().boxes().stream()
            .map(Box::path)
            .filter(path -> path.startsWith("coq/theorem1/"))
            .sorted()
            .toList();
    try (Stream<Path> sources = Files.list(NOTES.resolve("coq/theorem1"))) {
      assertEquals(
          sources
              .map(source -> "coq/theorem1/" + source.getFileName())
              .filter(path -> path.endsWith(".v"))
              .sorted()
              .toList(),
          shown,
          "theorem1.md has a row for each file");
    }
  }

  /** With {@code -Dargument.write=true} the picture is drawn anew first. */
  @Test
  void picture_checkedIn_isThatOfTheRows() throws IOException {
    String svg = Picture.read().svg();
    if (Boolean.getBoolean("argument.write")) {
      Files.writeString(PICTURE, svg);
    }
    assertEquals(svg, Files.readString(PICTURE));
  }
}
