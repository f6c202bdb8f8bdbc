(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExact.v: exact gradients and updates.

   Inputs on the grid beta^e, M on beta^(2e), the step size eta on beta^f, e and f not above 0. Intermediates need no condition of
   their own: one that is too long for the format is multiplied by zero.

   Main results: gradient_exact and update_exact (FP.dyadic): if |X| + max(1, eta) rho B <= beta^(prec + 3e + f) every legal
   plan gives the exact value; step_exact, the same for a perturbed update of matrices.
   Depends on: FpModel, FpSum, FpPlans, FpDyadic. *)
From Coq Require Import Reals Psatz List ZArith.
From Flocq Require Import Core.
From NoisyGD Require Import FpModel FpSum FpPlans FpDyadic.
Import ListNotations.
Local Open Scope R_scope.

Section Exact.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (d r : nat).
Notation pow := (bpow beta).
Notation grid := (grid beta).
Notation number := (number beta prec low).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.

Variables (X : nat -> value) (Y : nat -> nat -> value) (M : nat -> value) (X0 : value).
Variables (x m : nat -> R) (y : nat -> nat -> R) (x0 eta : R) (k : nat) (e f : Z).
Hypothesis e_0 : (e <= 0)%Z.
Hypothesis f_0 : (f <= 0)%Z.
Hypothesis low_e : (low <= 3 * e + f)%Z.
Hypothesis eta_ge0 : 0 <= eta.
Hypothesis eta_grid : grid f eta.
Hypothesis x_grid : forall l, grid e (x l).
Hypothesis y_grid : forall j l, grid e (y j l).
Hypothesis m_grid : forall j, grid (2 * e) (m j).
Hypothesis x0_grid : grid e x0.
Hypothesis HX : forall l, only (x l) (X l).
Hypothesis HY : forall j l, only (y j l) (Y j l).
Hypothesis HM : forall j, only (m j) (M j).
Hypothesis H0 : only x0 X0.
Definition size j := big r (fun l => Rabs (x l) * Rabs (y j l)) + Rabs (m j).
Definition cubic := big d (fun j => size j * Rabs (y j k)).
Definition room := pow (prec + 3 * e + f).
Hypothesis fits : Rabs x0 + Rmax 1 eta * cubic <= room.
Definition err j := big r (fun l => x l * y j l) - m j.
Definition grad := big d (fun j => err j * y j k).

Lemma max_1 : 1 <= Rmax 1 eta /\ eta <= Rmax 1 eta.
Proof. split; [apply Rmax_l|apply Rmax_r]. Qed.
Lemma size_ge0 j : 0 <= size j.
Proof.
apply Rplus_le_le_0_compat; [apply big_ge0; intros; apply Rmult_le_pos; apply Rabs_pos|apply Rabs_pos].
Qed.
Lemma cubic_ge0 : 0 <= cubic.
Proof. apply big_ge0. intros. apply Rmult_le_pos; [apply size_ge0|apply Rabs_pos]. Qed.
Lemma fits_part c : 0 <= c <= cubic -> Rmax 1 eta * c <= room.
Proof.
intro h. destruct max_1 as [h1 _]. assert (q := Rabs_pos x0).
assert (Rmax 1 eta * c <= Rmax 1 eta * cubic) by (apply Rmult_le_compat_l; lra). lra.
Qed.
(* A part c |z| of the cubic sum, z a non-zero number on the grid: c fits two grids. *)
Lemma fits_square c z : grid e z -> z <> 0 -> 0 <= c -> c * Rabs z <= cubic -> Rmax 1 eta * c <= pow (prec + 2 * e + f).
Proof.
intros hz nz hc h. assert (q := grid_gap beta _ _ hz nz). assert (p := bpow_gt_0 beta e). destruct max_1 as [h1 _].
apply Rmult_le_reg_r with (pow e); [exact p|]. rewrite <- bpow_plus.
replace (prec + 2 * e + f + e)%Z with (prec + 3 * e + f)%Z by ring.
eapply Rle_trans; [|apply (fits_part (c * Rabs z)); split; [apply Rmult_le_pos; lra|exact h]].
rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|]. now apply Rmult_le_compat_l.
Qed.
Lemma plain c g : 0 <= c -> Rmax 1 eta * c <= pow (g + f) -> c <= pow g.
Proof.
intros hc h. destruct max_1 as [h1 _]. assert (pow (g + f) <= pow g) by (apply bpow_le; lia).
assert (1 * c <= Rmax 1 eta * c) by (apply Rmult_le_compat_r; lra). lra.
Qed.
Lemma grid_one : grid 0 1.
Proof. exists 1%Z. simpl. ring. Qed.
Lemma product_only g1 g2 v w P Q : (low <= g1)%Z -> (low <= g2)%Z -> (low <= g1 + g2)%Z -> grid g1 v -> grid g2 w ->
  Rabs (v * w) <= pow (prec + g1 + g2) -> only v P -> only w Q -> only (v * w) (product o converts P Q).
