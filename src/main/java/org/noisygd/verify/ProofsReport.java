// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.noisygd.report.Terminal;
import org.noisygd.verify.proofs.Claim;
import org.noisygd.verify.proofs.ProofCheck;

/** What Coq said of the claims, as a table and as JSON. */
public final class ProofsReport {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int INDENT = 8;

  private ProofsReport() {}

  /**
   * The claims table: each row's statement in words, and the theorem behind it; where Coq was not
   * asked, why, and no row.
   */
  public static String table(ProofCheck.Outcome outcome, int width) {
    StringBuilder text = new StringBuilder();
    String last = "";
    for (Claim claim : outcome.judged() ? outcome.claims() : List.<Claim>of()) {
      if (!claim.id().equals(last)) {
        text.append('\n').append(claim.id()).append("  (").append(claim.paper()).append(")\n");
        last = claim.id();
      }
      text.append(claim.proved() ? "proved  " : "NOT     ");
      boolean first = true;
      for (String line : Terminal.wrap(claim.statement(), Math.max(width - INDENT, 30))) {
        text.append(first ? "" : " ".repeat(INDENT)).append(line).append('\n');
        first = false;
      }
      text.append(" ".repeat(INDENT))
          .append(claim.theorem())
          .append(" in ")
          .append(claim.file())
          .append("; axioms: ")
          .append(claim.allowed())
          .append('\n');
    }
    if (outcome.judged()) {
      text.append('\n');
    }
    outcome.messages().forEach(message -> text.append(message).append('\n'));
    return text.append(summary(outcome)).append('\n').toString();
  }

  private static String summary(ProofCheck.Outcome outcome) {
    long ids = outcome.claims().stream().map(Claim::id).distinct().count();
    long proved = outcome.claims().stream().filter(Claim::proved).count();
    int all = outcome.claims().size();
    return switch (outcome.verdict()) {
      case "pass" -> "PASS: Coq proves all " + all + " theorems of " + ids + " claims";
      case "fail" ->
          "FAIL: Coq proves " + proved + " of " + all + " theorems; what differs is above";
      default -> "UNDECIDED: no proof was checked";
    };
  }

  /** The JSON result: an entry for each theorem. */
  public static String json(ProofCheck.Outcome outcome) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("verdict", outcome.verdict());
    var claims = root.putArray("claims");
    for (Claim claim : outcome.judged() ? outcome.claims() : List.<Claim>of()) {
      ObjectNode row = claims.addObject();
      row.put("id", claim.id());
      row.put("theorem", claim.theorem());
      row.put("file", "proofs-notes/coq/" + claim.file());
      row.put("proved", claim.proved());
      var axioms = row.putArray("axioms");
      claim.axioms().forEach(axioms::add);
      row.put("statement", claim.statement());
      row.put("paper", claim.paper());
    }
    var messages = root.putArray("messages");
    outcome.messages().forEach(messages::add);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
