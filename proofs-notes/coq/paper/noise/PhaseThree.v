(* SPDX-License-Identifier: Apache-2.0 *)
(* PhaseThree.v: the mean update near a smoothed optimum, its rates on one singular pair, and for
   which steps it contracts.

   mean_X and mean_Y of UpdateCovariance.v are the mean of one perturbed update. Near a stationary
   point (U,V) of Fs they are I - diag(etaX, etaY) H to first order, with the terms of second and
   third order given. In Optimum.v's setting the plane of the k-th singular pair, (x A e_k e_k^T Q,
   y B e_k e_k^T Q), is kept by H, which is there [[s/g, s - 2c], [s - 2c, g s]]. So the rates, the
   eigenvalues of diag(etaX, etaY) H on it, are the roots of
       X^2 - (etaX s/g + etaY g s) X + 4 etaX etaY c (s - c).
   Main results: linearisation, pair_hessian, rates, rates_exist, rates_contract, rates_balanced,
   slow_rate.
   Paper's place: Section 3, Phases II and III. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments
  UpdateCovariance Optimum.

(* Small determinants, of a matrix given by its entries. *)
Section Small.
Variable K : comRingType. Implicit Types F : nat -> nat -> K.
(* Expansion along the first row. *)
Definition minor F (j i l : nat) := F i.+1 (bump j l).
Lemma det_expand n F : \det (\matrix_(i < n.+1, j < n.+1) F i j) =
  \sum_(j < n.+1) F 0%N j * ((-1) ^+ j * \det (\matrix_(i < n, l < n) minor F j i l)).
Proof. rewrite (expand_det_row _ ord0); apply: eq_bigr => j _; rewrite mxE /cofactor add0n.
  by congr (_ * (_ * \det _)); apply/matrixP => i l; rewrite !mxE. Qed.
Lemma det2 F : \det (\matrix_(i < 2, j < 2) F i j) = F 0 0 * F 1 1 - F 0 1 * F 1 0.
Proof. by rewrite det_expand !big_ord_recl big_ord0 !det_mx11 !mxE /= /minor /bump /=; ring. Qed.
End Small.

Section Linearisation.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)).
Implicit Types (X H : 'M[R]_(d1, r)) (Y K : 'M[R]_(d2, r)).

Lemma gradX_expand X Y H K : gradX M (X + H) (Y + K) =
  gradX M X Y + hessX M X Y H K + ((X *m K^T + H *m Y^T) *m K + H *m K^T *m Y) + H *m K^T *m K.
Proof. rewrite /gradX residualD /hessX !(mulmxDl, mulmxDr).
  by apply/matrixP => i j; rewrite !mxE; ring. Qed.

(* The terms of second order. *)
Local Definition second_order X Y H K : 'M[R]_(d1, r) := (X *m K^T + H *m Y^T) *m K + H *m K^T *m Y.

Lemma gradXs_line a X Y H K t : gradXs M a (X + t *: H) (Y + t *: K) =
  gradXs M a X Y + t *: hessXs M a X Y H K + t ^+ 2 *: second_order X Y H K
    + t ^+ 3 *: (H *m K^T *m K).
Proof. rewrite /gradXs gradX_expand /hessXs /hessX /second_order !trmxZ.
  rewrite !(mulmxDl, mulmxDr, =^~ scalemxAl, =^~ scalemxAr).
  by apply/matrixP => i j; rewrite !mxE; ring. Qed.
End Linearisation.

Section Linearised.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (v1 v2 etaX etaY : R).
Variables (U H : 'M[R]_(d1, r)) (V K : 'M[R]_(d2, r)).
Local Notation a := (d2%:R * v2). Local Notation b := (d1%:R * v1).

Theorem linearisation t : stationarys M a b U V -> mean_X v2 M (U + t *: H) (V + t *: K) etaX =
    U + t *: (H - etaX *: hessXs M a U V H K)
      - etaX *: (t ^+ 2 *: second_order U V H K + t ^+ 3 *: (H *m K^T *m K)) /\
  mean_Y v1 M (U + t *: H) (V + t *: K) etaY =
    V + t *: (K - etaY *: hessYs M b U V H K)
      - etaY *: (t ^+ 2 *: second_order V U K H + t ^+ 3 *: (K *m H^T *m H)).
