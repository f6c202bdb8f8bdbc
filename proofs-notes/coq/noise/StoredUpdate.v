(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredUpdate.v: the law of one perturbed update whose iterate is then stored by random rounding.

   An iterate is a family z of numbers over any finite set I of places. A store takes z to a random family s. It is independent over
   places, with the means mu (z i) and the variances var (z i), if the s i have these means and are uncorrelated with these variances.
   The words of the store are drawn apart from the noise: f has the mean e after update and store if its mean g w over the words, given the
   noise w, has the mean e.

   Main results: stored_mean, stored_covariance (the covariance is the update's and, on its diagonal, the mean of the store's variance),
   stored_squares, two_point_store, neighbours_store (each place goes to one of two neighbours, apart from the others), stored_update_mean,
   stored_update_covariance, stored_imbalance (for an unbiased store after one update of Perturbed GD).
   Depends on: Frobenius, Objective, Smoothing, GaussianMoments, UpdateCovariance, FiniteLaw. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing GaussianMoments UpdateCovariance FiniteLaw.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Stored.
Variables (R : realFieldType) (T V : Type) (E : expectation R T) (store : V -> expectation R V) (W : T -> V).
(* The law of W after its store. *)
Definition stored : expectation R V.
Proof.
apply: (@Expectation R V (fun f e => exists2 g, forall w, store (W w) f (g w) & E g e)).
- by move=> f g e fg [h hf he]; exists h => // w; exact: mean_ext fg (hf w).
- by move=> c; exists (fun=> c) => [w|]; exact: mean_const.
- by move=> f f' e e' [g hg he] [g' hg' he']; exists (fun w => g w + g' w) => [w|]; exact: mean_add.
- by move=> c f e [g hg he]; exists (fun w => c * g w) => [w|]; exact: mean_scale.
- by move=> f e f0 [g hg he]; apply: mean_ge0 he => w; exact: mean_ge0 f0 (hg w).
Defined.
End Stored.

Section Places.
Variables (R : realFieldType) (I : finType).
Local Notation family := (I -> R).
Definition independent_store (store : family -> expectation R family) (mu var : R -> R) :=
  forall z, (forall i, store z (fun s => s i) (mu (z i))) /\
    forall i j, store z (fun s => (s i - mu (z i)) * (s j - mu (z j))) ((i == j)%:R * var (z i)).

Variables (T : Type) (E : expectation R T) (store : family -> expectation R family) (mu var : R -> R) (W : T -> family).
Hypothesis law : independent_store store mu var.
Local Notation after := (stored E store W).

Theorem stored_mean i m : E (fun w => mu (W w i)) m -> after (fun s => s i) m.
Proof. by move=> h; exists (fun w => mu (W w i)) => // w; case: (law (W w)) => h' _; exact: h'. Qed.
Lemma store_product z i j a b :
  store z (fun s => (s i - a) * (s j - b)) ((mu (z i) - a) * (mu (z j) - b) + (i == j)%:R * var (z i)).
Proof.
have [m c] := law z.
have h := mean_add (mean_add (mean_scale (mu (z i) - a) (m j)) (mean_scale (mu (z j) - b) (m i)))
  (mean_add (c i j) (mean_const (store z) (a * b - mu (z i) * mu (z j)))).
by apply: mean_eq (mean_ext _ h) _ => [s|]; ring.
Qed.
Theorem stored_covariance i j mi mj c v : E (fun w => (mu (W w i) - mi) * (mu (W w j) - mj)) c -> E (fun w => var (W w i)) v ->
  after (fun s => (s i - mi) * (s j - mj)) (c + (i == j)%:R * v).
Proof.
move=> hc hv; exists (fun w => (mu (W w i) - mi) * (mu (W w j) - mj) + (i == j)%:R * var (W w i)) => [w|].
  exact: store_product.
by apply: mean_add => //; exact: mean_scale.
Qed.
Theorem stored_squares (g v : I -> R) q : E (fun w => \sum_i g i * mu (W w i) ^+ 2) q -> (forall i, E (fun w => var (W w i)) (v i)) ->
  after (fun s => \sum_i g i * s i ^+ 2) (q + \sum_i g i * v i).
Proof.
move=> hq hv; exists (fun w => \sum_i g i * mu (W w i) ^+ 2 + \sum_i g i * var (W w i)) => [w|].
  rewrite -big_split /=; apply: mean_sum => i; rewrite -mulrDr; apply: mean_scale.
  apply: mean_eq (mean_ext _ (store_product (W w) i i 0 0)) _ => [s|]; first by rewrite !subr0 expr2.
  by rewrite eqxx !subr0 expr2 mul1r.
by apply: mean_add => //; apply: mean_sum => i; exact: mean_scale.
Qed.
End Places.

(* Each place goes to one of two numbers, apart from the others. *)
Section TwoPoints.
Variables (R : realFieldType) (I : finType) (lo hi p : R -> R).
Hypotheses (p0 : forall x, 0 <= p x) (p1 : forall x, p x <= 1).
Definition chance (x : R) (b : bool) : R := if b then p x else 1 - p x.
Definition joint_chance (z : I -> R) (b : {ffun I -> bool}) : R := \prod_i chance (z i) (b i).
Definition two_point_mean x := (1 - p x) * lo x + p x * hi x.
Definition two_point_variance x := (two_point_mean x - lo x) * (hi x - two_point_mean x).
Definition move (z : I -> R) (b : {ffun I -> bool}) i := if b i then hi (z i) else lo (z i).

Lemma sum_bool (f : bool -> R) : \sum_b f b = f false + f true.
Proof. by rewrite !big_bool /= addrC. Qed.
Lemma chance_product z (f : I -> bool -> R) :
  \sum_(b : {ffun I -> bool}) joint_chance z b * \prod_i f i (b i) = \prod_i (chance (z i) false * f i false + chance (z i) true * f i true).
Proof.
under [RHS]eq_bigr => i _ do rewrite -(sum_bool (fun b => chance (z i) b * f i b)).
by rewrite bigA_distr_bigA; apply: eq_bigr => b _; rewrite -big_split.
Qed.
Lemma joint_chance_ge0 z b : 0 <= joint_chance z b.
Proof. by apply: prodr_ge0 => i _; rewrite /chance; case: (b i); rewrite ?subr_ge0. Qed.
Lemma joint_chance_sum z : \sum_b joint_chance z b = 1.
Proof.
have h := chance_product z (fun _ _ => 1); rewrite [RHS]big1 in h => [|i _]; last by rewrite /chance; ring.
by rewrite -[RHS]h; apply: eq_bigr => b _; rewrite big1 ?mulr1.
Qed.
Definition two_points (z : I -> R) : expectation R (I -> R).
Proof.
apply: (@Expectation R (I -> R) (fun f e => finite_law (joint_chance_ge0 z) (joint_chance_sum z) (fun b => f (move z b)) e)).
- by move=> f g e fg; apply: mean_ext => b; exact: fg.
- by move=> c; exact: mean_const.
- by move=> f g e e'; exact: mean_add.
- by move=> c f e; exact: mean_scale.
- by move=> f e f0; apply: mean_ge0 => b; exact: f0.
Defined.
Lemma pick (i : I) (f : I -> R) : \prod_x (if x == i then f x else 1) = f i.
Proof. by rewrite -big_mkcond big_pred1_eq. Qed.
Lemma mean_at z i (f : bool -> R) :
  weighted_mean (joint_chance z) (fun b => f (b i)) = chance (z i) false * f false + chance (z i) true * f true.
Proof.
have e : \prod_x (chance (z x) false * (if x == i then f false else 1) + chance (z x) true * (if x == i then f true else 1)) =
    chance (z i) false * f false + chance (z i) true * f true.
  by rewrite (bigD1 i) //= eqxx big1 ?mulr1 // => x /negPf ->; rewrite /chance; ring.
rewrite -e -(chance_product z (fun x b => if x == i then f b else 1)).
by apply: eq_bigr => b _; rewrite (pick i (fun x => f (b x))).
Qed.
Lemma mean_apart z i j (f g : bool -> R) : i != j -> chance (z i) false * f false + chance (z i) true * f true = 0 ->
  weighted_mean (joint_chance z) (fun b => f (b i) * g (b j)) = 0.
Proof.
move=> ij f0; have h := chance_product z (fun x b => (if x == i then f b else 1) * (if x == j then g b else 1)).
rewrite [RHS](bigD1 i) //= eqxx (negPf ij) !mulr1 f0 mul0r in h; rewrite -[RHS]h; apply: eq_bigr => b _.
by rewrite big_split /= (pick i (fun x => f (b x))) (pick j (fun x => g (b x))).
Qed.
Theorem two_point_store : independent_store two_points two_point_mean two_point_variance.
Proof.
move=> z; split=> [i|i j]; rewrite /= /move.
  by rewrite (mean_at z i (fun b => if b then hi (z i) else lo (z i))) // /chance /two_point_mean; ring.
have [<-|ij] := eqVneq i j.
  rewrite (mean_at z i (fun b => ((if b then hi (z i) else lo (z i)) - _) * ((if b then hi (z i) else lo (z i)) - _))).
  by rewrite /chance /two_point_variance /two_point_mean mul1r; ring.
rewrite mul0r (mean_apart (f := fun b => (if b then hi (z i) else lo (z i)) - two_point_mean (z i))
  (fun b => (if b then hi (z j) else lo (z j)) - two_point_mean (z j)) ij) //.
by rewrite /chance /two_point_mean; ring.
Qed.
End TwoPoints.

(* Unbiased between neighbours: the upper one by the share of the way to it. *)
Section Neighbours.
Variables (R : realFieldType) (I : finType) (lo hi : R -> R).
Hypothesis between : forall x, lo x <= x <= hi x.
Definition share (x : R) : R := (x - lo x) / (hi x - lo x).
Lemma share_ge0 x : 0 <= share x.
Proof. by case/andP: (between x) => l h; rewrite divr_ge0 ?subr_ge0 // (le_trans l). Qed.
Lemma share_le1 x : share x <= 1.
Proof.
case/andP: (between x) => l h; have [e|n] := eqVneq (hi x) (lo x); first by rewrite /share e subrr invr0 mulr0 ler01.
have d : 0 < hi x - lo x by rewrite subr_gt0 lt_def n (le_trans l).
by rewrite /share ler_pdivrMr // mul1r lerD2r.
Qed.
Lemma share_mean x : two_point_mean lo hi share x = x.
Proof.
case/andP: (between x) => l h; rewrite /two_point_mean /share; have [e|n] := eqVneq (hi x) (lo x).
  by rewrite e subrr invr0 mulr0 subr0 mul0r addr0 mul1r; apply/le_anti; rewrite l -e h.
by field; rewrite subr_eq0.
Qed.
Theorem neighbours_store : independent_store (two_points (I := I) lo hi share_ge0 share_le1) id (fun x => (x - lo x) * (hi x - x)).
Proof.
move=> z; have [m c] := two_point_store lo hi share_ge0 share_le1 z; split=> [i|i j].
  by have := m i; rewrite share_mean.
by have := c i j; rewrite /two_point_variance !share_mean.
Qed.
End Neighbours.

(* One update of Perturbed GD, its iterate stored without bias. *)
Section Update.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)) (etaX etaY : R).
Local Notation place := (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type.
Local Notation X' w := (stepX Z1 Z2 M X Y etaX w).
Local Notation Y' w := (stepY Z1 Z2 M X Y etaY w).
(* The entries of both factors. *)
Definition entries_of (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (i : place) : R :=
  match i with inl (i, a) => A i a | inr (j, b) => B j b end.
Variables (store : (place -> R) -> expectation R (place -> R)) (var : R -> R).
Hypothesis law : independent_store store id var.
Local Notation after := (stored E store (fun w => entries_of (X' w) (Y' w))).

Theorem stored_update_mean i a j b :
  after (fun s => s (inl (i, a))) (mean_X v2 M X Y etaX i a) /\ after (fun s => s (inr (j, b))) (mean_Y v1 M X Y etaY j b).
Proof. by have [hX hY] := mean_update hE M X Y etaX etaY i a j b; split; apply: stored_mean law _ _ _. Qed.
Theorem stored_update_covariance i a k c v : E (fun w => var (X' w i a)) v ->
  after (fun s => (s (inl (i, a)) - mean_X v2 M X Y etaX i a) * (s (inl (k, c)) - mean_X v2 M X Y etaX k c))
    (etaX ^+ 2 * own_covariance M X Y v1 v2 i a k c + ((i, a) == (k, c))%:R * v).
Proof. by move=> hv; apply: (stored_covariance law (i := inl (i, a)) (j := inl (k, c))) (covariance_X hE M X Y etaX i a k c) hv. Qed.
(* The imbalance ||X||^2 - g ||Y||^2, with g for gamma^2. *)
Definition imbalance_of (g : R) (s : place -> R) : R := \sum_i \sum_a s (inl (i, a)) ^+ 2 - g * \sum_j \sum_b s (inr (j, b)) ^+ 2.
Theorem stored_imbalance g q (vX : 'I_d1 -> 'I_r -> R) (vY : 'I_d2 -> 'I_r -> R) :
  E (fun w => normsq (X' w) - g * normsq (Y' w)) q ->
  (forall i a, E (fun w => var (X' w i a)) (vX i a)) -> (forall j b, E (fun w => var (Y' w j b)) (vY j b)) ->
  after (imbalance_of g) (q + \sum_i \sum_a vX i a - g * \sum_j \sum_b vY j b).
Proof.
pose weight (i : place) : R := if i is inl _ then 1 else - g.
pose v (i : place) : R := match i with inl (i, a) => vX i a | inr (j, b) => vY j b end.
have split_sum (f : place -> R) : \sum_i weight i * f i = \sum_i \sum_a f (inl (i, a)) - g * \sum_j \sum_b f (inr (j, b)).
  rewrite big_sumType /= !pair_bigA /= mulr_sumr -sumrN; congr (_ + _); apply: eq_bigr => -[x y] _ /=.
    by rewrite mul1r.
  by rewrite mulNr.
have sq m n (A : 'M[R]_(m, n)) : normsq A = \sum_i \sum_a A i a ^+ 2.
  by rewrite /normsq innerE exchange_big; apply: eq_bigr => i _; apply: eq_bigr => a _; rewrite expr2.
move=> hq hX hY; have hv i : E (fun w => var (entries_of (X' w) (Y' w) i)) (v i) by case: i => -[x y]; [exact: hX|exact: hY].
have := stored_squares law (g := weight) (v := v) (q := q) _ hv; rewrite split_sum -addrA => h.
apply: mean_ext (h _) => [s|]; first by rewrite split_sum.
by apply: mean_ext hq => w; rewrite split_sum !sq.
Qed.
End Update.
