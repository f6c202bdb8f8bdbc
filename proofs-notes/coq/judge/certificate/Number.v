(* SPDX-License-Identifier: Apache-2.0 *)
(* Number.v: exact numbers that Coq computes with, and expressions of them.

   A number is m 2^a 5^b with integers m, a, b: every binary number and every decimal is one, and so
   are their sums, differences and products. An expression has a value over such numbers, which is
   computed, and one over the reals, which is meant: they are the same.
   Main results: value_is_meant (the two values agree), le_by_computation and lt_by_computation (a
   comparison that computes to true holds over the reals). *)
From Bignums Require Import BigZ.
From Flocq Require Import Core.
From Coq Require Import List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpSum.
Import ListNotations.

Record number := Number { mantissa : bigZ; twos : Z; fives : Z }.

Definition radix5 : radix := Build_radix 5 eq_refl.

Definition N2R (a : number) : R :=
  (IZR (BigZ.to_Z (mantissa a)) * (bpow radix2 (twos a) * bpow radix5 (fives a)))%R.

(** The mantissa that the same number has with smaller exponents. *)
Definition lowered (a : number) (e2 e5 : Z) : bigZ :=
  let m := BigZ.shiftl (mantissa a) (BigZ.of_Z (twos a - e2)) in
  if (fives a =? e5)%Z then m else (m * BigZ.pow (BigZ.of_Z 5) (BigZ.of_Z (fives a - e5)))%bigZ.

Definition aligned {A} (f : bigZ -> bigZ -> Z -> Z -> A) (a b : number) : A :=
  let e2 := Z.min (twos a) (twos b) in let e5 := Z.min (fives a) (fives b) in
  f (lowered a e2 e5) (lowered b e2 e5) e2 e5.

Definition nzero := Number BigZ.zero 0 0.
Definition of_Z (z : Z) := Number (BigZ.of_Z z) 0 0.
Definition nadd := aligned (fun m n => Number (m + n)%bigZ).
Definition nsub := aligned (fun m n => Number (m - n)%bigZ).
Definition nmul
    (a b : number) := Number (mantissa a * mantissa b)%bigZ (twos a + twos b) (fives a + fives b).
Definition nabs (a : number) := Number (BigZ.abs (mantissa a)) (twos a) (fives a).
Definition nle : number -> number -> bool := aligned (fun m n _ _ => BigZ.leb m n).

Lemma lowered_value a e2 e5 : (e2 <= twos a)%Z -> (e5 <= fives a)%Z ->
  (IZR (BigZ.to_Z (lowered a e2 e5)) * (bpow radix2 e2 * bpow radix5 e5) = N2R a)%R.
Proof. intros h2 h5. unfold N2R. assert (s2 : bpow radix2 (twos a) =
    (bpow radix2 (twos a - e2) * bpow radix2 e2)%R) by (rewrite <- bpow_plus; f_equal; lia).
  assert (s5 : bpow radix5 (fives a) = (bpow radix5 (fives a - e5) * bpow radix5 e5)%R)
    by (rewrite <- bpow_plus; f_equal; lia).
  assert (shifted : (IZR (BigZ.to_Z (BigZ.shiftl (mantissa a) (BigZ.of_Z (twos a - e2)))) =
      IZR (BigZ.to_Z (mantissa a)) * bpow radix2 (twos a - e2))%R).
  { rewrite BigZ.spec_shiftl, BigZ.spec_of_Z, Z.shiftl_mul_pow2 by lia.
    rewrite mult_IZR. f_equal. change 2%Z with (radix_val radix2). now rewrite IZR_Zpower by lia. }
  rewrite s2, s5. unfold lowered. destruct (Z.eqb_spec (fives a) e5) as [e|ne].
  - rewrite shifted, e, Z.sub_diag. cbn [bpow]. ring.
  - rewrite BigZ.spec_mul, mult_IZR, shifted, BigZ.spec_pow, !BigZ.spec_of_Z.
    change 5%Z with (radix_val radix5) at 1. rewrite IZR_Zpower by lia. ring. Qed.

Lemma aligned_value (op : R -> R -> R) (f : bigZ -> bigZ -> bigZ) a b :
  (forall m n e, (IZR (BigZ.to_Z (f m n)) * e
    = op (IZR (BigZ.to_Z m) * e) (IZR (BigZ.to_Z n) * e))%R) ->
  N2R (aligned (fun m n => Number (f m n)) a b) = op (N2R a) (N2R b).
Proof. intros h. unfold aligned. set (e2 := Z.min _ _). set (e5 := Z.min _ _).
  rewrite <- (lowered_value a e2 e5), <- (lowered_value b e2 e5) by (subst e2 e5; lia).
  unfold N2R; cbn [mantissa twos fives]. apply h. Qed.

Lemma N2R_zero : N2R nzero = 0%R. Proof. unfold N2R; cbn. ring. Qed.

Lemma N2R_add a b : N2R (nadd a b) = (N2R a + N2R b)%R.
Proof. apply (aligned_value Rplus). intros. rewrite BigZ.spec_add, plus_IZR. ring. Qed.

