// The three symbols that NodeGui's addon takes from its own Node fork, qode. They must be global (the addon is loaded
// with RTLD_GLOBAL before NodeGui's) and keep these exact names:
// https://github.com/nodegui/nodegui/blob/master/src/cpp/include/nodegui/core/Integration/qode-api.h

#define QODE_API __attribute__((visibility("default")))

namespace qode {

// Qt keeps references to both for the life of the application, and takes the application's name and the X11 window
// class from the first argument.
static char application_name[] = "ritrovo";
static char* arguments[] = {application_name, nullptr};
QODE_API int qode_argc = 1;
QODE_API char** qode_argv = arguments;

// qode would leave Node's loop for this function (QApplication::exec) and turn Node from within Qt. Here it is the
// other way round: libuv stays in charge and turns Qt (loop.cpp), so the function is never called.
QODE_API void InjectCustomRunLoop(int (*)()) {}

}  // namespace qode
