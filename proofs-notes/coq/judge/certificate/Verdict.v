(* SPDX-License-Identifier: Apache-2.0 *)
(* Verdict.v: what it means that a printed reply is right, or wrong, to a request; gradients,
   updates and Hessian products.

   Requests and replies are the texts that were sent and printed. A reply passes if it has the shape
   that is due and each of its entries is within its bound of the exact one, or equals it. An entry
   fails if no admissible evaluation order in the declared arithmetic computes the number that was
   printed.
   Main results: matrix_by_computation (a matrix that is found to pass, passes), step_refuted,
   gradient_refuted, hvp_refuted (an entry that is found beyond its bound is what no admissible
   evaluation order computes). *)
From Bignums Require Import BigZ.
From Coq Require Import String List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpModel FpSum FpConstants FpStep FpHvp FpHvpGram Number Literal Bounds.
Import ListNotations. Local Open Scope R_scope.

(** * Texts *)

(** A matrix as it is written, row by row. *)
Definition rows := list (list string).

Definition texts (f : option format) (m : rows) : matrix_of :=
  let values := map (map (read_literal f)) m in fun i j => Value (nth j (nth i values []) nzero).
Definition text (f : option format)
    (s : string) : expression := let v := read_literal f s in Value v.

Definition nothing : matrix_of := fun _ _ => Value nzero.

(** Whether a matrix has n rows of k literals. *)
Definition shaped (n k : nat) (m : rows) : bool :=
  (length m =? n)%nat && forallb (fun row => (length row =? k)%nat && forallb is_literal row) m.

(** A request of any op; fields that an op does not have are empty. Inputs are numbers of
    binary64. *)
Record request := Request {
  M : rows; X : rows; Y : rows; etaX : string; etaY : string; noiseX : rows; noiseY : rows;
  dX : rows; dY : rows; sigma1 : string; sigma2 : string }.
Definition d1_of (q : request) : nat := length (X q).
Definition d2_of (q : request) : nat := length (Y q).
Definition r_of (q : request) : nat := length (nth 0 (X q) []).
Definition floats := texts (Some binary64).
Definition scalar := text (Some binary64).

(** An op on one factor: the same as on the other with the factors exchanged. *)
Inductive factor := OfX | OfY.
Record side := Side {
  own_rows : nat; others : nat; own : matrix_of; other : matrix_of; target : matrix_of;
  step_size : expression;
  own_noise : matrix_of; other_noise : matrix_of; own_change : matrix_of; other_change : matrix_of;
  sigma : expression }.
(** The formats that the iterate and the other inputs are read in; M as it is read, once for both
    sides. *)
Definition side_of (state given : option format) (m : matrix_of) (q : request)
    (f : factor) : side :=
  match f with
  | OfX => Side (d1_of q) (d2_of q) (texts state (X q)) (texts state (Y q)) m (text given (etaX q))
             (texts given (noiseX q)) (texts given (noiseY q)) (texts given (dX q))
               (texts given (dY q)) (text given (sigma2 q))
  | OfY => Side (d2_of q) (d1_of q) (texts state (Y q)) (texts state (X q)) (transposed m)
    (text given (etaY q))
             (texts given (noiseY q)) (texts given (noiseX q)) (texts given (dY q))
               (texts given (dX q)) (text given (sigma1 q))
  end.

(** * Entries and matrices *)

(** Whether two expressions have one value. *)
Definition same_value
    (p q : expression) : bool := let v := computed p in let w := computed q in nle v w && nle w v.
Lemma same_spec p q : reflect (meant p = meant q) (same_value p q).
Proof. unfold same_value. rewrite <- !value_is_meant. destruct (nle_spec (computed p) (computed q));
    destruct (nle_spec (computed q) (computed p)); constructor; lra. Qed.

Record bounded :=
  Bounded { exact : expression; size : expression; underflows : expression; roundings : nat }.

Section Arithmetic.
Variable a : arithmetic.

Definition entry_within (b : bounded) (p : R) : Prop :=
  within a (roundings b) (meant (exact b)) (meant (size b)) (meant (underflows b)) p.
Definition entry_beyondb (b : bounded) (p : expression) : bool :=
  beyondb a (roundings b) (exact b) (size b) (underflows b) p.

(** [alike]: only the exact value passes. *)
Definition entry_passes (alike : bool) (b : bounded) (p : expression) : Prop :=
  if alike then meant p = meant (exact b) else entry_within b (meant p).
