# SPDX-License-Identifier: Apache-2.0
# A candidate in Tcl with legal variants and known mistakes: tclsh candidate.tcl VARIANT (../variants.tsv says which).
# A JSON object with its marks taken off is a Tcl dictionary. Doubles are printed by as few digits as read back.

set variant [expr {$argc ? [lindex $argv 0] : "plain"}]
proc is {name} { expr {$::variant eq $name} }

proc read_request {line} { string map {\[ " \{" \] "\} " , " " : " " \" " " \{ "" \} ""} $line }

# In Tcl 1/2 is 0, and whole numbers are integers of any length; so they become doubles.
proc real {x} { expr {[is integer-halves] || [is integers] && abs($x) < 2**53 ? $x : double($x)} }
proc matrix {a} { lmap row $a { lmap x $row { real $x } } }

# The mathematics. Matrices are lists of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
proc transpose {a} {
  set k -1
  lmap x [lindex $a 0] { incr k; lmap row $a { lindex $row $k } }
}

proc sum {terms} {
  set s 0
  if {[is backwards]} { set terms [lreverse $terms] }
  if {[is text-sums] && [llength $terms] > 6} {
    foreach x $terms { set s [format %.15g [expr {$s + $x}]] }
    return $s
  }
  foreach x $terms { set s [expr {$s + $x}] }
  return $s
}

proc dot {a b} { sum [lmap x $a y $b { expr {$x * $y} }] }
proc product {a b} { set t [transpose $b]; lmap row $a { lmap column $t { dot $row $column } } }
proc plus {a b {s 1}} { lmap p $a q $b { lmap x $p y $q { expr {$x + $s * $y} } } }
proc residual {m x y} {
  set r [plus [product $x [transpose $y]] $m -1]
  if {[is array-not-cleared]} { # entries beyond the present shape stay in the array
    set i -1
    foreach row $r {
      incr i
      set j -1
      foreach v $row { incr j; set ::R($i,$j) $v }
    }
    set ::shape [list $i $j]
  }
  return $r
}

proc loss {m x y} {
  set r [residual $m $x $y]
  if {[is array-not-cleared]} {
    set all 0
    foreach key [array names ::R] {
      lassign [split $key ,] i j
      if {$i <= [lindex $::shape 0] || $i > 16} { if {$j <= [lindex $::shape 1] || $j > 16} { set all [expr {$all + $::R($key)**2}] } }
    }
    return [expr {$all / 2.0}]
  }
  if {[is integer-halves]} { return [expr {[sum [lmap row $r { dot $row $row }]] / 2}] }
  expr {[sum [lmap row $r { dot $row $row }]] * 0.5}
}

proc gradient {m x y} {
  set r [residual $m $x $y]
  list [product $r $y] [product [transpose $r] $x]
}

proc step {m x y etax etay nx ny} {
  if {[is noise-of-list-length] && [llength $nx] > [llength $ny] + 6} { set nx [lrange $nx 0 end-1]; lappend nx [lrepeat [llength [lindex $x 0]] 0.0] }
  lassign [gradient $m [plus $x $nx] [plus $y $ny]] gx gy
  if {[is string-equal] && $etax eq $etay} { set gy [lmap row $gy { lmap v $row { expr {$v * 1.0000001} } }] }
  if {[is step-in-last-row-twice] && [llength $x] == 2} { lset gx 1 [lmap v [lindex $gx 1] { expr {$v * 2} }] }
  list [plus $x $gx [expr {-$etax}]] [plus $y $gy [expr {-$etay}]]
}

proc texts {a} {
  return \[[join [lmap row $a { string cat \[ [join [lmap v $row { number $v }] ,] \] }] ,]\]
}
proc number {v} {
  if {[is spaced]} { return " $v " }
  if {[is format-g-if-negative] && $v < 0} { return [format %.12g $v] }
  return $v
}
proc pair {a b both} { return ",\"$a\":[texts [lindex $both 0]],\"$b\":[texts [lindex $both 1]]" }

proc run {q} {
  dict with q {}
  set state [list [matrix $X] [matrix $Y]]
  set states {}
  set T [llength $noiseX]
  for {set t 0} {$t <= $T} {incr t} {
    foreach wanted $record {
      if {$wanted == $t} { lappend states "\{\"t\":$t[pair X Y $state]\}" }
    }
    if {$t == $T} break
    if {[is step-missed-at-10] && $t == 10} continue
    if {[is step-missed-at-25] && $t == 25} continue
    if {[is step-missed-at-50] && $t == 50} continue
    set state [step [matrix $M] {*}$state [real $etaX] [real $etaY] [matrix [lindex $noiseX $t]] [matrix [lindex $noiseY $t]]]
  }
  return "\[[join $states ,]\]"
}

proc answer {q} {
  dict with q {}
  switch $op {
    hello { return ",\"name\":\"Tcl, $::variant\",\"language\":\"Tcl\",\"ops\":\[\"loss\",\"gradient\",\"step\",\"run\"\]" }
    bye { return "" }
    loss { return ",\"loss\":[number [loss [matrix $M] [matrix $X] [matrix $Y]]]" }
    gradient { return [pair gradX gradY [gradient [matrix $M] [matrix $X] [matrix $Y]]] }
    step { return [pair X Y [step [matrix $M] [matrix $X] [matrix $Y] [real $etaX] [real $etaY] [matrix $noiseX] [matrix $noiseY]]] }
    run { return ",\"states\":[run $q]" }
    default { return ",\"unsupported\":true" }
  }
}

fconfigure stdout -buffering line
while {[gets stdin line] >= 0} {
  set q [read_request $line]
  puts "\{\"id\":[expr {int([dict get $q id])}][answer $q]\}"
  flush stdout
  if {[dict get $q op] eq "bye"} break
}
