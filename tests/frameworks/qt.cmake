# The checks of Qt Test, for both versions. run.cmake includes this file by qt5.cmake and qt6.cmake.
check_group(qt "passed completed qt.passes
failed framework qt.fails
skipped framework qt.skips
passed completed qt.expected
failed framework qt.unexpected
skipped framework qt.known
passed completed qt.known_good
crashed no_result qt.exits
crashed signal qt.aborts
passed completed qt.rows:even
failed framework qt.rows:an odd one
passed completed qt.rows:a:b
skipped framework qt.rows:skipped
failed framework qt.twice
failed framework qt.nameless
failed framework qt.colons
skipped framework qt.known_twice
")
check_ctest(qt)
check_ctest(qt -L parallel)
check_group(qt "${found}")
expect_reason(qt.fails "qt.cc:12: Compared values are not the same")
expect_reason(qt.skips "^no printer$")
expect_reason(qt.unexpected "qt.cc:[0-9]+: passed although a failure is expected")
expect_reason(qt.known "^blacklisted: ")
expect_reason(qt.known_twice "^blacklisted: ")
expect_reason(qt.nameless "row \"odd\"")
expect_reason(qt.colons "row \":odd\"")
expect_reason(qt.exits "before Qt Test had said how")
expect_reason("qt.rows:an odd one" "row \"an odd one\"")
check_group(filtered "passed completed filtered.rows:even
failed framework filtered.rows:an odd one
passed completed filtered.rows:a:b
skipped framework filtered.rows:skipped
")
set(directory "$ENV{TMPDIR}")
file(MAKE_DIRECTORY "${build}/tmp,1")
set(ENV{TMPDIR} "${build}/tmp,1")
check_group(gui "failed completed gui.passes\n")
expect_reason(gui.passes "^exit code 1: Qt Test cannot write its report to .*; set TMPDIR to")
set(ENV{TMPDIR} "${directory}")
check_group(global "${global}")
foreach(group IN ITEMS several silent)
  check_group(${group} "failed framework ${group}.one\nfailed framework ${group}.same\n")
  expect_reason(${group}.one "the program has several test classes")
  expect_reason(${group}.same "the program has several test classes")
endforeach()
check_group(gui "passed completed gui.passes\n")
check_group(nowhere "failed discovery nowhere.DISCOVERY_FAILED\n")
expect_reason(nowhere.DISCOVERY_FAILED "give its group ENVIRONMENT QT_QPA_PLATFORM=offscreen")
