// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The structure of the main code, as rules. */
class ArchitectureTest {
  private static final String ROOT = "org.noisygd";

  private static final Rooms ROOMS = Rooms.read();

  /** Methods of Math whose results may differ between machines; StrictMath has the same for all. */
  private static final Set<String> INEXACT =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "random");

  /** Methods of strings and print streams that ask the machine for its locale, unless given one. */
  private static final Set<String> FORMATTERS =
      Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase");

  private static final JavaClasses MAIN = new ClassFileImporter().importPath(Rooms.CLASSES);

  /** The rules by name. */
  private static final Map<String, ArchRule> RULES = rules();

  private static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    oneWay(ROOMS.rooms(), rules);
    for (String room : ROOMS.rooms()) {
      List<String> packages = ROOMS.packages(room).stream().map(p -> room + "." + p).toList();
      oneWay(packages, rules);
    }
    String[] rooms = ROOMS.rooms().stream().map(r -> ROOT + "." + r + "..").toArray(String[]::new);
    rules.put("no circle", slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
    rules.put(
        "eigenvalue does not see landscape",
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".theory.eigenvalue..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".theory.landscape..", ROOT + ".theory.settling.."));
    rules.put(
        "one class touches Apfloat",
        noClasses()
            .that(not(belongTo(name(ROOT + ".number.ApfloatArithmetic"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apfloat.."));
    rules.put(
        "rationals only through Rationals", // see BigFractionTrapsTest
        noClasses()
            .that(not(belongTo(name(ROOT + ".number.Rationals"))))
            .should()
            .callMethod(BigFraction.class, "compareTo", BigFraction.class)
            .orShould()
            .callMethod(BigFraction.class, "getNumerator")
            .orShould()
            .callMethod(BigFraction.class, "getDenominator"));
    rules.put(
        "picocli only in cli",
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli.."));
    rules.put(
        "every package stands in a list",
        noClasses()
            .that(resideOutsideOfPackages(listed()))
            .and(not(name(ROOT + ".package-info")))
            .should(be(alwaysTrue())));
    rules.put(
        "no name that names nothing",
        noClasses()
            .should()
            .resideInAPackage("..util..")
            .orShould()
            .haveNameMatching(".*(Helper|Manager|Impl|Utils?)(\\$.*)?"));
    rules.put(
        "nothing of the build at run time",
        noClasses()
            .should()
            .dependOnClassesThat(
                resideOutsideOfPackages(
                    with(
                        rooms,
                        "java..",
                        "jdk.incubator.vector..",
                        "org.checkerframework..qual",
                        "org.apache.commons..",
                        "org.apfloat..",
                        "com.fasterxml.jackson..",
                        "picocli.."))));
    rules.put(
        "StrictMath for what Math leaves open",
        noClasses()
            .should()
            .callMethodWhere(
                describe(
                    "a method of Math whose result is not fixed is called",
                    (JavaCall<?> call) ->
                        call.getTargetOwner().isEquivalentTo(Math.class)
                            && INEXACT.contains(call.getTarget().getName()))));
    rules.put(
        "the same text in every locale",
        noClasses()
            .should()
            .callMethodWhere(
                describe(
                    "text is formatted by the locale of the machine",
                    (JavaCall<?> call) ->
                        FORMATTERS.contains(call.getTarget().getName())
                            && (call.getTargetOwner().isEquivalentTo(String.class)
                                || call.getTargetOwner().isAssignableTo(PrintStream.class)
                                || call.getTargetOwner().isAssignableTo(PrintWriter.class))
                            && call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(Locale.class)))));
    rules.replaceAll((name, rule) -> rule.as(name).allowEmptyShould(true));
    return rules;
  }

  /** Each name imports only from those before it. */
  private static void oneWay(List<String> order, Map<String, ArchRule> rules) {
    for (int k = 0; k + 1 < order.size(); k++) {
      String[] later =
          order.subList(k + 1, order.size()).stream()
              .map(p -> ROOT + "." + p + "..")
              .toArray(String[]::new);
      rules.put(
          "one way: " + order.get(k),
          noClasses()
              .that()
              .resideInAPackage(ROOT + "." + order.get(k) + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(later));
    }
  }

  /** The packages that have a place: the rooms, and those that each room lists. */
  private static String[] listed() {
    List<String> all = new ArrayList<>();
    for (String room : ROOMS.rooms()) {
      all.add(ROOT + "." + room);
      ROOMS.packages(room).forEach(p -> all.add(ROOT + "." + room + "." + p));
    }
    return all.toArray(String[]::new);
  }

  private static String[] with(String[] packages, String... more) {
    return Stream.concat(Stream.of(packages), Stream.of(more)).toArray(String[]::new);
  }

  static Set<String> names() {
    return RULES.keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void rule_mainCode_holds(String name) {
    RULES.get(name).check(MAIN);
  }

  @Test
  void mainCode_imported_isThere() {
    assertTrue(MAIN.contain("org.noisygd.number.matrix.Matrix"), () -> MAIN.size() + " classes");
  }

  @Test
  void packages_mainCode_eachHasItsDocumentation() throws IOException {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .forEach(folders::add);
    }
    assertTrue(folders.contains(Rooms.SOURCES.resolve("number/matrix")), "sources not found");
    assertEquals(
        List.of(),
        folders.stream().filter(f -> !Files.exists(f.resolve("package-info.java"))).toList());
  }

  /** What the lists name is there: a package that was renamed would otherwise keep its place. */
  @Test
  void lists_packages_areFolders() {
    List<String> missing = new ArrayList<>();
    for (String room : ROOMS.rooms()) {
      Stream.concat(Stream.of(room), ROOMS.packages(room).stream().map(p -> room + "/" + p))
          .filter(p -> !Files.isDirectory(Rooms.SOURCES.resolve(p)))
          .forEach(missing::add);
    }
    assertEquals(List.of(), missing);
    assertEquals(12, ROOMS.rooms().size());
  }

  @Test
  void sources_all_areShort() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String sources :
        List.of("src/main/java", "src/simd/java", "src/jmh/java", "src/test/java")) {
      found.addAll(Sizes.tooLong(Path.of(sources)));
    }
    assertEquals(Set.of(), found);
  }

  @Test
  void rooms_all_keepWithinTheirBudgets() throws IOException {
    assertEquals(Set.of(), Sizes.aboveBudget(Sizes.BUDGETS));
    assertEquals(Set.of(), Sizes.aboveBudget(Map.of(Rooms.SOURCES, Sizes.MAIN)));
    Set<Path> rooms = new HashSet<>(Sizes.BUDGETS.keySet());
    ROOMS.rooms().forEach(room -> assertTrue(rooms.remove(Rooms.SOURCES.resolve(room)), room));
    assertEquals(Set.of(Path.of("src/test/java")), rooms);
  }
}
