(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExactLoss.v: exact losses, plain and smoothed, as sums of squares and expanded.
   Main results: Ex_losses, Ex_smoothed_losses: the sums of the monomials' absolute values, and the
   grids that they lie on. *)
From Coq Require Import Reals Psatz List ZArith.
From Flocq Require Import Core.
From NoisyGD Require Import FpModel FpSum FpPlans FpStep FpLoss FpDyadic FpExact FpExactConditions
  FpExactCalculus FpExactOps.
Local Open Scope R_scope.

Lemma big_times n p f g : big n f * big p g = big n (fun i => big p (fun j => f i * g j)).
Proof. rewrite <- big_mulr. apply big_ext. intros i _. now rewrite <- big_mul. Qed.
Lemma big_two n p (f g : nat -> nat -> R) : (forall i j, f i j = g i j) ->
  big n (fun i => big p (f i)) = big n (fun i => big p (g i)).
Proof. intro h. apply big_ext. intros. apply big_ext. intros. apply h. Qed.
(* ||X Y^T + sg M||^2 in the expanded form, sg^2 = 1. *)
Lemma expanded d1 d2 r (x y m : matrix) sg : sg * sg = 1 ->
  big r
    (fun k => big r (fun l => big d1 (fun i => x i k * x i l) * big d2 (fun j => y j k * y j l)))
    + (2 * (sg * big d1 (fun i => big d2 (fun j => m i j * big r (fun l => x i l * y j l))))
      + exact_squares d1 d2 m)
  = big d1 (fun i => big d2 (fun j => (big r (fun l => x i l * y j l) + sg * m i j)
      * (big r (fun l => x i l * y j l) + sg * m i j))).
Proof. intro s1. assert (q : big r (fun k =>
      big r (fun l => big d1 (fun i => x i k * x i l) * big d2 (fun j => y j k * y j l))) = big d1
    (fun i => big d2 (fun j => big r (fun l => x i l * y j l) * big r (fun l => x i l * y j l)))).
  { rewrite (big_two r r _
      (fun k l => big d1 (fun i => big d2 (fun j => (x i k * y j k) * (x i l * y j l))))).
    2: { intros k l. rewrite big_times. apply big_two. intros. ring. }
    rewrite (big_ext r _ (fun k => big d1 (fun i => big r (fun l =>
        big d2 (fun j => (x i k * y j k) * (x i l * y j l)))))) by (intros; apply big_exchange).
    rewrite big_exchange. apply big_ext. intros i _. rewrite (big_ext r _ (fun k => big d2 (fun j =>
        big r (fun l => (x i k * y j k) * (x i l * y j l))))) by (intros; apply big_exchange).
    rewrite big_exchange. apply big_ext. intros j _. now rewrite big_times. }
  rewrite q. unfold exact_squares. rewrite <- (big_mul d1 sg), <- (big_mul d1 2), <- !big_plus.
  apply big_ext. intros i _. rewrite <- (big_mul d2 sg), <- (big_mul d2 2), <- !big_plus.
  apply big_ext. intros j _. set (u := big r (fun l => x i l * y j l)).
  replace ((u + sg * m i j) * (u + sg * m i j)) with
    (u * u + 2 * (sg * (m i j * u)) + (sg * sg) * (m i j * m i j)) by ring. rewrite s1. ring. Qed.
(* tr(X^T M Y) summed over X's or Y's entries. *)
Lemma exact_cross_x d1 d2 r
    (x y m : matrix) : big d1 (fun i => big r (fun l => x i l * big d2 (fun j => m i j * y j l)))
  = big d1 (fun i => big d2 (fun j => m i j * big r (fun l => x i l * y j l))).
Proof. apply big_ext. intros i _.
  rewrite (big_ext r _ (fun l => big d2 (fun j => m i j * (x i l * y j l)))).
  2: { intros l _. rewrite <- big_mul. apply big_ext. intros; ring. }
  rewrite big_exchange. apply big_ext. intros j _. apply big_mul. Qed.
Lemma exact_cross_y d1 d2 r
    (x y m : matrix) : big d2 (fun j => big r (fun l => y j l * big d1 (fun i => m i j * x i l)))
  = big d1 (fun i => big d2 (fun j => m i j * big r (fun l => x i l * y j l))).
