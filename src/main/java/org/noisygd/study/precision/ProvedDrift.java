// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
import org.noisygd.study.precision.DriftResult.Reach;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.settling.StoredDrift;

/** The mean imbalance beside what is proved of it (claim NP.drift), for stochastic roundings. */
final class ProvedDrift {
  /** How far xy may be from 1, in standard deviations of the noise, and at most. */
  private static final double DEVIATIONS = 6;

  /** The larger factor may grow by a tenth, the smaller one to 3 over that. */
  private static final double GROWTH = 1.1;

  private static final double PRODUCT = 3;

  /** The share of single runs that may be outside the strip. */
  private static final double SHARE = 0.1;

  /** About so many means are drawn of each arithmetic, the last one among them. */
  private static final int MARKS = 12;

  private final Experiment setting;
  private final Point begin;
  private final List<Series> series = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private final List<String> single = new ArrayList<>();
  private final List<String> outside = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  private ProvedDrift(Experiment setting, Point begin) {
    this.setting = setting;
    this.begin = begin;
  }

  /** Whether the theorem says something of these runs: two variables, M = 1, one step and noise. */
  static boolean speaksOf(DriftResult result, Point begin) {
    Experiment setting = result.runs().setting();
    ProvedDrift proved = new ProvedDrift(setting, begin);
    return result.phases().hasThree()
        && setting.d1() * setting.d2() * setting.r() == 1
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
    StoredDrift.Region<Double> region = proved.region();
    String supposed =
        Text.format(
            " It supposes |xy - 1| <= %.3g and factors of at most %.3g and %.3g; runs that have"
                + " left that by the end: %s.",
            region.residual().value(),
            region.x().value(),
            region.y().value(),
            String.join(", ", proved.left));
    return new LineChart(
        "proved-drift",
        "The imbalance beside what is proved",
        "Means over the replicates as marks, which scatter; the line is (1 - a)^n of the start, and"
            + " the band about it holds the mean of runs of exact updates that stay near the"
            + " valley."
            + supposed
            + listed(
                " Nothing is proved of %s here: the bound is above the imbalance.", proved.silent)
            + listed(
                " The strips hold each time 9 of 10 single runs that stay; runs count from their"
                    + " own starts; outside at the end: %s.",
                proved.outside)
            + listed(
                " Of single runs nothing is said in %s: the strip would hold the start itself.",
                proved.single),
        Axis.fitted("update", true, proved.series, false),
        Axis.fitted("| ||X||^2 - ||Y||^2 |", false, proved.series, false),
        proved.series);
  }

  private static String listed(String text, List<String> names) {
    return names.isEmpty() ? "" : Text.format(text, String.join(", ", names));
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
    int k = left.size();
    List<Point> course =
        one.course().stream().filter(point -> point.step() >= begin.step()).toList();
    double sign = Math.signum(begin.imbalance());
    double start = course.isEmpty() ? 0 : course.get(0).imbalance();
    Points band = Points.withInterval("what is proved of the mean");
    for (Point point : course) {
      double off = theorem.after(point.step() - begin.step(), most).value();
      double middle = sign * start * kept(theorem, point);
      band.add((double) point.step(), middle, middle - off, middle + off);
    }
    series.add(band.series(Text.format("%s, proved", one.arithmetic()), Kind.line(k)));
    int n = one.reaches().size();
    left.add(
        Text.format(
            "%s %d of %d",
            one.arithmetic(), one.reaches().stream().filter(this::isLeft).count(), n));
    int last = course.size() - 1;
    boolean bounded = last > 0 && addSingle(one, theorem, most, course);
    Points measured = bounded ? Points.withInterval("the lowest to the highest run") : new Points();
    for (int i = last % (last / MARKS + 1); i <= last; i += last / MARKS + 1) {
      Point point = course.get(i);
      double mean = sign * point.imbalance();
      if (bounded) {
        double middle = sign * start * kept(theorem, point);
        List<Double> off = deviations(one, theorem, point);
        measured.add(
            (double) point.step(),
            mean,
            middle + Collections.min(off),
            middle + Collections.max(off));
      } else {
        measured.add((double) point.step(), mean);
      }
    }
    series.add(measured.series(one.arithmetic(), Kind.marks(k)));
  }

