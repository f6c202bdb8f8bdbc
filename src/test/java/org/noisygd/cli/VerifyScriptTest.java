// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Known answers: when {@code verify.sh} builds, and what it hands on. It runs in a directory of its
 * own, whose name has a space, with a Maven that only counts its calls and a main class that only
 * shows its arguments.
 */
@DisabledOnOs(OS.WINDOWS)
class VerifyScriptTest {
  /** Ends with the status given first; shows the other arguments, each in brackets. */
  private static final String MAIN =
      """
      package org.noisygd.cli;
      public class Main {
        public static void main(String[] a) throws java.io.IOException {
          StringBuilder shown = new StringBuilder();
          for (String argument : a) shown.append('[').append(argument).append(']');
          String commit = System.getProperty("noisygd.commit");
          if (commit != null) shown.append(commit);
          if (System.in.read() >= 0) shown.append("and input");
          System.out.println(shown);
          if (System.out.checkError()) System.exit(3);
          System.exit(a.length > 0 && a[0].matches("[0-9]") ? Integer.parseInt(a[0]) : 0);
        }
      }
      """;

  /** A Maven that makes a build without tests, and nothing otherwise. */
  private static final String QUICK =
      "case \" $* \" in *' -Dtarget=target/quick -Dmaven.test.skip=true '*) cp '%s' target/quick/noisygd.jar ;; esac";

  /** The jar of {@link #MAIN}. */
  private static byte[] fake = {};

  @TempDir private Path directory;

  private Path root = Path.of("");

  record Outcome(int status, String out, String err) {}

