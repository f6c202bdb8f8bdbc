// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.noisygd.JavaProgram;

/**
 * A candidate that computes rightly and behaves badly, in the way that its first argument names. A
 * second argument is a file that remembers earlier starts.
 */
final class MisbehavingCandidate {
  /** The request at which what happens once happens: the hello is 0. */
  private static final int THIRD = 3;

  private static final ProtocolServer SERVER = ProtocolServer.of("binary64");

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
      Files.writeString(memory, Files.exists(memory) ? Files.readString(memory) + "x" : "x");
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
        if (mode.equals("gzip")) {
          out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, '\n'});
          out.flush();
        } else {
          write(changed(reply, n, first));
        }
        after(n, first);
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
      case "long-name" -> reply.replace("noisygd reference", "\\u001b[2J\\n" + "n".repeat(100_000));
      case "unknown-arithmetic" -> reply.replace("binary64", "posit\\n" + "p".repeat(100_000));
      case "exact-arithmetic" -> reply.replace("binary64", "dyadic");
      case "arithmetic-number" -> reply.replace("\"binary64\"", "64");
      case "no-ops" -> reply.replaceAll("\"ops\":\\[.*?\\]", "\"ops\":[]");
      case "ops-missing" -> reply.replace("\"ops\"", "\"op\"");
      case "ops-unknown" -> reply.replace("[\"hello\"", "[\"fly\",\"hello\"");
      case "ops-less" -> reply.replace("\"loss\",", "");
      case "hello-error" -> "{\"id\":0,\"error\":\"no licence\"}\n";
      case "byte-order-mark" -> "\ufeff" + reply;
      case "carriage-return" -> reply.replace("\n", "\r\n");
      default -> reply;
    };
  }

  /** What is done before the reply to request n. */
  private void before(int n, boolean first, boolean loss) throws Exception {
    switch (mode) {
      case "hello-only" -> Thread.sleep(60_000);
      case "hang" -> {
        if (n == THIRD) {
          Thread.sleep(60_000);
        }
      }
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
      case "blank-lines" -> write("\n");
      case "endless-line" -> {
        byte[] much = "1".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        while (true) {
          out.write(much);
        }
      }
      case "endless-lines" -> {
        byte[] much = "{\"id\":1}\n".repeat(1 << 17).getBytes(StandardCharsets.UTF_8);
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
  private String changed(String reply, int n, boolean first) {
    String head = "{\"id\":" + reply.replaceAll("(?s)\\{\"id\":(\\d+).*", "$1") + ",";
    String body = reply.substring(head.length());
    String number = reply.replaceFirst("(?s).*?\\[\\[([^],]+).*", "$1");
    return switch (mode) {
      case "carriage-return" -> reply.replace("\n", "\r\n");
      case "wrong-id" -> "{\"id\":7777777," + body;
      case "id-text" -> reply.replaceFirst("\"id\":(\\d+)", "\"id\":\"$1\"");
      case "id-decimal" -> reply.replaceFirst("\"id\":(\\d+)", "\"id\":$1.0");
      case "id-missing" -> "{" + body;
      case "id-huge" -> "{\"id\":1e999999999," + body;
      case "twice" -> reply + reply;
      case "out-of-order" -> {
        String late = held;
        held = reply;
        yield n == 1 ? "" : late;
      }
      case "zero-bytes" -> reply.replace(",", ",\0");
      case "utf-16" ->
          reply
              .chars()
              .collect(
                  StringBuilder::new,
                  (b, c) -> b.append('\0').append((char) c),
                  StringBuilder::append)
              .toString();
      case "single-quotes" -> reply.replace('"', '\'');
      case "duplicate-field" -> head + "\"X\":[[1.0]]," + body;
      case "deep-nesting" -> head + "\"loss\":" + "[".repeat(100_000) + "\n";
      case "deep-extra" -> head + "\"note\":" + "[".repeat(90) + "]".repeat(90) + "," + body;
      case "array" -> "[1,2,3]\n";
      case "two-objects" -> reply.strip() + reply;
      case "huge-exponent" -> reply.replaceFirst("\\[\\[[^],]+", "[[1e999999999");
      case "huger-exponent" -> reply.replaceFirst("\\[\\[[^],]+", "[[-1e99999999999999999999");
      case "tiny-exponent" -> reply.replaceFirst("\\[\\[[^],]+", "[[1e-999999999");
      case "zero-exponent" -> reply.replaceAll("\\b0\\.0\\b", "0e999999999");
      case "large-number" -> reply.replaceFirst("\\[\\[[^],]+", "[[1e9999");
      case "million-digits" -> reply.replaceFirst("\\[\\[[^],]+", "[[" + "7".repeat(1_000_000));
      case "million-zeros" -> reply.replaceFirst("\\[\\[[^],]+", "[[" + padded(number, 1_000_000));
      case "many-digits" ->
          reply.replaceAll("(?<=[\\[,])(-?\\d+\\.\\d+)(?=[],])", "$1" + "0".repeat(9_000) + "1");
      case "nan-word" -> reply.replaceFirst("\\[\\[[^],]+", "[[NaN");
      case "nan-text" -> reply.replaceFirst("\\[\\[[^],]+", "[[\"NaN\"");
      case "nan-lower" -> reply.replaceFirst("\\[\\[[^],]+", "[[nan");
      case "infinity-word" -> reply.replaceFirst("\\[\\[[^],]+", "[[-Infinity");
      case "null-number" -> reply.replaceFirst("\\[\\[[^],]+", "[[null");
      case "true-number" -> reply.replaceFirst("\\[\\[[^],]+", "[[true");
      case "hex-number" -> reply.replaceFirst("\\[\\[[^],]+", "[[\"0x1.8p-3\"");
      case "text-numbers" ->
          reply.replaceAll("(?<=[\\[,])(-?\\d+\\.\\d+(E-?\\d+)?)(?=[],])", "\"$1\"");
      case "flat-vector" -> reply.replace("]]", "]").replace("[[", "[").replace("],[", ",");
      case "short-row" -> reply.replaceFirst("\\[\\[[^],]+", "[[");
      case "field-missing" -> reply.replaceFirst("\"(X|loss|gradX|hessian|hvpX)\"", "\"x\"");
      case "field-null" -> reply.replaceFirst(":\\[\\[.*?\\]\\]", ":null");
      case "many-values" -> head + "\"X\":[" + "0,".repeat(2_000_000) + "0]}\n";
      case "extra-fields" ->
          head + "\"took\":{\"s\":[1,\"x\"]},\"unsupported\":false,\"error\":null," + body;
      case "unsupported" -> head + "\"unsupported\":true}\n";
      case "unsupported-loss" ->
          body.startsWith("\"loss\"") ? head + "\"unsupported\":true}\n" : reply;
      case "error" -> head + "\"error\":\"singular\\n\\u001b[31m" + "e".repeat(100_000) + "\"}\n";
      case "wrong-when-asked-again" ->
          n == 1 ? reply : reply.replaceFirst("\\[\\[[^],]+", "[[123.25");
      case "wrong-and-crash", "wrong" -> reply.replaceFirst("\\[\\[[^],]+", "[[123.25");
      case "wrong-long" -> reply.replaceFirst("\\[\\[[^],]+", "[[123." + "25".repeat(4_000));
      default -> reply;
    };
  }

  private static String padded(String number, int zeros) {
    int exponent = number.indexOf('E');
    int end = exponent < 0 ? number.length() : exponent;
    return number.substring(0, end) + "0".repeat(zeros) + number.substring(end);
  }

  /** What is done after the reply to request n. */
  private void after(int n, boolean first) throws Exception {
    switch (mode) {
      case "die-after-every-reply" -> System.exit(0);
      case "unasked" -> write("{\"id\":" + (n + 1) + ",\"loss\":1}\n");
      case "deaf" -> {
        System.in.close();
        Thread.sleep(60_000);
      }
      default -> {}
    }
  }
}
