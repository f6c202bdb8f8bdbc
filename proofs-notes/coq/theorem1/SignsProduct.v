(* SPDX-License-Identifier: Apache-2.0 *)
(* SignsProduct.v: the theorem for starts above the saddle with x^T M y >= 1/2, for independent random signs and with numbers.

   With s = 1/16 and eta = 10^-14, from an excess of at most 4, over four times that of the saddle, x^T M y >= 1/2 and |p|^2 + |q|^2 <= 1/4: at all
   times from 1.12 10^17 to 2.24 10^17 the excess is at most 1/100, except for at most 1/20 of the sequences of signs.

   Main result: signs_product_instance.
   Depends on: Frobenius, Smoothing, Rademacher, Process, Window, FiniteLaw, LemmaFour, Excess, GradientMoments, LocalTheorem, Signs, Bounded, Barrier.
   Paper's place: Theorem 1. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Rademacher Process Window FiniteLaw LemmaFour Descent Excess GradientMoments LocalTheorem Signs Bounded Barrier.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.
(* Numbers: s = 1/16, eta = 10^-14, k = 1120 10^14. *)
Section Numbers.
Variables (R : rcfType) (x E : R) (m : nat).
Hypotheses (x0 : 0 <= x) (x4 : x <= 4) (E14 : E = 100 * 100 * (100 * 100) * (100 * 100) * 100) (mE : m%:R = 80 * E).
Local Notation k := (14 * m)%N.
Lemma numbers_product :
  (2 * k)%:R * (1190 * 3 ^+ 6 * E^-1 ^+ 2 / (1 / 16) ^+ 2) + ((1 - E^-1 * (1 / 16) / 5) ^+ k * x + 325 * 3 ^+ 6 * E^-1 / (1 / 16) ^+ 3
    + 65 * 3 ^+ 6 * E^-1 ^+ 2 / (1 / 16) ^+ 2 * (2 * k - k)%:R) / (1 / 100)
  <= 1 / 20.
Proof.
have E0 : 0 < E by rewrite E14; do 6!(apply: mulr_gt0; rewrite ?ltr0n //).
have ne : E != 0 by rewrite gt_eqF. have i0 : 0 <= E^-1 by rewrite invr_ge0 ltW.
have iE : E^-1 * (100 * 100 * (100 * 100) * (100 * 100) * 100) = 1 by rewrite -E14 mulVf.
have i1 : E^-1 <= 1 by move: i0 iE; move: (E^-1) => e *; lra.
have a01 : 0 <= E^-1 * (1 / 16) / 5 <= 1 by apply/andP; split; lra.
have ca : 1 <= m%:R * (E^-1 * (1 / 16) / 5) by rewrite mE; have -> : 80 * E * (E^-1 * (1 / 16) / 5) = 1 by field.
have := contraction 14 a01 ca; rewrite mulnC; have : 0 <= (1 - E^-1 * (1 / 16) / 5) ^+ k.
  by rewrite exprn_ge0 // subr_ge0; case/andP: a01.
have -> : (2 * k - k)%N = k by rewrite mul2n -addnn addnK.
have -> : (2 * k)%:R = 2 * (14 * (80 * E)) by rewrite natrM natrM mE.
have -> : k%:R = 14 * (80 * E) by rewrite natrM mE.
move: ((1 - E^-1 * (1 / 16) / 5) ^+ k) => c c0 hc.
have -> : 2 * (14 * (80 * E)) * (1190 * 3 ^+ 6 * E^-1 ^+ 2 / (1 / 16) ^+ 2) = 2 * 14 * 80 * 1190 * 729 * 256 * E^-1 by field.
have -> : (c * x + 325 * 3 ^+ 6 * E^-1 / (1 / 16) ^+ 3 + 65 * 3 ^+ 6 * E^-1 ^+ 2 / (1 / 16) ^+ 2 * (14 * (80 * E))) / (1 / 100)
  = 100 * (c * x) + 100 * (325 * 729 * 16 * 256 * E^-1) + 100 * (65 * 729 * 256 * 14 * 80 * E^-1) by field.
have cx : c * x <= 1 / (128 * 128) * 4.
  by apply: ler_pM => //; apply: le_trans hc _; have -> : 2^-1 ^+ 14 = 1 / (128 * 128) :> R by field.
by move: cx iE; move: (c * x) (E^-1) => y e *; lra.
Qed.
End Numbers.
Section SignsNumbers.
Variables (R : rcfType) (d1 d2 : nat) (t1 t2 : R).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = 1 / 16) (h2 : d2%:R * t2 ^+ 2 = 1 / 16).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation eta := ((100 * 100 * (100 * 100) * (100 * 100) * 100)^-1 : R).
Local Notation k := (14 * (80 * (100 * 100 * (100 * 100) * (100 * 100) * 100)))%N.
(* From an excess of at most 4, over four times the saddle's. *)
Theorem signs_product_instance z : excess_at u v (1 / 16) z <= 4 -> 1 / 2 <= product u v z -> off u v z <= 1 / 4 ->
  #|[set ws : (2 * k).-tuple (Rademacher.outcomes d1 d2 1) |
      meets (update (Rademacher.Z1 t1) (Rademacher.Z2 t2) u v eta) (exceeds (1 / 16) u v k (1 / 100)) 0 z ws]|%:R
    / (#|{: Rademacher.outcomes d1 d2 1}| ^ (2 * k))%:R <= 1 / 20 :> R.
Proof.
have mE : (80 * (100 * 100 * (100 * 100) * (100 * 100) * 100))%N%:R = 80 * (100 * 100 * (100 * 100) * (100 * 100) * 100) :> R by rewrite 5!natrM.
move: (80 * _)%N mE => m mE hz hp ho; have q0 : 0 < 1 / 16 :> R by rewrite divr_gt0 ?ltr0n.
have q1 : 16 * (1 / 16) <= 1 :> R by lra.
have eE : 0 < 100 * 100 * (100 * 100) * (100 * 100) * 100 :> R by do 6!(apply: mulr_gt0; rewrite ?ltr0n //).
have e0 : 0 < eta by rewrite invr_gt0.
have eh : 50 * (eta * 3) <= 1.
  have : eta * (100 * 100 * (100 * 100) * (100 * 100) * 100) = 1 by rewrite mulVf // gt_eqF.
  by move: (eta) (ltW e0) => e *; lra.
have l0 : 0 < 1 / 100 :> R by rewrite divr_gt0 ?ltr0n.
have h3 : 1 <= 3 :> R by lra.
have hr : root u v (1 / 16) z <= 3 - 1.
  have -> : 3 - 1 = 2 :> R by ring.
  by apply: (root_below (ler0n R 2)); have -> : 2 ^+ 2 = 4 :> R by ring.
have f := theorem_barrier (signs_law h1 h2 (ltW q0)) u1 v1 q0 q1 e0 h3 eh (14 * m) (2 * (14 * m)) l0 hp ho hr.
apply: le_trans (signs_share f) _.
exact: numbers_product (excess_ge0 u1 v1 q0 z) hz erefl mE.
Qed.
End SignsNumbers.
