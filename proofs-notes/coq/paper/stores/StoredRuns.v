(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredRuns.v: whole runs whose iterates are stored to nearest or towards zero.

   room x is half the distance to the nearer neighbour of x. A run of Perturbed GD with bounded
   noise whose step sizes keep every update below the room of every entry of its start never moves,
   however long it is. Towards zero, the mean of what is stored loses the whole place below x with
   the probability that the update points inward, whatever the update's size.

   At d1 = d2 = r = 1 and M = 1 a factor whose own updates are below its room never moves while the
   run stays in its region, however the other is stored.
   Main results: nearest_stays, stagnated_descent, stagnated_imbalance, truncation_mean,
   truncation_drift, stagnated_factor, stagnated_bfloat16, stagnated_e4m3.
   Paper's place: Section 3, Phase III (in a finite format). *)
From Coq Require Import Reals ZArith Psatz List.
From Flocq Require Import Core.
From NoisyGD Require Import Stores.
Local Open Scope R_scope.

Section Runs.
Variable fexp : Z -> Z. Context {valid_exp : Valid_exp fexp}.
Notation F := (generic_format radix2 fexp). Notation pred := (pred radix2 fexp).
Notation succ := (succ radix2 fexp).

Section Nearest.
Variable choice : Z -> bool.
Notation nearest := (round radix2 fexp (Znearest choice)).
Local Definition room x := Rmin (x - pred x) (succ x - x) / 2.
Lemma nearest_stays x d : F x -> Rabs d < room x -> nearest (x + d) = x.
Proof. intros hx h. apply nearest_stagnated; [exact valid_exp|exact hx|].
  unfold in_dead_zone, room in *. assert (a := Rmin_l (x - pred x) (succ x - x)).
  assert (b := Rmin_r (x - pred x) (succ x - x)). destruct (Rabs_def2 _ _ h). split; lra. Qed.

Lemma step_stays x eta g G : F x -> 0 <= eta -> Rabs g <= G -> eta * G < room x ->
  nearest (x + - (eta * g)) = x.
Proof. intros hx e0 hg h. apply nearest_stays; [exact hx|]. eapply Rle_lt_trans; [|exact h].
  rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq eta) by exact e0. now apply Rmult_le_compat_l. Qed.

(* Matrices are functions of two indices; only those below the dimensions matter. *)
Local Notation matrix := (nat -> nat -> R).
(* f 0 + ... + f (n - 1), and an entry of (X Y^T - M) Y. *)
Fixpoint total n (f : nat -> R) := match n with O => 0 | S m => total m f + f m end.
Definition gradient_at (d r : nat) (x y m : matrix) (i k : nat) :=
  total d (fun j => (total r (fun l => x i l * y j l) - m i j) * y j k).
Local Lemma total_most n f c : (forall i, (i < n)%nat -> Rabs (f i) <= c) ->
  Rabs (total n f) <= INR n * c.
Proof. induction n as [|n IH]; intro h; [simpl; rewrite Rabs_R0; lra|]. rewrite S_INR. simpl.
  eapply Rle_trans; [apply Rabs_triang|]. assert (a := h n ltac:(lia)).
  assert (b : Rabs (total n f) <= INR n * c) by auto with arith. lra. Qed.
Local Lemma total_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> total n f = total n g.
Proof. induction n as [|n IH]; intro h; simpl; [reflexivity|rewrite IH, h; auto with arith]. Qed.
(* The gradient where all entries are below A and those of M below mu. *)
Definition gradient_most (d r : nat) A mu := INR d * ((INR r * (A * A) + mu) * A).
Local Lemma gradient_bound d r (x y m : matrix) A mu i k : 0 <= mu -> (k < r)%nat ->
  (forall l, (l < r)%nat -> Rabs (x i l) <= A) ->
  (forall j l, (j < d)%nat -> (l < r)%nat -> Rabs (y j l) <= A) -> (forall j, (j < d)%nat ->
    Rabs (m i j) <= mu) -> Rabs (gradient_at d r x y m i k) <= gradient_most d r A mu.
Proof. intros mu0 hk hx hy hm. unfold gradient_at, gradient_most. apply total_most. intros j hj.
  rewrite Rabs_mult. apply Rmult_le_compat; [apply Rabs_pos|apply Rabs_pos| |apply hy; assumption].
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. apply Rplus_le_compat; [|apply hm, hj].
  apply total_most. intros l hl. rewrite Rabs_mult.
  apply Rmult_le_compat; try apply Rabs_pos; [apply hx|apply hy]; assumption. Qed.

