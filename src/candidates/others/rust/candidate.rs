// SPDX-License-Identifier: Apache-2.0
//! A candidate in Rust without crates, with legal variants and known mistakes: rustc -O candidate.rs, ./candidate VARIANT
//! (../variants.tsv says which).

mod reading;

use reading::{digits_times_power, short_exponent, Json, Reader};
use std::fmt::Write as _;
use std::io::{self, BufRead, Write as _};

// The mathematics. A matrix lies row by row: X is d1 x r, Y is d2 x r, M is d1 x d2.
#[derive(Clone, PartialEq, Debug)]
struct Matrix {
    rows: usize,
    columns: usize,
    a: Vec<f64>,
}

impl Matrix {
    fn new(rows: usize, columns: usize, f: impl Fn(usize, usize) -> f64) -> Self {
        let a = (0..rows * columns).map(|v| f(v / columns, v % columns)).collect();
        Self { rows, columns, a }
    }
    fn get(&self, i: usize, j: usize) -> f64 {
        self.a[i * self.columns + j]
    }
    fn transpose(&self) -> Self {
        Self::new(self.columns, self.rows, |i, j| self.get(j, i))
    }
    fn plus(&self, b: &Self, s: f64) -> Self {
        Self::new(self.rows, self.columns, |i, j| self.get(i, j) + s * b.get(i, j))
    }
    fn any(&self, f: impl Fn(f64) -> bool) -> bool {
        self.a.iter().any(|&x| f(x))
    }
}

struct Candidate {
    variant: String,
    scratch: Vec<f64>, // a buffer kept between requests
    last: Option<(Matrix, Matrix, Matrix)>,
    last_residual: Option<Matrix>,
}

fn tree(terms: &[f64]) -> f64 {
    match terms.len() {
        0 => 0.0,
        1 => terms[0],
        n => tree(&terms[..n / 2]) + tree(&terms[n / 2..]),
    }
}

fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let v = s - a;
    (s, (a - (s - v)) + (b - v))
}

impl Candidate {
    fn is(&self, name: &str) -> bool {
        self.variant == name
    }

    fn dot(&self, n: usize, a: impl Fn(usize) -> f64, b: impl Fn(usize) -> f64) -> f64 {
        let term = |k: usize| a(k) * b(k);
        match self.variant.as_str() {
            "tree" => tree(&(0..n).map(term).collect::<Vec<_>>()),
            "mul-add" => (0..n).rev().fold(0.0, |s, k| a(k).mul_add(b(k), s)),
            "neumaier" => {
                let (s, e) = (0..n).map(term).fold((0.0, 0.0), |(s, e), p| {
                    let (t, f) = two_sum(s, p);
                    (t, e + f)
                });
                s + e
            }
            "threads" => std::thread::scope(|scope| {
                let parts: Vec<Vec<f64>> = (0..2).map(|w| (w..n).step_by(2).map(term).collect()).collect();
                parts.into_iter().map(|p| scope.spawn(move || p.iter().sum::<f64>())).map(|h| h.join().unwrap()).sum()
            }),
            "f32" | "f32-long-print" => f64::from((0..n).fold(0f32, |s, k| s + a(k) as f32 * b(k) as f32)),
            "f32-wide-sums" => (0..n).map(term).sum::<f64>() as f32 as f64,
            "tf32" => (0..n).map(|k| cut(a(k)) * cut(b(k))).fold(0f32, |s, p| s + p as f32).into(),
            // mistakes
            "eight-lanes-rest-lost-over-8" if n > 8 => (0..n / 8 * 8).map(term).sum(),
            "sixteen-lanes-rest-lost" if n > 16 => (0..n / 16 * 16).map(term).sum(),
            "rest-of-one-lost" if n > 4 && n % 4 == 1 => (0..n - 1).map(term).sum(),
            "huge-as-f32" if (0..n).any(|k| term(k).abs() > 1e12) => (0..n).fold(0f32, |s, k| s + term(k) as f32).into(),
            "tiny-as-zero" if (0..n).all(|k| term(k).abs() < 1e-30) => 0.0,
            "integers-as-i32" if (0..n).all(|k| a(k).fract() == 0.0 && b(k).fract() == 0.0) => {
                f64::from((0..n).fold(0i32, |s, k| s.wrapping_add((a(k) as i32).wrapping_mul(b(k) as i32))))
            }
            "integers-as-i64" if (0..n).all(|k| a(k).fract() == 0.0 && b(k).fract() == 0.0) => {
                (0..n).fold(0i64, |s, k| s.wrapping_add((a(k) as i64).wrapping_mul(b(k) as i64))) as f64
            }
            "first-pair-once-if-equal" if n > 1 && term(0) == term(1) => (1..n).map(term).sum(),
            _ => (0..n).map(term).sum(),
        }
    }

