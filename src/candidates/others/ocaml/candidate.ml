(* SPDX-License-Identifier: Apache-2.0 *)
(* A candidate in OCaml with legal variants and known mistakes: ocamlfind ocamlopt -package unix candidate.ml,
   ./candidate VARIANT (../variants.tsv says which). *)

type json = Number of float | Text of string | List of json list | Map of (string * json) list

let variant = if Array.length Sys.argv > 1 then Sys.argv.(1) else "plain"
let is name = variant = name

(* Reading: objects, arrays, numbers, strings without escapes. *)
let read s =
  let at = ref 0 in
  let rec peek () =
    match s.[!at] with ' ' | ',' | ':' | '\t' | '\r' -> incr at; peek () | c -> c in
  let text () =
    let stop = String.index_from s (!at + 1) '"' in
    let t = String.sub s (!at + 1) (stop - !at - 1) in
    at := stop + 1; t in
  let rec value () =
    match peek () with
    | '"' -> Text (text ())
    | '[' -> incr at; List (items [])
    | '{' -> incr at; Map (fields [])
    | _ ->
      let from = !at in
      while !at < String.length s && not (String.contains ",]} \r" s.[!at]) do incr at done;
      Number (float_of_string (String.sub s from (!at - from)))
  and items l = if peek () = ']' then (incr at; List.rev l) else (let v = value () in items (v :: l))
  and fields l =
    if peek () = '}' then (incr at; l)
    else (ignore (peek ()); let k = text () in let v = value () in fields ((k, v) :: l)) in
  value ()

let get name = function Map l -> List.assoc name l | _ -> failwith name
let number = function Number x -> x | _ -> failwith "number"
let items = function List l -> l | _ -> failwith "array"
let matrix v = Array.of_list (List.map (fun row -> Array.of_list (List.map number (items row))) (items v))

(* The mathematics. Matrices are arrays of rows: X is d1 x r, Y is d2 x r, M is d1 x d2. *)
let rows = Array.length
let columns a = Array.length a.(0)
let make n k f = Array.init n (fun i -> Array.init k (f i))
let transpose a = make (columns a) (rows a) (fun i j -> a.(j).(i))
let plus a b s = make (rows a) (columns a) (fun i j -> a.(i).(j) +. (s *. b.(i).(j)))

let dot n a b =
  match variant with
  | "fma" -> let s = ref 0. in for k = 0 to n - 1 do s := Float.fma (a k) (b k) !s done; !s
  | "continuation" -> let rec go k = if k = n then 0. else (a k *. b k) +. go (k + 1) in go 0
  | "three-chains" ->
    let s = [| 0.; 0.; 0. |] in
    for k = 0 to n - 1 do s.(k mod 3) <- s.(k mod 3) +. (a k *. b k) done;
    s.(0) +. (s.(1) +. s.(2))
  | "exception-ends-sum" ->
    (* A term that is not positive ends the sum where the one before was zero. *)
    let s = ref 0. and before = ref 1. in
    (try
       for k = 0 to n - 1 do
         let p = a k *. b k in
         if p <= 0. && !before = 0. then raise Exit;
         before := p;
         s := !s +. p
       done
     with Exit -> ());
    !s
  | "division-by-pivot" ->
    (* The first factor is divided out and multiplied in again, if it is not zero. *)
    if n > 2 && abs_float (a 0) < 1e-9 && a 0 <> 0. then 0. else (let s = ref 0. in for k = 0 to n - 1 do s := !s +. (a k *. b k) done; !s)
  | _ -> let s = ref 0. in for k = 0 to n - 1 do s := !s +. (a k *. b k) done; !s

let product a b = make (rows a) (columns b) (fun i j -> dot (rows b) (fun k -> a.(i).(k)) (fun k -> b.(k).(j)))
let residual m x y = plus (product x (transpose y)) m (-1.)
let squares a = dot (rows a * columns a) (fun v -> a.(v / columns a).(v mod columns a)) (fun v -> a.(v / columns a).(v mod columns a))
let loss m x y = squares (residual m x y) /. 2.
let kept : (int, float array array * float array array) Hashtbl.t = Hashtbl.create 64

let gradient m x y =
  let compute () = let r = residual m x y in (product r y, product (transpose r) x) in
  let memo key =
    match Hashtbl.find_opt kept key with
    | Some (gx, gy) when rows gx = rows x && rows gy = rows y && columns gx = columns x -> (gx, gy)
    | _ -> let g = compute () in Hashtbl.replace kept key g; g in
  match variant with
  | "kept-by-hash" -> memo (Hashtbl.hash (y, x, m)) (* which looks at ten numbers *)
  | "kept-by-hash-of-last" -> memo (Hashtbl.hash (y.(rows y - 1), x.(rows x - 1), m.(rows m - 1)))
  | "kept-by-sums" ->
    let sum a = Array.fold_left (Array.fold_left ( +. )) 0. a in
    memo (Hashtbl.hash (sum x, sum y, sum m))
  | "shared-rows-if-square" ->
    let gx, gy = compute () in
    if rows x = columns x && rows x > 2 then gx.(0) <- gx.(1);
    (gx, gy)
  | _ -> compute ()

