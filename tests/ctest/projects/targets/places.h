// What the cases of the three programs do.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

inline std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

inline bool has_database() { return variable("DB") == "there"; }

// With MEET in the environment, returns whether a case of each other program has begun before this one ends.
inline bool meets(const std::string& own) {
    const std::string place = variable("WORK") + "/meet.";
    if (variable("MEET").empty()) {
        return true;
    }
    mkdir((place + own).c_str(), 0700);
    for (int left = 2000; left > 0; --left) {
        bool all = true;
        for (const char* other : {"g", "c", "d"}) {
            all = all && access((place + other).c_str(), F_OK) == 0;
        }
        if (all) {
            return true;
        }
        usleep(10000);
    }
    return false;
}

// With ALONE in the environment, returns whether no other case was here meanwhile.
inline bool is_alone() {
    if (variable("ALONE").empty()) {
        return true;
    }
    const std::string place = variable("WORK") + "/alone";
    if (mkdir(place.c_str(), 0700) != 0) {
        return false;
    }
    usleep(200000);
    return rmdir(place.c_str()) == 0;
}
