# A row of Qt 5 has all global rows.
set(global "failed framework global.alone
failed framework global.rows:same
passed completed global.rows:more
")
include("${here}/qt.cmake")
