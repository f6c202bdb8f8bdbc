// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.number.Binary64;
import org.noisygd.number.Literals;

/**
 * A program that converts, with a part of it replaced perhaps. It has its own formats and its own
 * rounding, by whole parts of doubles scaled by powers of two; nothing of the code under test
 * converts here.
 */
final class SimulatedConversion {
  /**
   * p, emin and the largest number; what is beyond is an infinity unless the name says otherwise.
   */
  private static final Map<String, double[]> FORMATS =
      Map.of(
          "bfloat16", new double[] {8, -126, 0x1.fep127},
          "binary32", new double[] {24, -126, 0x1.fffffep127},
          "e4m3", new double[] {4, -6, 448},
          "e5m2", new double[] {3, -14, 57344},
          "e2m1", new double[] {2, 0, 6});

  /** The formats that it knows. */
  static final List<String> KNOWN =
      List.of("binary32", "bfloat16", "e4m3", "mxfp4/floor", "mxfp8-e5m2/even", "mxfp4/rceil");

  /** Which neighbour. */
  interface Choice {
    boolean away(String mode, double whole, double f, boolean negative, double uniform);
  }

  /** The exponent of a block's scale. */
  interface Scale {
    int of(String rule, int p, int emax, double largest, double max);
  }

  /** A number in (0, 1] for each entry of each draw. */
  interface Uniforms {
    DoubleSupplier of(long seed, int draw);
  }

  DoubleUnaryOperator first = x -> x;
  Choice choice = SimulatedConversion::rightly;
  Scale scale = SimulatedConversion::rightScale;
  int block = 32;
  DoublePredicate saturates = x -> false;

  /** Whether exact values are moved by one in the directed modes. */
  boolean exactMoved;

  DoubleUnaryOperator last = y -> y;
  Uniforms uniforms = SimulatedConversion::independent;
  int bits;

  /** The random bits where so many are told; 0 is all. */
  IntUnaryOperator told = asked -> bits;

  /** The largest number of a format, by the right one. */
  DoubleUnaryOperator largest = x -> x;

  /** The exponent of the smallest normal number, by the right one. */
  IntUnaryOperator least = e -> e;

  /** Words of which each serves so many numbers of a draw. */
  static DoubleSupplier shared(long seed, int draw, int among) {
    DoubleSupplier all = independent(seed, draw);
    double[] kept = new double[2];
    return () -> kept[0] = kept[1]++ % among == 0 ? all.getAsDouble() : kept[0];
  }

  static Choice stochastic(Choice choice) {
    return only("stochastic", choice);
  }

  /** A choice where one rounding is asked for; the right one elsewhere. */
  static Choice only(String asked, Choice choice) {
    return (mode, whole, f, n, u) ->
        mode.equals(asked) ? choice.away(mode, whole, f, n, u) : rightly(mode, whole, f, n, u);
  }

  /** One stream for each seed, whose draws come one after the other. */
  static DoubleSupplier independent(long seed, int draw) {
    SplittableRandom random =
        new SplittableRandom(seed * 0xd1342543de82ef95L + 0x5851f42d4c957f2dL * draw);
    return () -> 1 - random.nextDouble();
  }

  static boolean rightly(String mode, double whole, double f, boolean negative, double uniform) {
    return switch (mode) {
      case "nearest" -> f > 0.5 || (f == 0.5 && whole % 2 == 1);
      case "nearest-away" -> f >= 0.5;
      case "zero" -> false;
      case "up" -> f > 0 && !negative;
      case "down" -> f > 0 && negative;
      case "odd" -> f > 0 && whole % 2 == 0;
      default -> uniform <= f;
    };
  }

  static int rightScale(String rule, int p, int emax, double largest, double max) {
    int floor = exponent(max);
    double significand = max / Math.scalb(1.0, floor);
    return switch (rule) {
      case "floor" -> floor - emax;
      case "ceil" -> floor - emax + (significand > 1 ? 1 : 0);
      case "even" ->
          floor - emax + (Math.rint(Math.scalb(significand, p - 1)) == Math.scalb(1.0, p) ? 1 : 0);
      default -> floor - emax + (significand > largest / Math.scalb(1.0, emax) ? 1 : 0);
    };
  }

