# The CTest tests of groups with GRANULARITY TASK (docs/design/sessions.md). Included by ParallelFixtures.cmake; not for
# projects.

# Sets `granularity` to that of the call; to UNIT where it is TASK but all tasks are one test, for CTest knows no order that
# holds for one group.
function(__pf_read_granularity)
  if("GRANULARITY" IN_LIST given AND arg_GRANULARITY STREQUAL "GROUP")
    set(granularity GROUP PARENT_SCOPE)
  elseif("DISPATCH" IN_LIST given AND arg_DISPATCH STREQUAL "UNIT")
    set(granularity UNIT PARENT_SCOPE)
  else()
    set(granularity TASK PARENT_SCOPE)
  endif()
endfunction()

# Keeps it for a new group (its number) on `fixture`. Under ctest a fixture is either a test's own or the session's: both at
# a time would be two of it.
function(__pf_keep_granularity group fixture)
  set_property(GLOBAL PROPERTY __pf_group_${group}_granularity ${granularity})
  if("WORKERS" IN_LIST given)
    set_property(GLOBAL PROPERTY __pf_group_${group}_may_wait 1)
  endif()
  if("WORKING_DIRECTORY" IN_LIST given)
    __pf_test_directory(directory "${arg_WORKING_DIRECTORY}")
    set_property(GLOBAL PROPERTY __pf_group_${group}_cwd "${directory}")
  endif()
  string(REPLACE UNIT TASK granularity ${granularity})
  while(fixture)
    get_property(other GLOBAL PROPERTY __pf_fixture_${fixture}_granularity)
    if(other AND NOT other STREQUAL granularity)
      get_property(name GLOBAL PROPERTY __pf_fixture_${fixture}_name)
      __pf_fail("its GRANULARITY is ${granularity}, and that of another group on the fixture \"${name}\" is ${other}."
        "Give all groups on one fixture the same. (The default is TASK.)")
    endif()
    set_property(GLOBAL PROPERTY __pf_fixture_${fixture}_granularity ${granularity})
    get_property(fixture GLOBAL PROPERTY __pf_fixture_${fixture}_parent)
  endwhile()
endfunction()

# A WORKING_DIRECTORY as the plan has it.
function(__pf_test_directory out directory)
  if(NOT directory MATCHES "\\$<")
    cmake_path(ABSOLUTE_PATH directory BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE)
  endif()
  set(${out} "${directory}" PARENT_SCOPE)
endfunction()

# One item of a list that CTest reads, as it is.
function(__pf_item out text)
  __pf_literal(text "${text}")
  string(REPLACE ";" "\\;" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# The name of a fixture for CTest, which knows one name for the whole run: several builds may be tested in one. Without what
# means something in a list.
function(__pf_ctest_fixture out name)
  string(MD5 hash "${CMAKE_BINARY_DIR}")
  string(SUBSTRING "${hash}" 0 8 hash)
  if(NOT name MATCHES "^[A-Za-z0-9_.+:/ -]+$")
    string(MD5 name "${name}")
  endif()
  set(${out} "ParallelFixtures.${hash}.${name}" PARENT_SCOPE)
endfunction()

# The fixtures of scope RUN from `fixture` (its number) down to the outermost, as numbers.
function(__pf_run_chain out fixture)
  set(chain "")
  while(fixture)
    get_property(scope GLOBAL PROPERTY __pf_fixture_${fixture}_scope)
    if(scope STREQUAL "RUN")
      list(APPEND chain ${fixture})
    endif()
    get_property(fixture GLOBAL PROPERTY __pf_fixture_${fixture}_parent)
  endwhile()
  set(${out} "${chain}" PARENT_SCOPE)
endfunction()

# The same as a list for FIXTURES_REQUIRED.
function(__pf_required out fixture)
  __pf_run_chain(chain "${fixture}")
  set(required "")
  foreach(fixture IN LISTS chain)
    get_property(name GLOBAL PROPERTY __pf_fixture_${fixture}_name)
    __pf_ctest_fixture(item "${name}")
    string(APPEND required ";${item}")
  endforeach()
  string(REGEX REPLACE "^;" "" required "${required}")
  set(${out} "${required}" PARENT_SCOPE)
endfunction()

# The seconds that the set-ups and teardowns of `fixture` (its number) and of those below it may take, or "none".
function(__pf_chain_seconds out fixture)
  set(sum 0)
  while(fixture)
    get_property(each GLOBAL PROPERTY __pf_fixture_${fixture}_seconds)
    if(each STREQUAL "none")
      set(sum none)
      break()
    endif()
    math(EXPR sum "${sum} + ${each}")
    get_property(fixture GLOBAL PROPERTY __pf_fixture_${fixture}_parent)
  endwhile()
  set(${out} ${sum} PARENT_SCOPE)
endfunction()

# A test beside the tasks. Its limit is longer than what it waits for can take by its own limits, so that these decide;
# 10000000 is CTest's own figure for "no limit".
function(__pf_add_fixture_test test verb name seconds)
  __pf_find_helper()
  __pf_literal(literal "${name}")
  add_test(NAME "${test}" COMMAND ${helper} session ${verb} "${build}" ${config} --name "${literal}" --)
  if(seconds STREQUAL "none" OR seconds GREATER 10000000)
    set(seconds 10000000)
  endif()
  set_tests_properties("${test}" PROPERTIES
    LABELS parallel
    SKIP_REGULAR_EXPRESSION PARALLEL_FIXTURES_SKIPPED
    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}"
    TIMEOUT ${seconds}
    FIXTURE_REPEAT_MODE AROUND_ALL_REPEATS)
