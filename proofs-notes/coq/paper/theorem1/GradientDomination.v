(* SPDX-License-Identifier: Apache-2.0 *)
(* GradientDomination.v: where <u,x> <v,y> >= 1/4 the smoothed gradient dominates the smoothed
   excess. Rank one, balanced noise.

   In the coordinates a = <u,x>, b = <v,y>, p = |x - a u|^2, q = |y - b v|^2, with excess = 2 (Fs -
   min Fs) and gradsq = |grad Fs|^2 (Excess.v has both),
       s excess <= 10 gradsq       for a b >= 1/4 and 0 < s <= 1/16,
   with no bound on the iterate. By symmetry a >= b > 0; the proof splits by the sign of a b - (1 -
   s) and, where it is negative, trades the gradient of b against what the perpendicular part adds
   to it.
   Main results: gradient_domination.
   Paper's place: Lemma 6 (its condition x^T M y >= 1/4). *)
From NoisyGD Require Import Algebra.

Section Domination.
Variables (R : realFieldType) (s : R). Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1).
Implicit Types a b p q : R.
Definition excess a b p q : R :=
  (a * b - (1 - s)) ^+ 2 + p * b ^+ 2 + q * a ^+ 2 + p * q + s * (p + q + (a - b) ^+ 2).
Definition gradsq a b p q : R := ((b ^+ 2 + q + s) * a - b) ^+ 2 + ((a ^+ 2 + p + s) * b - a) ^+ 2
  + (b ^+ 2 + q + s) ^+ 2 * p + (a ^+ 2 + p + s) ^+ 2 * q.

Lemma sq_le (x y : R) : 0 <= x -> x <= y -> x ^+ 2 <= y ^+ 2.
Proof. by move=> x0 xy; rewrite lerXn2r // nnegrE // (le_trans x0). Qed.

(* The excess is at least these of its parts. *)
Lemma excess_parts a b p q : 0 <= p -> 0 <= q ->
  (a * b - (1 - s)) ^+ 2 + s * (p + q + (a - b) ^+ 2) <= excess a b p q.
Proof. move=> p0 q0; have w1 : 0 <= p * b ^+ 2 by rewrite mulr_ge0 ?sqr_ge0.
  have w2 : 0 <= q * a ^+ 2 by rewrite mulr_ge0 ?sqr_ge0. have w3 : 0 <= p * q by rewrite mulr_ge0.
  rewrite /excess; move: ((a * b - (1 - s)) ^+ 2) (s * _) (p * b ^+ 2) (q * a ^+ 2) (p * q) w1 w2
    w3 => *; lra. Qed.

(* (z - t)^2 + 2 h z, z >= 0, is at least t^2 if t <= h, and at least t h if h <= t. *)
Lemma trade_off_small (z t h : R) : 0 <= z -> t <= h -> t ^+ 2 <= (z - t) ^+ 2 + 2 * h * z.
Proof. move=> z0 th; have h1 : 0 <= z * (h - t) by rewrite mulr_ge0 // subr_ge0.
  have h2 := sqr_ge0 z. have -> : (z - t) ^+ 2 + 2 * h * z = t ^+ 2 + (z ^+ 2 + 2 * (z * (h - t)))
    by ring. by rewrite lerDl addr_ge0 // mulr_ge0 // ler0n. Qed.
Lemma trade_off_large (z t h : R) : 0 <= h -> h <= t -> t * h <= (z - t) ^+ 2 + 2 * h * z.
Proof. move=> h0 th; have h1 : 0 <= h * (t - h) by rewrite mulr_ge0 // subr_ge0.
  have h2 := sqr_ge0 (z - (t - h)). have -> : (z - t) ^+ 2 + 2 * h * z = t * h
    + ((z - (t - h)) ^+ 2 + h * (t - h)) by ring. by rewrite lerDl addr_ge0. Qed.

Section Ordered.
Variables (a b p q : R).
Hypotheses (b0 : 0 < b) (ba : b <= a) (p0 : 0 <= p) (q0 : 0 <= q) (P4 : 1 <= 4 * (a * b)).
Local Notation r := (a * b - (1 - s)). Local Notation e := (a - b).
Local Notation X := (a ^+ 2 + p + s). Local Notation Y := (b ^+ 2 + q + s).
Local Notation ga := (Y * a - b). Local Notation gb := (X * b - a).

