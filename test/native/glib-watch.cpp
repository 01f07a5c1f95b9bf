// For the tests only: lets JavaScript put descriptors, timers and idle work into GLib's loop, as Qt's notifiers,
// D-Bus and plug-ins do, and make raw pipes whose numbers can be closed and come back.
#include <fcntl.h>
#include <glib-unix.h>
#include <glib.h>
#include <node_api.h>
#include <unistd.h>

namespace {

struct Source {
  napi_env env;
  napi_ref callback;
};

// Calls the callback with `value`; whether it answered true ("again").
bool Call(Source* source, int value) {
  napi_handle_scope scope;
  napi_value callback, undefined, argument, result;
  bool again = false;
  napi_open_handle_scope(source->env, &scope);
  napi_get_reference_value(source->env, source->callback, &callback);
  napi_get_undefined(source->env, &undefined);
  napi_create_int32(source->env, value, &argument);
  if (napi_call_function(source->env, undefined, callback, 1, &argument, &result) == napi_ok) {
    napi_get_value_bool(source->env, result, &again);
  }
  napi_close_handle_scope(source->env, scope);
  return again;
}

void Free(gpointer data) {
  auto* source = static_cast<Source*>(data);
  napi_delete_reference(source->env, source->callback);
  delete source;
}

struct Arguments {
  napi_value values[3];
  Arguments(napi_env env, napi_callback_info info) {
    size_t count = 3;
    napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  }
  int Int(napi_env env, int index) const {
    int value = 0;
    napi_get_value_int32(env, values[index], &value);
    return value;
  }
  Source* Callback(napi_env env, int index) const {
    auto* source = new Source{env, nullptr};
    napi_create_reference(env, values[index], 1, &source->callback);
    return source;
  }
};

napi_value Number(napi_env env, int number) {
  napi_value value;
  napi_create_int32(env, number, &value);
  return value;
}

// watch(fd, conditions, callback): the callback gets the conditions that hold, true keeps the watch.
napi_value Watch(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const auto on_ready = [](gint, GIOCondition condition, gpointer data) -> gboolean {
    return Call(static_cast<Source*>(data), condition);
  };
  return Number(env, static_cast<int>(g_unix_fd_add_full(G_PRIORITY_DEFAULT, arguments.Int(env, 0),
                                                         static_cast<GIOCondition>(arguments.Int(env, 1)), on_ready,
                                                         arguments.Callback(env, 2), Free)));
}

gboolean OnTime(gpointer data) { return Call(static_cast<Source*>(data), 0); }

// after(ms, callback)
napi_value After(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  return Number(env, static_cast<int>(g_timeout_add_full(G_PRIORITY_DEFAULT, static_cast<guint>(arguments.Int(env, 0)),
                                                         OnTime, arguments.Callback(env, 1), Free)));
}

// idle(callback)
napi_value Idle(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  return Number(env, static_cast<int>(g_idle_add_full(G_PRIORITY_DEFAULT, OnTime, arguments.Callback(env, 0), Free)));
}

napi_value Remove(napi_env env, napi_callback_info info) {
  g_source_remove(static_cast<guint>(Arguments(env, info).Int(env, 0)));
  return nullptr;
}

napi_value Pipe(napi_env env, napi_callback_info) {
  int fds[2] = {-1, -1};
  if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0) napi_throw_error(env, nullptr, "pipe");
  napi_value both;
  napi_create_array_with_length(env, 2, &both);
  napi_set_element(env, both, 0, Number(env, fds[0]));
  napi_set_element(env, both, 1, Number(env, fds[1]));
  return both;
}

// duplicate(fd, number): the number means another file from now on, without a moment in which it meant none.
napi_value Duplicate(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  return Number(env, dup3(arguments.Int(env, 0), arguments.Int(env, 1), O_CLOEXEC));
}

napi_value Dup(napi_env env, napi_callback_info info) { return Number(env, dup(Arguments(env, info).Int(env, 0))); }
napi_value Close(napi_env env, napi_callback_info info) { return Number(env, close(Arguments(env, info).Int(env, 0))); }

napi_value Flags(napi_env env, napi_callback_info info) {
  return Number(env, fcntl(Arguments(env, info).Int(env, 0), F_GETFL));
}

}  // namespace

NAPI_MODULE_INIT() {
  const struct {
    const char* name;
    napi_callback function;
  } functions[] = {{"watch", Watch}, {"after", After}, {"idle", Idle},   {"remove", Remove},
                   {"pipe", Pipe},   {"dup", Dup},     {"close", Close}, {"flags", Flags},
                   {"duplicate", Duplicate}};
  for (const auto& each : functions) {
    napi_value function;
    napi_create_function(env, each.name, NAPI_AUTO_LENGTH, each.function, nullptr, &function);
    napi_set_named_property(env, exports, each.name, function);
  }
  return exports;
}