endfunction()

# The tests of a fixture of scope RUN (its number) and of those below it, unless they are there.
function(__pf_add_fixture_tests fixture)
  __pf_run_chain(chain "${fixture}")
  list(REVERSE chain)
  foreach(fixture IN LISTS chain)
    get_property(added GLOBAL PROPERTY __pf_fixture_${fixture}_added SET)
    if(added)
      continue()
    endif()
    set_property(GLOBAL PROPERTY __pf_fixture_${fixture}_added 1)
    get_property(name GLOBAL PROPERTY __pf_fixture_${fixture}_name)
    get_property(parent GLOBAL PROPERTY __pf_fixture_${fixture}_parent)
    __pf_chain_seconds(seconds "${fixture}")
    set(longer none)
    if(NOT seconds STREQUAL "none")
      math(EXPR seconds "2 * ${seconds} + 60")
      math(EXPR longer "${seconds} + 3600")  # What is nested in it goes first.
    endif()
    __pf_ctest_fixture(own "${name}")
    __pf_required(required "${parent}")
    __pf_add_fixture_test("${name}.setup" set-up "${name}" ${seconds})
    __pf_add_fixture_test("${name}.teardown" tear-down "${name}" ${longer})
    set_tests_properties("${name}.setup" PROPERTIES FIXTURES_SETUP "${own}" FIXTURES_REQUIRED "${required}")
    set_tests_properties("${name}.teardown" PROPERTIES FIXTURES_CLEANUP "${own}" FIXTURES_REQUIRED "${required}")
  endforeach()
endfunction()

# What stands around the tasks of a group (its number), once. A group on no fixture of scope RUN has a test after its tasks
# that takes down what its workers hold and completes the results.
function(__pf_surround_group group number)
  get_property(surrounded GLOBAL PROPERTY __pf_group_${number}_required SET)
  if(surrounded)
    return()
  endif()
  get_property(fixture GLOBAL PROPERTY __pf_group_${number}_fixture)
  __pf_add_fixture_tests("${fixture}")
  __pf_required(required "${fixture}")
  if(required STREQUAL "")
    __pf_ctest_fixture(required "${group}")
    __pf_chain_seconds(seconds "${fixture}")
    if(NOT seconds STREQUAL "none")
      math(EXPR seconds "2 * ${seconds} + 3600")
    endif()
    __pf_add_fixture_test("${group}.teardown" end-group "${group}" ${seconds})
    set_tests_properties("${group}.teardown" PROPERTIES FIXTURES_CLEANUP "${required}")
  endif()
  set_property(GLOBAL PROPERTY __pf_group_${number}_required "${required}")
endfunction()

