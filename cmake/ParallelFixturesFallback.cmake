# The fallback: tests run by CTest's own means (docs/platforms.md, docs/design/fallback.md). ParallelFixtures.cmake includes this
# file where the global property __pf_fallback is ON; projects do not. The functions here and in the other files
# ParallelFixturesFallback*.cmake take the place of those of the same names, which write a plan or make tests of the helper.
# All declarations are read and checked by the same functions in both ways.
#
# Files of the tests are in <build>/ParallelFixtures/fallback:
#   fixture-<n>.cmake   what a fixture is, for ParallelFixturesFallbackFixture.cmake, which sets it up and tears it down
#   fixture-<n>/        its state: the file `env` with what it hands down, `skipped`, `service`, `log` and the directory `tmp`
#   group-<n>           what the tasks of a group have in common, for ParallelFixturesFallbackRun.sh and .cmake
foreach(__pf_module IN ITEMS Words Fixtures Tasks Groups Programs CaseTests)
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelFixturesFallback${__pf_module}.cmake")
endforeach()
unset(__pf_module)
set_property(GLOBAL PROPERTY __pf_scripts "${CMAKE_CURRENT_LIST_DIR}")

# There is no plan. The records of fixtures, groups and matching cases are kept until the end of their directory.
function(__pf_write text)
endfunction()

function(__pf_write_record text)
  if(text MATCHES "^fixture${us}")
    set_property(GLOBAL PROPERTY __pf_fixture_${number}_record "${text}")
    set_property(DIRECTORY APPEND PROPERTY __pf_fixtures_here ${number})
  elseif(text MATCHES "^group${us}")
    set_property(GLOBAL PROPERTY __pf_group_${number}_record "${text}")
  elseif(text MATCHES "^task${us}")
    get_property(granularity GLOBAL PROPERTY __pf_group_${number}_granularity)
    if(NOT granularity STREQUAL "TASK")
      set_property(GLOBAL APPEND_STRING PROPERTY __pf_group_${number}_all_tasks "${text}")
    endif()
  elseif(text MATCHES "^matching${us}([^${end}]*)${end}")
    string(REPLACE "$$<1:<>" "$<" name "${CMAKE_MATCH_1}")
    get_property(group GLOBAL PROPERTY "__pf_group ${name}")
    set_property(GLOBAL APPEND_STRING PROPERTY __pf_group_${group}_matching "${text}")
  elseif(text MATCHES "^finish${us}")
    __pf_note_loss("no command follows a run: parallel_fixtures_on_finish has no effect")
  endif()
endfunction()

function(__pf_program word)
endfunction()

# Every task is declared word by word.
function(__pf_keep_model)
endfunction()

# CTest itself follows all properties that the project sets, so that only the items of the module are kept.
function(__pf_remember_test test group)
  foreach(property IN ITEMS FIXTURES_REQUIRED SKIP_REGULAR_EXPRESSION)
    get_property(needed TEST "${test}" PROPERTY ${property})
    __pf_need("${test}" ${property} "${needed}")
  endforeach()
  __pf_new_record(task test group)
  set_property(DIRECTORY APPEND PROPERTY __pf_tasks_here ${task})
endfunction()

# Fails if the project has let the test of a task of this directory require a fixture that its group is not on.
function(__pf_check_tasks)
  get_property(tasks DIRECTORY PROPERTY __pf_tasks_here)
  foreach(task IN LISTS tasks)
    get_property(test GLOBAL PROPERTY __pf_task_${task}_test)
    get_property(group GLOBAL PROPERTY __pf_task_${task}_group)
    get_property(required TEST "${test}" PROPERTY FIXTURES_REQUIRED)
    __pf_check_required("the test \"${test}\"" ${group} "${required}")
  endforeach()
endfunction()

# Prepares for a declaration.
function(__pf_begin)
  __pf_begin_directory()
endfunction()

# Sets `out` to the directory for the files of the tests. A multi-configuration generator has one for each configuration.
function(__pf_fallback_directory out)
  set(directory "${CMAKE_BINARY_DIR}/ParallelFixtures/fallback")
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi)
    string(APPEND directory "/$<CONFIG>")
  endif()
  set(${out} "${directory}" PARENT_SCOPE)
endfunction()

# Runs at the end of each directory that declares something, and of the top-level directory.
function(__pf_end_of_directory)
  __pf_wait_for_deferred(waited)
  if(NOT waited)
    return()
  endif()
  set(call "the end of ${CMAKE_CURRENT_SOURCE_DIR}")
  __pf_separators()
  __pf_add_required_fixtures()
  __pf_check_tasks()
  __pf_keep_needs()
  set_property(GLOBAL PROPERTY "__pf_ended ${CMAKE_CURRENT_BINARY_DIR}" 1)
  get_property(fixtures DIRECTORY PROPERTY __pf_fixtures_here)
  get_property(groups DIRECTORY PROPERTY __pf_groups_here)
  if(fixtures OR groups)
    __pf_warn_without_testing()
  endif()
  foreach(fixture IN LISTS fixtures)
    __pf_write_fixture(${fixture})
  endforeach()
  foreach(group IN LISTS groups)
    __pf_check_user_properties(${group})
    __pf_finish_program(${group})
    __pf_list_cases(${group})
    __pf_finish_group(${group})
    __pf_write_group(${group})
  endforeach()
  if(CMAKE_CURRENT_BINARY_DIR STREQUAL CMAKE_BINARY_DIR)
    __pf_finish_waiting_programs()
    get_property(groups GLOBAL PROPERTY __pf_waiting_programs)
    foreach(group IN LISTS groups)
      __pf_list_cases(${group})
    endforeach()
    __pf_check_adapters()
    __pf_tell_of_losses()
  endif()
endfunction()

# Notes that something of this build has no counterpart in CTest: one line for each kind.
function(__pf_note_loss text)
  get_property(losses GLOBAL PROPERTY __pf_losses)
  if(NOT text IN_LIST losses)
    set_property(GLOBAL APPEND PROPERTY __pf_losses "${text}")
  endif()
endfunction()

# Says at the end of the project which of its declarations have no counterpart in CTest.
function(__pf_tell_of_losses)
  get_property(losses GLOBAL PROPERTY __pf_losses)
  foreach(loss IN LISTS losses)
    message(STATUS "ParallelFixtures: without the helper, ${loss} (docs/platforms.md)")
  endforeach()
endfunction()

__pf_add_exec()
