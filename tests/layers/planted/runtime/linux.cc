#include <sys/prctl.h>
#include <unistd.h>

#include "runtime/linux.h"
const char* kStat = "/proc/self/stat";