# The tests before and after the cases of a program. What it sets up itself, before any case, is a fixture with the name of
# the group, unless the group has another of that name, or stands on one of a narrower scope than RUN.
function(__pf_surround_program group number)
  get_property(fixture GLOBAL PROPERTY __pf_group_${number}_fixture)
  get_property(scope GLOBAL PROPERTY __pf_fixture_${fixture}_scope)
  if(own_fixture OR (fixture AND NOT scope STREQUAL "RUN"))
    __pf_surround_group("${group}" ${number})
    return()
  endif()
  __pf_add_fixture_tests("${fixture}")
  __pf_required(required "${fixture}")
  __pf_ctest_fixture(own "${group}")
  __pf_add_fixture_test("${group}.setup" set-up "${group}" none)
  __pf_add_fixture_test("${group}.teardown" tear-down "${group}" none)
  set_tests_properties("${group}.setup" PROPERTIES FIXTURES_SETUP "${own}" FIXTURES_REQUIRED "${required}")
  set_tests_properties("${group}.teardown" PROPERTIES FIXTURES_CLEANUP "${own}" FIXTURES_REQUIRED "${required}")
  list(APPEND required "${own}")
  set_property(GLOBAL PROPERTY __pf_group_${number}_required "${required}")
endfunction()

# The tests of a program's cases are in a script that the helper writes once it knows them; what it is to say of them is
# written to the group's record.
function(__pf_add_case_tests group number)
  __pf_surround_program("${group}" ${number})
  __pf_plan_directory(directory)
  __pf_literal(script "${directory}")
  string(REPLACE "$$<1:<>CONFIG>" "$<CONFIG>" script "${script}")
  __pf_write("tests${us}${script}/tests-${number}.cmake${end}")
  get_property(required GLOBAL PROPERTY __pf_group_${number}_required)
  foreach(name IN LISTS required)
    __pf_write("tests_require${us}${name}${end}")
  endforeach()
  get_property(fixture GLOBAL PROPERTY __pf_group_${number}_fixture)
  __pf_chain_seconds(before "${fixture}")
  if(fixture AND NOT before STREQUAL "none")
    __pf_write("tests_before${us}${before}${end}")
  endif()
  get_property(count GLOBAL PROPERTY __pf_group_${number}_properties)
  set(i 0)
  while(i LESS count)
    foreach(part IN ITEMS property value)
      get_property(word GLOBAL PROPERTY __pf_group_${number}_${part}_${i})
      if(word MATCHES "${forbidden}")
        __pf_fail("PROPERTIES: \"${word}\" holds the control character 0x1E or 0x1F, which the plan cannot hold.")
      endif()
      __pf_expressions(word "${word}")
      __pf_write("tests_property${us}${word}${end}")
    endforeach()
    math(EXPR i "${i} + 1")
  endwhile()
endfunction()

# At the end of the directory of a group (its number): ctest reads the script of its program's cases, which is made anew
# where the program or the plan is newer. Whatever goes wrong, ctest must be able to go on.
function(__pf_include_case_tests number)
  get_property(name GLOBAL PROPERTY __pf_group_${number}_name)
  get_property(target GLOBAL PROPERTY __pf_group_${number}_target)
  __pf_find_helper()
  __pf_plan_directory(directory)
  __pf_literal(literal "${name}")
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(config_words "")
  if(multi)
    set(config_words " -C [====[$<CONFIG>]====]")
  endif()
  string(CONCAT text
    "cmake_policy(PUSH)\n"
    "cmake_policy(VERSION 3.25)\n"
    "set(__pf_script [====[${directory}/tests-${number}.cmake]====])\n"
    "set(__pf_program [====[$<TARGET_FILE:${target}>]====])\n"
    "set(__pf_helper [====[${helper}]====])\n"
    "set(__pf_result 0)\n"
    "if(NOT EXISTS \"\${__pf_script}\" OR \"\${__pf_program}\" IS_NEWER_THAN \"\${__pf_script}\" OR\n"
    "   [====[${directory}/plan]====] IS_NEWER_THAN \"\${__pf_script}\")\n"
    "  execute_process(COMMAND \"\${__pf_helper}\" list --test-dir [====[${build}]====]${config_words}\n"
    "    --refresh \"\${__pf_program}\" --for-ctest RESULT_VARIABLE __pf_result OUTPUT_QUIET ERROR_QUIET)\n"
    "endif()\n"
    "if(__pf_result STREQUAL \"0\")\n"
    "  include(\"\${__pf_script}\" OPTIONAL RESULT_VARIABLE __pf_found)\n"
    "endif()\n"
    "if(NOT __pf_found)\n"
    "  add_test([====[${literal}.DISCOVERY_FAILED]====] \"\${__pf_helper}\" task [====[${build}]====]${config_words}\n"
    "    --id [====[${literal}.DISCOVERY_FAILED]====] --)\n"
    "  set_tests_properties([====[${literal}.DISCOVERY_FAILED]====] PROPERTIES LABELS parallel TIMEOUT 300)\n"
    "endif()\n"
    "foreach(__pf_name IN ITEMS script program helper result found)\n"
    "  unset(__pf_\${__pf_name})\n"
    "endforeach()\n"
    "cmake_policy(POP)\n")
  file(GENERATE OUTPUT "${directory}/include-${number}.cmake" CONTENT "${text}" TARGET "${target}")
  set(include "${directory}/include-${number}.cmake")
  if(multi)
    __pf_include_by_configuration(include ${number})
  endif()
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${include}")
endfunction()

