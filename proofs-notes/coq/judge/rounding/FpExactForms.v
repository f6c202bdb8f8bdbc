(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExactForms.v: exactness of further forms: the Hessian's products from Gram matrices, the
   expanded loss in one sum.

   The conditions are those of FpExactCases.v, since each form has the monomials of the plain one.
   Main results (FP.dyadic): hvp_gram_exact (dY^T Y + Y^T dY in one sum, its halves apart, or one
   half in the residual), expanded_loss_exact (all terms in one sum, or three sums; M Y or M^T X
   formed first). *)
From Coq Require Import Reals Psatz List ZArith.
From Flocq Require Import Core.
From NoisyGD Require Import FpModel FpSum FpPlans FpStep FpHvp FpLoss FpHvpGram FpDyadic FpExact
  FpExactConditions FpExactCalculus FpExactOps FpExactLoss FpExactCases.
From NoisyGD Require FpLossPlans.
Local Open Scope R_scope.

Section Forms.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (lam : R).
Notation pow := (bpow beta). Notation grid := (grid beta).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.
Hypothesis lam_low : lam < pow low.
Notation Ex := (Ex beta prec low). Notation Exs := (Exs beta prec low). Notation read := (read lam).
Notation product := (product o converts).
Notation Ex_times := (Ex_times beta prec low o converts is_exact).
Notation Ex_sum := (Ex_sum beta prec low o is_exact). Notation Ex_at := (Ex_at beta prec low).
Notation Ex_scale := (Ex_scale beta prec low o converts is_exact).

Lemma Ex_part g s v P Q : (forall z, Q z -> P z) -> Ex g s v P -> Ex g s v Q.
Proof. intros h (a & b & c & e & k). repeat split; auto. intros q z hz. apply k; auto. Qed.
Lemma Ex_tree g Ps s v : (low <= g)%Z -> Exs g Ps s v -> Ex g s v (tree_of o Ps).
Proof. intros l h. apply (Ex_part _ _ _ (sum_of o Ps)); [|now apply Ex_sum]. intros z (xs & f & t).
  exists xs. split; [exact f|now left]. Qed.

Section Hvp.
Variables (d r : nat) (x y m dx dy : matrix) (e : Z).
Hypotheses (low_3 : (low <= 3 * e)%Z) (x_grid : forall p q, grid e (x p q)).
Hypotheses (y_grid : forall p q, grid e (y p q)) (m_grid : forall p q, grid (2 * e) (m p q)).
Hypotheses (dx_grid : forall p q, grid e (dx p q)) (dy_grid : forall p q, grid e (dy p q)).
Lemma reads_on (z : matrix) p q : (forall p q, grid e (z p q)) ->
  Ex e (Mabs z p q) (z p q) (read z p q).
Proof. intro h. apply (Ex_read beta prec low lam lam_low); [lia|apply h]. Qed.
(* Columns of a and b, a row of c. *)
Lemma Exs_pairs (a b : matrix) l k : (forall p q, grid e (a p q)) -> (forall p q, grid e (b p q)) ->
  Exs (2 * e) (map (fun j => product (read a j l) (read b j k)) (seq 0 d))
    (big d (fun j => Mabs a j l * Mabs b j k)) (big d (fun j => a j l * b j k)).
Proof. intros ha hb. apply Exs_seq. intros j _.
  apply (Ex_times e e); [now apply reads_on|now apply reads_on|lia]. Qed.
Lemma Exs_column (a b c : matrix) i k : (forall p q, grid e (a p q)) ->
  (forall p q, grid e (b p q)) -> (forall p q, grid e (c p q)) ->
  Exs (3 * e) (map (fun l => product (sum_of
      o (map (fun j => product (read a j l) (read b j k)) (seq 0 d))) (read c i l)) (seq 0 r))
    (big r (fun l => big d (fun j => Mabs a j l * Mabs b j k) * Mabs c i l))
      (big r (fun l => big d (fun j => a j l * b j k) * c i l)).
