# The CTest test of each group. Included by ParallelFixtures.cmake; not for projects.

# What every test that calls the helper needs: sets `helper` to its file, `config` to the words that name the configuration,
# `build` to the build tree.
function(__pf_find_helper)
  if(NOT TARGET ParallelFixtures::parallel-fixtures)
    __pf_fail("there is no target ParallelFixtures::parallel-fixtures, the helper that runs tasks."
      "Take ParallelFixtures in by find_package, FetchContent or add_subdirectory, not by include.")
  endif()
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(config "")
  if(multi)
    set(config -C $<CONFIG>)
  endif()
  __pf_literal(build "${CMAKE_BINARY_DIR}")
  set(helper $<TARGET_FILE:ParallelFixtures::parallel-fixtures> PARENT_SCOPE)
  set(config ${config} PARENT_SCOPE)
  set(build "${build}" PARENT_SCOPE)
endfunction()

# Registers the test of a group (its number), unless it is.
function(__pf_add_test group)
  get_property(added GLOBAL PROPERTY __pf_group_${group}_added SET)
  if(added)
    return()
  endif()
  set_property(GLOBAL PROPERTY __pf_group_${group}_added 1)
  __pf_find_helper()
  get_property(name GLOBAL PROPERTY __pf_group_${group}_name)
  get_property(workers GLOBAL PROPERTY __pf_group_${group}_workers)
  __pf_literal(literal "${name}")
  add_test(NAME "${name}" COMMAND ${helper} run
    --test-dir "${build}" ${config} --group "${literal}" --join-ctest -j "${workers}")
endfunction()

# Seconds, rounded up; "none" for no limit and for what only generation knows.
function(__pf_whole_seconds out seconds)
  if(seconds MATCHES "^[0.]*$")
    set(whole none)
  elseif(seconds MATCHES "^([0-9]*)[.][0-9]*$")
    math(EXPR whole "0${CMAKE_MATCH_1} + 1")
  elseif(seconds MATCHES "^0*([1-9][0-9]*)$")
    set(whole ${CMAKE_MATCH_1})
  else()
    set(whole none)
  endif()
  set(${out} ${whole} PARENT_SCOPE)
endfunction()

# A task that is not plain adds the seconds that it may take to its group, or takes away its bound.
function(__pf_add_task_seconds group timeout retries)
  __pf_whole_seconds(seconds "${timeout}")
  if(seconds STREQUAL "none" OR NOT retries MATCHES "^[0-9]+$")
    set_property(GLOBAL PROPERTY __pf_group_${group}_unbounded 1)
  else()
    __pf_add(__pf_group_${group}_attempts "${retries} + 1")
    __pf_add(__pf_group_${group}_seconds "${seconds} * (${retries} + 1)")
  endif()
endfunction()

# The TIMEOUT of a group's test: longer than the run can take by its own limits, so that these decide and teardowns run.
# Tasks are counted as if they ran one after the other. 10000000 is CTest's own figure for "no limit": with no TIMEOUT at all
# a project that includes CTest would get its 1500 s.
function(__pf_test_timeout out group)
  set(${out} 10000000 PARENT_SCOPE)
  get_property(plain GLOBAL PROPERTY __pf_group_${group}_plain)
  if(plain)
    get_property(timeout GLOBAL PROPERTY __pf_group_${group}_timeout)
    get_property(retries GLOBAL PROPERTY __pf_group_${group}_retries)
    __pf_whole_seconds(seconds "${timeout}")
    if(seconds STREQUAL "none" OR NOT retries MATCHES "^[0-9]+$")
      return()
    endif()
    __pf_add(__pf_group_${group}_attempts "${plain} * (${retries} + 1)")
    __pf_add(__pf_group_${group}_seconds "${plain} * (${retries} + 1) * ${seconds}")
  endif()
  get_property(unbounded GLOBAL PROPERTY __pf_group_${group}_unbounded SET)
  get_property(attempts GLOBAL PROPERTY __pf_group_${group}_attempts)
  get_property(seconds GLOBAL PROPERTY __pf_group_${group}_seconds)
  # Each attempt may need time to be ended and cleared away.
  math(EXPR seconds "${seconds} + ${attempts} * 30")
  get_property(fixture GLOBAL PROPERTY __pf_group_${group}_fixture)
  while(fixture)
    get_property(each GLOBAL PROPERTY __pf_fixture_${fixture}_seconds)
    get_property(scope GLOBAL PROPERTY __pf_fixture_${fixture}_scope)
    if(each STREQUAL "none")
      return()
    endif()
    set(times 1)
    if(NOT scope STREQUAL "RUN")
      set(times ${attempts})
    endif()
    math(EXPR seconds "${seconds} + ${times} * (${each} + 30)")
    get_property(fixture GLOBAL PROPERTY __pf_fixture_${fixture}_parent)
  endwhile()
  math(EXPR seconds "2 * ${seconds}")
  if(NOT unbounded AND seconds LESS 10000000)
    set(${out} ${seconds} PARENT_SCOPE)
  endif()
