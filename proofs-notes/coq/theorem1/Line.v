(* SPDX-License-Identifier: Apache-2.0 *)
(* Line.v: Theorem 1 from every start for d1 = d2 = 1, where nothing is perpendicular to u and v.

   theorem_one first waits until the perpendicular parts are below nu; its term for that is of the order sqrt(eta), though there are none here. Without it,
   for root <= h - 1 at the start, h >= 1, 0 < s <= 1/16, 50 eta h <= 1, rho = 2 s^2/(100 h^4), 70 eta <= rho^2, m <= t1, n and level > 0,
       P(some t in [t1, n] with an excess above level)
         <= 1190 n h^6 eta^2/s^2 + (1 - 3/64 rho eta)^m (1 + 1/(80 eta h^2))
          + ((1 - eta s/5)^(t1 - m) h^2 + 325 h^6 eta/s^3 + 65 h^6 eta^2 n/s^2) / level.

   Main results: no_perpendicular, phase_one_line, theorem_line.
   Depends on: Frobenius, Objective, Smoothing, Process, LemmaFour, Excess, GradientMoments, Barrier, Spread, Escape, TheoremOne.
   Paper's place: Theorem 1, in the setting of Figures 1, 4 and 5. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Process LemmaFour GradientDomination Descent Excess GradientMoments Barrier Spread Escape
  TheoremOne.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Lemma no_perpendicular (R : realFieldType) (u v : 'cV[R]_1) z : inner u u = 1 -> inner v v = 1 -> off u v z = 0.
Proof.
have one (a x : 'cV[R]_1) : inner a a = 1 -> normsq (perp a x) = 0.
  move=> a1; rewrite (normsq_perp a1) /normsq; move: a1; rewrite !inner_col !big_ord1 => a1.
  by rewrite exprMn expr2 a1 mul1r expr2 subrr.
by move=> u1 v1; rewrite /off !one // addr0.
Qed.

Section Line.
Variables (R : rcfType) (T : Type) (E : expectation R T).
Variables (Z1 Z2 : T -> 'cV[R]_1) (u v : 'cV[R]_1) (s eta h : R).
Hypotheses (noise : law E Z1 Z2 s) (moves : spread E Z1 Z2 u v s s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (h1 : 1 <= h) (eh : 50 * (eta * h) <= 1).
Local Notation rho := ((s + s) * s / (100 * h ^+ 4)).
Hypothesis small : 70 * eta <= rho ^+ 2.
Local Notation rt := (root u v s).
Local Notation update := (update Z1 Z2 u v eta).
Local Notation entered := (entered u v s h).
Local Notation phase m := ((1 - 3 / 64 * rho * eta) ^+ m * (1 + 1 / (80 * eta * h ^+ 2))).

Theorem phase_one_line m z :
  fails E update (fun t z => (0 + m <= t)%N && ~~ entered t z) (fun t z => ~~ (rt z <= h) || entered t z) m 0 z (phase m).
Proof.
have off0 z' : off u v z' = 0 := no_perpendicular z' u1 v1.
have w : 1%:R * s = s by rewrite mul1r.
have nu0 : 3 * (0 : R) ^+ 2 <= rho ^+ 2 * eta * h ^+ 2.
  by rewrite expr0n mulr0; apply: mulr_ge0 (sqr_ge0 _); apply: mulr_ge0 (sqr_ge0 _) (ltW eta0).
have nu16 : 16 * (0 : R) <= 1 by rewrite mulr0.
have quarter : (0 : R) <= 1 / 4 by rewrite divr_ge0 ?ler0n.
have going t z' : ~~ (~~ (rt z' <= h) || entered t z') -> [/\ rt z' <= h, off u v z' <= 0 & product u v z' <= 1 / 2].
  by rewrite negb_or negbK /TheoremOne.entered => /andP [hr]; rewrite hr off0 quarter andbT -ltNge => /ltW.
have f := escape noise moves u1 v1 w w s0 s16 eta0 h1 small nu16 nu0 (t := 0) m z (fun t z' _ => going t z').
apply: fails_mono f => // t z' /andP [ht]; rewrite /TheoremOne.entered negb_or negbK => /andP [hr].
by rewrite off0 quarter andbT -ltNge => hp; rewrite ht hr hp.
Qed.

Theorem theorem_line m t1 n level z : 0 < level -> (m <= t1)%N -> (m <= n)%N -> rt z <= h - 1 ->
  fails E update (fun t z => (t1 <= t)%N && (level < excess_at u v s z)) (fun _ _ => false) n 0 z
    (n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + phase m
     + ((1 - eta * s / 5) ^+ (t1 - m) * h ^+ 2 + 325 * h ^+ 6 * eta / s ^+ 3 + 65 * h ^+ 6 * eta ^+ 2 / s ^+ 2 * n%:R) / level).
Proof. by move=> lev ht hn hz; exact: (after_entry noise u1 v1 s0 s16 eta0 h1 eh lev ht hn hz (phase_one_line m z)). Qed.
End Line.
