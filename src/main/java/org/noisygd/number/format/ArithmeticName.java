// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Require;

/**
 * A name of an arithmetic in a precision study.
 *
 * <pre>
 *   name     = wide | emulated ["/" rounding] ["/" place] {"/" option}
 *            | blocks ["/" rounding] ["/store"] {"/" option} | IN*F:K | IN*F:K:N
 *   wide     = binary64 | double-double | decimal:P
 *   emulated = binary32 | binary16 | bfloat16 | tf32 | e4m3 | e4m3-ieee | e5m2 | e2m1 | e2m3 | e3m2
 *            | binary:P | float:P:EMIN:EMAX
 *   rounding = nearest | nearest-away | zero | up | down | odd
 *            | stochastic | stochastic:B | stochastic-even:B
 *   place    = store | every
 *   option   = saturate | flush | compensated | master
 *   blocks   = (mxfp8-e4m3 | mxfp8-e5m2 | mxfp6-e2m3 | mxfp6-e3m2 | mxfp4) "/" scale | nvfp4
 *   scale    = floor | ceil | even | rceil
 * </pre>
 *
 * <p>Blocks that share a scale ({@link Conversion}) run along the rows of each factor, or with
 * {@code columns} along its columns; the only other option for blocks is {@code master}. {@code
 * IN*F:K} stores binary64 and rounds sums of products as in {@link AlignedSum}.
 *
 * <p>Defaults: the rounding {@code nearest} and the place {@code store}, which rounds stored values
 * only and computes in binary64. With {@code every} each operation is rounded. Each option may come
 * once, in any order; {@code compensated}, {@code master} and {@code every} exclude each other, see
 * {@link IterateStorage}.
 *
 * @param name the name as given, repeated in results
 * @param format the emulated format, or none
 * @param blocks the block format, or none
 * @param sums the summation of products, or none if it is in the arithmetic of operations
 * @param rounding the rounding to the format
 * @param everyOperation true if each operation is rounded, not only stored values
 * @param beside the quantity kept beside the stored iterate
 */
