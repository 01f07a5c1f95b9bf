#!/usr/bin/python3
"""Reads what windows show, as a screen reader would. One request a line (JSON) on stdin, one answer a line on stdout.

Request:  {"pid": 123}
Answer:   {"windows": [node ...]}; a node is {role, name, description, text, states, x, y, width, height, children}
"""
import json
import sys

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

# Changes reach the cache through a main loop, which does not run here: ask anew each time.
MOST_CHILDREN = 80


def node_of(accessible, depth=0):
    states = accessible.get_state_set()
    extents = accessible.get_extents(Atspi.CoordType.SCREEN)
    text = None
    if 'Text' in accessible.get_interfaces():
        text = Atspi.Text.get_text(accessible, 0, Atspi.Text.get_character_count(accessible))
    node = {
        'role': accessible.get_role_name(),
        'name': accessible.get_name(),
        'description': accessible.get_description(),
        'text': text,
        'states': sorted(state.value_nick for state in states.get_states()),
        'x': extents.x, 'y': extents.y, 'width': extents.width, 'height': extents.height,
        'children': [],
    }
    showing = states.contains(Atspi.StateType.SHOWING)
    if depth < 30 and (showing or depth == 0):
        for index in range(min(accessible.get_child_count(), MOST_CHILDREN)):
            child = accessible.get_child_at_index(index)
            if child is not None:
                node['children'].append(node_of(child, depth + 1))
    return node


def windows_of(pid):
    desktop = Atspi.get_desktop(0)
    desktop.set_cache_mask(Atspi.Cache.NONE)
    found = []
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is None or application.get_process_id() != pid:
            continue
        application.set_cache_mask(Atspi.Cache.NONE)
        for child in range(application.get_child_count()):
            window = application.get_child_at_index(child)
            if window is not None:
                found.append(node_of(window))
    return found


def main():
    Atspi.set_timeout(2000, 2000)
    for line in sys.stdin:
        try:
            answer = {'windows': windows_of(json.loads(line)['pid'])}
        except GLib.Error as error:
            # Widgets go while they are read: whoever asks, asks again.
            answer = {'windows': [], 'error': str(error)}
        print(json.dumps(answer), flush=True)


main()
