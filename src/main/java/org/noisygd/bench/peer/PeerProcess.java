// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.peer;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.noisygd.bench.workload.Session;
import org.noisygd.io.process.LimitedProcess;
import org.noisygd.io.process.ProtocolViolation;

/**
 * A peer's process and its protocol: a line out, a line in ({@code src/jmh/peers/README.md}). A
 * reply that begins with {@code no} is an error, followed by the reason.
 */
final class PeerProcess implements Session {
  /** Maximum time of a reply, far above any reply. */
  private static final Duration TIMEOUT = Duration.ofHours(1);

  private final LimitedProcess process;
  private int replicates = 1;

  /**
   * Starts the process with one thread for BLAS and without OpenBLAS settings from the environment,
   * such as a kernel for another machine.
   *
   * @throws IOException if the command does not exist
   */
  PeerProcess(List<String> command) throws IOException {
    try {
      process = new LimitedProcess("the peer", command, PeerProcess::adapt, TIMEOUT);
    } catch (ProtocolViolation e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void adapt(Map<String, String> environment) {
    environment.keySet().removeIf(PeerProcess::steersBlas);
    environment.put("OPENBLAS_NUM_THREADS", "1");
    environment.put("OMP_NUM_THREADS", "1");
    environment.put("MKL_NUM_THREADS", "1");
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
  }

  /** Variables that choose a kernel or a number of threads. */
  static boolean steersBlas(String variable) {
    return variable.startsWith("OPENBLAS_")
        || variable.startsWith("GOTO_")
        || variable.startsWith("BLIS_")
        || variable.startsWith("MKL_")
        || variable.startsWith("NVPL_")
        || variable.startsWith("OMP_");
  }

  /** The reply to a line. */
  String ask(String line) throws IOException {
    String reply;
    try {
      reply = new String(process.ask(line), StandardCharsets.UTF_8);
    } catch (ProtocolViolation e) {
      throw new IOException(e.getMessage() + ", asked to: " + line, e);
    }
    if (reply.startsWith("no ")) {
      throw new IOException(reply.substring("no ".length()));
    }
    return reply.strip();
  }

  /** A process that has opened a problem. */
  static PeerProcess opened(List<String> command, String variant, Path file) throws IOException {
    PeerProcess process = new PeerProcess(command);
    try {
      process.open(variant, file);
      return process;
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  /** Opens a problem. */
  void open(String variant, Path file) throws IOException {
    String[] words = ask("open " + variant + " " + file).split(" ", -1);
    if (words.length != 2 || !words[0].equals("ok")) {
      throw new IOException("reply to open must be ok and a number, got " + words[0]);
    }
    replicates = Math.toIntExact(number(words[1]));
  }

  @Override
  public int replicates() {
    return replicates;
  }

  @Override
  public long run(long steps) throws IOException {
    return number(ask("run " + steps));
  }

  private static long number(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("reply must be a number, got " + text, e);
    }
  }

  @Override
  public BigDecimal[] iterate(int replicate) throws IOException {
    String[] words = ask("iterate " + replicate).split(" ", -1);
    BigDecimal[] values = new BigDecimal[words.length];
    for (int n = 0; n < words.length; n++) {
      values[n] = value(words[n]);
    }
    return values;
  }

  /**
   * The exact value of a decimal literal, of a hexadecimal double as printed by C, of a sum of
   * several joined by {@code |}, or of {@code m:e}, m in hexadecimal, for m 2^e.
   *
   * @throws IOException if the text has another form, or is not finite
   */
  static BigDecimal value(String text) throws IOException {
    try {
      int colon = text.indexOf(':');
      if (colon >= 0) {
        BigDecimal m = new BigDecimal(new BigInteger(text.substring(0, colon), 16));
        int e = Integer.parseInt(text.substring(colon + 1));
        BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(e));
        return e >= 0 ? m.multiply(power) : m.divide(power);
      }
      if (!text.contains("0x")) {
        return new BigDecimal(text);
      }
      BigDecimal sum = BigDecimal.ZERO;
      for (String part : text.split("\\|", -1)) {
        sum = sum.add(new BigDecimal(Double.parseDouble(part)));
      }
      return sum;
    } catch (NumberFormatException e) {
      throw new IOException("the peer's iterate must hold finite numbers, got " + text, e);
    }
  }

  @Override
  public void close() {
    process.bye("bye");
  }
}
