(* SPDX-License-Identifier: Apache-2.0 *)
(* FpSum.v: sums over any tree, and sums of products.

   A sum of L numbers is admissible if it is a tree of L - 1 rounded additions, in any order and any
   shape, or compensated: any value no farther off than L roundings of each number, and 3L - 1 units
   of underflow, can bring it.
   Main results: tree_compensated (each tree keeps within that, with L - 1), Ap_sum_of (the error of
   a sum of computed values), dot (the error of a sum of products, FP.dot), dot_compensated,
   sums_blocks
   (blocks may be summed apart). *)
From Coq Require Import Reals Psatz List Permutation.
From NoisyGD Require Import FpModel.
Import ListNotations. Local Open Scope R_scope.

(* f 0 + ... + f (n - 1), exactly. *)
Fixpoint big (n : nat) (f : nat -> R) : R := match n with O => 0 | S m => big m f + f m end.

Lemma big_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> big n f = big n g.
Proof. induction n as [|n IH]; intro h; simpl; [reflexivity|rewrite IH, h; auto with arith]. Qed.
Lemma big_le n f g : (forall i, (i < n)%nat -> f i <= g i) -> big n f <= big n g.
Proof. induction n as [|n IH]; intro h; simpl; [lra|]. apply Rplus_le_compat; auto with arith. Qed.
Lemma big_ge0 n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= big n f.
Proof. induction n as [|n IH]; intro h; simpl; [lra|]. apply Rplus_le_le_0_compat; auto with arith.
Qed.
Lemma big_plus n f g : big n (fun i => f i + g i) = big n f + big n g.
Proof. induction n as [|n IH]; simpl; [lra|rewrite IH; ring]. Qed.
Lemma big_mul n a f : big n (fun i => a * f i) = a * big n f.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma big_mulr n a f : big n (fun i => f i * a) = big n f * a.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma big_const n a : big n (fun _ => a) = INR n * a.
Proof. induction n as [|n IH]; [simpl; ring|simpl big; rewrite IH, S_INR; ring]. Qed.
Lemma INR_ge1 n : (1 <= n)%nat -> 1 <= INR n. Proof. exact (le_INR 1 n). Qed.
Lemma big_opp n f : big n (fun i => - f i) = - big n f.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma big_exchange n m f : big n (fun i => big m (f i)) = big m (fun j => big n (fun i => f i j)).
Proof. induction n as [|n IH]; simpl.
  - induction m as [|m IHm]; simpl; [reflexivity|rewrite <- IHm; ring].
  - rewrite IH. now rewrite <- big_plus. Qed.
Lemma big_abs n f : Rabs (big n f) <= big n (fun i => Rabs (f i)).
Proof. induction n as [|n IH]; simpl; [rewrite Rabs_R0; lra|].
  eapply Rle_trans; [apply Rabs_triang|lra]. Qed.
Lemma big_delta n f k : (k < n)%nat -> big n (fun l => if Nat.eqb l k then f l else 0) = f k.
Proof. induction n as [|n IH]; intro h; [lia|]. simpl. destruct (Nat.eq_dec k n) as [->|ne].
  - rewrite Nat.eqb_refl. rewrite (big_ext n _ (fun _ => 0)).
    + rewrite big_const. ring.
    + intros i hi. assert (e : Nat.eqb i n = false) by (apply Nat.eqb_neq; lia). now rewrite e.
  - rewrite IH by lia. assert (e : Nat.eqb n k = false) by (apply Nat.eqb_neq; lia).
    rewrite e. ring. Qed.
Lemma big_le_one n f i : (forall j, (j < n)%nat -> 0 <= f j) -> (i < n)%nat -> f i <= big n f.
Proof. intros h; induction n as [|n IH]; intro hi; [lia|]. simpl.
  destruct (Nat.eq_dec i n) as [->|ne].
  - assert (0 <= big n f) by (apply big_ge0; auto with arith). lra.
  - assert (f i <= big n f) by (apply IH; [auto with arith|lia]).
    assert (0 <= f n) by auto with arith. lra. Qed.
Lemma units_le n : units n <= 3 * INR n.
Proof. unfold units. eapply Rle_trans; [apply le_INR with (m := (3 * n)%nat); lia|].
  rewrite mult_INR. simpl. lra. Qed.

