(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExact.v: exact gradients and updates.

   Inputs on the grid beta^e, M on beta^(2e), the step size eta on beta^f, e and f not above 0.
   Intermediates need no condition of their own: one that is too long for the format is multiplied
   by zero.
   Main results: gradient_exact and update_exact (FP.dyadic): if |X| + max(1, eta) rho B <=
   beta^(prec + 3e + f) every admissible plan gives the exact value; step_exact, the same for a
   perturbed update of matrices. *)
From Coq Require Import Reals Psatz List ZArith.
From Flocq Require Import Core.
From NoisyGD Require Import FpModel FpSum FpPlans FpDyadic FpExactCalculus.
Local Open Scope R_scope.

Section Exact.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (d r : nat).
Notation pow := (bpow beta). Notation grid := (grid beta).
Notation number := (representable beta prec low).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.

Variables (X : nat -> value) (Y : nat -> nat -> value) (M : nat -> value).
Variables (x m : nat -> R) (y : nat -> nat -> R) (x0 eta : R) (k : nat) (e f : Z).
Hypotheses (e_0 : (e <= 0)%Z) (f_0 : (f <= 0)%Z) (low_e : (low <= 3 * e + f)%Z).
Hypotheses (eta_ge0 : 0 <= eta) (eta_grid : grid f eta) (x_grid : forall l, grid e (x l)).
Hypotheses (y_grid : forall j l, grid e (y j l)) (m_grid : forall j, grid (2 * e) (m j)).
Hypotheses (HX : forall l, only (x l) (X l)) (HY : forall j l, only (y j l) (Y j l)).
Hypothesis HM : forall j, only (m j) (M j).
Definition size j := big r (fun l => Rabs (x l) * Rabs (y j l)) + Rabs (m j).
Local Definition cubic := big d (fun j => size j * Rabs (y j k)).
Definition room := pow (prec + 3 * e + f).
Hypothesis fits : Rabs x0 + Rmax 1 eta * cubic <= room.
Local Definition err j := big r (fun l => x l * y j l) - m j.
Definition grad := big d (fun j => err j * y j k).

Let HXe l : Ex beta prec low e (Rabs (x l)) (x l) (X l). Proof. apply Ex_exact; auto. lia. Qed.
Let HYe j l : Ex beta prec low e (Rabs (y j l)) (y j l) (Y j l).
Proof. apply Ex_exact; auto. lia. Qed.
Let HMe j : Ex beta prec low (2 * e) (Rabs (m j)) (m j) (M j).
Proof. apply Ex_exact; auto. lia. Qed.
Let Ex_grad : Ex beta prec low (3 * e) cubic grad (gradient o converts d r X Y M k).
Proof. apply (Ex_gradient_entry beta prec low o converts is_exact); auto. lia. Qed.
Lemma parts_fit : cubic <= pow (prec + 3 * e) /\ Rabs x0 + eta * cubic <= room.
Proof. assert (c0 := Ex_ge0 _ _ _ _ _ _ _ Ex_grad). assert (q := Rabs_pos x0).
  assert (a := Rmax_l 1 eta). assert (b := Rmax_r 1 eta).
  assert (room <= pow (prec + 3 * e)) by (apply bpow_le; lia). split; nra. Qed.
Theorem gradient_exact n : only grad (printed o (further o n (gradient o converts d r X Y M k))).
Proof using Type*. apply (Ex_only beta prec low (3 * e) cubic _ _ cubic); [|lra|apply parts_fit].
  apply (Ex_rounded beta prec low o is_exact), (Ex_further beta prec low o is_exact), Ex_grad. Qed.
Variable X0 : value. Hypotheses (x0_grid : grid e x0) (H0 : only x0 X0).
Theorem update_exact : only (x0 - eta * grad) (printed o (stepped o converts d r X Y M X0 eta k)).
Proof. apply (Ex_only beta prec low (3 * e + f) (Rabs x0 + eta * cubic) _ _ room);
    [|apply parts_fit|apply bpow_le; lia].
  apply (Ex_rounded beta prec low o is_exact), (Ex_update beta prec low o converts is_exact); auto.
  apply Ex_exact; auto. lia. Qed.
End Exact.

Section Step.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (d r : nat) (lam : R).
Notation pow := (bpow beta). Notation grid := (grid beta).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.
Hypothesis lam_low : lam < pow low.

Lemma perturbed_only e x z : (low <= e)%Z -> grid e x -> grid e z ->
  Rabs x + Rabs z <= pow (prec + e) ->
  only (x + z) (perturbed o lam x z).
Proof. intros le gx gz h p (a & b & ha & hb & r').
  rewrite (input_only beta low lam e _ lam_low le gx _ ha), (input_only beta low lam e _ lam_low le
    gz _ hb) in r'. apply (exact_result is_exact); [exact r'|]. exists e. split;
    [exact le|split; [now apply grid_plus|]]. eapply Rle_trans; [apply Rabs_triang|exact h]. Qed.
(* One entry of the image of x under a perturbed update; x and y are the factors, in either
   order. *)
Theorem step_exact (x y m zx zy : nat -> nat -> R) (eta : R) (e f : Z) (i k : nat) :
  (e <= 0)%Z -> (f <= 0)%Z -> (low <= 3 * e + f)%Z -> 0 <= eta -> grid f eta ->
  (forall a b, grid e (x a b) /\ grid e (zx a b) /\ Rabs (x a b) + Rabs (zx a b) <=
    pow (prec + e)) -> (forall a b, grid e (y a b) /\ grid e (zy a b) /\
    Rabs (y a b) + Rabs (zy a b) <= pow (prec + e)) -> (forall a b, grid (2 * e) (m a b)) ->
  let X := fun a b => x a b + zx a b in let Y := fun a b => y a b + zy a b in
  Rabs (x i k) + Rmax 1 eta
    * big d (fun j => (big r (fun l => Rabs (X i l) * Rabs (Y j l)) + Rabs (m i j)) * Rabs (Y j k))
    <= pow (prec + 3 * e + f) ->
  only (x i k - eta * big d (fun j => (big r (fun l => X i l * Y j l) - m i j) * Y j k))
    (printed o (stepped o converts d r (fun l => perturbed o lam (x i l) (zx i l))
        (fun j l => perturbed o lam (y j l) (zy j l))
      (fun j => input lam (m i j)) (input lam (x i k)) eta k)).
Proof. intros e0 f0 le p g hx hy hm X Y h. apply (update_exact beta prec low
    o converts d r is_exact _ _ _ (X i) (m i) Y (x i k) eta k e f); auto; intros.
  - apply grid_plus; apply hx.
  - apply grid_plus; apply hy.
  - apply perturbed_only with e; [lia|apply hx|apply hx|apply hx].
  - apply perturbed_only with e; [lia|apply hy|apply hy|apply hy].
  - apply (input_only beta low lam (2 * e)); [exact lam_low|lia|apply hm].
  - apply hx.
  - apply (input_only beta low lam e); [exact lam_low|lia|apply hx]. Qed.
End Step.
