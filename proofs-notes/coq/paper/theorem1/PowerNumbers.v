(* SPDX-License-Identifier: Apache-2.0 *)
(* PowerNumbers.v: the arithmetic of one step of (x + level/8)^p, where the excess x is at most 1/4.

   K bounds |G|^2 (BoundedNoise.v), L the curvature along a step; 100 eta <= s^3, 300 p eta <= s,
   10^4 eta <= level and 8300 p eta s <= level. A mean step of -2 eta g with 10 g >= s x, an error
   of eta^2 K L and a mean square of 8 eta^2 g K then leave (1 - r) of the power and add r
   (level/2)^p, r = p eta s/20.
   Main results: power_growth, power_top, curvature_small, kappa_le, power_numbers.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra GradientDomination BoundedNoise.

(* As with exp: (1 + x/p)^p <= 1 + x + x^2 for -p <= x <= 1. *)
Lemma power_growth (R : realFieldType) p (x : R) : 0 <= 1 + x -> p%:R * x <= 1 ->
  (1 + x) ^+ p <= 1 + p%:R * x + (p%:R * x) ^+ 2.
Proof. move=> x1 px; suff h k : (k <= p)%N -> (1 + x) ^+ k <= 1 + k%:R * x + (k%:R * x) ^+ 2
    by exact: h. elim: k => [|k IH] kp; first by rewrite expr0 mul0r expr0n /= !addr0.
  rewrite exprS; apply: le_trans (ler_wpM2l x1 (IH (ltnW kp))) _; rewrite -natr1.
  have kx : k%:R * x <= 1.
    case: (leP x 0) => [xn|xp]; first by apply: le_trans ler01; rewrite mulr_ge0_le0 ?ler0n.
    by apply: le_trans px; apply: ler_wpM2r; [exact: ltW|rewrite ler_nat ltnW].
  have h1 : 0 <= x ^+ 2 * k%:R * (1 - k%:R * x)
    by rewrite mulr_ge0 ?subr_ge0 // mulr_ge0 ?sqr_ge0 ?ler0n. have h2 := sqr_ge0 x.
  rewrite -subr_ge0; have -> : 1 + (k%:R + 1) * x + ((k%:R + 1) * x) ^+ 2 - (1 + x) * (1 + k%:R * x
    + (k%:R * x) ^+ 2) = x ^+ 2 * k%:R * (1 - k%:R * x) + x ^+ 2 :> R by ring. exact: addr_ge0. Qed.
Section Numbers.
Variables (R : realFieldType) (s eta x level : R) (p : nat).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta).
Hypotheses (x0 : 0 <= x) (x4 : x <= 1 / 4) (es : 100 * eta <= s ^+ 3)
  (pe : 300 * (p%:R * eta) <= s).
Hypotheses (le : 100 * 100 * eta <= level) (lp : 83 * 100 * (p%:R * eta * s) <= level).
Local Notation f := (level / 8). Local Notation K := (gradient_top s x).
Local Notation L := ((2 * x + 513 / 100 * s) / s).
Let xs : x * s <= x / 16. Proof. by have := ler_wpM2l x0 s16; lra. Qed.
Let xx : x * x <= x / 4. Proof. by have := ler_wpM2l x0 x4; lra. Qed.
Lemma top_ge0 : 0 <= K.
Proof. by apply: divr_ge0; [apply: mulr_ge0; move: x0 s0; lra|exact: ltW]. Qed.
Lemma top_le : s * K <= 71 / 10 * x + 257 / 10 * s ^+ 2.
Proof. have -> : s * K = 125 / 8 * (x * x) + (25 / 2 * (105 / 32) + 125 / 16 * (5 / 4)) * (x * s)
    + 125 / 16 * (105 / 32) * s ^+ 2 by rewrite /gradient_top; field; rewrite gt_eqF.
  have := sqr_ge0 s; move: xx xs; move: (x * x) (x * s) (s ^+ 2) x0 => *; lra. Qed.
