(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExactOps.v: exact losses, Hessians and their products, plain and smoothed.

   Inputs on the grid beta^-a (M on beta^-2a), each sigma on beta^-t. The conditions are the ones
   that the judge computes, in FpExactConditions.v; they bound the sum of each result's monomials
   from above.
   Main results (FP.dyadic): loss_exact (sum of squares, or expanded), hessian_diagonal_exact,
   hessian_off_exact, hvp_exact (both forms), smoothed_loss_exact, smoothed_gradient_exact,
   smoothed_hessian_exact, gradient_exact_as_tested, step_exact_as_tested. *)
From Coq Require Import Reals Psatz List ZArith.
From Flocq Require Import Core.
From NoisyGD Require Import FpModel FpSum FpPlans FpStep FpHvp FpLoss FpDyadic FpExact
  FpExactConditions FpExactCalculus.
Import ListNotations. Local Open Scope R_scope.

(* Plans of the losses, as sets; of matrices of sets. *)
Section Plans.
Variables (o : operations) (converts : bool) (d1 d2 r : nat) (X Y M : nat -> nat -> value).
Notation product := (product o converts). Notation sum_of := (sum_of o).
Notation scale := (scale o converts).
Definition each (n p : nat)
    (P : nat -> nat -> value) : list value := concat (map (fun i => map (P i) (seq 0 p)) (seq 0 n)).
(* ||A||^2 and an entry of A^T A. *)
Definition norm_squared (n p : nat)
    (A : nat -> nat -> value) : value := sum_of (each n p (fun i l => product (A i l) (A i l))).
(* tr(X^T X Y^T Y), tr(X^T M Y) in each of three ways, ||M||^2. *)
Definition grams : value :=
  sum_of (each r r (fun k l => product (gram o converts d1 X k l) (gram o converts d2 Y k l))).
Definition cross : value :=
  either (sum_of (each d1 d2
      (fun i j => product (M i j) (sum_of (map (fun l => product (X i l) (Y j l)) (seq 0 r))))))
  (either (sum_of (each d1 r
      (fun i l => product (X i l) (sum_of (map (fun j => product (M i j) (Y j l)) (seq 0 d2))))))
  (sum_of (each d2 r
      (fun j l => product (Y j l) (sum_of (map (fun i => product (M i j) (X i l)) (seq 0 d1))))))).
Definition expanded_loss : value :=
  either (scale (/ 2) (sum_of [grams; neg (scale 2 cross); norm_squared d1 d2 M]))
  (sum_of [scale (/ 2) grams; neg cross; scale (/ 2) (norm_squared d1 d2 M)]).
Definition losses : value := either (loss o converts d1 d2 r X Y M) expanded_loss.
(* The smoothed loss: W1, W2 the weights d1 sigma1^2 and d2 sigma2^2; the noise's own term r W1
   W2. *)
Variables (W1 W2 R : value).
Definition weighted (W : value) (n : nat) (A : nat -> nat -> value) : value :=
  either (product W (norm_squared n r A))
    (sum_of (map (fun k => product W (gram o converts n A k k)) (seq 0 r))).
Definition noise_term : value :=
  either (product R (product W1 W2)) (sum_of (map (fun _ => product W1 W2) (seq 0 r))).
Definition noise_parts : list value := [weighted W2 d1 X; weighted W1 d2 Y; noise_term].
Definition smoothed_losses : value :=
  either (scale (/ 2) (sum_of (squares o converts d1 d2 r X Y M ++ noise_parts)))
  (either (scale (/ 2) (sum_of (sum_of (squares o converts d1 d2 r X Y M) :: noise_parts)))
  (either (sum_of (losses :: map (scale (/ 2)) noise_parts))
  (plus2 o losses (scale (/ 2) (sum_of noise_parts))))).
End Plans.
(* A dimension, itself rounded; and d sigma^2, with the dimension last or first. *)
Definition dimension (o : operations) (n : nat) : value := rounded o (exactly (INR n)).
Definition squared_weight (o : operations) (converts : bool) (lam : R) (n : nat)
    (sigma : R) : value :=
  either (product
    o converts (dimension o n) (product o converts (input lam sigma) (input lam sigma)))
  (product o converts (product o converts (dimension o n) (input lam sigma)) (input lam sigma)).

Section Ops.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (lam : R).
Notation pow := (bpow beta). Notation grid := (grid beta).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.
Hypothesis lam_low : lam < pow low.
Notation Ex := (Ex beta prec low). Notation Exs := (Exs beta prec low). Notation read := (read lam).
Notation product := (product o converts).

