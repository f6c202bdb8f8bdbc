(* SPDX-License-Identifier: Apache-2.0 *)
(* Functions of Bignums on integers, by Zarith: what Extraction.v puts in their places. Each has the specification that Bignums proves of
   its own (BigZ.spec_pow and its likes); that these have it too is trusted. What a machine's word cannot count raises Z.Overflow. *)

let compare x y = let c = Z.compare x y in if c = 0 then Datatypes.Eq else if c < 0 then Datatypes.Lt else Datatypes.Gt
let pow x n = if Z.sign n < 0 then Z.zero else Z.pow x (Z.to_int n)
let log2 x = if Z.sign x > 0 then Z.of_int (Z.log2 x) else Z.zero
let shiftl x n = let n = Z.to_int n in if n < 0 then Z.shift_right x (-n) else Z.shift_left x n
let shiftr x n = shiftl x (Z.neg n)
let div_eucl x y = if Z.sign y > 0 then Z.ediv_rem x y else invalid_arg "a divisor is not positive"
