# Properties that the project sets on a test with set_tests_properties or set_property after the module has added it.
# ParallelFixtures.cmake includes this file; projects do not.
#
# CTest follows such a property, so the session must know it. At the end of a directory the properties of each test of a task
# are read and compared with those when the module had added the test. Those that differ are written to the plan as a `test`
# record (docs/design/plan-format.md). Properties that are not read here matter to CTest alone.
#
# Tests of one directory that were added with the same properties form a *batch*, so that thousands of tests are compared with
# one string:
#   __pf_count_batch             the number of batches
#   __pf_batch_<n>_tests         the names of its tests, as a list
#   __pf_batch_<n>_state         their properties, each followed by 0x1F
#   __pf_batch_<n>_group         the number of their group
#   __pf_batch_<n>_directory     their source directory
#   "__pf_state <test>"          the properties of a test that differs from its batch, after they were written to the plan

# Reads the properties of the tests that the list `tests` names, and sets `state` to those of the last one. Calls
# __pf_write_changes for each test whose properties are not `before`, unless `before` is empty. ARGN is empty, or DIRECTORY and
# the directory of the tests. CMake has no quicker way than one command for each property.
function(__pf_read_tests tests before)
  foreach(test IN LISTS tests)
    get_property(a TEST "${test}" ${ARGN} PROPERTY WORKING_DIRECTORY)
    get_property(b TEST "${test}" ${ARGN} PROPERTY ENVIRONMENT)
    get_property(c TEST "${test}" ${ARGN} PROPERTY ENVIRONMENT_MODIFICATION)
    get_property(d TEST "${test}" ${ARGN} PROPERTY TIMEOUT)
    get_property(e TEST "${test}" ${ARGN} PROPERTY TIMEOUT_SIGNAL_NAME)
    get_property(f TEST "${test}" ${ARGN} PROPERTY TIMEOUT_SIGNAL_GRACE_PERIOD)
    get_property(g TEST "${test}" ${ARGN} PROPERTY SKIP_RETURN_CODE)
    get_property(h TEST "${test}" ${ARGN} PROPERTY SKIP_REGULAR_EXPRESSION)
    string(REGEX REPLACE "^PARALLEL_FIXTURES_SKIPPED[^;]*" "PARALLEL_FIXTURES_SKIPPED" h "${h}")  # Each test has its own token.
    get_property(i TEST "${test}" ${ARGN} PROPERTY PASS_REGULAR_EXPRESSION)
    get_property(j TEST "${test}" ${ARGN} PROPERTY FAIL_REGULAR_EXPRESSION)
    get_property(k TEST "${test}" ${ARGN} PROPERTY WILL_FAIL)
    get_property(l TEST "${test}" ${ARGN} PROPERTY DISABLED)
    get_property(m TEST "${test}" ${ARGN} PROPERTY REQUIRED_FILES)
    get_property(n TEST "${test}" ${ARGN} PROPERTY RESOURCE_LOCK)
    get_property(o TEST "${test}" ${ARGN} PROPERTY RUN_SERIAL)
    get_property(p TEST "${test}" ${ARGN} PROPERTY PROCESSORS)
    get_property(q TEST "${test}" ${ARGN} PROPERTY COST)
    get_property(r TEST "${test}" ${ARGN} PROPERTY LABELS)
    get_property(s TEST "${test}" ${ARGN} PROPERTY FIXTURES_REQUIRED)
    set(state "${a}${us}${b}${us}${c}${us}${d}${us}${e}${us}${f}${us}${g}${us}${h}${us}${i}${us}${j}${us}${k}${us}${l}")
    string(APPEND state "${us}${m}${us}${n}${us}${o}${us}${p}${us}${q}${us}${r}${us}${s}${us}")
    if(NOT "${state}" STREQUAL "${before}" AND NOT "${before}" STREQUAL "")
      __pf_write_changes("${test}" "${before}" "${state}" ${ARGN})
    endif()
  endforeach()
  set(state "${state}" PARENT_SCOPE)
endfunction()

# The properties that __pf_read_tests reads, in the same order.
set_property(GLOBAL PROPERTY __pf_read_properties
  WORKING_DIRECTORY ENVIRONMENT ENVIRONMENT_MODIFICATION TIMEOUT TIMEOUT_SIGNAL_NAME TIMEOUT_SIGNAL_GRACE_PERIOD
  SKIP_RETURN_CODE SKIP_REGULAR_EXPRESSION PASS_REGULAR_EXPRESSION FAIL_REGULAR_EXPRESSION WILL_FAIL DISABLED REQUIRED_FILES
  RESOURCE_LOCK RUN_SERIAL PROCESSORS COST LABELS FIXTURES_REQUIRED)

