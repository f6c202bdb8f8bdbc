// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.FormatException;
import org.noisygd.io.InputFile;
import org.noisygd.io.SafeText;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;
import org.noisygd.io.json.LineReader;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.Arithmetics;

/**
 * Reads a trace file, one state at a time: a header line, then states whose {@code t} grows by one
 * from any start, with X and Y of one shape that fits M. Numbers are read by {@link ReadNumber}.
 * Memory is bounded by one line; every error is a {@link FormatException} that names the file and
 * the line.
 */
public final class TraceReader implements AutoCloseable {
  /** Maximum length of a line, 64 MiB. */
  private static final int MAX_LINE_BYTES = 1 << 26;

  /** Maximum number of values of a line: 2^20 entries of matrices, and as many rows. */
  private static final int MAX_VALUES = 1 << 21;

  private static final JsonReader READER =
      JsonReader.keeping(
          Set.of("trace name arithmetic etaX etaY sigma1 sigma2 M t X Y noiseX noiseY".split(" ")),
          MAX_LINE_BYTES,
          MAX_VALUES);

  /** Maximum number of characters of a trace's name. */
  private static final int MAX_NAME = 80;

  private final LineReader lines;
  private final TraceHeader header;
  private @Nullable TraceState last;

  /** Reads the header from a stream; the name is used in messages. */
  public TraceReader(String file, InputStream in) {
    this(file, in, MAX_LINE_BYTES);
  }

  TraceReader(String file, InputStream in, int maxLineBytes) {
    this.lines = new LineReader(file, in, READER, maxLineBytes);
    try {
      this.header = readHeader(lines);
    } catch (FormatException e) {
      lines.close();
      throw e;
    }
  }

  public static TraceReader open(Path file) {
    return new TraceReader(file.toString(), InputFile.open(file));
  }

  public TraceHeader header() {
    return header;
  }

  /**
   * The next state, or null after the last.
   *
   * @throws FormatException if the line is not a valid state
   */
  public @Nullable TraceState next() {
    JsonValue line = lines.next();
    if (line == null) {
      return null;
    }
    if (line.get("trace").isPresent()) {
      throw lines.complaint(
          "a second header begins another trace; put every trace into a file of its own");
    }
    long t = step(line.required("t"));
    int r = last == null ? -1 : last.x().columns();
    int d1 = header.target().rows();
    int d2 = header.target().columns();
    JsonValue read = line.required("X");
    ReadMatrix x = matrix(read, header.arithmetic(), -1, r);
    if (x.rows() != d1) {
      String hint = x.rows() == d2 ? ": is M transposed, or X exchanged with Y?" : "";
      read.require(false, "be " + d1 + " x " + x.columns(), x.shape() + hint);
    }
    ReadMatrix y = matrix(line.required("Y"), header.arithmetic(), d2, x.columns());
    TraceState state =
        new TraceState(
            new TraceHeader.Line(lines.line(), lines.text()),
            t,
            x,
            y,
            noise(line.get("noiseX"), d1, x.columns()),
            noise(line.get("noiseY"), d2, x.columns()));
    last = state;
    return state;
  }

  private @Nullable ReadMatrix noise(JsonValue value, int d, int r) {
    return value.isPresent() ? matrix(value, header.arithmetic(), d, r) : null;
  }

  private static TraceHeader readHeader(LineReader lines) {
    JsonValue line = lines.next();
    if (line == null) {
      throw lines.complaint("must begin with a header line, got none");
    }
    JsonValue version = line.get("trace");
    if (!version.isNumber() || version.whole() != 1) {
      throw lines.complaint("header must say \"trace\":1, got " + version);
    }
    JsonValue declared = line.get("arithmetic");
    Arithmetic<?> arithmetic = arithmetic(declared);
    JsonValue m = line.required("M");
    ReadMatrix target = matrix(m, arithmetic, -1, -1);
    m.require(target.isFinite(), "be finite", "infinite or NaN entries");
    JsonValue name = line.get("name");
    return new TraceHeader(
        new TraceHeader.Line(lines.line(), lines.text()),
        name.isPresent() ? SafeText.start(name.scalar(), MAX_NAME) : "",
        arithmetic,
        target,
        nonNegative(line.required("etaX"), arithmetic),
        nonNegative(line.required("etaY"), arithmetic),
        deviation(line.get("sigma1"), arithmetic),
        deviation(line.get("sigma2"), arithmetic));
  }

