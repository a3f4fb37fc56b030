# The calls that take the place of gtest_discover_tests, catch_discover_tests and doctest_discover_tests. ParallelFixtures.cmake
# includes this file; projects do not.

# Declares the keywords of the three calls: those of the framework's own call, and ARGN, those of add_parallel_fixture_tests.
function(__pf_define_discovery_keywords)
  set(of_gtest
    "TEST_FILTER text filter"
    "TEST_LIST text -"
    "DISCOVERY_MODE word:POST_BUILD,PRE_TEST -"
    "DISCOVERY_EXTRA_ARGS arguments list_arg"
    "NO_PRETTY_TYPES switch -"
    "NO_PRETTY_VALUES switch -"
    "XML_OUTPUT_DIR text -")
  set(of_catch
    "TEST_LIST text -"
    "DISCOVERY_MODE word:POST_BUILD,PRE_TEST -"
    "TEST_SPEC texts -"
    "SKIP_IS_FAILURE switch skip_fails"
    "ADD_TAGS_AS_LABELS switch case_labels"
    "DL_PATHS texts -"
    "DL_FRAMEWORK_PATHS texts -"
    "REPORTER text -"
    "OUTPUT_DIR text -"
    "OUTPUT_PREFIX text -"
    "OUTPUT_SUFFIX text -")
  set(of_doctest
    "TEST_LIST text -"
    "TEST_SPEC texts -"
    "ADD_LABELS switch case_labels"
    "JUNIT_OUTPUT_DIR text -")
  foreach(command IN ITEMS gtest catch doctest)
    foreach(line IN LISTS of_${command})
      string(REGEX MATCH "^[A-Z_]+" keyword "${line}")
      set_property(GLOBAL PROPERTY "__pf_program_keyword ${keyword}" 1)
    endforeach()
    __pf_keywords(${command} ${of_${command}} ${ARGN})
  endforeach()
endfunction()

# Moves each PROPERTIES with its names and values behind all other words, where __pf_parse expects them. Where a name is
# expected, a keyword ends them, unless it is also the name of a property. Changes word_<n> of the caller, and sets
# `given_<property>` to the value of each property for which add_parallel_fixture_tests has a keyword.
function(__pf_move_properties command last)
  set(own_keyword "^(TIMEOUT|LABELS|ENVIRONMENT|RESOURCE_LOCK|RUN_SERIAL)$")
  set(count 1)
  set(pairs 0)
  set(in_pairs NO)
  foreach(i RANGE 1 ${last})
    if(i GREATER last)
      break()  # There are no words: RANGE counts down.
    endif()
    set(word "${word_${i}}")
    get_property(keyword GLOBAL PROPERTY "__pf_keyword ${command} ${word}" SET)
    if(word STREQUAL "PROPERTIES" AND NOT in_pairs STREQUAL "VALUE")
      set(in_pairs NAME)
    elseif(in_pairs STREQUAL "VALUE")
      string(REPLACE "\\;" ";" word "${word}")  # gtest_discover_tests of CMake before 3.30 takes lists so.
      if(name MATCHES "${own_keyword}")
        set(given_${name} "${word}" PARENT_SCOPE)
      else()
        math(EXPR pairs "${pairs} + 1")
        set(name_${pairs} "${name}")
        set(value_${pairs} "${word}")
      endif()
      set(in_pairs NAME)
    elseif(in_pairs STREQUAL "NAME" AND (NOT keyword OR word MATCHES "${own_keyword}|^SKIP_(RETURN_CODE|REGULAR_EXPRESSION)$"))
      set(name "${word}")
      set(in_pairs VALUE)
    else()
      set(in_pairs NO)
      set(word_${count} "${word}" PARENT_SCOPE)
      math(EXPR count "${count} + 1")
    endif()
  endforeach()
  if(in_pairs STREQUAL "VALUE")
    __pf_fail("PROPERTIES: \"${name}\" has no value.")
  endif()
  if(pairs GREATER 0)
    set(word_${count} PROPERTIES PARENT_SCOPE)
    foreach(pair RANGE 1 ${pairs})
      foreach(part IN ITEMS name value)
        math(EXPR count "${count} + 1")
        set(word_${count} "${${part}_${pair}}" PARENT_SCOPE)
      endforeach()
    endforeach()
    math(EXPR count "${count} + 1")
  endif()
  math(EXPR last "${count} - 1")
  set(last ${last} PARENT_SCOPE)
