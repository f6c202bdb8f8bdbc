// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Require;

/** Threads of this process, each of which computes one cell after the other. */
public final class ThreadEngine implements CellEngine {
  private final int threads;

  /** An engine with this many threads. */
  public ThreadEngine(int threads) {
    this.threads = Require.positive("--threads", threads);
  }

  @Override
  public String describe() {
    return "in process";
  }

  @Override
  public int parallelism() {
    return threads;
  }

  @Override
  public void compute(Specification specification, List<Integer> cells, Finished finished)
      throws IOException {
    try (Workers workers = new Workers(threads)) {
      workers.all(cells, cell -> compute(specification, cell, finished));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void compute(Specification specification, int cell, Finished finished) {
    String text = CellFile.compute(specification, cell);
    try {
      finished.cell(cell, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
