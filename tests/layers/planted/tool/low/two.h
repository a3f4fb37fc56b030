class Verdict : public Base {
    struct Kind {};
};
struct Declared;