endfunction()

# Sets `discovered_entries` to the entries for each case of the properties that __pf_move_properties found, which have the
# meaning of the keywords of the same name.
function(__pf_discovered_entries)
  set(text "")
  set(command matching)
  foreach(property IN LISTS own_properties)
    get_property(spec GLOBAL PROPERTY "__pf_keyword matching ${property}")
    foreach(word_0 IN LISTS given_${property})
      __pf_parse_values(${property} ${spec} 0 0)
      string(APPEND text "${entries}")
    endforeach()
  endforeach()
  set(discovered_entries "${text}" PARENT_SCOPE)
endfunction()

# Fails for the keywords that let each test write a report of its own.
function(__pf_refuse_reports)
  foreach(keyword IN ITEMS XML_OUTPUT_DIR REPORTER OUTPUT_DIR OUTPUT_PREFIX OUTPUT_SUFFIX JUNIT_OUTPUT_DIR)
    if(keyword IN_LIST given)
      __pf_fail("${keyword} is not supported, because ParallelFixtures reads the result of a test from the framework's own report."
        "Leave it out. \"ctest --output-junit <file>\" and Testing/ParallelFixtures/latest/junit.xml have all results.")
    endif()
  endforeach()
endfunction()

# Translates the keywords of the framework's call that have no key of the plan into those of add_parallel_fixture_tests, and
# adds TARGET and FRAMEWORK. `joint` joins several test specifications.
function(__pf_translate_discovery framework joint)
  if("TEST_SPEC" IN_LIST given)
    list(REMOVE_AT arg_TEST_SPEC 0)
    list(JOIN arg_TEST_SPEC "${joint}" text_TEST_FILTER)
    __pf_value(TEST_FILTER text "${text_TEST_FILTER}")
    set(new_TEST_FILTER "filter${us}${value}${end}")
  endif()
  if("DL_PATHS" IN_LIST given)
    list(REMOVE_AT arg_DL_PATHS 0)
    list(JOIN arg_DL_PATHS ":" paths)
    string(REPLACE ";" ":" paths "${paths}")  # A word may be a list.
    if(NOT "$ENV{LD_LIBRARY_PATH}" STREQUAL "")
      string(APPEND paths ":$ENV{LD_LIBRARY_PATH}")
    endif()
    __pf_value(ENVIRONMENT assignments "LD_LIBRARY_PATH=${paths}")
    set(text_ENVIRONMENT ";LD_LIBRARY_PATH=${paths}")
    set(new_ENVIRONMENT "env${us}${value}${end}")
    if("ENVIRONMENT" IN_LIST given)
      string(PREPEND text_ENVIRONMENT "${arg_ENVIRONMENT}")
      string(PREPEND new_ENVIRONMENT "${entries_ENVIRONMENT}")
    endif()
  endif()
  set(text_TARGET "${target}")
  set(new_TARGET "")
  string(TOUPPER ${framework} text_FRAMEWORK)
  set(new_FRAMEWORK "framework${us}${framework}${end}")
  foreach(keyword IN ITEMS TEST_FILTER ENVIRONMENT TARGET FRAMEWORK)
    if(DEFINED new_${keyword})
      list(APPEND given ${keyword})
      set(arg_${keyword} "${text_${keyword}}" PARENT_SCOPE)
      set(entries_${keyword} "${new_${keyword}}" PARENT_SCOPE)
    endif()
  endforeach()
  list(REMOVE_DUPLICATES given)
  set(given "${given}" PARENT_SCOPE)
endfunction()

# Sets `out` to the rule by which gtest_discover_tests of this CMake names typed tests and tests with parameters. CMake's own
# script says which one it is.
function(__pf_gtest_names out)
  get_property(by GLOBAL PROPERTY __pf_gtest_names)
  if("${by}" STREQUAL "")
    set(by discover_tests_json)
    set(script "${CMAKE_ROOT}/Modules/GoogleTestAddTests.cmake")
    if(EXISTS "${script}")
      file(READ "${script}" text)
      string(FIND "${text}" "pretty_suite \"\${line}\"" reads_lines)
      string(FIND "${text}" "\"/.*\" \"\" pretty_suite" cuts_early)
      if(NOT cuts_early EQUAL -1)
        set(by discover_tests_old)
      elseif(NOT reads_lines EQUAL -1)
        set(by discover_tests)
      endif()
    endif()
    set_property(GLOBAL PROPERTY __pf_gtest_names ${by})
  endif()
  set(${out} ${by} PARENT_SCOPE)
