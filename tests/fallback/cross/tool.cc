#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
#if defined(__aarch64__)
    std::printf("another processor: %s", std::getenv("NAME"));
#endif
    for (int i = 1; i < argc; ++i) {
        std::printf(" %s", argv[i]);
    }
    std::puts("");
    return 0;
}
