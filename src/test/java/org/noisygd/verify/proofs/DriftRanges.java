// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import static org.noisygd.verify.proofs.BoundRanges.scalar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.noisygd.number.Text;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.settling.StoredDrift;

/** Where the bounds on the drift of stored runs say something, in Fig. 4 after n updates. */
final class DriftRanges {
  /** The imbalance where Phase III begins. */
  private static final Scalar<BigDecimal> IMBALANCE = scalar("16");

  private static final Scalar<BigDecimal> ETA = scalar("0.01");
  private static final Scalar<BigDecimal> SHARE = scalar("0.1");
  private static final StoredDrift<BigDecimal> BFLOAT16 =
      fig4(store("1e-6", "0.0078125", "0.0000152587890625"));
  private static final StoredDrift<BigDecimal> BINARY32 = fig4(store("1e-9", "1.25e-7", "1e-6"));
  private static final int UPDATES = 10_000;

  private DriftRanges() {}

  static String ofBfloat16() {
    return mean(BFLOAT16, UPDATES, "6");
  }

  static String ofBinary32() {
    return mean(BINARY32, UPDATES, "2.6");
  }

  /** With four times the noise of Fig. 4, since with its noise the bound is above D_0. */
  static String ofE4m3() {
    var store = store("0.001953125", "0.125", "0.0000152587890625");
    var region = new StoredDrift.Region<>(scalar("1"), scalar("0.5"), scalar("4.25"));
    var drift = new StoredDrift<>(ETA, scalar("0.04"), region, store);
    boolean says = fig4(store).error().isLessThan(IMBALANCE);
    return mean(drift, 500, "12.5") + (says ? "" : "; nothing at sigma = 1/20");
  }

  /** How far one run in binary32 may be from the mean, and that bfloat16 has no such bound. */
  static String ofOneRun() {
    var level = BINARY32.level(UPDATES, scalar("0.000018"), SHARE);
    var short16 = BFLOAT16.level(UPDATES, BFLOAT16.scatter(BFLOAT16.error()), SHARE);
    return shown(
            BINARY32,
            UPDATES,
            "2.6",
            level,
            "at most 1 run in 10 stays and is further than %2$s from -%1$s")
        + (short16.isLessThan(IMBALANCE) ? "" : "; nothing in bfloat16");
  }

  /** The mean imbalance after n updates, and how far it may be from that, K/a given. */
  private static String mean(StoredDrift<BigDecimal> drift, int n, String error) {
    return shown(drift, n, error, scalar("0"), "the mean is -%s up to %s");
  }

  private static String shown(
      StoredDrift<BigDecimal> drift, int n, String error, Scalar<BigDecimal> level, String words) {
    BigDecimal mean = IMBALANCE.times(scalar("1").minus(drift.rate()).power(n)).value();
    BigDecimal shown = mean.setScale(1, RoundingMode.HALF_EVEN);
    BigDecimal most = drift.after(n, scalar(error)).plus(level).value();
    BigDecimal off = most.add(mean.subtract(shown).abs()).setScale(1, RoundingMode.CEILING);
    return Text.format("D_0 = -%s, n = %,d: ", IMBALANCE.value(), n)
        + Text.format(words, shown, off);
  }

  private static StoredDrift.Store<BigDecimal> store(String least, String relative, String bias) {
    return new StoredDrift.Store<>(scalar(least), scalar(relative), scalar(bias));
  }

  /** Fig. 4 with its noise. */
  private static StoredDrift<BigDecimal> fig4(StoredDrift.Store<BigDecimal> store) {
    var region = new StoredDrift.Region<>(scalar("0.3"), scalar("0.7"), scalar("4.5"));
    return new StoredDrift<>(ETA, scalar("0.0025"), region, store);
  }
}
