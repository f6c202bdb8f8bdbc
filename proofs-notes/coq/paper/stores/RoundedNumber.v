(* SPDX-License-Identifier: Apache-2.0 *)
(* RoundedNumber.v: stochastic rounding with B random bits in any binary format, as a store of small
   updates sees it.

   y = x - p is the number, x one of the format, D the place of y, m and v the mean and the variance
   of what is stored. Then

       |m - y| <= 2^-B D,   0 <= v <= D |p| + 2^-B D^2,

   since x lies on neither side between the two roundings of y. In a format of p bits and of least
   place 2^emin, D <= 2^emin + 2^(1-p) |y|.
   Main results: few_bits_near, few_bits_spread, place_floating. *)
From Coq Require Import Reals ZArith Psatz List.
From Flocq Require Import Core.
From NoisyGD Require Import Stores StochasticRounding.
Local Open Scope R_scope.

Section Rounded.
Variable fexp : Z -> Z. Context {valid_exp : Valid_exp fexp}. Variable B : Z.
Hypothesis B_pos : (0 < B)%Z.
Notation F := (generic_format radix2 fexp). Notation stored := (stored fexp B Zfloor).
Notation mean := (mean B). Notation place := (place fexp). Notation near := (near0 fexp).
Notation far := (far fexp).

Lemma mean_beside y : Rabs (mean (stored y) - y) = Rabs y - Rabs (mean (stored y)).
Proof. destruct (few_bits_short fexp B B_pos y) as [h _]. assert (e := signed_places fexp y).
  assert (a := abs_places fexp y). assert (p := place_gt0 fexp y). assert (f := floor_ge0 fexp y).
  destruct (share_bounds fexp B B_pos y) as [s0 _].
  assert (u0 : 0 <= (IZR (Zfloor (places fexp y)) + share fexp B y) * place y)
    by (apply Rmult_le_pos; lra). rewrite mean_share in h |- * by exact B_pos.
  rewrite abs_signed in h |- * by exact u0. rewrite a in h |- *. revert u0 h e.
  generalize ((IZR (Zfloor (places fexp y)) + share fexp B y) * place y), (places fexp y * place y).
  intros u w u0 h e. replace (Rabs (cond_Ropp (Rlt_bool y 0) u - y)) with (Rabs (u - w)).
  - rewrite Rabs_left1; lra.
  - pattern y at 2. rewrite e. unfold cond_Ropp. destruct Rlt_bool; [|reflexivity].
    rewrite <- Rabs_Ropp. f_equal. ring. Qed.
Theorem few_bits_near y : Rabs (mean (stored y) - y) <= place y / IZR (2 ^ B).
Proof. rewrite mean_beside. destruct (few_bits_short fexp B B_pos y). lra. Qed.

(* A number of the format that is longer than y is not below far y. *)
Lemma not_between x y : F x -> Rabs x <= Rabs (near y) \/ Rabs (far y) <= Rabs x.
Proof. intro h. destruct (Rle_or_lt (Rabs x) (Rabs y)) as [l|l]; [left|right].
  - unfold StochasticRounding.near0. rewrite <- (round_ZR_abs radix2 fexp).
    rewrite <- (round_generic radix2 fexp Ztrunc (Rabs x)) by (apply generic_format_abs, h).
    apply round_le; [exact valid_exp|apply valid_rnd_ZR|exact l].
  - unfold StochasticRounding.far. apply abs_round_le_generic;
      [exact valid_exp|apply valid_rnd_AW|apply generic_format_abs, h|lra]. Qed.
Theorem few_bits_spread x p : F x -> 0 <= variance B (stored (x - p)) <=
  place (x - p) * Rabs p + place (x - p) ^ 2 / IZR (2 ^ B).
Proof. intro hx. set (y := x - p). rewrite few_bits_variance by exact B_pos.
  set (u := above fexp y (mean (stored y))). assert (d := place_gt0 fexp y).
  assert (w := word_count B B_pos). assert (i := Rinv_0_lt_compat _ w).
  destruct (few_bits_short fexp B B_pos y) as [s0 s1].
  destruct (share_bounds fexp B B_pos y) as [c0 [c1 _]]. assert (fb := fraction_bounds fexp y).
  assert (ay := above_places fexp y). assert (an := abs_near fexp y).
  assert (e : u = share fexp B y * place y).
  { unfold u, above. rewrite mean_share by exact B_pos.
    rewrite abs_signed, an by (apply Rmult_le_pos; [assert (f := floor_ge0 fexp y)|]; lra). ring. }
  assert (u0 : 0 <= u) by (rewrite e; apply Rmult_le_pos; lra). assert (u1 : u <= place y)
    by (rewrite e; rewrite <- (Rmult_1_l (place y)) at 2; apply Rmult_le_compat_r; lra).
  assert (p0 := Rabs_pos p). assert (q0 : 0 <= place y ^ 2 / IZR (2 ^ B))
    by (unfold Rdiv; apply Rmult_le_pos; [apply pow2_ge_0|lra]). split; [apply Rmult_le_pos; lra|].
  assert (t1 : Rabs y <= Rabs x + Rabs p)
    by (unfold y, Rminus; eapply Rle_trans; [apply Rabs_triang|rewrite Rabs_Ropp; lra]).
  assert (t2 : Rabs x <= Rabs y + Rabs p) by (replace x with (y + p) by (unfold y; ring);
    apply Rabs_triang). unfold above in u, ay. destruct (not_between x y hx) as [h|h].
  - assert (u <= Rabs p) by (unfold u; lra). apply Rle_trans with (place y * Rabs p); [|lra].
    rewrite Rmult_comm. apply Rmult_le_compat; lra.
  - destruct (fraction_cases fexp y) as [[_ z]|z].
    + assert (h0 : u = 0) by (rewrite z, Rmult_0_l in ay; unfold u in *; lra).
      rewrite h0, Rmult_0_l. assert (0 <= place y * Rabs p) by (apply Rmult_le_pos; lra). lra.
    + assert (fy : Rabs (far y) = Rabs (near y) + place y).
      { rewrite far_places, z, abs_signed, an, plus_IZR; [ring|]. apply Rmult_le_pos; [|lra].
        rewrite plus_IZR. assert (f := floor_ge0 fexp y). lra. }
      assert (place y - u <= Rabs p + place y / IZR (2 ^ B)) by (unfold u; lra).
      apply Rle_trans with (place y * (Rabs p + place y / IZR (2 ^ B)));
        [apply Rmult_le_compat; lra|]. apply Req_le. unfold Rdiv. ring. Qed.
End Rounded.

(* p bits, the least place 2^emin. *)
Theorem place_floating emin p x : (0 < p)%Z -> x <> 0 ->
  place (FLT_exp emin p) x <= bpow radix2 emin + bpow radix2 (1 - p) * Rabs x.
Proof. intros p0 n. unfold place, cexp, FLT_exp. assert (m := bpow_mag_le radix2 x n).
  assert (a := bpow_gt_0 radix2 emin). assert (c := bpow_gt_0 radix2 (1 - p)).
  assert (b := Rabs_pos x). destruct (Z.max_spec (mag radix2 x - p) emin) as [[_ ->]|[_ ->]].
  - assert (0 <= bpow radix2 (1 - p) * Rabs x) by (apply Rmult_le_pos; lra). lra.
  - apply Rle_trans with (bpow radix2 (1 - p) * Rabs x); [|lra].
    replace (mag radix2 x - p)%Z with ((1 - p) + (mag radix2 x - 1))%Z by ring. rewrite bpow_plus.
    apply Rmult_le_compat_l; [lra|exact m]. Qed.