Proof. rewrite (big_exchange d1 d2). apply big_ext. intros j _.
  rewrite (big_ext r _ (fun l => big d1 (fun i => m i j * (x i l * y j l)))).
  2: { intros l _. rewrite <- big_mul. apply big_ext. intros; ring. }
  rewrite big_exchange. apply big_ext. intros i _. apply big_mul. Qed.
Lemma squares_columns n r
    (z : matrix) : big r (fun k => big n (fun j => z j k * z j k)) = exact_squares n r z.
Proof. unfold exact_squares. apply big_exchange. Qed.
Lemma absolute_ge0 d r
    (x y m : matrix) i k : 0 <= absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k.
Proof. apply big_ge0. intros. apply Rmult_le_pos; [apply exact_rho_ge0|apply Rabs_pos]. Qed.

Section Losses.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (lam : R).
Notation pow := (bpow beta). Notation grid := (grid beta).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.
Hypothesis lam_low : lam < pow low.
Notation Ex := (Ex beta prec low). Notation Exs := (Exs beta prec low). Notation read := (read lam).
Notation product := (product o converts).
Notation Ex_times := (Ex_times beta prec low o converts is_exact).
Notation Ex_sum := (Ex_sum beta prec low o is_exact).
Notation Ex_scale := (Ex_scale beta prec low o converts is_exact).
Notation Ex_at := (Ex_at beta prec low). Notation Ex_finer := (Ex_finer beta prec low).
Variables (d1 d2 r : nat) (x y m : matrix) (e : Z).
Hypotheses (e_0 : (e <= 0)%Z) (x_grid : forall p q, grid e (x p q)).
Hypotheses (y_grid : forall p q, grid e (y p q)) (m_grid : forall p q, grid (2 * e) (m p q)).
Hypothesis half : grid (-1) (/ 2).
Notation A := (Mabs x). Notation B := (Mabs y). Notation T := (Mabs m).
Definition exact_sum_of_squares :=
  big d1 (fun i => big d2 (fun j => err r x y m i j * err r x y m i j)).
Lemma exact_loss_half : / 2 * exact_sum_of_squares = exact_loss d1 d2 r x y m.
Proof. unfold exact_loss, exact_sum_of_squares. f_equal. apply big_two. intros. unfold err. ring.
Qed.

Section Plain.
Hypothesis low_4 : (low <= 4 * e - 1)%Z.
Lemma gx p q : Ex e (A p q) (x p q) (read x p q). Proof. apply Ex_read; auto; lia. Qed.
Lemma gy p q : Ex e (B p q) (y p q) (read y p q). Proof. apply Ex_read; auto; lia. Qed.
Lemma gm p q : Ex (2 * e) (T p q) (m p q) (read m p q). Proof. apply Ex_read; auto; lia. Qed.
Lemma Exs_squares : Exs (4 * e) (squares o converts d1 d2 r (read x) (read y) (read m))
  (exact_rho_squares d1 d2 r A B T) exact_sum_of_squares.
Proof. unfold squares.
  apply (Exs_each beta prec low (4 * e) d1 d2 (fun i j => product (defect o converts r (read x i)
      (read y) (read m i) j) (defect o converts r (read x i) (read y) (read m i) j))).
  intros i j _ _. assert (q : Ex (2 * e) (rho_of r A B T i j) (err r x y m i j)
    (defect o converts r (read x i) (read y) (read m i) j)) by (apply Ex_residual; auto; lia).
  apply (Ex_times (2 * e)%Z (2 * e)%Z); [exact q|exact q|lia]. Qed.
Lemma Ex_squares_loss :
  Ex (4 * e - 1) (/ 2 * exact_rho_squares d1 d2 r A B T) (exact_loss d1 d2 r x y m)
  (loss o converts d1 d2 r (read x) (read y) (read m)).
Proof. rewrite <- exact_loss_half. assert (q := Ex_sum (4 * e)%Z _ _ _ ltac:(lia) Exs_squares).
  apply (Ex_scale (/ 2) (-1)%Z (4 * e)%Z); [exact half|lra|exact q|lia]. Qed.
