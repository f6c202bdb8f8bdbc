// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.cli.Main;

/** A format that one more entry in the table of formats defines is known to study and judge. */
class MadeUpFormatTest {
  private static final Path TABLE =
      Path.of("src/main/java/org/noisygd/number/format/BinaryFormat.java");

  @TempDir private Path classes;

  /** What a command line prints, with the edited table before the classes of main. */
  private String printed(String line) throws Exception {
    List<String> command =
        JavaProgram.command(JavaProgram.BRIEF, Main.class.getName(), line.split(" ", -1));
    command.replaceAll(a -> a.contains("/test-classes") ? classes + File.pathSeparator + a : a);
    return OtherProgram.output(new ProcessBuilder(command)).replaceAll("[ -]+", " ");
  }

  @Test
  void table_oneMoreEntry_isKnownToStudyAndJudge() throws Exception {
    String last = "called(\"e3m2\").saturating()";
    String entry = ", of(6, -9, 9).called(\"madeup\")";
    Path edited = classes.resolve("BinaryFormat.java");
    Files.writeString(edited, Files.readString(TABLE).replace(last, last + entry));
    String[] options = {"-proc:none", "-d", classes.toString(), edited.toString()};
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, options));

    String forecast = "study precision forecast --arithmetic madeup/stochastic";
    String same = printed(forecast.replace("madeup", "float:6:-9:9"));
    assertEquals(same.replace("float:6: 9:9", "madeup"), printed(forecast));
    Path requests = classes.resolve("requests.jsonl");
    printed("candidate --only round --write-requests " + requests);
    String asked = Files.readString(requests);
    assertTrue(asked.contains("\"to\":\"madeup\""));
    assertEquals(asked.split("\"e4m3-ieee\"", -1).length, asked.split("\"madeup\"", -1).length);
  }
}
