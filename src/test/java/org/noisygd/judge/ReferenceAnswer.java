// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.op.ProtocolServer;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Literals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

/** What the reference answers, as a candidate that computes in an arithmetic. */
public final class ReferenceAnswer {
  private ReferenceAnswer() {}

  /** Its answer to a request, by way of the lines of the protocol. */
  public static Answer of(String arithmetic, Request q) {
    try {
      String line = reply(arithmetic, new RequestJson(arithmetic).line(1, q)).strip();
      var reply = Ops.ALL.replyReader().read(line);
      return q.op().read(reply, q, Arithmetics.named(arithmetic));
    } catch (ProtocolViolation e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it replies to lines of the protocol. */
  public static String reply(String arithmetic, String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] in = String.join("\n", lines).getBytes(UTF_8);
    try {
      new ProtocolServer(arithmetic).serve(new ByteArrayInputStream(in), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(UTF_8);
  }

  /** An answer of doubles with each number changed. */
  public static Answer changed(Answer answer, DoubleUnaryOperator change) {
    return mapped(
        answer,
        n ->
            ReadNumber.of(
                Literals.format(change.applyAsDouble(n.nearestDouble())), Binary64.INSTANCE));
  }

  /** An answer with each number replaced. */
  public static Answer mapped(Answer answer, UnaryOperator<ReadNumber> by) {
    Map<String, ReadMatrix> fields = new LinkedHashMap<>();
    answer
        .fields()
        .forEach(
            (name, m) ->
                fields.put(
                    name,
                    new ReadMatrix(m.rows(), m.columns(), m.entries().stream().map(by).toList())));
    return new Answer(fields, Map.of());
  }

  /** A matrix as a program prints it in its arithmetic. */
  public static <T> ReadMatrix printed(Matrix<T> m) {
    Arithmetic<T> arithmetic = m.arithmetic();
    Function<T, String> print = e -> arithmetic.isFinite(e) ? arithmetic.print(e) : "" + e;
    return new ReadMatrix(
        m.rows(),
        m.columns(),
        m.entries().stream().map(e -> ReadNumber.of(print.apply(e), arithmetic)).toList());
  }
}
