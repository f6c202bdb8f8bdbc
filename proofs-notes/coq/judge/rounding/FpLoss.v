(* SPDX-License-Identifier: Apache-2.0 *)
(* FpLoss.v: the bound on the loss, half the sum of squares of the residual.
   Main result: loss_error (FP.loss, for a sum of squares; FpNorm.v and FpExpanded.v have the other
   forms). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpLossPlans FpConstants FpGradient FpStep.
Local Open Scope R_scope.

Section Loss.
Variables (u lam : R) (converts : bool) (d1 d2 r : nat) (u_ge0 : 0 <= u).
Hypotheses (lam_range : 0 <= lam <= 1 / 128) (d1_ge1 : (1 <= d1)%nat) (d2_ge1 : (1 <= d2)%nat).
Notation Ap := (Ap u lam). Notation Aps := (Aps u lam). Notation o := (model u lam).
Notation cn := (cn converts). Notation c := (c converts).
Notation conversions := (conversions converts). Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range. Notation Ap_to := (Ap_to u lam u_ge0 l0).
Variables x y m : matrix.

Definition exact_loss :=
  / 2 * big d1 (fun i => big d2 (fun j => (big r (fun l => x i l * y j l) - m i j) ^ 2)).
Let rh i j := rho_of r (Mabs x) (Mabs y) (Mabs m) i j.
Definition absolute_loss := / 2 * big d1 (fun i => big d2 (fun j => rh i j ^ 2)).
Definition legal_loss : value :=
  printed o (loss o converts d1 d2 r (fun i l => read x i l) (read y) (fun i j => read m i j)).
Let w i j := big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4).

Lemma rh_ge0 i j : 0 <= rh i j.
Proof. assert (p := Mabs_ge0).
  apply Rplus_le_le_0_compat; [apply big_ge0; intros; apply Rmult_le_pos|]; apply p. Qed.
Lemma w_ge4 i j : 4 <= w i j.
Proof. assert (0 <= big r (Mabs x i) /\ 0 <= big r (Mabs y j))
    by (split; apply big_ge0; intros; apply Mabs_ge0). unfold w. assert (r0 := pos_INR r). lra. Qed.
Lemma Ap_residual_at i j :
  Ap (2 * 0 + 2 + r + 2 * cn) (big r (fun l => x i l * y j l) - m i j) (rh i j) (3 * w i j - c)
  (defect o converts r (read x i) (read y) (read m i) j).
Proof. assert (cr := c_range converts).
  assert (h3 : forall (z : matrix) a b, Ap 0 (z a b) (Mabs z a b) (3 - c) (read z a b)).
  { intros z a b. apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_input u lam l0 (z a b)));
      [lia|reflexivity|apply Rle_refl|lra]. }
  assert (g : Ap (2 * 0 + 2 + r + 2 * cn) (res r (x i) (m i) y j)
    (rho r (Mabs x i) (Mabs m i) (Mabs y) j) (3 * lever r (Mabs x i) (Mabs y) j - c)
    (defect o converts r (read x i) (read y) (read m i) j)).
  { apply Ap_residual with (nt := 0%nat) (d := d2); auto; try lra; try (intros; apply Mabs_ge0).
    intros. apply (Ap_input u lam l0). }
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|apply Rle_refl|].
  unfold lever, alpha, beta, w. lra. Qed.
Lemma Ap_square i j :
  Ap (2 * r + 5 + 6 * cn) ((big r (fun l => x i l * y j l) - m i j) ^ 2) (rh i j ^ 2)
  (6 * (rh i j * w i j) + 9 * (lam * w i j) * w i j + 1)
  (product o converts (defect o converts r (read x i) (read y) (read m i) j)
    (defect o converts r (read x i) (read y) (read m i) j)).
Proof. assert (g := Ap_residual_at i j).
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_product_c u lam converts d2 u_ge0 l0 d2_ge1 _ _ _ _ _ _ _ _ _ _
      g g)); [lia|ring|apply Req_le; ring|apply Req_le; unfold weight; ring]. Qed.
