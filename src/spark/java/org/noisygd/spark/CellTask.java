// SPDX-License-Identifier: Apache-2.0
package org.noisygd.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.noisygd.study.sweep.CellFile;
import org.noisygd.study.sweep.Specification;
import org.noisygd.study.sweep.SpecificationReader;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** Computes the one cell of a partition, wherever it is run. */
final class CellTask
    extends AbstractFunction2<TaskContext, Iterator<Integer>, SparkEngine.FinishedCell>
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Specifications that this process has read already. */
  private static final Map<String, Specification> READ = new ConcurrentHashMap<>();

  private final String specification;

  CellTask(String specification) {
    this.specification = specification;
  }

  @Override
  public SparkEngine.FinishedCell apply(TaskContext context, Iterator<Integer> cells) {
    // The canonical text names no file: problems are in it.
    Specification read =
        READ.computeIfAbsent(specification, text -> SpecificationReader.of(text, Path.of("")));
    int cell = cells.next();
    return new SparkEngine.FinishedCell(cell, CellFile.compute(read, cell));
  }
}
