(* SPDX-License-Identifier: Apache-2.0 *)
(* Extraction.v: the functions that decide the claims of certificates, as OCaml, in the folder
   extracted.

   decide.ml calls them. Beside Coq's extraction it is trusted that Zarith's integers are what Coq's
   are: those of ZArith, for which the standard library has the correspondence, and those of
   Bignums, for which it stands here and in integers.ml. *)
From Bignums Require Import BigZ.
From Coq Require Import Extraction ExtrOcamlZBigInt ExtrOcamlString.
From NoisyGD Require Import Conversation.

Extract Inlined Constant BigZ.t => "Big_int_Z.big_int".
Extract Inlined Constant BigZ.zero => "Big_int_Z.zero_big_int".
Extract Inlined Constant BigZ.one => "Big_int_Z.unit_big_int".
Extract Inlined Constant BigZ.of_Z => "(fun x -> x)".
Extract Inlined Constant BigZ.to_Z => "(fun x -> x)".
Extract Inlined Constant BigZ.add => "Big_int_Z.add_big_int".
Extract Inlined Constant BigZ.sub => "Big_int_Z.sub_big_int".
Extract Inlined Constant BigZ.mul => "Big_int_Z.mult_big_int".
Extract Inlined Constant BigZ.abs => "Big_int_Z.abs_big_int".
Extract Inlined Constant BigZ.leb => "Big_int_Z.le_big_int".
Extract Inlined Constant BigZ.compare => "Integers.compare".
Extract Inlined Constant BigZ.pow => "Integers.pow".
Extract Inlined Constant BigZ.log2 => "Integers.log2".
Extract Inlined Constant BigZ.shiftl => "Integers.shiftl".
Extract Inlined Constant BigZ.shiftr => "Integers.shiftr".
Extract Inlined Constant BigZ.div_eucl => "Integers.div_eucl".

Extraction Blacklist List String.
Set Extraction Output Directory "extracted".
Separate Extraction passesb failsb fails_exactlyb mistakesb.
