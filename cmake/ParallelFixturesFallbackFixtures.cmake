# The fixtures of the fallback: <fixture>.setup and <fixture>.teardown run a script of CMake. ParallelFixturesFallback.cmake includes
# this file; projects do not.

# Adds a test that sets a fixture up or tears it down, as `verb` says. `seconds` is its limit, or "none".
function(__pf_add_fixture_test test verb name seconds)
  get_property(fixture GLOBAL PROPERTY "__pf_fixture ${name}")
  get_property(scripts GLOBAL PROPERTY __pf_scripts)
  __pf_fallback_directory(directory)
  __pf_token("${test}")
  add_test(NAME "${test}" COMMAND
    "${CMAKE_COMMAND}" -P "${scripts}/ParallelFixturesFallbackFixture.cmake" ${verb} "${directory}/fixture-${fixture}.cmake" ${token})
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

# The fixtures of workers and tasks are set up around each task, by the task's own test.
function(__pf_add_group_end group fixtures required)
endfunction()

# Sets `out` to a list of the numbers of these fixtures (their numbers) and of those they are nested in, each after its parents, whose
# scope is RUN or narrower, as `what` says.
function(__pf_fixtures_by_scope out what fixtures)
  __pf_chain(chain "${fixtures}")
  list(REVERSE chain)
  set(found "")
  foreach(fixture IN LISTS chain)
    get_property(scope GLOBAL PROPERTY __pf_fixture_${fixture}_scope)
    if(scope STREQUAL "RUN" AND what STREQUAL "RUN")
      list(APPEND found ${fixture})
    elseif(NOT scope STREQUAL "RUN" AND NOT what STREQUAL "RUN")
      list(APPEND found ${fixture})
    endif()
  endforeach()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# Writes the description of a fixture (its number) at the end of its directory, when its targets are known.
function(__pf_write_fixture fixture)
  foreach(what IN ITEMS record name parents scope)
    get_property(${what} GLOBAL PROPERTY __pf_fixture_${fixture}_${what})
  endforeach()
  __pf_literal(name "${name}")
  __pf_bracket(name "${name}")
  __pf_fixtures_by_scope(below RUN "${parents}")
  __pf_fixtures_by_scope(narrow NARROW "${parents}")
  __pf_literal(cwd "${CMAKE_CURRENT_BINARY_DIR}")
  __pf_bracket(cwd "${cwd}")
  set(text "# Written by the CMake module of ParallelFixtures for ParallelFixturesFallbackFixture.cmake.\n")
  string(APPEND text "set(pf_name ${name})\nset(pf_number ${fixture})\nset(pf_scope ${scope})\n"
    "set(pf_below ${below};${narrow})\nset(pf_cwd ${cwd})\n")
  __pf_fixture_lines(lines "${record}")
  __pf_fallback_directory(directory)
  file(GENERATE OUTPUT "${directory}/fixture-${fixture}.cmake" CONTENT "${text}${lines}")
  # What ParallelFixturesFallbackExec.sh asks for.
  get_property(plain GLOBAL PROPERTY __pf_fixture_${fixture}_name)
  if(plain MATCHES "^[A-Za-z0-9_.+:/ -]+$")
    get_property(scripts GLOBAL PROPERTY __pf_scripts)
    __pf_fixtures_by_scope(below RUN "${fixture}")
    __pf_fixtures_by_scope(narrow NARROW "${fixture}")
    list(JOIN below " " below)
    list(JOIN narrow " " narrow)
    string(MD5 hash "${plain}")
    file(GENERATE OUTPUT "${directory}/exec-${hash}" CONTENT
      "name ${plain}\nchain ${below}\nnarrow ${narrow}\nworkers 1\ncmake ${CMAKE_COMMAND}\nscripts ${scripts}\n")
  endif()
endfunction()

# Makes the target of the helper, for tests that get the variables of a fixture from `exec`.
function(__pf_add_exec)
  if(TARGET ParallelFixtures::parallel-fixtures OR CMAKE_HOST_WIN32)
    return()
  endif()
  get_property(scripts GLOBAL PROPERTY __pf_scripts)
  set(program "${CMAKE_BINARY_DIR}/ParallelFixtures/fallback/parallel-fixtures")
  file(WRITE "${program}" "#!/bin/sh\nexec sh '${scripts}/ParallelFixturesFallbackExec.sh' '${CMAKE_COMMAND}' \"$0\" \"$@\"\n")
  file(CHMOD "${program}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  add_executable(ParallelFixtures::parallel-fixtures IMPORTED GLOBAL)
  set_target_properties(ParallelFixtures::parallel-fixtures PROPERTIES IMPORTED_LOCATION "${program}")
endfunction()

# Sets `out` to the lines of a description that say what the record of a fixture says.
function(__pf_fixture_lines out record)
  __pf_take_entries(of "${record}")
  set(text "")
  set(command "")
  set(before "")
  set(i 2)  # The first entry is the name.
  while(i LESS_EQUAL of_count)
    set(key "${of_key_${i}}")
    set(value "${of_value_${i}}")
    math(EXPR i "${i} + 1")
    if(NOT key STREQUAL before AND NOT command STREQUAL "")
      __pf_command_words(words "${command}")
      string(APPEND text "pf_add_command(${before}${words})\n")
      set(command "")
    endif()
    set(before "${key}")
    __pf_bracket(quoted "${value}")
    if(key MATCHES "^(setup|teardown|service|ready_command)$")
      string(APPEND command "${key}${us}${value}${end}")
    elseif(key MATCHES "^(env|skip_regex)$")
      string(APPEND text "pf_add(pf_${key} ${quoted})\n")
    elseif(NOT key MATCHES "^(parent|setup_next|teardown_next)$")
      string(APPEND text "set(pf_${key} ${quoted})\n")
    endif()
  endwhile()
  if(NOT command STREQUAL "")
    __pf_command_words(words "${command}")
    string(APPEND text "pf_add_command(${before}${words})\n")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
