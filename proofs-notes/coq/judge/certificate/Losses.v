(* SPDX-License-Identifier: Apache-2.0 *)
(* Losses.v: verdicts on the loss and on the smoothed loss, which have three forms each: a sum of
   squares, a scaled norm, expanded.
   Main results: loss_refuted, smoothed_loss_refuted (a number that is found beyond the bounds of
   all three forms is what no admissible evaluation order computes). *)
From Bignums Require Import BigZ.
From Coq Require Import String List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpModel FpSum FpConstants FpStep FpLossPlans FpLoss FpNorm FpExpanded
  FpSmoothedLoss Number Literal Bounds Verdict.
Import ListNotations. Local Open Scope R_scope.

Lemma texts_beyond f m i j : (length m <= i)%nat -> texts f m i j = texts f m (length m) j.
Proof. intros h. unfold texts. do 2 f_equal.
  rewrite !nth_overflow; [reflexivity| |]; rewrite length_map; lia. Qed.
Lemma texts_min f m i j : texts f m i j = texts f m (Nat.min i (length m)) j.
Proof. destruct (Nat.le_ge_cases i (length m));
    [now rewrite Nat.min_l|rewrite Nat.min_r by assumption; now apply texts_beyond]. Qed.

Section Losses.
Variables (a : arithmetic) (d1 d2 r : nat) (x y m : matrix_of) (sd1 sd2 : expression).
Notation c := (conversions_of a).
Notation rho_ij := (true_rho r (absolutes x) (absolutes y) (absolutes m)).

(** The largest entry of rho, and that it is. *)
Definition largest_rho : number :=
  fold_left (fun t i => fold_left (fun t j =>
      let v := computed (rho_ij i j) in if nle t v then v else t) (seq 0 d2) t) (seq 0 d1) nzero.
Definition is_above (top : number) : bool :=
  forallb (fun i => forallb (fun j => leb (rho_ij i j) (Value top)) (seq 0 d2)) (seq 0 d1).
(** Row sums that are far from overflow, as any but the largest are. *)
Definition row_sums_fit : bool :=
  forallb (fun i => forallb
    (fun j => leb (Times (Value (smallest a)) (true_lever r (absolutes x) (absolutes y) i j)) Half)
    (seq 0 (S d2))) (seq 0 (S d1)).

Definition squares_bound : bounded := Bounded (true_loss d1 d2 r x y m) (loss_size d1 d2 r x y m)
    (Times (Count loss_factor) (true_loss_underflow d1 d2 r x y m)) (loss_roundings d1 d2 r c).
Definition norm_bound (top : number) (n : nat) : bounded :=
  Bounded (true_loss d1 d2 r x y m) (loss_size d1 d2 r x y m)
    (Times (Count loss_factor)
      (Plus (true_loss_underflow d1 d2 r x y m) (norm_underflow d1 d2 (Value top)))) n.
Definition expanded_bound : bounded := Bounded (true_loss d1 d2 r x y m) (loss_size d1 d2 r x y m)
    (Times (Count loss_factor) (Plus (true_loss_underflow d1 d2 r x y m)
        (true_expanded_underflow d1 d2 r x y))) (expanded_roundings d1 d2 r c).
(** The bound that a loss passes by: of the forms without expansion, or of the expanded one. *)
Definition loss_bound (expanded : bool) (_ _ : nat) : bounded :=
  if expanded then expanded_bound else norm_bound largest_rho (loss_roundings d1 d2 r c).
(** What admissible evaluation orders compute, in any form. *)
Definition legal_loss_entry : R -> Prop := fun z =>
  legal_loss (u a) (lam a) (converting a) d1 d2 r (real x) (real y) (real m) z
  \/ legal_norm (u a) (lam a) (converting a) d1 d2 r (real x) (real y) (real m) z
  \/ legal_expanded (u a) (lam a) (converting a) d1 d2 r (real x) (real y) (real m) z.
Definition loss_beyondb (p : expression) : bool := let top := largest_rho in
  row_sums_fit && is_above top && entry_beyondb a squares_bound p
  && entry_beyondb a (norm_bound top (scaled_norm_roundings d1 d2 r c)) p &&
    entry_beyondb a expanded_bound p.

Notation s1 := (true_weight d1 sd1). Notation s2 := (true_weight d2 sd2).
Definition smoothed (b : bounded) : bounded :=
  Bounded (Plus (exact b) (Times Half (traces d1 d2 r x y s1 s2)))
    (Plus (size b) (Times Half (absolute_traces d1 d2 r x y s1 s2)))
    (match underflows b with Times f e => Times f (Plus e (traces_underflow d1 d2 r x y s1 s2))
      | e => e end)
    (roundings b + smoothed_loss_more d1 d2 r).
Definition smoothed_loss_bound (expanded : bool)
    (_ _ : nat) : bounded := smoothed (loss_bound expanded 0 0).