  private static int exponent(double x) {
    return x < Double.MIN_NORMAL ? Math.getExponent(x * 0x1p60) - 60 : Math.getExponent(x);
  }

  private static String element(String to) {
    return to.startsWith("mxfp4") ? "e2m1" : to.startsWith("mxfp8-e5m2") ? "e5m2" : to;
  }

  /** The answer to a case. */
  Answer answer(Case tested) {
    RoundingTask task = RoundingTask.of(tested.request());
    RoundingTask.Setting setting = task.setting();
    List<ReadNumber> numbers = new ArrayList<>();
    Map<Double, ReadNumber> known = new HashMap<>();
    int rows = Math.max(1, task.count());
    int used = task.bits().isPresent() ? told.applyAsInt(task.bits().getAsInt()) : bits;
    for (int d = 0; d < rows; d++) {
      DoubleSupplier all = uniforms.of(task.seed(), d);
      DoubleSupplier uniform =
          used == 0
              ? all
              : () -> Math.scalb(Math.floor(Math.scalb(all.getAsDouble(), used)) + 1, -used);
      int[] scales = scales(setting.to(), task);
      for (int i = 0; i < task.size(); i++) {
        double y =
            last.applyAsDouble(
                converted(first.applyAsDouble(task.value(i)), setting, scales[i], uniform));
        numbers.add(
            known.computeIfAbsent(
                y,
                k ->
                    ReadNumber.of(
                        Double.isFinite(k) ? Literals.format(k) : String.valueOf(k),
                        Binary64.INSTANCE)));
      }
    }
    return new Answer(
        Map.of(RoundingJudge.FIELD, new ReadMatrix(rows, task.size(), numbers)), Map.of());
  }

  private int[] scales(String to, RoundingTask task) {
    int[] scales = new int[task.size()];
    double[] format = format(element(to));
    for (int i = 0; to.contains("/") && i < scales.length; i++) {
      double max = 0;
      int from = i / block * block;
      for (int j = from; j < Math.min(scales.length, from + block); j++) {
        max = Math.max(max, Math.abs(first.applyAsDouble(task.value(j))));
      }
      int emax = Math.getExponent(format[2]);
      String rule = to.substring(to.indexOf('/') + 1);
      int exponent = max == 0 ? 0 : scale.of(rule, (int) format[0], emax, format[2], max);
      scales[i] = Math.max(-127, Math.min(127, exponent));
    }
    return scales;
  }

  private static double[] format(String name) {
    return FORMATS.getOrDefault(name, new double[0]);
  }

  private double converted(
      double x, RoundingTask.Setting setting, int scale, DoubleSupplier uniform) {
    double u = setting.isStochastic() ? uniform.getAsDouble() : 0;
    if (x == 0 || Double.isNaN(x)) {
      return x;
    }
    double[] format = format(element(setting.to()));
    boolean blocks = setting.to().contains("/");
    double size = Math.scalb(Math.min(Math.abs(x), 0x1p1000), -scale);
    // What is lost of a tiny double when it is scaled counts as something above zero.
    size = size == 0 ? Double.MIN_VALUE : size;
    int place = Math.max(exponent(size), least.applyAsInt((int) format[1])) - (int) format[0] + 1;
    double places = Math.scalb(size, -place);
    double whole = Math.floor(places);
    double f = places - whole;
    f = f == 0 && whole == 0 ? Double.MIN_VALUE : f;
    boolean away = f > 0 && choice.away(setting.mode(), whole, f, x < 0, u);
    away |= exactMoved && f == 0 && setting.mode().equals(x < 0 ? "down" : "up");
    double y = Math.scalb(away ? whole + 1 : whole, place);
    double end = largest.applyAsDouble(format[2]);
    if (y > end) {
      boolean inwards =
          List.of("zero", "odd").contains(setting.mode())
              || setting.mode().equals(x < 0 ? "up" : "down");
      boolean isLast =
          blocks || inwards || saturates.test(x) || setting.overflow().equals("saturate");
      y = isLast ? end : setting.to().equals("e4m3") ? Double.NaN : 1 / 0.0;
    }
    return Math.copySign(Math.scalb(y, scale), x);
  }
}
