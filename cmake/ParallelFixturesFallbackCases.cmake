# Read by ctest with the script of each group of cases (cmake/ParallelFixturesFallbackPrograms.cmake): sets the properties of each
# case. Reads __pf_cases, the name of the list of tests, and __pf_prefix, __pf_suffix, __pf_group, __pf_workers and
# __pf_set_case_properties().
foreach(__pf_case IN LISTS ${__pf_cases})
  string(FIND "${__pf_case}" "${__pf_prefix}" __pf_at)
  if(__pf_at EQUAL 0)  # A list cannot hold every name; this may be a part of one.
    include("${CMAKE_CURRENT_LIST_DIR}/ParallelFixturesFallbackCase.cmake")
  endif()
endforeach()
unset(__pf_case)
unset(__pf_at)
