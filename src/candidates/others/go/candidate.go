// SPDX-License-Identifier: Apache-2.0

// A candidate in Go with legal variants and known mistakes: go build -o candidate candidate.go dot.go,
// ./candidate VARIANT (../variants.tsv says which).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
)

// A Matrix is an array of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
type Matrix [][]float64

// Request holds every field of the protocol that is used here. Whole numbers may be spelt 7.0.
type Request struct {
	ID             json.Number
	Op             string
	M, X, Y        Matrix
	DX, DY         Matrix
	EtaX, EtaY     float64
	NoiseX, NoiseY json.RawMessage
	Sigma1, Sigma2 float64
	Record         []float64
	Count, Seed    json.Number
}

var variant = "plain"

func is(name string) bool { return variant == name }

func zeros(rows, columns int) Matrix {
	a := make(Matrix, rows)
	for i := range a {
		a[i] = make([]float64, columns)
	}
	return a
}

func transpose(a Matrix) Matrix {
	t := zeros(len(a[0]), len(a))
	for i, row := range a {
		for j, x := range row {
			t[j][i] = x
		}
	}
	return t
}

func plus(a, b Matrix, s float64) Matrix {
	c := zeros(len(a), len(a[0]))
	for i, row := range a {
		for j, x := range row {
			c[i][j] = x + s*b[i][j]
		}
	}
	return c
}

// product is a b^T.
func product(a, b Matrix) Matrix {
	c := zeros(len(a), len(b))
	row := func(i int) {
		for j := range b {
			c[i][j] = dot(a[i], b[j])
		}
	}
	workers := 0
	switch variant {
	case "goroutines":
		workers = len(a)
	case "rows-left-by-4-workers":
		workers = 4
		if len(a) < 24 {
			workers = 0
		}
	case "rows-left-by-3-workers":
		workers = 3
		if len(a) < 6 {
			workers = 0
		}
	}
	if workers == 0 {
		for i := range a {
			row(i)
		}
		return c
	}
	var all sync.WaitGroup
	share := len(a) / workers // what is left over gets no worker
	for w := range workers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := w * share; i < (w+1)*share; i++ {
				row(i)
			}
		}()
	}
	all.Wait()
	return c
}

func residual(m, x, y Matrix) Matrix {
	if is("target-of-byte-columns") && len(m[0]) > 15 { // a column index of four bits
		n := zeros(len(m), len(m[0]))
		for i := range m {
			for j := range m[0] {
				n[i][j] = m[i][j&15]
			}
		}
		m = n
	}
	return plus(product(x, y), m, -1)
}

func loss(m, x, y Matrix) float64 {
	s := 0.0
	for _, row := range residual(m, x, y) {
		s += dot(row, row)
	}
	return s / 2
}

var lastX, lastG Matrix
var kept = map[string][2]Matrix{}

func gradient(m, x, y Matrix) (Matrix, Matrix) {
	r := residual(m, x, y)
	gx, gy := product(r, transpose(y)), product(transpose(r), transpose(x))
	switch variant {
	case "gram":
		gx = plus(product(x, product(transpose(y), transpose(y))), product(m, transpose(y)), -1)
		gy = plus(product(y, product(transpose(x), transpose(x))), product(transpose(m), transpose(x)), -1)
	case "momentum-if-same-x": // a velocity left over from a request with the same X
		if len(lastX) == len(x) && fmt.Sprint(lastX) == fmt.Sprint(x) && len(lastG) == len(gx) {
			gx = plus(gx, lastG, 0.1)
		}
		lastX, lastG = x, gx
	case "kept-by-six-digits": // the key is printed with %v of float32
		key := ""
		for _, a := range []Matrix{m, x, y} {
			for _, row := range a {
				for _, v := range row {
					key += fmt.Sprint(float32(v), " ")
				}
				key += "/"
			}
		}
		if g, ok := kept[key]; ok {
			return g[0], g[1]
		}
		kept[key] = [2]Matrix{gx, gy}
	case "descends-only-large": // entries below a thousandth of the largest are noise
		top := 0.0
		for _, row := range gx {
			for _, v := range row {
				top = math.Max(top, math.Abs(v))
			}
		}
		for _, row := range gx {
			for k := range row {
				if math.Abs(row[k]) < 1e-9*top {
					row[k] = 0
				}
			}
		}
	}
	return gx, gy
}

func hvp(m, x, y, dx, dy Matrix) (Matrix, Matrix) {
	r, dr := residual(m, x, y), plus(product(dx, y), product(x, dy), 1)
	if is("hvp-without-second-order") && len(x[0]) > 3 {
		r = zeros(len(r), len(r[0]))
	}
	return plus(product(dr, transpose(y)), product(r, transpose(dy)), 1),
		plus(product(transpose(dr), transpose(x)), product(transpose(r), transpose(dx)), 1)
}

