# Quotes texts for scripts of CMake. The fallback and its scripts include this file; projects do not.

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
