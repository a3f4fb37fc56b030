// Functions and rows of every kind.
#include <QtTest/QtTest>
#include <cstdio>
#include <cstdlib>

class Things : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { std::puts("noise()"); }
    void cleanupTestCase() {}
    void passes() { QVERIFY(true); }
    void fails() { QCOMPARE(1 + 1, 3); }
    void skips() { QSKIP("no printer"); }
    void expected() {
        QEXPECT_FAIL("", "a known defect", Continue);
        QVERIFY(false);
    }
    void unexpected() {
        QEXPECT_FAIL("", "no defect any more", Continue);
        QVERIFY(true);
    }
    void known() { QVERIFY(false); }      // BLACKLIST has this one
    void known_good() { QVERIFY(true); }  // and this one.
    void exits() { std::exit(0); }
    void aborts() { std::abort(); }
    void rows_data() {
        QTest::addColumn<int>("n");
        QTest::newRow("even") << 2;
        QTest::newRow("an odd one") << 3;
        QTest::newRow("a:b") << 4;
        QTest::newRow("skipped") << 0;
    }
    void rows() {
        QFETCH(int, n);
        if (n == 0) {
            QSKIP("not this one");
        }
        QCOMPARE(n % 2, 0);
    }
    void twice_data() {
        QTest::addColumn<int>("n");
        QTest::newRow("twice") << 6;
        QTest::newRow("twice") << 7;
    }
    void twice() {
        QFETCH(int, n);
        QCOMPARE(n % 2, 0);
    }
    void nameless_data() {
        QTest::addColumn<int>("n");
        QTest::newRow("odd") << 7;
        QTest::newRow("") << 8;
    }
    void nameless() { twice(); }
    void colons_data() {
        QTest::addColumn<int>("n");
        QTest::newRow(":odd") << 7;
        QTest::newRow("even") << 8;
    }
    void colons() { twice(); }
    void known_twice_data() { twice_data(); }
    void known_twice() { twice(); }  // BLACKLIST has this one too.
};

QTEST_GUILESS_MAIN(Things)
#include "qt.moc"
