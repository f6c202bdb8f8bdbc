(* SPDX-License-Identifier: Apache-2.0 *)
(* BoundedNoise.v: what the excess bounds at every outcome, for bounded noise.

   Rank one, balanced noise with |Z1|^2, |Z2|^2 <= s at every outcome, 0 < s <= 1/16; E = excess = 2
   (Fs - min Fs), G the noisy gradient. Then
       s (|x|^2 + |y|^2) <= E + 17/8 s,      s |G|^2 <= (25/2 E + 125/16 s) (5/4 E + 105/32 s) = s
                                             top,
   and <grad Fs, G> has the mean |grad Fs|^2, with <grad Fs, G>^2 <= |grad Fs|^2 top and |<grad Fs,
   G>|, |grad Fs|^2 <= top.
   Main results: size_excess, noisy_sq_top, along_mean, along_abs.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments Process Window
  LemmaFour GradientDomination Descent Excess GradientMoments Bounded.

Lemma normsq_weighted (R : realFieldType) m n
    (A B : 'M[R]_(m, n)) : normsq (A + B) <= 5 / 4 * normsq A + 5 * normsq B.
Proof. have q : 0 < 1 / 4 :> R by rewrite divr_gt0 ?ltr0n.
  have := young A B q; have -> : (1 / 4 : R)^-1 = 4 by field. by rewrite normsqD; lra. Qed.

(* Balanced noise whose squared lengths are at most their mean s at every outcome. *)
Record bounded_noise (R : realFieldType) T (E : expectation R T) d1 d2 (Z1 : T -> 'cV[R]_d1)
    (Z2 : T -> 'cV[R]_d2) (s : R) : Prop := BoundedLengths {
  bounded_smoothing : smoothing_noise E Z1 Z2 s s;
  bounded1 : forall w, normsq (Z1 w) <= s; bounded2 : forall w, normsq (Z2 w) <= s
}.
(* The bound on |G|^2 where the excess is x. *)
Definition gradient_top (R : realFieldType)
    (s x : R) : R := (25 / 2 * x + 125 / 16 * s) * (5 / 4 * x + 105 / 32 * s) / s.

Section Bounded.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta : R).
Hypotheses (noise : bounded_noise E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Local Notation Ez z := (excess_at u v s z).
Implicit Types (z : state) (w : T).

(* What the excess bounds, at every outcome. *)
Lemma size_excess z : s * size_sq z <= Ez z + 17 / 8 * s.
Proof. set a := inner u z.1; set b := inner v z.2.
  have hx := excess_parts s a b (normsq_ge0 (perp u z.1)) (normsq_ge0 (perp v z.2)).
  have hN : size_sq z = normsq (perp u z.1) + normsq (perp v z.2) + (a - b) ^+ 2 + 2 * (a * b).
    by rewrite /size_sq !normsq_perp // /a /b; ring.
  rewrite hN mulrDr; have {}hx : (a * b - (1 - s)) ^+ 2
    + s * (normsq (perp u z.1) + normsq (perp v z.2) + (a - b) ^+ 2) <= Ez z by [].
  have -> : s * (2 * (a * b)) = 2 * (s * (a * b - (1 - s))) + 2 * s - 2 * s ^+ 2 by ring.
  move: hx; move: (a * b - (1 - s)) (s * (_ + _ + _)) (Ez z) => D W y hx.
  have h1 : 0 <= s * (4 * D - 1 / 4) ^+ 2 by apply: mulr_ge0; [exact: ltW|exact: sqr_ge0].
  have h2 : 16 * s * D ^+ 2 <= 1 * D ^+ 2 by rewrite ler_wpM2r ?sqr_ge0.
  have h3 := sqr_ge0 s; have h4 := sqr_ge0 D.
  have e : s * (4 * D - 1 / 4) ^+ 2 = 16 * s * D ^+ 2 - 2 * (s * D) + s / 16 by field. by move: hx
    h1 h2 h3 h4 s0; rewrite e; move: (16 * s * D ^+ 2) (D ^+ 2) (s * D) (s ^+ 2) => *; lra. Qed.
Lemma part_excess z : normsq (part1 u v s z) <= Ez z.
Proof. rewrite (excess_form s u1 v1 z) /form -[inner (part1 u v s z) _]/(normsq (part1 u v s z))
    lerDl. apply: mulr_ge0; first exact: ltW. by rewrite !addr_ge0 ?normsq_ge0 // -expr2 sqr_ge0.
Qed.
Lemma residual_part x y : residual M x y = part1 u v s (x, y) - s *: M.
Proof. by apply/matrixP => i j; rewrite /residual /part1 !mxE; ring. Qed.
Lemma normsq_target : normsq (s *: M) = s ^+ 2.
Proof. by rewrite normsqZ normsq_outer /normsq u1 v1 !mulr1. Qed.
Lemma noisy_residual z w :
  normsq (residual M (z.1 + Z1 w) (z.2 + Z2 w)) <= 25 / 2 * Ez z + 125 / 16 * s.
Proof. rewrite residualD residual_part -surjective_pairing.
  set mid := z.1 *m _ + _; set far := Z1 w *m _.
  have -> : part1 u v s z - s *: M + mid + far = mid + (part1 u v s z + (far - s *: M)).
    by apply/matrixP => i j; rewrite !mxE; ring.
  apply: le_trans (normsq_weighted _ _) _. have b1 := bounded1 noise w;
    have b2 := bounded2 noise w; have n0 : 0 <= size_sq z by rewrite addr_ge0 ?normsq_ge0.
  have hm : normsq mid <= size_sq z * (2 * s).
    apply: le_trans (linear_le z.1 (Z1 w) z.2 (Z2 w)) _; rewrite -/(size_sq z);
      apply: ler_wpM2l => //. by move: b1 b2; lra.
  have hf : normsq far <= s ^+ 2.
    by rewrite /far normsq_outer expr2; apply: ler_pM; rewrite ?normsq_ge0.
  have h2 := normsqD2 (part1 u v s z) (far - s *: M). have h3 := normsqD2 far (- (s *: M));
    rewrite normsqN normsq_target in h3. have hx := part_excess z; have hN := size_excess z.
  have ss : 16 * (s * s) <= 1 * s by rewrite mulrA ler_wpM2r // ltW.
  move: hm hf h2 h3 hx hN ss; rewrite expr2 -[size_sq z * _]mulrC -[2 * s * _]mulrA.
  by move: (normsq mid) (normsq far) (normsq (_ + _)) (normsq (_ - _)) (normsq (part1 u v s z))
    (Ez z) (s * size_sq z) (s * s) => *; lra. Qed.
Lemma noisy_size z w :
  s * (normsq (z.2 + Z2 w) + normsq (z.1 + Z1 w)) <= 5 / 4 * Ez z + 105 / 32 * s.
Proof. have h1 := normsq_weighted z.2 (Z2 w); have h2 := normsq_weighted z.1 (Z1 w);
    have b1 := bounded1 noise w; have b2 := bounded2 noise w. have h : normsq (z.2 + Z2 w)
    + normsq (z.1 + Z1 w) <= 5 / 4 * size_sq z + 10 * s by rewrite /size_sq; move: h1 h2 b1 b2; lra.
  apply: le_trans (ler_wpM2l (ltW s0) h) _; have hN := size_excess z.
  have ss : 16 * (s * s) <= 1 * s by rewrite mulrA ler_wpM2r // ltW.
  have -> : s * (5 / 4 * size_sq z + 10 * s) = 5 / 4 * (s * size_sq z) + 10 * (s * s) by ring.
  by move: hN ss; move: (s * size_sq z) (s * s) => *; lra. Qed.
Local Notation top z := (gradient_top s (Ez z)).
Lemma noisy_sq_top z w : noisy_sq Z1 Z2 u v z w <= top z.
Proof. set r := residual M (z.1 + Z1 w) (z.2 + Z2 w). have gx : normsq
    (gradX M (z.1 + Z1 w) (z.2 + Z2 w)) <= normsq r * normsq (z.2 + Z2 w) by exact: normsq_mul_le.
  have gy : normsq (gradY M (z.1 + Z1 w) (z.2 + Z2 w)) <= normsq r * normsq (z.1 + Z1 w).
    by have := normsq_mul_le r^T (z.1 + Z1 w); rewrite normsq_tr.
  rewrite /gradient_top ler_pdivlMr // /noisy_sq;
    apply: (@le_trans _ _ (normsq r * (s * (normsq (z.2 + Z2 w) + normsq (z.1 + Z1 w))))).
    by apply: le_trans (ler_wpM2r (ltW s0) (lerD gx gy)) _; rewrite le_eqVlt; apply/orP; left;
      apply/eqP; ring.
  apply: ler_pM; rewrite ?normsq_ge0 //; [|exact: noisy_residual|exact: noisy_size].
  by apply: mulr_ge0; [exact: ltW|rewrite addr_ge0 ?normsq_ge0]. Qed.

(* The noisy gradient along the smoothed one. *)
Definition along z w : R := inner (gradXs M s z.1 z.2) (gradX M (z.1 + Z1 w) (z.2 + Z2 w))
  + inner (gradYs M s z.1 z.2) (gradY M (z.1 + Z1 w) (z.2 + Z2 w)).
Local Notation gs z := (normsq (gradXs M s z.1 z.2) + normsq (gradYs M s z.1 z.2)).
Lemma along_mean z : E (along z) (gs z).
Proof. by have [gx gy] := mean_gradients (bounded_smoothing noise) M z.1 z.2;
    exact: mean_add (mean_inner_Mean _ gx) (mean_inner_Mean _ gy). Qed.
Lemma bounded_along_sq z w : along z w ^+ 2 <= gs z * noisy_sq Z1 Z2 u v z w.
Proof. by rewrite /along /noisy_sq /normsq -!inner_col_mx; exact: cauchy. Qed.
Lemma along_abs z w : - top z <= along z w <= top z /\ gs z <= top z.
Proof. have h w' : 2 * along z w' <= gs z + top z /\ - (2 * along z w') <= gs z + top z.
    have t := noisy_sq_top z w'; rewrite /noisy_sq in t. have y (A B : 'cV[R]_(d1 + d2)) :
      2 * inner A B <= normsq A + normsq B by have := young A B ltr01; rewrite invr1 !mul1r.
    have e (k : R) : inner (k *: col_mx (gradXs M s z.1 z.2) (gradYs M s z.1 z.2)) (col_mx
      (gradX M (z.1 + Z1 w') (z.2 + Z2 w')) (gradY M (z.1 + Z1 w') (z.2 + Z2 w'))) = k * along z w'.
      by rewrite innerZl inner_col_mx.
    have y1 := y (1 *: col_mx (gradXs M s z.1 z.2) (gradYs M s z.1 z.2))
      (col_mx (gradX M (z.1 + Z1 w') (z.2 + Z2 w')) (gradY M (z.1 + Z1 w') (z.2 + Z2 w'))).
    have y2 := y (-1 *: col_mx (gradXs M s z.1 z.2) (gradYs M s z.1 z.2))
      (col_mx (gradX M (z.1 + Z1 w') (z.2 + Z2 w')) (gradY M (z.1 + Z1 w') (z.2 + Z2 w'))).
    rewrite !e !normsqZ /normsq !inner_col_mx -!/(normsq _) in y1 y2.
    by move: y1 y2 t; move: (along z w') (normsq (gradXs _ _ _ _)) (normsq (gradYs _ _ _ _))
      (normsq (gradX _ _ _)) (normsq (gradY _ _ _)) => *; split; lra.
  have g : gs z <= top z.
    have m := mean_le (fun w' => (h w').1) (mean_scale 2 (along_mean z))
      (mean_const E (gs z + top z)). by move: m; move: (gs z) (top z) => *; lra.
  by have [a b] := h w; split=> //; apply/andP; move: a b g; move: (along z w) (gs z) (top z) => *;
    split; lra. Qed.
End Bounded.