# The same for a group that has such tests.
function(__pf_finish_cases number)
  get_property(target GLOBAL PROPERTY __pf_group_${number}_target)
  get_property(granularity GLOBAL PROPERTY __pf_group_${number}_granularity)
  if(granularity STREQUAL "TASK" AND NOT "${target}" STREQUAL "")
    __pf_include_case_tests(${number})
  endif()
endfunction()

# With several configurations ctest is told which by -C. Without, the first is meant, as with add_test.
function(__pf_include_by_configuration out number)
  set(include "${CMAKE_BINARY_DIR}/ParallelFixtures/include-${number}.cmake")
  string(REPLACE ";" " " configurations "${CMAKE_CONFIGURATION_TYPES}")
  file(WRITE "${include}.new"
    "foreach(__pf_configuration \"\${CTEST_CONFIGURATION_TYPE}\" ${configurations})\n"
    "  if(NOT __pf_configuration STREQUAL \"\" AND\n"
    "     EXISTS \"\${CMAKE_CURRENT_LIST_DIR}/\${__pf_configuration}/include-${number}.cmake\")\n"
    "    include(\"\${CMAKE_CURRENT_LIST_DIR}/\${__pf_configuration}/include-${number}.cmake\")\n"
    "    break()\n"
    "  endif()\n"
    "endforeach()\n")
  file(RENAME "${include}.new" "${include}")
  set(${out} "${include}" PARENT_SCOPE)
endfunction()

# Where CTest would say that there is no such program, it says so of this file instead.
function(__pf_program_file out)
  set(program "")
  foreach(i RANGE 2 ${last})
    if(word_${i} STREQUAL "COMMAND")
      math(EXPR i "${i} + 1")
      set(program "${word_${i}}")
      break()
    endif()
  endforeach()
  set(file "")
  if(program MATCHES "^\\$<TARGET_FILE:[^<>]*>$")
    set(file ";${program}")
  elseif(program MATCHES "^[A-Za-z0-9_.+:-]+$")
    set(type "$<TARGET_PROPERTY:${program},TYPE>")
    set(file ";$<$<TARGET_EXISTS:${program}>:$<$<STREQUAL:${type},EXECUTABLE>:$<TARGET_FILE:${program}>>>")
  elseif(program MATCHES "^/" AND NOT program MATCHES "\\$<")
    __pf_item(program "${program}")
    set(file ";${program}")
  endif()
  set(${out} "${file}" PARENT_SCOPE)
endfunction()