    fn product(&self, a: &Matrix, b: &Matrix) -> Matrix {
        Matrix::new(a.rows, b.columns, |i, j| {
            if self.is("two-d-block-edge") && a.rows > 16 && i == a.rows - 1 && b.columns % 2 == 1 && j == b.columns - 1 {
                return 0.0; // the corner of the last block
            }
            self.dot(a.columns, |k| a.get(i, k), |k| b.get(k, j))
        })
    }

    fn residual(&mut self, m: &Matrix, x: &Matrix, y: &Matrix) -> Matrix {
        let r = self.product(x, &y.transpose()).plus(m, -1.0);
        if self.is("scratch-not-cleared") {
            // The buffer is cleared in its first 100 entries, as if it had a size of bytes.
            let n = r.a.len();
            let old = std::mem::take(&mut self.scratch);
            let mut out = r.clone();
            for v in 100..n.min(old.len()) {
                out.a[v] += old[v];
            }
            self.scratch = r.a.clone();
            self.scratch.resize(n.max(old.len()), 0.0);
            return out;
        }
        if self.is("residual-kept-if-x-same") {
            if let (Some((m0, x0, y0)), Some(r0)) = (&self.last, &self.last_residual) {
                if m0 == m && x0 == x && y0.rows == y.rows {
                    return r0.clone();
                }
            }
            self.last = Some((m.clone(), x.clone(), y.clone()));
            self.last_residual = Some(r.clone());
        }
        if self.is("residual-kept-if-y-same-sum") {
            if let (Some((m0, x0, y0)), Some(r0)) = (&self.last, &self.last_residual) {
                let sum = |z: &Matrix| z.a.iter().sum::<f64>();
                if m0 == m && x0.rows == x.rows && sum(x0) == sum(x) && sum(y0) == sum(y) {
                    return r0.clone();
                }
            }
            self.last = Some((m.clone(), x.clone(), y.clone()));
            self.last_residual = Some(r.clone());
        }
        r
    }

    fn loss(&mut self, m: &Matrix, x: &Matrix, y: &Matrix) -> f64 {
        let r = self.residual(m, x, y);
        if self.is("loss-by-hypot") {
            return r.a.iter().fold(0f64, |s, x| s.hypot(*x)).powi(2) / 2.0;
        }
        if self.is("loss-without-last-column") && r.columns > 9 {
            return self.dot(r.a.len() - 1, |v| r.a[v], |v| r.a[v]) / 2.0;
        }
        self.dot(r.a.len(), |v| r.a[v], |v| r.a[v]) / 2.0
    }

    fn gradient(&mut self, m: &Matrix, x: &Matrix, y: &Matrix) -> (Matrix, Matrix) {
        if self.is("same-factor-once") && x == y {
            let g = self.residual(m, x, y);
            let g = self.product(&g, y);
            return (g.clone(), g); // M is taken for symmetric
        }
        let r = self.residual(m, x, y);
        let (mut gx, mut gy) = (self.product(&r, y), self.product(&r.transpose(), x));
        if self.is("target-zero-is-none") && !m.any(|v| v != 0.0) {
            gy = Matrix::new(y.rows, y.columns, |_, _| 0.0); // nothing to fit
        }
        if self.is("normalised-if-large") {
            let norm = self.dot(gx.a.len(), |v| gx.a[v], |v| gx.a[v]).sqrt();
            if norm > 1e20 {
                gx = gx.plus(&gx, 1e20 / norm - 1.0);
            }
        }
        (gx, gy)
    }

    fn hvp(&mut self, m: &Matrix, x: &Matrix, y: &Matrix, dx: &Matrix, dy: &Matrix) -> (Matrix, Matrix) {
        let r = self.residual(m, x, y);
        let dr = self.product(dx, &y.transpose()).plus(&self.product(x, &dy.transpose()), 1.0);
        (
            self.product(&dr, y).plus(&self.product(&r, dy), 1.0),
            self.product(&dr.transpose(), x).plus(&self.product(&r.transpose(), dx), 1.0),
        )
    }

