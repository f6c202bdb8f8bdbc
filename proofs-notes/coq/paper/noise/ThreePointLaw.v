(* SPDX-License-Identifier: Apache-2.0 *)
(* ThreePointLaw.v: a finite law with a Gaussian's moments to the fourth, so that GaussianMoments.v
   supposes nothing impossible.

   Independent entries with the values -q, 0, q and the probabilities 1/6, 2/3, 1/6: variance v =
   q^2/3, fourth moment 3 v^2, odd ones 0. The mean is a plain weighted sum over all outcomes, as
   org.noisygd.verify.claims.FiniteLaw enumerates them.
   Main results: three_point_independent, three_point_moments (the hypothesis of GaussianMoments.v
   holds of it).
   Paper's place: none; it serves Section 2's perturbations. *)
From NoisyGD Require Import Algebra Smoothing GaussianMoments IndependentEntries.

Section Law.
Variables (R : realFieldType) (d1 d2 r : nat) (q1 q2 : R).
Local Notation place := (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type.
Definition outcome : Type := {ffun place -> 'I_3}.
(* The probabilities 1/6, 2/3, 1/6 of -1, 0, 1. *)
Definition three_weight (j : 'I_3) : R := if j == 1 :> nat then 2 / 3 else 1 / 6.
Definition point (j : 'I_3) : R := j%:R - 1.
Local Definition weighted
    (f : outcome -> R) : R := \sum_(w : outcome) (\prod_x three_weight (w x)) * f w.
(* Independence: the mean of a product of functions of single entries is the product of their
   means. *)
Lemma weighted_product (f : place -> 'I_3 -> R) :
  weighted (fun w => \prod_x f x (w x)) = \prod_x \sum_j three_weight j * f x j.
Proof. rewrite bigA_distr_bigA /weighted; apply: eq_bigr => w _. by rewrite -big_split. Qed.
Lemma weighted_const c : weighted (fun=> c) = c.
Proof. have h : weighted (fun=> 1) = 1.
    transitivity (\prod_(x : place) \sum_j three_weight j * 1).
      by rewrite -(weighted_product (fun _ _ => 1)); apply: eq_bigr => w _; congr (_ * _);
        rewrite big1.
    by rewrite big1 // => x _; rewrite !big_ord_recl big_ord0 /three_weight /=; lra.
  rewrite -[RHS]mul1r -[X in X * _]h [RHS]mulr_suml; apply: eq_bigr => w _; by rewrite mulr1. Qed.
Definition three_law : expectation R outcome.
Proof. apply: (@Expectation R outcome (fun f e => weighted f = e)).
  - by move=> f g e h <-; apply: eq_bigr => w _; rewrite h.
  - exact: weighted_const.
  - by move=> f g e e' <- <-; rewrite /weighted -big_split; apply: eq_bigr => w _; rewrite mulrDr.
  - by move=> c f e <-; rewrite /weighted mulr_sumr; apply: eq_bigr => w _; rewrite mulrCA.
  - move=> f e f0 <-; apply: sumr_ge0 => w _; apply: mulr_ge0 => //; apply: prodr_ge0 => x _.
    by rewrite /three_weight; case: ifP => _; rewrite divr_ge0 ?ler0n. Defined.

(* The means of the powers of one entry, and of a product of powers of all. *)
Definition power_mean (n : nat) : R := \sum_j three_weight j * point j ^+ n.
Theorem three_point_independent n : independent three_law n (fun w x => point (w x)) power_mean.
Proof. by move=> k _; rewrite /three_law /= (weighted_product (fun x j => point j ^+ k x)). Qed.

Definition three1 : outcome -> 'M[R]_(d1, r) := matrix1 (fun w x => point (w x)) q1.
Definition three2 : outcome -> 'M[R]_(d2, r) := matrix2 (fun w x => point (w x)) q2.
Lemma power_means (q : R) : gaussian_to_four (times q power_mean) (q ^+ 2 / 3).
Proof. by split;
    rewrite /times /power_mean !big_ord_recl big_ord0 /three_weight /point /= /bump /=; field. Qed.
Theorem three_point_moments : gaussian_moments three_law three1 (q1 ^+ 2 / 3) three2 (q2 ^+ 2 / 3).
Proof. have h := entries_of q1 q2 (@three_point_independent 4).
  exact: (independent_gaussian (leqnn 4) (power_means q1) (power_means q2) h). Qed.
End Law.
