(* SPDX-License-Identifier: Apache-2.0 *)
(* EscapePotential.v: the function 1/(g + c^2) of one coordinate, and what one step c + d makes of
   it. Algebra only.

   For A = g + c^2, g > 0 and every tau > 0
       1/(g + (c + d)^2) <= (1/A) (1 - 2 c d/A + (3 c^2 - g) d^2/A^2 + 2 tau d^2/g + (2/tau + 1)
       d^4/g^2).
   With the drift E d >= 3/8 eta c in the direction of c, a squared step of rho kappa eta^2 at least
   and of kappa eta^2 at most, and g = 4 kappa eta, the first three terms fall by 3/16 rho eta at
   least, wherever c is: noise drives c away from 0, the drift then carries it off.
   Main results: inverse_step, escape_rate.
   Paper's place: Lemma 5. *)
From NoisyGD Require Import Algebra.

Section Potential.
Variables (R : realFieldType) (g c d tau rho : R). Hypotheses (g0 : 0 < g) (tau0 : 0 < tau).
Local Notation A := (g + c ^+ 2). Local Notation A' := (g + (c + d) ^+ 2).

Lemma above_ge (x : R) : g <= g + x ^+ 2. Proof. by rewrite lerDl sqr_ge0. Qed.
Lemma above_gt0 (x : R) : 0 < g + x ^+ 2. Proof. exact: lt_le_trans (above_ge x). Qed.
Let a0 : A != 0. Proof. by rewrite gt_eqF // above_gt0. Qed.
Let a0' : A' != 0. Proof. by rewrite gt_eqF // above_gt0. Qed.

Lemma inverse_exact : A'^-1 = A^-1 * (1 - 2 * c * d / A + (3 * c ^+ 2 - g) * d ^+ 2 / A ^+ 2)
  + (4 * (c * d) * (g - c ^+ 2) + d ^+ 2 * (g - 3 * c ^+ 2)) * d ^+ 2 / (A ^+ 3 * A').
Proof. by field; rewrite a0 a0'. Qed.
Lemma rest_le : 4 * (c * d) * (g - c ^+ 2) + d ^+ 2 * (g - 3 * c ^+ 2) <=
  A * (2 * tau * c ^+ 2 + (2 / tau + 1) * d ^+ 2).
Proof. have t0 : tau != 0 by rewrite gt_eqF. have p1 : 0 <= 2 * (g * ((tau * c - d) ^+ 2 / tau))
    by rewrite mulr_ge0 ?ler0n // mulr_ge0 ?(ltW g0) // divr_ge0 ?sqr_ge0 // ltW.
  have p2 : 0 <= 2 * (c ^+ 2 * ((tau * c + d) ^+ 2 / tau))
    by rewrite mulr_ge0 ?ler0n // mulr_ge0 ?sqr_ge0 // divr_ge0 ?sqr_ge0 // ltW.
  have p3 : 0 <= 4 * (d ^+ 2 * c ^+ 2) by rewrite mulr_ge0 ?ler0n // mulr_ge0 ?sqr_ge0.
  rewrite -subr_ge0; have -> : A * (2 * tau * c ^+ 2 + (2 / tau + 1) * d ^+ 2) - (4 * (c * d)
    * (g - c ^+ 2) + d ^+ 2 * (g - 3 * c ^+ 2)) = 2 * (g * ((tau * c - d) ^+ 2 / tau)) + 2 * (c ^+ 2
    * ((tau * c + d) ^+ 2 / tau)) + 4 * (d ^+ 2 * c ^+ 2) by field. by rewrite !addr_ge0. Qed.
Theorem inverse_step : A'^-1 <= A^-1 * (1 - 2 * c * d / A + (3 * c ^+ 2 - g) * d ^+ 2 / A ^+ 2
  + (2 * tau / g * d ^+ 2 + (2 / tau + 1) / g ^+ 2 * d ^+ 4)).
Proof. rewrite inverse_exact [in X in _ <= X]mulrDr lerD2l.
  have p := above_gt0 c; have p' := above_gt0 (c + d); have d2 := sqr_ge0 d; have c2 := sqr_ge0 c.
  have k0 : 0 <= 2 / tau + 1 by rewrite addr_ge0 ?divr_ge0 ?ler0n // ltW.
  have q0 : 0 <= d ^+ 2 / (A ^+ 3 * A') by rewrite divr_ge0 // mulr_ge0 ?exprn_ge0 // ltW.
  rewrite -mulrA; apply: le_trans (ler_wpM2r q0 rest_le) _.
  have -> : A * (2 * tau * c ^+ 2 + (2 / tau + 1) * d ^+ 2) * (d ^+ 2 / (A ^+ 3 * A')) = A^-1
    * (2 * tau * d ^+ 2 * (c ^+ 2 / A) * A'^-1 + (2 / tau + 1) * d ^+ 4 * (A^-1 * A'^-1)) by field;
    rewrite a0 a0' gt_eqF. apply: ler_wpM2l; first by rewrite invr_ge0 ltW.
  have i (x : R) : (g + x ^+ 2)^-1 <= g^-1 by rewrite lef_pV2 ?posrE ?above_gt0 // above_ge.
  have i0 (x : R) : 0 <= (g + x ^+ 2)^-1 by rewrite invr_ge0 ltW // above_gt0. apply: lerD.
    have -> : 2 * tau / g * d ^+ 2 = 2 * tau * d ^+ 2 * 1 * g^-1 by ring.
    have t2 : 0 <= 2 * tau * d ^+ 2 by rewrite mulr_ge0 // mulr_ge0 ?ler0n // ltW.
    apply: (ler_pM _ (i0 _) _ (i _)); first by rewrite mulr_ge0 // divr_ge0 // ltW.
    apply: ler_wpM2l => //. by rewrite ler_pdivrMr // mul1r lerDr ltW.
  have -> : (2 / tau + 1) / g ^+ 2 * d ^+ 4 = (2 / tau + 1) * d ^+ 4 * (g^-1 * g^-1)
    by rewrite expr2 invfM; ring.
  apply: ler_wpM2l; first by rewrite mulr_ge0 // -[4%N]/(2 * 2)%N exprM sqr_ge0.
  exact: (ler_pM (i0 _) (i0 _) (i _) (i _)). Qed.

(* What is gained, whether the noise or the drift does it. *)
Theorem escape_rate : 0 <= rho <= 1 ->
  - (3 / 4 * (c ^+ 2 / A)) + rho / 4 * (g * (3 * c ^+ 2 - g) / A ^+ 2) <= - (3 / 16 * rho).
Proof. case/andP=> r0 r1; have p := ltW (above_gt0 c); have c2 := sqr_ge0 c. rewrite -subr_ge0;
    have -> : - (3 / 16 * rho) - (- (3 / 4 * (c ^+ 2 / A)) + rho / 4 * (g * (3 * c ^+ 2 - g) / A ^+
      2)) = (3 / 4 * (c ^+ 2 * A * (1 - rho)) + rho / 16 * (3 * c ^+ 2 - g) ^+ 2) / A ^+ 2 by field.
  have q1 : 0 <= c ^+ 2 * A * (1 - rho) by apply: mulr_ge0; [exact: mulr_ge0|rewrite subr_ge0].
  have q2 : 0 <= rho / 16 * (3 * c ^+ 2 - g) ^+ 2 by apply: mulr_ge0;
    [rewrite divr_ge0 ?ler0n|exact: sqr_ge0]. apply: divr_ge0; last exact: sqr_ge0.
  by apply: addr_ge0 => //; apply: mulr_ge0 => //; rewrite divr_ge0 ?ler0n. Qed.
End Potential.
