(* SPDX-License-Identifier: Apache-2.0 *)
(* StochasticRounding.v: the law of one stochastic rounding, in any binary format of Flocq.

   x is the number, near0 and far its roundings towards zero and away from it, place the spacing
   between them. With B random bits every word from 0 to 2^B - 1 is equally likely (Stores.v); with
   all bits, far has the probability of x's fraction of a place.
   Main results: few_bits_support, few_bits_fixed, few_bits_distribution (what is stored is near0 or
   far; a number of the format is stored as itself), few_bits_short (in the mean it is short by less
   than 2^-B places), few_bits_variance (the variance is u (place - u), with u the distance of the
   mean from near0), all_mean, all_variance (the same of all bits, where the mean is x),
   few_bits_all (where B bits hold the fraction, they are all), saturated_inside,
   saturated_outside (a largest value), place_subnormal. *)
From Coq Require Import Reals ZArith Psatz List.
From Flocq Require Import Core.
From NoisyGD Require Import Stores.
Local Open Scope R_scope.

Section Law.
Variable fexp : Z -> Z. Context {valid_exp : Valid_exp fexp}.
Notation F := (generic_format radix2 fexp). Notation places := (places fexp).
Notation fraction := (fraction fexp). Notation signed x y := (cond_Ropp (Rlt_bool x 0) y).
Definition place x := bpow radix2 (cexp radix2 fexp x).
Definition near0 x := round radix2 fexp Ztrunc x.
Definition far x := round radix2 fexp Zaway x.
(* How far y is from near0, outward. *)
Definition above x y := Rabs y - Rabs (near0 x).

Lemma place_gt0 x : 0 < place x.
Proof. apply bpow_gt_0. Qed.
Lemma places_ge0 x : 0 <= places x.
Proof. apply Rabs_pos. Qed.
Lemma round_places rnd x : (forall y, rnd (- y) = (- rnd y)%Z) -> rnd 0 = 0%Z ->
  round radix2 fexp rnd x = signed x (IZR (rnd (places x)) * place x).
Proof. intros odd zero. assert (h := round_by_magnitude fexp 0 rnd x odd zero).
  unfold round, scaled_mantissa, cexp in h. rewrite !Z.sub_0_r in h. exact h. Qed.
Lemma near_places x : near0 x = signed x (IZR (Zfloor (places x)) * place x).
Proof. unfold near0. rewrite round_places, Ztrunc_floor;
    [reflexivity|apply places_ge0|exact Ztrunc_opp|apply Ztrunc_IZR]. Qed.
Lemma far_places x : far x = signed x (IZR (Zceil (places x)) * place x).
Proof. unfold far. rewrite round_places, Zaway_ceil;
    [reflexivity|apply places_ge0|exact Zaway_opp|apply Zaway_IZR]. Qed.
Lemma signed_places x : x = signed x (places x * place x).
Proof. unfold Stores.places, place. assert (e := scaled_mantissa_mult_bpow radix2 fexp x).
  rewrite <- (Rabs_pos_eq (bpow radix2 (cexp radix2 fexp x))) by apply bpow_ge_0.
  rewrite <- Rabs_mult, e. unfold cond_Ropp. destruct (Rlt_bool_spec x 0) as [h|h];
    [rewrite Rabs_left by exact h; ring|now rewrite Rabs_pos_eq]. Qed.
Lemma abs_signed x y : 0 <= y -> Rabs (signed x y) = y.
Proof. intro h. unfold cond_Ropp. destruct Rlt_bool; [rewrite Rabs_Ropp|]; now apply Rabs_pos_eq.
Qed.
Lemma floor_ge0 x : 0 <= IZR (Zfloor (places x)).
Proof. apply IZR_le, Zfloor_lub, places_ge0. Qed.
Lemma abs_near x : Rabs (near0 x) = IZR (Zfloor (places x)) * place x.
Proof. rewrite near_places.
  apply abs_signed, Rmult_le_pos; [apply floor_ge0|apply Rlt_le, place_gt0]. Qed.
Lemma signed_sub x y z : (signed x y - signed x z) ^ 2 = (y - z) ^ 2.
Proof. unfold cond_Ropp. destruct Rlt_bool; ring. Qed.

