(* SPDX-License-Identifier: Apache-2.0 *)
(* Stores.v: what storing an iterate in a format does to its small updates.

   x is the stored number, d its update, e the place of its last digit. A format is any of Flocq's;
   FLX_exp p is p digits of radix 2 and any exponent. Random words of B bits are the numbers R from
   0 to 2^B - 1; a word carries k if k + R >= 2^B.
   Main results: nearest_stagnated, nearest_leaves (the dead zone of rounding to nearest is exactly
   what lies between two midpoints), stagnated_run (a run whose updates stay in it never moves),
   zero_outward, zero_inward (truncation loses a whole place inward and gives none outward),
   few_bits_mean (stochastic rounding with B bits, in the mean, is truncation at p + B bits),
   few_bits_even_mean (with the fraction rounded to B bits it is rounding to nearest at p + B bits),
   few_bits_unbiased (unbiased where B bits hold the fraction), compensated_keeps_twice_the_bits (a
   Kahan carry). *)
From Coq Require Import Reals ZArith Psatz List.
From Flocq Require Import Core Relative.
Import ListNotations. Local Open Scope R_scope.

Section DeadZone.
Variable fexp : Z -> Z. Context {valid_exp : Valid_exp fexp}. Variable choice : Z -> bool.
Notation F := (generic_format radix2 fexp).
Notation nearest := (round radix2 fexp (Znearest choice)).

(* Strictly between the midpoints to its neighbours: the dead zone of x. *)
Definition in_dead_zone x d :=
  (pred radix2 fexp x + x) / 2 < x + d < (x + succ radix2 fexp x) / 2.

Theorem nearest_stagnated x d : F x -> in_dead_zone x d -> nearest (x + d) = x.
Proof. intros hx [hl hu]. apply Rle_antisym.
  - apply round_N_le_midp; [exact valid_exp|exact hx|exact hu].
  - apply round_N_ge_midp; [exact valid_exp|exact hx|lra]. Qed.

Theorem nearest_leaves x d : F x ->
  x + d < (pred radix2 fexp x + x) / 2 \/ (x + succ radix2 fexp x) / 2 < x + d ->
  nearest (x + d) <> x.
Proof. intros hx h k. destruct h as [h|h].
  - assert (q := round_N_ge_ge_midp radix2 fexp choice x (x + d) hx). rewrite k in q.
    specialize (q (Rle_refl x)). lra.
  - assert (q := round_N_le_le_midp radix2 fexp choice x (x + d) hx). rewrite k in q.
    specialize (q (Rle_refl x)). lra. Qed.

Theorem stagnated_run (x d : nat -> R) : F (x 0%nat) -> (forall t, x (S t) = nearest (x t + d t)) ->
  (forall t, in_dead_zone (x 0%nat) (d t)) -> forall t, x t = x 0%nat.
Proof. intros hx step zone t. induction t as [|t IH]; [reflexivity|].
  rewrite step, IH. apply nearest_stagnated; [exact hx|apply zone]. Qed.

(* Truncation of a positive number. *)
Theorem zero_outward x d : F x -> 0 <= x -> 0 <= d -> x + d < succ radix2 fexp x ->
  round radix2 fexp Ztrunc (x + d) = x.
Proof. intros hx x0 d0 h. rewrite round_ZR_DN by lra.
  apply round_DN_eq; [exact valid_exp|exact hx|lra]. Qed.

Theorem zero_inward x d : F x -> 0 < x -> d < 0 -> pred radix2 fexp x <= x + d ->
  round radix2 fexp Ztrunc (x + d) = pred radix2 fexp x.
Proof. intros hx x0 d0 h. assert (p0 := pred_ge_0 radix2 fexp x x0 hx). rewrite round_ZR_DN by lra.
  apply round_DN_eq; [exact valid_exp|apply generic_format_pred; [exact valid_exp|exact hx]|].
  rewrite succ_pred by assumption. lra. Qed.
End DeadZone.

Section FewBits.
Variables (fexp : Z -> Z) (B : Z). Hypothesis B_pos : (0 < B)%Z.
Notation words_count := (2 ^ B)%Z.