Definition entry_passesb (alike : bool) (b : bounded) (p : expression) : bool :=
  if alike then same_value p (exact b)
    else withinb a (roundings b) (exact b) (size b) (underflows b) p.
Lemma entry_by_computation alike b p : entry_passesb alike b p = true -> entry_passes alike b p.
Proof. destruct alike; cbn.
  - now destruct (same_spec p (exact b)).
  - apply within_by_computation. Qed.

Definition matrix_passes (alike : bool) (n k : nat) (b : nat -> nat -> bounded)
    (printed : rows) : Prop :=
  shaped n k printed = true /\
  forall i j, (i < n)%nat -> (j < k)%nat ->
  entry_passes alike (b i j) (texts (printed_in a) printed i j).
Definition matrix_passesb (alike : bool) (n k : nat) (b : nat -> nat -> bounded)
    (printed : rows) : bool :=
  shaped n k printed && let p := texts (printed_in a) printed in
  forallb (fun i => forallb (fun j => entry_passesb alike (b i j) (p i j)) (seq 0 k)) (seq 0 n).
Theorem matrix_by_computation alike n k b printed :
  matrix_passesb alike n k b printed = true -> matrix_passes alike n k b printed.
Proof. unfold matrix_passesb, matrix_passes. intros h. apply andb_prop in h as [h1 h2].
  split; [exact h1|]. intros i j hi hj. apply entry_by_computation. rewrite forallb_forall in h2.
  assert (h := h2 i ltac:(apply in_seq; lia)).
  rewrite forallb_forall in h. apply h. apply in_seq. lia. Qed.

(** What no plan of a set computes. *)
Definition refutes (legal : R -> Prop) (p : expression) : Prop := forall z, legal z -> z <> meant p.
Lemma beyond_refutes (legal : R -> Prop) b p :
  (INR (roundings b) * u a <= 1 / 4 -> forall z, legal z -> entry_within b z) ->
  entry_beyondb b p = true -> refutes legal p.
Proof. intros sound h z l e. destruct (beyond_by_computation _ _ _ _ _ _ h) as [d n]. apply n.
  rewrite <- e. now apply sound. Qed.
Lemma refutes_or P Q p : refutes P p -> refutes Q p -> refutes (fun z => P z \/ Q z) p.
Proof. intros h k z [l|l]; [now apply h|now apply k]. Qed.

(** * Gradients, updates, Hessian products *)

Variable r : nat.
Notation c := (conversions_of a).
(** [more]: each entry of the residual may have four more roundings. *)
Definition more_of (more : bool) : nat := if more then residual_more_roundings else 0.

Definition gradient_bound (more : bool) (s : side) (i k : nat) : bounded :=
  Bounded (true_gradient (others s) r (own s) (other s) (target s) i k)
    (gradient_size (others s) r (absolutes (own s)) (absolutes (other s))
      (absolutes (target s)) i k)
    (underflow (others s) r c (Integer 1) (absolutes (own s)) (absolutes (other s))
      (absolutes (target s)) i k)
    (gradient_roundings r (others s) c + more_of more).
Definition legal_gradient_entry (more : bool) (s : side) (i k : nat) : R -> Prop :=
  let legal := (if more then legal_gradient_more else legal_gradient) (u a) (lam a) (converting a)
    (others s) r in
  legal (real (own s)) (real (other s)) (real (target s)) i k.

(** [wide]: the state may be held wider than it is printed, as in a run. *)
Definition iterate (wide : bool) (x z : matrix_of) : matrix_of :=
  if wide || apart a then plus (absolutes x) (absolutes z) else absolutes (plus x z).
Definition step_bound (wide more : bool) (s : side) (i k : nat) : bounded :=
  let A := iterate wide (own s) (own_noise s) in let B := iterate wide (other s) (other_noise s) in
  Bounded (Minus (own s i k) (Times (step_size s)
      (true_gradient (others s) r (plus (own s) (own_noise s)) (plus (other s) (other_noise s))
        (target s) i k)))
    (Plus (Absolute (own s i k))
      (Times (step_size s) (gradient_size (others s) r A B (absolutes (target s)) i k)))
    (underflow (others s) r c (step_size s) A B (absolutes (target s)) i k)
    (step_roundings r (others s) c (if wide then 1 else 0) + more_of more).
