// A program with two test classes, of which Qt Test cannot run one function. It lists those of the first.
#include <QtTest/QtTest>

class First : public QObject {
    Q_OBJECT
private slots:
    void one() {}
    void same() {}
};
class Second : public QObject {
    Q_OBJECT
private slots:
    void same() {}
    void never_listed() { QVERIFY(false); }
};

int main(int argc, char** argv) {
    First first;
    Second second;
    return QTest::qExec(&first, argc, argv) + QTest::qExec(&second, argc, argv);
}
#include "qt_several.moc"