Section Sets.
Variable o : operations.
(* Any tree of rounded additions over the list, the list taken in any order. *)
Inductive tree : list R -> R -> Prop :=
| tree_leaf a : tree [a] a
| tree_node l1 l2 a b x : tree l1 a -> tree l2 b -> sum2 o a b x -> tree (l1 ++ l2) x
| tree_perm l l' x : Permutation l l' -> tree l x -> tree l' x.
Local Definition sums (l : list R) (x : R) := tree l x \/ accumulated o l x.
(* The sum of computed values, as a set: each summand any value of its set. *)
Definition sum_of
    (Ps : list value) : value := fun x => exists xs, Forall2 (fun P a => P a) Ps xs /\ sums xs x.
Definition tree_of
    (Ps : list value) : value := fun x => exists xs, Forall2 (fun P a => P a) Ps xs /\ tree xs x.
End Sets.

Section Sums.
Variables (u lam : R) (converts : bool). Hypotheses (u_ge0 : 0 <= u) (lam_ge0 : 0 <= lam).
Notation ap := (ap u lam). Notation Ap := (Ap u lam). Notation o := (model u lam).
Notation tree := (tree o). Notation sums := (sums o). Notation sum_of := (sum_of o).
Notation tree_of := (tree_of o). Notation compensated := (compensated u lam).

Lemma Rsum_app l1 l2 : Rsum (l1 ++ l2) = Rsum l1 + Rsum l2.
Proof. induction l1 as [|a l IH]; simpl; [ring|]. fold (Rsum (l ++ l2)) (Rsum l). rewrite IH; ring.
Qed.
Lemma Rasum_app l1 l2 : Rasum (l1 ++ l2) = Rasum l1 + Rasum l2.
Proof. induction l1 as [|a l IH]; simpl; [ring|]. fold (Rasum (l ++ l2)) (Rasum l).
  rewrite IH; ring. Qed.
