(* SPDX-License-Identifier: Apache-2.0 *)
(* FixedPoint.v: how far one perturbed update in fixed point is from the exact one.

   Numbers are multiples of a unit u > 0. rnd is rounding to the nearest multiple, ties upwards:
   floor(q/u + 1/2) u. Sums of products are exact and rounded once. For one column k of X (for Y the
   roles are exchanged): x i a the perturbed iterate of X, y j a that of Y, m i j the target, eta
   the step size, x0 the iterate itself:

     e = rnd eta,  A i j = rnd (eta m i j),  K a = rnd (sum_j y j a y j k),  C a = rnd (e K a),
     x' = x0 + rnd (sum_j A i j y j k - sum_a x i a C a).
   Main results: rnd_error (|rnd q - q| <= u/2), rnd_exact (a multiple of u stays as it is),
   fixed_point_update (entry by entry), fixed_point_update_uniform (in terms of d2, r and the
   largest moduli), fixed_point_below (no entry passes a bound that the range check computes). *)
From Coq Require Import Reals Psatz ZArith.
From Flocq Require Import Core.
From NoisyGD Require Import FpSum Comparisons.
Local Open Scope R_scope.

Lemma big_minus n f g : big n (fun j => f j - g j) = big n f - big n g.
Proof. unfold Rminus. rewrite <- big_opp, <- big_plus. reflexivity. Qed.
Lemma big_eq n f g : (forall j, f j = g j) -> big n f = big n g.
Proof. intro h. apply big_ext. intros; apply h. Qed.
Lemma big_within n f g : (forall j, (j < n)%nat -> Rabs (f j) <= g j) -> Rabs (big n f) <= big n g.
Proof. intro h. eapply Rle_trans; [apply big_abs|apply big_le, h]. Qed.

Section Rounding.
Variable u : R. Hypothesis u_gt0 : 0 < u.
Definition rnd (q : R) := IZR (Zfloor (q / u + / 2)) * u.

Theorem rnd_error q : Rabs (rnd q - q) <= u / 2.
Proof. unfold rnd. assert (l := Zfloor_lb (q / u + / 2)). assert (h := Zfloor_ub (q / u + / 2)).
  set (n := IZR (Zfloor (q / u + / 2))) in *.
  assert (e : n * u - q = (n - q / u) * u) by (field; lra). rewrite e, Rabs_mult,
    (Rabs_pos_eq u) by lra. assert (Rabs (n - q / u) <= / 2) by (apply Rabs_le; lra). nra. Qed.
Theorem rnd_exact n : rnd (IZR n * u) = IZR n * u.
Proof. unfold rnd. replace (IZR n * u / u) with (IZR n) by (field; lra). f_equal. f_equal.
  apply Zfloor_imp. rewrite plus_IZR. lra. Qed.

Section Update.
Variables (d r : nat) (x : nat -> nat -> R) (y : nat -> nat -> R) (m : nat -> nat -> R) (eta x0 : R)
  (i k : nat).
Local Definition gram (a : nat) := big d (fun j => y j a * y j k).
Definition exact_update :=
  x0 - eta * (big r (fun a => x i a * gram a) - big d (fun j => m i j * y j k)).
(* The residual form: the same number. *)
Definition residual_update :=
  x0 - eta * big d (fun j => (big r (fun a => x i a * y j a) - m i j) * y j k).

Definition e := rnd eta.
Definition A (j : nat) := rnd (eta * m i j).
Definition C (a : nat) := rnd (e * rnd (gram a)).
Definition change := big d (fun j => A j * y j k) - big r (fun a => x i a * C a).
Definition fixed_update := x0 + rnd change.
Definition update_bound :=
  u / 2 * (1 + big d (fun j => Rabs (y j k))
    + big r (fun a => Rabs (x i a) * (1 + Rabs e + Rabs (gram a)))).

