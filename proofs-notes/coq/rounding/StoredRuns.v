(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredRuns.v: whole runs whose iterates are stored to nearest or towards zero.

   room x is half the distance to the nearer neighbour of x. A run of Perturbed GD with bounded noise whose step sizes keep every update
   below the room of every entry of its start never moves, however long it is. Towards zero, the mean of what is stored loses the whole
   place below x with the probability that the update points inward, whatever the update's size.

   Main results: nearest_stays, frozen_descent, frozen_imbalance, truncation_mean, truncation_drift.
   Depends on: Flocq, Stores, FpSum, FpStep.
   Paper's place: Section 3, Phase III (in a finite format). *)
From Coq Require Import Reals ZArith Psatz List.
From Flocq Require Import Core.
From NoisyGD Require Import Stores FpSum FpStep.
Local Open Scope R_scope.

Section Runs.
Variable fexp : Z -> Z.
Context {valid_exp : Valid_exp fexp}.
Notation F := (generic_format radix2 fexp).
Notation pred := (pred radix2 fexp).
Notation succ := (succ radix2 fexp).

Section Nearest.
Variable choice : Z -> bool.
Notation nearest := (round radix2 fexp (Znearest choice)).
Definition room x := Rmin (x - pred x) (succ x - x) / 2.
Lemma nearest_stays x d : F x -> Rabs d < room x -> nearest (x + d) = x.
Proof.
intros hx h. apply nearest_frozen; [exact valid_exp|exact hx|]. unfold in_dead_zone, room in *.
assert (a := Rmin_l (x - pred x) (succ x - x)). assert (b := Rmin_r (x - pred x) (succ x - x)).
destruct (Rabs_def2 _ _ h). split; lra.
Qed.

(* The gradient where all entries are below A and those of M below mu. *)
Definition gradient_most (d r : nat) A mu := INR d * ((INR r * (A * A) + mu) * A).
Lemma gradient_bound d r (x y m : matrix) A mu i k : 0 <= mu -> (k < r)%nat -> (forall l, (l < r)%nat -> Rabs (x i l) <= A) ->
  (forall j l, (j < d)%nat -> (l < r)%nat -> Rabs (y j l) <= A) -> (forall j, (j < d)%nat -> Rabs (m i j) <= mu) ->
  Rabs (exact_gradient_of d r x y m i k) <= gradient_most d r A mu.
Proof.
intros mu0 hk hx hy hm. unfold exact_gradient_of, gradient_most.
assert (A0 : 0 <= A) by (eapply Rle_trans; [apply Rabs_pos|apply (hx k hk)]).
eapply Rle_trans; [apply big_abs|]. rewrite <- big_const. apply big_le. intros j hj.
rewrite Rabs_mult. apply Rmult_le_compat; [apply Rabs_pos|apply Rabs_pos| |apply hy; assumption].
eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. apply Rplus_le_compat; [|apply hm, hj].
eapply Rle_trans; [apply big_abs|]. rewrite <- big_const. apply big_le. intros l hl.
rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; [apply hx|apply hy]; assumption.
Qed.

Section Descent.
Variables (d1 d2 r : nat) (X0 Y0 M : matrix) (etaX etaY A mu : R) (Z1 Z2 X Y : nat -> matrix).
Notation perturbed P Z t := (fun i a => P t i a + Z t i a).
Hypotheses (etaX0 : 0 <= etaX) (etaY0 : 0 <= etaY) (mu0 : 0 <= mu).
Hypothesis startX : forall i a, (i < d1)%nat -> (a < r)%nat -> X 0%nat i a = X0 i a.
Hypothesis startY : forall j a, (j < d2)%nat -> (a < r)%nat -> Y 0%nat j a = Y0 j a.
Hypothesis stepX : forall t i a, (i < d1)%nat -> (a < r)%nat -> X (S t) i a =
  nearest (X t i a + - (etaX * exact_gradient_of d2 r (perturbed X Z1 t) (perturbed Y Z2 t) M i a)).
Hypothesis stepY : forall t j a, (j < d2)%nat -> (a < r)%nat -> Y (S t) j a =
  nearest (Y t j a + - (etaY * exact_gradient_of d1 r (perturbed Y Z2 t) (perturbed X Z1 t) (transpose M) j a)).
Hypothesis boundX : forall t i a, (i < d1)%nat -> (a < r)%nat -> Rabs (X0 i a + Z1 t i a) <= A.
Hypothesis boundY : forall t j a, (j < d2)%nat -> (a < r)%nat -> Rabs (Y0 j a + Z2 t j a) <= A.
Hypothesis boundM : forall i j, (i < d1)%nat -> (j < d2)%nat -> Rabs (M i j) <= mu.
Hypothesis roomX : forall i a, (i < d1)%nat -> (a < r)%nat -> F (X0 i a) /\ etaX * gradient_most d2 r A mu < room (X0 i a).
Hypothesis roomY : forall j a, (j < d2)%nat -> (a < r)%nat -> F (Y0 j a) /\ etaY * gradient_most d1 r A mu < room (Y0 j a).

Theorem frozen_descent t : (forall i a, (i < d1)%nat -> (a < r)%nat -> X t i a = X0 i a) /\
  (forall j a, (j < d2)%nat -> (a < r)%nat -> Y t j a = Y0 j a).
Proof.
induction t as [|t [IHX IHY]]; [split; assumption|].
assert (bX : forall i a, (i < d1)%nat -> (a < r)%nat -> Rabs (X t i a + Z1 t i a) <= A) by (intros; rewrite IHX by assumption; now apply boundX).
assert (bY : forall j a, (j < d2)%nat -> (a < r)%nat -> Rabs (Y t j a + Z2 t j a) <= A) by (intros; rewrite IHY by assumption; now apply boundY).
assert (small : forall eta g G rm, 0 <= eta -> Rabs g <= G -> eta * G < rm -> Rabs (- (eta * g)) < rm).
{ intros eta g G rm e0 hg h. rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq eta) by exact e0.
  eapply Rle_lt_trans; [apply Rmult_le_compat_l; eassumption|exact h]. }
