// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.judge.judgement.CaseBounds.Rule;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.judgement.TracedUpdate;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Op.ReplyField;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.verdict.certificate.Claims.Claim;

/** The claims of a certificate, and the number of cases without a claim, by reason. */
public final class Claims {
  /** The parts of a line that Coq does not read: control characters, names with a backslash. */
  private static final Pattern UNREAD =
      Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f\ufeff]|\\\\[^\"]*\"\\s*:");

  /** The arithmetics of the theorems, as in {@code arithmetic_named}. */
  private static final Pattern ARITHMETIC =
      Pattern.compile("binary64|binary32|binary16|bfloat16|tf32|(binary|decimal):[1-9][0-9]*");

  private final List<Claim> claims = new ArrayList<>();
  private final Map<String, Integer> unclaimed = new TreeMap<>();
  private double seconds;

  /** The reason why no theorem is about these lines in an arithmetic; empty if one may be. */
  static String unstated(String arithmetic, Collection<String> lines) {
    if (!ARITHMETIC.matcher(arithmetic).matches()) {
      return "no theorem is stated for the arithmetic " + arithmetic;
    }
    boolean read = lines.stream().noneMatch(line -> UNREAD.matcher(line).find());
    return read ? "" : "a line with a control character, or with a backslash in a name";
  }

  /** Returns true if the bounds hold for the step sizes. */
  static boolean hasOrdinarySteps(RoundingModel model, Request q) {
    return Stream.of(q.etaX(), q.etaY())
        .allMatch(e -> e.signum() == 0 || e.compareTo(model.underflow()) >= 0);
  }

  /** The claims. */
  public List<Claim> claims() {
    return List.copyOf(claims);
  }

  /** The number of cases or updates without a claim, by reason. */
  public Map<String, Integer> unclaimed() {
    return new TreeMap<>(unclaimed);
  }

  private void add(Claim claim) {
    claims.add(claim);
    seconds += claim.seconds();
  }

  /** Counts a case or an update without a claim. */
  void leave(String reason) {
    unclaimed.merge(reason, 1, Integer::sum);
  }

  /**
   * Claims that a reply passes.
   *
   * @param sense the sense of {@code Conversation.v} in which it passes
   */
  void passes(String about, Claim.Said said, String sense, Size size) {
    boolean update = size.op().has(Part.UPDATE);
    Claim.Kind kind = update ? Claim.Kind.UPDATE_PASSES : Claim.Kind.PASSES;
    add(new Claim(kind, about, said, sense, size.secondsOfAll()));
  }

  /**
   * Claims that no admissible order gives an entry.
   *
   * @param kind the kind, for all orders or for exact ones
   */
  void fails(Claim.Kind kind, String about, Claim.Said said, Place entry, Size size) {
    add(new Claim(kind, about + ", " + entry, said, coq(entry, size.op()), size.secondsOfEntry()));
  }

  /**
   * Claims as in {@link #fails}, and that each field is right for another request.
   *
   * @param instead the other requests, one per field
   */
  void mistakes(String about, Claim.Said said, List<Request> instead, Place entry, Size size) {
    String others =
        instead.stream()
            .map(request -> quoted(RequestJson.unasked(request)))
            .collect(Collectors.joining("; ", "[", "] "));
    double cost = size.secondsOfEntry() + instead.size() * size.secondsOfAll();
    add(new Claim(Claim.Kind.MISTAKES, about, said, others + coq(entry, size.op()), cost));
  }

  /**
   * Adds the claim about an update of a trace, from its own printed state. For a passed one: each
   * number is within its bound. For a failed one: no admissible order gives one of its numbers.
   *
   * @param failure the entry farthest beyond its bound, if any
   * @param most maximum time of Coq for the claims about passed updates, in seconds
   */
  public void add(TracedUpdate update, Optional<CaseResult.Failure> failure, double most) {
    String arithmetic = update.header().arithmetic().name();
    TraceState state = update.from();
    String about = "update to t=" + update.to().t();
    SortedMap<Long, String> lines = new TreeMap<>();
    Stream.of(update.header().line(), state.line(), update.to().line())
        .forEach(line -> lines.put(line.number(), line.text()));
    Claim.Said said = new Claim.Said("Traced", lines);
    Size size = new Size(Ops.STEP, state.x().rows(), state.y().rows(), state.x().columns(), 3, 1);
    String unstated = unstated(arithmetic, lines.values());
    if (!unstated.isEmpty()) {
      leave(unstated);
    } else if (failure.isEmpty() && seconds > most) {
      leave("a right update, beyond the number that Coq proves in --certificate-seconds");
    } else if (failure.isEmpty()) {
      passes(about, said, "Within", size);
    } else if (!failure.get().hasNumbers()) {
      leave("a number that is not finite");
    } else {
      new Judge(RoundingModel.named(arithmetic), Rule.WIDEST_BOUNDS)
          .judge(update)
          .failure()
          .ifPresentOrElse(
              f -> fails(Claim.Kind.FAILS, about, said, f.place(), size),
              () -> leave("a number that a residual scaled by norm/norm might explain"));
    }
  }

  /** A text as Coq reads it. */
  static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** An entry as Coq reads it. */
  private static String coq(Place entry, Op op) {
    String factor = op.has(entry.field(), ReplyField.Form.LIKE_Y) ? "OfY " : "OfX ";
    return factor + entry.index().get(0) + " " + entry.index().get(1);
  }

  /**
   * The size of the computation.
   *
   * @param factors the number of pairs of matrices, of the shapes of X and Y, that are read
   * @param updates the number of updates; 1 for another op
   */
  record Size(Op op, int d1, int d2, int r, int factors, int updates) {
    /** The size of an exchange. */
    static Size of(Request q) {
      boolean directed = q.op().fields().contains("noiseX") || q.op().fields().contains("dX");
      return new Size(q.op(), q.d1(), q.d2(), q.r(), directed ? 3 : 2, 1);
    }

    /** The size of some updates of a run; Coq reads the whole run. */
    static Size ofRun(Request q, int updates) {
      int states = 1 + q.noises().size() + q.record().size();
      return new Size(Ops.STEP, q.d1(), q.d2(), q.r(), states, updates);
    }

    /** The approximate time of Coq for a statement about all numbers. */
    private double secondsOfAll() {
      double cells = (double) d1 * d2;
      double entries = (double) (d1 + d2) * r;
      double printed = op.has(Part.HESSIAN) ? entries * entries : 0;
      double perCell =
          op.has(Part.LOSS)
              ? 2
              : op.has(Part.HESSIAN)
                  ? r
                  : (op.has(Part.HESSIAN_TIMES) || updates > 1 ? 4.0 : 2.0) * r * updates;
      return seconds(printed, printed + perCell * cells);
    }

    /** The approximate time of Coq for a statement about one entry. */
    private double secondsOfEntry() {
      return seconds(0, op.has(Part.LOSS) ? 6.0 * d1 * d2 : d1 + d2);
    }

    /**
     * The approximate time of Coq in seconds, measured with {@code coqc} 8.20 on two busy cores:
     * for any theorem, for each literal of 20 characters, mostly for its text, and for each term of
     * an entry's sum with its r products.
     *
     * @param printed number of literals that are read besides the inputs
     * @param terms number of terms in the sums of the entries
     */
    private double seconds(double printed, double terms) {
      double literals = printed + d1 * d2 + factors * (d1 + d2) * r;
      return 0.025 + 0.001 * literals + terms * (0.0002 + 0.0003 * r);
    }
  }

  /**
   * A theorem about lines of a conversation.
   *
   * @param kind the kind of its statement
   * @param about the case or the update, such as {@code step/ordinary-7x5x2}
   * @param said the lines in the statement
   * @param arguments the further arguments of the statement, as Coq reads them
   * @param seconds approximate time of Coq for the proof
   */
  public record Claim(Kind kind, String about, Said said, String arguments, double seconds) {
    /** The kinds of statements. */
    public enum Kind {
      /** A printed number is not the result of any admissible order. */
      FAILS("fails"),
      /** A printed number is not the result of any admissible order, since all terms are exact. */
      FAILS_EXACTLY("fails_exactly"),
      /** The answer fails, but is right for other requests, as a known fault computes it. */
      MISTAKES("mistakes"),
      /** Every number of an update is right. */
      UPDATE_PASSES("passes"),
      /** Every number of another reply is right. */
      PASSES("passes");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      /** The word as Coq reads it. */
      public String word() {
        return word;
      }
    }

    /**
     * Lines of a conversation.
     *
     * @param as their kind, such as {@code Answer}
     * @param lines the lines by their numbers, ascending
     */
    public record Said(String as, SortedMap<Long, String> lines) {}
  }
}
