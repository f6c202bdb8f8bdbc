(* SPDX-License-Identifier: Apache-2.0 *)
(* Exact.v: verdicts where every admissible evaluation order is exact: updates whose inputs lie on a
   coarse enough grid.

   Admissible evaluation orders are here those of any arithmetic that returns numbers of its binary
   format as they are and sums such numbers exactly where they fit (Flocq's formats do,
   formats_are_exact). That a request is such is found by computation: the grid, and that all
   intermediates fit.
   Main result: exact_step_refuted (a number that is found to be other than the exact one is what no
   admissible evaluation order computes). *)
From Bignums Require Import BigZ.
From Flocq Require Import Core.
From Coq Require Import String List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpModel FpSum FpPlans FpDyadic FpExact FpStep Number Literal
  Bounds Verdict.
Import ListNotations. Local Open Scope R_scope.

Definition power_of_two (e : Z) : expression := Value (Number BigZ.one e 0).
Lemma meant_power e : meant (power_of_two e) = bpow radix2 e.
Proof. unfold power_of_two. cbn [meant]. unfold N2R; cbn [mantissa twos fives].
  change (BigZ.to_Z BigZ.one) with 1%Z. change (bpow radix5 0) with 1. ring. Qed.

(** Multiples of 2^e. *)
Definition on_grid (e : Z) (x : expression) : bool :=
  let v := computed x
    in same_value x (Value (Number (BigZ.shiftr (mantissa v) (BigZ.of_Z (e - twos v))) e 0)).
Lemma on_grid_meant e x : on_grid e x = true -> grid radix2 e (meant x).
Proof. unfold on_grid. match goal with |- same_value x ?w = true -> _ =>
    destruct (same_spec x w) as [h|] end; [intros _|discriminate]. rewrite h. cbn [meant]. eexists.
  unfold N2R; cbn [mantissa twos fives]. change (bpow radix5 0) with 1. now rewrite Rmult_1_r. Qed.

Definition everywhere (n k : nat)
    (b : nat -> nat -> bool) : bool := forallb (fun i => forallb (b i) (seq 0 k)) (seq 0 n).
Lemma everywhere_spec (P : nat -> nat -> Prop) n k b : (forall i j, b i j = true -> P i j) ->
  (forall i j, (n <= i \/ k <= j)%nat -> P i j) -> everywhere n k b = true -> forall i j, P i j.
Proof. intros inside outside h i j. destruct (Nat.lt_ge_cases i n) as [hi|hi];
    [|apply outside; lia]. destruct (Nat.lt_ge_cases j k) as [hj|hj]; [|apply outside; lia].
  unfold everywhere in h. rewrite forallb_forall in h. assert (h1 := h i ltac:(apply in_seq; lia)).
  rewrite forallb_forall in h1. apply inside, h1, in_seq. lia. Qed.

(** Zero beyond its rows and columns. *)
Definition zeroed (n k : nat) (z : matrix_of) : Prop := forall i j, (n <= i \/ k <= j)%nat ->
  z i j = Value nzero.
Lemma texts_blank f n k m : shaped n k m = true -> zeroed n k (texts f m).
Proof. unfold shaped. intros h i j o. apply andb_prop in h as [hn hk]. apply Nat.eqb_eq in hn.
  rewrite forallb_forall in hk. unfold texts. f_equal. destruct (Nat.lt_ge_cases i n) as [hi|hi].
  - assert (w : In (nth i m []) m) by (apply nth_In; lia). apply hk in w. apply andb_prop
      in w as [w _]. apply Nat.eqb_eq in w. change (@nil number) with (map (read_literal f) []).
    rewrite map_nth, nth_overflow; [reflexivity|]. rewrite length_map. lia.
  - rewrite (nth_overflow (map _ m)) by (rewrite length_map; lia). now destruct j. Qed.
Lemma transposed_blank n k z : zeroed n k z -> zeroed k n (transposed z).
Proof. intros h i j o. apply h. lia. Qed.

Section Exact.
Variables (a : arithmetic) (f : format) (n d r : nat) (x y m zx zy : matrix_of).
(** The exponent of the numbers below which nothing is exact any more: those above the smallest
    normal one are. *)
Definition low : Z := least f + precision f.
Notation legal_arithmetic o := (exact_arithmetic radix2 (precision f) low o).

Definition exact_step_entry (eta : expression) (i k : nat) : R ->
  Prop := fun z => exists o, legal_arithmetic o /\
  printed o (stepped o (converting a) d r (fun l => perturbed o (lam a) (real x i l) (real zx i l))
    (fun j l => perturbed o (lam a) (real y j l) (real zy j l))
      (fun j => FpModel.input (lam a) (real m i j)) (FpModel.input (lam a) (real x i k))
    (meant eta) k) z.
