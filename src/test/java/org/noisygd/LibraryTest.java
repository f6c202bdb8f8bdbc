// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Structure: the library's API is what its note says, and its POM has the tool's versions. */
class LibraryTest {
  /** A row of the note's table: a package, and the types in it. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.]+)` \\| ((?:`\\w+`(?:, )?)+) \\|");

  private static Map<String, Set<String>> api() throws IOException {
    Map<String, Set<String>> api = new LinkedHashMap<>();
    String note = Files.readString(Path.of("proofs-notes/library.md"));
    for (Matcher row = ROW.matcher(note); row.find(); ) {
      Set<String> types = new TreeSet<>(Set.of(row.group(2).replace("`", "").split(", ")));
      api.put("org.noisygd." + row.group(1), types);
    }
    return api;
  }

  @Test
  void module_exports_arePackagesOfTheApi() throws IOException {
    Matcher exports =
        Pattern.compile("(?m)^  exports ([a-z.]+);$")
            .matcher(Files.readString(Path.of("src/library/java/module-info.java")));
    assertEquals(
        api().keySet(),
        exports.results().map(export -> export.group(1)).collect(Collectors.toSet()));
  }

  /** The POM names the types by their files, which alone the pages of the API are made of. */
  @Test
  void pagesOfTheApi_areOfItsTypesAlone() throws IOException {
    Matcher files =
        Pattern.compile("<include>(org/noisygd/[\\w/]+)/(\\w+)\\.java</include>")
            .matcher(Files.readString(Path.of("src/library/pom.xml")));
    Map<String, Set<String>> shown = new LinkedHashMap<>();
    files
        .results()
        .forEach(
            file ->
                shown
                    .computeIfAbsent(file.group(1).replace('/', '.'), p -> new TreeSet<>())
                    .add(file.group(2)));
    shown.remove("org.noisygd"); // which is compiled, but has no page
    assertEquals(api(), shown);
  }

  @Test
  void api_signatures_nameNoOtherTypeOfOurs() throws IOException {
    Set<String> names = new TreeSet<>();
    api().forEach((where, types) -> types.forEach(type -> names.add(where + "." + type)));
    assertTrue(names.contains("org.noisygd.descent.update.PerturbedRun"), () -> "got " + names);
    Path[] packages =
        api().keySet().stream()
            .map(where -> Rooms.CLASSES.resolve(where.replace('.', '/')))
            .toArray(Path[]::new);
    Set<String> seen = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    for (JavaClass type : imported(packages)) {
      if (names.contains(outermost(type)) && type.getModifiers().contains(JavaModifier.PUBLIC)) {
        seen.add(type.getName());
        others.addAll(others(type, names));
      }
    }
    assertEquals(Set.of(), others);
    assertTrue(seen.containsAll(names), () -> "public are " + seen);
  }

  @Test
  void others_ofATypeThatNamesOne_areFound() {
    Path shown = Path.of("target/test-classes/org/noisygd/LibraryTest$Shown.class");
    assertEquals(
        Set.of("org.noisygd.LibraryTest$Hidden in Shown"),
        others(imported(shown).get(Shown.class), Set.of()));
  }

  interface Shown {
    Map<String, ? extends Hidden[]> list();
  }

  interface Hidden {}

  /** Classes whose signatures are read, and no other types. */
  private static JavaClasses imported(Path... files) {
    return ArchConfiguration.withThreadLocalScope(
        (ArchConfiguration configuration) -> {
          configuration.setResolveMissingDependenciesFromClassPath(false);
          return new ClassFileImporter().importPaths(files);
        });
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceAll("\\$.*", "");
  }

  /** The types of ours in signatures of a type that users see, that are no API. */
  private static Set<String> others(JavaClass type, Set<String> api) {
    Stream<Set<JavaClass>> named =
        Stream.concat(
            Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                .map(JavaType::getAllInvolvedRawTypes),
            type.getMembers().stream()
                .filter(LibraryTest::isShown)
                .map(JavaMember::getAllInvolvedRawTypes));
    return named
        .flatMap(Set::stream)
        .map(JavaClass::getBaseComponentType)
        .filter(t -> t.getName().startsWith("org.noisygd.") && !api.contains(outermost(t)))
        .map(t -> t.getName() + " in " + type.getSimpleName())
        .collect(Collectors.toSet());
  }

  private static boolean isShown(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  @Test
  void versions_ofWhatBothPomsName_areTheSame() throws IOException {
    Map<String, String> tool = versions(Path.of("pom.xml"));
    Map<String, String> library = versions(Path.of("src/library/pom.xml"));
    assertEquals(library.get("noisygd-core"), tool.get("noisygd"));
    for (String user : Set.of("src/library/consumer/pom.xml", "proofs-notes/library.md")) {
      assertEquals(tool.get("noisygd"), versions(Path.of(user)).get("noisygd-core"), user);
    }
    Map<String, String> kit = versions(Path.of("src/candidates/java/pom.xml"));
    kit.remove("candidate");
    assertTrue(tool.entrySet().containsAll(kit.entrySet()), kit::toString);
    assertTrue(tool.containsKey("apfloat") && library.containsKey("apfloat"), library::toString);
    library.forEach((name, v) -> assertEquals(tool.getOrDefault(name, v), v, name));
  }

  @Test
  void version_ofTheRelease_isThatOfThePom() throws IOException {
    String version = versions(Path.of("pom.xml")).get("noisygd");
    String citation = Files.readString(Path.of(".github/CITATION.cff"));
    assertTrue(citation.contains("\nversion: " + version + "\n"), citation);
    String python = Files.readString(Path.of("src/python/pyproject.toml"));
    assertTrue(python.contains("\nversion = \"" + version + "\"\n"), python);
    String date = citation.replaceAll("(?s).*\ndate-released: (\\S+)\n.*", "$1");
    String changes = Files.readString(Path.of(".github/CHANGELOG.md"));
    assertTrue(changes.contains("\n## " + version + ", " + date + "\n"), changes);
  }

  /** The artifacts that a POM names with a version. */
  private static Map<String, String> versions(Path file) throws IOException {
    String pom = Files.readString(file);
    Map<String, String> properties = new TreeMap<>();
    for (Matcher m = Pattern.compile("<([\\w.-]+)>([^<$]+)</\\1>").matcher(pom); m.find(); ) {
      properties.putIfAbsent("${" + m.group(1) + "}", m.group(2)); // a profile comes later
    }
    Map<String, String> versions = new TreeMap<>();
    Pattern named =
        Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
    for (Matcher m = named.matcher(pom); m.find(); ) {
      versions.put(m.group(1), properties.getOrDefault(m.group(2), m.group(2)));
    }
    return versions;
  }
}
