// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Known answers: what foreign text becomes. */
class MarkupTest {
  @Test
  void escape_whatMarkupGivesAMeaningTo_isAReference() {
    assertEquals("&lt;a b=&quot;&amp;&#39;&gt;", Markup.escape("<a b=\"&'>"));
  }

  @Test
  void escape_whatIsNoCharacterOrTurnsText_isReplaced() {
    for (String bad :
        List.of("\u0000", "\u001b", "\u007f", "\ud800", "\uffff", "\u202e", "\u2066", "\ufeff")) {
      assertEquals("a\ufffdb", Markup.escape("a" + bad + "b"), Integer.toHexString(bad.charAt(0)));
    }
    String fine = "\t\n x\u00b2 \u4e2d \ud83d\ude00 \u0634";
    assertEquals(fine, Markup.escape(fine));
  }
}
