// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Binary64;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.IterateStore;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.settling.StoredDrift;

/** The mean imbalance beside what is proved of it (claim NP.drift), for stochastic roundings. */
final class ProvedDrift {
  /** How far xy may be from 1, in standard deviations of the noise, and at most. */
  private static final double DEVIATIONS = 6;

  /** The larger factor may grow by a tenth, the smaller one to 3 over that. */
  private static final double GROWTH = 1.1;

  private static final double PRODUCT = 3;

  /** About so many means are drawn of each arithmetic, the last one among them. */
  private static final int MARKS = 12;

  private final Experiment setting;
  private final Point begin;
  private final List<Series> series = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();

  private ProvedDrift(Experiment setting, Point begin) {
    this.setting = setting;
    this.begin = begin;
  }

  /** Whether the theorem says something of these runs: two variables, M = 1, one step and noise. */
  static boolean speaksOf(DriftResult result, Point begin) {
    Experiment setting = result.runs().setting();
    ProvedDrift proved = new ProvedDrift(setting, begin);
    return setting.d1() * setting.d2() * setting.r() == 1
        && setting.target().get(0, 0) == 1
        && setting.etaX() == setting.etaY()
        && setting.sigmaX() == setting.sigmaY()
        && setting.isNoisy()
        && setting.gamma() == 1
        && result.results().stream()
            .filter(ProvedDrift::isStored)
            .anyMatch(one -> proved.isBounded(proved.theorem(one)));
  }

  /** Whether only its iterate is stored by random rounding, with nothing beside it. */
  private static boolean isStored(OfArithmetic one) {
    ArithmeticName name = ArithmeticName.parse(one.arithmetic());
    return name.format().filter(format -> !format.flushes()).isPresent()
        && name.beside() == IterateStore.Beside.NOTHING
        && !name.everyOperation()
        && name.blocks().isEmpty()
        && name.signed().isEmpty()
        && name.rounding() instanceof StochasticRounding rounding
        && !rounding.cutToEven();
  }

  /** The figure, from the begin of Phase III on. */
  static LineChart figure(DriftResult result, Point begin) {
    ProvedDrift proved = new ProvedDrift(result.runs().setting(), begin);
    for (OfArithmetic one : result.results()) {
      if (isStored(one)) {
        proved.add(one);
      }
    }
    String none =
        proved.silent.isEmpty()
            ? ""
            : " Nothing is proved of "
                + String.join(", ", proved.silent)
                + " here: the bound is above the imbalance.";
    return new LineChart(
        "proved-drift",
        "The imbalance beside what is proved",
        "Means over the replicates as marks, which scatter; the line is (1 - a)^n of the start, and the band about it"
            + " holds the mean of runs of exact updates that stay near the valley."
            + none,
        Axis.fitted("update", true, proved.series, false),
        Axis.fitted("| ||X||^2 - ||Y||^2 |", false, proved.series, false),
        proved.series);
  }

  /** Whether the bound is below the imbalance where Phase III begins. */
  private boolean isBounded(StoredDrift<Double> theorem) {
    return theorem.rate().value() <= 1 && theorem.error().value() < Math.abs(begin.imbalance());
  }

  private void add(OfArithmetic one) {
    StoredDrift<Double> theorem = theorem(one);
    if (!isBounded(theorem)) {
      silent.add(one.arithmetic());
      return;
    }
    Scalar<Double> most = theorem.error();
    int k = series.size() / 2;
    List<Point> course =
        one.course().stream().filter(point -> point.step() >= begin.step()).toList();
    double sign = Math.signum(begin.imbalance());
    double start = course.isEmpty() ? 0 : course.get(0).imbalance();
    Points band = Points.withInterval("what is proved of the mean");
    for (Point point : course) {
      long n = point.step() - begin.step();
      double off = theorem.after(n, most).value();
      double middle = sign * start * StrictMath.pow(1 - theorem.rate().value(), (double) n);
      band.add((double) point.step(), middle, middle - off, middle + off);
    }
    series.add(band.series(Text.format("%s, proved", one.arithmetic()), Kind.line(k)));
    int last = course.size() - 1;
    Points measured = new Points();
    for (int i = last % (last / MARKS + 1); i <= last; i += last / MARKS + 1) {
      measured.add((double) course.get(i).step(), sign * course.get(i).imbalance());
    }
    series.add(measured.series(one.arithmetic(), Kind.marks(k)));
  }

  private StoredDrift<Double> theorem(OfArithmetic one) {
    ArithmeticName name = ArithmeticName.parse(one.arithmetic());
    BinaryFormat format = name.format().orElseThrow();
    int bits = name.rounding() instanceof StochasticRounding rounding ? rounding.bits() : 0;
    double largest = GROWTH * Math.sqrt(Math.max(begin.normX2(), begin.normY2()));
    return new StoredDrift<>(
        scalar(setting.etaX()),
        scalar(setting.sigmaX()).squared(),
        new StoredDrift.Region<>(
            scalar(Math.min(1, DEVIATIONS * setting.sigmaX())),
            scalar(Math.min(largest, PRODUCT / largest)),
            scalar(largest)),
        new StoredDrift.Store<>(
            scalar(format.spacing(0)),
            scalar(Math.scalb(1.0, 1 - format.precision())),
            scalar(Math.scalb(1.0, -bits))));
  }

  private static Scalar<Double> scalar(double x) {
    return Scalar.of(Binary64.INSTANCE, x);
  }
}
