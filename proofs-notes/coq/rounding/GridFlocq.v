(* SPDX-License-Identifier: Apache-2.0 *)
(* GridFlocq.v: on a uniform grid the store of StochasticRounding.v, over Coq's real numbers and Flocq, is that of GridNumber.v.

   Flocq's format FIX_exp e is the multiples of 2^e. Coq's reals are an Archimedean real closed field (Rstruct.v of mathcomp-analysis), so what is
   proved of any such field holds of what Flocq's numbers are stored as: GridStore.v and GridRun.v are theorems about runs in that format.

   Main results: stored_is_flocq, kept_is_flocq.
   Depends on: Flocq, mathcomp-analysis (reals_stdlib), Stores, GridNumber. *)
From Coq Require Import Reals ZArith.
From Flocq Require Import Core.
From mathcomp Require Import all_ssreflect all_algebra archimedean Rstruct.
From NoisyGD Require Stores.
From NoisyGD Require Import GridNumber.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Flocq.
Variables (e : Z) (B : nat).
Local Notation h := (bpow radix2 e : R).
Lemma h_gt0 : 0 < h. Proof. exact/RltP/bpow_gt_0. Qed.
Lemma floor_trunc (y : R) : 0 <= y -> Zfloor y = Z.of_nat (Num.trunc y).
Proof.
move=> /trunc_itv /andP [/RleP a /RltP b]; apply: Zfloor_imp; rewrite plus_IZR -INR_IZR_INZ INRE.
by split=> //; move: b; rewrite -natr1.
Qed.
Lemma trunc_floor (y : R) : 0 <= y -> IZR (Zfloor y) = (Num.trunc y)%:R.
Proof. by move=> y0; rewrite floor_trunc // -INR_IZR_INZ INRE. Qed.
Lemma places_grid (x : R) : Stores.places (FIX_exp e) x = `|x| / h.
Proof.
rewrite /Stores.places /scaled_mantissa /cexp /FIX_exp bpow_opp Rabs_mult (Rabs_pos_eq (/ _)) //.
by apply/Rlt_le/Rinv_0_lt_compat/bpow_gt_0.
Qed.
Lemma words_power : Z.pow 2 (Z.of_nat B) = Z.of_nat (2 ^ B).
Proof. by elim: B => [//|b IH]; rewrite expnS Nat2Z.inj_mul -IH Nat2Z.inj_succ Z.pow_succ_r //; exact: Zle_0_nat. Qed.
Theorem stored_is_flocq (x : R) (r : nat) :
  Stores.stored (FIX_exp e) (Z.of_nat B) Zfloor x (Z.of_nat r) = stored h B x r.
Proof.
have q0 : 0 <= `|x| / h by rewrite divr_ge0 ?normr_ge0 ?(ltW h_gt0).
have ew : Zfloor (Stores.places (FIX_exp e) x) = Z.of_nat (whole h x) by rewrite places_grid floor_trunc.
have ec : Zfloor (Stores.finer (FIX_exp e) (Z.of_nat B) x) = Z.of_nat (cut h B x).
  have p0 : 0 <= part h x * (2 ^ B)%:R by case/andP: (part01 h_gt0 x) => p0 _; rewrite mulr_ge0 ?ler0n.
  rewrite -floor_trunc // /Stores.finer /Stores.fraction ew words_power places_grid -!INR_IZR_INZ !INRE.
  by [].
have eb : Stores.carry (Z.of_nat B) (Z.of_nat (cut h B x)) (Z.of_nat r) = Z.of_nat (carries h B x r).
  rewrite /Stores.carry words_power -Nat2Z.inj_add /carries.
  case: leqP => c; first by rewrite (Zle_imp_le_bool _ _ (proj1 (Nat2Z.inj_le _ _) (elimT ssrnat.leP c))).
  by have -> : Z.leb (Z.of_nat (2 ^ B)) (Z.of_nat (cut h B x + r)) = false by [apply/Z.leb_gt; exact: (proj1 (Nat2Z.inj_lt _ _) (elimT ssrnat.ltP c))].
rewrite /Stores.stored ew ec eb -Nat2Z.inj_add -INR_IZR_INZ INRE natrD /stored /sg.
have -> : Rlt_bool x 0 = (x < 0) by case: Rlt_bool_spec => c; apply/esym; [exact/RltP|apply/negbTE; rewrite -leNgt; exact/RleP].
by case: (x < 0); rewrite /= ?mulN1r ?mul1r.
Qed.
(* So a state of this format is one that is kept. *)
Theorem kept_is_flocq (x : R) : generic_format radix2 (FIX_exp e) x -> on_grid h x.
Proof.
move=> /FIX_format_generic [f -> fe]; rewrite /on_grid /F2R fe.
have -> : (IZR (Fnum f) * h)%R / h = IZR (Fnum f) by rewrite mulfK // gt_eqF // h_gt0.
case: (Fnum f) => [|p|p]; first exact: int_num0.
  by rewrite IZRposE INRE; exact/intr_nat/natr_nat.
by rewrite -Pos2Z.opp_pos opp_IZR rpredN IZRposE INRE; exact/intr_nat/natr_nat.
Qed.
End Flocq.
