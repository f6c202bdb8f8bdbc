(* SPDX-License-Identifier: Apache-2.0 *)
(* GradientMoments.v: what is asked of the noise at rank one, and bounds on the second and fourth
   moment of the noisy gradient.

   The noise is centred, its factors have E |Z1|^2 = E |Z2|^2 = s and are uncorrelated to second
   order, and its squared norms have
       E |Z1|^2j |Z2|^2k <= growth j * growth k * s^(j + k),      growth = 1, 1, 3, 15, 105, for j,
           k <= 4.
   Gaussian matrices, random signs and all independent noise with the even moments of a Gaussian at
   most meet this. With N >= |x|^2 + |y|^2 and al >= 2 |x y^T - M|^2 the noisy gradient has, for
   each outcome, a squared length of at most
       (al + 6 N A + 6 A B) (2 N + 2 A + 2 B)      with {A, B} = {|Z1|^2, |Z2|^2} in one order or
                                                   the other, or a mean of the two;
   so its moments are at most those of this polynomial.
   Main results: noisy_sq_le, gradient_second, gradient_fourth, second_momentE, fourth_momentE.
   Paper's place: Theorem 1 (the noise). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments Process LemmaFour
  GradientDomination Descent Excess.

(* (2k - 1)!! *)
Definition growth (R : realFieldType) (k : nat) : R := (\prod_(j < k) (2 * j + 1))%N%:R.
Record law (R : realFieldType) T (E : expectation R T) d1 d2 (Z1 : T -> 'cV[R]_d1)
    (Z2 : T -> 'cV[R]_d2) (s : R) : Prop := Law {
  law_smoothing : smoothing_noise E Z1 Z2 s s;
  law_moments : forall j k, (j <= 4)%N -> (k <= 4)%N ->
    upper E (fun w => normsq (Z1 w) ^+ j * normsq (Z2 w) ^+ k)
      (growth R j * growth R k * s ^+ (j + k))
}.

Lemma growth_ge0 (R : realFieldType) k : 0 <= growth R k. Proof. exact: ler0n. Qed.
Lemma growths (R : realFieldType) :
  (growth R 0 = 1) * (growth R 1 = 1) * (growth R 2 = 3) * (growth R 3 = 15) * (growth R 4 = 105).
Proof. by rewrite /growth !big_ord_recr !big_ord0. Qed.

(* Polynomials in two variables: coefficient, exponents. *)
Section Polynomials.
Variable R : realFieldType.
Definition term : Type := (R * (nat * nat))%type.
Implicit Types (p q : seq term) (A B s : R).
Local Definition value p A B : R := \sum_(m <- p) m.1 * (A ^+ m.2.1 * B ^+ m.2.2).
Definition moment_bound s p : R :=
  \sum_(m <- p) m.1 * (growth R m.2.1 * growth R m.2.2 * s ^+ (m.2.1 + m.2.2)).
Local Definition small p : bool := all (fun m => [&& 0 <= m.1, (m.2.1 <= 4)%N & (m.2.2 <= 4)%N]) p.
Section Means.
Variables (T : Type) (E : expectation R T) (d1 d2 : nat) (Z1 : T -> 'cV[R]_d1)
  (Z2 : T -> 'cV[R]_d2) (s : R).
Hypothesis noise : law E Z1 Z2 s.
Lemma upper_value p : small p ->
  upper E (fun w => value p (normsq (Z1 w)) (normsq (Z2 w))) (moment_bound s p).
Proof. elim: p => [|m p IH] /=; first by move=> _; apply: upper_mono (upper_le _ (upper_const E 0))
    => [w|]; rewrite /value /moment_bound big_nil. case/andP=> /and3P [m0 hj hk] hp.
  have h := upper_add (upper_scale m0 (law_moments noise hj hk)) (IH hp).
  by apply: upper_le (upper_mono _ h) => [|w]; rewrite /value /moment_bound big_cons. Qed.
Lemma upper_value_swap p : small p ->
  upper E (fun w => value p (normsq (Z2 w)) (normsq (Z1 w))) (moment_bound s p).
Proof. elim: p => [|m p IH] /=; first by move=> _; apply: upper_mono (upper_le _ (upper_const E 0))
    => [w|]; rewrite /value /moment_bound big_nil. case/andP=> /and3P [m0 hj hk] hp.
  have h := upper_add (upper_scale m0 (law_moments noise hk hj)) (IH hp).
  apply: upper_le (upper_mono _ h) => [|w]; rewrite /value /moment_bound big_cons.
    by rewrite addnC [growth R m.2.2 * _]mulrC.
  by rewrite [normsq (Z1 w) ^+ _ * _]mulrC. Qed.
End Means. End Polynomials.

(* The polynomial of the noisy gradient, and what its moments are at most. *)
Section Gradient.
Variable R : realFieldType. Implicit Types N al s : R.
Definition squared_gradient N al : seq (term R) :=
  [:: (2 * N * al, (0, 0)%N); (2 * al, (0, 1)%N); (2 * al + 12 * N ^+ 2, (1, 0)%N);
  (24 * N, (1, 1)%N); (12, (1, 2)%N); (12 * N, (2, 0)%N); (12, (2, 1)%N)].
Lemma squared_gradientE N al A B :
  value (squared_gradient N al) A B = (al + 6 * N * A + 6 * (A * B)) * (2 * N + 2 * A + 2 * B).
Proof. by rewrite /value /squared_gradient !big_cons big_nil /=; ring. Qed.
(* Its square. *)
Definition fourth_gradient N al : seq (term R) :=
  [:: (4 * N ^+ 2 * al ^+ 2, (0, 0)%N); (8 * N * al ^+ 2, (0, 1)%N); (4 * al ^+ 2, (0, 2)%N);
  (8 * N * al ^+ 2 + 48 * N ^+ 3 * al, (1, 0)%N); (8 * al ^+ 2 + 144 * N ^+ 2 * al, (1, 1)%N);
    (144 * N * al, (1, 2)%N); (48 * al, (1, 3)%N);
  (4 * al ^+ 2 + 96 * N ^+ 2 * al + 144 * N ^+ 4, (2, 0)%N);
    (192 * N * al + 576 * N ^+ 3, (2, 1)%N); (96 * al + 864 * N ^+ 2, (2, 2)%N);
  (576 * N, (2, 3)%N); (144, (2, 4)%N); (48 * N * al + 288 * N ^+ 3, (3, 0)%N);
    (48 * al + 864 * N ^+ 2, (3, 1)%N); (864 * N, (3, 2)%N);
  (288, (3, 3)%N); (144 * N ^+ 2, (4, 0)%N); (288 * N, (4, 1)%N); (144, (4, 2)%N)].
Lemma fourth_gradientE N al A B :
  value (fourth_gradient N al) A B = value (squared_gradient N al) A B ^+ 2.
Proof. by rewrite squared_gradientE /value /fourth_gradient !big_cons big_nil /=; ring. Qed.
Definition second_moment N al s : R := moment_bound s (squared_gradient N al).
Definition fourth_moment N al s : R := moment_bound s (fourth_gradient N al).
Theorem second_momentE N al s :
  second_moment N al s = 2 * N * al + 4 * al * s + 12 * N ^+ 2 * s + 60 * N * s ^+ 2 + 72 * s ^+ 3.
Proof. by rewrite /second_moment /moment_bound /squared_gradient !big_cons big_nil /= !growths;
    ring. Qed.
Theorem fourth_momentE N al s : let n := s * N in let t := s ^+ 2 in s ^+ 2 * fourth_moment N al s =
  4 * n ^+ 2 * al ^+ 2 + 48 * n ^+ 3 * al + 144 * 3 * n ^+ 4
    + (16 * n * al ^+ 2 + 144 * 3 * n ^+ 2 * al + 144 * 42 * n ^+ 3) * t
  + (32 * al ^+ 2 + 144 * 12 * n * al + 144 * 249 * n ^+ 2) * t ^+ 2
    + (144 * 16 * al + 144 * 660 * n) * t ^+ 3 + 144 * 36 * 30 * t ^+ 4.
Proof. by rewrite /= /fourth_moment /moment_bound /fourth_gradient !big_cons big_nil /= !growths;
    ring. Qed.
Lemma gradient_small N al : 0 <= N -> 0 <= al ->
  small (squared_gradient N al) /\ small (fourth_gradient N al).
Proof. move=> n0 a0; have p j k : 0 <= N ^+ j * al ^+ k by rewrite mulr_ge0 ?exprn_ge0.
  have := (p 1 1, p 0 1, p 2 0, p 1 0, p 2 2, p 1 2, p 0 2, p 3 1, p 2 1, p 4 0, p 3 0)%N;
    rewrite !expr0 !expr1 !mulr1 !mul1r. by do 10!case; move=> *; rewrite /small /squared_gradient
    /fourth_gradient /=; split; rewrite ?andbT; repeat (apply/andP; split); rewrite ?ler0n //; lra.
Qed.

Lemma normsqD2 m n (A B : 'M[R]_(m, n)) : normsq (A + B) <= 2 * normsq A + 2 * normsq B.
Proof. by have := normsq_ge0 (A - B); rewrite normsqB normsqD; lra. Qed.
Lemma normsqD3 m n
    (A B C : 'M[R]_(m, n)) : normsq (A + B + C) <= 3 * normsq A + 3 * normsq B + 3 * normsq C.
Proof. have h1 := normsq_ge0 (A - B); have h2 := normsq_ge0 (A - C); have h3 := normsq_ge0 (B - C).
  by move: h1 h2 h3; rewrite !normsqB !normsqD innerDl; lra. Qed.

Section Bounds.
Variables (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (T : Type) (E : expectation R T).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (z : state R d1 d2) (N al : R).
Local Notation M := (u *m v^T).
Hypotheses (N0 : 0 < N) (hN : size_sq z <= N) (hal : 2 * normsq (residual M z.1 z.2) <= al).
(* For each outcome: a mean of the polynomial at (|Z1|^2, |Z2|^2) and at (|Z2|^2, |Z1|^2). *)
Local Notation l := (normsq z.2 / N).
Lemma share01 : 0 <= l <= 1.
Proof. have x0 := normsq_ge0 z.1; move: hN; rewrite /size_sq => hxy.
  by rewrite divr_ge0 ?normsq_ge0 ?(ltW N0) //= ler_pdivrMr // mul1r; move: hxy x0; lra. Qed.
Lemma noisy_sq_le w : noisy_sq Z1 Z2 u v z w <=
  l * value (squared_gradient N al) (normsq (Z1 w)) (normsq (Z2 w))
    + (1 - l) * value (squared_gradient N al) (normsq (Z2 w)) (normsq (Z1 w)).
Proof. have x0 := normsq_ge0 z.1; have y0 := normsq_ge0 z.2; move: hN; rewrite /size_sq => hxy.
  set A := normsq (Z1 w); set B := normsq (Z2 w); have A0 : 0 <= A by exact: normsq_ge0.
  have B0 : 0 <= B by exact: normsq_ge0. set r := residual M (z.1 + Z1 w) (z.2 + Z2 w).
  have gx : normsq (gradX M (z.1 + Z1 w) (z.2 + Z2 w)) <= normsq r * normsq (z.2 + Z2 w)
    by exact: normsq_mul_le.
  have gy : normsq (gradY M (z.1 + Z1 w) (z.2 + Z2 w)) <= normsq r * normsq (z.1 + Z1 w).
    by have := normsq_mul_le r^T (z.1 + Z1 w); rewrite normsq_tr.
  have hr : normsq r <= al + 6 * (normsq z.1 * B + A * normsq z.2 + A * B).
    rewrite /r residualD -addrA; apply: le_trans (normsqD2 _ _) _. have := normsqD3
      (z.1 *m (Z2 w)^T) (Z1 w *m z.2^T) (Z1 w *m (Z2 w)^T); rewrite !normsq_outer -/A -/B.
    by move: hal; move: (normsq (residual M z.1 z.2)) (normsq (_ + _ + _)) (normsq z.1 * B)
      (A * normsq z.2) (A * B) => *; lra.
  have hn : normsq (z.2 + Z2 w) + normsq (z.1 + Z1 w) <= 2 * N + 2 * A + 2 * B.
    by have h1 := normsqD2 z.2 (Z2 w); have h2 := normsqD2 z.1 (Z1 w); move: h1 h2 hxy;
      rewrite -/A -/B; lra.
  have hs : normsq r * (normsq (z.2 + Z2 w) + normsq (z.1 + Z1 w)) <= normsq r * (2 * N + 2 * A
    + 2 * B) by rewrite ler_wpM2l ?normsq_ge0. have hp : normsq r * (2 * N + 2 * A + 2 * B) <=
    (al + 6 * (normsq z.1 * B + A * normsq z.2 + A * B)) * (2 * N + 2 * A + 2 * B).
    by rewrite ler_wpM2r // !addr_ge0 ?mulr_ge0 ?ler0n // ltW.
  rewrite /noisy_sq; apply: (le_trans (lerD gx gy)); rewrite -mulrDr; apply: (le_trans hs);
    apply: (le_trans hp).
  rewrite !squared_gradientE. have e : (1 - l) * N = N - normsq z.2 by field; rewrite gt_eqF.
  have e' : l * N = normsq z.2 by field; rewrite gt_eqF.
  have f0 : 0 <= 2 * N + 2 * A + 2 * B by rewrite !addr_ge0 ?mulr_ge0 ?ler0n // ltW.
  have -> (k : R) : k * ((al + 6 * N * A + 6 * (A * B)) * (2 * N + 2 * A + 2 * B))
    + (1 - k) * ((al + 6 * N * B + 6 * (B * A)) * (2 * N + 2 * B + 2 * A)) =
    (al + 6 * ((k * N) * A + ((1 - k) * N) * B + A * B)) * (2 * N + 2 * A + 2 * B) by ring.
  rewrite e e'; apply: ler_wpM2r => //; rewrite lerD2l; apply: ler_wpM2l; first exact: ler0n.
  rewrite lerD2r addrC [A * _]mulrC; apply: lerD => //; apply: ler_wpM2r => //. by move: hxy; lra.
Qed.

Variable s : R. Hypothesis noise : law E Z1 Z2 s.
Local Lemma al_ge0 : 0 <= al.
Proof. by apply: le_trans hal; rewrite mulr_ge0 ?ler0n ?normsq_ge0. Qed.
Let P w := value (squared_gradient N al) (normsq (Z1 w)) (normsq (Z2 w)).
Let Q w := value (squared_gradient N al) (normsq (Z2 w)) (normsq (Z1 w)).
Lemma mixed_upper (f f' : T -> R) k : upper E f k -> upper E f' k ->
  upper E (fun w => l * f w + (1 - l) * f' w) k.
Proof. move=> h h'; have /andP [l0 l1] := share01; have l1' : 0 <= 1 - l by rewrite subr_ge0.
  by apply: upper_le (upper_add (upper_scale l0 h) (upper_scale l1' h'));
    rewrite -mulrDl addrC subrK mul1r. Qed.
Theorem gradient_second : upper E (noisy_sq Z1 Z2 u v z) (second_moment N al s).
Proof. have [h _] := gradient_small (ltW N0) al_ge0.
  exact: upper_mono noisy_sq_le (mixed_upper (upper_value noise h) (upper_value_swap noise h)). Qed.
Theorem gradient_fourth : upper E (fun w => noisy_sq Z1 Z2 u v z w ^+ 2) (fourth_moment N al s).
Proof. have [_ h] := gradient_small (ltW N0) al_ge0.
  apply: upper_mono (mixed_upper (upper_value noise h) (upper_value_swap noise h)) => w.
  have g0 : 0 <= noisy_sq Z1 Z2 u v z w by rewrite addr_ge0 ?normsq_ge0.
  have /andP [l0 l1] := share01; apply: le_trans (sq_le g0 (noisy_sq_le w)) _.
  rewrite !fourth_gradientE. move: (value (squared_gradient N al) (normsq (Z1 w)) (normsq (Z2 w)))
    (value (squared_gradient N al) (normsq (Z2 w)) (normsq (Z1 w))) => p q.
  rewrite -subr_ge0; have -> :
    l * p ^+ 2 + (1 - l) * q ^+ 2 - (l * p + (1 - l) * q) ^+ 2 = l * (1 - l) * (p - q) ^+ 2 by ring.
  by apply: mulr_ge0; [apply: mulr_ge0 => //; rewrite subr_ge0|exact: sqr_ge0]. Qed.
End Bounds. End Gradient.
