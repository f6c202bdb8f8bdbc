(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExpanded.v: the bound on the loss in expanded form, 1/2 (<X^T X, Y^T Y> - 2 tr(X^T M Y) +
   ||M||^2). Main result: expanded_error (FP.loss, for the expanded form). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpLossPlans FpExpandedForm FpConstants FpGradient
  FpStep FpHessian FpHvp FpHvpGram FpLoss.
Local Open Scope R_scope.

Section Expanded.
Variables (u lam : R) (converts : bool) (d1 d2 r : nat) (u_ge0 : 0 <= u).
Hypotheses (lam_range : 0 <= lam <= 1 / 128) (d1_ge1 : (1 <= d1)%nat) (d2_ge1 : (1 <= d2)%nat).
Notation Ap := (Ap u lam). Notation Aps := (Aps u lam). Notation o := (model u lam).
Notation cn := (cn converts). Notation c := (c converts). Notation kap := (kap converts).
Notation conversions := (conversions converts). Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range. Notation Ap_to := (Ap_to u lam u_ge0 l0).
Variables x y m : matrix.
Let A := Mabs x. Let B := Mabs y. Let T := Mabs m. Let al i := big r (A i). Let be j := big r (B j).
Let P i j := big r (fun l => A i l * B j l).
Hypothesis row_sums : forall i j, lam * (al i + be j + (2 * INR r + 4)) <= 1 / 2.
Let p0 (z : matrix) a b : 0 <= Mabs z a b := Rabs_pos (z a b).
Lemma al_ge0 i : 0 <= al i. Proof. apply big_ge0; intros; apply p0. Qed.
Lemma be_ge0 j : 0 <= be j. Proof. apply big_ge0; intros; apply p0. Qed.
Lemma P_ge0 i j : 0 <= P i j. Proof. apply big_ge0; intros; apply Rmult_le_pos; apply p0. Qed.
Lemma lam_r : 0 <= lam * INR r <= 1 / 4.
Proof. assert (h := row_sums 0 0). assert (a := al_ge0 0). assert (b := be_ge0 0).
  assert (q := pos_INR r). assert (0 <= lam * (al 0%nat + be 0%nat + 4))
    by (apply Rmult_le_pos; lra). assert (0 <= lam * INR r) by (apply Rmult_le_pos; lra). lra. Qed.

(* Sums of products, and one entry of the inner product. *)
Let H (dd : nat) (a b : matrix) l k
    (e : R) := big dd (fun j => kap * (Mabs a j l + Mabs b j k) + e).
Lemma H_ge0 dd a b l k e : 0 <= e -> 0 <= H dd a b l k e.
Proof. intro e0. destruct (kapl lam converts lam_range) as (k1 & _). apply big_ge0. intros j _.
  assert (h := p0 a j l). assert (h' := p0 b j k).
  assert (0 <= kap * (Mabs a j l + Mabs b j k)) by (apply Rmult_le_pos; lra). lra. Qed.
Lemma H_more dd a b l k : (1 <= dd)%nat -> H dd a b l k 5 + 1 <= H dd a b l k 6.
Proof. intro hd. assert (q : 1 <= INR dd) by (change 1 with (INR 1); now apply le_INR).
  unfold H. rewrite !big_plus, !big_const. lra. Qed.
Lemma Ap_col dd a b l k : (1 <= dd)%nat ->
  Ap (1 + 2 * cn + dd) (big dd (fun j => a j l * b j k)) (big dd (fun j => Mabs a j l * Mabs b j k))
  (H dd a b l k 5)
    (sum_of o (map (fun j => product o converts (read a j l) (read b j k)) (seq 0 dd))).
Proof. intro hd. exact (Ap_column u lam converts dd u_ge0 lam_range hd a b l k). Qed.
Let S (dd : nat) (z : matrix) l k := big dd (fun j => Mabs z j l * Mabs z j k).
Lemma S_ge0 dd z l k : 0 <= S dd z l k.
Proof. apply big_ge0. intros; apply Rmult_le_pos; apply p0. Qed.
Let ki l k := S d1 x l k * H d2 y y l k 6 + H d1 x x l k 6 * S d2 y l k
  + lam * (H d1 x x l k 6 * H d2 y y l k 6) + 1.
Lemma Aps_inner : Aps (d1 + d2 + 3 + 6 * cn) (inner_terms o converts d1 d2 r (read x) (read y))
  (double r (fun l k => big d1 (fun i => x i l * x i k) * big d2 (fun j => y j l * y j k)))
  (double r (fun l k => S d1 x l k * S d2 y l k)) (double r ki).
Proof. assert (cr := c_range converts). apply Aps_grid. intros l k _ _.
  assert (g1 := Ap_col d1 x x l k d1_ge1). assert (g2 := Ap_col d2 y y l k d2_ge1).
  replace (H d1 x x l k 5) with (H d1 x x l k 5 + c - c) in g1 by ring.
  replace (H d2 y y l k 5) with (H d2 y y l k 5 + c - c) in g2 by ring.
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_product_c u lam converts d1 u_ge0 l0 d1_ge1 _ _ _ _ _ _ _ _ _ _
      g1 g2)); [lia|reflexivity|apply Rle_refl|]. assert (h1 := H_more d1 x x l k d1_ge1).
  assert (h2 := H_more d2 y y l k d2_ge1). assert (p1 : 0 <= H d1 x x l k 5) by (apply H_ge0; lra).
  assert (p2 : 0 <= H d2 y y l k 5) by (apply H_ge0; lra). assert (s1 := S_ge0 d1 x l k).
  assert (s2 := S_ge0 d2 y l k). unfold weight, ki. fold (S d1 x l k) (S d2 y l k).
  set (K1 := H d1 x x l k 5 + c) in *. set (K2 := H d2 y y l k 5 + c) in *. assert (S d1 x l k
    * K2 <= S d1 x l k * H d2 y y l k 6) by (apply Rmult_le_compat_l; unfold K2; lra).
  assert (K1 * S d2 y l k <= H d1 x x l k 6 * S d2 y l k) by (apply Rmult_le_compat_r; unfold K1;
    lra). assert (lam * (K1 * K2) <= lam * (H d1 x x l k 6 * H d2 y y l k 6)).
  { apply Rmult_le_compat_l; [exact l0|]. apply Rmult_le_compat; unfold K1, K2; lra. }
  lra. Qed.
