(* SPDX-License-Identifier: Apache-2.0 *)
(* BalanceNumbers.v: the balance from any start with numbers, at rank 2: random signs, c = 1/16, any d1 and d2, M = A B^T, A^T A = B^T B = I.

   From (2 A, B/2), where F is 0 and nothing is balanced, at eta = 10^-10: |X^T X - Y^T Y|^2 is at most a hundredth of its start, 225/8, at all
   times from 4.8 10^11 to twice that, except with a probability of at most 1/20.

   Main result: balance_instance.
   Depends on: Frobenius, Objective, Smoothing, Rademacher, Process, Window, Balance, MatrixImbalance, AnyStartBalance.
   Paper's place: Theorem 2 and Phase III. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Rademacher Process Window Balance MatrixImbalance AnyStartBalance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* At c = 1/16, b = 1/4, h = 1 and l = 17/64, with a = eta^2 at most 10^-12. *)
Section Small.
Variables (R : realFieldType) (e : R).
Local Notation a := (e ^+ 2).
Local Notation K := (noisiest (1 / 16) (1 / 4) 1 : R).
Local Notation m := (overshoot (1 / 16) e (1 / 4) 1).
Hypothesis small : 1000 * 1000 * (1000 * 1000) * a <= 1.
Let a0 : 0 <= a. Proof. exact: sqr_ge0. Qed.
Let e4 : e ^+ 4 = a * a. Proof. by rewrite -expr2 -exprM. Qed.
Lemma wide : widest (1 / 16) 1 = 16 :> R. Proof. by rewrite /widest; field. Qed.
Lemma noisy : 0 <= K <= 849.
Proof. by rewrite /noisiest wide !expr1n; apply/andP; split; lra. Qed.
Let K0 : 0 <= K. Proof. by case/andP: noisy. Qed.
Let aK : a * K <= 849 * a. Proof. by rewrite mulrC; apply: ler_wpM2r => //; case/andP: noisy. Qed.
Let aK0 : 0 <= a * K. Proof. exact: mulr_ge0. Qed.
Let square k (x : R) : 0 <= x -> x <= k * a -> k * k <= 1000 * 1000 * (1000 * 1000) -> x ^+ 2 <= a.
Proof.
move=> x0 hx hk; apply: (@le_trans _ _ ((k * a) * (k * a))); first by rewrite expr2; apply: ler_pM.
have -> : k * a * (k * a) = k * k * a * a by ring.
by rewrite -[X in _ <= X]mul1r; apply: ler_wpM2r => //; apply: le_trans small; exact: ler_wpM2r.
Qed.
Let aK2 : (a * K) ^+ 2 <= a. Proof. by apply: square aK0 aK _; lra. Qed.
Lemma overshoot_small : 0 <= m <= 15 * 1000 * a.
Proof.
rewrite /overshoot /slack wide e4; have -> : a * a * K ^+ 2 / 4 = (a * K) ^+ 2 / 4 by congr (_ / _); ring.
have -> : a * (16 + 1 / 2 + 1 / 16 / 2) * K = (16 + 1 / 2 + 1 / 16 / 2) * (a * K) by ring.
by move: aK aK0 aK2 (sqr_ge0 (a * K)); move: (a * K) ((a * K) ^+ 2) a0 => y z *; apply/andP; split; lra.
Qed.
Lemma leaves_small : leaves (1 / 16) e (1 / 4) 1 (17 / 64) <= 1200 * 1000 * a.
Proof.
have [m0 m1] := andP overshoot_small; have m2 : m ^+ 2 <= a by apply: square m0 m1 _; lra.
have G : steepest (1 / 16) 1 = 257 / 8 :> R by rewrite /steepest wide; field.
rewrite /leaves G expr1n ler_pdivrMr; last by rewrite exprn_gt0 //; lra.
have -> : 2 * a * (257 / 8 * K) = 257 / 4 * (a * K) by field.
have -> : (1 / 2 - 17 / 64) ^+ 2 = 225 / (64 * 64) :> R by field.
by move: m1 m2 aK; move: m (m ^+ 2) (a * K) a0 => *; lra.
Qed.
Lemma grows_small : 0 <= grows e 16 K (K ^+ 2) <= 140 * 1000 * a.
Proof.
have -> : grows e 16 K (K ^+ 2) = 160 * (a * K) + 2 * (a * K) ^+ 2 by rewrite /grows; ring.
by move: aK aK0 aK2 (sqr_ge0 (a * K)); move: (a * K) ((a * K) ^+ 2) a0 => y z *; apply/andP; split; lra.
Qed.
End Small.

(* The whole bound at eta = 1/E, E = 10^10, from k = 12 m with m = 4 E, where (1 - 4 eta c)^k <= 2^-12, to 2 k. *)
Section Bound.
Variables (R : realFieldType) (E : R) (m : nat).
Hypotheses (E10 : E = 100 * 100 * (100 * 100) * 100) (mE : m%:R = 4 * E).
Local Notation e := (E^-1).
Local Notation k := (12 * m)%N.
Let E0 : 0 < E. Proof. by rewrite E10; do 4!(apply: mulr_gt0; rewrite ?ltr0n //). Qed.
Let ne : E != 0. Proof. by rewrite gt_eqF. Qed.
Let e0 : 0 < e. Proof. by rewrite invr_gt0. Qed.
Let eE : e * (100 * 100 * (100 * 100) * 100) = 1. Proof. by rewrite -E10 mulVf. Qed.
Lemma step_small : 1000 * 1000 * (1000 * 1000) * e ^+ 2 <= 1.
Proof.
have h : 1000 * 1000 * e <= 1 by move: eE e0; lra.
have h0 : 0 <= 1000 * 1000 * e by move: e0; lra.
have -> : 1000 * 1000 * (1000 * 1000) * e ^+ 2 = (1000 * 1000 * e) * (1000 * 1000 * e) by ring.
by rewrite -[X in _ <= X]mulr1; apply: ler_pM.
Qed.
Local Notation K := (noisiest (1 / 16) (1 / 4) 1 : R).
Local Notation grow := (grows e 16 K (K ^+ 2)).
Lemma numbers : (2 * k)%:R * leaves (1 / 16) e (1 / 4) 1 (17 / 64)
  + ((1 - 4 * e * (1 / 16)) ^+ k * (225 / 8) + grow / (4 * e * (1 / 16)) + grow * (2 * k - k)%:R) / (9 / 32) <= 1 / 20.
Proof.
have hl := leaves_small step_small; have /andP [g0 hg] := grows_small step_small.
have a01 : 0 <= 4 * e * (1 / 16) <= 1 by move: eE e0; move: e => x *; apply/andP; split; lra.
have ca : 1 <= m%:R * (4 * e * (1 / 16)) by rewrite mE; have -> : 4 * E * (4 * e * (1 / 16)) = 1 by field.
have := contraction 12 a01 ca; rewrite mulnC => hc.
have e2E : e ^+ 2 * E = e by rewrite expr2 -mulrA mulVf // mulr1.
have n0 : 0 <= (2 * k)%:R :> R by exact: ler0n.
have kE : k%:R = 48 * E :> R by rewrite natrM mE; ring.
have l1 : (2 * k)%:R * leaves (1 / 16) e (1 / 4) 1 (17 / 64) <= 96 * (1200 * 1000) * e.
  apply: le_trans (ler_wpM2l n0 hl) _; rewrite natrM kE -[X in _ <= _ * X]e2E.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have l2 : grow / (4 * e * (1 / 16)) <= 4 * (140 * 1000) * e.
  rewrite ler_pdivrMr; last by move: e0; lra.
  by apply: le_trans hg _; rewrite le_eqVlt; apply/orP; left; apply/eqP; field.
have l3 : grow * (2 * k - k)%:R <= 48 * (140 * 1000) * e.
  have -> : (2 * k - k)%N = k by rewrite mul2n -addnn addnK.
  apply: le_trans (ler_wpM2r (ler0n _ _) hg) _; rewrite kE -[X in _ <= _ * X]e2E.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have l4 : (1 - 4 * e * (1 / 16)) ^+ k <= 1 / (64 * 64) by apply: le_trans hc _; have -> : 2^-1 ^+ 12 = 1 / (64 * 64) :> R by field.
move: l1 l2 l3 l4 eE; move: (_ * leaves _ _ _ _ _) (grow / _) (grow * (2 * k - k)%:R) ((1 - _) ^+ k) => x1 x2 x3 x4.
by clear; move: e => y *; lra.
Qed.
End Bound.

Section Instance.
Variables (R : realFieldType) (d1 d2 : nat) (q1 q2 : R) (A : 'M[R]_(d1, 2)) (B : 'M[R]_(d2, 2)).
Hypotheses (h1 : d1%:R * q1 ^+ 2 = 1 / 16) (h2 : d2%:R * q2 ^+ 2 = 1 / 16) (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M).
Local Notation z := (2 *: A, 2^-1 *: B).
Let norm d (C : 'M[R]_(d, 2)) : C^T *m C = 1%:M -> normsq C = 2.
Proof. by move=> CC; rewrite /normsq /inner CC mxtrace1. Qed.
Lemma start_objective : objective (1 / 16) (A *m B^T) z = 17 / 64.
Proof.
rewrite /objective /Fs /F /residual /= trmxZ -scalemxAl -scalemxAr scalerA divff ?pnatr_eq0 // scale1r subrr normsq0 !normsqZ !norm //.
by field.
Qed.
Lemma start_imbalances : normsq (imbalances z) = 225 / 8.
Proof.
rewrite /imbalances /= !trmxZ -!scalemxAl -!scalemxAr !scalerA AA BB -scalerBl normsqZ /normsq /inner trmx1 mul1mx mxtrace1.
by field.
Qed.
Local Notation eta := ((100 * 100 * (100 * 100) * 100)^-1 : R).
Local Notation k := (12 * (4 * (100 * 100 * (100 * 100) * 100)))%N.
Theorem balance_instance : fails (Rademacher.uniform R d1 d2 2) (moved (Rademacher.Z1 q1) (Rademacher.Z2 q2) eta (A *m B^T))
  (fun t z => (k <= t)%N && (9 / 32 < normsq (imbalances z))) (fun _ _ => false) (2 * k) 0 z (1 / 20).
Proof.
have mE : (4 * (100 * 100 * (100 * 100) * 100))%N%:R = 4 * (100 * 100 * (100 * 100) * 100) :> R by rewrite 4!natrM.
move: (4 * _)%N mE => m mE.
have E0 : 0 < 100 * 100 * (100 * 100) * 100 :> R by do 4!(apply: mulr_gt0; rewrite ?ltr0n //).
have eta0 : 0 < eta by rewrite invr_gt0.
have etac : 4 * eta * (1 / 16) <= 1 by have : eta * (100 * 100 * (100 * 100) * 100) = 1 by [rewrite mulVf ?gt_eqF]; move: eta0; move: eta => x *; lra.
have c0 : 0 < 1 / 16 :> R by lra.
have hl : 17 / 64 < 1 ^+ 2 / 2 :> R by rewrite expr1n; lra.
have lev : 0 < 9 / 32 :> R by lra.
have hz : objective (1 / 16) (A *m B^T) z <= 17 / 64 by rewrite start_objective.
have h := balance_any_start_signs h1 h2 c0 eta0 ltr01 etac (12 * m) (2 * (12 * m)) hl hz lev.
apply: fails_le h; rewrite start_imbalances wide; have -> : 2 * (2 * (1 / 16)) = 1 / 4 :> R by field.
exact: numbers.
Qed.
End Instance.