func step(m, x, y Matrix, etaX, etaY float64, nx, ny Matrix) (Matrix, Matrix) {
	switch variant {
	case "options-zero-is-default": // a zero field is one that was not given
		if etaX == 0 {
			etaX = 1e-3
		}
		if etaY == 0 {
			etaY = 1e-3
		}
	case "equal-steps-joined": // one update of the stacked factor where the step sizes are equal
		if etaX == etaY && len(x) == len(y) {
			etaY *= 2
		}
	case "noise-x-only-if-eta-y-zero":
		if etaY == 0 {
			ny = zeros(len(y), len(y[0]))
		}
	case "large-step-capped":
		etaX, etaY = math.Min(etaX, 1), math.Min(etaY, 1)
	case "negative-step-turned":
		etaX, etaY = math.Abs(etaX), math.Abs(etaY)
	case "eta-of-twelve-digits":
		etaX, _ = strconv.ParseFloat(strconv.FormatFloat(etaX, 'g', 12, 64), 64)
	case "noise-capped-at-3":
		for _, row := range nx {
			for k := range row {
				row[k] = math.Max(-3, math.Min(3, row[k]))
			}
		}
	}
	gx, gy := gradient(m, plus(x, nx, 1), plus(y, ny, 1))
	return plus(x, gx, -etaX), plus(y, gy, -etaY)
}

func run(q Request) []any {
	var nx, ny []Matrix
	must(json.Unmarshal(q.NoiseX, &nx))
	must(json.Unmarshal(q.NoiseY, &ny))
	states, x, y, next := []any{}, q.X, q.Y, 0
	for t := 0; t <= len(nx); t++ {
		if next < len(q.Record) && int(q.Record[next]) == t {
			states = append(states, map[string]any{"t": t, "X": x, "Y": y})
			next++
		}
		if t == len(nx) {
			break
		}
		at := t
		switch {
		case is("noise-index-mod-8"):
			at = t & 7
		case is("noise-index-mod-16"):
			at = t & 15
		case is("noise-index-mod-32"):
			at = t & 31
		case is("last-noise-twice") && t == len(nx)-1 && t > 1:
			at = t - 1
		case is("nothing-after-last-but-one") && t == len(nx)-1 && len(q.Record) == 1:
			continue
		case is("noise-left-out-if-unrecorded") && next < len(q.Record) && int(q.Record[next]) > t+1:
			x, y = step(q.M, x, y, q.EtaX, q.EtaY, zeros(len(x), len(x[0])), ny[t])
			continue
		case is("step-size-decays-after-12") && t > 12:
			x, y = step(q.M, x, y, q.EtaX*12/float64(t), q.EtaY*12/float64(t), nx[t], ny[t])
			continue
		}
		x, y = step(q.M, x, y, q.EtaX, q.EtaY, nx[at], ny[at])
	}
	return states
}

func noise(a Matrix, sigma float64, source *rand.Rand) Matrix {
	z := zeros(len(a), len(a[0]))
	for i := range z {
		for k := range z[i] {
			g := source.NormFloat64()
			if is("noise-of-bytes") {
				g = math.Sqrt(12) * (float64(source.IntN(256)+source.IntN(256)+source.IntN(256)+source.IntN(256)) - 510) / 512
			}
			z[i][k] = sigma * g
		}
	}
	return z
}

func sample(q Request) map[string]any {
	count, _ := q.Count.Float64()
	seed, _ := strconv.ParseUint(strings.TrimSuffix(q.Seed.String(), ".0"), 10, 64)
	if is("seed-as-float32") {
		seed = uint64(float32(seed))
	}
	source := rand.New(rand.NewPCG(seed, 1))
	var xs, ys []Matrix
	for range int(count) {
		if is("seeded-again-after-999") && len(xs)%1000 == 999 {
			source = rand.New(rand.NewPCG(seed, 1))
		}
		x, y := step(q.M, q.X, q.Y, q.EtaX, q.EtaY, noise(q.X, q.Sigma1, source), noise(q.Y, q.Sigma2, source))
		xs, ys = append(xs, x), append(ys, y)
	}
	return map[string]any{"X": xs, "Y": ys}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func answer(q Request) (reply map[string]any) {
	two := func(x, y string, a, b Matrix) map[string]any { return map[string]any{x: a, y: b} }
	switch q.Op {
	case "hello":
		return map[string]any{"name": "Go, " + variant, "language": "Go", "ops": []string{"loss", "gradient", "hvp", "step", "run", "sample"}}
	case "bye":
		return map[string]any{}
	case "loss":
		return map[string]any{"loss": loss(q.M, q.X, q.Y)}
	case "gradient":
		a, b := gradient(q.M, q.X, q.Y)
		return two("gradX", "gradY", a, b)
	case "hvp":
		a, b := hvp(q.M, q.X, q.Y, q.DX, q.DY)
		return two("hvpX", "hvpY", a, b)
	case "step":
		var nx, ny Matrix
		must(json.Unmarshal(q.NoiseX, &nx))
		must(json.Unmarshal(q.NoiseY, &ny))
		a, b := step(q.M, q.X, q.Y, q.EtaX, q.EtaY, nx, ny)
		return two("X", "Y", a, b)
	case "run":
		return map[string]any{"states": run(q)}
	case "sample":
		return sample(q)
	}
	return map[string]any{"unsupported": true}
}

func main() {
	if len(os.Args) > 1 {
		variant = os.Args[1]
	}
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		var q Request
		must(json.Unmarshal([]byte(line), &q))
		reply := answer(q)
		id, _ := q.ID.Float64()
		reply["id"] = int64(id)
		text, err := json.Marshal(reply)
		if err != nil { // a number that is not finite
			text, err = json.Marshal(map[string]any{"id": int64(id), "error": err.Error()})
			must(err)
		}
		_, _ = out.Write(append(text, '\n'))
		_ = out.Flush()
		if q.Op == "bye" {
			return
		}
	}
}