Lemma inner_units : double r ki <= big d1 (fun i => big d2 (fun j =>
  4 * ((al i + be j) * P i j) + 49 / 8 * (al i ^ 2 + be j ^ 2) + 1 / 16 * (INR r * P i j)
    + 6 * (al i + be j) + 9 * INR r)) + INR r * INR r.
Proof. destruct (kap_facts lam converts lam_range) as (k1 & k2 & _).
  destruct (kapl lam converts lam_range) as (_ & k3 & k4). destruct lam_r as [r0 r4].
  assert (q := pos_INR r). unfold ki. rewrite !double_plus, double_const, double_mul, Rmult_1_r.
  apply Rplus_le_compat_r. rewrite (double_ext r (fun l k => H d1 x x l k 6 * S d2 y l k)
    (fun l k => big d1 (fun i => kap * (A i l + A i k) + 6) * big d2 (fun j => B j l * B j k)))
    by reflexivity. unfold S at 1. unfold H. rewrite (double_cells d1 d2 r
    (fun l k i => Mabs x i l * Mabs x i k) (fun l k j => kap * (Mabs y j l + Mabs y j k) + 6)).
  rewrite (double_cells d1 d2 r (fun l k i => kap * (A i l + A i k) + 6)
    (fun l k j => B j l * B j k)). rewrite (double_cells d1 d2 r (fun l k i =>
      kap * (Mabs x i l + Mabs x i k) + 6) (fun l k j => kap * (Mabs y j l + Mabs y j k) + 6)).
  rewrite <- (big_mul d1 lam), <- !(big_plus d1). apply big_le. intros i _.
  rewrite <- (big_mul d2 lam), <- !(big_plus d2). apply big_le. intros j _.
  rewrite (cell_own r (Mabs x i) (Mabs y j) kap), (cell_both r (Mabs x i) (Mabs y j) kap).
  rewrite (double_ext r (fun l k => (kap * (A i l + A i k) + 6) * (B j l * B j k)) (fun l k => (Mabs
      y j l * Mabs y j k) * (kap * (Mabs x i l + Mabs x i k) + 6))) by (intros; unfold A, B; ring).
  rewrite (cell_own r (Mabs y j) (Mabs x i) kap). replace (big r (fun l => Mabs y j l * Mabs x i l))
    with (P i j) by (apply big_ext; intros; unfold A, B; ring). fold (P i j). fold A B.
  fold (al i) (be j). assert (a0 := al_ge0 i). assert (b0 := be_ge0 j). assert (P0 := P_ge0 i j).
  set (a := al i) in *. set (b := be j) in *. set (Q := P i j) in *. set (R' := INR r) in *.
  assert (0 <= (a + b) * Q /\ 0 <= R' * Q /\ kap * ((a + b) * Q) <= 2 * ((a + b) * Q) /\ lam * kap
    * kap * (2 * (R' * Q) + 2 * (a * b)) <= 1 / 32 * (2 * (R' * Q) + 2 * (a * b)) /\ lam * R'
    * (kap * (a + b)) <= 1 / 4 * (2 * (a + b)) /\ lam * R' * R' <= 1 / 4 * R' /\ 0 <= (a - b) ^ 2 /\
    0 <= a ^ 2 /\ 0 <= b ^ 2) by pieces. change (big r (fun l => A i l * B j l)) with Q. lra. Qed.

(* tr(X^T M Y), M^T Y or M X formed first: t is the target as that sum reads it. *)
Let kc (d : nat) (t a b : matrix) i l :=
  kap * big d (fun j => Mabs t j i * Mabs b j l)
    + (big d (fun j => kap * (Mabs t j i + Mabs b j l) + 5) + 1) * (Mabs a i l + 1 / 64) + 1.
Lemma Aps_cross p d t a b : (1 <= d)%nat -> Aps (2 + d + 4 * cn)
  (grid_terms p r (fun i l => product o converts (sum_of
      o (map (fun j => product o converts (read t j i) (read b j l)) (seq 0 d))) (read a i l)))
  (big p (fun i => big r (fun l => big d (fun j => t j i * b j l) * a i l)))
  (big p (fun i => big r (fun l => big d (fun j => Mabs t j i * Mabs b j l) * Mabs a i l)))
    (big p (fun i => big r (kc d t a b i))).
Proof. intro hd. destruct (kapl lam converts lam_range) as (k1 & _). apply Aps_grid. intros i l _ _.
  assert (g := Ap_column u lam converts d u_ge0 lam_range hd t b i l).
  destruct (column_ge0 lam converts d lam_range l t b i) as [s0 s1].
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times u lam converts d 1 u_ge0 lam_range hd 0 Nat.lt_0_1 _ _ _
      _ _ a i l g s0 s1)); [lia|reflexivity|apply Rle_refl|apply Rle_refl]. Qed.