Proof.
intros. apply (cell_product beta prec low o converts is_exact 1 0 g1 g2); auto; try lia; try lra; try apply grid_one.
rewrite Rmax_left by lra. rewrite Rmult_1_l, Z.add_0_r. assumption.
Qed.
Lemma fold_only g1 g2 v w P Q : (low <= g1 + f)%Z -> (low <= g2 + f)%Z -> (low <= g1 + g2 + f)%Z -> grid g1 v -> grid g2 w ->
  Rmax 1 eta * Rabs (v * w) <= pow (prec + g1 + g2 + f) -> only v P -> only w Q ->
  only (eta * (v * w)) (fold o converts eta P Q).
Proof. intros. now apply (cell_fold beta prec low o converts is_exact eta f g1 g2). Qed.

(* The residual form. *)
Lemma err_grid j : grid (2 * e) (err j).
Proof.
apply grid_plus; [|apply grid_opp, m_grid]. apply grid_big. intros l _. replace (2 * e)%Z with (e + e)%Z by ring. now apply grid_mult.
Qed.
Lemma err_size j : Rabs (err j) <= size j.
Proof.
unfold err, size. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. apply Rplus_le_compat_r.
eapply Rle_trans; [apply big_abs|]. apply Req_le, big_ext. intros l _. apply Rabs_mult.
Qed.
Lemma residual_only j : size j <= pow (prec + 2 * e) -> only (err j) (residual o converts r X Y M j).
Proof.
intro h. unfold residual, err.
replace (big r (fun l => x l * y j l) - m j) with (Rsum (- m j :: values r (fun l => x l * y j l)))
  by (simpl; fold (Rsum (values r (fun l => x l * y j l))); rewrite Rsum_values; ring).
apply (only_sum_of beta prec low o is_exact (2 * e)); [|lia| |].
- constructor; [now apply only_neg|]. apply Forall2_values. intros l hl.
  apply (product_only e e); auto; try lia. replace (prec + e + e)%Z with (prec + 2 * e)%Z by ring. eapply Rle_trans; [|exact h].
  unfold size. rewrite Rabs_mult. assert (q := Rabs_pos (m j)).
  assert (Rabs (x l) * Rabs (y j l) <= big r (fun l => Rabs (x l) * Rabs (y j l))); [|lra].
  apply (big_le_one r (fun l => Rabs (x l) * Rabs (y j l))); [|exact hl]. intros. apply Rmult_le_pos; apply Rabs_pos.
- constructor; [apply grid_opp, m_grid|]. apply Forall_values. intros l _.
  replace (2 * e)%Z with (e + e)%Z by ring. now apply grid_mult.
- simpl. fold (Rasum (values r (fun l => x l * y j l))). rewrite Rasum_values, Rabs_Ropp.
  eapply Rle_trans; [|exact h]. unfold size. rewrite Rplus_comm. apply Rplus_le_compat_r, Req_le, big_ext.
  intros l _. apply Rabs_mult.
