// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.util.Locale;
import java.util.function.Function;
import org.noisygd.report.Provenance;
import org.noisygd.report.Terminal;
import org.noisygd.study.precision.DistanceJson;
import org.noisygd.study.precision.DistanceReport;
import org.noisygd.study.precision.DistanceResult;
import org.noisygd.study.precision.DistanceStudy;
import org.noisygd.study.precision.DistanceTable;
import org.noisygd.study.precision.DriftMap;
import org.noisygd.study.precision.DriftMapReport;
import org.noisygd.study.precision.DriftMapResult;
import org.noisygd.study.precision.DriftMapTable;
import org.noisygd.study.precision.SettledJson;
import org.noisygd.study.precision.SettledReport;
import org.noisygd.study.precision.SettledResult;
import org.noisygd.study.precision.SettledStudy;
import org.noisygd.study.precision.SettledTable;

/**
 * A study of precision that is held against theory, ready to run.
 *
 * @param table the name of its table of comma-separated values
 * @param run makes its results, in every form
 */
record Comparison(String table, Function<Provenance, Results> run) {
  /** What a study found, in every form. */
  record Results(String text, String json, String html, String csv) {}

  static Comparison of(DistanceStudy study, int threads) {
    return new Comparison(
        "distances.csv",
        provenance -> {
          DistanceResult found = study.run(threads);
          return new Results(
              DistanceTable.of(found),
              DistanceJson.of(found),
              DistanceReport.of(found, provenance),
              DistanceTable.csv(found));
        });
  }

  static Comparison of(SettledStudy study, int threads) {
    return new Comparison(
        "settled.csv",
        provenance -> {
          Terminal terminal = Terminal.current();
          SettledResult found =
              study.run(
                  threads,
                  done -> show(terminal, done, study.replicates(), "replicates have settled"));
          terminal.clearProgress(System.err);
          return new Results(
              SettledTable.of(found),
              SettledJson.of(found),
              SettledReport.of(found, provenance),
              SettledTable.csv(found));
        });
  }

  static Comparison of(DriftMap study, int threads) {
    return new Comparison(
        "map.csv",
        provenance -> {
          Terminal terminal = Terminal.current();
          int side = DriftMap.FACTORS.size();
          DriftMapResult found =
              study.run(threads, done -> show(terminal, done, side * side, "cells"));
          terminal.clearProgress(System.err);
          return new Results(
              DriftMapTable.of(found),
              DriftMapTable.json(found),
              DriftMapReport.of(found, provenance),
              DriftMapTable.csv(found));
        });
  }

  private static void show(Terminal terminal, long done, int all, String what) {
    terminal.showProgress(System.err, String.format(Locale.ROOT, "%,d of %,d %s", done, all, what));
  }
}