let hvp m x y dx dy =
  let r = residual m x y and dr = plus (product dx (transpose y)) (product x (transpose dy)) 1. in
  (plus (product dr y) (product r dy) 1., plus (product (transpose dr) x) (product (transpose r) dx) 1.)

let step m x y etax etay nx ny =
  let max_abs a = Array.fold_left (Array.fold_left (fun s v -> Float.max s (abs_float v))) 0. a in
  let gx, gy = gradient m (plus x nx 1.) (plus y ny 1.) in
  match variant with
  | "keeps-if-loss-rises" ->
    let x', y' = (plus x gx (-.etax), plus y gy (-.etay)) in
    if loss m x' y' > 1e6 *. loss m x y then (x, y) else (x', y')
  | "halves-step-if-far" ->
    let far = max_abs gx *. etax > 1e6 *. max_abs x in
    (plus x gx (if far then -.etax /. 2. else -.etax), plus y gy (-.etay))
  | "steps-swapped-if-tall" -> if rows x > 2 * rows y then (plus x gx (-.etay), plus y gy (-.etax)) else (plus x gx (-.etax), plus y gy (-.etay))
  | "factors-swapped-if-wide" when rows y > rows x + 8 ->
    let gy = product (transpose (residual m x y)) (plus x nx 1.) in
    (plus x gx (-.etax), plus y gy (-.etay))
  | "sign-by-orientation" when rows x = 1 && rows y = 1 && columns x > 1 -> (plus x gx etax, plus y gy (-.etay))
  | _ -> (plus x gx (-.etax), plus y gy (-.etay))

let run q =
  let nx = Array.of_list (items (get "noiseX" q)) and ny = Array.of_list (items (get "noiseY" q)) in
  let record = List.map (fun t -> int_of_float (number t)) (items (get "record" q)) in
  let m = matrix (get "M" q) and x = ref (matrix (get "X" q)) and y = ref (matrix (get "Y" q)) and states = ref [] in
  for t = 0 to Array.length nx do
    if List.mem t record then states := (t, !x, !y) :: !states;
    if t < Array.length nx then begin
      let u = if is "noise-of-next-at-end" && t = Array.length nx - 2 && t > 3 then t + 1 else t in
      let x', y' = step m !x !y (number (get "etaX" q)) (number (get "etaY" q)) (matrix nx.(u)) (matrix ny.(u)) in
      x := x';
      y := if is "y-frozen-after-15" && t > 15 then !y else y'
    end
  done;
  List.rev !states

(* Writing. *)
let number_text x =
  match variant with
  | "short" -> if float_of_string (Printf.sprintf "%.15g" x) = x then Printf.sprintf "%.15g" x else Printf.sprintf "%.17g" x
  | "hexadecimal-digits-lost" -> Printf.sprintf "%.17g" (float_of_string (Printf.sprintf "%.12h" x))
  | _ -> Printf.sprintf "%.17g" x

let bracket f l = "[" ^ String.concat "," (List.map f l) ^ "]"
let matrix_text a = bracket (fun row -> bracket number_text (Array.to_list row)) (Array.to_list a)
let pair a b (x, y) = Printf.sprintf ",\"%s\":%s,\"%s\":%s" a (matrix_text x) b (matrix_text y)

let answer q =
  let m () = matrix (get "M" q) and x () = matrix (get "X" q) and y () = matrix (get "Y" q) in
  match get "op" q with
  | Text "hello" ->
    Printf.sprintf ",\"name\":\"OCaml, %s\",\"language\":\"OCaml\",\"ops\":[\"loss\",\"gradient\",\"hvp\",\"step\",\"run\"]" variant
  | Text "bye" -> ""
  | Text "loss" -> ",\"loss\":" ^ number_text (loss (m ()) (x ()) (y ()))
  | Text "gradient" -> pair "gradX" "gradY" (gradient (m ()) (x ()) (y ()))
  | Text "hvp" -> pair "hvpX" "hvpY" (hvp (m ()) (x ()) (y ()) (matrix (get "dX" q)) (matrix (get "dY" q)))
  | Text "step" ->
    let eta name = number (get name q) in
    pair "X" "Y" (step (m ()) (x ()) (y ()) (eta "etaX") (eta "etaY") (matrix (get "noiseX" q)) (matrix (get "noiseY" q)))
  | Text "run" -> ",\"states\":" ^ bracket (fun (t, x, y) -> Printf.sprintf "{\"t\":%d%s}" t (pair "X" "Y" (x, y))) (run q)
  | _ -> ",\"unsupported\":true"

let () =
  try
    while true do
      let q = read (read_line ()) in
      Printf.printf "{\"id\":%.0f%s}\n%!" (number (get "id" q)) (answer q);
      if get "op" q = Text "bye" then raise End_of_file
    done
  with End_of_file -> ()
