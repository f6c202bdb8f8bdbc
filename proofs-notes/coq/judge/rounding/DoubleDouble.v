(* SPDX-License-Identifier: Apache-2.0 *)
(* DoubleDouble.v: one term of a sum of products in double-double, as number.DoubleDouble computes
   it.

   A double-double is a pair (H, L) of numbers of a binary format with subnormals (Flocq's FLT), |L|
   <= u |H|, and stands for H + L. With fl the rounding to nearest, sum + x y is

     h = fl (xH yH),  e = fl (fl (xH yH - h) + fl (fl (xH yL) + fl (xL yH))),
     s = fl (sumH + h), t its error by TwoSum, w = fl (t + fl (sumL + e)), z = fl (s + w), the pair
     (z, fl (w - fl (z - s))).

   fl (xH yH - h) is a fused multiply-add. Products are 0 or large enough that nothing underflows.
   Main results: fast_sum_exact (the last line loses nothing, whichever of s and w is larger),
   add_product_normalised (its low part is at most u of its high part), add_product_error,
   add_product_error_binary64 (the result is within 2^-102 (|sum| + |x y|)). *)
From Coq Require Import Reals ZArith Psatz.
From Flocq Require Import Core Relative Plus_error Mult_error.
From Flocq.Pff Require Import Pff2Flocq.
From NoisyGD Require Import FpModel FpFlocq.
Local Open Scope R_scope.

Section DoubleDouble.
Variables emin prec : Z. Context {prec_gt_0_ : Prec_gt_0 prec}. Variable choice : Z -> bool.
Hypotheses (prec_20 : (20 <= prec)%Z) (emin_0 : (emin <= 0)%Z).
Hypothesis choice_sym : forall x, choice x = negb (choice (- (x + 1))%Z).
Notation fl := (round radix2 (FLT_exp emin prec) (Znearest choice)).
Notation format := (generic_format radix2 (FLT_exp emin prec)).
Notation cexp := (cexp radix2 (FLT_exp emin prec)). Notation u := (unit_roundoff radix2 prec).
Lemma prec_gt_1 : (1 < prec)%Z. Proof. lia. Qed.

(* The error of fl (s + p), by TwoSum. *)
Definition two_sum (s p : R) : R :=
  let a := fl (s + p) in let p' := fl (a - s) in fl (fl (s - fl (a - p')) + fl (p - p')).
Lemma two_sum_exact s p : format s -> format p -> fl (s + p) + two_sum s p = s + p.
Proof. intros. apply TwoSum_correct; auto using prec_gt_1. Qed.
Definition product_high xH yH := fl (xH * yH).
Definition product_low xH xL yH yL :=
  fl (fl (xH * yH - product_high xH yH) + fl (fl (xH * yL) + fl (xL * yH))).
Definition large sH xH yH := fl (sH + product_high xH yH).
Definition small sH sL xH xL yH yL :=
  fl (two_sum sH (product_high xH yH) + fl (sL + product_low xH xL yH yL)).
Definition fast_sum_low s w := fl (w - fl (fl (s + w) - s)).
Definition add_product_high sH sL xH xL yH yL := fl (large sH xH yH + small sH sL xH xL yH yL).
Definition add_product_low sH sL xH xL yH yL :=
  fast_sum_low (large sH xH yH) (small sH sL xH xL yH yL).
Lemma format_fl x : format (fl x). Proof. apply generic_format_round; typeclasses eauto. Qed.
Lemma emin_le_cexp x : (emin <= cexp x)%Z. Proof. apply Z.le_max_r. Qed.

(* Multiples of a power of two. *)
Definition multiple k x := exists m, x = IZR m * bpow radix2 k.
Lemma multiple_cexp x : format x -> multiple (cexp x) x.
Proof. intro h. exists (Ztrunc (scaled_mantissa radix2 (FLT_exp emin prec) x)). exact h. Qed.
Lemma multiple_weaken k l x : (k <= l)%Z -> multiple l x -> multiple k x.
Proof. intros h [m e]. exists (m * 2 ^ (l - k))%Z. rewrite e, mult_IZR, (IZR_Zpower radix2) by lia.
  replace l with (l - k + k)%Z at 1 by ring. rewrite bpow_plus. ring. Qed.
Lemma multiple_plus k x y : multiple k x -> multiple k y -> multiple k (x + y).
Proof. intros [m e] [n f]. exists (m + n)%Z. rewrite plus_IZR, e, f. ring. Qed.
Lemma multiple_minus k x y : multiple k x -> multiple k y -> multiple k (x - y).
Proof. intros [m e] [n f]. exists (m - n)%Z. rewrite minus_IZR, e, f. ring. Qed.
Lemma multiple_format k x : (emin <= k)%Z -> multiple k x -> Rabs x <= bpow radix2 (k + prec) ->
  format x.
Proof. intros hk [m e] h. rewrite e in h.
  rewrite Rabs_mult, (Rabs_pos_eq (bpow radix2 k)) in h by apply bpow_ge_0.
  rewrite Z.add_comm, bpow_plus in h. apply Rmult_le_reg_r in h; [|apply bpow_gt_0].
  rewrite <- abs_IZR, <- (IZR_Zpower radix2 prec) in h by lia. apply le_IZR in h.
  destruct (Zle_lt_or_eq _ _ h) as [l|l].
  - apply generic_format_FLT. exists (Float radix2 m k); [exact e|exact l|exact hk].
  - assert (c : m = (radix2 ^ prec)%Z \/ m = (- radix2 ^ prec)%Z) by (destruct (Z.abs_spec m); lia).
    assert (b : format (bpow radix2 (prec + k)))
      by (apply generic_format_FLT_bpow; [exact prec_gt_0_|lia]). rewrite e.
    destruct c as [c|c]; rewrite c; [|rewrite opp_IZR, Ropp_mult_distr_l_reverse;
      apply generic_format_opp]; rewrite (IZR_Zpower radix2), <- bpow_plus by lia; exact b. Qed.
Lemma multiple_fl k x : (emin <= k)%Z -> multiple k x -> multiple k (fl x).
Proof. intros hk hx. destruct (Z_le_gt_dec (cexp x) k) as [h|h].
  - rewrite round_generic; [exact hx|typeclasses eauto|]. destruct hx as [m e]. rewrite e.
    apply (generic_format_F2R radix2 (FLT_exp emin prec) m k). intros _. unfold F2R. simpl.
    rewrite <- e. exact h.
  - apply multiple_weaken with (cexp x); [lia|].
    exists (Znearest choice (scaled_mantissa radix2 (FLT_exp emin prec) x)). reflexivity. Qed.
Lemma cexp_monotone x y : x <> 0 -> Rabs x <= Rabs y -> (cexp x <= cexp y)%Z.
Proof. intros h0 h. unfold Generic_fmt.cexp, FLT_exp. assert (m := mag_le_abs radix2 x y h0 h). lia.
Qed.
Theorem fast_sum_exact s w : format s -> format w -> Rabs w <= Rabs s \/ multiple (cexp w) s ->
  fl (s + w) + fast_sum_low s w = s + w.
Proof. intros fs fw h. unfold fast_sum_low. destruct (Rle_lt_dec (Rabs w) (Rabs s)) as [l|l].
  - assert (q := Fast2Sum_correct emin prec choice prec_gt_1 emin_0 choice_sym s w fs fw l).
    replace (w - fl (fl (s + w) - s)) with (w + fl (s - fl (s + w))); [exact q|].
    replace (s - fl (s + w)) with (- (fl (s + w) - s)) by ring.
    rewrite (Pff2Flocq.round_N_opp_sym emin prec choice choice_sym). ring.
  - destruct h as [h|h]; [lra|]. set (k := cexp w) in *. assert (hk : (emin <= k)%Z)
      by apply emin_le_cexp. assert (mw : multiple k w) by (apply multiple_cexp; exact fw).
    assert (wb : Rabs w <= bpow radix2 (k + prec) - bpow radix2 k).
    { assert (lt : Rabs w < bpow radix2 (k + prec)).
      { eapply Rlt_le_trans; [apply (bpow_mag_gt radix2)|]. apply bpow_le.
        unfold k, Generic_fmt.cexp, FLT_exp. lia. }
      destruct mw as [n e]. rewrite e, Rabs_mult, (Rabs_pos_eq (bpow radix2 k)) in lt |- *
        by apply bpow_ge_0. rewrite Z.add_comm, bpow_plus in lt |- *.
      rewrite <- abs_IZR, <- (IZR_Zpower radix2 prec) in lt |- * by lia.
      apply Rmult_lt_reg_r in lt; [|apply bpow_gt_0]. apply lt_IZR in lt.
      replace (IZR (radix2 ^ prec) * bpow radix2 k - bpow radix2 k)
        with (IZR (radix2 ^ prec - 1) * bpow radix2 k) by (rewrite minus_IZR; ring).
      apply Rmult_le_compat_r; [apply bpow_ge_0|]. apply IZR_le. lia. }
    assert (mx : multiple k (s + w)) by now apply multiple_plus.
    assert (mz : multiple k (fl (s + w))) by now apply multiple_fl.
    assert (err : Rabs (fl (s + w) - (s + w)) <= bpow radix2 k).
    { eapply Rle_trans; [apply error_le_half_ulp; typeclasses eauto|].
      assert (b : ulp radix2 (FLT_exp emin prec) (s + w) <= bpow radix2 (k + 1)).
      { destruct (Req_dec (s + w) 0) as [z|z].
        - rewrite z, ulp_FLT_0 by exact prec_gt_0_. apply bpow_le. lia.
        - rewrite ulp_neq_0 by exact z. apply bpow_le. unfold Generic_fmt.cexp, FLT_exp.
          assert (mag radix2 (s + w) <= k + prec + 1)%Z; [|lia].
          apply mag_le_bpow; [exact z|]. rewrite bpow_plus. change (bpow radix2 1) with 2.
          assert (t := Rabs_triang s w). assert (q := bpow_gt_0 radix2 k). lra. }
      rewrite bpow_plus in b. change (bpow radix2 1) with 2 in b. lra. }
    assert (fa : fl (fl (s + w) - s) = fl (s + w) - s).
    { apply round_generic; [typeclasses eauto|].
      apply (multiple_format k); [exact hk|now apply multiple_minus|]. triangle. }
    rewrite fa. replace (fl (w - (fl (s + w) - s))) with (w - (fl (s + w) - s)); [ring|].
    symmetry. apply round_generic; [typeclasses eauto|].
    replace (w - (fl (s + w) - s)) with (s + w - fl (s + w)) by ring.
    apply (multiple_format k); [exact hk|now apply multiple_minus|]. triangle. Qed.

(* The numbers of one term. *)
Variables sH sL xH xL yH yL : R.
Hypothesis f_sH : format sH. Hypothesis f_sL : format sL. Hypothesis f_xH : format xH.
Hypotheses (f_yH : format yH) (n_s : Rabs sL <= u * Rabs sH) (n_x : Rabs xL <= u * Rabs xH).
Hypothesis n_y : Rabs yL <= u * Rabs yH.
Hypothesis no_underflow : xH * yH <> 0 -> bpow radix2 (emin + 2 * prec - 1) <= Rabs (xH * yH).
Hypothesis no_underflow_1 : xH * yL <> 0 -> smallest_normal radix2 emin prec <= Rabs (xH * yL).
Hypothesis no_underflow_2 : xL * yH <> 0 -> smallest_normal radix2 emin prec <= Rabs (xL * yH).

Notation P := (Rabs (xH * yH)). Notation A := (Rabs sH).
Lemma u_small : 0 < u <= / 1000000.
Proof. split.
  - unfold unit_roundoff. assert (q := bpow_gt_0 radix2 (- prec + 1)). lra.
  - unfold unit_roundoff. assert (q : bpow radix2 (- prec + 1) <= bpow radix2 (- 19))
      by (apply bpow_le; lia). simpl (bpow radix2 (-19)) in q. lra. Qed.
Lemma times_small a : 0 <= a -> 0 <= u * a <= / 1000000 * a.
Proof. intro h. assert (k := u_small).
  split; [apply Rmult_le_pos; lra|apply Rmult_le_compat_r; lra]. Qed.
Lemma product_rounds a : (a <> 0 -> smallest_normal radix2 emin prec <= Rabs a) ->
  Rabs (fl a - a) <= u * Rabs a.
Proof. intro h. destruct (Req_dec a 0) as [z|z].
  - rewrite z, round_0 by typeclasses eauto. replace (0 - 0) with 0 by ring. rewrite Rabs_R0. lra.
  - apply (relative_error_N_FLT radix2 emin prec prec_gt_0_ choice a). exact (h z). Qed.
Lemma sum_rounds a b : format a -> format b -> Rabs (fl (a + b) - (a + b)) <= u * Rabs (a + b).
Proof. intros ha hb. assert (h := sum_has_no_underflow radix2 emin prec choice a b ha hb).
  unfold rounds, nearest in h. lra. Qed.

(* h, e, s, t, w and what is known of each, in multiples of u and u^2. *)
Notation h := (product_high xH yH). Notation e := (product_low xH xL yH yL).
Notation s := (large sH xH yH). Notation t := (two_sum sH h).
Notation w := (small sH sL xH xL yH yL).

Lemma times_u a b c : Rabs a <= c -> Rabs b <= u * Rabs a -> Rabs b <= u * c.
Proof. intros p q. eapply Rle_trans; [exact q|].
  apply Rmult_le_compat_l; [assert (k := u_small); lra|exact p]. Qed.
Local Lemma near a b c d : Rabs (a - b) <= c -> Rabs b <= d -> Rabs a <= c + d.
Proof. intros p q. replace a with (a - b + b) by ring. eapply Rle_trans; [apply Rabs_triang|lra].
Qed.
Lemma h_near : Rabs (h - xH * yH) <= u * P.
Proof. apply product_rounds. intro z. eapply Rle_trans; [|exact (no_underflow z)].
  apply bpow_le. lia. Qed.
Lemma h_format : format h. Proof. apply format_fl. Qed.
Lemma g_exact : fl (xH * yH - h) = xH * yH - h.
Proof. apply round_generic; [typeclasses eauto|]. replace (xH * yH - h) with (- (h - xH * yH))
    by ring. apply generic_format_opp. apply mult_error_FLT; first [assumption | typeclasses eauto].
Qed.
Lemma cross_1 : Rabs (xH * yL) <= u * P.
Proof. rewrite !Rabs_mult. assert (q := Rabs_pos xH). nra. Qed.
Lemma cross_2 : Rabs (xL * yH) <= u * P.
Proof. rewrite !Rabs_mult. assert (q := Rabs_pos yH). nra. Qed.
Lemma cross_low : Rabs (xL * yL) <= u * (u * P).
Proof. rewrite !Rabs_mult. assert (q := Rabs_pos xH). assert (r := Rabs_pos yL).
  assert (k := u_small). apply Rle_trans with (u * Rabs xH * (u * Rabs yH)); [|right; ring].
  apply Rmult_le_compat; [apply Rabs_pos|apply Rabs_pos|exact n_x|exact n_y]. Qed.
Lemma e_facts : Rabs e <= 302 / 100 * (u * P) /\
  Rabs (h + e - (xH + xL) * (yH + yL)) <= 802 / 100 * (u * (u * P)).
Proof. assert (k := u_small). assert (p0 := Rabs_pos (xH * yH)). set (U := u * P). set (V := u * U).
  assert (U0 : 0 <= U) by (apply Rmult_le_pos; lra). assert (V0 : 0 <= V <= / 1000000 * U)
    by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat_r; lra]).
  assert (c1 := product_rounds (xH * yL) no_underflow_1).
  assert (c2 := product_rounds (xL * yH) no_underflow_2).
  apply (times_u _ _ U cross_1) in c1. apply (times_u _ _ U cross_2) in c2. fold V in c1, c2.
  assert (b1 := near _ _ _ _ c1 cross_1). assert (b2 := near _ _ _ _ c2 cross_2).
  assert (c := sum_rounds (fl (xH * yL)) (fl (xL * yH)) (format_fl _) (format_fl _)).
  assert (cc : Rabs (fl (xH * yL) + fl (xL * yH)) <= 2001 / 1000 * U).
  { fold U in b1, b2. triangle. }
  apply (times_u _ _ _ cc) in c. assert (bc := near _ _ _ _ c cc). assert (g := h_near).
  fold U in g. assert (d := sum_rounds (xH * yH - h) (fl (fl (xH * yL) + fl (xL * yH)))).
  rewrite <- g_exact in d at 1. specialize (d (format_fl _) (format_fl _)).
  assert (gc : Rabs (xH * yH - h + fl (fl (xH * yL) + fl (xL * yH))) <= 3002 / 1000 * U).
  { eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_minus_sym in g.
    replace (u * (2001 / 1000 * U)) with (2001 / 1000 * V) in bc by (unfold V; ring). lra. }
  apply (times_u _ _ _ gc) in d. assert (be := near _ _ _ _ d gc).
  replace (u * (2001 / 1000 * U)) with (2001 / 1000 * V) in * by (unfold V; ring).
  replace (u * (3002 / 1000 * U)) with (3002 / 1000 * V) in * by (unfold V; ring).
  unfold product_low. rewrite g_exact. split; [lra|]. assert (low := cross_low). fold U in low.
  fold V in low. set (e' := fl (xH * yH - h + fl (fl (xH * yL) + fl (xL * yH)))) in *. triangle.
Qed.
Lemma e_format : format e. Proof. apply format_fl. Qed.
Lemma t_exact : s + t = sH + h. Proof. apply two_sum_exact; [exact f_sH|apply h_format]. Qed.
Lemma w_facts : Rabs w <= 202 / 100 * (u * A) + 405 / 100 * (u * P) /\
  Rabs (s + w - (sH + sL + (h + e))) <= 302 / 100 * (u * (u * A)) + 708 / 100 * (u * (u * P)).
Proof. assert (k := u_small). assert (p0 := Rabs_pos (xH * yH)). assert (a0 := Rabs_pos sH).
  destruct e_facts as [be _]. assert (g := h_near). set (U := u * P) in *. set (V := u * U) in *.
  set (UA := u * A) in *. set (VA := u * UA). assert (U0 := times_small P p0 : 0 <= U <= _).
  assert (V0 := times_small U (proj1 U0) : 0 <= V <= _).
  assert (UA0 := times_small A a0 : 0 <= UA <= _).
  assert (VA0 := times_small UA (proj1 UA0) : 0 <= VA <= _).
  assert (q := sum_rounds sL e f_sL e_format). assert (qq : Rabs (sL + e) <= UA + 302 / 100 * U)
    by (eapply Rle_trans; [apply Rabs_triang|fold UA in n_s; lra]).
  apply (times_u _ _ _ qq) in q. assert (bq := near _ _ _ _ q qq).
  replace (u * (UA + 302 / 100 * U)) with (VA + 302 / 100 * V) in * by (unfold V, VA; ring).
  assert (bh : Rabs h <= P + U) by (assert (z := near _ _ _ _ g (Rle_refl P)); lra).
  assert (bt : Rabs t <= UA + 101 / 100 * U).
  { assert (z := sum_rounds sH h f_sH h_format). fold (large sH xH yH) in z. assert (x := t_exact).
    replace t with (- (s - (sH + h))) by lra. rewrite Rabs_Ropp. eapply Rle_trans; [exact z|].
    assert (y : Rabs (sH + h) <= A + (P + U)) by (eapply Rle_trans; [apply Rabs_triang|lra]).
    apply Rle_trans with (u * (A + (P + U))); [apply Rmult_le_compat_l; lra|].
    replace (u * (A + (P + U))) with (UA + U + V) by (unfold V, UA, U; ring). lra. }
  assert (r := sum_rounds t (fl (sL + e))).
  assert (tf : format t) by (unfold two_sum; apply format_fl). specialize (r tf (format_fl _)).
  assert (tq : Rabs (t + fl (sL + e)) <= 201 / 100 * UA + 404 / 100 * U) by (eapply Rle_trans;
    [apply Rabs_triang|lra]). apply (times_u _ _ _ tq) in r. assert (bw := near _ _ _ _ r tq).
  replace (u * (201 / 100 * UA + 404 / 100 * U)) with (201 / 100 * VA + 404 / 100 * V) in * by
    (unfold V, VA; ring). unfold small. fold t. split; [lra|]. assert (x := t_exact). triangle. Qed.

(* What fast_sum_exact supposes. *)
Lemma small_or_multiple : Rabs w <= Rabs s \/ multiple (cexp w) s.
Proof. destruct (Rle_lt_dec (Rabs w) (Rabs s)) as [l|l]; [now left|right]. assert (w0 : w <> 0).
  { intro z. rewrite z, Rabs_R0 in l. assert (q := Rabs_pos s). lra. }
  assert (k := u_small). assert (p0 := Rabs_pos (xH * yH)). assert (a0 := Rabs_pos sH).
  destruct w_facts as [bw _]. assert (g := h_near). assert (hb : P <= Rabs h + u * P) by triangle.
  assert (st := sum_rounds sH h f_sH h_format). fold (large sH xH yH) in st.
  assert (sb : Rabs (sH + h) <= Rabs s + u * Rabs (sH + h)) by triangle.
  assert (uP := times_small P p0). assert (uA := times_small A a0).
  assert (uS := times_small _ (Rabs_pos (sH + h))).
  assert (d1 : A <= Rabs (sH + h) + Rabs h) by triangle.
  assert (d2 : Rabs h <= Rabs (sH + h) + A) by triangle. apply multiple_fl; [apply emin_le_cexp|].
  apply multiple_plus.
  - apply multiple_weaken with (cexp sH); [|apply multiple_cexp; exact f_sH].
    apply cexp_monotone; [exact w0|]. lra.
  - apply multiple_weaken with (cexp h); [|apply multiple_cexp; apply h_format].
    apply cexp_monotone; [exact w0|]. lra. Qed.

Notation high := (add_product_high sH sL xH xL yH yL).
Notation low := (add_product_low sH sL xH xL yH yL).
Lemma sum_kept : high + low = s + w.
Proof. apply fast_sum_exact; [apply format_fl|apply format_fl|apply small_or_multiple]. Qed.
Theorem add_product_normalised : format high /\ format low /\ Rabs low <= u * Rabs high.
Proof. split; [apply format_fl|split; [apply format_fl|]]. assert (x := sum_kept).
  destruct (FLT_plus_error_N_round_ex radix2 emin prec choice s w) as (d & hd & q);
    [apply format_fl|apply format_fl|]. fold (add_product_high sH sL xH xL yH yL) in q.
  replace low with (high * d) by (rewrite q in x; lra).
  rewrite Rabs_mult, Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|exact hd]. Qed.