Proof. intros ha hb hc. apply Exs_seq. intros l _. apply (Ex_times (2 * e) e);
    [|now apply reads_on|lia]. apply Ex_sum; [lia|now apply Exs_pairs]. Qed.
Lemma Exs_change i k : Exs (3 * e) (terms_change o converts d r (read x i) (read y) (read dy) k)
  (big r (fun l => (big d (fun j => Mabs dy j l * Mabs y j k)
      + big d (fun j => Mabs y j l * Mabs dy j k)) * Mabs x i l))
  (big r (fun l => (big d (fun j => dy j l * y j k) + big d (fun j => y j l * dy j k)) * x i l)).
Proof. apply Exs_seq. intros l _. apply (Ex_times (2 * e) e); [|now apply reads_on|lia].
  apply Ex_sum; [lia|]. apply Exs_app; now apply Exs_pairs. Qed.
Lemma Exs_target i k : Exs (3 * e) (terms_target o converts d (read m i) (read dy) k)
  (big d (fun j => Mabs m i j * Mabs dy j k)) (big d (fun j => - (m i j * dy j k))).
Proof. apply Exs_seq. intros j _. apply Ex_neg. apply (Ex_times (2 * e) e);
    [|now apply reads_on|lia]. apply (Ex_read beta prec low lam lam_low); [lia|apply m_grid]. Qed.
Lemma Exs_residual i k :
  Exs (3 * e)
    (FpHvpGram.gram_terms_residual o converts d r (read x i) (read y) (read m i) (read dy) k)
  (big d (fun j => rho_of r (Mabs x) (Mabs y) (Mabs m) i j * Mabs dy j k))
    (big d (fun j => err r x y m i j * dy j k)).
Proof. apply Exs_seq. intros j _. apply (Ex_times (2 * e) e); [|now apply reads_on|lia].
  apply (Ex_residual beta prec low o converts lam is_exact lam_low); auto. lia. Qed.
Lemma Ex_hvp_gram i k :
  Ex (3 * e) (absolute_hvp d r x y m dx dy i k) (exact_hvp d r x y m dx dy i k)
  (hvp_gram o converts d r (read x i) (read y) (read m i) (read dx i) (read dy) k).
Proof. assert (own := Exs_column y y dx i k y_grid y_grid dx_grid).
  assert (dyy := Exs_column dy y x i k dy_grid y_grid x_grid).
  assert (ydy := Exs_column y dy x i k y_grid dy_grid x_grid). apply Ex_either; [|apply Ex_either].
  - assert (h := Ex_sum (3 * e)%Z _ _ _ ltac:(lia) (Exs_app beta prec low _ _ _ _ _ _ _ own
        (Exs_app beta prec low _ _ _ _ _ _ _ (Exs_change i k) (Exs_target i k)))).
    apply (Ex_at _ _ _ _ _ _ _ h); [reflexivity|apply own_absolute|apply own_exact].
  - assert (h := Ex_tree (3 * e)%Z _ _ _ ltac:(lia) (Exs_app beta prec low _ _ _ _ _ _ _ own
        (Exs_app beta prec low _ _ _ _ _ _ _ dyy (Exs_app beta prec low _ _ _ _ _ _ _ ydy
        (Exs_target i k))))). apply (Ex_at _ _ _ _ _ _ _ h); [reflexivity| |].
    + rewrite <- own_absolute, big_split. ring.
    + rewrite <- own_exact, big_split. ring.
  - assert (h := Ex_sum (3 * e)%Z _ _ _ ltac:(lia) (Exs_app beta prec low _ _ _ _ _ _ _ own
        (Exs_app beta prec low _ _ _ _ _ _ _ dyy (Exs_residual i k)))).
    apply (Ex_at _ _ _ _ _ _ _ h); [reflexivity| |].
    + rewrite !swap. unfold absolute_hvp, rho_of; cbv zeta beta. rewrite <- !big_plus.
      apply big_ext. intros j _. ring.
    + rewrite !swap. unfold exact_hvp, err; cbv zeta beta. rewrite <- !big_plus. apply big_ext.
      intros j _. ring. Qed.
