(* SPDX-License-Identifier: Apache-2.0 *)
(* NormalMoments.v: the moments of the standard normal law, from its density, over the real numbers
   of MathComp Analysis.

   For p(x) = e^(-x^2/2) / sqrt(2 pi), against Lebesgue's measure:
       x^k p(x) is integrable, for |x|^k e^(-3x^2/8) is bounded;
       (- x^k p)' = (x^(k+1) - k x^(k-1)) p, and x^k p tends to 0 at both ends, so the integral of
       the right side is 0; the integral of p is 1 (integral_normal_pdf of MathComp Analysis).
   So the moments are 1, 0, and each k + 1 times the last but one: 1, 0, 1, 0, 3, 0, 15, 0, 105, ...
   Main results: power_integrable, density_moment.
   Paper's place: Section 2 (Gaussian perturbations). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From mathcomp Require Import boolp classical_sets functions cardinality fsbigop mathcomp_extra.
From mathcomp Require Import reals ereal interval_inference topology tvs normedtype sequences
  real_interval.
From mathcomp Require Import esum measure lebesgue_measure numfun realfun exp trigo
  lebesgue_integral derive charge ftc gauss_integral probability.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Def Num.Theory. Import numFieldNormedType.Exports.
Local Open Scope classical_set_scope. Local Open Scope ring_scope.

Section Density.
Variable R : realType.
Local Notation mu := (@lebesgue_measure R).
Definition density (x : R) : R := normal_pdf 0 1 x.

Lemma powers_grow (y : R) k : 0 <= y -> (y / k%:R) ^+ k <= expR y.
Proof. move=> y0; case: k => [|k]; first by rewrite expr0; apply: le_trans (expR_ge1Dx y);
    rewrite lerDl. have e : y = k.+1%:R * (y / k.+1%:R) by field; rewrite addrC natr1 pnatr_eq0.
  rewrite [X in _ <= expR X]e expRM_natl; apply: lerXn2r; rewrite ?nnegrE ?expR_ge0 ?divr_ge0 ?ler0n
    //. by apply: le_trans (expR_ge1Dx _); rewrite lerDr. Qed.

Local Definition scale (s : R) : R := (Num.sqrt (s ^+ 2 * pi *+ 2))^-1.
Lemma scale_gt0 s : 0 < s -> 0 < scale s.
Proof. by move=> s0; rewrite invr_gt0 sqrtr_gt0 mulrn_wgt0 // mulr_gt0 ?pi_gt0 // exprn_gt0. Qed.
Lemma normalE s x : 0 < s -> normal_pdf 0 s x = scale s * expR (- (x ^+ 2 / (s ^+ 2 *+ 2))).
Proof. by move=> s0; rewrite /normal_pdf gt_eqF // subr0 mulNr. Qed.
Lemma densityE x : density x = scale 1 * expR (- (x ^+ 2 / 2)).
Proof. by rewrite /density normalE ?ltr01 // expr1n. Qed.
Lemma density_ge0 x : 0 <= density x. Proof. exact: normal_pdf_ge0. Qed.
Lemma measurable_density : measurable_fun setT density. Proof. exact: measurable_normal_pdf. Qed.

Definition growth_bound k : R := 1 + (8 / 3 * k%:R) ^+ k.
Lemma power_bound k x : `|x| ^+ k * expR (- (3 / 8 * x ^+ 2)) <= growth_bound k.
Proof. set y := 3 / 8 * x ^+ 2; have y0 : 0 <= y by rewrite mulr_ge0 ?sqr_ge0 // divr_ge0.
  have e0 := expR_gt0 (- y); have e1 : expR (- y) <= 1 by rewrite -[leRHS]expR0 ler_expR oppr_le0.
  have p : (x ^+ 2) ^+ k * expR (- y) <= (8 / 3 * k%:R) ^+ k.
    case: k => [|k]; first by rewrite !expr0 mul1r.
    have -> : x ^+ 2 = (8 / 3 * k.+1%:R) * (y / k.+1%:R) by rewrite /y; field; rewrite addrC natr1
      pnatr_eq0. rewrite exprMn -[leLHS]mulrA ler_piMr ?exprn_ge0 ?mulr_ge0 ?divr_ge0 ?ler0n //.
    by rewrite expRN ler_pdivrMr ?expR_gt0 // mul1r; exact: powers_grow.
  have q : `|x| ^+ k <= 1 + (x ^+ 2) ^+ k.
    rewrite -real_normK ?num_real // exprAC expr2; set t := _ ^+ k. have t0 : 0 <= t
      by rewrite exprn_ge0. have := sqr_ge0 (t - 1); rewrite expr2; move: (mulr_ge0 t0 t0); nra.
  apply: (le_trans (ler_wpM2r (ltW e0) q)); rewrite mulrDl mul1r; exact: lerD. Qed.
Lemma dominated k x :
  `|x ^+ k * density x| <= (scale 1 * growth_bound k / scale 2) * normal_pdf 0 2 x.
Proof. have s1 := scale_gt0 (@ltr01 R); have s2 := scale_gt0 (ltr0n R 2).
  rewrite normrM normrX (ger0_norm (density_ge0 x)) densityE normalE //. have ->
    : - (x ^+ 2 / 2) = - (3 / 8 * x ^+ 2) + - (x ^+ 2 / (2 ^+ 2 *+ 2)) by rewrite mulr2n; field.
  rewrite expRD; move: (power_bound k x) (expR_ge0 (- (x ^+ 2 / (2 ^+ 2 *+ 2))));
    set e := expR (- (3 / 8 * _)); set f := expR _ => h f0.
  have -> : `|x| ^+ k * (scale 1 * (e * f)) = scale 1 * (`|x| ^+ k * e * f) by ring.
  have -> : scale 1 * growth_bound k / scale 2 * (scale 2 * f) = scale 1 * (growth_bound k * f)
    by field; rewrite gt_eqF. by rewrite ler_pM2l // ler_wpM2r. Qed.
Lemma measurable_power k : measurable_fun setT (fun x : R => x ^+ k * density x).
Proof. by apply: measurable_funM; [exact: exprn_measurable|exact: measurable_density]. Qed.
Lemma power_integrable k : mu.-integrable setT (fun x => (x ^+ k * density x)%:E).
Proof. apply: (@le_integrable _ _ _ mu setT measurableT _
    (fun x => ((scale 1 * growth_bound k / scale 2)%:E * (normal_pdf 0 2 x)%:E)%E)).
  - by apply/measurable_EFinP; exact: measurable_power.
  - move=> x _ /=; rewrite lee_fin; apply: le_trans (dominated k x) _; exact: ler_norm.
  apply: integrableZl => //; apply/integrableP; split; first by apply/measurable_EFinP;
    exact: measurable_normal_pdf. under eq_integral do rewrite gee0_abs ?lee_fin ?normal_pdf_ge0 //.
  by rewrite integral_normal_pdf ltry. Qed.

(* Over [-n-1, n+1] and, in the limit, over all. *)
Local Definition window n : set R := `[- n.+1%:R, n.+1%:R]%classic.
Lemma window_cvg (f : R -> R) : mu.-integrable setT (EFin \o f) ->
  (\int[mu]_(x in window n) (f x)%:E)%E @[n --> \oo] --> (\int[mu]_x (f x)%:E)%E.
Proof. move=> fi; have mf := measurable_int _ fi. under eq_cvg => n do rewrite integral_mkcond.
  have [] // := @dominated_convergence _ _ _ mu setT measurableT
    (fun n => (EFin \o f) \_ (window n)) (EFin \o f) (fun x => `|(f x)%:E|%E).
  - move=> n; apply/(measurable_restrictT _ _).1; [exact: measurable_itv|exact: measurable_funTS].
  - apply: aeW => x _; apply: cvg_near_cst; near=> n.
    suff hx : window n x by rewrite patchE mem_set.
    rewrite /window /= in_itv /= -ler_norml (@le_trans _ _ n%:R) ?ler_nat //.
    by near: n; exact: nbhs_infty_ger.
  - exact: integrable_abse.
  - by apply: aeW => x n _; rewrite patchE; case: ifP => // _; rewrite abse0.
  Unshelve. all: by end_near. Qed.

Definition primitive k (x : R) : R := - (x ^+ k * density x).
Local Definition slope k (x : R) : R := (x ^+ k.+1 - k%:R * x ^+ k.-1) * density x.
Lemma power_derive k (x : R) : is_derive x 1 (fun y : R => y ^+ k) (k%:R * x ^+ k.-1).
Proof. case: k => [|k]; first by rewrite mul0r; exact: is_derive_cst.
  have -> : (fun y : R => y ^+ k.+1) = (@id R) ^+ k.+1 by apply/funext => y; rewrite exprfctE.
  by apply: is_derive_eq; rewrite /GRing.scale /= mulr1. Qed.
Lemma primitive_slope k (x : R) : is_derive x 1 (primitive k) (slope k x).
Proof. pose g (y : R) := - (y ^+ 2 / 2); have d1 : is_derive x 1 g (- x).
    have -> : g = (- 2^-1) \*: (fun y => y ^+ 2) by apply/funext => y; rewrite /g /= /GRing.scale
      /=; field. by apply: is_derive_eq (is_deriveZ (- 2^-1) (power_derive 2 x)) _;
      rewrite /GRing.scale /=; field.
  have d2 := @is_derive1_comp R expR g x _ _ (is_derive_expR (g x)) d1; pose p (y : R) := y ^+ k.
  have d0 : is_derive x 1 p _ := power_derive k x.
  have -> : primitive k = (- scale 1) \*: (p * (expR \o g)).
    by apply/funext => y; rewrite /primitive densityE /= /GRing.scale /= mulrCA mulNr.
  apply: is_derive_eq (is_deriveZ (- scale 1) (is_deriveM d0 d2)) _;
    rewrite /GRing.scale /= /slope densityE /p /g /= (exprS x k). by move: (expR _) => e; ring. Qed.

(* By parts. *)
Lemma slopeE k (x : R) : slope k x = x ^+ k.+1 * density x - k%:R * (x ^+ k.-1 * density x).
Proof. by rewrite /slope mulrBl mulrA. Qed.
Lemma slope_integrable k : mu.-integrable setT (EFin \o slope k).
Proof. have h := integrableB measurableT (power_integrable k.+1) (integrableZl measurableT k%:R
    (power_integrable k.-1)). by apply: (@eq_integrable _ _ R mu setT measurableT _ _ _ h) => x _;
    rewrite /= slopeE EFinB EFinM. Qed.
Lemma derivable_primitive k (x : R) : derivable (primitive k) x 1.
Proof. by case: (primitive_slope k x). Qed.
Lemma continuous_primitive k : continuous (primitive k).
Proof. by move=> x; apply/differentiable_continuous/derivable1_diffP/derivable_primitive. Qed.
Lemma continuous_power k : continuous (fun x : R => x ^+ k * density x).
Proof. move=> x; have -> : (fun x : R => x ^+ k * density x) = - primitive k by apply/funext => y;
    rewrite /primitive /= fctE opprK. by apply: continuousN; exact: continuous_primitive. Qed.
Lemma continuous_slope k : continuous (slope k).
Proof. move=> x;
    have -> : slope k = (fun x : R => x ^+ k.+1 * density x - k%:R * (x ^+ k.-1 * density x)).
    by apply/funext => y; rewrite slopeE.
  apply: cvgB; first exact: continuous_power. by apply: cvgMr; exact: continuous_power. Qed.
Lemma slope_window k n :
  (\int[mu]_(x in window n) (slope k x)%:E = (primitive k n.+1%:R - primitive k (- n.+1%:R))%:E)%E.
Proof. rewrite EFinB; apply: continuous_FTC2.
  - by rewrite -subr_gt0 opprK addr_gt0 ?ltr0n.
  - by apply: continuous_subspaceT => x; exact: continuous_slope.
  - by split=> [x _||]; [exact: derivable_primitive|apply/cvg_at_right_filter/continuous_primitive|
      apply/cvg_at_left_filter/continuous_primitive].
  have d := primitive_slope k. move=> x _; rewrite derive1E; exact: derive_val. Qed.
Lemma primitive_bound k n :
  `|primitive k n.+1%:R - primitive k (- n.+1%:R)| <= (2 * (scale 1 * growth_bound k.+1)) / n.+1%:R.
Proof. have s0 := scale_gt0 (@ltr01 R).
  have h (x : R) : `|x| = n.+1%:R -> `|primitive k x| <= (scale 1 * growth_bound k.+1) / n.+1%:R.
    move=> hx; rewrite ler_pdivlMr ?ltr0n // -{1}hx /primitive normrN normrM normrX
      (ger0_norm (density_ge0 x)) mulrAC -exprSr densityE mulrCA.
    rewrite ler_pM2l //; apply: le_trans (power_bound k.+1 x); apply: ler_wpM2l;
      first exact: exprn_ge0. by rewrite ler_expR lerN2 mulrC ler_wpM2l ?sqr_ge0 //; lra.
  have h1 := h n.+1%:R (ger0_norm (ler0n _ _)); have h2 := h (- n.+1%:R);
    rewrite normrN ger0_norm ?ler0n // in h2. by apply: (le_trans (ler_normB _ _));
    have := lerD h1 (h2 erefl); rewrite -mulrDl -mulr2n mulr_natl. Qed.
Lemma slope_integral k : (\int[mu]_x (slope k x)%:E = 0)%E.
Proof. have h := window_cvg (slope_integrable k).
  pose b n : R := primitive k n.+1%:R - primitive k (- n.+1%:R). have e : (fun n => \int[mu]_(x
      in window n) (slope k x)%:E)%E = EFin \o b by apply/funext => n; exact: slope_window.
  rewrite e in h; apply: (cvg_unique _ h) => //; apply: cvg_EFin; first exact: nearW.
  set c := 2 * (scale 1 * growth_bound k.+1).
  have c0 s : (fun n => s * c * harmonic n) @ \oo --> (0 : R).
    by rewrite -[X in _ --> X](mulr0 (s * c)); apply: cvgMr; exact: cvg_harmonic.
  apply: squeeze_cvgr (c0 (-1)) (c0 1); apply: nearW => n.
  by have := primitive_bound k n; rewrite ler_norml mulN1r mulNr mul1r. Qed.

(* The moments 1, 0, 1, 0, 3, 0, 15, 0, 105, ... *)
Fixpoint moment k : R := match k with 0 => 1 | 1 => 0 | (j.+1 as i).+1 => i%:R * moment j end.
Theorem density_moment k : (\int[mu]_x (x ^+ k * density x)%:E = (moment k)%:E)%E.
Proof. have base : (\int[mu]_x (x ^+ 0 * density x)%:E = (moment 0)%:E)%E.
    by under eq_integral => x _ do rewrite expr0 mul1r; exact: integral_normal_pdf.
  have rec
    j : (\int[mu]_x (x ^+ j.+1 * density x)%:E = j%:R%:E * \int[mu]_x (x ^+ j.-1 * density x)%:E)%E.
    have := slope_integral j; under eq_integral => x _ do rewrite slopeE EFinB (EFinM j%:R).
    rewrite integralB //; last 2 first.
    - exact: power_integrable.
    - exact: (integrableZl measurableT j%:R (power_integrable j.-1)).
    rewrite integralZl //; last exact: power_integrable.
    have f1 := integral_fune_fin_num measurableT (power_integrable j.+1);
      have f2 := integral_fune_fin_num measurableT (power_integrable j.-1).
    by rewrite -(fineK f1) -(fineK f2) -EFinM -EFinB => -[] /eqP; rewrite subr_eq0 => /eqP ->.
  elim/ltn_ind: k => -[|[|k]] IH //.
  - by rewrite rec mul0e.
  by rewrite rec /= IH // EFinM. Qed.
End Density.
