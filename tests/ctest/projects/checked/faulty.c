// Does what its argument says, which a memory checker sees.
#include <stdlib.h>
#include <string.h>

int main(int argc, char** argv) {
    const char* mode = argc > 1 ? argv[1] : "";
    char* volatile memory = malloc(10);
    if (strcmp(mode, "too-far") == 0) {
        memory[10] = 1;
    }
    if (strcmp(mode, "leaks") == 0) {
        memory = malloc(33);
    }
    free(memory);
    return strcmp(mode, "fails") == 0;
}