# Sets `limits` to the time limits of a task's test, as properties, and `limited` to what the helper is told of them. CTest's
# clock begins when the helper says that the task does, and ends a second after ours, which is kinder: SIGTERM first. Until
# then the task may wait, for a worker or for what it stands on.
function(__pf_limit_task number)
  __pf_take_limits_of_group(${number})
  if("GENERATOR" IN_LIST given)
    set(limits TIMEOUT 10000000 PARENT_SCOPE)  # Its test lasts as long as the tasks that it makes.
    set(limited "" PARENT_SCOPE)
    return()
  endif()
  set(limits "" PARENT_SCOPE)
  set(limited "" PARENT_SCOPE)
  if(arg_TIMEOUT MATCHES "^[0.]+$")
    set(limits TIMEOUT 0 PARENT_SCOPE)
    return()
  endif()
  __pf_whole_seconds(seconds "${arg_TIMEOUT}")
  if(seconds STREQUAL "none" OR NOT arg_RETRIES MATCHES "^[0-9]+$")
    return()  # CTest's own limit, as for every test, or what only generation knows.
  endif()
  math(EXPR seconds "(${seconds} + 1) * (${arg_RETRIES} + 1)")
  get_property(fixture GLOBAL PROPERTY __pf_group_${number}_fixture)
  get_property(may_wait GLOBAL PROPERTY __pf_group_${number}_may_wait SET)
  __pf_chain_seconds(before "${fixture}")
  set(all 10000000)
  if(NOT may_wait AND NOT before STREQUAL "none")
    math(EXPR all "${seconds} + 2 * ${before} + 60")
  endif()
  set(limits TIMEOUT ${all} TIMEOUT_AFTER_MATCH "${seconds}\\;PARALLEL_FIXTURES_BEGUN" PARENT_SCOPE)
  set(limited --limited PARENT_SCOPE)
endfunction()

# What CTest decides or shows.
function(__pf_set_task_properties test group number)
  foreach(keyword IN ITEMS COST WILL_FAIL PROCESSORS SKIP_RETURN_CODE DISABLED)
    if(keyword IN_LIST given AND NOT arg_${keyword} STREQUAL "")
      set_property(TEST "${test}" PROPERTY ${keyword} "${arg_${keyword}}")
    endif()
  endforeach()
  foreach(keyword IN ITEMS PASS_REGULAR_EXPRESSION FAIL_REGULAR_EXPRESSION)
    if(keyword IN_LIST given)
      string(REGEX REPLACE "^;" "" value "${arg_${keyword}}")
      set_property(TEST "${test}" PROPERTY ${keyword} "${value}")
    endif()
  endforeach()
  foreach(keyword IN ITEMS LABELS RESOURCE_LOCK REQUIRED_FILES SKIP_REGULAR_EXPRESSION RUN_SERIAL WORKING_DIRECTORY)
    if(NOT keyword IN_LIST given)
      set(arg_${keyword} "")
    endif()
  endforeach()
  foreach(property IN ITEMS labels locks run_serial required cwd directory)
    get_property(${property} GLOBAL PROPERTY __pf_group_${number}_${property})
  endforeach()
  __pf_item(label "${group}")
  __pf_program_file(program)
  string(REGEX REPLACE "^;" "" locks "${locks}${arg_RESOURCE_LOCK}")
  if(NOT arg_RUN_SERIAL STREQUAL "")
    set(run_serial "${arg_RUN_SERIAL}")
  endif()
  if(NOT arg_WORKING_DIRECTORY STREQUAL "")
    __pf_test_directory(directory "${arg_WORKING_DIRECTORY}")
  elseif(NOT "${cwd}" STREQUAL "")
    set(directory "${cwd}")
  endif()
  set_tests_properties("${test}" PROPERTIES
    LABELS "parallel;${label}${labels}${arg_LABELS}"
    SKIP_REGULAR_EXPRESSION "PARALLEL_FIXTURES_SKIPPED${arg_SKIP_REGULAR_EXPRESSION}"
    REQUIRED_FILES "${arg_REQUIRED_FILES}${program}"
    RESOURCE_LOCK "${locks}"
    RUN_SERIAL "${run_serial}"
    WORKING_DIRECTORY "${directory}"
    FIXTURES_REQUIRED "${required}")
endfunction()

# The test of a task whose words were read.
function(__pf_add_task_test group name number)
  __pf_surround_group("${group}" ${number})
  set(test "${group}.${name}")
  __pf_limit_task(${number})
  __pf_find_helper()
  __pf_plan_directory(directory)
  __pf_literal(id "${test}")
  add_test(NAME "${test}" COMMAND ${client} "${directory}" "${id}" ${limited} --)
  if(limits)
    set_tests_properties("${test}" PROPERTIES ${limits})
  endif()
  __pf_set_task_properties("${test}" "${group}" ${number})
  __pf_set_user_properties(${number} "${test}")
endfunction()
