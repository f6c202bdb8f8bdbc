(* SPDX-License-Identifier: Apache-2.0 *)
(* Hessians.v: verdicts on the Hessian, and on the Hessian and the gradient of the smoothed
   objective.

   The variables are X row by row, then Y row by row. An entry that belongs to two rows of one
   factor is identically zero.
   Main results: smoothed_gradient_refuted, hessian_refuted (both Hessians: sigma is not there, or
   is). *)
From Bignums Require Import BigZ.
From Coq Require Import String List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpStep FpHessian FpSmoothed Number
  Literal Bounds Verdict.
Import ListNotations. Local Open Scope R_scope.

Section Hessians.
Variables (a : arithmetic) (r : nat).
Notation c := (conversions_of a).

Definition smoothed_gradient_bound (s : side) (i k : nat) : bounded :=
  let w := true_weight (others s) (sigma s) in
  Bounded (Plus (true_gradient (others s) r (own s) (other s) (target s) i k) (Times w (own s i k)))
    (Plus (gradient_size (others s) r (absolutes (own s)) (absolutes (other s))
        (absolutes (target s)) i k)
      (Times w (absolutes (own s) i k)))
    (underflow (others s) r c (Plus (Integer 1) w) (absolutes (own s)) (absolutes (other s))
      (absolutes (target s)) i k)
    (smoothed_gradient_roundings r (others s) c).
Definition legal_smoothed_gradient_entry (s : side) (i k : nat) : R -> Prop :=
  legal_smoothed_gradient (u a) (lam a) (converting a) (others s) r (real (own s)) (real (other s))
    (real (target s)) (meant (sigma s)) i k.

