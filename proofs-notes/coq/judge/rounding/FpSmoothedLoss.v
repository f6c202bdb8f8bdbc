(* SPDX-License-Identifier: Apache-2.0 *)
(* FpSmoothedLoss.v: the bound on the smoothed loss, 1/2 (||X Y^T - M||^2 + s2 ||X||^2 + s1 ||Y||^2
   + r s1 s2).

   s1 = d1 sigma1^2 and s2 = d2 sigma2^2. The first part is twice the loss in any of its plans: a
   sum of squares, a scaled norm, the expanded form. Each trace is a sum of squares times its
   weight, or a sum of weighted squares; r is read exactly.
   Main results: smoothed_loss_error, smoothed_norm_loss_error, smoothed_expanded_loss_error
   (FP.smoothed). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpLossPlans FpConstants FpGradient FpStep
  FpHessian FpHvp FpHvpGram FpTraces FpLoss FpExpanded FpNorm.
Import ListNotations. Local Open Scope R_scope.

Section SmoothedLoss.
Variables (u lam : R) (converts : bool) (d1 d2 r : nat) (u_ge0 : 0 <= u).
Hypotheses (lam_range : 0 <= lam <= 1 / 128) (d1_ge1 : (1 <= d1)%nat) (d2_ge1 : (1 <= d2)%nat).
Notation Ap := (Ap u lam). Notation Aps := (Aps u lam). Notation o := (model u lam).
Notation cn := (cn converts). Notation c := (c converts).
Notation conversions := (conversions converts). Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range.
Variables (x y m : matrix) (sigma1 sigma2 : R).
Let s1 := INR d1 * sigma1 ^ 2. Let s2 := INR d2 * sigma2 ^ 2.
Let sum (p : nat) (z : matrix) := big p (fun i => big r (Mabs z i)).
Let norm (p : nat) (z : matrix) := big p (fun i => big r (fun l => Mabs z i l * Mabs z i l)).
Let cn_le : (cn <= 1)%nat. Proof. unfold FpModel.cn. destruct converts; lia. Qed.

(* Twice the loss as a sum of squares, or by a scaled norm, and the three traces. *)
Definition square_lists (L : list value) : Prop :=
  L = squares o converts d1 d2 r (read x) (read y) (read m)
  \/ L = [sum_of o (squares o converts d1 d2 r (read x) (read y) (read m))].
Definition norm_lists
    (L : list value) : Prop := L = [norm_square o converts d1 d2 r (read x) (read y) (read m) u].
Notation W1 := (weight_of o converts u lam d1 sigma1).
Notation W2 := (weight_of o converts u lam d2 sigma2).
Definition trace_lists (N : list value) : Prop := exists LX LY,
  trace_terms o converts W2 d1 r (read x) LX /\ trace_terms o converts W1 d2 r (read y) LY
  /\ N = LX ++ LY ++ [fold o converts (INR r) W1 W2].
Definition exact_traces := s2 * big d1 (fun i => big r (fun l => x i l * x i l))
  + (s1 * big d2 (fun j => big r (fun l => y j l * y j l)) + INR r * (s1 * s2)).
Local Definition absolute_traces := s2 * norm d1 x + (s1 * norm d2 y + INR r * (s1 * s2)).
Local Definition traces_underflow := noise_underflow d1 d2 r s2 (sum d1 x) (norm d1 x)
  + noise_underflow d2 d1 r s1 (sum d2 y) (norm d2 y).
Lemma trace_lists_error N : u <= 1 / 4 -> trace_lists N -> exists n k,
  (n + length N <= (d1 + d2) * r + 11 + 5 * cn)%nat /\
  (length N <= (d1 + d2) * r + 3)%nat /\ 0 <= k /\
  k + 9 * INR (length N) + 11 <= 12 * traces_underflow /\ Aps n N exact_traces absolute_traces k.
Proof. intros hu (LX & LY & hX & hY & ->). assert (cr := c_range converts).
  assert (lam1 := proj2 lam_range). destruct (trace_case u lam converts r u_ge0 hu lam_range d2 d1
    sigma2 x d2_ge1 d1_ge1 LX hX) as (nX & kX & a1 & a2 & a3 & a4 & a5).
  destruct (trace_case u lam converts r u_ge0 hu lam_range d1 d2 sigma1 y d1_ge1 d2_ge1 LY hY) as
    (nY & kY & b1 & b2 & b3 & b4 & b5). fold s1 in b4, b5. fold s2 in a4, a5.
  assert (D1 := INR_ge1 d1 d1_ge1). assert (D2 := INR_ge1 d2 d2_ge1).
  assert (p1 : 0 <= s1) by (unfold s1; apply Rmult_le_pos; [lra|apply pow2_ge_0]).
  assert (p2 : 0 <= s2) by (unfold s2; apply Rmult_le_pos; [lra|apply pow2_ge_0]).
  assert (r0 := pos_INR r). assert (w1 : Ap (3 + cn) s1 s1 (5 * INR d1 - c) W1).
  { apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ (Ap_W u lam converts u_ge0 hu lam_range d1 d2
        sigma1 d1_ge1 d2_ge1)); [lia|reflexivity|apply Rle_refl|lra]. }
  assert (w2 : Ap (3 + cn) s2 s2 (5 * INR d2 - c) W2).
  { apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ (Ap_W u lam converts u_ge0 hu lam_range d2 d1
        sigma2 d2_ge1 d1_ge1)); [lia|reflexivity|apply Rle_refl|lra]. }
  assert (e1 : 2 <= 5 * INR d1) by lra. assert (e2 : 2 <= 5 * INR d2) by lra.
  assert (f := Ap_fold u lam converts d1 u_ge0 l0 d1_ge1 (INR r) _ _ _ _ _ _ _ _ _ _ r0 p1 p2 e1 e2
    w1 w2). set (kw := (1 + INR r) * weight lam s1 (5 * INR d1) s2 (5 * INR d2)) in *.
  assert (dd : 1 <= INR d1 * INR d2) by nra. assert (wb : 0 <= weight lam s1 (5 * INR d1) s2
    (5 * INR d2) <= 5 * (s1 * INR d2 + s2 * INR d1) + (1 / 5) * (INR d1 * INR d2) + 2).
  { unfold weight. nra. }
  assert (kb : 0 <= kw <=
    (1 + INR r) * (5 * (s1 * INR d2 + s2 * INR d1) + (1 / 5) * (INR d1 * INR d2) + 2)).
  { unfold kw. split; [apply Rmult_le_pos; lra|apply Rmult_le_compat_l; lra]. }
  set (n := Nat.max (Nat.max nX nY) (8 + 5 * cn)). exists n, (kX + (kY + (kw + 0))).
  rewrite !length_app. simpl length. split; [unfold n; lia|]. split; [lia|]. split; [lra|]. split.
  - rewrite !plus_INR. simpl INR. unfold trace_bound, traces_underflow in *. fold s2 in a4.
    fold s1 in b4. fold (sum d1 x) (norm d1 x) in a4. fold (sum d2 y) (norm d2 y) in b4. nra.
  - unfold exact_traces, absolute_traces. rewrite <- (Rplus_0_r (INR r * (s1 * s2))).
    apply Aps_app; [apply (Aps_weaken u lam u_ge0 l0 nX); [unfold n; lia|exact a5]|].
    apply Aps_app; [apply (Aps_weaken u lam u_ge0 l0 nY); [unfold n; lia|exact b5]|].
    constructor; [|constructor]. apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ f);
      [unfold n; lia|reflexivity|apply Rle_refl|apply Rle_refl]. Qed.