Section Descent.
Variables (d1 d2 r : nat) (X0 Y0 M : matrix) (etaX etaY A mu : R) (Z1 Z2 X Y : nat -> matrix).
Notation perturbed P Z t := (fun i a => P t i a + Z t i a).
Hypotheses (etaX0 : 0 <= etaX) (etaY0 : 0 <= etaY) (mu0 : 0 <= mu).
Hypothesis startX : forall i a, (i < d1)%nat -> (a < r)%nat -> X 0%nat i a = X0 i a.
Hypothesis startY : forall j a, (j < d2)%nat -> (a < r)%nat -> Y 0%nat j a = Y0 j a.
Hypothesis stepX : forall t i a, (i < d1)%nat -> (a < r)%nat -> X (S t) i a =
  nearest (X t i a + - (etaX * gradient_at d2 r (perturbed X Z1 t) (perturbed Y Z2 t) M i a)).
Hypothesis stepY : forall t j a, (j < d2)%nat -> (a < r)%nat -> Y (S t) j a =
  nearest (Y t j a +
    - (etaY * gradient_at d1 r (perturbed Y Z2 t) (perturbed X Z1 t) (fun j i => M i j) j a)).
Hypothesis boundX : forall t i a, (i < d1)%nat -> (a < r)%nat -> Rabs (X0 i a + Z1 t i a) <= A.
Hypothesis boundY : forall t j a, (j < d2)%nat -> (a < r)%nat -> Rabs (Y0 j a + Z2 t j a) <= A.
Hypothesis boundM : forall i j, (i < d1)%nat -> (j < d2)%nat -> Rabs (M i j) <= mu.
Hypothesis roomX : forall i a, (i < d1)%nat -> (a < r)%nat ->
  F (X0 i a) /\ etaX * gradient_most d2 r A mu < room (X0 i a).
Hypothesis roomY : forall j a, (j < d2)%nat -> (a < r)%nat ->
  F (Y0 j a) /\ etaY * gradient_most d1 r A mu < room (Y0 j a).

Theorem stagnated_descent t : (forall i a, (i < d1)%nat -> (a < r)%nat -> X t i a = X0 i a) /\
  (forall j a, (j < d2)%nat -> (a < r)%nat -> Y t j a = Y0 j a).
Proof. induction t as [|t [IHX IHY]]; [split; assumption|].
  assert (bX : forall i a, (i < d1)%nat -> (a < r)%nat -> Rabs (X t i a + Z1 t i a) <= A)
    by (intros; rewrite IHX by assumption; now apply boundX).
  assert (bY : forall j a, (j < d2)%nat -> (a < r)%nat -> Rabs (Y t j a + Z2 t j a) <= A)
    by (intros; rewrite IHY by assumption; now apply boundY).
  split; intros i a hi ha; [destruct (roomX i a hi ha)|destruct (roomY i a hi ha)].
  - rewrite stepX, IHX by assumption. eapply step_stays; try eassumption.
    apply gradient_bound; try assumption; intros; [now apply bX|now apply boundM].
  - rewrite stepY, IHY by assumption. eapply step_stays; try eassumption.
    apply gradient_bound; try assumption; intros; [now apply bY|now apply boundM]. Qed.
Local Definition squares (d : nat) (P : matrix) :=
  total d (fun i => total r (fun a => P i a * P i a)).
Theorem stagnated_imbalance g t :
  squares d1 (X t) - g * squares d2 (Y t) = squares d1 X0 - g * squares d2 Y0.
Proof. destruct (stagnated_descent t) as [hX hY]. unfold squares. f_equal; [|f_equal].
  - apply total_ext. intros i hi. apply total_ext. intros a ha. now rewrite hX.
  - apply total_ext. intros j hj. apply total_ext. intros a ha. now rewrite hY. Qed.
End Descent. End Nearest.

(* A law on finitely many updates: pairs of a probability and an update. *)
Section Truncation.
Notation zero := (round radix2 fexp Ztrunc).
Definition expected (g : R -> R) (law : list (R * R)) := sum (map (fun o => fst o * g (snd o)) law).
Definition inward (law : list (R * R)) := expected (fun u => if Rlt_bool u 0 then 1 else 0) law.
Theorem truncation_mean x law : F x -> 0 < x -> expected (fun _ => 1) law = 1 ->
  (forall o, In o law -> pred x <= x + snd o < succ x) ->
  expected (fun u => zero (x + u)) law = x - (x - pred x) * inward law.
