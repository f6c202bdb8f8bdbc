// SPDX-License-Identifier: Apache-2.0
package org.noisygd.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.noisygd.study.sweep.CellEngine;
import org.noisygd.study.sweep.Specification;
import scala.collection.immutable.Range;
import scala.collection.immutable.Range$;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Cells as the partitions of one Spark job, a task each, by Spark's own scheduling and retries. A
 * task gets the specification's text and a cell's number, and returns the cell's file as text; the
 * driver writes it when that task is reported done, while others still run. So workers need no disk
 * in common with the driver or each other, and only the driver's folder says what is finished.
 * Spark reports a partition once, also where a task ran twice.
 */
final class SparkEngine implements CellEngine {
  private final JavaSparkContext context;
  private final String master;

  SparkEngine(JavaSparkContext context, String master) {
    this.context = context;
    this.master = master;
  }

  @Override
  public String describe() {
    return "Spark " + context.version() + ", " + master;
  }

  @Override
  public int parallelism() {
    return Math.max(1, context.defaultParallelism());
  }

  @Override
  public void compute(Specification specification, List<Integer> cells, Finished finished)
      throws IOException {
    SparkContext spark = context.sc();
    Range all = Range$.MODULE$.apply(0, cells.size());
    @SuppressWarnings("unchecked") // a Range is a sequence of boxed integers
    Seq<Object> partitions = (Seq<Object>) (Seq<?>) all;
    try {
      spark.runJob(
          context.parallelize(cells, cells.size()).rdd(),
          new CellTask(specification.canonical()),
          partitions,
          new Arrival(finished),
          ClassTag$.MODULE$.apply(FinishedCell.class));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Scala throws checked exceptions unannounced.
      throw failure(e);
    }
  }

  /** What the driver's own writing threw, as it was; else the first line of what Spark says. */
  private static IOException failure(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException own) {
        return own.getCause();
      }
    }
    String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason");
    return new IOException("Spark could not complete the sweep: " + why, e);
  }

  @Override
  public void close() {
    context.close();
  }

  /** Hands a cell over as it arrives. */
  private static final class Arrival extends AbstractFunction2<Object, FinishedCell, BoxedUnit> {
    private final Finished finished;

    Arrival(Finished finished) {
      this.finished = finished;
    }

    @Override
    public BoxedUnit apply(Object partition, FinishedCell cell) {
      try {
        finished.cell(cell.cell(), cell.text());
        return BoxedUnit.UNIT;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * What a task returns.
   *
   * @param cell its number
   * @param text its file
   */
  record FinishedCell(int cell, String text) implements Serializable {}
}