Lemma N2R_sub a b : N2R (nsub a b) = (N2R a - N2R b)%R.
Proof. apply (aligned_value Rminus). intros. rewrite BigZ.spec_sub, minus_IZR. ring. Qed.

Lemma N2R_mul a b : N2R (nmul a b) = (N2R a * N2R b)%R.
Proof. unfold N2R; cbn [mantissa twos fives nmul].
  rewrite BigZ.spec_mul, mult_IZR, !bpow_plus. ring. Qed.

Lemma unit_gt0 a : (0 < bpow radix2 (twos a) * bpow radix5 (fives a))%R.
Proof. apply Rmult_lt_0_compat; apply bpow_gt_0. Qed.

Lemma N2R_abs a : N2R (nabs a) = Rabs (N2R a).
Proof. unfold N2R, nabs; cbn [mantissa twos fives]. rewrite BigZ.spec_abs, abs_IZR, Rabs_mult.
  f_equal. symmetry. apply Rabs_pos_eq, Rlt_le, unit_gt0. Qed.

Lemma N2R_of_Z z : N2R (of_Z z) = IZR z.
Proof. unfold N2R, of_Z; cbn. rewrite BigZ.spec_of_Z. ring. Qed.

Lemma nle_spec a b : reflect (N2R a <= N2R b)%R (nle a b).
Proof. unfold nle, aligned. set (e2 := Z.min _ _). set (e5 := Z.min _ _).
  rewrite <- (lowered_value a e2 e5), <- (lowered_value b e2 e5) by (subst e2 e5; lia).
  assert (p : (0 < bpow radix2 e2 * bpow radix5 e5)%R) by (apply Rmult_lt_0_compat;
    apply bpow_gt_0). rewrite BigZ.spec_leb. destruct (_ <=? _)%Z eqn:h; constructor.
  - apply Rmult_le_compat_r; [lra|]. now apply IZR_le, Z.leb_le.
  - intros le. apply Rmult_le_reg_r in le; [|exact p]. apply le_IZR in le. apply Z.leb_gt in h. lia.
Qed.

(** * Expressions *)

Inductive expression :=
| Value (a : number)
| Count (n : nat)
| Integer (z : Z)
| Half
| Plus (a b : expression)
| Minus (a b : expression)
| Times (a b : expression)
| Square (a : expression)
| Absolute (a : expression)
| Sum (n : nat) (a : nat -> expression).

Fixpoint nbig (n : nat) (f : nat -> number) : number :=
  match n with O => nzero | S m => nadd (nbig m f) (f m) end.

(** What is computed. *)
Fixpoint computed (e : expression) : number :=
  match e with
  | Value a => a
  | Count n => of_Z (Z.of_nat n)
  | Integer z => of_Z z
  | Half => Number BigZ.one (-1) 0
  | Plus a b => nadd (computed a) (computed b)
  | Minus a b => nsub (computed a) (computed b)
  | Times a b => nmul (computed a) (computed b)
  | Square a => let v := computed a in nmul v v
  | Absolute a => nabs (computed a)
  | Sum n a => nbig n (fun i => computed (a i))
  end.

(** What is meant. *)
Fixpoint meant (e : expression) : R :=
  match e with
  | Value a => N2R a
  | Count n => INR n
  | Integer z => IZR z
  | Half => (/ 2)%R
  | Plus a b => (meant a + meant b)%R
  | Minus a b => (meant a - meant b)%R
  | Times a b => (meant a * meant b)%R
  | Square a => (meant a ^ 2)%R
  | Absolute a => Rabs (meant a)
  | Sum n a => big n (fun i => meant (a i))
  end.

Theorem value_is_meant e : N2R (computed e) = meant e.
Proof. induction e as [a|n|z| |a ha b hb|a ha b hb|a ha b hb|a ha|a ha|n a h]; cbn [computed meant].
  - reflexivity.
  - now rewrite N2R_of_Z, <- INR_IZR_INZ.
  - apply N2R_of_Z.
  - unfold N2R; cbn. rewrite Rmult_1_r, Rmult_1_l. reflexivity.
  - now rewrite N2R_add, ha, hb.
  - now rewrite N2R_sub, ha, hb.
  - now rewrite N2R_mul, ha, hb.
  - rewrite N2R_mul, ha. ring.
  - now rewrite N2R_abs, ha.
  - induction n as [|n IH]; cbn [nbig big].
    + exact N2R_zero.
    + now rewrite N2R_add, IH, h. Qed.

Definition leb (a b : expression) : bool := nle (computed a) (computed b).
Definition ltb (a b : expression) : bool := negb (leb b a).

Theorem le_by_computation a b : leb a b = true -> (meant a <= meant b)%R.
Proof. unfold leb. rewrite <- !value_is_meant. now destruct (nle_spec (computed a) (computed b)).
Qed.

Theorem lt_by_computation a b : ltb a b = true -> (meant a < meant b)%R.
Proof. unfold ltb, leb. rewrite <- !value_is_meant.
  destruct (nle_spec (computed b) (computed a)); [easy|intros _; lra]. Qed.
