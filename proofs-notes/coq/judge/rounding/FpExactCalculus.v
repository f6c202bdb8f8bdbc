(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExactCalculus.v: exactness, operation by operation.

   Ex g s v P: the set P stands for the exact v, a multiple of beta^g; s bounds the sum of its
   monomials' absolute values and is a multiple of beta^g too; if s <= beta^(prec + g), P has no
   value but v. Sums add the s, products multiply them, so that a whole plan is exact where the s of
   its result fits. An operand needs no condition of its own: one that does not fit is multiplied by
   zero.
   Main results: Ex_product, Ex_scale, Ex_sum_of, Ex_only; Ex_gradient_entry and Ex_update (every
   admissible evaluation order of one entry). *)
From Coq Require Import Reals Psatz List ZArith.
From Flocq Require Import Core.
From NoisyGD Require Import FpModel FpSum FpPlans FpDyadic.
Import ListNotations. Local Open Scope R_scope.

Section Calculus.
Variables (beta : radix) (prec low : Z) (o : operations) (converts : bool).
Notation pow := (bpow beta). Notation grid := (grid beta).
Notation number := (representable beta prec low).
Hypothesis is_exact : exact_arithmetic beta prec low o.
Let low_0 := low_0 is_exact.

Definition Ex (g : Z) (s v : R) (P : value) : Prop :=
  (low <= g)%Z /\ grid g v /\ grid g s /\ Rabs v <= s /\ (s <= pow (prec + g) -> only v P).

Lemma grid_Rabs g v : grid g v -> grid g (Rabs v).
Proof. intro h. unfold Rabs. destruct Rcase_abs; [now apply grid_opp|exact h]. Qed.
Lemma Ex_only g s v P T : Ex g s v P -> s <= T -> T <= pow (prec + g) -> only v P.
Proof. intros (_ & _ & _ & _ & h) a b. apply h. lra. Qed.
Lemma Ex_ge0 g s v P : Ex g s v P -> 0 <= s.
Proof. intros (_ & _ & _ & h & _). assert (q := Rabs_pos v). lra. Qed.
Lemma Ex_number g s v P : Ex g s v P -> s <= pow (prec + g) -> number v.
Proof. intros (a & b & _ & h & _) q. exists g. split; [exact a|split; [exact b|lra]]. Qed.
Lemma Ex_zero g v P : Ex g 0 v P -> v = 0 /\ only 0 P.
Proof. intros (_ & _ & _ & h & k). assert (q := Rabs_pos v).
  assert (v = 0) as -> by (apply Rabs_eq_R0; lra). split; [reflexivity|]. apply k, bpow_ge_0. Qed.
(* A finer grid: less room. *)
Lemma Ex_finer g g' s v P : Ex g s v P -> (low <= g' <= g)%Z -> Ex g' s v P.
Proof. intros (a & b & c & h & k) l. split; [lia|split; [now apply (grid_finer beta g);
      [lia|]|split; [now apply (grid_finer beta g); [lia|]|split; [exact h|]]]].
  intro q. apply k. eapply Rle_trans; [exact q|]. apply bpow_le. lia. Qed.
Lemma Ex_exact g v P : (low <= g)%Z -> grid g v -> only v P -> Ex g (Rabs v) v P.
Proof. intros l h k. repeat (split; auto using grid_Rabs). lra. Qed.
Lemma input_only lam g a : lam < pow low -> (low <= g)%Z -> grid g a -> only a (input lam a).
Proof. intros ll le h x [->|[-> s]]; [reflexivity|].
  destruct (Req_dec a 0) as [->|na]; [reflexivity|exfalso].
  assert (q := grid_gap beta _ _ h na). assert (pow low <= pow g) by now apply bpow_le. lra. Qed.
Lemma Ex_input lam g a : lam < pow low -> (low <= g)%Z -> grid g a -> Ex g (Rabs a) a (input lam a).
Proof. intros l h k. apply Ex_exact; auto. now apply input_only with g. Qed.
Lemma Ex_neg g s v P : Ex g s v P -> Ex g s (- v) (neg P).
Proof. intros (a & b & c & h & k).
  split; [exact a|split; [now apply grid_opp|split; [exact c|split; [now rewrite Rabs_Ropp|]]]].
  intro q. apply only_neg. auto. Qed.