(** Grids 1, 1/2, .. that are tried. *)
Definition grids (count : nat) : list Z := map (fun k => - Z.of_nat k)%Z (seq 0 count).
Definition inputs_on (e : Z) : bool :=
  everywhere n r (fun i j => on_grid e (x i j)) && everywhere d r (fun i j => on_grid e (y i j))
  && everywhere n r (fun i j => on_grid e (zx i j)) &&
    everywhere d r (fun i j => on_grid e (zy i j))
  && everywhere n d (fun i j => on_grid (2 * e) (m i j)).
(** Sums with noise fit the format. *)
Definition sums_fit (e : Z) (rows : nat) (z w : matrix_of) : bool :=
  everywhere rows r
    (fun i j => leb (Plus (Absolute (z i j)) (Absolute (w i j))) (power_of_two (precision f + e))).
(** |X| + max(1, eta) rho |Y| fits, on the grids 2^e and, for eta, 2^g. *)
Definition terms_fit (e g : Z) (eta : expression) (i k : nat) : bool :=
  let cubic := computed
    (gradient_size d r (absolutes (plus x zx)) (absolutes (plus y zy)) (absolutes m) i k) in
  let room := power_of_two (precision f + 3 * e + g) in
  (low <=? 3 * e + g)%Z && leb (Plus (Absolute (x i k)) (Value cubic)) room &&
    leb (Plus (Absolute (x i k)) (Times eta (Value cubic))) room.
Definition normal_inputs : bool := ltb (Value (smallest a)) (power_of_two low).
Definition is_exactb (eta : expression) (i k : nat) : bool :=
  match find inputs_on (grids 7), find (fun g => on_grid g eta) (grids 13) with
  | Some e, Some g => normal_inputs && sums_fit e n x zx && sums_fit e d y zy &&
    terms_fit e g eta i k && leb (Integer 0) eta
  | _, _ => false
  end.
Definition exact_step_beyondb (eta : expression) (i k : nat) (p : expression) : bool :=
  is_exactb eta i k &&
    negb (same_value p
      (Minus (x i k) (Times eta (true_gradient d r (plus x zx) (plus y zy) m i k)))).

Hypotheses (x_blank : zeroed n r x) (y_blank : zeroed d r y) (m_blank : zeroed n d m).
Hypotheses (zx_blank : zeroed n r zx) (zy_blank : zeroed d r zy).

Lemma grids_0 c e : In e (grids c) -> (e <= 0)%Z.
Proof. unfold grids. rewrite in_map_iff. intros (k & <- & _). lia. Qed.
Lemma grid_everywhere e rows k z : zeroed rows k z ->
  everywhere rows k (fun i j => on_grid e (z i j)) = true ->
  forall i j, grid radix2 e (real z i j).
Proof. intros b. apply everywhere_spec; [intros i j; apply on_grid_meant|]. intros i j o.
  unfold real. rewrite (b i j o). cbn. rewrite N2R_zero. apply grid_0. Qed.
Lemma sums_everywhere e rows z w : zeroed rows r z -> zeroed rows r w ->
  sums_fit e rows z w = true ->
  forall i j, Rabs (real z i j) + Rabs (real w i j) <= bpow radix2 (precision f + e).
Proof. intros bz bw. apply everywhere_spec.
  - intros i j h. apply le_by_computation in h. cbn [meant] in h. rewrite meant_power in h. exact h.
  - intros i j o. unfold real. rewrite (bz i j o), (bw i j o). cbn.
    rewrite N2R_zero, Rabs_R0, Rplus_0_l. apply bpow_ge_0. Qed.
Lemma other_meant p q : negb (same_value p q) = true -> meant q <> meant p.
Proof. destruct (same_spec p q) as [|ne]; [discriminate|]. intros _ e. now apply ne. Qed.

(** What is found by computation. *)
Lemma is_exact_spec eta i k : is_exactb eta i k = true ->
  exists e g : Z, (e <= 0)%Z /\ (g <= 0)%Z /\ (low <= 3 * e + g)%Z /\
  0 <= meant eta /\ grid radix2 g (meant eta) /\ lam a < bpow radix2 low /\
  (forall p q, grid radix2 e (real x p q) /\ grid radix2 e (real zx p q) /\
    Rabs (real x p q) + Rabs (real zx p q) <= bpow radix2 (precision f + e)) /\
  (forall p q, grid radix2 e (real y p q) /\ grid radix2 e (real zy p q) /\
    Rabs (real y p q) + Rabs (real zy p q) <= bpow radix2 (precision f + e)) /\
  (forall p q, grid radix2 (2 * e) (real m p q)) /\
  Rabs (real x i k) + Rmax 1 (meant eta) * meant
    (gradient_size d r (absolutes (plus x zx)) (absolutes (plus y zy)) (absolutes m) i k)
    <= bpow radix2 (precision f + 3 * e + g).
