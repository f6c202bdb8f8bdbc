// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.math.BigDecimal;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.Noise;
import org.noisygd.descent.update.PerturbedRun;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.io.json.JsonText;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;

/**
 * The traces of the windows of one {@link TraceSetting}.
 *
 * <p>In binary64 and residual form the windows are parts of one run from the start, by {@link
 * DoubleUpdate}. Runs in Gram form and in 50 digits begin at the first state of their window in
 * this run. The run in 50 digits reads the literals of the binary64 window (M, the step sizes, its
 * first state and the noise) as decimals, so both files have the same inputs, each exact in its
 * arithmetic.
 */
final class GoldenTraces {
  private static final DecimalArithmetic DECIMAL = DecimalArithmetic.ofDigits(50);

  private final TraceSetting setting;
  private final Experiment experiment;
  private final Map<String, StringBuilder> files;

  /** The noise of one update. */
  private final double[] noiseX;

  private final double[] noiseY;

  private GoldenTraces(TraceSetting setting, Map<String, StringBuilder> files) {
    this.setting = setting;
    this.experiment = setting.experiment();
    this.files = files;
    this.noiseX = new double[experiment.d1() * experiment.r()];
    this.noiseY = new double[experiment.d2() * experiment.r()];
  }

  /** Adds the setting's files, by their paths below golden/. */
  static void write(TraceSetting setting, Map<String, StringBuilder> files) {
    new GoldenTraces(setting, files).write();
  }

  private void write() {
    PerturbedUpdate<Double> update =
        new PerturbedUpdate<>(experiment.target(), experiment.stepSizes(), UpdateForm.RESIDUAL);
    DoubleUpdate fast = new DoubleUpdate(update, experiment.r());
    double[] x = experiment.startX(TraceSetting.SEED, setting.replicate());
    double[] y = experiment.startY(TraceSetting.SEED, setting.replicate());
    long t = 0;
    for (TraceSetting.Window window : setting.windows()) {
      for (; t < window.from(); t++) {
        setting.noise(t, noiseX, noiseY);
        fast.apply(x, y, noiseX, noiseY);
      }
      Factors<Double> first = factors(x, y);
      writeResidual(window, update, x.clone(), y.clone());
      if (window.gramStates() > 0) {
        writeRun(
            window,
            window.gramStates(),
            new PerturbedUpdate<>(experiment.target(), experiment.stepSizes(), UpdateForm.GRAM),
            first,
            this::noise);
      }
      if (window.decimalStates() > 0) {
        StepSizes<BigDecimal> steps =
            StepSizes.of(DECIMAL, asDecimal(experiment.etaX()), asDecimal(experiment.etaY()));
        writeRun(
            window,
            window.decimalStates(),
            new PerturbedUpdate<>(asDecimal(experiment.target()), steps, UpdateForm.RESIDUAL),
            asDecimal(first),
            step -> asDecimal(noise(step)));
      }
    }
  }

  private void writeResidual(
      TraceSetting.Window window, PerturbedUpdate<Double> update, double[] x, double[] y) {
    DoubleUpdate fast = new DoubleUpdate(update, experiment.r());
    StringBuilder text = begun(window, window.states(), update);
    long last = window.from() + window.states() - 1;
    for (long t = window.from(); t <= last; t++) {
      Factors<Double> noise = noise(t);
      state(text, t, factors(x, y), t < last ? noise : null);
      fast.apply(x, y, noiseX, noiseY);
    }
  }

  private <T> void writeRun(
      TraceSetting.Window window,
      int states,
      PerturbedUpdate<T> update,
      Factors<T> first,
      Noise<T> noise) {
    StringBuilder text = begun(window, states, update);
    long last = window.from() + states - 1;
    new PerturbedRun<>(update, noise)
        .run(
            first,
            window.from(),
            last,
            (t, iterate) -> state(text, t, iterate, t < last ? noise.at(t) : null));
  }

  /** Adds a state, with the noise of the update that starts from it, if there is any. */
  private static <T> void state(
      StringBuilder text, long t, Factors<T> iterate, @Nullable Factors<T> noise) {
    JsonText state = new JsonText().integer("t", t);
    state.matrix("X", iterate.x()).matrix("Y", iterate.y());
    if (noise != null) {
      state.matrix("noiseX", noise.x()).matrix("noiseY", noise.y());
    }
    text.append(state).append('\n');
  }

  /** A trace with its header. */
  private <T> StringBuilder begun(
      TraceSetting.Window window, int states, PerturbedUpdate<T> update) {
    Arithmetic<T> numbers = update.target().arithmetic();
    String arithmetic = numbers.name();
    String form = update.form() == UpdateForm.GRAM ? "gram" : "residual";
    String kind = arithmetic.replace(":", "") + (form.equals("gram") ? "-gram" : "");
    String name = String.join("-", experiment.name(), kind, window.phase());
    boolean ownRun =
        window.from() == 0 || (arithmetic.equals("binary64") && form.equals("residual"));
    JsonText header = new JsonText().integer("trace", 1).string("name", name);
    header.string("arithmetic", arithmetic);
    header.number("etaX", numbers, update.steps().etaX());
    header.number("etaY", numbers, update.steps().etaY());
    provenance(header, window, states, form, ownRun);
    header.matrix("M", update.target());
    StringBuilder text = new StringBuilder().append(header).append('\n');
    files.put("traces/" + name + ".jsonl", text);
    return text;
  }

  private void provenance(
      JsonText header, TraceSetting.Window window, int states, String form, boolean ownRun) {
    header.number("sigma1", experiment.sigmaX()).number("sigma2", experiment.sigmaY());
    header.string("setting", experiment.name()).string("title", experiment.title());
    header.string("form", form).string("phase", window.phase());
    JsonText steps = new JsonText().integer("from", window.from());
    header.raw("window", steps.integer("to", window.from() + states - 1).toString());
    header.string(
        "firstState",
        window.from() == 0
            ? "the start"
            : ownRun ? "the run from the start" : "the binary64 run's state, as printed");
    JsonText start = new JsonText();
    if (experiment.start().isPoint()) {
      start.string("law", "the point (3, 5)");
    } else {
      start.string("law", "normal").number("sigmaX", experiment.start().sigma());
      start.number("sigmaY", experiment.start().sigma());
    }
    header.raw("start", start.toString());
    JsonText noise = new JsonText();
    noise.string("stream", setting.stream().name());
    noise.integer("seed", setting.stream().seed()).integer("replicate", setting.replicate());
    header.raw("noise", noise.toString());
  }

  private Factors<Double> noise(long t) {
    setting.noise(t, noiseX, noiseY);
    return factors(noiseX, noiseY);
  }

  private Factors<Double> factors(double[] x, double[] y) {
    return Factors.fromRows(Binary64.INSTANCE, x, y, experiment.r());
  }

  private static BigDecimal asDecimal(double d) {
    return DECIMAL.fromDecimal(new BigDecimal(Literals.format(d)));
  }

  private static Matrix<BigDecimal> asDecimal(Matrix<Double> matrix) {
    return Matrix.of(
        DECIMAL, matrix.rows(), matrix.columns(), (i, j) -> asDecimal(matrix.get(i, j)));
  }

  private static Factors<BigDecimal> asDecimal(Factors<Double> factors) {
    return new Factors<>(asDecimal(factors.x()), asDecimal(factors.y()));
  }
}