endfunction()

# The locks of a group's test, as a list of CTest's. The fixtures of its chain are among them: under ctest each group sets
# up its own, and two of the same may not exist side by side.
function(__pf_test_locks out group)
  get_property(locks GLOBAL PROPERTY __pf_group_${group}_locks)
  get_property(fixture GLOBAL PROPERTY __pf_group_${group}_fixture)
  while(fixture)
    get_property(name GLOBAL PROPERTY __pf_fixture_${fixture}_name)
    __pf_literal(name "${name}")
    string(REPLACE ";" "\\;" name "${name}")
    string(APPEND locks ";ParallelFixtures.${name}")
    get_property(fixture GLOBAL PROPERTY __pf_fixture_${fixture}_parent)
  endwhile()
  string(REGEX REPLACE "^;" "" locks "${locks}")
  set(${out} "${locks}" PARENT_SCOPE)
endfunction()

# At the end of the group's directory everything about it is known. A group without tasks has no test.
function(__pf_finish_group group)
  get_property(tasks GLOBAL PROPERTY __pf_group_${group}_tasks SET)
  if(NOT tasks)
    return()
  endif()
  __pf_add_test(${group})
  get_property(name GLOBAL PROPERTY __pf_group_${group}_name)
  get_property(labels GLOBAL PROPERTY __pf_group_${group}_labels)
  get_property(workers GLOBAL PROPERTY __pf_group_${group}_workers)
  get_property(run_serial GLOBAL PROPERTY __pf_group_${group}_run_serial)
  __pf_literal(label "${name}")
  string(REPLACE ";" "\\;" label "${label}")
  __pf_test_locks(locks ${group})
  __pf_test_timeout(timeout ${group})
  set_tests_properties("${name}" PROPERTIES
    LABELS "parallel;${label}${labels}"
    PROCESSORS "${workers}"
    RUN_SERIAL "${run_serial}"
    RESOURCE_LOCK "${locks}"
    TIMEOUT "${timeout}"
    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}"
    SKIP_RETURN_CODE 77
    SKIP_REGULAR_EXPRESSION PARALLEL_FIXTURES_ALL_SKIPPED)
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.27)
    set_tests_properties("${name}" PROPERTIES TIMEOUT_SIGNAL_NAME SIGTERM TIMEOUT_SIGNAL_GRACE_PERIOD 60)
  endif()
  __pf_set_user_properties(${group} "${name}")
endfunction()

function(__pf_set_user_properties group name)
  get_property(count GLOBAL PROPERTY __pf_group_${group}_properties)
  set(i 0)
  while(i LESS count)
    get_property(property GLOBAL PROPERTY __pf_group_${group}_property_${i})
    get_property(value GLOBAL PROPERTY __pf_group_${group}_value_${i})
    set_property(TEST "${name}" PROPERTY "${property}" "${value}")
    math(EXPR i "${i} + 1")
  endwhile()
endfunction()
