# Checks regular expressions that CTest and the helper compare with the output of tests. ParallelFixtures.cmake includes this
# file; projects do not.

# Fails if CMake would refuse the expression, because CTest would never find a match and would not say so. Warns if most other
# tools understand the expression otherwise. The helper reads expressions as CTest does.
function(__pf_check_expression keyword expression)
  # After a backslash and between brackets these characters have no special meaning.
  string(REGEX REPLACE "\\\\." "x" bare "${expression}")
  string(REGEX REPLACE "\\[\\^?\\]?[^]]*\\]" "x" bare "${bare}")
  if(bare MATCHES "(^|[(|])[*+?]|[*+?][*+?]")
    __pf_fail("${keyword}: \"${expression}\" is not a regular expression of CMake's."
      "CTest knows ^ $ . [] * + ? | () and a backslash before one of them, but no (?...) and nothing after *, + or ?.")
  endif()
  # CMake itself reports any other error.
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
