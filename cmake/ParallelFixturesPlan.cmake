# Writes the plan (docs/design/plan-format.md) and ends directories. ParallelFixtures.cmake includes this file; projects do not.
#
# All state is in global properties, because calls come from functions and directories of any depth. Names of fixtures and
# groups may hold characters that a list cannot, so both have numbers:
#   "__pf_fixture <name>", "__pf_group <name>"       the number
#   __pf_fixture_<n>_<what>, __pf_group_<n>_<what>   the properties of a fixture or a group
#   "__pf_task <group>.<name>"                       set if a task has this id
# One part of the plan is open at a time:
#   __pf_owner     the directory of the part, which is the one of the last declaration
#   __pf_source    the file of its last record
#   __pf_text      its text
#   __pf_records   a character for each of its records, without those of tasks that are like a model
#   __pf_run       a number that changes with the part and with its source

# Sets the state before the first call. The top-level directory always writes a plan, so that a build which no longer declares
# anything has an empty one.
function(__pf_initialize)
  foreach(number IN ITEMS parts fixtures groups run count_batch count_need count_model count_task count_slot)
    set_property(GLOBAL PROPERTY __pf_${number} 0)
  endforeach()
  foreach(text IN ITEMS text owner source)
    set_property(GLOBAL PROPERTY __pf_${text} "")
  endforeach()
  # The parts and their index have the same stamp, because CMake writes the files one by one and may fail in between.
  string(RANDOM LENGTH 16 ALPHABET 0123456789abcdef stamp)
  set_property(GLOBAL PROPERTY __pf_stamp ${stamp})
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" PROPERTY __pf_deferred 1)
  cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL __pf_end_of_directory)
endfunction()

# Adds to a number that is a global property.
function(__pf_add property number)
  get_property(sum GLOBAL PROPERTY "${property}")
  math(EXPR sum "${sum} + ${number}")
  set_property(GLOBAL PROPERTY "${property}" ${sum})
endfunction()

# Adds to the text of the open part.
function(__pf_write text)
  set_property(GLOBAL APPEND_STRING PROPERTY __pf_text "${text}")
endfunction()

# Adds a record to the open part.
function(__pf_write_record text)
  set_property(GLOBAL APPEND_STRING PROPERTY __pf_text "${text}")
  set_property(GLOBAL APPEND_STRING PROPERTY __pf_records .)
endfunction()

# Gives a new number to an object of this kind and keeps the variables ARGN of the caller as __pf_<kind>_<number>_<variable>.
# Sets the variable <kind> to the number.
function(__pf_new_record kind)
  __pf_add(__pf_count_${kind} 1)
  get_property(number GLOBAL PROPERTY __pf_count_${kind})
  foreach(variable IN LISTS ARGN)
    set_property(GLOBAL PROPERTY __pf_${kind}_${number}_${variable} "${${variable}}")
  endforeach()
  set(${kind} ${number} PARENT_SCOPE)
endfunction()

# Writes once in each part which words replace `word`, the first word of a command, if it turns out to be an executable target:
# TEST_LAUNCHER, CROSSCOMPILING_EMULATOR and the file, as in add_test.
function(__pf_program word)
  get_property(part GLOBAL PROPERTY __pf_parts)
  get_property(known GLOBAL PROPERTY "__pf_program ${part} ${word}" SET)
  if(known)
    return()
  endif()
  set_property(GLOBAL PROPERTY "__pf_program ${part} ${word}" 1)
  set(value "${word}")
  set(target "${word}")
  set(guard "1")
  if(word MATCHES "\\$<")
    # $<TARGET_EXISTS> fails for a text that cannot be the name of a target, so it is asked about C identifiers only.
    __pf_mark_expressions(marked "${word}")
    string(ASCII 91 62 30 93 loose)
    if(marked MATCHES "${loose}")
      return()
    endif()
    set(target "$<1:${word}>")
    set(guard "$<STREQUAL:$<MAKE_C_IDENTIFIER:${target}>,${target}>")
  elseif(NOT word MATCHES "^[A-Za-z0-9_.+:-]+$")
    return()
  endif()
  __pf_launchers(text "${target}" arg)
  string(APPEND text "arg${us}$<TARGET_FILE:${target}>${end}")
  set(text "$<$<STREQUAL:$<TARGET_PROPERTY:${target},TYPE>,EXECUTABLE>:${text}>")
  __pf_write("target${us}${value}${end}$<${guard}:$<$<TARGET_EXISTS:${target}>:${text}>>")