(** The column sums of the other factor's magnitudes. *)
Definition column (s : side) (l : nat) := Sum (others s) (fun j => absolutes (other s) j l).
(** Within one row of one factor: l and k are columns; [smooth]: with d sigma^2 on the diagonal. *)
Definition diagonal_bound (smooth : bool) (s : side) (l k : nat) : bounded := let y := other s in
  let products z := Sum (others s) (fun j => Times (z j l) (z j k)) in
  let with_weight e := if smooth &&
    (l =? k)%nat then Plus (true_weight (others s) (sigma s)) e else e in
  Bounded (with_weight (products y)) (with_weight (products (absolutes y)))
    (Times (Count (underflow_factor c)) (Plus (Plus (column s l) (column s k))
        (Plus (Times (Integer 4) (Count (others s))) (Integer 8))))
    (hessian_roundings (own_rows s) (others s) r c).
(** At the variables own_ik and other_jl. *)
Definition off_bound (s : side) (i k j l : nat) : bounded :=
  let alike e := if (k =? l)%nat then e else Integer 0 in
  Bounded (Plus (alike (true_residual r (own s) (other s) (target s) i j))
    (Times (own s i l) (other s j k)))
    (Plus (alike (true_rho r (absolutes (own s)) (absolutes (other s)) (absolutes (target s)) i j))
      (Times (absolutes (own s) i l) (absolutes (other s) j k)))
    (Times (Count (underflow_factor c))
      (Plus (Plus (row_sum r (absolutes (own s)) i) (row_sum r (absolutes (other s)) j))
      (Plus (Times (Integer 2) (Count r)) (Integer 8))))
    (hessian_roundings (own_rows s) (others s) r c).
Definition zero_bound : bounded := Bounded (Integer 0) (Integer 0) (Integer 0) 0.

(** The entry at two variables: [v] in the factor of [s], [w] in it or, beyond its rows, in the
    other. *)
Definition side_entry (smooth : bool) (s : side) (v w : nat) : bounded :=
  let i := (v / r)%nat in let k := (v mod r)%nat in if (w <? own_rows s * r)%nat
  then if (i =? w / r)%nat then diagonal_bound smooth s k (w mod r) else zero_bound
  else let w' := (w - own_rows s * r)%nat in off_bound s i k (w' / r) (w' mod r).
Definition legal_side_entry (smooth : bool) (s : side) (v w : nat) : R -> Prop :=
  let i := (v / r)%nat in let k := (v mod r)%nat in if (w <? own_rows s * r)%nat
  then if (i =? w / r)%nat then legal_hessian_diagonal (u a) (lam a) (converting a) (others s)
      (if smooth && (k =? w mod r)%nat then [weight_of (model (u a) (lam a)) (converting a) (u a)
          (lam a) (others s) (meant (sigma s))] else [])
      (real (other s)) k (w mod r) else fun z => z = 0 else let w' := (w - own_rows s * r)%nat in
    legal_hessian_off (u a) (lam a) (converting a) r (k =? w' mod r)%nat (real (own s))
      (real (other s)) (real (target s))
      i (w' / r) k (w' mod r).

(** An entry of the whole: rows of the variables of Y are those of the same op with the factors
    exchanged. *)
Definition own_place (sx sy : side) (v w : nat) : side * nat * nat :=
  let nx := (own_rows sx * r)%nat in let ny := (own_rows sy * r)%nat in
  if (v <? nx)%nat then (sx, v, w) else (sy, v - nx, if (w <? nx)%nat then w + ny else w - nx)%nat.
Definition hessian_bound (smooth : bool) (sx sy : side) (v w : nat) : bounded :=
  let '(s, v, w) := own_place sx sy v w in side_entry smooth s v w.
Definition legal_hessian_entry (smooth : bool) (sx sy : side) (v w : nat) : R -> Prop :=
  let '(s, v, w) := own_place sx sy v w in legal_side_entry smooth s v w.

Hypothesis ok : usable a = true.
Let u0 : 0 <= u a := proj1 (usable_range a ok).
Let l0 : 0 <= lam a <= 1 / 128 := proj2 (usable_range a ok).

Theorem smoothed_gradient_refuted s i k p : (1 <= others s)%nat -> (k < r)%nat ->
  entry_beyondb a (smoothed_gradient_bound s i k) p = true ->
  refutes (legal_smoothed_gradient_entry s i k) p.
Proof. intros hd hk. apply beyond_refutes. intros n z l. exact (smoothed_gradient_error (u a)
    (lam a) (converting a) (others s) r u0 l0 hd _ _ _ _ i k z hk n l). Qed.

Lemma side_refuted smooth s v w p : (1 <= others s)%nat -> (1 <= r)%nat ->
  entry_beyondb a (side_entry smooth s v w) p = true -> refutes (legal_side_entry smooth s v w) p.
Proof. intros hd hr. unfold side_entry, legal_side_entry. apply beyond_refutes. intros n z.
  assert (lt : forall m, (m mod r < r)%nat) by (intros m; apply Nat.mod_upper_bound; lia).
  destruct (w <? _)%nat; [destruct (_ =? _)%nat|].
  - revert n. unfold diagonal_bound. destruct (smooth && _) eqn:e; intros n l.
    + apply andb_prop in e as [_ e]. apply Nat.eqb_eq in e. rewrite <- e in *.
      exact (smoothed_hessian_diagonal_error (u a) (lam a) (converting a) (others s) r u0 l0 hd
        (own_rows s) _ _ _ z n l).
    + exact (hessian_diagonal_error (u a) (lam a) (converting a) (others s) r u0 l0 hd (own_rows s)
        _ _ _ z n l).
  - intros ->. unfold entry_within, within, zero_bound. cbn [exact size underflows roundings meant].
    replace (0 - 0) with 0 by ring. rewrite Rabs_R0, !Rmult_0_r. lra.
  - intros l. assert (h := hessian_off_error (u a) (lam a) (converting a) (others s) r u0 l0 hd
      (own_rows s) _ _ _ _ _ _ _ _ z (lt _) (lt _) n l). revert h.
    unfold entry_within, within, off_bound. destruct (_ =? _)%nat; exact (fun h => h). Qed.

Theorem hessian_refuted smooth sx sy v w p : (1 <= own_rows sx)%nat -> (1 <= own_rows sy)%nat ->
  others sx = own_rows sy -> others sy = own_rows sx -> (1 <= r)%nat ->
  entry_beyondb a (hessian_bound smooth sx sy v w) p = true ->
  refutes (legal_hessian_entry smooth sx sy v w) p.
Proof. intros h1 h2 e1 e2 hr. unfold hessian_bound, legal_hessian_entry, own_place.
  destruct (v <? _)%nat; apply side_refuted; lia. Qed.
End Hessians.
