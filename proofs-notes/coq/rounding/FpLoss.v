(* SPDX-License-Identifier: Apache-2.0 *)
(* FpLoss.v: the bound on the loss, half the sum of squares of the residual.

   Main result: loss_error (FP.loss, for a sum of squares; FpNorm.v and FpExpanded.v have the other
   forms). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient FpStep.
Import ListNotations.
Local Open Scope R_scope.

Section Loss.
Variables (u lam : R) (converts : bool) (d1 d2 r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (d1_ge1 : (1 <= d1)%nat).
Hypothesis d2_ge1 : (1 <= d2)%nat.
Notation Ap := (Ap u lam).
Notation Aps := (Aps u lam).
Notation o := (model u lam).
Notation cn := (cn converts).
Notation c := (c converts).
Notation conversions := (conversions converts).
Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range.
Notation Ap_to := (Ap_to u lam u_ge0 l0).
Variables x y m : matrix.

Definition exact_loss := / 2 * big d1 (fun i => big d2 (fun j => (big r (fun l => x i l * y j l) - m i j) ^ 2)).
Let rh i j := rho_of r (Mabs x) (Mabs y) (Mabs m) i j.
Definition absolute_loss := / 2 * big d1 (fun i => big d2 (fun j => rh i j ^ 2)).
Definition legal_loss : value := printed o (loss o converts d1 d2 r (fun i l => read x i l) (read y) (fun i j => read m i j)).
Let w i j := big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4).

Lemma pos (z : matrix) p q : 0 <= Mabs z p q. Proof. apply Rabs_pos. Qed.
Lemma Ap_square i j : Ap (2 * r + 5 + 6 * cn) ((big r (fun l => x i l * y j l) - m i j) ^ 2) (rh i j ^ 2)
  (6 * (rh i j * w i j) + 9 * (lam * w i j) * w i j + 1)
  (product o converts (residual o converts r (read x i) (read y) (read m i) j) (residual o converts r (read x i) (read y) (read m i) j)).
Proof.
assert (cr := c_range converts). assert (c3 : 1 <= 3 - c) by lra.
assert (h3 : forall (z : matrix) a b, Ap 0 (z a b) (Mabs z a b) (3 - c) (read z a b)).
{ intros z a b. apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_input u lam l0 (z a b))); [lia|reflexivity|apply Rle_refl|lra]. }
assert (g : Ap (2 * 0 + 2 + r + 2 * cn) (res r (x i) (m i) y j) (rho r (Mabs x i) (Mabs m i) (Mabs y) j)
  (3 * lever r (Mabs x i) (Mabs y) j - c) (residual o converts r (read x i) (read y) (read m i) j)).
{ apply Ap_residual with (nt := 0%nat) (d := d2); auto; try lra; try (intros; apply pos). 
  intros. apply (Ap_input u lam l0). }
assert (q := Ap_product_c u lam converts d2 u_ge0 l0 d2_ge1 _ _ _ _ _ _ _ _ _ _ g g).
assert (L : 0 <= lever r (Mabs x i) (Mabs y) j <= w i j).
{ unfold lever, alpha, beta, w. assert (0 <= big r (Mabs x i)) by (apply big_ge0; intros; apply pos).
  assert (0 <= big r (Mabs y j)) by (apply big_ge0; intros; apply pos). assert (r0 := pos_INR r). lra. }
assert (R0 : 0 <= rh i j) by (apply Rplus_le_le_0_compat; [apply big_ge0; intros; apply Rmult_le_pos; apply pos|apply pos]).
change (rho r (Mabs x i) (Mabs m i) (Mabs y) j) with (rh i j) in q. set (le := lever r (Mabs x i) (Mabs y) j) in *.
apply (Ap_to _ _ _ _ _ _ _ _ _ q); [lia|unfold res; ring|apply Req_le; ring|]. unfold weight.
assert (rh i j * le <= rh i j * w i j) by (apply Rmult_le_compat_l; lra).
assert (lam * le * le <= lam * w i j * w i j).
{ rewrite !Rmult_assoc. apply Rmult_le_compat_l; [exact l0|]. apply Rmult_le_compat; lra. }
lra.
Qed.
(* Row sums that leave lam (alpha + beta + 2r + 4) <= 1/2: any but those near overflow. *)
Theorem loss_error z : let n := loss_roundings d1 d2 r conversions in INR n * u <= 1 / 4 ->
  (forall i j, lam * (big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4)) <= 1 / 2) -> legal_loss z ->
  Rabs (z - exact_loss) <= gamma u n * absolute_loss
    + lam * (INR loss_factor *
        (big d1 (fun i => big d2 (fun j => loss_cell_underflow r (rh i j) (big r (Mabs x i)) (big r (Mabs y j))))
         + loss_rest d1 d2 r (big d1 (fun i => big r (Mabs x i))) (big d2 (fun j => big r (Mabs y j))))).
