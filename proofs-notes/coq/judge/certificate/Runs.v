(* SPDX-License-Identifier: Apache-2.0 *)
(* Runs.v: verdicts on a state that is printed several updates after the last one that is known.

   The states are computed one after another, and with them tables of errors: if a state is computed
   to within the errors of one table, the next one is to within those of the next table, as FP.run
   has it. Errors are rounded upwards, so that their digits do not multiply. The digits of exact
   states grow threefold with each update; so a state is kept to some 256 bits, and how far that is
   off is added to the errors. Where a state must be equal to the exact one, it is exact.
   Main results: after_by_computation (a state that is found within the errors is so), after_refuted
   (a number that is found beyond them is what no correct run computes). *)
From Bignums Require Import BigZ.
From Coq Require Import String List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpModel FpSum FpConstants FpStep FpRun Number Literal Bounds Verdict.
Import ListNotations. Local Open Scope R_scope.

(** * Tables *)

(** Entries computed once. *)
Definition table (n k : nat) (value : nat -> nat -> number) : matrix_of :=
  let t := map (fun i => map (value i) (seq 0 k)) (seq 0 n) in fun i j =>
    Value (nth j (nth i t []) nzero).
Lemma table_entry n k value i j : (i < n)%nat -> (j < k)%nat ->
  table n k value i j = Value (value i j).
Proof. intros hi hj. unfold table. f_equal. rewrite (nth_indep _ [] (map (value 0%nat) (seq 0 k)))
    by (rewrite length_map, length_seq; exact hi).
  rewrite (map_nth (fun i => map (value i) (seq 0 k)) (seq 0 n) 0%nat), seq_nth by exact hi.
  cbn [Nat.add].
  rewrite (nth_indep _ nzero (value i 0%nat)) by (rewrite length_map, length_seq; exact hj).
  rewrite (map_nth (value i) (seq 0 k) 0%nat), seq_nth by exact hj. reflexivity. Qed.

(** A number not below, of some 60 bits. *)
Definition upwards (a : number) : number :=
  let bits := (BigZ.to_Z (BigZ.log2 (BigZ.abs (mantissa a))) - 60)%Z in
  let b :=
    Number (BigZ.shiftr (mantissa a) (BigZ.of_Z bits) + BigZ.one)%bigZ (twos a + bits) (fives a) in
  if (0 <? bits)%Z then if nle a b then b else a else a.
Lemma upwards_above a : N2R a <= N2R (upwards a).
Proof. unfold upwards. destruct (0 <? _)%Z; [|lra].
  match goal with |- context [nle a ?b] => destruct (nle_spec a b) end; lra. Qed.

(** A number nearby, of some 256 bits. How far it is off is computed, so nothing need be known of
    it. *)
Definition nearby (a : number) : number :=
  let bits := (BigZ.to_Z (BigZ.log2 (BigZ.abs (mantissa a))) - 256)%Z in
  if (0 <? bits)%Z
    then Number (BigZ.shiftr (mantissa a) (BigZ.of_Z bits)) (twos a + bits) (fives a) else a.

(** * States *)

Section Run.
Variables (a : arithmetic) (more short : bool) (r : nat).
Notation c := (conversions_of a).

(** X, Y and the errors of both. *)
Record run_state :=
  State { at_x : matrix_of; at_y : matrix_of; off_x : matrix_of; off_y : matrix_of }.

