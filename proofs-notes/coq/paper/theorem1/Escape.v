(* SPDX-License-Identifier: Apache-2.0 *)
(* Escape.v: Lemma 5 put right: noise drives the iterate out of a neighbourhood of the saddle, and
   then x^T M y reaches 1/2.

   Rank one, balanced noise spread over all directions (Spread.v), 0 < s <= 1/16, h >= 1. With
       rho = (w1 + w2) s/(100 h^4),      70 eta <= rho^2, nu <= 1/16, 3 nu^2 <= rho^2 eta h^2, g =
                                         200 eta h^4/s,
   the function 1/(g + (<u,x> + <v,y>)^2) contracts by 1 - 3/64 rho eta a step in the mean, while
   root <= h, off <= nu and x^T M y <= 1/2. So within m steps such a run has x^T M y >= 1/2, except
   with a probability of at most
       (1 - 3/64 rho eta)^m (1 + 1/(80 eta h^2)):      a time of the order log(1/eta)/eta, as
                                                       printed.
   Main results: inverse_step, escape_rate, closeness_drift, escape.
   Paper's place: Lemma 5. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour
  GradientDomination Descent Excess GradientMoments Bounded Barrier Spread.

(* What a step c + d makes of 1/(g + c^2): noise drives c from 0, then the drift carries it off. *)
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

Section Escape.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
  (s w1 w2 eta h nu : R).
Hypotheses (noise : law E Z1 Z2 s) (moves : spread E Z1 Z2 u v w1 w2) (u1 : inner u u = 1)
  (v1 : inner v v = 1).
Hypotheses (s1 : d1%:R * w1 = s) (s2 : d2%:R * w2 = s).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (h1 : 1 <= h).
Local Notation rho := ((w1 + w2) * s / (100 * h ^+ 4)).
Hypotheses (small : 70 * eta <= rho ^+ 2) (nu16 : 16 * nu <= 1)
  (nu_le : 3 * nu ^+ 2 <= rho ^+ 2 * eta * h ^+ 2).
Local Notation state := (state R d1 d2). Local Notation rt := (root u v s).
Local Notation off := (off u v). Local Notation update := (update Z1 Z2 u v eta).
Local Notation push := (push Z1 Z2 u v). Local Notation product := (overlap u v).
Local Notation g := (200 * eta * h ^+ 4 / s). Local Notation decay := (1 - 3 / 64 * rho * eta).
Implicit Types z : state.

Let h0 : 0 < h. Proof. exact: lt_le_trans h1. Qed.
Let g0 : 0 < g. Proof. by rewrite divr_gt0 // !mulr_gt0 ?ltr0n ?exprn_gt0. Qed.
Lemma variance_le d (w : R) : d%:R * w = s -> 0 < w /\ w <= s.
Proof. case: d => [|d] e; first by move: s0; rewrite -e mul0r ltxx. have w0 : 0 < w
    by rewrite -(pmulr_rgt0 _ (ltr0Sn R d)) e. by split=> //; rewrite -e ler_peMl ?ler1n // ltW.
Qed.
Lemma rho_gt0 : 0 < rho.
Proof. have [a _] := variance_le s1; have [b _] := variance_le s2.
  by rewrite divr_gt0 ?mulr_gt0 ?addr_gt0 ?exprn_gt0 ?ltr0n. Qed.
Lemma rho_le : 50 * (rho * h ^+ 4) <= s ^+ 2.
Proof. have [_ a] := variance_le s1; have [_ b] := variance_le s2.
  have -> : 50 * (rho * h ^+ 4) = s * ((w1 + w2) / 2) by field; rewrite gt_eqF.
  by rewrite expr2 ler_wpM2l ?(ltW s0) //; move: a b; lra. Qed.
Lemma rho_le1 : rho <= 1.
Proof. have h4 : 1 <= h ^+ 4 by exact: exprn_ege1.
  have s2' : s ^+ 2 <= 1 by rewrite expr_le1 ?(ltW s0) //; move: s16 s0; lra.
  have := ler_peMr (ltW rho_gt0) h4; have := rho_le; move: (rho * h ^+ 4) rho => *; lra. Qed.
Lemma g_le : g <= 3 / 8.
Proof. have a : 70 * eta * h ^+ 4 <= rho * h ^+ 4.
    rewrite ler_wpM2r ?exprn_ge0 ?(ltW h0) //; apply: le_trans small _.
    by rewrite expr2 ler_piMr ?rho_le1 // ltW // rho_gt0.
  rewrite ler_pdivrMr //; have q : s ^+ 2 <= s by rewrite expr2 ler_piMr ?(ltW s0) //; move: s16 s0;
    lra. by have := rho_le; rewrite -!mulrA in a *;
    move: (eta * h ^+ 4) (rho * h ^+ 4) (s ^+ 2) a q (ltW s0) => *; lra. Qed.
Lemma decay01 : 0 <= decay <= 1.
Proof. have r0 := ltW rho_gt0; have q : rho ^+ 2 <= 1 by rewrite expr_le1 // rho_le1.
  have a : rho * eta <= eta by rewrite ler_piMl ?(ltW eta0) // rho_le1. have b : 0 <= rho * eta
    by rewrite mulr_ge0 // ltW. by apply/andP; split; move: small q a b; move: rho => r; lra. Qed.

(* Along the direction that leaves the saddle. *)
Definition across z : R := inner u z.1 + inner v z.2.
Definition sideways z : R := normsq (perp v z.2) * inner u z.1 + normsq (perp u z.1) * inner v z.2.
Definition closeness z : R := (g + across z ^+ 2)^-1.
Lemma across_step z w : across (update z w) = across z + (- eta) * push z w.
Proof. by rewrite /across /update /stepX /stepY /= !innerBr !innerZr /push /along_u /along_v; ring.
Qed.
Lemma mean_push z : E (push z) (across z * (product z + s - 1) + sideways z).
Proof. have [hA hB] := mean_along noise u1 v1 z. apply: mean_eq (mean_add hA hB) _.
  have -> : normsq z.1 = normsq (perp u z.1) + inner u z.1 ^+ 2 by rewrite normsq_perp // subrK.
  have -> : normsq z.2 = normsq (perp v z.2) + inner v z.2 ^+ 2 by rewrite normsq_perp // subrK.
  by rewrite /across /sideways /product; ring. Qed.
Lemma push_sq z w : push z w ^+ 2 <= 2 * noisy_sq Z1 Z2 u v z w.
Proof. have q := along_sq Z1 Z2 u1 v1 z w;
    have := sqr_ge0 (along_u Z1 Z2 u v z w - along_v Z1 Z2 u v z w). by move: q; rewrite /push;
    move: (along_u _ _ _ _ _ _) (along_v _ _ _ _ _ _) (noisy_sq _ _ _ _ _ _) => A B G; lra. Qed.
Lemma push_second z : rt z <= h -> upper E (fun w => push z w ^+ 2) (50 * h ^+ 4 / s).
Proof. move=> hz; have [m2 _] := moments_bounded noise u1 v1 s0 s16 h1 hz.
  by apply: upper_le (upper_mono (push_sq z) (upper_scale (ler0n R 2) m2)); rewrite le_eqVlt;
    apply/orP; left; apply/eqP; ring. Qed.
Lemma push_fourth z : rt z <= h -> upper E (fun w => push z w ^+ 4) (5600 * h ^+ 8 / s ^+ 2).
Proof. move=> hz; have [_ m4] := moments_bounded noise u1 v1 s0 s16 h1 hz.
  apply: upper_le (upper_mono _ (upper_scale (ler0n R 4) m4)) => [|w]; first by rewrite le_eqVlt;
    apply/orP; left; apply/eqP; ring.
  rewrite -[4%N]/(2 * 2)%N exprM; apply: le_trans (sq_le (sqr_ge0 _) (push_sq z w)) _.
  by rewrite exprMn; have -> : 2 ^+ 2 = 4 :> R by ring. Qed.
Lemma across_le z : rt z <= h -> across z ^+ 2 <= 5 / 2 * h ^+ 2 / s.
Proof. move=> hz; have [hN _] := size_bounded u1 v1 s0 s16 h1 hz; rewrite ler_pdivlMr // mulrC.
  have a : across z ^+ 2 <= 2 * size_sq z.
    have := unit_proj_le z.1 u1; have := unit_proj_le z.2 v1;
      have := sqr_ge0 (inner u z.1 - inner v z.2). by rewrite /across /size_sq;
      move: (inner u z.1) (inner v z.2) (normsq z.1) (normsq z.2) => a b p q; lra.
  by have := ler_wpM2l (ltW s0) a; move: hN; move: (across z) (size_sq z) => c n; lra. Qed.
Lemma le_of_sq (x y : R) : 0 <= y -> x ^+ 2 <= y ^+ 2 -> x <= y.
Proof. by move=> y0 xy; apply: le_trans (ler_norm x) _;
    rewrite -(ger0_norm y0) -!sqrtr_sqr ler_wsqrtr. Qed.
Lemma sideways_small z : rt z <= h -> off z <= nu ->
  2 * across z * sideways z <= 3 / 64 * rho * (g + across z ^+ 2).
Proof. move=> hz hV; have [hN _] := size_bounded u1 v1 s0 s16 h1 hz.
  have p0 := normsq_ge0 (perp u z.1); have q0 := normsq_ge0 (perp v z.2); have r0 := ltW rho_gt0.
  have hW : sideways z ^+ 2 <= nu ^+ 2 * size_sq z.
    have n : inner u z.1 ^+ 2 + inner v z.2 ^+ 2 <= size_sq z by apply: lerD; apply: unit_proj_le.
    have n0 : 0 <= inner u z.1 ^+ 2 + inner v z.2 ^+ 2 by rewrite addr_ge0 ?sqr_ge0.
    have V0 : 0 <= off z by rewrite addr_ge0.
    apply: le_trans (ler_pM (sqr_ge0 _) n0 (sq_le V0 hV) n); rewrite /sideways /off -subr_ge0.
    move: (normsq (perp u z.1)) (normsq (perp v z.2)) (inner u z.1) (inner v z.2) p0 q0 =>
      p q a b p0 q0. have -> : (p + q) ^+ 2 * (a ^+ 2 + b ^+ 2) - (q * a + p * b) ^+ 2 =
      (p * a - q * b) ^+ 2 + 2 * (p * q) * (a ^+ 2 + b ^+ 2) by ring.
    by rewrite addr_ge0 ?sqr_ge0 // mulr_ge0 ?addr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n // mulr_ge0.
  have hS : sideways z ^+ 2 <= (3 / 64 * rho) ^+ 2 * g.
    apply: le_trans hW _; rewrite [_ * g]mulrA ler_pdivlMr //.
    have -> : nu ^+ 2 * size_sq z * s = nu ^+ 2 * (s * size_sq z) by ring.
    apply: le_trans (ler_wpM2l (sqr_ge0 nu) hN) _. have -> : (3 / 64 * rho) ^+ 2 * (200 * eta
      * h ^+ 4) = 1800 / 4096 * (rho ^+ 2 * eta * h ^+ 2 * h ^+ 2) by field; rewrite gt_eqF.
    have := ler_wpM2r (sqr_ge0 h) nu_le; have -> : nu ^+ 2 * (5 / 4 * h ^+ 2) =
      5 / 4 * (nu ^+ 2 * h ^+ 2) by ring. have e : 0 <= rho ^+ 2 * eta * h ^+ 2 * h ^+ 2 by parts.
    by move: e; move: (rho ^+ 2 * _ * _ * _) => X; lra.
  have c2 := sqr_ge0 (across z); have c3 : 0 <= 3 / 64 * rho by rewrite mulr_ge0 // divr_ge0 ?ler0n.
  apply: le_of_sq; first by rewrite mulr_ge0 // addr_ge0 // ltW.
  have -> : (2 * across z * sideways z) ^+ 2 = 4 * across z ^+ 2 * sideways z ^+ 2 by ring.
  apply: le_trans (ler_wpM2l _ hS) _; first by rewrite mulr_ge0 ?ler0n.
  have := mulr_ge0 (sqr_ge0 (3 / 64 * rho)) (sqr_ge0 (g - across z ^+ 2)); rewrite -subr_ge0;
    congr (_ <= _). by move: (3 / 64 * rho) (across z ^+ 2) g => *; ring. Qed.

(* One step. *)
Lemma closeness_step z w :
  closeness (update z w) <= closeness z * (1 + 2 * across z * eta / (g + across z ^+ 2) * push z w
  + eta ^+ 2 * ((3 * across z ^+ 2 - g) / (g + across z ^+ 2) ^+ 2 * push z w ^+ 2)
  + (3 / 16 * rho * eta ^+ 2 / g * push z w ^+ 2
    + (64 / 3 / rho + 1) * eta ^+ 4 / g ^+ 2 * push z w ^+ 4)).
Proof. have t0 : 0 < 3 / 32 * rho by rewrite mulr_gt0 ?rho_gt0 ?divr_gt0 ?ltr0n.
  have a0 : g + across z ^+ 2 != 0 by rewrite gt_eqF // above_gt0. have := inverse_step (across z)
    (- eta * push z w) g0 t0; rewrite -across_step; congr (_ <= _ * _).
  move: a0 (gt_eqF g0) (gt_eqF rho_gt0); move: rho g (across z) (push z w) => r k c p a0 k0 r0.
  by field; rewrite a0 k0 r0. Qed.
Lemma noise_part z : rt z <= h -> off z <= nu -> exists r, [/\ 0 <= r <= 1, rho <= r &
  upper E (fun w => eta ^+ 2 * ((3 * across z ^+ 2 - g) / (g + across z ^+ 2) ^+ 2 * push z w ^+ 2))
  (eta * (r / 4 * (g * (3 * across z ^+ 2 - g) / (g + across z ^+ 2) ^+ 2)))].
Proof. move=> hz hV; have e2 := sqr_ge0 eta; have r0 := ltW rho_gt0; have r1 := rho_le1.
  have eg : eta ^+ 2 * (50 * h ^+ 4 / s) = eta * g / 4 by field; rewrite gt_eqF.
  have a2 := sqr_ge0 (g + across z ^+ 2). case: (leP g (3 * across z ^+ 2)) => hc.
    exists 1; split; rewrite ?ler01 ?lexx //; have c0 :
      0 <= (3 * across z ^+ 2 - g) / (g + across z ^+ 2) ^+ 2 by rewrite divr_ge0 // subr_ge0.
    apply: upper_le (upper_scale e2 (upper_scale c0 (push_second hz))); rewrite mulrCA eg.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  exists rho; split; rewrite ?r0 ?r1 ?lexx //. have c0 : 0 <=
    (g - 3 * across z ^+ 2) / (g + across z ^+ 2) ^+ 2 by rewrite divr_ge0 // subr_ge0 ltW.
  have near_saddle : off z + s + across z ^+ 2 <= 1 / 4 by have := g_le; move: hV nu16 s16 hc;
    move: g (across z ^+ 2) => *; lra. have [x0 _] := variance_le s1; have [y0 _] := variance_le s2.
  have := upper_scale e2 (upper_scale c0 (push_spread moves u1 v1 s1 s2 (ltW x0) (ltW y0)
      near_saddle)). move=> hh; apply: upper_le (upper_mono _ hh) => [|w]; last first.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  have k0 : 0 <= (g - 3 * across z ^+ 2) / (g + across z ^+ 2) ^+ 2 * (eta ^+ 2
    * ((9 / 16 - 1 / 2) * (w1 + w2))) by parts. rewrite -subr_ge0; move: k0; congr (_ <= _).
  have -> : eta * (rho / 4 * (g * (3 * across z ^+ 2 - g) / (g + across z ^+ 2) ^+ 2)) =
    rho * (eta * g / 4) * (3 * across z ^+ 2 - g) / (g + across z ^+ 2) ^+ 2 by parts.
  rewrite -eg; have -> : rho * (eta ^+ 2 * (50 * h ^+ 4 / s)) = eta ^+ 2 * ((w1 + w2) / 2) by field;
    rewrite !gt_eqF. by ring. Qed.
Theorem closeness_drift z : rt z <= h -> off z <= nu -> product z <= 1 / 2 ->
  upper E (fun w => closeness (update z w)) (decay * closeness z).
Proof. move=> hz hV hP; have r0 := rho_gt0; have a0 := above_gt0 g0 (across z); have e0 := ltW eta0.
  have [r [hr rr hn]] := noise_part hz hV. have k2 : 0 <= 3 / 16 * rho * eta ^+ 2 / g.
    by rewrite divr_ge0 ?(ltW g0) // mulr_ge0 ?sqr_ge0 // mulr_ge0 ?(ltW r0) // divr_ge0 ?ler0n.
  have k4 : 0 <= (64 / 3 / rho + 1) * eta ^+ 4 / g ^+ 2.
    by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?exprn_ge0 // addr_ge0 // divr_ge0 ?(ltW r0) //
      divr_ge0 ?ler0n.
  have c0 : 0 <= closeness z by rewrite invr_ge0 ltW.
  have hm := upper_mean (mean_scale (2 * across z * eta / (g + across z ^+ 2)) (mean_push z)).
  have hh := upper_scale c0 (upper_add (upper_add (upper_add (upper_const E 1) hm) hn)
    (upper_add (upper_scale k2 (push_second hz)) (upper_scale k4 (push_fourth hz)))).
  apply: upper_le (upper_mono (closeness_step z) hh); rewrite [decay * _]mulrC;
    apply: ler_wpM2l => //. set A := g + across z ^+ 2 in a0 hn *. have t2 : 3 / 16 * rho * eta ^+ 2
    / g * (50 * h ^+ 4 / s) = 3 / 64 * rho * eta by field; rewrite !gt_eqF.
  have t4 : (64 / 3 / rho + 1) * eta ^+ 4 / g ^+ 2 * (5600 * h ^+ 8 / s ^+ 2) <= 3 / 64 * rho * eta.
    have -> : (64 / 3 / rho + 1) * eta ^+ 4 / g ^+ 2 * (5600 * h ^+ 8 / s ^+ 2) =
      7 / 50 * (64 / 3 + rho) * eta * (eta / rho).
      by move: r0; move: rho => q q0; field; rewrite !gt_eqF.
    have q : eta / rho <= rho / 70 by rewrite ler_pdivrMr //; move: small; rewrite expr2;
      move: rho => *; lra. have n0 : 0 <= 7 / 50 * (64 / 3 + rho) * eta.
      by apply: mulr_ge0 => //; apply: mulr_ge0;
        [rewrite divr_ge0 ?ler0n|apply: addr_ge0; [rewrite divr_ge0 ?ler0n|exact: ltW]].
    apply: le_trans (ler_wpM2l n0 q) _; have := rho_le1; have re := mulr_ge0 (ltW r0) e0.
    move=> q1; have := ler_wpM2r re q1; rewrite mul1r. by move: re; move: rho => r' re q2; lra.
  have d1' : 2 * across z * eta / A * (across z * (product z + s - 1) + sideways z) <=
    - (3 / 4 * (across z ^+ 2 / A)) * eta + 3 / 64 * rho * eta.
    have w0 := sideways_small hz hV; rewrite -/A in w0.
    have -> : 2 * across z * eta / A * (across z * (product z + s - 1) + sideways z) = across z ^+ 2
      / A * (2 * (product z + s - 1)) * eta + 2 * across z * sideways z / A * eta by field;
      rewrite gt_eqF. apply: lerD; apply: ler_wpM2r => //; last by rewrite ler_pdivrMr.
    rewrite mulrC -mulNr; apply: ler_wpM2r; first by rewrite divr_ge0 ?sqr_ge0 // ltW.
    by move: hP s16; lra.
  have := ler_wpM2l e0 (escape_rate (across z) g0 hr); rewrite -/A => main.
  have rl := ler_wpM2r e0 rr; rewrite t2; move: main rl d1' t4. by move: rho => q; lra. Qed.

(* The run: from any state and time on, unless it is stopped. *)
Theorem escape (stop : nat -> state -> bool) t m z :
  (forall t' z', (t <= t')%N -> ~~ stop t' z' -> [/\ rt z' <= h, off z' <= nu & product z' <=
      1 / 2]) -> fails E update (fun t' z' => [&& (t + m <= t')%N, rt z' <= h & product z' < 1 / 2])
    stop m t z (decay ^+ m * (1 + 1 / (80 * eta * h ^+ 2))).
Proof. move=> going; have /andP [e0 _] := decay01; have b0 : 0 <= 5 / 2 * h ^+ 2 / s
    by rewrite divr_ge0 ?(ltW s0) // mulr_ge0 ?sqr_ge0 // divr_ge0 ?ler0n.
  have gb : 0 < g + 5 / 2 * h ^+ 2 / s by apply: lt_le_trans g0 _; rewrite lerDl.
  have c0 z' : 0 <= closeness z' by rewrite invr_ge0 ltW // above_gt0.
  pose Psi t' z' := decay ^+ (t + m - t') * ((g + 5 / 2 * h ^+ 2 / s) * closeness z').
  apply: (@fails_le _ _ _ _ _ _ _ _ _ _ (Psi t z)).
    rewrite /Psi addKn; apply: ler_wpM2l; first exact: exprn_ge0. have ->
      : 1 + 1 / (80 * eta * h ^+ 2) = (g + 5 / 2 * h ^+ 2 / s) * g^-1 by field; rewrite !gt_eqF.
    by apply: ler_wpM2l; [exact: ltW|rewrite lef_pV2 ?posrE ?above_gt0 // above_ge].
  apply: ville => [t' z'|t' z' /and3P [ht hr hp]|t' z' /andP [h1' h2'] _ hs].
  - by rewrite /Psi mulr_ge0 ?exprn_ge0 // mulr_ge0 // ltW.
  - rewrite /Psi (eqP (ht : (t + m - t' == 0)%N)) expr0 mul1r -[X in X <= _](mulfV (lt0r_neq0 gb)).
    by apply: ler_wpM2l; [exact: ltW|rewrite lef_pV2 ?posrE ?above_gt0 // lerD2l across_le].
  have [hr ho hp] := going _ _ h1' hs; rewrite /Psi.
  have -> : decay ^+ (t + m - t') * ((g + 5 / 2 * h ^+ 2 / s) * closeness z') =
    decay ^+ (t + m - t'.+1) * ((g + 5 / 2 * h ^+ 2 / s) * (decay * closeness z')).
    by rewrite -(subnSK h2') exprSr; move: decay (g + _) => d b; ring.
  have q0 : 0 <= decay ^+ (t + m - t'.+1) by exact: exprn_ge0.
  exact: upper_scale q0 (upper_scale (ltW gb) (closeness_drift hr ho hp)). Qed.
End Escape.
