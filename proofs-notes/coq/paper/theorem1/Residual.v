(* SPDX-License-Identifier: Apache-2.0 *)
(* Residual.v: bounded noise keeps the residual x y - 1 of two variables within rho, stored updates
   too.

   Noise of at most b in modulus; |x y - 1| <= rho, |x| <= bX, |y| <= bY, x^2 + y^2 >= m. What noise
   adds to the residual is at most delta = b (bX + bY) + b^2; where delta <= rho, eta (bX^2 + bY^2 +
   b (bX + bY)) <= 1, the exact update leaves it at
       rho - eta (m/2 - b^2) (rho - delta) + eta^2 (rho + delta)^2 (1 + rho + delta)        at most.
   A store of each number z within omega + eps |z| of it adds uX pY + uY pX + pX pY, uX and pX the
   most that an updated x and its place may be.
   Main results: residual_moves, residual_stays, residual_widths.
   Paper's place: Fig. 4 (in a finite format). *)
From NoisyGD Require Import Algebra.

(* One update, in real numbers: x and y, the noise p and q. *)
Section Update.
Variables (R : realFieldType) (eta b rho bX bY m : R). Hypothesis eta0 : 0 < eta.
Definition noise_share : R := b * (bX + bY) + b ^+ 2.
Local Notation D := noise_share.
Definition push_most (c : R) : R := (rho + D) * (c + b).
Hypotheses (small : D <= rho) (short : eta * (bX ^+ 2 + bY ^+ 2 + b * (bX + bY)) <= 1).
Variables (x y p q : R).
Hypotheses (hd : `|x * y - 1| <= rho) (hx : `|x| <= bX) (hy : `|y| <= bY) (hp : `|p| <= b)
  (hq : `|q| <= b) (hm : m <= x ^+ 2 + y ^+ 2).
Local Notation e := ((x + p) * (y + q) - 1).
Local Lemma noisy_residual : `|e - (x * y - 1)| <= D.
Proof. have -> : e - (x * y - 1) = x * q + p * y + p * q by ring.
  apply: le_trans (ler_normD _ _) _; rewrite /D; apply: lerD; last by rewrite normrM expr2;
    apply: ler_pM. have -> : b * (bX + bY) = bX * b + b * bY by ring.
  by apply: le_trans (ler_normD _ _) _; rewrite !normrM; apply: lerD; apply: ler_pM. Qed.
Lemma residual_most : `|e| <= rho + D.
Proof. by rewrite -[e](subrK (x * y - 1)) addrC; apply: le_trans (ler_normD _ _) _;
    apply: lerD => //; exact: noisy_residual. Qed.
Lemma step_most : `|e * (y + q)| <= push_most bY /\ `|e * (x + p)| <= push_most bX.
Proof. have h := residual_most; have t (u v c : R) : `|u| <= c -> `|v| <= b -> `|u + v| <= c + b.
    by move=> h1 h2; apply: le_trans (ler_normD _ _) _; exact: lerD.
  by rewrite !normrM; split; apply: ler_pM => //; exact: t. Qed.
Let sq_le (t c : R) : `|t| <= c -> t ^+ 2 <= c ^+ 2.
Proof. by move=> h; rewrite -(real_normK (num_real t)) lerXn2r ?nnegrE // (le_trans _ h). Qed.
Let cross (t v : R) c : `|t| <= c -> `|v| <= b -> `|t * v| <= b * c.
Proof. by move=> h1 h2; rewrite normrM mulrC; exact: ler_pM. Qed.
Let half (t v : R) : `|v| <= b -> - (b ^+ 2 / 2) <= t ^+ 2 / 2 + t * v.
Proof. move=> h; have h2 := sq_le h; have -> : t ^+ 2 / 2 + t * v = (t + v) ^+ 2 / 2 - v ^+ 2 / 2
    by field. by have := sqr_ge0 (t + v); move: (_ ^+ 2) (v ^+ 2) (b ^+ 2) h2 => *; lra. Qed.
Definition least_pull : R := m / 2 - b ^+ 2.
Lemma pull_between
    (S := y * (y + q) + x * (x + p)) : least_pull <= S /\ S <= bX ^+ 2 + bY ^+ 2 + b * (bX + bY).
Proof. have -> : S = y ^+ 2 + y * q + (x ^+ 2 + x * p) by rewrite /S; ring.
  have h1 := half x hp; have h2 := half y hq; have x2 := sq_le hx; have y2 := sq_le hy.
  have := le_trans (ler_norm _) (cross hx hp); have := le_trans (ler_norm _) (cross hy hq);
    rewrite /least_pull mulrDr. move: h1 h2 x2 y2 hm;
    move: (x * p) (y * q) (x ^+ 2) (y ^+ 2) (b * bX) (b * bY) (b ^+ 2) => *; split; lra. Qed.
(* One exact update. *)
Definition second_order : R := eta ^+ 2 * ((rho + D) ^+ 2 * (1 + (rho + D))).
Theorem residual_moves : 0 <= least_pull ->
  `|(x - eta * (e * (y + q))) * (y - eta * (e * (x + p))) - 1| <= rho - eta * least_pull * (rho - D)
    + second_order.
Proof. move=> m0; have [l h] := pull_between; set S := y * (y + q) + x * (x + p) in l h.
  have -> : (x - eta * (e * (y + q))) * (y - eta * (e * (x + p))) - 1 = ((1 - eta * S) * (x * y - 1)
    - eta * S * (e - (x * y - 1))) + eta ^+ 2 * (e ^+ 2 * (1 + e)) by rewrite /S; ring.
  have e0 := ltW eta0; have S0 : 0 <= eta * S by apply: mulr_ge0 => //; exact: le_trans l.
  have S1 : 0 <= 1 - eta * S by rewrite subr_ge0; apply: le_trans short; exact: ler_wpM2l.
  have hr := residual_most; have r0 := le_trans (normr_ge0 _) hr.
  apply: le_trans (ler_normD _ _) _; apply: lerD; last first.
    rewrite normrM ger0_norm ?sqr_ge0 // /second_order; apply: ler_wpM2l; first exact: sqr_ge0.
    rewrite normrM ger0_norm ?sqr_ge0 //; apply: ler_pM; rewrite ?sqr_ge0 //; first exact: sq_le.
    by apply: le_trans (ler_normD _ _) _; rewrite normr1 lerD2l.
  apply: (@le_trans _ _ ((1 - eta * S) * rho + eta * S * D)).
    apply: le_trans (ler_normB _ _) _; rewrite !normrM (ger0_norm S1) (ger0_norm e0).
    have -> : `|S| = S by rewrite ger0_norm // (le_trans m0).
    by apply: lerD; apply: ler_wpM2l => //; exact: noisy_residual.
  have -> : (1 - eta * S) * rho + eta * S * D = rho - eta * S * (rho - D) by ring.
  by rewrite lerD2l lerN2; apply: ler_wpM2r; [rewrite subr_ge0|exact: ler_wpM2l]. Qed.
(* And its store, each number within places of its own. *)
Variables (omega eps : R). Hypothesis eps0 : 0 <= eps.
Definition widest_move (c c' : R) : R := c + eta * push_most c'.
Definition widest_place (c c' : R) : R := omega + eps * widest_move c c'.
Definition stored_residual : R := widest_place bX bY * widest_move bY bX
  + widest_move bX bY * widest_place bY bX + widest_place bX bY * widest_place bY bX.
Theorem residual_stays (s t : R) : 0 <= least_pull ->
  second_order + stored_residual <= eta * least_pull * (rho - D) ->
  `|s - (x - eta * (e * (y + q)))| <= omega + eps * `|x - eta * (e * (y + q))| ->
  `|t - (y - eta * (e * (x + p)))| <= omega + eps * `|y - eta * (e * (x + p))| ->
  `|s * t - 1| <= rho.
Proof. move=> m0 room; have main := residual_moves m0; have [gx gy] := step_most;
    have e0 := ltW eta0. have move c c' (z g : R) : `|z| <= c -> `|g| <= push_most c' ->
    `|z - eta * g| <= widest_move c c'.
    move=> h1 h2; apply: le_trans (ler_normB _ _) _; apply: lerD => //.
    by rewrite normrM (ger0_norm e0); exact: ler_wpM2l.
  have mx := move _ _ _ _ hx gx; have my := move _ _ _ _ hy gy.
  move: main mx my; set x1 := x - _; set y1 := y - _ => main mx my hs ht.
  have px : `|s - x1| <= widest_place bX bY by apply: le_trans hs _; rewrite lerD2l ler_wpM2l.
  have py : `|t - y1| <= widest_place bY bX by apply: le_trans ht _; rewrite lerD2l ler_wpM2l.
  have -> : s * t - 1 = (x1 * y1 - 1) + ((s - x1) * y1 + x1 * (t - y1) + (s - x1) * (t - y1))
    by ring. apply: le_trans (ler_normD _ _) _; apply: (@le_trans _ _
    (rho - eta * least_pull * (rho - D) + second_order + stored_residual)); last first.
    by move: room; move: (eta * _ * _) => *; lra.
  apply: lerD => //; apply: le_trans (ler_normD _ _) _; apply: lerD; last by rewrite normrM; exact:
    ler_pM. by apply: le_trans (ler_normD _ _) _; rewrite !normrM; apply: lerD; exact: ler_pM. Qed.
End Update.

(* Where D is between -hi and -lo the residual bounds both numbers. *)
Lemma residual_widths (R : realFieldType) (rho bX bY lo hi x y : R) : 0 <= bX -> 0 <= bY ->
  0 <= lo -> (1 + rho) ^+ 2 <= bX ^+ 2 * (bX ^+ 2 + lo) -> hi + bX ^+ 2 <= bY ^+ 2 ->
  `|x * y - 1| <= rho -> lo <= y ^+ 2 - x ^+ 2 <= hi -> `|x| <= bX /\ `|y| <= bY.
Proof. move=> bX0 bY0 lo0 hX hY hd /andP [hl hh]. have p : (x * y) ^+ 2 <= (1 + rho) ^+ 2.
    rewrite -(real_normK (num_real (x * y))) lerXn2r ?nnegrE ?normr_ge0 //;
      first by rewrite addr_ge0 // (le_trans _ hd).
    by rewrite -[x * y](subrK 1) addrC; apply: le_trans (ler_normD _ _) _; rewrite normr1 lerD2l.
  have x2 : x ^+ 2 <= bX ^+ 2.
    rewrite leNgt; apply/negP => h;
      suff : bX ^+ 2 * (bX ^+ 2 + lo) < (x * y) ^+ 2 by rewrite ltNge (le_trans p hX).
    rewrite exprMn; have b2 := sqr_ge0 bX; have k : bX ^+ 2 + lo < y ^+ 2 by move: hl h;
      move: (x ^+ 2) (y ^+ 2) (bX ^+ 2) => *; lra. by apply: ltr_pM => //; exact: addr_ge0.
  have y2 : y ^+ 2 <= bY ^+ 2 by move: x2 hh hY; move: (x ^+ 2) (y ^+ 2) (bX ^+ 2) (bY ^+ 2) => *;
    lra. have root (t c : R) : 0 <= c -> t ^+ 2 <= c ^+ 2 -> `|t| <= c.
    by move=> c0; rewrite -[X in X <= _](real_normK (num_real t)) ler_sqr ?nnegrE.
  by split; exact: root. Qed.
