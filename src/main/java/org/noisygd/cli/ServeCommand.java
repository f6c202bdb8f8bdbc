// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.noisygd.judge.op.ProtocolServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./verify.sh serve}: the reference as an oracle, answering requests line by line. */
@Command(
    name = "serve",
    description = {
      "Speaks the candidate protocol on standard input and output, as a candidate: one JSON request"
          + " per line in, one JSON reply per line out.",
      ""
    },
    footer = {"", "Example: echo '{\"id\":1,\"op\":\"hello\",\"protocol\":1}' | ./verify.sh serve"})
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--arithmetic",
      paramLabel = "NAME",
      defaultValue = "binary64",
      description =
          "The arithmetic to compute in: binary64 (the default), binary32, binary16, bfloat16,"
              + " tf32, double-double, binary:P (P-bit significand), decimal:P (P digits), IN*F:K"
              + " such as bfloat16*24:8 (every operation is rounded to IN, which is a right"
              + " answer), or dyadic (exact).")
  private String arithmetic = "binary64";

  @Override
  public Integer call() throws IOException {
    new ProtocolServer(arithmetic).serve(System.in, System.out);
    return 0;
  }
}