Proof. have sY X Y : gradYs M b X Y = gradXs M^T b Y X by rewrite /gradYs /gradXs gradY_is_gradX_tr.
  have sH : hessYs M b U V H K = hessXs M^T b V U K H.
    have e1 : (U *m K^T + H *m V^T)^T = V *m H^T + K *m U^T by rewrite trmxD !trmx_mul !trmxK addrC.
    have e2 : (residual M U V)^T = residual M^T V U by rewrite /residual trmxB trmx_mul trmxK.
    by rewrite /hessYs /hessXs /hessY /hessX e1 e2.
  by case=> hx hy; rewrite /mean_X /mean_Y sY sH !gradXs_line -sY hx hy !add0r; split;
    apply/matrixP => i j; rewrite !mxE; ring. Qed.
End Linearised.

(* The plane of one singular pair. *)
Section Pair.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
  (s e : 'rV[R]_r) (g c p : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (g0 : 0 < g).
Hypotheses (pg : p ^+ 2 = g) (es : forall k, e 0 k ^+ 2 = s 0 k - c).
Variables (Q : 'M[R]_r) (QQ : Q *m Q^T = 1%:M).
Local Notation M := (factored A s B). Local Notation U := (optX A p e *m Q).
Local Notation V := (optY B p e *m Q).
Local Definition along n (C : 'M[R]_(n, r)) (k : 'I_r) : 'M[R]_(n, r) := C *m delta_mx k k *m Q.

Lemma diag_delta (d : 'rV[R]_r) k : diag_mx d *m delta_mx k k = d 0 k *: delta_mx k k.
Proof. apply/matrixP => i j; rewrite mul_diag_mx !mxE; case: eqP => [->|_]; last by rewrite !mulr0.
  by []. Qed.
Lemma delta_diag (d : 'rV[R]_r) k : delta_mx k k *m diag_mx d = d 0 k *: delta_mx k k.
Proof. by apply: trmx_inj; rewrite trmx_mul trmxZ tr_diag_mx trmx_delta diag_delta. Qed.

Lemma residual_opt : residual M U V = - c *: (A *m B^T).
Proof. have p0 : p != 0 by apply: contraTneq g0 => z; rewrite -pg z expr0n /= ltxx.
  rewrite /residual trmx_mul mulmxA -(mulmxA _ Q) QQ mulmx1 /optX /optY trmxZ -scalemxAl -scalemxAr
    scalerA divff // scale1r.
  rewrite trmx_mul tr_diag_mx /factored mulmxA -(mulmxA A (diag_mx e)) -mulmxBl -mulmxBr.
  have -> : diag_mx e *m diag_mx e - diag_mx s = - c%:M.
    apply/matrixP => i j; rewrite mul_diag_mx !mxE; case: eqP => [->|_];
      last by rewrite !mulr0n mulr0 subrr oppr0. by rewrite !mulr1n -expr2 es; ring.
  by rewrite mulmxN mul_mx_scalar mulNmx -scalemxAl scaleNr. Qed.

Theorem pair_hessian k x y :
  hessXs M (c / g) U V (x *: along A k) (y *: along B k) =
    (s 0 k / g * x + (s 0 k - 2 * c) * y) *: along A k /\
  hessYs M (c * g) U V (x *: along A k) (y *: along B k) =
    ((s 0 k - 2 * c) * x + g * s 0 k * y) *: along B k.
Proof. have p0 : p != 0 by apply: contraTneq g0 => z; rewrite -pg z expr0n /= ltxx.
  pose D := delta_mx k k : 'M[R]_r.
  have UK : U *m (y *: along B k)^T = (y * p * e 0 k) *: (A *m D *m B^T).
    rewrite trmxZ -scalemxAr /along /optX !trmx_mul trmx_delta !mulmxA -(mulmxA _ Q) QQ mulmx1.
    by rewrite -!scalemxAl -(mulmxA A (diag_mx e)) diag_delta -scalemxAr -scalemxAl !scalerA.
  have HV : (x *: along A k) *m V^T = (x / p * e 0 k) *: (A *m D *m B^T).
    rewrite -scalemxAl /along /optY trmx_mul !mulmxA -(mulmxA _ Q) QQ mulmx1 trmxZ -scalemxAr
      trmx_mul tr_diag_mx. by rewrite mulmxA -(mulmxA A (delta_mx k k) (diag_mx e)) delta_diag
      -scalemxAr -scalemxAl !scalerA mulrA.
  have BV : A *m D *m B^T *m V = (p^-1 * e 0 k) *: along A k.
    rewrite /optY -scalemxAl -scalemxAr !mulmxA -(mulmxA _ B^T) BB mulmx1 -(mulmxA A D (diag_mx e))
      delta_diag. by rewrite -scalemxAr -scalemxAl scalerA /along.
  have AU : B *m D *m A^T *m U = (p * e 0 k) *: along B k.
    rewrite /optX -scalemxAl -scalemxAr !mulmxA -(mulmxA _ A^T) AA mulmx1 -(mulmxA B D (diag_mx e))
      delta_diag. by rewrite -scalemxAr -scalemxAl scalerA /along.
  have RB : residual M U V *m along B k = - c *: along A k.
    by rewrite residual_opt -scalemxAl /along !mulmxA -(mulmxA A B^T) BB mulmx1.
  have RA : (residual M U V)^T *m along A k = - c *: along B k.
    by rewrite residual_opt trmxZ trmx_mul trmxK -scalemxAl /along !mulmxA
      -(mulmxA B A^T) AA mulmx1.
  have tr t : (t *: (A *m D *m B^T))^T = t *: (B *m D *m A^T) by rewrite trmxZ !trmx_mul trmxK
    trmx_delta mulmxA. have ek := es k. have sE : s 0 k = e 0 k ^+ 2 + c by rewrite ek subrK.
  rewrite /hessXs /hessYs /hessX /hessY trmxD UK HV !tr; split.
    rewrite -scalerDl -scalemxAl BV -scalemxAr RB !scalerA -!scalerDl; congr (_ *: _).
    by rewrite sE -pg; field; rewrite p0.
  rewrite -scalerDl -scalemxAl AU -scalemxAr RA !scalerA -!scalerDl; congr (_ *: _).
  by rewrite sE -pg; field; rewrite p0. Qed.
End Pair.

(* diag(etaX, etaY) H on that plane, and its eigenvalues. *)
Section Rates.
Variables (R : realFieldType) (g c s etaX etaY : R).
Definition rate_entry (i j : nat) : R :=
  if i == 0%N then if j == 0%N then etaX * (s / g) else etaX * (s - 2 * c)
  else if j == 0%N then etaY * (s - 2 * c) else etaY * (g * s).
Definition rate_matrix : 'M[R]_2 := \matrix_(i < 2, j < 2) rate_entry i j.
Definition rate_sum : R := etaX * (s / g) + etaY * (g * s).
Definition rate_product : R := 4 * etaX * etaY * c * (s - c).

Theorem rates : g != 0 -> char_poly rate_matrix = 'X ^+ 2 - rate_sum%:P * 'X + rate_product%:P.
Proof. move=> gn; pose F (i j : nat) : {poly R} := (if i == j then 'X else 0) - (rate_entry i j)%:P.
  have -> : char_poly rate_matrix = \det (\matrix_(i < 2, j < 2) F i j).
    by congr (\det _); apply/matrixP => -[[|[|//]] ?] [[|[|//]] ?];
      rewrite !mxE /F /= ?mulr1n ?mulr0n.
  rewrite (det2 F) /F /rate_entry /= /rate_sum /rate_product. have -> : 4 * etaX * etaY * c
    * (s - c) = etaX * (s / g) * (etaY * (g * s)) - etaX * (s - 2 * c) * (etaY * (s - 2 * c)).
    by field.
  rewrite !polyCD !polyCN !polyCM; ring. Qed.

(* Equal steps, balanced: the rates of Phases III and II. *)
Theorem rates_balanced : g = 1 -> etaX = etaY ->
  char_poly rate_matrix = ('X - (2 * etaX * c)%:P) * ('X - (2 * etaX * (s - c))%:P).
Proof. move=> g1 eq; rewrite rates ?g1 ?oner_neq0 // /rate_sum /rate_product g1 -eq. have ->
    : etaX * (s / 1) + etaX * (1 * s) = 2 * etaX * c + 2 * etaX * (s - c) by field. by ring. Qed.

Hypotheses (g0 : 0 < g) (c0 : 0 < c) (cs : c < s) (etaX0 : 0 < etaX) (etaY0 : 0 < etaY).
Variables (l1 l2 : R).
Hypotheses (order : l1 <= l2) (roots : char_poly rate_matrix = ('X - l1%:P) * ('X - l2%:P)).

Lemma rate_sumE : rate_sum = l1 + l2 /\ rate_product = l1 * l2.
Proof. have := roots; rewrite rates ?gt_eqF // => h.
  have e0 := congr1 (fun q : {poly R} => q.[0]) h; have e2 := congr1 (fun q : {poly R} => q.[1]) h.
  move: e0 e2; rewrite !(hornerD, hornerN, hornerM, hornerX, hornerC, hornerXn) /= => e0 e2.
  by split; move: e0 e2; lra. Qed.
Lemma rate_sum_pos : 0 < rate_sum.
Proof. by have s0 := lt_trans c0 cs; rewrite /rate_sum addr_gt0 // !mulr_gt0 // invr_gt0. Qed.
Lemma rate_product_pos : 0 < rate_product.
Proof. by rewrite /rate_product !mulr_gt0 ?ltr0n // subr_gt0. Qed.
Lemma rates_pos : 0 < l1 /\ 0 < l2.
Proof. have [e1 e2] := rate_sumE; have := rate_sum_pos; have := rate_product_pos; rewrite e1 e2 =>
    hp hs. have l20 : 0 < l2 by move: order hs; lra. by split=> //; move: hp; rewrite pmulr_lgt0.
Qed.

(* For which steps the linearised mean update contracts the plane. *)
Theorem rates_contract : (`|1 - l1| < 1 /\ `|1 - l2| < 1) <-> rate_sum < 4 /\
  rate_sum < 2 + rate_product / 2.
Proof. have [e1 e2] := rate_sumE; have [p1 p2] := rates_pos; rewrite e1 e2.
  have e : 2 + l1 * l2 / 2 - (l1 + l2) = (2 - l1) * (2 - l2) / 2 by field.
  have -> : (l1 + l2 < 2 + l1 * l2 / 2) = (0 < (2 - l1) * (2 - l2)).
    by rewrite -subr_gt0 e pmulr_lgt0 // invr_gt0 ltr0n.
  rewrite !ltr_norml; split=> [[/andP [h1 h1'] /andP [h2 h2']]|[h h']].
    by split; [lra|rewrite mulr_gt0 //; lra].
  have l12 : l1 < 2 by move: order h; lra. move: h'; rewrite pmulr_rgt0; last by lra.
  by move=> h'; split; apply/andP; split; lra. Qed.

(* The rate of Phase III lies between product over sum and twice that. *)
Theorem slow_rate : rate_product / rate_sum < l1 <= 2 * (rate_product / rate_sum).
Proof. have [e1 e2] := rate_sumE; have [p1 p2] := rates_pos; have hs := rate_sum_pos; rewrite e1 in
    hs *; rewrite e2. apply/andP; split; first by rewrite ltr_pdivrMr // ltr_pM2l //; move: p2; lra.
  by rewrite mulrA ler_pdivlMr // mulrCA ler_pM2l //; move: order; lra. Qed.
End Rates.

(* The two rates are real. *)
Section RealRates.
Variables (R : rcfType) (g c s etaX etaY : R).
Hypotheses (g0 : 0 < g) (etaX0 : 0 < etaX) (etaY0 : 0 < etaY).

Theorem rates_exist : exists l1 l2, l1 <= l2 /\
  char_poly (rate_matrix g c s etaX etaY) = ('X - l1%:P) * ('X - l2%:P).
Proof. set t := rate_sum g s etaX etaY; set d := rate_product c s etaX etaY. have dE : t ^+ 2
    - 4 * d = (etaX * (s / g) - etaY * (g * s)) ^+ 2 + 4 * (etaX * etaY) * (s - 2 * c) ^+ 2.
    by rewrite /t /d /rate_sum /rate_product; field; rewrite gt_eqF.
  have d0 : 0 <= t ^+ 2 - 4 * d.
    by rewrite dE addr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 // !mulr_ge0 ?ler0n // ltW.
  have r2 := sqr_sqrtr d0; have r0 := sqrtr_ge0 (t ^+ 2 - 4 * d).
  exists ((t - Num.sqrt (t ^+ 2 - 4 * d)) / 2), ((t + Num.sqrt (t ^+ 2 - 4 * d)) / 2).
  move: (Num.sqrt _) r2 r0 => q r2 r0; split; first by lra.
  have et : t = (t - q) / 2 + (t + q) / 2 by field. have ed : d = (t - q) / 2 * ((t + q) / 2).
    by have -> : d = (t ^+ 2 - q ^+ 2) / 4; [rewrite r2; field|field].
  rewrite rates ?gt_eqF // -/t -/d {1}et ed.
  by move: ((t - q) / 2) ((t + q) / 2) => x y; rewrite polyCD polyCM; ring. Qed.
End RealRates.
