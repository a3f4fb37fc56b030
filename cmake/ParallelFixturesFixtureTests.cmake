# The CTest tests that set fixtures up and tear them down (docs/design/sessions.md). ParallelFixtures.cmake includes this file;
# projects do not.

# Sets `out` to the name of a fixture for CTest. It has a hash of the build, because one ctest may test several builds, and no
# character that means something in a list.
function(__pf_ctest_fixture out name)
  string(MD5 hash "${CMAKE_BINARY_DIR}")
  string(SUBSTRING "${hash}" 0 8 hash)
  if(NOT name MATCHES "^[A-Za-z0-9_.+:/ -]+$")
    string(MD5 name "${name}")
  endif()
  set(${out} "ParallelFixtures.${hash}.${name}" PARENT_SCOPE)
endfunction()

# Sets `out` to the numbers of `fixtures` (their numbers) and of those they are nested in, as far as their scope is RUN. Each
# comes before its parents.
function(__pf_run_chain out fixtures)
  __pf_chain(all "${fixtures}")
  set(chain "")
  foreach(fixture IN LISTS all)
    get_property(scope GLOBAL PROPERTY __pf_fixture_${fixture}_scope)
    if(scope STREQUAL "RUN")
      list(APPEND chain ${fixture})
    endif()
  endforeach()
  set(${out} "${chain}" PARENT_SCOPE)
endfunction()

# Sets `out` to the names of these fixtures, as a list for FIXTURES_REQUIRED.
function(__pf_required out fixtures)
  __pf_run_chain(chain "${fixtures}")
  set(required "")
  foreach(fixture IN LISTS chain)
    get_property(name GLOBAL PROPERTY __pf_fixture_${fixture}_name)
    __pf_ctest_fixture(item "${name}")
    string(APPEND required ";${item}")
  endforeach()
  string(REGEX REPLACE "^;" "" required "${required}")
  set(${out} "${required}" PARENT_SCOPE)
endfunction()

# Fails if `items`, the FIXTURES_REQUIRED of `what`, names a fixture of add_parallel_fixture that the group (its number) is not
# on. ctest would set it up, and `parallel-fixtures run` would not.
function(__pf_check_required what group items)
  get_property(fixtures GLOBAL PROPERTY __pf_group_${group}_fixtures)
  __pf_chain(chain "${fixtures}")
  foreach(item IN LISTS items)
    get_property(number GLOBAL PROPERTY "__pf_fixture ${item}")
    if(number AND NOT number IN_LIST chain)
      __pf_fail("FIXTURES_REQUIRED of ${what} names \"${item}\", a fixture of add_parallel_fixture."
        "Write FIXTURE ${item} in the call that declares the group.")
    endif()
  endforeach()
endfunction()

# Sets the properties of a test that sets a fixture up or tears it down. `seconds` is its limit, or "none".
function(__pf_set_fixture_test_properties test seconds token)
  __pf_time_limits()
  if(seconds STREQUAL "none" OR seconds GREATER no_ctest_limit)
    set(seconds ${no_ctest_limit})
  endif()
  set_tests_properties("${test}" PROPERTIES
    LABELS parallel
    SKIP_REGULAR_EXPRESSION "PARALLEL_FIXTURES_SKIPPED[(]${token}[)]"
    TIMEOUT ${seconds}
    FIXTURE_REPEAT_MODE AROUND_ALL_REPEATS)
endfunction()