(** One factor's update, [x] the factor, [y] the other one, [m] with a row for each of its rows. *)
Section Factor.
Variables (d : nat) (x y zx zy m ex ey : matrix_of) (eta : expression).
Notation xt := (plus x zx). Notation yt := (plus y zy).
Definition next_entry
    (i k : nat) : expression := Minus (x i k) (Times eta (true_gradient d r xt yt m i k)).
Definition run_roundings : nat := step_roundings r d c 1 + more_of more.
(** n u (1 + 2 n u), at least gamma_n. *)
Definition factor_of_size : expression :=
  let nu := Times (Count run_roundings) (Value (unit_roundoff a))
    in Times nu (Plus (Integer 1) (Times (Integer 2) nu)).
Definition own_error (i k : nat) : expression :=
  let A := plus (plus (absolutes x) (absolutes zx)) ex in
  let B := plus (plus (absolutes y) (absolutes zy)) ey in
  Plus (Times factor_of_size (Plus (Plus (Absolute (x i k)) (ex i k))
      (Times eta (gradient_size d r A B (absolutes m) i k))))
    (Times (Value (smallest a)) (underflow d r c eta A B (absolutes m) i k)).
Definition carried_error_of (i k : nat) : expression := Plus (ex i k) (Times eta (Plus
    (Sum d (fun j => Times (Sum r (fun l => Plus (Plus (Times (ex i l) (Absolute (yt j l)))
        (Times (Absolute (xt i l)) (ey j l))) (Times (ex i l) (ey j l))))
      (Plus (Absolute (yt j k)) (ey j k))))
    (Sum d (fun j => Times (Absolute (true_residual r xt yt m i j)) (ey j k))))).
(** The entry after an update, exact or, where states are kept [short], nearby; and how far off a
    computed one may be. *)
Definition next_number
    (i k : nat) : number := let x := computed (next_entry i k) in if short then nearby x else x.
Definition next_error (i k : nat) : number :=
  let e := Plus (own_error i k) (carried_error_of i k) in
  upwards (computed (if short then let x := computed (next_entry i k)
      in Plus e (Absolute (Minus (Value x) (Value (nearby x)))) else e)).
Definition few : bool :=
  leb (Times (Integer 4) (Times (Count run_roundings) (Value (unit_roundoff a)))) (Integer 1).

Hypotheses (ok : usable a = true) (d_1 : (1 <= d)%nat) (r_1 : (1 <= r)%nat) (few_ok : few = true).
Hypothesis eta_ok : leb (Integer 0) eta = true.
Let u0 : 0 <= u a := proj1 (usable_range a ok).
Let l0 : 0 <= lam a <= 1 / 128 := proj2 (usable_range a ok).

Lemma few_meant : INR run_roundings * u a <= 1 / 4.
Proof. assert (h := few_ok). unfold few in h. apply le_by_computation in h. cbn [meant] in h.
  unfold u. lra. Qed.
Lemma gamma_below : gamma (u a) run_roundings <= meant factor_of_size.
Proof. assert (h := few_meant). unfold factor_of_size. cbn [meant]. fold (u a).
    assert (0 <= INR run_roundings * u a) by (apply Rmult_le_pos; [apply pos_INR|exact u0]).
    unfold gamma. set (v := INR run_roundings * u a) in *. apply Rmult_le_reg_r with (1 - v);
      [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. nra. Qed.

Theorem next_near (cx cy : matrix) i k z : (k < r)%nat ->
  (forall l, (l < r)%nat -> Rabs (cx i l - real x i l) <= real ex i l) ->
  (forall j l, (j < d)%nat -> (l < r)%nat -> Rabs (cy j l - real y j l) <= real ey j l) ->
  updates (u a) (lam a) (converting a) r true (apart a) more d cx cy (real m) (real zx) (real zy)
    (meant eta) i k z -> Rabs (z - N2R (next_number i k)) <= N2R (next_error i k).
Proof. intros hk hx hy h. assert (e0 := le_by_computation _ _ eta_ok). cbn [meant] in e0.
  assert (n : INR (update_roundings (converting a) r true more d) * u a <= 1 / 4)
    by exact few_meant. assert (q := updated_error (u a) (lam a) (converting a) r u0 l0 r_1 true
    (apart a) more d (real x) (real y) (real m) (real zx) (real zy) (real ex) (real ey)
    cx cy (meant eta) i k z d_1 n e0 hk hx hy h). assert (w : Rabs (z - meant (next_entry i k)) <=
    meant (Plus (own_error i k) (carried_error_of i k))); [|clear q; unfold next_error, next_number;
    cbv zeta; eapply Rle_trans; [|apply upwards_above]; rewrite value_is_meant; destruct short;
    cbn [meant] in *; rewrite ?value_is_meant; [|exact w]; set (v := meant (next_entry i k)) in *;
    set (near := N2R (nearby _)); replace (z - near) with (z - v + (v - near)) by ring;
    eapply Rle_trans; [apply Rabs_triang|]; apply Rplus_le_compat_r; exact w].
  eapply Rle_trans; [exact q|]. cbn [meant]. apply Rplus_le_compat; [|apply Req_le; reflexivity].
  unfold updated, own_error. cbn [meant]. apply Rplus_le_compat; [|apply Req_le; reflexivity].
  assert (ex0 : forall l, (l < r)%nat -> 0 <= meant (ex i l)) by (intros l hl; eapply Rle_trans;
    [apply Rabs_pos|exact (hx l hl)]). assert (ey0 : forall j l, (j < d)%nat -> (l < r)%nat -> 0 <=
    meant (ey j l)) by (intros j l hj hl; eapply Rle_trans; [apply Rabs_pos|exact (hy j l hj hl)]).
  apply Rmult_le_compat_r; [|exact gamma_below].
  apply Rplus_le_le_0_compat; [apply Rplus_le_le_0_compat; [apply Rabs_pos|now apply ex0]|].
  apply Rmult_le_pos; [exact e0|]. unfold absolute_gradient_of, rho_of. apply big_ge0. intros j hj.
  assert (b0 : forall l, (l < r)%nat ->
    0 <= padded (iterate_size true (apart a) (real y) (real zy)) (real ey) j l).
  { intros l hl. assert (q1 := ey0 j l hj hl). unfold padded, iterate_size, Mplus, Mabs, real.
    cbn [orb]. apply Rplus_le_le_0_compat; [apply Rplus_le_le_0_compat; apply Rabs_pos|exact q1]. }
  apply Rmult_le_pos; [|now apply b0]. apply Rplus_le_le_0_compat; [|apply Rabs_pos]. apply big_ge0.
  intros l hl. apply Rmult_le_pos; [|now apply b0]. assert (q1 := ex0 l hl).
  unfold padded, iterate_size, Mplus, Mabs, real. cbn [orb].
  apply Rplus_le_le_0_compat; [apply Rplus_le_le_0_compat; apply Rabs_pos|exact q1]. Qed.
End Factor.

Variables (d1 d2 : nat) (m : matrix_of) (eta_x eta_y : expression).
Definition noises := list (matrix_of * matrix_of).
Definition next (s : run_state) (zx zy : matrix_of) : run_state :=
  let x := at_x s in let y := at_y s in let ex := off_x s in let ey := off_y s in
  State (table d1 r (next_number d2 x y zx zy m eta_x))
    (table d2 r (next_number d1 y x zy zx (transposed m) eta_y))
    (table d1 r (next_error d2 x y zx zy m ex ey eta_x))
      (table d2 r (next_error d1 y x zy zx (transposed m) ey ex eta_y)).
(** The state after updates with such noises, exact or nearby, and how far off a computed one may
    be. *)
Fixpoint after (s : run_state) (zs : noises) : run_state :=
  match zs with [] => s | (zx, zy) :: zs => after (next s zx zy) zs end.

(** The values that correct updates, one after another, give an entry of X ([of_x]) or of Y. *)
Fixpoint legal_after (cx cy : matrix) (zs : noises) (of_x : bool) (i k : nat) (z : R) : Prop :=
  match zs with
  | [] => z = if of_x then cx i k else cy i k
  | (zx, zy) :: zs => exists nx ny : matrix,
    (forall i k, (i < d1)%nat -> (k < r)%nat ->
      updates (u a) (lam a) (converting a) r true (apart a) more d2 cx cy (real m) (real zx)
        (real zy) (meant eta_x) i k (nx i k)) /\
    (forall j k, (j < d2)%nat -> (k < r)%nat ->
      updates (u a) (lam a) (converting a) r true (apart a) more d1 cy cx (transpose (real m))
        (real zy) (real zx) (meant eta_y) j k (ny j k)) /\
    legal_after nx ny zs of_x i k z
  end.

Hypotheses (ok : usable a = true) (d1_1 : (1 <= d1)%nat) (d2_1 : (1 <= d2)%nat).
Hypotheses (r_1 : (1 <= r)%nat) (few_1 : few d1 = true) (few_2 : few d2 = true).
Hypotheses (eta_x_ok : leb (Integer 0) eta_x = true) (eta_y_ok : leb (Integer 0) eta_y = true).

Definition near_entries (n : nat) (c : matrix) (x e : matrix_of) : Prop :=
  forall i k, (i < n)%nat -> (k < r)%nat -> Rabs (c i k - real x i k) <= real e i k.
Theorem after_near zs : forall (s : run_state) (cx cy : matrix) (of_x : bool) (i k : nat) (z : R),
  near_entries d1 cx (at_x s) (off_x s) -> near_entries d2 cy (at_y s) (off_y s) ->
  (i < if of_x then d1 else d2)%nat -> (k < r)%nat -> legal_after cx cy zs of_x i k z ->
  let t := after s zs in
  Rabs (z - meant ((if of_x then at_x t else at_y t) i k)) <=
    meant ((if of_x then off_x t else off_y t) i k).
Proof. induction zs as [|[zx zy] zs IH]; intros s cx cy of_x i k z hx hy hi hk h;
    cbn [after legal_after] in *.
  - rewrite h. destruct of_x; [apply hx|apply hy]; assumption.
  - destruct h as (nx & ny & ux & uy & h). apply (IH (next s zx zy) nx ny); auto.
    + intros p q hp hq. unfold real, next. cbn [at_x off_x]. rewrite !table_entry by assumption.
      cbn [meant]. apply (next_near d2 (at_x s) (at_y s) zx zy m (off_x s) (off_y s) eta_x ok d2_1
        r_1 few_2 eta_x_ok cx cy); auto.
    + intros p q hp hq. unfold real, next. cbn [at_y off_y]. rewrite !table_entry by assumption.
      cbn [meant]. apply (next_near d1 (at_y s) (at_x s) zy zx (transposed m) (off_y s) (off_x s)
        eta_y ok d1_1 r_1 few_1 eta_y_ok cy cx); auto. Qed.
End Run.

(** * Requests *)

Section Window.
Variables (a : arithmetic) (more : bool) (state_in given : option format) (q : request)
  (later : list (list rows)).
Notation d1 := (d1_of q). Notation d2 := (d2_of q). Notation r := (r_of q).
(** The noise of the request, then that of each later update, X's and Y's. *)
Definition all_noise : noises :=
  (texts given (noiseX q), texts given (noiseY q)) :: map
    (fun z => (texts given (nth 0 z []), texts given (nth 1 z []))) later.
Definition later_shaped : bool :=
  forallb (fun z => (length z =? 2)%nat && shaped d1 r (nth 0 z []) &&
    shaped d2 r (nth 1 z [])) later.
Definition few_enough : bool := few a more r d1 && few a more r d2.
Definition reached (short : bool) : run_state :=
  after a more short r d1 d2 (texts given (M q)) (text given (etaX q)) (text given (etaY q))
    (State (texts state_in (X q)) (texts state_in (Y q)) nothing nothing) all_noise.

Definition as_due (alike : bool) (x e p : expression) : Prop :=
  if alike then meant p = meant x else Rabs (meant p - meant x) <= meant e.
Definition as_dueb (alike : bool)
    (x e p : expression) : bool := if alike then same_value p x else leb (Absolute (Minus p x)) e.
Definition state_passes (alike : bool) (n : nat) (x e : matrix_of) (printed : rows) : Prop :=
  shaped n r printed = true /\ forall i j, (i < n)%nat -> (j < r)%nat ->
  as_due alike (x i j) (e i j) (texts (printed_in a) printed i j).
Definition state_passesb (alike : bool) (n : nat) (x e : matrix_of) (printed : rows) : bool :=
  shaped n r printed && let p := texts (printed_in a) printed in
  forallb (fun i => forallb (fun j => as_dueb alike (x i j) (e i j) (p i j)) (seq 0 r)) (seq 0 n).
Lemma state_by_computation alike n x e printed : state_passesb alike n x e printed = true ->
  state_passes alike n x e printed.
Proof. unfold state_passesb, state_passes. intros h. apply andb_prop in h as [h1 h2].
  split; [exact h1|]. intros i j hi hj. rewrite forallb_forall in h2.
  assert (h := h2 i ltac:(apply in_seq; lia)). rewrite forallb_forall in h.
  assert (k := h j ltac:(apply in_seq; lia)). cbv beta in k. revert k. unfold as_dueb, as_due.
  destruct alike.
  - now destruct (same_spec (texts (printed_in a) printed i j) (x i j)).
  - apply le_by_computation. Qed.

(** The state printed after all updates is within the errors of the exact one, or equals it. *)
Definition passes_after (alike : bool) (reply : list rows) : Prop :=
  few_enough = true /\ match reply with
  | [x; y] => let s := reached (negb alike) in state_passes alike d1 (at_x s) (off_x s) x /\
  state_passes alike d2 (at_y s) (off_y s) y
  | _ => False
  end.
Definition passes_afterb (alike : bool) (reply : list rows) : bool :=
  few_enough && match reply with
  | [x; y] => let s := reached (negb alike) in state_passesb alike d1 (at_x s) (off_x s) x &&
    state_passesb alike d2 (at_y s) (off_y s) y
  | _ => false
  end.
Theorem after_by_computation alike reply : passes_afterb alike reply = true ->
  passes_after alike reply.
Proof. unfold passes_afterb, passes_after. intros h. apply andb_prop in h as [h1 h2].
  split; [exact h1|]. destruct reply as [|x [|y [|]]]; try discriminate. cbv zeta in h2.
  apply andb_prop in h2 as [h2 h3]. split; now apply state_by_computation. Qed.

Definition legal_reached (f : factor) : nat -> nat -> R -> Prop :=
  legal_after a more r d1 d2 (texts given (M q)) (text given (etaX q)) (text given (etaY q))
    (real (texts state_in (X q))) (real (texts state_in (Y q))) all_noise (match f with OfX => true
      | OfY => false end).
Definition beyond_afterb (f : factor) (i j : nat) (p : expression) : bool :=
  let s := reached true in
  few_enough && match f with
  | OfX => (i <? d1)%nat && ltb (off_x s i j) (Absolute (Minus p (at_x s i j)))
  | OfY => (i <? d2)%nat && ltb (off_y s i j) (Absolute (Minus p (at_y s i j)))
  end.
Theorem after_refuted f i j p : usable a = true -> (1 <= d1)%nat -> (1 <= d2)%nat -> (1 <= r)%nat ->
  (j < r)%nat ->
  leb (Integer 0) (text given (etaX q)) = true -> leb (Integer 0) (text given (etaY q)) = true ->
  beyond_afterb f i j p = true -> refutes (legal_reached f i j) p.
Proof. intros ok h1 h2 hr hj ex ey h z l e. unfold beyond_afterb in h.
  apply andb_prop in h as [few h]. apply andb_prop in few as [few1 few2].
  assert (start : forall n x, near_entries r n (real x) x nothing).
  { intros n x p1 p2 _ _. unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. unfold real, nothing. cbn.
    rewrite N2R_zero. lra. }
  assert (w := after_near a more true r d1 d2 (texts given (M q)) (text given (etaX q))
    (text given (etaY q)) ok h1 h2 hr few1 few2 ex ey all_noise (State (texts state_in (X q)) (texts
      state_in (Y q)) nothing nothing) (real (texts state_in (X q))) (real (texts state_in (Y q)))
    (match f with OfX => true | OfY => false end) i j z (start _ _) (start _ _)).
  destruct f; apply andb_prop in h as [hi h]; apply Nat.ltb_lt in hi; apply lt_by_computation in h;
    cbn [meant] in h; specialize (w hi hj l); cbv zeta in w; unfold reached in h;
    rewrite <- e in h; lra. Qed.
End Window.