Definition cross_size := big d1 (fun i => big d2 (fun j => T i j * big r (fun l => A i l * B j l))).
Definition cross_value :=
  big d1 (fun i => big d2 (fun j => m i j * big r (fun l => x i l * y j l))).
Lemma Ex_cross :
  Ex (4 * e) cross_size cross_value (cross o converts d1 d2 r (read x) (read y) (read m)).
Proof. apply Ex_either; [|apply Ex_either].
  - apply Ex_sum; [lia|]. apply Exs_each. intros i j _ _.
    apply (Ex_times (2 * e)%Z (2 * e)%Z); [apply gm| |lia].
    apply Ex_sum; [lia|]. apply Exs_seq. intros l _. apply (Ex_times e e); [apply gx|apply gy|lia].
  - apply (Ex_at (4 * e)%Z _ (big d1 (fun i => big r (fun l => A i l * big d2 (fun j => T i j
        * B j l)))) _ (big d1 (fun i => big r (fun l => x i l * big d2 (fun j => m i j * y j l)))));
      [|reflexivity|apply exact_cross_x|apply exact_cross_x]. apply Ex_sum; [lia|]. apply Exs_each.
    intros i l _ _. apply (Ex_times e (3 * e)%Z); [apply gx| |lia]. apply Ex_sum; [lia|].
    apply Exs_seq. intros j _. apply (Ex_times (2 * e)%Z e); [apply gm|apply gy|lia].
  - apply (Ex_at (4 * e)%Z _ (big d2 (fun j => big r (fun l => B j l * big d1 (fun i => T i j
        * A i l)))) _ (big d2 (fun j => big r (fun l => y j l * big d1 (fun i => m i j * x i l)))));
      [|reflexivity|apply exact_cross_y|apply exact_cross_y]. apply Ex_sum; [lia|]. apply Exs_each.
    intros j l _ _. apply (Ex_times e (3 * e)%Z); [apply gy| |lia]. apply Ex_sum; [lia|].
    apply Exs_seq. intros i _. apply (Ex_times (2 * e)%Z e); [apply gm|apply gx|lia]. Qed.
Lemma Ex_grams : Ex (4 * e) (big r
  (fun k => big r (fun l => big d1 (fun i => A i k * A i l) * big d2 (fun j => B j k * B j l))))
  (big r
    (fun k => big r (fun l => big d1 (fun i => x i k * x i l) * big d2 (fun j => y j k * y j l))))
  (grams o converts d1 d2 r (read x) (read y)).
Proof. apply Ex_sum; [lia|]. apply Exs_each. intros k l _ _. apply (Ex_times (2 * e)%Z (2 * e)%Z);
    [apply Ex_gram; auto; lia|apply Ex_gram; auto; lia|lia]. Qed.
Lemma Ex_target : Ex (4 * e) (exact_squares d1 d2 T) (exact_squares d1 d2 m)
  (norm_squared o converts d1 d2 (read m)).
Proof. apply Ex_sum; [lia|]. apply Exs_each. intros i j _ _.
  apply (Ex_times (2 * e)%Z (2 * e)%Z); [apply gm|apply gm|lia]. Qed.
Lemma expanded_size : big r
  (fun k => big r (fun l => big d1 (fun i => A i k * A i l) * big d2 (fun j => B j k * B j l)))
  + (2 * cross_size + exact_squares d1 d2 T) = exact_rho_squares d1 d2 r A B T.
Proof. assert (h := expanded d1 d2 r A B T 1 ltac:(ring)). rewrite Rmult_1_l in h.
  fold cross_size in h. rewrite h. apply big_two. intros. now rewrite Rmult_1_l. Qed.
Lemma expanded_value : big r
  (fun k => big r (fun l => big d1 (fun i => x i k * x i l) * big d2 (fun j => y j k * y j l)))
  + (- (2 * cross_value) + exact_squares d1 d2 m) = exact_sum_of_squares.
Proof. assert (h := expanded d1 d2 r x y m (-1) ltac:(ring)). fold cross_value in h.
  replace (- (2 * cross_value)) with (2 * (-1 * cross_value)) by ring.
  rewrite h. apply big_two. intros. unfold err. ring. Qed.
