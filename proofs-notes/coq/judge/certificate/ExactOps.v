(* SPDX-License-Identifier: Apache-2.0 *)
(* ExactOps.v: verdicts where every admissible evaluation order is exact: gradients, Hessians and
   their products, plain and smoothed, whose inputs lie on a coarse enough grid.

   The conditions are the judge's (FpExactConditions.v), for one entry: the grid of the inputs, and
   a size that fits the format.
   Main results: exact_gradient_refuted, exact_smoothed_gradient_refuted, exact_hvp_refuted,
   exact_hessian_refuted (a number that is found to be other than the exact one is what no
   admissible evaluation order computes). *)
From Bignums Require Import BigZ.
From Flocq Require Import Core.
From Coq Require Import List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpModel FpSum FpPlans FpStep FpHvp FpDyadic FpExactConditions FpExactOps
  FpExactCases Number Literal Bounds Verdict Hessians Exact.
Import ListNotations. Local Open Scope R_scope.

(** The same without a direction, for ops that have none. *)
Definition without_change (s : side) : side :=
  Side (own_rows s) (others s) (own s) (other s) (target s) (step_size s) (own_noise s)
    (other_noise s) nothing nothing (sigma s).

Section ExactOps.
Variables (a : arithmetic) (f : format) (r : nat) (s : side).
Notation low := (Exact.low f). Notation d1 := (own_rows s). Notation d2 := (others s).
Notation x := (own s). Notation y := (other s). Notation m := (target s).
Notation dx := (own_change s). Notation dy := (other_change s).
Notation read z := (FpStep.read (lam a) (real z)).

(** What plans compute in an arithmetic that is exact where numbers fit, with any number of further
    roundings. *)
Definition exactly_computed (plans : operations -> value) : R -> Prop := fun z => exists o n,
  exact_arithmetic radix2 (precision f) low o /\ output o n (plans o) z.
Notation weighted := (fun o => squared_weight o (converting a) (lam a) d2 (meant (sigma s))).
Definition exact_gradient_entry (i k : nat) := exactly_computed (fun o =>
  FpPlans.gradient o (converting a) d2 r (read x i) (read y) (read m i) k).
Definition exact_smoothed_gradient_entry (i k : nat) := exactly_computed (fun o =>
  smoothed_gradient o (converting a) d2 r (read x i) (read y) (read m i) (weighted o)
  (read x i k) k).
Definition exact_hvp_entry (i k : nat) := exactly_computed (fun o =>
  FpPlans.hvp o (converting a) d2 r (read x i) (read y) (read m i) (read dx i) (read dy) k).
Definition exact_diagonal_entry (smooth : bool) (l k : nat) := exactly_computed (fun o =>
  hessian_diagonal o (converting a) d2 (read y)
  (if smooth && (l =? k)%nat then [weighted o] else []) l k).
Definition exact_off_entry (i k j l : nat) := exactly_computed (fun o =>
  hessian_off o (converting a) r (read x i) (read y) (read m i) (k =? l)%nat j k l).
