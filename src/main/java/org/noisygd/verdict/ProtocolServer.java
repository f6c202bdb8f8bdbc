// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.ReplyJson;
import org.noisygd.judge.request.RequestReader;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.report.Provenance;

/**
 * The reference as a candidate: it answers the protocol, version 1, in one arithmetic. It reads a
 * request from each line and writes the reply on one line, flushed; every request stands alone.
 *
 * <p>The reply to an unusable request is {@code {"id":..,"error":"why"}}, without {@code id} if
 * none could be read (a line that is not a JSON object, or an id that is no integer); the
 * conversation goes on. The reply to an unknown op is {@code {"id":..,"unsupported":true}}. Blank
 * lines are skipped. The conversation ends with {@code bye} or with the input.
 *
 * <p>Numbers are read exactly in the arithmetic: a literal that is no value of it is refused, never
 * rounded ({@link RequestReader}). {@link JudgedOp#answer} rounds every operation, in the order of
 * evaluation that {@code descent.objective} and {@code descent.update} document (the residual form
 * for an update); {@code IN*F:K}, whose sums may be cut elsewhere, answers as IN.
 */
public final class ProtocolServer {
  private final Ops ops;
  private final Arithmetic<?> arithmetic;

  private ProtocolServer(Ops ops, Arithmetic<?> arithmetic) {
    this.ops = ops;
    this.arithmetic = arithmetic;
  }

  /** A server that answers all ops; see {@link #of(Ops, String)}. */
  public static ProtocolServer of(String arithmetic) {
    return of(Ops.ALL, arithmetic);
  }

  /**
   * A server that answers some ops, in the arithmetic of that name.
   *
   * @throws IllegalArgumentException if there is none, or it cannot speak the protocol: {@code
   *     rational} prints no decimals, {@code apfloat:P} has no defined rounding
   */
  public static ProtocolServer of(Ops ops, String arithmetic) {
    return new ProtocolServer(ops, Arithmetics.named(arithmetic, Arithmetics.SERVED));
  }

  /**
   * Answers every request until {@code bye} or the end of input.
   *
   * @throws IOException if the streams fail
   */
  public void serve(InputStream in, OutputStream out) throws IOException {
    Reader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    StringBuilder line = new StringBuilder();
    boolean first = true;
    boolean open = true;
    while (open && readLine(reader, line)) {
      if (first && line.length() > 0 && line.charAt(0) == '\ufeff') {
        line.deleteCharAt(0);
      }
      first = false;
      if (line.length() <= RequestReader.MAX_LINE && line.toString().isBlank()) {
        continue;
      }
      open = answer(line, writer);
      writer.write('\n');
      writer.flush();
    }
  }

  /**
   * Reads a line and keeps at most {@link RequestReader#MAX_LINE} + 1 characters.
   *
   * @return false at the end of the input
   */
  private static boolean readLine(Reader reader, StringBuilder line) throws IOException {
    line.setLength(0);
    int c = reader.read();
    if (c < 0) {
      return false;
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() <= RequestReader.MAX_LINE) {
        line.append((char) c);
      }
    }
    return true;
  }

  /** Writes the reply to one request and returns false after {@code bye}. */
  private boolean answer(StringBuilder line, Writer writer) throws IOException {
    @Nullable String id = null;
    Map<String, String> reply;
    boolean open = true;
    try {
      if (line.length() > RequestReader.MAX_LINE) {
        throw new IllegalArgumentException(
            "a request must have at most " + RequestReader.MAX_LINE + " characters");
      }
      RequestReader<?> request = RequestReader.of(line.toString(), arithmetic);
      id = request.id();
      reply = answer(request);
      open = !request.op().equals("bye");
    } catch (IllegalArgumentException | ArithmeticException e) {
      reply = ReplyJson.error(String.valueOf(e.getMessage()));
    } catch (StackOverflowError | OutOfMemoryError e) {
      reply = ReplyJson.error("the request is too large for this machine");
    } catch (RuntimeException e) {
      reply = ReplyJson.error("a fault of the reference: " + e);
    }
    String separator = "{";
    if (id != null) {
      writer.write("{\"id\":" + id);
      separator = ",";
    }
    for (Map.Entry<String, String> field : reply.entrySet()) {
      writer.write(separator + "\"" + field.getKey() + "\":");
      writer.write(field.getValue());
      separator = ",";
    }
    writer.write("}");
    return open;
  }

  private Map<String, String> answer(RequestReader<?> request) {
    String op = request.op();
    return op.equals("hello")
        ? hello(request)
        : op.equals("bye")
            ? Map.of()
            : ops.named(op).map(o -> o.answer(request.as(o))).orElse(ReplyJson.UNSUPPORTED);
  }

  private Map<String, String> hello(RequestReader<?> request) {
    if (request.has("protocol")) {
      long protocol = request.integer("protocol");
      Require.that(protocol == 1, "protocol", "be 1", protocol);
    }
    Map<String, String> reply = new LinkedHashMap<>();
    reply.put("name", ReplyJson.text("noisygd reference"));
    reply.put("language", ReplyJson.text("Java"));
    reply.put("version", ReplyJson.text(Provenance.thisVersion()));
    reply.put("arithmetic", ReplyJson.text(arithmetic.name()));
    reply.put("seedBits", "63");
    reply.put("nonFinite", "true");
    Stream<String> asked =
        Stream.of(List.of("hello"), ops.words(), List.of("bye")).flatMap(List::stream);
    reply.put("ops", ReplyJson.array(asked.map(ReplyJson::text).toList()));
    return reply;
  }
}