Lemma cross_units p d t a b : (1 <= d)%nat ->
  big p (fun i => big r (kc d t a b i)) <= big p (fun i => big d (fun j =>
  2 * (Mabs t j i * (big r (Mabs a i) + big r (Mabs b j)))
    + 2 * big r (fun l => Mabs a i l * Mabs b j l) + 6 * big r (Mabs a i)
  + 1 / 32 * (INR r * Mabs t j i + big r (Mabs b j)) + 35 / 32 * INR r)).
Proof. intro hd. destruct (kapl lam converts lam_range) as (k1 & _).
  assert (q : 1 <= INR d) by (change 1 with (INR 1); now apply le_INR). apply big_le. intros i _.
  apply Rle_trans with (big r (fun l => big d (fun j => kap * (Mabs t j i * Mabs b j l)
      + (kap * (Mabs t j i + Mabs b j l) + 6) * (Mabs a i l + 1 / 64) + 1))).
  - apply big_le. intros l _. unfold kc.
    rewrite !big_plus, big_mulr, !big_plus, !big_mul, !big_plus, !big_const. assert (h := p0 a i l).
    assert (0 <= (INR d - 1) * (Mabs a i l + 1 / 64)) by (apply Rmult_le_pos; lra). lra.
  - rewrite big_exchange. apply big_le. intros j _. rewrite (big_ext r _ (fun l => kap * (Mabs t j i
        * Mabs b j l) + (kap * (Mabs t j i * Mabs a i l) + (kap * (Mabs a i l * Mabs b j l)
        + (6 * Mabs a i l + (1 / 64 * kap * Mabs b j l + (1 / 64 * (kap * Mabs t j i + 6) + 1)))))))
      by (intros; ring). rewrite !big_plus, !big_mul, !big_const.
    assert (a0 : 0 <= big r (Mabs a i)) by (apply big_ge0; intros; apply p0).
    assert (b0 : 0 <= big r (Mabs b j)) by (apply big_ge0; intros; apply p0).
    assert (ab : 0 <= big r (fun l => Mabs a i l * Mabs b j l))
      by (apply big_ge0; intros; apply Rmult_le_pos; apply p0). assert (t0 := p0 t j i).
    assert (r0 := pos_INR r). assert (rt : 0 <= INR r * Mabs t j i) by (apply Rmult_le_pos; lra).
    set (a1 := big r (Mabs a i)) in *. set (b1 := big r (Mabs b j)) in *.
    set (t1 := Mabs t j i) in *. set (ab1 := big r (fun l => Mabs a i l * Mabs b j l)) in *.
    assert (0 <= t1 * (a1 + b1) /\ kap * (t1 * (a1 + b1)) <= 2 * (t1 * (a1 + b1)) /\ kap * ab1 <=
      2 * ab1 /\ kap * b1 <= 2 * b1 /\ kap * (INR r * t1) <= 2 * (INR r * t1)) by pieces. lra. Qed.
