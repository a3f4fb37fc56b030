#include <sys/prctl.h>

#include "runtime/linux.h"
#include "tool/high/any.h"
#include "tool/low/own.h"
const char* kStat = "/proc/self/stat";
// A comment may name /proc/ and <sys/prctl.h>.
