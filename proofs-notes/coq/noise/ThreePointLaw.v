(* SPDX-License-Identifier: Apache-2.0 *)
(* ThreePointLaw.v: a finite law with a Gaussian's moments to the fourth, so that GaussianMoments.v supposes nothing impossible.

   Independent entries with the values -q, 0, q and the probabilities 1/6, 2/3, 1/6: variance v = q^2/3, fourth moment 3 v^2, odd
   ones 0. The mean is a plain weighted sum over all outcomes, as org.noisygd.verify.claims.FiniteLaw enumerates them.

   Main results: three_point_moments (the hypothesis of GaussianMoments.v holds of it).
   Depends on: Smoothing, GaussianMoments.
   Paper's place: none; it serves Section 2's perturbations. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Smoothing GaussianMoments.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* A product over all indices of what depends on how often each comes up in a sequence of at most four. *)
Section Counts.
Variables (R : realFieldType) (I : finType) (v : R) (mu : nat -> R).
Hypotheses (mu0 : mu 0%N = 1) (mu1 : mu 1%N = 0) (mu2 : mu 2%N = v) (mu3 : mu 3%N = 0) (mu4 : mu 4%N = 3 * v ^+ 2).

Lemma prod_counts (s : seq I) : \prod_x mu (count_mem x s) = \prod_(x <- undup s) mu (count_mem x s).
Proof.
rewrite [RHS]big_uniq ?undup_uniq // [RHS]big_mkcond; apply: eq_bigr => x _.
by rewrite mem_undup; case: ifPn => // /count_memPn ->.
Qed.
Local Notation d x y := ((x == y)%:R : R).
Lemma prod_counts_small (s : seq I) : (size s <= 4)%N -> \prod_x mu (count_mem x s) =
  match s with
  | [::] => 1
  | [:: x; y] => v * d x y
  | [:: x; y; z; t] => v ^+ 2 * (d x y * d z t + d x z * d y t + d x t * d y z)
  | _ => 0
  end.
Proof.
have e := (mu0, mu1, mu2, mu3, mu4).
rewrite prod_counts; case: s => [|x [|y [|z [|t [|? ?]]]]] //= _; rewrite ?big_nil ?in_nil ?in_cons ?orbF //.
(* Decide which of the entries are equal; each case is then a product of moments. *)
all: repeat match goal with
  | N : is_true (?a != ?b) |- context [?a == ?b] => rewrite (negPf N)
  | N : is_true (?a != ?b) |- context [?b == ?a] => rewrite [b == a]eq_sym (negPf N)
  | |- context [?a == ?a] => rewrite (eqxx a)
  | |- context [?a == ?b] => case: (eqVneq a b) => [?|?]; [subst b|]
  | |- _ => progress rewrite /= ?big_cons ?big_nil
  end.
all: by rewrite /= ?e //; ring.
Qed.
End Counts.