Lemma Ap_doubled n v s k Q : Ap n v s k Q ->
  Ap (n + 1 + cn) (-2 * v) (2 * s) (2 * k + 3) (neg (scale o converts 2 Q)).
Proof. intro h.
  assert (g := Ap_neg u lam _ _ _ _ _ (Ap_scaled u lam converts u_ge0 l0 2 _ _ _ _ _ ltac:(lra) h)).
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|ring|lra|lra]. Qed.
Lemma Aps_targets : Aps (1 + 2 * cn) (target_squares o converts d1 d2 (read m))
  (big d1 (fun i => big d2 (fun j => m i j * m i j)))
  (big d1 (fun i => big d2 (fun j => T i j * T i j)))
    (big d1 (fun i => big d2 (fun j => 4 * T i j + 2))).
Proof. destruct (kapl lam converts lam_range) as (k1 & _). apply Aps_grid. intros i j _ _.
  assert (t0 := p0 m i j). apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_read_product u lam converts d1 u_ge0
      lam_range d1_ge1 m i j m i j)); [lia|reflexivity|apply Rle_refl|]. unfold T.
  assert (kap * (Mabs m i j + Mabs m i j) <= 2 * (Mabs m i j + Mabs m i j))
    by (apply Rmult_le_compat_r; lra). lra. Qed.

(* Every list of terms: roundings and units with those of the sum. *)
Let cell i j :=
  4 * ((al i + be j) * P i j) + 49 / 8 * (al i ^ 2 + be j ^ 2) + 1 / 16 * (INR r * (P i j + T i j))
  + 4 * (T i j * (al i + be j)) + 4 * P i j + 4 * T i j + 19 * (al i + be j) + 18 * INR r + 18.
Let rh i j := rho_of r (Mabs x) (Mabs y) (Mabs m) i j.
Definition expanded_steps : nat := d1 + d2 + 6 + 6 * cn + r * r + (d1 + d2) * r + d1 * d2.
Lemma cross_absolute : double r (fun l k => S d1 x l k * S d2 y l k)
  + 2 * big d1 (fun i => big r (fun l => big d2 (fun j => T i j * B j l) * A i l))
  + big d1 (fun i => big d2 (fun j => T i j * T i j)) =
    big d1 (fun i => big d2 (fun j => rh i j ^ 2)).
