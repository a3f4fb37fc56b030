#[=======================================================================[.rst:
ParallelFixtures
----------------

Lets tests share an expensive set-up: a fixture is set up once, its tasks run in parallel, and each task has a result of its
own.

Load it with ``find_package(ParallelFixtures)``, FetchContent or ``add_subdirectory``.

A *fixture* is something that tasks need while they run: one command sets it up and another tears it down, or a service runs
meanwhile, or it is C++ state in a test program. A fixture may be nested in others. A *group* is a set of tasks with the same
fixtures. A *task* is one command, or one case of a test program. ``ctest`` runs each task as a test;
``parallel-fixtures run <build-dir>`` runs all groups at once.

.. command:: add_parallel_fixture

  Declares a fixture::

    add_parallel_fixture(<name>
                         [PARENT <fixture>...]
                         [SETUP <command> [<arg>...]]... [TEARDOWN <command> [<arg>...]]...
                         [SERVICE <command> [<arg>...]
                           [READY_PORT <port>|AUTO] [READY_LOG <regex>]
                           [READY_COMMAND <command> [<arg>...]] [READY_NOTIFY]
                           [STOP_SIGNAL <signal>] [STOP_TIMEOUT <seconds>]]
                         [SCOPE RUN|WORKER|TASK]
                         [SETUP_TIMEOUT <seconds>] [TEARDOWN_TIMEOUT <seconds>]
                         [SKIP_RETURN_CODE <code>] [SKIP_REGULAR_EXPRESSION <regex>...]
                         [LINGER <seconds>]
                         [ENVIRONMENT <name>=<value>...]
                         [WORKING_DIRECTORY <directory>])

  ``SETUP`` and ``TEARDOWN`` exclude ``SERVICE``. The ``READY_`` and ``STOP_`` keywords need ``SERVICE``.

  ``PARENT``
    The fixtures that this one is nested in. They must be declared before. It is set up when all of them are up, and torn down
    before them.
  ``SETUP``, ``TEARDOWN``
    The commands that set the fixture up and tear it down. The teardown runs once for each set-up, even if that failed. Both
    keywords may be given several times: the commands run in order. A set-up ends with the first command that fails, and a
    teardown runs all of them. What a SETUP hands down is in the environment of the next one.
  ``SERVICE``
    A command that runs until it is stopped. The service is ready when all of its READY_ conditions hold. Without READY_
    keywords it is ready at once, which ``READY_NOTIFY OFF`` says without a warning.
  ``READY_PORT``
    The service is ready when it accepts connections on this port of the loopback interface. AUTO picks a free port. ``@PORT@``
    in the commands of this call is replaced by the port, and tasks and nested fixtures find it in the variable
    ``<NAME>_PORT``. ``@<NAME>@`` in a command or in ENVIRONMENT is replaced by any variable that fixtures hand down.
  ``READY_LOG``
    The service is ready when a line of its output matches. Named groups of the expression become environment variables.
  ``READY_COMMAND``
    The service is ready when this command succeeds. The command is repeated until then.
  ``READY_NOTIFY``
    The service is ready when it sends ``READY=1`` as sd_notify(3) does.
  ``STOP_SIGNAL``, ``STOP_TIMEOUT``
    The signal that asks the service to end, and the seconds until it is killed. The defaults are SIGTERM and 10.
  ``SCOPE``
    How often the fixture is set up: ``RUN``, the default, once in a run; ``WORKER`` once for each worker; ``TASK`` once for
    each task. A scope cannot be wider than that of a parent. A fixture of scope WORKER or TASK with parents of several scopes is
    on the one instance of each RUN parent, on its own worker's instance of each WORKER parent, and on its own task's of each
    TASK parent.
  ``SETUP_TIMEOUT``, ``TEARDOWN_TIMEOUT``
    The time limits of the commands in seconds; 0 means no limit. The defaults are 300 and 60. A service must be ready within
    SETUP_TIMEOUT. With a TARGET they also bound each set-up and teardown in the program, such as SetUpTestSuite.
  ``SKIP_RETURN_CODE``, ``SKIP_REGULAR_EXPRESSION``
    If the set-up ends with this code, or prints a match, the fixture is not available here, and its tasks are skipped.
  ``LINGER``
    The fixture and those that it is nested in stay up for this many seconds after the last run that used them, so that an IDE
    which runs one test after another sets up once. The scope must be RUN. The fixture is set up again if its commands, the
    programs and files that they name, or the environment have changed. ``parallel-fixtures stop`` tears it down at once. With
    ``PARALLEL_FIXTURES_LINGER=OFF`` in the environment, which suits CI, nothing lingers.
  ``ENVIRONMENT``
    Environment variables of its commands, of the fixtures nested in it, and of its tasks.
  ``WORKING_DIRECTORY``
    The working directory of its commands. A relative path is relative to the current binary directory, which is the default.

