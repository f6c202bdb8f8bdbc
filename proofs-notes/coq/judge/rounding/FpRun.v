(* SPDX-License-Identifier: Apache-2.0 *)
(* FpRun.v: the error of a run of several perturbed updates between two recorded states, as the
   judge computes it.

   The exact run starts at the recorded state. Let the computed state be within EX, EY of the exact
   one, entry by entry. After one correct update it is within the sum of
       the bound of FpStep.v, at magnitudes that are larger by EX and EY (updated_error), and
       EX + |eta| ((EX |Yt|^T + |Xt| EY^T + EX EY^T) (|Yt| + EY) + |R| EY), what an exact update
       makes of EX and EY (carried_error),
   Xt and Yt the exact perturbed iterates, R their residual; the same for Y. So bounds of this size,
   one update after another, are bounds on the run. Between the recorded states a state may be held
   wider: what is printed of it then stands for what would be.
   Main results: carried_error, updated_error, run_error (FP.run). *)
From Coq Require Import Reals Psatz List Bool.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient FpStep.
Local Open Scope R_scope.

Lemma product_change a a' b b' ea eb : Rabs (a' - a) <= ea -> Rabs (b' - b) <= eb ->
  Rabs (a' * b' - a * b) <= ea * Rabs b + Rabs a * eb + ea * eb.
Proof. intros ha hb. assert (p := Rabs_pos (a' - a)). assert (q := Rabs_pos (b' - b)).
  replace (a' * b' - a * b) with ((a' - a) * b + a * (b' - b) + (a' - a) * (b' - b)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult. apply Rplus_le_compat;
    [|apply Rmult_le_compat; lra]. eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  apply Rplus_le_compat; [apply Rmult_le_compat_r|apply Rmult_le_compat_l]; auto using Rabs_pos.
Qed.
Lemma size_change a a' e : Rabs (a' - a) <= e -> Rabs a' <= Rabs a + e.
Proof. intro h. replace a' with (a + (a' - a)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.
Lemma big_sub_abs n f g h : (forall j, (j < n)%nat -> Rabs (f j - g j) <= h j) ->
  Rabs (big n f - big n g) <= big n h.
Proof. intro hh. replace (big n f - big n g) with (big n (fun j => f j - g j)).
  - eapply Rle_trans; [apply big_abs|]. now apply big_le.
  - unfold Rminus. rewrite <- big_opp, <- big_plus. reflexivity. Qed.

(* Magnitudes A, errors e. *)
Definition padded (A e : matrix) : matrix := fun i k => A i k + e i k.

Section Update.
Variables (d r : nat) (x y zx zy m ex ey cx cy : matrix) (i : nat).
Notation xt := (Mplus x zx). Notation yt := (Mplus y zy).
Hypothesis HX : forall l, (l < r)%nat -> Rabs (cx i l - x i l) <= ex i l.
Hypothesis HY : forall j l, (j < d)%nat -> (l < r)%nat -> Rabs (cy j l - y j l) <= ey j l.
Definition residual_of (j : nat) := big r (fun l => xt i l * yt j l) - m i j.
Definition residual_change_of
    (j : nat) := big r (fun l => ex i l * Rabs (yt j l) + Rabs (xt i l) * ey j l + ex i l * ey j l).
Local Definition carried (eta : R) (k : nat) := ex i k + eta *
  (big d (fun j => residual_change_of j * (Rabs (yt j k) + ey j k))
    + big d (fun j => Rabs (residual_of j) * ey j k)).
Theorem carried_error eta k : 0 <= eta -> (k < r)%nat ->
  Rabs ((cx i k - eta * exact_gradient_of d r (Mplus cx zx) (Mplus cy zy) m i k)
    - (x i k - eta * exact_gradient_of d r xt yt m i k)) <= carried eta k.
