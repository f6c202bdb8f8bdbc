// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.Objective;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.update.Noise;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.Run;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * Answers the ops of the protocol in one arithmetic, every operation rounded there, in the order of
 * evaluation that {@code problem} and {@code descent} document (the residual form for an update).
 *
 * <p>Only s1 = d1 sigma1^2 and s2 = d2 sigma2^2 of the smoothed objective are formed exactly and
 * rounded once, since in a narrow format d1 need not be a number, nor sigma1^2 without underflow.
 * The noise of {@code sample} is the reference's binary64 stream (replicate n for draw n, step 0),
 * rounded once to the arithmetic.
 *
 * <p>Numbers are printed as the arithmetic prints them, as JSON numbers where a double holds them
 * and as strings elsewhere; what is not finite as "NaN", "Infinity" or "-Infinity".
 *
 * @param arithmetic what is computed in
 * @param <T> the type of the numbers
 */
public record Oracle<T extends Object>(Arithmetic<T> arithmetic) {
  /** The ops answered, in the protocol's order. */
  static final List<String> OPS =
      List.of(
          "hello",
          "loss",
          "gradient",
          "hessian",
          "hvp",
          "smoothed_loss",
          "smoothed_gradient",
          "smoothed_hessian",
          "step",
          "run",
          "sample",
          "bye");

  /** Numbers in one reply; a larger one is refused before it fills the memory. */
  static final long MAX_NUMBERS = 10_000_000;

  /**
   * Steps of a run in exact arithmetic, where digits triple with every step: beyond these it is
   * unsupported.
   */
  static final int MAX_EXACT_STEPS = 8;

  /** The fields of the reply, each already JSON, without the id. */
  Map<String, String> answer(RequestReader request) {
    return switch (request.op()) {
      case "hello" -> hello(request);
      case "loss" -> Map.of("loss", json(objective(request).loss(iterate(request))));
      case "gradient" -> pair("gradX", "gradY", objective(request).gradient(iterate(request)));
      case "hessian" -> hessian(request, objective(request));
      case "hvp" ->
          pair(
              "hvpX",
              "hvpY",
              objective(request).hessianTimes(iterate(request), factors(request, "dX", "dY")));
      case "smoothed_loss" -> Map.of("loss", json(smoothed(request).loss(iterate(request))));
      case "smoothed_gradient" ->
          pair("gradX", "gradY", smoothed(request).gradient(iterate(request)));
      case "smoothed_hessian" -> hessian(request, smoothed(request));
      case "step" ->
          pair(
              "X",
              "Y",
              update(request).apply(iterate(request), factors(request, "noiseX", "noiseY")));
      case "run" -> run(request);
      case "sample" -> sample(request);
      case "bye" -> Map.of();
      default -> unsupported();
    };
  }

  /** The reply of a request that went wrong. */
  static Map<String, String> error(String why) {
    return Map.of("error", text(why.replaceAll("\\s*\\R\\s*", " ")));
  }

  private static Map<String, String> unsupported() {
    return Map.of("unsupported", "true");
  }

  private Map<String, String> hello(RequestReader request) {
    if (request.has("protocol")) {
      long protocol = request.integer("protocol");
      Require.that(protocol == 1, "protocol", "be 1", protocol);
    }
    Map<String, String> reply = new LinkedHashMap<>();
    reply.put("name", text("noisygd reference"));
    reply.put("language", text("Java"));
    @Nullable Package home = Oracle.class.getPackage();
    @Nullable String version = home == null ? null : home.getImplementationVersion();
    if (version != null) {
      reply.put("version", text(version));
    }
    reply.put("arithmetic", text(arithmetic.name()));
    reply.put("ops", "[" + String.join(",", OPS.stream().map(Oracle::text).toList()) + "]");
    return reply;
  }

  private Factors<T> iterate(RequestReader request) {
    return factors(request, "X", "Y");
  }

  private Factors<T> factors(RequestReader request, String x, String y) {
    return factors(x, request.matrix(x, arithmetic), y, request.matrix(y, arithmetic));
  }

  @SuppressWarnings("shape") // Factors checks the shapes
  private Factors<T> factors(String nameX, Matrix<T> x, String nameY, Matrix<T> y) {
    Require.that(
        x.columns() == y.columns(),
        nameX + " of shape " + x.shape(),
        "have as many columns as " + nameY,
        y.shape());
    return new Factors<>(x, y);
  }

  @SuppressWarnings("shape") // the objective checks that iterates fit
  private MatrixFactorization<T> objective(RequestReader request) {
    return new MatrixFactorization<>(request.matrix("M", arithmetic));
  }

  @SuppressWarnings("shape") // the objective checks that iterates fit
  private SmoothedFactorization<T> smoothed(RequestReader request) {
    Factors<T> at = iterate(request);
    return new SmoothedFactorization<>(
        request.matrix("M", arithmetic),
        NoiseMoments.scalar(
            arithmetic,
            at.r(),
            totalVariance(at.d1(), deviation(request, "sigma1")),
            totalVariance(at.d2(), deviation(request, "sigma2"))));
  }

