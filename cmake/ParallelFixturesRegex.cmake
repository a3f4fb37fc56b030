# Checks of regular expressions that CTest and the helper hold against the output of tests. Included by ParallelFixtures.cmake;
# not for projects.

# Fails where CMake itself would refuse the expression: CTest would say nothing, and never find a match. Warns of what is
# understood otherwise than in most other tools. Both hold in CTest as in the helper, which read expressions alike.
function(__pf_check_expression keyword expression)
  # What stands after a backslash or between brackets has no meaning of its own.
  string(REGEX REPLACE "\\\\." "x" bare "${expression}")
  string(REGEX REPLACE "\\[\\^?\\]?[^]]*\\]" "x" bare "${bare}")
  if(bare MATCHES "(^|[(|])[*+?]|[*+?][*+?]")
    __pf_fail("${keyword}: \"${expression}\" is not a regular expression of CMake's."
      "CTest knows ^ $ . [] * + ? | () and a backslash before one of them, but no (?...) and nothing after *, + or ?.")
  endif()
  # For the rest CMake says what is wrong itself.
  if("" MATCHES "${expression}")
  endif()
  if(expression MATCHES "\\\\[A-Za-z0-9]")
    message(WARNING "ParallelFixtures: ${call}: ${keyword}: in CMake's regular expressions \"${CMAKE_MATCH_0}\" is the "
      "character after the backslash and nothing else.  Write a set, as [0-9], [A-Za-z0-9_] or [ \\t\\n].")
  elseif(bare MATCHES "[A-Za-z0-9_.)]{[0-9]+(,[0-9]*)?}")
    message(WARNING "ParallelFixtures: ${call}: ${keyword}: in CMake's regular expressions \"${CMAKE_MATCH_0}\" does not "
      "repeat but is this text.  Write the repetition out, or [{] where the text is meant.")
  endif()
endfunction()