Qed.
Lemma term_size j : (j < d)%nat -> Rabs (err j * y j k) <= size j * Rabs (y j k) <= cubic.
Proof.
intro hj. split.
- rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|apply err_size].
- apply (big_le_one d (fun j => size j * Rabs (y j k))); [|exact hj]. intros. apply Rmult_le_pos; [apply size_ge0|apply Rabs_pos].
Qed.
Lemma err_fits j : (j < d)%nat -> y j k <> 0 -> size j <= pow (prec + 2 * e).
Proof.
intros hj ny. apply plain; [apply size_ge0|]. apply (fits_square _ (y j k)); auto; [apply size_ge0|now apply term_size].
Qed.
Lemma term_fits j : (j < d)%nat -> Rmax 1 eta * Rabs (err j * y j k) <= pow (prec + 2 * e + e + f).
Proof.
intro hj. replace (prec + 2 * e + e + f)%Z with (prec + 3 * e + f)%Z by ring. apply fits_part. split; [apply Rabs_pos|].
destruct (term_size j hj). lra.
Qed.
Lemma term_only j : (j < d)%nat -> only (err j * y j k) (product o converts (residual o converts r X Y M j) (Y j k)) /\
  only (eta * (err j * y j k)) (fold o converts eta (residual o converts r X Y M j) (Y j k)).
Proof.
intro hj. destruct (Req_dec (y j k) 0) as [zy|ny].
- assert (h := HY j k). rewrite zy, !Rmult_0_r in *. split; [now apply only_product_0r with (beta := beta) (prec := prec) (low := low)|].
  now apply only_fold_0r with (beta := beta) (prec := prec) (low := low).
- assert (h := residual_only j (err_fits j hj ny)). assert (t := term_fits j hj). split.
  + apply (product_only (2 * e) e); auto; try lia; [apply err_grid|].
    apply plain; [apply Rabs_pos|exact t].
  + apply (fold_only (2 * e) e); auto; try lia. apply err_grid.
Qed.

(* The Gram form. *)
Definition K l := big d (fun j => y j l * y j k).
Definition Ks l := big d (fun j => Rabs (y j l * y j k)).
Lemma Ks_ge0 l : 0 <= Ks l.
Proof. apply big_ge0. intros; apply Rabs_pos. Qed.
Lemma K_grid l : grid (2 * e) (K l).
Proof. apply grid_big. intros j _. replace (2 * e)%Z with (e + e)%Z by ring. now apply grid_mult. Qed.
Lemma arm_size l : (l < r)%nat -> Rabs (x l) * Ks l <= cubic.
Proof.
intro hl. unfold Ks, cubic. rewrite <- big_mul. apply big_le. intros j _.
rewrite Rabs_mult, <- Rmult_assoc. apply Rmult_le_compat_r; [apply Rabs_pos|]. unfold size. assert (q := Rabs_pos (m j)).
assert (Rabs (x l) * Rabs (y j l) <= big r (fun l => Rabs (x l) * Rabs (y j l))); [|lra].
apply (big_le_one r (fun l => Rabs (x l) * Rabs (y j l))); [|exact hl]. intros. apply Rmult_le_pos; apply Rabs_pos.
Qed.
Lemma arm_fits l : (l < r)%nat -> x l <> 0 -> Rmax 1 eta * Ks l <= pow (prec + 2 * e + f).
Proof. intros hl nx. apply (fits_square _ (x l)); auto; [apply Ks_ge0|]. rewrite Rmult_comm. now apply arm_size. Qed.
Lemma square_size l j : (j < d)%nat -> Rabs (y j l * y j k) <= Ks l.
Proof. intro hj. apply (big_le_one d (fun j => Rabs (y j l * y j k))); [|exact hj]. intros; apply Rabs_pos. Qed.
Lemma gram_only l : (l < r)%nat -> x l <> 0 ->
  only (K l) (gram o converts d Y l k) /\ only (eta * K l) (gram_folded o converts d Y eta l k).
Proof.
intros hl nx. assert (h := arm_fits l hl nx). assert (hp := plain _ _ (Ks_ge0 l) h).
assert (e2 : (2 * e)%Z = (e + e)%Z) by ring. destruct max_1 as [m1 m2]. split.
- unfold K. rewrite <- Rsum_values. apply (only_sum_of beta prec low o is_exact (2 * e)); [|lia| |].
  + apply Forall2_values. intros j hj. apply (product_only e e); auto; try lia.
    replace (prec + e + e)%Z with (prec + 2 * e)%Z by ring. eapply Rle_trans; [now apply square_size|exact hp].
  + apply Forall_values. intros j _. rewrite e2. now apply grid_mult.
  + rewrite Rasum_values. exact hp.