.. command:: add_parallel_fixture_tests

  Declares a group::

    add_parallel_fixture_tests(<group>
                               [TARGET <executable>|TARGETS <executable>...
                                 [FRAMEWORK AUTO|CATCH2|GTEST|DOCTEST|BOOST_TEST|QT_TEST] [TEST_FILTER <filter>]
                                 [TEST_PREFIX <text>] [TEST_SUFFIX <text>] [EXTRA_ARGS <arg>...]
                                 [REUSE_WORKERS <n>] [RESTART_PER_TASK ON|OFF] [ALLOW_THREADS] [HUGE_PAGES ON|OFF]
                                 [DISCOVERY_TIMEOUT <seconds>]]
                               [FIXTURE <fixture>...]
                               [<keywords of add_parallel_fixture other than PARENT>...]
                               [WORKERS <n>] [TIMEOUT <seconds>] [RETRIES <n>]
                               [DISPATCH TASKS|UNIT] [RUN_SERIAL] [RESOURCE_LOCK <name>...] [PRIVATE_TMPDIR]
                               [LAUNCHER <command> [<arg>...]]
                               [GRANULARITY TASK|GROUP] [RUN_AHEAD ON|OFF]
                               [LABELS <label>...] [ENVIRONMENT <name>=<value>...] [WORKING_DIRECTORY <directory>]
                               [PROPERTIES <property> <value>...])

  ``TARGET``
    An executable target, which may be declared later: a GoogleTest, Catch2, doctest, Boost.Test or Qt Test program, or one
    that links ``ParallelFixtures::runtime``. Each of its cases is a task with the name of the case. Such a group has no other
    tasks.
    A script that is appended to the directory property ``TEST_INCLUDE_FILES`` after this call may set properties of the
    tests of the cases.
    A program that links ``ParallelFixtures::gtest_main``, ``::catch2_main``, ``::doctest_main`` or ``::boost_test`` is set up
    once, and its cases are forked from that state.
  ``TARGETS``
    Several such programs instead of one. Each is a group ``<group>.<target>``, so that its cases are
    ``<group>.<target>.<case>``. All of these groups have the fixtures and the other keywords of the call, share its WORKERS
    and have the label ``<group>``, and set_parallel_fixture_tests_properties takes ``<group>`` for all of them. In TEST_PREFIX
    and TEST_SUFFIX, ``@TARGET@`` is replaced by the target. GRANULARITY GROUP and DISPATCH UNIT are not possible.
  ``FRAMEWORK``
    The framework of the program. The default, ``AUTO``, finds out.
  ``TEST_FILTER``
    Selects cases. The filter is that of ``--gtest_filter``, a Catch2 test specification, that of doctest's
    ``--test-case`` or Boost.Test's ``--run_test``, or a function or row of Qt Test.
  ``TEST_PREFIX``, ``TEST_SUFFIX``
    Texts before and after the name of each case. TEST_PREFIX, which may be empty, takes the place of ``<group>.``.
  ``EXTRA_ARGS``
    Further arguments of the program: all words up to the next keyword.
  ``REUSE_WORKERS``
    How many cases one process may run; 0 means any number, and 1 is the default. Only a program that links ParallelFixtures
    can run more than one.
  ``RESTART_PER_TASK``
    ``OFF`` means ``REUSE_WORKERS 0``.
  ``ALLOW_THREADS``
    Allows threads in a linked program after its set-up.
  ``HUGE_PAGES``
    ``OFF`` does not ask the system for huge pages for the heap of a linked program.
  ``DISCOVERY_TIMEOUT``
    The seconds within which the program must list its cases. The default is 60; 0 means no limit.
  ``FIXTURE``
    The fixtures of its tasks. Those of scope RUN that do not require each other are set up beside each other; each takes a slot
    of ``-j``. Those of a worker are set up one after the other. With SETUP, TEARDOWN or SERVICE the group has a fixture of its
    own with the name of the group; FIXTURE are then the parents of that fixture, and the other keywords of add_parallel_fixture
    may be used here too. If several fixtures hand down the same variable, that of the narrower scope counts, and of fixtures of
    one scope that of the fixture that was declared last.
  ``WORKERS``
    The highest number of tasks that run at a time. The default is the number given by ``-j``.
  ``TIMEOUT``, ``RETRIES``
    The limit in seconds and the number of further attempts of each task that has none of its own.
  ``RUN_SERIAL``, ``RESOURCE_LOCK``
    The properties of each task.
  ``LAUNCHER``
    Words to put before the command of each task, such as ``perf stat --``. They come before the TEST_LAUNCHER of a target. A
    linked program is started once behind them, with all of its tests.
  ``PRIVATE_TMPDIR``
    Sets TMPDIR, TEST_TMPDIR, TMP, TEMP and TEMPDIR of each task to its private directory, PARALLEL_FIXTURES_TMPDIR.
  ``DISPATCH``
    ``TASKS``, the default, gives each task to any worker. ``UNIT`` gives all of them, in order, to one worker.
  ``GRANULARITY``
    ``TASK``, the default, makes each task a CTest test ``<group>.<name>``, and adds ``<fixture>.setup`` and
    ``<fixture>.teardown`` for each fixture of scope RUN that the group needs. With DISPATCH UNIT the group is one test
    between these. ``GROUP`` makes the group one test with its name, which sets up its fixtures itself. All groups with the
    same fixture must have the same GRANULARITY.
  ``RUN_AHEAD``
    ``OFF`` lets no task run before ctest starts its test. By default, if ctest is called with -L and without -j, as in
    ``ctest -L parallel``, tasks run in parallel before ctest starts their tests, if ctest will certainly do so and no property
    of these tests excludes other tests.
  ``LABELS``, ``ENVIRONMENT``, ``WORKING_DIRECTORY``
    The properties of each task. Every task also has the labels ``parallel`` and ``<group>``. In ENVIRONMENT, ``@<NAME>@``
    is replaced by any variable that fixtures hand down, and by the PARALLEL_FIXTURES_ variables of a task.
  ``PROPERTIES``
    Properties of the CTest tests: all words to the end of the call are names and values. Lists, as FIXTURES_REQUIRED, are
    added to the values that the module sets. With a TARGET, ``PASS_``, ``FAIL_`` and ``SKIP_REGULAR_EXPRESSION``,
    ``SKIP_RETURN_CODE``, ``WILL_FAIL``, ``REQUIRED_FILES``, ``ENVIRONMENT_MODIFICATION``, ``PROCESSORS``, ``COST`` and
    ``DISABLED`` apply to each case.