Definition legal_step_entry (wide more : bool) (s : side) (i k : nat) : R -> Prop :=
  let legal :=
    (if more then legal_step_more else legal_step) (u a) (lam a) (converting a) (others s) r in
  legal wide (apart a) (real (own s)) (real (other s)) (real (target s)) (real (own_noise s))
    (real (other_noise s))
    (meant (step_size s)) i k.

Definition hvp_bound (s : side) (n1 : nat) (i k : nat) : bounded :=
  let A := plus (absolutes (own s)) (absolutes (own_change s)) in
  let B := plus (absolutes (other s)) (absolutes (other_change s)) in
  Bounded (true_hvp (others s) r (own s) (other s) (target s) (own_change s) (other_change s) i k)
    (hvp_magnitude (others s) r (own s) (other s) (target s) (own_change s) (other_change s) i k)
    (underflow (others s) r c (Integer 1) A B (absolutes (target s)) i k)
    (hvp_roundings n1 (others s) r (others s) c).
Definition legal_hvp_entry (s : side) (i k : nat) : R -> Prop := fun z =>
  legal_hvp (u a) (lam a) (converting a) (others s) r (real (own s)) (real (other s))
    (real (target s))
    (real (own_change s)) (real (other_change s)) i k z
  \/ legal_hvp_gram (u a) (lam a) (converting a) (others s) r (real (own s)) (real (other s))
    (real (target s))
    (real (own_change s)) (real (other_change s)) i k z.

Hypothesis ok : usable a = true.
Let u0 : 0 <= u a := proj1 (usable_range a ok).
Let l0 : 0 <= lam a <= 1 / 128 := proj2 (usable_range a ok).

Theorem gradient_refuted more s i k p : (1 <= others s)%nat -> (1 <= r)%nat ->
  entry_beyondb (gradient_bound more s i k) p = true -> refutes (legal_gradient_entry more s i k) p.
Proof. intros hd hr. apply beyond_refutes. intros n z.
  unfold legal_gradient_entry, entry_within, within. destruct more; intros l.
  - exact (gradient_more_error (u a) (lam a) (converting a) (others s) r u0 l0 hd _ _ _ i
      k z hr n l).
  - cbn [gradient_bound roundings more_of] in *. rewrite Nat.add_0_r in *.
    exact (gradient_error (u a) (lam a) (converting a) (others s) r u0 l0 hd _ _ _ i k z n l). Qed.

Lemma real_iterate wide x z :
  real (iterate wide x z) = iterate_size wide (apart a) (real x) (real z).
Proof. unfold iterate, iterate_size. now destruct (wide || apart a). Qed.

Theorem step_refuted wide more s i k p : (1 <= others s)%nat -> (1 <= r)%nat ->
  leb (Integer 0) (step_size s) = true ->
  entry_beyondb (step_bound wide more s i k) p = true ->
  refutes (legal_step_entry wide more s i k) p.
Proof. intros hd hr he. apply le_by_computation in he. apply beyond_refutes. intros n z.
  unfold legal_step_entry, entry_within, within.
  cbn [step_bound exact size underflows roundings] in *. cbn [meant].
  rewrite !meant_absolute_gradient, meant_underflow, !real_iterate. destruct more; intros l.
  - exact (step_more_error (u a) (lam a) (converting a) (others s) r u0 l0 hd wide (apart a) _ _ _ _
      _ _ i k z hr he n l).
  - unfold more_of in *. rewrite Nat.add_0_r in *. exact (step_error (u a) (lam a) (converting a)
      (others s) r u0 l0 hd wide (apart a) _ _ _ _ _ _ i k z he n l). Qed.

Theorem hvp_refuted s n1 i k p : (1 <= others s)%nat -> (k < r)%nat ->
  entry_beyondb (hvp_bound s n1 i k) p = true -> refutes (legal_hvp_entry s i k) p.
Proof. intros hd hk h. apply refutes_or; revert h; apply beyond_refutes; intros n z l.
  - exact (hvp_error (u a) (lam a) (converting a) (others s) r u0 l0 hd _ _ _ _ _ i k hk n1 z n l).
  - exact (hvp_gram_error (u a) (lam a) (converting a) (others s) r u0 l0 hd _ _ _ _ _ i k hk n1
      z n l). Qed.
End Arithmetic.