- unfold K. rewrite <- big_mul, <- Rsum_values. apply (only_sum_of beta prec low o is_exact (2 * e + f)); [|lia| |].
  + apply Forall2_values. intros j hj. apply (fold_only e e); auto; try lia.
    replace (prec + e + e + f)%Z with (prec + 2 * e + f)%Z by ring. eapply Rle_trans; [|exact h].
    apply Rmult_le_compat_l; [lra|now apply square_size].
  + apply Forall_values. intros j _. rewrite Z.add_comm, e2. apply grid_mult; [assumption|now apply grid_mult].
  + rewrite Rasum_values, Z.add_assoc. eapply Rle_trans; [|exact h].
    rewrite (big_ext d _ (fun j => eta * Rabs (y j l * y j k))) by (intros; rewrite Rabs_mult, (Rabs_pos_eq eta); auto).
    rewrite big_mul. apply Rmult_le_compat_r; [apply Ks_ge0|exact m2].
Qed.
Lemma K_size l : Rabs (K l) <= Ks l.
Proof. apply big_abs. Qed.
Lemma arm_only l : (l < r)%nat -> only (x l * K l) (product o converts (X l) (gram o converts d Y l k)) /\
  only (eta * (x l * K l))
    (either (fold o converts eta (X l) (gram o converts d Y l k)) (product o converts (X l) (gram_folded o converts d Y eta l k))).
Proof.
intro hl. destruct (Req_dec (x l) 0) as [zx|nx].
- assert (h := HX l). rewrite zx, !Rmult_0_l, Rmult_0_r in *. split; [now apply only_product_0l with (beta := beta) (prec := prec) (low := low)|].
  apply only_either; [now apply only_fold_0l with (beta := beta) (prec := prec) (low := low)|].
  now apply only_product_0l with (beta := beta) (prec := prec) (low := low).
- destruct (gram_only l hl nx) as [g1 g2].
  assert (s : Rmax 1 eta * Rabs (x l * K l) <= pow (prec + e + 2 * e + f)).
  { replace (prec + e + 2 * e + f)%Z with (prec + 3 * e + f)%Z by ring. apply fits_part. split; [apply Rabs_pos|].
    eapply Rle_trans; [|now apply (arm_size l)]. rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|apply K_size]. }
  split; [|apply only_either].
  + apply (product_only e (2 * e)); auto; try lia; [apply K_grid|]. apply plain; [apply Rabs_pos|exact s].
  + apply (fold_only e (2 * e)); auto; try lia. apply K_grid.
  + replace (eta * (x l * K l)) with (x l * (eta * K l)) by ring.
    apply (product_only e (2 * e + f)); auto; try lia.
    * rewrite Z.add_comm. apply grid_mult; [assumption|apply K_grid].
    * replace (x l * (eta * K l)) with (eta * (x l * K l)) by ring. rewrite Rabs_mult, (Rabs_pos_eq eta) by assumption.
      rewrite Z.add_assoc. replace (prec + e + 2 * e + f)%Z with (prec + e + (2 * e) + f)%Z in s by ring.
      eapply Rle_trans; [|exact s]. apply Rmult_le_compat_r; [apply Rabs_pos|apply max_1].
Qed.
Lemma target_only j : (j < d)%nat -> only (m j * y j k) (product o converts (M j) (Y j k)) /\
  only (eta * (m j * y j k)) (fold o converts eta (M j) (Y j k)).
Proof.
intro hj. assert (s : Rmax 1 eta * Rabs (m j * y j k) <= pow (prec + 2 * e + e + f)).
{ replace (prec + 2 * e + e + f)%Z with (prec + 3 * e + f)%Z by ring. apply fits_part. split; [apply Rabs_pos|].
  eapply Rle_trans; [|now apply (term_size j)]. rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|].
  unfold size. assert (0 <= big r (fun l => Rabs (x l) * Rabs (y j l))); [|lra].
  apply big_ge0. intros. apply Rmult_le_pos; apply Rabs_pos. }
