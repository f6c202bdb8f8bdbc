(* SPDX-License-Identifier: Apache-2.0 *)
(* FpDyadic.v: where inputs lie on a coarse enough grid, every admissible evaluation order is exact.

   A number of the format is a multiple of beta^e, e not below low, of at most beta^(prec + e):
   binary has beta = 2, decimal 10. An arithmetic is taken to return an exact result that is a
   number of the format as it is (flushing to zero does, beta^low being normal), and to sum numbers
   of one grid exactly where the sum of their absolute values fits on it.
   Main results: exact_tree (a sum over any tree), formats_are_exact (Flocq's formats, any rounding,
   flushed or not, exact or rounded once, are so). *)
From Coq Require Import Reals Psatz List ZArith Permutation.
From Flocq Require Import Core.
From NoisyGD Require Import FpModel FpSum FpPlans FpFlocq.
Local Open Scope R_scope.

Section Exact.
Variables (beta : radix) (prec low : Z).
Notation pow := (bpow beta).
Definition grid (e : Z) (v : R) := exists n : Z, v = IZR n * pow e.
Definition representable (v : R) := exists e, (low <= e)%Z /\ grid e v /\ Rabs v <= pow (prec + e).

Lemma grid_plus e v w : grid e v -> grid e w -> grid e (v + w).
Proof. intros [n ->] [k ->]. exists (n + k)%Z. rewrite plus_IZR. ring. Qed.
Lemma grid_opp e v : grid e v -> grid e (- v).
Proof. intros [n ->]. exists (- n)%Z. rewrite opp_IZR. ring. Qed.
Lemma grid_mult e f v w : grid e v -> grid f w -> grid (e + f) (v * w).
Proof. intros [n ->] [k ->]. exists (n * k)%Z. rewrite mult_IZR, bpow_plus. ring. Qed.
Lemma grid_0 e : grid e 0. Proof. exists 0%Z. ring. Qed.
Lemma grid_finer e f v : (f <= e)%Z -> grid e v -> grid f v.
Proof. intros h [n ->]. exists (n * beta ^ (e - f))%Z. rewrite mult_IZR, IZR_Zpower by lia.
  rewrite Rmult_assoc, <- bpow_plus. do 2 f_equal. lia. Qed.
(* Nothing on the grid lies between 0 and its unit. *)
Lemma grid_gap e v : grid e v -> v <> 0 -> pow e <= Rabs v.
Proof. intros [n ->] h. rewrite Rabs_mult, (Rabs_pos_eq (pow e)) by apply bpow_ge_0.
  rewrite <- (Rmult_1_l (pow e)) at 1. apply Rmult_le_compat_r; [apply bpow_ge_0|].
  rewrite <- abs_IZR. apply IZR_le. assert (n <> 0)%Z by (intros ->; apply h; ring). lia. Qed.

