// SPDX-License-Identifier: Apache-2.0
package org.noisygd.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.report.Column;
import org.noisygd.report.ResultTable;
import org.noisygd.study.sweep.ResultsFolder;
import org.noisygd.study.sweep.Specification;
import org.noisygd.study.sweep.SpecificationReader;
import org.noisygd.study.sweep.SweepRun;
import org.noisygd.study.sweep.ThreadEngine;

/** Cross-checks: what Parquet's own library reads of files that the program wrote. */
class ParquetReadTest {
  @TempDir private Path directory;

  private static List<Group> rows(Path file) throws IOException {
    List<Group> rows = new ArrayList<>();
    var path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static Map<String, String> metadata(Path file) throws IOException {
    var path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      return reader.getFileMetaData().getKeyValueMetaData();
    }
  }

  private static Object field(Group row, String name, Column.Type type) {
    if (row.getFieldRepetitionCount(name) == 0) {
      return null;
    }
    return switch (type) {
      case LONG -> row.getLong(name, 0);
      case DOUBLE -> row.getDouble(name, 0);
      case TEXT -> row.getString(name, 0);
    };
  }

  /** The table of ParquetFileTest, which holds the program to the bytes of this file. */
  @Test
  void sample_ofTheOtherTests_isReadAsItsTable() throws IOException {
    Path file = Path.of("src/test/resources/org/noisygd/report/sample.parquet");
    List<Group> rows = rows(file);
    assertEquals(200, rows.size());
    for (int r = 0; r < 200; r++) {
      Group row = rows.get(r);
      assertEquals(18, row.getType().getFieldCount());
      assertEquals(r % 3 == 0 ? null : Long.MIN_VALUE + r, field(row, "n", Column.Type.LONG));
      if (r < 150) {
        double expected = r == 7 ? Double.POSITIVE_INFINITY : r / 8.0;
        assertEquals(expected, field(row, "x", Column.Type.DOUBLE));
      } else {
        assertNull(field(row, "x", Column.Type.DOUBLE));
      }
      assertEquals(r == 100 ? null : "gr\u00f6\u00dfe " + r, field(row, "s", Column.Type.TEXT));
      for (int k = 0; k < 15; k++) {
        assertEquals((long) r * k, field(row, "more" + k, Column.Type.LONG));
      }
    }
    assertEquals(Map.of("a", "b", "specification", "{}"), metadata(file));
  }

  @Test
  void results_ofASweep_areReadAsTheRowsThatItReturns() throws IOException {
    Specification specification =
        SpecificationReader.of(
            """
            {"sweep": "parquet", "fixed": {"steps": 60, "replicates": 2},
             "grid": {"randomBits": [2, "all"], "gamma": [1, 2], "precision": [8, 9]},
             "together": []}
            """
                .replace("\"steps\"", "\"rounding\": \"stochastic\", \"steps\""),
            Path.of(""));
    ResultTable table;
    try (ResultsFolder folder = ResultsFolder.open(directory, specification, "1")) {
      table = SweepRun.in(folder, specification).run(new ThreadEngine(2), progress -> {});
    }
    Path file = directory.resolve("results.parquet");
    List<Group> rows = rows(file);
    assertEquals(table.size(), rows.size());
    for (int r = 0; r < table.size(); r++) {
      for (int c = 0; c < table.columns().size(); c++) {
        Column column = table.columns().get(c);
        assertEquals(
            table.row(r).get(c), field(rows.get(r), column.name(), column.type()), column.name());
      }
    }
    assertEquals(specification.canonical(), metadata(file).get("specification"));
    assertEquals(8, Files.readAllLines(directory.resolve("results.csv")).size() - 1);
  }
}