# Adds a test that sets a fixture or a group up or tears it down, as `verb` says. `seconds` is its limit, or "none". The limit
# is longer than the commands that the test waits for may take, so that their own limits strike first.
function(__pf_add_fixture_test test verb name seconds)
  __pf_find_helper()
  __pf_literal(literal "${name}")
  __pf_token("${test}")
  get_property(fixture GLOBAL PROPERTY "__pf_fixture ${name}")
  get_property(depends GLOBAL PROPERTY __pf_fixture_${fixture}_depends)
  add_test(NAME "${test}" COMMAND
    ${helper} session ${verb} "${build}" ${config} --name "${literal}" --token ${token} -- ${depends})
  __pf_set_fixture_test_properties("${test}" "${seconds}" ${token})
  set_tests_properties("${test}" PROPERTIES WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
endfunction()

# Adds the tests of fixtures (their numbers) and of those they are nested in, as far as their scope is RUN and they have none.
function(__pf_add_fixture_tests fixtures)
  __pf_run_chain(chain "${fixtures}")
  list(REVERSE chain)
  foreach(fixture IN LISTS chain)
    get_property(added GLOBAL PROPERTY __pf_fixture_${fixture}_added SET)
    if(added)
      continue()
    endif()
    set_property(GLOBAL PROPERTY __pf_fixture_${fixture}_added 1)
    get_property(name GLOBAL PROPERTY __pf_fixture_${fixture}_name)
    get_property(parents GLOBAL PROPERTY __pf_fixture_${fixture}_parents)
    __pf_chain_seconds(seconds "${fixture}")
    set(longer none)
    if(NOT seconds STREQUAL "none")
      __pf_time_limits()
      math(EXPR seconds "2 * ${seconds} + ${set_up_margin}")
      math(EXPR longer "${seconds} + 3600")  # The fixtures that are nested in it are torn down first.
    endif()
    __pf_ctest_fixture(own "${name}")
    __pf_required(required "${parents}")
    __pf_add_fixture_test("${name}.setup" set-up "${name}" ${seconds})
    __pf_add_fixture_test("${name}.teardown" tear-down "${name}" ${longer})
    get_property(file GLOBAL PROPERTY __pf_fixture_${fixture}_file)
    __pf_bind_fixture_tests("${name}" "${own}" "${required}" "${file}")
    get_property(program GLOBAL PROPERTY __pf_fixture_${fixture}_program)
    if(NOT "${program}" STREQUAL "")
      set_tests_properties("${name}.setup" PROPERTIES REQUIRED_FILES "${program}")
    endif()
  endforeach()
endfunction()

# Sets `line` to "<file>:<line>" of the call in `file` that declares `name`, or to "" if the file has not exactly one such call.
# CMake tells a function the file of its caller, but not the line.
function(__pf_declaration_line file name)
  set(line "" PARENT_SCOPE)
  if(NOT EXISTS "${file}" OR NOT name MATCHES "^[A-Za-z0-9_./-]+$")
    return()
  endif()
  file(READ "${file}" text)
  string(REPLACE "." "[.]" name "${name}")
  set(call_of "(^|\n)[ \t]*add_parallel_fixture(_tests)?[ \t]*[(][ \t\n]*\"?${name}[\" \t\n)]")
  if(NOT text MATCHES "${call_of}")
    return()
  endif()
  set(call "${CMAKE_MATCH_0}")
  string(FIND "${text}" "${call}" at)
  string(SUBSTRING "${text}" 0 ${at} before)
  string(LENGTH "${call}" length)
  math(EXPR after "${at} + ${length}")
  string(SUBSTRING "${text}" ${after} -1 rest)
  if(rest MATCHES "${call_of}")
    return()
  endif()
  string(REGEX MATCH "^\n" newline "${call}")
  string(REGEX REPLACE "[^\n]+" "" newlines "${before}${newline}")
  string(LENGTH "${newlines}" lines)
  math(EXPR lines "${lines} + 1")
  set(line "${file}:${lines}" PARENT_SCOPE)
endfunction()

# Makes <name>.setup and <name>.teardown the tests of two CTest fixtures: `own`, which the tests of tasks require, and one with
# the name itself, which other tests of the project may require. The name of `own` differs in each build, so that two builds in
# one ctest which have a fixture of this name set up only what they need.
function(__pf_bind_fixture_tests name own required file)
  __pf_declaration_line("${file}" "${name}")
  set(names "${own}")
  if(name MATCHES "^[A-Za-z0-9_.+:/ -]+$")
    list(APPEND names "${name}")
  endif()
  foreach(pair IN ITEMS setup:FIXTURES_SETUP teardown:FIXTURES_CLEANUP)
    string(REGEX MATCH "^([a-z]+):([A-Z_]+)$" pair "${pair}")
    set(test "${name}.${CMAKE_MATCH_1}")
    set(property ${CMAKE_MATCH_2})
    set_tests_properties("${test}" PROPERTIES ${property} "${names}" FIXTURES_REQUIRED "${required}")
    __pf_need("${test}" ${property} "${names}")
    __pf_need("${test}" FIXTURES_REQUIRED "${required}")
    if(NOT line STREQUAL "")
      set_tests_properties("${test}" PROPERTIES DEF_SOURCE_LINE "${line}")
    endif()
  endforeach()
endfunction()

# Adds the test that tears down the fixtures of a group's workers, as the clean-up of the CTest fixture `required`.
function(__pf_add_group_end group fixtures required)
  __pf_chain_seconds(seconds "${fixtures}")
  if(NOT seconds STREQUAL "none")
    math(EXPR seconds "2 * ${seconds} + 3600")
  endif()
  __pf_add_fixture_test("${group}.teardown" end-group "${group}" ${seconds})
  set_tests_properties("${group}.teardown" PROPERTIES FIXTURES_CLEANUP "${required}")
  __pf_need("${group}.teardown" FIXTURES_CLEANUP "${required}")
endfunction()

# Adds the tests that run before and after the tasks of a group (its number), unless they exist. A group on fixtures of a
# narrower scope than RUN only has one test after its tasks, which tears down the fixtures of its workers. A group on no fixture
# has none, and neither has a group that is one test, which reports the ends of such fixtures itself.
function(__pf_surround_group group number)
  get_property(surrounded GLOBAL PROPERTY __pf_group_${number}_required SET)
  if(surrounded)
    return()
  endif()
  get_property(fixtures GLOBAL PROPERTY __pf_group_${number}_fixtures)
  __pf_add_fixture_tests("${fixtures}")
  __pf_required(required "${fixtures}")
  if(required STREQUAL "" AND fixtures)
    __pf_ctest_fixture(required "${group}")
    if(NOT TEST "${group}.teardown")  # Another program of the group has added it.
      __pf_add_group_end("${group}" "${fixtures}" "${required}")
    endif()
  endif()
  set_property(GLOBAL PROPERTY __pf_group_${number}_required "${required}")
endfunction()