  /** Adds the strip for one run, if it says something at the end. */
  private boolean addSingle(
      OfArithmetic one, StoredDrift<Double> theorem, Scalar<Double> most, List<Point> course) {
    Scalar<Double> scatter = theorem.scatter(most);
    Point end = course.get(course.size() - 1);
    double widest = single(theorem, most, scatter, end);
    double start = Math.abs(course.get(0).imbalance());
    if (!(widest < start * (1 - kept(theorem, end)))) {
      single.add(one.arithmetic());
      return false;
    }
    Points strip = Points.withInterval("what is proved of one run");
    for (Point point : course) {
      double middle = start * kept(theorem, point);
      double off = single(theorem, most, scatter, point);
      strip.add((double) point.step(), middle, middle - off, middle + off);
    }
    series.add(strip.series(Text.format("one run in %s", one.arithmetic()), Kind.GUIDE));
    List<Double> off = deviations(one, theorem, end);
    long beyond =
        IntStream.range(0, off.size())
            .filter(i -> !isLeft(one.reaches().get(i)) && Math.abs(off.get(i)) > widest)
            .count();
    outside.add(Text.format("%s %d of %d", one.arithmetic(), beyond, off.size()));
    return true;
  }

  /** How far one run may be off at a time, but for a share of runs. */
  private double single(
      StoredDrift<Double> theorem, Scalar<Double> most, Scalar<Double> scatter, Point point) {
    long n = point.step() - begin.step();
    return theorem.after(n, most).value() + theorem.level(n, scatter, scalar(SHARE)).value();
  }

  /** (1 - a)^n. */
  private double kept(StoredDrift<Double> theorem, Point point) {
    return StrictMath.pow(1 - theorem.rate().value(), (double) (point.step() - begin.step()));
  }

  /** What each run is off its own start times (1 - a)^n, outward. */
  private List<Double> deviations(OfArithmetic one, StoredDrift<Double> theorem, Point point) {
    List<Long> steps = one.course().stream().map(Point::step).toList();
    int from = steps.indexOf(begin.step());
    int at = steps.indexOf(point.step());
    double sign = Math.signum(begin.imbalance());
    return one.reaches().stream()
        .map(Reach::imbalances)
        .map(course -> sign * (course.get(at) - kept(theorem, point) * course.get(from)))
        .toList();
  }

  private boolean isLeft(Reach reach) {
    return isLeft(reach, region(), begin.normX2() < begin.normY2());
  }

  /** Whether a run left the region in Phase III, at whose begin x was the smaller factor, or y. */
  static boolean isLeft(Reach reach, StoredDrift.Region<Double> region, boolean smallX) {
    return !(reach.residual() <= region.residual().value()
        && (smallX ? reach.x() : reach.y()) <= region.x().value()
        && (smallX ? reach.y() : reach.x()) <= region.y().value());
  }

  private StoredDrift.Region<Double> region() {
    double largest = GROWTH * Math.sqrt(Math.max(begin.normX2(), begin.normY2()));
    return new StoredDrift.Region<>(
        scalar(Math.min(1, DEVIATIONS * setting.sigmaX())),
        scalar(Math.min(largest, PRODUCT / largest)),
        scalar(largest));
  }

  private StoredDrift<Double> theorem(OfArithmetic one) {
    ArithmeticName name = ArithmeticName.parse(one.arithmetic());
    BinaryFormat format = name.format().orElseThrow();
    int bits = name.rounding() instanceof StochasticRounding rounding ? rounding.bits() : 0;
    return new StoredDrift<>(
        scalar(setting.etaX()),
        scalar(setting.sigmaX()).squared(),
        region(),
        new StoredDrift.Store<>(
            scalar(format.spacing(0)),
            scalar(Math.scalb(1.0, 1 - format.precision())),
            scalar(Math.scalb(1.0, -bits))));
  }

  private static Scalar<Double> scalar(double x) {
    return Scalar.of(Binary64.INSTANCE, x);
  }
}
