(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredTheorem.v: the mean over the noise and over the words of a store, which are drawn apart
   from the noise.
   Main results: apart, upper_apart. *)
From NoisyGD Require Import Algebra Smoothing Process.

Section Apart.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W).
(* The words are drawn apart from the noise. *)
Definition apart : expectation R (T * W).
Proof. apply: (@Expectation R (T * W)
    (fun f e => exists2 g, forall w, EW (fun k => f (w, k)) (g w) & E g e)).
  - by move=> f g e fg [h hf he]; exists h => // w; apply: mean_ext (hf w) => k.
  - by move=> c; exists (fun=> c) => [w|]; exact: mean_const.
  - by move=> f f' e e' [g hg he] [g' hg' he']; exists (fun w => g w + g' w) => [w|];
      exact: mean_add.
  - by move=> c f e [g hg he]; exists (fun w => c * g w) => [w|]; exact: mean_scale.
  - by move=> f e f0 [g hg he]; apply: mean_ge0 he => w; apply: mean_ge0 (hg w) => k. Defined.
Lemma upper_apart (f F : T * W -> R) (g h : T -> R) b : (forall o, f o <= F o) ->
  (forall w, EW (fun k => F (w, k)) (g w)) ->
  (forall w, g w <= h w) -> upper E h b -> upper apart f b.
Proof. move=> fF hg gh [h' [e [hh he eb]]]; exists (fun o => F o + (h' o.1 - g o.1)), e;
    split=> [o||//].
    by apply: le_trans (fF o) _; rewrite lerDl subr_ge0; exact: le_trans (hh _).
  exists h' => // w; apply: mean_eq (mean_add (hg w) (mean_const EW (h' w - g w))) _; ring. Qed.
End Apart.
