(* SPDX-License-Identifier: Apache-2.0 *)
(** What is checked of a golden trace, and what the check means.

    A trace holds binary64 numbers. [recomputed]: every state is, bit for bit, what primitive floats
    compute from the one before. [defects_bounded]: every entry of every state differs from the exact
    update of the state before, over the reals, by at most gamma_n S, without any allowance for
    underflow. S is the sum of the absolute values of the update's monomials, n = r + 2 d2 + 12 for X
    and r + 2 d1 + 12 for Y, as in org.noisygd.theory.rounding.OpBounds.

    The check computes with the exact numbers of Number.

    Main results: [bounded_by_computation] (a check that computes to true proves the statement over
    the reals), [value_of_float] (the number read off a float is the float's value).
    Depends on GoldUpdate, Number. *)
From Bignums Require Import BigZ.
From Flocq Require Import Core.
From Coq Require Import List ZArith Reals Lra Lia Bool Floats.
From NoisyGD Require Import GoldUpdate Number.
Import ListNotations.

(** * The value of a float *)

(** The real number that a finite float stands for (0 for the others). *)
Definition value (f : float) : R :=
  match Prim2SF f with
  | S754_finite s m e => IZR (cond_Zopp s (Zpos m)) * bpow radix2 e
  | _ => 0
  end.

Definition finite (f : float) : bool :=
  match Prim2SF f with S754_zero _ | S754_finite _ _ _ => true | _ => false end.

Definition of_float (f : float) : number :=
  match Prim2SF f with
  | S754_finite s m e => Number (BigZ.of_Z (cond_Zopp s (Zpos m))) e 0
  | _ => nzero
  end.

Lemma value_of_float f : N2R (of_float f) = value f.
Proof.
  unfold of_float, value. destruct (Prim2SF f); try exact N2R_zero.
  unfold N2R; cbn [mantissa twos fives]. rewrite BigZ.spec_of_Z. cbn [bpow]. ring.
Qed.

(** * The bound *)

(** n u / (1 - n u), u = 2^-53. *)
Definition u : R := bpow radix2 (-53).
Definition gamma (n : nat) : R := (INR n * u / (1 - INR n * u))%R.

(** S: the update with every number replaced by its absolute value and every difference by a sum. *)
Definition sizes {T} (zero : T) add mul (abs : T -> T) (p : problem T) (s : state T) (z : option (state T)) :=
  descent_from zero add add mul (map_problem abs p) (map_state abs s) (map_state abs (perturbed add s z)).

Fixpoint forall3 {A B C} (P : A -> B -> C -> Prop) (a : list A) (b : list B) (c : list C) : Prop :=
  match a, b, c with
  | [], [], [] => True
  | p :: a', q :: b', r :: c' => P p q r /\ forall3 P a' b' c'
  | _, _, _ => False
  end.

Fixpoint forall3b {A B C} (P : A -> B -> C -> bool) (a : list A) (b : list B) (c : list C) : bool :=
  match a, b, c with
  | [], [], [] => true
  | p :: a', q :: b', r :: c' => P p q r && forall3b P a' b' c'
  | _, _, _ => false
  end.

(** Every entry of a matrix, its exact twin and its size, all of one shape. *)
Definition entries {A B C} (P : A -> B -> C -> Prop) := forall3 (forall3 P).
Definition entriesb {A B C} (P : A -> B -> C -> bool) := forall3b (forall3b P).

Definition roundings_x (s : state float) : nat := rank (fst s) + 2 * length (snd s) + 12.
Definition roundings_y (s : state float) : nat := rank (fst s) + 2 * length (fst s) + 12.

Definition within (n : nat) (actual : float) (exact size : R) : Prop :=
  finite actual = true /\ (Rabs (value actual - exact) <= gamma n * size)%R.

(** One update, from [s] under the noise [z] to [s']. *)
Definition defect_bounded (p : problem float) (s : state float) (z : option (state float)) (s' : state float) : Prop :=
  let P := map_problem value p in
  let S := map_state value s in
  let Z := option_map (map_state value) z in
  let exact := update 0%R Rplus Rminus Rmult P S Z in
  let size := sizes 0%R Rplus Rmult Rabs P S Z in
  entries (within (roundings_x s)) (fst s') (fst exact) (fst size)
  /\ entries (within (roundings_y s)) (snd s') (snd exact) (snd size).

(** |actual - exact| (2^53 - n) <= n S, exactly. *)
Definition withinb (n : nat) (actual : float) (exact size : number) : bool :=
  finite actual && (Z.of_nat n <? 2 ^ 53)%Z &&
  nle (nmul (of_Z (2 ^ 53 - Z.of_nat n)) (nabs (nsub (of_float actual) exact))) (nmul (of_Z (Z.of_nat n)) size).

Definition defect_boundedb (p : problem float) (s : state float) (z : option (state float)) (s' : state float) : bool :=
  let P := map_problem of_float p in
  let S := map_state of_float s in
  let Z := option_map (map_state of_float) z in
  let exact := update nzero nadd nsub nmul P S Z in
  let size := sizes nzero nadd nmul nabs P S Z in
  entriesb (withinb (roundings_x s)) (fst s') (fst exact) (fst size)
  && entriesb (withinb (roundings_y s)) (snd s') (snd exact) (snd size).

Lemma within_by_computation n actual exact size :
  withinb n actual exact size = true -> within n actual (N2R exact) (N2R size).
Proof.
  unfold withinb, within. intros all. apply andb_prop in all as [both le]. apply andb_prop in both as [fin small].
  split; [exact fin|]. apply Z.ltb_lt in small.
  match type of le with nle ?p ?q = true => destruct (nle_spec p q) as [le'|]; [clear le; rename le' into le|discriminate] end.
  rewrite !N2R_mul, !N2R_of_Z, N2R_abs, N2R_sub, value_of_float, minus_IZR in le.
  assert (n_small : (INR n < IZR (2 ^ 53))%R) by (rewrite INR_IZR_INZ; now apply IZR_lt).
  rewrite <- INR_IZR_INZ in le.
  set (d := Rabs (value actual - N2R exact)) in *.
  assert (u_is : (u * IZR (2 ^ 53) = 1)%R).
  { unfold u. change (2 ^ 53)%Z with (Zpower radix2 53). rewrite IZR_Zpower by lia. now rewrite <- bpow_plus. }
  set (w := IZR (2 ^ 53)) in *.
  assert (w_pos : (0 < w)%R) by (apply Rle_lt_trans with (2 := n_small); apply pos_INR).
  assert (u_eq : u = (/ w)%R) by (apply Rmult_eq_reg_r with w; [rewrite u_is; field|]; lra).
  unfold gamma. rewrite u_eq.
  assert (split : (INR n * / w / (1 - INR n * / w) * N2R size = INR n * N2R size / (w - INR n))%R) by (field; lra).
  rewrite split. apply Rmult_le_reg_r with (w - INR n)%R; [lra|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. lra.
Qed.

Lemma forall3_by_computation {A B C B' C'} (Pb : A -> B -> C -> bool) (P : A -> B' -> C' -> Prop)
    (hb : B -> B') (hc : C -> C') :
  (forall a b c, Pb a b c = true -> P a (hb b) (hc c)) ->
  forall a b c, forall3b Pb a b c = true -> forall3 P a (map hb b) (map hc c).
Proof.
  intros H a; induction a as [|p a IH]; intros [|q b] [|r c]; cbn; try easy.
  intros both. apply andb_prop in both as [one rest]. split; [now apply H|now apply IH].
Qed.

Lemma entries_by_computation n a b c :
  entriesb (withinb n) a b c = true -> entries (within n) a (map_matrix N2R b) (map_matrix N2R c).
Proof. apply forall3_by_computation; intros ? ? ?. apply forall3_by_computation, within_by_computation. Qed.

Lemma map_value_matrix m : map_matrix N2R (map_matrix of_float m) = map_matrix value m.
Proof.
  unfold map_matrix. rewrite map_map. apply map_ext; intros row. rewrite map_map. apply map_ext, value_of_float.
Qed.

Lemma map_value_state s : map_state N2R (map_state of_float s) = map_state value s.
Proof. unfold map_state; cbn. now rewrite !map_value_matrix. Qed.

Lemma map_value_problem p : map_problem N2R (map_problem of_float p) = map_problem value p.
Proof. unfold map_problem; cbn. now rewrite map_value_matrix, !value_of_float. Qed.

Lemma map_value_noise z : option_map (map_state N2R) (option_map (map_state of_float) z) = option_map (map_state value) z.
Proof. destruct z; [|reflexivity]. cbn. now rewrite map_value_state. Qed.

Lemma map_abs_matrix m : map_matrix N2R (map_matrix nabs m) = map_matrix Rabs (map_matrix N2R m).
Proof.
  unfold map_matrix. rewrite !map_map. apply map_ext; intros row. rewrite !map_map. apply map_ext, N2R_abs.
Qed.

Lemma sizes_value p s z :
  map_state N2R (sizes nzero nadd nmul nabs p s z)
  = sizes 0%R Rplus Rmult Rabs (map_problem N2R p) (map_state N2R s) (option_map (map_state N2R) z).
Proof.
  unfold sizes.
  rewrite (descent_from_morphism N2R _ _ _ _ _ _ _ _ N2R_zero N2R_add N2R_add N2R_mul).
  rewrite <- (perturbed_morphism N2R nadd Rplus N2R_add).
  f_equal; unfold map_problem, map_state; cbn; now rewrite ?map_abs_matrix, ?N2R_abs.
Qed.

Theorem bounded_by_computation p s z s' : defect_boundedb p s z s' = true -> defect_bounded p s z s'.
Proof.
  unfold defect_boundedb, defect_bounded. cbv zeta. intros both. apply andb_prop in both as [bx by_].
  rewrite <- map_value_problem, <- map_value_state, <- map_value_noise.
  rewrite <- sizes_value.
  rewrite <- (update_morphism N2R _ _ _ _ _ _ _ _ N2R_zero N2R_add N2R_sub N2R_mul).
  split; now apply entries_by_computation.
Qed.

(** * Traces *)

Record trace := Trace { setting : problem float; first : state float; noises : list (option (state float)); following : list (state float) }.

(** The states after the first are, bit for bit, what primitive floats compute. *)
Definition recomputed (t : trace) : Prop :=
  run 0%float PrimFloat.add PrimFloat.sub PrimFloat.mul (setting t) (first t) (noises t) = following t.

Fixpoint chained {P : Type} (both : P -> P -> P) (none : P) (one : state float -> option (state float) -> state float -> P)
    (s : state float) (zs : list (option (state float))) (following : list (state float)) (bad : P) : P :=
  match zs, following with
  | [], [] => none
  | z :: zs', s' :: rest => both (one s z s') (chained both none one s' zs' rest bad)
  | _, _ => bad
  end.

(** Each update of the trace, from the state before as it stands in the trace. *)
Definition defects_bounded (t : trace) : Prop :=
  chained and True (defect_bounded (setting t)) (first t) (noises t) (following t) False.

Definition defects_boundedb (t : trace) : bool :=
  chained andb true (defect_boundedb (setting t)) (first t) (noises t) (following t) false.

Theorem defects_by_computation t : defects_boundedb t = true -> defects_bounded t.
Proof.
  unfold defects_boundedb, defects_bounded. generalize (first t), (following t).
  induction (noises t) as [|z zs IH]; intros s [|s' rest]; cbn; try easy.
  intros both. apply andb_prop in both as [one more]. split; [now apply bounded_by_computation|now apply IH].
Qed.