(* All bits: the mean of g of what is stored. *)
Definition all_bits (g : R -> R) x := (1 - fraction x) * g (near0 x) + fraction x * g (far x).
Lemma fraction_cases x : Zceil (places x) = Zfloor (places x) /\ fraction x = 0 \/
  Zceil (places x) = (Zfloor (places x) + 1)%Z.
Proof. unfold Stores.fraction. destruct (Req_dec (IZR (Zfloor (places x))) (places x)) as [e|e].
  - left. split; [|rewrite e; ring]. rewrite <- e at 1. now rewrite Zceil_IZR.
  - right. now apply Zceil_floor_neq. Qed.
Lemma at_floor x : fraction x = 0 -> places x = IZR (Zfloor (places x)).
Proof. unfold Stores.fraction. lra. Qed.
Theorem all_mean x : all_bits (fun y => y) x = x.
Proof. unfold all_bits.
  transitivity (signed x (places x * place x)); [|symmetry; apply signed_places].
  rewrite near_places, far_places. destruct (fraction_cases x) as [[-> e]| ->].
  - rewrite e. apply at_floor in e. set (f := IZR (Zfloor (places x))) in *. rewrite e. ring.
  - rewrite plus_IZR. unfold Stores.fraction, cond_Ropp. destruct Rlt_bool; ring. Qed.
Lemma off_square y x : (signed x (y * place x) - x) ^ 2 = ((y - places x) * place x) ^ 2.
Proof. replace (signed x (y * place x) - x) with (signed x (y * place x)
    - signed x (places x * place x)) by now rewrite <- signed_places. rewrite signed_sub. ring. Qed.
Lemma abs_places x : Rabs x = places x * place x.
Proof. rewrite <- (abs_signed x (places x * place x)); [now rewrite <- signed_places|].
  apply Rmult_le_pos; [apply places_ge0|apply Rlt_le, place_gt0]. Qed.
Lemma above_places x : above x x = fraction x * place x.
Proof. unfold above, Stores.fraction. rewrite abs_near, (abs_places x). ring. Qed.
Theorem all_variance x : all_bits (fun y => (y - x) ^ 2) x = above x x * (place x - above x x).
Proof. unfold all_bits. rewrite above_places, near_places, far_places, !off_square.
  destruct (fraction_cases x) as [[-> e]| ->].
  - rewrite e. apply at_floor in e. set (f := IZR (Zfloor (places x))) in *. rewrite e. ring.
  - rewrite plus_IZR. unfold Stores.fraction. ring. Qed.

(* B bits. *)
Section Bits.
Variable B : Z. Hypothesis B_pos : (0 < B)%Z.
Notation stored := (stored fexp B Zfloor). Notation mean := (mean B).
Definition is_word r := (0 <= r < 2 ^ B)%Z.
Definition share x := IZR (Zfloor (finer fexp B x)) / IZR (2 ^ B).
Definition variance g := mean (fun r => (g r - mean g) ^ 2).

Lemma word_count : 0 < IZR (2 ^ B).
Proof. apply IZR_lt, count_pos, B_pos. Qed.
Lemma finer_bounds x : 0 <= finer fexp B x < IZR (2 ^ B).
Proof. assert (f := fraction_bounds fexp x). assert (w := word_count). unfold finer.
  split; [apply Rmult_le_pos; lra|]. rewrite <- (Rmult_1_l (IZR (2 ^ B))) at 2.
  apply Rmult_lt_compat_r; lra. Qed.
Lemma cut_bounds x : (0 <= Zfloor (finer fexp B x) <= 2 ^ B)%Z.
Proof. assert (f := finer_bounds x). split; [apply Zfloor_lub; lra|].
  apply le_IZR. assert (l := Zfloor_lb (finer fexp B x)). lra. Qed.