endfunction()

# Sets `discovery` to the entries of the plan that name the cases as the framework's call does.
function(__pf_naming_entries)
  __pf_gtest_names(by)
  set(text "named_by${us}${by}${end}name_prefix${us}${end}")
  foreach(pair IN ITEMS NO_PRETTY_TYPES=pretty_types NO_PRETTY_VALUES=pretty_values)
    string(REGEX MATCH "^([A-Z_]+)=([a-z_]+)$" pair "${pair}")
    if(CMAKE_MATCH_1 IN_LIST given)
      string(APPEND text "${CMAKE_MATCH_2}${us}OFF${end}")
    endif()
  endforeach()
  string(APPEND text "case_labels${us}OFF${end}")
  foreach(keyword IN ITEMS ADD_TAGS_AS_LABELS ADD_LABELS SKIP_IS_FAILURE DISCOVERY_EXTRA_ARGS)
    if(keyword IN_LIST given)
      string(APPEND text "${entries_${keyword}}")
    endif()
  endforeach()
  set(discovery "${text}" PARENT_SCOPE)
endfunction()

# Sets `group` to the first of <target>, <target>.2 and so on that is no name of a group or fixture.
function(__pf_free_group target)
  set(name "${target}")
  set(number 1)
  while(1)
    get_property(fixture GLOBAL PROPERTY "__pf_fixture ${name}" SET)
    get_property(taken GLOBAL PROPERTY "__pf_group ${name}" SET)
    if(NOT fixture AND NOT taken)
      break()
    endif()
    math(EXPR number "${number} + 1")
    set(name "${target}.${number}")
  endwhile()
  set(group "${name}" PARENT_SCOPE)
endfunction()

# Sets `pre_test` to whether the program must not run in the build, as DISCOVERY_MODE or the variable that is its default says.
function(__pf_read_discovery_mode framework)
  set(variable CMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE)
  if(framework STREQUAL "catch2")
    set(variable CMAKE_CATCH_DISCOVER_TESTS_DISCOVERY_MODE)
  endif()
  set(mode "${${variable}}")
  if("DISCOVERY_MODE" IN_LIST given)
    set(mode "${arg_DISCOVERY_MODE}")
  endif()
  set(pre_test NO PARENT_SCOPE)
  if("${mode}" STREQUAL "PRE_TEST" AND NOT framework STREQUAL "doctest")
    set(pre_test YES PARENT_SCOPE)
  endif()
endfunction()

# Declares the group of a call that takes the place of one of the framework's. `command` is the table of its keywords, and
# `joint` joins several test specifications. `properties` is -1 if the call has no PROPERTIES.
macro(__pf_discover_tests command framework joint)
  __pf_separators()
  __pf_begin()
  set(discovered_entries "")
  if(NOT properties EQUAL -1)
    set(own_properties TIMEOUT LABELS ENVIRONMENT RESOURCE_LOCK RUN_SERIAL)
    foreach(property IN LISTS own_properties)
      set(given_${property} "")
    endforeach()
    __pf_move_properties(${command} ${last})
    __pf_discovered_entries()
  endif()
  __pf_parse(${command} 1 ${last})
  __pf_refuse_reports()
  __pf_naming_entries()
  __pf_read_discovery_mode(${framework})
  __pf_translate_discovery(${framework} "${joint}")
  __pf_free_group("${target}")
  __pf_declare_group("${group}")
endmacro()

function(parallel_gtest_discover_tests target)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "parallel_gtest_discover_tests(${target})")
  math(EXPR last "${ARGC} - 1")
  string(FIND ";${ARGV};" ";PROPERTIES;" properties)
  __pf_discover_tests(gtest gtest ":")
endfunction()

function(parallel_catch_discover_tests target)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "parallel_catch_discover_tests(${target})")
  math(EXPR last "${ARGC} - 1")
  string(FIND ";${ARGV};" ";PROPERTIES;" properties)
  __pf_discover_tests(catch catch2 " ")
endfunction()

function(parallel_doctest_discover_tests target)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "parallel_doctest_discover_tests(${target})")
  math(EXPR last "${ARGC} - 1")
  string(FIND ";${ARGV};" ";PROPERTIES;" properties)
  __pf_discover_tests(doctest doctest ",")
endfunction()