.. command:: parallel_gtest_discover_tests

  Declares a group in place of gtest_discover_tests, catch_discover_tests or doctest_discover_tests::

    parallel_gtest_discover_tests(<target> [TEST_FILTER <filter>] [TEST_LIST <variable>]
                                  [NO_PRETTY_TYPES] [NO_PRETTY_VALUES]
                                  [DISCOVERY_MODE POST_BUILD|PRE_TEST] [DISCOVERY_EXTRA_ARGS <arg>...]
                                  [XML_OUTPUT_DIR <directory>]
                                  [<keywords of add_parallel_fixture_tests>...])

    parallel_catch_discover_tests(<target> [TEST_SPEC <spec>...] [TEST_LIST <variable>]
                                  [ADD_TAGS_AS_LABELS] [SKIP_IS_FAILURE] [DISCOVERY_MODE POST_BUILD|PRE_TEST]
                                  [DL_PATHS <directory>...] [DL_FRAMEWORK_PATHS <directory>...]
                                  [REPORTER <name>] [OUTPUT_DIR <directory>] [OUTPUT_PREFIX <text>] [OUTPUT_SUFFIX <text>]
                                  [<keywords of add_parallel_fixture_tests>...])

    parallel_doctest_discover_tests(<target> [TEST_SPEC <spec>...] [TEST_LIST <variable>]
                                    [ADD_LABELS <value>] [JUNIT_OUTPUT_DIR <directory>]
                                    [<keywords of add_parallel_fixture_tests>...])

  The tests have the names and the properties that the call of the framework gives them, and the label ``parallel``. The group
  has the name of the target. The keywords mean what they mean there, with these exceptions:

  ``DISCOVERY_MODE``
    ``PRE_TEST`` keeps the build from running the program.
  ``DL_PATHS``
    The directories are put before those of ``LD_LIBRARY_PATH``.
  ``XML_OUTPUT_DIR``, ``REPORTER``, ``OUTPUT_DIR``, ``OUTPUT_PREFIX``, ``OUTPUT_SUFFIX``, ``JUNIT_OUTPUT_DIR``
    These are refused, because the result of a test is read from the framework's own report. ``ctest --output-junit`` has all
    results.
  ``PROPERTIES``
    The properties end at the next keyword that is no property.

