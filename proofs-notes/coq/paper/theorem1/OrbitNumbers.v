(* SPDX-License-Identifier: Apache-2.0 *)
(* OrbitNumbers.v: convergence to the balanced optima with numbers, at rank 2: random signs, c =
   1/16, any d1 and d2, M = A B^T, A^T A = B^T B = I.

   From any start with W <= c^2/2 = 1/512, at eta = 10^-11: W is at most a hundredth of that at all
   times from 2.24 10^13 to twice that, except with a probability of at most 1/10. Such a start is
   (A, 15/16 B), where W = 1/2048. With d1 = d2 = 4, M = diag(1, 1, 0, 0) and signs of the size 1/8
   nothing is left to suppose.
   Main results: orbit_instance, orbit_instance_four.
   Paper's place: Theorem 2 (convergence to the balanced optima, of which the paper has no
   theorem). *)
From NoisyGD Require Import Algebra Frobenius Objective Optimum Smoothing Rademacher Process Window
  GradientMoments Balance AnyStartBalance.
From NoisyGD Require Import OrbitDomination OrbitConvergence.

(* At c = 1/16, b = 1/4, h = 1/2, top = 1/256 and l = 1/512, with a = eta^2 at most 10^-16. *)
Section Small.
Variables (R : realFieldType) (e : R).
Local Notation a := (e ^+ 2). Local Notation K := (noisiest (1 / 16) (1 / 4) (1 / 2) : R).
Local Notation m := (overshoot (1 / 16) e (1 / 4) (1 / 2)).
Hypothesis tiny : 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * a <= 1.
Let a0 : 0 <= a. Proof. exact: sqr_ge0. Qed.
Let small : 100 * 100 * (100 * 100) * a <= 1. Proof. by move: tiny a0; move: a => x *; lra. Qed.
Let wide : widest (1 / 16) (1 / 2) = 4 :> R. Proof. by rewrite /widest; field. Qed.
Let KE : K = 7174 / 128. Proof. by rewrite /noisiest wide; field. Qed.
Lemma overshoot_small : 0 <= m <= 280 * a.
Proof. rewrite /overshoot /slack wide KE; have -> : e ^+ 4 = a * a by rewrite -expr2 -exprM.
  have aa : 0 <= a * a <= a / (100 * 100 * (100 * 100)).
    apply/andP; split; first exact: mulr_ge0.
    have := ler_wpM2l a0 small; rewrite mulr1; have -> : a * (100 * 100 * (100 * 100) * a) =
      100 * 100 * (100 * 100) * (a * a) by ring. by move: (a * a) a => y x h; lra.
  by move: aa a0; move: a (a * a) => y x /andP [] *; apply/andP; split; lra. Qed.
Definition leaving : R := orbit_leaves (1 / 16) e (1 / 2) (1 / 256) m K (2 * m ^+ 2) (1 / 512).
Lemma leaving_small : leaving <= 5000 * 1000 * a.
Proof. have /andP [m0 m1] := overshoot_small. have m2 : 100 * m ^+ 2 <= a.
    apply: (@le_trans _ _ (100 * ((280 * a) * (280 * a)))); first by rewrite expr2;
      apply: ler_wpM2l; [exact: ler0n|exact: ler_pM].
    have -> : 100 * (280 * a * (280 * a)) = 100 * (280 * 280) * a * a by ring. rewrite -[X
      in _ <= X]mul1r; apply: ler_wpM2r => //; apply: le_trans small; apply: ler_wpM2r => //; lra.
  rewrite /leaving /orbit_leaves /orbit_spread wide KE ler_pdivrMr; last by rewrite exprn_gt0 //;
    lra. have -> : (1 / 256 - 1 / 512) ^+ 2 = 1 / (512 * 512) :> R by field.
  by move: m1 m2; move: m (m ^+ 2) a a0 => *; lra. Qed.
End Small.

(* The whole bound at eta = 1/E, E = 10^11, from k = 14 m with m = 16 E, where (1 - 2 eta mu)^k <=
   2^-14, to 2 k. *)
Section Bound.
Variables (R : realFieldType) (E w rises leaving : R) (m : nat).
Local Notation e := (E^-1). Local Notation k := (14 * m)%N.
Hypotheses (E11 : E = 10 * (100 * 100 * (100 * 100) * 100)) (mE : m%:R = 16 * E) (w0 : 0 <= w)
  (w1 : w <= 1 / 512).
