(* SPDX-License-Identifier: Apache-2.0 *)
(* Stein.v: the equation C = J C K^T + Q of a stationary covariance, and the variance of the imbalance that noise leaves.

   If n' = J n + xi, where n is centred with covariance C, xi centred with covariance Q, and the two uncorrelated, n' has the covariance
   J C J^T + Q. For J = S diag(a) S^-1 and K = T diag(b) T^-1 with a_i b_j != 1 for all i, j, C = J C K^T + Q has exactly one solution,
       C = S (S^-1 Q T^-T)_ij / (1 - a_i b_j) T^T,
   and of the iteration C_n+1 = J C_n K^T + Q the error in those coordinates is exactly (a_i b_j)^n times what it was at first.
   Along a left eigenvector u J = j u only u Q u^T and j matter: u C u^T = u Q u^T / (1 - j^2).

   Main results: covariance_recursion, stein_unique, stein_solution, stein_error, stein_error_bound, stein_direction.
   Depends on: Smoothing.
   Paper's place: Phase III (where the noise settles; not in the paper). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Smoothing.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Recursion.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (n : nat).
Variables (J C Q : 'M[R]_n) (x xi : T -> 'cV[R]_n).

Theorem covariance_recursion :
  Mean E x 0 -> Mean E xi 0 -> Mean E (fun w => x w *m (x w)^T) C -> Mean E (fun w => xi w *m (xi w)^T) Q ->
  Mean E (fun w => x w *m (xi w)^T) 0 ->
  Mean E (fun w => J *m x w + xi w) 0 /\
  Mean E (fun w => (J *m x w + xi w) *m (J *m x w + xi w)^T) (J *m C *m J^T + Q).
Proof.
move=> hx hxi hC hQ h0; split.
  by apply: Mean_eq (Mean_add (Mean_mull J hx) hxi) _; rewrite mulmx0 addr0.
have h := Mean_add (Mean_add (Mean_mulr J^T (Mean_mull J hC)) (Mean_mull J h0))
                   (Mean_add (Mean_mulr J^T (Mean_tr h0)) hQ).
apply: Mean_eq (Mean_ext _ h) _ => [w|]; last by rewrite mulmx0 trmx0 mul0mx addr0 add0r.
rewrite trmxD trmx_mul mulmxDl !mulmxDr trmx_mul trmxK !mulmxA.
by rewrite -!addrA; congr (_ + _).
Qed.
End Recursion.

Section Stein.
Variables (R : realFieldType) (m n : nat).
Implicit Types (C Q : 'M[R]_(m, n)).

Definition stein (J : 'M[R]_m) (K : 'M[R]_n) Q C : 'M[R]_(m, n) := J *m C *m K^T + Q.

(* J and K are diagonal in some coordinates. *)
Variables (S : 'M[R]_m) (T : 'M[R]_n) (a : 'rV[R]_m) (b : 'rV[R]_n).
Hypotheses (uS : S \in unitmx) (uT : T \in unitmx).
Local Notation J := (S *m diag_mx a *m invmx S).
Local Notation K := (T *m diag_mx b *m invmx T).
Definition coordinates C : 'M[R]_(m, n) := invmx S *m C *m invmx T^T.

Lemma coordinatesK C : S *m coordinates C *m T^T = C.
Proof. by rewrite /coordinates !mulmxA mulmxV // mul1mx -mulmxA mulVmx ?unitmx_tr // mulmx1. Qed.
Lemma coordinates_inj C C' : coordinates C = coordinates C' -> C = C'.
Proof. by move=> h; rewrite -[C]coordinatesK h coordinatesK. Qed.
Lemma coordinatesB C C' : coordinates (C - C') = coordinates C - coordinates C'.
Proof. by rewrite /coordinates mulmxBr mulmxBl. Qed.
Lemma coordinates_stein Q C i j : coordinates (stein J K Q C) i j = a 0 i * b 0 j * coordinates C i j + coordinates Q i j.
Proof.
rewrite /stein {1}/coordinates mulmxDr mulmxDl [LHS]mxE; congr (_ + _).
have -> : invmx S *m (J *m C *m K^T) *m invmx T^T = diag_mx a *m coordinates C *m diag_mx b.
  rewrite /coordinates !trmx_mul tr_diag_mx trmx_inv !mulmxA mulVmx // mul1mx.
  by rewrite -(mulmxA _ T^T) mulmxV ?unitmx_tr // mulmx1.
by rewrite mul_mx_diag mxE mul_diag_mx mxE; ring.
Qed.

Hypothesis ab : forall i j, a 0 i * b 0 j != 1.
Definition stein_at Q : 'M[R]_(m, n) := S *m (\matrix_(i, j) (coordinates Q i j / (1 - a 0 i * b 0 j))) *m T^T.

Lemma coordinates_at Q i j : coordinates (stein_at Q) i j = coordinates Q i j / (1 - a 0 i * b 0 j).
Proof.
rewrite {1}/coordinates /stein_at -mulmxA -(mulmxA _ T^T) mulmxV ?unitmx_tr // mulmx1.
by rewrite mulmxA mulVmx // mul1mx mxE.
Qed.

Theorem stein_solution Q : stein J K Q (stein_at Q) = stein_at Q.
Proof.
apply: coordinates_inj; apply/matrixP => i j; rewrite coordinates_stein !coordinates_at; field.
by rewrite subr_eq0 eq_sym ab.
Qed.
Theorem stein_unique Q C : stein J K Q C = C -> C = stein_at Q.
Proof.
move=> h; apply: coordinates_inj; apply/matrixP => i j; rewrite coordinates_at.
have := coordinates_stein Q C i j; rewrite h => e.
have d0 : 1 - a 0 i * b 0 j != 0 by rewrite subr_eq0 eq_sym ab.
apply: (mulIf d0); rewrite divfK // mulrBr mulr1 mulrC -{1}(addKr (a 0 i * b 0 j * coordinates C i j) (coordinates Q i j)) -e addrC.
by [].
Qed.

Lemma coordinates_steinB Q C C' i j :
  coordinates (stein J K Q C - stein J K Q C') i j = a 0 i * b 0 j * coordinates (C - C') i j.
Proof.
by rewrite [in LHS]coordinatesB [in RHS]coordinatesB mxE [X in _ + X]mxE !coordinates_stein [in RHS]mxE [X in _ * (_ + X)]mxE; ring.
Qed.
Theorem stein_error Q C N i j :
  coordinates (iter N (stein J K Q) C - stein_at Q) i j = (a 0 i * b 0 j) ^+ N * coordinates (C - stein_at Q) i j.
Proof.
elim: N => [|N IH]; first by rewrite mul1r.
rewrite exprS -[RHS]mulrA -IH -(coordinates_steinB Q) iterS; congr (coordinates (_ - _) i j).
by rewrite stein_solution.
Qed.
Theorem stein_error_bound rho Q C N i j : (forall i, `|a 0 i| <= rho) -> (forall j, `|b 0 j| <= rho) ->
  `|coordinates (iter N (stein J K Q) C - stein_at Q) i j| <= rho ^+ (2 * N) * `|coordinates (C - stein_at Q) i j|.
Proof.
move=> ha hb; rewrite stein_error normrM normrX normrM exprM; apply: ler_wpM2r => //.
by apply: lerXn2r; rewrite ?nnegrE ?sqr_ge0 ?mulr_ge0 // expr2; apply: ler_pM.
Qed.
End Stein.

(* Along a left eigenvector. *)
Section Direction.
Variables (R : realFieldType) (n : nat) (J C Q : 'M[R]_n) (u : 'rV[R]_n) (j : R).
Theorem stein_direction : u *m J = j *: u -> stein J J Q C = C -> j ^+ 2 != 1 ->
  u *m C *m u^T = (1 - j ^+ 2)^-1 *: (u *m Q *m u^T).
Proof.
move=> hu hC j1; have d0 : 1 - j ^+ 2 != 0 by rewrite subr_eq0 eq_sym.
have e : u *m C *m u^T = j ^+ 2 *: (u *m C *m u^T) + u *m Q *m u^T.
  rewrite -{1}hC /stein mulmxDr mulmxDl !mulmxA hu -(mulmxA _ J^T) -trmx_mul hu trmxZ.
  by rewrite -!scalemxAl -scalemxAr scalerA -expr2.
have -> : u *m Q *m u^T = (1 - j ^+ 2) *: (u *m C *m u^T) by rewrite scalerBl scale1r {1}e addrAC subrr add0r.
by rewrite scalerA mulVf // scale1r.
Qed.
End Direction.