Proof. assert (e := expanded_identity d1 d2 r (Mabs x) (Mabs y) (fun i j => - T i j)).
  rewrite (big_ext d1 (fun i => big d2 (fun j => rh i j ^ 2))
    (fun i => big d2 (fun j => (big r (fun l => Mabs x i l * Mabs y j l) - - T i j) ^ 2))).
  2: { intros i _. apply big_ext. intros j _. unfold rh, rho_of, T. ring. }
  rewrite e. unfold S. rewrite (big_ext d1 (fun i => big d2 (fun j => - T i j * - T i j))
    (fun i => big d2 (fun j => T i j * T i j))).
  2: { intros i _. apply big_ext. intros j _. ring. }
  rewrite (big_ext d1 (fun i => big r (fun l => big d2 (fun j => - T i j * Mabs y j l)
      * Mabs x i l)) (fun i => - big r (fun l => big d2 (fun j => T i j * B j l) * A i l))).
  2: { intros i _. rewrite <- big_opp. apply big_ext. intros l _. unfold A, B.
       rewrite (big_ext d2 (fun j => - T i j * Mabs y j l) (fun j => - (T i j * Mabs y j l)))
         by (intros; ring). rewrite big_opp. ring. }
  rewrite big_opp. ring. Qed.
(* One of the two ways to the trace: t, a, b over p and d as in Aps_cross. *)
Lemma expanded_case (cross : list value) v s K d dr : (d <= d1 + d2)%nat ->
  (dr <= (d1 + d2) * r)%nat -> length cross = dr ->
  Aps (2 + d + 4 * cn) cross v s K ->
  v = big d1 (fun i => big r (fun l => big d2 (fun j => m i j * y j l) * x i l)) ->
  s = big d1 (fun i => big r (fun l => big d2 (fun j => T i j * B j l) * A i l)) ->
  K <= big d1 (fun i => big d2 (fun j => 2 * (T i j * (al i + be j)) + 2 * P i j + 6 * (al i + be j)
    + 1 / 32 * (INR r * T i j + (al i + be j)) + 35 / 32 * INR r)) ->
  INR dr <= INR (d1 * d2) * INR r ->
  forall L, L = expanded_terms o converts d1 d2 r (read x) (read y) (read m) cross
    \/ L = expanded_sums o converts d1 d2 r (read x) (read y) (read m) cross ->
  exists n k, (n + length L <= expanded_steps)%nat /\ (length L <= r * r + (d1 + d2) * r + d1 * d2
    + 3)%nat /\ k + 3 * INR (length L) <= big d1 (fun i => big d2 (cell i)) + 4 * (INR r * INR r) /\
    Aps n L (big d1 (fun i => big d2 (fun j => (big r (fun l => x i l * y j l) - m i j) ^ 2)))
      (big d1 (fun i => big d2 (fun j => rh i j ^ 2))) k.