Proof. intros e0 hk. unfold carried.
  assert (HX' : forall l, (l < r)%nat -> Rabs (Mplus cx zx i l - xt i l) <= ex i l).
  { intros l hl. unfold Mplus.
    replace (cx i l + zx i l - (x i l + zx i l)) with (cx i l - x i l) by ring. auto. }
  assert (HY' : forall j l, (j < d)%nat -> (l < r)%nat ->
    Rabs (Mplus cy zy j l - yt j l) <= ey j l).
  { intros j l hj hl. unfold Mplus.
    replace (cy j l + zy j l - (y j l + zy j l)) with (cy j l - y j l) by ring. auto. }
  set (G' := exact_gradient_of _ _ (Mplus cx zx) _ _ _ _).
  set (G := exact_gradient_of _ _ xt _ _ _ _). replace (cx i k - eta * G' - (x i k - eta * G))
    with ((cx i k - x i k) + - (eta * (G' - G))) by ring. eapply Rle_trans; [apply Rabs_triang|].
  rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq eta) by assumption.
  apply Rplus_le_compat; [auto|]. apply Rmult_le_compat_l; [assumption|]. rewrite <- big_plus.
  apply big_sub_abs. intros j hj. fold (residual_of j). set (R' := big r _ - m i j).
  assert (hR : Rabs (R' - residual_of j) <= residual_change_of j).
  { unfold R', residual_of, residual_change_of.
    match goal with |- Rabs (?a - ?c - (?b - ?c)) <= _ => replace (a - c - (b - c)) with (a - b)
      by ring end. apply big_sub_abs. intros l hl. apply product_change; auto. }
  assert (hy := HY' j k hj hk). assert (p := Rabs_pos (R' - residual_of j)).
  replace (R' * Mplus cy zy j k - residual_of j * yt j k) with
    ((R' - residual_of j) * Mplus cy zy j k + residual_of j * (Mplus cy zy j k - yt j k)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult. apply Rplus_le_compat.
  - apply Rmult_le_compat; auto using Rabs_pos. now apply size_change.
  - apply Rmult_le_compat_l; auto using Rabs_pos. Qed.
End Update.

Section Run.
Variables (u lam : R) (converts : bool) (r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (r_ge1 : (1 <= r)%nat).
(* A state may be held wider than it is printed; a sum's error may be relative to its operands; the
   residual may have more roundings. *)
Variables (wide apart more : bool).
Definition updates (d : nat) (x y m zx zy : matrix) (eta : R) (i k : nat) : value :=
  if more then legal_step_more u lam converts d r wide apart x y m zx zy eta i k
  else legal_step u lam converts d r wide apart x y m zx zy eta i k.
Definition update_roundings (d : nat) : nat :=
  step_roundings r d (conversions converts) (if wide then 1 else 0)
    + (if more then residual_more_roundings else 0).
(* The bound of one update, at the magnitudes of x and y and what they are padded with. *)
Definition updated (d : nat) (x y m zx zy ex ey : matrix) (eta : R) (i k : nat) : R :=
  let A := padded (iterate_size wide apart x zx) ex in let B :=
    padded (iterate_size wide apart y zy) ey in
  gamma u (update_roundings d)
    * (Rabs (x i k) + ex i k + eta * absolute_gradient_of d r A B (Mabs m) i k)
  + lam * underflow_of d r (conversions converts) eta A B (Mabs m) i k.

Lemma size_padded x c z e i k : Rabs (c i k - x i k) <= e i k ->
  iterate_size wide apart c z i k <= padded (iterate_size wide apart x z) e i k.
Proof. intro h. unfold padded, iterate_size, Mplus, Mabs. destruct (wide || apart).
  - assert (q := size_change _ _ _ h). lra.
  - apply size_change. replace (c i k + z i k - (x i k + z i k)) with (c i k - x i k) by ring.
    exact h. Qed.
Section Monotone.
Variables (d i k : nat) (A A' B B' T : matrix) (eta : R).
Hypotheses (eta_ge0 : 0 <= eta) (k_r : (k < r)%nat).
Hypothesis A0 : forall l, (l < r)%nat -> 0 <= A i l <= A' i l.
Hypothesis B0 : forall j l, (j < d)%nat -> (l < r)%nat -> 0 <= B j l <= B' j l.
Hypothesis T0 : forall j, 0 <= T i j.
Local Lemma rho_mono j : (j < d)%nat -> 0 <= rho_of r A B T i j <= rho_of r A' B' T i j.
Proof. intro hj. unfold rho_of. assert (t := T0 j). split.
  - apply Rplus_le_le_0_compat; [|assumption]. apply big_ge0. intros l hl.
    destruct (A0 l hl), (B0 j l hj hl). now apply Rmult_le_pos.
  - apply Rplus_le_compat_r, big_le. intros l hl. destruct (A0 l hl), (B0 j l hj hl).
    now apply Rmult_le_compat. Qed.
Lemma absolute_mono : absolute_gradient_of d r A B T i k <= absolute_gradient_of d r A' B' T i k.
Proof. apply big_le. intros j hj. destruct (rho_mono j hj), (B0 j k hj k_r).
  now apply Rmult_le_compat. Qed.
Lemma underflow_mono q : underflow_of d r q eta A B T i k <= underflow_of d r q eta A' B' T i k.
Proof. unfold underflow_of. apply Rmult_le_compat_l; [apply pos_INR|]. unfold update_underflow.
  apply Rplus_le_compat_r, Rmult_le_compat_l; [lra|]. assert (a : 0 <= big r (A i) <= big r (A' i)).
  { split; [apply big_ge0|apply big_le]; intros l hl; destruct (A0 l hl); lra. }
  assert (dn := pos_INR d). assert (rn := pos_INR r).
  apply Rplus_le_compat; [apply Rplus_le_compat|].
  - apply big_le. intros j hj. destruct (B0 j k hj k_r).
    assert (b : 0 <= big r (B j) <= big r (B' j)).
    { split; [apply big_ge0|apply big_le]; intros l hl; destruct (B0 j l hj hl); lra. }
    apply Rmult_le_compat; lra.
  - apply big_le. intros j hj. now apply rho_mono.
  - apply Rmult_le_compat_l; lra. Qed.
End Monotone.
Lemma gamma_ge0 n : INR n * u <= 1 / 4 -> 0 <= gamma u n.
Proof. intro h. assert (0 <= INR n * u) by (apply Rmult_le_pos; [apply pos_INR|assumption]).
  unfold gamma. apply Rmult_le_pos; [assumption|]. apply Rlt_le, Rinv_0_lt_compat. lra. Qed.
(* One correct update from a state near (x, y). *)
Theorem updated_error d x y m zx zy ex ey cx cy eta i k z : (1 <= d)%nat ->
  INR (update_roundings d) * u <= 1 / 4 -> 0 <= eta -> (k < r)%nat ->
  (forall l, (l < r)%nat -> Rabs (cx i l - x i l) <= ex i l) ->
  (forall j l, (j < d)%nat -> (l < r)%nat -> Rabs (cy j l - y j l) <= ey j l) ->
  updates d cx cy m zx zy eta i k z ->
  Rabs (z - (x i k - eta * exact_gradient_of d r (Mplus x zx) (Mplus y zy) m i k)) <=
    updated d x y m zx zy ex ey eta i k + carried d r x y zx zy m ex ey i eta k.
Proof. intros d1 hn e0 hk HX HY hz. assert (h : Rabs (z - (cx i k - eta
      * exact_gradient_of d r (Mplus cx zx) (Mplus cy zy) m i k)) <= gamma u (update_roundings d)
    * (Rabs (cx i k) + eta * absolute_gradient_of d r (iterate_size wide apart cx zx)
      (iterate_size wide apart cy zy) (Mabs m) i k) + lam * underflow_of d r (conversions converts)
    eta (iterate_size wide apart cx zx) (iterate_size wide apart cy zy) (Mabs m) i k).
  { unfold updates, update_roundings in *. destruct more.
    - apply step_more_error; auto.
    - rewrite Nat.add_0_r in *. apply step_error; auto. }
  assert (c := carried_error d r x y zx zy m ex ey cx cy i HX HY eta k e0 hk).
  assert (A0 : forall l, (l < r)%nat ->
    0 <= iterate_size wide apart cx zx i l <= padded (iterate_size wide apart x zx) ex i l).
  { intros l hl. split; [apply size_ge0|apply size_padded; auto]. }
  assert (B0 : forall j l, (j < d)%nat -> (l < r)%nat ->
    0 <= iterate_size wide apart cy zy j l <= padded (iterate_size wide apart y zy) ey j l).
  { intros j l hj hl. split; [apply size_ge0|apply size_padded; auto]. }
  assert (T0 : forall j, 0 <= Mabs m i j) by (intro; apply Rabs_pos).
  match goal with |- Rabs (z - ?v) <= _ => replace (z - v)
    with ((z - (cx i k - eta * exact_gradient_of d r (Mplus cx zx) (Mplus cy zy) m i k))
    + ((cx i k - eta * exact_gradient_of d r (Mplus cx zx) (Mplus cy zy) m i k) - v)) by ring end.
  eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; [|exact c].
  eapply Rle_trans; [exact h|]. unfold updated. destruct lam_range as [l0 _].
  apply Rplus_le_compat; apply Rmult_le_compat_l; auto using gamma_ge0.
  - apply Rplus_le_compat; [apply size_change; auto|]. apply Rmult_le_compat_l; [assumption|].
    apply absolute_mono; auto.
  - apply underflow_mono; auto. Qed.

(* FP.run: the exact run x, y and a computed one, cx, cy, with the same noise, from states within ex
   0, ey 0. *)
Section Sequences.
Variables (d1 d2 : nat) (m : matrix) (etaX etaY : R) (zx zy x y cx cy ex ey : nat -> matrix).
Hypotheses (d1_ge1 : (1 <= d1)%nat) (d2_ge1 : (1 <= d2)%nat) (etaX_ge0 : 0 <= etaX).
Hypotheses (etaY_ge0 : 0 <= etaY) (few_X : INR (update_roundings d2) * u <= 1 / 4).
Hypothesis few_Y : INR (update_roundings d1) * u <= 1 / 4.
Hypothesis exact_X : forall t i k, (i < d1)%nat -> (k < r)%nat ->
  x (S t) i k = x t i k - etaX * exact_gradient_of d2 r (Mplus (x t) (zx t))
    (Mplus (y t) (zy t)) m i k.
Hypothesis exact_Y : forall t j k, (j < d2)%nat -> (k < r)%nat ->
  y (S t) j k = y t j k - etaY * exact_gradient_of d1 r (Mplus (y t) (zy t)) (Mplus (x t) (zx t))
    (transpose m) j k.
Hypothesis computed_X : forall t i k, (i < d1)%nat -> (k < r)%nat ->
  updates d2 (cx t) (cy t) m (zx t) (zy t) etaX i k (cx (S t) i k).
Hypothesis computed_Y : forall t j k, (j < d2)%nat -> (k < r)%nat ->
  updates d1 (cy t) (cx t) (transpose m) (zy t) (zx t) etaY j k (cy (S t) j k).
Hypothesis start_X : forall i k, (i < d1)%nat -> (k < r)%nat ->
  Rabs (cx 0%nat i k - x 0%nat i k) <= ex 0%nat i k.
Hypothesis start_Y : forall j k, (j < d2)%nat -> (k < r)%nat ->
  Rabs (cy 0%nat j k - y 0%nat j k) <= ey 0%nat j k.
Hypothesis bound_X : forall t i k, (i < d1)%nat -> (k < r)%nat ->
  updated d2 (x t) (y t) m (zx t) (zy t) (ex t) (ey t) etaX i k + carried d2 r (x t) (y t) (zx t)
    (zy t) m (ex t) (ey t) i etaX k <= ex (S t) i k.
Hypothesis bound_Y : forall t j k, (j < d2)%nat -> (k < r)%nat ->
  updated d1 (y t) (x t) (transpose m) (zy t) (zx t) (ey t) (ex t) etaY j k
  + carried d1 r (y t) (x t) (zy t) (zx t) (transpose m) (ey t) (ex t) j etaY k <= ey (S t) j k.
Theorem run_error t :
  (forall i k, (i < d1)%nat -> (k < r)%nat -> Rabs (cx t i k - x t i k) <= ex t i k) /\
  (forall j k, (j < d2)%nat -> (k < r)%nat -> Rabs (cy t j k - y t j k) <= ey t j k).
Proof. induction t as [|t [IX IY]]; [auto|]. split; intros i k hi hk.
  - rewrite exact_X by assumption. eapply Rle_trans; [|apply bound_X; assumption].
    apply updated_error with (cx t) (cy t); auto.
  - rewrite exact_Y by assumption. eapply Rle_trans; [|apply bound_Y; assumption].
    apply updated_error with (cy t) (cx t); auto. Qed.
End Sequences. End Run.