  @BeforeAll
  static void compile(@TempDir Path classes) throws IOException {
    Path source = Files.writeString(classes.resolve("Main.java"), MAIN);
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new JarEntry("org/noisygd/cli/Main.class"));
      jar.write(Files.readAllBytes(classes.resolve("org/noisygd/cli/Main.class")));
    }
    fake = bytes.toByteArray();
  }

  @BeforeEach
  void lay() throws IOException {
    root = Files.createDirectories(directory.resolve("a clone"));
    Files.copy(Path.of("verify.sh"), root.resolve("verify.sh"));
    executable(root.resolve("verify.sh"));
    Files.createDirectories(root.resolve("src/main/java"));
    Files.createDirectories(root.resolve("src/spark"));
    for (String part : List.of("src/spark/run.sh", "src/spark/jvm.args")) {
      Files.copy(Path.of(part), root.resolve(part));
    }
    Files.createDirectories(root.resolve("src/simd"));
    Files.createDirectories(root.resolve(".mvn"));
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("src/main/java/A.java"), "");
    Files.writeString(root.resolve("src/main/java/B.java"), "");
    Files.write(directory.resolve("fake.jar"), fake);
    maven(QUICK.formatted(directory.resolve("fake.jar")));
  }

  private void maven(String work) throws IOException {
    Path maven = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
    Files.writeString(
        maven,
        "#!/bin/sh\necho built >>'" + directory.resolve("builds") + "'\nsleep 0.2\n" + work + "\n");
    executable(maven);
  }

  private static void executable(Path file) throws IOException {
    permit("rwxr-xr-x", file);
  }

  private static void permit(String permissions, Path... files) throws IOException {
    for (Path file : files) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  /** As {@code mvn verify} leaves it: a jar that is newer than the sources. */
  private void buildInFull() throws IOException {
    Path jar = root.resolve("target/noisygd.jar");
    Files.createDirectories(root.resolve("target"));
    Files.copy(directory.resolve("fake.jar"), jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
  }

  private Process start(String javaHome, String... arguments) throws IOException {
    ProcessBuilder builder = prepared(script());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", javaHome);
    return builder.start();
  }

  private String script() {
    return root.resolve("verify.sh").toString();
  }

  /** With this Java and the Maven of this test, from another folder. */
  private ProcessBuilder prepared(String... command) {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    Map<String, String> environment = builder.directory(Path.of("/").toFile()).environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.remove("JDK_JAVA_OPTIONS");
    environment.merge("PATH", "", (path, none) -> directory.resolve("bin") + ":" + path);
    return builder;
  }

  static Outcome end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close(); // some read their input to its end
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, err);
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    return end(start(System.getProperty("java.home"), arguments));
  }

  private int builds() throws IOException {
    Path builds = directory.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  /** Makes a file or directory newer than the jar, whatever the clock's grain. */
  private void touch(String path) throws IOException {
    touch("target/noisygd.jar", path);
  }

  private void touch(String built, String path) throws IOException {
    Files.setLastModifiedTime(root.resolve(path), FileTime.from(Instant.now().plusSeconds(60)));
    Path jar = root.resolve(built);
    assertTrue(
        Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(root.resolve(path)))
            < 0);
  }

  @Test
  void run_twice_buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    Outcome first = run("x");
    assertEquals(0, first.status(), first.err());
    assertEquals("[x]\n", first.out());
    assertTrue(first.err().startsWith("verify.sh: building"), first.err());
    assertEquals(1, builds());

    Outcome second = run("x");
    assertEquals(new Outcome(0, "[x]\n", ""), second);
    assertEquals(1, builds());

    int expected = 1;
    for (String path : List.of("pom.xml", "src/main/java/A.java")) {
      touch(path);
      assertEquals(0, run("x").status());
      assertEquals(++expected, builds(), path);
      Files.setLastModifiedTime(root.resolve(path), FileTime.from(Instant.EPOCH));
    }
    assertEquals(0, run("x").status());
    assertEquals(expected, builds());
  }

  @Test
  void run_jarOfAFullBuild_serves() throws Exception {
    buildInFull();
    assertEquals(new Outcome(0, "[bench]\n", ""), run("bench"), "no warning of Java's vectors");
    assertTrue(Files.exists(root.resolve("target/run/noisygd.jar")), "by a copy");
    assertEquals(0, builds());
  }

  @Test
  void run_arguments_areHandedOnAndTheStatusBack() throws Exception {
    for (int status : new int[] {0, 3}) {
      Outcome outcome = run(String.valueOf(status), "two words", "", "*", "--json", "$HOME");
      assertEquals(status, outcome.status());
      assertEquals("[" + status + "][two words][][*][--json][$HOME]\n", outcome.out());
    }
  }

  @Test
  void version_inACloneOfGit_namesTheCommitAndWhetherFilesDiffer() throws Exception {
    assertEquals("[--version]\n", run("--version").out(), "no clone");
    git("init", "-q");
    git("add", "pom.xml");
    git("-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "first");
    String commit = git("rev-parse", "--short", "HEAD");
    assertEquals("[-V]" + commit + "\n", run("-V").out());
    Files.writeString(root.resolve("pom.xml"), "<changed/>");
    assertEquals("[--version]" + commit + "-dirty\n", run("--version").out());
    assertEquals("[x]\n", run("x").out(), "nobody else waits for git");
  }

  private String git(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(words));
    Outcome outcome = end(new ProcessBuilder(command).start());
    assertEquals(0, outcome.status(), outcome.err());
    return outcome.out().strip();
  }

  /** The step of the action for other repositories, in a workspace with a space in its name. */
  @Test
  void action_judges_asAskedWithAFreshSeed() throws Exception {
    Path step = Path.of(".github/actions/judge/judge.sh").toAbsolutePath();
    Path workspace = Files.createDirectories(directory.resolve("a workspace"));
    Path action = Files.createDirectories(root.resolve("a/b/c"));
    String variables =
        "COMMAND=python3 'my program.py' | cat;OPTIONS=--only step,run;BEFORE=/a java"
            + ";BEFORE_PATH=/a/path;RESULTS=the results;GITHUB_OUTPUT=seed"
            + ";GITHUB_STEP_SUMMARY=summary;GITHUB_ACTION_PATH="
            + action
            + ";bash;"
            + step;
    ProcessBuilder bash = prepared(("env;" + variables).split(";"));
    assertEquals(0, end(bash.directory(workspace.toFile()).start()).status());
    String seed = Files.readString(workspace.resolve("seed")).strip();
    assertTrue(seed.matches("seed=\\d+"), seed);
    String asked = Files.readString(workspace.resolve("the results/result.txt"));
    assertEquals(
        "[candidate][--seed][%s][--only][step,run][--junit][the results/result.xml]"
            + "[--html][the results/result.html][--json][the results/result.json]"
            + "[--][env][PATH=/a/path][JAVA_HOME=/a java][bash][-c][python3 'my program.py' | cat]\n",
        asked.replace("[" + seed.substring(5) + "]", "[%s]"));
    assertTrue(Files.readString(workspace.resolve("summary")).contains(asked));
  }

  @Test
  void run_onSpark_buildsItsOwnClassPathOnceAndHandsArgumentsOn() throws Exception {
    maven(
        "mkdir -p target/spark/jars && cp '"
            + directory.resolve("fake.jar")
            + "' target/spark/noisygd.jar && echo \"$@\" >target/spark/asked");
    String[] sweep = {"study", "sweep", "two words.json", "--engine", "spark"};
    Outcome first = run(sweep);
    if (Runtime.version().feature() >= 24) {
      assertEquals(3, first.status());
      assertTrue(first.err().startsWith("verify.sh: --engine spark needs Java 17 to 23"));
      return;
    }
    assertEquals(0, first.status(), first.err());
    assertEquals("[study][sweep][two words.json][--engine][spark]\n", first.out());
    assertTrue(first.err().contains("building, with Spark"), first.err());
    assertTrue(Files.readString(root.resolve("target/spark/asked")).contains(" -Pspark "));
    assertEquals(new Outcome(0, first.out(), ""), run(sweep));
    assertEquals(1, builds());
    touch("target/spark/noisygd.jar", "src/spark");
    assertEquals(0, run(sweep).status());
    assertEquals(2, builds());
    // Other sweeps and other commands have nothing to do with it.
    maven(QUICK.formatted(directory.resolve("fake.jar")));
    assertEquals("[study][sweep][x]\n", run("study", "sweep", "x").out());
    assertEquals(3, builds());
  }

  /** Else the next file that Java opens, its own jar, would be its output. */
  @Test
  void run_withClosedOutput_cannotWrite() throws Exception {
    buildInFull();
    Process process = prepared("bash", "-c", "exec \"$0\" x >&-", script()).start();
    assertEquals(new Outcome(3, "", ""), end(process));
  }

  @Test
  void run_atOnce_buildsOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(System.getProperty("java.home"), "x"));
    }
    for (Process process : processes) {
      assertEquals("[x]\n", end(process).out());
    }
    assertEquals(1, builds());
  }

  @Test
  void run_interruptedBuild_endsMavenAndTheNextOneBuilds() throws Exception {
    Path maven = directory.resolve("maven");
    maven("echo $$ >'" + maven + "'\nexec sleep 3600");
    Outcome outcome = FailuresTest.interrupt(prepared(script(), "x"), maven);
    assertEquals(130, outcome.status(), outcome.err());
    assertEquals("", outcome.out());
    // Without the interrupt it would sleep for an hour.
    ProcessHandle.of(Long.parseLong(Files.readString(maven).strip()))
        .map(ProcessHandle::onExit)
        .ifPresent(end -> end.orTimeout(1, MINUTES).join());
    maven(QUICK.formatted(directory.resolve("fake.jar")));
    assertEquals("[x]\n", run("x").out());
  }

  /** Root may write anywhere, so the program then runs as nobody. */
  @Test
  void run_inAFolderThatCannotBeWritten_runsWhatWasBuiltOrSaysWhy() throws Exception {
    buildInFull();
    Path[] folders = {directory, root, root.resolve("target")};
    permit("r-xr-xr-x", folders);
    try {
      assertEquals(new Outcome(0, "[x]\n", ""), runAsNobody());
      Files.setLastModifiedTime(
          root.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(120)));
      assertEquals(
          new Outcome(3, "", "verify.sh: cannot write to " + root + "/target/run\n"),
          runAsNobody());
    } finally {
      permit("rwxr-xr-x", folders);
    }
  }

  private Outcome runAsNobody() throws Exception {
    ProcessBuilder builder = prepared(script(), "x");
    if ("root".equals(System.getProperty("user.name"))) {
      builder
          .command()
          .addAll(0, List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    return end(builder.start());
  }

  @Test
  void run_failingBuild_showsItsOutputAndIsThree() throws Exception {
    maven("echo 'A.java is wrong'; exit 1");
    Outcome outcome = run("x");
    assertEquals(3, outcome.status());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("A.java is wrong\n"), outcome.err());
    assertTrue(outcome.err().endsWith("verify.sh: the build failed; its output is above\n"));
  }
}
