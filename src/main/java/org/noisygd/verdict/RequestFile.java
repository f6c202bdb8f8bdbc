// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.answers.CandidateAnswers;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.LimitedProcess;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.Reply.ReplyReader;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.InputFile;
import org.noisygd.theory.error.RoundingModel;

/**
 * Judges without a pipe: one file holds every request, another the replies. The id of a request is
 * its index among the requests of all ops, even if only some ops are requested. Seeds have the
 * default number of bits.
 */
public final class RequestFile {
  private RequestFile() {}

  /** The requests of some ops, one on each line, after a hello. */
  public static String requests(String arithmetic, long seed, Ops ops) {
    RoundingModel.named(arithmetic);
    RequestJson json = new RequestJson(arithmetic);
    StringBuilder lines = new StringBuilder(RequestJson.hello(0)).append('\n');
    List<Case> suite = suite(arithmetic, seed);
    for (int n = 0; n < suite.size(); n++) {
      Request q = suite.get(n).request();
      lines.append(ops.contains(q.op()) ? json.line(n + 1, q) + "\n" : "");
    }
    return lines.append(RequestJson.bye(suite.size() + 1)).append('\n').toString();
  }

  /** All cases; the id of a request is its index here, from 1. */
  private static List<Case> suite(String arithmetic, long seed) {
    List<Case> all = new ArrayList<>();
    for (JudgedOp op : Ops.ALL.all()) {
      all.addAll(op.cases(arithmetic, seed));
      op.sampleVerdict(arithmetic, seed).ifPresent(samples -> all.addAll(samples.cases()));
    }
    all.addAll(Ops.ALL.mixed(arithmetic, seed));
    return all.stream().flatMap(one -> one.asked(Request.SEED_BITS, false).stream()).toList();
  }

  /**
   * Judges replies to those requests, found by their ids, in any order. Requests without a reply
   * are not judged, and the report says so.
   *
   * @param first the receiver of the answers and the verdict, without an explanation
   * @param deadline the end of the search for an explanation
   * @return the same verdict, with the explanation
   * @throws IllegalArgumentException if the file cannot be read, or its replies declare another
   *     arithmetic than the requests were written for
   */
  public static CandidateVerdict judge(
      String arithmetic,
      long seed,
      Ops ops,
      Path file,
      BiConsumer<CandidateVerdict, CandidateAnswers> first,
      Supplier<DiagnosisDeadline> deadline) {
    VerdictBuilder builder =
        new VerdictBuilder(
            Ops.ALL, arithmetic, seed, one -> one.asked(Request.SEED_BITS, false), line -> {});
    Map<Case, Long> ids = new HashMap<>();
    suite(arithmetic, seed).forEach(one -> ids.put(one, ids.size() + 1L));
    String name = file.toString();
    ReplyFile replies = new ReplyFile(file, Ops.ALL.replyReader(), ids.size() + 1);
    try {
      replies.complaints().forEach(builder::broken);
      Optional<Reply> hello = replies.get(0);
      if (hello.isPresent()) {
        name = hello.get().text("name", name);
        requireDeclared(Reply.start(hello.get().text("arithmetic", arithmetic)), arithmetic);
        if (hello.get().text("arithmetic", "binary64").equals(arithmetic)) {
          builder.answers().greeted(RequestJson.hello(0), hello.get());
        }
      }
      RequestJson json = new RequestJson(arithmetic);
      List<Long> missing = new ArrayList<>();
      builder.judge(
          ops,
          tested -> {
            Optional<Long> id = Optional.ofNullable(ids.get(tested));
            Optional<Reply> reply = id.flatMap(replies::get);
            id.filter(n -> reply.isEmpty()).ifPresent(missing::add);
            return new Exchange(tested, json.line(id.orElse(0L), tested.request()), reply, "");
          });
      if (!missing.isEmpty()) {
        builder.note(
            missing.size() + " requests have no reply in " + file + ", so were not judged");
      }
    } catch (ProtocolViolation e) {
      CandidateVerdict verdict =
          CandidateVerdict.unasked(name, arithmetic, seed, "hello: " + e.getMessage());
      first.accept(verdict, CandidateAnswers.none());
      return verdict;
    }
    return builder.verdict(name, first, deadline, explainer -> Candidate.NONE);
  }

  private static void requireDeclared(String declared, String arithmetic) throws ProtocolViolation {
    if (declared.equals(arithmetic)) {
      return;
    }
    try {
      RoundingModel.named(declared);
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation(String.valueOf(e.getMessage()));
    }
    throw new IllegalArgumentException(
        "--arithmetic must be the one that the replies declare, "
            + declared
            + ", with --write-requests as with --replies, got "
            + arithmetic);
  }

  /** Replies in a file, one per line in any order, found by their ids. */
  private static final class ReplyFile {
    private static final int MAX_BYTES = LimitedProcess.MAX_REPLY_BYTES;

    /** Maximum number of complaints that are kept, as many as fit a screen; others are counted. */
    private static final int MAX_COMPLAINTS = 20;

    private final ReplyReader reader;
    private final long lastId;
    private final Map<Long, Reply> replies = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private int more;
    private boolean anyReply;

    /**
     * Reads the replies with ids of 0..lastId.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no reply at all
     */
    ReplyFile(Path path, ReplyReader reader, long lastId) {
      this.reader = reader;
      this.lastId = lastId;
      try (InputStream in = new BufferedInputStream(InputFile.open(path), 1 << 16)) {
        InputFile.requireNoOtherKind(path + ":", in);
        read(in);
      } catch (IOException e) {
        throw InputFile.unreadable(path, e);
      }
      if (!anyReply) {
        throw new FormatException(path + ": must hold replies, a JSON object a line, got none");
      }
    }

    private void read(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long number = 1;
      long length = 0;
      for (int c = in.read(); ; c = in.read()) {
        if (c >= 0 && c != '\n') {
          if (length++ < MAX_BYTES) {
            line.write(c);
          }
          continue;
        }
        if (length > MAX_BYTES) {
          complain(number, "reply must have at most " + MAX_BYTES + " bytes, got " + length);
        } else if (!isBlank(line)) {
          take(number, line.toByteArray());
        }
        if (c < 0) {
          return;
        }
        number++;
        length = 0;
        line.reset();
      }
    }

    private static boolean isBlank(ByteArrayOutputStream line) {
      return line.size() < 100 && line.toString(StandardCharsets.UTF_8).isBlank();
    }

    private void take(long number, byte[] line) {
      try {
        Reply reply = reader.read(line);
        anyReply = true;
        long id = reply.id();
        if (id < 0 || id > lastId) {
          complain(number, "reply must repeat the id of a request, got " + reply.start());
        } else if (replies.putIfAbsent(id, reply) != null) {
          complain(number, "a second reply has the id " + id + ": " + reply.start());
        }
      } catch (ProtocolViolation e) {
        complain(number, String.valueOf(e.getMessage()));
      }
    }

    private void complain(long line, String what) {
      if (complaints.size() < MAX_COMPLAINTS) {
        complaints.add("line " + line + ": " + what);
      } else {
        more++;
      }
    }

    /** The complaints about lines that are no replies to any request. */
    List<String> complaints() {
      List<String> all = new ArrayList<>(complaints);
      if (more > 0) {
        all.add(more + " more lines reply to no request");
      }
      return all;
    }

    /** The reply with an id, if there is one. */
    Optional<Reply> get(long id) {
      return Optional.ofNullable(replies.get(id));
    }
  }
}
