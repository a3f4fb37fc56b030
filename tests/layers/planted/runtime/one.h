struct Verdict {
    int value;
};
enum class Kind { one };
struct Declared;