Notation Ex_at := (Ex_at beta prec low).
Notation Ex_times := (Ex_times beta prec low o converts is_exact).
Lemma Ex_sum g Ps s v : (low <= g)%Z -> Exs g Ps s v -> Ex g s v (sum_of o Ps).
Proof. now apply (Ex_sum_of beta prec low o is_exact). Qed.
Lemma Exs_each g n p P s v :
  (forall i j, (i < n)%nat -> (j < p)%nat -> Ex g (s i j) (v i j) (P i j)) ->
  Exs g (each n p P) (big n (fun i => big p (s i))) (big n (fun i => big p (v i))).
Proof. intro h. apply Exs_concat. intros i hi. apply Exs_seq. intros j hj. now apply h. Qed.
Lemma Exs_three g P Q T s1 v1 s2 v2 s3 v3 : Ex g s1 v1 P -> Ex g s2 v2 Q -> Ex g s3 v3 T ->
  Exs g [P; Q; T] (s1 + (s2 + s3)) (v1 + (v2 + v3)).
Proof. intros a b c. constructor; [exact a|]. constructor; [exact b|]. now apply Exs_one. Qed.

(* Any matrix on a grid. *)
Lemma Ex_read g (z : matrix) p q : (low <= g)%Z -> grid g (z p q) ->
  Ex g (Mabs z p q) (z p q) (read z p q).
Proof. intros. apply (Ex_input beta prec low lam); auto. Qed.
Lemma Ex_gram n e (z : matrix) l k : (low <= 2 * e)%Z -> (e <= 0)%Z ->
  (forall p q, grid e (z p q)) ->
  Ex (2 * e) (big n (fun j => Mabs z j l * Mabs z j k)) (big n (fun j => z j l * z j k))
    (gram o converts n (read z) l k).
Proof. intros h e0 g. apply (Ex_gram_entry beta prec low o converts is_exact n (read z) z e);
    [|exact h]. intros j p. apply Ex_read; [lia|apply g]. Qed.
Lemma Ex_norm n p e (z : matrix) : (low <= 2 * e)%Z -> (e <= 0)%Z -> (forall p q, grid e (z p q)) ->
  Ex (2 * e) (exact_squares n p (Mabs z)) (exact_squares n p z)
    (norm_squared o converts n p (read z)).
Proof. intros h e0 g. apply Ex_sum; [lia|]. apply Exs_each. intros i j _ _.
  apply (Ex_times e e); [apply Ex_read; [lia|apply g]|apply Ex_read; [lia|apply g]|lia]. Qed.

(* The weights d sigma^2. *)
Lemma Ex_dimension n : Ex 0 (INR n) (INR n) (dimension o n).
Proof. apply (Ex_rounded beta prec low o is_exact). split; [exact low_0|].
  assert (g : grid 0 (INR n)) by (exists (Z.of_nat n); simpl; rewrite <- INR_IZR_INZ; ring).
  assert (h : Rabs (INR n) = INR n) by (apply Rabs_pos_eq, pos_INR).
  split; [exact g|split; [exact g|split; [lra|]]]. intros _ x hx. exact hx. Qed.
Lemma Ex_weight n t sigma : (t <= 0)%Z -> (low <= 2 * t)%Z -> grid t sigma ->
  Ex (2 * t) (exact_weight n sigma) (exact_weight n sigma) (squared_weight o converts lam n sigma).
