(* SPDX-License-Identifier: Apache-2.0 *)
(* FpModel.v: one operation, and how its errors add up.

   An arithmetic with unit roundoff u and underflow unit lam promises of an operation with exact
   result a a value x with |x - a| <= u |a| + lam; of a sum a + b only |x - (a + b)| <= u (|a| +
   |b|) + lam, so that double-double is covered too. FpFlocq.v shows that rounding to nearest,
   subnormals and flushing to zero keep the promise.

   A quantity that a program may compute in more than one way is the set of the values that it may
   get: a predicate on R. Ap n v s k P says that each value x of P stands for the exact v with |v|
   <= s and
       |x - v| <= (1 + u)^n (s + lam k) - s,
   that is, n factors (1 + d) on monomials of absolute sum s, and underflow of k units.
   Main results: rounds_factors (the promise is the textbook's (1 + d), e form), Ap_add, Ap_product
   (conversion of operands included), Ap_bound (the bound gamma_n s + 4/3 lam k). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Export Comparisons.
Import ListNotations. Local Open Scope R_scope.

Definition value := R -> Prop.
Definition exactly (a : R) : value := fun x => x = a.
Definition either (P Q : value) : value := fun x => P x \/ Q x.
Definition neg (P : value) : value := fun x => P (- x).
(* gamma_n = n u / (1 - n u). *)
Definition gamma (u : R) (n : nat) := INR n * u / (1 - INR n * u).

(* One operation with exact result a, an addition, and the values that stand for v. *)
Definition rounds (u lam a x : R) := Rabs (x - a) <= u * Rabs a + lam.
Definition adds (u lam a b x : R) := Rabs (x - (a + b)) <= u * (Rabs a + Rabs b) + lam.
Definition ap (u lam : R) (n : nat) (v s k x : R) :=
  Rabs v <= s /\ 0 <= k /\ Rabs (x - v) <= (1 + u) ^ n * (s + lam * k) - s.
Definition Ap (u lam : R) n v s k (P : value) := forall x, P x -> ap u lam n v s k x.

(* A sum that is as exact as length l roundings of each number can leave it. *)
Definition Rsum (l : list R) := fold_right Rplus 0 l.
Definition Rasum (l : list R) := fold_right (fun x s => Rabs x + s) 0 l.
Definition units (n : nat) := INR (3 * n - 1).
Definition compensated (u lam : R) (l : list R)
    (x : R) := ap u lam (length l) (Rsum l) (Rasum l) (units (length l)) x.

(* What an arithmetic may make of an operation with exact result a, of a + b, and of a sum that is
   no tree. *)
Record operations := Operations { result : R -> R -> Prop; sum2 : R -> R -> R -> Prop;
  accumulated : list R -> R -> Prop }.
Definition model (u lam : R) := Operations (rounds u lam) (adds u lam) (compensated u lam).

Section Sets.
Variable o : operations.
Variable converts : bool. (* whether a product may convert its operands again *)
Definition rounded (P : value) : value := fun y => exists x, P x /\ result o x y.
(* At most f more roundings. *)
Inductive further : nat -> value -> value :=
| further_none f P x : P x -> further f P x
| further_one f P x y : further f P x -> result o x y -> further (S f) P y.
Definition plus2 (P Q : value) : value := fun x => exists a b, P a /\ Q b /\ sum2 o a b x.
(* An operand as a product reads it. *)
Definition reads (a x : R) := x = a \/ (converts = true /\ result o a x).
Definition product (P Q : value) : value :=
  fun z => exists a b a' b', P a /\ Q b /\ reads a a' /\ reads b b' /\ result o (a' * b') z.
(* A product with a factor that no conversion changes: a step size, one half. *)
Definition scale (e : R)
    (P : value) : value := fun z => exists a a', P a /\ reads a a' /\ result o (e * a') z.
End Sets.

Section Model.
Variables (u lam : R) (converts : bool).
Notation rounds := (rounds u lam). Notation adds := (adds u lam). Notation ap := (ap u lam).
Notation Ap := (Ap u lam). Notation o := (model u lam).
Hypotheses (u_ge0 : 0 <= u) (lam_ge0 : 0 <= lam).

Lemma rounds_factors a x :
  rounds a x <-> exists d e, Rabs d <= u /\ Rabs e <= lam /\ x = a * (1 + d) + e.
Proof. unfold FpModel.rounds; split.
  - intro h. destruct (Req_dec a 0) as [->|na].
    { exists 0, x. rewrite Rabs_R0 in *. replace (x - 0) with x in h by ring.
      split; [|split]; lra. }
    assert (pa := Rabs_pos_lt a na). assert (0 <= u * Rabs a) by (apply Rmult_le_pos; lra).
    destruct (Rle_dec (Rabs (x - a)) (u * Rabs a)) as [h1|h1].
    { exists ((x - a) / a), 0. rewrite Rabs_R0. split; [|split; [lra|field; exact na]].
      unfold Rdiv. rewrite Rabs_mult, Rabs_inv. apply Rmult_le_reg_r with (Rabs a); [exact pa|].
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. exact h1. }
    destruct (Rle_dec 0 (x - a)) as [sg|sg].
    + rewrite (Rabs_pos_eq (x - a)) in * by exact sg. exists (u * Rabs a / a), (x - a - u * Rabs a).
      split; [|split; [apply Rabs_le; lra|field; exact na]]. unfold Rdiv.
      rewrite !Rabs_mult, Rabs_inv, Rabs_Rabsolu, (Rabs_pos_eq u), Rmult_assoc, Rinv_r by lra. lra.
    + rewrite (Rabs_left (x - a)) in * by lra. exists (- (u * Rabs a / a)), (x - a + u * Rabs a).
      split; [|split; [apply Rabs_le; lra|field; exact na]]. unfold Rdiv. rewrite Rabs_Ropp,
        !Rabs_mult, Rabs_inv, Rabs_Rabsolu, (Rabs_pos_eq u), Rmult_assoc, Rinv_r by lra. lra.
  - intros (d & e & hd & he & ->). replace (a * (1 + d) + e - a) with (d * a + e) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult. assert (ha := Rabs_pos a).
    apply Rplus_le_compat; [apply Rmult_le_compat_r|]; assumption. Qed.
Lemma rounds_exact a : rounds a a.
Proof. unfold FpModel.rounds. replace (a - a) with 0 by ring. rewrite Rabs_R0. pieces. Qed.
Lemma rounds_adds a b x : rounds (a + b) x -> adds a b x.
Proof. unfold FpModel.rounds, FpModel.adds. intro h. eapply Rle_trans; [exact h|].
  apply Rplus_le_compat_r, Rmult_le_compat_l; [assumption|]. apply Rabs_triang. Qed.
Lemma pow_ge1 n : 1 <= (1 + u) ^ n. Proof. apply pow_R1_Rle; lra. Qed.
Lemma ap_weaken n n' v s s' k k' x :
  (n <= n')%nat -> s <= s' -> k <= k' -> ap n v s k x -> ap n' v s' k' x.
Proof. intros hn hs hk (h1 & h2 & h3). assert (p := pow_ge1 n). assert (h0 := Rabs_pos v).
    assert (q : (1 + u) ^ n <= (1 + u) ^ n') by (apply Rle_pow; [lra|assumption]).
    split; [lra|split; [lra|]]. eapply Rle_trans; [exact h3|]. assert (lam * k <= lam * k' /\ 0 <=
      lam * k /\ (1 + u) ^ n * (s + lam * k) <= (1 + u) ^ n' * (s + lam * k)) by pieces. nra. Qed.
Lemma Ap_weaken n n' v s s' k k' P :
  (n <= n')%nat -> s <= s' -> k <= k' -> Ap n v s k P -> Ap n' v s' k' P.
Proof. intros a b c h x hx. exact (ap_weaken n n' v s s' k k' x a b c (h x hx)). Qed.
Lemma Ap_to n v s k P n' v' s' k' :
  Ap n v s k P -> (n <= n')%nat -> v = v' -> s <= s' -> k <= k' -> Ap n' v' s' k' P.
Proof. intros h hn <- hs hk. exact (Ap_weaken _ _ _ _ _ _ _ _ hn hs hk h). Qed.
Lemma Ap_either n v s k P Q : Ap n v s k P -> Ap n v s k Q -> Ap n v s k (either P Q).
Proof. intros hp hq x [h|h]; auto. Qed.

(* What an Ap value can be. *)
Lemma ap_size n v s k x : ap n v s k x -> Rabs x <= (1 + u) ^ n * (s + lam * k).
Proof. intros (h1 & h2 & h3). triangle. Qed.
Lemma Ap_exactly a : Ap 0 a (Rabs a) 0 (exactly a).
Proof. intros x ->. split; [lra|split; [lra|]]. replace (a - a) with 0 by ring. rewrite Rabs_R0.
  simpl. lra. Qed.
Lemma Ap_neg n v s k P : Ap n v s k P -> Ap n (- v) s k (neg P).
Proof. intros h x hx. destruct (h _ hx) as (h1 & h2 & h3). split; [now rewrite Rabs_Ropp|split;
    [assumption|]]. replace (x - - v) with (- (- x - v)) by ring. now rewrite Rabs_Ropp. Qed.

(* One more rounding. *)
Lemma ap_rounds n v s k x y : ap n v s k x -> rounds x y -> ap (S n) v s (k + 1) y.
Proof. intros h r. assert (z := ap_size _ _ _ _ _ h). destruct h as (h1 & h2 & h3).
  unfold FpModel.rounds in r. split; [assumption|split; [lra|]].
  replace (y - v) with ((y - x) + (x - v)) by ring. eapply Rle_trans; [apply Rabs_triang|].
  assert (q := pow_ge1 (S n)). simpl in *. nra. Qed.
Lemma Ap_rounded n v s k P : Ap n v s k P -> Ap (S n) v s (k + 1) (rounded o P).
Proof. intros h y (x & hx & r). exact (ap_rounds _ _ _ _ _ _ (h x hx) r). Qed.
Lemma Ap_further f n v s k P : Ap n v s k P -> Ap (n + f) v s (k + INR f) (further o f P).
Proof. intros h x d. revert h. induction d as [f P x hx|f P x y d IH r]; intro h.
  - apply ap_weaken with n s k; [lia|lra|assert (q := pos_INR f); lra|auto].
  - rewrite S_INR, Nat.add_succ_r, <- Rplus_assoc. apply ap_rounds with x; auto. Qed.

(* Sums and products of two. *)
Lemma ap_adds n v1 s1 k1 x1 v2 s2 k2 x2 x :
  ap n v1 s1 k1 x1 -> ap n v2 s2 k2 x2 -> adds x1 x2 x ->
  ap (S n) (v1 + v2) (s1 + s2) (k1 + k2 + 1) x.
Proof. intros h1 h2 r. assert (z1 := ap_size _ _ _ _ _ h1). assert (z2 := ap_size _ _ _ _ _ h2).
  destruct h1 as (a1 & a2 & a3), h2 as (b1 & b2 & b3). unfold FpModel.adds in r.
  split; [eapply Rle_trans; [apply Rabs_triang|lra]|split; [lra|]].
  replace (x - (v1 + v2)) with ((x - (x1 + x2)) + ((x1 - v1) + (x2 - v2))) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. assert (t := Rabs_triang (x1 - v1) (x2 - v2)).
  assert (q := pow_ge1 (S n)). simpl in *. nra. Qed.
Lemma Ap_plus2 n v1 s1 k1 P v2 s2 k2 Q :
  Ap n v1 s1 k1 P -> Ap n v2 s2 k2 Q -> Ap (S n) (v1 + v2) (s1 + s2) (k1 + k2 + 1) (plus2 o P Q).
Proof. intros hp hq x (a & b & ha & hb & r).
  exact (ap_adds _ _ _ _ _ _ _ _ _ _ (hp a ha) (hq b hb) r). Qed.
Definition kmul s1 k1 s2 k2 := s1 * k2 + k1 * s2 + lam * k1 * k2.
Lemma ap_mul n1 v1 s1 k1 x1 n2 v2 s2 k2 x2 :
  ap n1 v1 s1 k1 x1 -> ap n2 v2 s2 k2 x2 ->
  ap (n1 + n2) (v1 * v2) (s1 * s2) (kmul s1 k1 s2 k2) (x1 * x2).
Proof. intros (a1 & a2 & a3) (b1 & b2 & b3). assert (p1 := Rabs_pos v1). assert (p2 := Rabs_pos v2).
  unfold kmul. split; [rewrite Rabs_mult; apply Rmult_le_compat; assumption|split].
  { repeat apply Rplus_le_le_0_compat; repeat apply Rmult_le_pos; lra. }
  replace (x1 * x2 - v1 * v2) with ((x1 - v1) * (x2 - v2) + ((x1 - v1) * v2 + v1 * (x2 - v2)))
    by ring. eapply Rle_trans; [apply Rabs_triang|].
  assert (t := Rabs_triang ((x1 - v1) * v2) (v1 * (x2 - v2))).
  rewrite !Rabs_mult in *. rewrite pow_add. set (e1 := (1 + u) ^ n1 * (s1 + lam * k1) - s1) in *.
  set (e2 := (1 + u) ^ n2 * (s2 + lam * k2) - s2) in *.
  replace (_ - s1 * s2) with (e1 * e2 + (e1 * s2 + s1 * e2)) by (unfold e1, e2; ring). assert (0 <=
    Rabs (x1 - v1) /\ 0 <= Rabs (x2 - v2) /\ Rabs (x1 - v1) * Rabs (x2 - v2) <= e1 * e2 /\
    Rabs (x1 - v1) * Rabs v2 <= e1 * s2 /\ Rabs v1 * Rabs (x2 - v2) <= s1 * e2) by pieces. lra. Qed.
Definition cn : nat := if converts then 1 else 0.
Definition c := INR cn.
Lemma c_range : 0 <= c <= 1. Proof. unfold c, cn. destruct converts; simpl; lra. Qed.
Lemma ap_reads n v s k x y : ap n v s k x -> reads o converts x y -> ap (n + cn) v s (k + c) y.
Proof. intros h [->|[e r]].
  - apply ap_weaken with n s k; [lia|lra|assert (q := c_range); lra|assumption].
  - unfold c, cn. rewrite e. simpl. replace (n + 1)%nat with (S n) by lia.
    now apply ap_rounds with x. Qed.
Lemma Ap_product n1 v1 s1 k1 P n2 v2 s2 k2 Q : Ap n1 v1 s1 k1 P -> Ap n2 v2 s2 k2 Q ->
  Ap (n1 + n2 + 1 + 2 * cn) (v1 * v2) (s1 * s2) (kmul s1 (k1 + c) s2 (k2 + c) + 1)
    (product o converts P Q).
Proof. intros hp hq z (a & b & a' & b' & ha & hb & ra & rb & r). replace (n1 + n2 + 1 + 2 * cn)%nat
    with (S (n1 + cn + (n2 + cn)))%nat by lia. apply ap_rounds with (a' * b'); [|assumption].
  apply ap_mul; [apply (ap_reads _ _ _ _ a) | apply (ap_reads _ _ _ _ b)]; auto. Qed.
Lemma Ap_scale e n v s k P :
  Ap n v s k P ->
  Ap (n + 1 + cn) (e * v) (Rabs e * s) (Rabs e * (k + c) + 1) (scale o converts e P).
Proof. intros hp z (a & a' & ha & ra & r).
  replace (n + 1 + cn)%nat with (S (0 + (n + cn)))%nat by lia. assert (h := ap_mul 0 e (Rabs e) 0 e
    _ _ _ _ _ (Ap_exactly e e eq_refl) (ap_reads _ _ _ _ a a' (hp a ha) ra)). unfold kmul in h.
  replace (Rabs e * (k + c)) with (Rabs e * (k + c) + 0 * s + lam * 0 * (k + c)) by ring.
  now apply ap_rounds with (e * a'). Qed.

(* Inputs: read as they are, or flushed to zero if subnormal. *)
Definition input (a : R) : value := fun x => x = a \/ (x = 0 /\ Rabs a <= lam).
Lemma Ap_input a : Ap 0 a (Rabs a) 1 (input a).
Proof. intros x h. split; [lra|split; [lra|]]. simpl. destruct h as [->|[-> h]].
  - replace (a - a) with 0 by ring. rewrite Rabs_R0. lra.
  - replace (0 - a) with (- a) by ring. rewrite Rabs_Ropp. lra. Qed.

(* From n factors to gamma_n. *)
Lemma pow_gamma n : INR n * u < 1 -> (1 + u) ^ n * (1 - INR n * u) <= 1.
Proof. intros _. induction n as [|n IH]; [simpl; lra|].
  rewrite S_INR. assert (p : 0 < (1 + u) ^ n) by (apply pow_lt; lra). assert (q := pos_INR n).
  assert (w : 0 <= (1 + u) ^ n * ((INR n + 1) * u * u)) by (apply Rmult_le_pos;
    [lra|repeat apply Rmult_le_pos; lra]). replace ((1 + u) ^ S n * (1 - (INR n + 1) * u)) with ((1
      + u) ^ n * (1 - INR n * u) - (1 + u) ^ n * ((INR n + 1) * u * u)) by (simpl; ring). lra. Qed.
Lemma unit_small n : (1 <= n)%nat -> INR n * u <= 1 / 4 -> u <= 1 / 4.
Proof. intros h hn. assert (1 * u <= INR n * u); [|lra]. apply Rmult_le_compat_r; [exact u_ge0|].
  exact (le_INR 1 n h). Qed.
(* The bound that the judge computes. *)
Theorem Ap_bound n N v s k P x : (n <= N)%nat -> INR N * u <= 1 / 4 -> Ap n v s k P -> P x ->
  Rabs (x - v) <= gamma u N * s + 4 / 3 * lam * k.
Proof. intros hn hN h hx. apply (Ap_weaken n N v s s k k) in h; [|assumption|lra|lra].
  destruct (h x hx) as (h1 & h2 & h3). assert (g := pow_gamma N ltac:(lra)).
  assert (q := pow_ge1 N). assert (vp := Rabs_pos v). set (p := (1 + u) ^ N) in *.
  set (m := INR N * u) in *. assert (p43 : p <= 4 / 3).
  { apply Rmult_le_reg_r with (1 - m); [lra|]. lra. }
  assert (pg : p - 1 <= gamma u N).
  { unfold gamma. fold m. apply Rmult_le_reg_r with (1 - m); [lra|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert ((p - 1) * s <= gamma u N * s /\ 0 <= lam * k /\ p * (lam * k) <= 4 / 3 * (lam * k))
    by pieces. lra. Qed.
End Model.