Definition legal_smoothed_loss (lists : list value -> Prop) : value := fun z => exists L N,
  lists L /\ trace_lists N /\ rounded o (halves o converts L N) z.
Definition exact_smoothed_loss := exact_loss d1 d2 r x y m + / 2 * exact_traces.
Definition absolute_smoothed_loss := absolute_loss d1 d2 r x y m + / 2 * absolute_traces.
Hypothesis row_sums : forall i j, lam *
  (big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4)) <= 1 / 2.
Theorem smoothed_expanded_loss_error z :
  let n := (expanded_roundings d1 d2 r conversions + smoothed_loss_more d1 d2 r)%nat in INR n * u <=
    1 / 4 -> legal_smoothed_loss (expanded_lists o converts d1 d2 r (read x) (read y) (read m)) z ->
  Rabs (z - exact_smoothed_loss) <= gamma u n * absolute_smoothed_loss
    + lam * (INR loss_factor * (loss_underflow d1 d2 r x y m
        + expanded_underflow d1 d2 r (sum d1 x) (sum d2 y) (big d1 (fun i => big r (Mabs x i) ^ 2))
          (big d2 (fun j => big r (Mabs y j) ^ 2))
        + traces_underflow)).
Proof. intros n hn (L & N & hL & hN & hz).
  assert (hu := unit_small u u_ge0 n ltac:(unfold n, smoothed_loss_more; lia) hn).
  destruct (trace_lists_error N hu hN) as (n2 & k2 & a1 & a2 & a3 & a4 & a5).
  destruct (expanded_terms_error u lam converts d1 d2 r u_ge0 lam_range d1_ge1 d2_ge1 x y m row_sums
    L hL) as (n1 & k1 & b1 & b0 & b2 & b3).
  assert (e := expanded_enough d1 d2 r d1_ge1 d2_ge1 x y m).
  replace (INR loss_factor) with 8 by (unfold loss_factor; simpl; ring).
  unfold exact_smoothed_loss, absolute_smoothed_loss, exact_loss, absolute_loss.
  rewrite <- !Rmult_plus_distr_l. apply (halves_error u lam converts u_ge0 l0 n n1 L _ _ k1 n2 N _ _
    k2); [exact b3|exact a5| | |exact hn|unfold sum; lra|exact a4|exact hz]. all: unfold n,
    expanded_roundings, smoothed_loss_more, FpStep.conversions, expanded_steps in *; lia. Qed.