Lemma C_error a : Rabs (C a - eta * gram a) <= u / 2 * (1 + Rabs e + Rabs (gram a)).
Proof. assert (h1 := rnd_error (e * rnd (gram a))). assert (h2 := rnd_error (gram a)).
  assert (h3 := rnd_error eta). unfold C. fold e in h3. set (g := gram a) in *.
  replace (rnd (e * rnd g) - eta * g)
    with ((rnd (e * rnd g) - e * rnd g) + (e * (rnd g - g) + (e - eta) * g)) by ring.
  assert (t := Rabs_triang (rnd (e * rnd g) - e * rnd g) (e * (rnd g - g) + (e - eta) * g)).
  assert (t' := Rabs_triang (e * (rnd g - g)) ((e - eta) * g)). rewrite !Rabs_mult in t'.
  assert (p1 := Rmult_le_compat_l _ _ _ (Rabs_pos e) h2).
  assert (p2 := Rmult_le_compat_r _ _ _ (Rabs_pos g) h3). lra. Qed.
Lemma exact_is_residual : exact_update = residual_update.
Proof. unfold exact_update, residual_update. f_equal. f_equal.
  rewrite (big_eq d (fun j => (big r (fun a => x i a * y j a) - m i j) * y j k)
    (fun j => big r (fun a => x i a * y j a) * y j k - m i j * y j k)) by (intro; ring).
  rewrite big_minus. f_equal. unfold gram. clear. induction r as [|n IH]; simpl.
  - rewrite (big_eq d _ (fun _ => 0)) by (intro; ring). rewrite big_const. ring.
  - rewrite IH. rewrite <- big_mul, <- big_plus. apply big_eq. intro j. ring. Qed.
Theorem fixed_point_update : Rabs (fixed_update - residual_update) <= update_bound.
Proof. rewrite <- exact_is_residual. unfold fixed_update, exact_update, update_bound, change.
  assert (h := rnd_error change). unfold change in h.
  set (v := big d (fun j => A j * y j k) - big r (fun a => x i a * C a)) in *.
  replace (x0 + rnd v - (x0 - eta
      * (big r (fun a => x i a * gram a) - big d (fun j => m i j * y j k)))) with ((rnd v - v) +
    (big d (fun j => (A j - eta * m i j) * y j k) - big r (fun a => x i a * (C a - eta * gram a)))).
  2:{ unfold v. rewrite (big_eq d (fun j => (A j - eta * m i j) * y j k)
        (fun j => A j * y j k - eta * (m i j * y j k))) by (intro; ring).
      rewrite (big_eq r (fun a => x i a * (C a - eta * gram a)) (fun a => x i a * C a
          - eta * (x i a * gram a))) by (intro; ring). rewrite !big_minus, !big_mul. ring. }
  assert (h1 : Rabs (big d (fun j => (A j - eta * m i j) * y j k)) <=
    u / 2 * big d (fun j => Rabs (y j k))).
  { rewrite <- big_mul. apply big_within. intros j hj. rewrite Rabs_mult.
    apply Rmult_le_compat_r; [apply Rabs_pos|apply rnd_error]. }
  assert (h2 : Rabs (big r (fun a => x i a * (C a - eta * gram a))) <=
    u / 2 * big r (fun a => Rabs (x i a) * (1 + Rabs e + Rabs (gram a)))).
  { rewrite <- big_mul. apply big_within. intros a ha. rewrite Rabs_mult.
    replace (u / 2 * (Rabs (x i a) * (1 + Rabs e + Rabs (gram a))))
      with (Rabs (x i a) * (u / 2 * (1 + Rabs e + Rabs (gram a)))) by ring.
    apply Rmult_le_compat_l; [apply Rabs_pos|apply C_error]. }
  triangle. Qed.

Section Uniform.
Variables X Y : R.
Hypotheses (k_column : (k < r)%nat) (X_bound : forall a, (a < r)%nat -> Rabs (x i a) <= X).
Hypothesis Y_bound : forall j a, (j < d)%nat -> (a < r)%nat -> Rabs (y j a) <= Y.
Lemma gram_bound a : (a < r)%nat -> Rabs (gram a) <= INR d * (Y * Y).
Proof. intro ha. rewrite <- (big_const d (Y * Y)). apply big_within. intros j hj. rewrite Rabs_mult.
  apply Rmult_le_compat; try apply Rabs_pos; now apply Y_bound. Qed.
Theorem fixed_point_update_uniform :
  Rabs (fixed_update - residual_update) <=
    u / 2 * (1 + INR d * Y + INR r * (X * (1 + Rabs e + INR d * (Y * Y)))).
Proof. eapply Rle_trans; [apply fixed_point_update|]. unfold update_bound.
  apply Rmult_le_compat_l; [lra|]. assert (h1 : big d (fun j => Rabs (y j k)) <= INR d * Y)
    by (rewrite <- (big_const d Y); apply big_le; intros; now apply Y_bound).
  assert (h2 : big r (fun a => Rabs (x i a) * (1 + Rabs e + Rabs (gram a))) <=
    INR r * (X * (1 + Rabs e + INR d * (Y * Y)))).
  { rewrite <- (big_const r). apply big_le. intros a ha. assert (g := gram_bound a ha).
    assert (p := Rabs_pos (gram a)).
    assert (q := Rabs_pos e). apply Rmult_le_compat; [apply Rabs_pos|lra|now apply X_bound|lra]. }
  lra. Qed.

(* What FixedPointRange computes, for a unit of at most 2 (F >= -1): K, C, the change and the next
   iterate stay below it. *)
Variable T : R.
Hypotheses (T_bound : forall j, (j < d)%nat -> Rabs (A j) <= T) (unit_small : u <= 2).
Definition weight_bound := Rabs e * (INR d * (Y * Y) + 1) + 1.
Definition change_bound := INR d * (T * Y) + INR r * (X * weight_bound) + 1.
Lemma rnd_below q b : Rabs q <= b -> Rabs (rnd q) <= b + 1.
Proof. intro h. assert (p := rnd_error q). assert (t := Rabs_triang (rnd q - q) q).
  replace (rnd q - q + q) with (rnd q) in t by ring. lra. Qed.
Theorem fixed_point_below :
  (forall a, (a < r)%nat -> Rabs (rnd (gram a)) <= INR d * (Y * Y) + 1) /\
  (forall a, (a < r)%nat -> Rabs (C a) <= weight_bound) /\
  Rabs (rnd change) <= change_bound /\ Rabs fixed_update <= Rabs x0 + change_bound.
Proof. assert (k1 : forall a, (a < r)%nat -> Rabs (rnd (gram a)) <= INR d * (Y * Y) + 1)
    by (intros a ha; now apply rnd_below, gram_bound).
  assert (k2 : forall a, (a < r)%nat -> Rabs (C a) <= weight_bound).
  { intros a ha. apply rnd_below. rewrite Rabs_mult.
    apply Rmult_le_compat_l; [apply Rabs_pos|now apply k1]. }
  assert (k3 : Rabs (rnd change) <= change_bound).
  { apply rnd_below. unfold change.
    assert (h1 : Rabs (big d (fun j => A j * y j k)) <= INR d * (T * Y)).
    { rewrite <- (big_const d). apply big_within. intros j hj. rewrite Rabs_mult.
      apply Rmult_le_compat; try apply Rabs_pos; [now apply T_bound|now apply Y_bound]. }
    assert (h2 : Rabs (big r (fun a => x i a * C a)) <= INR r * (X * weight_bound)).
    { rewrite <- (big_const r). apply big_within. intros a ha. rewrite Rabs_mult.
      apply Rmult_le_compat; try apply Rabs_pos; [now apply X_bound|now apply k2]. }
    triangle. }
  repeat split; try assumption. unfold fixed_update. assert (t := Rabs_triang x0 (rnd change)). lra.
Qed.
End Uniform. End Update. End Rounding.
