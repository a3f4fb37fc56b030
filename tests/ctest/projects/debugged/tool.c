#include <stdio.h>
#include <stdlib.h>

static int answer(int code) {
    if (code > 4) {
        abort();
    }
    return code;
}

int main(int argc, char** argv) {
    const int code = answer(atoi(argv[1]));
    for (int i = 2; i < argc; ++i) {
        printf("<%s>", argv[i]);
    }
    puts(getenv("NAME"));
    return code;
}
