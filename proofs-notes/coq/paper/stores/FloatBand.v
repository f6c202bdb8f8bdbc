(* SPDX-License-Identifier: Apache-2.0 *)
(* FloatBand.v: stochastic rounding in a floating format of Flocq is a store of StoredBand.v:
   FloatStore.v, with a probability.

   What is stored is one of the two neighbours, so within a place; with one word for each entry the
   entries are stored apart. Noise whose entries are -q, 0, q with the probabilities 1/6, 2/3, 1/6
   has the moments that are asked for.
   Main results: float_is_apart, three_point_to_eight. *)
From Coq Require Import Reals ZArith.
From Flocq Require Import Core.
From mathcomp Require Import reals Rstruct.
From NoisyGD Require Stores StochasticRounding ThreePointLaw.
From NoisyGD Require Import Algebra Frobenius Smoothing Rademacher GaussianMoments
  IndependentEntries Process FiniteLaw UniformLaw StoredTheorem StoppedDrift.
From NoisyGD Require Import StoredDrift DriftFormats FloatStore StoredBand BandLine.

Section Format.
Variables (emin p : Z) (B : nat). Hypothesis (p0 : Z.lt 0 p).
Local Notation fexp := (FLT_exp emin p).
Let valid : Valid_exp fexp. Proof. exact: FLT_exp_valid. Qed.
Lemma float_within x (k : 'I_(2 ^ B)) : `|float_sto emin p x k - x| <= float_place emin p x.
Proof. rewrite /float_sto /float_place; have h := StochasticRounding.few_bits_support fexp
    (Z.of_nat B) x _ (@word_ok B k). case: eqP => [x0|/eqP n].
    have -> : Stores.stored fexp (Z.of_nat B) Zfloor x (Z.of_nat (nat_of_ord k)) = 0.
      rewrite x0 in h *; by case: h => ->;
        [rewrite /StochasticRounding.near0 round_0|rewrite /StochasticRounding.far round_0].
    by rewrite x0 subrr normr0.
  have u rnd (v : Valid_rnd rnd) :
    `|round radix2 fexp rnd x - x| <= StochasticRounding.place fexp x.
    rewrite /StochasticRounding.place -(ulp_neq_0 radix2 fexp x (elimN eqP n)); apply/RleP.
    by apply: Rlt_le; exact: (error_lt_ulp radix2 fexp rnd x (elimN eqP n)).
  by case: h => ->; exact: u. Qed.
Theorem float_is_apart d1 d2 r :
  apart_store (uniform R (words_inhabited (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type (two_words B)))
    (@word_store _ d1 d2 r _ (@float_sto emin p B))
    (float_mean emin p B) (float_variance emin p B) (float_place emin p).
Proof. by apply: word_store_apart; [exact: float_within|exact: mean_squares]. Qed.
End Format.

(* Noise of which nothing is left to suppose. *)
Lemma three_point_to_eight (R : realFieldType)
    (q : R) : gaussian_to_eight (times q (ThreePointLaw.power_mean R)) (q ^+ 2 / 3).
Proof. have h6 : times q (ThreePointLaw.power_mean R) 6 = 9 * (q ^+ 2 / 3) ^+ 3.
    by rewrite /times /ThreePointLaw.power_mean !big_ord_recl big_ord0 /ThreePointLaw.three_weight
      /ThreePointLaw.point /= /bump /=; field.
  have h8 : times q (ThreePointLaw.power_mean R) 8 = 27 * (q ^+ 2 / 3) ^+ 4.
    by rewrite /times /ThreePointLaw.power_mean !big_ord_recl big_ord0 /ThreePointLaw.three_weight
      /ThreePointLaw.point /= /bump /=; field.
  have v0 : 0 <= q ^+ 2 / 3 by exact: divr_ge0 (sqr_ge0 _) (ler0n _ 3).
  split; first exact: ThreePointLaw.power_means; rewrite ?h6 ?h8.
    by have := exprn_ge0 3 v0; move: (_ ^+ 3) => x *; apply/andP; split; lra.
  by have := exprn_ge0 4 v0; move: (_ ^+ 4) => x *; apply/andP; split; lra. Qed.
