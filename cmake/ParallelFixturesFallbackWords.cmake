# Texts of the fallback: entries of the plan as words, and words as CMake and sh read them. ParallelFixturesFallback.cmake includes
# this file; projects do not.

# Sets `out` to a text as a bracket argument.
function(__pf_bracket out text)
  set(fill "=")
  while(text MATCHES "\\]${fill}(\\]|$)")
    string(APPEND fill "=")
  endwhile()
  # CMake drops a newline that follows the opening bracket.
  string(REGEX REPLACE "^(\r?\n)" "\n\\1" text "${text}")
  set(${out} "[${fill}[${text}]${fill}]" PARENT_SCOPE)
endfunction()

# Sets `out` to a text in single quotes, as sh reads it.
function(__pf_sh_quoted out text)
  string(REPLACE "'" "'\\''" text "${text}")
  set(${out} "'${text}'" PARENT_SCOPE)
endfunction()

# Sets <out>_count, and <out>_key_<n> and <out>_value_<n> counted from 1, to the entries of the plan in a text.
function(__pf_take_entries out text)
  set(count 0)
  string(LENGTH "${end}" end_length)
  while(NOT text STREQUAL "")
    math(EXPR count "${count} + 1")
    string(FIND "${text}" "${us}" middle)
    string(FIND "${text}" "${end}" last)
    math(EXPR value "${middle} + 1")
    math(EXPR length "${last} - ${value}")
    math(EXPR next "${last} + ${end_length}")
    string(SUBSTRING "${text}" 0 ${middle} key)
    string(SUBSTRING "${text}" ${value} ${length} value)
    string(SUBSTRING "${text}" ${next} -1 text)
    set(${out}_key_${count} "${key}" PARENT_SCOPE)
    set(${out}_value_${count} "${value}" PARENT_SCOPE)
  endwhile()
  set(${out}_count ${count} PARENT_SCOPE)
endfunction()

# Sets `out` to the words of a command, given as entries of the plan, as bracket arguments. An executable target that is the first
# word is replaced by TEST_LAUNCHER, CROSSCOMPILING_EMULATOR and its file. A target that is declared later is replaced by its file.
function(__pf_command_words out entries)
  __pf_take_entries(entry "${entries}")
  set(text "")
  set(i 1)
  while(i LESS_EQUAL entry_count)
    set(word "${entry_value_${i}}")
    if(i EQUAL 1 AND word MATCHES "^[A-Za-z0-9_.+:-]+$")
      __pf_program_words(words "${word}")
    else()
      __pf_bracket(words "${word}")
    endif()
    string(APPEND text " ${words}")
    math(EXPR i "${i} + 1")
  endwhile()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to the words of the program of a command, as bracket arguments.
function(__pf_program_words out word)
  set(text "")
  if(TARGET "${word}")
    __pf_launcher_words(text "${word}")
  endif()
  # An expression that is not needed is not evaluated, so that a word which is no target is no mistake.
  set(executable "$<BOOL:$<$<TARGET_EXISTS:${word}>:$<STREQUAL:$<TARGET_PROPERTY:${word},TYPE>,EXECUTABLE>>>")
  string(APPEND text "[=[$<${executable}:$<TARGET_FILE:${word}>>$<$<NOT:${executable}>:${word}>]=]")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to the words of TEST_LAUNCHER and CROSSCOMPILING_EMULATOR of a target, as bracket arguments, each with a blank.
function(__pf_launcher_words out target)
  set(text "")
  foreach(property IN ITEMS TEST_LAUNCHER CROSSCOMPILING_EMULATOR)
    get_target_property(words "${target}" ${property})
    if(words)
      foreach(word IN LISTS words)
        __pf_bracket(word "${word}")
        string(APPEND text "${word} ")
      endforeach()
    endif()
  endforeach()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to the names of the variables in entries of ENVIRONMENT, separated by blanks.
function(__pf_variable_names out entries)
  __pf_take_entries(entry "${entries}")
  set(names "")
  set(i 1)
  while(i LESS_EQUAL entry_count)
    if(entry_value_${i} MATCHES "^([A-Za-z_][A-Za-z0-9_]*)=")
      string(APPEND names " ${CMAKE_MATCH_1}")
    endif()
    math(EXPR i "${i} + 1")
  endwhile()
  set(${out} "${names}" PARENT_SCOPE)
endfunction()