Proof. intros t0 h g. assert (s := Ex_input beta prec low lam t sigma lam_low ltac:(lia) g).
  assert (a2 : Rabs sigma * Rabs sigma = sigma * sigma)
    by (rewrite <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr). unfold exact_weight. apply Ex_either.
  - assert (q := Ex_times t t (2 * t) _ _ _ _ _ _ s s ltac:(lia)).
    assert (q' := Ex_times 0 (2 * t) (2 * t) _ _ _ _ _ _ (Ex_dimension n) q ltac:(lia)).
    apply (Ex_at _ _ _ _ _ _ _ q'); [reflexivity|rewrite a2|]; ring.
  - assert (q := Ex_times 0 t t _ _ _ _ _ _ (Ex_dimension n) s ltac:(lia)).
    assert (q' := Ex_times t t (2 * t) _ _ _ _ _ _ q s ltac:(lia)).
    apply (Ex_at _ _ _ _ _ _ _ q'); [reflexivity|rewrite Rmult_assoc, a2|]; ring. Qed.
Lemma weight_ge0 n sigma : 0 <= exact_weight n sigma.
Proof. unfold exact_weight. apply Rmult_le_pos; [apply pos_INR|apply Rle_0_sqr]. Qed.

Variables (d r : nat) (x y m : matrix) (e : Z).
Hypotheses (e_0 : (e <= 0)%Z) (x_grid : forall p q, grid e (x p q)).
Hypotheses (y_grid : forall p q, grid e (y p q)) (m_grid : forall p q, grid (2 * e) (m p q)).
Lemma exact_rho_ge0 i j : 0 <= rho_of r (Mabs x) (Mabs y) (Mabs m) i j.
Proof. apply Rplus_le_le_0_compat;
    [apply big_ge0; intros; apply Rmult_le_pos; apply Mabs_ge0|apply Mabs_ge0]. Qed.
Definition err i j := big r (fun l => x i l * y j l) - m i j.
Section Square.
Hypothesis low_2 : (low <= 2 * e)%Z.
Lemma rx p q : Ex e (Mabs x p q) (x p q) (read x p q).
Proof. apply Ex_read; [lia|apply x_grid]. Qed.
Lemma ry p q : Ex e (Mabs y p q) (y p q) (read y p q).
Proof. apply Ex_read; [lia|apply y_grid]. Qed.
Lemma rm p q : Ex (2 * e) (Mabs m p q) (m p q) (read m p q).
Proof. apply Ex_read; [lia|apply m_grid]. Qed.
Lemma Ex_residual i j : Ex (2 * e) (rho_of r (Mabs x) (Mabs y) (Mabs m) i j) (err i j)
  (defect o converts r (read x i) (read y) (read m i) j).
Proof. exact (Ex_residual_entry beta prec low o converts is_exact r (read x i) (read y) (read m i)
    (x i) (m i) y e (rx i) ry (rm i) j low_2). Qed.

(* Hessian. *)
Lemma Ex_diagonal g W w l k : (low <= g <= 2 * e)%Z -> Exs g W w w ->
  Ex g (w + big d (fun j => Mabs y j l * Mabs y j k)) (w + big d (fun j => y j l * y j k))
    (hessian_diagonal o converts d (read y) W l k).
Proof. intros hg hw. apply Ex_sum; [lia|]. apply Exs_app; [exact hw|]. apply Exs_seq. intros j _.
  apply (Ex_times e e); [apply ry|apply ry|lia]. Qed.
Definition alike (same : bool) (v : R) := if same then v else 0.
Lemma Ex_off same i j k l :
  Ex (2 * e) (alike same (rho_of r (Mabs x) (Mabs y) (Mabs m) i j) + Mabs x i l * Mabs y j k)
  (alike same (err i j) + x i l * y j k)
    (hessian_off o converts r (read x i) (read y) (read m i) same j k l).
Proof. assert (q := Ex_times e e (2 * e) _ _ _ _ _ _ (rx i l) (ry j k) ltac:(lia)).
  destruct same; unfold hessian_off, alike.
  - apply Ex_either.
    + apply (Ex_plus2 beta prec low o is_exact); [apply Ex_residual|exact q].
    + assert (h : Exs (2 * e) (product (read x i l) (read y j k) :: neg (read m i j) :: map
          (fun p => product (read x i p) (read y j p)) (seq 0 r))
        (Mabs x i l * Mabs y j k + (Mabs m i j + big r (fun l => Mabs x i l * Mabs y j l)))
        (x i l * y j k + (- m i j + big r (fun l => x i l * y j l)))).
      { constructor; [exact q|]. constructor; [apply Ex_neg, rm|]. apply Exs_seq. intros p _.
        apply (Ex_times e e); [apply rx|apply ry|lia]. }
      apply (Ex_at _ _ _ _ _ _ _ (Ex_sum (2 * e) _ _ _ ltac:(lia) h));
        [reflexivity|unfold rho_of; ring|unfold err; ring].
  - apply (Ex_at _ _ _ _ _ _ _ q); [reflexivity|ring|ring]. Qed.

End Square.

Section Cubic.
Hypothesis low_3 : (low <= 3 * e)%Z.
Lemma low_2 : (low <= 2 * e)%Z. Proof. lia. Qed.
Notation rx := (rx low_2). Notation ry := (ry low_2). Notation rm := (rm low_2).
Notation Ex_residual := (Ex_residual low_2). Notation Ex_diagonal := (Ex_diagonal low_2).
Notation Ex_off := (Ex_off low_2).
(* The Hessian applied to (dx, dy). *)
Variables dx dy : matrix.
Hypotheses (dx_grid : forall p q, grid e (dx p q)) (dy_grid : forall p q, grid e (dy p q)).
Lemma rdx p q : Ex e (Mabs dx p q) (dx p q) (read dx p q).
Proof. apply Ex_read; [lia|apply dx_grid]. Qed.
Lemma rdy p q : Ex e (Mabs dy p q) (dy p q) (read dy p q).
Proof. apply Ex_read; [lia|apply dy_grid]. Qed.
Lemma Ex_hvp i k : (k < r)%nat ->
  Ex (3 * e) (absolute_hvp d r x y m dx dy i k) (exact_hvp d r x y m dx dy i k)
  (hvp o converts d r (read x i) (read y) (read m i) (read dx i) (read dy) k).
Proof. intro hk. apply Ex_either.
  - apply Ex_sum; [lia|]. apply Exs_app; apply Exs_seq; intros j _.
    + apply (Ex_times (2 * e) e); [|apply ry|lia]. apply Ex_sum; [lia|]. apply Exs_app;
        apply Exs_seq; intros l _; apply (Ex_times e e);
        try first [apply rx|apply ry|apply rdx|apply rdy]; lia.
    + apply (Ex_times (2 * e) e); [apply Ex_residual|apply rdy|lia].
  - rewrite <- (rows_exact d r x y m dx dy i k hk), <- (rows_absolute d r x y m dx dy i k hk).
    apply Ex_sum; [lia|]. apply Exs_app.
    + apply Exs_seq. intros l _. apply (Ex_times (2 * e) e); [|apply rdx|lia].
      apply (Ex_at _ _ _ _ _ _ _ (Ex_diagonal (2 * e) [] 0 l k ltac:(lia)
          (Exs_nil beta prec low _))); [reflexivity|ring|ring].
    + apply Exs_concat. intros j _. apply Exs_seq. intros l _.
      apply (Ex_times (2 * e) e); [apply Ex_off|apply rdy|lia]. Qed.

(* The gradient. *)
Lemma Exs_gram_form i k : Exs (3 * e)
  (map (fun l => product (read x i l) (gram o converts d (read y) l k)) (seq 0 r) ++ map
    (fun j => neg (product (read m i j) (read y j k))) (seq 0 d))
  (absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k) (exact_gradient_of d r x y m i k).
Proof. exact (Exs_by_gram beta prec low o converts is_exact d r (read x i) (read y) (read m i) (x i)
    (m i) y e (rx i) ry (rm i) k low_3). Qed.
Lemma Exs_residual_form i k : Exs (3 * e) (map (fun j =>
    product (defect o converts r (read x i) (read y) (read m i) j) (read y j k)) (seq 0 d))
  (absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k) (exact_gradient_of d r x y m i k).
Proof. apply Exs_seq. intros j _. apply (Ex_times (2 * e) e); [apply Ex_residual|apply ry|lia]. Qed.
Lemma Ex_gradient i k : Ex (3 * e) (absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k)
  (exact_gradient_of d r x y m i k)
  (gradient o converts d r (read x i) (read y) (read m i) k).
Proof. apply Ex_either; apply Ex_sum; try lia; [apply Exs_residual_form|apply Exs_gram_form]. Qed.
Lemma Exs_finer g g' Ps s v : (low <= g' <= g)%Z -> Exs g Ps s v -> Exs g' Ps s v.
Proof. intros l h. induction h; constructor; auto. now apply (Ex_finer beta prec low g). Qed.
Lemma Ex_smoothed_gradient t sigma i k : (t <= 0)%Z -> (low <= 3 * e + 2 * t)%Z -> grid t sigma ->
  Ex (3 * e + 2 * t)
    (exact_weight d sigma * Mabs x i k + absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k)
    (exact_weight d sigma * x i k + exact_gradient_of d r x y m i k)
    (smoothed_gradient o converts d r (read x i) (read y) (read m i)
      (squared_weight o converts lam d sigma) (read x i k) k).
Proof. intros t0 lt g. assert (w := Ex_weight d t sigma t0 ltac:(lia) g).
  assert (wx := Ex_times (2 * t) e (3 * e + 2 * t) _ _ _ _ _ _ w (rx i k) ltac:(lia)).
  apply Ex_either; [|apply Ex_either].
  - apply Ex_sum; [lia|]. constructor; [exact wx|].
    apply (Exs_finer (3 * e)); [lia|apply Exs_residual_form].
  - apply Ex_sum; [lia|]. constructor; [exact wx|].
    apply (Exs_finer (3 * e)); [lia|apply Exs_gram_form].
  - apply (Ex_plus2 beta prec low o is_exact); [exact wx|].
    apply (Ex_finer beta prec low (3 * e)); [apply Ex_gradient|lia]. Qed.
End Cubic. End Ops.
