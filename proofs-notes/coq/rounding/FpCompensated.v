(* SPDX-License-Identifier: Apache-2.0 *)
(* FpCompensated.v: compensated sums that keep the contract of FpModel.v.

   For numbers p_1, ..., p_L of a binary format with subnormals (Flocq's FLT, radix 2), rounded to nearest with a symmetric rule for
   ties, one loop keeps the rounded running sum s and, apart from it, the rounded running sum c of the errors of the additions;
   s + c is rounded at the end. The errors are found exactly, by TwoSum (Sum2 of Ogita, Rump and Oishi) or by
   Fast2Sum with the operands in the order of their sizes (Kahan and Babuska's sum as Neumaier writes it).

   With P the exact sum, A that of the absolute values and g = (1 + u)^(L-1) - 1, the result is within
   u |P| + (1 + u) g^2 A of P: no term of underflow. Where (1 + u)^(L-1) <= 2 it is a compensated sum in the sense of
   FpModel.v, with any lam.

   Main results: sum2_error, neumaier_error, sum2_compensated, neumaier_compensated, neumaier_is_sum2.
   Depends on: FpModel, FpSum, FpFlocq, Flocq (Pff2Flocq for TwoSum and Fast2Sum). *)
From Coq Require Import Reals Psatz List.
From Flocq Require Import Core Relative Plus_error.
From Flocq.Pff Require Import Pff2Flocq.
From NoisyGD Require Import FpModel FpSum FpFlocq.
Import ListNotations.
Local Open Scope R_scope.

(* Ties to even are symmetric in the sense that is supposed below. *)
Lemma ties_to_even x : negb (Z.even x) = negb (negb (Z.even (- (x + 1)))).
Proof. rewrite Z.even_opp, Z.even_add. now destruct (Z.even x). Qed.

Section Compensated.
Variables emin prec : Z.
Context {prec_gt_0_ : Prec_gt_0 prec}.
Variable choice : Z -> bool.
Hypothesis prec_gt_1 : (1 < prec)%Z.
Hypothesis emin_0 : (emin <= 0)%Z.
(* Ties rounded alike on both sides of zero; to even, for one (ties_to_even). *)
Hypothesis choice_sym : forall x, choice x = negb (choice (- (x + 1))%Z).
Notation fl := (round radix2 (FLT_exp emin prec) (Znearest choice)).
Notation format := (generic_format radix2 (FLT_exp emin prec)).
Notation u := (unit_roundoff radix2 prec).

(* The error of fl (s + p), by TwoSum, and by Fast2Sum with the larger operand first. *)
Definition two_sum (s p : R) : R :=
  let a := fl (s + p) in let p' := fl (a - s) in fl (fl (s - fl (a - p')) + fl (p - p')).
Definition fast_two_sum (s p : R) : R := let a := fl (s + p) in fl (p + fl (s - a)).
Definition ordered_two_sum (s p : R) : R := if Rle_dec (Rabs p) (Rabs s) then fast_two_sum s p else fast_two_sum p s.

Lemma fl_format x : format (fl x).
Proof. apply generic_format_round; typeclasses eauto. Qed.
Lemma two_sum_exact s p : format s -> format p -> fl (s + p) + two_sum s p = s + p.
Proof. intros. now apply TwoSum_correct. Qed.
Lemma ordered_two_sum_exact s p : format s -> format p -> fl (s + p) + ordered_two_sum s p = s + p.
Proof.
intros hs hp. unfold ordered_two_sum. destruct Rle_dec as [h|h].
- now apply (Fast2Sum_correct emin prec choice prec_gt_1 emin_0 choice_sym s p hs hp h).
- rewrite (Rplus_comm s p). apply (Fast2Sum_correct emin prec choice prec_gt_1 emin_0 choice_sym p s hp hs). lra.
Qed.

Section Loop.
(* What finds the error. *)
Variable error : R -> R -> R.
Hypothesis error_exact : forall s p, format s -> format p -> fl (s + p) + error s p = s + p.
Hypothesis error_format : forall s p, format (error s p).
Fixpoint loop (s c : R) (l : list R) : R :=
  match l with [] => fl (s + c) | p :: l => loop (fl (s + p)) (fl (c + error s p)) l end.
Definition compensated_sum (l : list R) : R := match l with [] => 0 | p :: l => loop p 0 l end.

Lemma u_ge0 : 0 <= u. Proof. apply unit_roundoff_ge0. Qed.
Lemma sum_rounds a b : format a -> format b -> Rabs (fl (a + b) - (a + b)) <= u * Rabs (a + b).
Proof. intros ha hb. assert (h := sum_has_no_underflow radix2 emin prec choice a b ha hb). unfold rounds, nearest in h. lra. Qed.
(* The invariant after n additions of numbers of exact sum P and absolute sum A: e is the exact sum of the errors, E their absolute sum. *)
Definition invariant (n : nat) (P A s c : R) : Prop := exists e E,
  format s /\ format c /\ s + e = P /\ Rabs P <= A /\ Rabs s <= (1 + u) ^ n * A /\ Rabs e <= E /\
  E <= ((1 + u) ^ n - 1) * A /\ Rabs (c - e) <= ((1 + u) ^ n - 1) * E.
Lemma invariant_next n P A s c p : format p -> invariant n P A s c ->
  invariant (S n) (P + p) (A + Rabs p) (fl (s + p)) (fl (c + error s p)).
Proof.
intros hp (e & E & fs & fc & h1 & h2 & h3 & h4 & h5 & h6).
assert (x := error_exact s p fs hp). assert (r := sum_rounds s p fs hp). assert (rc := sum_rounds c (error s p) fc (error_format s p)).
set (d := error s p) in *. exists (e + d), (E + Rabs d).
assert (u0 := u_ge0). assert (q := pow_ge1 u u0 n). assert (a0 := Rabs_pos p). assert (d0 := Rabs_pos d).
assert (A0 : 0 <= A) by (assert (w := Rabs_pos P); lra). assert (E0 : 0 <= E) by (assert (w := Rabs_pos e); lra).
assert (ed : Rabs d <= u * Rabs (s + p)).
{ replace d with (- (fl (s + p) - (s + p))) by lra. now rewrite Rabs_Ropp. }
assert (sp : Rabs (s + p) <= (1 + u) ^ n * A + Rabs p) by (eapply Rle_trans; [apply Rabs_triang|lra]).
assert (du : Rabs d <= u * ((1 + u) ^ n * A + Rabs p)).
{ eapply Rle_trans; [exact ed|]. now apply Rmult_le_compat_l. }
simpl pow. set (w := (1 + u) ^ n) in *.
assert (uw : 0 <= u * (w - 1)) by (apply Rmult_le_pos; lra). assert (wp : 0 <= (w - 1) * Rabs p) by (apply Rmult_le_pos; lra).
assert (uwp : 0 <= u * (w * Rabs p)) by (apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]).
split; [apply fl_format|split; [apply fl_format|split; [lra|split; [|split; [|split; [|split]]]]]].
- eapply Rle_trans; [apply Rabs_triang|lra].
- replace (fl (s + p)) with ((fl (s + p) - (s + p)) + (s + p)) by ring. eapply Rle_trans; [apply Rabs_triang|].
  assert (u * Rabs (s + p) <= u * (w * A + Rabs p)) by now apply Rmult_le_compat_l.
  assert (0 <= u * (w - 1) * Rabs p) by (apply Rmult_le_pos; lra). lra.