split.
- apply (product_only (2 * e) e); auto; try lia. apply plain; [apply Rabs_pos|exact s].
- apply (fold_only (2 * e) e); auto; lia.
Qed.
Lemma gram_grad : big r (fun l => x l * K l) + big d (fun j => - (m j * y j k)) = grad.
Proof.
unfold grad, err, K. rewrite (big_ext r _ (fun l => big d (fun j => x l * (y j l * y j k)))) by (intros; now rewrite big_mul).
rewrite big_exchange, <- big_plus. apply big_ext. intros j _.
rewrite (big_ext r _ (fun l => x l * y j l * y j k)) by (intros; ring). rewrite big_mulr. ring.
Qed.
Lemma gram_cubic : big r (fun l => Rabs (x l * K l)) + big d (fun j => Rabs (m j * y j k)) <= cubic.
Proof.
apply Rle_trans with (big r (fun l => Rabs (x l) * Ks l) + big d (fun j => Rabs (m j * y j k))).
- apply Rplus_le_compat_r, big_le. intros l _. rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|apply K_size].
- apply Req_le. unfold cubic, size, Ks.
  rewrite (big_ext r _ (fun l => big d (fun j => Rabs (x l) * Rabs (y j l * y j k)))) by (intros; now rewrite big_mul).
  rewrite big_exchange, <- big_plus. apply big_ext. intros j _.
  rewrite (big_ext r _ (fun l => Rabs (x l) * Rabs (y j l) * Rabs (y j k))) by (intros; rewrite Rabs_mult; ring).
  rewrite big_mulr, Rabs_mult. ring.
Qed.
Lemma res_cubic : big d (fun j => Rabs (err j * y j k)) <= cubic.
Proof. apply big_le. intros j hj. now apply term_size. Qed.

(* Grids of the terms, plain or with the step size. *)
Lemma term_grid j : grid (3 * e) (err j * y j k).
Proof. replace (3 * e)%Z with (2 * e + e)%Z by ring. apply grid_mult; [apply err_grid|apply y_grid]. Qed.
Lemma arm_grid l : grid (3 * e) (x l * K l).
Proof. replace (3 * e)%Z with (e + 2 * e)%Z by ring. apply grid_mult; [apply x_grid|apply K_grid]. Qed.
Lemma target_grid j : grid (3 * e) (m j * y j k).
Proof. replace (3 * e)%Z with (2 * e + e)%Z by ring. now apply grid_mult. Qed.
Lemma eta_grid3 v : grid (3 * e) v -> grid (3 * e + f) (eta * v).
Proof. intro h. rewrite Z.add_comm. now apply grid_mult. Qed.
Lemma x0_fine : grid (3 * e + f) x0.
Proof. apply (grid_finer beta e); [lia|assumption]. Qed.
Lemma room_plain c : 0 <= c <= cubic -> c <= pow (prec + 3 * e).
Proof. intro h. apply plain; [lra|]. now apply fits_part. Qed.
Lemma grad_grid : grid (3 * e) grad.
Proof. apply grid_big. intros; apply term_grid. Qed.
Lemma grad_cubic : Rabs grad <= cubic.
Proof. eapply Rle_trans; [apply big_abs|apply res_cubic]. Qed.
Lemma grad_number : number grad.
Proof. exists (3 * e)%Z. split; [lia|split; [apply grad_grid|]]. apply room_plain. split; [apply Rabs_pos|apply grad_cubic]. Qed.

Theorem gradient_only : only grad (gradient o converts d r X Y M k).
Proof.
apply only_either.
- unfold grad. rewrite <- Rsum_values.
  apply (only_sum_of beta prec low o is_exact (3 * e)); [|lia| |].
  + apply Forall2_values. intros j hj. now apply term_only.
  + apply Forall_values. intros; apply term_grid.
  + rewrite Rasum_values. apply room_plain. split; [apply big_ge0; intros; apply Rabs_pos|apply res_cubic].
- rewrite <- gram_grad, <- !Rsum_values, <- Rsum_app.
  apply (only_sum_of beta prec low o is_exact (3 * e)); [|lia| |].
  + apply Forall2_app; apply Forall2_values; intros; [now apply arm_only|]. now apply only_neg, target_only.
  + apply Forall_app. split; apply Forall_values; intros; [apply arm_grid|apply grid_opp, target_grid].
  + rewrite Rasum_app, !Rasum_values. apply room_plain. split.
    * apply Rplus_le_le_0_compat; apply big_ge0; intros; apply Rabs_pos.
    * rewrite (big_ext d (fun j => Rabs (- (m j * y j k))) (fun j => Rabs (m j * y j k))) by (intros; apply Rabs_Ropp). apply gram_cubic.
