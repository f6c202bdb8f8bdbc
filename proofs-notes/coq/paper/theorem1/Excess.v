(* SPDX-License-Identifier: Apache-2.0 *)
(* Excess.v: the excess 2 (Fs - min Fs) at rank one with balanced noise, M = u v^T, and what one
   update does to it.

   excess_at u v s (x, y) = |x y^T - (1-s) M|^2 + s (|p|^2 + |q|^2 + (<u,x> - <v,y>)^2), p and q the
   parts perpendicular to u and v. It is the square of a norm of these parts, so its root moves by
   little in a short step. Where <u,x> <v,y> >= 1/4 it contracts in the mean:
       E excess' <= (1 - eta s/5) excess + eta^2 (2 N + rho + s) k2 + eta^4 k4/2,      N = |x|^2 +
           |y|^2, |x y^T - M| <= rho,
   k2 and k4 above the means of |G|^2 and |G|^4, G the noisy gradient.
   Main results: excess_smoothed, gradsq_smoothed, contraction_step, level_bounds, root_step.
   Paper's place: Lemmas 6 and 7. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments Process LemmaFour
  GradientDomination Descent.

Section RankOne.
Variables (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation M := (u *m v^T).
Implicit Types (x : 'cV[R]_d1) (y : 'cV[R]_d2).
Definition excess_at (z : 'cV[R]_d1 * 'cV[R]_d2) : R :=
  excess s (inner u z.1) (inner v z.2) (normsq (perp u z.1)) (normsq (perp v z.2)).

(* The least value of Fs is s - s^2/2 (Optimum.v, r = 1). *)
Theorem excess_smoothed x y : 2 * Fs M s s x y = excess_at (x, y) + (2 * s - s ^+ 2).
Proof. have e : normsq (residual M x y) = normsq x * normsq y - 2 * (inner u x * inner v y) + 1.
    by rewrite /residual normsqB !normsq_outer inner_outer /normsq u1 v1 (innerC x) (innerC y);
      ring.
  rewrite /Fs /F e /excess_at /excess /= !normsq_perp //.
  by move: (normsq x) (normsq y) (inner u x) (inner v y) => X Y A B; field. Qed.
Theorem gradsq_smoothed x y : normsq (gradXs M s x y) + normsq (gradYs M s x y) =
  gradsq s (inner u x) (inner v y) (normsq (perp u x)) (normsq (perp v y)).
Proof. have n d (z t : 'cV[R]_d) k l : inner t t = 1 ->
    normsq (k *: z - l *: t) = k ^+ 2 * normsq z - 2 * k * l * inner t z + l ^+ 2.
    by move=> t1; have nt : normsq t = 1 by [];
      rewrite normsqB !normsqZ innerZl innerZr nt (innerC z); ring.
  rewrite gradXs_rank1 gradYs_rank1 !n // /gradsq !normsq_perp //.
  by move: (normsq x) (normsq y) (inner u x) (inner v y) => X Y A B; ring. Qed.
End RankOne.

Section Step.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta : R).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Local Notation update := (update Z1 Z2 u v eta).
(* The squared length of the noisy gradient. *)
Definition noisy_sq (z : state) (w : T) : R :=
  normsq (gradX M (z.1 + Z1 w) (z.2 + Z2 w)) + normsq (gradY M (z.1 + Z1 w) (z.2 + Z2 w)).
Definition size_sq (z : state) : R := normsq z.1 + normsq z.2.
Hypotheses (noise : smoothing_noise E Z1 Z2 s s) (u1 : inner u u = 1) (v1 : inner v v = 1)
  (s0 : 0 < s) (eta0 : 0 <= eta).
Variables (z : state) (rho k2 k4 : R).
Hypotheses (rho0 : 0 < rho) (hrho : normsq (residual M z.1 z.2) <= rho ^+ 2).
Hypotheses (h2 : upper E (noisy_sq z) k2) (h4 : upper E (fun w => noisy_sq z w ^+ 2) k4).

(* Without a condition on the iterate. *)
Theorem excess_step : upper E (fun w => excess_at u v s (update z w))
  (excess_at u v s z
    - 2 * eta * gradsq s (inner u z.1) (inner v z.2) (normsq (perp u z.1)) (normsq (perp v z.2))
   + (eta ^+ 2 * (2 * size_sq z + rho + s) * k2 + eta ^+ 4 / 2 * k4)).
Proof. have e2 := sqr_ge0 eta; have e4 : (eta ^+ 2) ^+ 2 = eta ^+ 4 by rewrite -exprM. have sq
    w : step_sq Z1 Z2 M z.1 z.2 eta eta w = eta ^+ 2 * noisy_sq z w by rewrite /step_sq -mulrDr.
  have h2' : upper E (step_sq Z1 Z2 M z.1 z.2 eta eta) (eta ^+ 2 * k2).
    by apply: upper_mono (upper_scale e2 h2) => w; rewrite sq.
  have h4' : upper E (fun w => step_sq Z1 Z2 M z.1 z.2 eta eta w ^+ 2) (eta ^+ 4 * k4).
    by rewrite -e4; apply: upper_mono (upper_scale (sqr_ge0 (eta ^+ 2)) h4) => w; rewrite sq exprMn.
  have as' : 0 <= s <= s by rewrite lexx ltW.
  have h := expected_descent noise rho0 hrho as' (lexx s) h2' h4'.
  have hh := upper_add (upper_scale (ler0n R 2) h) (upper_const E (- (2 * s - s ^+ 2))).
  apply: upper_le (upper_mono _ hh) => [|w]; last by rewrite /update (excess_smoothed s u1 v1);
    move: (excess_at _ _ _ _) => x; lra. rewrite -(gradsq_smoothed s u1 v1);
    have := excess_smoothed s u1 v1 z.1 z.2; rewrite -surjective_pairing /size_sq.
  move: (normsq (gradXs M s z.1 z.2)) (normsq (gradYs M s z.1 z.2)) (excess_at u v s z)
    (normsq z.1 + normsq z.2) (Fs M s s z.1 z.2) => g g' x n f fE.
  have -> : f = (x + (2 * s - s ^+ 2)) / 2 by rewrite -fE; field.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; field. Qed.
(* Where x^T M y >= 1/4, the condition of the paper's Lemma 6. *)
Theorem contraction_step : 16 * s <= 1 -> 1 <= 4 * (inner u z.1 * inner v z.2) ->
  upper E (fun w => excess_at u v s (update z w))
    ((1 - eta * s / 5) * excess_at u v s z
      + (eta ^+ 2 * (2 * size_sq z + rho + s) * k2 + eta ^+ 4 / 2 * k4)).
Proof. move=> s16 P4; apply: upper_le excess_step; rewrite lerD2r.
  have := gradient_domination s0 s16 (normsq_ge0 (perp u z.1)) (normsq_ge0 (perp v z.2)) P4.
  rewrite -/(excess_at u v s z); move: (gradsq _ _ _ _ _) (excess_at u v s z) => g x hd.
  have := ler_wpM2l eta0 hd; have -> : eta * (10 * g) = 10 * (eta * g) by ring.
  have -> : (1 - eta * s / 5) * x = x - eta * (s * x) / 5 by field.
  by rewrite -mulrA; move: (eta * (s * x)) (eta * g) => *; lra. Qed.
End Step.

Section Root.
Variables (R : rcfType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Implicit Types z : state.

(* The excess is the square of a norm of four parts, and form its inner product. *)
Definition part1 z : 'M[R]_(d1, d2) := z.1 *m z.2^T - (1 - s) *: M.
Definition gap z : R := inner u z.1 - inner v z.2.
Definition form (A A' : 'M[R]_(d1, d2)) (p p' : 'cV[R]_d1) (q q' : 'cV[R]_d2) (e e' : R) : R :=
  inner A A' + s * (inner p p' + inner q q' + e * e').
Lemma form_ge0 A p q e : 0 <= form A A p p q q e e.
Proof. rewrite /form addr_ge0 ?normsq_ge0 //; apply: mulr_ge0; first exact: ltW.
  by rewrite !addr_ge0 ?normsq_ge0 // -expr2 sqr_ge0. Qed.
Lemma form_cauchy A A' p p' q q' e e' :
  form A A' p p' q q' e e' ^+ 2 <= form A A p p q q e e * form A' A' p' p' q' q' e' e'.
Proof. set i := form A A' p p' q q' e e'; set f := form A A p p q q e e; set f' :=
    form A' A' p' p' q' q' e' e'. have sq x y : 0 <= x ^+ 2 * f + 2 * x * y * i + y ^+ 2 * f'.
    have := form_ge0 (x *: A + y *: A') (x *: p + y *: p') (x *: q + y *: q') (x * e + y * e').
    congr (0 <= _); rewrite /form /i /f /f' /form !(innerDl, innerDr, innerZl, innerZr).
    by rewrite (innerC A' A) (innerC p' p) (innerC q' q); ring.
  have f0 : 0 <= f by exact: form_ge0. have f0' : 0 <= f' by exact: form_ge0.
  have [z|nz] := eqVneq f' 0.
    have := sq 1 (- i * (f + 1)); have h := sqr_ge0 i; rewrite z mulr0 addr0.
    have -> : 1 ^+ 2 * f + 2 * 1 * (- i * (f + 1)) * i = f - 2 * (f + 1) * i ^+ 2 by ring.
    move=> h'; rewrite mulr0; rewrite leNgt; apply/negP => ip.
    have h3 := sq 1 (- (f + 1) / (2 * i)). have i0 : i != 0 by apply: contraTneq ip => ->;
      rewrite expr0n ltxx. move: h3; rewrite z mulr0 addr0. have ->
      : 1 ^+ 2 * f + 2 * 1 * (- (f + 1) / (2 * i)) * i = -1 by field; rewrite i0. by rewrite ler0N1.
  have fp : 0 < f' by rewrite lt_def nz. have := sq f' (- i). have -> : f' ^+ 2 * f + 2 * f' *
    - i * i + (- i) ^+ 2 * f' = f' * (f * f' - i ^+ 2) by ring. by rewrite pmulr_rge0 // subr_ge0.
Qed.

Lemma form_sub A A' p p' q q' e e' :
  form (A' - A) (A' - A) (p' - p) (p' - p) (q' - q) (q' - q) (e' - e) (e' - e) =
  form A' A' p' p' q' q' e' e' + form A A p p q q e e - 2 * form A A' p p' q q' e e'.
Proof. by rewrite /form !(innerBl, innerBr) (innerC A' A) (innerC p' p) (innerC q' q); ring. Qed.

Lemma excess_form z : excess_at u v s z =
  form (part1 z) (part1 z) (perp u z.1) (perp u z.1) (perp v z.2) (perp v z.2) (gap z) (gap z).
Proof. have e : normsq (part1 z) = normsq z.1 * normsq z.2
    - 2 * (1 - s) * (inner u z.1 * inner v z.2) + (1 - s) ^+ 2.
    by rewrite /part1 normsqB normsqZ !normsq_outer innerZr inner_outer /normsq u1 v1 (innerC z.1 u)
      (innerC z.2 v); ring.
  rewrite /form -[inner (part1 z) _]/(normsq (part1 z)) -[inner (perp u _) _]/(normsq (perp u z.1))
    -[inner (perp v _) _]/(normsq (perp v z.2)) e. rewrite /excess_at /excess /gap !normsq_perp //.
  by move: (normsq z.1) (normsq z.2) (inner u z.1) (inner v z.2) => X Y A B; ring. Qed.

Definition root z : R := Num.sqrt (excess_at u v s z).
Lemma excess_ge0 z : 0 <= excess_at u v s z. Proof. by rewrite excess_form form_ge0. Qed.
Lemma root_sq z : root z ^+ 2 = excess_at u v s z.
Proof. by rewrite /root sqr_sqrtr // excess_ge0. Qed.

(* What a level of the root bounds. *)
Theorem level_bounds z top : 0 <= top -> root z <= top ->
  [/\ excess_at u v s z <= top ^+ 2, `|inner u z.1 * inner v z.2 - (1 - s)| <= top,
    s * size_sq z <= top ^+ 2 + 2 * s * (1 - s + top) &
      normsq (residual M z.1 z.2) <= (top + s) ^+ 2].
Proof. move=> h0 h; have r0 : 0 <= root z by exact: sqrtr_ge0.
  have hE : excess_at u v s z <= top ^+ 2 by rewrite -root_sq; exact: sq_le. set a := inner u z.1;
    set b := inner v z.2. have px := normsq_ge0 (perp u z.1); have py := normsq_ge0 (perp v z.2).
  have w4 : 0 <= s * (normsq (perp u z.1) + normsq (perp v z.2) + (a - b) ^+ 2).
    by apply: mulr_ge0; [exact: ltW|rewrite !addr_ge0 // sqr_ge0].
  have hx := le_trans (excess_parts s a b px py) hE. have root_le (x : R) : x ^+ 2 <= top ^+ 2 ->
    `|x| <= top by move=> q; rewrite -(ger0_norm h0) -!sqrtr_sqr ler_wsqrtr.
  have hr : `|a * b - (1 - s)| <= top by apply: root_le; apply: le_trans hx; rewrite lerDl.
  split=> //.
    have hN : size_sq z = normsq (perp u z.1) + normsq (perp v z.2) + (a - b) ^+ 2 + 2 * (a * b).
      by rewrite /size_sq !normsq_perp // /a /b; ring.
    rewrite hN mulrDr; apply: lerD; first by apply: le_trans hx; rewrite lerDr sqr_ge0.
    rewrite mulrCA mulrA ler_wpM2l ?mulr_ge0 ?ler0n ?(ltW s0) //.
    by move: hr; rewrite ler_norml => /andP [_]; lra.
  have part : normsq (part1 z) <= top ^+ 2.
    apply: le_trans hE; rewrite excess_form /form -[inner (part1 z) _]/(normsq (part1 z)) lerDl.
    apply: mulr_ge0; first exact: ltW. by rewrite !addr_ge0 ?normsq_ge0 // -expr2 sqr_ge0.
  have -> : residual M z.1 z.2 = part1 z + (- s) *: M.
    by rewrite /residual /part1 scalerBl scale1r opprB scaleNr -!addrA; congr (_ + _);
      rewrite addrCA subrr addr0.
  have nM : normsq M = 1 by rewrite normsq_outer /normsq u1 v1 mulr1.
  have := cauchy (part1 z) M; rewrite nM mulr1 => /(le_trans)/(_ part)/root_le; rewrite ler_norml =>
    /andP [c _]. rewrite normsqD normsqZ innerZr nM sqrrN mulr1; have := ler_wpM2l (ltW s0) c.
  have -> : (top + s) ^+ 2 = top ^+ 2 + 2 * (s * top) + s ^+ 2 by ring. rewrite mulrN mulNr; move:
    part; move: (normsq (part1 z)) (s * inner _ _) (s * top) (s ^+ 2) (top ^+ 2) => *; lra. Qed.

Lemma root_change z z' : (root z' - root z) ^+ 2 <=
  form (part1 z' - part1 z) (part1 z' - part1 z) (perp u (z'.1 - z.1)) (perp u (z'.1 - z.1))
    (perp v (z'.2 - z.2)) (perp v (z'.2 - z.2))
    (gap z' - gap z) (gap z' - gap z).
Proof. have pB d (t a b : 'cV[R]_d) : perp t (a - b) = perp t a - perp t b by rewrite perpD
    -scaleN1r perpZ scaleN1r. rewrite !pB; set i := form (part1 z) (part1 z') (perp u z.1)
    (perp u z'.1) (perp v z.2) (perp v z'.2) (gap z) (gap z'). have hi : i <= root z * root z'.
    apply: le_trans (ler_norm i) _; rewrite -sqrtr_sqr /root -sqrtrM ?excess_ge0 // ler_wsqrtr //
      !excess_form. exact: form_cauchy.
  rewrite form_sub -/i -!excess_form -!root_sq. by rewrite sqrrB; move: hi; rewrite -mulr_natr; lra.
Qed.

(* One step (P, Q). *)
Theorem root_step z P Q :
  (root (z.1 - P, z.2 - Q) - root z) ^+ 2 <= (2 * size_sq z + 2 * s) * (normsq P + normsq Q)
    + (normsq P + normsq Q) ^+ 2 / 2.
Proof. apply: le_trans (root_change _ _) _; rewrite /part1 /gap /=.
  have -> : z.1 - P - z.1 = - P by rewrite addrAC subrr add0r.
  have -> : z.2 - Q - z.2 = - Q by rewrite addrAC subrr add0r. have -> : (z.1 - P) *m (z.2 - Q)^T
    - (1 - s) *: M - (z.1 *m z.2^T - (1 - s) *: M) = - (z.1 *m Q^T + P *m z.2^T) + P *m Q^T.
    by rewrite trmxB mulmxBl !mulmxBr; apply/matrixP => i j; rewrite !mxE; ring.
  have l := linear_le z.1 P z.2 Q; have c := cross_product_le P Q.
  have gu : normsq (perp u P) + inner u P ^+ 2 = normsq P by rewrite normsq_perp // subrK.
  have gv : normsq (perp v Q) + inner v Q ^+ 2 = normsq Q by rewrite normsq_perp // subrK. have -> :
    inner u (z.1 - P) - inner v (z.2 - Q) - (inner u z.1 - inner v z.2) = - (inner u P - inner v Q).
    by rewrite !innerBr; ring.
  set D := - (z.1 *m Q^T + P *m z.2^T) + P *m Q^T.
  have hD : normsq D <= 2 * normsq (z.1 *m Q^T + P *m z.2^T) + 2 * normsq (P *m Q^T).
    have y := young (- (z.1 *m Q^T + P *m z.2^T)) (P *m Q^T) ltr01.
    rewrite invr1 !mul1r normsqN in y; rewrite /D normsqD normsqN.
    by move: y; move: (normsq (z.1 *m Q^T + P *m z.2^T)) (normsq (P *m Q^T)) (inner _ _) => *; lra.
  have pN d (t a : 'cV[R]_d) : perp t (- a) = - perp t a by rewrite -scaleN1r perpZ scaleN1r.
  have -> : form D D (perp u (- P)) (perp u (- P)) (perp v (- Q)) (perp v (- Q))
    (- (inner u P - inner v Q)) (- (inner u P - inner v Q)) = normsq D
    + s * (normsq (perp u P) + normsq (perp v Q) + (inner u P - inner v Q) ^+ 2).
    by rewrite /form !pN !innerNl !innerNr !opprK mulrNN -expr2.
  have h3 : normsq (perp u P) + normsq (perp v Q) + (inner u P - inner v Q) ^+ 2 <=
    2 * (normsq P + normsq Q).
    have pg := normsq_ge0 (perp u P); have pk := normsq_ge0 (perp v Q); have q :=
      sqr_ge0 (inner u P + inner v Q). have -> : (inner u P - inner v Q) ^+ 2 = 2 * (inner u P ^+ 2
      + inner v Q ^+ 2) - (inner u P + inner v Q) ^+ 2 by ring. by rewrite -gu -gv; move: pg pk q;
      move: (normsq (perp u P)) (normsq (perp v Q)) (inner u P ^+ 2) (inner v Q ^+ 2) => *; lra.
  have h4 := ler_wpM2l (ltW s0) h3; rewrite /size_sq.
  move: hD l c h4; move: (normsq P + normsq Q) (normsq z.1 + normsq z.2) => g N. have ->
    : (2 * N + 2 * s) * g + g ^+ 2 / 2 = 2 * (N * g) + s * (2 * g) + 2 * (g ^+ 2 / 4) by field.
  by move: (normsq D) (normsq _) (normsq _) (N * g) (g ^+ 2 / 4) (s * (2 * g)) (s * _) => *; lra.
Qed.
End Root.
