# The checks of programs without a framework. run.cmake includes this file.
check_group(whole "failed regex whole.parser
passed completed whole.good
skipped skip_regex whole.odd
skipped skip_code whole.code
failed completed whole.three
")
check_ctest(whole)
check_group(each "passed completed each.list
passed completed each.good
failed regex each.bad
skipped skip_regex each.odd
")
