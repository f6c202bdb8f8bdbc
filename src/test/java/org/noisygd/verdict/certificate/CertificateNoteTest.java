// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.fault.Fault;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.answers.CandidateAnswers;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Reply.ReplyReader;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;

/** The example of {@code proofs-notes/certificates.md}, made anew. */
class CertificateNoteTest {
  private static final Path NOTE = Path.of("proofs-notes", "certificates.md");

  @TempDir private Path folder;

  @Test
  void certificate_ofTheWrongUpdateOfTheNote_isWhatTheNoteShows()
      throws IOException, ProtocolViolation {
    Case tested =
        Ops.STEP.cases("binary64", 20210221).stream()
            .filter(c -> c.name().equals("step/ordinary-1x1x1"))
            .findFirst()
            .orElseThrow();
    String asked = new RequestJson("binary64").line(1, tested.request());
    String said = wrongReply(tested.request());
    ReplyReader reader = new ReplyReader(Ops.STEP.replyNames());
    Answer answer = Ops.STEP.read(reader.read(said), tested.request(), Binary64.INSTANCE);
    Fault mistake = Fault.GAUSS_SEIDEL_STALE_NOISY;
    CandidateAnswers answers = new CandidateAnswers(Ops.ALL, "binary64");
    String hello = "{\"id\":0,\"name\":\"mine\",\"ops\":[\"step\"]}";
    answers.greeted(RequestJson.hello(0), reader.read(hello));
    answers.take(tested, answer, asked, reader.read(said));
    Diagnosis diagnosis =
        new Diagnosis(mistake.code(), Ops.STEP, mistake.advice(), Optional.of(mistake));
    Claims claims = CandidateClaims.of(answers, List.of(diagnosis));
    assertEquals(CaseResult.Outcome.FAIL, answers.results().get(0).outcome());
    new CertificateFolder(folder, 60).write("mine, fail", claims, 1);
    String text = Files.readString(folder.resolve("Claims001.v"));
    String theorems = text.substring(text.indexOf("(*")).strip().replace("\n", "\n    ");
    assertTrue(
        Files.readString(NOTE).contains("    " + theorems.replace("\n    \n", "\n\n")), text);
  }

  /** {@code Y} from the new {@code X}, as the program in the note computes it. */
  private static String wrongReply(Request q) {
    double x = only(q.at().x());
    double y = only(q.at().y());
    double noiseX = only(q.direction().x());
    double ty = y + only(q.direction().y());
    double residual = (x + noiseX) * ty - only(q.m());
    double newX = x - q.etaX().roundToDouble() * (residual * ty);
    double newY = y - q.etaY().roundToDouble() * (residual * (newX + noiseX));
    return "{\"id\":1,\"X\":[["
        + Literals.format(newX)
        + "]],\"Y\":[["
        + Literals.format(newY)
        + "]]}";
  }

  private static double only(Matrix<Dyadic> m) {
    return m.get(0, 0).roundToDouble();
  }
}
