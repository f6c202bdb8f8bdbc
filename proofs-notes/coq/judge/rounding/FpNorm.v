(* SPDX-License-Identifier: Apache-2.0 *)
(* FpNorm.v: the bound on the loss as half the square of a scaled norm.

   A norm is s sqrt(sum (a / s)^2), a the residuals and s one scale. Its square is s^2 times the
   computed sum of squares, with four more factors (1 + d) from the root and the product with s: so
   no bound on a root's sensitivity is needed. Main result: scaled_norm_error (FP.loss, for a scaled
   norm). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpLossPlans FpConstants FpGradient FpStep
  FpHessian FpHvp FpLoss FpExpanded.
Import ListNotations. Local Open Scope R_scope.

(* An operation whose absolute error is t units, times a positive number, and one after another. *)
Section Steps.
Variables u lam : R. Hypotheses (u_ge0 : 0 <= u) (lam_ge0 : 0 <= lam).
Notation ap := (ap u lam).
Lemma ap_step n v s k a b t : ap n v s k a -> 0 <= t -> Rabs (b - a) <= u * Rabs a + lam * t ->
  ap (S n) v s (k + t) b.
Proof. intros h t0 r. assert (z := ap_size u lam _ _ _ _ _ h). destruct h as (h1 & h2 & h3).
  split; [assumption|split; [lra|]].
  replace (b - v) with ((b - a) + (a - v)) by ring. eapply Rle_trans; [apply Rabs_triang|].
  assert (q := pow_ge1 u u_ge0 (S n)). simpl in *. set (p := (1 + u) ^ n) in *.
  assert (u * Rabs a <= u * (p * (s + lam * k)) /\ 0 <= ((1 + u) * p - 1) * (lam * t)) by pieces.
  lra. Qed.
Lemma ap_times n v s k a t : 0 <= t -> ap n v s k a -> ap n (t * v) (t * s) (t * k) (t * a).
Proof. intros t0 (h1 & h2 & h3).
  split; [rewrite Rabs_mult, (Rabs_pos_eq t) by exact t0; now apply Rmult_le_compat_l|].
  split; [now apply Rmult_le_pos|]. replace (t * a - t * v) with (t * (a - v)) by ring.
  rewrite Rabs_mult, (Rabs_pos_eq t) by exact t0. replace ((1 + u) ^ n * (t * s + lam * (t * k))
    - t * s) with (t * ((1 + u) ^ n * (s + lam * k) - s)) by ring. now apply Rmult_le_compat_l. Qed.