  private static Arithmetic<?> arithmetic(JsonValue declared) {
    if (!declared.isPresent()) {
      return Binary64.INSTANCE;
    }
    try {
      return declared.within(() -> Arithmetics.named(declared.scalar(), Arithmetics.DECLARED));
    } catch (FormatException e) {
      String fewer = " (what is stored in fewer bits is judged by its conversions, op round)";
      throw new FormatException(e.getMessage() + fewer);
    }
  }

  private static ReadNumber nonNegative(JsonValue value, Arithmetic<?> arithmetic) {
    ReadNumber read = number(value, arithmetic);
    value.require(read.isFinite() && read.decimal().signum() >= 0, "be finite and >= 0");
    return read;
  }

  private static @Nullable ReadNumber deviation(JsonValue value, Arithmetic<?> arithmetic) {
    return value.isPresent() ? nonNegative(value, arithmetic) : null;
  }

  private static ReadNumber number(JsonValue value, Arithmetic<?> arithmetic) {
    ReadNumber number = ReadNumber.of(value, arithmetic);
    if (number.isVanishing()) {
      throw value.must("be 0 or at least 1E-" + ReadNumber.MAX_EXPONENT + " in size");
    }
    return number;
  }

  /** A matrix of d rows and r columns; a negative d or r allows any number of rows or columns. */
  private static ReadMatrix matrix(JsonValue value, Arithmetic<?> arithmetic, int d, int r) {
    ReadMatrix matrix = ReadMatrix.of(value, entry -> number(entry, arithmetic));
    return matrix.ofShape(value, d < 0 ? matrix.rows() : d, r < 0 ? matrix.columns() : r);
  }

  private long step(JsonValue value) {
    long t = value.whole();
    TraceState before = last;
    if (before != null && (t != before.t() + 1 || t == Long.MIN_VALUE)) {
      throw lines.complaint("t must ascend by one, from " + before.t() + ", got " + t);
    }
    return t;
  }

  @Override
  public void close() {
    lines.close();
  }

  /**
   * The first line of a trace.
   *
   * @param line the line itself
   * @param name the trace's own name, or an empty string
   * @param arithmetic the arithmetic that the run declares; binary64 if it declares none
   * @param target M, d1 x d2
   * @param etaX the step size of X, finite; 0 if X is fixed
   * @param etaY the step size of Y, finite; 0 if Y is fixed
   * @param sigma1 the standard deviation of X's noise, if given, for the judgement of a trace
   *     without noise
   * @param sigma2 the standard deviation of Y's noise, if given
   */
  public record TraceHeader(
      Line line,
      String name,
      Arithmetic<?> arithmetic,
      ReadMatrix target,
      ReadNumber etaX,
      ReadNumber etaY,
      @Nullable ReadNumber sigma1,
      @Nullable ReadNumber sigma2) {
    /**
     * A line of a file.
     *
     * @param number its number, from 1
     */
    public record Line(long number, String text) {}

    /** Returns true if a factor has step size zero, and so must stay unchanged. */
    public boolean hasZeroStep() {
      return etaX.decimal().signum() == 0 || etaY.decimal().signum() == 0;
    }
  }

  /**
   * One state of a trace, and the noise of the update that leads from it to the next.
   *
   * @param line its line in the file
   * @param t the step
   * @param x X, d1 x r
   * @param y Y, d2 x r
   * @param noiseX the perturbation of X, already scaled; null if the line has no noise
   * @param noiseY the perturbation of Y, already scaled; null if the line has no noise
   */
  public record TraceState(
      TraceHeader.Line line,
      long t,
      ReadMatrix x,
      ReadMatrix y,
      @Nullable ReadMatrix noiseX,
      @Nullable ReadMatrix noiseY) {
    public boolean hasNoise() {
      return noiseX != null && noiseY != null;
    }

    /** Returns a copy in which absent noise of X, or of Y, is zero. */
    public TraceState withZeroNoise(boolean zeroX, boolean zeroY) {
      return new TraceState(
          line,
          t,
          x,
          y,
          noiseX == null && zeroX ? ReadMatrix.zeros(x) : noiseX,
          noiseY == null && zeroY ? ReadMatrix.zeros(y) : noiseY);
    }

    /** The perturbation of X, which an update that is judged must have. */
    public ReadMatrix judgedNoiseX() {
      return Optional.ofNullable(noiseX).orElseThrow();
    }

    /** The perturbation of Y, which an update that is judged must have. */
    public ReadMatrix judgedNoiseY() {
      return Optional.ofNullable(noiseY).orElseThrow();
    }
  }
}