Lemma gaE : ga = s * e + r * b + q * a. Proof. by ring. Qed.
Lemma gbE : gb = p * b - (s * e - r * a). Proof. by ring. Qed.
Lemma a0 : 0 < a. Proof. exact: lt_le_trans ba. Qed.
Lemma e0 : 0 <= e. Proof. by rewrite subr_ge0. Qed.
Lemma a4 : 1 <= 4 * a ^+ 2.
Proof. by apply: le_trans P4 _; rewrite ler_wpM2l ?ler0n // expr2 ler_wpM2l // ltW // a0. Qed.
Lemma se0 : 0 <= s * e. Proof. by rewrite mulr_ge0 ?e0 // ltW. Qed.

(* In the plane p = q = 0, with the help of p's own gradient. *)
Local Definition spare : R := (b ^+ 2 + s) * b ^+ 2 * p.
Lemma plane_pos : 0 <= r -> s * r ^+ 2 + (s * e) ^+ 2 <= 2 * (ga ^+ 2 + gb ^+ 2).
Proof. move=> r0; have A0 := ltW a0; have B0 := ltW b0; have S0 := se0. have pb : 0 <= p * b
    by rewrite mulr_ge0. have h1 : s * e <= ga by rewrite gaE -addrA lerDl addr_ge0 ?mulr_ge0.
  have h2 : (s * e) ^+ 2 <= ga ^+ 2 by exact: sq_le. have r2 := sqr_ge0 r.
  have ra : r ^+ 2 <= 4 * (r * a) ^+ 2 by rewrite exprMn mulrCA ler_peMr // a4.
  case: (leP (2 * (s * e)) (r * a)) => h.
    have h3 : r * a <= 2 * gb by rewrite gbE; move: h pb; lra.
    have h4 : (r * a) ^+ 2 <= (2 * gb) ^+ 2.
      by apply: sq_le => //; exact: mulr_ge0.
    have h5 : (2 * gb) ^+ 2 = 4 * gb ^+ 2 by ring.
    have h6 : (16 * s) * r ^+ 2 <= 1 * r ^+ 2 by rewrite ler_wpM2r.
    have e1 : 16 * s * r ^+ 2 = 16 * (s * r ^+ 2) by ring. have := sqr_ge0 ga; have := sqr_ge0 gb.
    rewrite h5 in h4; rewrite e1 mul1r in h6; move: h2 h4 h6 ra.
    by move: ((s * e) ^+ 2) (ga ^+ 2) (gb ^+ 2) ((r * a) ^+ 2) (r ^+ 2) => E1 E2 E3 E4 E5; lra.
  have h3 : (r * a) ^+ 2 <= (2 * (s * e)) ^+ 2.
    by apply: sq_le; [exact: mulr_ge0|exact: ltW].
  have h4 : (2 * (s * e)) ^+ 2 = 4 * (s * e) ^+ 2 by ring.
  have h5 : (16 * s) * (s * e) ^+ 2 <= 1 * (s * e) ^+ 2 by rewrite ler_wpM2r ?sqr_ge0.
  have h6 : s * r ^+ 2 <= s * (16 * (s * e) ^+ 2).
    by apply: ler_wpM2l; [exact: ltW|rewrite h4 in h3; move: ra h3;
      move: (r ^+ 2) ((r * a) ^+ 2) ((s * e) ^+ 2) => E1 E2 E3; lra].
  have h7 : s * (16 * (s * e) ^+ 2) = 16 * s * (s * e) ^+ 2 by ring. have := sqr_ge0 gb.
  rewrite h7 in h6; rewrite mul1r in h5; move: h2 h5 h6.
  by move: ((s * e) ^+ 2) (ga ^+ 2) (gb ^+ 2) (r ^+ 2) => E1 E2 E3 E4; lra. Qed.

Lemma plane_neg : r < 0 -> s * r ^+ 2 + (s * e) ^+ 2 <= 10 * (ga ^+ 2 + gb ^+ 2 + spare).
Proof. move=> r0; have A0 := ltW a0; have B0 := ltW b0; have S0 := se0; have s0' := ltW s0;
    have E0 := e0.
  set rho := - r; have rho0 : 0 < rho by rewrite oppr_gt0. have rr : r = - rho by rewrite opprK.
  have rho3 : rho <= 3 * (a * b) by rewrite /rho; move: P4 s0'; lra. set t := s * e - r * a;
    set h := (b ^+ 2 + s) * b / 2. have tE : t = s * e + rho * a by rewrite /t rr; ring.
  have ra0 : 0 <= rho * a by rewrite mulr_ge0 // ltW. have h0 : 0 <= h by rewrite /h;
    apply: divr_ge0; [apply: mulr_ge0 => //; apply: addr_ge0 => //; exact: sqr_ge0|exact: ler0n].
  have z0 : 0 <= p * b by rewrite mulr_ge0. have sp : spare = 2 * h * (p * b) by rewrite /spare /h;
    field. have g2 := sqr_ge0 ga; have r2 : r ^+ 2 = rho ^+ 2 by rewrite rr sqrrN.
  rewrite r2; case: (leP t h) => th.
    have := trade_off_small z0 th; rewrite -sp -gbE => h1.
    have h2 : (s * e) ^+ 2 + (rho * a) ^+ 2 <= t ^+ 2.
      have : 0 <= (s * e) * (rho * a) by rewrite mulr_ge0.
      have -> : t ^+ 2 = (s * e) ^+ 2 + (rho * a) ^+ 2 + 2 * ((s * e) * (rho * a)) by rewrite tE;
        ring. by move: ((s * e) ^+ 2) ((rho * a) ^+ 2) (s * e * (rho * a)) => E1 E2 E3; lra.
    have h3 : rho ^+ 2 <= 4 * (rho * a) ^+ 2 by rewrite exprMn mulrCA ler_peMr ?sqr_ge0 ?a4.
    have h4 : (16 * s) * rho ^+ 2 <= 1 * rho ^+ 2 by rewrite ler_wpM2r ?sqr_ge0.
    have e1 : 16 * s * rho ^+ 2 = 16 * (s * rho ^+ 2) by ring.
    have w1 := sqr_ge0 (s * e); have w2 : 0 <= s * rho ^+ 2 by rewrite mulr_ge0 ?sqr_ge0.
    rewrite e1 mul1r in h4; move: h1 h2 h3 h4 w1 w2 g2. by move: (ga ^+ 2) (gb ^+ 2) spare (t ^+ 2)
      ((s * e) ^+ 2) ((rho * a) ^+ 2) (rho ^+ 2) => E1 E2 E3 E4 E5 E6 E7; lra.
  have := trade_off_large (p * b) h0 (ltW th); rewrite -sp -gbE => h1. set Q := s * rho * (a * b).
  have Q0 : 0 <= Q by apply: mulr_ge0; apply: mulr_ge0 => //; exact: ltW.
  have h2 : Q <= 2 * (t * h).
    have -> : 2 * (t * h) = Q + (s * e * (b ^+ 2 + s) * b + rho * (a * b) * b ^+ 2)
      by rewrite tE /h /Q; field. have w1 : 0 <= s * e * (b ^+ 2 + s) * b by apply: mulr_ge0 => //;
      apply: mulr_ge0 => //; apply: addr_ge0 => //; exact: sqr_ge0.
    have w2 : 0 <= rho * (a * b) * b ^+ 2 by apply: mulr_ge0;
      [apply: mulr_ge0; [exact: ltW|exact: mulr_ge0]|exact: sqr_ge0]. by rewrite lerDl addr_ge0.
  have h3 : s * rho ^+ 2 <= 3 * Q.
    have -> : 3 * Q = s * rho * (3 * (a * b)) by rewrite /Q; ring. have -> : s * rho ^+ 2 =
      s * rho * rho by ring. by apply: ler_wpM2l => //; apply: mulr_ge0 => //; exact: ltW.
  case: (leP (s * e) (2 * (rho * b))) => h4.
    have h5 : (s * e) ^+ 2 <= 2 * Q.
      have -> : (s * e) ^+ 2 = (s * e) * (s * e) by ring. apply: le_trans (ler_wpM2l S0 h4) _.
      have -> : 2 * Q = 2 * (rho * b) * (s * a) by rewrite /Q; ring.
      rewrite [s * e * _]mulrC; apply: ler_wpM2l; last by apply: ler_wpM2l => //; rewrite gerBl.
      by apply: mulr_ge0; [exact: ler0n|apply: mulr_ge0 => //; exact: ltW].
    move: h1 h2 h3 h5 g2. by move: ((s * e) ^+ 2) (ga ^+ 2) (gb ^+ 2) spare (t * h) (rho ^+ 2)
      (Q) => E1 E2 E3 E4 E5 E6 E7; lra.
  have h5 : s * e <= 2 * ga.
    have qa : 0 <= q * a by exact: mulr_ge0. by rewrite gaE rr mulNr; move: h4 qa; lra.
  have h6 : (s * e) ^+ 2 <= (2 * ga) ^+ 2.
    by exact: sq_le.
  have h7 : (2 * ga) ^+ 2 = 4 * ga ^+ 2 by ring. rewrite h7 in h6; move: h1 h2 h3 h6 g2 (Q0).
  by have := sqr_ge0 (s * e); move: ((s * e) ^+ 2) (ga ^+ 2) (gb ^+ 2) spare (t * h) (rho ^+ 2)
    (Q) => E1 E2 E3 E4 E5 E6 E7; lra. Qed.

Lemma domination_ordered : s * excess a b p q <= 10 * gradsq a b p q.
Proof. have A0 := ltW a0; have B0 := ltW b0; have s0' := ltW s0.
  have a2 := sqr_ge0 a; have b2 := sqr_ge0 b.
  have X0 : 0 <= X by do 2!apply: addr_ge0 => //. have Y0 : 0 <= Y by do 2!apply: addr_ge0 => //.
  have sp0 : 0 <= spare by apply: mulr_ge0 => //; apply: mulr_ge0 => //; apply: addr_ge0.
  have plane : s * r ^+ 2 + (s * e) ^+ 2 <= 10 * (ga ^+ 2 + gb ^+ 2 + spare).
    case: (ltP r 0) => hr; first exact: plane_neg.
    have := plane_pos hr; have := sqr_ge0 ga; have := sqr_ge0 gb.
    by move: sp0; move: (s * r ^+ 2 + (s * e) ^+ 2) (ga ^+ 2) (gb ^+ 2) spare => E1 E2 E3 E4; lra.
  have hp : spare + s * (Y * p) <= Y ^+ 2 * p.
    have -> : Y ^+ 2 * p = spare + s * (Y * p) + (q * (b ^+ 2 + q + s) + b ^+ 2 * q) * p
      by rewrite /spare; ring.
    rewrite lerDl; apply: mulr_ge0 => //; apply: addr_ge0; first exact: mulr_ge0. exact: mulr_ge0.
  have hq : s * (X * q) <= X ^+ 2 * q.
    have -> : X ^+ 2 * q = s * (X * q) + (a ^+ 2 + p) * (X * q) by ring.
    by rewrite lerDl; apply: mulr_ge0; [exact: addr_ge0|exact: mulr_ge0].
  have ex : s * excess a b p q = s * r ^+ 2 + (s * e) ^+ 2 + s * (Y * p) + s * (X * q)
    - s * (p * q).
    by rewrite /excess; ring.
  have pq : 0 <= s * (p * q) by do 2!apply: mulr_ge0 => //. have yp : 0 <= s * (Y * p)
    by do 2!apply: mulr_ge0 => //. have xq : 0 <= s * (X * q) by do 2!apply: mulr_ge0 => //.
  rewrite ex /gradsq; move: plane hp hq pq yp xq.
  by move: (s * (Y * p)) (s * (X * q)) (s * (p * q)) (Y ^+ 2 * p) (X ^+ 2 * q) (ga ^+ 2) (gb ^+ 2)
    spare (s * r ^+ 2 + (s * e) ^+ 2) => E1 E2 E3 E4 E5 E6 E7 E8 E9; lra. Qed.
End Ordered.

Lemma excess_swap a b p q : excess b a q p = excess a b p q. Proof. by rewrite /excess; ring. Qed.
Lemma gradsq_swap a b p q : gradsq b a q p = gradsq a b p q. Proof. by rewrite /gradsq; ring. Qed.
Lemma excess_neg a b p q : excess (- a) (- b) p q = excess a b p q.
Proof. by rewrite /excess; ring. Qed.
Lemma gradsq_neg a b p q : gradsq (- a) (- b) p q = gradsq a b p q.
Proof. by rewrite /gradsq; ring. Qed.

Theorem gradient_domination a b p q : 0 <= p -> 0 <= q -> 1 <= 4 * (a * b) ->
  s * excess a b p q <= 10 * gradsq a b p q.
Proof. move=> p0 q0 P4. have main a' b' p' q' : 0 < b' -> 0 <= p' -> 0 <= q' ->
    1 <= 4 * (a' * b') -> s * excess a' b' p' q' <= 10 * gradsq a' b' p' q'.
    move=> b0 pp qq PP; have ab : 0 < a' * b' by move: PP; lra.
    have a0 : 0 < a' by move: ab; rewrite pmulr_lgt0.
    case: (leP b' a') => h; first exact: domination_ordered. by rewrite -excess_swap -gradsq_swap;
      apply: domination_ordered => //; [exact: ltW|rewrite [b' * a']mulrC].
  case: (ltP 0 b) => hb; first exact: main. rewrite -excess_neg -gradsq_neg; apply: main => //;
    last by rewrite mulrNN. rewrite oppr_gt0 lt_neqAle hb andbT; apply: contraTneq P4 => ->.
  by rewrite !mulr0 -ltNge ltr01. Qed.
End Domination.