Definition exact_side_entry (smooth : bool) (v w : nat) : R -> Prop :=
  let i := (v / r)%nat in let k := (v mod r)%nat in
  if (w <? d1 * r)%nat
  then if (i =? w / r)%nat then exact_diagonal_entry smooth k (w mod r) else fun z => z = 0
  else let w' := (w - d1 * r)%nat in exact_off_entry i k (w' / r) (w' mod r).

(** The grids 2^-n of the inputs, and of sigma. *)
Definition all_inputs_on (n : nat) : bool :=
  let e := (- Z.of_nat n)%Z in
  everywhere d1 r (fun i j => on_grid e (x i j)) && everywhere d2 r (fun i j => on_grid e (y i j))
  && everywhere d1 r (fun i j => on_grid e (dx i j)) &&
    everywhere d2 r (fun i j => on_grid e (dy i j))
  && everywhere d1 d2 (fun i j => on_grid (- Z.of_nat (2 * n)) (m i j)).
Definition coarse (fitting : nat -> bool) : bool :=
  ltb (Value (smallest a)) (power_of_two low) && match find all_inputs_on (seq 0 7) with Some n =>
    fitting n | None => false end.
Definition smoothly (fitting : nat -> bool) : bool :=
  match find (fun t => on_grid (- Z.of_nat t) (sigma s)) (seq 0 7) with Some t => fitting t
    | None => false end.
Definition fitsb (grid : nat) (size : expression) : bool :=
  (low <=? - Z.of_nat grid)%Z && leb size (power_of_two (precision f - Z.of_nat grid)).

(** Sizes. *)
Notation A := (plus (absolutes x) (absolutes dx)).
Notation B := (plus (absolutes y) (absolutes dy)).
Definition cubic
    (i k : nat) : expression := Plus (A i k) (gradient_size d2 r A B (absolutes m) i k).
Definition exact_smoothing : expression := Times (Count d2) (Times (sigma s) (sigma s)).
Definition squares_on (n : nat)
    (z : matrix_of) : expression := Sum n (fun i => Sum r (fun l => Times (z i l) (z i l))).
Definition hessian_size (top weight : expression) : expression :=
  Plus (Plus (Plus (squares_on d1 A) (squares_on d2 B)) top) weight.

Definition exact_gradient_beyondb (i k : nat) (p : expression) : bool :=
  coarse (fun n => fitsb (exact_gradient_grid n) (cubic i k)) &&
    negb (same_value p (exact (gradient_bound a r false s i k))).
Definition exact_smoothed_gradient_beyondb (i k : nat) (p : expression) : bool :=
  coarse (fun n => smoothly (fun t => fitsb (exact_smoothed_gradient_grid n (2 * t))
    (Plus (cubic i k) (Times exact_smoothing (Plus (A i k) (Integer 0)))))) &&
      negb (same_value p (exact (smoothed_gradient_bound a r s i k))).
Definition exact_hvp_beyondb (i k : nat) (p : expression) : bool :=
  (k <? r)%nat && coarse (fun n => fitsb (exact_hvp_grid n) (Times (Integer 4) (cubic i k)))
  && negb (same_value p (exact (hvp_bound a r s d1 i k))).
(** An entry of the Hessian: of what it is the sum, and of what it is exact. *)
Definition exact_side_beyondb (smooth : bool) (v w : nat) (p : expression) : bool :=
  let i := (v / r)%nat in let k := (v mod r)%nat in
  (1 <=? r)%nat && negb (same_value p (exact (side_entry a r smooth s v w))) &&
  if (w <? d1 * r)%nat then
    if (i =? w / r)%nat then
      coarse (fun n => if smooth && (k =? w mod r)%nat
        then smoothly
          (fun t => fitsb (exact_hessian_grid n (2 * t)) (hessian_size (Integer 0) exact_smoothing))
        else fitsb (exact_hessian_grid n 0) (hessian_size (Integer 0) (Integer 0)))
    else true
  else let j := ((w - d1 * r) / r)%nat in
    (i <? d1)%nat && (j <? d2)%nat
    && coarse (fun n =>
      fitsb (exact_hessian_grid n 0) (hessian_size (true_rho r A B (absolutes m) i j) (Integer 0))).

Hypotheses (x_blank : zeroed d1 r x) (y_blank : zeroed d2 r y) (m_blank : zeroed d1 d2 m).
Hypotheses (dx_blank : zeroed d1 r dx) (dy_blank : zeroed d2 r dy).

Lemma fitsb_spec g e : fitsb g e = true -> fits radix2 (precision f) low g (meant e).
Proof. unfold fitsb, fits. intros h. apply andb_prop in h as [h1 h2]. split; [now apply Z.leb_le|].
  apply le_by_computation in h2. now rewrite meant_power in h2. Qed.
Notation on_it n z := (forall p q, grid radix2 (- Z.of_nat n) (real z p q)).
Lemma coarse_spec fitting : coarse fitting = true ->
  exists n, fitting n = true /\ lam a < bpow radix2 low
  /\ on_it n x /\ on_it n y /\ on_it n dx /\ on_it n dy /\ on_it (2 * n) m.
Proof. unfold coarse. intros h. apply andb_prop in h as [hl h]. apply lt_by_computation in hl.
  rewrite meant_power in hl. destruct (find all_inputs_on _) as [n|] eqn:fn; [|discriminate].
  apply find_some in fn as [_ hn]. exists n. unfold all_inputs_on in hn.
  repeat match type of hn with (_ && _)%bool = true =>
    let g := fresh "g" in apply andb_prop in hn as [hn g] end. split; [exact h|].
  split; [exact hl|]. repeat split; intros p q; eapply grid_everywhere; eassumption. Qed.
Lemma smoothly_spec fitting : smoothly fitting = true ->
  exists t, fitting t = true /\ grid radix2 (- Z.of_nat t) (meant (sigma s)).
Proof. unfold smoothly. intros h. destruct (find _ _) as [t|] eqn:ft; [|discriminate].
  apply find_some in ft as [_ ht]. exists t. split; [exact h|]. now apply on_grid_meant. Qed.
Lemma exactly_refuted plans p e : negb (same_value p e) = true ->
  (forall o n, exact_arithmetic radix2 (precision f) low o ->
    only (meant e) (output o n (plans o))) -> refutes (exactly_computed plans) p.
Proof. intros h only z (o & n & ex & l) e'. apply (other_meant _ _ h). rewrite <- e'. symmetry.
  now apply (only o n ex). Qed.
Lemma within_A
    (z w : matrix_of) p q : Mabs (real z) p q <= real (plus (absolutes z) (absolutes w)) p q.
Proof. unfold Mabs, real, plus, absolutes. cbn [meant]. assert (h := Rabs_pos (meant (w p q))). lra.
Qed.

Theorem exact_gradient_refuted i k p : exact_gradient_beyondb i k p = true ->
  refutes (exact_gradient_entry i k) p.
Proof. unfold exact_gradient_beyondb. intros h. apply andb_prop in h as [h ne]. apply coarse_spec
    in h as (n & h & hl & hx & hy & _ & _ & hm). apply (exactly_refuted _ _ _ ne). intros o more ex.
  exact (gradient_exact_as_tested radix2 _ low o (converting a) (lam a) ex hl d2 r _ _ _ (real A)
    (real B) n hx hy hm (within_A _ _) (within_A _ _) _ i k more (Rle_refl _) (fitsb_spec _ _ h)).
Qed.
Theorem exact_smoothed_gradient_refuted i k p :
  exact_smoothed_gradient_beyondb i k p = true -> refutes (exact_smoothed_gradient_entry i k) p.
Proof. unfold exact_smoothed_gradient_beyondb. intros h. apply andb_prop in h as [h ne].
    apply coarse_spec in h as (n & h & hl & hx & hy & _ & _ & hm).
    apply smoothly_spec in h as (t & h & ht). apply (exactly_refuted _ _ _ ne).
    intros o more ex z hz. rewrite (smoothed_gradient_exact radix2 _ low o (converting a) (lam a) ex
      hl d2 r _ _ _ (real A) (real B) n hx hy hm (within_A _ _) (within_A _ _) _ t _ _ _ _ i k more
      ht (Rle_refl _) (Rle_refl _) (Rle_refl _) (Rle_refl _) (fitsb_spec _ _ h) z hz).
    unfold smoothed_gradient_bound, true_weight, exact_weight. cbn [exact meant].
    rewrite meant_gradient. unfold real. ring. Qed.
Theorem exact_hvp_refuted i k p : exact_hvp_beyondb i k p = true -> refutes (exact_hvp_entry i k) p.
Proof. unfold exact_hvp_beyondb. intros h. apply andb_prop in h as [h ne].
  apply andb_prop in h as [hk h]. apply Nat.ltb_lt in hk.
  apply coarse_spec in h as (n & h & hl & hx & hy & hdx & hdy & hm).
  apply (exactly_refuted _ _ _ ne). intros o more ex. exact (hvp_exact radix2 _ low
    o (converting a) (lam a) ex hl d2 r _ _ _ (real A) (real B) n hx hy hm _ _ _ i k more hk hdx hdy
    (fun _ _ => Rle_refl _) (fun _ _ => Rle_refl _) (Rle_refl _) (fitsb_spec _ _ h)). Qed.

Theorem exact_side_refuted smooth v w p : exact_side_beyondb smooth v w p = true ->
  refutes (exact_side_entry smooth v w) p.
Proof. unfold exact_side_beyondb, exact_side_entry, side_entry. intros h.
  apply andb_prop in h as [h k1]. apply andb_prop in h as [hr ne]. apply Nat.leb_le in hr.
  assert (lt : forall m, (m mod r < r)%nat) by (intros; apply Nat.mod_upper_bound; lia).
  destruct (w <? _)%nat; [destruct (_ =? _)%nat|].
  - apply coarse_spec in k1 as (n & h & hl & _ & hy & _ & _ & _). apply (exactly_refuted _ _ _ ne).
    intros o more ex. unfold diagonal_bound. destruct (smooth && _) eqn:e; cbn [exact].
    + apply andb_prop in e as [_ e]. apply Nat.eqb_eq in e. rewrite <- e.
      apply smoothly_spec in h as (t & h & ht). intros z hz. rewrite (smoothed_hessian_exact radix2
        _ low o (converting a) (lam a) ex hl d1 d2 r _ (real A) (real B) n hy (within_A _ _) (2 * t)
        (meant (Integer 0)) _ (fitsb_spec _ _ h) _ t _ more (lt v) eq_refl ht (Rle_refl _)
        (Rle_refl _) z hz). unfold true_weight, exact_weight. cbn [meant]. unfold real. ring.
    + exact (hessian_diagonal_exact radix2 _ low
        o (converting a) (lam a) ex hl d1 d2 r _ (real A) (real B) n hy (within_A _ _) 0
        (meant (Integer 0)) _ (Rle_refl _) (fitsb_spec _ _ h) _ _ more (lt v) (lt w) (Rle_refl _)).
  - intros z -> e. apply (other_meant _ _ ne). now rewrite <- e.
  - apply andb_prop in k1 as [k1 h]. apply andb_prop in k1 as [hi hj]. apply Nat.ltb_lt in hi, hj.
    apply coarse_spec in h as (n & h & hl & hx & hy & _ & _ & hm). apply (exactly_refuted _ _ _ ne).
    intros o more ex z hz. rewrite (hessian_off_exact radix2 _ low o (converting a) (lam a) ex hl d1
      d2 r _ _ _ (real A) (real B) n hx hy hm (within_A _ _) (within_A _ _) 0 _ _ (Rle_refl _)
      (fitsb_spec _ _ h) _ _ _ _ _ more hi hj (lt _) (lt v) (Rle_refl _) z hz).
    unfold off_bound. destruct (_ =? _)%nat; reflexivity. Qed.
End ExactOps.

Lemma nothing_blank n k : zeroed n k nothing. Proof. easy. Qed.

(** * Of the whole Hessian *)

Section Hessian.
Variables (a : arithmetic) (f : format) (r : nat) (smooth : bool) (sx sy : side) (v w : nat).
Definition exact_hessian_entry : R -> Prop :=
  let '(s, v, w) := own_place r sx sy v w in exact_side_entry a f r (without_change s) smooth v w.
Definition exact_hessian_beyondb (p : expression) : bool :=
  let '(s, v, w) := own_place r sx sy v w
    in exact_side_beyondb a f r (without_change s) smooth v w p.
Theorem exact_hessian_refuted p :
  (forall s, s = sx \/ s = sy -> zeroed (own_rows s) r (own s) /\ zeroed (others s) r (other s) /\
    zeroed (own_rows s) (others s) (target s)) -> exact_hessian_beyondb p = true ->
  refutes exact_hessian_entry p.
Proof. intros b. unfold exact_hessian_beyondb, exact_hessian_entry, own_place.
  destruct (v <? _)%nat; apply exact_side_refuted; cbn; try apply nothing_blank; apply b; auto. Qed.
End Hessian.
