// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.report.json.LineReader;
import org.noisygd.report.json.LiteralJson;
import org.noisygd.report.json.OneLine;
import org.noisygd.report.json.TraceFormatException;

/**
 * Reads a trace file, one state at a time: a header line, then states with {@code t} ascending by
 * one from anywhere, every X and Y of one shape that fits M. Numbers are read as {@link ReadNumber}
 * says. Memory is bounded by one line ({@link LineReader#MAX_LINE_BYTES}); every complaint is a
 * {@link TraceFormatException} of one line that names the file and the line.
 */
public final class TraceReader implements AutoCloseable {
  private static final List<String> HEADER_SCALARS =
      List.of("trace", "name", "arithmetic", "etaX", "etaY", "sigma1", "sigma2");
  private static final List<String> STATE_MATRICES = List.of("X", "Y", "noiseX", "noiseY");

  /** Digits of the largest integer of 64 bits. */
  private static final int LONG_DIGITS = 19;

  /** The characters of a trace's name that are kept. */
  private static final int MAX_NAME = 80;

  private final LineReader lines;
  private final TraceHeader header;
  private @Nullable TraceState last;

  /** Reads the header from a stream; the name is used in messages. */
  public TraceReader(String file, InputStream in) {
    this(new LineReader(file, in));
  }

  TraceReader(LineReader lines) {
    this.lines = lines;
    this.header = readHeader(lines);
  }

