# SPDX-License-Identifier: Apache-2.0
# A candidate in Tcl with correct variants: tclsh candidate.tcl VARIANT (../variants.tsv says which).
# A JSON object with its marks taken off is a Tcl dictionary. Doubles are printed by as few digits as read back.

set variant [expr {$argc ? [lindex $argv 0] : "plain"}]
proc is {name} { expr {$::variant eq $name} }

proc read_request {line} { string map {\[ " \{" \] "\} " , " " : " " \" " " \{ "" \} ""} $line }

# In Tcl whole numbers are integers of any length; so they become doubles. Tcl 8.6 misreads a literal of more than some 400
# digits; each number of a request is a double, which 40 of its digits tell from its neighbours.
proc real {x} { expr {double([regsub {^(-?\d\.\d{40})\d+} $x {\1}])} }
proc matrix {a} { lmap row $a { lmap x $row { real $x } } }

# The mathematics. Matrices are lists of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
proc transpose {a} {
  set k -1
  lmap x [lindex $a 0] { incr k; lmap row $a { lindex $row $k } }
}

proc sum {terms} {
  set s 0
  foreach x $terms { set s [expr {$s + $x}] }
  return $s
}

proc dot {a b} { sum [lmap x $a y $b { expr {$x * $y} }] }
proc product {a b} { set t [transpose $b]; lmap row $a { lmap column $t { dot $row $column } } }
proc plus {a b {s 1}} { lmap p $a q $b { lmap x $p y $q { expr {$x + $s * $y} } } }
proc residual {m x y} { plus [product $x [transpose $y]] $m -1 }

proc loss {m x y} {
  set r [residual $m $x $y]
  expr {[sum [lmap row $r { dot $row $row }]] * 0.5}
}

proc gradient {m x y} {
  set r [residual $m $x $y]
  list [product $r $y] [product [transpose $r] $x]
}

proc step {m x y etax etay nx ny} {
  lassign [gradient $m [plus $x $nx] [plus $y $ny]] gx gy
  list [plus $x $gx [expr {-$etax}]] [plus $y $gy [expr {-$etay}]]
}

proc texts {a} {
  return \[[join [lmap row $a { string cat \[ [join [lmap v $row { number $v }] ,] \] }] ,]\]
}
proc number {v} {
  if {[is spaced]} { return " $v " }
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