# Makes `test`, which the caller has just added, a batch of `group` (its number), and sets `batch` to the number of the batch.
function(__pf_remember_test test group)
  string(REPLACE ";" "\\;" tests "${test}")
  __pf_read_tests("${tests}" "")
  set(directory "${CMAKE_CURRENT_SOURCE_DIR}")
  __pf_new_record(batch tests state group directory)
  set_property(DIRECTORY APPEND PROPERTY __pf_batches_here ${batch})
  set(batch ${batch} PARENT_SCOPE)
endfunction()

# Reads the properties of the tests of tasks at the end of their directory.
function(__pf_read_directory)
  get_property(batches DIRECTORY PROPERTY __pf_batches_here)
  foreach(batch IN LISTS batches)
    foreach(what IN ITEMS tests state group)
      get_property(${what} GLOBAL PROPERTY __pf_batch_${batch}_${what})
    endforeach()
    __pf_read_tests("${tests}" "${state}")
  endforeach()
endfunction()

# Reads the properties of all other tests of tasks at the end of the project: other directories can set them since CMake 3.28.
function(__pf_read_other_directories)
  if(CMAKE_VERSION VERSION_LESS 3.28)
    return()
  endif()
  get_property(batches GLOBAL PROPERTY __pf_count_batch)
  set(batch 1)
  while(batch LESS_EQUAL batches)
    foreach(what IN ITEMS tests state group directory)
      get_property(${what} GLOBAL PROPERTY __pf_batch_${batch}_${what})
    endforeach()
    if(NOT directory STREQUAL CMAKE_CURRENT_SOURCE_DIR)
      __pf_read_tests("${tests}" "${state}" DIRECTORY "${directory}")
    endif()
    math(EXPR batch "${batch} + 1")
  endwhile()
endfunction()

# Writes the properties of `test` that were `before` when it was added and are `after` now. ARGN is as for __pf_read_tests.
function(__pf_write_changes test before after)
  get_property(known GLOBAL PROPERTY "__pf_state ${test}" SET)
  if(known)
    get_property(before GLOBAL PROPERTY "__pf_state ${test}")
  endif()
  set(entries "")
  get_property(properties GLOBAL PROPERTY __pf_read_properties)
  foreach(property IN LISTS properties)
    foreach(when IN ITEMS before after)
      string(FIND "${${when}}" "${us}" at)
      string(SUBSTRING "${${when}}" 0 ${at} value_${when})
      math(EXPR at "${at} + 1")
      string(SUBSTRING "${${when}}" ${at} -1 ${when})
    endforeach()
    if(NOT "${value_before}" STREQUAL "${value_after}")
      __pf_change_entry(entry "${test}" ${property} "${value_after}" ${ARGN})
      string(APPEND entries "${entry}")
    endif()
  endforeach()
  if(NOT after STREQUAL "")
    __pf_fail("a property of the test \"${test}\" holds the control character 0x1F, which the plan cannot hold.")
  endif()
  if(NOT entries STREQUAL "")
    __pf_open_part_here()
    __pf_literal(literal "${test}")
    __pf_write_record("test${us}${literal}${end}${entries}")
  endif()
  if(entries MATCHES "(^|\n)TIMEOUT${us}")
    __pf_limit_again("${test}" ${ARGN})
  endif()
  if(entries MATCHES "TIMEOUT_SIGNAL_")
    __pf_extend_limits("${test}" ${ARGN})
  endif()
  string(REPLACE ";" "\\;" tests "${test}")
  __pf_read_tests("${tests}" "" ${ARGN})
  set_property(GLOBAL PROPERTY "__pf_state ${test}" "${state}")
endfunction()