Lemma Rsum_perm l l' : Permutation l l' -> Rsum l = Rsum l' /\ Rasum l = Rasum l'.
Proof. induction 1; simpl in *; fold Rsum Rasum in *; intuition lra. Qed.
Lemma Rasum_abs l : Rabs (Rsum l) <= Rasum l.
Proof. induction l as [|a l IH]; simpl; [rewrite Rabs_R0; lra|]. triangle. Qed.
Lemma tree_length l x : tree l x -> (1 <= length l)%nat.
Proof. induction 1 as [|l1 l2 a b x _ h1 _ h2 _|l l' x p _ h]; simpl;
    [lia|rewrite length_app; lia|]. now rewrite <- (Permutation_length p). Qed.
Theorem tree_compensated l x : tree l x ->
  ap (length l - 1) (Rsum l) (Rasum l) (INR (length l) - 1) x.
Proof. induction 1 as [a|l1 l2 a b x t1 h1 t2 h2 r|l l' x p _ h].
  - simpl. replace (a + 0) with a by ring. replace (Rabs a + 0) with (Rabs a) by ring.
    replace (1 - 1) with 0 by ring. now apply (Ap_exactly u lam).
  - assert (z1 := tree_length _ _ t1). assert (z2 := tree_length _ _ t2).
    rewrite Rsum_app, Rasum_app, length_app, plus_INR. set (n := (length l1 + length l2 - 2)%nat).
    replace (length l1 + length l2 - 1)%nat with (S n) by (unfold n; lia). replace (INR (length l1)
      + INR (length l2) - 1) with ((INR (length l1) - 1) + (INR (length l2) - 1) + 1) by ring.
    apply ap_adds with a b; [assumption|assumption| | |assumption].
    + eapply ap_weaken; [assumption|assumption| | | |exact h1]; [unfold n; lia|lra|lra].
    + eapply ap_weaken; [assumption|assumption| | | |exact h2]; [unfold n; lia|lra|lra].
  - destruct (Rsum_perm _ _ p) as [<- <-]. now rewrite <- (Permutation_length p). Qed.
Lemma sums_compensated l x : sums l x -> compensated l x.
Proof. intros [h|h]; [|exact h].
  eapply ap_weaken; [assumption|assumption| | | |exact (tree_compensated _ _ h)]; [lia|lra|].
  assert (q := tree_length _ _ h). unfold units. rewrite minus_INR, mult_INR by lia.
  assert (z := le_INR _ _ q). simpl in *. lra. Qed.

(* Blocks may be summed apart, each in its own way. *)
Theorem sums_blocks l1 l2 a b x : (1 <= length l1)%nat -> (1 <= length l2)%nat ->
  sums l1 a -> sums l2 b -> adds u lam a b x -> sums (l1 ++ l2) x.
Proof. intros n1 n2 h1%sums_compensated h2%sums_compensated r. right.
  change (compensated (l1 ++ l2) x). unfold FpModel.compensated in *. rewrite Rsum_app, Rasum_app,
    length_app. unfold units in *. set (n := (length l1 + length l2 - 1)%nat).
  replace (length l1 + length l2)%nat with (S n) by (unfold n; lia).
  replace (INR (3 * S n - 1)) with (INR (3 * length l1 - 1) + INR (3 * length l2 - 1) + 1) by
    (rewrite <- plus_INR, <- S_INR; f_equal; unfold n; lia). apply ap_adds with a b; try assumption.
  - eapply ap_weaken; [assumption|assumption| | | |exact h1]; [unfold n; lia|lra|lra].
  - eapply ap_weaken; [assumption|assumption| | | |exact h2]; [unfold n; lia|lra|lra]. Qed.

(* Bounds for a list of sets, added up. *)
Inductive Aps (n : nat) : list value -> R -> R -> R -> Prop :=
| Aps_nil : Aps n [] 0 0 0
| Aps_cons P Ps v s k v' s' k' : Ap n v s k P -> Aps n Ps v' s' k' ->
  Aps n (P :: Ps) (v + v') (s + s') (k + k').
Lemma Aps_app n Ps v s k Qs v' s' k' :
  Aps n Ps v s k -> Aps n Qs v' s' k' -> Aps n (Ps ++ Qs) (v + v') (s + s') (k + k').
Proof. intros h h'. induction h as [|P Ps v1 s1 k1 v2 s2 k2 hp h IH]; simpl;
    [now rewrite !Rplus_0_l|]. rewrite !Rplus_assoc. now constructor. Qed.
Lemma Aps_one n P v s k : Ap n v s k P -> Aps n [P] v s k.
Proof. intro h. rewrite <- (Rplus_0_r v), <- (Rplus_0_r s), <- (Rplus_0_r k).
  constructor; [assumption|constructor]. Qed.
Lemma Aps_weaken n n' Ps v s k : (n <= n')%nat -> Aps n Ps v s k -> Aps n' Ps v s k.
Proof. intros hn h. induction h as [|P Ps v s k v' s' k' hp h IH]; constructor; [|exact IH].
  exact (Ap_to u lam u_ge0 lam_ge0 _ _ _ _ _ _ _ _ _ hp hn eq_refl (Rle_refl _) (Rle_refl _)). Qed.
Lemma Aps_seq n d P v s k : (forall j, (j < d)%nat -> Ap n (v j) (s j) (k j) (P j)) ->
  Aps n (map P (seq 0 d)) (big d v) (big d s) (big d k).
Proof. induction d as [|d IH]; intro h; [constructor|]. rewrite seq_S, map_app. simpl.
  apply Aps_app; [auto with arith|]. apply Aps_one. auto with arith. Qed.
Lemma Aps_concat n d Ps v s k : (forall j, (j < d)%nat -> Aps n (Ps j) (v j) (s j) (k j)) ->
  Aps n (concat (map Ps (seq 0 d))) (big d v) (big d s) (big d k).
Proof. induction d as [|d IH]; intro h; [constructor|].
  rewrite seq_S, map_app, concat_app. simpl. rewrite app_nil_r. apply Aps_app; auto with arith. Qed.
Lemma Aps_compose n m Ps v s k xs x : Aps n Ps v s k -> Forall2 (fun P a => P a) Ps xs ->
  forall kk, ap m (Rsum xs) (Rasum xs) kk x -> ap (n + m) v s (k + kk) x.
Proof. intros h f kk (c1 & c2 & c3). assert (e : Rabs v <= s /\ 0 <= k /\ Rabs (Rsum xs - v) <=
    (1 + u) ^ n * (s + lam * k) - s /\ Rasum xs <= (1 + u) ^ n * (s + lam * k)).
  { clear c1 c2 c3. revert xs f. induction h as [|P Ps v1 s1 k1 v2 s2 k2 hp h IH]; intros xs f;
      inversion f as [|? a ? as' pa fa]; subst; simpl.
    - replace (0 - 0) with 0 by ring. rewrite Rabs_R0. lra.
    - fold (Rsum as') (Rasum as'). destruct (IH as' fa) as (i1 & i2 & i3 & i4).
      assert (q := ap_size _ _ _ _ _ _ _ (hp a pa)). destruct (hp a pa) as (j1 & j2 & j3).
      replace (a + Rsum as' - (v1 + v2)) with ((a - v1) + (Rsum as' - v2)) by ring.
      assert (t := Rabs_triang (a - v1) (Rsum as' - v2)). assert (t' := Rabs_triang v1 v2).
      repeat split; lra. }
  destruct e as (e1 & e2 & e3 & e4). split; [assumption|split; [lra|]].
  replace (x - v) with ((x - Rsum xs) + (Rsum xs - v)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite pow_add. assert (p := pow_ge1 u u_ge0 n).
  assert (q := pow_ge1 u u_ge0 m). set (pn := (1 + u) ^ n) in *. set (pm := (1 + u) ^ m) in *.
  assert ((pm - 1) * Rasum xs <= (pm - 1) * (pn * (s + lam * k)) /\ 0 <= lam * kk) by pieces.
  assert (pm * (lam * kk) <= pn * (pm * (lam * kk))).
  { rewrite <- (Rmult_1_l (pm * (lam * kk))) at 1.
    apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|lra]. }
  lra. Qed.
Theorem Ap_sum_of n Ps v s k : Aps n Ps v s k ->
  Ap (n + length Ps) v s (k + units (length Ps)) (sum_of Ps).
Proof. intros h x (xs & f & hs).
  assert (z : length Ps = length xs) by (now apply (Forall2_length f)).
  rewrite z. exact (Aps_compose _ _ _ _ _ _ _ _ h f _ (sums_compensated _ _ hs)). Qed.
(* Sums of a term for each number below d, and of two such lists: three units a term. *)
Lemma Ap_sum_seq n d P v s k : (forall j, (j < d)%nat -> Ap n (v j) (s j) (k j) (P j)) ->
  Ap (n + d) (big d v) (big d s) (big d (fun j => k j + 3)) (sum_of (map P (seq 0 d))).
Proof. intro h. assert (g := Ap_sum_of _ _ _ _ _ (Aps_seq _ _ _ _ _ _ h)).
  rewrite length_map, length_seq in g. apply (Ap_to u lam u_ge0 lam_ge0 _ _ _ _ _ _ _ _ _ g);
    [lia|reflexivity|lra|]. rewrite big_plus, big_const. assert (q := units_le d). lra. Qed.
Lemma Ap_sum_seqs n n' N d P v s k e Q v' s' k' :
  (forall j, (j < d)%nat -> Ap n (v j) (s j) (k j) (P j)) ->
  (forall j, (j < e)%nat -> Ap n' (v' j) (s' j) (k' j) (Q j)) -> (n <= N)%nat -> (n' <= N)%nat ->
  Ap (N + (d + e)) (big d v + big e v') (big d s + big e s')
    (big d (fun j => k j + 3) + big e (fun j => k' j + 3))
    (sum_of (map P (seq 0 d) ++ map Q (seq 0 e))).
Proof. intros h h' l l'. assert (g := Ap_sum_of _ _ _ _ _ (Aps_app _ _ _ _ _ _ _ _ _ (Aps_weaken _ _
      _ _ _ _ l (Aps_seq _ _ _ _ _ _ h)) (Aps_weaken _ _ _ _ _ _ l' (Aps_seq _ _ _ _ _ _ h')))).
  rewrite length_app, !length_map, !length_seq in g.
  apply (Ap_to u lam u_ge0 lam_ge0 _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|].
  rewrite !big_plus, !big_const. assert (q := units_le (d + e)). rewrite plus_INR in q. lra. Qed.
Lemma Ap_tree_of n Ps v s k : Aps n Ps v s k ->
  Ap (n + (length Ps - 1)) v s (k + (INR (length Ps) - 1)) (tree_of Ps).
Proof. intros h x (xs & f & hs).
  assert (z : length Ps = length xs) by (now apply (Forall2_length f)).
  rewrite z. exact (Aps_compose _ _ _ _ _ _ _ _ h f _ (tree_compensated _ _ hs)). Qed.

(* Each number scaled, by a number that is read exactly, or each set changed alike. *)
Lemma Ap_scaled e n v s k P : 0 <= e -> Ap n v s k P ->
  Ap (n + 1 + cn converts) (e * v) (e * s) (e * k + (e + 1)) (scale o converts e P).
Proof. intros e0 h. assert (cr := c_range converts).
  assert (g := Ap_scale u lam converts u_ge0 lam_ge0 e _ _ _ _ _ h). rewrite (Rabs_pos_eq e) in g
    by assumption. apply (Ap_to u lam u_ge0 lam_ge0 _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|nra].
Qed.
Lemma Aps_map n n' a b c F :
  (forall v s k P, Ap n v s k P -> Ap n' (a * v) (b * s) (b * k + c) (F P)) ->
  forall Ps v s k, Aps n Ps v s k ->
  Aps n' (map F Ps) (a * v) (b * s) (b * k + c * INR (length Ps)).
Proof. intros h Ps v s k hs.
  induction hs as [|P Ps v s k v' s' k' hp hs IH]; simpl map; simpl length.
  - simpl INR. rewrite !Rmult_0_r, Rplus_0_l. constructor.
  - rewrite S_INR, !Rmult_plus_distr_l. replace (b * k + b * k' + (c * INR (length Ps) + c * 1))
      with ((b * k + c) + (b * k' + c * INR (length Ps))) by ring. constructor; auto. Qed.

(* FP.dot: d products of exact numbers, each rounded or left exact (fused), summed over any tree. *)
Definition products (d : nat) (a b : nat -> R) : list value :=
  map (fun j => product o false (exactly (a j)) (exactly (b j))) (seq 0 d).
Lemma Aps_products d a b :
  Aps 1 (products d a b) (big d (fun j => a j * b j)) (big d (fun j => Rabs (a j * b j))) (INR d).
Proof. replace (INR d) with (big d (fun _ => 1)) by (rewrite big_const; ring). apply Aps_seq.
  intros j _. eapply Ap_weaken; [assumption|assumption| | | | apply (Ap_product u lam false u_ge0
      lam_ge0 0 _ _ 0 _ 0 _ _ 0 _ (Ap_exactly u lam (a j)) (Ap_exactly u lam (b j)))].
  - simpl; lia.
  - rewrite Rabs_mult; lra.
  - apply Req_le; unfold kmul, c, cn; simpl; ring. Qed.
Lemma products_length d a b : length (products d a b) = d.
Proof. unfold products. now rewrite length_map, length_seq. Qed.
Theorem dot d a b x : INR d * u <= 1 / 4 -> tree_of (products d a b) x ->
  Rabs (x - big d (fun j => a j * b j)) <=
    gamma u d * big d (fun j => Rabs (a j * b j)) + 4 / 3 * lam * (2 * INR d - 1).
Proof. intros hu hx. assert (h := Ap_tree_of _ _ _ _ _ (Aps_products d a b)).
  rewrite products_length in h. assert (1 <= d)%nat.
  { destruct hx as (xs & f & t). apply Forall2_length in f. rewrite products_length in f.
    assert (q := tree_length _ _ t). lia. }
  replace (2 * INR d - 1) with (INR d + (INR d - 1)) by ring.
  refine (Ap_bound u lam u_ge0 lam_ge0 _ d _ _ _ _ x _ hu h hx). lia. Qed.
Theorem dot_compensated d a b x : INR (d + 1) * u <= 1 / 4 -> sum_of (products d a b) x ->
  Rabs (x - big d (fun j => a j * b j)) <=
    gamma u (d + 1) * big d (fun j => Rabs (a j * b j)) + 4 / 3 * lam * (INR d + units d).
Proof. intros hu hx. assert (h := Ap_sum_of _ _ _ _ _ (Aps_products d a b)). rewrite products_length
    in h. refine (Ap_bound u lam u_ge0 lam_ge0 _ (d + 1) _ _ _ _ x _ hu h hx). lia. Qed.
End Sums.