Lemma share_bounds x : 0 <= share x /\ 0 <= fraction x - share x < / IZR (2 ^ B).
Proof. assert (w := word_count). assert (i := Rinv_0_lt_compat _ w). unfold share.
  assert (c : 0 <= IZR (Zfloor (finer fexp B x))) by (apply IZR_le, cut_bounds).
  split; [apply Rmult_le_pos; lra|].
  assert (l := Zfloor_lb (finer fexp B x)). assert (u := Zfloor_ub (finer fexp B x)).
  replace (fraction x) with (finer fexp B x * / IZR (2 ^ B)) by (unfold finer; field; lra).
  unfold Rdiv. rewrite <- Rmult_minus_distr_r. split; [apply Rmult_le_pos; lra|].
  rewrite <- (Rmult_1_l (/ _)) at 2. apply Rmult_lt_compat_r; lra. Qed.
Lemma stored_carry x r : stored x r =
  signed x ((IZR (Zfloor (places x)) + IZR (carry B (Zfloor (finer fexp B x)) r)) * place x).
Proof. unfold Stores.stored. now rewrite plus_IZR. Qed.

Theorem few_bits_support x r : is_word r -> stored x r = near0 x \/ stored x r = far x.
Proof. intros [r0 r1]. rewrite stored_carry, near_places, far_places. unfold carry.
  destruct (Z.leb_spec (2 ^ B) (Zfloor (finer fexp B x) + r)) as [h|h].
  - right. destruct (fraction_cases x) as [[_ e]| ->]; [|now rewrite plus_IZR].
    unfold finer in h. rewrite e, Rmult_0_l, Zfloor_IZR in h. lia.
  - left. now rewrite Rplus_0_r. Qed.
Theorem few_bits_fixed x r : is_word r -> F x -> stored x r = x.
Proof. intros w h. destruct (few_bits_support x r w) as [-> | ->];
    [apply round_generic|apply round_generic]; try exact h.
  - apply valid_rnd_ZR.
  - apply valid_rnd_AW. Qed.

Lemma mean_share x : mean (stored x) = signed x ((IZR (Zfloor (places x)) + share x) * place x).
Proof. rewrite mean_stored; [|exact B_pos|apply cut_bounds]. f_equal. assert (w := word_count).
  unfold share, place. rewrite plus_IZR, mult_IZR. unfold Zminus. rewrite bpow_plus, bpow_opp, <-
    (IZR_Zpower radix2 B) by lia. change (Zpower radix2 B) with (2 ^ B)%Z. field. lra. Qed.
Theorem few_bits_short x : 0 <= Rabs x - Rabs (mean (stored x)) < place x / IZR (2 ^ B).
Proof. assert (p := place_gt0 x). assert (f := floor_ge0 x). destruct (share_bounds x) as [s0 s].
  rewrite (abs_places x), mean_share, abs_signed by (apply Rmult_le_pos; lra).
  replace (places x * place x - (IZR (Zfloor (places x)) + share x) * place x)
    with (place x * (fraction x - share x)) by (unfold Stores.fraction; ring).
  unfold Rdiv. split; [apply Rmult_le_pos; lra|apply Rmult_lt_compat_l; lra]. Qed.
Lemma mean_affine a b g : mean (fun r => a + b * g r) = a + b * mean g.
Proof. unfold Stores.mean. rewrite sum_affine, words_length by exact B_pos.
  assert (w := word_count). field. lra. Qed.
Lemma mean_ext g h : (forall r, g r = h r) -> mean g = mean h.
Proof. intro e. unfold Stores.mean. now rewrite (sum_ext g h). Qed.
Lemma mean_carry x : mean (fun r => IZR (carry B (Zfloor (finer fexp B x)) r)) = share x.
Proof. unfold Stores.mean, share. now rewrite carries by (exact B_pos || apply cut_bounds). Qed.
(* A function of what is stored. *)
Theorem few_bits_distribution (g : R -> R) x : mean (fun r => g (stored x r)) =
  (1 - share x) * g (near0 x) + share x * g (near0 x + signed x (place x)).
Proof. rewrite (mean_ext _ (fun r => g (near0 x) + (g (near0 x + signed x (place x)) - g (near0 x))
      * IZR (carry B (Zfloor (finer fexp B x)) r))).
  - rewrite mean_affine, mean_carry. ring.
  - intro r. rewrite stored_carry, near_places. unfold carry. destruct Z.leb;
      [|replace (IZR (Zfloor (places x)) + 0) with (IZR (Zfloor (places x))) by ring; ring].
    rewrite Rmult_1_r. replace (g (signed x (IZR (Zfloor (places x)) * place x)) + (_ - _))
      with (g (signed x (IZR (Zfloor (places x)) * place x) + signed x (place x))) by ring.
    f_equal. unfold cond_Ropp. destruct Rlt_bool; ring. Qed.
