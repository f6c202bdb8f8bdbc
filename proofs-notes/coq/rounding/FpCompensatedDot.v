(* SPDX-License-Identifier: Apache-2.0 *)
(* FpCompensatedDot.v: a compensated sum of products.

   Dot2 of Ogita, Rump and Oishi, with a fused multiply-add for the errors of the products and TwoSum for those of the additions.
   For d products of numbers of a binary format, each 0 or no smaller than 2^(emin + 2 prec - 1), so that its error is a number
   of the format, the result is within u |P| + (1 + u) g^2 A of the exact sum P; A is the sum of absolute values and
   g = (1 + u)^d - 1.

   Main results: dot2_error; dot2_compensated: it is one of the sums of products that dot_compensated bounds.
   Depends on: FpModel, FpSum, FpFlocq, FpCompensated, Flocq. *)
From Coq Require Import Reals Psatz List.
From Flocq Require Import Core Relative Plus_error Mult_error.
From NoisyGD Require Import FpModel FpSum FpFlocq FpCompensated.
Import ListNotations.
Local Open Scope R_scope.

Section Dot.
Variables emin prec : Z.
Context {prec_gt_0_ : Prec_gt_0 prec}.
Variable choice : Z -> bool.
Hypothesis prec_gt_1 : (1 < prec)%Z.
Hypothesis emin_0 : (emin <= 0)%Z.
Hypothesis choice_sym : forall x, choice x = negb (choice (- (x + 1))%Z).
Notation fl := (round radix2 (FLT_exp emin prec) (Znearest choice)).
Notation format := (generic_format radix2 (FLT_exp emin prec)).
Notation u := (unit_roundoff radix2 prec).
Notation two_sum := (two_sum emin prec choice).

Lemma flf x : format (fl x).
Proof. apply generic_format_round; typeclasses eauto. Qed.
Lemma sr a b : format a -> format b -> Rabs (fl (a + b) - (a + b)) <= u * Rabs (a + b).
Proof. now apply sum_rounds. Qed.

(* The numbers that are multiplied, pair by pair. *)
Definition legal_pair (p : R * R) : Prop := format (fst p) /\ format (snd p) /\
  (fst p * snd p = 0 \/ bpow radix2 (emin + 2 * prec - 1) <= Rabs (fst p * snd p)).
Definition times (p : R * R) : R := fst p * snd p.
(* The error of a rounded product, by a fused multiply-add. *)
Definition product_error (p : R * R) : R := fl (times p - fl (times p)).
Fixpoint dot_loop (s c : R) (l : list (R * R)) : R :=
  match l with
  | [] => fl (s + c)
  | p :: l => let h := fl (times p) in dot_loop (fl (s + h)) (fl (c + fl (two_sum s h + product_error p))) l
  end.
Definition dot2 (l : list (R * R)) : R := match l with [] => 0 | p :: l => dot_loop (fl (times p)) (product_error p) l end.

Lemma product_error_exact p : legal_pair p -> product_error p = times p - fl (times p) /\ Rabs (product_error p) <= u * Rabs (times p)
  /\ Rabs (fl (times p)) <= (1 + u) * Rabs (times p).
Proof.
intros (h1 & h2 & h3). fold (times p) in h3.
assert (e : product_error p = times p - fl (times p)).
{ unfold product_error. apply round_generic; [typeclasses eauto|].
  replace (times p - fl (times p)) with (- (fl (times p) - times p)) by ring. apply generic_format_opp.
  unfold times in *. apply (mult_error_FLT radix2 emin prec (Znearest choice) (fst p) (snd p) h1 h2). intro nz. destruct h3 as [h3|h3]; [exfalso; exact (nz h3)|exact h3]. }
assert (r : Rabs (fl (times p) - times p) <= u * Rabs (times p)).
{ destruct h3 as [z|big].
  - rewrite z, round_0 by typeclasses eauto. replace (0 - 0) with 0 by ring. rewrite Rabs_R0. lra.
  - apply relative_error_N_FLT; [exact prec_gt_0_|]. eapply Rle_trans; [|exact big]. apply bpow_le. lia. }