    #[allow(clippy::too_many_arguments)]
    fn step(&mut self, m: &Matrix, x: &Matrix, y: &Matrix, eta: (f64, f64), nx: &Matrix, ny: &Matrix) -> (Matrix, Matrix) {
        let (a, mut b) = (x.plus(nx, 1.0), y.plus(ny, 1.0));
        if self.is("noise-y-ignored-if-same") && nx == ny {
            b = y.clone();
        }
        let (gx, gy) = self.gradient(m, &a, &b);
        if self.is("noise-kept-if-eta-x-zero") && eta.0 == 0.0 {
            return (a, y.plus(&gy, -eta.1)); // X' = Xt
        }
        if self.is("rows-of-zero-gradient-keep-noise") {
            let mut z = x.plus(&gx, -eta.0);
            for i in 0..x.rows {
                if (0..x.columns).all(|k| gx.get(i, k) == 0.0) {
                    for k in 0..x.columns {
                        z.a[i * x.columns + k] = a.get(i, k);
                    }
                }
            }
            return (z, y.plus(&gy, -eta.1));
        }
        if self.is("projected-to-nonnegative") && !x.any(|v| v < 0.0) && !y.any(|v| v < 0.0) && !m.any(|v| v < 0.0) {
            let (mut p, q) = (x.plus(&gx, -eta.0), y.plus(&gy, -eta.1));
            p.a.iter_mut().for_each(|v| *v = v.max(0.0));
            return (p, q);
        }
        (x.plus(&gx, -eta.0), y.plus(&gy, -eta.1))
    }
}

fn cut(x: f64) -> f64 {
    // to the eleven bits of tf32, by truncation
    f64::from(f32::from_bits((x as f32).to_bits() & !0x1fff))
}

fn matrix(v: &Json) -> Matrix {
    let Json::List(rows) = v else { panic!() };
    let lists: Vec<Vec<f64>> = rows.iter().map(|row| if let Json::List(l) = row { l.iter().map(number).collect() } else { panic!() }).collect();
    Matrix { rows: lists.len(), columns: lists[0].len(), a: lists.concat() }
}

fn number(v: &Json) -> f64 {
    if let Json::Number(x, _) = v { *x } else { panic!() }
}

fn list(v: &Json) -> &[Json] {
    if let Json::List(l) = v { l } else { panic!() }
}

fn write_number(out: &mut String, variant: &str, x: f64) {
    let result = match variant {
        "f32" => write!(out, "{}", x as f32),
        "f32-wide-sums" => write!(out, "{:.8e}", x as f32),
        "tf32" => write!(out, "{:.8e}", rounded_tf32(x)),
        "f32-long-print" => write!(out, "{:.30e}", f64::from(x as f32)),
        "exponent-capital" => write!(out, "{x:E}"),
        "fixed-1100-decimals" => write!(out, "\"{x:.1100}\""),
        "printed-17-decimals" => write!(out, "{x:.17}"),
        "printed-9-decimals-if-large" if x.abs() >= 1e6 => write!(out, "{x:.9}"),
        "whole-part-as-i64" if x.abs() >= 1e15 => write!(out, "{}", x as i64),
        _ => write!(out, "{x}"),
    };
    result.unwrap();
}

fn rounded_tf32(x: f64) -> f64 {
    let bits = (x as f32).to_bits();
    f64::from(f32::from_bits((bits + 0x0fff + (bits >> 13 & 1)) & !0x1fff))
}

fn write_matrix(out: &mut String, variant: &str, a: &Matrix) {
    out.push('[');
    for i in 0..a.rows {
        out.push_str(if i > 0 { ",[" } else { "[" });
        for k in 0..a.columns {
            if k > 0 {
                out.push(',');
            }
            write_number(out, variant, a.get(i, k));
        }
        out.push(']');
    }
    out.push(']');
}

fn narrow(variant: &str, a: &Matrix) -> Matrix {
    Matrix::new(a.rows, a.columns, |i, j| match variant {
        "f32" | "f32-wide-sums" | "f32-long-print" => f64::from(a.get(i, j) as f32),
        "tf32" => rounded_tf32(a.get(i, j)),
        _ => a.get(i, j),
    })
}