Lemma count_pos : (0 < words_count)%Z.
Proof. apply Z.pow_pos_nonneg; lia. Qed.

Definition carry (k r : Z) : Z := if (words_count <=? k + r)%Z then 1 else 0.
Definition words := map Z.of_nat (seq 0 (Z.to_nat words_count)).
Definition sum (l : list R) := fold_right Rplus 0 l.
Definition mean (g : Z -> R) := sum (map g words) / IZR words_count.

(* x stored: its magnitude in last places is whole and fraction; the fraction, cut to B bits,
   decides with the word. *)
Definition places x := Rabs (scaled_mantissa radix2 fexp x).
Definition fraction x := places x - IZR (Zfloor (places x)).
Definition finer x := fraction x * IZR words_count.
Definition stored (cut : R -> Z) x r :=
  cond_Ropp (Rlt_bool x 0)
    (IZR (Zfloor (places x) + carry (cut (finer x)) r) * bpow radix2 (cexp radix2 fexp x)).

Lemma sum_cons a l : sum (a :: l) = a + sum l.
Proof. reflexivity. Qed.
Lemma sum_app l l' : sum (l ++ l') = sum l + sum l'.
Proof. unfold sum. induction l as [|a l IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma sum_affine (a b : R)
    (g : Z -> R) l : sum (map (fun r => a + b * g r) l) = INR (length l) * a + b * sum (map g l).
Proof. unfold sum. induction l as [|c l IH]; [simpl; ring|].
  change (length (c :: l)) with (S (length l)). rewrite S_INR. simpl. rewrite IH. ring. Qed.
Lemma sum_ext (g h : Z -> R) l : (forall r, g r = h r) -> sum (map g l) = sum (map h l).
Proof. intro e. unfold sum.
  induction l as [|c l IH]; simpl; [reflexivity|rewrite e, IH; reflexivity]. Qed.

(* Of the numbers below n those from m on are n - m. *)
Lemma counted n m : (m <= n)%nat ->
  sum (map (fun r => if (Z.of_nat m <=? r)%Z then 1 else 0) (map Z.of_nat (seq 0 n))) = INR (n - m).
Proof. revert m. induction n as [|n IH]; intros m h.
  - replace m with 0%nat by lia. reflexivity.
  - rewrite seq_S, !map_app, sum_app. simpl (map _ (map _ [_])).
    destruct (Nat.eq_dec m (S n)) as [->|ne].
    + replace (S n - S n)%nat with 0%nat by lia. transitivity (0 + 0); [f_equal|simpl; ring].
      * rewrite map_map. assert (z : forall l, (forall r, In r l -> (r <= n)%nat) ->
          sum (map (fun r => if (Z.of_nat (S n) <=? Z.of_nat r)%Z then 1 else 0) l) = 0).
        { induction l as [|a l IHl]; intro q; [reflexivity|].
          rewrite map_cons, sum_cons, IHl by (intros r hr; apply q; right; exact hr).
          assert (a <= n)%nat by (apply q; left; reflexivity).
          destruct (Z.leb_spec (Z.of_nat (S n)) (Z.of_nat a)); [lia|ring]. }
        apply z. intros r hr. apply in_seq in hr. lia.
      * rewrite sum_cons. change (sum []) with 0. change (0 + n)%nat with n.
        destruct (Z.leb_spec (Z.of_nat (S n)) (Z.of_nat n)); [lia|ring].
    + rewrite IH by lia. replace (S n - m)%nat with (S (n - m)) by lia. rewrite S_INR.
      rewrite sum_cons. change (sum []) with 0. change (0 + n)%nat with n.
      destruct (Z.leb_spec (Z.of_nat m) (Z.of_nat n)); [ring|lia]. Qed.

Lemma words_length : INR (length words) = IZR words_count.
Proof. assert (q := count_pos). unfold words.
  rewrite length_map, length_seq, INR_IZR_INZ, Z2Nat.id by lia. reflexivity. Qed.

Lemma carries k : (0 <= k <= words_count)%Z -> sum (map (fun r => IZR (carry k r)) words) = IZR k.
Proof. intro h. unfold words. assert (q := count_pos).
  transitivity (sum (map (fun r => if (Z.of_nat (Z.to_nat (words_count - k)) <=? r)%Z then 1 else 0)
      (map Z.of_nat (seq 0 (Z.to_nat words_count))))).
  - apply sum_ext. intro r. unfold carry. rewrite Z2Nat.id by lia. destruct (Z.leb_spec words_count
      (k + r)); destruct (Z.leb_spec (words_count - k) r); try lia; reflexivity.
  - rewrite counted by lia. rewrite INR_IZR_INZ. f_equal. lia. Qed.

Lemma mean_stored (cut : R -> Z) x : (0 <= cut (finer x) <= words_count)%Z ->
  mean (stored cut x) =
  cond_Ropp (Rlt_bool x 0)
    (IZR (Zfloor (places x) * words_count + cut (finer x)) * bpow radix2 (cexp radix2 fexp x - B)).
Proof. intro h. assert (n0 : IZR words_count <> 0) by (apply not_0_IZR; assert (q := count_pos);
    lia). set (s := if Rlt_bool x 0 then -1 else 1). set (e := bpow radix2 (cexp radix2 fexp x)).
  assert (c : forall y, cond_Ropp (Rlt_bool x 0) y = s * y)
    by (intro y; unfold s, cond_Ropp; destruct Rlt_bool; ring). unfold mean. rewrite (sum_ext _
    (fun r => s * IZR (Zfloor (places x)) * e + s * e * IZR (carry (cut (finer x)) r))).
  2:{ intro r. unfold stored. rewrite c, plus_IZR. unfold e. ring. }
  rewrite sum_affine, words_length, (carries _ h), c. unfold Zminus.
  rewrite bpow_plus, plus_IZR, mult_IZR, bpow_opp, <- (IZR_Zpower radix2 B) by lia. fold e.
  change (IZR (Zpower radix2 B)) with (IZR (2 ^ B)). field. exact n0. Qed.

Lemma fraction_bounds x : 0 <= fraction x < 1.
Proof. unfold fraction. assert (l := Zfloor_lb (places x)). assert (u := Zfloor_ub (places x)). lra.
Qed.

Lemma Zfloor_shift n y : Zfloor (IZR n + y) = (n + Zfloor y)%Z.
Proof. apply Zfloor_imp. rewrite !plus_IZR. assert (l := Zfloor_lb y). assert (u := Zfloor_ub y).
  simpl. lra. Qed.
Lemma Zceil_shift n y : Zceil (IZR n + y) = (n + Zceil y)%Z.
Proof. unfold Zceil. replace (- (IZR n + y)) with (IZR (- n) + - y) by (rewrite opp_IZR; ring).
  rewrite Zfloor_shift. lia. Qed.
Lemma ZnearestE_shift n y : ZnearestE (IZR (2 * n) + y) = (2 * n + ZnearestE y)%Z.
Proof. unfold Znearest. rewrite Zfloor_shift, Zceil_shift, plus_IZR.
  replace (IZR (2 * n) + y - (IZR (2 * n) + IZR (Zfloor y))) with (y - IZR (Zfloor y)) by ring.
  replace (Z.even (2 * n + Zfloor y)) with (Z.even (Zfloor y))
    by (rewrite Z.even_add, Z.even_mul; simpl; destruct (Z.even (Zfloor y)); reflexivity).
  destruct Rcompare; [destruct (negb (Z.even (Zfloor y))); lia|lia|lia]. Qed.

(* The places of x when there are B more bits. *)
Lemma more_places x :
  Rabs (scaled_mantissa radix2 (fun e => (fexp e - B)%Z) x) =
  IZR (Zfloor (places x) * words_count) + finer x.
Proof. assert (e : scaled_mantissa radix2 (fun e => (fexp e - B)%Z) x =
    scaled_mantissa radix2 fexp x * IZR words_count).
  { unfold scaled_mantissa, cexp.
    replace (- (fexp (mag radix2 x) - B))%Z with (- fexp (mag radix2 x) + B)%Z by ring.
    rewrite bpow_plus, <- (IZR_Zpower radix2 B) by lia.
    change (IZR (Zpower radix2 B)) with (IZR (2 ^ B)). ring. }
  unfold finer. rewrite e, Rabs_mult, (Rabs_pos_eq (IZR words_count)) by (apply IZR_le;
    assert (q := count_pos); lia). unfold fraction. fold (places x). rewrite mult_IZR. ring. Qed.

Lemma round_by_magnitude rnd x : (forall y, rnd (- y) = (- rnd y)%Z) -> rnd 0 = 0%Z ->
  round radix2 (fun e => (fexp e - B)%Z) rnd x =
  cond_Ropp (Rlt_bool x 0)
    (IZR (rnd (Rabs (scaled_mantissa radix2 (fun e => (fexp e - B)%Z) x)))
      * bpow radix2 (cexp radix2 fexp x - B)).
Proof. intros odd zero. unfold round, F2R. simpl. change (cexp radix2 (fun e => (fexp e - B)%Z) x)
    with (cexp radix2 fexp x - B)%Z. set (m := scaled_mantissa radix2 (fun e => (fexp e - B)%Z) x).
  destruct (Rlt_bool_spec x 0) as [h|h]; simpl.
  - assert (m < 0).
    { unfold m, scaled_mantissa.
      assert (q := bpow_gt_0 radix2 (- cexp radix2 (fun e => (fexp e - B)%Z) x)).
      apply Ropp_lt_cancel. rewrite Ropp_0, Ropp_mult_distr_l. apply Rmult_lt_0_compat; lra. }
    rewrite Rabs_left by lra. rewrite odd, opp_IZR. ring.
  - assert (0 <= m).
    { unfold m, scaled_mantissa.
      assert (q := bpow_gt_0 radix2 (- cexp radix2 (fun e => (fexp e - B)%Z) x)).
      apply Rmult_le_pos; lra. }
    rewrite Rabs_pos_eq by lra. reflexivity. Qed.

Theorem few_bits_mean x : mean (stored Zfloor x) = round radix2 (fun e => (fexp e - B)%Z) Ztrunc x.
Proof. assert (f := fraction_bounds x). assert (q := count_pos).
  assert (n0 : 0 < IZR words_count) by (apply IZR_lt; lia).
  assert (fn : 0 <= finer x < IZR words_count) by (unfold finer; split; [apply Rmult_le_pos|]; nra).
  assert (k : (0 <= Zfloor (finer x) <= words_count)%Z).
  { split; [apply Zfloor_lub; exact (proj1 fn)|]. apply le_IZR.
    assert (l := Zfloor_lb (finer x)). lra. }
  rewrite mean_stored by exact k. rewrite round_by_magnitude. 2: exact Ztrunc_opp.
  2: apply Ztrunc_IZR. rewrite more_places, Ztrunc_floor, Zfloor_shift; [reflexivity|].
  assert (p0 : (0 <= Zfloor (places x))%Z) by (apply Zfloor_lub, Rabs_pos).
  assert (0 <= IZR (Zfloor (places x) * words_count)) by (apply IZR_le; lia). lra. Qed.

Theorem few_bits_even_mean x :
  mean (stored ZnearestE x) = round radix2 (fun e => (fexp e - B)%Z) ZnearestE x.
Proof. assert (f := fraction_bounds x). assert (q := count_pos).
  assert (n0 : 0 < IZR words_count) by (apply IZR_lt; lia). assert (fn : 0 <= finer x <=
    IZR words_count) by (unfold finer; split; [apply Rmult_le_pos|]; nra).
  assert (k : (0 <= ZnearestE (finer x) <= words_count)%Z).
  { assert (v := valid_rnd_N (fun t => negb (Z.even t))). split.
    - apply Z.le_trans with (ZnearestE 0); [|apply (@Zrnd_le _ v); exact (proj1 fn)].
      rewrite (@Zrnd_IZR _ (valid_rnd_N (fun t => negb (Z.even t))) 0). lia.
    - apply Z.le_trans with (ZnearestE (IZR words_count)); [apply (@Zrnd_le _ v); exact (proj2
          fn)|]. rewrite (@Zrnd_IZR _ (valid_rnd_N (fun t => negb (Z.even t))) words_count). lia. }
  rewrite mean_stored by exact k. rewrite round_by_magnitude.
  2:{ intro y. rewrite Znearest_opp. f_equal. unfold Znearest. destruct Rcompare; try reflexivity.
      rewrite Z.even_opp, Z.even_add. simpl. destruct (Z.even (Zfloor y)); reflexivity. }
  2: apply (@Zrnd_IZR _ (valid_rnd_N (fun t => negb (Z.even t))) 0). rewrite more_places.
  replace (Zfloor (places x) * words_count)%Z with (2 * (Zfloor (places x) * 2 ^ (B - 1)))%Z.
  2:{ replace (2 ^ B)%Z with (2 * 2 ^ (B - 1))%Z; [ring|]. rewrite <- Z.pow_succ_r by lia.
      f_equal. lia. }
  rewrite ZnearestE_shift. reflexivity. Qed.

(* Where B bits hold the fraction there is no bias. *)
Theorem few_bits_unbiased x : generic_format radix2 (fun e => (fexp e - B)%Z) x ->
  mean (stored Zfloor x) = x.
Proof. intro h. rewrite few_bits_mean. apply round_generic; [apply valid_rnd_ZR|exact h]. Qed.
End FewBits.

(* With p bits and any exponent the finer format is that of p + B bits. *)
Theorem few_bits_is_truncation p B x : (0 < B)%Z ->
  mean B (stored (FLX_exp p) B Zfloor x) = round radix2 (FLX_exp (p + B)) Ztrunc x.
Proof. intro h. rewrite few_bits_mean by exact h. unfold round, scaled_mantissa, cexp, FLX_exp.
  replace (mag radix2 x - p - B)%Z with (mag radix2 x - (p + B))%Z by ring. reflexivity. Qed.

Theorem few_bits_bias p B x : (0 < p)%Z -> (0 < B)%Z -> x <> 0 ->
  Rabs (mean B (stored (FLX_exp p) B Zfloor x) - x) < ulp radix2 (FLX_exp (p + B)) x.
Proof. intros hp hB hx. rewrite few_bits_is_truncation by exact hB.
  assert (Prec_gt_0 (p + B)) by (unfold Prec_gt_0; lia).
  apply error_lt_ulp; [apply FLX_exp_valid; assumption|apply valid_rnd_ZR|exact hx]. Qed.
Section Compensated.
Variable p : Z. Context {prec_gt_0_ : Prec_gt_0 p}. Variable choice : Z -> bool.
Notation N := (round radix2 (FLX_exp p) (Znearest choice)).

(* y is the updated value with the old carry: the store and the new carry keep twice the bits. *)
Theorem compensated_keeps_twice_the_bits y :
  Rabs (N y + N (y - N y) - y) <= bpow radix2 (- (2 * p)) * Rabs y.
Proof. assert (one : forall z, Rabs (N z - z) <= bpow radix2 (- p) * Rabs z).
  { intro z. assert (q := relative_error_N_FLX radix2 p prec_gt_0_ choice z).
    replace (bpow radix2 (- p)) with (/ 2 * bpow radix2 (- p + 1)); [exact q|].
    rewrite bpow_plus. change (bpow radix2 1) with 2. field. }
  assert (a := one y). assert (b := one (y - N y)).
  replace (N y + N (y - N y) - y) with (N (y - N y) - (y - N y)) by ring. eapply Rle_trans;
    [exact b|]. replace (- (2 * p))%Z with (- p + - p)%Z by ring. rewrite bpow_plus, Rmult_assoc.
  apply Rmult_le_compat_l; [apply bpow_ge_0|]. rewrite Rabs_minus_sym. exact a. Qed.
End Compensated.
