# The tasks of commands/ and plain/ run COMMAND TASKS times, or once for each line of the file LINES, with the line as the last
# word.
separate_arguments(command UNIX_COMMAND "${COMMAND}")
if(LINES)
  file(STRINGS "${LINES}" lines)
  list(LENGTH lines TASKS)
endif()

# bench_words(<variable> <number>): sets the variable to the words of the task with this number, counted from 1.
macro(bench_words variable number)
  set(${variable} "${command}")
  if(LINES)
    math(EXPR at "${number} - 1")
    list(GET lines ${at} line)
    list(APPEND ${variable} "${line}")
  endif()
endmacro()