End Hvp.

Variables (d1 d2 r : nat) (x y m : matrix) (A B : matrix) (a : nat).
Notation on_grid z n := (forall p q, grid (- Z.of_nat n) (z p q)).
Hypotheses (x_grid : on_grid x a) (y_grid : on_grid y a) (m_grid : on_grid m (2 * a)).
Notation e := (- Z.of_nat a)%Z. Notation m_grid2 := (m_grid2 beta m a m_grid).

Theorem hvp_gram_exact (dx dy : matrix) cubic i k n : on_grid dx a -> on_grid dy a ->
  (forall p q, Mabs x p q + Mabs dx p q <= A p q) ->
  (forall p q, Mabs y p q + Mabs dy p q <= B p q) -> exact_cubic d2 r A B (Mabs m) i k <= cubic ->
  fits beta prec low (exact_hvp_grid a) (exact_hvp_size cubic) ->
  only (exact_hvp d2 r x y m dx dy i k)
    (output o n (hvp_gram o converts d2 r (read x i) (read y) (read m i) (read dx i) (read dy) k)).
Proof. intros gx gy hx hy hc hf. assert (z := Ex_hvp_gram d2 r x y m dx dy e ltac:(destruct hf;
      unfold exact_hvp_grid in *; lia) x_grid y_grid m_grid2 gx gy i k).
  refine (output_only beta prec low o is_exact _ _ _ _ _ _ _ z _ hf _);
    [unfold exact_hvp_grid; lia|]. assert (q := hvp_size d2 r x y m A B dx dy i k hx hy).
  assert (w := Ex_ge0 beta prec low _ _ _ _ z). unfold exact_hvp_size. lra. Qed.

(* The expanded loss. *)
Hypotheses (hA : forall p q, Mabs x p q <= A p q) (hB : forall p q, Mabs y p q <= B p q).
Hypothesis half : grid (-1) (/ 2).
Section Expanded.
Hypothesis low_4 : (low <= 4 * e - 1)%Z.
Lemma Ex_doubled s v P : Ex (4 * e) s v P ->
  Ex (4 * e) (2 * s) (- (2 * v)) (neg (scale o converts 2 P)).
Proof. intro h. assert (g2 : grid 0 2) by (exists 2%Z; simpl; ring). apply Ex_neg.
  apply (Ex_at _ (4 * e)%Z _ _ _ _ _ (Ex_scale 2 0%Z (4 * e)%Z _ _ _ g2 ltac:(lra) h ltac:(lia)));
    [lia|reflexivity|reflexivity]. Qed.
Lemma Exs_doubled Ps s v : Exs (4 * e) Ps s v ->
  Exs (4 * e) (map (fun P => neg (scale o converts 2 P)) Ps) (2 * s) (- (2 * v)).
