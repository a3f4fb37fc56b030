# error: parallel_catch_discover_tests\(unit\): DISCOVERY_MODE takes one of POST_BUILD, PRE_TEST, not "PRETEST"
# error: Did you mean PRE_TEST[?]
parallel_catch_discover_tests(unit DISCOVERY_MODE PRETEST)
