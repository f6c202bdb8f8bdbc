// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The structure of the main code, as rules; each rule is also held against the wrong classes in
 * {@code org.noisygd.fixture}, so that none of them is empty words.
 */
class ArchitectureTest {
  private static final String ROOT = "org.noisygd";
  private static final String FIXTURE = "org.noisygd.fixture";

  private static final Pattern FIXTURE_CLASS =
      Pattern.compile(FIXTURE.replace(".", "\\.") + "\\.\\w+\\.(\\w+)");

  /** Each package imports only from those before it. */
  private static final List<String> ORDER =
      List.of(
          "random",
          "arithmetic",
          "table",
          "format",
          "linalg",
          "problem",
          "theory",
          "stationary",
          "interval",
          "polynomial",
          "spectral",
          "check",
          "crosscheck",
          "noise",
          "descent",
          "bounds",
          "kernel",
          "ensemble",
          "fixedpoint",
          "trace",
          "protocol",
          "vector",
          "golden",
          "proofs",
          "oracle",
          "mistake",
          "cases",
          "law",
          "judge",
          "diagnosis",
          "conformance",
          "coupled",
          "observation",
          "study",
          "distance",
          "rival",
          "rollout",
          "paper",
          "prediction",
          "coverage",
          "bias",
          "workload",
          "ours",
          "peer",
          "benchmark",
          "grid",
          "sweep",
          "chart",
          "page",
          "verification",
          "judgement",
          "exhibit",
          "findings",
          "comparison",
          "report",
          "option",
          "cli");

  /** Methods of Math whose results may differ between machines; StrictMath has the same for all. */
  private static final Set<String> INEXACT =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "random");

  /** Methods of strings and print streams that ask the machine for its locale, unless given one. */
  private static final Set<String> FORMATTERS =
      Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(ROOT);

  /** The rules by name, for the packages below {@code root}. */
  private static Map<String, ArchRule> rules(String root) {
    String[] ordered = ORDER.stream().map(p -> root + "." + p + "..").toArray(String[]::new);
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    for (int k = 0; k + 1 < ordered.length; k++) {
      String[] later = List.of(ordered).subList(k + 1, ordered.length).toArray(String[]::new);
      rules.put(
          "one way: " + ORDER.get(k),
          noClasses()
              .that()
              .resideInAPackage(ordered[k])
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(later));
    }
    rules.put("no cycle", slices().matching(root + ".(*)..").should().beFreeOfCycles());
    rules.put(
        "spectral does not see theory",
        noClasses()
            .that()
            .resideInAnyPackage(root + ".interval..", root + ".polynomial..", root + ".spectral..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(root + ".theory..", root + ".stationary.."));
    rules.put(
        "one class touches Apfloat",
        noClasses()
            .that(not(belongTo(name(root + ".arithmetic.ApfloatArithmetic"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apfloat.."));
    rules.put(
        "rationals only through Rationals", // see BigFractionTrapsTest
        noClasses()
            .that(not(belongTo(name(root + ".arithmetic.Rationals"))))
            .should()
            .callMethod(BigFraction.class, "compareTo", BigFraction.class)
            .orShould()
            .callMethod(BigFraction.class, "getNumerator")
            .orShould()
            .callMethod(BigFraction.class, "getDenominator"));
    rules.put(
        "picocli only in option and cli",
        noClasses()
            .that()
            .resideOutsideOfPackages(root + ".option..", root + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli.."));
    rules.put(
        "every package has its place in the order",
        noClasses()
            .that(resideOutsideOfPackages(with(ordered, root + ".shape..")))
            .and(not(name(root + ".package-info")))
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
            .that()
            .resideOutsideOfPackage(root + ".shape")
            .should()
            .dependOnClassesThat(
                resideOutsideOfPackages(
                    with(
                        ordered,
                        "java..",
                        "jdk.incubator.vector..",
                        "org.noisygd.shape.qual",
                        "org.checkerframework..qual",
                        "com.google.errorprone.annotations..",
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

  private static String[] with(String[] packages, String... more) {
    return Stream.concat(Stream.of(packages), Stream.of(more)).toArray(String[]::new);
  }

  static Set<String> names() {
    return rules(ROOT).keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void rule_mainCode_holds(String name) {
    rules(ROOT).get(name).check(MAIN);
  }

  @Test
  void mainCode_imported_isThere() {
    assertTrue(MAIN.contain("org.noisygd.linalg.Matrix"), () -> MAIN.size() + " classes");
    assertTrue(MAIN.stream().noneMatch(resideInAnyPackage(FIXTURE + "..")), "fixtures in main");
  }

  /** Each rule, and the one wrong class that it finds. */
  @ParameterizedTest
  @CsvSource({
    "one way: arithmetic, LooksAhead",
    "one way: linalg,",
    "no cycle, LooksAhead",
    "spectral does not see theory, SeesTheory",
    "one class touches Apfloat, TouchesApfloat",
    "rationals only through Rationals, ComparesFractions",
    "picocli only in option and cli, ParsesOptions",
    "every package has its place in the order, Anything",
    "no name that names nothing, Anything",
    "nothing of the build at run time, BorrowsFromBuild",
    "StrictMath for what Math leaves open, PlatformDependent",
    "the same text in every locale, LocaleDependent"
  })
  void rule_wrongClasses_found(String name, String wrong) {
    JavaClasses fixture = new ClassFileImporter().importPackages(FIXTURE);
    Set<String> found = new TreeSet<>();
    for (String detail :
        rules(FIXTURE).get(name).evaluate(fixture).getFailureReport().getDetails()) {
      Matcher firstNamed = FIXTURE_CLASS.matcher(detail);
      found.add(firstNamed.find() ? firstNamed.group(1) : detail);
    }
    assertEquals(wrong == null ? Set.of() : Set.of(wrong), found);
  }

  @Test
  void packages_mainCode_eachHasItsDocumentation() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String sources : List.of("src/main/java", "src/checker/java")) {
      try (Stream<Path> files = Files.walk(Path.of(sources))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(Path::getParent)
            .distinct()
            .forEach(folders::add);
      }
    }
    assertTrue(folders.contains(Path.of("src/main/java/org/noisygd/linalg")), "sources not found");
    assertEquals(
        List.of(),
        folders.stream().filter(f -> !Files.exists(f.resolve("package-info.java"))).toList());
  }

  @Test
  void packages_mainCode_eachIsOnTheMap() throws IOException {
    Path root = Path.of("src/main/java/org/noisygd");
    String map = Files.readString(root.resolve("package-info.java"));
    try (Stream<Path> packages = Files.list(root).filter(Files::isDirectory)) {
      assertEquals(
          List.of(),
          packages
              .map(p -> p.getFileName().toString())
              .filter(p -> !map.contains("<li>{@code " + p + "}:"))
              .toList());
    }
  }
}
