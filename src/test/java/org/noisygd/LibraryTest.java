// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
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
  void api_signatures_nameNoOtherTypeOfOurs() throws Exception {
    Set<String> names = new TreeSet<>();
    api().forEach((where, types) -> types.forEach(type -> names.add(where + "." + type)));
    assertTrue(names.contains("org.noisygd.descent.update.PerturbedRun"), () -> "got " + names);
    Set<String> others = new TreeSet<>();
    for (String name : names) {
      Class<?> type = Class.forName(name);
      assertTrue(Modifier.isPublic(type.getModifiers()), name);
      others.addAll(others(type, names));
    }
    assertEquals(Set.of(), others);
  }

  @Test
  void others_ofATypeThatNamesOne_areFound() {
    assertEquals(
        Set.of("org.noisygd.LibraryTest$Hidden in Shown.list"), others(Shown.class, Set.of()));
  }

  interface Shown {
    Map<String, ? extends Hidden[]> list();
  }

  interface Hidden {}

  /** The types of ours in public signatures of a type and of those inside it, that are no API. */
  private static Set<String> others(Class<?> type, Set<String> api) {
    Set<String> others = new TreeSet<>();
    Map<String, Set<Type>> signatures = new LinkedHashMap<>();
    signatures.put("extends", types(type.getGenericInterfaces()));
    signatures.get("extends").addAll(types(type.getGenericSuperclass()));
    for (Method method : type.getDeclaredMethods()) {
      if (isShown(method)) {
        Set<Type> named = types(method.getGenericParameterTypes());
        named.addAll(types(method.getGenericReturnType()));
        signatures.computeIfAbsent(method.getName(), n -> types()).addAll(named);
      }
    }
    for (Constructor<?> made : type.getDeclaredConstructors()) {
      if (isShown(made)) {
        signatures
            .computeIfAbsent("new", n -> types())
            .addAll(types(made.getGenericParameterTypes()));
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (isShown(field)) {
        signatures.put(field.getName(), types(field.getGenericType()));
      }
    }
    signatures.forEach(
        (where, named) ->
            named.stream()
                .map(t -> t.getTypeName())
                .filter(
                    t -> t.startsWith("org.noisygd.") && !api.contains(t.replaceAll("\\$.*", "")))
                .forEach(t -> others.add(t + " in " + type.getSimpleName() + "." + where)));
    for (Class<?> inside : type.getDeclaredClasses()) {
      if (Modifier.isPublic(inside.getModifiers())) {
        others.addAll(others(inside, api));
      }
    }
    return others;
  }

  private static boolean isShown(Member member) {
    return !member.isSynthetic()
        && (Modifier.isPublic(member.getModifiers())
            || Modifier.isProtected(member.getModifiers()));
  }

  /** The classes that these types are made of. */
  private static Set<Type> types(Type... types) {
    return Stream.of(types)
        .filter(type -> type != null)
        .flatMap(
            type -> {
              if (type instanceof ParameterizedType made) {
                return Stream.concat(
                    Stream.of(made.getRawType()), types(made.getActualTypeArguments()).stream());
              }
              if (type instanceof WildcardType any) {
                return Stream.concat(
                    types(any.getUpperBounds()).stream(), types(any.getLowerBounds()).stream());
              }
              if (type instanceof GenericArrayType array) {
                return types(array.getGenericComponentType()).stream();
              }
              if (type instanceof Class<?> array && array.isArray()) {
                return types(array.getComponentType()).stream();
              }
              return Stream.of(type);
            })
        .collect(Collectors.toSet());
  }

  @Test
  void versions_ofWhatBothPomsName_areTheSame() throws IOException {
    Map<String, String> tool = versions(Path.of("pom.xml"));
    Map<String, String> library = versions(Path.of("src/library/pom.xml"));
    Map<String, String> consumer = versions(Path.of("src/library/consumer/pom.xml"));
    assertEquals(library.get("noisygd-core"), tool.get("noisygd"));
    assertEquals(library.get("noisygd-core"), consumer.get("noisygd-core"));
    Map<String, String> kit = versions(Path.of("src/candidates/java/pom.xml"));
    kit.remove("candidate");
    assertTrue(tool.entrySet().containsAll(kit.entrySet()), kit::toString);
    library.keySet().retainAll(tool.keySet());
    assertTrue(library.containsKey("apfloat"), library::toString);
    tool.keySet().retainAll(library.keySet());
    assertEquals(tool, library);
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