Lemma ap_compose n m v s k a k' x : ap n v s k a -> ap m a (Rabs a) k' x ->
  ap (n + m) v s (k + k') x.
Proof. intros h g. assert (e := Aps_compose u lam u_ge0 lam_ge0 n m [fun b => ap n v s k b] v s k
    [a] x (Aps_one u lam n _ v s k (fun b hb => hb)) ltac:(constructor; [exact h|constructor]) k').
  apply e. simpl. now rewrite !Rplus_0_r. Qed.
Lemma Rsum_times t l : 0 <= t ->
  Rsum (map (Rmult t) l) = t * Rsum l /\ Rasum (map (Rmult t) l) = t * Rasum l.
Proof. intro t0. induction l as [|a l [e1 e2]]; [simpl; lra|]. cbn [map Rsum Rasum fold_right] in *.
  unfold Rsum, Rasum in *. rewrite e1, e2, Rabs_mult, (Rabs_pos_eq t) by exact t0. split; ring. Qed.
Lemma pow_43 n N : (n <= N)%nat -> INR N * u <= 1 / 4 -> (1 + u) ^ n <= 4 / 3.
Proof. intros hn hN. assert (g := pow_gamma u u_ge0 N ltac:(lra)). assert (p := pow_ge1 u u_ge0 N).
  assert ((1 + u) ^ n <= (1 + u) ^ N) by (apply Rle_pow; [lra|assumption]).
  assert ((1 + u) ^ N * (3 / 4) <= (1 + u) ^ N * (1 - INR N * u)) by (apply Rmult_le_compat_l; lra).
  lra. Qed.
Lemma pow_76 n N : (2 * n <= N)%nat -> INR N * u <= 1 / 4 -> (1 + u) ^ n <= 7 / 6.
Proof. intros hn hN. assert (h := pow_43 (2 * n) N hn hN). assert (p := pow_ge1 u u_ge0 n).
  replace (2 * n)%nat with (n + n)%nat in h by lia. rewrite pow_add in h. apply Rnot_lt_le. intro k.
  assert (7 / 6 * (7 / 6) <= (1 + u) ^ n * (1 + u) ^ n) by (apply Rmult_le_compat; lra). lra. Qed.
End Steps.

Section Norm.
Variables (u lam : R) (converts : bool) (d1 d2 r : nat) (u_ge0 : 0 <= u).
Hypotheses (lam_range : 0 <= lam <= 1 / 128) (d1_ge1 : (1 <= d1)%nat) (d2_ge1 : (1 <= d2)%nat).
Notation ap := (ap u lam). Notation Ap := (Ap u lam). Notation Aps := (Aps u lam).
Notation o := (model u lam). Notation cn := (cn converts). Notation c := (c converts).
Notation conversions := (conversions converts). Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range. Notation Ap_to := (Ap_to u lam u_ge0 l0).
Notation ap_step := (ap_step u lam u_ge0 l0).
Variables x y m : matrix.
Let rh i j := rho_of r (Mabs x) (Mabs y) (Mabs m) i j.
Let w i j := big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4).
Hypothesis row_sums : forall i j, lam * w i j <= 1 / 2. Variable top : R.
Hypothesis rho_top : forall i j, (i < d1)%nat -> (j < d2)%nat -> rh i j <= top.
Let p0 (z : matrix) a b : 0 <= Mabs z a b := Rabs_pos (z a b).
Let steps := scaled_norm_roundings d1 d2 r conversions.
Hypothesis few : INR steps * u <= 1 / 4.
Notation residual_at i j := (defect o converts r (read x i) (read y) (read m i) j).

Let rh_ge0 i j : 0 <= rh i j := rh_ge0 r x y m i j. Let w_ge4 i j : 4 <= w i j := w_ge4 r x y i j.
Local Lemma top_ge0 : 0 <= top.
Proof. eapply Rle_trans; [apply (rh_ge0 0 0)|apply rho_top; lia]. Qed.
Let res i j := big r (fun l => x i l * y j l) - m i j.
Lemma Ap_norm_residual i j : Ap (r + 2 + 2 * cn) (res i j) (rh i j) (3 * w i j) (residual_at i j).
Proof. assert (cr := c_range converts).
  assert (g := FpLoss.Ap_residual_at u lam converts d1 d2 r u_ge0 lam_range d1_ge1 d2_ge1 x y m i
    j). apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|apply Rle_refl|unfold w; lra]. Qed.

(* The scale. *)
Let big_s := 7 / 6 * (top + 3 / 2).
Lemma scale_bound s : norm_scale o converts d1 d2 r (read x) (read y) (read m) s -> 0 < s <= big_s.
Proof. intros [s0 h]. assert (t0 := top_ge0). split; [exact s0|]. unfold big_s.
    destruct h as [h|(i & j & a & hi & hj & ha & h)]; [lra|]. assert (z := ap_size u lam _ _ _ _ _
      (Ap_norm_residual i j a ha)). assert (rt := rho_top i j hi hj). assert (rs := row_sums i j).
    assert (p : (1 + u) ^ (r + 2 + 2 * cn) <= 7 / 6).
    { apply pow_76 with steps; [exact u_ge0| |exact few].
      unfold steps, scaled_norm_roundings, FpStep.conversions. lia. }
    assert (rp := rh_ge0 i j). assert (wp := w_ge4 i j).
    assert (0 <= lam * w i j) by (apply Rmult_le_pos; lra). nra. Qed.

(* The squares of the quotients, times s^2. *)
Let kq i j :=
  2 * (rh i j * (3 * w i j + 2 * big_s)) + lam * (3 * w i j + 2 * big_s) ^ 2 + big_s ^ 2.
Lemma Ap_quotient_square s i j z : 0 < s <= big_s ->
  product o converts (quotient o s (residual_at i j)) (quotient o s (residual_at i j)) z ->
  ap (2 * r + 7 + 6 * cn) (res i j ^ 2) (rh i j ^ 2) (kq i j) (s ^ 2 * z).
