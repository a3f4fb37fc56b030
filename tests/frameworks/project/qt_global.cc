// Functions with global rows.
#include <QtTest/QtTest>

class Global : public QObject {
    Q_OBJECT
private slots:
    void initTestCase_data() {
        QTest::addColumn<int>("base");
        QTest::newRow("one") << 1;
        QTest::newRow("two") << 2;
    }
    void alone() {
        QFETCH_GLOBAL(int, base);
        QCOMPARE(base, 1);
    }
    void rows_data() {
        QTest::addColumn<int>("n");
        QTest::newRow("same") << 1;
        QTest::newRow("more") << 3;
    }
    void rows() {
        QFETCH_GLOBAL(int, base);
        QFETCH(int, n);
        QVERIFY(n >= base);
    }
};

QTEST_APPLESS_MAIN(Global)
#include "qt_global.moc"
