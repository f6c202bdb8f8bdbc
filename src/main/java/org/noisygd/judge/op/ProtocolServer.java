// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisygd.io.InputFile;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.request.ReplyJson;
import org.noisygd.judge.request.RequestReader;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.report.Provenance;

/**
 * The reference as a candidate: it answers the protocol, version 1, in one arithmetic. It reads a
 * request from each line, writes the reply on one line and flushes it. No reply depends on an
 * earlier request.
 *
 * <p>The reply to an unusable request is {@code {"id":..,"error":"why"}}, without {@code id} if
 * none could be read (a line that is not a JSON object, or an id that is not an integer); the
 * conversation goes on. The reply to an unknown op is {@code {"id":..,"unsupported":true}}. Blank
 * lines are skipped. The conversation ends with {@code bye} or with the input.
 *
 * <p>Numbers are read exactly in the arithmetic: a literal that is not a value of it is refused,
 * not rounded ({@link RequestReader}). {@link JudgedOp#answer} rounds every operation, in the order
 * of evaluation that {@code descent.objective} and {@code descent.update} document (the residual
 * form for an update); {@code IN*F:K}, whose sums a program may truncate elsewhere, is answered in
 * IN.
 */
public final class ProtocolServer {
  private final Ops ops;
  private final Arithmetic<?> arithmetic;

  /** A server that answers all ops. */
  public ProtocolServer(String arithmetic) {
    this(Ops.ALL, arithmetic);
  }

  /**
   * A server that answers some ops, in the arithmetic of that name.
   *
   * @throws IllegalArgumentException if there is no such arithmetic, or it cannot speak the
   *     protocol: {@code rational} prints no decimals, {@code apfloat:P} has no defined rounding
   */
  public ProtocolServer(Ops ops, String arithmetic) {
    this.ops = ops;
    this.arithmetic = Arithmetics.named(arithmetic, Arithmetics.SERVED);
  }

  /**
   * Answers every request until {@code bye} or the end of input.
   *
   * @throws IOException if the streams fail
   */
  public void serve(InputStream in, OutputStream out) throws IOException {
    InputStream lines = new BufferedInputStream(in);
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean open = true;
    while (open && InputFile.readLine(lines, RequestReader.MAX_LINE, line)) {
      String text = line.toString(StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        open = answer(text, writer);
        writer.write('\n');
        writer.flush();
      }
    }
  }

  /** Writes the reply to one request and returns false after {@code bye}. */
  private boolean answer(String line, Writer writer) throws IOException {
    Map<String, String> reply = new LinkedHashMap<>();
    boolean open = true;
    try {
      String rule = "have at most " + RequestReader.MAX_LINE + " bytes";
      Require.that(line.length() <= RequestReader.MAX_LINE, "a request", rule, "more");
      RequestReader<?> request = RequestReader.of(line, arithmetic);
      reply.put("id", request.id());
      reply.putAll(answer(request));
      open = !request.op().equals("bye");
    } catch (IllegalArgumentException | ArithmeticException e) {
      reply.putAll(ReplyJson.error(String.valueOf(e.getMessage())));
    } catch (StackOverflowError | OutOfMemoryError e) {
      reply.putAll(ReplyJson.error("the request is too large for this machine"));
    } catch (RuntimeException e) {
      reply.putAll(ReplyJson.error("a fault of the reference: " + e));
    }
    JsonText object = new JsonText();
    reply.forEach(object::raw);
    writer.write(object.toString());
    return open;
  }

  private Map<String, String> answer(RequestReader<?> request) {
    return switch (request.op()) {
      case "hello" -> hello(request);
      case "bye" -> Map.of();
      default ->
          ops.named(request.op())
              .map(op -> op.answer(request.as(op)))
              .orElse(ReplyJson.UNSUPPORTED);
    };
  }

  private Map<String, String> hello(RequestReader<?> request) {
    if (request.has("protocol")) {
      long protocol = request.integer("protocol");
      Require.that(protocol == 1, "protocol", "be 1", protocol);
    }
    Stream<String> answered =
        Stream.of(List.of("hello"), ops.words(), List.of("bye")).flatMap(List::stream);
    Map<String, String> reply = new LinkedHashMap<>();
    reply.put("name", ReplyJson.text("noisygd reference"));
    reply.put("language", ReplyJson.text("Java"));
    reply.put("version", ReplyJson.text(Provenance.thisVersion()));
    reply.put("arithmetic", ReplyJson.text(arithmetic.name()));
    reply.put("seedBits", "63");
    reply.put("nonFinite", "true");
    reply.put("ops", ReplyJson.array(answered.map(ReplyJson::text).toList()));
    return reply;
  }
}