Qed.
Theorem gradient_exact n : only grad (printed o (further o n (gradient o converts d r X Y M k))).
Proof.
apply only_rounded with (beta := beta) (prec := prec) (low := low); auto; [apply grad_number|].
apply only_further with (beta := beta) (prec := prec) (low := low); auto; [apply grad_number|apply gradient_only].
Qed.
Lemma eta_cubic c : 0 <= c <= cubic -> Rabs x0 + eta * c <= pow (prec + (3 * e + f)).
Proof.
intro h. rewrite Z.add_assoc. fold room. destruct max_1 as [h1 h2]. eapply Rle_trans; [|exact fits]. apply Rplus_le_compat_l.
apply Rmult_le_compat; lra.
Qed.
Lemma Rabs_eta v : Rabs (eta * v) = eta * Rabs v.
Proof. now rewrite Rabs_mult, (Rabs_pos_eq eta). Qed.
Theorem update_only : only (x0 - eta * grad) (update o converts d r X Y M X0 eta k).
Proof.
apply only_either; [|apply only_either].
- intros z (a & b & ha & hb & s). rewrite (H0 _ ha) in s.
  assert (hg : only (eta * grad) (scale o converts eta (further o 2 (gradient o converts d r X Y M k)))).
  { apply only_scale with (beta := beta) (prec := prec) (low := low); auto; [apply grad_number| |].
    - exists (3 * e + f)%Z. split; [lia|split; [apply eta_grid3, grad_grid|]]. rewrite Rabs_eta.
      assert (q := Rabs_pos x0). assert (t := eta_cubic (Rabs grad) (conj (Rabs_pos _) grad_cubic)). lra.
    - apply only_further with (beta := beta) (prec := prec) (low := low); auto; [apply grad_number|apply gradient_only]. }
  rewrite <- (Ropp_involutive b), (hg _ hb) in s. apply (exact_sum2 is_exact); [exact s|].
  exists (3 * e + f)%Z. split; [lia|split].
  + apply grid_plus; [apply x0_fine|apply grid_opp, eta_grid3, grad_grid].
  + eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_eta. apply eta_cubic. split; [apply Rabs_pos|apply grad_cubic].
- unfold update_folded_residual, terms_residual. rewrite map_map.
  replace (x0 - eta * grad) with (Rsum (x0 :: values d (fun j => - (eta * (err j * y j k))))).
  2: { simpl. fold (Rsum (values d (fun j => - (eta * (err j * y j k))))). rewrite Rsum_values, big_opp, big_mul. fold grad. ring. }
  apply (only_sum_of beta prec low o is_exact (3 * e + f)); [|lia| |].
  + constructor; [exact H0|]. apply Forall2_values. intros j hj. apply only_neg. now apply term_only.
  + constructor; [apply x0_fine|]. apply Forall_values. intros. apply grid_opp, eta_grid3, term_grid.
  + simpl. fold (Rasum (values d (fun j => - (eta * (err j * y j k))))). rewrite Rasum_values.
    rewrite (big_ext d _ (fun j => eta * Rabs (err j * y j k))) by (intros; now rewrite Rabs_Ropp, Rabs_eta).
    rewrite big_mul. apply eta_cubic. split; [apply big_ge0; intros; apply Rabs_pos|apply res_cubic].
- unfold update_folded_gram, terms_gram. rewrite map_app, !map_map.
  replace (x0 - eta * grad) with (Rsum (x0 :: values r (fun l => - (eta * (x l * K l))) ++ values d (fun j => - - (eta * (m j * y j k))))).
  2: { simpl. fold (Rsum (values r (fun l => - (eta * (x l * K l))) ++ values d (fun j => - - (eta * (m j * y j k))))).
       rewrite Rsum_app, !Rsum_values, !big_opp, !big_mul, <- gram_grad, big_opp. ring. }
  apply (only_sum_of beta prec low o is_exact (3 * e + f)); [|lia| |].
  + constructor; [exact H0|]. apply Forall2_app; apply Forall2_values; intros.
    * apply only_neg. now apply arm_only.
    * apply only_neg, only_neg. now apply target_only.
  + constructor; [apply x0_fine|]. apply Forall_app. split; apply Forall_values; intros.
    * apply grid_opp, eta_grid3, arm_grid.
    * apply grid_opp, grid_opp, eta_grid3, target_grid.
  + simpl. fold (Rasum (values r (fun l => - (eta * (x l * K l))) ++ values d (fun j => - - (eta * (m j * y j k))))).
    rewrite Rasum_app, !Rasum_values.
    rewrite (big_ext r _ (fun l => eta * Rabs (x l * K l))) by (intros; now rewrite Rabs_Ropp, Rabs_eta).
    rewrite (big_ext d _ (fun j => eta * Rabs (m j * y j k))) by (intros; now rewrite !Rabs_Ropp, Rabs_eta).
    rewrite !big_mul, <- Rmult_plus_distr_l. apply eta_cubic. split; [|apply gram_cubic].
    apply Rplus_le_le_0_compat; apply big_ge0; intros; apply Rabs_pos.