Theorem add_product_error : Rabs (high + low - (sH + sL + (xH + xL) * (yH + yL))) <=
  u * u * (4 * Rabs (sH + sL) + 16 * Rabs ((xH + xL) * (yH + yL))).
Proof. rewrite sum_kept. assert (k := u_small). destruct e_facts as [_ a].
  destruct w_facts as [_ b]. assert (p0 := Rabs_pos (xH * yH)). assert (a0 := Rabs_pos sH).
  assert (UA := times_small A a0). assert (UP := times_small P p0).
  assert (sb : A <= Rabs (sH + sL) + u * A) by triangle. set (x := (xH + xL) * (yH + yL)) in *.
  assert (xb : P <= Rabs x + 3 * (u * P)).
  { assert (c1 := cross_1). assert (c2 := cross_2). assert (c3 := cross_low).
    assert (u * (u * P) <= u * P) by (apply Rmult_le_compat_l; lra). unfold x. triangle. }
  replace (s + w - (sH + sL + x)) with ((s + w - (sH + sL + (h + e))) + (h + e - x)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. nra. Qed.
End DoubleDouble.

(* In binary64. *)
Theorem add_product_error_binary64 choice
    (choice_sym : forall x, choice x = negb (choice (- (x + 1))%Z)) sH sL xH xL yH yL :
  let format := generic_format radix2 (FLT_exp (-1074) 53) in
  format sH -> format sL -> format xH -> format yH ->
  Rabs sL <= bpow radix2 (-53) * Rabs sH -> Rabs xL <= bpow radix2 (-53) * Rabs xH -> Rabs yL <=
    bpow radix2 (-53) * Rabs yH -> (xH * yH <> 0 -> bpow radix2 (-969) <= Rabs (xH * yH)) ->
  (xH * yL <> 0 -> bpow radix2 (-1022) <= Rabs (xH * yL)) ->
  (xL * yH <> 0 -> bpow radix2 (-1022) <= Rabs (xL * yH)) -> Rabs (add_product_high (-1074) 53
    choice sH sL xH xL yH yL + add_product_low (-1074) 53 choice sH sL xH xL yH yL
        - (sH + sL + (xH + xL) * (yH + yL))) <=
  bpow radix2 (-102) * (Rabs (sH + sL) + Rabs ((xH + xL) * (yH + yL))).
Proof. intros format h1 h2 h3 h4 n1 n2 n3 u1 u2 u3. assert (p : Prec_gt_0 53) by reflexivity.
  assert (hu : unit_roundoff radix2 53 = bpow radix2 (-53)).
  { unfold unit_roundoff. change (- 53 + 1)%Z with (-53 + 1)%Z. rewrite bpow_plus.
    change (bpow radix2 1) with 2. change (- (53))%Z with (-53)%Z. field. }
  assert (q := add_product_error (-1074) 53 choice ltac:(lia) ltac:(lia) choice_sym sH sL xH xL yH
    yL h1 h2 h3 h4).
  rewrite hu in q. specialize (q n1 n2 n3 u1 u2 u3). eapply Rle_trans; [exact q|].
  rewrite <- bpow_plus. change (-53 + -53)%Z with (-106)%Z. change (-102)%Z with (-106 + 4)%Z.
  rewrite bpow_plus. change (bpow radix2 4) with 16. rewrite Rmult_assoc.
  apply Rmult_le_compat_l; [apply bpow_ge_0|]. assert (z := Rabs_pos (sH + sL)). lra. Qed.