Proof. intros hx x0 one near. replace (x - (x - pred x) * inward law)
    with (x * expected (fun _ => 1) law - (x - pred x) * inward law) by (rewrite one; ring).
  clear one. unfold inward, expected, sum. induction law as [|[p u] law IH]; [simpl; ring|].
  simpl in *. rewrite IH by (intros o ho; apply near; now right).
  assert (h := near (p, u) (or_introl eq_refl)). simpl in h. destruct (Rlt_bool_spec u 0) as [n|n].
  - rewrite (zero_inward fexp x u hx x0 n (proj1 h)). ring.
  - rewrite (zero_outward fexp x u hx (Rlt_le _ _ x0) n (proj2 h)). ring. Qed.
(* Beside the exact update's mean: an update as often inward as outward loses half a place, however
   small it is. *)
Theorem truncation_drift x law : F x -> 0 < x -> expected (fun _ => 1) law = 1 ->
  (forall o, In o law -> pred x <= x + snd o < succ x) -> expected (fun u => u) law = 0 ->
  inward law = 1 / 2 ->
  expected (fun u => x + u) law = x /\ expected (fun u => zero (x + u)) law = x - (x - pred x) / 2.
Proof. intros hx x0 one near centred half.
  split; [|rewrite truncation_mean, half by assumption; field]. transitivity (x
    * expected (fun _ => 1) law + expected (fun u => u) law); [|rewrite one, centred; ring]. clear.
  unfold expected, sum. induction law as [|[p u] law IH]; simpl in *; [ring|rewrite IH; ring]. Qed.
End Truncation. End Runs.

(* One factor that does not move while the other does: d1 = d2 = r = 1, M = 1. x may be stored in
   any way. *)
Section Line.
Variable fexp : Z -> Z. Context {valid_exp : Valid_exp fexp}. Variable choice : Z -> bool.
Notation F := (generic_format radix2 fexp).
Notation nearest := (round radix2 fexp (Znearest choice)).
Variables (x y z1 z2 : nat -> R) (eta b rho A : R) (n : nat).
Hypotheses (eta0 : 0 <= eta) (rho0 : 0 <= rho) (A0 : 0 <= A) (start : F (y 0%nat)).
Hypothesis stepY : forall t, y (S t) = nearest
  (y t + - (eta * (((x t + z1 t) * (y t + z2 t) - 1) * (x t + z1 t)))).
Hypothesis small : forall t, Rabs (z1 t) <= b /\ Rabs (z2 t) <= b.
Hypothesis inside : forall t, (t < n)%nat -> Rabs (x t * y t - 1) <= rho /\ Rabs (x t) <= A.
Hypothesis step : eta * ((rho + b * (Rabs (y 0%nat) + A + b)) * (A + b)) < room fexp (y 0%nat).

