// Programs that cannot be listed, each in its own way.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

int main(int argc, char** argv) {
    const std::string kind = KIND;
    std::string file;
    for (int i = 1; i < argc; ++i) {
        if (std::strncmp(argv[i], "--gtest_output=json:", 20) == 0) {
            file = argv[i] + 20;
        }
    }
    std::printf("this is what %s says\n", KIND);
    std::fflush(stdout);
    if (kind == "crashes") {
        std::abort();
    } else if (kind == "hangs") {
        // So does what it starts.
        fork();
        pause();
    } else if (kind == "garbage") {
        std::ofstream(file) << "{\"tests\": 3, ";
    } else if (kind == "twice") {
        std::ofstream(file) << R"({"testsuites": [{"name": "S", "testsuite": [{"name": "a"}, {"name": "a"}]}]})";
    }
    return 0;
}
