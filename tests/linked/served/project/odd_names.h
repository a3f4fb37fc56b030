// Names that something on the way might take for more than a name, and what a filter of some framework would then
// select besides. ODD_NAMES(T) is T("first name") T("second name") ...
#ifndef SERVED_ODD_NAMES_H
#define SERVED_ODD_NAMES_H

#include <string>

#include "log.h"

#define ODD_NAMES(T)                                    \
    T("a*")                                             \
    T("*a")                                             \
    T("ab")                                             \
    T("exclude:a")                                      \
    T("two words  and two blanks")                      \
    T("\"double\" 'single' `back`")                     \
    T("a*b?c*")                                         \
    T("x:y,z;w")                                        \
    T("[brackets] [!tag] [.]")                          \
    T("un[balanced")                                    \
    T("back\\slash and \\, \\[ \\*")                    \
    T("ends in a backslash\\")                          \
    T("~tilde")                                         \
    T("-dash")                                          \
    T("<tag attribute=\"x\"> & &amp; ]]>")              \
    T("$HOME ${HOME} $(true) %s %n @X@")                \
    T("../up/and/down")                                 \
    T("\xc3\xbcn\xc3\xac"                               \
      "code \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x98\x80") \
    T("the same in CAPITALS")                           \
    T("the same in capitals")                           \
    T("^regex.+(x|y)$")

// The task that runs is the one of this test.
inline bool is_mine(const std::string& name) {
    const std::string task = variable("PARALLEL_FIXTURES_TASK");
    return task.size() > name.size() && task.compare(task.size() - name.size(), name.size(), name) == 0;
}

#endif
