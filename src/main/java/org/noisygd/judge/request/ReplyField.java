// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.number.Arithmetic;

/**
 * A field that a reply must have.
 *
 * @param name its name
 * @param form its shape
 */
public record ReplyField(String name, Form form) {
  /** The shapes, given by the shapes of the request. */
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

  /** Reads the field from a reply to a request with those numbers. */
  ReadMatrix read(Reply reply, Inputs<?> q, Arithmetic<?> arithmetic) throws ProtocolViolation {
    int side = (q.d1() + q.d2()) * q.r();
    return switch (form) {
      case NUMBER -> reply.scalar(name, arithmetic);
      case LIKE_M -> reply.matrix(name, q.d1(), q.d2(), arithmetic);
      case LIKE_X -> reply.matrix(name, q.d1(), q.r(), arithmetic);
      case LIKE_Y -> reply.matrix(name, q.d2(), q.r(), arithmetic);
      case HESSIAN -> reply.matrix(name, side, side, arithmetic);
    };
  }
}
