(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExactCases.v: the exact cases, op by op, under the conditions that the judge tests.

   The sizes and grids are those of FpExactConditions.v, A >= |X| (for the Hessian's products |X| +
   |dX|, for an update |X| + |noise|), B alike, T = |M|. What is printed, after any number of
   further roundings, has then no value but the exact one, in any arithmetic that returns numbers of
   its format as they are (formats_are_exact: Flocq's).
   Main results (FP.dyadic): loss_exact (sums of squares, and the expanded form; no scaled norm,
   which rounds its root), smoothed_loss_exact, gradient_exact_as_tested, smoothed_gradient_exact,
   hessian_diagonal_exact, smoothed_hessian_exact, hessian_off_exact, hvp_exact (formula and
   matrix), step_exact_as_tested. *)
From Coq Require Import Reals Psatz List ZArith.
From Flocq Require Import Core.
From NoisyGD Require Import FpModel FpSum FpPlans FpStep FpHvp FpLoss FpDyadic FpExact
  FpExactConditions FpExactCalculus FpExactOps FpExactLoss.
Import ListNotations. Local Open Scope R_scope.

Section Sizes.
Variables (d1 d2 r : nat) (A B T A' B' : matrix).
Hypotheses (A0 : forall p q, 0 <= A p q <= A' p q) (B0 : forall p q, 0 <= B p q <= B' p q).
Hypothesis T0 : forall p q, 0 <= T p q.
Lemma rho_mono i j : 0 <= rho_of r A B T i j <= rho_of r A' B' T i j.
Proof. unfold rho_of. assert (t := T0 i j).
  assert (0 <= big r (fun l => A i l * B j l) <= big r (fun l => A' i l * B' j l)); [|lra]. split.
  - apply big_ge0. intros. apply Rmult_le_pos; [apply A0|apply B0].
  - apply big_le. intros. apply Rmult_le_compat; try apply A0; apply B0. Qed.
Lemma cubic_mono d i k : A i k + absolute_gradient_of d r A B T i k <= exact_cubic d r A' B' T i k.
Proof. unfold exact_cubic, absolute_gradient_of. apply Rplus_le_compat; [apply A0|]. apply big_le.
  intros j _. destruct (rho_mono i j). apply Rmult_le_compat; auto; apply B0. Qed.
Lemma rho_squares_mono : exact_rho_squares d1 d2 r A B T <= exact_rho_squares d1 d2 r A' B' T.
Proof. apply big_le. intros i _. apply big_le. intros j _. destruct (rho_mono i j).
  now apply Rmult_le_compat. Qed.
Lemma squares_mono n : exact_squares n r A <= exact_squares n r A'.
Proof. apply big_le. intros i _. apply big_le. intros l _. destruct (A0 i l).
  now apply Rmult_le_compat. Qed.
Lemma square_one n i l : (i < n)%nat -> (l < r)%nat -> A i l * A i l <= exact_squares n r A'.
Proof. intros hi hl. eapply Rle_trans; [|apply squares_mono]. unfold exact_squares.
  apply Rle_trans with (big r (fun l => A i l * A i l)).
  - apply (big_le_one r (fun l => A i l * A i l)); [|exact hl]. intros; apply Rle_0_sqr.
  - apply (big_le_one n (fun i => big r (fun l => A i l * A i l))); [|exact hi].
    intros; apply big_ge0; intros; apply Rle_0_sqr. Qed.
Lemma column_products n k l : (k < r)%nat -> (l < r)%nat ->
  big n (fun j => A j l * A j k) <= exact_squares n r A'.
Proof. intros hk hl. eapply Rle_trans; [|apply squares_mono]. apply big_le. intros j _.
  assert (a := big_le_one r (fun l => A j l * A j l) k (fun i _ => Rle_0_sqr _) hk).
  assert (b := big_le_one r (fun l => A j l * A j l) l (fun i _ => Rle_0_sqr _) hl).
  cbv beta in a, b. assert (q := Rle_0_sqr (A j l - A j k)). unfold Rsqr in q. lra. Qed.
End Sizes.

Section Cases.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (lam : R).
Notation pow := (bpow beta). Notation grid := (grid beta).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.
Hypothesis lam_low : lam < pow low.
Notation read := (read lam).
(* Whether a size fits, its grid being in the normal range. *)
Definition fits (grid : nat)
    (size : R) : Prop := (low <= - Z.of_nat grid)%Z /\ size <= pow (prec - Z.of_nat grid).
(* n more roundings, and that of the output. *)
Definition output (n : nat) (P : value) : value := printed o (further o n P).
Lemma output_only g s v P n k S : Ex beta prec low g s v P -> g = (- Z.of_nat k)%Z -> fits k S ->
  s <= S -> only v (output n P).
Proof. intros h eg [_ f] le. apply (Ex_only beta prec low g s v _ S); [|exact le|].
  - apply (Ex_rounded beta prec low o is_exact). now apply (Ex_further beta prec low o is_exact).
  - rewrite eg. exact f. Qed.

Variables (d1 d2 r : nat) (x y m : matrix) (A B : matrix) (a : nat).
Notation on_grid z n := (forall p q, grid (- Z.of_nat n) (z p q)).
Hypotheses (x_grid : on_grid x a) (y_grid : on_grid y a) (m_grid : on_grid m (2 * a)).
Hypotheses (hA : forall p q, Mabs x p q <= A p q) (hB : forall p q, Mabs y p q <= B p q).
Notation e := (- Z.of_nat a)%Z.
Lemma m_grid2 : forall p q, grid (2 * e) (m p q).
Proof. intros p q. replace (2 * e)%Z with (- Z.of_nat (2 * a))%Z by lia. apply m_grid. Qed.
Lemma e_0 : (e <= 0)%Z. Proof. lia. Qed.
Lemma hA0 p q : 0 <= Mabs x p q <= A p q. Proof. split; [apply Rabs_pos|apply hA]. Qed.
Lemma hB0 p q : 0 <= Mabs y p q <= B p q. Proof. split; [apply Rabs_pos|apply hB]. Qed.
Lemma hT0 p q : 0 <= Mabs m p q. Proof. apply Rabs_pos. Qed.
Notation rho := (rho_of r A B (Mabs m)).

Theorem gradient_exact_as_tested cubic i k n :
  exact_cubic d2 r A B (Mabs m) i k <= cubic ->
  fits (exact_gradient_grid a) (exact_gradient_size cubic) -> only (exact_gradient_of d2 r x y m i
    k) (output n (gradient o converts d2 r (read x i) (read y) (read m i) k)).
Proof. intros hc hf. refine (output_only (3 * e)%Z _ _ _ _ _ _ (Ex_gradient beta prec low
      o converts lam is_exact lam_low d2 r x y m e x_grid y_grid m_grid2 _ i k) _ hf _).
  - destruct hf. unfold exact_gradient_grid in *. lia.
  - unfold exact_gradient_grid. lia.
  - unfold exact_gradient_size. assert (q := cubic_mono r _ _ _ _ _ hA0 hB0 hT0 d2 i k).
    assert (w := Rabs_pos (x i k)). unfold Mabs at 1 in q. lra. Qed.
Lemma hvp_size (dx dy : matrix) i k : (forall p q, Mabs x p q + Mabs dx p q <= A p q) ->
  (forall p q, Mabs y p q + Mabs dy p q <= B p q) ->
  absolute_hvp d2 r x y m dx dy i k <= exact_cubic d2 r A B (Mabs m) i k.
Proof. intros hx hy. assert (hx0 : forall p q, 0 <= Mabs x p q + Mabs dx p q <= A p q)
    by (intros; split; [apply Rplus_le_le_0_compat; apply Rabs_pos|apply hx]).
  assert (hy0 : forall p q, 0 <= Mabs y p q + Mabs dy p q <= B p q)
    by (intros; split; [apply Rplus_le_le_0_compat; apply Rabs_pos|apply hy]).
  eapply Rle_trans; [|exact (cubic_mono r _ _ _ _ _ hx0 hy0 hT0 d2 i k)].
  assert (w : 0 <= Mabs x i k) by apply Rabs_pos. assert (w' : 0 <= Mabs dx i k) by apply Rabs_pos.
  assert (z : absolute_hvp d2 r x y m dx dy i k <= absolute_gradient_of d2 r
    (fun p q => Mabs x p q + Mabs dx p q) (fun p q => Mabs y p q + Mabs dy p q) (Mabs m) i k).
  { unfold absolute_hvp, absolute_gradient_of, rho_of. rewrite <- big_plus. apply big_le.
    intros j _. rewrite (big_ext r (fun l => (Mabs x i l + Mabs dx i l) * (Mabs y j l
        + Mabs dy j l)) (fun l => (Mabs x i l * Mabs y j l + Mabs dx i l * Mabs y j l) + (Mabs x i l
        * Mabs dy j l + Mabs dx i l * Mabs dy j l))) by (intros; ring). rewrite !big_plus.
    assert (p : forall u v : nat -> R, (forall l, 0 <= u l) -> (forall l, 0 <= v l) ->
      0 <= big r (fun l => u l * v l)) by (intros; apply big_ge0; intros; now apply Rmult_le_pos).
    assert (p1 := p (Mabs x i) (Mabs y j) (fun l => Rabs_pos _) (fun l => Rabs_pos _)).
    assert (p2 := p (Mabs dx i) (Mabs y j) (fun l => Rabs_pos _) (fun l => Rabs_pos _)).
    assert (p3 := p (Mabs x i) (Mabs dy j) (fun l => Rabs_pos _) (fun l => Rabs_pos _)).
    assert (p4 := p (Mabs dx i) (Mabs dy j) (fun l => Rabs_pos _) (fun l => Rabs_pos _)).
    assert (b1 : 0 <= Mabs y j k) by apply Rabs_pos.
    assert (b2 : 0 <= Mabs dy j k) by apply Rabs_pos. assert (t := hT0 i j). nra. }
  cbv beta. lra. Qed.
Theorem hvp_exact (dx dy : matrix) cubic i k n : (k < r)%nat -> on_grid dx a -> on_grid dy a ->
  (forall p q, Mabs x p q + Mabs dx p q <= A p q) ->
  (forall p q, Mabs y p q + Mabs dy p q <= B p q) -> exact_cubic d2 r A B (Mabs m) i k <= cubic ->
  fits (exact_hvp_grid a) (exact_hvp_size cubic) -> only (exact_hvp d2 r x y m dx dy i k)
    (output n (hvp o converts d2 r (read x i) (read y) (read m i) (read dx i) (read dy) k)).
Proof. intros hk gx gy hx hy hc hf.
  refine (output_only (3 * e)%Z _ _ _ _ _ _ (Ex_hvp beta prec low o converts lam is_exact lam_low d2
      r x y m e x_grid y_grid m_grid2 _ dx dy gx gy i k hk) _ hf _).
  - destruct hf. unfold exact_hvp_grid in *. lia.
  - unfold exact_hvp_grid. lia.
  - assert (q := hvp_size dx dy i k hx hy). unfold exact_hvp_size.
    assert (w : 0 <= absolute_hvp d2 r x y m dx dy i k).
    { apply (Ex_ge0 beta prec low (3 * e) _ (exact_hvp d2 r x y m dx dy i k) _
        (Ex_hvp beta prec low o converts lam is_exact lam_low d2 r x y m e x_grid y_grid m_grid2
          ltac:(destruct hf; unfold exact_hvp_grid in *; lia) dx dy gx gy i k hk)). }
    lra. Qed.

Section Hessian.
Variables (s : nat) (top weight : R). Hypothesis weight_0 : 0 <= weight.
Hypothesis hf : fits (exact_hessian_grid a s) (exact_hessian_size d1 d2 r A B top weight).
Lemma squares_pos n (z : matrix) : 0 <= exact_squares n r z.
Proof. apply big_ge0. intros. apply big_ge0. intros. apply Rle_0_sqr. Qed.
Lemma hessian_low : (low <= 2 * e - Z.of_nat s)%Z.
Proof. destruct hf. unfold exact_hessian_grid in *. lia. Qed.
Theorem hessian_diagonal_exact l k n : (l < r)%nat -> (k < r)%nat -> 0 <= top ->
  only (big d2 (fun j => y j l * y j k))
    (output n (hessian_diagonal o converts d2 (read y) [] l k)).
Proof. intros hl hk t0. assert (q := hessian_low). assert (w : (low <= 2 * e)%Z) by lia.
  assert (z := Ex_gram beta prec low o converts lam is_exact lam_low d2 e y l k w e_0 y_grid).
  apply (output_only (2 * e - Z.of_nat s)%Z _ _ _ n (exact_hessian_grid a s)
    (exact_hessian_size d1 d2 r A B top weight) (Ex_finer beta prec low (2 * e) (2 * e - Z.of_nat s)
      _ _ _ z ltac:(lia))); [unfold exact_hessian_grid; lia|exact hf|].
  assert (c := column_products r _ _ hB0 d2 k l hk hl). assert (p := squares_pos d1 A).
  unfold exact_hessian_size. lra. Qed.
Theorem smoothed_hessian_exact sigma t k n : (k < r)%nat -> s = (2 * t)%nat ->
  grid (- Z.of_nat t) sigma -> exact_weight d2 sigma <= weight -> 0 <= top ->
  only (exact_weight d2 sigma + big d2 (fun j => y j k * y j k))
    (output n
      (hessian_diagonal o converts d2 (read y) [squared_weight o converts lam d2 sigma] k k)).
Proof. intros hk st hs hw t0. assert (q := hessian_low). assert (w := Ex_weight beta prec low
    o converts lam is_exact lam_low d2 (- Z.of_nat t) sigma ltac:(lia) ltac:(lia) hs).
  assert (w' := Exs_one beta prec low (2 * e - Z.of_nat s) _ _ _
    (Ex_finer beta prec low (2 * - Z.of_nat t) (2 * e - Z.of_nat s) _ _ _ w ltac:(lia))).
  assert (z := Ex_sum beta prec low o is_exact (2 * e - Z.of_nat s) _ _ _ q (Exs_app beta prec low _
      _ _ _ _ _ _ w' (Exs_finer beta prec low (2 * e) (2 * e - Z.of_nat s) _ _ _ ltac:(lia)
      (Exs_seq beta prec low (2 * e) d2 _ _ _ (fun j _ => Ex_times beta prec low o converts is_exact
      e e (2 * e) _ _ _ _ _ _ (Ex_read beta prec low lam lam_low e y j k ltac:(lia) (y_grid j k))
      (Ex_read beta prec low lam lam_low e y j k ltac:(lia) (y_grid j k)) ltac:(lia)))))).
  apply (output_only _ _ _ _ n (exact_hessian_grid a s) (exact_hessian_size d1 d2 r A B top weight)
    z); [unfold exact_hessian_grid; lia|exact hf|].
  assert (c := column_products r _ _ hB0 d2 k k hk hk). assert (p := squares_pos d1 A).
  unfold exact_hessian_size. lra. Qed.
Theorem hessian_off_exact same i j k l n : (i < d1)%nat -> (j < d2)%nat -> (l < r)%nat ->
  (k < r)%nat -> rho i j <= top ->
  only (alike same (err r x y m i j) + x i l * y j k)
    (output n (hessian_off o converts r (read x i) (read y) (read m i) same j k l)).
Proof. intros hi hj hl hk ht. assert (q := hessian_low). assert (w : (low <= 2 * e)%Z) by lia.
  assert (z := Ex_off beta prec low o converts lam is_exact lam_low r x y m e x_grid y_grid m_grid2
    w same i j k l). apply (output_only (2 * e - Z.of_nat s)%Z _ _ _ n (exact_hessian_grid a s)
    (exact_hessian_size d1 d2 r A B top weight) (Ex_finer beta prec low (2 * e) (2 * e - Z.of_nat s)
      _ _ _ z ltac:(lia))); [unfold exact_hessian_grid; lia|exact hf|].
  assert (c1 := square_one r _ _ hA0 d1 i l hi hl).
  assert (c2 := square_one r _ _ hB0 d2 j k hj hk).
  assert (p := rho_mono r _ _ _ _ _ hA0 hB0 hT0 i j).
  assert (v := Rle_0_sqr (Mabs x i l - Mabs y j k)). unfold Rsqr in v.
  assert (0 <= Mabs x i l * Mabs x i l) by apply Rle_0_sqr. assert (0 <= Mabs y j k * Mabs y j k)
    by apply Rle_0_sqr. unfold exact_hessian_size. unfold alike. destruct same; lra. Qed.
End Hessian.

Theorem smoothed_gradient_exact sigma t cubic top other weight i k n : grid (- Z.of_nat t) sigma ->
  exact_weight d2 sigma <= weight ->
  exact_cubic d2 r A B (Mabs m) i k <= cubic -> A i k <= top -> 0 <= other ->
  fits (exact_smoothed_gradient_grid a (2 * t)) (exact_smoothed_gradient_size cubic top other
    weight) -> only (exact_weight d2 sigma * x i k + exact_gradient_of d2 r x y m i k)
    (output n (smoothed_gradient o converts d2 r (read x i) (read y) (read m i)
        (squared_weight o converts lam d2 sigma) (read x i k) k)).
Proof. intros hs hw hc ha ho hf.
  refine (output_only (3 * e + 2 * - Z.of_nat t)%Z _ _ _ _ _ _ (Ex_smoothed_gradient beta prec low
      o converts lam is_exact lam_low d2 r x y m e e_0 x_grid y_grid m_grid2 _ (- Z.of_nat t) sigma
      i k _ _ hs) _ hf _); try (destruct hf; unfold exact_smoothed_gradient_grid in *; lia).
  assert (q := cubic_mono r _ _ _ _ _ hA0 hB0 hT0 d2 i k). destruct (hA0 i k) as [p1 p2].
  assert (w := weight_ge0 d2 sigma). unfold exact_smoothed_gradient_size. assert (exact_weight d2
    sigma * Mabs x i k <= weight * (top + other)) by (apply Rmult_le_compat; lra). lra. Qed.

Section Losses.
Hypothesis half : grid (-1) (/ 2).
Theorem loss_exact n : fits (exact_loss_grid a) (exact_loss_size d1 d2 r A B (Mabs m)) ->
  only (exact_loss d1 d2 r x y m) (output n (losses o converts d1 d2 r (read x) (read y) (read m))).
Proof. intro hf. refine (output_only (4 * e - 1)%Z _ _ _ _ _ _ (Ex_losses beta prec low
      o converts lam is_exact lam_low d1 d2 r x y m e e_0 x_grid y_grid m_grid2 half _) _ hf _);
    try (destruct hf; unfold exact_loss_grid in *; lia).
  assert (q := rho_squares_mono d1 d2 r _ _ _ _ _ hA0 hB0 hT0). unfold exact_loss_size.
  assert (0 <= exact_rho_squares d1 d2 r (Mabs x) (Mabs y) (Mabs m))
    by (apply big_ge0; intros; apply big_ge0; intros; apply Rle_0_sqr). lra. Qed.
Theorem smoothed_loss_exact sigma1 sigma2 t weight n : grid (- Z.of_nat t) sigma1 ->
  grid (- Z.of_nat t) sigma2 ->
  exact_weight d1 sigma1 + exact_weight d2 sigma2 <= weight ->
  fits (exact_smoothed_loss_grid a (2 * t))
    (exact_smoothed_loss_size d1 d2 r A B (Mabs m) weight) -> only (exact_loss d1 d2 r x y m + / 2
    * (exact_weight d2 sigma2 * exact_squares d1 r x + exact_weight d1 sigma1 * exact_squares d2 r y
      + INR r * (exact_weight d1 sigma1 * exact_weight d2 sigma2)))
    (output n (smoothed_losses o converts d1 d2 r (read x) (read y) (read m)
      (squared_weight o converts lam d1 sigma1) (squared_weight o converts lam d2 sigma2)
        (dimension o r))).
Proof. intros g1 g2 hw hf. set (k := exact_smoothed_loss_grid a (2 * t)) in *.
  assert (lo : (low <= - Z.of_nat k)%Z) by apply hf.
  assert (z := Ex_smoothed_losses_at beta prec low o converts lam is_exact lam_low d1 d2 r x y m e
    e_0 x_grid y_grid m_grid2 half (- Z.of_nat t) sigma1 sigma2 ltac:(lia) g1 g2 (- Z.of_nat k + 1)
    ltac:(lia) ltac:(unfold k, exact_smoothed_loss_grid; lia)).
  rewrite (Rplus_assoc (exact_weight d2 sigma2 * _)). refine (output_only _ _ _ _ _ _ _ z _ hf _);
    [lia|unfold exact_noise_size]. assert (q := rho_squares_mono d1 d2 r _ _ _ _ _ hA0 hB0 hT0).
  assert (qa := squares_mono r _ _ hA0 d1). assert (qb := squares_mono r _ _ hB0 d2).
  assert (p1 := weight_ge0 d1 sigma1). assert (p2 := weight_ge0 d2 sigma2).
  assert (r0 := pos_INR r). assert (sa := squares_pos d1 (Mabs x)).
  assert (sb := squares_pos d2 (Mabs y)). assert (0 <= exact_rho_squares d1 d2 r (Mabs x) (Mabs y)
    (Mabs m)) by (apply big_ge0; intros; apply big_ge0; intros; apply Rle_0_sqr).
  unfold exact_smoothed_loss_size. assert (exact_weight d1 sigma1 * exact_weight d2 sigma2 <=
    weight * weight) by (apply Rmult_le_compat; lra). nra. Qed.
End Losses. End Cases.

Section Update.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (lam : R).
Notation pow := (bpow beta). Notation grid := (grid beta).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.
Hypothesis lam_low : lam < pow low.
Theorem step_exact_as_tested (d r : nat) (x y m zx zy A B : matrix) (eta largest cubic : R)
    (a f i k : nat) :
  (forall p q, grid (- Z.of_nat a) (x p q) /\ grid (- Z.of_nat a) (zx p q) /\ Mabs x p q + Mabs zx p
    q <= A p q) -> (forall p q, grid (- Z.of_nat a) (y p q) /\ grid (- Z.of_nat a) (zy p q) /\
    Mabs y p q + Mabs zy p q <= B p q) -> (forall p q, grid (- Z.of_nat (2 * a)) (m p q)) ->
  0 <= eta -> grid (- Z.of_nat f) eta -> Rmax 1 eta <= largest ->
  (forall p q, A p q <= cubic /\ B p q <= cubic) -> exact_cubic d r A B (Mabs m) i k <= cubic ->
  fits beta prec low (exact_step_grid a f) (exact_step_size largest cubic) ->
  only (x i k - eta * exact_gradient_of d r (Mplus x zx) (Mplus y zy) m i k)
    (printed o (stepped o converts d r (fun l => perturbed o lam (x i l) (zx i l))
        (fun j l => perturbed o lam (y j l) (zy j l))
      (fun j => input lam (m i j)) (input lam (x i k)) eta k)).
Proof. intros hx hy hm e0 he hl hc hq [lo hf]. unfold exact_step_grid, exact_step_size in *.
  assert (m1 := Rmax_l 1 eta). assert (xi := Rabs_pos (x i k)). assert (zi := Rabs_pos (zx i k)).
  assert (c0 : 0 <= cubic).
  { destruct (hc i k). destruct (hx i k) as (_ & _ & h). unfold Mabs in h. lra. }
  assert (cl : cubic <= largest * cubic)
    by (rewrite <- (Rmult_1_l cubic) at 1; apply Rmult_le_compat_r; lra).
  assert (pe : pow (prec - Z.of_nat (3 * a + f)) <= pow (prec + - Z.of_nat a))
    by (apply bpow_le; lia). assert (ax : forall p q, 0 <= Mabs (Mplus x zx) p q <= A p q).
  { intros p q. split; [apply Rabs_pos|]. eapply Rle_trans; [apply Rabs_triang|apply hx]. }
  assert (ay : forall p q, 0 <= Mabs (Mplus y zy) p q <= B p q).
  { intros p q. split; [apply Rabs_pos|]. eapply Rle_trans; [apply Rabs_triang|apply hy]. }
  apply (step_exact beta prec low o converts d r lam is_exact lam_low x y m zx zy eta (- Z.of_nat a)
    (- Z.of_nat f) i k); try lia; auto.
  - intros p q. destruct (hx p q) as (g1 & g2 & h). destruct (hc p q) as [h1 _]. unfold Mabs in h.
    split; [exact g1|split; [exact g2|lra]].
  - intros p q. destruct (hy p q) as (g1 & g2 & h). destruct (hc p q) as [_ h1]. unfold Mabs in h.
    split; [exact g1|split; [exact g2|lra]].
  - intros p q. replace (2 * - Z.of_nat a)%Z with (- Z.of_nat (2 * a))%Z by lia. apply hm.
  - replace (prec + 3 * - Z.of_nat a + - Z.of_nat f)%Z with (prec - Z.of_nat (3 * a + f))%Z by lia.
    assert (g := absolute_ge0 d r (Mplus x zx) (Mplus y zy) m i k).
    set (G := absolute_gradient_of d r (Mabs (Mplus x zx)) (Mabs (Mplus y zy)) (Mabs m) i k) in *.
    assert (z : A i k + G <= cubic).
    { eapply Rle_trans; [|exact hq]. apply Rplus_le_compat_l. apply big_le. intros j _.
      assert (t := rho_mono r _ _ (Mabs m) _ _ ax ay (fun p q => Rabs_pos _) i j).
      destruct (ay j k). apply Rmult_le_compat; tauto. }
    destruct (hx i k) as (_ & _ & h). unfold Mabs in h.
    assert (Rmax 1 eta * G <= largest * G /\ largest * (A i k + G) <= largest * cubic /\
      1 * A i k <= largest * A i k) by pieces. change (big d _) with G. lra. Qed.
End Update.
