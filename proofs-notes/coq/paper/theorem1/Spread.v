(* SPDX-License-Identifier: Apache-2.0 *)
(* Spread.v: noise that is spread over all directions moves <u,x> + <v,y> near the saddle, whatever
   the iterate.

   The entries of Z1 have the variance w1, those of Z2 the variance w2, uncorrelated; four moments
   of odd degree are zero, as they are for all noise that is symmetric. With push = <u,Gx> + <v,Gy>
   and lift = <u,Z1> + <v,Z2>,
       E push lift = - (w1 (1 - Y - 2 P) + w2 (1 - X - 2 P)),      E lift^2 = w1 + w2,
   X = |x|^2 + s, Y = |y|^2 + s, P = <u,x> <v,y>. So where off, s and (<u,x> + <v,y>)^2 add up to
   1/4 at most,
       E push^2 >= 9/16 (w1 + w2).
   Main results: mean_push_lift, push_spread.
   Paper's place: Lemma 5 (the noise drives the iterate out of a neighbourhood of the saddle). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour Excess Barrier.

Record spread (R : realFieldType) T (E : expectation R T) d1 d2 (Z1 : T -> 'cV[R]_d1)
    (Z2 : T -> 'cV[R]_d2)
    (u : 'cV[R]_d1) (v : 'cV[R]_d2) (w1 w2 : R) : Prop := Spread {
  spread_centred1 : centred E Z1; spread_centred2 : centred E Z2;
  spread_variance1 : second_moments E Z1 (@isotropic R d1 1 w1);
  spread_variance2 : second_moments E Z2 (@isotropic R d2 1 w2);
  spread_uncorrelated : uncorrelated E Z1 Z2;
  spread_odd1 : E (fun t => normsq (Z1 t) * inner u (Z1 t)) 0;
  spread_odd2 : E (fun t => normsq (Z2 t) * inner v (Z2 t)) 0;
  spread_odd12 : E (fun t => normsq (Z1 t) * inner u (Z1 t) * inner v (Z2 t)) 0;
  spread_odd21 : E (fun t => normsq (Z2 t) * inner v (Z2 t) * inner u (Z1 t)) 0
}.
Lemma spread_swap (R : realFieldType) T (E : expectation R T) d1 d2 (Z1 : T -> 'cV[R]_d1)
    (Z2 : T -> 'cV[R]_d2) u v w1 w2 :
  spread E Z1 Z2 u v w1 w2 -> spread E Z2 Z1 v u w2 w1.
Proof. by case=> *; split=> //; exact: uncorrelated_sym. Qed.

(* Means of quadratic forms in each of two uncorrelated vectors. *)
Section Quadratic.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 : nat) (Z1 : T -> 'cV[R]_d1)
  (Z2 : T -> 'cV[R]_d2).
Hypothesis Z12 : uncorrelated E Z1 Z2.
Definition quadratic1 (f : T -> R) (e : R) := forall q e', monomial Z2 q -> E q e' ->
  E (fun t => f t * q t) (e * e').
Definition quadratic2 (f : T -> R) (e : R) := forall q e', quadratic1 q e' ->
  E (fun t => q t * f t) (e' * e).
Lemma quadratic1_base p e : monomial Z1 p -> E p e -> quadratic1 p e.
Proof. by move=> hp he q e' hq he'; exact: Z12. Qed.
Lemma quadratic2_base q e : monomial Z2 q -> E q e -> quadratic2 q e.
Proof. by move=> hq he f e' hf; exact: hf. Qed.
Lemma quadratic1_ext f f' e : f =1 f' -> quadratic1 f e -> quadratic1 f' e.
Proof. by move=> ff h q e' hq he; apply: mean_ext (h q e' hq he) => t; rewrite ff. Qed.
Lemma quadratic2_ext f f' e : f =1 f' -> quadratic2 f e -> quadratic2 f' e.
Proof. by move=> ff h q e' hq; apply: mean_ext (h q e' hq) => t; rewrite ff. Qed.
Lemma quadratic1_sum d (c : 'I_d -> R) (f : 'I_d -> T -> R) e :
  (forall i, quadratic1 (f i) (e i)) -> quadratic1 (fun t => \sum_i c i * f i t) (\sum_i c i * e i).
Proof. move=> h q e' hq he; rewrite mulr_suml;
    apply: (mean_ext (f := fun t => \sum_i c i * (f i t * q t))) => [t|].
    by rewrite mulr_suml; apply: eq_bigr => i _; rewrite mulrA.
  by apply: mean_sum => i; rewrite -mulrA; apply: mean_scale; exact: h. Qed.
Lemma quadratic2_sum d (c : 'I_d -> R) (f : 'I_d -> T -> R) e :
  (forall i, quadratic2 (f i) (e i)) -> quadratic2 (fun t => \sum_i c i * f i t) (\sum_i c i * e i).
Proof. move=> h q e' hq; rewrite mulr_sumr;
    apply: (mean_ext (f := fun t => \sum_i c i * (q t * f i t))) => [t|].
    by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulrCA.
  by apply: mean_sum => i; rewrite mulrCA; apply: mean_scale; exact: h. Qed.
Lemma quadratic2_add f f' e e' : quadratic2 f e -> quadratic2 f' e' ->
  quadratic2 (fun t => f t + f' t) (e + e').
Proof. move=> h h' q k hq; rewrite mulrDr; apply: mean_ext (mean_add (h q k hq) (h' q k hq)) => t.
  by rewrite mulrDr. Qed.
Lemma quadratic2_scale c f e : quadratic2 f e -> quadratic2 (fun t => c * f t) (c * e).
Proof. move=> h q k hq; rewrite mulrCA; apply: mean_ext (mean_scale c (h q k hq)) => t.
  by rewrite mulrCA. Qed.
Lemma quadratic2_const c : quadratic2 (fun=> c) c.
Proof. rewrite -[c in X in quadratic2 _ X]mulr1; apply: quadratic2_ext (quadratic2_scale c
    (quadratic2_base (monomial1 _) (mean_const E 1))) => t. by rewrite mulr1. Qed.
Lemma sum_isotropic d
    (a b : 'cV[R]_d) w : \sum_i a i 0 * (\sum_j b j 0 * @isotropic R d 1 w i 0 j 0) = w * inner a b.
Proof. rewrite inner_col mulr_sumr; apply: eq_bigr => i _; rewrite (bigD1 i) //= big1 => [|j ji].
    by rewrite addr0 /isotropic !eqxx /=; ring.
  by rewrite /isotropic eq_sym (negPf ji) mulr0. Qed.

(* One side: the noise along u times that of the noisy gradient along u. *)
Section Side.
Variables (w1 w2 : R) (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (noise : spread E Z1 Z2 u v w1 w2) (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation al := (fun t => inner u (Z1 t)). Local Notation be := (fun t => inner v (Z2 t)).
Lemma quadratic1_linear : quadratic1 al 0.
Proof. have := quadratic1_sum (fun i => u i 0)
    (fun i => quadratic1_base (monomialZ Z1 i 0) (spread_centred1 noise i 0)).
  by rewrite big1 => [|i _]; [apply: quadratic1_ext => t; rewrite inner_col|rewrite mulr0]. Qed.
Lemma quadratic1_square : quadratic1 (fun t => al t ^+ 2) w1.
Proof. have h i j := quadratic1_base (monomialZZ Z1 i 0 j 0) (spread_variance1 noise i 0 j 0).
  have := quadratic1_sum (fun i => u i 0)
    (fun i => quadratic1_sum (fun j => u j 0) (fun j => h i j)). rewrite sum_isotropic u1 mulr1;
    apply: quadratic1_ext => t; rewrite expr2 inner_col mulr_suml; apply: eq_bigr => i _.
  by rewrite -mulrA; congr (_ * _); rewrite !mulr_sumr; apply: eq_bigr => j _; rewrite mulrCA. Qed.
Lemma quadratic2_linear (y : 'cV[R]_d2) : quadratic2 (fun t => inner y (Z2 t)) 0.
Proof. have := quadratic2_sum (fun i => y i 0)
    (fun i => quadratic2_base (monomialZ Z2 i 0) (spread_centred2 noise i 0)).
  by rewrite big1 => [|i _]; [apply: quadratic2_ext => t; rewrite inner_col|rewrite mulr0]. Qed.
Lemma quadratic2_product
    (y z : 'cV[R]_d2) : quadratic2 (fun t => inner y (Z2 t) * inner z (Z2 t)) (w2 * inner y z).
Proof. have h i j := quadratic2_base (monomialZZ Z2 i 0 j 0) (spread_variance2 noise i 0 j 0). have
    := quadratic2_sum (fun i => y i 0) (fun i => quadratic2_sum (fun j => z j 0) (fun j => h i j)).
  rewrite sum_isotropic; apply: quadratic2_ext => t; rewrite inner_col mulr_suml;
    apply: eq_bigr => i _. by rewrite -mulrA; congr (_ * _); rewrite inner_col !mulr_sumr;
    apply: eq_bigr => j _; rewrite mulrCA. Qed.
Lemma quadratic2_normsq : quadratic2 (fun t => normsq (Z2 t)) (d2%:R * w2).
Proof. have h i := quadratic2_base (monomialZZ Z2 i 0 i 0) (spread_variance2 noise i 0 i 0).
  have := quadratic2_sum (fun=> 1) h; rewrite (eq_bigr (fun=> w2)) => [|i _]; last by rewrite
    /isotropic !eqxx mul1r. rewrite sumr_const card_ord mulr_natl; apply: quadratic2_ext => t.
  by rewrite /normsq inner_col; apply: eq_bigr => i _; rewrite mul1r. Qed.

Variables (x : 'cV[R]_d1) (y : 'cV[R]_d2).
Local Notation a := (inner u x). Local Notation b := (inner v y).
Theorem mean_side : E (fun t => inner u (gradX (u *m v^T) (x + Z1 t) (y + Z2 t)) * (al t + be t))
  (w1 * (normsq y + d2%:R * w2) + 2 * (a * b) * w2 - w2).
Proof. have q10 : quadratic1 (fun=> 1) 1 by exact: quadratic1_base (monomial1 _) (mean_const E 1).
  have p2 := quadratic2_linear y; have be0 := quadratic2_linear v; have n2 := quadratic2_normsq.
  have pb := quadratic2_product y v; have bb := quadratic2_product v v.
  have h0 := quadratic2_add (quadratic2_scale (normsq y * a - b) be0)
    (quadratic2_add (quadratic2_scale (2 * a) pb) (quadratic2_scale (-1) bb)).
  have h1 := quadratic2_add (quadratic2_const (normsq y * a - b)) (quadratic2_add
    (quadratic2_scale (normsq y - 1) be0) (quadratic2_add (quadratic2_scale (2 * a) p2)
      (quadratic2_add (quadratic2_scale 2 pb) (quadratic2_scale a n2)))). have h2 := quadratic2_add
    (quadratic2_const (normsq y)) (quadratic2_add (quadratic2_scale 2 p2) n2).
  have m0 := h0 _ _ q10; have m1 := h1 _ _ quadratic1_linear; have m2 := h2 _ _ quadratic1_square.
  have odd := mean_add (mean_scale a (spread_odd2 noise)) (spread_odd21 noise).
  apply: mean_ext (mean_eq (mean_add (mean_add m0 m1) (mean_add m2 odd)) _) => [t|]; last by rewrite
    v1 (innerC y v); ring. rewrite gradX_rank1 innerBr !innerZr u1 mulr1 normsqD !innerDr /=.
  by move: (inner u (Z1 t)) (inner v (Z2 t)) (inner y (Z2 t)) (normsq (Z2 t)) (normsq y) (inner u x)
    (inner v y) => *; ring. Qed.
Lemma mean_lift_sq : E (fun t => (al t + be t) ^+ 2) (w1 + w2).
Proof. have q10 : quadratic1 (fun=> 1) 1 by exact: quadratic1_base (monomial1 _) (mean_const E 1).
  have m1 := quadratic2_const 1 quadratic1_square; have m2 := quadratic2_product v v q10;
    have m3 := quadratic2_linear v quadratic1_linear.
  apply: mean_ext (mean_eq (mean_add m1 (mean_add m2 (mean_scale 2 m3))) _) => [t|];
    last by rewrite v1; ring. by rewrite /=; ring. Qed.
End Side. End Quadratic.

Section Push.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat) (Z1 : T -> 'cV[R]_d1)
  (Z2 : T -> 'cV[R]_d2).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s w1 w2 : R).
Hypotheses (noise : spread E Z1 Z2 u v w1 w2) (u1 : inner u u = 1) (v1 : inner v v = 1)
  (s1 : d1%:R * w1 = s) (s2 : d2%:R * w2 = s).
Hypotheses (w10 : 0 <= w1) (w20 : 0 <= w2).
Implicit Types z : state R d1 d2.
Definition push z t : R := along_u Z1 Z2 u v z t + along_v Z1 Z2 u v z t.
Definition lift t : R := inner u (Z1 t) + inner v (Z2 t).
Theorem mean_push_lift z : E (fun t => push z t * lift t)
  (- (w1 * (1 - (normsq z.2 + s) - 2 * overlap u v z)
      + w2 * (1 - (normsq z.1 + s) - 2 * overlap u v z))).
Proof. have hx := mean_side (spread_uncorrelated noise) noise u1 v1 z.1 z.2.
  have hy := mean_side (uncorrelated_sym (spread_uncorrelated noise)) (spread_swap noise) v1 u1 z.2
    z.1. apply: mean_ext (mean_eq (mean_add hx hy) _) => [t|]; last by rewrite s1 s2 /overlap; ring.
  rewrite /push /along_u /along_v /lift mulrDl gradY_is_gradX_tr trmx_mul trmxK; congr (_ + _ * _).
  by rewrite addrC. Qed.
Lemma spread_below z : off u v z + s + (inner u z.1 + inner v z.2) ^+ 2 <= 1 / 4 ->
  3 / 4 * (w1 + w2) <= w1 * (1 - (normsq z.2 + s) - 2 * overlap u v z)
    + w2 * (1 - (normsq z.1 + s) - 2 * overlap u v z).
Proof. move=> h; have part (p q a b : R) : 0 <= p -> 0 <= q -> p + q + s + (a + b) ^+ 2 <= 1 / 4 ->
    3 / 4 <= 1 - (q + b ^+ 2 + s) - 2 * (a * b).
    move=> p0 q0; have := sqr_ge0 a; have -> : (a + b) ^+ 2 = a ^+ 2 + b ^+ 2 + 2 * (a * b) by ring.
    by move: (a ^+ 2) (b ^+ 2) (a * b) => *; lra.
  have px := normsq_ge0 (perp u z.1); have py := normsq_ge0 (perp v z.2).
  have nx : normsq z.1 = normsq (perp u z.1) + inner u z.1 ^+ 2 by rewrite normsq_perp // subrK.
  have ny : normsq z.2 = normsq (perp v z.2) + inner v z.2 ^+ 2 by rewrite normsq_perp // subrK.
  rewrite mulrDr nx ny; apply: lerD; rewrite mulrC; apply: ler_wpM2l => //;
    first exact: part px py h. by rewrite [overlap u v z]mulrC; apply: part py px _;
    rewrite [X in X + s]addrC [X in X ^+ 2]addrC. Qed.
Theorem push_spread z : off u v z + s + (inner u z.1 + inner v z.2) ^+ 2 <= 1 / 4 ->
  upper E (fun t => - push z t ^+ 2) (- (9 / 16 * (w1 + w2))).
Proof. move=> h; have hm := mean_add (mean_scale (3 / 2) (mean_push_lift z))
    (mean_scale (9 / 16) (mean_lift_sq (spread_uncorrelated noise) noise u1 v1)).
  apply: upper_le (upper_mono _ (upper_mean hm)) => [|t].
    by have := spread_below h; move: (w1 * _ + w2 * _) (w1 + w2) => *; lra.
  rewrite -/(lift t); move: (push z t) (lift t) => p l; have := sqr_ge0 (p + 3 / 4 * l).
  have -> : (p + 3 / 4 * l) ^+ 2 = p ^+ 2 + (3 / 2 * (p * l) + 9 / 16 * l ^+ 2) by field.
  by move: (p ^+ 2) (3 / 2 * _ + _) => *; lra. Qed.
End Push.