split; [exact e|split].
- rewrite e. replace (times p - fl (times p)) with (- (fl (times p) - times p)) by ring. now rewrite Rabs_Ropp.
- replace (fl (times p)) with ((fl (times p) - times p) + times p) by ring. eapply Rle_trans; [apply Rabs_triang|lra].
Qed.
(* After n products of exact sum P and absolute sum A; e is the exact sum of the errors, E their absolute sum. *)
Definition dot_invariant (n : nat) (P A s c : R) : Prop := exists e E,
  format s /\ format c /\ s + e = P /\ Rabs P <= A /\ Rabs s <= (1 + u) ^ n * A /\ Rabs e <= E /\
  E <= ((1 + u) ^ n - 1) * A /\ Rabs (c - e) <= ((1 + u) ^ n - 1) * E.
Lemma dot_next n P A s c p : (1 <= n)%nat -> legal_pair p -> dot_invariant n P A s c ->
  dot_invariant (S n) (P + times p) (A + Rabs (times p)) (fl (s + fl (times p))) (fl (c + fl (two_sum s (fl (times p)) + product_error p))).
Proof.
intros n1 hp (e & E & fs & fc & h1 & h2 & h3 & h4 & h5 & h6). destruct (product_error_exact p hp) as (r1 & r2 & r3).
set (h := fl (times p)) in *. set (t := times p) in *. set (r := product_error p) in *.
assert (fh : format h) by apply flf.
assert (x : fl (s + h) + two_sum s h = s + h) by (apply two_sum_exact; auto). assert (fq := flf _ : format (two_sum s h)).
set (q := two_sum s h) in *. assert (fr : format r) by apply flf.
assert (es := sr s h fs fh). assert (ef := sr q r fq fr).
set (f := fl (q + r)) in *. assert (ff : format f) by apply flf. assert (ec := sr c f fc ff).
assert (u0 := unit_roundoff_ge0 radix2 prec). assert (w1 : 1 + u <= (1 + u) ^ n).
{ rewrite <- (pow_1 (1 + u)) at 1. apply Rle_pow; [lra|exact n1]. }
assert (t0 := Rabs_pos t). assert (A0 : 0 <= A) by (assert (z := Rabs_pos P); lra). assert (E0 : 0 <= E) by (assert (z := Rabs_pos e); lra).
assert (q0 := Rabs_pos q). assert (r0 := Rabs_pos r).
simpl pow. set (w := (1 + u) ^ n) in *. set (D := Rabs q + Rabs r). assert (D0 : 0 <= D) by (unfold D; lra).
assert (sh : Rabs (s + h) <= w * A + (1 + u) * Rabs t) by (eapply Rle_trans; [apply Rabs_triang|lra]).
assert (ush : u * Rabs (s + h) <= u * (w * A + (1 + u) * Rabs t)) by now apply Rmult_le_compat_l.
assert (qu : Rabs q <= u * (w * A + (1 + u) * Rabs t)).
{ replace q with (- (fl (s + h) - (s + h))) by lra. rewrite Rabs_Ropp. lra. }
assert (wt : 0 <= (w - (1 + u)) * Rabs t) by (apply Rmult_le_pos; lra).
assert (uwt : 0 <= u * ((w - (1 + u)) * Rabs t)) by (apply Rmult_le_pos; lra).
exists (e + (q + r)), (E + D). change ((1 + u) ^ S n) with ((1 + u) * w).
split; [apply flf|split; [apply flf|split; [|split; [|split; [|split; [|split]]]]]].
- rewrite r1. unfold t. lra.
- eapply Rle_trans; [apply Rabs_triang|lra].
- replace (fl (s + h)) with ((fl (s + h) - (s + h)) + (s + h)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
- eapply Rle_trans; [apply Rabs_triang|]. assert (z := Rabs_triang q r). unfold D. lra.
- unfold D. lra.
- replace (fl (c + f) - (e + (q + r))) with ((fl (c + f) - (c + f)) + ((c - e) + (f - (q + r)))) by ring.
  assert (qr : Rabs (q + r) <= D) by apply Rabs_triang.
  assert (fd : Rabs (f - (q + r)) <= u * D) by (eapply Rle_trans; [exact ef|]; now apply Rmult_le_compat_l).
  assert (cf : Rabs (c + f) <= (w - 1) * E + E + (1 + u) * D).
  { replace (c + f) with ((c - e) + (e + ((f - (q + r)) + (q + r)))) by ring. eapply Rle_trans; [apply Rabs_triang|].
    assert (z1 := Rabs_triang e ((f - (q + r)) + (q + r))). assert (z2 := Rabs_triang (f - (q + r)) (q + r)). lra. }
  assert (u * Rabs (c + f) <= u * ((w - 1) * E + E + (1 + u) * D)) by now apply Rmult_le_compat_l.
  eapply Rle_trans; [apply Rabs_triang|]. assert (z := Rabs_triang (c - e) (f - (q + r))).
  assert (0 <= (w - (1 + u)) * D) by (apply Rmult_le_pos; lra). assert (0 <= u * ((w - (1 + u)) * D)) by (apply Rmult_le_pos; lra). lra.
Qed.
Definition total (l : list (R * R)) := Rsum (map times l).
Definition absolute_total (l : list (R * R)) := Rasum (map times l).
Lemma dot_loop_error l : forall n P A s c, (1 <= n)%nat -> Forall legal_pair l -> dot_invariant n P A s c ->
  Rabs (dot_loop s c l - (P + total l)) <= u * Rabs (P + total l) + (1 + u) * ((1 + u) ^ (n + length l) - 1) ^ 2 * (A + absolute_total l).
Proof.
unfold total, absolute_total. induction l as [|p l IH]; intros n P A s c n1 hl hi.
- destruct hi as (e & E & fs & fc & h1 & h2 & h3 & h4 & h5 & h6). simpl dot_loop. simpl Rsum. simpl Rasum. simpl length.
  rewrite Nat.add_0_r, !Rplus_0_r. assert (r := sr s c fs fc). assert (u0 := unit_roundoff_ge0 radix2 prec).
  assert (q := pow_ge1 u u0 n). set (w := (1 + u) ^ n) in *. replace (fl (s + c) - P) with ((fl (s + c) - (s + c)) + (c - e)) by lra.
  eapply Rle_trans; [apply Rabs_triang|].
  assert (sc : Rabs (s + c) <= Rabs P + (w - 1) * E).
  { replace (s + c) with (P + (c - e)) by lra. eapply Rle_trans; [apply Rabs_triang|lra]. }
  assert (u * Rabs (s + c) <= u * (Rabs P + (w - 1) * E)) by now apply Rmult_le_compat_l.
  assert (b : (w - 1) * E <= (w - 1) * ((w - 1) * A)) by (apply Rmult_le_compat_l; lra).
  assert (b' : (1 + u) * ((w - 1) * E) <= (1 + u) * ((w - 1) * ((w - 1) * A))) by (apply Rmult_le_compat_l; lra).
  replace ((1 + u) * (w - 1) ^ 2 * A) with ((1 + u) * ((w - 1) * ((w - 1) * A))) by ring. lra.
- inversion hl as [|p' l' hp hl']; subst. assert (h := IH (S n) _ _ _ _ ltac:(lia) hl' (dot_next _ _ _ _ _ _ n1 hp hi)).
  simpl length. replace (n + S (length l))%nat with (S n + length l)%nat by lia.
  simpl map. simpl Rsum. simpl Rasum. fold (Rsum (map times l)) (Rasum (map times l)). rewrite <- !Rplus_assoc. exact h.
Qed.
Lemma dot_start p : legal_pair p -> dot_invariant 1 (times p) (Rabs (times p)) (fl (times p)) (product_error p).
Proof.
intro hp. destruct (product_error_exact p hp) as (r1 & r2 & r3). exists (product_error p), (Rabs (product_error p)).
assert (u0 := unit_roundoff_ge0 radix2 prec). assert (q := Rabs_pos (product_error p)).
split; [apply flf|split; [apply flf|split; [rewrite r1; ring|split; [lra|split; [simpl; lra|split; [lra|split; [simpl; lra|]]]]]]].
replace (product_error p - product_error p) with 0 by ring. rewrite Rabs_R0. simpl. apply Rmult_le_pos; lra.
Qed.
Theorem dot2_error l : Forall legal_pair l ->
  Rabs (dot2 l - total l) <= u * Rabs (total l) + (1 + u) * ((1 + u) ^ length l - 1) ^ 2 * absolute_total l.
Proof.
intro hl. destruct l as [|p l].
- unfold total, absolute_total. simpl. replace (0 - 0) with 0 by ring. rewrite Rabs_R0. lra.
- inversion hl as [|p' l' hp hl']; subst. exact (dot_loop_error l 1 _ _ _ _ (le_n 1) hl' (dot_start p hp)).
Qed.
(* The products left exact, as fused ones are, and the sum a compensated one. *)
Theorem dot2_compensated l lam : 0 <= lam -> (1 + u) ^ length l <= 5 / 4 -> (1 <= length l)%nat -> Forall legal_pair l ->
  sum_of (model u lam) (map (fun p => product (model u lam) false (exactly (fst p)) (exactly (snd p))) l) (dot2 l).
Proof.
intros l0 small n1 hl. assert (u0 := unit_roundoff_ge0 radix2 prec). exists (map times l). split.
{ clear - l0 u0. induction l as [|p l IH]; [constructor|]. constructor; [|exact IH].
  exists (fst p), (snd p), (fst p), (snd p). repeat split; try now left. apply rounds_exact; auto. }
right. change (compensated u lam (map times l) (dot2 l)). unfold compensated. rewrite map_length.
assert (a := Rasum_abs (map times l)). split; [exact a|split; [apply pos_INR|]].
assert (A0 : 0 <= absolute_total l) by (unfold absolute_total; assert (w := Rabs_pos (Rsum (map times l))); lra).
assert (q := pow_ge1 u u0 (length l)). assert (0 <= lam * units (length l)) by (apply Rmult_le_pos; [exact l0|apply pos_INR]).
assert (T : (1 + u) ^ length l * (Rasum (map times l) + lam * units (length l)) >= (1 + u) ^ length l * Rasum (map times l)) by (apply Rle_ge, Rmult_le_compat_l; lra).
fold (total l) (absolute_total l) in *.
assert (ua : u * Rabs (total l) <= u * absolute_total l) by now apply Rmult_le_compat_l.
destruct l as [|p [|p2 l]]; [simpl in n1; lia| |].
- inversion hl as [|p' l' hp hl']; subst. destruct (product_error_exact p hp) as (r1 & _ & _).
  assert (r := sr (fl (times p)) (product_error p) (flf _) (flf _)).
  replace (fl (times p) + product_error p) with (times p) in r at 2 3 by (rewrite r1; ring).
  change (dot2 [p]) with (fl (fl (times p) + product_error p)). unfold total, absolute_total in *. simpl in *. rewrite Rplus_0_r in *. lra.
- assert (h := dot2_error _ hl). set (n := length (p :: p2 :: l)) in *. set (S := p :: p2 :: l) in *.
  assert (g2 : 1 + 2 * u <= (1 + u) ^ n).
  { apply Rle_trans with ((1 + u) ^ 2); [simpl; assert (0 <= u * u) by (now apply Rmult_le_pos); lra|]. apply Rle_pow; [lra|unfold n, S; simpl; lia]. }
  set (w := (1 + u) ^ n) in *. assert (ul : u <= 1 / 8) by lra.
  assert (z : (1 + u) * (w - 1) ^ 2 <= w - 1 - u).
  { simpl. rewrite Rmult_1_r. apply Rle_trans with (9 / 8 * ((w - 1) * (1 / 4))).
    - apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|]. apply Rmult_le_compat_l; lra.
    - lra. }
  assert ((1 + u) * (w - 1) ^ 2 * absolute_total S <= (w - 1 - u) * absolute_total S) by (apply Rmult_le_compat_r; [exact A0|exact z]).
  lra.
Qed.
End Dot.