Variable top : R.
Hypothesis rho_top : forall i j, (i < d1)%nat -> (j < d2)%nat ->
  rho_of r (Mabs x) (Mabs y) (Mabs m) i j <= top.
Let res i j := big r (fun l => x i l * y j l) - m i j.
Let rh i j := rho_of r (Mabs x) (Mabs y) (Mabs m) i j.
Notation underflow := (loss_underflow d1 d2 r x y m + scaled_norm_underflow d1 d2 top).
Lemma squares_error : exists k,
  Aps (2 * r + 5 + 6 * cn) (squares o converts d1 d2 r (read x) (read y) (read m))
  (big d1 (fun i => big d2 (fun j => res i j ^ 2)))
    (big d1 (fun i => big d2 (fun j => rh i j ^ 2))) k /\
  k + 3 * INR (d1 * d2) + 8 <= 12 * underflow.
Proof. destruct (squares_terms u lam converts d1 d2 r u_ge0 lam_range d1_ge1 d2_ge1 x y m row_sums)
    as (k & k0 & hk & h). exists k. split; [exact h|]. assert (dd := cells_ge1 d1 d2 d1_ge1 d2_ge1).
  rewrite mult_INR. assert (re := rest_ge d1 d2 r x y).
  assert (sn : 0 <= scaled_norm_underflow d1 d2 top) by (apply Rmult_le_pos; [lra|apply Rle_0_sqr]).
  set (V := big d1 _) in hk. match type of re with _ <= ?rest =>
    change (loss_underflow d1 d2 r x y m) with (V + rest); set (rest' := rest) in * end. lra. Qed.
Theorem smoothed_loss_error z :
  let n := (loss_roundings d1 d2 r conversions + smoothed_loss_more d1 d2 r)%nat
    in INR n * u <= 1 / 4 -> legal_smoothed_loss square_lists z -> Rabs (z - exact_smoothed_loss) <=
    gamma u n * absolute_smoothed_loss + lam * (INR loss_factor * (underflow + traces_underflow)).
Proof. intros n hn (L & N & hL & hN & hz).
  assert (hu := unit_small u u_ge0 n ltac:(unfold n, smoothed_loss_more; lia) hn).
  destruct (trace_lists_error N hu hN) as (n2 & k2 & a1 & a2 & a3 & a4 & a5).
  destruct squares_error as (ks & h1 & h2). assert (len : length (squares
      o converts d1 d2 r (read x) (read y) (read m)) = (d1 * d2)%nat) by apply (grid_length d1 d2).
  replace (INR loss_factor) with 8 by (unfold loss_factor; simpl; ring).
  unfold exact_smoothed_loss, absolute_smoothed_loss, exact_loss, absolute_loss.
  rewrite <- !Rmult_plus_distr_l. destruct hL as [-> | ->].
  - apply (halves_error u lam converts u_ge0 l0 n (2 * r + 5 + 6 * cn)
      (squares o converts d1 d2 r (read x) (read y) (read m)) _ _ ks n2 N _ _ k2);
      [exact h1|exact a5| | |exact hn| |exact a4|exact hz].
    + rewrite len. unfold n, loss_roundings, smoothed_loss_more, FpStep.conversions. lia.
    + rewrite len. unfold n, loss_roundings, smoothed_loss_more, FpStep.conversions. lia.
    + rewrite len. lra.
  - assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h1). rewrite len in g.
    assert (q := units_le (d1 * d2)).
    apply (halves_error u lam converts u_ge0 l0 n (2 * r + 5 + 6 * cn + d1 * d2) [sum_of o (squares
        o converts d1 d2 r (read x) (read y) (read m))] _ _ (ks + units (d1 * d2)) n2 N _ _ k2);
      [now apply Aps_one|exact a5| | |exact hn| |exact a4|exact hz]; simpl length.
    + unfold n, loss_roundings, smoothed_loss_more, FpStep.conversions. lia.
    + unfold n, loss_roundings, smoothed_loss_more, FpStep.conversions. lia.
    + simpl INR. lra. Qed.
