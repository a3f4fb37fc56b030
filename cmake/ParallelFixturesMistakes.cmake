# Tells of words that a command would take as arguments, although they were meant otherwise. ParallelFixtures.cmake includes
# this file; projects do not.

# Declares the properties of tests that CTest has.
function(__pf_define_ctest_properties)
  foreach(property IN ITEMS ATTACHED_FILES ATTACHED_FILES_ON_FAIL COST DEPENDS DISABLED ENVIRONMENT ENVIRONMENT_MODIFICATION
          FAIL_REGULAR_EXPRESSION FIXTURES_CLEANUP FIXTURES_REQUIRED FIXTURES_SETUP GENERATED_RESOURCE_SPEC_FILE LABELS
          MEASUREMENT PASS_REGULAR_EXPRESSION PROCESSOR_AFFINITY PROCESSORS REQUIRED_FILES RESOURCE_GROUPS RESOURCE_LOCK
          RUN_SERIAL SKIP_REGULAR_EXPRESSION SKIP_RETURN_CODE TIMEOUT TIMEOUT_AFTER_MATCH TIMEOUT_SIGNAL_GRACE_PERIOD
          TIMEOUT_SIGNAL_NAME WILL_FAIL WORKING_DIRECTORY)
    set_property(GLOBAL PROPERTY "__pf_ctest_property ${property}" 1)
  endforeach()
endfunction()

# Checks the word of a command or of EXTRA_ARGS after the first, `first`.
function(__pf_check_argument keyword word first)
  if(word MATCHES "^[A-Z][A-Z_]+$")
    __pf_check_capitals("${keyword}" "${word}")
  elseif(word MATCHES "@PORT@")
    __pf_check_port("${keyword}")
  elseif(NOT first MATCHES "(^|/)(sh|ash|bash|dash|ksh|zsh|fish|env|make|perl|awk|php)$" AND
         word MATCHES "(^|[=:/,])([$]([A-Z][A-Z0-9_]+)|[$][{]([A-Z][A-Z0-9_]+)[}])($|[:/,])")
    message(WARNING "${call}: no shell runs the command of ${keyword}, so that nothing replaces \"${CMAKE_MATCH_2}\".\n"
      "Write @${CMAKE_MATCH_3}${CMAKE_MATCH_4}@ for a variable that a fixture hands down or ENVIRONMENT sets, or "
      "${keyword} sh -c \"...\" for any other.\nAs plain text it is written $<1:$>${CMAKE_MATCH_3}${CMAKE_MATCH_4}.")
  endif()
endfunction()

# Fails if a word of capitals is a property of CTest that is no keyword here, and warns if it is a keyword of another call, or
# nearly one of this call.
function(__pf_check_capitals keyword word)
  get_property(property GLOBAL PROPERTY "__pf_ctest_property ${word}")
  if(property)
    set(fix_task "Set it after this call: set_tests_properties(<group>.<name> PROPERTIES ${word} <value>).")
    set(fix_tests "Give it behind PROPERTIES, at the end of this call.")
    set(fix_fixture "Give it to the tasks that need it.")
    __pf_fail("${word} is a property of CTest and no keyword of this call, so that it would be an argument of ${keyword}."
      "${fix_${command}}" "As an argument it is written $<1:${word}>.")
  endif()
  set(call_of_fixture add_parallel_fixture)
  set(call_of_tests add_parallel_fixture_tests)
  set(call_of_task add_parallel_fixture_task)
  foreach(other IN ITEMS fixture tests task)
    get_property(keywords GLOBAL PROPERTY "__pf_keywords ${other}")
    if(word IN_LIST keywords)
      message(WARNING "${call}: ${word} is an argument of ${keyword} here. It is a keyword of ${call_of_${other}}(), and none of "
        "this call.\nTo keep the argument without this warning, write $<1:${word}>.")
      return()
    endif()
  endforeach()
  string(LENGTH "${word}" length)
  if(length LESS 5)
    return()
  endif()
  get_property(keywords GLOBAL PROPERTY "__pf_keywords ${command}")
  foreach(candidate IN LISTS keywords)
    string(LENGTH "${candidate}" other)
    math(EXPR difference "${length} - ${other}")
    set(distance 0)
    if(difference GREATER -2 AND difference LESS 2)
      __pf_distance(distance "${word}" "${candidate}")
    endif()
    string(FIND "${candidate}" "${word}" begin)
    if(distance EQUAL 1 OR (length GREATER 6 AND begin EQUAL 0))
      message(WARNING "${call}: ${word} is an argument of ${keyword} here. Did you mean the keyword ${candidate}?\n"
        "To keep the argument without this warning, write $<1:${word}>.")
      return()
    endif()
  endforeach()
endfunction()

# Fails if @PORT@ has no meaning, because the call does not declare a service with READY_PORT.
function(__pf_check_port keyword)
  foreach(i RANGE ${past})
    if("${word_${i}}" STREQUAL "READY_PORT")
      return()
    endif()
  endforeach()
  __pf_fail("@PORT@ in ${keyword} stands for nothing: it is the port of a SERVICE with READY_PORT, in the same call."
    "What is nested in that service, and tasks, write @<NAME>_PORT@, with the name of the fixture in capitals."
    "As plain text it is written $<1:@PORT>@.")
endfunction()

# Fails if a value of LABELS or RESOURCE_LOCK is several, or if ENVIRONMENT has several variables in one value.
function(__pf_check_semicolon keyword kind value)
  string(REPLACE ";" " " words "${value}")
  if(kind STREQUAL "assignments" AND value MATCHES ";[A-Za-z_][A-Za-z0-9_]*=")
    __pf_fail("${keyword}: \"${value}\" is one variable whose value has a semicolon." "For several, write ${words}."
      "A semicolon in a value is written $<SEMICOLON>.")
  elseif(keyword MATCHES "^(LABELS|RESOURCE_LOCK)$")
    __pf_fail("${keyword}: \"${value}\" has a semicolon, which separates names in CTest." "For several, write ${words}.")
  endif()
endfunction()

# Warns of a service of which nothing says when it is ready.
function(__pf_check_readiness)
  if("SERVICE" IN_LIST given AND NOT given MATCHES "READY_")
    message(WARNING "${call}: nothing says when the SERVICE is ready, so that tasks start at once, perhaps before it listens.\n"
      "Add READY_PORT, READY_LOG, READY_COMMAND or READY_NOTIFY. If it is ready at once, add READY_NOTIFY OFF.")
  endif()
endfunction()
