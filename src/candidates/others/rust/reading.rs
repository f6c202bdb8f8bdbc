// SPDX-License-Identifier: Apache-2.0
//! The reading of requests; see candidate.rs.

use std::collections::HashMap;

// Reading. JSON of the protocol's shapes alone: objects, arrays, numbers, strings without escapes.
#[derive(Clone)]
pub enum Json {
    Number(f64, String),
    Text(String),
    List(Vec<Json>),
    Map(HashMap<String, Json>),
}

pub struct Reader<'a> {
    pub s: &'a [u8],
    pub at: usize,
    pub number: fn(&str) -> f64,
}

impl Reader<'_> {
    fn peek(&mut self) -> u8 {
        while matches!(self.s[self.at], b' ' | b'\t' | b'\r' | b',' | b':') {
            self.at += 1;
        }
        self.s[self.at]
    }

    fn text(&mut self) -> String {
        let from = self.at + 1;
        self.at = from;
        while self.s[self.at] != b'"' {
            self.at += 1;
        }
        self.at += 1;
        String::from_utf8_lossy(&self.s[from..self.at - 1]).into_owned()
    }

    pub fn value(&mut self) -> Json {
        match self.peek() {
            b'"' => Json::Text(self.text()),
            b'[' => {
                self.at += 1;
                let mut list = vec![];
                while self.peek() != b']' {
                    list.push(self.value());
                }
                self.at += 1;
                Json::List(list)
            }
            b'{' => {
                self.at += 1;
                let mut map = HashMap::new();
                while self.peek() != b'}' {
                    let key = self.text();
                    map.insert(key, self.value());
                }
                self.at += 1;
                Json::Map(map)
            }
            _ => {
                let from = self.at;
                while !matches!(self.s[self.at], b',' | b']' | b'}' | b' ') {
                    self.at += 1;
                }
                let text = String::from_utf8_lossy(&self.s[from..self.at]).into_owned();
                Json::Number((self.number)(&text), text)
            }
        }
    }
}

/// The digits as an integer, times a power of ten: two roundings.
pub fn digits_times_power(s: &str) -> f64 {
    let (head, exponent) = match s.find(['e', 'E']) {
        Some(e) => (&s[..e], s[e + 1..].parse::<i32>().unwrap_or(0)),
        None => (s, 0),
    };
    let decimals = head.find('.').map_or(0, |p| head.len() - p - 1) as i32;
    let whole: f64 = head.replace('.', "").parse().unwrap_or(0.0);
    let power = exponent - decimals;
    if power < 0 { whole / 10f64.powi(-power) } else { whole * 10f64.powi(power) }
}

/// Exponents of one digit.
pub fn short_exponent(s: &str) -> f64 {
    match s.find(['e', 'E']) {
        Some(e) => s[..(e + 3).min(s.len())].parse().unwrap_or_else(|_| s[..e].parse().unwrap()),
        None => s.parse().unwrap(),
    }
}
