// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.noisygd.number.Text;

/**
 * Writes the theorems about the golden data as Coq sources. For each binary64 trace in {@code
 * golden/traces} one file has its numbers and two theorems: primitive floats recompute every state
 * bit for bit, and the error of every update is within the proved bound. {@code Traces.v} states
 * both for all traces. Numbers are hexadecimal literals, which Coq reads without rounding.
 *
 * <p>{@code GoldUpdate.v} and {@code GoldExact.v} explain the theorems.
 */
public final class GoldenTheorems {
  /** The file with the theorems about all traces. */
  private static final String ALL = "Traces.v";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GoldenTheorems() {}

  /**
   * The Coq sources by file name, from the present files in {@code golden}.
   *
   * @throws IOException if a trace cannot be read
   * @throws IllegalArgumentException if there is no binary64 trace, or one lacks a field
   */
  public static SortedMap<String, String> of(Path golden) throws IOException {
    SortedMap<String, String> sources = new TreeMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(golden.resolve("traces"), "*-binary64-*.jsonl")) {
      for (Path file : files) {
        sources.put(module(file) + ".v", source(file));
      }
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("golden must hold binary64 traces, got none in " + golden);
    }
    sources.put(ALL, all(sources.keySet().stream().map(f -> f.replace(".v", "")).toList()));
    return sources;
  }

  /** The module of a trace: fig2a-binary64-gram-start.jsonl is Fig2aGramStart. */
  private static String module(Path file) {
    StringBuilder name = new StringBuilder();
    for (String word :
        String.valueOf(file.getFileName())
            .replace("-binary64", "")
            .replace(".jsonl", "")
            .split("-", -1)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }

  private static String source(Path file) throws IOException {
    List<JsonNode> lines =
        MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile()).readAll();
    if (lines.size() < 2) {
      throw new IllegalArgumentException(
          "a trace must have a header and a state, got " + lines.size() + " lines in " + file);
    }
    JsonNode header = lines.get(0);
    List<JsonNode> states = lines.subList(1, lines.size());
    String noises =
        states.subList(0, states.size() - 1).stream()
            .map(s -> noise(s, file))
            .collect(Collectors.joining(";\n   "));
    String following =
        states.stream()
            .skip(1)
            .map(s -> pair(s, "X", "Y", file))
            .collect(Collectors.joining(";\n   "));
    return Text.format(
        """
        (* SPDX-License-Identifier: Apache-2.0 *)
        (** golden/traces/%s, and what is proved of it. Written by ./verify.sh proofs. *)
        From Coq Require Import List Floats.
        From NoisyGD Require Import GoldUpdate GoldExact.
        Import ListNotations.
        Open Scope float_scope.

        Definition it : trace := Trace
          (Problem
            %s
            %s %s %s)
          %s
          [%s]
          [%s].

        Theorem same : recomputed it.
        Proof. vm_compute. reflexivity. Qed.

        Theorem near : defects_bounded it.
        Proof. apply defects_by_computation. vm_compute. reflexivity. Qed.
        """,
        String.valueOf(file.getFileName()),
        matrix(field(header, "M", file)),
        number(field(header, "etaX", file)),
        number(field(header, "etaY", file)),
        form(field(header, "form", file).asText(), file),
        pair(states.get(0), "X", "Y", file),
        noises,
        following);
  }

  private static String form(String form, Path file) {
    return switch (form) {
      case "residual" -> "Residual";
      case "gram" -> "Gram";
      default ->
          throw new IllegalArgumentException(
              "form must be residual or gram, got " + form + " in " + file);
    };
  }

  private static String all(List<String> modules) {
    String theorems = modules.stream().map(m -> m + ".it").collect(Collectors.joining(";\n   "));
    return Text.format(
        """
        (* SPDX-License-Identifier: Apache-2.0 *)
        (** What is proved of every binary64 trace in golden/. Written by ./verify.sh proofs. *)
        From Coq Require Import List.
        From NoisyGD Require Import GoldExact.
        From NoisyGDGolden Require %s.
        Import ListNotations.

        Definition all : list trace :=
          [%s].

        Theorem all_recomputed : Forall recomputed all.
        Proof. exact (%s). Qed.

        Theorem all_defects_bounded : Forall defects_bounded all.
        Proof. exact (%s). Qed.
        """,
        String.join(" ", modules), theorems, forAll(modules, "same"), forAll(modules, "near"));
  }

  private static String forAll(List<String> modules, String theorem) {
    StringBuilder proof = new StringBuilder();
    for (String module : modules) {
      proof.append("Forall_cons _ ").append(module).append('.').append(theorem).append("\n  (");
    }
    return proof.append("Forall_nil _").append(")".repeat(modules.size())).toString();
  }

  private static String noise(JsonNode state, Path file) {
    return state.has("noiseX") ? "Some " + pair(state, "noiseX", "noiseY", file) : "None";
  }

  private static String pair(JsonNode state, String x, String y, Path file) {
    return "(" + matrix(field(state, x, file)) + ", " + matrix(field(state, y, file)) + ")";
  }

  private static String matrix(JsonNode rows) {
    return list(rows, row -> list(row, GoldenTheorems::number));
  }

  private static String list(JsonNode items, java.util.function.Function<JsonNode, String> text) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(text)
        .collect(Collectors.joining("; ", "[", "]"));
  }

  /** A double as Coq reads it exactly; every number of a golden trace is finite. */
  private static String number(JsonNode literal) {
    double value = Double.parseDouble(literal.asText());
    String text = Double.toHexString(value);
    return text.startsWith("-") ? "(" + text + ")" : text;
  }

  private static JsonNode field(JsonNode object, String name, Path file) {
    JsonNode value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "a golden trace must have " + name + ", got none in " + file);
    }
    return value;
  }
}