.. command:: add_parallel_fixture_task

  Adds a task to a group of this directory or of one above it::

    add_parallel_fixture_task(<group> <name> [GENERATOR] [LAUNCHER <command> [<arg>...]]
                              COMMAND <command> [<arg>...]
                              [TIMEOUT <seconds>] [COST <n>] [RETRIES <n>]
                              [RUN_SERIAL] [RESOURCE_LOCK <name>...] [PROCESSORS <n>]
                              [WILL_FAIL] [PASS_REGULAR_EXPRESSION <regex>...] [FAIL_REGULAR_EXPRESSION <regex>...]
                              [SKIP_REGULAR_EXPRESSION <regex>...] [SKIP_RETURN_CODE <code>]
                              [REQUIRED_FILES <file>...] [LABELS <label>...]
                              [ENVIRONMENT <name>=<value>...] [ENVIRONMENT_MODIFICATION <name>=<operation>:<value>...]
                              [WORKING_DIRECTORY <directory>] [DISABLED])

  The id of the task is ``<group>.<name>``. With ``GENERATOR`` the command prints further tasks of the group, one JSON object
  on each line. ``LAUNCHER`` takes the place of that of the group. Every other keyword means what the CTest property of that name means.

.. command:: parallel_fixtures_on_finish

  Names a command that runs once after each run and after each ctest that has run a task, when everything is torn down and the
  results are written::

    parallel_fixtures_on_finish(COMMAND <command> [<arg>...] [TIMEOUT <seconds>] [REQUIRED]
                                [ENVIRONMENT <name>=<value>...] [WORKING_DIRECTORY <directory>])

  The variables PARALLEL_FIXTURES_RESULTS, _EXIT_CODE, _RUN_ID and _BUILD_DIR tell the command of the run, and
  ``@PARALLEL_FIXTURES_RESULTS@`` and the like are replaced in its words. The default of ``TIMEOUT`` is 60. With
  ``REQUIRED``, the run fails if the command fails. Several calls name several commands.

.. command:: parallel_fixtures_link

  Links a GoogleTest, Catch2, doctest or Boost.Test program with ParallelFixtures, so that its set-up happens once and each case
  is forked from that state::

    parallel_fixtures_link(<target> [FRAMEWORK CATCH2|GTEST|DOCTEST|BOOST_TEST])

  The target links the framework as before, and its sources do not change. The main of ParallelFixtures takes the place of that
  of the framework: of ``GTest::gtest_main``, ``GTest::gmock_main`` or ``Catch2::Catch2WithMain``, also where another library
  links it, and of that which a source with ``CATCH_CONFIG_MAIN`` or ``DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN`` contains. The call
  fails for a program with a main of its own, unless that main calls ``parallel_fixtures::run_all_tests``, ``run_catch2`` or
  ``run_doctest``. A Boost.Test program keeps its main, whichever it is. The C++ standard, the warnings and the flags of the
  target stay as they are.

  ``FRAMEWORK``
    The framework of the program, if what it links and includes does not tell.

.. command:: set_parallel_fixture_tests_properties

  Sets properties of the cases of a program whose names match::

    set_parallel_fixture_tests_properties(<group> MATCHING <regex>
                                          [TIMEOUT <seconds>] [COST <n>] [RETRIES <n>]
                                          [RUN_SERIAL] [RESOURCE_LOCK <name>...] [PROCESSORS <n>] [LABELS <label>...]
                                          [WILL_FAIL] [PASS_REGULAR_EXPRESSION <regex>...]
                                          [FAIL_REGULAR_EXPRESSION <regex>...] [SKIP_REGULAR_EXPRESSION <regex>...]
                                          [SKIP_RETURN_CODE <code>] [REQUIRED_FILES <file>...]
                                          [ENVIRONMENT <name>=<value>...]
                                          [ENVIRONMENT_MODIFICATION <name>=<operation>:<value>...] [DISABLED]
                                          [PROPERTIES <property> <value>...])

  ``MATCHING`` is compared with the names of the cases, without the group. If the expressions of several calls match, the
  later call wins, and lists add up. ``PROPERTIES`` are further properties of the CTest tests, up to the end of the call.