public record ArithmeticName(
    String name,
    Optional<BinaryFormat> format,
    Optional<Blocks> blocks,
    Optional<AlignedSum> sums,
    Rounding rounding,
    boolean everyOperation,
    IterateStorage.Beside beside) {

  /**
   * Blocks that share a scale.
   *
   * @param conversion the conversion to the block format
   * @param alongColumns true if they run along the columns of a factor, not along its rows
   */
  public record Blocks(Conversion conversion, boolean alongColumns) {}

  private static final Rounding NEAREST = Rounding.Directed.NEAREST;
  private static final List<String> OPTIONS = List.of("saturate", "flush", "compensated", "master");
  private static final String NVFP4 = "nvfp4";
  private static final List<String> BLOCK_OPTIONS = List.of("columns", "master");

  /** Binary64 throughout. */
  public static final ArithmeticName BINARY64 = parse("binary64");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException with a message of one line if it is none
   */
  public static ArithmeticName parse(String name) {
    return parse(name, false);
  }

  /**
   * Reads a name whose place is {@code every}, given or by default.
   *
   * @throws IllegalArgumentException with a message of one line if it is none, or has the place
   *     {@code store}
   */
  static ArithmeticName ofOperations(String name) {
    ArithmeticName parsed = parse(name, true);
    Require.that(
        parsed.everyOperation, "arithmetic", "round operations, not stores or sums alone", name);
    return parsed;
  }

  private static ArithmeticName parse(String name, boolean operations) {
    Optional<AlignedSum> sums = AlignedSum.named(name);
    if (sums.isPresent()) {
      return wide(name, sums);
    }
    List<String> parts = Arrays.asList(name.split("/", -1));
    String base = parts.get(0);
    Optional<Conversion> blocks = blocks(name, parts);
    Optional<BinaryFormat> emulated = BinaryFormat.spelled(base);
    if (emulated.isEmpty() && blocks.isEmpty()) {
      requireWide(name, base);
      return wide(name, sums);
    }
    int next = blocks.isPresent() && !base.equals(NVFP4) ? 2 : 1;
    Optional<Rounding> rounding = rounding(next < parts.size() ? parts.get(next) : "");
    next += rounding.isPresent() ? 1 : 0;
    String place = next < parts.size() ? parts.get(next) : "";
    boolean every =
        (place.equals("every") || (operations && !place.equals("store"))) && blocks.isEmpty();
    next += (place.equals("every") && every) || place.equals("store") ? 1 : 0;
    List<String> options = parts.subList(next, parts.size());
    List<String> allowed = blocks.isPresent() ? BLOCK_OPTIONS : OPTIONS;
    for (int k = 0; k < options.size(); k++) {
      String option = options.get(k);
      Require.that(
          allowed.contains(option) && options.indexOf(option) == k,
          "arithmetic",
          "have for its parts a rounding, store"
              + (blocks.isPresent() ? "" : " or every")
              + ", then each once of "
              + String.join(", ", allowed),
          (option.isEmpty() ? "nothing" : option)
              + " in "
              + name
              + FormatAliases.meant(option, parts(allowed)));
    }
    // Doubles cannot hold the unlimited exponent of binary:P through an operation.
    Require.that(
        !every || !base.startsWith("binary:") || rounding.orElse(NEAREST) == NEAREST,
        "arithmetic",
        "be float:P:EMIN:EMAX for that rounding",
        name);
    boolean compensated = options.contains("compensated");
    boolean master = options.contains("master");
    Require.that(
        Stream.of(every, compensated, master).filter(given -> given).count() <= 1,
        "arithmetic",
        "have one of every, compensated and master at most",
        name);
    return new ArithmeticName(
        name,
        emulated
            .map(format -> options.contains("saturate") ? format.saturating() : format)
            .map(format -> options.contains("flush") ? format.flushing() : format),
        blocks.map(to -> new Blocks(to, options.contains("columns"))),
        sums,
        rounding.orElse(NEAREST),
        every,
        compensated
            ? IterateStorage.Beside.CARRY
            : master ? IterateStorage.Beside.MASTER : IterateStorage.Beside.NOTHING);
  }

  /** The words without a parameter that may follow a format. */
  private static List<String> parts(List<String> options) {
    return Stream.of(
            Arrays.stream(Rounding.Directed.values()).map(Rounding::label),
            Stream.of("stochastic", "store", "every"),
            options.stream())
        .flatMap(part -> part)
        .toList();
  }

  /** An arithmetic without a format: with this summation of products, or a wide one. */
  private static ArithmeticName wide(String name, Optional<AlignedSum> sums) {
    return new ArithmeticName(
        name,
        Optional.empty(),
        Optional.empty(),
        sums,
        NEAREST,
        sums.isEmpty(),
        IterateStorage.Beside.NOTHING);
  }

  private static Optional<Conversion> blocks(String name, List<String> parts) {
    String base = parts.get(0);
    if (base.equals(NVFP4)) {
      return Optional.of(Conversion.of(base, true));
    }
    if (!base.startsWith("mxfp")) {
      return Optional.empty();
    }
    Require.that(
        parts.size() > 1,
        "scale",
        "be one of floor, ceil, even, rceil, as in mxfp8-e4m3/floor",
        name);
    return Optional.of(Conversion.of(base + "/" + parts.get(1), true));
  }

  private static void requireWide(String name, String base) {
    boolean wide =
        base.equals("binary64")
            || base.equals("double-double")
            || base.matches("decimal:[1-9][0-9]{0,6}");
    if (!wide) {
      List<String> names =
          Stream.of(
                  Stream.of(
                      "binary64", "double-double", "decimal:P", "binary:P", "float:P:EMIN:EMAX"),
                  BinaryFormat.NAMED.stream().map(BinaryFormat::name),
                  Stream.of(NVFP4, "mxfp8-e4m3/SCALE and its like", "IN*F:K"))
              .flatMap(part -> part)
              .toList();
      throw FormatAliases.refused("arithmetic", names, name, base);
    }
    Require.that(name.equals(base), "arithmetic", "be an emulated format where more follows", name);
    wideArithmetic(base); // refuses a number of digits out of range
  }

  private static Arithmetic<?> wideArithmetic(String name) {
    return switch (name) {
      case "binary64" -> Binary64.INSTANCE;
      case "double-double" -> DoubleDouble.INSTANCE;
      default -> DecimalArithmetic.ofDigits(Integer.parseInt(name.substring("decimal:".length())));
    };
  }

  private static Optional<Rounding> rounding(String part) {
    for (Rounding.Directed directed : Rounding.Directed.values()) {
      if (directed.label().equals(part)) {
        return Optional.of(directed);
      }
    }
    if (part.equals("stochastic")) {
      return Optional.of(StochasticRounding.PROPORTIONAL);
    }
    if (!part.matches("stochastic(-even)?:[1-9][0-9]{0,6}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(part.substring(part.indexOf(':') + 1));
    Require.that(
        bits <= StochasticRounding.MOST_BITS,
        "random bits",
        "be in 1.." + StochasticRounding.MOST_BITS,
        bits);
    return Optional.of(new StochasticRounding(bits, part.startsWith("stochastic-even")));
  }

  /** Returns true if a run in this arithmetic needs random words. */
  public boolean isStochastic() {
    return rounding.isStochastic();
  }

  /** Returns true if only stored values are rounded. */
  public boolean roundsStores() {
    return !everyOperation && (format.isPresent() || blocks.isPresent());
  }

  /**
   * The rounding on storage of a matrix with this many columns, or empty unless only stored values
   * are rounded. It has working space: use it from one thread at a time.
   */
  public Optional<MatrixRounding> store(int columns) {
    if (!roundsStores()) {
      return Optional.empty();
    }
    return blocks
        .<MatrixRounding>map(
            of -> new BlockStore(of.conversion(), rounding, columns, of.alongColumns()))
        .or(() -> format.map(emulated -> new StoreRounding(emulated, rounding)));
  }

  /** The storage of an iterate with this {@link #store} rounding. */
  public IterateStorage iterateStore(MatrixRounding rounding) {
    return new IterateStorage(rounding, beside);
  }

  /**
   * The arithmetic of the operations: binary64 if only stored values are rounded.
   *
   * @param words the random words of a stochastic rounding of every operation, one per operation
   */
  public Arithmetic<?> operations(LongSupplier words) {
    if (!everyOperation) {
      return Binary64.INSTANCE;
    }
    if (format.isEmpty()) {
      return wideArithmetic(name);
    }
    BinaryFormat emulated = format.orElseThrow();
    if (emulated.minExponent() < BinaryFormat.LEAST_MIN_EXPONENT) {
      return BinaryPrecision.ofBits(emulated.precision());
    }
    return EmulatedBinary.of(name, emulated, rounding, words);
  }

  /** The name as given. */
  @Override
  public String toString() {
    return name;
  }
}
