set(global "passed completed global.alone:one
failed framework global.alone:two
passed completed global.rows:one:same
passed completed global.rows:one:more
failed framework global.rows:two:same
passed completed global.rows:two:more
")
include("${here}/qt.cmake")
