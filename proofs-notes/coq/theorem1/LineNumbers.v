(* SPDX-License-Identifier: Apache-2.0 *)
(* LineNumbers.v: Theorem 1 from every start for d1 = d2 = 1 with numbers, from the saddle itself.

   s = 1/16, eta = 10^-20, h = 2: from an excess of at most 1, which the saddle has too, the excess is at most 1/100 at all times from
   4.00000128 10^28 to 10^30, except with a probability of at most 1/50. For random signs it is a share of their sequences.

   Main results: line_numbers, signs_line_instance.
   Depends on: Frobenius, Smoothing, Rademacher, Process, Window, FiniteLaw, LemmaFour, Excess, Signs, Bounded, Spread, SignsAnyStart, Line.
   Paper's place: Theorem 1, in the setting of Figures 1, 4 and 5. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Rademacher Process Window FiniteLaw LemmaFour Descent Excess GradientMoments LocalTheorem Signs
  Bounded Spread SignsAnyStart Line.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Numbers.
Variables (R : rcfType) (Q : R) (m1 m2 n : nat).
Hypotheses (Q20 : Q = 100 ^+ 10) (m1E : m1%:R = 5 * 100 ^+ 3 * Q) (m2E : m2%:R = 80 * Q) (nE : n%:R = 100 ^+ 5 * Q).
Local Notation eta := (Q^-1).
Local Notation s := (1 / 16).
Local Notation rho := ((s + s) * s / (100 * 2 ^+ 4) : R).
Lemma Q_gt0 : 0 < Q. Proof. by rewrite Q20 exprn_gt0. Qed.
Lemma Q_neq0 : Q != 0. Proof. by rewrite gt_eqF // Q_gt0. Qed.
Lemma eta_gt0 : 0 < eta. Proof. by rewrite invr_gt0 Q_gt0. Qed.
Lemma eta_small : eta * (100 * 100 * 100 * 100 * 100 * (100 * 100 * 100 * 100 * 100)) = 1.
Proof.
have -> : 100 * 100 * 100 * 100 * 100 * (100 * 100 * 100 * 100 * 100) = Q by rewrite Q20; ring.
by rewrite mulVf // Q_neq0.
Qed.
Lemma rho_line : rho = 1 / (2048 * 100). Proof. by field. Qed.
Lemma line_steps : 70 * eta <= rho ^+ 2 /\ 50 * (eta * 2) <= 1.
Proof. by rewrite rho_line expr2; have := eta_gt0; have := eta_small; move: (eta) => e *; split; lra. Qed.

(* Within 80 m1 steps the run escapes, within 16 m2 more it is down. *)
Lemma line_escape : (1 - 3 / 64 * rho * eta) ^+ (80 * m1) * (1 + 1 / (80 * eta * 2 ^+ 2)) <= 1 / 100 / 100 / 100.
Proof.
rewrite rho_line; have e0 := eta_gt0; have e1 := eta_small.
have a01 : 0 <= 3 / 64 * (1 / (2048 * 100)) * eta <= 1 by apply/andP; split; move: e0 e1; move: (eta) => e *; lra.
have ca : 1 <= m1%:R * (3 / 64 * (1 / (2048 * 100)) * eta).
  have -> : m1%:R * (3 / 64 * (1 / (2048 * 100)) * eta) = 15 * 100 / 64 / 2048 * 100 by rewrite m1E; field; exact: Q_neq0.
  lra.
have := contraction 80 a01 ca; rewrite mulnC; have : 0 <= (1 - 3 / 64 * (1 / (2048 * 100)) * eta) ^+ (80 * m1).
  by rewrite exprn_ge0 // subr_ge0; case/andP: a01.
move: (_ ^+ (80 * m1)) => c c0 hc; have h20 : 2^-1 ^+ 20 <= (100 ^+ 3)^-1 :> R.
  have -> : 2^-1 ^+ 20 = 1 / (1024 * 1024) :> R by field.
  have -> : (100 ^+ 3)^-1 = 1 / 100 / 100 / 100 :> R by field.
  lra.
have {}hc : c <= (100 ^+ 3)^-1 ^+ 4.
  by apply: (le_trans hc); rewrite (exprM _ 20 4); apply: lerXn2r h20; rewrite nnegrE ?exprn_ge0 ?invr_ge0 ?exprn_ge0 ?ler0n.
have cQ : c * Q <= 1 / 100 / 100.
  apply: le_trans (ler_wpM2r (ltW Q_gt0) hc) _; rewrite Q20.
  by have -> : (100 ^+ 3)^-1 ^+ 4 * 100 ^+ 10 = 1 / 100 / 100 :> R by field.
have -> : 1 + 1 / (80 * eta * 2 ^+ 2) = 1 + Q / 320 by field; exact: Q_neq0.
have {}hc : c <= 1 / 100 / 100 / 100 / 100.
  apply: le_trans hc _; have -> : (100 ^+ 3)^-1 ^+ 4 = 1 / 100 / 100 / 100 / 100 / (100 * 100 * 100 * 100 * (100 * 100 * 100 * 100)) :> R by field.
  lra.
by rewrite mulrDr mulr1 mulrA; move: cQ hc; move: (c * Q) => y *; lra.
Qed.
Lemma line_down : (1 - eta * s / 5) ^+ (16 * m2) <= 1 / (256 * 256).
Proof.
have e0 := eta_gt0; have e1 := eta_small.
have b01 : 0 <= eta * s / 5 <= 1 by apply/andP; split; move: e0 e1; move: (eta) => e *; lra.
have cb : 1 <= m2%:R * (eta * s / 5) by have -> : m2%:R * (eta * s / 5) = 1 by rewrite m2E; field; exact: Q_neq0.
have := contraction 16 b01 cb; rewrite mulnC => hd; apply: (le_trans hd).
by have -> : 2^-1 ^+ 16 = 1 / (256 * 256) :> R by field.
Qed.

(* The bound, its terms in the order of theorem_line. *)
Lemma line_bound :
  n%:R * (1190 * 2 ^+ 6 * eta ^+ 2 / s ^+ 2) + (1 - 3 / 64 * rho * eta) ^+ (80 * m1) * (1 + 1 / (80 * eta * 2 ^+ 2))
   + ((1 - eta * s / 5) ^+ (16 * m2) * 2 ^+ 2 + 325 * 2 ^+ 6 * eta / s ^+ 3 + 65 * 2 ^+ 6 * eta ^+ 2 / s ^+ 2 * n%:R) / (1 / 100)
  <= 1 / 50.
Proof.
have hc := line_escape; have hd := line_down; move: hc hd; move: (_ * (1 + _)) (_ ^+ (16 * m2)) => c d hc hd.
have -> : n%:R * (1190 * 2 ^+ 6 * eta ^+ 2 / s ^+ 2) = 1190 * 64 * 256 * (100 * 100 * 100 * 100 * 100 * eta) by rewrite nE; field; exact: Q_neq0.
have -> : 65 * 2 ^+ 6 * eta ^+ 2 / s ^+ 2 * n%:R = 65 * 64 * 256 * (100 * 100 * 100 * 100 * 100 * eta) by rewrite nE; field; exact: Q_neq0.
have -> : 325 * 2 ^+ 6 * eta / s ^+ 3 = 325 * 64 * 4096 * eta by field; exact: Q_neq0.
have -> : d * 2 ^+ 2 = 4 * d by ring.
have -> (y : R) : y / (1 / 100) = 100 * y by field.
have := eta_gt0; have := eta_small; move: (eta) hc hd => e *; lra.
Qed.
End Numbers.

(* For all noise of these variances. *)
Section Line.
Variables (R : rcfType) (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'cV[R]_1) (u v : 'cV[R]_1) (m1 m2 n : nat).
Hypotheses (noise : law E Z1 Z2 (1 / 16)) (moves : spread E Z1 Z2 u v (1 / 16) (1 / 16)) (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation Q := (100 ^+ 10 : R).
Hypotheses (m1E : m1%:R = 5 * 100 ^+ 3 * Q) (m2E : m2%:R = 80 * Q) (nE : n%:R = 100 ^+ 5 * Q).
Local Notation t := (80 * m1 + 16 * m2)%N.
Theorem line_numbers z : excess_at u v (1 / 16) z <= 1 ->
  fails E (update Z1 Z2 u v Q^-1) (exceeds (1 / 16) u v t (1 / 100)) (fun _ _ => false) n 0 z (1 / 50).
Proof.
move=> hz; have [c1 c2] := line_steps (erefl Q).
have s0 : 0 < 1 / 16 :> R by rewrite divr_gt0 ?ltr0n.
have s1 : 16 * (1 / 16) <= 1 :> R by lra.
have l0 : 0 < 1 / 100 :> R by rewrite divr_gt0 ?ltr0n.
have h1 : 1 <= 2 :> R by lra.
have mn : (80 * m1 <= n)%N.
  rewrite -(ler_nat R) natrM m1E nE; have := Q_gt0 (erefl Q); move: (100 ^+ 10 : R) => q q0.
  have -> : 80 * (5 * 100 ^+ 3 * q) = 4 * (100 ^+ 4 * q) by ring.
  have -> : 100 ^+ 5 * q = 100 * (100 ^+ 4 * q) by ring.
  by apply: ler_wpM2r; [rewrite mulr_ge0 ?exprn_ge0 ?ler0n ?ltW|lra].
have hr : root u v (1 / 16) z <= 2 - 1.
  have -> : 2 - 1 = 1 :> R by ring.
  by apply: (root_below (ler0n R 1)); rewrite expr1n.
have := theorem_line noise moves u1 v1 s0 s1 (eta_gt0 (erefl Q)) h1 c2 c1 l0 (leq_addr (16 * m2) (80 * m1)) mn hr.
by rewrite addKn; apply: fails_le; exact: line_bound (erefl Q) m1E m2E nE.
Qed.
End Line.

Section Signs.
Variables (R : rcfType) (u v : 'cV[R]_1) (m1 m2 n : nat).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation Q := (100 ^+ 10 : R).
Hypotheses (m1E : m1%:R = 5 * 100 ^+ 3 * Q) (m2E : m2%:R = 80 * Q) (nE : n%:R = 100 ^+ 5 * Q).
Local Notation t := (80 * m1 + 16 * m2)%N.
Theorem signs_line_instance z : excess_at u v (1 / 16) z <= 1 ->
  #|[set ws : n.-tuple (Rademacher.outcomes 1 1 1) |
      meets (update (Rademacher.Z1 (1 / 4)) (Rademacher.Z2 (1 / 4)) u v Q^-1) (exceeds (1 / 16) u v t (1 / 100)) 0 z ws]|%:R
    / (#|{: Rademacher.outcomes 1 1 1}| ^ n)%:R <= 1 / 50 :> R.
Proof.
have w : 1%:R * (1 / 4) ^+ 2 = 1 / 16 :> R by field.
have s0 : 0 <= 1 / 16 :> R by rewrite divr_ge0 ?ler0n.
have := signs_spread w w u v; rewrite -[(1 / 4) ^+ 2]mul1r w => moves.
by move=> hz; apply/signs_share/(line_numbers (signs_law w w s0) moves u1 v1 m1E m2E nE).
Qed.
End Signs.