Definition legal_smoothed_loss_entry : R -> Prop := fun z =>
  legal_smoothed_loss (u a) (lam a) (converting a) d1 d2 r (real x) (real y) (meant sd1) (meant sd2)
    (square_lists (u a) (lam a) (converting a) d1 d2 r (real x) (real y) (real m)) z
  \/ legal_smoothed_loss (u a) (lam a) (converting a) d1 d2 r (real x) (real y)
    (meant sd1) (meant sd2)
    (norm_lists (u a) (lam a) (converting a) d1 d2 r (real x) (real y) (real m)) z
  \/ legal_smoothed_loss (u a) (lam a) (converting a) d1 d2 r (real x) (real y)
    (meant sd1) (meant sd2)
    (expanded_lists (model (u a) (lam a)) (converting a) d1 d2 r (FpStep.read (lam a) (real x))
      (FpStep.read (lam a) (real y)) (FpStep.read (lam a) (real m))) z.
Definition smoothed_loss_beyondb (p : expression) : bool := let top := largest_rho in
  row_sums_fit && is_above top &&
    entry_beyondb a (smoothed (norm_bound top (loss_roundings d1 d2 r c))) p
  && entry_beyondb a (smoothed (norm_bound top (scaled_norm_roundings d1 d2 r c))) p &&
    entry_beyondb a (smoothed expanded_bound) p.

Hypotheses (ok : usable a = true) (d1_1 : (1 <= d1)%nat) (d2_1 : (1 <= d2)%nat).
(** Below its rows a matrix has one row again and again: zeros. *)
Hypothesis x_rows : forall i j, x i j = x (Nat.min i d1) j.
Hypothesis y_rows : forall i j, y i j = y (Nat.min i d2) j.
Let u0 : 0 <= u a := proj1 (usable_range a ok).
Let l0 : 0 <= lam a <= 1 / 128 := proj2 (usable_range a ok).

Lemma above_rho top : is_above top = true -> forall i j, (i < d1)%nat -> (j < d2)%nat ->
  rho_of r (Mabs (real x)) (Mabs (real y)) (Mabs (real m)) i j <= N2R top.
Proof. intros h i j hi hj. unfold is_above in h. rewrite forallb_forall in h.
  assert (h1 := h i ltac:(apply in_seq; lia)).
  rewrite forallb_forall in h1. exact (le_by_computation _ _ (h1 j ltac:(apply in_seq; lia))). Qed.
Lemma fitting : row_sums_fit = true ->
  forall i j,
    lam a * (big r (Mabs (real x) i) + big r (Mabs (real y) j) + (2 * INR r + 4)) <= 1 / 2.
Proof. intros h i j. unfold row_sums_fit in h. rewrite forallb_forall in h.
  assert (h1 := h (Nat.min i d1) ltac:(apply in_seq; lia)). rewrite forallb_forall in h1.
  assert (h2 := le_by_computation _ _ (h1 (Nat.min j d2) ltac:(apply in_seq; lia))).
  replace (1 / 2) with (/ 2) by lra.
  assert (ex : big r (Mabs (real x) i) = big r (Mabs (real x) (Nat.min i d1))).
  { apply big_ext. intros l _. unfold Mabs, real. now rewrite (x_rows i l). }
  assert (ey : big r (Mabs (real y) j) = big r (Mabs (real y) (Nat.min j d2))).
  { apply big_ext. intros l _. unfold Mabs, real. now rewrite (y_rows j l). }
  rewrite ex, ey. exact h2. Qed.

Ltac conditions h := repeat match type of h with (_ && _)%bool = true =>
  let k := fresh "k" in apply andb_prop in h as [h k] end.

Theorem loss_refuted p : loss_beyondb p = true -> refutes legal_loss_entry p.
Proof. unfold loss_beyondb. intros h. conditions h. assert (fit := fitting h).
  assert (top := above_rho _ k2). apply refutes_or; [|apply refutes_or].
  - revert k1. apply beyond_refutes. intros n z l.
    exact (loss_error (u a) (lam a) (converting a) d1 d2 r u0 l0 d1_1 d2_1 _ _ _ z n fit l).
  - revert k0. apply beyond_refutes. intros n z l. exact (scaled_norm_error (u a) (lam a)
      (converting a) d1 d2 r _ _ _ _ z u0 l0 d1_1 d2_1 n fit top l).
  - revert k. apply beyond_refutes. intros n z l. exact (expanded_error (u a) (lam a) (converting a)
      d1 d2 r u0 l0 d1_1 d2_1 _ _ _ fit z n l). Qed.

Theorem smoothed_loss_refuted p : smoothed_loss_beyondb p = true ->
  refutes legal_smoothed_loss_entry p.
Proof. unfold smoothed_loss_beyondb. intros h. conditions h. assert (fit := fitting h).
  assert (top := above_rho _ k2). apply refutes_or; [|apply refutes_or].
  - revert k1. apply beyond_refutes. intros n z l. exact (smoothed_loss_error (u a) (lam a)
      (converting a) d1 d2 r u0 l0 d1_1 d2_1 _ _ _ _ _ fit _ z n l).
  - revert k0. apply beyond_refutes. intros n z l. exact (smoothed_norm_loss_error (u a) (lam a)
      (converting a) d1 d2 r u0 l0 d1_1 d2_1 _ _ _ _ _ fit _ top z n l).
  - revert k. apply beyond_refutes. intros n z l. exact (smoothed_expanded_loss_error (u a) (lam a)
      (converting a) d1 d2 r u0 l0 d1_1 d2_1 _ _ _ _ _ fit z n l). Qed.
End Losses.
