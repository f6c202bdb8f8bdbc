(* SPDX-License-Identifier: Apache-2.0 *)
(* EachDelta.v: Theorem 1 from below the saddle in the form of the paper, for each delta.

   For every step eta <= delta s^4 eps^2/800, from every start with an excess of at most 1/4, the
   run is near (u, v) or -(u, v) at all times from C/eta to c/eta^2 with a probability of at least 1
   - delta, where C = 20/(delta s^2 eps^2) and c = delta s^3 eps^2/2880; there are such times where
   2 eta <= c/C = delta^2 s^5 eps^4/57600. That is the same for
   all dimensions, u and v, starts, and kinds of noise with the moments of "law". Nothing is
   logarithmic in it: (1 - a)^n <= 1/(1 + n a).
   Main results: near_for_each_delta.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Smoothing Process LemmaFour Excess
  GradientMoments Distance.
From NoisyGD Require DriftFormats.

Section Numbers.
Variables (R : rcfType) (s K delta eta : R) (t1 n : nat) (E0 : R).
Hypotheses (s0 : 0 < s) (K0 : 0 < K) (K1 : K <= 1) (delta0 : 0 < delta) (eta_gt0 : 0 < eta)
  (rate1 : eta * s / 5 <= 1) (E4 : E0 <= 1 / 4).
Hypotheses (small : eta <= delta * s ^+ 3 * K / 800) (late : 20 / (s * K * delta) <= eta * t1%:R).
Hypothesis early : eta ^+ 2 * n%:R <= delta * s ^+ 2 * K / 2880.
Lemma bound_below : n%:R * (720 * eta ^+ 2 / s ^+ 2)
  + 4 * ((1 - eta * s / 5) ^+ t1 * E0 + 50 * eta / s ^+ 3 + 10 * eta ^+ 2 / s ^+ 2 * (n - t1)%:R)
    / K <= delta.
Proof. have s2 : 0 < s ^+ 2 by exact: exprn_gt0. have s3 : 0 < s ^+ 3 by exact: exprn_gt0.
  have sn : s != 0 by rewrite gt_eqF. have Kn : K != 0 by rewrite gt_eqF.
  set x := eta ^+ 2 * n%:R / s ^+ 2. have hx : x <= delta * K / 2880.
    rewrite /x ler_pdivrMr //; apply: le_trans early _.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; field.
  set y := eta / s ^+ 3. have hy : y <= delta * K / 800.
    rewrite /y ler_pdivrMr //; apply: le_trans small _.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; field.
  set q := (1 - eta * s / 5) ^+ t1.
  have a0 : 0 <= eta * s / 5 by rewrite divr_ge0 ?ler0n // mulr_ge0 // ltW.
  have q0 : 0 <= q by rewrite exprn_ge0 // subr_ge0. have hq : q <= delta * K / 4.
    have a01 : 0 <= eta * s / 5 <= 1 by rewrite a0 rate1.
    apply: le_trans (DriftFormats.power_below t1 a01) _. have ta : 0 < 1 + t1%:R * (eta * s / 5)
      by apply: ltr_pwDl; [exact: ltr01|exact: mulr_ge0 (ler0n _ _) a0].
    rewrite -[X in X <= _]mul1r ler_pdivrMr //. have dK : 0 < delta * K by exact: mulr_gt0.
    have h : 4 <= delta * K * (t1%:R * (eta * s / 5)).
      have sKd : 0 < s * K * delta by rewrite !mulr_gt0.
      by move: late; rewrite ler_pdivrMr //; have ->
        : eta * t1%:R * (s * K * delta) = 5 * (delta * K * (t1%:R * (eta * s / 5))) by [field]; lra.
    have -> : delta * K / 4 * (1 + t1%:R * (eta * s / 5)) =
      (delta * K + delta * K * (t1%:R * (eta * s / 5))) / 4 by ring. by set p := delta * K
      * (t1%:R * (eta * s / 5)) in h *; clearbody p; move: (delta * K) dK h => g *; lra.
  clearbody q; have hE : q * E0 <= delta * K / 16.
    apply: le_trans (ler_wpM2l q0 E4) _. by move: hq; move: (delta * K) => *; lra.
  have hn : 10 * eta ^+ 2 / s ^+ 2 * (n - t1)%:R <= 10 * x.
    have -> : 10 * x = 10 * eta ^+ 2 / s ^+ 2 * n%:R by rewrite /x; field.
    by rewrite ler_wpM2l ?ler_nat ?leq_subr // divr_ge0 ?(ltW s2) // mulr_ge0 ?ler0n // sqr_ge0.
  have -> : n%:R * (720 * eta ^+ 2 / s ^+ 2) = 720 * x by rewrite /x; field.
  have -> : 50 * eta / s ^+ 3 = 50 * y by rewrite /y; field.
  have hK : delta * K <= delta by rewrite ler_piMr // ltW.
  have top : 4 * (q * E0 + 50 * y + 10 * eta ^+ 2 / s ^+ 2 * (n - t1)%:R) / K <= 3 / 4 * delta.
    by rewrite ler_pdivrMr //; move: hE hy hn hx (mulr_gt0 delta0 K0);
      have -> : 3 / 4 * delta * K = 3 / 4 * (delta * K) by [ring];
      move: (q * E0) (10 * eta ^+ 2 / s ^+ 2 * _) (delta * K) => *; lra.
  by move: hx hK top; move: (4 * _ / K) (delta * K) => *; lra. Qed.
End Numbers.

Section EachDelta.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat) (Z1 : T -> 'cV[R]_d1)
  (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Variables (s eps delta eta : R) (t1 n : nat) (z : 'cV[R]_d1 * 'cV[R]_d2).
Theorem near_for_each_delta : law E Z1 Z2 s -> inner u u = 1 -> inner v v = 1 ->
  0 < s -> 16 * s <= 1 -> 3 * s <= eps -> eps <= 2 -> 0 < delta -> delta <= 1 ->
  excess_at u v s z <= 1 / 4 -> 0 < eta -> eta <= delta * s ^+ 4 * eps ^+ 2 / 800 ->
  20 / (delta * s ^+ 2 * eps ^+ 2) <= eta * t1%:R ->
  eta ^+ 2 * n%:R <= delta * s ^+ 3 * eps ^+ 2 / 2880 -> fails E (update Z1 Z2 u v eta)
    (fun t z => (t1 <= t)%N && ~~ near u v eps z) (fun _ _ => false) n 0 z delta.
Proof. move=> noise u1 v1 s0 s16 se e2 dl0 dl1 hz eta0 small late early;
    have e0 : 0 < eps by apply: lt_le_trans se; rewrite mulr_gt0 ?ltr0n.
  pose K := s * eps ^+ 2; have K0 : 0 < K by rewrite mulr_gt0 ?exprn_gt0. have K1 : K <= 1.
    have e4 : eps ^+ 2 <= 2 ^+ 2 by rewrite ler_pXn2r ?nnegrE ?ler0n // ltW.
    have := ler_wpM2l (ltW s0) e4; rewrite -/K => /le_trans; apply; move: s16; lra.
  have s3 : 0 < s ^+ 3 <= 1 by rewrite exprn_gt0 // exprn_ile1 ?(ltW s0) //; move: s16; lra.
  case/andP: s3 => s3 s31. have {}small : eta <= delta * s ^+ 3 * K / 800 by have -> : delta * s ^+
    3 * K = delta * s ^+ 4 * eps ^+ 2 by rewrite /K; ring. have {}late : 20 / (s * K * delta) <=
    eta * t1%:R by have -> : s * K * delta = delta * s ^+ 2 * eps ^+ 2 by rewrite /K; ring.
  have {}early : eta ^+ 2 * n%:R <= delta * s ^+ 2 * K / 2880 by have -> :
    delta * s ^+ 2 * K = delta * s ^+ 3 * eps ^+ 2 by rewrite /K; ring. have e800 : 800 * eta <= 1.
    have p1 : delta * s ^+ 3 <= 1 by apply: mulr_ile1 => //; exact: ltW.
    have : delta * s ^+ 3 * K <= 1 by apply: mulr_ile1 => //; [exact/ltW/mulr_gt0|exact: ltW].
    by move: small; move: (delta * s ^+ 3 * K) => *; lra.
  have e20 : 20 * eta <= 1 by move: e800 eta0; lra.
  apply: fails_le (theorem_near noise u1 v1 s0 s16 eta0 e20 t1 n se e2 hz); rewrite -/K.
  have s1 : s <= 1 by move: s16; lra. have es : eta * s <= eta by rewrite ler_piMr // ltW.
  by apply: bound_below => //; move: es e800 eta0; move: (eta * s) => *; lra. Qed.
End EachDelta.
