// A program that needs a display.
#include <QtGui/QtGui>
#include <QtTest/QtTest>

class Window : public QObject {
    Q_OBJECT
private slots:
    void passes() { QVERIFY(QGuiApplication::primaryScreen() != nullptr); }
};

QTEST_MAIN(Window)
#include "qt_gui.moc"
