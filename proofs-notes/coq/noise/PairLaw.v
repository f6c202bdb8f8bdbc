(* SPDX-License-Identifier: Apache-2.0 *)
(* PairLaw.v: on one singular pair the linearised law has exactly one stationary covariance.

   diag(etaX, etaY) H on the plane of a singular pair (PhaseThree.v) is diagonalisable, over a real closed field; so where its rates keep
   I - diag(etaX, etaY) H contracting, Stein.v's hypotheses hold, whatever the steps, gamma and the noise's covariance.

   Main results: rates_diagonal, pair_law.
   Depends on: BlockDeterminant, PhaseThree, Stein.
   Paper's place: Section 3, Phase III (where it ends; not in the paper). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import BlockDeterminant PhaseThree Stein.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section PairLaw.
Variables (R : rcfType) (g c s etaX etaY : R).
Hypotheses (g0 : 0 < g) (etaX0 : 0 < etaX) (etaY0 : 0 < etaY).
Local Notation B := (rate_matrix g c s etaX etaY).
Local Notation sum := (rate_sum g s etaX etaY).
Local Notation product := (rate_product c s etaX etaY).

Definition pair_row (x y : R) : 'rV[R]_2 := \row_(i < 2) if i == 0 :> nat then x else y.
Theorem rates_diagonal l1 l2 : char_poly B = ('X - l1%:P) * ('X - l2%:P) ->
  exists2 S : 'M[R]_2, S \in unitmx &
    exists a b, [/\ a + b = sum, a * b = product & B = S *m diag_mx (pair_row a b) *m invmx S].
Proof.
move=> /(rate_sumE g0) [/esym hs /esym hp]; have gn : g != 0 by rewrite gt_eqF.
have [m0|mn] := eqVneq (s - 2 * c) 0.
  exists 1%:M; first exact: unitmx1.
  exists (etaX * (s / g)), (etaY * (g * s)); split=> //.
    have -> : product = etaX * etaY * (s ^+ 2 - (s - 2 * c) ^+ 2) by rewrite /rate_product; ring.
    by rewrite m0; field.
  rewrite mul1mx invmx1 mulmx1; apply/matrixP => -[[|[|//]] ?] [[|[|//]] ?]; rewrite !mxE /rate_entry /= ?m0 ?mulr0 ?mulr1n ?mulr0n //.
pose x := etaX * (s - 2 * c); pose A := etaX * (s / g).
have xn : x != 0 by rewrite mulf_neq0 // gt_eqF.
pose F (i j : nat) : R := if i == 0%N then x else if j == 0%N then l1 - A else l2 - A.
pose S : 'M[R]_2 := \matrix_(i < 2, j < 2) F i j.
have l12 : l2 - l1 != 0.
  have d0 : 0 < (l2 - l1) ^+ 2.
    have -> : (l2 - l1) ^+ 2 = (etaX * (s / g) - etaY * (g * s)) ^+ 2 + 4 * (etaX * etaY) * (s - 2 * c) ^+ 2.
      have -> : (l2 - l1) ^+ 2 = (l1 + l2) ^+ 2 - 4 * (l1 * l2) by ring.
      by rewrite hs hp /rate_sum /rate_product; field.
    have mm : 0 < (s - 2 * c) ^+ 2 by rewrite lt_def sqrf_eq0 mn sqr_ge0.
    by rewrite ltr_wpDl ?sqr_ge0 // mulr_gt0 // mulr_gt0 ?ltr0n // mulr_gt0.
  by apply: contraTneq d0 => ->; rewrite expr0n /= ltxx.
have uS : S \in unitmx.
  rewrite unitmxE /S (det2 F) /F /= unitfE.
  have -> : x * (l2 - A) - x * (l1 - A) = x * (l2 - l1) by ring.
  by rewrite mulf_neq0.
exists S => //; exists l1, l2; split=> //.
suff h : B *m S = S *m diag_mx (pair_row l1 l2) by rewrite -h mulmxK.
have root l : l = l1 \/ l = l2 -> etaY * (s - 2 * c) * x + etaY * (g * s) * (l - A) = (l - A) * l.
  move=> hl; have : l ^+ 2 - (l1 + l2) * l + l1 * l2 = 0 by case: hl => ->; ring.
  rewrite hs hp /rate_sum /rate_product => h; apply/eqP; rewrite -subr_eq0 -oppr_eq0; apply/eqP; rewrite -h /x /A; by field.
apply/matrixP => -[[|[|//]] ?] [[|[|//]] ?]; rewrite mul_mx_diag [LHS]mxE [RHS]mxE !big_ord_recl big_ord0 !mxE /rate_entry /F /= addr0 -/x -/A.
- by ring.
- by ring.
- by apply: root; left.
- by apply: root; right.
Qed.

Hypotheses (c0 : 0 < c) (cs : c < s) (sum4 : sum < 4) (contracts : sum < 2 + product / 2).
Theorem pair_law (Q : 'M[R]_2) : exists2 C, stein (1%:M - B) (1%:M - B) Q C = C &
  forall C', stein (1%:M - B) (1%:M - B) Q C' = C' -> C' = C.
Proof.
have [l1 [l2 [l12 h]]] := rates_exist c s g0 etaX0 etaY0.
have [S uS [a [b [hs hp hB]]]] := rates_diagonal h.
have p0 : 0 < product by apply: rate_product_pos.
have s0 : 0 < sum by apply: (rate_sum_pos g0 c0 cs).
pose l := pair_row (1 - a) (1 - b).
have hJ : 1%:M - B = S *m diag_mx l *m invmx S.
  have -> : diag_mx l = 1%:M - diag_mx (pair_row a b).
    by apply/matrixP => -[[|[|//]] ?] [[|[|//]] ?]; rewrite !mxE /= ?mulr1n ?mulr0n ?subrr ?subr0.
  by rewrite mulmxBr mulmxBl mulmx1 mulmxV // -hB.
have [a0 [b0 [a2 b2]]] : 0 < a /\ 0 < b /\ a < 2 /\ b < 2.
  move: p0 s0 sum4 contracts; rewrite -hs -hp => p0 s0 s4 ct.
  have e : 0 < (2 - a) * (2 - b).
    have -> : (2 - a) * (2 - b) = 2 * (2 + a * b / 2 - (a + b)) by field.
    by rewrite mulr_gt0 ?ltr0n // subr_gt0.
  have a0 : 0 < a.
    rewrite ltNge; apply/negP => a0; have b0 : 0 < b by lra.
    by move: p0; rewrite pmulr_lgt0 // ltNge a0.
  have b0 : 0 < b by move: p0; rewrite pmulr_rgt0.
  have a2 : a < 2.
    rewrite ltNge; apply/negP => a2; have b2 : 0 < 2 - b by lra.
    by move: e; rewrite pmulr_lgt0 // subr_gt0 ltNge a2.
  by split=> //; split=> //; split=> //; move: e; rewrite pmulr_rgt0 subr_gt0.
have small i : `|l 0 i| < 1 by rewrite /l !mxE ltr_norml; case: ifP => _; apply/andP; split; lra.
have ab i j : l 0 i * l 0 j != 1.
  have : `|l 0 i * l 0 j| < 1 by rewrite normrM mulr_ilt1.
  by apply: contraTneq => ->; rewrite normr1 ltxx.
by rewrite hJ; exists (stein_at S S l l Q); [exact: stein_solution|move=> C'; exact: stein_unique].
Qed.
End PairLaw.