Let E0 : 0 < E. Proof. by rewrite E11; do 5!(apply: mulr_gt0; rewrite ?ltr0n //). Qed.
Let e0 : 0 < e. Proof. by rewrite invr_gt0. Qed.
Let eE : e * (10 * (100 * 100 * (100 * 100) * 100)) = 1.
Proof. by rewrite -E11 mulVf // gt_eqF. Qed.
Lemma step_positive : 0 < e. Proof. exact: e0. Qed.
Lemma step_slow : 2 * e * (1 / 32) <= 1. Proof. by move: eE e0; move: e => x *; lra. Qed.
Lemma step_small : 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * e ^+ 2 <= 1.
Proof. have h : 100 * 100 * (100 * 100) * e <= 1 by move: eE e0; lra.
  have h0 : 0 <= 100 * 100 * (100 * 100) * e by move: e0; lra. have ->
    : 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * e ^+ 2 = (100 * 100 * (100 * 100) * e)
    * (100 * 100 * (100 * 100) * e) by ring. by rewrite -[X in _ <= X]mulr1; apply: ler_pM. Qed.
Hypotheses (hr : rises <= 280 * e ^+ 2) (hl : leaving <= 5000 * 1000 * e ^+ 2).
Lemma numbers : (2 * k)%:R * leaving
  + ((1 - 2 * e * (1 / 32)) ^+ k * w + rises / (e * (1 / 32)) + 2 * rises * (2 * k - k)%:R)
    / (1 / 51200) <= 1 / 10.
Proof. have a01 : 0 <= 2 * e * (1 / 32) <= 1.
    apply/andP; split; last exact: step_slow.
    by apply: mulr_ge0 (mulr_ge0 (ler0n _ 2) (ltW e0)) _; rewrite divr_ge0 ?ler0n.
  have ca : 1 <= m%:R * (2 * e * (1 / 32)) by rewrite mE; have -> : 16 * E * (2 * e * (1 / 32)) = 1
    by [field; rewrite gt_eqF]. have := contraction 14 a01 ca; rewrite mulnC => hc.
  have e2E : e ^+ 2 * E = e by rewrite expr2 -mulrA mulVf ?mulr1 // gt_eqF.
  have kE : k%:R = 224 * E :> R by rewrite natrM mE; ring.
  have l1 : (2 * k)%:R * leaving <= 448 * (5000 * 1000) * e.
    apply: le_trans (ler_wpM2l (ler0n _ _) hl) _; rewrite natrM kE -[X in _ <= _ * X]e2E.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  have l2 : rises / (e * (1 / 32)) <= 32 * 280 * e.
    rewrite ler_pdivrMr; last by apply: mulr_gt0 => //; rewrite divr_gt0 ?ltr0n.
    by apply: le_trans hr _; rewrite le_eqVlt; apply/orP; left; apply/eqP; field; rewrite gt_eqF.
  have l3 : 2 * rises * (2 * k - k)%:R <= 2 * 224 * 280 * e.
    have -> : (2 * k - k)%N = k by rewrite mul2n -addnn addnK.
    have r2 : 2 * rises <= 2 * (280 * e ^+ 2) by rewrite ler_pM2l ?ltr0n.
    apply: le_trans (ler_wpM2r (ler0n _ _) r2) _; rewrite kE -[X in _ <= _ * X]e2E.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  have l4 : (1 - 2 * e * (1 / 32)) ^+ k * w <= 1 / (128 * 128) * (1 / 512).
    apply: ler_pM => //; first by rewrite exprn_ge0 // subr_ge0; case/andP: a01.
    by apply: le_trans hc _; have -> : 2^-1 ^+ 14 = 1 / (128 * 128) :> R by field.
  move: l1 l2 l3 l4 eE; move: ((2 * k)%:R * leaving) (rises / _) (2 * rises * _)
    ((1 - _) ^+ k * w) => x1 x2 x3 x4. by move: e => y *; lra. Qed.
End Bound.

(* The conditions on c, h, delta, mu, top, l and the level. *)
Section Conditions.
Variable R : realFieldType.
Local Notation s := (const_mx 1 : 'rV[R]_2).
Lemma least_numbers : least s (1 / 16) = 31 / 256.
Proof. by rewrite /least !big_ord_recl big_ord0 !mxE; field. Qed.
Lemma sixteenth : 0 < 1 / 16 :> R. Proof. by lra. Qed.
Lemma half : 0 < 1 / 2 :> R. Proof. by lra. Qed.
Lemma rest : 0 < 15 / 16 :> R. Proof. by lra. Qed.
Lemma slow : 0 < 1 / 32 :> R. Proof. by lra. Qed.
Lemma slow_rest : 8 * (1 / 32) <= 15 / 16 :> R. Proof. by lra. Qed.
Lemma slow_level : 2 * (1 / 32) <= 1 / 16 :> R. Proof. by lra. Qed.
Lemma top_rest : 4 * (1 / 256) <= (15 / 16) ^+ 2 :> R. Proof. by rewrite expr2; lra. Qed.
Lemma top_level : 1 / 256 <= (1 / 16) ^+ 2 :> R. Proof. by rewrite expr2; lra. Qed.
Lemma top_low : 2 * least s (1 / 16) + 1 / 256 <= (1 / 2) ^+ 2.
Proof. by rewrite least_numbers expr2; lra. Qed.
Lemma inside_top : 1 / 512 < 1 / 256 :> R. Proof. by lra. Qed.
Lemma level_positive : 0 < 1 / 51200 :> R. Proof. by lra. Qed.
Lemma gap_numbers i : 1 / 16 + 15 / 16 <= s 0 i. Proof. by rewrite mxE; lra. Qed.
Lemma orbit_noise_size : 2 * (2 * (1 / 16)) = 1 / 4 :> R. Proof. by field. Qed.
End Conditions.

Section Instance.
Variables (R : realFieldType) (d1 d2 : nat) (q1 q2 : R) (A : 'M[R]_(d1, 2)) (B : 'M[R]_(d2, 2)).
Hypotheses (h1 : d1%:R * q1 ^+ 2 = 1 / 16) (h2 : d2%:R * q2 ^+ 2 = 1 / 16) (AA : A^T *m A = 1%:M)
  (BB : B^T *m B = 1%:M).
Local Notation s := (const_mx 1 : 'rV[R]_2). Local Notation W := (orbit_excess A B s (1 / 16)).
Lemma all_ones : factored A s B = A *m B^T. Proof. by rewrite /factored diag_const_mx mulmx1. Qed.
Lemma start_excess : W (A, 15 / 16 *: B) = 1 / 2048.
Proof. have norm d (C : 'M[R]_(d, 2)) : C^T *m C = 1%:M -> normsq C = 2 by move=> CC;
    rewrite /normsq /inner CC mxtrace1.
  have rest : 15 / 16 *: (A *m B^T) - A *m B^T = (- (1 / 16)) *: (A *m B^T).
    by rewrite -{2}[A *m B^T]scale1r -scalerBl; congr (_ *: _); field.
  rewrite /orbit_excess least_numbers /Fs /F /residual /= all_ones trmxZ -scalemxAr rest !normsqZ
    normsq_mul_isometry //. by rewrite normsq_tr !norm //; field. Qed.
Local Notation run e := (moved (Rademacher.Z1 q1) (Rademacher.Z2 q2) e (A *m B^T)).
Lemma orbit_numbers (E : R) m z : E = 10 * (100 * 100 * (100 * 100) * 100) -> m%:R = 16 * E ->
  W z <= 1 / 512 ->
  fails (Rademacher.all_signs R d1 d2 2) (run E^-1)
    (fun t z => (14 * m <= t)%N && (1 / 51200 < W z))
    (fun _ _ => false) (2 * (14 * m)) 0 z (1 / 10).
Proof. move=> E11 mE hz; have small := step_small E11;
    have [/andP [_ hr] hl] := (overshoot_small small, leaving_small small).
  have hn := numbers E11 mE (orbit_excess_ge0 s AA BB (sixteenth R) z) hz hr hl;
    have eta0 := step_positive E11; have etamu := step_slow E11.
  have h := orbit_converges_signs h1 h2 (sixteenth R) eta0 (half R) AA BB (rest R) (gap_numbers R)
    (slow R) (slow_rest R) (slow_level R) etamu (top_rest R) (top_level R) (top_low R) (14 * m)
    (2 * (14 * m)) (inside_top R) hz (level_positive R).
  by rewrite all_ones orbit_noise_size in h; exact: (fails_le hn h). Qed.
Local Notation E := (10 * (100 * 100 * (100 * 100) * 100)).
Local Notation k := (14 * (16 * (10 * (100 * 100 * (100 * 100) * 100))))%N.
Theorem orbit_instance z : W z <= 1 / 512 ->
  fails (Rademacher.all_signs R d1 d2 2) (run E^-1) (fun t z => (k <= t)%N && (1 / 51200 < W z))
    (fun _ _ => false) (2 * k) 0 z (1 / 10).
Proof. have mE : (16 * (10 * (100 * 100 * (100 * 100) * 100)))%N%:R = 16 * E :> R
    by rewrite 5!natrM. by move: (16 * _)%N mE => m mE; exact: orbit_numbers. Qed.
End Instance.

(* Nothing is left to suppose: 4 x 4, M = diag(1, 1, 0, 0), from X = (1, 0; 0, 1; 0, 0; 0, 0) and Y
   = 15/16 X. *)
Section Four.
Variable R : realFieldType.
Local Notation X := (pid_mx 2 : 'M[R]_(4, 2)).
Local Notation E := (10 * (100 * 100 * (100 * 100) * 100)).
Local Notation k := (14 * (16 * (10 * (100 * 100 * (100 * 100) * 100))))%N.
Theorem orbit_instance_four :
  fails (Rademacher.all_signs R 4 4 2)
    (moved (Rademacher.Z1 (1 / 8)) (Rademacher.Z2 (1 / 8)) E^-1 (pid_mx 2))
    (fun t z => (k <= t)%N && (1 / 51200 < orbit_excess X X (const_mx 1) (1 / 16) z))
      (fun _ _ => false) (2 * k) 0 (X, 15 / 16 *: X) (1 / 10).
Proof. have XX : X^T *m X = 1%:M by rewrite tr_pid_mx mul_pid_mx pid_mx_1.
  have q : 4%:R * (1 / 8) ^+ 2 = 1 / 16 :> R by field.
  have XXt : X *m X^T = pid_mx 2 by rewrite tr_pid_mx mul_pid_mx.
  have start : orbit_excess X X (const_mx 1) (1 / 16) (X, 15 / 16 *: X) <= 1 / 512
    by rewrite start_excess //; lra. rewrite -XXt; exact: (orbit_instance q q XX XX start). Qed.
End Four.