# Sets `out` to the entry of the plan for a property that the project has changed to `value`, or to "" if it has none. The module
# keeps its own items in two lists, as if the project had added to them: the fixtures of the group, and the mark of a skip. The
# project decides all labels, because ctest -L selects by them. ARGN is as for __pf_read_tests.
function(__pf_change_entry out test property value)
  set(${out} "" PARENT_SCOPE)
  if(property STREQUAL "FIXTURES_REQUIRED")
    get_property(needed GLOBAL PROPERTY __pf_group_${group}_required)
    __pf_keep_items("${test}" FIXTURES_REQUIRED "${needed}" ${ARGN})
  elseif(property STREQUAL "SKIP_REGULAR_EXPRESSION")
    __pf_token("${test}")
    __pf_keep_items("${test}" SKIP_REGULAR_EXPRESSION "PARALLEL_FIXTURES_SKIPPED[(]${token}[)]" ${ARGN})
    string(REGEX REPLACE "(^|;)PARALLEL_FIXTURES_SKIPPED[^;]*" "" value "${value}")
  elseif(property STREQUAL "ENVIRONMENT_MODIFICATION")
    # The session applies it after the variables of the fixtures. CTest must not apply it a second time.
    set_property(TEST "${test}" ${ARGN} PROPERTY ENVIRONMENT_MODIFICATION)
  endif()
  if(value MATCHES "${forbidden}")
    __pf_fail("${property} of the test \"${test}\" holds the control character 0x1E, which the plan cannot hold.")
  endif()
  if(property MATCHES "_REGULAR_EXPRESSION$" AND NOT value MATCHES "\\$<")
    foreach(expression IN LISTS value)
      __pf_check_expression("${property} of the test \"${test}\"" "${expression}")
    endforeach()
  endif()
  if(NOT property STREQUAL "FIXTURES_REQUIRED")
    __pf_expressions(value "${value}")
    set(${out} "${property}${us}${value}${end}" PARENT_SCOPE)
  endif()
endfunction()

# Adds the items of `needed` to a property of a test that is a list, unless it has them. ARGN is as for __pf_read_tests.
function(__pf_keep_items test property needed)
  get_property(value TEST "${test}" ${ARGN} PROPERTY "${property}")
  foreach(item IN LISTS needed)
    if(NOT item IN_LIST value)
      string(REPLACE ";" "\\;" item "${item}")
      set_property(TEST "${test}" ${ARGN} APPEND PROPERTY "${property}" "${item}")
    endif()
  endforeach()
endfunction()

# Keeps the items of `needed` in a property of a test of this directory, whatever the project sets there.
function(__pf_need test property needed)
  __pf_new_record(need test property needed)
  set_property(DIRECTORY APPEND PROPERTY __pf_needs_here ${need})
endfunction()

# Adds these items again at the end of the directory, if the project has removed them.
function(__pf_keep_needs)
  get_property(needs DIRECTORY PROPERTY __pf_needs_here)
  foreach(need IN LISTS needs)
    foreach(what IN ITEMS test property needed)
      get_property(${what} GLOBAL PROPERTY __pf_need_${need}_${what})
    endforeach()
    __pf_keep_items("${test}" ${property} "${needed}")
  endforeach()
endfunction()

# Adds the tests of each fixture that only tests of the project require by its name. Runs at the end of the directory of these
# tests. A fixture of groups with GRANULARITY GROUP is left out, because the tests of these groups set it up.
function(__pf_add_required_fixtures)
  get_property(names GLOBAL PROPERTY "__pf_names fixture")
  set(unused "")
  foreach(name IN LISTS names)
    get_property(number GLOBAL PROPERTY "__pf_fixture ${name}")
    get_property(added GLOBAL PROPERTY __pf_fixture_${number}_added SET)
    foreach(what IN ITEMS scope granularity)
      get_property(${what} GLOBAL PROPERTY __pf_fixture_${number}_${what})
    endforeach()
    if(NOT added AND scope STREQUAL "RUN" AND NOT "${granularity}" STREQUAL "GROUP")
      list(APPEND unused "${name}")
    endif()
  endforeach()
  if(NOT unused)
    return()
  endif()
  get_property(tests DIRECTORY PROPERTY TESTS)
  foreach(test IN LISTS tests)
    if(NOT TEST "${test}")
      continue()  # A list cannot hold every name; this is a part of one.
    endif()
    get_property(required TEST "${test}" PROPERTY FIXTURES_REQUIRED)
    foreach(name IN LISTS required)
      if(name IN_LIST unused)
        get_property(number GLOBAL PROPERTY "__pf_fixture ${name}")
        __pf_add_fixture_tests(${number})
      endif()
    endforeach()
  endforeach()
endfunction()
