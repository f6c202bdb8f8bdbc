(* SPDX-License-Identifier: Apache-2.0 *)
(* Hypotheses.v: what Theorem 2's hypotheses must say.

   As printed: E||xi1||^2 = gamma^2 E||xi2||^2 = r gamma^2 sigma^2 and gamma sigma^2 < sigma_min(M),
   "the smallest singular value of M".

   (1) sigma = 0 is not excluded. Then there is no noise, Fs = F, and for every gamma > 0 the
   theorem's claims fail at a
       global optimum that is not balanced: (2 U, V/2), with (U, V) the point that the theorem
       names. It is stationary, it is not on the orbit, and no direction has negative curvature
       there.
   (2) sigma_min(M) cannot be the smallest of all singular values, since a d1 x d2 matrix of rank
   below d1 and d2
       has the singular value 0, so that the hypothesis never holds.
   (3) Read as the smallest singular value that is not 0, the hypothesis says c < s_k for every k,
   for M = A diag(s) B^T
       with positive s_k.
   Main results: zero_noise, zero_is_singular_value, sigma_min_vacuous, singular_values_of_factored,
   hypothesis_of_factored.
   Paper's place: Theorem 2, hypotheses. *)
From NoisyGD Require Import Algebra Frobenius Objective Optimum.

(* s >= 0 is a singular value of M: M v = s u and M^T u = s v for some u, v that are not 0. *)
Definition singular_value (R : realFieldType) d1 d2 (M : 'M[R]_(d1, d2)) (s : R) :=
  0 <= s /\ exists (u : 'cV[R]_d1) (v : 'cV[R]_d2),
    [/\ u != 0, v != 0, M *m v = s *: u & M^T *m u = s *: v].
Definition smallest_singular_value (R : realFieldType) d1 d2 (M : 'M[R]_(d1, d2)) (s : R) :=
  singular_value M s /\ forall s', singular_value M s' -> s <= s'.

Section Kernel.
Variables (R : realFieldType) (d1 d2 : nat) (M : 'M[R]_(d1, d2)).

Lemma kernel_vector m n (N : 'M[R]_(m, n)) : (\rank N < n)%N ->
  exists2 v : 'cV[R]_n, v != 0 & N *m v = 0.
Proof. move=> h; have : kermx N^T != 0.
    by rewrite -mxrank_eq0 mxrank_ker mxrank_tr subn_eq0 -ltnNge.
  move=> /rowV0Pn [v /sub_kermxP k v0].
  by exists v^T; rewrite ?trmx_eq0 //; apply: trmx_inj; rewrite trmx_mul trmxK k trmx0. Qed.

Theorem zero_is_singular_value : (\rank M < d1)%N -> (\rank M < d2)%N -> singular_value M 0.
Proof. move=> h1 h2; split=> //; have [v v0 Mv] := kernel_vector h2. have [|u u0 Mu] :=
    @kernel_vector _ _ M^T; first by rewrite mxrank_tr. by exists u, v; rewrite !scale0r. Qed.

Theorem sigma_min_vacuous (smin gamma sigma : R) : (\rank M < d1)%N -> (\rank M < d2)%N ->
  smallest_singular_value M smin -> 0 < gamma -> ~ gamma * sigma ^+ 2 < smin.
Proof. move=> h1 h2 [_ hmin] g0 lt; have := hmin 0 (zero_is_singular_value h1 h2).
  by apply/negP; rewrite -ltNge (le_lt_trans _ lt) // mulr_ge0 ?sqr_ge0 // ltW. Qed.
End Kernel.

Section Factored.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
  (s : 'rV[R]_r).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (s0 : forall k, 0 < s 0 k).
Local Notation M := (factored A s B).

Lemma factored_mul n (w : 'M[R]_(r, n)) : M *m (B *m w) = A *m (diag_mx s *m w).
Proof. by rewrite /factored mulmxA -(mulmxA _ B^T) BB mulmx1 mulmxA. Qed.
Lemma factored_tr_mul n (w : 'M[R]_(r, n)) : M^T *m (A *m w) = B *m (diag_mx s *m w).
Proof. by rewrite /factored !trmx_mul trmxK tr_diag_mx !mulmxA -(mulmxA _ A^T A) AA mulmx1. Qed.

(* The singular values of A diag(s) B^T that are not 0 are the s_k. *)
Theorem singular_values_of_factored (t : R) : 0 < t -> singular_value M t <-> exists k, t = s 0 k.
Proof. move=> t0; have tn : t != 0 by rewrite gt_eqF.
  split=> [[_ [u [v [u0 v0 hu hv]]]]|[k tk]]; last first.
    have dS : diag_mx s *m delta_mx k (0 : 'I_1) = t *: delta_mx k 0.
      by apply/matrixP => i j; rewrite mul_diag_mx tk !mxE; case: eqP => [->|_] //=; rewrite !mulr0.
    have nz m (C : 'M[R]_(m, r)) : C^T *m C = 1%:M -> C *m delta_mx k (0 : 'I_1) != 0.
      move=> CC; apply/eqP => /(congr1 (mulmx C^T)); rewrite mulmxA CC mul1mx mulmx0.
      by move/(congr1 (fun N : 'cV_r => N k 0)); rewrite !mxE !eqxx => /eqP; rewrite oner_eq0.
    split; first exact: ltW. exists (A *m delta_mx k 0), (B *m delta_mx k 0);
      rewrite !nz // factored_mul factored_tr_mul dS. by rewrite !scalemxAr.
  have hA : diag_mx s *m (B^T *m v) = t *: (A^T *m u).
    by rewrite scalemxAr -hu /factored !mulmxA AA mul1mx.
  have hB : diag_mx s *m (A^T *m u) = t *: (B^T *m v).
    by rewrite scalemxAr -hv /factored !trmx_mul trmxK tr_diag_mx !mulmxA BB mul1mx.
  have vB : v = t^-1 *: (B *m (diag_mx s *m (A^T *m u))).
    by rewrite -[v in LHS](scalerK tn) -hv /factored !trmx_mul trmxK tr_diag_mx !mulmxA.
  have [k vk] : exists k, (B^T *m v) k 0 != 0.
    apply/existsP; apply: contraNT v0 => /existsPn z; rewrite vB hB.
    have -> : B^T *m v = 0 by apply/matrixP => i j; rewrite ord1 [RHS]mxE; apply/eqP; have := z i;
      rewrite negbK. by rewrite scaler0 mulmx0 scaler0.
  exists k; clear vB; move: (B^T *m v) (A^T *m u) hA hB vk => vv uu hA hB vk.
  have e1 : s 0 k * vv k 0 = t * uu k 0.
    by have := congr1 (fun N : 'cV_r => N k 0) hA; rewrite mul_diag_mx !mxE.
  have e2 : s 0 k * uu k 0 = t * vv k 0.
    by have := congr1 (fun N : 'cV_r => N k 0) hB; rewrite mul_diag_mx !mxE.
  move: (vv k 0) (uu k 0) (s0 k) e1 e2 vk => y x sk e1 e2 y0.
  have : y * ((s 0 k - t) * (s 0 k + t)) == 0.
    apply/eqP; transitivity (s 0 k * (s 0 k * y) - t * (t * y)); first by ring.
    by rewrite e1 -e2; ring.
  by rewrite !mulf_eq0 (negPf y0) (gt_eqF (addr_gt0 sk t0)) orbF subr_eq0 => /eqP. Qed.

(* So gamma sigma^2 is below every singular value that is not 0 exactly if it is below every s_k. *)
Theorem hypothesis_of_factored (c : R) :
  (forall t, singular_value M t -> t != 0 -> c < t) <-> forall k, c < s 0 k.
Proof. split=> [h k|h t [t0 ht] tn]; first by apply: h; [apply/singular_values_of_factored => //;
    exists k|rewrite gt_eqF]. have {}t0 : 0 < t by rewrite lt_def tn.
  have /(singular_values_of_factored t0) [k ->] : singular_value M t by split=> //; exact: ltW.
  exact: h. Qed.

(* No noise. E||xi1||^2 = gamma^2 E||xi2||^2 = r gamma^2 sigma^2 with sigma = 0 holds for every
   gamma > 0, and Fs = F, the weights being 0. p is the root of gamma, e_k of s_k; U and V are the
   point of the theorem. *)
Theorem zero_noise (gamma p : R) (e : 'rV[R]_r) : (0 < r)%N -> 0 < gamma -> p ^+ 2 = gamma ->
  (forall k, e 0 k ^+ 2 = s 0 k) -> let X := 2 *: optX A p e in let Y := 2^-1 *: optY B p e in
  [/\ stationarys M 0 0 X Y, global_optimum M 0 0 X Y, X^T *m X <> gamma ^+ 2 *: (Y^T *m Y),
      ~ (exists Q : 'M_r,
        [/\ Q *m Q^T = 1%:M, Q^T *m Q = 1%:M, X = optX A p e *m Q & Y = optY B p e *m Q])
    & forall H K, 0 <= hesss M 0 0 X Y H K].
Proof. move=> r0 g0 pg es X Y; have pn := p_neq0 g0 pg. have t0 : (2 : R) != 0 by rewrite pnatr_eq0.
  have ee : diag_mx e *m diag_mx e = diag_mx s.
    by rewrite mulmx_diag; apply/matrixP => i j; rewrite !mxE -expr2 es.
  have XX : X^T *m X = (4 * gamma) *: diag_mx s.
    rewrite /X /optX !trmxZ trmx_mul tr_diag_mx -!scalemxAl -!scalemxAr !scalerA.
    rewrite !mulmxA -(mulmxA _ A^T) AA mulmx1 ee -pg; congr (_ *: _); ring.
  have YY : Y^T *m Y = (4 * gamma)^-1 *: diag_mx s.
    rewrite /Y /optY !trmxZ trmx_mul tr_diag_mx -!scalemxAl -!scalemxAr !scalerA.
    rewrite !mulmxA -(mulmxA _ B^T) BB mulmx1 ee -pg; congr (_ *: _); field; by rewrite pn.
  have XY : residual M X Y = 0.
    rewrite /residual /X /Y /optX /optY !trmxZ trmx_mul tr_diag_mx -!scalemxAl -!scalemxAr !scalerA.
    have -> : 2 * p * (2^-1 / p) = 1 by field; rewrite pn.
    by rewrite scale1r mulmxA -(mulmxA A) ee subrr.
  have unbal : X^T *m X <> gamma ^+ 2 *: (Y^T *m Y).
    rewrite XX YY scalerA => /(congr1 (fun N : 'M_r => N (Ordinal r0) (Ordinal r0))).
    rewrite !mxE !eqxx !mulr1n => /(mulIf (lt0r_neq0 (s0 _))) h.
    have : gamma ^+ 2 * (4 * gamma)^-1 = gamma / 4 by field; rewrite gt_eqF. by rewrite -h; lra.
  have val X' Y' : Fs M 0 0 X' Y' = normsq (residual M X' Y') / 2
    by rewrite /Fs !mul0r addr0 mul0r addr0. split=> //.
  - by rewrite /stationarys /gradXs /gradYs /gradX /gradY XY trmx0 !mul0mx !scale0r !addr0.
  - by move=> X' Y'; rewrite !val XY normsq0 mul0r divr_ge0 ?normsq_ge0 ?ler0n.
  - case=> Q [_ _ hX hY]; apply: unbal.
    have PP : (optX A p e)^T *m optX A p e = gamma ^+ 2 *: ((optY B p e)^T *m optY B p e).
      rewrite /optX /optY !trmxZ !trmx_mul !tr_diag_mx -!scalemxAl -!scalemxAr !scalerA.
      rewrite !mulmxA -(mulmxA _ A^T) AA -(mulmxA _ B^T) BB !mulmx1 -pg; congr (_ *: _); by field.
    rewrite hX hY !trmx_mul !mulmxA -(mulmxA Q^T (optX A p e)^T) PP -(mulmxA Q^T (optY B p e)^T).
    by rewrite -scalemxAr -scalemxAl.
  - move=> H K; rewrite /hesss /hess XY inner0l mulr0 addr0 !mul0r !addr0. exact: normsq_ge0. Qed.
End Factored.