Lemma power_top : 40 * (p%:R * eta * K) <= x + f.
Proof. rewrite -(ler_pM2l s0); have pe0 : 0 <= p%:R * eta by rewrite mulr_ge0 ?ler0n // ltW.
  have := ler_wpM2l pe0 top_le; have := ler_wpM2r x0 pe; have := ler_wpM2l (ltW s0) lp.
  have -> : s * (40 * (p%:R * eta * K)) = 40 * (p%:R * eta * (s * K)) by ring.
  have -> : s * (83 * 100 * (p%:R * eta * s)) = 83 * 100 * (p%:R * eta * s ^+ 2) by ring. have ->
    : p%:R * eta * (71 / 10 * x + 257 / 10 * s ^+ 2) = 71 / 10 * (p%:R * eta * x) + 257 / 10 * (p%:R
    * eta * s ^+ 2) by ring. have -> : 300 * (p%:R * eta) * x = 300 * (p%:R * eta * x) by ring.
  have -> : s * (x + level / 8) = s * x + s * level / 8 by field.
  have := mulr_ge0 pe0 x0; have := mulr_ge0 pe0 (sqr_ge0 s). move: (p%:R * eta * (s * K))
    (p%:R * eta * x) (p%:R * eta * s ^+ 2) (s * x) (s * level) => *; lra. Qed.
Let s3 : s ^+ 3 <= s * (1 / 256).
Proof. have -> : s ^+ 3 = s * s ^+ 2 by ring. apply: ler_wpM2l; first exact: ltW. have ->
    : 1 / 256 = (1 / 16) ^+ 2 :> R by field. by apply: sq_le; [exact: ltW|move: s16; lra]. Qed.
(* eta^2 |G|^2/2 is nothing beside the rest of the curvature. *)
Lemma curvature_small : eta ^+ 2 * K / 2 <= 1 / 20.
Proof. have e1 : eta <= s / 100 by move: es s3 s0; lra.
  have e2 := ler_wpM2l (ltW eta0) e1; rewrite -expr2 in e2.
  have k0 := top_ge0; have h := ler_wpM2r k0 e2; have t := top_le. have s2 : s ^+ 2 <= 1 / 256.
    have -> : 1 / 256 = (1 / 16) ^+ 2 :> R by field. by apply: sq_le; [exact: ltW|move: s16; lra].
  have u2 : s * K <= 2 by move: t s2 x4; move: (s * K) (s ^+ 2) => *; lra.
  have u3 : eta * (s * K) <= eta * 2 by rewrite ler_wpM2l // ltW.
  have e3 : eta * (s / 100) * K = eta * (s * K) / 100 by field.
  by move: h u3 e1 s16; rewrite e3; move: (eta ^+ 2 * K) (eta * (s * K)) => *; lra. Qed.
Lemma kappa_le : eta * (K * L) <= 132 * (s * eta) + 61 / 1000 * (s * x).
Proof. have s20 : 0 < s ^+ 2 by rewrite exprn_gt0.
  have c : s ^+ 2 * (K * L) <= 132 * s ^+ 3 + 61 / 10 * x.
    have -> : s ^+ 2 * (K * L) = 125 / 4 * (x * x * x) + (2 * (25 / 2 * (105 / 32)
        + 125 / 16 * (5 / 4)) + 513 / 100 * (125 / 8)) * (x * x * s) + (2 * (125 / 16 * (105 / 32))
      + 513 / 100 * (25 / 2 * (105 / 32) + 125 / 16 * (5 / 4))) * (x * s * s) + 125 / 16
      * (105 / 32) * (513 / 100) * s ^+ 3 by rewrite /gradient_top; field; rewrite gt_eqF.
    have a1 : x * x * x <= x / 4 * (1 / 4) by apply: ler_pM; rewrite ?mulr_ge0. have a2 : x * x
      * s <= x / 4 * (1 / 16) by apply: ler_pM; rewrite ?mulr_ge0 ?(ltW s0) //; move: s16; lra.
    have a3 : x * s * s <= x / 16 * (1 / 16) by apply: ler_pM; rewrite ?mulr_ge0 ?(ltW s0) //;
      move: s16; lra. have a4 : 0 <= s ^+ 3 by rewrite exprn_ge0 // ltW.
    by move: a1 a2 a3 a4; move: (x * x * x) (x * x * s) (x * s * s) (s ^+ 3) x0 => *; lra.
  rewrite -(ler_pM2l s20); have := ler_wpM2l (ltW eta0) c; have := ler_wpM2r x0 es.
  have -> : s ^+ 2 * (eta * (K * L)) = eta * (s ^+ 2 * (K * L)) by ring. have -> : s ^+ 2 * (132
    * (s * eta) + 61 / 1000 * (s * x)) = 132 * (eta * s ^+ 3) + 61 / 1000 * (s ^+ 3 * x) by ring.
  have -> : eta * (132 * s ^+ 3 + 61 / 10 * x) = 132 * (eta * s ^+ 3) + 61 / 10 * (eta * x) by ring.
  have -> : 100 * eta * x = 100 * (eta * x) by ring.
  by move: (eta * (s ^+ 2 * _)) (eta * s ^+ 3) (eta * x) (s ^+ 3 * x) => *; lra. Qed.
