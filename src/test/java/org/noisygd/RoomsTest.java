// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Known answers: README.md's table of rooms says what the package documentation says. */
class RoomsTest {
  @Test
  void readme_rooms_areThoseOfThePackageDocumentation() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*) \\|$").matcher(readme);
    StringBuilder shown = new StringBuilder();
    while (row.find()) {
      shown.append(row.group(1)).append(": ").append(row.group(2)).append('\n');
    }
    StringBuilder documented = new StringBuilder();
    Rooms.read()
        .descriptions()
        .forEach((room, is) -> documented.append(room).append(": ").append(is).append('\n'));
    assertEquals(documented.toString(), shown.toString());
  }
}
