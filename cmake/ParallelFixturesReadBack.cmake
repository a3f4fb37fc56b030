# Properties that the project sets on tests with set_tests_properties or set_property after the module has added them.
# ParallelFixtures.cmake includes this file; projects do not.
#
# CTest follows such a property, so the session must know it. The helper reads most of them from CTestTestfile.cmake, as ctest
# does (tool/plan/test_file.h). Those that the module must complete or change for CTest are looked at here, at the end of the
# directory: the items of the module stay in FIXTURES_REQUIRED and SKIP_REGULAR_EXPRESSION, a TIMEOUT leaves time for what is
# not the task, and the session alone applies ENVIRONMENT_MODIFICATION. The plan has the project's values of the last two in a
# `test` record (docs/design/plan-format.md).
#
# Tests of one directory that were added with the same properties form a *batch*:
#   __pf_count_batch             the number of batches
#   __pf_batch_<n>_tests         the names of its tests, as a list, without those of its model
#   __pf_batch_<n>_model         the model whose tests are of the batch too
#   __pf_batch_<n>_state         what __pf_state sets for each of its tests
#   __pf_batch_<n>_group         the number of their group
#   __pf_batch_<n>_directory     their source directory
#   "__pf_state <test>"          the state of a test that differs from its batch, after it was looked at

# Sets `state` to the properties of a test that are looked at here, in the order of __pf_keep_tests and with @ in place of the
# token. ARGN is empty, or DIRECTORY and the directory of the test.
function(__pf_state test)
  set(state "")
  foreach(property IN ITEMS TIMEOUT TIMEOUT_SIGNAL_NAME TIMEOUT_SIGNAL_GRACE_PERIOD ENVIRONMENT_MODIFICATION FIXTURES_REQUIRED
          SKIP_REGULAR_EXPRESSION)
    get_property(value TEST "${test}" ${ARGN} PROPERTY ${property})
    string(APPEND state "${us}${value}")
  endforeach()
  __pf_token("${test}")
  string(REPLACE "${token}" "@" state "${state}")
  set(state "${state}" PARENT_SCOPE)
endfunction()

# Completes each of the tests that the list `tests` names whose state is not `before`. ARGN is as for __pf_state. CMake has no
# quicker way than one command for each property, so nothing else is done for a test that the project has left alone.
function(__pf_keep_tests tests before)
  get_property(stamp GLOBAL PROPERTY __pf_stamp)
  string(REGEX MATCH "^([^@]*)@(.*)$" matched "${before}")
  foreach(test IN LISTS tests)
    get_property(a TEST "${test}" ${ARGN} PROPERTY TIMEOUT)
    get_property(b TEST "${test}" ${ARGN} PROPERTY TIMEOUT_SIGNAL_NAME)
    get_property(c TEST "${test}" ${ARGN} PROPERTY TIMEOUT_SIGNAL_GRACE_PERIOD)
    get_property(d TEST "${test}" ${ARGN} PROPERTY ENVIRONMENT_MODIFICATION)
    get_property(e TEST "${test}" ${ARGN} PROPERTY FIXTURES_REQUIRED)
    get_property(f TEST "${test}" ${ARGN} PROPERTY SKIP_REGULAR_EXPRESSION)
    string(MD5 token "${stamp}${test}")
    if(NOT "${us}${a}${us}${b}${us}${c}${us}${d}${us}${e}${us}${f}" STREQUAL "${CMAKE_MATCH_1}${token}${CMAKE_MATCH_2}")
      __pf_complete_test("${test}" "${before}" ${ARGN})
    endif()
  endforeach()
endfunction()

# Makes `test`, which the caller has just added, a batch of `group` (its number), and sets `batch` to the number of the batch.
function(__pf_remember_test test group)
  string(REPLACE ";" "\\;" tests "${test}")
  __pf_state("${test}")
  set(directory "${CMAKE_CURRENT_SOURCE_DIR}")
  __pf_new_record(batch tests state group directory)
  set_property(DIRECTORY APPEND PROPERTY __pf_batches_here ${batch})
  set(batch ${batch} PARENT_SCOPE)
endfunction()