Lemma Ex_either g s v P Q : Ex g s v P -> Ex g s v Q -> Ex g s v (either P Q).
Proof. intros (a & b & c & h & k) (_ & _ & _ & _ & k'). repeat split; auto. intro q.
  apply only_either; auto. Qed.
Lemma Ex_rounded g s v P : Ex g s v P -> Ex g s v (rounded o P).
Proof. intros hh. assert (n := Ex_number _ _ _ _ hh). destruct hh as (a & b & c & h & k).
  repeat split; auto. intro q.
  apply only_rounded with (beta := beta) (prec := prec) (low := low); auto. Qed.
Lemma Ex_further f g s v P : Ex g s v P -> Ex g s v (further o f P).
Proof. intros hh. assert (n := Ex_number _ _ _ _ hh). destruct hh as (a & b & c & h & k).
  repeat split; auto. intro q.
  apply only_further with (beta := beta) (prec := prec) (low := low); auto. Qed.

(* One of the factors is 0, or both fit where the product does. *)
Lemma factor_fits g1 g2 s1 s2 : grid g2 s2 -> 0 <= s1 -> 0 <= s2 -> s2 <> 0 ->
  s1 * s2 <= pow (prec + (g1 + g2)) -> s1 <= pow (prec + g1).
Proof. intros hg h1 h2 nz h. assert (q := grid_gap beta _ _ hg nz).
  rewrite Rabs_pos_eq in q by exact h2. apply Rmult_le_reg_r with (pow g2); [apply bpow_gt_0|].
  rewrite <- bpow_plus, <- Z.add_assoc. eapply Rle_trans; [|exact h]. now apply Rmult_le_compat_l.
Qed.
Lemma Ex_product g1 g2 s1 s2 v w P Q : Ex g1 s1 v P -> Ex g2 s2 w Q -> (low <= g1 + g2)%Z ->
  Ex (g1 + g2) (s1 * s2) (v * w) (product o converts P Q).
Proof. intros hp hq l. assert (p1 := Ex_ge0 _ _ _ _ hp). assert (p2 := Ex_ge0 _ _ _ _ hq).
  assert (m : Rabs (v * w) <= s1 * s2).
  { destruct hp as (_ & _ & _ & a & _), hq as (_ & _ & _ & b & _). rewrite Rabs_mult.
    apply Rmult_le_compat; auto; apply Rabs_pos. }
  assert (gv : grid (g1 + g2) (v * w)) by (apply grid_mult; [apply hp|apply hq]).
  split; [exact l|split; [exact gv|split; [apply grid_mult; [apply hp|apply hq]|split;
      [exact m|intro q]]]]. destruct (Req_dec s1 0) as [z|n1].
  { rewrite z in hp. destruct (Ex_zero _ _ _ hp) as [-> o1]. rewrite Rmult_0_l.
    now apply only_product_0l with (beta := beta) (prec := prec) (low := low). }
  destruct (Req_dec s2 0) as [z|n2].
  { rewrite z in hq. destruct (Ex_zero _ _ _ hq) as [-> o2]. rewrite Rmult_0_r.
    now apply only_product_0r with (beta := beta) (prec := prec) (low := low). }
  assert (f1 : s1 <= pow (prec + g1)) by (apply (factor_fits g1 g2 s1 s2); auto; apply hq).
  assert (f2 : s2 <= pow (prec + g2)) by (apply (factor_fits g2 g1 s2 s1); auto;
    [apply hp|now rewrite Rmult_comm, Z.add_comm, (Z.add_comm g2), Z.add_comm]).
  apply only_product with (beta := beta) (prec := prec) (low := low); auto.
  - now apply (Ex_number _ _ _ _ hp).
  - now apply (Ex_number _ _ _ _ hq).
  - exists (g1 + g2)%Z. split; [exact l|split; [exact gv|lra]].
  - now apply hp.
  - now apply hq. Qed.
(* A factor c that is read exactly: a step size, one half, two. *)
Lemma Ex_scale c f g s v P : grid f c -> 0 <= c -> Ex g s v P -> (low <= g + f)%Z ->
  Ex (g + f) (c * s) (c * v) (scale o converts c P).
Proof. intros hc c0 hp l. assert (p := Ex_ge0 _ _ _ _ hp). assert (m : Rabs (c * v) <= c * s).
  { rewrite Rabs_mult, (Rabs_pos_eq c) by exact c0. apply Rmult_le_compat_l; [exact c0|apply hp]. }
  assert (gv : grid (g + f) (c * v)) by (rewrite Z.add_comm; apply grid_mult; [exact hc|apply hp]).
  split; [exact l|split; [exact gv|split; [rewrite Z.add_comm; apply grid_mult;
      [exact hc|apply hp]|split; [exact m|intro q]]]]. destruct (Req_dec c 0) as [->|nc].
  { intros z (a & a' & _ & _ & r). rewrite Rmult_0_l in *.
    apply (exact_result is_exact); [exact r|]. apply (number_0 _ _ _ _ is_exact). }
  assert (fs : s <= pow (prec + g)) by (apply (factor_fits g f s c); auto; now rewrite Rmult_comm).
  apply only_scale with (beta := beta) (prec := prec) (low := low); auto.
  - now apply (Ex_number _ _ _ _ hp).
  - exists (g + f)%Z. split; [exact l|split; [exact gv|lra]].
  - now apply hp. Qed.
Lemma Ex_plus2 g s1 s2 v w P Q : Ex g s1 v P -> Ex g s2 w Q -> Ex g (s1 + s2) (v + w) (plus2 o P Q).
Proof. intros hp hq. assert (p1 := Ex_ge0 _ _ _ _ hp). assert (p2 := Ex_ge0 _ _ _ _ hq).
  assert (gv : grid g (v + w)) by (apply grid_plus; [apply hp|apply hq]).
  assert (m : Rabs (v + w) <= s1 + s2).
  { eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; [apply hp|apply hq]. }
  split; [apply hp|split;
    [exact gv|split; [apply grid_plus; [apply hp|apply hq]|split; [exact m|intro q]]]].
  intros z (a & b & ha & hb & r). assert (o1 : only v P) by (apply hp; lra).
  assert (o2 : only w Q) by (apply hq; lra). rewrite (o1 _ ha), (o2 _ hb) in r.
  apply (exact_sum2 is_exact); [exact r|]. exists g. split; [apply hp|split; [exact gv|lra]]. Qed.

(* Lists of sets, added up. *)
Inductive Exs (g : Z) : list value -> R -> R -> Prop :=
| Exs_nil : Exs g [] 0 0
| Exs_cons P Ps s v s' v' : Ex g s v P -> Exs g Ps s' v' -> Exs g (P :: Ps) (s + s') (v + v').
Lemma Exs_app g Ps s v Qs s' v' : Exs g Ps s v -> Exs g Qs s' v' ->
  Exs g (Ps ++ Qs) (s + s') (v + v').
Proof. intros h k. induction h as [|P Ps s1 v1 s2 v2 hp h IH]; simpl; [now rewrite !Rplus_0_l|].
  rewrite !Rplus_assoc. now constructor. Qed.
Lemma Exs_one g s v P : Ex g s v P -> Exs g [P] s v.
Proof. intro h. rewrite <- (Rplus_0_r s), <- (Rplus_0_r v). constructor; [exact h|constructor]. Qed.
Lemma Exs_seq g d P s v : (forall j, (j < d)%nat -> Ex g (s j) (v j) (P j)) ->
  Exs g (map P (seq 0 d)) (big d s) (big d v).
Proof. induction d as [|d IH]; intro h; [constructor|]. rewrite seq_S, map_app. simpl.
  apply Exs_app; [auto with arith|]. apply Exs_one. auto with arith. Qed.
Lemma Exs_concat g d Ps s v : (forall j, (j < d)%nat -> Exs g (Ps j) (s j) (v j)) ->
  Exs g (concat (map Ps (seq 0 d))) (big d s) (big d v).
Proof. induction d as [|d IH]; intro h; [constructor|].
  rewrite seq_S, map_app, concat_app. simpl. rewrite app_nil_r. apply Exs_app; auto with arith. Qed.
Theorem Ex_sum_of g Ps s v : (low <= g)%Z -> Exs g Ps s v -> Ex g s v (sum_of o Ps).
Proof. intros l h.
  assert (H : grid g v /\ grid g s /\ Rabs v <= s /\ (s <= pow (prec + g) -> exists vs, Forall2
      (fun P a => only a P) Ps vs /\ Forall (grid g) vs /\ Rasum vs <= s /\ Rsum vs = v) /\ 0 <= s).
  { induction h as [|P Ps s v s' v' hp h (i1 & i2 & i3 & i4 & i5)].
    - rewrite Rabs_R0. repeat split; try apply grid_0; try lra. intros _. exists [].
      repeat split; try constructor; simpl; lra.
    - assert (p := Ex_ge0 _ _ _ _ hp). destruct hp as (_ & a & b & c & k).
      split; [now apply grid_plus|split; [now apply grid_plus|split; [|split; [|lra]]]].
      + eapply Rle_trans; [apply Rabs_triang|lra].
      + intro q. destruct i4 as (vs & f & gs & ss & e); [lra|]. exists (v :: vs).
        repeat split; [constructor; [apply k; lra|exact f]|now constructor| |]; simpl;
          fold (Rasum vs) (Rsum vs); lra. }
  destruct H as (i1 & i2 & i3 & i4 & _).
  split; [exact l|split; [exact i1|split; [exact i2|split; [exact i3|intro q]]]].
  destruct (i4 q) as (vs & f & gs & ss & <-).
  apply (only_sum_of beta prec low o is_exact g); auto. lra. Qed.
Lemma Ex_at g g' s s' v v' P : Ex g s v P -> g = g' -> s = s' -> v = v' -> Ex g' s' v' P.
Proof. now intros h <- <- <-. Qed.
Lemma Ex_times g1 g2 g s1 s2 v w P Q : Ex g1 s1 v P -> Ex g2 s2 w Q -> (low <= g <= g1 + g2)%Z ->
  Ex g (s1 * s2) (v * w) (product o converts P Q).
Proof. intros hp hq hg. apply (Ex_finer (g1 + g2)); [|exact hg]. apply Ex_product; auto. lia. Qed.
(* A product with a step size folded in. *)
Lemma Ex_fold c f g1 g2 g s1 s2 v w P Q : grid f c -> 0 <= c -> (f <= 0)%Z ->
  (g1 <= 0)%Z -> (g2 <= 0)%Z -> Ex g1 s1 v P -> Ex g2 s2 w Q ->
  (low <= g)%Z -> g = (g1 + g2 + f)%Z -> Ex g (c * (s1 * s2)) (c * (v * w)) (fold o converts c P Q).
Proof. intros hc c0 f0 n1 n2 hp hq l ->. apply Ex_either; [|apply Ex_either].
  - apply Ex_scale; auto. apply Ex_product; auto. lia.
  - assert (h := Ex_product _ _ _ _ _ _ _ _ (Ex_scale c f _ _ _ _ hc c0 hp ltac:(lia)) hq
      ltac:(lia)). apply (Ex_at _ _ _ _ _ _ _ h); ring.
  - assert (h := Ex_product _ _ _ _ _ _ _ _ hp (Ex_scale c f _ _ _ _ hc c0 hq ltac:(lia))
      ltac:(lia)). apply (Ex_at _ _ _ _ _ _ _ h); ring. Qed.

(* One entry of the gradient by one factor, X one of its rows, and of its image under an update. *)
Lemma gram_sums (p w : nat -> R) (q : nat -> nat -> R) d r k :
  big d (fun j => (big r (fun l => p l * q j l) + w j) * q j k)
  = big r (fun l => p l * big d (fun j => q j l * q j k)) + big d (fun j => w j * q j k).
Proof. rewrite (big_ext r _ (fun l => big d (fun j => p l * q j l * q j k))).
  - rewrite big_exchange, <- big_plus. apply big_ext. intros j _. rewrite big_mulr. ring.
  - intros l _. rewrite <- big_mul. apply big_ext. intros; ring. Qed.
Section Entry.
Variables (d r : nat) (X : nat -> value) (Y : nat -> nat -> value) (M : nat -> value).
Variables (x m : nat -> R) (y : nat -> nat -> R) (e : Z).
Hypotheses (e_0 : (e <= 0)%Z) (HX : forall l, Ex e (Rabs (x l)) (x l) (X l)).
Hypothesis HY : forall j l, Ex e (Rabs (y j l)) (y j l) (Y j l).
Hypothesis HM : forall j, Ex (2 * e) (Rabs (m j)) (m j) (M j).
Notation size j := (big r (fun l => Rabs (x l) * Rabs (y j l)) + Rabs (m j)).
Notation err j := (big r (fun l => x l * y j l) + - m j).
Lemma Ex_residual_entry j : (low <= 2 * e)%Z -> Ex (2 * e) (size j) (err j)
  (defect o converts r X Y M j).
Proof. intro l2. assert (h := Exs_cons _ _ _ _ _ _ _ (Ex_neg _ _ _ _ (HM j))
    (Exs_seq (2 * e) r (fun l => product o converts (X l) (Y j l))
      _ _ (fun l _ => Ex_times e e (2 * e) _ _ _ _ _ _ (HX l) (HY j l) ltac:(lia)))).
  apply (Ex_at _ _ _ _ _ _ _ (Ex_sum_of _ _ _ _ l2 h)); auto using Rplus_comm. Qed.
Lemma Ex_gram_entry l k : (low <= 2 * e)%Z ->
  Ex (2 * e) (big d (fun j => Rabs (y j l) * Rabs (y j k))) (big d (fun j => y j l * y j k))
    (gram o converts d Y l k).
Proof. intro l2. apply Ex_sum_of; [exact l2|]. apply Exs_seq. intros j _.
  apply (Ex_times e e); auto. lia. Qed.
Variable k : nat.
Notation cubic := (big d (fun j => size j * Rabs (y j k))).
Notation grad := (big d (fun j => err j * y j k)).
Lemma Exs_by_residual : (low <= 3 * e)%Z ->
  Exs (3 * e) (map (fun j => product o converts (defect o converts r X Y M j) (Y j k)) (seq 0 d))
    cubic grad.
Proof. intro l3. apply Exs_seq. intros j _.
  apply (Ex_times (2 * e) e); auto; [apply Ex_residual_entry|]; lia. Qed.
Lemma Exs_by_gram : (low <= 3 * e)%Z ->
  Exs (3 * e) (map (fun l => product o converts (X l) (gram o converts d Y l k)) (seq 0 r)
    ++ map (fun j => neg (product o converts (M j) (Y j k))) (seq 0 d)) cubic grad.
Proof. intro l3. rewrite (gram_sums (fun l => Rabs (x l)) (fun j => Rabs (m j))
    (fun j l => Rabs (y j l))), gram_sums. apply Exs_app; apply Exs_seq; intros j _.
  - apply (Ex_times e (2 * e)); auto; [apply Ex_gram_entry|]; lia.
  - rewrite <- Ropp_mult_distr_l. apply Ex_neg. apply (Ex_times (2 * e) e); auto. lia. Qed.
Theorem Ex_gradient_entry : (low <= 3 * e)%Z -> Ex (3 * e) cubic grad
  (gradient o converts d r X Y M k).
Proof. intro l3. apply Ex_either; apply Ex_sum_of; auto using Exs_by_residual, Exs_by_gram. Qed.
Theorem Ex_update X0 x0 c f : Ex e (Rabs x0) x0 X0 -> grid f c -> 0 <= c -> (f <= 0)%Z ->
  (low <= 3 * e + f)%Z ->
  Ex (3 * e + f) (Rabs x0 + c * cubic) (x0 + - (c * grad)) (stepped o converts d r X Y M X0 c k).
Proof. intros h0 hc c0 f0 l3. assert (h := Ex_finer _ (3 * e + f) _ _ _ h0 ltac:(lia)).
  apply Ex_either; [|apply Ex_either].
  - apply Ex_plus2; [exact h|]. apply Ex_neg, Ex_scale; auto.
    apply Ex_further, Ex_gradient_entry. lia.
  - apply Ex_sum_of; [exact l3|]. constructor; [exact h|]. unfold terms_residual.
    rewrite map_map, <- !big_mul, <- big_opp. apply Exs_seq. intros j _.
    apply Ex_neg. apply (Ex_fold c f (2 * e) e); auto; try lia. apply Ex_residual_entry. lia.
  - apply Ex_sum_of; [exact l3|]. constructor; [exact h|]. unfold terms_gram. rewrite (gram_sums
      (fun l => Rabs (x l)) (fun j => Rabs (m j)) (fun j l => Rabs (y j l))), gram_sums.
    rewrite map_app, !map_map, !Rmult_plus_distr_l, Ropp_plus_distr, <- !big_mul, <- !big_opp.
    apply Exs_app; apply Exs_seq; intros j _; apply Ex_neg.
    + apply Ex_either; [apply (Ex_fold c f e (2 * e)); auto; try lia; apply Ex_gram_entry; lia|].
      assert (g : Ex (2 * e + f) (c * big d (fun i => Rabs (y i j) * Rabs (y i k)))
        (c * big d (fun i => y i j * y i k)) (gram_folded o converts d Y c j k)).
      { apply Ex_sum_of; [lia|]. rewrite <- !big_mul. apply Exs_seq. intros i _.
        apply (Ex_fold c f e e); auto; lia. }
      apply (Ex_at _ _ _ _ _ _ _ (Ex_times _ _ (3 * e + f) _ _ _ _ _ _ (HX j) g ltac:(lia)));
        [reflexivity|ring|ring].
    + rewrite <- Ropp_mult_distr_l, <- Ropp_mult_distr_r. apply Ex_neg.
      apply (Ex_fold c f (2 * e) e); auto; lia. Qed.
End Entry. End Calculus.
