// A line for each thing that happens, in the file that LOG names.
#ifndef PF_TESTS_CTEST_LINKED_LOG_H
#define PF_TESTS_CTEST_LINKED_LOG_H

#include <cstdlib>
#include <fstream>
#include <string>

inline std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

inline void log_line(const std::string& text) { std::ofstream(variable("LOG"), std::ios::app) << text + "\n"; }

#endif
