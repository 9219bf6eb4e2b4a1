"""Where in the script a call was made."""

import os
import sys

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def call_site():
    """For example `collect at /opt/portal/job/main.py:12`: the call that entered this package, and from where."""
    frame = sys._getframe(1)
    function = frame.f_code.co_name
    while frame.f_back and frame.f_code.co_filename.startswith(_PACKAGE):
        function = frame.f_code.co_name
        frame = frame.f_back
    return f"{function} at {frame.f_code.co_filename}:{frame.f_lineno}"
