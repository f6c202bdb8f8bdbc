// SPDX-License-Identifier: Apache-2.0
// The op round in Go, by math/big's own rounding of floats of P bits, with known mistakes: variants_go VARIANT
// (../variants.tsv says which).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
)

var variant string

func is(name string) bool { return variant == name }

type format struct {
	p, emin, emax   int
	largest, beyond float64
}

var formats = map[string]format{
	"binary32": {24, -126, 127, math.MaxFloat32, math.Inf(1)}, "binary16": {11, -14, 15, 65504, math.Inf(1)},
	"bfloat16": {8, -126, 127, 0x1.fep127, math.Inf(1)}, "tf32": {11, -126, 127, 0x1.ffcp127, math.Inf(1)},
	"e4m3": {4, -6, 8, 448, math.NaN()}, "e4m3-ieee": {4, -6, 7, 240, math.Inf(1)}, "e5m2": {3, -14, 15, 57344, math.Inf(1)},
	"e3m2": {3, -2, 4, 28, 28}, "e2m3": {4, 0, 2, 7.5, 7.5}, "e2m1": {2, 0, 2, 6, 6},
}
var elements = map[string]string{
	"mxfp8-e4m3": "e4m3", "mxfp8-e5m2": "e5m2", "mxfp6-e3m2": "e3m2", "mxfp6-e2m3": "e2m3", "mxfp4": "e2m1"}

var modes = map[string]big.RoundingMode{"nearest": big.ToNearestEven, "nearest-away": big.ToNearestAway, "zero": big.ToZero,
	"up": big.ToPositiveInf, "down": big.ToNegativeInf}

type request struct {
	Op, To, Mode, Overflow string
	ID                     json.Number
	Values                 []float64
	Count                  int
	Seed                   json.Number
	Bits                   *int
}

func exponent(x float64) int { _, e := math.Frexp(x); return e - 1 }

// round gives x to a multiple of 2^s: a number of as many bits as are above s, which may be none.
func round(x float64, s int, mode big.RoundingMode) float64 {
	if x == 0 {
		return x
	}
	prec := exponent(x) - s + 1
	if prec >= 1 {
		y, _ := new(big.Float).SetPrec(uint(prec)).SetMode(mode).SetFloat64(x).Float64()
		return y
	}
	// Below one spacing: x + 1.5 spacings has a bit more, and as many as needed.
	shift := new(big.Float).SetPrec(3000).SetMantExp(big.NewFloat(math.Copysign(2, x)), s)
	sum := new(big.Float).SetPrec(3000).Add(new(big.Float).SetFloat64(x), shift)
	sum.SetMode(mode).SetPrec(2)
	y, _ := sum.Sub(sum, shift).Float64()
	if y == 0 {
		return math.Copysign(0, x)
	}
	return y
}

// spacing gives the exponent of the spacing at x.
func spacing(x float64, f format, scale int) int {
	e := f.emin
	if x != 0 && exponent(x)-scale > e || is("subnormals-as-normal") {
		e = exponent(x) - scale
	}
	return e - f.p + 1 + scale
}

func limited(y float64, f format, mode string, saturate bool, scale int) float64 {
	if math.Abs(y) <= math.Ldexp(f.largest, scale) {
		return y
	}
	inwards := mode == "zero" || mode == "up" && y < 0 || mode == "down" && y > 0
	if (saturate || inwards) && !is("overflow-ignored") {
		return math.Copysign(math.Ldexp(f.largest, scale), y)
	}
	return math.Copysign(f.beyond, y)
}

func scales(x []float64, f format, rule string) []int {
	all := make([]int, len(x))
	for at := range x {
		if at%32 != 0 {
			all[at] = all[at-1]
			continue
		}
		top := 0.0
		for _, v := range x[at:min(at+32, len(x))] {
			top = math.Max(top, math.Abs(v))
		}
		switch {
		case top == 0:
			continue
		case rule == "even":
			top, _ = new(big.Float).SetPrec(uint(f.p)).SetFloat64(top).Float64()
			fallthrough
		case rule == "floor":
			all[at] = exponent(top) - f.emax
		default:
			up := f.largest
			if rule == "ceil" {
				up = math.Ldexp(1, f.emax)
			}
			fraction, e := math.Frexp(top)
			ofLargest, eLargest := math.Frexp(up)
			all[at] = e - eLargest
			if fraction > ofLargest || is("ceil-plus-one") && fraction == ofLargest {
				all[at]++
			}
		}
		all[at] = max(-127, min(127, all[at]))
		if is("scale-int8") {
			all[at] = int(int8(all[at] + 1))
		}
	}
	return all
}

func literals(y []float64) string {
	text := make([]string, len(y))
	for i, v := range y {
		text[i] = strconv.FormatFloat(v, 'g', -1, 64)
		if math.IsNaN(v) {
			text[i] = `"NaN"`
		} else if math.IsInf(v, 0) {
			text[i] = strings.Replace(strings.Replace(`"`+text[i]+`finity"`, "Inf", "In", 1), "+", "", 1)
		}
	}
	return "[" + strings.Join(text, ",") + "]"
}

func answer(q request) string {
	name, rule, blocks := strings.Cut(q.To, "/")
	f, known := formats[q.To]
	if blocks {
		f, known = formats[elements[name]]
	}
	direction, deterministic := modes[q.Mode]
	if !known || !deterministic && q.Mode != "stochastic" {
		return `"unsupported":true`
	}
	scale := make([]int, len(q.Values))
	if blocks {
		scale = scales(q.Values, f, rule)
	}
	saturate := blocks || q.Overflow == "saturate"
	all := func(mode string, direction big.RoundingMode) []float64 {
		y := make([]float64, len(q.Values))
		for i, v := range q.Values {
			y[i] = limited(round(v, spacing(v, f, scale[i]), direction), f, mode, saturate, scale[i])
		}
		return y
	}
	if deterministic {
		if is("up-is-away") && (q.Mode == "up" || q.Mode == "down") {
			direction = big.AwayFromZero
		}
		return `"rounded":` + literals(all(q.Mode, direction))
	}
	bits := 53
	if q.Bits != nil {
		bits = *q.Bits
	}
	seed, _ := q.Seed.Int64()
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	if is("global-generator") {
		random = rand.New(rand.NewPCG(rand.Uint64(), 1))
	}
	low, high := all("stochastic", big.ToZero), all("stochastic", big.AwayFromZero)
	limit := make([]uint64, len(low))
	for i, v := range q.Values {
		s := spacing(v, f, scale[i])
		limit[i] = uint64(math.Ldexp(math.Abs(v-round(v, s, big.ToZero)), bits-s))
	}
	rows := make([]string, q.Count)
	for draw := range rows {
		y, word := make([]float64, len(low)), uint64(0)
		for i := range y {
			if i%2 == 0 || !is("word-for-two") {
				word = random.Uint64() >> (64 - bits)
			}
			if y[i] = low[i]; word < limit[i] {
				y[i] = high[i]
			}
		}
		rows[draw] = literals(y)
	}
	return `"rounded":[` + strings.Join(rows, ",") + "]"
}

func main() {
	variant = os.Args[1]
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		var q request
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		reply := `"unsupported":true`
		if q.Op == "hello" {
			reply = `"name":"rounding, Go ` + variant + `","ops":["round"],"seedBits":63`
		} else if q.Op == "round" {
			reply = answer(q)
		}
		fmt.Printf("{\"id\":%s,%s}\n", q.ID, reply)
	}
}
