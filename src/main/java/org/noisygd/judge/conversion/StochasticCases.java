// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.judge.request.Op;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Conversion;

/**
 * The cases of stochastic rounding, for each format: values at all kinds of grid points; small and
 * large fractions, which reveal few random bits; prescribed numbers of bits; and many entries with
 * several seeds. These are one seed twice, some that differ from it in one bit and, if a
 * candidate's seeds have enough bits, two that are equal as doubles.
 *
 * <p>Values are (k + f) u, where u is a spacing, so the fraction f is exact. A block has one value
 * that sets its scale.
 */
public final class StochasticCases {
  /** The groups of cases. They are part of a case's name. */
  private enum Group {
    PLACES("the probability of each neighbour, values that are exact, and numbers at the ends"),
    FRACTIONS("the probability at small and large fractions"),
    BITS("the probability with so many random bits"),
    ENTRIES("whether entries and samples are independent"),
    SEED("one seed's samples beside another's");

    private final String purpose;

    Group(String purpose) {
      this.purpose = purpose;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int SAMPLES = 1024; // per value
  private static final int SAMPLES_OF_FRACTIONS = 2048; // per value, of small fractions

  /** Maximum number of random bits that are detected: the fractions go down to 2^-12. */
  private static final int MOST_BITS = 12;

  /** Number of values with the smallest fraction, and with its distance to 1. */
  private static final int SMALLEST = 80;

  private static final int VALUES = 64; // of most requests

  /** Number of multiples of 2^-B near 0 and 1 that are requested if B is small. */
  private static final int ENDS = 16;

  /** Number of samples of an array with many entries. */
  private static final int FEW = 16;

  private static final int ENTRIES = 1024; // of an array for independence
  private static final int ENTRIES_OF_SEEDS = 256; // of an array for comparing seeds

  private static final int EIGHT = 8; // bits of a byte

  /** The prescribed numbers of random bits: few, a byte, more, and the maximum. */
  private static final int[] BITS = {3, EIGHT, 12, 53};

  /** The 8-bit formats to which processors round by 8 random bits. */
  private static final Set<String> BYTES = Set.of("e4m3", "e5m2");

  private static final int SAMPLES_OF_BYTES = 2048;

  /** Limit of most seeds, 2^30, which every language's generator accepts. */
  private static final long SEEDS = 1L << 30;

  /** The bits in which seeds differ. */
  private static final List<Integer> SEED_BITS = List.of(0, 15, 16, 30, 31, 32);

  /** A seed of 63 bits that rounds to the same double as the next one. */
  private static final long LARGE = (1L << 62) + 2;

  /** Suffix of the names of cases that are compared with a seed's first case. */
  static final String AND_SEED = "-and-";

  private final CaseSuite suite;
  private final Op op;
  private final String to;
  private final Conversion conversion;
  private final long seed;

  private StochasticCases(CaseSuite suite, Op op, String to) {
    this.suite = suite;
    this.op = op;
    this.to = to;
    this.conversion = Conversion.of(to, true);
    // Even, so that the next seed differs in the last bit alone.
    this.seed = 2 + 2 * Long.remainderUnsigned(suite.source(to + "-seed").word(), SEEDS / 2);
  }

  public static void addTo(CaseSuite suite, Op op) {
    RoundingCases.FORMATS.forEach(to -> new StochasticCases(suite, op, to).add());
    RoundingCases.BLOCK_FORMATS.forEach(to -> new StochasticCases(suite, op, to).addBlocks());
  }

  private void add() {
    BinaryFormat format = conversion.element();
    String narrow = format.precision() <= 11 ? "binary32" : "binary64";
    for (String overflow : RoundingCases.overflows(to)) {
      String from = overflow.equals("ieee") ? "binary64" : narrow;
      add(Group.PLACES, "", task(setting(from, overflow), places(), SAMPLES / 2, seed + 3));
    }
    if (RoundingCases.isNarrower(to, SourceFormat.BFLOAT16)) {
      add(Group.PLACES, "", task(setting("bfloat16", "ieee"), places(), SAMPLES / 4, seed + 4));
    }
    // Casts to 8-bit formats usually saturate; casts to wider formats usually do not.
    String usual = format.precision() < EIGHT ? "saturate" : "ieee";
    RoundingTask.Setting setting = setting(narrow, usual);
    add(Group.FRACTIONS, "", task(setting, fractions(narrow), SAMPLES_OF_FRACTIONS, seed + 5));
    for (int bits : BITS) {
      // A quarter of the last bit must be a number of binary32.
      boolean single = bits > BITS[0] && bits + 2 + format.precision() <= 24;
      int count = bits == EIGHT && BYTES.contains(to) ? SAMPLES_OF_BYTES : SAMPLES / 2;
      RoundingTask.Setting of = setting(single ? "binary32" : "binary64", usual);
      add(Group.BITS, "", task(of, ofBits(bits), count, seed + 7 + bits).ofBits(bits));
    }
    add(Group.ENTRIES, "", task(setting, halves(ENTRIES), FEW, seed));
    List<Double> halves = halves(ENTRIES_OF_SEEDS);
    addSeeds("", task(setting, halves, FEW, seed), SEED_BITS);
    addSeeds("-large", task(setting, halves, FEW, LARGE), List.of(0));
  }

  private void addBlocks() {
    RoundingTask.Setting wide = setting("binary64", "saturate");
    add(Group.PLACES, "", task(wide, blocks(VALUES, false), SAMPLES / 2, seed + 3));
    RoundingTask.Setting narrow = setting("binary32", "saturate");
    List<Double> halves = blocks(ENTRIES_OF_SEEDS, true);
    add(Group.ENTRIES, "", task(narrow, halves, FEW, seed + 9));
    addSeeds("", task(narrow, halves, FEW, seed), List.of(0));
  }

  /** Adds one seed twice, and seeds that differ from it in one bit. */
  private void addSeeds(String which, RoundingTask first, List<Integer> differing) {
    add(Group.SEED, which, first);
    add(Group.SEED, which + AND_SEED + "again", first);
    for (int bit : differing) {
      RoundingTask other =
          task(first.setting(), first.values(), first.count(), first.seed() ^ 1L << bit);
      add(Group.SEED, which + AND_SEED + "bit-" + bit, other);
    }
  }

  private RoundingTask.Setting setting(String from, String overflow) {
    return new RoundingTask.Setting(from, to, RoundingTask.STOCHASTIC, overflow);
  }

  private static RoundingTask task(
      RoundingTask.Setting setting, List<Double> values, int count, long seedOfSamples) {
    List<Double> taken = values.stream().filter(setting.source()::has).toList();
    return new RoundingTask(setting, taken, count, seedOfSamples, OptionalInt.empty());
  }

  private void add(Group group, String which, RoundingTask task) {
    String bits = task.bits().isPresent() ? "-" + task.bits().getAsInt() : "";
    String name = RoundingCases.name(op, task.setting()) + bits + "-" + group.word() + which;
    suite.keep(name, task.request(op), true, group.purpose);
  }

  private NumberSource random(Group group) {
    return suite.source(to + "-" + group.word());
  }

  /** The number (k + f) u, k a random significand and u the spacing at a middle exponent. */
  private double at(double fraction, NumberSource random) {
    BinaryFormat format = conversion.element();
    double k = BoundaryValues.significand(format, random);
    double v = (k + fraction) * format.spacing(Math.scalb(1.0, random.integer(2)));
    return random.integer(2) == 0 ? v : -v;
  }

  private List<Double> places() {
    NumberSource random = random(Group.PLACES);
    BinaryFormat format = conversion.element();
    double s = format.spacing(0);
    double largest = format.largest();
    double half = format.spacing(largest) / 2;
    List<Double> values = new ArrayList<>(List.of(0.0, -0.0, s, -s, 1.0, -1.0, largest, -largest));
    for (double multiple : new double[] {0.25, 0.5, 1.25, 1.5, -0.75}) {
      values.add(multiple * s);
    }
    values.add(format.smallestNormal() - s / 4);
    for (double beyond : new double[] {0.5, 1, 1.5, 2.5, 40}) {
      values.add(largest + beyond * half);
      values.add(-largest - beyond * half);
    }
    for (int n = 0; n < 6; n++) {
      for (double fraction : new double[] {0, 0.5, 0.125, 0.25, 0.75, 0.34375}) {
        values.add(at(fraction, random));
      }
    }
    while (values.size() < VALUES) {
      values.add(at((1 + random.integer(255)) / 256.0, random));
    }
    return values;
  }

  /**
   * Values with fractions just below powers of two, mostly the smallest, and with 1 minus these
   * fractions.
   */
  private List<Double> fractions(String from) {
    NumberSource random = random(Group.FRACTIONS);
    int cut = SourceFormat.named(from).format().precision() - conversion.element().precision();
    int smallest = Math.min(MOST_BITS, cut - 2);
    List<Double> values = new ArrayList<>();
    for (int j = 4; j <= smallest; j++) {
      double f = Math.scalb(1 - Math.scalb(1.0, -Math.min(5, cut - j)), -j);
      for (int n = 0; n < (j < smallest ? 1 : SMALLEST); n++) {
        values.add(at(f, random));
        values.add(at(1 - f, random));
      }
    }
    return values;
  }

  /**
   * Values with fractions that are multiples of 2^-B, or lie half or three quarters of the way to
   * the next multiple. For few bits each multiple near 0 and 1 is included, where an error of 2^-B
   * in a probability is most visible. Otherwise half of the values are 2^-B, or the largest
   * multiple below 2^-8, which becomes zero with fewer than 8 bits.
   */
  private List<Double> ofBits(int bits) {
    NumberSource random = random(Group.BITS);
    double unit = Math.scalb(1.0, -bits);
    double most = Math.rint(1 / unit) - 1;
    List<Double> values = new ArrayList<>();
    int each = 0;
    for (int n = 0; n < VALUES; n++) {
      double any = Long.remainderUnsigned(random.word(), 1L << bits);
      double k = n < VALUES / 2 ? Math.max(1, 0x1p-8 / unit - 1) : any;
      double off = n % 4 == 3 ? 0.5 : n % 8 == 5 ? 0.75 : 0;
      if (off == 0 && (most < ENDS || (bits <= EIGHT && n >= VALUES / 2))) {
        int step = (int) (each % Math.min(ENDS, most)) / 2;
        k = each++ % 2 == 0 ? step + 1 : most - step;
      }
      values.add(at((k + off) * unit, random));
    }
    return values;
  }

  private List<Double> halves(int count) {
    NumberSource random = random(Group.ENTRIES);
    return Stream.generate(() -> at(0.5, random)).limit(count).toList();
  }

  /** Values in blocks, each of which starts with an element of the largest exponent. */
  private List<Double> blocks(int count, boolean halves) {
    NumberSource random = random(halves ? Group.ENTRIES : Group.PLACES);
    boolean loose = conversion.block() == Conversion.NV_BLOCK;
    double largest = conversion.element().largest();
    // All blocks have the same largest value, so their scale is known beforehand.
    double first = loose ? 2688 : Math.scalb(1.0, Math.getExponent(largest));
    double scale = conversion.scale().of(first, first);
    List<Double> values = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      double any = (1 + random.integer(255)) / 256.0;
      double quarters = (n / 3 % 3 + 1) / 4.0;
      double f = halves ? 0.5 : n % 3 == 0 ? quarters : n % 3 == 1 ? any : 0;
      double off = loose ? (f == 0.5 ? -0x1p-6 : 0x1p-10) : 0; // never near a tie
      values.add(n % conversion.block() == 0 ? first : at(f + off, random) * scale);
    }
    return values;
  }
}