Proof. intros hd hdr len h ev es hK hr L hL. assert (cr := c_range converts).
  assert (iu := inner_units). assert (D := Aps_inner). assert (t := Aps_targets).
  rewrite expanded_identity, <- cross_absolute, <- ev, <- es, Ropp_mult_distr_l. assert (li : length
    (inner_terms o converts d1 d2 r (read x) (read y)) = (r * r)%nat) by apply grid_length.
  assert (lt : length (target_squares o converts d1 d2 (read m)) = (d1 * d2)%nat)
    by apply grid_length. set (EI := double r ki) in *.
  set (E1 := big d1 (fun i => big d2 (fun j => 4 * ((al i + be j) * P i j) + _ + _ + _ + _))) in iu.
  set (EC := big d1 _) in hK. set (ET := big d1 (fun i => big d2 (fun j => 4 * T i j + 2))) in *.
  assert (one : 1 <= INR (d1 * d2)).
  { change 1 with (INR 1). apply le_INR.
    assert (d1 * 1 <= d1 * d2)%nat by (apply Nat.mul_le_mono_l; lia). lia. }
  assert (big_cells : forall a, big d1 (fun i => big d2 (fun j => a)) = INR (d1 * d2) * a).
  { intro a. rewrite (big_ext d1 _ (fun _ => INR d2 * a)) by (intros; apply big_const).
    rewrite big_const, mult_INR. ring. }
  assert (tot : E1 + 2 * EC + ET + 16 * INR (d1 * d2) + 6 * (INR (d1 * d2) * INR r) <=
    big d1 (fun i => big d2 (cell i))).
  { rewrite (Rmult_comm 16), <- big_cells. replace (6 * (INR (d1 * d2) * INR r))
      with (INR (d1 * d2) * (6 * INR r)) by ring. rewrite <- big_cells.
    unfold E1, EC, ET. rewrite <- (big_mul d1 2), <- !(big_plus d1). apply big_le. intros i _.
    rewrite <- (big_mul d2 2), <- !(big_plus d2). apply big_le. intros j _. unfold cell.
    assert (a0 := al_ge0 i). assert (b0 := be_ge0 j). assert (r0 := pos_INR r). lra. }
  destruct hL as [-> | ->].
  - exists (d1 + d2 + 3 + 6 * cn)%nat, (EI + (2 * K + 3 * INR dr + ET)).
    unfold expanded_terms. rewrite !length_app, length_map, li, lt, len. split; [|split; [|split]].
    + unfold expanded_steps. lia.
    + lia.
    + rewrite !plus_INR, (mult_INR r r). lra.
    + rewrite (Rplus_assoc _ _ (big d1 (fun i => big d2 (fun j => m i j * m i j)))),
        (Rplus_assoc _ _ (big d1 (fun i => big d2 (fun j => T i j * T i j)))).
      apply Aps_app; [exact D|]. apply Aps_app.
      * rewrite <- len. apply (Aps_weaken u lam u_ge0 l0 (2 + d + 4 * cn + 1 + cn));
          [unfold FpModel.cn; destruct converts; lia|].
        exact (Aps_map u lam _ _ _ _ _ _ (Ap_doubled _) _ _ _ _ h).
      * apply (Aps_weaken u lam u_ge0 l0 (1 + 2 * cn)); [lia|exact t].
  - set (n := (d1 + d2 + 3 + 6 * cn + r * r + (d1 + d2) * r + d1 * d2)%nat).
    assert (g1 := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ D).
    assert (g2 := Ap_doubled _ _ _ _ _ (Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h)).
    assert (g3 := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ t). rewrite li in g1. rewrite len in g2.
    rewrite lt in g3.
    assert (q1 := units_le (r * r)). assert (q2 := units_le dr). assert (q3 := units_le (d1 * d2)).
    exists n, (EI + units (r * r) + ((2 * (K + units dr) + 3) + ((ET + units (d1 * d2)) + 0))).
    unfold expanded_sums. simpl length. split; [|split; [|split]].
    + unfold expanded_steps, n. lia.
    + lia.
    + rewrite (mult_INR r r) in q1. simpl INR. lra.
    + rewrite (Rplus_assoc _ _ (big d1 (fun i => big d2 (fun j => m i j * m i j)))),
        (Rplus_assoc _ _ (big d1 (fun i => big d2 (fun j => T i j * T i j)))). replace (-2 * v + _)
        with (-2 * v + (big d1 (fun i => big d2 (fun j => m i j * m i j)) + 0)) by ring.
      replace (2 * s + big d1 (fun i => big d2 (fun j => T i j * T i j)))
        with (2 * s + (big d1 (fun i => big d2 (fun j => T i j * T i j)) + 0)) by ring.
      constructor; [|constructor; [|constructor; [|constructor]]].
      * apply (Ap_to _ _ _ _ _ _ _ _ _ g1);
          [unfold n; lia|reflexivity|apply Rle_refl|apply Rle_refl].
      * apply (Ap_to _ _ _ _ _ _ _ _ _ g2);
          [unfold n, FpModel.cn; destruct converts; lia|reflexivity|apply Rle_refl|apply Rle_refl].
      * apply (Ap_to _ _ _ _ _ _ _ _ _ g3);
          [unfold n; lia|reflexivity|apply Rle_refl|apply Rle_refl]. Qed.
Theorem expanded_terms_error L : expanded_lists o converts d1 d2 r (read x) (read y) (read m) L ->
  exists n k, (n + length L <= expanded_steps)%nat /\ (length L <= r * r + (d1 + d2) * r + d1 * d2
    + 3)%nat /\ k + 3 * INR (length L) <= big d1 (fun i => big d2 (cell i)) + 4 * (INR r * INR r) /\
    Aps n L (big d1 (fun i => big d2 (fun j => (big r (fun l => x i l * y j l) - m i j) ^ 2)))
      (big d1 (fun i => big d2 (fun j => rh i j ^ 2))) k.
