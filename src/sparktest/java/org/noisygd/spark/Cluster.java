// SPDX-License-Identifier: Apache-2.0
package org.noisygd.spark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A standalone Spark cluster on loopback: a master and workers of one core, each a process of its
 * own, started from Spark's classes alone, as a distribution's scripts do. The program comes to
 * them as the jar that the driver hands out.
 */
final class Cluster implements AutoCloseable {
  /** What Maven put together: jars/ is Spark. */
  static final Path HOME = Path.of("target/spark").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final int port;
  private final int pages;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  private Cluster(Path directory, int workers) throws IOException {
    this.directory = directory;
    this.port = freePort();
    this.pages = freePort();
    this.master =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "" + pages));
    for (int k = 0; k < workers; k++) {
      List<String> arguments = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0"));
      arguments.addAll(List.of("--webui-port", "0", "--cores", "1", "--memory", "600M"));
      arguments.addAll(List.of("--work-dir", directory.resolve("work" + k).toString(), url()));
      this.workers.add(start("worker" + k, "org.apache.spark.deploy.worker.Worker", arguments));
    }
  }

  /** Starts it; its logs go to the directory. */
  static Cluster start(Path directory, int workers) throws IOException, InterruptedException {
    Cluster cluster = new Cluster(directory, workers);
    boolean up = false;
    try {
      cluster.await(workers);
      up = true;
      return cluster;
    } finally {
      if (!up) {
        cluster.close();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process start(String name, String main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx300m");
    // What this process was given: Spark's packages, opened.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            a -> a.startsWith("--add-") || a.startsWith("-XX:+Ignore") || a.contains("io.netty"))
        .forEach(command::add);
    command.addAll(List.of("-cp", HOME.resolve("jars") + "/*", main));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                HOME.toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "JAVA_HOME",
                System.getProperty("java.home")));
    return builder.start();
  }

  /** Waits until the master knows that many workers. */
  private void await(int count) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + pages + "/json/")).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "nothing";
    while (System.nanoTime() < deadline) {
      try {
        last = client.send(ask, HttpResponse.BodyHandlers.ofString()).body();
        if (last.replaceAll("\\s", "").contains("\"aliveworkers\":" + count)) {
          return;
        }
      } catch (IOException e) {
        last = String.valueOf(e); // It is not up yet.
      }
      Thread.sleep(200);
    }
    throw new IOException("a cluster must be up within " + PATIENCE + ", got " + last);
  }

  /** Its address. */
  String url() {
    return "spark://127.0.0.1:" + port;
  }

  /** Ends one worker by its process id, with no chance to end well. */
  void kill(int worker) throws InterruptedException {
    workers.get(worker).destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    workers.forEach(Process::destroyForcibly);
    master.destroyForcibly();
  }
}