  /** Opens a file and reads its header. */
  public static TraceReader open(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new TraceFormatException(file.toString(), 0, "must be a file, got a directory");
      }
      return opened(file, Files.newInputStream(file));
    } catch (NoSuchFileException e) {
      throw new TraceFormatException(file.toString(), 0, "must be a file, got none");
    } catch (AccessDeniedException e) {
      throw new TraceFormatException(file.toString(), 0, "must be readable, got no permission");
    } catch (IOException e) {
      throw new TraceFormatException(file.toString(), 0, "cannot be opened: " + e.getMessage());
    }
  }

  private static TraceReader opened(Path file, InputStream in) throws IOException {
    try {
      return new TraceReader(file.toString(), in);
    } catch (TraceFormatException e) {
      in.close();
      throw e;
    }
  }

  /** The header. */
  public TraceHeader header() {
    return header;
  }

  /**
   * The next state, or null after the last.
   *
   * @throws TraceFormatException if the line is not one
   */
  public @Nullable TraceState next() {
    byte[] text = lines.next();
    if (text == null) {
      return null;
    }
    LiteralJson fields = LiteralJson.parse(lines, text, List.of("t"), STATE_MATRICES);
    ReadMatrix x = required(fields, "X");
    ReadMatrix y = required(fields, "Y");
    TraceState state =
        new TraceState(
            lines.line(),
            step(fields),
            x,
            y,
            matrix(lines, fields, "noiseX", header.arithmetic()),
            matrix(lines, fields, "noiseY", header.arithmetic()));
    checkShapes(state);
    last = state;
    return state;
  }

  private static TraceHeader readHeader(LineReader lines) {
    byte[] text = lines.next();
    if (text == null) {
      throw new TraceFormatException(lines.file(), 0, "must begin with a header line, got none");
    }
    LiteralJson fields = LiteralJson.parse(lines, text, HEADER_SCALARS, List.of("M"));
    String version = fields.scalar("trace");
    if (!"1".equals(version)) {
      throw lines.complaint(
          "header must say \"trace\":1, got "
              + (version == null ? "no such field" : OneLine.start(version, MAX_NAME)));
    }
    String declared = fields.scalar("arithmetic");
    Arithmetic<?> arithmetic = arithmetic(lines, declared == null ? "binary64" : declared);
    ReadMatrix target = matrix(lines, fields, "M", arithmetic);
    if (target == null) {
      throw lines.complaint("header must have a field M");
    }
    if (!target.isFinite()) {
      throw lines.complaint("M must be finite");
    }
    String name = fields.scalar("name");
    return new TraceHeader(
        name == null ? "" : OneLine.start(name, MAX_NAME),
        arithmetic,
        target,
        stepSize(lines, fields, "etaX", arithmetic),
        stepSize(lines, fields, "etaY", arithmetic),
        deviation(lines, fields, "sigma1", arithmetic),
        deviation(lines, fields, "sigma2", arithmetic));
  }

  private static Arithmetic<?> arithmetic(LineReader lines, String name) {
    try {
      return Arithmetics.named(name);
    } catch (IllegalArgumentException e) {
      throw lines.complaint(
          "arithmetic must be one that the protocol names, got " + OneLine.start(name, MAX_NAME));
    }
  }

  private static ReadNumber stepSize(
      LineReader lines, LiteralJson fields, String name, Arithmetic<?> arithmetic) {
    ReadNumber eta = number(lines, fields, name, arithmetic);
    if (eta == null) {
      throw lines.complaint("header must have a field " + name);
    }
    if (!eta.isFinite() || eta.decimal().signum() <= 0) {
      throw lines.complaint(name + " must be finite and > 0, got " + eta.literal());
    }
    return eta;
  }

  private static @Nullable ReadNumber deviation(
      LineReader lines, LiteralJson fields, String name, Arithmetic<?> arithmetic) {
    ReadNumber sigma = number(lines, fields, name, arithmetic);
    if (sigma != null && (!sigma.isFinite() || sigma.decimal().signum() < 0)) {
      throw lines.complaint(name + " must be finite and >= 0, got " + sigma.literal());
    }
    return sigma;
  }

  private static @Nullable ReadNumber number(
      LineReader lines, LiteralJson fields, String name, Arithmetic<?> arithmetic) {
    String literal = fields.scalar(name);
    if (literal == null) {
      return null;
    }
    return read(lines, name, 0, 0, literal, arithmetic);
  }

  /** Reads a number: entry n of a matrix of so many columns, or, with none, a scalar. */
  private static ReadNumber read(
      LineReader lines, String name, int n, int columns, String literal, Arithmetic<?> arithmetic) {
    String rule;
    try {
      ReadNumber number = ReadNumber.of(literal, arithmetic);
      if (!number.isVanishing()) {
        return number;
      }
      rule =
          "number must be 0 or at least 1E-"
              + ReadNumber.MAX_EXPONENT
              + " in size, got "
              + number.literal();
    } catch (NumberFormatException e) {
      rule = String.valueOf(e.getMessage());
    }
    String place = columns == 0 ? name : name + "[" + n / columns + "][" + n % columns + "]";
    throw lines.complaint(place + ": " + rule);
  }

  private static @Nullable ReadMatrix matrix(
      LineReader lines, LiteralJson fields, String name, Arithmetic<?> arithmetic) {
    LiteralJson.Literals literals = fields.matrix(name);
    if (literals == null) {
      return null;
    }
    List<ReadNumber> entries = new ArrayList<>(literals.entries().size());
    for (int n = 0; n < literals.entries().size(); n++) {
      entries.add(read(lines, name, n, literals.columns(), literals.entries().get(n), arithmetic));
    }
    return new ReadMatrix(literals.rows(), literals.columns(), entries);
  }

  private ReadMatrix required(LiteralJson fields, String name) {
    ReadMatrix matrix = matrix(lines, fields, name, header.arithmetic());
    if (matrix == null) {
      throw lines.complaint("state must have a field " + name);
    }
    return matrix;
  }

  private long step(LiteralJson fields) {
    String literal = fields.scalar("t");
    if (literal == null) {
      throw lines.complaint("state must have a field t");
    }
    long t = integer(literal);
    if (last != null && (t != last.t() + 1 || t == Long.MIN_VALUE)) {
      throw lines.complaint("t must ascend by one, from " + last.t() + ", got " + t);
    }
    return t;
  }

  /** An integer, however it is written: 7, 7.0 and 0.7e1 are one. */
  private long integer(String literal) {
    try {
      DecimalLiteral parts = DecimalLiteral.of(literal);
      if (parts.isZero()) {
        return 0;
      }
      if (Math.abs(parts.magnitude()) <= LONG_DIGITS) {
        return parts.decimal(2 * LONG_DIGITS).longValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Told below.
    }
    throw lines.complaint(
        "t must be an integer of 64 bits, got " + OneLine.start(literal, MAX_NAME));
  }

  private void checkShapes(TraceState state) {
    int r = last == null ? state.x().columns() : last.x().columns();
    checkShape("X", state.x(), header.target().rows(), r);
    checkShape("Y", state.y(), header.target().columns(), r);
    ReadMatrix noiseX = state.noiseX();
    ReadMatrix noiseY = state.noiseY();
    if ((noiseX == null) != (noiseY == null)) {
      throw lines.complaint("noiseX and noiseY must be given together or not at all");
    }
    if (noiseX != null && noiseY != null) {
      checkShape("noiseX", noiseX, header.target().rows(), r);
      checkShape("noiseY", noiseY, header.target().columns(), r);
    }
  }

  private void checkShape(String name, ReadMatrix matrix, int d, int r) {
    if (matrix.rows() != d || matrix.columns() != r) {
      throw lines.complaint(name + " must be " + d + " x " + r + ", got " + matrix.shape());
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