Lemma Ex_expanded :
  Ex (4 * e - 1) (/ 2 * exact_rho_squares d1 d2 r A B T) (exact_loss d1 d2 r x y m)
  (expanded_loss o converts d1 d2 r (read x) (read y) (read m)).
Proof. rewrite <- exact_loss_half, <- expanded_size, <- expanded_value. apply Ex_either.
  - assert (g2 : grid 0 2) by (exists 2%Z; simpl; ring).
    assert (c2 := Ex_scale 2 0%Z (4 * e)%Z _ _ _ g2 ltac:(lra) Ex_cross ltac:(lia)).
    assert (c2' := Ex_at _ (4 * e)%Z _ _ _ _ _ c2 ltac:(lia) eq_refl eq_refl).
    assert (s := Ex_sum (4 * e)%Z _ _ _ ltac:(lia) (Exs_three beta prec low _ _ _ _ _ _ _ _ _ _
        Ex_grams (Ex_neg beta prec low _ _ _ _ c2') Ex_target)).
    apply (Ex_scale (/ 2) (-1)%Z (4 * e)%Z); [exact half|lra|exact s|lia].
  - assert (h : forall s v P, Ex (4 * e) s v P ->
      Ex (4 * e - 1) (/ 2 * s) (/ 2 * v) (scale o converts (/ 2) P)).
    { intros s v P hp. apply (Ex_scale (/ 2) (-1)%Z (4 * e)%Z); [exact half|lra|exact hp|lia]. }
    assert (s := Ex_sum (4 * e - 1)%Z _ _ _ low_4
      (Exs_three beta prec low _ _ _ _ _ _ _ _ _ _ (h _ _ _ Ex_grams) (Ex_neg beta prec low _ _ _ _
        (Ex_finer _ (4 * e - 1)%Z _ _ _ Ex_cross ltac:(lia))) (h _ _ _ Ex_target))).
    apply (Ex_at _ _ _ _ _ _ _ s); [reflexivity|field|field]. Qed.
Lemma Ex_losses : Ex (4 * e - 1) (/ 2 * exact_rho_squares d1 d2 r A B T) (exact_loss d1 d2 r x y m)
  (losses o converts d1 d2 r (read x) (read y) (read m)).
Proof. apply Ex_either; [apply Ex_squares_loss|apply Ex_expanded]. Qed.
End Plain.

(* The smoothed loss. *)
Variables (t : Z) (sigma1 sigma2 : R).
Hypotheses (t_0 : (t <= 0)%Z) (s1_grid : grid t sigma1) (s2_grid : grid t sigma2). Variable g : Z.
Hypothesis low_g : (low <= g - 1)%Z.
Hypothesis g_range : (g <= 4 * e)%Z /\ (g <= 2 * e + 2 * t)%Z /\ (g <= 4 * t)%Z.
Notation w1 := (exact_weight d1 sigma1). Notation w2 := (exact_weight d2 sigma2).
Notation W1 := (squared_weight o converts lam d1 sigma1).
Notation W2 := (squared_weight o converts lam d2 sigma2).
Lemma ew n sigma : grid t sigma ->
  Ex (2 * t) (exact_weight n sigma) (exact_weight n sigma) (squared_weight o converts lam n sigma).
Proof. intro h. apply Ex_weight; auto; lia. Qed.
Lemma Ex_weighted n (z : matrix) W w : (forall p q, grid e (z p q)) -> Ex (2 * t) w w W ->
  Ex g (w * exact_squares n r (Mabs z)) (w * exact_squares n r z)
    (weighted o converts r W n (read z)).
Proof. intros hz hw. apply Ex_either.
  - apply (Ex_times (2 * t)%Z (2 * e)%Z); [exact hw| |lia]. apply Ex_norm; auto; lia.
  - rewrite <- !squares_columns, <- !big_mul. apply Ex_sum; [lia|]. apply Exs_seq. intros k _.
    apply (Ex_times (2 * t)%Z (2 * e)%Z); [exact hw| |lia]. apply Ex_gram; auto; lia. Qed.
Lemma Ex_noise :
  Ex g (INR r * (w1 * w2)) (INR r * (w1 * w2)) (noise_term o converts r W1 W2 (dimension o r)).
Proof. assert (p := Ex_times _ _ g _ _ _ _ _ _ (ew d1 sigma1 s1_grid) (ew d2 sigma2 s2_grid)
    ltac:(lia)). apply Ex_either.
  - apply (Ex_times 0%Z g); [apply Ex_dimension; auto|exact p|lia].
  - rewrite <- big_const. apply Ex_sum; [lia|]. apply Exs_seq. intros; exact p. Qed.
Definition exact_noise_size :=
  w2 * exact_squares d1 r A + (w1 * exact_squares d2 r B + INR r * (w1 * w2)).
Definition noise_value :=
  w2 * exact_squares d1 r x + (w1 * exact_squares d2 r y + INR r * (w1 * w2)).
Lemma Exs_parts : Exs g (noise_parts o converts d1 d2 r (read x) (read y) W1 W2 (dimension o r))
  exact_noise_size noise_value.
Proof. apply Exs_three;
    [apply Ex_weighted; auto using ew|apply Ex_weighted; auto using ew|apply Ex_noise]. Qed.
Lemma Ex_half s v P : Ex g s v P -> Ex (g - 1) (/ 2 * s) (/ 2 * v) (scale o converts (/ 2) P).
Proof. intro h. apply (Ex_scale (/ 2) (-1)%Z g); [exact half|lra|exact h|lia]. Qed.
Lemma Ex_smoothed_losses_at :
  Ex (g - 1) (/ 2 * (exact_rho_squares d1 d2 r A B T + exact_noise_size))
  (exact_loss d1 d2 r x y m + / 2 * noise_value)
  (smoothed_losses o converts d1 d2 r (read x) (read y) (read m) W1 W2 (dimension o r)).
Proof. assert (l4 : (low <= 4 * e - 1)%Z) by lia. assert (ev : exact_loss d1 d2 r x y m + / 2 *
    noise_value = / 2 * (exact_sum_of_squares + noise_value)) by (rewrite <- exact_loss_half; ring).
  assert (sq : Exs g (squares o converts d1 d2 r (read x) (read y) (read m))
    (exact_rho_squares d1 d2 r A B T) exact_sum_of_squares)
    by (apply (Exs_finer beta prec low (4 * e)%Z); [lia|now apply Exs_squares]).
  assert (ls : Ex (g - 1) (/ 2 * exact_rho_squares d1 d2 r A B T) (exact_loss d1 d2 r x y m)
    (losses o converts d1 d2 r (read x) (read y) (read m))) by (apply (Ex_finer (4 * e - 1)%Z);
    [now apply Ex_losses|lia]). apply Ex_either; [|apply Ex_either; [|apply Ex_either]].
  - rewrite ev. apply Ex_half. apply Ex_sum; [lia|]. apply Exs_app; [exact sq|apply Exs_parts].
  - rewrite ev. apply Ex_half. apply Ex_sum; [lia|]. constructor; [|apply Exs_parts].
    apply Ex_sum; [lia|exact sq].
  - assert (h : Exs (g - 1) (losses o converts d1 d2 r (read x) (read y) (read m) :: map (scale
        o converts (/ 2)) (noise_parts o converts d1 d2 r (read x) (read y) W1 W2 (dimension o r)))
      (/ 2 * exact_rho_squares d1 d2 r A B T + / 2 * exact_noise_size)
      (exact_loss d1 d2 r x y m + / 2 * noise_value)).
    { constructor; [exact ls|]. assert (q := Exs_parts). revert q.
      generalize exact_noise_size noise_value. clear - half low_g is_exact low_0. intros s v q.
      induction q as [|P Ps s v s' v' hp q IH]; simpl; [rewrite !Rmult_0_r; constructor|].
      rewrite !Rmult_plus_distr_l. constructor; [now apply Ex_half|exact IH]. }
    apply (Ex_at _ _ _ _ _ _ _ (Ex_sum (g - 1)%Z _ _ _ low_g h)); [reflexivity|ring|ring].
  - rewrite Rmult_plus_distr_l. apply (Ex_plus2 beta prec low o is_exact); [exact ls|].
    apply Ex_half. apply Ex_sum; [lia|apply Exs_parts]. Qed.
End Losses.