  private T deviation(RequestReader request, String name) {
    T sigma = request.number(name, arithmetic);
    Require.that(arithmetic.signum(sigma) >= 0, name, "be >= 0", arithmetic.print(sigma));
    return sigma;
  }

  /** d sigma^2, rounded once. */
  private T totalVariance(int d, T sigma) {
    return arithmetic.fromRational(arithmetic.toRational(sigma).pow(2).multiply(BigFraction.of(d)));
  }

  private Map<String, String> hessian(RequestReader request, Objective<T> objective) {
    Factors<T> at = iterate(request);
    requireNumbers("hessian", (double) at.variables() * at.variables());
    return Map.of("hessian", json(objective.hessian(at)));
  }

  private static void requireNumbers(String name, double count) {
    Require.that(
        count <= MAX_NUMBERS, name, "have at most " + MAX_NUMBERS + " numbers", (long) count);
  }

  @SuppressWarnings("shape") // the update checks that iterates fit
  private PerturbedUpdate<T> update(RequestReader request) {
    return new PerturbedUpdate<>(
        request.matrix("M", arithmetic),
        new StepSizes<>(request.number("etaX", arithmetic), request.number("etaY", arithmetic)),
        UpdateForm.RESIDUAL);
  }

  private Map<String, String> run(RequestReader request) {
    List<Matrix<T>> noiseX = request.matrices("noiseX", arithmetic);
    List<Matrix<T>> noiseY = request.matrices("noiseY", arithmetic);
    Require.that(
        noiseX.size() == noiseY.size(),
        "noiseX",
        "have as many steps as noiseY, " + noiseY.size(),
        noiseX.size());
    int steps = noiseX.size();
    if (arithmetic.isExact() && steps > MAX_EXACT_STEPS) {
      return unsupported();
    }
    Set<Long> record = new HashSet<>(request.ascending("record", steps));
    Noise<T> noise = t -> factors("noiseX", noiseX.get((int) t), "noiseY", noiseY.get((int) t));
    List<String> states = new ArrayList<>();
    new Run<>(update(request), noise)
        .run(
            iterate(request),
            0,
            steps,
            (t, state) -> {
              if (record.contains(t)) {
                states.add(
                    "{\"t\":"
                        + t
                        + ",\"X\":"
                        + json(state.x())
                        + ",\"Y\":"
                        + json(state.y())
                        + "}");
              }
            });
    return Map.of("states", "[" + String.join(",", states) + "]");
  }

  private Map<String, String> sample(RequestReader request) {
    PerturbedUpdate<T> update = update(request);
    Factors<T> at = iterate(request);
    long count = request.integer("count");
    Require.that(count >= 0, "count", "be at least 0", count);
    requireNumbers("sample", (double) count * at.variables());
    GaussianStream stream = new GaussianStream(request.integer("seed"));
    NoiseSource noiseX = source(request, stream, FactorId.NOISE_X, "sigma1");
    NoiseSource noiseY = source(request, stream, FactorId.NOISE_Y, "sigma2");
    List<String> x = new ArrayList<>();
    List<String> y = new ArrayList<>();
    for (long n = 0; n < count; n++) {
      Factors<T> noise =
          factors(
              "noiseX",
              Matrix.of(Binary64.INSTANCE, noiseX.rows(n, 0, at.d1(), at.r())).roundTo(arithmetic),
              "noiseY",
              Matrix.of(Binary64.INSTANCE, noiseY.rows(n, 0, at.d2(), at.r())).roundTo(arithmetic));
      Factors<T> image = update.apply(at, noise);
      x.add(json(image.x()));
      y.add(json(image.y()));
    }
    Map<String, String> reply = new LinkedHashMap<>();
    reply.put("X", "[" + String.join(",", x) + "]");
    reply.put("Y", "[" + String.join(",", y) + "]");
    return reply;
  }

  private NoiseSource source(
      RequestReader request, GaussianStream stream, FactorId factor, String name) {
    return new NoiseSource(stream, factor, arithmetic.roundToDouble(deviation(request, name)));
  }

  private Map<String, String> pair(String nameX, String nameY, Factors<T> factors) {
    Map<String, String> reply = new LinkedHashMap<>();
    reply.put(nameX, json(factors.x()));
    reply.put(nameY, json(factors.y()));
    return reply;
  }

  private String json(Matrix<T> matrix) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < matrix.rows(); i++) {
      rows.append(i == 0 ? "[[" : ",[");
      for (int j = 0; j < matrix.columns(); j++) {
        rows.append(j == 0 ? "" : ",").append(json(matrix.get(i, j)));
      }
      rows.append(']');
    }
    return rows.append(']').toString();
  }

  private String json(T number) {
    if (!arithmetic.isFinite(number)) {
      return "\"" + arithmetic.roundToDouble(number) + "\"";
    }
    String literal = arithmetic.print(number);
    return number instanceof Double ? literal : "\"" + literal + "\"";
  }

  private static String text(String string) {
    return TextNode.valueOf(string).toString();
  }
}