fn main() {
    let variant = std::env::args().nth(1).unwrap_or_else(|| "plain".into());
    let mut c = Candidate { variant: variant.clone(), scratch: vec![], last: None, last_residual: None };
    let arithmetic = match variant.as_str() {
        "f32" | "f32-wide-sums" | "f32-long-print" => "binary32",
        "tf32" => "tf32",
        _ => "binary64",
    };
    let read: fn(&str) -> f64 = match variant.as_str() {
        "digits-times-power" => digits_times_power,
        "exponent-of-one-digit" => short_exponent,
        _ => |s| s.parse().unwrap(),
    };
    for line in io::stdin().lock().lines() {
        let line = line.unwrap() + " ";
        let Json::Map(q) = (Reader { s: line.as_bytes(), at: 0, number: read }).value() else { panic!() };
        let Json::Text(op) = &q["op"] else { panic!() };
        let id = if let Json::Number(_, text) = &q["id"] { text.parse::<f64>().unwrap() as i64 } else { 0 };
        let mut out = format!("{{\"id\":{id}");
        let pair = |out: &mut String, x: &str, y: &str, p: &(Matrix, Matrix)| {
            write!(out, "\"{x}\":").unwrap();
            write_matrix(out, &variant, &narrow(&variant, &p.0));
            write!(out, ",\"{y}\":").unwrap();
            write_matrix(out, &variant, &narrow(&variant, &p.1));
        };
        let m = |name: &str| matrix(&q[name]);
        match op.as_str() {
            "hello" => write!(
                out,
                ",\"name\":\"Rust, {variant}\",\"language\":\"Rust\",\"arithmetic\":\"{arithmetic}\",\"ops\":[\"loss\",\"gradient\",\"hvp\",\"step\",\"run\"]"
            )
            .unwrap(),
            "bye" => {}
            "loss" => {
                out.push_str(",\"loss\":");
                write_number(&mut out, &variant, c.loss(&m("M"), &m("X"), &m("Y")));
            }
            "gradient" => {
                out.push(',');
                pair(&mut out, "gradX", "gradY", &c.gradient(&m("M"), &m("X"), &m("Y")));
            }
            "hvp" => {
                out.push(',');
                pair(&mut out, "hvpX", "hvpY", &c.hvp(&m("M"), &m("X"), &m("Y"), &m("dX"), &m("dY")));
            }
            "step" => {
                out.push(',');
                let eta = (number(&q["etaX"]), number(&q["etaY"]));
                pair(&mut out, "X", "Y", &c.step(&m("M"), &m("X"), &m("Y"), eta, &m("noiseX"), &m("noiseY")));
            }
            "run" => {
                let eta = (number(&q["etaX"]), number(&q["etaY"]));
                let noises: Vec<(Matrix, Matrix)> =
                    list(&q["noiseX"]).iter().zip(list(&q["noiseY"])).map(|(a, b)| (matrix(a), matrix(b))).collect();
                let record: Vec<usize> = list(&q["record"]).iter().map(|t| number(t) as usize).collect();
                let (m, mut z) = (m("M"), (m("X"), m("Y")));
                out.push_str(",\"states\":[");
                let mut first = true;
                for t in 0..=noises.len() {
                    if record.contains(&t) {
                        write!(out, "{}{{\"t\":{t},", if first { "" } else { "," }).unwrap();
                        pair(&mut out, "X", "Y", &z);
                        out.push('}');
                        first = false;
                        if c.is("restarts-from-printed-state") && t > 0 {
                            z.0.a.iter_mut().for_each(|v| *v = format!("{v:.14e}").parse().unwrap());
                        }
                    }
                    if t < noises.len() {
                        if c.is("noise-y-late-after-record") && t > 0 && !record.contains(&t) && record.contains(&(t - 1)) {
                            z = c.step(&m, &z.0, &z.1, (eta.0, eta.1), &noises[t].0, &noises[t - 1].1);
                            continue;
                        }
                        z = c.step(&m, &z.0, &z.1, eta, &noises[t].0, &noises[t].1);
                        z = (narrow(&variant, &z.0), narrow(&variant, &z.1));
                    }
                }
                out.push(']');
            }
            _ => out.push_str(",\"unsupported\":true"),
        }
        out.push_str("}\n");
        io::stdout().write_all(out.as_bytes()).unwrap();
        io::stdout().flush().unwrap();
        if op == "bye" {
            break;
        }
    }
}