endfunction()

# Ends the open part.
function(__pf_close_part)
  get_property(part GLOBAL PROPERTY __pf_parts)
  get_property(text GLOBAL PROPERTY __pf_text)
  get_property(records GLOBAL PROPERTY __pf_records)
  string(LENGTH "${records}" records)
  get_property(models GLOBAL PROPERTY __pf_models)
  foreach(model IN LISTS models)
    get_property(alike GLOBAL PROPERTY __pf_model_${model}_tasks)
    list(LENGTH alike count)
    math(EXPR records "${records} + ${count}")
  endforeach()
  set_property(GLOBAL PROPERTY __pf_models "")
  set_property(GLOBAL PROPERTY "__pf_part ${part}" "${text}end${us}${records}${end}")
  set_property(GLOBAL PROPERTY __pf_text "")
  set_property(GLOBAL PROPERTY __pf_owner "")
  __pf_add(__pf_run 1)
endfunction()

# Fails if this directory has ended, and otherwise lets its end be noticed.
function(__pf_begin_directory)
  get_property(ended GLOBAL PROPERTY "__pf_ended ${CMAKE_CURRENT_BINARY_DIR}" SET)
  if(ended)
    __pf_fail("the plan of this directory is already written." "Call it before the end of ${CMAKE_CURRENT_LIST_FILE}.")
  endif()
  get_property(deferred DIRECTORY PROPERTY __pf_deferred SET)
  if(NOT deferred)
    set_property(DIRECTORY PROPERTY __pf_deferred 1)
    cmake_language(DEFER CALL __pf_end_of_directory)
  endif()
endfunction()

# Prepares for a declaration: opens a part of this directory, and notes this file as the source of the next records.
function(__pf_begin)
  __pf_begin_directory()
  __pf_open_part_here()
  get_property(source GLOBAL PROPERTY __pf_source)
  if(NOT source STREQUAL CMAKE_CURRENT_LIST_FILE)
    set_property(GLOBAL PROPERTY __pf_source "${CMAKE_CURRENT_LIST_FILE}")
    __pf_literal(source "${CMAKE_CURRENT_LIST_FILE}")
    __pf_write("from${us}${source}${end}")
    __pf_add(__pf_run 1)
  endif()
endfunction()

# Opens a part of this directory, unless the open part is one.
function(__pf_open_part_here)
  get_property(owner GLOBAL PROPERTY __pf_owner)
  if(NOT owner STREQUAL CMAKE_CURRENT_BINARY_DIR)
    if(owner)
      __pf_close_part()
    endif()
    __pf_open_part()
  endif()
endfunction()

# Begins a part of this directory.
function(__pf_open_part)
  __pf_add(__pf_parts 1)
  get_property(part GLOBAL PROPERTY __pf_parts)
  set_property(DIRECTORY APPEND PROPERTY __pf_parts_here ${part})
  get_property(stamp GLOBAL PROPERTY __pf_stamp)
  __pf_literal(directory "${CMAKE_CURRENT_BINARY_DIR}")
  set_property(GLOBAL PROPERTY __pf_owner "${CMAKE_CURRENT_BINARY_DIR}")
  set_property(GLOBAL PROPERTY __pf_records "")
  set_property(GLOBAL PROPERTY __pf_source "")
  __pf_write("parallel-fixtures-part${us}1${end}stamp${us}${stamp}${end}bindir${us}${directory}${end}")
endfunction()

# Sets `out` to the directory of the plan's files. A multi-configuration generator has one for each configuration.
function(__pf_plan_directory out)
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(config "default")
  if(multi)
    set(config "$<CONFIG>")
  endif()
  set(${out} "${CMAKE_BINARY_DIR}/ParallelFixtures/${config}" PARENT_SCOPE)