Proof. intro h. induction h as [|P Ps s v s' v' hp h IH]; simpl.
  - rewrite !Rmult_0_r, Ropp_0. constructor.
  - replace (2 * (s + s')) with (2 * s + 2 * s') by ring. replace (- (2 * (v + v')))
      with (- (2 * v) + - (2 * v')) by ring. constructor; [now apply Ex_doubled|exact IH]. Qed.
Notation on3 f := (f beta prec low o converts lam is_exact lam_low).
Lemma Exs_inner : Exs (4 * e) (FpLossPlans.inner_terms o converts d1 d2 r (read x) (read y))
  (big r (fun l => big r (fun k =>
      big d1 (fun i => Mabs x i l * Mabs x i k) * big d2 (fun j => Mabs y j l * Mabs y j k))))
  (big r
    (fun l => big r (fun k => big d1 (fun i => x i l * x i k) * big d2 (fun j => y j l * y j k)))).
Proof. apply (Exs_each beta prec low). intros l k _ _. apply (Ex_times (2 * e)%Z (2 * e)%Z);
    [apply (on3 Ex_gram); auto; lia|apply (on3 Ex_gram); auto; lia|lia]. Qed.
Lemma Exs_squares_of_m : Exs (4 * e) (FpLossPlans.target_squares o converts d1 d2 (read m))
  (exact_squares d1 d2 (Mabs m)) (exact_squares d1 d2 m).
Proof. apply (Exs_each beta prec low). intros i j _ _.
  apply (Ex_times (2 * e)%Z (2 * e)%Z); [apply (Ex_read beta prec low lam lam_low);
    [lia|apply m_grid2]| apply (Ex_read beta prec low lam lam_low); [lia|apply m_grid2]|lia]. Qed.
(* tr(X^T M Y) by way of M Y, and of M^T X. *)
Lemma Exs_cross_x : Exs (4 * e) (FpLossPlans.cross_x o converts d1 d2 r (read x) (read y) (read m))
  (cross_size d1 d2 r x y m) (cross_value d1 d2 r x y m).
Proof. unfold cross_size, cross_value.
  rewrite <- (exact_cross_x d1 d2 r (Mabs x) (Mabs y) (Mabs m)), <- (exact_cross_x d1 d2 r x y m).
  assert (h : Exs (4 * e) (FpLossPlans.cross_x o converts d1 d2 r (read x) (read y) (read m))
    (big d1 (fun i => big r (fun l => big d2 (fun j => Mabs m i j * Mabs y j l) * Mabs x i l)))
    (big d1 (fun i => big r (fun l => big d2 (fun j => m i j * y j l) * x i l)))).
  { apply (Exs_each beta prec low). intros i l _ _. apply (Ex_times (3 * e)%Z e);
      [|apply (Ex_read beta prec low lam lam_low); [lia|apply x_grid]|lia].
    apply Ex_sum; [lia|]. apply Exs_seq. intros j _.
    apply (Ex_times (2 * e)%Z e); [apply (Ex_read beta prec low lam lam_low);
      [lia|apply m_grid2]| apply (Ex_read beta prec low lam lam_low); [lia|apply y_grid]|lia]. }
  rewrite (big_two d1 r (fun i l => Mabs x i l * big d2 (fun j => Mabs m i j * Mabs y j l))
    (fun i l => big d2 (fun j => Mabs m i j * Mabs y j l) * Mabs x i l)) by (intros; ring).
  rewrite (big_two d1 r (fun i l => x i l * big d2 (fun j => m i j * y j l))
    (fun i l => big d2 (fun j => m i j * y j l) * x i l)) by (intros; ring). exact h. Qed.
Lemma Exs_cross_y : Exs (4 * e) (FpLossPlans.cross_y o converts d1 d2 r (read x) (read y) (read m))
  (cross_size d1 d2 r x y m) (cross_value d1 d2 r x y m).
Proof. unfold cross_size, cross_value.
  rewrite <- (exact_cross_y d1 d2 r (Mabs x) (Mabs y) (Mabs m)), <- (exact_cross_y d1 d2 r x y m).
  assert (h : Exs (4 * e) (FpLossPlans.cross_y o converts d1 d2 r (read x) (read y) (read m))
    (big d2 (fun j => big r (fun l => big d1 (fun i => Mabs m i j * Mabs x i l) * Mabs y j l)))
    (big d2 (fun j => big r (fun l => big d1 (fun i => m i j * x i l) * y j l)))).
  { apply (Exs_each beta prec low). intros j l _ _. apply (Ex_times (3 * e)%Z e);
      [|apply (Ex_read beta prec low lam lam_low); [lia|apply y_grid]|lia].
    apply Ex_sum; [lia|]. apply Exs_seq. intros i _.
    apply (Ex_times (2 * e)%Z e); [apply (Ex_read beta prec low lam lam_low);
      [lia|apply m_grid2]| apply (Ex_read beta prec low lam lam_low); [lia|apply x_grid]|lia]. }
  rewrite (big_two d2 r (fun j l => Mabs y j l * big d1 (fun i => Mabs m i j * Mabs x i l))
    (fun j l => big d1 (fun i => Mabs m i j * Mabs x i l) * Mabs y j l)) by (intros; ring).
  rewrite (big_two d2 r (fun j l => y j l * big d1 (fun i => m i j * x i l))
    (fun j l => big d1 (fun i => m i j * x i l) * y j l)) by (intros; ring). exact h. Qed.
Lemma Exs_terms L : Exs (4 * e) L (cross_size d1 d2 r x y m) (cross_value d1 d2 r x y m) ->
  Exs (4 * e) (FpLossPlans.expanded_terms o converts d1 d2 r (read x) (read y) (read m) L)
    (exact_rho_squares d1 d2 r (Mabs x) (Mabs y) (Mabs m)) (exact_sum_of_squares d1 d2 r x y m).
Proof. intro h. rewrite <- expanded_size, <- expanded_value. apply Exs_app; [exact Exs_inner|].
  apply Exs_app; [now apply Exs_doubled|exact Exs_squares_of_m]. Qed.
Lemma Exs_sums L : Exs (4 * e) L (cross_size d1 d2 r x y m) (cross_value d1 d2 r x y m) ->
  Exs (4 * e) (FpLossPlans.expanded_sums o converts d1 d2 r (read x) (read y) (read m) L)
    (exact_rho_squares d1 d2 r (Mabs x) (Mabs y) (Mabs m)) (exact_sum_of_squares d1 d2 r x y m).
Proof. intro h. rewrite <- expanded_size, <- expanded_value. apply Exs_three.
  - apply Ex_sum; [lia|exact Exs_inner].
  - apply Ex_doubled. apply Ex_sum; [lia|exact h].
  - apply Ex_sum; [lia|exact Exs_squares_of_m]. Qed.
End Expanded.

Theorem expanded_loss_exact L n :
  FpLossPlans.expanded_lists o converts d1 d2 r (read x) (read y) (read m) L ->
  fits beta prec low (exact_loss_grid a) (exact_loss_size d1 d2 r A B (Mabs m)) ->
  only (exact_loss d1 d2 r x y m) (output o n (scale o converts (/ 2) (sum_of o L))).
Proof. intros hL hf.
  assert (l4 : (low <= 4 * e - 1)%Z) by (destruct hf; unfold exact_loss_grid in *; lia).
  assert (h : Exs (4 * e) L (exact_rho_squares d1 d2 r (Mabs x) (Mabs y) (Mabs m))
    (exact_sum_of_squares d1 d2 r x y m)).
  { destruct hL as [->|[->|[->| ->]]]; [apply Exs_terms|apply Exs_terms|apply Exs_sums|apply
      Exs_sums]; auto using Exs_cross_x, Exs_cross_y. }
  assert (z := Ex_scale (/ 2) (-1)%Z (4 * e)%Z _ _ _ half ltac:(lra)
    (Ex_sum (4 * e)%Z _ _ _ ltac:(lia) h) ltac:(lia)). rewrite exact_loss_half in z.
  refine (output_only beta prec low o is_exact _ _ _ _ _ _ _ z _ hf _); [unfold exact_loss_grid;
    lia|]. assert (q := rho_squares_mono d1 d2 r _ _ _ _ _ (hA0 x A hA) (hB0 y B hB) (hT0 m)).
  unfold exact_loss_size. assert (0 <= exact_rho_squares d1 d2 r (Mabs x) (Mabs y) (Mabs m))
    by (apply big_ge0; intros; apply big_ge0; intros; apply Rle_0_sqr). lra. Qed.
End Forms.
