// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Known answers: the table of rooms in building.md says what the package documentation says. */
class RoomsTest {
  @Test
  void table_rooms_areThoseOfThePackageDocumentation() throws IOException {
    String note = Files.readString(Path.of("proofs-notes/building.md"));
    String table = note.replaceAll("(?s).*\n\\| room \\|(.*?)\n\n.*", "$1");
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*) \\|$").matcher(table);
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
