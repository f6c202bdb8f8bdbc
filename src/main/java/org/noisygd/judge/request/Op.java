// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.FormatException;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/**
 * An op of the protocol: the fields of its request and reply, and the exact answer. The ops
 * themselves are the classes of {@code judge.op}.
 *
 * <p>An op with one exact answer computes it ({@link #result}) and its bounds ({@link #bounds}). An
 * op that is judged in another way (a run update by update, random results by their distribution)
 * has neither. The parts of an op determine the conditions under which no admissible evaluation
 * order rounds.
 */
public abstract class Op {
  private final String word;
  private final Set<Part> parts;
  private final List<String> fields;
  private final List<ReplyField> reply;

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

    /** The number of rows of the field in a reply to a request with these inputs. */
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
    ReadMatrix read(Reply reply, Inputs<?> q, Arithmetic<?> arithmetic) {
      return form == Form.NUMBER
          ? reply.scalar(name, arithmetic)
          : reply.matrix(name, rows(q), columns(q), arithmetic);
    }
  }

  /**
   * An op.
   *
   * @param word its name on the wire, such as {@code smoothed_loss}
   * @param parts the parts of its answer
   * @param fields the fields of its request, in order
   * @param reply the fields of its reply, in order
   */
  protected Op(String word, Set<Part> parts, List<String> fields, List<ReplyField> reply) {
    this.word = word;
    this.parts = Set.copyOf(parts);
    this.fields = List.copyOf(fields);
    this.reply = List.copyOf(reply);
  }

  /** The name on the wire, such as {@code smoothed_loss}. */
  public final String word() {
    return word;
  }

  public final Set<Part> parts() {
    return parts;
  }

  public final boolean has(Part part) {
    return parts.contains(part);
  }

  public final List<String> fields() {
    return fields;
  }

  /** The fields of a reply, in order, or of each state of a run; none for random results. */
  public final List<ReplyField> reply() {
    return reply;
  }

  /** Returns true if a field of the reply has a given shape. */
  public final boolean has(String field, ReplyField.Form form) {
    return reply.contains(new ReplyField(field, form));
  }

  /** The fields that only this op has, with their initial values. */
  public Map<String, Object> own() {
    return Map.of();
  }

  /** The names of the fields of a reply, and of the fields inside them. */
  public List<String> replyNames() {
    return reply.stream().map(ReplyField::name).toList();
  }

  /**
   * Reads the numbers of a reply.
   *
   * @param arithmetic the candidate's arithmetic
   * @throws FormatException if a field is missing or of another shape
   */
  public Answer read(Reply from, Request q, Arithmetic<?> arithmetic) {
    Map<String, ReadMatrix> matrices = new LinkedHashMap<>();
    for (ReplyField field : reply) {
      matrices.put(field.name(), field.read(from, q, arithmetic));
    }
    return new Answer(matrices, Map.of());
  }

  /** Returns a copy of an answer that takes little memory. */
  public Answer kept(Answer read, Arithmetic<?> arithmetic) {
    return read.kept(arithmetic);
  }

  /**
   * The fields of the answer, computed from the given quantities: exact, rounded or faulty ones.
   *
   * @throws IllegalArgumentException if the shapes do not fit, or there is no single exact answer
   */
  public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
    throw new IllegalArgumentException(word + " has no single exact answer");
  }

  /**
   * The bounds on the fields of the answer.
   *
   * @param bounds the bounds under a rounding model
   * @param q the request's numbers in an arithmetic that holds their magnitudes
   * @param form the form of a loss
   * @throws IllegalArgumentException if there is no single exact answer
   */
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    throw new IllegalArgumentException(word + " has no single exact answer, and so no bound");
  }

  /**
   * The degree: the answer is multiplied by s to this power if X, Y, their noise, direction and
   * deviations are multiplied by s, M by s^2 and the step sizes by s^-2.
   */
  public final int degree() {
    boolean derivative = has(Part.GRADIENT) || has(Part.HESSIAN_TIMES);
    return has(Part.LOSS) ? 4 : derivative ? 3 : has(Part.HESSIAN) ? 2 : 1;
  }

  /** Returns true if this op has a single exact answer, and so a bound. */
  public boolean hasBound() {
    return !reply.isEmpty() && !has(Part.RUN);
  }

  /** Returns true if there are theorems about its answers, for certificates. */
  public boolean hasTheorems() {
    return !parts.isEmpty();
  }

  /** Returns true if a candidate that answers no other op can pass. */
  public boolean suffices() {
    return has(Part.UPDATE);
  }

  /** The two fields of the reply, of the shapes of X and Y. */
  protected final <T> Map<String, Matrix<T>> pair(Factors<T> factors) {
    return pair(factors.x(), factors.y());
  }

  protected final Map<String, ErrorBound> pair(OpBounds.Pair bounds) {
    return pair(bounds.x(), bounds.y());
  }

  private <V> Map<String, V> pair(V x, V y) {
    Map<String, V> fields = new LinkedHashMap<>();
    fields.put(reply.get(0).name(), x);
    fields.put(reply.get(1).name(), y);
    return fields;
  }

  @Override
  public final String toString() {
    return word;
  }
}