Proof. intro hL. assert (r0 := pos_INR r). assert (D1 := INR_ge1 d1 d1_ge1).
  assert (D2 := INR_ge1 d2 d2_ge1). assert (hx : (L = expanded_terms o converts d1 d2 r (read x)
      (read y) (read m) (cross_x o converts d1 d2 r (read x) (read y) (read m)) \/ L = expanded_sums
      o converts d1 d2 r (read x) (read y) (read m) (cross_x o converts d1 d2 r (read x) (read y)
      (read m))) \/ (L = expanded_terms o converts d1 d2 r (read x) (read y) (read m)
      (cross_y o converts d1 d2 r (read x) (read y) (read m)) \/ L = expanded_sums o converts d1 d2
      r (read x) (read y) (read m) (cross_y o converts d1 d2 r (read x) (read y) (read m)))).
  { unfold expanded_lists in hL. tauto. }
  clear hL. destruct hx as [hL|hL].
  - apply (expanded_case _ _ _ _ d2 (d1 * r))
      with (4 := Aps_cross d1 d2 (transpose m) x y d2_ge1) (9 := hL); try reflexivity; try lia.
    + apply grid_length.
    + eapply Rle_trans; [apply cross_units; exact d2_ge1|]. apply big_le. intros i _. apply big_le.
      intros j _. change (Mabs (transpose m) j i) with (T i j).
      change (big r (Mabs x i)) with (al i). change (big r (Mabs y j)) with (be j).
      change (big r (fun l => Mabs x i l * Mabs y j l)) with (P i j). assert (a0 := al_ge0 i).
      assert (b0 := be_ge0 j). lra.
    + rewrite !mult_INR. assert (0 <= INR d1 * INR r) by (apply Rmult_le_pos; lra).
      assert (1 * (INR d1 * INR r) <= INR d2 * (INR d1 * INR r)) by (apply Rmult_le_compat_r; lra).
      lra.
  - apply (expanded_case _ _ _ _ d1 (d2 * r)) with (4 := Aps_cross d2 d1 m y x d1_ge1) (9 := hL);
      try lia.
    + apply grid_length.
    + symmetry. apply cross_exchange.
    + symmetry. apply (cross_exchange d1 d2 r (Mabs x) (Mabs y) T).
    + eapply Rle_trans; [apply cross_units; exact d1_ge1|]. rewrite big_exchange. apply big_le.
      intros i _. apply big_le. intros j _. change (Mabs m i j) with (T i j).
      change (big r (Mabs x i)) with (al i). change (big r (Mabs y j)) with (be j).
      replace (big r (fun l => Mabs y j l * Mabs x i l)) with (P i j) by (apply big_ext; intros;
        unfold A, B; ring). assert (a0 := al_ge0 i). assert (b0 := be_ge0 j). lra.
    + rewrite !mult_INR. assert (0 <= INR d2 * INR r) by (apply Rmult_le_pos; lra).
      assert (1 * (INR d2 * INR r) <= INR d1 * (INR d2 * INR r)) by (apply Rmult_le_compat_r; lra).
      lra. Qed.

(* What the judge has. *)
Let sums z dd := big dd (fun i => big r (Mabs z i)).
Let row_squares z dd := big dd (fun i => big r (Mabs z i) ^ 2).
Definition loss_underflow : R :=
  big d1 (fun i => big d2 (fun j => loss_cell_underflow r (rh i j) (big r (Mabs x i))
      (big r (Mabs y j)))) + loss_rest d1 d2 r (sums x d1) (sums y d2).
Lemma sums_ge0 z dd : 0 <= sums z dd.
Proof. apply big_ge0. intros. apply big_ge0. intros; apply p0. Qed.
Lemma rest_ge : INR d1 * INR d2 <= loss_rest d1 d2 r (sums x d1) (sums y d2).
Proof. unfold loss_rest. assert (s1 := sums_ge0 x d1). assert (s2 := sums_ge0 y d2).
  assert (q1 := pos_INR d1). assert (q2 := pos_INR d2). assert (q3 := pos_INR r). lra. Qed.