Theorem stagnated_factor t : (t <= n)%nat -> y t = y 0%nat.
Proof. induction t as [|t IH]; intro h; [reflexivity|]. assert (e : y t = y 0%nat)
    by (apply IH; lia). destruct (inside t) as [hd hx]; [lia|]. destruct (small t) as [h1 h2].
  assert (b0 : 0 <= b) by (eapply Rle_trans; [apply Rabs_pos|exact h1]).
  assert (y0 := Rabs_pos (y 0%nat)).
  rewrite stepY, e in *. eapply step_stays; [exact valid_exp|exact start|exact eta0| |exact step].
  rewrite Rabs_mult.
  apply Rmult_le_compat; try apply Rabs_pos.
  - replace ((x t + z1 t) * (y 0%nat + z2 t) - 1) with ((x t * y 0%nat - 1) + (z1 t * y 0%nat
        + x t * z2 t + z1 t * z2 t)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    apply Rplus_le_compat; [exact hd|]. eapply Rle_trans; [apply Rabs_triang|].
    eapply Rle_trans; [apply Rplus_le_compat_r, Rabs_triang|]. rewrite !Rabs_mult.
    replace (b * (Rabs (y 0%nat) + A + b)) with (b * Rabs (y 0%nat) + A * b + b * b) by ring.
    repeat apply Rplus_le_compat; apply Rmult_le_compat; try apply Rabs_pos; try assumption;
      apply Rle_refl.
  - eapply Rle_trans; [apply Rabs_triang|]. now apply Rplus_le_compat. Qed.
End Line.

(* In a format, from m 2^e. *)
Local Ltac stagnated still fexp choice x y z1 z2 n m e room b rho A :=
  intros s step small inside; assert (v : Valid_exp fexp) by (apply FLT_exp_valid; reflexivity);
  assert (e0 : y n = y 0%nat)
    by (apply (still fexp v choice x y z1 z2 (1 / 100) b rho A n);
    try lra; try assumption; try lia; [ rewrite s; apply generic_format_FLT;
      exists (Float radix2 m e); simpl; [unfold F2R; simpl; lra|reflexivity|lia]
    | intros t h; apply inside; lia
    | rewrite s, room, Rabs_pos_eq by lra; lra ]);
  rewrite e0, s; split; [reflexivity|]; destruct (inside n) as [_ h]; [lia|];
  apply Rabs_le_inv in h; nra.
(* Fig. 4 in bfloat16: y = 65/16 never moves. *)
Lemma room_bfloat16 : room (FLT_exp (-133) 8) (65 / 16) = 1 / 64.
Proof. assert (m : (mag radix2 (65 / 16) : Z) = 3%Z) by (apply mag_unique; rewrite Rabs_pos_eq
    by lra; simpl; lra). assert (c : ulp radix2 (FLT_exp (-133) 8) (65 / 16) = 1 / 32).
  { rewrite ulp_neq_0 by lra. unfold cexp. rewrite m. simpl. lra. }
  unfold room. rewrite succ_eq_pos, pred_eq_pos by lra. unfold pred_pos. rewrite m, c. simpl.
  rewrite Req_bool_false by lra. replace (65 / 16 - (65 / 16 - 1 / 32)) with (1 / 32) by lra.
  replace (65 / 16 + 1 / 32 - 65 / 16) with (1 / 32) by lra. rewrite Rmin_left by lra. lra. Qed.
Theorem stagnated_bfloat16 choice (x y z1 z2 : nat -> R) n : y 0%nat = 65 / 16 ->
  (forall t, y (S t) = round radix2 (FLT_exp (-133) 8) (Znearest choice)
    (y t + - (1 / 100 * (((x t + z1 t) * (y t + z2 t) - 1) * (x t + z1 t))))) ->
  (forall t, Rabs (z1 t) <= 1 / 10 /\ Rabs (z2 t) <= 1 / 10) ->
  (forall t, (t <= n)%nat -> Rabs (x t * y t - 1) <= 3 / 10 /\ Rabs (x t) <= 7 / 10) ->
  y n = 65 / 16 /\ x n * x n - y n * y n <= -16.
Proof. stagnated stagnated_factor (FLT_exp (-133) 8) choice x y z1 z2 n 65%Z (-4)%Z room_bfloat16
  (1 / 10) (3 / 10) (7 / 10). Qed.

(* In e4m3 at four times the noise: y = 4. *)
Lemma room_e4m3 : room (FLT_exp (-9) 4) 4 = 1 / 8.
Proof. assert (m : (mag radix2 4 : Z) = 3%Z) by (apply mag_unique; rewrite Rabs_pos_eq by lra;
    simpl; lra). assert (c : ulp radix2 (FLT_exp (-9) 4) 4 = 1 / 2).
  { rewrite ulp_neq_0 by lra. unfold cexp. rewrite m. simpl. lra. }
  unfold room. rewrite succ_eq_pos, pred_eq_pos by lra. unfold pred_pos. rewrite m, c. simpl.
  rewrite Req_bool_true by lra. rewrite Rmin_left; lra. Qed.
Theorem stagnated_e4m3 choice (x y z1 z2 : nat -> R) n : y 0%nat = 4 ->
  (forall t, y (S t) = round radix2 (FLT_exp (-9) 4) (Znearest choice)
    (y t + - (1 / 100 * (((x t + z1 t) * (y t + z2 t) - 1) * (x t + z1 t))))) ->
  (forall t, Rabs (z1 t) <= 7 / 20 /\ Rabs (z2 t) <= 7 / 20) -> (forall t, (t <= n)%nat ->
    Rabs (x t * y t - 1) <= 1 /\ Rabs (x t) <= 1 / 2) -> y n = 4 /\ x n * x n - y n * y n <= -15.
Proof. stagnated stagnated_factor (FLT_exp (-9) 4) choice x y z1 z2 n 1%Z 2%Z room_e4m3 (7 / 20) 1
  (1 / 2). Qed.