Section Law.
Variables (R : realFieldType) (d1 d2 r : nat) (q1 q2 : R).
Local Notation place := (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type.
Definition outcome : Type := {ffun place -> 'I_3}.
(* The probabilities 1/6, 2/3, 1/6 of -1, 0, 1. *)
Definition weight (j : 'I_3) : R := if j == 1 :> nat then 2 / 3 else 1 / 6.
Definition point (j : 'I_3) : R := j%:R - 1.
Definition weighted (f : outcome -> R) : R := \sum_(w : outcome) (\prod_x weight (w x)) * f w.
Definition Z1 (w : outcome) : 'M[R]_(d1, r) := \matrix_(i, k) (q1 * point (w (inl (i, k)))).
Definition Z2 (w : outcome) : 'M[R]_(d2, r) := \matrix_(i, k) (q2 * point (w (inr (i, k)))).

(* Independence: the mean of a product of functions of single entries is the product of their means. *)
Lemma weighted_product (f : place -> 'I_3 -> R) :
  weighted (fun w => \prod_x f x (w x)) = \prod_x \sum_j weight j * f x j.
Proof.
rewrite bigA_distr_bigA /weighted; apply: eq_bigr => w _.
by rewrite -big_split.
Qed.
Lemma weighted_const c : weighted (fun=> c) = c.
Proof.
have h : weighted (fun=> 1) = 1.
  transitivity (\prod_(x : place) \sum_j weight j * 1).
    by rewrite -(weighted_product (fun _ _ => 1)); apply: eq_bigr => w _; congr (_ * _); rewrite big1.
  by rewrite big1 // => x _; rewrite !big_ord_recl big_ord0 /weight /=; lra.
rewrite -[RHS]mul1r -[X in X * _]h [RHS]mulr_suml; apply: eq_bigr => w _; by rewrite mulr1.
Qed.
Definition law : expectation R outcome.
Proof.
apply: (@Expectation R outcome (fun f e => weighted f = e)).
- by move=> f g e h <-; apply: eq_bigr => w _; rewrite h.
- exact: weighted_const.
- by move=> f g e e' <- <-; rewrite /weighted -big_split; apply: eq_bigr => w _; rewrite mulrDr.
- by move=> c f e <-; rewrite /weighted mulr_sumr; apply: eq_bigr => w _; rewrite mulrCA.
- move=> f e f0 <-; apply: sumr_ge0 => w _; apply: mulr_ge0 => //; apply: prodr_ge0 => x _.
  by rewrite /weight; case: ifP => _; rewrite divr_ge0 ?ler0n.
Defined.

Definition power_mean (q : R) (n : nat) : R := \sum_j weight j * (q * point j) ^+ n.
Lemma power_means (q : R) : [/\ power_mean q 0 = 1, power_mean q 1 = 0, power_mean q 2 = q ^+ 2 / 3,
  power_mean q 3 = 0 & power_mean q 4 = 3 * (q ^+ 2 / 3) ^+ 2].
Proof. by split; rewrite /power_mean !big_ord_recl big_ord0 /weight /point /= /bump /=; field. Qed.

Lemma prod_power_mean m q (s : seq ('I_m * 'I_r)) : (size s <= 4)%N ->
  \prod_x power_mean q (count_mem x s) = isserlis (q ^+ 2 / 3) s.
Proof.
move=> hs; have [p0 p1 p2 p3 p4] := power_means q.
rewrite (prod_counts_small p0 p1 p2 p3 p4 hs) /isserlis /same /kron.
have d (x y : 'I_m * 'I_r) : (x == y)%:R = (x.1 == y.1)%:R * (x.2 == y.2)%:R :> R.
  by case: x y => [i a] [j b]; rewrite xpair_eqE -natrM mulnb.
by case: s hs => [|x [|y [|z [|t [|? ?]]]]] //= _; rewrite !d.
Qed.

Lemma entries_count m (q : R) (side : 'I_m * 'I_r -> place) (s : seq ('I_m * 'I_r)) (w : outcome) :
  \prod_(x <- s) (q * point (w (side x))) = \prod_x (q * point (w (side x))) ^+ count_mem x s.
Proof.
elim: s => [|y s IH]; first by rewrite big_nil big1 // => x _; rewrite expr0.
rewrite big_cons IH (bigD1 y) //= [RHS](bigD1 y) //= eqxx add1n exprS mulrA; congr (_ * _).
by apply: eq_bigr => x xy; rewrite eq_sym (negPf xy) add0n.
Qed.

Theorem three_point_moments : gaussian_moments law Z1 (q1 ^+ 2 / 3) Z2 (q2 ^+ 2 / 3).
Proof.
move=> s1 s2 h1 h2; rewrite /law /=.
pose f (x : place) (j : 'I_3) := match x with
  | inl y => (q1 * point j) ^+ count_mem y s1 | inr y => (q2 * point j) ^+ count_mem y s2 end.
transitivity (weighted (fun w => \prod_x f x (w x))).
  apply: eq_bigr => w _; congr (_ * _); rewrite big_sumType /= /f -!entries_count /entries.
  by congr (_ * _); apply: eq_bigr => x _; rewrite mxE; case: x.
rewrite weighted_product big_sumType /= /f -(prod_power_mean q1 h1) -(prod_power_mean q2 h2).
by [].
Qed.
End Law.