Proof. unfold is_exactb. destruct (find inputs_on _) as [e|] eqn:fe; [|discriminate].
  destruct (find _ (grids 13)) as [g|] eqn:fg; [|discriminate]. apply find_some in fe as [ie he].
  apply find_some in fg as [ig hg]. intros h. repeat match type of h with (_ && _)%bool = true =>
    let k := fresh "k" in apply andb_prop in h as [h k] end. unfold inputs_on in he.
  repeat match type of he with (_ && _)%bool = true => let g := fresh "g" in apply andb_prop
    in he as [he g] end. unfold terms_fit in k1. set (cubic := computed _) in k1.
  repeat match type of k1 with (_ && _)%bool = true => let t := fresh "t" in apply andb_prop
    in k1 as [k1 t] end. apply Z.leb_le in k1. apply le_by_computation in t, t0, k0.
  apply lt_by_computation in h. cbn [meant] in *. rewrite meant_power in *.
  assert (ce : N2R cubic = meant (gradient_size d r (absolutes (plus x zx)) (absolutes
      (plus y zy)) (absolutes m) i k)) by apply value_is_meant. rewrite ce in *. exists e, g.
  repeat apply conj; try exact k1; try exact k0; try exact h; try now apply on_grid_meant.
  - now apply grids_0 with 7%nat.
  - now apply grids_0 with 13%nat.
  - intros p q. repeat apply conj; [eapply grid_everywhere; eassumption|eapply grid_everywhere;
      eassumption|eapply sums_everywhere; eassumption].
  - intros p q. repeat apply conj; [eapply grid_everywhere; eassumption|eapply grid_everywhere;
      eassumption|eapply sums_everywhere; eassumption].
  - intros p q. eapply grid_everywhere; eassumption.
  - unfold Rmax. destruct (Rle_dec 1 (meant eta)); [exact t|]. now rewrite Rmult_1_l. Qed.

Theorem exact_step_refuted eta i k p : exact_step_beyondb eta i k p = true ->
  refutes (exact_step_entry eta i k) p.
Proof. unfold exact_step_beyondb. intros h. apply andb_prop in h as [h ne]. apply other_meant in ne.
  destruct (is_exact_spec _ _ _ h) as (e & g & e0 & g0 & le & h0 & hg & hl & hx & hy & hm & fits).
  intros z (o & ex & l) e'. apply ne. rewrite <- e'. symmetry.
  exact (step_exact radix2 (precision f) low o (converting a) d r (lam a) ex hl (real x) (real y)
    (real m) (real zx) (real zy) (meant eta) e g i k e0 g0 le h0 hg hx hy hm fits z l). Qed.
End Exact.

(** * Sides of a request *)

Section Sides.
Variables (a : arithmetic) (f : format) (r : nat) (s : side).
Definition legal_exact_step : nat -> nat -> R -> Prop :=
  exact_step_entry a f (others s) r (own s) (other s) (target s) (own_noise s) (other_noise s)
    (step_size s).
Definition exact_step_otherb : nat -> nat -> expression -> bool :=
  exact_step_beyondb a f (own_rows s) (others s) r (own s) (other s) (target s) (own_noise s)
    (other_noise s) (step_size s).
End Sides.

(** The matrices of a request are zero beyond their rows and columns. *)
Lemma side_blank state given q g (s := side_of state given (texts given (M q)) q g) :
  shaped (d1_of q) (d2_of q) (M q) = true -> shaped (d1_of q) (r_of q) (X q) = true ->
  shaped (d2_of q) (r_of q) (Y q) = true -> zeroed (own_rows s) (r_of q) (own s) /\
  zeroed (others s) (r_of q) (other s) /\ zeroed (own_rows s) (others s) (target s).
Proof. intros hm hx hy. apply (texts_blank given) in hm. apply (texts_blank state) in hx, hy.
  subst s. destruct g; cbn; repeat split; auto. now apply transposed_blank. Qed.
Lemma side_change_blank state given m q g (s := side_of state given m q g) :
  shaped (d1_of q) (r_of q) (dX q) = true -> shaped (d2_of q) (r_of q) (dY q) = true ->
  zeroed (own_rows s) (r_of q) (own_change s) /\ zeroed (others s) (r_of q) (other_change s).
Proof. intros hx hy. apply (texts_blank given) in hx, hy. subst s. destruct g; cbn; auto. Qed.
Lemma side_noise_blank state given m q g (s := side_of state given m q g) :
  shaped (d1_of q) (r_of q) (noiseX q) = true -> shaped (d2_of q) (r_of q) (noiseY q) = true ->
  zeroed (own_rows s) (r_of q) (own_noise s) /\ zeroed (others s) (r_of q) (other_noise s).
Proof. intros hx hy. apply (texts_blank given) in hx, hy. subst s. destruct g; cbn; auto. Qed.
