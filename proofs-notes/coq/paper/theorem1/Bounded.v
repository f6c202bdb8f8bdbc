(* SPDX-License-Identifier: Apache-2.0 *)
(* Bounded.v: what holds on {root <= h} for any h >= 1, far above the saddle too: the run stays
   there, the noisy gradient has bounded moments, and the perpendicular parts die out.

   root^2 = excess = 2 (Fs - min Fs), 0 < s <= 1/16 and 50 eta h <= 1. Where root <= h,
       s (|x|^2 + |y|^2) <= 5/4 h^2,      E |G|^2 <= 25 h^4/s,      E |G|^4 <= 1400 h^8/s^2,
       E excess' <= excess + 65 h^6 eta^2/s^2      and, where <u,x> <v,y> >= 1/4, E excess' <= (1 -
                                                   eta s/5) excess + 65 h^6 eta^2/s^2,
       E off' <= (1 - 2 eta s) off + 25 h^4 eta^2/s,      off = |p|^2 + |q|^2.
   The last needs no more of the noise than the smoothing does; Lemma 4 has a sharper constant for
   Gaussian moments. From root <= h - 1 the run passes h within n steps with a probability of at
   most 130 n h^6 eta^2/s^2.
   Main results: moments_bounded, excess_bounded, contraction_bounded, drift_off, stays_bounded,
   off_stays.
   Paper's place: Theorem 1, "regardless of initializations"; Lemma 4. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments Process Window
  LemmaFour GradientDomination Descent Excess GradientMoments.

(* The norm of a matrix moves by no more than the matrix. *)
Lemma norm_change (R : rcfType) m n
    (A B : 'M[R]_(m, n)) : (Num.sqrt (normsq B) - Num.sqrt (normsq A)) ^+ 2 <= normsq (B - A).
Proof. have h : inner B A <= Num.sqrt (normsq B) * Num.sqrt (normsq A).
    rewrite -sqrtrM ?normsq_ge0 //; apply: le_trans (ler_norm _) _;
      rewrite -sqrtr_sqr ler_wsqrtr //; exact: cauchy.
  rewrite normsqB sqrrB !sqr_sqrtr ?normsq_ge0 // -mulr_natr; move: h; lra. Qed.
Lemma inner_col_mx (R : realFieldType) m n p (A C : 'M[R]_(m, p)) (B D : 'M[R]_(n, p)) :
  inner (col_mx A B) (col_mx C D) = inner A C + inner B D.
Proof. by rewrite /inner tr_col_mx mul_row_col mxtraceD. Qed.

Section Bounded.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta h : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (h1 : 1 <= h)
  (eh : 50 * (eta * h) <= 1).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Local Notation Ez z := (excess_at u v s z). Local Notation rt := (root u v s).
Local Notation off := (off u v). Local Notation update := (update Z1 Z2 u v eta).
Local Notation k2 := (25 * h ^+ 4 / s). Local Notation k4 := (1400 * h ^+ 8 / s ^+ 2).
Local Notation k := (65 * h ^+ 6 * eta ^+ 2 / s ^+ 2).
Implicit Types z : state.

Let h0 : 0 <= h. Proof. exact: le_trans h1. Qed.
Let H1 : 1 <= h ^+ 2. Proof. exact: exprn_ege1. Qed.
Lemma size_bounded z : rt z <= h ->
  s * size_sq z <= 5 / 4 * h ^+ 2 /\ normsq (residual M z.1 z.2) <= (17 / 16 * h) ^+ 2.
Proof. move=> hz; have [_ _ hN hR] := level_bounds u1 v1 s0 h0 hz; split.
    have a : 2 * s * (1 - s + h) <= 4 * (s * h).
      have -> : 4 * (s * h) = 2 * s * (2 * h) by ring.
      by rewrite ler_wpM2l ?mulr_ge0 ?ler0n ?(ltW s0) //; move: s0 h1; lra.
    have b : 16 * (s * h) <= h ^+ 2 by rewrite mulrA expr2 ler_wpM2r // (le_trans s16).
    by apply: le_trans hN _; move: a b; move: (2 * s * _) (s * h) (h ^+ 2) => *; lra.
  by apply: le_trans hR _; apply: sq_le; [rewrite addr_ge0 // ltW|move: s16 h1; lra]. Qed.

(* The moments: with H = h^2 >= 1 and q = s^2 <= 1/256 every H^j q^k is at most H^4/256^k. *)
Local Notation radius := (5 / 4 * h ^+ 2 / s). Local Notation al := (2 * (17 / 16 * h) ^+ 2).
Let q256 : s ^+ 2 <= 1 / 256.
Proof. by have -> : 1 / 256 = (1 / 16) ^+ 2 :> R; [field|apply: sq_le; [exact: ltW|move: s16; lra]].
Qed.
Lemma below i j m : (i <= j)%N -> (h ^+ 2) ^+ i * (s ^+ 2) ^+ m <= (h ^+ 2) ^+ j * (1 / 256) ^+ m.
Proof. move=> ij; apply: ler_pM; [exact: exprn_ge0 (sqr_ge0 _)|exact: exprn_ge0 (sqr_ge0 _)|exact:
    (ler_weXn2l H1 ij)|]. by rewrite lerXn2r // nnegrE ?sqr_ge0 // divr_ge0 ?ler0n. Qed.
Lemma second_bounded : second_moment radius al s <= k2.
Proof. have -> : second_moment radius al s = ((5 * 289 / 256 + 75 / 4) * (h ^+ 2) ^+ 2
    + (289 / 32 + 75) * ((h ^+ 2) ^+ 1 * (s ^+ 2) ^+ 1) + 72 * (s ^+ 2) ^+ 2) / s.
    by rewrite second_momentE; field; rewrite gt_eqF.
  rewrite ler_wpM2r ?invr_ge0 ?(ltW s0) //; have -> : h ^+ 4 = (h ^+ 2) ^+ 2 by rewrite -exprM.
  have := below 1 (isT : (1 <= 2)%N); have := below 2 (isT : (0 <= 2)%N); rewrite expr0 mul1r.
  have p0 : 0 <= (h ^+ 2) ^+ 2 by rewrite exprn_ge0 ?sqr_ge0.
  have -> : (1 / 256) ^+ 2 = 1 / 256 / 256 :> R by field. by move: p0; move: ((h ^+ 2) ^+ 2)
    ((h ^+ 2) ^+ 1 * (s ^+ 2) ^+ 1) ((s ^+ 2) ^+ 2) => a b c a0; rewrite expr1; lra. Qed.
Lemma fourth_bounded : fourth_moment radius al s <= k4.
Proof. have s20 : 0 < s ^+ 2 by rewrite exprn_gt0.
  have e : s * radius = 5 / 4 * h ^+ 2 by field; rewrite gt_eqF.
  rewrite -(ler_pM2l s20) fourth_momentE e [X in _ <= X]mulrCA divff ?gt_eqF // mulr1.
  have -> : al = 289 / 128 * h ^+ 2 by field. have -> : h ^+ 8 = (h ^+ 2) ^+ 4 by rewrite -exprM.
  have b1 := below 1 (isT : (3 <= 4)%N); have b2 := below 2 (isT : (2 <= 4)%N).
  have b3 := below 3 (isT : (1 <= 4)%N); have b4 := below 4 (isT : (0 <= 4)%N);
    rewrite expr0 mul1r in b4; rewrite expr1 in b1 b3. by nra. Qed.
Lemma moments_bounded z : rt z <= h ->
  upper E (noisy_sq Z1 Z2 u v z) k2 /\ upper E (fun w => noisy_sq Z1 Z2 u v z w ^+ 2) k4.
Proof. move=> hz; have [hN hR] := size_bounded hz.
  have r0 : 0 < radius by rewrite divr_gt0 // mulr_gt0 ?divr_gt0 ?ltr0n // (lt_le_trans ltr01).
  have hN' : size_sq z <= radius by rewrite ler_pdivlMr // mulrC.
  have hal : 2 * normsq (residual M z.1 z.2) <= al by rewrite ler_wpM2l ?ler0n.
  split; first exact: upper_le second_bounded (gradient_second r0 hN' hal noise).
  exact: upper_le fourth_bounded (gradient_fourth r0 hN' hal noise). Qed.

Lemma numbers_bounded (n c : R) : s * n <= 5 / 4 * h ^+ 2 -> s * c <= 9 / 128 * h ^+ 2 ->
  eta ^+ 2 * (2 * n + c) * k2 + eta ^+ 4 / 2 * k4 <= k.
Proof. move=> hn hc; have -> : eta ^+ 2 * (2 * n + c) * k2 + eta ^+ 4 / 2 * k4 = eta ^+ 2 * h ^+ 4 /
    s ^+ 2 * (50 * (s * n) + 25 * (s * c) + 700 * (eta * h) ^+ 2 * h ^+ 2) by field; rewrite gt_eqF.
  have -> : k = eta ^+ 2 * h ^+ 4 / s ^+ 2 * (65 * h ^+ 2) by ring. have g0 : 0 <= h ^+ 4
    by rewrite exprn_ge0. apply: ler_wpM2l; first by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0.
  have eh2 : (eta * h) ^+ 2 <= (1 / 50) ^+ 2 by apply: sq_le; [rewrite mulr_ge0 // ltW|move: eh;
    lra]. have := ler_wpM2r (sqr_ge0 h) eh2; have -> : (1 / 50) ^+ 2 = 1 / 2500 :> R by field.
  rewrite -[700 * _ * _]mulrA; move: hn hc H1;
    move: ((eta * h) ^+ 2 * h ^+ 2) (s * n) (s * c) (h ^+ 2) => *; lra. Qed.
Let rho0 : 0 < 17 / 16 * h. Proof. by rewrite mulr_gt0 ?divr_gt0 ?ltr0n // (lt_le_trans ltr01). Qed.
Let hc : s * (17 / 16 * h + s) <= 9 / 128 * h ^+ 2.
Proof. have a : 17 / 16 * h + s <= 9 / 8 * h ^+ 2 by have := ler_peMl h0 h1; rewrite -expr2;
    move: h1 s16; move: (h ^+ 2) => *; lra.
  have := ler_wpM2l (ltW s0) a; rewrite [s * (9 / 8 * _)]mulrCA; have := ler_wpM2r (sqr_ge0 h) s16.
  by rewrite -mulrA mul1r; move: (s * h ^+ 2) (s * _) (h ^+ 2) => *; lra. Qed.
Theorem excess_bounded z : rt z <= h -> upper E (fun w => Ez (update z w)) (Ez z + k).
Proof. move=> hz; have [hN hR] := size_bounded hz; have [m2 m4] := moments_bounded hz.
  have := excess_step eta (law_smoothing noise) u1 v1 s0 rho0 hR m2 m4;
    have hk := numbers_bounded hN hc; rewrite addrA in hk.
  apply: upper_le; apply: lerD hk; rewrite gerBl; apply: mulr_ge0; first by rewrite mulr_ge0 ?ler0n
    // ltW. by rewrite -(gradsq_smoothed s u1 v1) addr_ge0 ?normsq_ge0. Qed.
Theorem contraction_bounded z : rt z <= h -> 1 <= 4 * (inner u z.1 * inner v z.2) ->
  upper E (fun w => Ez (update z w)) ((1 - eta * s / 5) * Ez z + k).
Proof. move=> hz P4; have [hN hR] := size_bounded hz; have [m2 m4] := moments_bounded hz.
  have := contraction_step (law_smoothing noise) u1 v1 s0 (ltW eta0) rho0 hR m2 m4 s16 P4;
    have hk := numbers_bounded hN hc; rewrite addrA in hk. by apply: upper_le; rewrite lerD2l. Qed.
Lemma change_bounded z : rt z <= h -> upper E (fun w => (rt (update z w) - rt z) ^+ 2) k.
Proof. move=> hz; have [hN _] := size_bounded hz; have [m2 m4] := moments_bounded hz.
  have e4 : 0 <= eta ^+ 4 / 2 by rewrite divr_ge0 ?exprn_ge0 ?ler0n // ltW.
  have l0 : 0 <= eta ^+ 2 * (2 * size_sq z + 2 * s).
    by rewrite mulr_ge0 ?sqr_ge0 // addr_ge0 // mulr_ge0 ?ler0n ?(ltW s0) // addr_ge0 ?normsq_ge0.
  apply: upper_le (upper_mono _ (upper_add (upper_scale l0 m2) (upper_scale e4 m4))) => [|w].
    apply: numbers_bounded => //; apply: le_trans hc; rewrite ler_wpM2l ?(ltW s0) //;
      move: s16 h1; lra.
  apply: le_trans (root_step u1 v1 s0 z (eta *: gradX M (z.1 + Z1 w) (z.2 + Z2 w))
    (eta *: gradY M (z.1 + Z1 w) (z.2 + Z2 w))) _.
  rewrite !normsqZ -[_ + eta ^+ 2 * _]mulrDr -/(noisy_sq Z1 Z2 u v z w);
    move: (noisy_sq _ _ _ _ _ _) => g. by rewrite le_eqVlt; apply/orP; left; apply/eqP; field. Qed.

Let kp : 0 <= k.
Proof. by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n ?exprn_ge0. Qed.
(* The whole run stays bounded. *)
Theorem stays_bounded n t z : rt z <= h - 1 ->
  fails E update (fun _ z => h < rt z) (fun _ _ => false) n t z
    (n%:R * (130 * h ^+ 6 * eta ^+ 2 / s ^+ 2)).
Proof. move=> hz; rewrite -[t]addn0; apply: fails_shift; have l0 : 0 <= h - 1 by rewrite subr_ge0.
  have lt : h - 1 < h by rewrite gtrBl. have grows z' (_ : true) (h' : rt z' <= h) :
    upper E (fun w => rt (update z' w) ^+ 2) (rt z' ^+ 2 + k).
    by rewrite (root_sq u1 v1 s0); apply: upper_mono (excess_bounded h') => w;
      rewrite (root_sq u1 v1 s0).
  have := stays (fun z => sqrtr_ge0 _) kp kp l0 lt (inside := xpredT) (fun z _ => @change_bounded z)
    n grows hz.
  have -> : n%:R * (k + k) / (h - (h - 1)) ^+ 2 = n%:R * (130 * h ^+ 6 * eta ^+ 2 / s ^+ 2).
    have -> : h - (h - 1) = 1 by ring. by field; rewrite gt_eqF.
  exact: fails_mono. Qed.

(* The perpendicular parts, as one vector. *)
Definition off_part z : 'cV[R]_(d1 + d2) := col_mx (perp u z.1) (perp v z.2).
Lemma off_partE z : normsq (off_part z) = off z. Proof. by rewrite /normsq inner_col_mx. Qed.
Lemma off_part_step z w : off_part (update z w) = off_part z
  - eta *: off_part (gradX M (z.1 + Z1 w) (z.2 + Z2 w), gradY M (z.1 + Z1 w) (z.2 + Z2 w)).
Proof. have pB d (t a b : 'cV[R]_d) c : perp t (a - c *: b) = perp t a - c *: perp t b
    by rewrite perpD -scaleNr perpZ scaleNr.
  by rewrite /off_part /update /stepX /stepY /= !pB scale_col_mx opp_col_mx add_col_mx. Qed.
Lemma off_part_le z : normsq (off_part z) <= size_sq z.
Proof. by rewrite off_partE /off !normsq_perp // lerD // gerBl sqr_ge0. Qed.
Lemma mean_off_part z : E (fun w => inner (off_part z)
  (off_part (gradX M (z.1 + Z1 w) (z.2 + Z2 w), gradY M (z.1 + Z1 w) (z.2 + Z2 w))))
  ((normsq z.2 + s) * normsq (perp u z.1) + (normsq z.1 + s) * normsq (perp v z.2)).
Proof. have [gx gy] := mean_gradients (law_smoothing noise) M z.1 z.2.
  have hx := mean_inner_Mean (perp u z.1) gx; have hy := mean_inner_Mean (perp v z.2) gy.
  have pp d (t x : 'cV[R]_d) (t1 : inner t t = 1) : inner (perp t x) x = normsq (perp t x) /\
    inner (perp t x) t = 0.
    by split; rewrite -inner_perp // perpu // inner0r.
  apply: mean_ext (mean_eq (mean_add hx hy) _) => [w|].
    by rewrite /off_part inner_col_mx !inner_perp.
  have [x1 x2] := pp _ _ z.1 u1; have [y1 y2] := pp _ _ z.2 v1.
  by rewrite gradXs_rank1 gradYs_rank1 !innerBr !innerZr x1 x2 y1 y2 !mulr0 !subr0. Qed.
Theorem drift_off z : rt z <= h ->
  upper E (fun w => off (update z w)) ((1 - 2 * (eta * s)) * off z + 25 * h ^+ 4 * eta ^+ 2 / s).
Proof. move=> hz; have [m2 _] := moments_bounded hz; have e2 := sqr_ge0 eta. have := upper_add
    (upper_mean (mean_add (mean_const E (off z)) (mean_scale (- (2 * eta)) (mean_off_part z))))
    (upper_scale e2 m2). move=> hh; apply: upper_le (upper_mono _ hh) => [|w].
    have px := normsq_ge0 (perp u z.1); have py := normsq_ge0 (perp v z.2).
    have x0 := mulr_ge0 (normsq_ge0 z.2) px; have y0 := mulr_ge0 (normsq_ge0 z.1) py.
    have := ler_wpM2l (ltW eta0) (addr_ge0 x0 y0); rewrite mulr0 => q.
    have -> : eta ^+ 2 * k2 = 25 * h ^+ 4 * eta ^+ 2 / s by ring.
    rewrite lerD2r /off; move: q; move: (normsq (perp u z.1)) (normsq (perp v z.2)) => p q.
    have -> : - (2 * eta) * ((normsq z.2 + s) * p + (normsq z.1 + s) * q) =
      - 2 * (eta * (normsq z.2 * p + normsq z.1 * q)) - 2 * (eta * s) * (p + q) by ring.
    have -> : (1 - 2 * (eta * s)) * (p + q) = p + q - 2 * (eta * s) * (p + q) by ring.
    by move: (eta * (_ + _)) (2 * (eta * s) * (p + q)) => *; lra.
  rewrite -off_partE off_part_step normsqB normsqZ innerZr -off_partE. have := ler_wpM2l e2
    (off_part_le (gradX M (z.1 + Z1 w) (z.2 + Z2 w), gradY M (z.1 + Z1 w) (z.2 + Z2 w))).
  rewrite /size_sq -/(noisy_sq Z1 Z2 u v z w); move: (normsq (off_part z)) (eta ^+ 2 * normsq _)
    (eta ^+ 2 * noisy_sq _ _ _ _ _ _) => a b c bc. by lra. Qed.
(* From off <= 1/4 it stays at most 81/100. *)
Theorem off_stays n t z : off z <= 1 / 4 ->
  fails E update (fun _ z => 81 / 100 < off z) (fun _ z => ~~ (rt z <= h)) n t z
    (n%:R * (20 * h ^+ 6 * eta ^+ 2 / s ^+ 2)).
Proof. move=> hz; rewrite -[t]addn0; apply: fails_shift; pose W z := Num.sqrt (normsq (off_part z)).
  have W2 z' : W z' ^+ 2 = off z' by rewrite /W sqr_sqrtr ?normsq_ge0 // off_partE.
  have kk : 0 <= 25 * h ^+ 4 * eta ^+ 2 / s
    by rewrite divr_ge0 ?(ltW s0) // mulr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n ?exprn_ge0.
  have l0 : (0 : R) <= 1 / 2 by rewrite divr_ge0 ?ler0n. have lt : (1 / 2 : R) < 9 / 10 by lra.
  have below_ z' (c : R) : 0 <= c -> (W z' <= c) = (off z' <= c ^+ 2).
    by move=> c0; rewrite -W2 ler_pXn2r ?nnegrE ?sqrtr_ge0.
  have hB z' (hi : rt z' <= h) (_ : W z' <= 9 / 10) :
    upper E (fun w => (W (update z' w) - W z') ^+ 2) (25 * h ^+ 4 * eta ^+ 2 / s).
    have [m2 _] := moments_bounded hi; apply: upper_le (upper_mono _ (upper_scale (sqr_ge0 eta) m2))
      => [|w]; first by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
    apply: le_trans (norm_change _ _) _; rewrite off_part_step addrAC subrr add0r normsqN normsqZ
      ler_wpM2l ?sqr_ge0 //. exact: off_part_le.
  have hA z' (hi : rt z' <= h) (_ : W z' <= 9 / 10) :
    upper E (fun w => W (update z' w) ^+ 2) (W z' ^+ 2 + 25 * h ^+ 4 * eta ^+ 2 / s).
    rewrite W2; apply: upper_le (upper_mono _ (drift_off hi)) => [|w]; last by rewrite W2.
    by rewrite lerD2r ler_piMl -?W2 ?sqr_ge0 // gerBl mulr_ge0 ?ler0n // mulr_ge0 // ltW.
  have hz' : W z <= 1 / 2 by rewrite below_ //; have -> : (1 / 2) ^+ 2 = 1 / 4 :> R by field.
  have := stays (fun z => sqrtr_ge0 _) kk kk l0 lt (inside := fun z => rt z <= h) hB n hA hz'.
  move=> hs; apply: fails_le (fails_mono _ _ hs) => // [|t' z'].
    rewrite -mulrA; apply: ler_wpM2l; first exact: ler0n.
    have -> : 20 * h ^+ 6 * eta ^+ 2 / s ^+ 2 = h ^+ 4 * eta ^+ 2 / s ^+ 2 * (20 * h ^+ 2) by ring.
    have -> : (25 * h ^+ 4 * eta ^+ 2 / s + 25 * h ^+ 4 * eta ^+ 2 / s) / (9 / 10 - 1 / 2) ^+ 2 =
      h ^+ 4 * eta ^+ 2 / s ^+ 2 * (625 / 2 * s) by field; rewrite gt_eqF.
    apply: ler_wpM2l; first by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 ?exprn_ge0.
    by move: H1 s16; move: (h ^+ 2) => *; lra.
  rewrite -W2 !ltNge; apply: contra => hw; have -> : 81 / 100 = (9 / 10) ^+ 2 :> R by field.
  by apply: sq_le hw; exact: sqrtr_ge0. Qed.
End Bounded.
