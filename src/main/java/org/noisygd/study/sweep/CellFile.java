// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import org.noisygd.number.Require;
import org.noisygd.report.ResultTable;

/**
 * The text of one finished cell: a line with the digest of the specification and the number of the
 * cell, the rows as comma-separated values, and a line with the digest of all before it.
 *
 * <pre>
 *   noisygd sweep cell,DIGEST,CELL
 *   point,sigma,arithmetic,...
 *   8,0.1,bfloat16,...
 *   end,SHA-256
 * </pre>
 */
public final class CellFile {
  private static final String END = "end,";

  private CellFile() {}

  private static String head(String digest, int cell) {
    return "noisygd sweep cell," + digest + "," + cell + "\n";
  }

  /** Computes a cell; the result depends on the arguments alone. */
  public static String compute(Specification specification, int cell) {
    return of(specification, cell, CellStudy.compute(specification, cell));
  }

  static String of(Specification specification, int cell, ResultTable rows) {
    String body = head(specification.digest(), cell) + rows.csv();
    return body + END + Specification.sha256(body) + "\n";
  }

  /**
   * The rows of a cell's file.
   *
   * @throws IllegalArgumentException if the file is incomplete, or belongs to another cell
   */
  static ResultTable read(Specification specification, int cell, String text) {
    int end = text.lastIndexOf(END, Math.max(0, text.length() - 2));
    String body = end < 0 ? "" : text.substring(0, end);
    Require.that(
        text.equals(body + END + Specification.sha256(body) + "\n"),
        "its last line",
        "be the digest of the others",
        end < 0 ? "none" : text.substring(end).strip());
    String head = head(specification.digest(), cell);
    Require.that(body.startsWith(head), "it", "begin with " + head.strip(), body.split("\n", 2)[0]);
    ResultTable rows = ResultTable.read(body.substring(head.length()), specification.columns());
    Require.that(
        rows.size() == specification.pointsOf(cell).size(),
        "it",
        "have a row per point",
        rows.size());
    return rows;
  }
}
