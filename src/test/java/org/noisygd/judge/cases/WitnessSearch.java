// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.judge.op.JudgedOp;

/** Looks for rows in which pairs of levels show that the rows of pairs hide. */
final class WitnessSearch {
  /** The pairs that are tried beside the first one of a row. */
  private static final int TRIES = 40;

  /** What makes other numbers count for more. */
  private static final Set<Object> EXTREME = Set.of(Content.ZERO, Content.TINY, Content.HUGE);

  /** Two levels of two features. */
  record Pair(Feature a, Object i, Feature b, Object j) {
    boolean isIn(DesignRow row) {
      return row.get(a).equals(i) && row.get(b).equals(j);
    }

    boolean shows(DesignRow row, Witness witness) {
      return isIn(row) && witness.shows(a) && witness.shows(b);
    }

    DesignRow row() {
      return new DesignRow().with(a, i).with(b, j);
    }
  }

  private final JudgedOp op;

  WitnessSearch(JudgedOp op) {
    this.op = op;
  }

  /** All pairs of levels of an op. */
  static List<Pair> pairs(JudgedOp op) {
    List<Feature> features = Feature.of(op);
    List<Pair> pairs = new ArrayList<>();
    for (int a = 0; a < features.size(); a++) {
      for (int b = a + 1; b < features.size(); b++) {
        for (Object i : features.get(a).levels()) {
          for (Object j : features.get(b).levels()) {
            pairs.add(new Pair(features.get(a), i, features.get(b), j));
          }
        }
      }
    }
    return pairs;
  }

  /** The pairs that could meet and show, and show in none of some rows. */
  List<Pair> masked(List<DesignRow> rows) {
    List<Pair> open = new ArrayList<>(pairs(op));
    open.removeIf(
        p ->
            Design.hidden(op, p.row()).isPresent()
                || (Design.impossible(op, p.row()).isPresent()
                    && rows.stream().noneMatch(p::isIn)));
    for (int n = 0; n < rows.size(); n++) {
      DesignRow row = rows.get(n);
      Witness witness = witness(row, n + 1).orElseThrow();
      open.removeIf(p -> p.shows(row, witness));
    }
    return open;
  }

  private Optional<Witness> witness(DesignRow row, int n) {
    CaseSuite suite = new CaseSuite("binary64", CaseSuite.DEFAULT_SEED);
    DesignedCases.add(suite, op, row, n);
    return suite.cases().stream().findFirst().map(Witness::new);
  }

  /** Rows in which pairs show, after so many others. */
  private List<DesignRow> search(int before, List<Pair> masked) {
    List<Pair> open = new ArrayList<>(masked);
    List<DesignRow> found = new ArrayList<>();
    while (!open.isEmpty()) {
      Pair first = open.remove(0);
      int n = before + found.size() + 1;
      Optional<DesignRow> start = start(first, n);
      DesignRow row =
          start.orElseThrow(() -> new IllegalStateException(op + ": nothing shows " + first));
      List<Pair> shown = new ArrayList<>(List.of(first));
      int tries = 0;
      for (Iterator<Pair> others = open.iterator(); others.hasNext() && tries < TRIES; ) {
        Pair next = others.next();
        if (!isOpen(row, next.a(), next.i()) || !isOpen(row, next.b(), next.j())) {
          continue;
        }
        tries++;
        DesignRow more = row.copy().with(next.a(), next.i()).with(next.b(), next.j());
        if (Design.impossible(op, more).isPresent() || !Design.isCheap(op, more)) {
          continue;
        }
        Optional<Witness> witness = witness(more, n);
        if (witness.isPresent()
            && next.shows(more, witness.get())
            && shown.stream().allMatch(p -> p.shows(more, witness.get()))) {
          row = more;
          shown.add(next);
        }
      }
      DesignRow last = row;
      Witness witness = witness(last, n).orElseThrow();
      open.removeIf(p -> p.shows(last, witness));
      found.add(last);
    }
    return found;
  }

  private static boolean isOpen(DesignRow row, Feature feature, Object level) {
    return row.get(feature).equals(level) || row.get(feature).equals(feature.levels().get(0));
  }

  /** A row in which a pair shows, with few more levels that are not ordinary. */
  private Optional<DesignRow> start(Pair pair, int n) {
    List<DesignRow> one = new ArrayList<>(List.of(pair.row()));
    List<DesignRow> two = new ArrayList<>();
    List<Feature> others = new ArrayList<>(Feature.of(op));
    others.removeAll(List.of(pair.a(), pair.b()));
    for (Feature other : others) {
      for (Object level : other.levels()) {
        one.add(pair.row().with(other, level));
        if (EXTREME.contains(level)) {
          for (Feature third : others.subList(others.indexOf(other) + 1, others.size())) {
            third.levels().stream()
                .filter(EXTREME::contains)
                .forEach(more -> two.add(pair.row().with(other, level).with(third, more)));
          }
        }
      }
    }
    return Stream.concat(one.stream(), two.stream())
        .filter(some -> Design.impossible(op, some).isEmpty())
        .flatMap(some -> Design.completed(op, some).stream())
        .filter(row -> witness(row, n).filter(w -> pair.shows(row, w)).isPresent())
        .findFirst();
  }

  /** The lines of an op's rows; see {@link Design}. */
  List<String> lines() {
    List<DesignRow> rows = Design.rowsOfPairs(op);
    return search(rows.size(), masked(rows)).stream().map(row -> op + row.line()).toList();
  }
}
