(* SPDX-License-Identifier: Apache-2.0 *)
(* TheoremTwo.v: Theorem 2 in one statement, from the noise to the landscape, with its hypotheses
   put right.

   M = A diag(s) B^T with A^T A = B^T B = I and s_k > 0. The noise Z1, Z2 is centred, its entries
   are uncorrelated with variances v1 and v2, so that E||Z1||^2 = r d1 v1 and E||Z2||^2 = r d2 v2;
   these are r gamma^2 sigma^2 and r sigma^2, with gamma, sigma > 0, and gamma sigma^2 is below
   every singular value of M that is not 0. Then E F(X+Z1, Y+Z2) is the smoothed objective plus a
   constant, and for the former
     - where the gradient vanishes, X^T X = gamma^2 Y^T Y;
     - the global optima are exactly (sqrt(gamma) A D Q, sqrt(gamma)^-1 B D Q), Q orthogonal, D = (S
     - gamma sigma^2 I)^(1/2); - wherever else the gradient vanishes, some direction has negative
     curvature.
   Main results: noise_size, theorem_two.
   Paper's place: Theorem 2. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Theorem2 Optimum Orbit
  Saddles Hypotheses.

(* E||Z||^2 of an m x n matrix whose entries are uncorrelated with variance v. *)
Theorem noise_size (R : realFieldType) T (E : expectation R T) m n (Z : T -> 'M[R]_(m, n)) (v : R) :
  second_moments E Z (@isotropic R m n v) -> E (fun w => normsq (Z w)) (n%:R * (m%:R * v)).
Proof. move=> h; have diag i k : E (fun w => Z w i k * Z w i k) v by have := h i k i k;
    rewrite /isotropic !eqxx.
  have e : E (fun w => \sum_(k < n) \sum_(i < m) Z w i k * Z w i k) (\sum_(k < n) \sum_(i < m) v).
    by apply: mean_sum => k; apply: mean_sum => i.
  have {}e := mean_ext (g := fun w => normsq (Z w)) (fun w => esym (innerE (Z w) (Z w))) e.
  by apply: mean_eq e _; rewrite !sumr_const !card_ord !mulr_natl. Qed.

Section TheoremTwo.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 : R).
Hypotheses (centred1 : centred E Z1) (centred2 : centred E Z2)
  (uncorrelated12 : uncorrelated E Z1 Z2).
Hypotheses (second1 : second_moments E Z1 (@isotropic R d1 r v1))
  (second2 : second_moments E Z2 (@isotropic R d2 r v2)).
Variables (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r) (gamma sigma : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (s0 : forall k, 0 < s 0 k).
Hypotheses (r0 : (0 < r)%N) (gamma0 : 0 < gamma) (sigma0 : 0 < sigma).
(* E||Z1||^2 = r d1 v1 and E||Z2||^2 = r d2 v2, by noise_size. *)
Hypotheses (size1 : r%:R * (d1%:R * v1) = r%:R * (gamma ^+ 2 * sigma ^+ 2)).
Hypotheses (size2 : r%:R * (d2%:R * v2) = r%:R * sigma ^+ 2).
Let M := factored A s B.
Hypothesis small : forall t, singular_value M t -> t != 0 -> gamma * sigma ^+ 2 < t.
Let a := sigma ^+ 2. Let b := gamma ^+ 2 * sigma ^+ 2.
Let root := diag_mx (\row_k Num.sqrt (s 0 k - gamma * sigma ^+ 2)).
Implicit Types (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Definition on_orbit X Y := exists Q : 'M_r, [/\ Q *m Q^T = 1%:M, Q^T *m Q = 1%:M,
  X = (Num.sqrt gamma *: (A *m root)) *m Q & Y = ((Num.sqrt gamma)^-1 *: (B *m root)) *m Q].

Theorem theorem_two :
  [/\ exists const, forall X Y, E (fun w => F M (X + Z1 w) (Y + Z2 w)) (Fs M a b X Y + const),
      forall X Y, stationarys M a b X Y -> X^T *m X = gamma ^+ 2 *: (Y^T *m Y),
      forall X Y, global_optimum M a b X Y <-> on_orbit X Y
    & forall X Y, stationarys M a b X Y -> ~ on_orbit X Y -> exists H K, hesss M a b X Y H K < 0].
Proof. pose c := gamma * sigma ^+ 2. have gn : gamma != 0 by rewrite gt_eqF.
  have c0 : 0 < c by rewrite mulr_gt0 ?exprn_gt0. have aE : a = c / gamma by rewrite /a /c; field.
  have bE : b = c * gamma by rewrite /b /c; ring.
  have sc k : c < s 0 k by have /(hypothesis_of_factored AA BB s0) := small.
  have orb X Y : global_optimum M a b X Y <-> on_orbit X Y by rewrite aE bE; exact: orbit_sqrt.
  have gam X Y : stationarys M a b X Y -> X^T *m X = gamma ^+ 2 *: (Y^T *m Y).
    exact: (balanced gamma0 c0 aE bE).
  have sad X Y : stationarys M a b X Y -> ~ on_orbit X Y -> exists H K, hesss M a b X Y H K < 0.
    move=> st no; rewrite aE bE in st; have [opt|] := optimum_or_saddle AA BB gamma0 c0 sc st.
      by case: no; apply/orb; rewrite aE bE.
    by rewrite aE bE.
  split; [|exact: gam|exact: orb|exact: sad].
  have sm X Y := smoothing centred1 centred2 uncorrelated12 M second1 second2 X Y.
  have [v2E v1E] : d2%:R * v2 = a /\ d1%:R * v1 = b.
    have rn : r%:R != 0 :> R by rewrite pnatr_eq0 -lt0n. by split; apply: (mulfI rn).
  exists (r%:R * a * b / 2) => X Y; rewrite -v2E -v1E; exact: sm. Qed.
End TheoremTwo.