split; intros i a hi ha.
- rewrite stepX, IHX by assumption. destruct (roomX i a hi ha) as [hF h]. apply nearest_stays; [exact hF|].
  apply (small _ _ (gradient_most d2 r A mu)); [exact etaX0| |exact h].
  apply gradient_bound; [exact mu0|exact ha|intros; now apply bX|exact bY|intros; now apply boundM].
- rewrite stepY, IHY by assumption. destruct (roomY i a hi ha) as [hF h]. apply nearest_stays; [exact hF|].
  apply (small _ _ (gradient_most d1 r A mu)); [exact etaY0| |exact h].
  apply gradient_bound; [exact mu0|exact ha|intros; now apply bY|exact bX|intros; now apply boundM].
Qed.
Definition squares (d : nat) (P : matrix) := big d (fun i => big r (fun a => P i a * P i a)).
Theorem frozen_imbalance g t : squares d1 (X t) - g * squares d2 (Y t) = squares d1 X0 - g * squares d2 Y0.
Proof.
destruct (frozen_descent t) as [hX hY]. unfold squares. f_equal; [|f_equal].
- apply big_ext. intros i hi. apply big_ext. intros a ha. now rewrite hX.
- apply big_ext. intros j hj. apply big_ext. intros a ha. now rewrite hY.
Qed.
End Descent.
End Nearest.

(* A law on finitely many updates: pairs of a probability and an update. *)
Section Truncation.
Notation zero := (round radix2 fexp Ztrunc).
Definition expected (g : R -> R) (law : list (R * R)) := sum (map (fun o => fst o * g (snd o)) law).
Definition inward (law : list (R * R)) := expected (fun u => if Rlt_bool u 0 then 1 else 0) law.
Theorem truncation_mean x law : F x -> 0 < x -> expected (fun _ => 1) law = 1 ->
  (forall o, In o law -> pred x <= x + snd o < succ x) ->
  expected (fun u => zero (x + u)) law = x - (x - pred x) * inward law.
Proof.
intros hx x0 one near.
replace (x - (x - pred x) * inward law) with (x * expected (fun _ => 1) law - (x - pred x) * inward law) by (rewrite one; ring).
clear one. unfold inward, expected, sum. induction law as [|[p u] law IH]; [simpl; ring|].
simpl in *. rewrite IH by (intros o ho; apply near; now right).
assert (h := near (p, u) (or_introl eq_refl)). simpl in h.
destruct (Rlt_bool_spec u 0) as [n|n].
- rewrite (zero_inward fexp x u hx x0 n (proj1 h)). ring.
- rewrite (zero_outward fexp x u hx (Rlt_le _ _ x0) n (proj2 h)). ring.
Qed.
(* Beside the exact update's mean: an update as often inward as outward loses half a place, however small it is. *)
Theorem truncation_drift x law : F x -> 0 < x -> expected (fun _ => 1) law = 1 ->
  (forall o, In o law -> pred x <= x + snd o < succ x) -> expected (fun u => u) law = 0 -> inward law = 1 / 2 ->
  expected (fun u => x + u) law = x /\ expected (fun u => zero (x + u)) law = x - (x - pred x) / 2.
Proof.
intros hx x0 one near centred half. split; [|rewrite truncation_mean, half by assumption; field].
transitivity (x * expected (fun _ => 1) law + expected (fun u => u) law); [|rewrite one, centred; ring].
clear. unfold expected, sum. induction law as [|[p u] law IH]; simpl in *; [ring|rewrite IH; ring].
Qed.
End Truncation.
End Runs.