Variable o : operations.
(* A result that is a number of the grid is its operation's only one. *)
Record exact_arithmetic : Prop := ExactArithmetic {
  low_0 : (low <= 0)%Z;
  exact_result : forall a x, result o a x -> representable a -> x = a;
  exact_sum2 : forall a b x, sum2 o a b x -> representable (a + b) -> x = a + b;
  exact_accumulated : forall l x e, accumulated o l x ->
    (low <= e)%Z -> Forall (grid e) l -> Rasum l <= pow (prec + e) -> x = Rsum l
}.
Variable converts : bool. Hypothesis is_exact : exact_arithmetic.
Let low_0 := low_0 is_exact. Let exact_result := exact_result is_exact.
Let exact_sum2 := exact_sum2 is_exact. Let exact_accumulated := exact_accumulated is_exact.

(* The set has no value but v. *)
Definition only (v : R) (P : value) := forall x, P x -> x = v.

Lemma number_0 : representable 0.
Proof. exists 0%Z. split; [assumption|split; [apply grid_0|]]. rewrite Rabs_R0. apply bpow_ge_0.
Qed.
Lemma only_either v P Q : only v P -> only v Q -> only v (either P Q).
Proof. intros h k x [hx|hx]; auto. Qed.
Lemma only_neg v P : only v P -> only (- v) (neg P).
Proof. intros h x hx. rewrite <- (h _ hx). ring. Qed.
Lemma only_rounded v P : representable v -> only v P -> only v (rounded o P).
Proof. intros n h y (x & hx & r). rewrite (h _ hx) in r. auto. Qed.
Lemma only_further v f P : representable v -> only v P -> only v (further o f P).
Proof. intros n h x d. induction d as [|f P x y d IH r]; [auto|]. rewrite (IH h) in r. auto. Qed.
Lemma only_reads v x : representable v -> reads o converts v x -> x = v.
Proof. intros n [h|[_ h]]; auto. Qed.
Lemma only_product v w P Q : representable v -> representable w -> representable (v * w) ->
  only v P -> only w Q -> only (v * w) (product o converts P Q).
Proof. intros nv nw n hp hq z (a & b & a' & b' & ha & hb & ra & rb & r). rewrite (hp _ ha) in ra.
  rewrite (hq _ hb) in rb. rewrite (only_reads _ _ nv ra), (only_reads _ _ nw rb) in r. auto. Qed.
Lemma only_product_0l P Q : only 0 P -> only 0 (product o converts P Q).
Proof. intros hp z (a & b & a' & b' & ha & hb & ra & rb & r). rewrite (hp _ ha) in ra.
  rewrite (only_reads _ _ number_0 ra), Rmult_0_l in r.
  apply exact_result; [exact r|apply number_0]. Qed.
Lemma only_product_0r P Q : only 0 Q -> only 0 (product o converts P Q).
Proof. intros hq z (a & b & a' & b' & ha & hb & ra & rb & r). rewrite (hq _ hb) in rb.
  rewrite (only_reads _ _ number_0 rb), Rmult_0_r in r.
  apply exact_result; [exact r|apply number_0]. Qed.
Lemma only_scale e v P : representable v -> representable (e * v) -> only v P ->
  only (e * v) (scale o converts e P).
Proof. intros nv n h z (a & a' & ha & ra & r). rewrite (h _ ha) in ra.
  rewrite (only_reads _ _ nv ra) in r. auto. Qed.

(* Sums of numbers on one grid. *)
Lemma grid_Rsum e l : Forall (grid e) l -> grid e (Rsum l).
Proof. induction 1; simpl; [apply grid_0|now apply grid_plus]. Qed.
Lemma exact_tree l x e : tree o l x -> (low <= e)%Z -> Forall (grid e) l ->
  Rasum l <= pow (prec + e) -> x = Rsum l.
Proof. intros t le. induction t as [a|l1 l2 a b x t1 h1 t2 h2 r|l l' x p t h]; intros g s.
  - simpl. ring.
  - rewrite Rasum_app in s. apply Forall_app in g. destruct g as [g1 g2]. rewrite Rsum_app.
    assert (p1 := Rasum_abs l1). assert (p2 := Rasum_abs l2). assert (q1 := Rabs_pos (Rsum l1)).
    assert (q2 := Rabs_pos (Rsum l2)). rewrite h1, h2 in r by (assumption || lra).
    apply exact_sum2; [exact r|]. exists e. split; [assumption|split].
    + apply grid_plus; now apply grid_Rsum.
    + eapply Rle_trans; [apply Rabs_triang|lra].
  - destruct (Rsum_perm _ _ p) as [e1 e2]. rewrite <- e1. apply h; [|now rewrite e2].
    eapply Permutation_Forall; [apply Permutation_sym, p|exact g]. Qed.
(* vs: the exact values of a list of sets. *)
Lemma only_sum_of e Ps vs : Forall2 (fun P v => only v P) Ps vs ->
  (low <= e)%Z -> Forall (grid e) vs -> Rasum vs <= pow (prec + e) -> only (Rsum vs) (sum_of o Ps).
Proof. intros f le g s x (xs & fx & hx). assert (xs = vs) as ->.
  { clear hx g s. revert xs fx. induction f as [|P v Ps vs h f IH]; intros xs fx; inversion fx;
      subst; [reflexivity|]. f_equal; [apply h; assumption|apply IH; assumption]. }
  destruct hx as [t|a];
    [exact (exact_tree _ _ _ t le g s)|exact (exact_accumulated _ _ _ a le g s)]. Qed.
End Exact.
Arguments low_0 {beta prec low o}.
Arguments exact_result {beta prec low o}.
Arguments exact_sum2 {beta prec low o}.

(* Flocq's formats: each operation rounded in any way, flushed or not, or left exact; an accumulated
   sum rounded once. *)
Section Formats.
Variables (beta : radix) (emin prec low : Z). Context {prec_gt_0_ : Prec_gt_0 prec}.
Definition rounded_somehow (a x : R) := x = a \/ exists rnd, Valid_rnd rnd /\
  (x = round beta (FLT_exp emin prec) rnd a \/
    x = flush beta emin prec (round beta (FLT_exp emin prec) rnd a)).
Definition format_operations :=
  Operations rounded_somehow (fun a b => rounded_somehow (a + b))
    (fun l => rounded_somehow (Rsum l)).
Lemma number_in_format v : (emin <= low)%Z -> representable beta prec low v ->
  generic_format beta (FLT_exp emin prec) v.
Proof. intros hl (e & le & [n ->] & h). assert (q := prec_gt_0_). unfold Prec_gt_0 in q.
  assert (hn : (Z.abs n <= beta ^ prec)%Z).
  { apply le_IZR. rewrite IZR_Zpower, abs_IZR by lia.
    rewrite Rabs_mult, (Rabs_pos_eq (bpow beta e)), bpow_plus in h by apply bpow_ge_0.
    apply Rmult_le_reg_r with (bpow beta e); [apply bpow_gt_0|exact h]. }
  destruct (Z.eq_dec (Z.abs n) (beta ^ prec)) as [E|E].
  - assert (g : generic_format beta (FLT_exp emin prec) (bpow beta (prec + e)))
      by (apply generic_format_bpow; unfold FLT_exp; lia). destruct (Z.abs_eq_or_opp n) as [s|s].
    + replace (IZR n * bpow beta e) with (bpow beta (prec + e)); [exact g|].
      rewrite bpow_plus, <- IZR_Zpower by lia. rewrite <- E, s. reflexivity.
    + replace (IZR n * bpow beta e) with (- bpow beta (prec + e)); [now apply generic_format_opp|].
      rewrite bpow_plus, <- IZR_Zpower by lia. rewrite <- E, s, opp_IZR. ring.
  - apply generic_format_FLT. exists (Float beta n e); [reflexivity|simpl; lia|simpl; lia]. Qed.
Theorem formats_are_exact : (low <= 0)%Z -> (emin + prec - 1 <= low)%Z ->
  exact_arithmetic beta prec low format_operations.
Proof. intros l0 hl. assert (q := prec_gt_0_). unfold Prec_gt_0 in q.
  assert (H : forall a x, rounded_somehow a x -> representable beta prec low a -> x = a).
  { intros a x h n. assert (g := number_in_format a ltac:(lia) n).
    destruct h as [->|(rnd & valid & h)]; [reflexivity|].
    rewrite (round_generic beta (FLT_exp emin prec) rnd a g) in h.
    destruct h as [->| ->]; [reflexivity|]. unfold flush. destruct Rlt_dec as [l|l]; [|reflexivity].
    destruct (Req_dec a 0) as [->|na]; [reflexivity|exfalso].
    destruct n as (e & le & ge & _). assert (w := grid_gap beta e a ge na).
    assert (smallest_normal beta emin prec <= bpow beta e) by (apply bpow_le; lia). lra. }
  constructor; [exact l0|exact H| |].
  - intros a b x h. now apply H.
  - intros l x e h le g s. apply H; [exact h|]. exists e. split;
      [exact le|split; [now apply grid_Rsum|]]. eapply Rle_trans; [apply Rasum_abs|exact s]. Qed.
End Formats.