Properties set afterwards
^^^^^^^^^^^^^^^^^^^^^^^^^

The tests of tasks are tests of CTest: ``set_tests_properties(<group>.<name> PROPERTIES ...)`` and ``set_property(TEST ...)``
change them. The properties that decide how a task runs, and whether it passes, apply to ``parallel-fixtures run`` as well:
``WORKING_DIRECTORY``, ``ENVIRONMENT``, ``ENVIRONMENT_MODIFICATION``, ``TIMEOUT``, ``TIMEOUT_SIGNAL_NAME``,
``TIMEOUT_SIGNAL_GRACE_PERIOD``, ``SKIP_RETURN_CODE``, ``PASS_``, ``FAIL_`` and ``SKIP_REGULAR_EXPRESSION``, ``WILL_FAIL``,
``DISABLED``, ``REQUIRED_FILES``, ``RESOURCE_LOCK``, ``RUN_SERIAL``, ``PROCESSORS``, ``COST``, ``LABELS``, ``DEPENDS`` and
``RESOURCE_GROUPS``.
``FIXTURES_REQUIRED`` and ``SKIP_REGULAR_EXPRESSION`` keep the items that the module has set.

Other tests that require a fixture
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

A fixture of scope RUN is a CTest fixture of the same name, unless the name has other characters than letters, digits, blanks
and ``_.+:/-``. Any test may require it, and has its variables if the helper starts the command::

  add_test(NAME old COMMAND ParallelFixtures::parallel-fixtures exec --test-dir "${CMAKE_BINARY_DIR}" --fixture db
    -- $<TARGET_FILE:old_test> <arg>...)
  set_tests_properties(old PROPERTIES FIXTURES_REQUIRED db)

Regular expressions
^^^^^^^^^^^^^^^^^^^

``PASS_REGULAR_EXPRESSION``, ``FAIL_REGULAR_EXPRESSION`` and ``SKIP_REGULAR_EXPRESSION`` are CMake's, as in CTest, and
all of ParallelFixtures compares them with the same text: the output of the last attempt with a newline at its end.
``READY_LOG`` and ``MATCHING`` are regular expressions of PCRE2.

Words
^^^^^

A command is all words up to the next keyword, including empty words. Its first word may be the name of an executable target.
Generator expressions are evaluated wherever add_test evaluates them, in the directory of the call; names are taken as they
are. Each word is one value and is not split at semicolons. A keyword may be given once, except SETUP and TEARDOWN. A value that
equals a keyword is written as ``$<1:TIMEOUT>``.
#]=======================================================================]

cmake_policy(PUSH)
cmake_policy(VERSION 3.25)

# Two projects of one build may each bring a copy of this module. Both must write the same format of the plan: the function
# __pf_plan_format_<n> says which format a copy writes.
if(COMMAND add_parallel_fixture)
  if(NOT COMMAND __pf_plan_format_1)
    message(FATAL_ERROR "ParallelFixtures: ${CMAKE_CURRENT_LIST_DIR} is not the version that is already in this build.\n"
      "  Use one copy for the whole build.")
  endif()
  cmake_policy(POP)
  return()
endif()
function(__pf_plan_format_1)
endfunction()

foreach(__pf_module IN ITEMS Keywords DiscoverTests Mistakes Parse Regex Names Fixtures Groups Tasks Alike Plan Programs
        SeveralPrograms Tests FixtureTests TaskTests TimeLimits CaseTests ReadBack Sources Link)
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelFixtures${__pf_module}.cmake")
endforeach()
unset(__pf_module)

function(add_parallel_fixture name)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "add_parallel_fixture(${name})")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_parse(fixture 1 ${last})
  __pf_declare_fixture("${name}" PARENT)
endfunction()

function(add_parallel_fixture_tests group)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "add_parallel_fixture_tests(${group})")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_parse(tests 1 ${last})
  set(pre_test NO)
  set(discovery "")
  set(discovered_entries "")
  if("TARGETS" IN_LIST given)
    __pf_declare_programs("${group}")
  else()
    __pf_declare_group("${group}")
  endif()