Proof.
intros n hn hw hz. assert (cr := c_range converts).
assert (h : Aps (2 * r + 5 + 6 * cn) (squares o converts d1 d2 r (read x) (read y) (read m))
  (big d1 (fun i => big d2 (fun j => (big r (fun l => x i l * y j l) - m i j) ^ 2)))
  (big d1 (fun i => big d2 (fun j => rh i j ^ 2)))
  (big d1 (fun i => big d2 (fun j => 6 * (rh i j * w i j) + 9 * (lam * w i j) * w i j + 1)))).
{ unfold squares. apply Aps_concat. intros i _. apply Aps_seq. intros j _. apply Ap_square. }
assert (g := Ap_scale u lam converts u_ge0 l0 (/ 2) _ _ _ _ _ (Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h)).
rewrite (Rabs_pos_eq (/ 2)) in g by lra.
assert (len : length (squares o converts d1 d2 r (read x) (read y) (read m)) = (d1 * d2)%nat).
{ unfold squares. generalize 0%nat at 2 as s. generalize d1 as n1. induction n1 as [|n1 IH]; intro s; [reflexivity|].
  simpl. rewrite app_length, map_length, seq_length, IH. reflexivity. }
rewrite len in g. assert (q := units_le (d1 * d2)). rewrite mult_INR in q.
assert (g' := Ap_rounded u lam u_ge0 l0 _ _ _ _ _ g).
eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g'|exact hz]|].
{ unfold n, loss_roundings, FpStep.conversions. unfold FpModel.cn. destruct converts; lia. }
apply Rplus_le_compat_l. rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact l0|].
set (S := big d1 (fun i => big d2 (fun j => 6 * (rh i j * w i j) + 9 * (lam * w i j) * w i j + 1))) in *.
set (V := big d1 (fun i => big d2 (fun j => loss_cell_underflow r (rh i j) (big r (Mabs x i)) (big r (Mabs y j))))).
assert (b : S + 9 * (INR d1 * INR d2) <= 9 * V).
{ unfold S, V. rewrite (Rmult_comm 9 (INR d1 * INR d2)), Rmult_assoc, <- (big_const d1), <- (big_mul d1 9), <- (big_plus d1). apply big_le. intros i _.
  rewrite <- (big_const d2), <- (big_mul d2 9), <- (big_plus d2). apply big_le. intros j _. unfold loss_cell_underflow.
  fold (w i j). assert (R0 : 0 <= rh i j) by (apply Rplus_le_le_0_compat; [apply big_ge0; intros; apply Rmult_le_pos; apply pos|apply pos]).
  assert (w4 : 4 <= w i j).
  { unfold w. assert (0 <= big r (Mabs x i)) by (apply big_ge0; intros; apply pos).
    assert (0 <= big r (Mabs y j)) by (apply big_ge0; intros; apply pos). assert (r0 := pos_INR r). lra. }
  assert (0 <= rh i j * w i j) by (apply Rmult_le_pos; lra). assert (hwij := hw i j). fold (w i j) in hwij.
  assert (lam * w i j * w i j <= 1 / 2 * w i j) by (apply Rmult_le_compat_r; lra). lra. }
assert (dd : 1 <= INR d1 * INR d2).
{ assert (1 <= INR d1) by (change 1 with (INR 1); now apply le_INR). assert (1 <= INR d2) by (change 1 with (INR 1); now apply le_INR). nra. }
assert (S0 : 0 <= S).
{ apply big_ge0. intros i _. apply big_ge0. intros j _.
  assert (R0 : 0 <= rh i j) by (apply Rplus_le_le_0_compat; [apply big_ge0; intros; apply Rmult_le_pos; apply pos|apply pos]).
  assert (w0 : 0 <= w i j).
  { unfold w. assert (0 <= big r (Mabs x i)) by (apply big_ge0; intros; apply pos).
    assert (0 <= big r (Mabs y j)) by (apply big_ge0; intros; apply pos). assert (r0 := pos_INR r). lra. }
  parts. }
set (rest := loss_rest _ _ _ _ _).
assert (rest0 : 0 <= rest).
{ unfold rest, loss_rest. assert (0 <= big d1 (fun i => big r (Mabs x i))) by (apply big_ge0; intros; apply big_ge0; intros; apply pos).
  assert (0 <= big d2 (fun j => big r (Mabs y j))) by (apply big_ge0; intros; apply big_ge0; intros; apply pos).
  assert (q1 := pos_INR d1). assert (q2 := pos_INR d2). assert (q3 := pos_INR r). lra. }
unfold loss_factor. simpl INR. lra.
Qed.
End Loss.
