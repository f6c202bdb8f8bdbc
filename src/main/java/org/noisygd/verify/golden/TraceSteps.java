// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.nio.file.Path;
import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.io.FormatException;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.TraceReader;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.number.Arithmetic;
import org.noisygd.verify.check.Tally;

/**
 * The check of traces, read as in the judge: the generic update of each state and its noise must
 * equal the next state digit for digit. A different kernel wrote the traces.
 */
final class TraceSteps {
  private TraceSteps() {}

  static void check(Path golden, List<String> paths, Tally tally) {
    for (String path : paths) {
      if (path.startsWith("traces/")) {
        UpdateForm form = path.contains("-gram-") ? UpdateForm.GRAM : UpdateForm.RESIDUAL;
        try (TraceReader reader = TraceReader.open(golden.resolve(path))) {
          check("golden/" + path, form, reader, reader.header().arithmetic(), tally);
        } catch (FormatException e) {
          tally.holds("golden/" + path, false, String.valueOf(e.getMessage()));
        } catch (ArithmeticException e) {
          tally.holds(
              "golden/" + path, false, "holds a number outside its arithmetic: " + e.getMessage());
        }
      }
    }
  }

  private static <T> void check(
      String name, UpdateForm form, TraceReader reader, Arithmetic<T> arithmetic, Tally tally) {
    PerturbedUpdate<T> update =
        new PerturbedUpdate<>(
            reader.header().target().in(arithmetic),
            new StepSizes<>(
                reader.header().etaX().in(arithmetic), reader.header().etaY().in(arithmetic)),
            form);
    TraceState state = reader.next();
    if (state == null) {
      tally.holds(name, false, "holds no state");
    }
    while (state != null) {
      TraceState next = reader.next();
      ReadMatrix noiseX = state.noiseX();
      ReadMatrix noiseY = state.noiseY();
      if (next != null && noiseX != null && noiseY != null) {
        Factors<T> expected =
            update.apply(
                factors(state.x(), state.y(), arithmetic), factors(noiseX, noiseY, arithmetic));
        compare(name, next, expected, factors(next.x(), next.y(), arithmetic), tally);
      } else {
        tally.holds(name + ":" + state.line().number(), next == null, "no noise on this line");
      }
      state = next;
    }
  }

  private static <T> Factors<T> factors(ReadMatrix x, ReadMatrix y, Arithmetic<T> arithmetic) {
    return new Factors<>(x.in(arithmetic), y.in(arithmetic));
  }

  private static <T> void compare(
      String name, TraceState state, Factors<T> expected, Factors<T> actual, Tally tally) {
    Arithmetic<T> arithmetic = expected.arithmetic();
    List<T> wanted = expected.toVariables();
    List<T> found = actual.toVariables();
    String wrong = "";
    for (int n = wanted.size() - 1; n >= 0; n--) {
      if (arithmetic.compare(wanted.get(n), found.get(n)) != 0) {
        String shown = arithmetic.print(wanted.get(n)) + ", got " + arithmetic.print(found.get(n));
        wrong = expected.entryName(n) + " at t = " + state.t() + ": expected " + shown;
      }
    }
    tally.holds(name + ":" + state.line().number(), wrong.isEmpty(), wrong);
  }
}
