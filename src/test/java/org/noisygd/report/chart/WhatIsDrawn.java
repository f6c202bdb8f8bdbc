// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a picture says what it shows, read off its SVG alone: the marks that its caption and its
 * legend name are there, and those that are there and have a name stand in the legend.
 */
public final class WhatIsDrawn {
  /** Marks, by the words for them, each with the classes of which one is drawn. */
  private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put(words("circles?"), "(marks|dots)");
    WORDS.put(words("(?<!mean )squares"), "(squares|full-squares)");
    WORDS.put(words("triangles?"), "(triangles|full-triangles)");
    WORDS.put(words("diamonds?"), "(diamonds|full-diamonds)");
    WORDS.put(words("discs?"), "full-marks");
    WORDS.put(words("dots?"), "dots");
    WORDS.put(words("bands?"), "band .*");
    WORDS.put(words("strip"), "band guide");
    WORDS.put(words("bars?"), "bars .*");
    WORDS.put(words("boxes"), "box");
    WORDS.put(words("whiskers?"), "whisker");
    WORDS.put(words("lines?|curves?"), "(line-.|guide|reference)");
    WORDS.put(words("dashed"), "line-[behk]");
    WORDS.put(words("thin"), "guide");
  }

  private static final Pattern CLASS = Pattern.compile("class=\"([a-z -]+)\"");
  private static final Pattern ARROW = Pattern.compile("m-4 6l4-6l4 6|m-4-6l4 6l4-6");

  private WhatIsDrawn() {}

  private static Pattern words(String words) {
    return Pattern.compile("\\b(" + words + ")\\b", Pattern.CASE_INSENSITIVE);
  }

  /** Fails unless a picture says what it shows. */
  public static void requireSaid(String name, String svg) {
    int key = svg.indexOf("<g class=\"key\">");
    String picture = svg.substring(svg.indexOf("</desc>"), key < 0 ? svg.length() : key);
    String legend = key < 0 ? "" : svg.substring(key);
    String caption = svg.substring(svg.indexOf("<desc"), svg.indexOf("</desc>"));
    caption = caption.substring(caption.indexOf('>') + 1);
    Set<String> drawn = classes(picture);
    if (picture.contains("Nothing is drawn")) {
      assertFalse(picture.contains("class=\"grid\""), name + " has an empty frame");
      return;
    }
    assertTrue(key >= 0 || picture.contains("polygon"), name);
    for (Map.Entry<Pattern, String> word : WORDS.entrySet()) {
      Matcher said = word.getKey().matcher(caption);
      if (said.find()) {
        assertTrue(
            drawn.stream().anyMatch(one -> one.matches(word.getValue())),
            name + " says " + said.group() + " and draws " + drawn + ": " + caption);
      }
    }
    Set<String> named = new TreeSet<>(classes(legend));
    named.removeAll(drawn);
    assertEquals(Set.of(), named, name + " has a legend for what it does not draw");
    assertEquals(
        ARROW.matcher(picture).find(),
        words("arrows?").matcher(caption).find(),
        name + ": arrows in " + caption);
  }

  private static Set<String> classes(String svg) {
    Set<String> classes = new HashSet<>();
    Matcher one = CLASS.matcher(svg);
    while (one.find()) {
      classes.add(one.group(1).replaceFirst("^lone ", ""));
    }
    classes.remove("key");
    return classes;
  }
}