endfunction()

# Warns once if CMake writes no tests for this directory. A project that uses include(CTest) may have turned them off.
function(__pf_warn_without_testing)
  get_property(warned GLOBAL PROPERTY __pf_warned_without_testing SET)
  if(CMAKE_TESTING_ENABLED OR warned OR (DEFINED BUILD_TESTING AND NOT BUILD_TESTING))
    return()
  endif()
  set_property(GLOBAL PROPERTY __pf_warned_without_testing 1)
  message(WARNING "ParallelFixtures: ${call}: enable_testing() is missing, so that ctest finds no tests.  Call it in the top "
    "CMakeLists.txt, before add_subdirectory.")
endfunction()

# Sets `out` to whether the deferred calls of the project have run, which may declare something too. If not, the end of the directory
# comes once more, after them.
function(__pf_wait_for_deferred out)
  get_property(waited DIRECTORY PROPERTY __pf_waited SET)
  if(NOT waited)
    set_property(DIRECTORY PROPERTY __pf_waited 1)
    cmake_language(DEFER CALL __pf_end_of_directory)
  endif()
  set(${out} ${waited} PARENT_SCOPE)
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
  __pf_keep_needs()
  __pf_keep_directory()
  if(CMAKE_CURRENT_BINARY_DIR STREQUAL CMAKE_BINARY_DIR)
    __pf_keep_other_directories()
  endif()
  get_property(owner GLOBAL PROPERTY __pf_owner)
  if(owner STREQUAL CMAKE_CURRENT_BINARY_DIR)
    __pf_close_part()
  endif()
  set_property(GLOBAL PROPERTY "__pf_ended ${CMAKE_CURRENT_BINARY_DIR}" 1)
  __pf_plan_directory(directory)
  get_property(parts DIRECTORY PROPERTY __pf_parts_here)
  if(parts)
    __pf_warn_without_testing()
  endif()
  foreach(part IN LISTS parts)
    get_property(text GLOBAL PROPERTY "__pf_part ${part}")
    # A part is written at the end of its directory, because imported targets are known there only.
    file(GENERATE OUTPUT "${directory}/part-${part}" CONTENT "${text}")
    set_property(GLOBAL PROPERTY "__pf_part ${part}")
  endforeach()
  get_property(groups DIRECTORY PROPERTY __pf_groups_here)
  foreach(group IN LISTS groups)
    __pf_check_user_properties(${group})
    __pf_finish_program(${group})
    __pf_finish_group(${group})
    __pf_finish_cases(${group})
  endforeach()
  if(CMAKE_CURRENT_BINARY_DIR STREQUAL CMAKE_BINARY_DIR)
    __pf_finish_waiting_programs()
    __pf_check_adapters()
    __pf_write_index("${directory}")
  endif()
endfunction()

# Writes the index of the plan, which names its parts, and the file that names the helper.
function(__pf_write_index directory)
  get_property(stamp GLOBAL PROPERTY __pf_stamp)
  get_property(parts GLOBAL PROPERTY __pf_parts)
  set(text "parallel-fixtures-plan${us}1${end}stamp${us}${stamp}${end}config${us}$<CONFIG>${end}")
  __pf_literal(source "${CMAKE_SOURCE_DIR}")
  string(APPEND text "source${us}${source}${end}")
  __pf_find_own_scripts(found "${CMAKE_SOURCE_DIR}")
  if(found AND CMAKE_CTEST_COMMAND)
    __pf_literal(ctest "${CMAKE_CTEST_COMMAND}")
    string(APPEND text "ctest${us}${ctest}${end}")
  endif()
  set(part 1)
  while(part LESS_EQUAL parts)
    string(APPEND text "part${us}part-${part}${end}")
    math(EXPR part "${part} + 1")
  endwhile()
  file(GENERATE OUTPUT "${directory}/plan" CONTENT "${text}end${us}${parts}${end}")
  if(TARGET ParallelFixtures::parallel-fixtures)
    file(GENERATE OUTPUT "${directory}/helper" CONTENT "$<TARGET_FILE:ParallelFixtures::parallel-fixtures>")
  endif()
endfunction()
