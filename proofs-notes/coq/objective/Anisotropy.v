(* SPDX-License-Identifier: Apache-2.0 *)
(* Anisotropy.v: noise whose variance differs from column to column is felt, other than noise that differs from row to row.

   If the entries of Z1 and Z2 are uncorrelated, of the variances s1 k and s2 k in column k, then
       E F(X + Z1, Y + Z2) = F(X, Y) + 1/2 sum_k (d2 s2_k |X_k|^2 + d1 s1_k |Y_k|^2) + a constant,
   X_k and Y_k the columns. So the smoothed objective is not the same after a rotation of (X, Y), not even after an exchange of two columns.

   Main results: column_anisotropy, columns_matter.
   Depends on: Frobenius, Objective, Smoothing.
   Paper's place: Section 6 (anisotropic noise; erratum). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Columns.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (s1 s2 : 'I_r -> R).
(* Independent entries, of variance s k in column k. *)
Definition by_column m n (s : 'I_n -> R) (i : 'I_m) (k : 'I_n) (j : 'I_m) (l : 'I_n) : R := if (i == j) && (k == l) then s k else 0.
Lemma trace_by_column m n p (s : 'I_n -> R) (X : 'M[R]_(p, n)) :
  \tr (gram_mean (@by_column m n s) *m (X^T *m X)) = \sum_k m%:R * s k * normsq (col k X).
Proof.
rewrite /mxtrace; apply: eq_bigr => k _; rewrite mxE (bigD1 k) //= big1 => [|l lk].
  rewrite addr0 /normsq innerE big_ord1 !mxE; congr (_ * _).
    by rewrite (eq_bigr (fun=> s k)) => [|i _]; [rewrite sumr_const card_ord mulr_natl|rewrite /by_column !eqxx].
  by apply: eq_bigr => i _; rewrite !mxE.
rewrite [gram_mean _ k l]mxE big1 ?mul0r // => i _.
by rewrite /by_column eq_sym (negPf lk) andbF.
Qed.
Hypotheses (Z1_centred : centred E Z1) (Z2_centred : centred E Z2) (Z12 : uncorrelated E Z1 Z2).
Hypotheses (Z1_second : second_moments E Z1 (@by_column d1 r s1)) (Z2_second : second_moments E Z2 (@by_column d2 r s2)).
Variables (M : 'M[R]_(d1, d2)).
(* The smoothed objective weights each column by its own variances. *)
Theorem column_anisotropy X Y : E (fun w => F M (X + Z1 w) (Y + Z2 w))
  (F M X Y + (\sum_k d2%:R * s2 k * normsq (col k X) + \sum_k d1%:R * s1 k * normsq (col k Y)
     + \tr (gram_mean (@by_column d1 r s1) *m gram_mean (@by_column d2 r s2))) / 2).
Proof. by have := smoothing_general Z1_centred Z2_centred Z1_second Z2_second Z12 M X Y; rewrite !trace_by_column. Qed.
(* So exchanging columns k and l changes it, at the point whose only entry is a 1 in column k. *)
Theorem columns_matter i k l e e' : E (fun w => F M (delta_mx i k + Z1 w) (0 + Z2 w)) e -> E (fun w => F M (delta_mx i l + Z1 w) (0 + Z2 w)) e' ->
  e - e' = d2%:R * (s2 k - s2 l) / 2.
Proof.
have unit (j j' : 'I_r) : normsq (col j' (delta_mx i j : 'M[R]_(d1, r))) = (j' == j)%:R.
  rewrite /normsq innerE big_ord1 (bigD1 i) //= big1 => [|i' ii]; last by rewrite !mxE (negPf ii) mul0r.
  by rewrite !mxE eqxx /= addr0; case: (j' == j); rewrite ?mulr1 ?mulr0.
have val j : \sum_k d2%:R * s2 k * normsq (col k (delta_mx i j : 'M[R]_(d1, r))) = d2%:R * s2 j.
  rewrite (bigD1 j) //= big1 => [|k' kj]; first by rewrite unit eqxx mulr1 addr0.
  by rewrite unit (negPf kj) mulr0.
have FM j : F M (delta_mx i j) 0 = normsq M / 2.
  by rewrite /F /residual trmx0 mulmx0 sub0r normsqN; field.
move=> h h'; have := mean_unique h (column_anisotropy _ _); have := mean_unique h' (column_anisotropy _ _); rewrite !FM !val => -> ->.
by field.
Qed.
End Columns.