Qed.
Theorem update_exact : only (x0 - eta * grad) (printed o (update o converts d r X Y M X0 eta k)).
Proof.
apply only_rounded with (beta := beta) (prec := prec) (low := low); auto; [|apply update_only].
exists (3 * e + f)%Z. split; [lia|split].
- apply grid_plus; [apply x0_fine|apply grid_opp, eta_grid3, grad_grid].
- eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_eta. apply eta_cubic. split; [apply Rabs_pos|apply grad_cubic].
Qed.
End Exact.

Section Step.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool) (d r : nat) (lam : R).
Notation pow := (bpow beta).
Notation grid := (grid beta).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.
Hypothesis lam_low : lam < pow low.

Lemma input_only e a : (low <= e)%Z -> grid e a -> only a (input lam a).
Proof.
intros le g x [->|[-> h]]; [reflexivity|]. destruct (Req_dec a 0) as [->|na]; [reflexivity|exfalso].
assert (q := grid_gap beta _ _ g na). assert (pow low <= pow e) by now apply bpow_le. lra.
Qed.
Lemma perturbed_only e x z : (low <= e)%Z -> grid e x -> grid e z -> Rabs x + Rabs z <= pow (prec + e) ->
  only (x + z) (perturbed o lam x z).
Proof.
intros le gx gz h p (a & b & ha & hb & r'). rewrite (input_only e _ le gx _ ha), (input_only e _ le gz _ hb) in r'.
apply (exact_result is_exact); [exact r'|]. exists e. split; [exact le|split; [now apply grid_plus|]].
eapply Rle_trans; [apply Rabs_triang|exact h].
Qed.
(* One entry of the image of x under a perturbed update; x and y are the factors, in either order. *)
Theorem step_exact (x y m zx zy : nat -> nat -> R) (eta : R) (e f : Z) (i k : nat) :
  (e <= 0)%Z -> (f <= 0)%Z -> (low <= 3 * e + f)%Z -> 0 <= eta -> grid f eta ->
  (forall a b, grid e (x a b) /\ grid e (zx a b) /\ Rabs (x a b) + Rabs (zx a b) <= pow (prec + e)) ->
  (forall a b, grid e (y a b) /\ grid e (zy a b) /\ Rabs (y a b) + Rabs (zy a b) <= pow (prec + e)) ->
  (forall a b, grid (2 * e) (m a b)) ->
  let X := fun a b => x a b + zx a b in let Y := fun a b => y a b + zy a b in
  Rabs (x i k) + Rmax 1 eta * big d (fun j => (big r (fun l => Rabs (X i l) * Rabs (Y j l)) + Rabs (m i j)) * Rabs (Y j k))
    <= pow (prec + 3 * e + f) ->
  only (x i k - eta * big d (fun j => (big r (fun l => X i l * Y j l) - m i j) * Y j k))
    (printed o (update o converts d r (fun l => perturbed o lam (x i l) (zx i l)) (fun j l => perturbed o lam (y j l) (zy j l))
      (fun j => input lam (m i j)) (input lam (x i k)) eta k)).
Proof.
intros e0 f0 le p g hx hy hm X Y h.
apply (update_exact beta prec low o converts d r is_exact _ _ _ _
  (X i) (m i) Y (x i k) eta k e f); auto; intros.
- apply grid_plus; apply hx.
- apply grid_plus; apply hy.
- apply hx.
- apply perturbed_only with e; [lia|apply hx|apply hx|apply hx].
- apply perturbed_only with e; [lia|apply hy|apply hy|apply hy].
- apply input_only with (2 * e)%Z; [lia|apply hm].
- apply input_only with e; [lia|apply hx].
Qed.
End Step.
