<?php
// SPDX-License-Identifier: Apache-2.0
// A candidate in PHP with correct variants: php candidate.php VARIANT (../variants.tsv says which).
// json_decode reads 7 as an integer, whose products become floats where they leave 64 bits.

$variant = $argv[1] ?? 'plain';
ini_set('serialize_precision', $variant === 'seventeen-digits' ? '17' : '-1');

function is(string $name): bool { return $GLOBALS['variant'] === $name; }

// The mathematics. Matrices are arrays of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
function transpose(array $a): array {
    return count($a) === 1 ? array_map(fn($v) => [$v], $a[0]) : array_map(null, ...$a);
}

function dot(array $a, array $b) {
    return array_sum(array_map(fn($x, $y) => $x * $y, $a, $b));
}

function product(array $a, array $b): array {
    $columns = transpose($b);
    return array_map(fn($row) => array_map(fn($column) => dot($row, $column), $columns), $a);
}

function plus(array $a, array $b, $s = 1): array {
    return array_map(fn($p, $q) => array_map(fn($x, $y) => $x + $s * $y, $p, $q), $a, $b);
}

function squares(array $a) { return array_sum(array_map(fn($row) => dot($row, $row), $a)); }

function residual(array $m, array $x, array $y): array {
    return plus(product($x, transpose($y)), $m, -1);
}

function loss(array $m, array $x, array $y) { return squares(residual($m, $x, $y)) / 2; }

function gradient(array $m, array $x, array $y): array {
    $r = residual($m, $x, $y);
    return [product($r, $y), product(transpose($r), $x)];
}

function hvp(array $m, array $x, array $y, array $dx, array $dy): array {
    $r = residual($m, $x, $y);
    $dr = plus(product($dx, transpose($y)), product($x, transpose($dy)));
    return [plus(product($dr, $y), product($r, $dy)), plus(product(transpose($dr), $x), product(transpose($r), $dx))];
}

function smoothed_gradient(array $m, array $x, array $y, $s1, $s2): array {
    [$gx, $gy] = gradient($m, $x, $y);
    return [plus($gx, $x, count($y) * $s2 ** 2), plus($gy, $y, count($x) * $s1 ** 2)];
}

function step(array $m, array $x, array $y, $etaX, $etaY, array $nx, array $ny): array {
    [$gx, $gy] = gradient($m, plus($x, $nx), plus($y, $ny));
    return [plus($x, $gx, -$etaX), plus($y, $gy, -$etaY)];
}

function run_all(array $q): array {
    [$x, $y, $states, $record] = [$q['X'], $q['Y'], [], array_map(intval(...), $q['record'])];
    foreach (range(0, count($q['noiseX'])) as $t) {
        if (in_array($t, $record)) $states[] = ['t' => $t, 'X' => $x, 'Y' => $y];
        if ($t === count($q['noiseX'])) break;
        [$x, $y] = step($q['M'], $x, $y, $q['etaX'], $q['etaY'], $q['noiseX'][$t], $q['noiseY'][$t]);
    }
    return ['states' => $states];
}

function answer(array $q): array {
    $given = [$q['M'] ?? 0, $q['X'] ?? 0, $q['Y'] ?? 0];
    switch ($q['op']) {
        case 'hello':
            return ['name' => 'PHP, ' . $GLOBALS['variant'], 'language' => 'PHP', 'ops' => ['loss', 'gradient', 'hvp', 'smoothed_gradient', 'step', 'run']];
        case 'bye': return [];
        case 'loss': return ['loss' => loss(...$given)];
        case 'gradient': return array_combine(['gradX', 'gradY'], gradient(...$given));
        case 'smoothed_gradient': return array_combine(['gradX', 'gradY'], smoothed_gradient(...$given, ...[$q['sigma1'], $q['sigma2']]));
        case 'hvp': return array_combine(['hvpX', 'hvpY'], hvp(...$given, ...[$q['dX'], $q['dY']]));
        case 'step': return array_combine(['X', 'Y'], step(...$given, ...[$q['etaX'], $q['etaY'], $q['noiseX'], $q['noiseY']]));
        case 'run': return run_all($q);
    }
    return ['unsupported' => true];
}

while (($line = fgets(STDIN)) !== false) {
    $q = json_decode($line, true);
    echo json_encode(['id' => (int)$q['id']] + answer($q), is('zero-fraction') ? JSON_PRESERVE_ZERO_FRACTION : 0), "\n";
    fflush(STDOUT);
    if ($q['op'] === 'bye') break;
}