Proof. intros hs (q1 & q2 & q1' & q2' & (a1 & r1 & d1') & (a2 & r2 & d2') & e1 & e2 & hz).
    assert (cr := c_range converts).
    assert (step : forall a q q', residual_at i j a -> rounds u lam (a / s) q -> reads o converts q
      q' -> ap (r + 2 + 2 * cn + 1 + cn) (res i j) (rh i j) (3 * w i j + s + c * s) (s * q')).
    { intros a q q' ha hq hr. assert (g := Ap_norm_residual i j a ha).
      assert (g1 : ap (S (r + 2 + 2 * cn)) (res i j) (rh i j) (3 * w i j + s) (s * q)).
      { apply ap_step with a; [exact g|lra|]. unfold rounds in hq. replace (s * q - a) with
          (s * (q - a / s)) by (field; lra). rewrite Rabs_mult, (Rabs_pos_eq s) by lra. replace (u
          * Rabs a + lam * s) with (s * (u * Rabs (a / s) + lam)); [apply Rmult_le_compat_l; lra|].
        unfold Rdiv. rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq s) by lra. field. lra. }
      destruct hr as [-> | [e hr]].
      - apply (ap_weaken u lam u_ge0 l0 _ _ _ _ _ _ _ _) with (4 := g1); [lia|lra|].
        assert (0 <= c * s) by (apply Rmult_le_pos; lra). lra.
      - assert (e1' : cn = 1%nat) by (unfold FpModel.cn; now rewrite e).
        assert (e2' : c = 1) by (unfold FpModel.c; rewrite e1'; reflexivity).
        rewrite e2', e1' in *. replace (1 * s) with s by ring. replace (r + 2 + 2 * 1 + 1 + 1)%nat
          with (S (S (r + 2 + 2 * 1))) by lia. apply ap_step with (s * q); [exact g1|lra|].
        simpl in hr. unfold rounds in hr. replace (s * q' - s * q) with (s * (q' - q)) by ring.
        rewrite !Rabs_mult, (Rabs_pos_eq s) by lra. assert (s * Rabs (q' - q) <=
          s * (u * Rabs q + lam)) by (apply Rmult_le_compat_l; lra). lra. }
    assert (h1 := step _ _ _ r1 d1' e1). assert (h2 := step _ _ _ r2 d2' e2).
    assert (g := ap_mul u lam l0 _ _ _ _ _ _ _ _ _ _ h1 h2). simpl in hz. unfold rounds in hz.
    assert (g' := ap_step _ _ _ _ _ (s ^ 2 * z) (s ^ 2) g ltac:(apply pow2_ge_0)).
    assert (s2 : 0 <= s ^ 2) by apply pow2_ge_0. apply (ap_weaken u lam u_ge0 l0
      (S (r + 2 + 2 * cn + 1 + cn + (r + 2 + 2 * cn + 1 + cn))) _ _ (rh i j * rh i j) _
      (kmul lam (rh i j) (3 * w i j + s + c * s) (rh i j) (3 * w i j + s + c * s) + s ^ 2)).
    - lia.
    - apply Req_le. ring.
    - unfold kq, kmul. assert (rp := rh_ge0 i j). assert (wp := w_ge4 i j).
      assert (cs : 0 <= c * s <= s) by (split; [apply Rmult_le_pos; lra|assert (c * s <= 1 * s)
          by (apply Rmult_le_compat_r; lra); lra]). set (K := 3 * w i j + s + c * s).
      set (K' := 3 * w i j + 2 * big_s). assert (kk : 0 <= K <= K') by (unfold K, K'; lra).
      assert (rh i j * K <= rh i j * K' /\ K * K <= K' * K' /\ lam * (K * K) <= lam * (K' * K') /\
        s * s <= big_s * big_s) by pieces. lra.
    - replace (res i j ^ 2) with (res i j * res i j) by ring. apply g'.
      replace (s ^ 2 * z - s * q1' * (s * q2')) with (s ^ 2 * (z - q1' * q2')) by ring.
      replace (s * q1' * (s * q2')) with (s ^ 2 * (q1' * q2')) by ring. rewrite !(Rabs_mult
        (s ^ 2)), (Rabs_pos_eq (s ^ 2)) by exact s2. assert (s ^ 2 * Rabs (z - q1' * q2') <=
        s ^ 2 * (u * Rabs (q1' * q2') + lam)) by (apply Rmult_le_compat_l; assumption). lra. Qed.

Let v := big d1 (fun i => big d2 (fun j => res i j ^ 2)).
Let S := big d1 (fun i => big d2 (fun j => rh i j ^ 2)). Let D := INR (d1 * d2).
Let KA := big d1 (fun i => big d2 (kq i)) + big_s ^ 2 * (3 * D).
Lemma D_ge1 : 1 <= D.
Proof. unfold D. change 1 with (INR 1). apply le_INR.
  assert (d1 * 1 <= d1 * d2)%nat by (apply Nat.mul_le_mono_l; lia). lia. Qed.
Local Lemma S_ge0 : 0 <= S.
Proof. apply big_ge0. intros. apply big_ge0. intros. apply pow2_ge_0. Qed.
Lemma kq_ge0 i j : 0 <= kq i j.
Proof. assert (t0 := top_ge0). assert (rp := rh_ge0 i j). assert (wp := w_ge4 i j). pieces. Qed.
Lemma KA_ge0 : 0 <= KA.
Proof. unfold KA. assert (d := D_ge1). apply Rplus_le_le_0_compat.
  - apply big_ge0. intros. apply big_ge0. intros. apply kq_ge0.
  - apply Rmult_le_pos; [apply pow2_ge_0|lra]. Qed.
(* s^2 times the sum of the squares of the quotients. *)
Lemma Ap_sum_of_quotients s a : 0 < s <= big_s ->
  sum_of o (quotient_squares o converts d1 d2 r (read x) (read y) (read m) s) a ->
  ap (2 * r + 7 + 6 * cn + d1 * d2) v S KA (s ^ 2 * a).
Proof. intros hs (xs & f & hx). assert (s2 : 0 <= s ^ 2) by apply pow2_ge_0.
  assert (g : Aps (2 * r + 7 + 6 * cn) (grid_terms d1 d2 (fun i j b => exists z,
      product o converts (quotient o s (residual_at i j)) (quotient o s (residual_at i j)) z /\
      b = s ^ 2 * z)) v S (big d1 (fun i => big d2 (kq i)))).
  { apply Aps_grid. intros i j _ _ b (z & hz & ->). now apply Ap_quotient_square. }
  assert (len := Forall2_length f). unfold quotient_squares in len. rewrite grid_length in len.
  assert (f' : Forall2 (fun P b => P b) (grid_terms d1 d2 (fun i j b => exists z,
      product o converts (quotient o s (residual_at i j)) (quotient o s (residual_at i j)) z /\
      b = s ^ 2 * z)) (map (Rmult (s ^ 2)) xs)).
  { assert (gen : forall (P : nat -> nat -> value) (l : list nat) ys, Forall2 (fun Q b => Q b)
      (concat (map (fun i => map (P i) (seq 0 d2)) l)) ys -> Forall2 (fun Q b => Q b)
      (concat (map (fun i => map (fun j b => exists z, P i j z /\ b = s ^ 2 * z) (seq 0 d2)) l))
      (map (Rmult (s ^ 2)) ys)).
    { intros P l. induction l as [|i l IH]; intros ys h; simpl in *; [inversion h; constructor|].
      apply Forall2_app_inv_l in h. destruct h as (y1 & y2 & h1 & h2 & ->). rewrite map_app.
      apply Forall2_app; [|now apply IH]. clear h2 IH y2. revert y1 h1. generalize (seq 0 d2).
      intro n. induction n as [|j n IHn]; intros y1 h1; inversion h1; subst; simpl; constructor.
      - eexists; split; [eassumption|reflexivity].
      - now apply IHn. }
    exact (gen _ _ _ f). }
  destruct (Rsum_times (s ^ 2) xs s2) as [e1 e2].
  assert (sa := ap_times u lam _ _ _ _ _ (s ^ 2) s2 (sums_compensated u lam u_ge0 l0 _ _ hx)).
  rewrite <- e1, <- e2, <- len in sa.
  assert (q := Aps_compose u lam u_ge0 l0 _ _ _ _ _ _ _ _ g f' _ sa).
  apply (ap_weaken u lam u_ge0 l0 _ _ _ _ _ _ _ _) with (4 := q); [lia|lra|].
  unfold KA. apply Rplus_le_compat_l. assert (ul := units_le (d1 * d2)). pieces. Qed.
(* The root, the product with s, and the square. *)
Let KK := KA + (8 / 3 * (S + lam * KA) + (2 + 1 / 32) * (big_s + 1) ^ 2 + 1).
Theorem Ap_norm_square : Ap (2 * r + 12 + d1 * d2 + 12 * cn) v S KK
  (norm_square o converts d1 d2 r (read x) (read y) (read m) u).
Proof. intros z (s & n & hs & (s' & t & t' & es & (a & ha & a0 & ht) & et & hn) &
    (n1 & n2 & n1' & n2' & -> & -> & en1 & en2 & hz)). assert (hs' := scale_bound s hs).
  assert (cr := c_range converts). assert (A := Ap_sum_of_quotients s a hs' ha).
  set (g := s * sqrt a). assert (g0 : 0 <= g) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
  assert (gg : g * g = s ^ 2 * a).
  { unfold g. replace (s * sqrt a * (s * sqrt a)) with (s ^ 2 * (sqrt a * sqrt a)) by ring.
    now rewrite sqrt_sqrt. }
  assert (h0 : ap 0 g g 0 g).
  { unfold FpModel.ap. rewrite (Rabs_pos_eq g) by exact g0. replace (g - g) with 0 by ring.
    rewrite Rabs_R0. simpl. lra. }
  simpl in ht. unfold rounds in ht. assert (h1 : ap 1 g g (0 + s) (s * t)).
  { apply ap_step with g; [exact h0|lra|]. replace (s * t - g) with (s * (t - sqrt a))
      by (unfold g; ring). rewrite Rabs_mult, (Rabs_pos_eq s), (Rabs_pos_eq g) by lra.
    rewrite (Rabs_pos_eq (sqrt a)) in ht by apply sqrt_pos.
    assert (s * Rabs (t - sqrt a) <= s * (u * sqrt a + lam)) by (apply Rmult_le_compat_l; lra).
    unfold g. lra. }
  assert (cs : 0 <= c * s) by (apply Rmult_le_pos; lra).
  assert (h2 : ap (1 + cn) g g (s + c * s) (s * t')).
  { destruct et as [-> | [e et]].
    - apply (ap_weaken u lam u_ge0 l0 _ _ _ _ _ _ _ _) with (4 := h1); [lia|lra|lra].
    - assert (e1 : cn = 1%nat) by (unfold FpModel.cn; now rewrite e).
      assert (e2 : c = 1) by (unfold FpModel.c; rewrite e1; reflexivity). rewrite e1, e2 in *.
      replace (s + 1 * s) with (0 + s + s) by ring. apply ap_step with (s * t); [exact h1|lra|].
      simpl in et. unfold rounds in et. replace (s * t' - s * t) with (s * (t' - t)) by ring.
      rewrite !Rabs_mult, (Rabs_pos_eq s) by lra.
      assert (s * Rabs (t' - t) <= s * (u * Rabs t + lam)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (h3 : ap (1 + 2 * cn) g g (s + c * s) (s' * t')).
  { destruct es as [-> | [e es]].
    - apply (ap_weaken u lam u_ge0 l0 _ _ _ _ _ _ _ _) with (4 := h2); [lia|lra|lra].
    - assert (e1 : cn = 1%nat) by (unfold FpModel.cn; now rewrite e). rewrite e1 in *.
      replace (s + c * s) with (s + c * s + 0) by ring. apply ap_step with (s * t');
        [exact h2|lra|]. replace (s' * t' - s * t') with ((s' - s) * t') by ring.
      rewrite !Rabs_mult, (Rabs_pos_eq s) by lra. assert (Rabs (s' - s) * Rabs t' <=
        u * s * Rabs t') by (apply Rmult_le_compat_r; [apply Rabs_pos|exact es]). lra. }
  assert (h4 := ap_rounds u lam u_ge0 l0 _ _ _ _ _ _ h3 hn).
  assert (h5 := ap_mul u lam l0 _ _ _ _ _ _ _ _ _ _ (ap_reads u lam converts u_ge0 l0 _ _ _ _ _ _ h4
      en1) (ap_reads u lam converts u_ge0 l0 _ _ _ _ _ _ h4 en2)).
  assert (h6 := ap_rounds u lam u_ge0 l0 _ _ _ _ _ _ h5 hz). rewrite gg in h6.
  set (kn := s + c * s + 1 + c) in *.
  assert (a2 : 0 <= s ^ 2 * a) by (apply Rmult_le_pos; [apply pow2_ge_0|exact a0]).
  replace (kmul lam g kn g kn) with (2 * (g * kn) + lam * (kn * kn)) in h6 by (unfold kmul; ring).
  rewrite <- (Rabs_pos_eq (s ^ 2 * a)) in h6 at 2 by exact a2.
  assert (q := ap_compose u lam u_ge0 l0 _ _ _ _ _ _ _ _ A h6).
  apply (ap_weaken u lam u_ge0 l0 _ _ _ _ _ _ _ _) with (4 := q); [lia|lra|].
  unfold KK. apply Rplus_le_compat_l. assert (kb : 0 <= kn <= 2 * (big_s + 1)).
  { unfold kn. assert (c * s <= 1 * s) by (apply Rmult_le_compat_r; lra). lra. }
  assert (sz := ap_size u lam _ _ _ _ _ A). rewrite Rabs_pos_eq in sz by exact a2.
  assert (p : (1 + u) ^ (2 * r + 7 + 6 * cn + d1 * d2) <= 4 / 3).
  { apply pow_43 with steps; [exact u_ge0| |exact few].
    unfold steps, scaled_norm_roundings, FpStep.conversions. lia. }
  assert (SK : 0 <= S + lam * KA) by (assert (s0 := S_ge0); assert (k0 := KA_ge0);
    assert (0 <= lam * KA) by (apply Rmult_le_pos; lra); lra).
  assert (gk : 2 * (g * kn) <= 2 * (g * g) + 2 * (big_s + 1) ^ 2).
  { assert (g * kn <= g * (2 * (big_s + 1))) by (apply Rmult_le_compat_l; lra).
    assert (0 <= (g - (big_s + 1)) ^ 2) by apply pow2_ge_0. lra. }
  nra. Qed.

(* What the judge has. *)
Notation underflow := (loss_underflow d1 d2 r x y m + scaled_norm_underflow d1 d2 top).
Lemma norm_enough : KK + 8 <= 12 * underflow.
Proof. assert (t0 := top_ge0). assert (dd := D_ge1).
  assert (de : D = INR d1 * INR d2) by apply mult_INR. assert (re := rest_ge d1 d2 r x y).
  set (V := big d1 (fun i => big d2 (fun j => loss_cell_underflow r (rh i j) (big r (Mabs x i)) (big
      r (Mabs y j))))). assert (cells : forall a, big d1 (fun i => big d2 (fun j => a)) = D * a).
  { intro a. rewrite (big_ext d1 _ (fun _ => INR d2 * a)) by (intros; apply big_const).
    rewrite big_const, de. ring. }
  assert (b : 49 / 48 * KA + 8 / 3 * S <= 12 * V + D * (14 * top ^ 2 + 25 * top + 5)).
  { rewrite <- cells. unfold KA, S, V.
    replace (big_s ^ 2 * (3 * D)) with (D * (3 * big_s ^ 2)) by ring. rewrite <- cells.
    rewrite <- (big_mul d1 12), <- !(big_plus d1), <- !(big_mul d1), <- !(big_plus d1).
    apply big_le. intros i hi. rewrite <- (big_mul d2 12), <- !(big_plus d2), <- !(big_mul d2), <-
      !(big_plus d2). apply big_le. intros j hj. unfold kq, loss_cell_underflow. fold (w i j).
    assert (rt := rho_top i j hi hj). assert (rp := rh_ge0 i j). assert (wp := w_ge4 i j).
    assert (rs := row_sums i j). assert (b0 : 0 <= big_s) by (unfold big_s; lra).
    set (R' := rh i j) in *. set (W := w i j) in *. assert (0 <= R' * W /\
      lam * W * W <= 1 / 2 * W /\ lam * big_s ^ 2 <= 1 / 128 * big_s ^ 2) by pieces.
    assert (sq : 0 <= lam * (3 * W - 2 * big_s) ^ 2) by (apply Rmult_le_pos; [exact l0|apply
        pow2_ge_0]). assert (rb : R' * big_s <= top * big_s) by (apply Rmult_le_compat_r; lra).
    assert (r2 : R' ^ 2 <= top ^ 2) by (apply pow_incr; lra).
    assert (tt : 0 <= top ^ 2) by apply pow2_ge_0. unfold big_s in *. lra. }
  assert (lk : lam * KA <= 1 / 128 * KA) by (apply Rmult_le_compat_r; [apply KA_ge0|lra]).
  assert (e : (2 + 1 / 32) * (big_s + 1) ^ 2 + 9 <= D * ((2 + 1 / 32) * (big_s + 1) ^ 2 + 9)).
  { assert (0 <= (big_s + 1) ^ 2) by apply pow2_ge_0. assert (1 * ((2 + 1 / 32) * (big_s + 1) ^ 2
        + 9) <= D * ((2 + 1 / 32) * (big_s + 1) ^ 2 + 9)) by (apply Rmult_le_compat_r; lra). lra. }
  assert (f : (14 * top ^ 2 + 25 * top + 5) + ((2 + 1 / 32) * (big_s + 1) ^ 2 + 9) <=
    24 * (top + 1) ^ 2 + 12).
  { unfold big_s. assert (0 <= top ^ 2) by apply pow2_ge_0. lra. }
  assert (f' : D * ((14 * top ^ 2 + 25 * top + 5) + ((2 + 1 / 32) * (big_s + 1) ^ 2 + 9)) <= D * (24
      * (top + 1) ^ 2 + 12)) by (apply Rmult_le_compat_l; lra). match type of re with _ <= ?rest =>
    change (KK + 8 <= 12 * (V + rest + scaled_norm_underflow d1 d2 top)); set (R' := rest) in * end.
  unfold KK, scaled_norm_underflow. rewrite <- de in re |- *. lra. Qed.
Lemma norm_square_enough : exists k,
  Ap (2 * r + 12 + d1 * d2 + 12 * cn) v S k
    (norm_square o converts d1 d2 r (read x) (read y) (read m) u) /\ k + 8 <= 12 * underflow.
Proof. exists KK. split; [exact Ap_norm_square|exact norm_enough]. Qed.
Definition legal_norm : value :=
  printed o (scale o converts (/ 2) (norm_square o converts d1 d2 r (read x) (read y) (read m) u)).
Lemma scaled_norm_bound z : legal_norm z ->
  Rabs (z - exact_loss d1 d2 r x y m) <= gamma u steps * absolute_loss d1 d2 r x y m
    + lam * (8 * underflow).
Proof. apply (half_error u lam converts u_ge0 l0 steps _ _ _ _ _ _ z Ap_norm_square);
    [|exact few|assert (h := norm_enough); lra].
  unfold steps, scaled_norm_roundings, FpStep.conversions. lia. Qed.
End Norm.

(* FP.loss, as half the square of a scaled norm; top: the largest rho. *)
Theorem scaled_norm_error u lam converts d1 d2 r x y m top z :
  0 <= u -> 0 <= lam <= 1 / 128 -> (1 <= d1)%nat -> (1 <= d2)%nat ->
  let n := scaled_norm_roundings d1 d2 r (conversions converts) in INR n * u <= 1 / 4 ->
  (forall i j, lam * (big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4)) <= 1 / 2) ->
  (forall i j, (i < d1)%nat -> (j < d2)%nat -> rho_of r (Mabs x) (Mabs y) (Mabs m) i j <= top) ->
  legal_norm u lam converts d1 d2 r x y m z ->
  Rabs (z - exact_loss d1 d2 r x y m) <= gamma u n * absolute_loss d1 d2 r x y m
    + lam * (INR loss_factor * (loss_underflow d1 d2 r x y m + scaled_norm_underflow d1 d2 top)).
Proof. intros u0 hl h1 h2 n hn hr ht hz. replace (INR loss_factor) with 8 by (unfold loss_factor;
    simpl; ring). now apply scaled_norm_bound with (converts := converts). Qed.