Notation cells := (big d1 (fun i =>
    big d2 (fun j => loss_cell_underflow r (rh i j) (big r (Mabs x i)) (big r (Mabs y j))))).
Lemma squares_terms : (forall i j, lam * w i j <= 1 / 2) ->
  exists k, 0 <= k /\ k + 9 * (INR d1 * INR d2) <= 9 * cells /\
  Aps (2 * r + 5 + 6 * cn) (squares o converts d1 d2 r (read x) (read y) (read m))
    (big d1 (fun i => big d2 (fun j => (big r (fun l => x i l * y j l) - m i j) ^ 2)))
    (big d1 (fun i => big d2 (fun j => rh i j ^ 2))) k.
Proof. intro hw.
  exists (big d1 (fun i => big d2 (fun j => 6 * (rh i j * w i j) + 9 * (lam * w i j) * w i j + 1))).
  split; [|split].
  - apply big_ge0. intros i _. apply big_ge0. intros j _. assert (rp := rh_ge0 i j).
    assert (wp := w_ge4 i j). pieces.
  - rewrite (Rmult_comm 9 (INR d1 * INR d2)), Rmult_assoc, <- (big_const d1), <- (big_mul d1 9), <-
      (big_plus d1).
    apply big_le. intros i _. rewrite <- (big_const d2), <- (big_mul d2 9), <- (big_plus d2).
    apply big_le. intros j _. unfold loss_cell_underflow. fold (w i j). assert (rp := rh_ge0 i j).
    assert (wp := w_ge4 i j). assert (h := hw i j).
    assert (lam * w i j * w i j <= 1 / 2 * w i j /\ 0 <= rh i j * w i j) by pieces. lra.
  - unfold squares. apply Aps_concat. intros i _. apply Aps_seq. intros j _. apply Ap_square. Qed.
Lemma cells_ge1 : 1 <= INR d1 * INR d2.
Proof. assert (a := INR_ge1 d1 d1_ge1). assert (b := INR_ge1 d2 d2_ge1). nra. Qed.
(* Row sums that leave lam (alpha + beta + 2r + 4) <= 1/2: any but those near overflow. *)
Theorem loss_error z : let n := loss_roundings d1 d2 r conversions in INR n * u <= 1 / 4 ->
  (forall i j, lam * (big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4)) <= 1 / 2) ->
  legal_loss z -> Rabs (z - exact_loss) <= gamma u n * absolute_loss + lam * (INR loss_factor *
        (big d1 (fun i =>
            big d2 (fun j => loss_cell_underflow r (rh i j) (big r (Mabs x i)) (big r (Mabs y j))))
         + loss_rest d1 d2 r (big d1 (fun i => big r (Mabs x i)))
           (big d2 (fun j => big r (Mabs y j))))).
Proof. intros n hn hw hz. destruct (squares_terms hw) as (k & k0 & hk & h).
  assert (dd := cells_ge1). assert (len : length (squares
      o converts d1 d2 r (read x) (read y) (read m)) = (d1 * d2)%nat) by apply (grid_length d1 d2).
  replace (INR loss_factor) with 8 by (unfold loss_factor; simpl; ring). apply (half_sum_error u lam
    converts u_ge0 l0 n _ _ _ k _ _ _ h); [|exact hn| |exact hz]; rewrite len.
  - unfold n, loss_roundings, FpStep.conversions, FpModel.cn. destruct converts; lia.
  - assert (s : forall n (z : matrix), 0 <= big n (fun i => big r (Mabs z i)))
      by (intros; apply big_ge0; intros; apply big_ge0; intros; apply Mabs_ge0).
    assert (s1 := s d1 x). assert (s2 := s d2 y). unfold loss_rest. rewrite mult_INR.
    assert (q1 := pos_INR d1). assert (q2 := pos_INR d2). assert (q3 := pos_INR r). lra. Qed.
End Loss.