Lemma expanded_enough : big d1 (fun i => big d2 (cell i)) + 4 * (INR r * INR r) + 5 <=
  12 * (loss_underflow
    + expanded_underflow d1 d2 r (sums x d1) (sums y d2) (row_squares x d1) (row_squares y d2)).
Proof. assert (r0 := pos_INR r). assert (q1 := pos_INR d1). assert (q2 := pos_INR d2).
  assert (D1 := INR_ge1 d1 d1_ge1). assert (D2 := INR_ge1 d2 d2_ge1).
  assert (dd : 1 <= INR d1 * INR d2) by nra. assert (re := rest_ge).
  assert (s1 := sums_ge0 x d1). assert (s2 := sums_ge0 y d2).
  assert (x2 : 0 <= row_squares x d1) by (apply big_ge0; intros; apply pow2_ge_0).
  assert (y2 : 0 <= row_squares y d2) by (apply big_ge0; intros; apply pow2_ge_0).
  set (V := big d1 (fun i => big d2 (fun j => loss_cell_underflow r (rh i j) (big r (Mabs x i))
      (big r (Mabs y j))))). assert (b : big d1 (fun i => big d2 (cell i)) <= 12 * V
    + 12 * (INR d2 * (row_squares x d1 + sums x d1) + INR d1 * (row_squares y d2 + sums y d2))).
  { replace (INR d2 * (row_squares x d1 + sums x d1) + INR d1 * (row_squares y d2 + sums y d2))
      with (big d1 (fun i => big d2 (fun j => (al i ^ 2 + al i) + (be j ^ 2 + be j)))).
    - unfold V. rewrite <- (big_mul d1 12 (fun i => big d2 (fun j => (al i ^ 2 + al i) + _))), <-
        (big_mul d1 12), <- (big_plus d1).
      apply big_le. intros i _. rewrite <- !(big_mul d2 12), <- (big_plus d2). apply big_le.
      intros j _. unfold cell, loss_cell_underflow. change (big r (Mabs x i)) with (al i).
      change (big r (Mabs y j)) with (be j). change (rh i j) with (P i j + T i j).
      assert (a0 := al_ge0 i). assert (b0 := be_ge0 j). assert (P0 := P_ge0 i j).
      assert (t0 : 0 <= T i j) by apply p0. nra.
    - rewrite (big_ext d1 _ (fun i => INR d2 * (al i ^ 2 + al i)
          + big d2 (fun j => be j ^ 2 + be j))) by (intros; now rewrite big_plus, big_const).
      rewrite big_plus, big_const, big_mul, !big_plus. reflexivity. }
  assert (0 <= INR d1 * row_squares x d1 /\ 0 <= INR d2 * row_squares y d2 /\
    0 <= INR d1 * sums x d1 /\ 0 <= INR d2 * sums y d2 /\ 0 <= INR r * INR r) by pieces.
  unfold loss_underflow, expanded_underflow. fold V. lra. Qed.
Definition legal_expanded : value := fun z => exists L,
  expanded_lists o converts d1 d2 r (read x) (read y) (read m) L /\
  printed o (scale o converts (/ 2) (sum_of o L)) z.
Theorem expanded_error z : let n := expanded_roundings d1 d2 r conversions in INR n * u <= 1 / 4 ->
  legal_expanded z ->
  Rabs (z - exact_loss d1 d2 r x y m) <= gamma u n * absolute_loss d1 d2 r x y m
    + lam * (INR loss_factor * (loss_underflow
        + expanded_underflow d1 d2 r (sums x d1) (sums y d2) (row_squares x d1)
          (row_squares y d2))).
Proof. intros n hn (L & hL & hz). destruct (expanded_terms_error L hL) as
    (n0 & k & h1 & _ & h2 & h3). assert (e := expanded_enough).
  replace (INR loss_factor) with 8 by (unfold loss_factor; simpl; ring).
  apply (half_sum_error u lam converts u_ge0 l0 n n0 _ _ k L); [exact h3| |exact hn|lra|exact hz].
  unfold n, expanded_roundings, FpStep.conversions, expanded_steps in *.
  assert (cn <= 1)%nat by (unfold FpModel.cn; destruct converts; lia). lia. Qed.
End Expanded.
