(* SPDX-License-Identifier: Apache-2.0 *)
(* SpectrumBalanced.v: the full spectrum of the smoothed Hessian at the optima, at rank r.

   In Optimum.v's setting, c = gamma sigma^2: at every optimum the characteristic polynomial of the Hessian is the product of

       X - s_k/g        d1 - r times for each k;          X - g s_k      d2 - r times for each k;
       (X - s_k/g)(X - g s_k) - (s_k - 2c)^2              for each k;
       X (X^3 - t (s_i + s_j) X^2 + ((s_i + s_j)^2 + s_i s_j (g - 1/g)^2 + 2 w) X - t (s_i + s_j) w)    for i < j,

   with t = g + 1/g and w = c (s_i + s_j - 2c). Equal singular values are allowed. The root 0 comes up exactly
   r (r - 1) / 2 times, the rotations, and every other root is positive if c > 0 and s_k > c for all k.

   Main results: spectrum_balanced, zeros_balanced.
   Depends on: Frobenius, Objective, Optimum, BlockDeterminant, HessianCoordinates, BalancedBlocks.
   Paper's place: Theorem 2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Optimum BlockDeterminant HessianCoordinates BalancedBlocks.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* The number of pairs i < j. *)
Lemma pairs_count r : (\sum_(i < r) \sum_(j < r | (i < j)%N) 1 = (r * r.-1)./2)%N.
Proof.
rewrite (exchange_big_dep xpredT) //= -bin2 -[RHS]bin2_sum big_mkord; apply: eq_bigr => j _.
by rewrite (big_ord_narrow (ltnW (ltn_ord j))) /= sum1_card card_ord.
Qed.

Section AtTheOptima.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s e : 'rV[R]_r) (g c p : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (g0 : 0 < g).
Hypotheses (pg : p ^+ 2 = g) (es : forall k, e 0 k ^+ 2 = s 0 k - c).
Variables (Q : 'M[R]_r) (QQ : Q *m Q^T = 1%:M).
Local Notation H := (hessian_mx (factored A s B) (c / g) (c * g) (optX A p e *m Q) (optY B p e *m Q)).

Theorem spectrum_balanced : char_poly H =
  \prod_k (('X - (s 0 k / g)%:P) ^+ (d1 - r) * ('X - (g * s 0 k)%:P) ^+ (d2 - r) * diagonal_factor g c (s 0 k))
  * \prod_(i < r) \prod_(j < r | (i < j)%N) ('X * pair_cubic g c (s 0 i) (s 0 j)).
Proof.
have h1 := subnKC (factor_dim AA); have h2 := subnKC (factor_dim BB).
move: (d1 - r)%N (d2 - r)%N h1 h2 => n1 n2 h1 h2; subst d1 d2.
by rewrite hessian_in_coordinates // char_poly_coordinates.
Qed.

Hypotheses (c0 : 0 < c) (sc : forall k, c < s 0 k).

Lemma diagonal_factor_pos (x l : R) : c < x -> l <= 0 -> 0 < (diagonal_factor g c x).[l].
Proof.
move=> cx l0; have gi : 0 < g^-1 by rewrite invr_gt0.
have x0 : 0 < x := lt_trans c0 cx.
rewrite /diagonal_factor !(hornerD, hornerN, hornerM, hornerX, hornerC).
have -> : (l - x / g) * (l - g * x) - (x - 2 * c) ^+ 2 = l ^+ 2 + (- l) * (x * (g + g^-1)) + 4 * (c * (x - c)).
  by field; rewrite gt_eqF.
rewrite ltr_wpDl //; last by rewrite mulr_gt0 ?ltr0n // mulr_gt0 // subr_gt0.
by rewrite addr_ge0 ?sqr_ge0 // mulr_ge0 ?oppr_ge0 // mulr_ge0 ?ltW // addr_gt0.
Qed.
Lemma pair_cubic_neg (x y l : R) : c < x -> c < y -> l <= 0 -> (pair_cubic g c x y).[l] < 0.
Proof.
move=> cx cy l0; have gi : 0 < g^-1 by rewrite invr_gt0.
have x0 : 0 < x := lt_trans c0 cx; have y0 : 0 < y := lt_trans c0 cy.
rewrite /pair_cubic !(hornerD, hornerN, hornerM, hornerXn, hornerX, hornerC).
set t := g + g^-1; set w := c * _; set v := _ + 2 * w.
have t0 : 0 < t * (x + y) by rewrite mulr_gt0 ?addr_gt0.
have w0 : 0 < w by rewrite mulr_gt0 //; move: cx cy; lra.
have v0 : 0 <= v.
  rewrite addr_ge0 ?(mulr_ge0 _ (ltW w0)) ?ler0n //.
  by rewrite addr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 // mulr_ge0 // ltW.
have m0 : 0 <= - l by rewrite oppr_ge0.
have -> : l ^+ 3 - t * (x + y) * l ^+ 2 + v * l - t * (x + y) * w
    = - ((- l) * l ^+ 2 + t * (x + y) * l ^+ 2 + v * - l + t * (x + y) * w) by ring.
rewrite oppr_lt0 ltr_wpDl ?(mulr_gt0 t0 w0) // addr_ge0 ?(mulr_ge0 v0 m0) // addr_ge0 //.
  by rewrite mulr_ge0 ?sqr_ge0.
by rewrite mulr_ge0 ?sqr_ge0 // ltW.
Qed.

(* r (r - 1) / 2 roots are 0, one for each plane in which the optimum can be turned; the others are positive. *)
Theorem zeros_balanced : exists q : {poly R},
  char_poly H = 'X ^+ (r * r.-1)./2 * q /\ forall l, root q l -> 0 < l.
Proof.
pose D := \prod_k (('X - (s 0 k / g)%:P) ^+ (d1 - r) * ('X - (g * s 0 k)%:P) ^+ (d2 - r) * diagonal_factor g c (s 0 k)).
pose C := \prod_(i < r) \prod_(j < r | (i < j)%N) pair_cubic g c (s 0 i) (s 0 j).
exists (D * C); split.
  rewrite spectrum_balanced -/D mulrCA; congr (_ * _).
  rewrite -pairs_count expr_sum -big_split; apply: eq_bigr => i _ /=.
  by rewrite big_split /= prodr_const sum1_card.
move=> l; rewrite ltNge; apply: contraTN => l0.
rewrite /root hornerM mulf_neq0 // /D /C !horner_prod; apply/prodf_neq0 => k _.
  have sk := lt_trans c0 (sc k).
  have n1 : l - s 0 k / g < 0 by rewrite subr_lt0 (le_lt_trans l0) // divr_gt0.
  have n2 : l - g * s 0 k < 0 by rewrite subr_lt0 (le_lt_trans l0) // mulr_gt0.
  rewrite !(hornerM, horner_exp, hornerXsubC) mulf_neq0 ?(gt_eqF (diagonal_factor_pos _ _)) //.
  by rewrite mulf_neq0 // expf_neq0 // lt_eqF.
by rewrite horner_prod; apply/prodf_neq0 => j _; rewrite lt_eqF // pair_cubic_neg.
Qed.
End AtTheOptima.