endfunction()

function(parallel_fixtures_link target)
  set(call "parallel_fixtures_link(${target})")
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FRAMEWORK" "")
  __pf_link("${target}")
endfunction()

function(set_parallel_fixture_tests_properties group)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "set_parallel_fixture_tests_properties(${group})")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_parse(matching 1 ${last})
  __pf_write_matching("${group}")
endfunction()

function(parallel_fixtures_on_finish)
  set(word_0 "")
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "parallel_fixtures_on_finish()")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_parse(finish 0 ${last})
  if(NOT "COMMAND" IN_LIST given)
    __pf_fail("COMMAND is missing." "Add COMMAND and the words of the command.")
  elseif("TIMEOUT" IN_LIST given AND arg_TIMEOUT MATCHES "^[0.]+$")
    __pf_fail("TIMEOUT is 0, and the command must have a limit." "Leave it out for 60 seconds, or give a longer one.")
  endif()
  set(entries "")
  foreach(keyword IN LISTS given)
    string(APPEND entries "${entries_${keyword}}")
  endforeach()
  __pf_write_record("finish${us}command${end}${entries}")
endfunction()

# Of thousands of tasks most differ from an earlier task only in their names and in the words of their commands.
# ParallelFixturesAlike.cmake declares them like that task, in a fraction of the time. A task of plain words has a `key`, which
# such tasks have in common. No argument holds a semicolon if the list ARGV has as many items as there are arguments. A word of
# capitals only may be a keyword. Names that end as reserved ones do are left out.
# This function itself adds the test, because CTest keeps the functions that add_test was called from: with three more of them
# a ctest of 6,000 tests needs 8 MB more, which it copies whenever it starts one.
function(add_parallel_fixture_task group name)
  list(LENGTH ARGV count)
  if(NOT "${ARGV}" MATCHES "[^ -#%-?A-Z^-~]" AND
     "${count} ${ARGV}" MATCHES "^${ARGC} [^;]+;[^;]*([^;pnD]|[^u]p|[^w]n|[^E]D)(;.+|);COMMAND;([^;]*[^A-Z_;][^;]*)((;[^;]*[^A-Z_;][^;]*)*)(|;[A-Z_]+|;[A-Z_]+;.+)$")
    get_property(run GLOBAL PROPERTY __pf_run)
    set(key "${run} ${CMAKE_CURRENT_BINARY_DIR} ${CMAKE_CURRENT_LIST_FILE} ${group}${CMAKE_MATCH_2};COMMAND${CMAKE_MATCH_6}")
    get_property(model GLOBAL PROPERTY "__pf_model ${key}")
    get_property(taken GLOBAL PROPERTY "__pf_task ${group}.${name}" SET)
    if(model AND NOT taken)
      get_property(client GLOBAL PROPERTY __pf_model_${model}_client)
      if(client)
        get_property(words GLOBAL PROPERTY __pf_model_${model}_words)
        get_property(stamp GLOBAL PROPERTY __pf_stamp)
        string(MD5 token "${stamp}${group}.${name}")
        add_test(NAME "${group}.${name}" COMMAND ${client} "${group}.${name}" --token ${token} ${words} --)
      endif()
      cmake_language(CALL __pf_alike_${model} "${name}" "${CMAKE_MATCH_3}" "${CMAKE_MATCH_3}${CMAKE_MATCH_4}")
      return()
    elseif("${model}" STREQUAL "")
      set_property(GLOBAL PROPERTY "__pf_model ${key}" 0)
      set(key "")
    endif()
  else()
    set(key "")
  endif()
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "add_parallel_fixture_task(${group} ${name})")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_check_task("${group}" "${name}")
  __pf_parse(task 2 ${last})
  __pf_declare_task("${group}" "${name}" ${number})
  if(NOT granularity STREQUAL "TASK")
    __pf_join_group_test("${group}" ${number} "${key}")
    return()
  endif()
  __pf_prepare_task_test("${group}" "${name}" ${number})
  add_test(NAME "${test}" COMMAND ${client} "${directory}" "${id}" --token ${token} ${client_words} --)
  __pf_complete_task_test("${group}" ${number} "${key}")
endfunction()

__pf_define_ctest_properties()
__pf_define_group_keywords()
__pf_define_task_keywords()
__pf_define_finish_keywords()
__pf_initialize()
cmake_policy(POP)
