(* SPDX-License-Identifier: Apache-2.0 *)
(* GaussianNoise.v: independent Gaussian noise, from its density, has the moments that
   GaussianMoments.v and Theorem 1 ask for.

   normal f e says that f p is integrable with the integral e, p the density of the standard normal
   law. gaussian takes the mean of one number after the other: for d numbers it is an integral of
   d-fold, iterated. The entries of noise1 v1 are such numbers times the root of v1, those of noise2
   v2 times the root of v2. So what is proved of the mean and the covariance of an update, and of
   the mean of X^T X and Y^T Y, holds for Gaussian noise with no hypothesis on moments.
   Main results: gaussian_entries, gaussian_noise; gaussian_covariance, gaussian_mean_gram,
   gaussian_imbalance.
   Paper's place: Section 2 (Gaussian perturbations). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From mathcomp Require Import boolp classical_sets reals ereal measure lebesgue_measure
  lebesgue_integral.
From NoisyGD Require Import Frobenius Objective Smoothing GaussianMoments IndependentEntries
  UpdateCovariance MeanGram NormalMoments.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory. Local Open Scope ring_scope.

Section Normal.
Variable R : realType.
Local Notation mu := (@lebesgue_measure R).
Local Notation against f := (fun x => (f x * density x)%:E).
Definition normal : expectation R R.
Proof. apply: (@Expectation R R
    (fun f e => mu.-integrable setT (against f) /\ (\int[mu]_x (f x * density x)%:E = e%:E)%E)).
  - by move=> f g e /funext ->.
  - move=> c; have i := power_integrable R 0;
      have -> : against (fun=> c) = (fun x => c%:E * (x ^+ 0 * density x)%:E)%E.
      by apply/funext => x; rewrite expr0 mul1r EFinM.
    by split; [exact: integrableZl|rewrite integralZl // density_moment mule1].
  - move=> f g e e' [hf ef] [hg eg]; have ->
      : against (fun x => f x + g x) = (fun x => (f x * density x)%:E + (g x * density x)%:E)%E.
      by apply/funext => x; rewrite mulrDl EFinD.
    by split; [exact: integrableD|rewrite integralD_EFin // ef eg].
  - move=> c f e [hf ef];
      have -> : against (fun x => c * f x) = (fun x => c%:E * (f x * density x)%:E)%E.
      by apply/funext => x; rewrite -mulrA EFinM.
    by split; [exact: integrableZl|rewrite integralZl // ef].
  move=> f e f0 [_ ef]; rewrite -lee_fin -ef; apply: integral_ge0 => x _.
  by rewrite lee_fin mulr_ge0 ?density_ge0. Defined.
Theorem normal_moment k : normal (fun x => x ^+ k) (moment R k).
Proof. by split; [exact: power_integrable|exact: density_moment]. Qed.
End Normal.

Section Noise.
Variables (R : realType) (d1 d2 r : nat).
Local Notation place := (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type.
Definition gaussian : expectation R (place -> R) := copies (normal R) place.
(* Standard normal entries times q1 and q2, to any order. *)
Theorem gaussian_entries n q1 q2 :
  independent_entries gaussian n (matrix1 (fun w => w) q1) (times q1 (moment R))
    (matrix2 (fun w => w) q2) (times q2 (moment R)).
Proof. by apply: entries_of; apply: copies_independent => k _; exact: normal_moment. Qed.

Variables v1 v2 : R. Hypotheses (v10 : 0 <= v1) (v20 : 0 <= v2).
Definition noise1 : (place -> R) -> 'M[R]_(d1, r) := matrix1 (fun w => w) (Num.sqrt v1).
Definition noise2 : (place -> R) -> 'M[R]_(d2, r) := matrix2 (fun w => w) (Num.sqrt v2).
Lemma times_moment v : 0 <= v -> gaussian_to_four (times (Num.sqrt v) (moment R)) v.
Proof. move=> v0; have e : Num.sqrt v ^+ 4 = v ^+ 2 by rewrite (exprM _ 2 2) sqr_sqrtr.
  by split; rewrite /times /= ?e ?sqr_sqrtr //; ring. Qed.
Theorem gaussian_noise : gaussian_moments gaussian noise1 v1 noise2 v2.
Proof. have h := @gaussian_entries 4 (Num.sqrt v1) (Num.sqrt v2).
  exact: (independent_gaussian (leqnn 4) (times_moment v10) (times_moment v20) h). Qed.

Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)) (etaX etaY : R).
Local Notation X' w := (stepX noise1 noise2 M X Y etaX w).
Local Notation Y' w := (stepY noise1 noise2 M X Y etaY w).
Local Notation centredX w i a := (X' w i a - mean_X v2 M X Y etaX i a).
Local Notation centredY w j b := (Y' w j b - mean_Y v1 M X Y etaY j b).
Theorem gaussian_covariance i a j b k c l d :
  [/\ gaussian (fun w => centredX w i a * centredX w k c)
    (etaX ^+ 2 * own_covariance M X Y v1 v2 i a k c),
      gaussian (fun w => centredY w j b * centredY w l d)
        (etaY ^+ 2 * own_covariance M^T Y X v2 v1 j b l d) &
      gaussian (fun w => centredX w i a * centredY w j b)
        (etaX * etaY * cross_covariance M X Y v1 v2 i a j b)].
Proof. have h := gaussian_noise. by split; [exact: covariance_X h _ _ _ _ _ _ _ _|exact:
    covariance_Y h _ _ _ _ _ _ _ _|exact: covariance_XY h _ _ _ _ _ _ _ _ _]. Qed.
Theorem gaussian_mean_gram : let gX := gradXs M (d2%:R * v2) X Y in let gY :=
  gradYs M (d1%:R * v1) X Y in
  Mean gaussian (fun w => (X' w)^T *m X' w - X^T *m X)
    (etaX ^+ 2 *: second_gram M v1 v2 X Y - etaX *: (X^T *m gX + gX^T *m X)) /\
  Mean gaussian (fun w => (Y' w)^T *m Y' w - Y^T *m Y)
    (etaY ^+ 2 *: second_gram M^T v2 v1 Y X - etaY *: (Y^T *m gY + gY^T *m Y)).
Proof. by split;
    [exact: mean_gram_X gaussian_noise _ _ _ _|exact: mean_gram_Y gaussian_noise _ _ _ _]. Qed.
End Noise.

Theorem gaussian_imbalance (R : realType) (v m x y eta : R) : 0 <= v ->
  let Z1 := noise1 v in let Z2 := noise2 v in
  gaussian R 1 1 1
    (fun w => stepX Z1 Z2 m%:M x%:M y%:M eta w 0 0 ^+ 2 - stepY Z1 Z2 m%:M x%:M y%:M eta w 0 0 ^+ 2)
    ((x ^+ 2 - y ^+ 2)
      * (1 - 2 * eta * v - eta ^+ 2 * ((x * y - m) ^+ 2 + v * (x ^+ 2 + y ^+ 2) + 3 * v ^+ 2))).
Proof. by move=> v0; exact: imbalance_mean (gaussian_noise v0 v0) _ _ _ _. Qed.