- eapply Rle_trans; [apply Rabs_triang|lra].
- assert (0 <= u * (w - 1) * Rabs p) by (apply Rmult_le_pos; lra). lra.
- replace (fl (c + d) - (e + d)) with ((fl (c + d) - (c + d)) + (c - e)) by ring. eapply Rle_trans; [apply Rabs_triang|].
  assert (cd : Rabs (c + d) <= w * E + Rabs d).
  { replace (c + d) with ((c - e) + (e + d)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    assert (t := Rabs_triang e d). lra. }
  assert (u * Rabs (c + d) <= u * (w * E + Rabs d)) by now apply Rmult_le_compat_l.
  assert (0 <= ((1 + u) * w - 1 - u) * Rabs d) by (apply Rmult_le_pos; lra). lra.
Qed.
Lemma loop_error l : forall n P A s c, Forall format l -> invariant n P A s c -> let m := (n + length l)%nat in
  Rabs (loop s c l - (P + Rsum l)) <= u * Rabs (P + Rsum l) + (1 + u) * ((1 + u) ^ m - 1) ^ 2 * (A + Rasum l).
Proof.
induction l as [|p l IH]; intros n P A s c hl hi m.
- destruct hi as (e & E & fs & fc & h1 & h2 & h3 & h4 & h5 & h6). unfold m. simpl loop. simpl Rsum. simpl Rasum. simpl length.
  rewrite Nat.add_0_r, !Rplus_0_r. assert (r := sum_rounds s c fs fc). assert (u0 := u_ge0). assert (q := pow_ge1 u u0 n).
  set (w := (1 + u) ^ n) in *. replace (fl (s + c) - P) with ((fl (s + c) - (s + c)) + (c - e)) by lra.
  eapply Rle_trans; [apply Rabs_triang|].
  assert (sc : Rabs (s + c) <= Rabs P + (w - 1) * E).
  { replace (s + c) with (P + (c - e)) by lra. eapply Rle_trans; [apply Rabs_triang|lra]. }
  assert (u * Rabs (s + c) <= u * (Rabs P + (w - 1) * E)) by now apply Rmult_le_compat_l.
  assert (b : (w - 1) * E <= (w - 1) * ((w - 1) * A)) by (apply Rmult_le_compat_l; lra).
  assert (b' : (1 + u) * ((w - 1) * E) <= (1 + u) * ((w - 1) * ((w - 1) * A))) by (apply Rmult_le_compat_l; lra).
  replace ((1 + u) * (w - 1) ^ 2 * A) with ((1 + u) * ((w - 1) * ((w - 1) * A))) by ring. lra.
- inversion hl as [|p' l' hp hl']; subst. assert (h := IH _ _ _ _ _ hl' (invariant_next _ _ _ _ _ _ hp hi)).
  cbv zeta in h. unfold m. simpl length. replace (n + S (length l))%nat with (S n + length l)%nat by lia.
  simpl Rsum. simpl Rasum. fold (Rsum l) (Rasum l). rewrite <- !Rplus_assoc. exact h.
Qed.
Theorem compensated_sum_error l : Forall format l ->
  Rabs (compensated_sum l - Rsum l) <= u * Rabs (Rsum l) + (1 + u) * ((1 + u) ^ (length l - 1) - 1) ^ 2 * Rasum l.
Proof.
intro hl. destruct l as [|p l].
- simpl. replace (0 - 0) with 0 by ring. rewrite Rabs_R0. lra.
- inversion hl as [|p' l' hp hl']; subst. simpl compensated_sum. simpl Rsum. simpl Rasum. fold (Rsum l) (Rasum l).
  replace (length (p :: l) - 1)%nat with (0 + length l)%nat by (simpl; lia). apply loop_error; [exact hl'|].
  exists 0, 0. simpl. rewrite Rabs_R0. replace (0 - 0) with 0 by ring. rewrite Rabs_R0.
  repeat split; try lra; [exact hp|apply generic_format_0].
Qed.
Theorem compensated_sum_keeps l lam : 0 <= lam -> (1 + u) ^ (length l - 1) <= 2 -> (1 <= length l)%nat -> Forall format l ->
  compensated u lam l (compensated_sum l).
Proof.
intros l0 small n1 hl. assert (h := compensated_sum_error l hl). assert (a := Rasum_abs l). assert (u0 := u_ge0).
assert (A0 : 0 <= Rasum l) by (assert (w := Rabs_pos (Rsum l)); lra). split; [exact a|split; [apply pos_INR|]].
assert (q := pow_ge1 u u0 (length l - 1)). assert (q' := pow_ge1 u u0 (length l)).
assert (0 <= lam * units (length l)) by (apply Rmult_le_pos; [exact l0|apply pos_INR]).
assert (t : (1 + u) ^ length l * (Rasum l + lam * units (length l)) >= (1 + u) ^ length l * Rasum l) by (apply Rle_ge, Rmult_le_compat_l; lra).
assert (e : (1 + u) ^ length l = (1 + u) * (1 + u) ^ (length l - 1)).
{ replace (length l) with (S (length l - 1)) at 1 by lia. reflexivity. }
rewrite e in t. rewrite e. set (w := (1 + u) ^ (length l - 1)) in *.
assert (u * Rabs (Rsum l) <= u * Rasum l) by now apply Rmult_le_compat_l.
assert (g : (w - 1) ^ 2 <= w - 1).
{ assert (0 <= (w - 1) * (2 - w)) by (apply Rmult_le_pos; lra). simpl. lra. }
assert ((1 + u) * (w - 1) ^ 2 * Rasum l <= (1 + u) * (w - 1) * Rasum l).
{ apply Rmult_le_compat_r; [exact A0|]. apply Rmult_le_compat_l; lra. }
lra.
Qed.
End Loop.

Lemma two_sum_format s p : format (two_sum s p). Proof. apply fl_format. Qed.
Lemma ordered_two_sum_format s p : format (ordered_two_sum s p).
Proof. unfold ordered_two_sum, fast_two_sum. destruct Rle_dec; apply fl_format. Qed.
(* The two algorithms. *)
Definition sum2_of : list R -> R := compensated_sum two_sum.
Definition neumaier : list R -> R := compensated_sum ordered_two_sum.
Theorem sum2_error l : Forall format l ->
  Rabs (sum2_of l - Rsum l) <= u * Rabs (Rsum l) + (1 + u) * ((1 + u) ^ (length l - 1) - 1) ^ 2 * Rasum l.
Proof. apply compensated_sum_error; [apply two_sum_exact|apply two_sum_format]. Qed.
Theorem neumaier_error l : Forall format l ->
  Rabs (neumaier l - Rsum l) <= u * Rabs (Rsum l) + (1 + u) * ((1 + u) ^ (length l - 1) - 1) ^ 2 * Rasum l.
Proof. apply compensated_sum_error; [apply ordered_two_sum_exact|apply ordered_two_sum_format]. Qed.
Theorem sum2_compensated l lam : 0 <= lam -> (1 + u) ^ (length l - 1) <= 2 -> (1 <= length l)%nat -> Forall format l ->
  sums (model u lam) l (sum2_of l).
Proof. intros. right. apply compensated_sum_keeps; auto; [apply two_sum_exact|apply two_sum_format]. Qed.
Theorem neumaier_compensated l lam : 0 <= lam -> (1 + u) ^ (length l - 1) <= 2 -> (1 <= length l)%nat -> Forall format l ->
  sums (model u lam) l (neumaier l).
Proof. intros. right. apply compensated_sum_keeps; auto; [apply ordered_two_sum_exact|apply ordered_two_sum_format]. Qed.
(* They give the same number. *)
Theorem neumaier_is_sum2 l : Forall format l -> neumaier l = sum2_of l.
Proof.
intro h. destruct l as [|p l]; [reflexivity|]. inversion h as [|p' l' hp hl]; subst. clear h. unfold neumaier, sum2_of. simpl.
generalize 0 as c. revert p hp. induction hl as [|q l hq hl IH]; intros s hs c; [reflexivity|]. simpl.
assert (a := two_sum_exact s q hs hq). assert (b := ordered_two_sum_exact s q hs hq).
replace (ordered_two_sum s q) with (two_sum s q) by lra. apply IH, fl_format.
Qed.
(* L numbers are few enough wherever the judge uses a bound. *)
Lemma few (l : list R) : INR (length l) * u <= 1 / 4 -> (1 + u) ^ (length l - 1) <= 2.
Proof.
intro h. assert (u0 := u_ge0). assert (g := pow_gamma u u0 (length l) ltac:(lra)). assert (q := pow_ge1 u u0 (length l)).
assert (m : (1 + u) ^ (length l - 1) <= (1 + u) ^ length l) by (apply Rle_pow; [lra|lia]).
set (p := (1 + u) ^ length l) in *. assert (p * (3 / 4) <= p * (1 - INR (length l) * u)) by (apply Rmult_le_compat_l; lra). lra.
Qed.
End Compensated.