# Completes the tests of a batch (its number), if they are of this directory or ARGN is OTHERS and they are not.
function(__pf_keep_batch batch)
  foreach(what IN ITEMS tests state group directory model)
    get_property(${what} GLOBAL PROPERTY __pf_batch_${batch}_${what})
  endforeach()
  get_property(alike GLOBAL PROPERTY __pf_model_${model}_tasks)
  set(where "")
  if(NOT directory STREQUAL CMAKE_CURRENT_SOURCE_DIR)
    set(where DIRECTORY "${directory}")
  elseif("OTHERS" IN_LIST ARGN)
    return()
  endif()
  __pf_keep_tests("${tests}" "${state}" ${where})
  __pf_keep_tests("${alike}" "${state}" ${where})
endfunction()

# Completes the tests of tasks at the end of their directory.
function(__pf_keep_directory)
  get_property(batches DIRECTORY PROPERTY __pf_batches_here)
  foreach(batch IN LISTS batches)
    __pf_keep_batch(${batch})
  endforeach()
endfunction()

# Completes the tests of all other tasks at the end of the project: other directories can set properties since CMake 3.28.
function(__pf_keep_other_directories)
  get_property(batches GLOBAL PROPERTY __pf_count_batch)
  set(batch 1)
  while(CMAKE_VERSION VERSION_GREATER_EQUAL 3.28 AND batch LESS_EQUAL batches)
    __pf_keep_batch(${batch} OTHERS)
    math(EXPR batch "${batch} + 1")
  endwhile()
endfunction()

# Completes a test whose state was `before` when it was added. ARGN is as for __pf_state.
function(__pf_complete_test test before)
  get_property(known GLOBAL PROPERTY "__pf_state ${test}" SET)
  if(known)
    get_property(before GLOBAL PROPERTY "__pf_state ${test}")
  endif()
  foreach(property IN ITEMS TIMEOUT TIMEOUT_SIGNAL_NAME TIMEOUT_SIGNAL_GRACE_PERIOD ENVIRONMENT_MODIFICATION)
    string(REGEX MATCH "^${us}([^${us}]*)(.*)$" matched "${before}")
    set(was_${property} "${CMAKE_MATCH_1}")
    set(before "${CMAKE_MATCH_2}")
    get_property(${property} TEST "${test}" ${ARGN} PROPERTY ${property})
  endforeach()
  set(entries "")
  foreach(property IN ITEMS TIMEOUT ENVIRONMENT_MODIFICATION)
    if(NOT "${${property}}" STREQUAL "${was_${property}}")
      if("${${property}}" MATCHES "${forbidden}")
        __pf_fail("${property} of the test \"${test}\" holds the control character 0x1E or 0x1F, which the plan cannot hold.")
      endif()
      __pf_expressions(value "${${property}}")
      string(APPEND entries "${property}${us}${value}${end}")
    endif()
  endforeach()
  if(NOT entries STREQUAL "")
    __pf_open_part_here()
    __pf_literal(literal "${test}")
    __pf_write_record("test${us}${literal}${end}${entries}")
  endif()
  # The session applies it after the variables of the fixtures. CTest must not apply it a second time.
  set_property(TEST "${test}" ${ARGN} PROPERTY ENVIRONMENT_MODIFICATION)
  get_property(required TEST "${test}" ${ARGN} PROPERTY FIXTURES_REQUIRED)
  __pf_check_required("the test \"${test}\"" ${group} "${required}")
  get_property(required GLOBAL PROPERTY __pf_group_${group}_required)
  __pf_keep_items("${test}" FIXTURES_REQUIRED "${required}" ${ARGN})
  __pf_token("${test}")
  __pf_keep_items("${test}" SKIP_REGULAR_EXPRESSION "PARALLEL_FIXTURES_SKIPPED[(]${token}[)]" ${ARGN})
  if(NOT "${TIMEOUT}" STREQUAL "${was_TIMEOUT}")
    __pf_limit_again("${test}" ${ARGN})
  endif()
  if(NOT "${TIMEOUT_SIGNAL_NAME}${us}${TIMEOUT_SIGNAL_GRACE_PERIOD}" STREQUAL
     "${was_TIMEOUT_SIGNAL_NAME}${us}${was_TIMEOUT_SIGNAL_GRACE_PERIOD}")
    __pf_extend_limits("${test}" ${ARGN})
  endif()
  __pf_state("${test}" ${ARGN})
  set_property(GLOBAL PROPERTY "__pf_state ${test}" "${state}")
endfunction()

# Adds the items of `needed` to a property of a test that is a list, unless it has them. ARGN is as for __pf_state.
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