Theorem smoothed_norm_loss_error z :
  let n := (scaled_norm_roundings d1 d2 r conversions + smoothed_loss_more d1 d2 r)%nat
    in INR n * u <= 1 / 4 -> legal_smoothed_loss norm_lists z -> Rabs (z - exact_smoothed_loss) <=
    gamma u n * absolute_smoothed_loss + lam * (INR loss_factor * (underflow + traces_underflow)).
Proof. intros n hn (L & N & -> & hN & hz).
  assert (hu := unit_small u u_ge0 n ltac:(unfold n, smoothed_loss_more; lia) hn).
  destruct (trace_lists_error N hu hN) as (n2 & k2 & a1 & a2 & a3 & a4 & a5).
  replace (INR loss_factor) with 8 by (unfold loss_factor; simpl; ring). unfold exact_smoothed_loss,
    absolute_smoothed_loss, exact_loss, absolute_loss. rewrite <- !Rmult_plus_distr_l.
  assert (few : INR (scaled_norm_roundings d1 d2 r conversions) * u <= 1 / 4).
  { eapply Rle_trans; [|exact hn]. apply Rmult_le_compat_r; [exact u_ge0|]. apply le_INR.
    unfold n. lia. }
  destruct (norm_square_enough u lam converts d1 d2 r u_ge0 lam_range d1_ge1 d2_ge1 x y m row_sums
    top rho_top few) as (k & g1 & g2).
  apply (halves_error u lam converts u_ge0 l0 n (2 * r + 12 + d1 * d2 + 12 * cn)
    [norm_square o converts d1 d2 r (read x) (read y) (read m) u] _ _ k n2 N _ _ k2);
    [now apply Aps_one|exact a5| | |exact hn| |exact a4|exact hz]; simpl length.
  - unfold n, scaled_norm_roundings, smoothed_loss_more, FpStep.conversions. lia.
  - unfold n, scaled_norm_roundings, smoothed_loss_more, FpStep.conversions. lia.
  - simpl INR. lra. Qed.
End SmoothedLoss.