Theorem few_bits_variance x : let u := above x (mean (stored x))
  in variance (stored x) = u * (place x - u).
Proof. intro u. assert (p := place_gt0 x). assert (f := floor_ge0 x).
  destruct (share_bounds x) as [s0 _]. assert (e : u = share x * place x).
  { unfold u, above. rewrite mean_share, abs_near, abs_signed; [ring|]. apply Rmult_le_pos; lra. }
  rewrite e. unfold variance. rewrite (few_bits_distribution (fun y => (y - mean (stored x)) ^ 2)),
    mean_share, near_places. unfold cond_Ropp. destruct Rlt_bool; ring. Qed.
(* Where B bits more hold x, they are all. *)
Theorem few_bits_all g x : generic_format radix2 (fun e => (fexp e - B)%Z) x ->
  mean (fun r => g (stored x r)) = all_bits g x.
Proof. intro h. assert (p := place_gt0 x). assert (m := few_bits_unbiased fexp B B_pos x h).
  rewrite mean_share in m. assert (e : share x = fraction x).
  { apply (f_equal Rabs) in m. destruct (share_bounds x) as [s0 _]. assert (f := floor_ge0 x).
    rewrite (abs_places x), abs_signed in m by (apply Rmult_le_pos; lra).
    apply Rmult_eq_reg_r in m; [|lra]. unfold Stores.fraction. lra. }
  rewrite few_bits_distribution, e. unfold all_bits. rewrite near_places, far_places.
  destruct (fraction_cases x) as [[-> e']| ->]; [rewrite e'; ring|].
  rewrite plus_IZR. do 3 f_equal. unfold cond_Ropp. destruct Rlt_bool; ring. Qed.

(* What is beyond the largest number of the format becomes it. *)
Section Saturation.
Variable top : R. Hypotheses (top_pos : 0 < top) (top_F : F top).
Definition saturated y := if Rle_bool (Rabs y) top then y else signed y top.
Theorem saturated_inside x r : is_word r -> Rabs x <= top -> saturated (stored x r) = stored x r.
Proof. intros w h. unfold saturated. rewrite Rle_bool_true; [reflexivity|].
  destruct (few_bits_support x r w) as [-> | ->]; apply abs_round_le_generic; try assumption.
  - apply valid_rnd_ZR.
  - apply valid_rnd_AW. Qed.
Theorem saturated_outside x r : is_word r -> top <= Rabs x -> saturated (stored x r) = signed x top.
Proof. intros w h. assert (s : stored x r = signed x (Rabs (stored x r))).
  { rewrite stored_carry, abs_signed; [reflexivity|]. assert (p := place_gt0 x).
    assert (f := floor_ge0 x).
    apply Rmult_le_pos; [|lra]. unfold carry. destruct Z.leb; simpl; lra. }
  assert (a : top <= Rabs (stored x r)).
  { destruct (few_bits_support x r w) as [-> | ->]; apply abs_round_ge_generic; try assumption.
    - apply valid_rnd_ZR.
    - apply valid_rnd_AW. }
  unfold saturated. destruct (Rle_bool_spec (Rabs (stored x r)) top) as [b|b].
  - rewrite s. f_equal. lra.
  - revert s b. generalize (stored x r). intros y s b. unfold cond_Ropp in s |- *.
    destruct (Rlt_bool_spec x 0), (Rlt_bool_spec y 0); try reflexivity; exfalso; lra. Qed.
End Saturation. End Bits. End Law.

(* With p bits and a least place of 2^emin the subnormal range is a grid. *)
Theorem place_subnormal emin p x : x <> 0 -> Rabs x < bpow radix2 (emin + p) ->
  place (FLT_exp emin p) x = bpow radix2 emin.
Proof. intros n h. unfold place, cexp, FLT_exp. f_equal. apply Z.max_r.
  assert (mag radix2 x <= emin + p)%Z by (now apply mag_le_bpow). lia. Qed.
