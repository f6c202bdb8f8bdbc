(* SPDX-License-Identifier: Apache-2.0 *)
(* EveryStartNumbers.v: Theorem 1 from every start with numbers, from the saddle itself, for independent random signs.

   d1 = d2 = 1, s = 1/16, eta = 10^-40, h = 2: from an excess of at most 1, which the saddle has too, the excess is at most 1/100 at all times from
   7.0000128 10^48 to 10^68, except for at most 1/50 of the sequences of signs.

   The same numbers serve all noise of these variances that Theorem 1 speaks of (GaussianEveryStart.v).

   Main results: every_start_numbers, signs_any_start_instance.
   Depends on: Frobenius, Smoothing, Rademacher, Process, Window, FiniteLaw, LemmaFour, Excess, Signs, Bounded, Spread, TheoremOne, SignsAnyStart, Line.
   Paper's place: Theorem 1. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Rademacher Process Window FiniteLaw LemmaFour Descent Excess GradientMoments LocalTheorem Signs
  Bounded Spread TheoremOne SignsAnyStart Line.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Numbers.
Variables (R : rcfType) (Q : R) (m1 m2 n : nat).
Hypotheses (Q20 : Q = 100 ^+ 10) (m1E : m1%:R = 5 * 100 ^+ 3 * Q ^+ 2) (m2E : m2%:R = 80 * Q ^+ 2) (nE : n%:R = 100 ^+ 14 * Q ^+ 2).
Local Notation q := (Q^-1).
Local Notation eta := (q ^+ 2).
Local Notation s := (1 / 16).
Local Notation nu := (q / (20 * 100 ^+ 2)).
Local Notation rho := (((1 / 4) ^+ 2 + (1 / 4) ^+ 2) * s / (100 * 2 ^+ 4) : R).
Lemma Q0 : 0 < Q. Proof. by rewrite Q20 exprn_gt0. Qed.
Lemma q0 : 0 < q. Proof. by rewrite invr_gt0 Q0. Qed.
Lemma qQ : q * 100 ^+ 10 = 1. Proof. by rewrite -Q20 mulVf // gt_eqF // Q0. Qed.
Lemma rhoE : rho = 1 / (2048 * 100). Proof. by field. Qed.
Lemma q_small : q * 100 ^+ 9 <= 1 / 100.
Proof. have := qQ; rewrite exprS; move: (100 ^+ 9) => t; have := q0; move: (q) => p p0; rewrite mulrCA => h; lra. Qed.
Lemma q1 : q <= 1 / 100.
Proof.
apply: le_trans q_small; rewrite ler_peMr ?(ltW q0) //.
by rewrite exprn_ege1 // ler1n.
Qed.
Lemma steps_small : [/\ 70 * eta <= rho ^+ 2, 16 * nu <= 1, 3 * nu ^+ 2 <= rho ^+ 2 * eta * 2 ^+ 2 & 50 * (eta * 2) <= 1].
Proof.
rewrite rhoE; have p0 := q0; have p1 := q1; have e1 : eta <= q / 100 by rewrite expr2 ler_wpM2l ?(ltW p0) // -[leRHS]mul1r.
have e2 : q * (100 ^+ 4 * 100 ^+ 4) <= 1 / 100.
  apply: le_trans q_small; rewrite ler_wpM2l ?(ltW p0) // [in leRHS]exprS -exprD.
  by rewrite ler_peMl ?exprn_ge0 // ler1n.
have e3 : q * (100 * 100 * 100 * 100 * (100 * 100 * 100 * 100)) <= 1 / 100 by move: e2; rewrite !exprS !expr0 !mulr1 !mulrA.
split.
- by move: e1 e3; move: (eta) (q) p0 => e p p0 *; lra.
- by rewrite !exprS expr0; move: p1; move: (q) p0 => p p0 *; lra.
- have -> : 3 * nu ^+ 2 = eta * (3 / 400 / 100 / 100 / 100 / 100) by field; rewrite gt_eqF // Q0.
  have -> : (1 / (2048 * 100)) ^+ 2 * eta * 2 ^+ 2 = eta * (4 / 2048 / 2048 / 100 / 100) by field; rewrite gt_eqF // Q0.
  by rewrite ler_wpM2l ?sqr_ge0 //; lra.
by move: e1 p1; move: (eta) (q) p0 => e p p0 *; lra.
Qed.

(* The bound, its terms in the order of theorem_one: ta = 0 and no perpendicular part. *)
Lemma numbers_every_start :
  n%:R * (1190 * 2 ^+ 6 * eta ^+ 2 / s ^+ 2)
   + (((1 - 2 * (eta * s)) ^+ 0 * 0 + 25 / 2 * 2 ^+ 4 * eta / s ^+ 2 + 25 * 2 ^+ 4 * eta ^+ 2 / s * (140 * m1)%N%:R) / nu
      + (1 - 3 / 64 * rho * eta) ^+ (140 * m1) * (1 + 1 / (80 * eta * 2 ^+ 2)))
   + ((1 - eta * s / 5) ^+ (16 * m2) * 2 ^+ 2 + 325 * 2 ^+ 6 * eta / s ^+ 3 + 65 * 2 ^+ 6 * eta ^+ 2 / s ^+ 2 * n%:R) / (1 / 100)
  <= 1 / 50.
Proof.
rewrite rhoE; have p0 := q0; have Qn : Q != 0 by rewrite gt_eqF // Q0.
have p1 := q1; have e0 : 0 <= eta by exact: sqr_ge0.
have e1 : eta <= q / 100 by rewrite expr2 ler_wpM2l ?(ltW p0) // -[leRHS]mul1r.
have a01 : 0 <= 3 / 64 * (1 / (2048 * 100)) * eta <= 1.
  have -> : 3 / 64 * (1 / (2048 * 100)) * eta = 3 / 64 / 2048 / 100 * eta by field.
  by apply/andP; split; move: e0 e1 p1; move: (eta) (q) => e p *; lra.
have b01 : 0 <= eta * s / 5 <= 1 by apply/andP; split; move: e0 e1 p1; move: (eta) (q) => e p *; lra.
have ca : 1 <= m1%:R * (3 / 64 * (1 / (2048 * 100)) * eta).
  have -> : m1%:R * (3 / 64 * (1 / (2048 * 100)) * eta) = 15 * 100 / 64 / 2048 * 100 by rewrite m1E; field.
  lra.
have cb : 1 <= m2%:R * (eta * s / 5) by have -> : m2%:R * (eta * s / 5) = 1 by rewrite m2E; field.
have := contraction 140 a01 ca; rewrite mulnC; have : 0 <= (1 - 3 / 64 * (1 / (2048 * 100)) * eta) ^+ (140 * m1).
  by rewrite exprn_ge0 // subr_ge0; case/andP: a01.
move: ((1 - 3 / 64 * (1 / (2048 * 100)) * eta) ^+ (140 * m1)) => c c0 hc.
have := contraction 16 b01 cb; rewrite mulnC; have : 0 <= (1 - eta * s / 5) ^+ (16 * m2).
  by rewrite exprn_ge0 // subr_ge0; case/andP: b01.
move: ((1 - eta * s / 5) ^+ (16 * m2)) => d d0 hd.
have -> : n%:R * (1190 * 2 ^+ 6 * eta ^+ 2 / s ^+ 2) = 1190 * 64 * 256 * (100 ^+ 14 * eta) by rewrite nE; field.
have -> : 65 * 2 ^+ 6 * eta ^+ 2 / s ^+ 2 * n%:R = 65 * 64 * 256 * (100 ^+ 14 * eta) by rewrite nE; field.
have -> : ((1 - 2 * (eta * s)) ^+ 0 * 0 + 25 / 2 * 2 ^+ 4 * eta / s ^+ 2 + 25 * 2 ^+ 4 * eta ^+ 2 / s * (140 * m1)%N%:R) / nu
  = (25 / 2 * 16 * 256 + 25 * 16 * 16 * (140 * 5 * 100 ^+ 3)) * 20 * 100 ^+ 2 * q by rewrite natrM m1E; field.
have -> : 1 + 1 / (80 * eta * 2 ^+ 2) = 1 + Q ^+ 2 / 320 by field.
have A : 100 ^+ 14 * eta * (100 * 100 * 100 * 100 * 100 * 100) = 1.
  have -> : 100 ^+ 14 * eta * (100 * 100 * 100 * 100 * 100 * 100) = (q * 100 ^+ 10) ^+ 2 by ring.
  by rewrite qQ expr1n.
have B : q * (100 * 100 * 100 * 100 * 100 * (100 * 100 * 100 * 100 * 100)) = 1 by rewrite -[RHS]qQ; ring.
have h20 : 2^-1 ^+ 20 <= (100 ^+ 3)^-1 :> R.
  have -> : 2^-1 ^+ 20 = 1 / (1024 * 1024) :> R by field.
  have -> : (100 ^+ 3)^-1 = 1 / 100 / 100 / 100 :> R by field.
  lra.
have C : c * (1 + Q ^+ 2 / 320) <= 1 / 10000.
  have {}hc : c <= (100 ^+ 3)^-1 ^+ 7.
    apply: (le_trans hc); rewrite (exprM _ 20 7); apply: lerXn2r h20; rewrite nnegrE ?exprn_ge0 ?invr_ge0 ?exprn_ge0 ?ler0n //.
  have cQ : c * Q ^+ 2 <= 1 / 100.
    apply: le_trans (ler_wpM2r (sqr_ge0 Q) hc) _; rewrite Q20.
    by have -> : (100 ^+ 3)^-1 ^+ 7 * (100 ^+ 10) ^+ 2 = 1 / 100 :> R by field.
  have c1 : c <= 1 / 100 / 100 / 100.
    apply: (le_trans hc); have e : 0 <= ((100 ^+ 3)^-1 : R) <= 1 by rewrite invr_ge0 exprn_ge0 //= invf_le1 ?exprn_gt0 // exprn_ege1 // ler1n.
    case/andP: e => i0 i1; rewrite exprS; apply: (@le_trans _ _ (100 ^+ 3)^-1); first by rewrite ler_piMr // exprn_ile1.
    by have -> : (100 ^+ 3)^-1 = 1 / 100 / 100 / 100 :> R by field.
  by rewrite mulrDr mulr1 mulrA; move: cQ c1; move: (c * Q ^+ 2) => y *; lra.
have D : d <= 1 / (256 * 256) by apply: (le_trans hd); have -> : 2^-1 ^+ 16 = 1 / (256 * 256) :> R by field.
have -> : 325 * 2 ^+ 6 * eta / s ^+ 3 = 325 * 64 * 4096 * eta by field.
have -> : d * 2 ^+ 2 = 4 * d by ring.
have -> (y z : R) : (y + z) / (1 / 100) = 100 * y + 100 * z by field.
have -> : (25 / 2 * 16 * 256 + 25 * 16 * 16 * (140 * 5 * 100 ^+ 3)) * 20 * 100 ^+ 2 / Q
  = (25 / 2 * 16 * 256 + 25 * 16 * 16 * (140 * 5 * (100 * 100 * 100))) * 20 * (100 * 100) * q by ring.
move: A B C D e0 e1 p0; move: (100 ^+ 14 * eta) (c * _) (eta) (q) => A C e p; lra.
Qed.
End Numbers.

(* For all noise with these variances. *)
Section EveryStart.
Variables (R : rcfType) (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'cV[R]_1) (u v : 'cV[R]_1) (m1 m2 n : nat).
Hypotheses (noise : law E Z1 Z2 (1 / 16)) (moves : spread E Z1 Z2 u v ((1 / 4) ^+ 2) ((1 / 4) ^+ 2)) (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation Q := (100 ^+ 10 : R).
Local Notation eta := (Q^-1 ^+ 2 : R).
Hypotheses (m1E : m1%:R = 5 * 100 ^+ 3 * Q ^+ 2) (m2E : m2%:R = 80 * Q ^+ 2) (nE : n%:R = 100 ^+ 14 * Q ^+ 2).
Local Notation t := (140 * m1 + 16 * m2)%N.
Theorem every_start_numbers z : excess_at u v (1 / 16) z <= 1 ->
  fails E (update Z1 Z2 u v eta) (exceeds (1 / 16) u v t (1 / 100)) (fun _ _ => false) n 0 z (1 / 50).
Proof.
move=> hz; have [c1 c2 c3 c4] := steps_small (erefl Q).
have w : 1%:R * (1 / 4) ^+ 2 = 1 / 16 :> R by field.
have s0 : 0 < 1 / 16 :> R by rewrite divr_gt0 ?ltr0n.
have s1 : 16 * (1 / 16) <= 1 :> R by lra.
have e0 : 0 < eta by rewrite exprn_gt0 // invr_gt0 exprn_gt0 // ltr0n.
have nu0 : 0 < Q^-1 / (20 * 100 ^+ 2) :> R by rewrite divr_gt0 ?invr_gt0 ?mulr_gt0 ?exprn_gt0 ?ltr0n.
have l0 : 0 < 1 / 100 :> R by rewrite divr_gt0 ?ltr0n.
have h2 : 1 <= 2 :> R by lra.
have mn : (0 + 140 * m1 <= n)%N.
  rewrite add0n -(ler_nat R) natrM m1E nE; move: (sqr_ge0 Q); move: (Q ^+ 2) => q2 h.
  have -> : 140 * (5 * 100 ^+ 3 * q2) = 7 * (100 ^+ 4 * q2) by ring.
  have -> : 100 ^+ 14 * q2 = 100 ^+ 10 * (100 ^+ 4 * q2) :> R by ring.
  apply: ler_wpM2r; first by rewrite mulr_ge0 ?exprn_ge0 ?ler0n.
  rewrite exprS; apply: (@le_trans _ _ 100); first by lra.
  by rewrite ler_peMr ?ler0n // exprn_ege1 // ler1n.
have hr : root u v (1 / 16) z <= 2 - 1.
  have -> : 2 - 1 = 1 :> R by ring.
  by apply: (root_below (ler0n R 1)); rewrite expr1n.
have mt : (0 + 140 * m1 <= t)%N by rewrite add0n leq_addr.
have := theorem_one noise moves u1 v1 w w s0 s1 e0 h2 c4 c1 nu0 c2 c3 l0 mt mn hr.
rewrite no_perpendicular // add0n addKn; apply: fails_le.
exact: numbers_every_start (erefl Q) m1E m2E nE.
Qed.
End EveryStart.

Section Signs.
Variables (R : rcfType) (u v : 'cV[R]_1) (m1 m2 n : nat).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation Q := (100 ^+ 10 : R).
Local Notation eta := (Q^-1 ^+ 2 : R).
Hypotheses (m1E : m1%:R = 5 * 100 ^+ 3 * Q ^+ 2) (m2E : m2%:R = 80 * Q ^+ 2) (nE : n%:R = 100 ^+ 14 * Q ^+ 2).
Local Notation t := (140 * m1 + 16 * m2)%N.
Theorem signs_any_start_instance z : excess_at u v (1 / 16) z <= 1 ->
  #|[set ws : n.-tuple (Rademacher.outcomes 1 1 1) |
      meets (update (Rademacher.Z1 (1 / 4)) (Rademacher.Z2 (1 / 4)) u v eta) (exceeds (1 / 16) u v t (1 / 100)) 0 z ws]|%:R
    / (#|{: Rademacher.outcomes 1 1 1}| ^ n)%:R <= 1 / 50 :> R.
Proof.
have w : 1%:R * (1 / 4) ^+ 2 = 1 / 16 :> R by field.
have s0 : 0 <= 1 / 16 :> R by rewrite divr_ge0 ?ler0n.
by move=> hz; apply/signs_share/(every_start_numbers (signs_law w w s0) (signs_spread w w u v) u1 v1 m1E m2E nE).
Qed.
End Signs.