Lemma step_curvature : eta * L <= 1.
Proof. rewrite mulrA ler_pdivrMr // mul1r; have e1 : eta <= s / 100 by move: es s3 s0; lra.
  apply: (@le_trans _ _ (s / 100 * (2 * x + 513 / 100 * s))); last by rewrite -mulrA ler_piMr
    ?(ltW s0) //; move: x4 s16; lra. by apply: ler_wpM2r e1; move: x0 s0; lra. Qed.
(* The p-th power: what one step leaves. *)
Lemma power_numbers (g q : R) : (0 < p)%N -> s * x <= 10 * g -> q = p%:R * eta / (x + f) ->
  (x + f) ^+ p * (1 - 2 * (q * g) + q * (eta * (K * L))
    + (8 * (q * K) * (q * g) + 2 * (q * (eta * (K * L))) ^+ 2))
   <= (1 - p%:R * eta * s / 20) * (x + f) ^+ p + p%:R * eta * s / 20 * (level / 2) ^+ p.
Proof. move=> p0 hg qE; have f0 : 0 < f by rewrite divr_gt0 ?ltr0n //; move: le eta0; lra.
  have y0 : 0 < x + f by move: x0 f0; lra.
  have q0 : 0 <= q by rewrite qE divr_ge0 ?(ltW y0) // mulr_ge0 ?ler0n // ltW.
  have g0 : 0 <= g by have := mulr_ge0 (ltW s0) x0; move: hg; lra.
  have k0 := top_ge0; have l0 : 0 <= L by apply: divr_ge0; [move: x0 s0; lra|exact: ltW].
  have qK : q * K <= 1 / 40.
    have -> : q * K = p%:R * eta * K / (x + f) by rewrite qE; ring.
    by rewrite ler_pdivrMr //; have := power_top; move: (p%:R * eta * K) => *; lra.
  have c0 : 0 <= eta * (K * L) by apply: mulr_ge0; [exact: ltW|exact: mulr_ge0].
  have b1 : q * (eta * (K * L)) <= 1 / 40.
    have -> : q * (eta * (K * L)) = q * K * (eta * L) by ring. by rewrite -[1 / 40]mulr1; apply:
      ler_pM => //; [exact: mulr_ge0|apply: mulr_ge0 => //; exact: ltW|exact: step_curvature].
  have b2 := ler_wpM2l (mulr_ge0 q0 c0) b1; have a1 := ler_wpM2r (mulr_ge0 q0 g0) qK.
  have hk := ler_wpM2l q0 kappa_le; have hd := ler_wpM2l q0 hg.
  have m1 : q * (s * eta) <= q * (s * (f / 1250)).
    by apply: ler_wpM2l => //; apply: ler_wpM2l; [exact: ltW|move: le; lra].
  have yp : 0 <= (x + f) ^+ p by rewrite exprn_ge0 // ltW.
  apply: (@le_trans _ _ ((x + f) ^+ p * (1 + q * s * (111 / 1000 * f - 115 / 1000 * x)))).
    apply: ler_wpM2l => //; rewrite -[q * s * _]mulrA. have -> : q * (s * (111 / 1000 * f
        - 115 / 1000 * x)) = 111 / 1000 * (q * (s * f)) - 115 / 1000 * (q * (s * x)) by ring.
    have t : 0 <= q * (s * x) by apply: mulr_ge0 => //; apply: mulr_ge0 => //; exact: ltW.
    have t' : 0 <= q * (s * f) by apply: mulr_ge0 => //; apply: mulr_ge0; exact: ltW.
    have e1 : q * (132 * (s * eta) + 61 / 1000 * (s * x)) = 132 * (q * (s * eta)) + 61 / 1000
      * (q * (s * x)) by ring. have e2 : q * (s * (f / 1250)) = q * (s * f) / 1250 by field.
    have e3 : q * (10 * g) = 10 * (q * g) by ring.
    have e4 : 8 * (q * K) * (q * g) = 8 * (q * K * (q * g)) by ring.
    rewrite e1 in hk; rewrite e2 in m1; rewrite e3 in hd; rewrite e4 expr2.
    move: b2 a1 hk hd m1 t t'; move: (q * (eta * (K * L)) * (q * (eta * (K * L)))) (q * (eta
        * (K * L))) (q * K * (q * g)) (q * g) (q * (s * x)) (q * (s * f)) (q * (s * eta)) => *; lra.
  have [j ep] : exists j, p = j.+1 by case: (p) p0 => // j _; exists j.
  have e : (x + f) ^+ p * (1 + q * s * (111 / 1000 * f - 115 / 1000 * x)) = (x + f) ^+ p
    + p%:R * eta * s * ((x + f) ^+ j * (111 / 1000 * f - 115 / 1000 * x)).
    have yn : x + f != 0 by rewrite gt_eqF. by rewrite qE;
      move: (x + f) yn (111 / 1000 * f - 115 / 1000 * x) => y yn c; rewrite ep !exprS; field.
  have ps : 0 <= p%:R * eta * s by apply: mulr_ge0;
    [apply: mulr_ge0; [exact: ler0n|exact: ltW]|exact: ltW].
  rewrite e -subr_ge0; have -> (Y Z W : R) : (1 - p%:R * eta * s / 20) * Y + p%:R * eta * s / 20 * Z
    - (Y + p%:R * eta * s * W) = p%:R * eta * s * ((Z - Y) / 20 - W) by field.
  apply: mulr_ge0 => //; rewrite subr_ge0 ep !exprS; clear b2 a1 hk hd m1 qK b1 hg q0 g0 k0 l0 c0 e
    es pe le lp xs xx yp ps. have h0 : 0 <= (x + f) ^+ j by rewrite exprn_ge0 // ltW.
  have h1 : 0 <= (level / 2) ^+ j by rewrite exprn_ge0 //; move: f0; lra.
  case: (leP (3 * f) x) => hx.
    apply: (@le_trans _ _ ((x + f) ^+ j * (- (x + f) / 20))).
      by apply: ler_wpM2l => //; move: hx f0; lra.
    have : 0 <= level / 2 * (level / 2) ^+ j by rewrite mulr_ge0 //; move: f0; lra.
    have -> : (x + f) ^+ j * (- (x + f) / 20) = - ((x + f) * (x + f) ^+ j) / 20 by ring.
    by move: (level / 2 * _) ((x + f) * _) => *; lra.
  have h2 : (x + f) ^+ j <= (level / 2) ^+ j by rewrite lerXn2r ?nnegrE; move: x0 f0 hx; try lra;
    move=> *; lra.
  have h3 := ler_wpM2r (ltW f0) h2; have h4 := mulr_ge0 h0 x0; have h5 := mulr_ge0 h1 (ltW f0).
  have -> : (x + f) ^+ j * (111 / 1000 * f - 115 / 1000 * x) = 111 / 1000 * ((x + f) ^+ j * f)
    - 115 / 1000 * ((x + f) ^+ j * x) by ring.
  have -> : (level / 2 * (level / 2) ^+ j - (x + f) * (x + f) ^+ j) / 20 =
    (4 * ((level / 2) ^+ j * f) - ((x + f) ^+ j * x + (x + f) ^+ j * f)) / 20 by field. by move: h3
    h4 h5; move: ((x + f) ^+ j * f) ((x + f) ^+ j * x) ((level / 2) ^+ j * f) => *; lra. Qed.
End Numbers.
