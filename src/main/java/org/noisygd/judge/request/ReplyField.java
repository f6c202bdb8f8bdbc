// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.List;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.number.Arithmetic;

/** A field that a reply must have. */
public record ReplyField(String name, Form form) {
  /** The shapes of fields, relative to the request. */
  public enum Form {
    /** A number, which counts as a 1 x 1 matrix. */
    NUMBER,
    /** A matrix of the shape of M, d1 x d2. */
    LIKE_M,
    /** A matrix of the shape of X, d1 x r. */
    LIKE_X,
    /** A matrix of the shape of Y, d2 x r. */
    LIKE_Y,
    /** A square matrix of side (d1 + d2) r. */
    HESSIAN
  }

  /** Two fields, of the shapes of X and Y. */
  public static List<ReplyField> pair(String x, String y) {
    return List.of(new ReplyField(x, Form.LIKE_X), new ReplyField(y, Form.LIKE_Y));
  }

  /** The number of rows of the field in a reply to a request with these numbers. */
  int rows(Inputs<?> q) {
    return switch (form) {
      case NUMBER -> 1;
      case LIKE_M, LIKE_X -> q.d1();
      case LIKE_Y -> q.d2();
      case HESSIAN -> (q.d1() + q.d2()) * q.r();
    };
  }

  int columns(Inputs<?> q) {
    return switch (form) {
      case LIKE_M -> q.d2();
      case LIKE_X, LIKE_Y -> q.r();
      case NUMBER, HESSIAN -> rows(q);
    };
  }

  /** Reads the field from a reply to a request with these numbers. */
  ReadMatrix read(Reply reply, Inputs<?> q, Arithmetic<?> arithmetic) throws ProtocolViolation {
    return form == Form.NUMBER
        ? reply.scalar(name, arithmetic)
        : reply.matrix(name, rows(q), columns(q), arithmetic);
  }
}
