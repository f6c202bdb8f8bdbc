// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.noisygd.JavaProgram;
import org.noisygd.judge.op.ProtocolServer;

/**
 * A candidate that computes rightly and behaves badly, in the way that its first argument names. A
 * second argument is a file that remembers earlier starts.
 */
final class MisbehavingCandidate {
  /** The request at which what happens once happens: the hello is 0. */
  private static final int THIRD = 3;

  private static final ProtocolServer SERVER = new ProtocolServer("binary64");

  private final String mode;
  private final OutputStream out = System.out;
  private String held = "";

  private MisbehavingCandidate(String mode) {
    this.mode = mode;
  }

  /** The command that starts one. */
  static List<String> command(String... arguments) {
    return JavaProgram.command(JavaProgram.BRIEF, MisbehavingCandidate.class.getName(), arguments);
  }

  public static void main(String[] arguments) throws Exception {
    String mode = arguments[0];
    if (mode.equals("sleep")) {
      Thread.sleep(60_000);
      return;
    }
    boolean first = true;
    if (arguments.length > 1) {
      Path memory = Path.of(arguments[1]);
      first = Files.notExists(memory);
      Files.writeString(memory, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    new MisbehavingCandidate(mode).run(first, arguments);
  }

  private void run(boolean first, String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (mode.equals("hang-at-hello")) {
      Thread.sleep(60_000);
    }
    if (mode.equals("die-at-hello") || (mode.equals("die-at-second-hello") && !first)) {
      System.err.println("no such library");
      System.exit(7);
    }
    if (mode.equals("banner")) {
      write("Welcome \u001b[31mto\u0007 this program\n");
    }
    if (mode.startsWith("grandchild")) {
      new ProcessBuilder(command("sleep", arguments[1])).inheritIO().start();
    }
    String request = in.readLine();
    boolean greeted = request != null && request.contains("\"op\":\"hello\"");
    for (int n = greeted ? 0 : 1; request != null; n++) {
      String reply = reply(request);
      boolean bye = request.contains("\"op\":\"bye\"");
      if (bye && mode.equals("ignore-bye")) {
        Thread.sleep(60_000);
      }
      if (n > 0 && !bye) {
        before(n, first, request.contains("\"op\":\"loss\""));
        write(changed(reply, n));
        if (mode.equals("die-after-every-reply")) {
          System.exit(0);
        }
      } else {
        write(hello(reply));
      }
      if (bye) {
        return;
      }
      request = in.readLine();
    }
  }

  private static String reply(String request) throws IOException {
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    SERVER.serve(
        new ByteArrayInputStream((request + "\n").getBytes(StandardCharsets.UTF_8)), reply);
    return reply.toString(StandardCharsets.UTF_8);
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private String hello(String reply) {
    return switch (mode) {
      case "seed-bits-64" -> reply.replace("\"seedBits\":63", "\"seedBits\":64");
      case "non-finite-yes" -> reply.replace("\"nonFinite\":true", "\"nonFinite\":\"yes\"");
      case "long-name" -> reply.replace("noisygd reference", "\\u001b[2J\\n" + "n".repeat(100_000));
      case "unknown-arithmetic" -> reply.replace("binary64", "posit\\n" + "p".repeat(100_000));
      case "no-ops" -> reply.replaceAll("\"ops\":\\[.*?\\]", "\"ops\":[]");
      case "ops-missing" -> reply.replace("\"ops\"", "\"op\"");
      case "ops-less" -> reply.replace("\"loss\",", "");
      case "hello-error" -> "{\"id\":0,\"error\":\"no licence\"}\n";
      default -> reply;
    };
  }

  /** Acts before the reply to request n. */
  private void before(int n, boolean first, boolean loss) throws Exception {
    switch (mode) {
      case "hello-only" -> Thread.sleep(60_000);
      case "crash-once", "die-at-second-hello" -> {
        if (first && n == THIRD) {
          throw new IllegalStateException("index out of bounds");
        }
      }
      case "crash-in-loss" -> {
        if (loss) {
          throw new IllegalStateException("matrix must be square");
        }
      }
      case "crash", "grandchild-and-crash", "wrong-and-crash" -> {
        if (n == THIRD) {
          System.exit(1);
        }
      }
      case "crash-within-reply" -> {
        if (n == THIRD) {
          write("{\"id\":3,\"X\":[[1.2");
          System.exit(1);
        }
      }
      case "close-output" -> {
        if (n == THIRD) {
          out.close();
          Thread.sleep(60_000);
        }
      }
      case "log-lines" -> write("step " + n + " took 0.1 s\n");
      case "endless-line" -> {
        byte[] much = "1".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        while (true) {
          out.write(much);
        }
      }
      case "drip" -> {
        for (int k = 0; k < 600; k++) {
          write(" ");
          Thread.sleep(100);
        }
      }
      case "endless-errors" -> {
        byte[] much = "warning\n".repeat(1 << 17).getBytes(StandardCharsets.UTF_8);
        Thread flood =
            new Thread(
                () -> {
                  while (true) {
                    System.err.write(much, 0, much.length);
                  }
                });
        flood.setDaemon(true);
        flood.start();
      }
      case "slow" -> Thread.sleep(n == THIRD ? 1_000 : 0);
      default -> {}
    }
  }

  /** The reply to request n, spoilt. */
  private String changed(String reply, int n) {
    String head = "{\"id\":" + reply.replaceAll("(?s)\\{\"id\":(\\d+).*", "$1") + ",";
    String body = reply.substring(head.length());
    return switch (mode) {
      case "twice" -> reply + reply;
      case "out-of-order" -> {
        String late = held;
        held = reply;
        yield n == 1 ? "" : late;
      }
      case "million-digits" -> reply.replaceFirst("\\[\\[[^],]+", "[[" + "7".repeat(1_000_000));
      case "nan-word" -> reply.replaceFirst("\\[\\[[^],]+", "[[NaN");
      case "unsupported" -> head + "\"unsupported\":true}\n";
      case "unsupported-loss" ->
          body.startsWith("\"loss\"") ? head + "\"unsupported\":true}\n" : reply;
      case "error" -> head + "\"error\":\"singular\\n\\u001b[31m" + "e".repeat(100_000) + "\"}\n";
      case "wrong-when-asked-again" ->
          n == 1 ? reply : reply.replaceFirst("\\[\\[[^],]+", "[[123.25");
      case "wrong-and-crash", "wrong" -> reply.replaceFirst("\\[\\[[^],]+", "[[123.25");
      default -> reply;
    };
  }
}
