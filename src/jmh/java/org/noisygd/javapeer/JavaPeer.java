// SPDX-License-Identifier: Apache-2.0
package org.noisygd.javapeer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;

/** The conversation of the peers in Java: {@code src/jmh/peers/README.md} has its rules. */
public final class JavaPeer {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PeerUpdate update;
  private int slots;
  private long t;

  private JavaPeer() {}

  /** Converses until {@code bye} or the end of input. */
  public static void main(String[] arguments) throws IOException {
    JavaPeer peer = new JavaPeer();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null && !line.equals("bye"); line = in.readLine()) {
      String reply;
      try {
        reply = peer.answer(line.split(" ", -1));
      } catch (RuntimeException | IOException e) {
        reply = "no " + e;
      }
      System.out.println(reply);
      System.out.flush();
    }
  }

  private String answer(String[] words) throws IOException {
    switch (words[0]) {
      case "version":
        return "EJML 0.44, Commons Math 3.6.1, Commons Numbers 1.2, Apfloat 1.15, Java "
            + Runtime.version();
      case "open":
        PeerProblem problem = new PeerProblem(Path.of(words[2]));
        update = opened(words[1], problem);
        slots = problem.noiseX.length;
        t = 0;
        return "ok 1";
      case "run":
        long steps = Long.parseLong(words[1]);
        long begun = THREADS.getCurrentThreadCpuTime();
        for (long n = 0; n < steps; n++) {
          update.step((int) (t++ % slots));
        }
        return String.valueOf(THREADS.getCurrentThreadCpuTime() - begun);
      case "iterate":
        StringBuilder out = new StringBuilder();
        update.print(out);
        return out.toString();
      default:
        return "no unknown command " + words[0];
    }
  }

  private static PeerUpdate opened(String variant, PeerProblem problem) {
    return switch (variant) {
      case "ejml" -> new EjmlUpdate(problem, false);
      case "ejml-gram" -> new EjmlUpdate(problem, true);
      case "commons-math" -> new CommonsMathUpdate(problem);
      case "commons-dd" -> ObjectUpdate.ofPairs(problem);
      case "apfloat" -> ObjectUpdate.ofApfloats(problem);
      default -> throw new IllegalArgumentException("no variant " + variant);
    };
  }
}
